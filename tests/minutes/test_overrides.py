"""What may be overridden, by whom, and what is kept of it: quotations, views, reasons and the window (OV2, OV4 to OV6)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction import links
from coproduction.access import StaleState
from coproduction.models import AuditEntry
from coproduction.working_days import working_days_after
from groups.models import RecordRule
from groups.rules import role_of
from meetings import actions as meeting_actions
from minutes import actions, checking, consents, document, files, forms
from minutes.emails import LOOK
from minutes.models import (
    ConsensusNote,
    How,
    IssuedCopy,
    LeftOut,
    Minutes,
    Revision,
    Settlement,
    View,
)
from minutes.periodic import forget_drafts
from tests import factories
from tests.races import at_once, committed  # noqa: F401

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

State = Minutes.State
QUOTE = "“I was left in the corridor all night,” somebody said."
YES = Settlement.Reason.SAID_YES


def sign(minutes, facilitator, coordinator):
    if minutes.state == State.WRITING:
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


def copies(minutes):
    names = actions.listed_names(minutes)
    return {a: document.build(minutes, a, names=names) for a in (document.GROUP, document.PUBLIC)}


def entries(event):
    return [entry.detail for entry in AuditEntry.objects.filter(event=event).order_by("pk")]


# --- OV2: a quotation -------------------------------------------------------------------------------------------------
@pytest.fixture
def quoted(minutes, facilitator):
    """Notes of a group with a rare topic, in which somebody's own words stop the signature: (notes, finding)."""
    minutes.meeting.group.sensitive = True
    minutes.meeting.group.save(update_fields=["sensitive"])
    point = factories.point(minutes, facilitator, QUOTE)
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    marked = next(m for m in checking.find(minutes) if m.finding.kind == "quote")
    assert marked.stops and marked.place.key == f"point:{point.pk}:text"
    return minutes, marked


def open_quotes(minutes):
    return [m for m in checking.find(minutes) if m.finding.kind == "quote" and m.stops]


def say_yes(minutes, marked, by, **change):
    facts = {"how": How.PHONE, "said_on": timezone.localdate(), **change}
    actions.say_yes_to_quote(minutes, marked.key, by=by, **facts)


def test_ov2_own_words_stand_by_the_yes_of_whoever_said_them(quoted, facilitator, coordinator):
    minutes, marked = quoted
    assert any("must change" in reason for reason in actions.missing(minutes))
    say_yes(minutes, marked, facilitator, how=How.WRITING, said_on=dt.date(2026, 1, 5))
    assert open_quotes(minutes) == [] and actions.missing(minutes) == []
    row = minutes.settlements.get()
    assert (row.reason, row.how, row.said_on, row.by) == (YES, How.WRITING, dt.date(2026, 1, 5), facilitator)
    for built in issue(minutes, facilitator, coordinator).values():
        assert files.dump(built).count("left in the corridor all night") == 1


def test_ov2_who_spoke_is_asked_and_kept_nowhere(quoted, facilitator):
    """DC1."""
    minutes, marked = quoted
    assert set(forms.QuoteForm.base_fields) == {"how", "said_on"}
    related = {f.related_model.__name__ for f in Settlement._meta.get_fields() if f.is_relation}
    assert related == {"Minutes", "Person"}  # the notes, and whose account wrote it down
    say_yes(minutes, marked, facilitator)
    (told,) = entries("finding.settled")
    assert told == {
        "role": "facilitator", "meeting": minutes.meeting_id, "rule": "RC12", "place": marked.place.key,
        "start": marked.finding.start, "end": marked.finding.end, "reason": "said_yes", "how": "phone",
    }  # fmt: skip
    assert "corridor" not in str(told)


