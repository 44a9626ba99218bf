"""Nobody is named but by their own yes: who gives it, where it counts, and that it can be taken back (OV1, AO5, RM7)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction import links
from coproduction.access import StaleState
from coproduction.models import AuditEntry
from groups.models import RecordRule
from meetings import actions as meeting_actions
from minutes import actions, checking, consents, document, files, reread
from minutes.emails import LOOK
from minutes.models import Action, Consent, How, IssuedCopy, Minutes, Settlement, words_digest
from tests import factories
from tests.races import at_once, committed  # noqa: F401

pytestmark = pytest.mark.privacy

State = Minutes.State
BOTH, GROUP = Consent.Audience.BOTH, Consent.Audience.GROUP


@pytest.fixture
def maya(minutes, member):
    """Who leads the one thing to do of the notes."""
    row = factories.attendance(minutes.meeting, "Maya Thornhill", came=True, person=member, email=member.email)
    minutes.actions.update(lead=row)
    return row


@pytest.fixture
def todo(minutes, maya):
    return minutes.actions.get()


@pytest.fixture
def report(minutes, facilitator):
    """An item on the record in notes that are under the Chatham House Rule."""
    item = factories.topic(minutes.meeting)
    factories.under(RecordRule.ON_RECORD, item)
    item.refresh_from_db()
    return item


def yes(place, attendance, words="Maya", audience=BOTH, by=None, **more):
    digest = words_digest(actions.words_beside(place))
    return actions.say_yes(
        place, **{"attendance": attendance, "words": words, "audience": audience, "digest": digest, "by": by, **more}
    )


def written_down(place, attendance, by, words="Maya", audience=BOTH, how=How.PHONE):
    digest = words_digest(actions.words_beside(place))
    return actions.record_yes(
        place, attendance=attendance, words=words, audience=audience, digest=digest, how=how, by=by
    )


def copies(minutes):
    names = actions.listed_names(minutes)
    return {a: document.build(minutes, a, names=names) for a in (document.GROUP, document.PUBLIC)}


def who(minutes):
    """Return what stands under "Who" in the group copy and in the public copy."""
    return tuple(built.actions[0].who for built in copies(minutes).values())


def sign(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)


def over(minutes):
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()


def issue(minutes, facilitator, coordinator):
    sign(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    return {c.audience: document.from_json(c.document) for c in minutes.copies.in_reach()}


VOLUNTEER = "A volunteer from the group"


# --- OV1, AO5: one's own yes ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audience", "shown"), [(BOTH, ("Maya", "Maya")), (GROUP, ("Maya", VOLUNTEER))], ids=["both", "group"]
)
def test_ov1_a_lead_who_says_yes_is_named_on_that_action_for_those_readers_alone(
    audience, shown, minutes, todo, maya, facilitator
):
    other = factories.action(minutes, facilitator, "Ring the bus company.", lead=maya)
    yes(todo, maya, audience=audience)
    assert who(minutes) == shown
    for built in copies(minutes).values():
        assert [line.who for line in built.actions if line.text == other.text] == [VOLUNTEER]


def test_ao5_the_first_name_stands_in_every_file_and_can_be_undone(minutes, todo, maya, facilitator, coordinator):
    yes(todo, maya)
    issued = issue(minutes, facilitator, coordinator)
    assert {built.actions[0].who for built in issued.values()} == {"Maya"}
    texts = [bytes(f.content).decode() for copy in minutes.copies.all() for f in copy.files.filter(format="txt")]
    assert [text.count("Maya") for text in texts] == [1, 1] and not any("Thornhill" in text for text in texts)
    actions.take_back(Consent.objects.get())
    assert consents.overtaken(minutes)
    actions.correct(minutes, by=coordinator, kind=Minutes.Correction.PERSON)
    again = issue(minutes, facilitator, coordinator)
    assert {built.actions[0].who for built in again.values()} == {VOLUNTEER}
    assert not any("Maya" in files.dump(built) for built in again.values())
    assert not consents.overtaken(minutes)


def test_a_copy_that_names_somebody_says_that_it_was_by_their_yes(minutes, todo, maya):
    told = "Somebody is named only where they said yes to it."
    assert not any(told in built.statement for built in copies(minutes).values())
    yes(todo, maya, audience=GROUP)
    assert [told in built.statement for built in copies(minutes).values()] == [True, False]


def test_the_row_says_who_where_in_which_words_for_whom_when_and_how(minutes, todo, maya, member):
    before = timezone.now()
    row = yes(todo, maya, "Maya Thornhill", GROUP, by=member)
    assert (row.attendance, row.action, row.item, row.wording, row.audience, row.how, row.ended) == (
        maya, todo, None, "Maya Thornhill", GROUP, How.SITE, None,
    )  # fmt: skip
    assert before <= row.given <= timezone.now()
    entry = AuditEntry.objects.get(event="consent.given")
    assert entry.actor == f"person:{member.pk}"
    assert entry.detail == {
        "role": "", "meeting": minutes.meeting_id, "rule": "OV1", "place": f"action:{todo.pk}", "consent": row.pk, "who": f"attendance:{maya.pk}",
        "audience": "group", "how": "site",
    }  # fmt: skip
    assert "Maya" not in str(entry.detail)


def test_the_same_yes_twice_is_one_and_another_wording_replaces_it(minutes, todo, maya):
    assert yes(todo, maya) == yes(todo, maya)
    assert (Consent.objects.count(), AuditEntry.objects.filter(event="consent.given").count()) == (1, 1)
    yes(todo, maya, "Maya Thornhill")
    assert [(row.wording, row.ended is None) for row in Consent.objects.all()] == [
        ("Maya", False), ("Maya Thornhill", True),
    ]  # fmt: skip
    assert who(minutes) == ("Maya Thornhill", "Maya Thornhill")


@pytest.mark.parametrize(
    ("called", "offered"),
    [
        ("Maya", ["Maya"]),
        ("Maya Thornhill", ["Maya", "Maya Thornhill", "Thornhill"]),
        ("Mrs  Maya Thornhill", ["Mrs", "Mrs Maya Thornhill", "Mrs Maya", "Maya", "Maya Thornhill", "Thornhill"]),
        ("", []),
    ],
)
def test_people_choose_from_what_they_are_called_the_first_name_first(called, offered):
    assert consents.offered(called) == offered


def test_a_presenter_may_say_where_they_are_from():
    assert consents.offered("Maya", " Wendle  Trust") == ["Maya, Wendle Trust", "Maya"]


def nothing_written():
    assert not Consent.objects.exists() and not AuditEntry.objects.filter(event__startswith="consent").exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"words": "Colin"}, ValidationError),
        ({"words": "maya"}, ValidationError),
        ({"words": ""}, ValidationError),
        ({"audience": "everybody"}, ValidationError),
        ({"digest": words_digest("Other words.")}, StaleState),
    ],
)
def test_what_cannot_be_said_yes_to_leaves_nothing(change, error, todo, maya):
    with pytest.raises(error):
        yes(todo, maya, **change)
    nothing_written()


def test_nobody_says_yes_for_somebody_else(minutes, todo, maya, facilitator, coordinator, member, outsider):
    for by in (facilitator, coordinator, outsider):
        with pytest.raises(PermissionDenied):
            yes(todo, maya, by=by)
    for by in (facilitator, member, outsider):
        with pytest.raises(PermissionDenied):
            written_down(todo, maya, by)
    nothing_written()
    yes(todo, maya, by=member)
    assert who(minutes) == ("Maya", "Maya")


def test_a_coordinator_writes_down_how_somebody_said_yes(minutes, todo, maya, coordinator):
    for how in (How.SITE, "guessed", ""):
        with pytest.raises(ValidationError):
            written_down(todo, maya, coordinator, how=how)
    nothing_written()
    row = written_down(todo, maya, coordinator, how=How.PERSON)
    assert row.how == How.PERSON and who(minutes) == ("Maya", "Maya")
    assert AuditEntry.objects.get(event="consent.given").actor == f"person:{coordinator.pk}"


def test_only_who_leads_an_action_is_named_on_it(minutes, todo, maya, coordinator):
    priya = minutes.meeting.attendances.get(called="Priya Nand")
    with pytest.raises(StaleState):
        written_down(todo, priya, coordinator, words="Priya")
    Action.objects.filter(pk=todo.pk).update(lead=None)
    with pytest.raises(StaleState):
        yes(todo, maya)
    nothing_written()


def test_nobody_is_named_in_a_private_item(minutes, todo, maya, facilitator):
    row = yes(todo, maya)
    meeting_actions.set_item_rule(todo.item, RecordRule.CONFIDENTIAL, by=facilitator)
    row.refresh_from_db()
    assert not row.holds
    assert not any("Maya" in files.dump(built) for built in copies(minutes).values())
    Consent.objects.all().delete()
    with pytest.raises(StaleState):
        yes(Action.objects.get(), maya)


def test_somebody_from_another_meeting_is_named_nowhere_here(todo, group, facilitator, coordinator):
    other = factories.meeting(group, facilitator, days=-20, state="held")
    stranger = factories.attendance(other, "Maya Thornhill", came=True)
    Action.objects.filter(pk=todo.pk).update(lead=stranger)
    with pytest.raises(StaleState):
        written_down(Action.objects.get(), stranger, coordinator)
    nothing_written()


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_one_open_yes_an_action_and_one_place_a_yes(todo, maya):
    row = yes(todo, maya)
    facts = {"minutes": row.minutes, "attendance": maya, "wording": "Maya", "audience": BOTH, "how": How.SITE}
    for wrong in ({"action": todo}, {}, {"action": todo, "item": todo.item, "ended": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(**facts, digest="x", **wrong)
    Consent.objects.create(**facts, digest="x", action=todo, ended=timezone.now())


# --- lapsing and taking back ------------------------------------------------------------------------------------------
def test_other_words_of_the_action_need_another_yes(minutes, todo, maya, facilitator):
    yes(todo, maya)
    actions.change_action(todo, by=facilitator, version=todo.version, text="Write two cards.", lead=maya)
    assert who(minutes) == (VOLUNTEER, VOLUNTEER)
    yes(Action.objects.get(), maya)
    assert who(minutes) == ("Maya", "Maya")


def test_with_another_lead_the_yes_is_over_also_when_they_come_back(minutes, todo, maya, facilitator):
    yes(todo, maya)
    for lead in (minutes.meeting.attendances.get(called="Priya Nand"), None, maya):
        todo.refresh_from_db()
        actions.change_action(todo, by=facilitator, version=todo.version, text=todo.text, lead=lead)
        assert who(minutes) == (VOLUNTEER, VOLUNTEER)


def test_somebody_who_leaves_the_register_is_named_nowhere(minutes, todo, maya):
    yes(todo, maya)
    maya.delete()
    assert who(minutes) == (VOLUNTEER, VOLUNTEER)


@pytest.mark.parametrize("state", [State.WRITING, State.CHECKING, State.CIRCULATED, State.AGREED, State.PUBLISHED])
def test_a_yes_can_be_taken_back_whatever_the_notes_are(state, minutes, todo, maya, member):
    row = yes(todo, maya)
    now = timezone.now()
    dates = {"circulated_at": now, "window_ends": now, "agreed_at": now, "published_at": now}
    Minutes.objects.filter(pk=minutes.pk).update(state=state, **dates)
    for _time in range(2):
        actions.take_back(row, by=member)
    assert who(minutes) == (VOLUNTEER, VOLUNTEER)
    assert AuditEntry.objects.filter(event="consent.taken_back").count() == 1
    row.refresh_from_db()
    assert row.ended is not None


def test_who_may_take_a_yes_back(minutes, todo, maya, member, facilitator, coordinator, outsider, elsewhere):
    row = yes(todo, maya)
    for by in (outsider, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.take_back(row, by=by)
    assert Consent.objects.open().count() == 1
    for by in (member, facilitator, coordinator, None):
        Consent.objects.update(ended=None)
        actions.take_back(row, by=by)
        assert not Consent.objects.open().exists()


def test_a_yes_that_is_taken_back_after_the_signature_stops_the_copy(minutes, todo, maya, facilitator, coordinator):
    row = yes(todo, maya)
    sign(minutes, facilitator, coordinator)
    over(minutes)
    actions.take_back(row)
    with pytest.raises(actions.NotReady) as refused:
        actions.agree(minutes, by=coordinator)
    assert refused.value.reasons == ("Somebody took back their yes. Send the notes back and sign them again.",)
    assert not IssuedCopy.objects.exists()
    actions.back_to_writing(minutes, by=coordinator)
    minutes.refresh_from_db()
    assert issue(minutes, facilitator, coordinator)["group"].actions[0].who == VOLUNTEER


def test_a_yes_that_comes_after_the_signature_waits_and_holds_nothing_up(minutes, todo, maya, facilitator, coordinator):
    sign(minutes, facilitator, coordinator)
    row = yes(todo, maya)
    assert consents.waiting(minutes) == [row] and who(minutes) == (VOLUNTEER, VOLUNTEER)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    assert document.from_json(IssuedCopy.objects.get().document).actions[0].who == VOLUNTEER
    actions.back_to_writing(minutes, by=coordinator)
    minutes.refresh_from_db()
    assert issue(minutes, facilitator, coordinator)["group"].actions[0].who == "Maya"


def test_notes_that_were_withdrawn_take_no_yes(minutes, todo, maya, facilitator, coordinator):
    issue(minutes, facilitator, coordinator)
    actions.withdraw(minutes, by=coordinator)
    with pytest.raises(StaleState):
        yes(todo, maya)
    nothing_written()


# --- two at once ------------------------------------------------------------------------------------------------------
@pytest.fixture
def real(committed):  # noqa: F811
    """The same notes in committed rows: (notes, what to do, who leads it, facilitator, coordinator)."""
    group = factories.group()
    facilitator, coordinator = factories.person("Tomasz Lis"), factories.person("Dilys Harte")
    factories.membership(group, facilitator, "facilitator")
    factories.membership(group, coordinator, "coordinator")
    held = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(held)
    maya = factories.attendance(held, "Maya Thornhill", came=True)
    notes = factories.clean_notes(held, facilitator)
    notes.actions.update(lead=maya)
    return notes, notes.actions.get(), maya, facilitator, coordinator


@pytest.mark.faults
def test_the_same_yes_from_two_sides_at_once_is_one(real):
    _notes, todo, maya, _facilitator, coordinator = real
    results = at_once(lambda: yes(todo, maya), lambda: written_down(todo, maya, coordinator))
    assert {type(result) for result in results} == {Consent}
    assert Consent.objects.open().count() == 1


@pytest.mark.faults
def test_a_yes_and_its_taking_back_at_once_leave_either_and_a_trail_of_both(real):
    notes, todo, maya, *_people = real
    first = yes(todo, maya)
    results = at_once(lambda: yes(todo, maya, "Maya Thornhill"), lambda: actions.take_back(first))
    assert not [result for result in results if isinstance(result, Exception)]
    assert [row.wording for row in Consent.objects.open()] == ["Maya Thornhill"]
    assert who(notes) == ("Maya Thornhill",) * 2


@pytest.mark.faults
@pytest.mark.parametrize("moment", ["while the files are made", "at the very end"])
def test_notes_that_are_signed_while_a_yes_is_taken_back_are_not_signed_or_name_nobody(moment, real, monkeypatch):
    notes, todo, maya, facilitator, coordinator = real
    row = yes(todo, maya)
    actions.send_to_check(notes, by=facilitator)
    notes.refresh_from_db()
    if moment == "while the files are made":
        honest = files.make

        def interrupted(*args, **options):
            actions.take_back(row)
            return honest(*args, **options)

        monkeypatch.setattr(files, "make", interrupted)
        with pytest.raises((StaleState, actions.NotReady)):
            actions.sign(notes, by=coordinator, revision=notes.revision)
    else:
        at_once(lambda: actions.sign(notes, by=coordinator, revision=notes.revision), lambda: actions.take_back(row))
    notes = Minutes.objects.get(pk=notes.pk)
    assert not Consent.objects.open().exists()
    assert who(notes) == (VOLUNTEER, VOLUNTEER)
    if notes.state == State.CIRCULATED:  # signed before, and the copy stops; or after, and nobody was named
        over(notes)
        named = "took back" in " ".join(actions.waiting(notes))
        assert named or notes.sign_offs.get().digest == actions.digest_of(notes)
    assert not IssuedCopy.objects.exists()


# --- presenters -------------------------------------------------------------------------------------------------------
@pytest.fixture
def guest(minutes):
    return factories.attendance(minutes.meeting, "Nora Blythe", came=True, role="speaker", organisation="Wendle Trust")


def test_ov1_a_presenter_is_named_inside_the_item_on_the_record_alone(minutes, report, guest, facilitator, coordinator):
    """RM7, test 9: in a file that is under the Chatham House Rule."""
    written_down(report, guest, coordinator, words="Nora Blythe, Wendle Trust", how=How.WRITING)
    issued = issue(minutes, facilitator, coordinator)
    for built in issued.values():
        assert built.rule == RecordRule.CHATHAM_HOUSE and not built.attended and not built.took_part
        assert [(i.title, i.presented) for i in built.items if i.presented] == [
            (report.title, "Presented by Nora Blythe, Wendle Trust.")
        ]
        assert files.dump(built).count("Nora") == files.text(built).count("Nora") == 1
        assert files.html(built).count("Presented by Nora Blythe, Wendle Trust.") == 1


def test_two_presenters_stand_in_one_sentence_in_an_order_of_their_own(minutes, report, guest, coordinator):
    priya = minutes.meeting.attendances.get(called="Priya Nand")
    written_down(report, priya, coordinator, words="Priya Nand", audience=GROUP)
    written_down(report, guest, coordinator, words="Nora")
    said = [next(i.presented for i in built.items if i.presented) for built in copies(minutes).values()]
    assert said == ["Presented by Nora; Priya Nand.", "Presented by Nora."]


@pytest.mark.parametrize("rule", [RecordRule.NAMES_LISTED, RecordRule.CHATHAM_HOUSE, RecordRule.CONFIDENTIAL])
def test_a_presenter_is_named_only_where_the_item_is_on_the_record(
    rule, minutes, report, guest, coordinator, facilitator
):
    row = written_down(report, guest, coordinator, words="Nora")
    meeting_actions.set_item_rule(report, rule, by=facilitator)
    row.refresh_from_db()
    assert not row.holds
    assert not any("Nora" in files.dump(built) for built in copies(minutes).values())
    report.refresh_from_db()
    with pytest.raises(StaleState):
        written_down(report, guest, coordinator, words="Nora Blythe")
    with pytest.raises(ValueError):
        said = document.Names(presenters={report.pk: (document.Yes("Nora", public=True),)})
        document.build(Minutes.objects.get(pk=minutes.pk), document.GROUP, names=said)


# --- the ledger of the finished file ----------------------------------------------------------------------------------
def made(minutes, audience, **changes):
    built = document.build(minutes, audience, names=actions.listed_names(minutes))
    content = files.make(built, "txt")
    known = checking.roster(minutes.meeting)
    approved = checking.ledger(minutes, known)
    named = consents.allowed(minutes, audience)
    facts = {"document": built, "format": "txt", "approved": approved, "named": named, **changes}
    return reread.reread(content, known, **facts)


def test_the_ledger_allows_the_words_of_a_yes_in_that_audience_and_nothing_else(minutes, todo, maya):
    yes(todo, maya, audience=GROUP)
    assert made(minutes, document.GROUP) == made(minutes, document.PUBLIC) == ()
    problems = made(minutes, document.GROUP, named=consents.allowed(minutes, document.PUBLIC))
    assert [problem.words for problem in problems] == ["“Maya” is named, and nobody said yes to that."]


@pytest.mark.parametrize(
    "leak",
    [
        lambda yes: document.Yes("Maya Thornhill", yes.public),
        lambda yes: document.Yes("Priya", yes.public),
        lambda yes: document.Yes(yes.words, public=True),
    ],
    ids=["more words", "somebody else", "the public copy too"],
)
def test_a_name_beyond_the_yes_makes_no_file_and_no_signature(
    leak, minutes, todo, maya, facilitator, coordinator, monkeypatch
):
    yes(todo, maya, audience=GROUP)
    honest = actions.listed_names

    def leaking(minutes):
        names = honest(minutes)
        return document.Names(leads={pk: leak(said) for pk, said in names.leads.items()})

    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    monkeypatch.setattr("minutes.actions.issuing.listed_names", leaking)
    with pytest.raises(actions.NotReady):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CHECKING and not minutes.sign_offs.exists()


# --- a name inside the words ------------------------------------------------------------------------------------------
@pytest.fixture
def by_name(minutes, maya, facilitator):
    """Words of an action that name who leads it, while they are checked: (action, finding)."""
    todo = factories.action(minutes, facilitator, "Maya will ring the bus company.", lead=maya)
    actions.send_to_check(minutes, by=facilitator)
    found = [m for m in checking.find(minutes) if m.stops and m.place.key == f"action:{todo.pk}:text"]
    minutes.refresh_from_db()
    return todo, next(m for m in found if m.finding.rule == "RC1")


def test_a_name_in_the_words_of_an_action_is_settled_by_that_persons_yes_to_both_copies(
    minutes, by_name, maya, facilitator, coordinator
):
    todo, marked = by_name
    for given in (None, GROUP):
        if given:
            yes(todo, maya, audience=given)
        with pytest.raises(PermissionDenied):
            actions.settle(minutes, marked.key, by=coordinator, reason=Settlement.Reason.CONSENT)
    row = yes(todo, maya)
    actions.settle(minutes, marked.key, by=facilitator, reason=Settlement.Reason.CONSENT)
    assert not [m for m in checking.find(minutes) if m.stops and m.finding.rule == "RC1"]
    actions.take_back(row)
    assert [m.key for m in checking.find(minutes) if m.stops and m.finding.rule == "RC1"] == [marked.key]


def test_a_yes_settles_no_other_name_and_no_other_place(minutes, by_name, maya, facilitator, coordinator):
    todo, _marked = by_name
    yes(todo, maya)
    other = factories.action(minutes, facilitator, "Maya will write.", lead=maya)
    Action.objects.filter(pk=todo.pk).update(text="Priya will ring, and Maya.")
    yes(Action.objects.get(pk=todo.pk), maya)
    for m in checking.find(minutes):
        if (
            m.stops
            and m.may_be_another_person
            and not (m.place.key.startswith(f"action:{todo.pk}") and m.finding.text == "Maya")
        ):
            assert m.finding.text == "Priya" or m.place.key == f"action:{other.pk}:text"
            with pytest.raises(PermissionDenied):
                actions.settle(minutes, m.key, by=coordinator, reason=Settlement.Reason.CONSENT)


# --- pages ------------------------------------------------------------------------------------------------------------
def page(client, name, *args, **data):
    path = reverse(f"minutes:{name}", args=args)
    response = client.post(path, data) if data else client.get(path)
    return response, response.content.decode()


def test_somebody_says_yes_and_takes_it_back_by_their_own_link(client, minutes, todo, maya):
    token = links.token(LOOK, maya)
    _response, words = page(client, "own-lead", token, todo.pk)
    for told in ("can be read by anybody", "may pass it on", "taken back at any time", todo.text, ">Maya<"):
        assert told in words
    form = {"words": "Maya", "audience": BOTH, "digest": words_digest(todo.text)}
    response, _words = page(client, "own-lead", token, todo.pk, **form)
    assert response.status_code == 302 and who(minutes) == ("Maya", "Maya")
    row = Consent.objects.get()
    assert row.how == How.SITE and AuditEntry.objects.get(event="consent.given").actor == ""
    assert "the notes say “Maya”" in page(client, "own-names", token)[1]
    client.post(reverse("minutes:own-back", args=[token, row.pk]))
    assert who(minutes) == (VOLUNTEER, VOLUNTEER)


def test_nothing_is_a_yes_but_a_choice(client, todo, maya):
    response, words = page(client, "own-lead", links.token(LOOK, maya), todo.pk, digest=words_digest(todo.text))
    assert response.status_code == 200 and "Pick who may see it" in words and "Pick one of the ways" in words
    nothing_written()


def test_a_link_gives_no_yes_for_somebody_else(client, minutes, todo, maya, report, guest, coordinator):
    row = yes(todo, maya)
    theirs = links.token(LOOK, guest)
    form = {"words": "Nora", "audience": BOTH, "digest": words_digest(todo.text)}
    assert page(client, "own-lead", theirs, todo.pk, **form)[0].status_code == 404
    assert client.post(reverse("minutes:own-back", args=[theirs, row.pk])).status_code == 404
    assert "Maya" not in page(client, "own-names", theirs)[1]
    assert Consent.objects.open().get() == row


def test_my_page_leads_to_ones_own_yes_and_shows_it(client, minutes, todo, maya, member):
    client.force_login(member)
    assert (
        reverse("minutes:own-lead", args=[links.token(LOOK, maya), todo.pk]) in client.get("/my-page/").content.decode()
    )
    yes(todo, maya, "Maya Thornhill", by=member)
    assert "You said yes to “Maya Thornhill”" in client.get("/my-page/").content.decode()


def test_a_coordinator_writes_a_presenters_yes_down_in_two_steps(client, minutes, report, guest, coordinator):
    client.force_login(coordinator)
    here = [minutes.meeting.group.slug, minutes.meeting.slug, report.pk]
    _response, words = page(client, "name-presenter", *here)
    assert "Who presented it?" in words
    response, words = page(client, "name-presenter", *here, person=guest.pk)
    assert response.status_code == 200 and "Presented by Nora Blythe, Wendle Trust." in words
    assert "error-summary" not in words
    form = {"person": guest.pk, "words": "Nora, Wendle Trust", "audience": GROUP, "how": "phone"}
    page(client, "name-presenter", *here, **form, digest=words_digest(report.title))
    assert Consent.objects.get().wording == "Nora, Wendle Trust"


@pytest.mark.parametrize("state", [State.AGREED, State.PUBLISHED])
def test_the_coordinator_reads_that_a_new_version_is_needed(state, minutes, todo, maya, facilitator, coordinator):
    row = yes(todo, maya)
    sign(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    if state == State.PUBLISHED:
        actions.publish(minutes, by=coordinator)
    client, told = Client(), "Somebody took back their yes; make a new version."
    client.force_login(coordinator)
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    assert told not in page(client, "check", *here)[1]
    actions.take_back(row)
    assert told in page(client, "check", *here)[1]
    client.force_login(facilitator)
    assert told not in page(client, "check", *here)[1]


def test_no_page_for_others_tells_who_said_yes_before_a_copy_does(client, minutes, todo, maya, member, outsider):
    """A yes is inside until a copy is out."""
    yes(todo, maya)
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    for person in (None, outsider):
        if person:
            client.force_login(person)
        for path in ("/", minutes.meeting.get_absolute_url(), minutes.meeting.group.get_absolute_url()):
            assert "Maya" not in client.get(path).content.decode()
        assert client.get(reverse("minutes:names", args=here)).status_code in (302, 403)


def test_no_file_holds_anything_of_the_row_but_the_words(minutes, todo, maya, facilitator, coordinator):
    row = written_down(todo, maya, coordinator)
    issued = issue(minutes, facilitator, coordinator)
    for built in issued.values():
        said = files.dump(built)
        assert "by phone" not in said and row.digest not in said and str(uuid.UUID(str(todo.pk))) not in said