def test_ov2_a_quotation_that_identifies_is_still_refused(minutes, facilitator, coordinator):
    """All other checks still run."""
    factories.point(minutes, facilitator, "“My son waited six hours,” said Priya.")
    actions.send_to_check(minutes, by=facilitator)
    found = {m.finding.rule: m for m in checking.find(minutes) if m.stops}
    assert set(found) == {"RC1", "RC12"}
    say_yes(minutes, found["RC12"], facilitator)
    assert [m.finding.rule for m in checking.find(minutes) if m.stops] == ["RC1"]
    with pytest.raises(PermissionDenied):
        say_yes(minutes, found["RC1"], coordinator)
    minutes.refresh_from_db()
    with pytest.raises(actions.NotReady):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"how": ""}, "how"),
        ({"how": How.SITE}, "how"),
        ({"said_on": None}, "said_on"),
        ({"said_on": dt.date(2099, 1, 1)}, "said_on"),
    ],
)
def test_ov2_a_yes_needs_its_day_and_its_way(change, field, quoted, facilitator):
    minutes, marked = quoted
    with pytest.raises(ValidationError) as refused:
        say_yes(minutes, marked, facilitator, **change)
    assert list(refused.value.message_dict) == [field]
    assert not minutes.settlements.exists() and entries("finding.settled") == []
    facts = {"minutes": minutes, "place": "x", "digest": "x", "start": 0, "end": 1, "rule": "RC12", "reason": YES}
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(**facts)


def test_ov2_only_who_runs_the_group_writes_it_down_and_not_by_another_door(quoted, member, outsider, coordinator):
    minutes, marked = quoted
    for by in (member, outsider):
        with pytest.raises(PermissionDenied):
            say_yes(minutes, marked, by)
    with pytest.raises(PermissionDenied):
        actions.settle(minutes, marked.key, by=coordinator, reason=YES, note="Yes.")
    assert not minutes.settlements.exists()


def test_ov2_anybody_may_have_the_yes_taken_back_and_it_can_be_given_again(quoted, facilitator, coordinator):
    minutes, marked = quoted
    for number in (1, 2):
        say_yes(minutes, marked, facilitator)
        row = minutes.settlements.standing().get()
        for _time in range(2):
            actions.unsettle(minutes, row, by=coordinator)
        assert [m.key for m in open_quotes(minutes)] == [marked.key]
        assert minutes.settlements.exclude(taken_back=None).count() == number
        assert [told["reason"] for told in entries("finding.unsettled")] == ["said_yes"] * number


def test_ov2_a_yes_lapses_with_other_words(quoted, facilitator):
    minutes, marked = quoted
    say_yes(minutes, marked, facilitator)
    other = QUOTE.replace("all night", "all day")
    actions.change_words(minutes, marked.place.key, digest=marked.place.digest, text=other, by=facilitator)
    assert len(open_quotes(minutes)) == 1


def test_ov2_taken_back_after_the_signature_it_stops_the_copy(quoted, facilitator, coordinator):
    minutes, marked = quoted
    say_yes(minutes, marked, facilitator)
    sign(minutes, facilitator, coordinator)
    over(minutes)
    actions.unsettle(minutes, minutes.settlements.get(), by=facilitator)
    with pytest.raises(actions.NotReady) as refused:
        actions.agree(minutes, by=coordinator)
    assert refused.value.reasons == ("Somebody took back their yes. Send the notes back and sign them again.",)
    assert not IssuedCopy.objects.exists()


def test_ov2_taken_back_after_the_issue_a_new_version_is_asked_for(quoted, facilitator, coordinator):
    minutes, marked = quoted
    say_yes(minutes, marked, facilitator)
    issue(minutes, facilitator, coordinator)
    client, here = Client(), [minutes.meeting.group.slug, minutes.meeting.slug]
    client.force_login(coordinator)
    assert "I was left in the corridor all night" in client.get(reverse("minutes:names", args=here)).content.decode()
    assert not consents.overtaken(minutes)
    row = minutes.settlements.get()
    client.post(reverse("minutes:unsettle", args=[*here, row.pk]))
    assert (
        "Somebody took back their yes; make a new version."
        in client.get(reverse("minutes:check", args=here)).content.decode()
    )
    actions.correct(minutes, by=coordinator, kind=Minutes.Correction.PERSON)
    actions.send_to_check(minutes, by=facilitator)
    assert [m.key for m in open_quotes(minutes)] == [marked.key]
    actions.change_words(
        minutes, marked.place.key, digest=marked.place.digest, text="Nights were hard.", by=facilitator
    )
    minutes.refresh_from_db()
    issue(minutes, facilitator, coordinator)
    assert not consents.overtaken(minutes)


def test_ov2_the_page_says_what_will_be_seen_and_asks_how_and_when(quoted, facilitator):
    minutes, marked = quoted
    client, here = Client(), [minutes.meeting.group.slug, minutes.meeting.slug]
    client.force_login(facilitator)
    path = reverse("minutes:quote", args=here)
    assert path in client.get(reverse("minutes:check", args=here)).content.decode()
    words = client.get(path, {"finding": marked.key}).content.decode()
    for told in ("without your name", "may pass them on", "take your yes back", "Do not write down who it was"):
        assert told in words
    words = client.post(path, {"finding": marked.key}).content.decode()
    assert "Pick how they said yes" in words and not minutes.settlements.exists()
    day = {"said_on_0": "5", "said_on_1": "1", "said_on_2": "2026"}
    client.post(path, {"finding": marked.key, "how": "phone", **day})
    assert minutes.settlements.get().said_on == dt.date(2026, 1, 5)


# --- OV4: a reason, and what the log keeps ----------------------------------------------------------------------------
@pytest.fixture
def counted(minutes, facilitator):
    factories.point(minutes, facilitator, "Two members disagreed.")
    actions.send_to_check(minutes, by=facilitator)
    return minutes, next(m for m in checking.find(minutes) if m.finding.rule == "RC14")


def test_ov4_the_log_keeps_role_rule_position_code_and_the_words_of_the_reason(counted, coordinator):
    minutes, marked = counted
    why = "It is the number our own rules ask for."
    actions.settle(minutes, marked.key, by=coordinator, reason="accepted", note=why)
    facts = {
        "role": "coordinator", "meeting": minutes.meeting_id, "rule": "RC14", "place": marked.place.key,
        "start": marked.finding.start, "end": marked.finding.end, "reason": "accepted", "why": why,
    }  # fmt: skip
    assert entries("finding.settled") == [facts]
    actions.unsettle(minutes, minutes.settlements.get(), by=coordinator)
    assert entries("finding.unsettled") == [facts]
    assert not minutes.settlements.exists()


@pytest.mark.parametrize(
    "why",
    [
        "Priya said it is fine.",
        "The pharmacist agreed to it.",
        "Ring 01632 960 777.",
        "Wendle Hospital Trust felt it is fine.",
    ],
)
def test_ov4_a_reason_that_names_somebody_is_refused_and_nothing_is_kept(why, counted, group, coordinator):
    minutes, marked = counted
    factories.organisation(group)
    factories.attendance(minutes.meeting, "Ines Duarte", came=True, role="pharmacist")
    with pytest.raises(ValidationError) as refused:
        actions.settle(minutes, marked.key, by=coordinator, reason="accepted", note=why)
    assert "could tell who somebody is" in refused.value.message_dict["note"][0]
    assert not minutes.settlements.exists() and entries("finding.settled") == []


def test_ov4_the_page_says_at_the_question_that_a_reason_names_somebody(counted, coordinator):
    minutes, marked = counted
    client, here = Client(), [minutes.meeting.group.slug, minutes.meeting.slug]
    client.force_login(coordinator)
    form = {"finding": marked.key, "reason": "accepted", "note": "Colin Webb is fine with it."}
    words = client.post(reverse("minutes:settle", args=here), form).content.decode()
    assert 'href="#id_note"' in words and "Colin Webb is fine with it." in words


def test_the_log_says_in_which_role_notes_were_signed_and_what_was_issued(minutes, facilitator, coordinator):
    digest = actions.digest_of(minutes)
    issue(minutes, facilitator, coordinator)
    here = {"role": "coordinator", "meeting": minutes.meeting_id}
    (signed,), (agreed,), (published,) = (entries(f"minutes.{e}") for e in ("signed", "agreed", "published"))
    assert signed == {**here, "revision": minutes.revision, "digest": digest}
    for told, audience in ((agreed, "group"), (published, "public")):
        files_of = minutes.copies.get(audience=audience).files
        hashes = dict(files_of.values_list("format", "sha256"))
        assert told == {**here, "audience": audience, "version": 1, "sha256": hashes}


def test_the_role_is_the_one_in_which_somebody_acts(group, coordinator, facilitator, member, former_coordinator):
    assert [role_of(p, group) for p in (coordinator, facilitator, member, former_coordinator)] == [
        "coordinator", "facilitator", "", "",
    ]  # fmt: skip
    factories.membership(group, facilitator, "coordinator")
    assert role_of(facilitator, group) == "coordinator"


# --- OV5: a view is left out ------------------------------------------------------------------------------------------
@pytest.fixture
def view(minutes):
    return minutes.consensus_notes.get().views.first()


WHY = "It could show whose it is."
ONE, SOME = "One view is not included to protect a person.", "Some views are not included to protect people."


def test_ov5_a_view_is_left_out_by_a_coordinator_with_a_reason_and_the_copies_say_so(
    minutes, view, facilitator, coordinator
):
    gone = view.text
    actions.send_to_check(minutes, by=facilitator)
    row = actions.leave_out(view, by=coordinator, why=WHY)
    assert (row.text, row.why, row.item, row.note) == (gone, WHY, view.note.item, view.note)
    minutes.refresh_from_db()
    for built in issue(minutes, facilitator, coordinator).values():
        assert built.left_out == ONE and gone not in files.dump(built)
        assert files.text(built).count(ONE) == files.html(built).count(ONE) == files.print_html(built).count(ONE) == 1
    assert LeftOut.objects.get().text == gone


def test_ov5_several_are_told_of_without_a_number(minutes, facilitator, coordinator):
    assert {built.left_out for built in copies(minutes).values()} == {""}
    said = []
    for view in list(View.objects.filter(note__minutes=minutes)):
        actions.leave_out(view, by=coordinator, why=WHY)
        said.append({built.left_out for built in copies(minutes).values()})
    assert said == [{ONE}, {SOME}]


def test_ov5_the_log_keeps_position_and_reason_and_not_the_view(minutes, view, coordinator):
    gone, item = view.text, view.note.item_id
    actions.leave_out(view, by=coordinator, why=WHY)
    (told,) = entries("view.left_out")
    assert told == {
        "role": "coordinator", "meeting": minutes.meeting_id, "rule": "OV5", "place": f"view:{view.pk}:text",
        "item": item, "audience": "both", "why": WHY,
    }  # fmt: skip
    assert gone not in str(told)


def test_ov5_nobody_else_may_and_nothing_goes_without_a_good_reason(minutes, view, facilitator, coordinator, member):
    for by in (facilitator, member):
        with pytest.raises(PermissionDenied):
            actions.leave_out(view, by=by, why=WHY)
    for why in ("", "  ", "Priya would be known."):
        with pytest.raises(ValidationError) as refused:
            actions.leave_out(view, by=coordinator, why=why)
        assert list(refused.value.message_dict) == ["why"]
    before = minutes.revision
    minutes.refresh_from_db()
    assert View.objects.filter(pk=view.pk).exists() and minutes.revision == before
    assert not LeftOut.objects.exists() and entries("view.left_out") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftOut.objects.create(minutes=minutes, item=view.note.item, text="x", why="")


def test_ov5_whoever_leaves_a_view_out_while_checking_can_still_sign_it_anew(minutes, view, facilitator, coordinator):
    """The sign-off covers it: these are other words, so what was read before is not signed."""
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    shown = minutes.revision
    actions.leave_out(view, by=coordinator, why=WHY)
    with pytest.raises(StaleState):
        actions.sign(minutes, by=coordinator, revision=shown)
    minutes.refresh_from_db()
    assert minutes.state == State.CHECKING
    actions.sign(minutes, by=coordinator, revision=minutes.revision)


def test_ov5_that_nobody_saw_it_another_way_is_not_said_of_what_was_left_out(held, facilitator, coordinator):
    minutes = actions.open_notes(held, by=facilitator)
    note = factories.consensus(
        minutes, facilitator, "We will try a card.", views=[("A card is not enough.", "recorded")]
    )
    actions.leave_out(note.views.get(), by=coordinator, why=WHY)
    assert actions.missing(minutes) == []
    ConsensusNote.objects.update(no_other_views=True)
    actions.set_outcome(minutes, note.item, by=facilitator, no_other_views=True)
    factories.point(minutes, facilitator, "We meet again.", kind="agreed")
    for built in copies(minutes).values():
        assert "No one did" not in files.text(built) and "No one did" not in files.html(built)


def test_ov5_a_view_comes_back_without_a_place(minutes, view, coordinator, facilitator):
    row, gone = actions.leave_out(view, by=coordinator, why=WHY), view.text
    with pytest.raises(PermissionDenied):
        actions.put_back(row, by=facilitator)
    actions.put_back(row, by=coordinator)
    back = View.objects.get(text=gone)
    assert back.place == View.Place.RAISED and not LeftOut.objects.exists()
    assert {built.left_out for built in copies(minutes).values()} == {""}
    assert [told["rule"] for told in entries("view.put_back")] == ["OV5"]


def test_ov5_private_items_tell_nothing_of_what_was_left_out(minutes, view, facilitator, coordinator):
    actions.leave_out(view, by=coordinator, why=WHY)
    meeting_actions.set_item_rule(view.note.item, RecordRule.CONFIDENTIAL, by=facilitator)
    again = Minutes.objects.get(pk=minutes.pk)
    assert {built.left_out for built in copies(again).values()} == {""}


def test_ov5_the_view_is_forgotten_in_time_and_the_copies_still_say_so(minutes, view, coordinator):
    actions.leave_out(view, by=coordinator, why=WHY)
    forget_drafts()
    assert LeftOut.objects.get().text != ""
    Minutes.objects.filter(pk=minutes.pk).update(agreed_at=timezone.now() - dt.timedelta(days=31))
    forget_drafts()
    row = LeftOut.objects.get()
    assert row.text == "" and {built.left_out for built in copies(minutes).values()} == {ONE}
    with pytest.raises(ValidationError):
        actions.put_back(row, by=coordinator)


def test_a_slip_of_the_hand_is_taken_out_before_the_first_check_and_not_after(minutes, facilitator, coordinator):
    slip, other = View.objects.filter(note__minutes=minutes)
    key = slip.pk
    actions.remove_view(slip, by=facilitator)
    assert not View.objects.filter(pk=key).exists()
    assert Revision.objects.get(place=f"view:{key}").text == slip.text
    actions.send_to_check(minutes, by=facilitator)
    actions.back_to_writing(minutes, by=facilitator)
    for by in (facilitator, coordinator):
        with pytest.raises(ValidationError):
            actions.remove_view(View.objects.get(pk=other.pk), by=by)
    assert View.objects.filter(pk=other.pk).exists()


def test_what_was_agreed_does_not_go_with_its_views(minutes, facilitator, coordinator):
    note = minutes.consensus_notes.get()
    before = minutes.revision
    with pytest.raises(ValidationError):
        actions.remove_consensus(note, by=facilitator)
    minutes.refresh_from_db()
    assert note.views.count() == 2 and minutes.revision == before
    for view in note.views.all():
        actions.leave_out(view, by=coordinator, why=WHY)
    actions.remove_consensus(note, by=facilitator)
    assert not ConsensusNote.objects.exists()
    assert {built.left_out for built in copies(minutes).values()} == {SOME}
    with pytest.raises(ValidationError):
        actions.put_back(LeftOut.objects.first(), by=coordinator)


def test_public_notes_lose_no_view(minutes, view, facilitator, coordinator):
    issue(minutes, facilitator, coordinator)
    with pytest.raises(StaleState):
        actions.leave_out(view, by=coordinator, why=WHY)
    assert View.objects.filter(pk=view.pk).exists() and not LeftOut.objects.exists()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_who_leave_one_view_out_at_once_leave_it_out_once(committed):  # noqa: F811
    group = factories.group()
    facilitator, coordinator = factories.person("Tomasz Lis"), factories.person("Dilys Harte")
    factories.membership(group, facilitator, "facilitator")
    factories.membership(group, coordinator, "coordinator")
    notes = factories.clean_notes(factories.meeting(group, facilitator, days=-7, state="held"), facilitator)
    key = View.objects.filter(note__minutes=notes).first().pk

    def leave_out():
        return actions.leave_out(View.objects.get(pk=key), by=coordinator, why=WHY)

    results = at_once(leave_out, leave_out)
    assert sum(isinstance(result, LeftOut) for result in results) == 1
    assert all(isinstance(result, (LeftOut, StaleState, View.DoesNotExist)) for result in results)
    assert LeftOut.objects.count() == 1 and len(entries("view.left_out")) == 1


def test_the_pages_offer_what_may_be_done_with_a_view(minutes, view, facilitator, coordinator):
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    item = reverse("minutes:item", args=[*here, view.note.item_id])
    remove, leave = (reverse(f"minutes:view-{what}", args=[*here, view.pk]) for what in ("remove", "leave-out"))

    def offered(person, path=item):
        client = Client()
        client.force_login(person)
        words = client.get(path).content.decode()
        return remove in words, leave in words

    assert offered(facilitator) == offered(coordinator) == (True, False)
    actions.send_to_check(minutes, by=facilitator)
    assert (offered(facilitator), offered(coordinator)) == ((False, False), (False, True))
    check = reverse("minutes:check", args=here)
    assert (offered(facilitator, check), offered(coordinator, check)) == ((False, False), (False, True))
    client = Client()
    client.force_login(coordinator)
    assert "Say in one sentence why it is left out" in client.post(leave, {"why": ""}).content.decode()
    answer = client.post(leave, {"why": "Priya would be known."}).content.decode()
    assert "could tell who somebody is" in answer and "Priya would be known." in answer
    client.post(leave, {"why": WHY})
    for path in (item, check):
        assert WHY in client.get(path).content.decode()
    client.post(reverse("minutes:view-put-back", args=[*here, view.pk]))
    assert View.objects.filter(pk=view.pk).exists()


# --- OV6: the window --------------------------------------------------------------------------------------------------
@pytest.fixture
def going_round(minutes, facilitator, coordinator, time_machine):
    """Notes that were signed on a Monday morning, with five working days to ask."""
    time_machine.move_to(dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC), tick=False)
    actions.send_to_check(minutes, by=facilitator)
    now = timezone.now()
    ends = working_days_after(now, 5)
    Minutes.objects.filter(pk=minutes.pk).update(state=State.CIRCULATED, circulated_at=now, window_ends=ends)
    minutes.refresh_from_db()
    return minutes


def test_ov6_a_coordinator_ends_the_time_sooner_with_a_reason_and_every_link_says_so(going_round, coordinator, client):
    assert {days: end.day for days, end in actions.sooner_ends(going_round).items()} == {2: 3, 3: 4, 4: 5}
    actions.shorten(going_round, by=coordinator, days=2, why="The board meets on Friday.")
    assert going_round.window_ends == working_days_after(going_round.circulated_at, 2)
    assert entries("window.shortened") == [
        {"role": "coordinator", "meeting": going_round.meeting_id, "rule": "OV6", "days": 2,
         "why": "The board meets on Friday."}
    ]  # fmt: skip
    token = links.token(LOOK, going_round.meeting.attendances.first())
    assert "Wednesday 3\u00a0March" in client.get(reverse("minutes:look", args=[token])).content.decode()


@pytest.mark.parametrize("days", [0, 1, -3, 5, 6, "2", None])
def test_ov6_never_under_two_working_days_and_never_later(days, going_round, coordinator):
    ends = going_round.window_ends
    with pytest.raises(StaleState):
        actions.shorten(going_round, by=coordinator, days=days, why="Because.")
    going_round.refresh_from_db()
    assert going_round.window_ends == ends and entries("window.shortened") == []


def test_ov6_an_end_that_is_over_is_not_on_offer(going_round, time_machine):
    time_machine.move_to(dt.datetime(2027, 3, 4, 9, tzinfo=dt.UTC), tick=False)
    assert list(actions.sooner_ends(going_round)) == [3, 4]


def test_ov6_who_may_and_with_which_reason(going_round, facilitator, member, coordinator):
    for by in (facilitator, member):
        with pytest.raises(PermissionDenied):
            actions.shorten(going_round, by=by, days=2, why="Because.")
    for why in ("", "Priya asked for it."):
        with pytest.raises(ValidationError):
            actions.shorten(going_round, by=coordinator, days=2, why=why)
    assert entries("window.shortened") == []


def test_ov6_the_page_offers_the_days_and_asks_why(going_round, coordinator):
    client, here = Client(), [going_round.meeting.group.slug, going_round.meeting.slug]
    client.force_login(coordinator)
    path = reverse("minutes:window", args=here)
    assert path in client.get(reverse("minutes:check", args=here)).content.decode()
    words = client.post(path, {"days": "", "why": ""}).content.decode()
    assert "Pick a day" in words and "Say in one sentence why it must be sooner" in words
    client.post(path, {"days": "3", "why": "The board meets on Friday."})
    going_round.refresh_from_db()
    assert going_round.window_ends.day == 4


def test_nothing_of_an_override_is_in_a_copy(minutes, facilitator, coordinator):
    """The override log is not printed in any file."""
    view = minutes.consensus_notes.get().views.first()
    actions.leave_out(view, by=coordinator, why="A reason that stays inside.")
    for built in copies(minutes).values():
        assert "stays inside" not in files.dump(built)
