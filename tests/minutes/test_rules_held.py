"""Record rules that the code keeps without saying so: each test names the rule it holds (docs/record-rules.md)."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db import models as db
from django.forms import FileField, Form
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from coproduction.models import AuditEntry, Notice
from coproduction.tasks import sweep
from groups.models import JargonWord, RecordRule
from meetings import actions as meeting_actions
from meetings import cleaning
from meetings import forms as meeting_forms
from meetings.models import Attendance, Meeting, PassedOnView
from minutes import actions, attribution, checking, document, files, forms
from minutes.models import (
    Action,
    ActionUpdate,
    ConsensusNote,
    IssuedCopy,
    ItemOutcome,
    LeftOut,
    Minutes,
    Objection,
    Point,
    Revision,
    Settlement,
    View,
)
from minutes.periodic import make_what_was_asked_for
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

State = Minutes.State


def check(minutes, facilitator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()


def sign(minutes, facilitator, coordinator):
    check(minutes, facilitator)
    actions.sign(minutes, by=coordinator, revision=minutes.revision)


def issue(minutes, facilitator, coordinator):
    """Take notes to both copies and return their documents by audience."""
    sign(minutes, facilitator, coordinator)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    return {c.audience: document.from_json(c.document) for c in minutes.copies.in_reach()}


def copies(minutes):
    """Return what both copies would say now, as JSON text, by audience."""
    minutes.meeting.refresh_from_db()
    names = actions.listed_names(minutes)
    return {a: files.dump(document.build(minutes, a, names=names)) for a in (document.GROUP, document.PUBLIC)}


def held_under(rule, group, facilitator, *, came=(), days=-7):
    held = factories.meeting(group, facilitator, days=days, state="held", rule=rule)
    factories.came(held, came)
    return factories.clean_notes(held, facilitator)


# --- DC: what is captured ---------------------------------------------------------------------------------------------
def test_no_row_of_the_notes_has_room_for_a_speaker_or_a_count():
    """DC1, DC5."""
    kept = {
        Point: {"id", "minutes", "item", "position", "kind", "text", "version"},
        ConsensusNote: {
            "id", "minutes", "item", "position", "question", "outcome", "text", "care", "no_other_views", "version",
            "views",
        },
        View: {"id", "note", "position", "text", "place", "how", "version"},
        ItemOutcome: {"id", "minutes", "item", "no_other_views", "private_sentence", "left", "version"},
        ActionUpdate: {"id", "action", "day", "state", "words"},
        LeftOut: {"id", "minutes", "item", "note", "text", "why"},
        Revision: {"id", "minutes", "place", "text", "at"},
        PassedOnView: {"id", "meeting", "item", "text", "state"},
        Objection: {"id", "minutes", "kind", "text", "settled_at", "answer"},
    }  # fmt: skip
    assert {model: {f.name for f in model._meta.get_fields()} for model in kept} == kept


def test_no_form_for_notes_asks_who_spoke_or_how_many():
    """DC1, DC5."""
    asked = {
        forms.AddForm: {"key", "kind", "text"},
        forms.PointForm: {"kind", "text", "version"},
        forms.ConsensusForm: {"question", "outcome", "text", "care", "no_other_views", "version"},
        forms.ViewForm: {"key", "text"},
        forms.PlaceForm: {"place", "how"},
        forms.QuoteForm: {"how", "said_on"},
        forms.LeaveOutForm: {"why"},
        forms.PrivateForm: {"private_sentence"},
        forms.ObjectionForm: {"key", "kind", "text"},
        meeting_forms.PassOnForm: {"request_key", "item", "text"},
    }
    assert {form: set(form.base_fields) for form in asked} == asked


def test_typing_leaves_nobody_in_the_audit_and_nobody_at_a_wording(minutes, facilitator):
    """DC2."""
    before = list(AuditEntry.objects.values_list("event", flat=True))
    point = factories.point(minutes, facilitator, "Lifts home cost too much.")
    actions.change_point(point, by=facilitator, version=1, kind="noted", text="Lifts home cost a lot.")
    point.refresh_from_db()
    actions.move_point(point, up=True, by=facilitator)
    actions.remove_point(point, by=facilitator)
    note = factories.consensus(minutes, facilitator, "We will ask again.")
    actions.change_consensus(note, by=facilitator, version=1, text="We will ask in May.")
    actions.add_view(note, by=facilitator, key=uuid.uuid4(), text="It is too late.")
    actions.place_view(note.views.get(), by=facilitator, place=View.Place.RECORDED)
    actions.remove_view(note.views.get(), by=facilitator)
    actions.remove_consensus(note, by=facilitator)
    row = factories.action(minutes, facilitator, "Ask for a timetable.")
    actions.change_action(row, by=facilitator, version=1, text="Ask for a new timetable.")
    actions.remove_action(row, by=facilitator)
    actions.set_outcome(minutes, factories.topic(minutes.meeting), by=facilitator, no_other_views=True)
    assert list(AuditEntry.objects.values_list("event", flat=True)) == before
    assert Revision.objects.filter(minutes=minutes).count() >= 5


def test_the_sweep_forgets_earlier_wordings_needs_and_old_copies(minutes, settings):
    """DC3, LC6, LC4: what is due is found by the sweep itself, not by somebody who remembers."""
    long_ago = timezone.now() - dt.timedelta(days=91)
    Meeting.objects.filter(pk=minutes.meeting_id).update(starts=long_ago - dt.timedelta(hours=2), ends=long_ago)
    Revision.objects.create(minutes=minutes, place="point:1", text="Priya said it.")
    minutes.meeting.attendances.update(needs="A seat near the door.")
    kept = {"minutes": minutes, "audience": "group", "issued_on": timezone.localdate(), "document": {}}
    for version, taken_back in ((1, long_ago), (2, None)):
        IssuedCopy.objects.create(**kept, version=version, taken_back=taken_back)
    settings.PDF_APART = False
    sweep()
    assert Revision.objects.count() == 0
    assert not Attendance.objects.exclude(needs="").exists()
    assert [copy.version for copy in IssuedCopy.objects.all()] == [2]


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_needs_are_kept_for_ninety_days_after_the_meeting(days, kept, held):
    """LC6."""
    from meetings.periodic import forget_needs

    ends = timezone.now() - dt.timedelta(days=days)
    Meeting.objects.filter(pk=held.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
    held.attendances.update(needs="A seat near the door.")
    forget_needs()
    assert held.attendances.exclude(needs="").exists() is kept


def every_form(kind=Form):
    for form in kind.__subclasses__():
        yield form
        yield from every_form(form)


PAPERS = {"PaperFileForm", "PaperForm", "GuestPaperForm"}


def test_nothing_can_be_attached_to_notes():
    """DC6: no recording, no photo of a whiteboard, no log of a chat. Papers come before a meeting, and are cleaned."""
    ours = ("coproduction", "groups", "meetings", "minutes", "principles")
    fields = [f for model in apps.get_models() if model._meta.app_label in ours for f in model._meta.get_fields()]
    assert len(fields) > 150
    assert [f for f in fields if isinstance(f, db.FileField)] == []
    asked = [form for form in every_form() if any(isinstance(f, FileField) for f in form.base_fields.values())]
    assert forms.AddForm in every_form()
    assert {form.__name__ for form in asked if form.__module__.split(".")[0] in ours} == PAPERS
    assert not set(cleaning.KINDS) & {"mp3", "mp4", "wav", "webm", "txt"}


# --- RM: what the rule of an item does to the whole -------------------------------------------------------------------
@pytest.mark.parametrize("rule", [RecordRule.ON_RECORD, RecordRule.NAMES_LISTED])
def test_one_item_under_the_rule_takes_names_and_numbers_out_of_the_whole_file(rule, group, facilitator):
    """RM7."""
    minutes = held_under(rule, group, facilitator, came=factories.NAMES + ["Sunil Bhatt", "Olu Adeyemi"])
    minutes.meeting.attendances.update(may_list=True)
    open_copies = copies(minutes)
    assert "Priya Nand" in open_copies["group"] and "About 10 people" in open_copies["group"]
    meeting_actions.add_item(
        minutes.meeting, by=facilitator, title="Buses", minutes=5, record_rule=RecordRule.CHATHAM_HOUSE
    )
    for said in copies(minutes).values():
        assert "About 10 people" not in said and not any(name in said for name in factories.NAMES)
        assert "Chatham House Rule" in said


def test_a_private_item_alone_does_not_change_what_the_rest_may_show(group, facilitator):
    """RM7: it shows nothing of its own."""
    minutes = held_under(RecordRule.NAMES_LISTED, group, facilitator, came=factories.NAMES)
    meeting_actions.add_item(minutes.meeting, by=facilitator, title="Hm", minutes=5, record_rule="confidential")
    for said in copies(minutes).values():
        assert "Fewer than 10 people" in said and '"rule": "names_listed"' in said


@pytest.mark.parametrize(
    ("rule", "in_group", "in_public"),
    [
        (RecordRule.ON_RECORD, {"Priya Nand"}, {"Priya Nand"}),
        (RecordRule.NAMES_LISTED, {"Priya Nand"}, set()),
        (RecordRule.CHATHAM_HOUSE, set(), set()),
    ],
)
def test_a_copy_lists_those_who_said_yes_where_the_rule_lists_anybody(rule, in_group, in_public, group, facilitator):
    """The table of rules: office-holders and those who said yes in both copies, in the group's alone, in none."""
    minutes = held_under(rule, group, facilitator, came=factories.NAMES)
    minutes.meeting.attendances.filter(called="Priya Nand").update(may_list=True)
    shown = copies(minutes)
    for audience, wanted in (("group", in_group), ("public", in_public)):
        assert {name for name in factories.NAMES if name in shown[audience]} == wanted


def test_nothing_written_in_a_private_item_is_in_any_copy_but_its_one_sentence(group, facilitator, coordinator):
    """RM4: also what was written before the item was made private."""
    minutes = held_under(RecordRule.CHATHAM_HOUSE, group, facilitator, came=factories.NAMES)
    item = factories.topic(minutes.meeting)
    fields = {"blurb": "Hidden blurb.", "can_decide": "Hidden scope.", "cannot_decide": "Hidden too."}
    type(item).objects.filter(pk=item.pk).update(**fields)
    factories.point(minutes, facilitator, "Hidden and agreed.", kind=Point.Kind.AGREED)
    JargonWord.objects.create(group=group, word="fridge", meaning="Hidden meaning.")
    actions.set_outcome(minutes, item, by=facilitator, private_sentence="We will write back.", no_other_views=True)
    meeting_actions.set_item_rule(item, RecordRule.CONFIDENTIAL, by=facilitator)
    factories.point(minutes, facilitator, "The hall is warm.", item=minutes.meeting.items.get(kind="open_space"))
    issued = issue(minutes, facilitator, coordinator)
    private = [line for line in issued["group"].items if line.title == "The first day home"]
    assert private == [document.Item(title="The first day home", note="We will write back.")]
    for said in map(files.dump, issued.values()):
        for words in ("Hidden", "empty fridge", "first-day card", "not enough", "first try", "letters by noon"):
            assert words not in said
    assert "The first day home" not in files.dump(issued["public"])
    assert issued["public"].private_items == "One item was confidential."


def test_a_body_may_be_named_in_an_item_on_the_record_and_stops_the_notes_in_another(group, facilitator, coordinator):
    """RM5, test 9: the presenter's body on the first item only."""
    minutes = held_under(RecordRule.CHATHAM_HOUSE, group, facilitator, came=factories.NAMES)
    factories.organisation(group)
    item, other = factories.topic(minutes.meeting), minutes.meeting.items.get(kind="open_space")
    factories.under(RecordRule.ON_RECORD, item)
    said = "Wendle Hospital Trust explained the new clinic."
    factories.point(minutes, facilitator, said, item=item)
    assert not any(m.stops for m in checking.find(minutes))
    stopped = factories.point(minutes, facilitator, said, item=other)
    assert [m.place.key for m in checking.find(minutes) if m.stops] == [f"point:{stopped.pk}:text"]
    actions.remove_point(stopped, by=facilitator)
    issued = issue(minutes, facilitator, coordinator)
    for built in issued.values():
        holders = [i.title for i in built.items if any(said in p.points for p in i.passages)]
        assert holders == [item.title]


# --- SN: small numbers ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (1, "Fewer than 10 people took part."), (9, "Fewer than 10 people took part.")]
    + [(n, f"About {about} people took part.") for n, about in ((10, 10), (12, 10), (13, 15), (17, 15), (18, 20))],
)
def test_numbers_are_said_in_bands(number, words):
    """SN2."""
    assert document.band(number) == words


def roster_of(minutes, rows):
    """Put the same people in the register again, each with what `rows` says of them."""
    minutes.meeting.attendances.all().delete()
    for number, fields in enumerate(rows):
        yes = {"may_list": number < 2}
        factories.attendance(minutes.meeting, f"Person {'abcdefghijklmnop'[number]}", came=True, **yes, **fields)


@pytest.mark.parametrize("rule", [RecordRule.ON_RECORD, RecordRule.NAMES_LISTED])
def test_a_copy_tells_nothing_of_who_took_part_but_band_and_yes(rule, group, facilitator):
    """SN3, SN4, SN5 and test 4: four carers and twelve staff of one trust are the same as sixteen people."""
    minutes = held_under(rule, group, facilitator)
    roster_of(minutes, [{}] * 16)
    before = copies(minutes)
    assert "About 15 people took part." in before["group"] and "16 people" not in before["group"]
    trust = {"role": "staff", "organisation": "Wendle Hospital Trust", "how": "online"}
    roster_of(minutes, [{"role": "carer", "how": "room", "needs": "A ramp."}] * 4 + [trust] * 12)
    assert copies(minutes) == before
    roster_of(minutes, [{"role": "carer"}] * 6 + [{**trust, "organisation": f"Trust {n % 2}"} for n in range(10)])
    assert copies(minutes) == before


def test_the_band_of_the_first_copy_stands_in_all_later_ones(group, facilitator, coordinator):
    """SN9, test 21."""
    minutes = held_under(RecordRule.NAMES_LISTED, group, facilitator, came=[f"Anna {n}" for n in "abcdefghijklm"])
    first = issue(minutes, facilitator, coordinator)
    assert {built.took_part for built in first.values()} == {"About 15 people took part."}
    factories.came(minutes.meeting, [f"Late {n}" for n in "abcdefghij"])
    actions.correct(minutes, by=coordinator, kind=Minutes.Correction.WORDING)
    second = issue(minutes, facilitator, coordinator)
    assert {(built.version, built.took_part) for built in second.values()} == {(2, "About 15 people took part.")}


# --- AO: who does it --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shown_as", "words"),
    [
        (Action.Shown.VOLUNTEER, "A volunteer from the group"),
        (Action.Shown.GROUP, "The group"),
        (Action.Shown.CONTACT, "The group’s coordinator"),
        (Action.Shown.FEEDBACK, "Someone from the group will report"),
    ],
)
def test_a_copy_says_who_in_the_words_chosen_whoever_leads(shown_as, words, minutes, facilitator, coordinator):
    """AO2, AO4, AO7: also when the coordinator leads it herself."""
    minutes.meeting.group.refresh_from_db()
    row = minutes.actions.get()
    hers = factories.attendance(minutes.meeting, coordinator.called, came=True, person=coordinator)
    said = []
    for lead in (None, hers, minutes.meeting.attendances.get(called="Priya Nand")):
        Action.objects.filter(pk=row.pk).update(lead=lead, shown_as=shown_as)
        row.helpers.set(minutes.meeting.attendances.filter(called="Colin Webb"))
        said.append(copies(minutes))
        assert [line.who for line in document.build(minutes, document.PUBLIC).actions] == [words]
    assert said[0] == said[1] == said[2]


def test_an_action_is_shown_without_names_until_somebody_chooses_other_words():
    """AO2: the default."""
    assert Action._meta.get_field("shown_as").default == Action.Shown.VOLUNTEER


def test_the_role_a_copy_names_stands_on_the_groups_public_page(minutes, client):
    """AO4."""
    group = minutes.meeting.group
    group.contact_role = "the office in Mill Street"
    group.save(update_fields=["contact_role"])
    minutes.actions.update(shown_as=Action.Shown.CONTACT)
    assert document.build(minutes, document.PUBLIC).actions[0].who == "The office in Mill Street"
    assert "the office in Mill Street" in client.get(group.get_absolute_url()).content.decode()


def test_nobody_is_written_to_about_who_leads(minutes, facilitator, coordinator):
    """AO6: no message tells of a lead, so none reaches anybody but them."""
    hers = factories.attendance(minutes.meeting, "Ines Duarte", came=True, email="ines@people.example")
    row = minutes.actions.get()
    actions.change_action(row, by=facilitator, version=row.version, lead=hers, text=row.text)
    actions.progress(row, by=facilitator, state=Action.State.STARTED)
    assert Notice.objects.count() == 0


# --- RC: whom and what the check looks for ----------------------------------------------------------------------------
@pytest.fixture
def known(minutes, facilitator):
    """Notes of a meeting with everybody in its register that there can be."""
    minutes.meeting.attendances.all().delete()
    for called, fields in {
        "Came Ashdown": {"came": True, "email": "came.a@people.example", "phone": "01632 960 777"},
        "Booked Birtles": {"booking": "coming"},
        "Sorry Calloway": {"booking": "apologies"},
        "Cancelled Dunnock": {"booking": "cancelled"},
        "Guest Elphick": {"came": True, "role": "pharmacist", "organisation": "Millbrook Practice"},
    }.items():
        factories.attendance(minutes.meeting, called, **fields)
    group = minutes.meeting.group
    for called, dates in {"Member Fothergill": {}, "Former Gadsby": {"end": timezone.localdate()}}.items():
        factories.membership(group, factories.person(called), "member", **dates)
    factories.attendance(minutes.meeting, "F", came=True, person=factories.person("Account Hartigan"))
    factories.organisation(group, "Salt Row Practice", "SRP")
    return minutes


@pytest.mark.parametrize(
    ("text", "rule"),
    [(f"The bus was what {name} wanted.", "RC1") for name in
     ("Ashdown", "Birtles", "Calloway", "Dunnock", "Elphick", "Fothergill", "Gadsby", "Hartigan")]
    + [("Write to came.a@people.example.", "RC13"), ("Ring 01632 960777.", "RC13")]
    + [("The pharmacist felt it was slow.", "RC6"), ("Millbrook Practice felt it was slow.", "RC2")]
    + [("Salt Row Practice felt it was slow.", "RC2"), ("SRP felt it was slow.", "RC2")],
)  # fmt: skip
def test_everybody_of_the_register_and_the_group_stops_the_notes(text, rule, known, facilitator):
    """RC1, RC2, RC6, RC13: participants, apologies, bookers, members, guests, bodies, addresses and numbers."""
    point = factories.point(known, facilitator, text)
    here = [m.finding.rule for m in checking.find(known) if m.stops and m.place.key == f"point:{point.pk}:text"]
    assert rule in here
    assert any("Things that must change" in reason for reason in actions.missing(known))


@pytest.mark.parametrize("field", ["venue", "town"])
def test_a_name_in_where_it_was_stops_the_notes_until_somebody_settles_it(field, minutes, facilitator, coordinator):
    """RC1, F14: the place stands in the copies, so it is read like the rest of them."""
    Meeting.objects.filter(pk=minutes.meeting.pk).update(**{field: "Priya Nand’s kitchen"})
    minutes.meeting.refresh_from_db()
    check(minutes, facilitator)
    found = [m for m in checking.find(minutes) if m.stops]
    assert [m.place.key for m in found] == [f"meeting:{minutes.meeting.pk}:{field}"]
    with pytest.raises(actions.NotReady):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    client = Client()
    client.force_login(coordinator)
    assert "kitchen" in client.get(reverse("minutes:check", args=here)).content.decode()
    place = found[0].place
    actions.change_words(minutes, place.key, digest=place.digest, text="Millbeck Hall", by=coordinator)
    minutes.meeting.refresh_from_db()
    assert actions.missing(minutes) == []


def test_a_name_in_a_hard_word_or_where_the_next_meeting_is_stops_the_notes_until_it_is_settled(
    minutes, facilitator, coordinator
):
    """RC1, F14: what a copy adds to the notes is read like the notes."""
    group = minutes.meeting.group
    JargonWord.objects.create(group=group, word="fridge", meaning="Ask Priya Nand for one.")
    JargonWord.objects.create(group=None, word="card", meaning="Colin has them.")
    JargonWord.objects.create(group=group, word="zebra", meaning="Not said here, Priya Nand.")
    coming = factories.meeting(group, facilitator, days=30, town="Priya’s town")
    check(minutes, facilitator)
    found = {m.place.key.partition(":")[0] + str(m.place.fixed): m for m in checking.find(minutes) if m.stops}
    assert sorted(found) == ["nextTrue", "wordFalse", "wordTrue"]
    with pytest.raises(actions.NotReady):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)
    own = found["wordFalse"].place
    actions.change_words(minutes, own.key, digest=own.digest, text="A cold cupboard.", by=coordinator)
    assert JargonWord.objects.get(word="fridge").meaning == "A cold cupboard."
    for kind in ("nextTrue", "wordTrue"):
        place = found[kind].place
        with pytest.raises(StaleState):
            actions.change_words(minutes, place.key, digest=place.digest, text="Else.", by=coordinator)
        reason = Settlement.Reason.OTHER_PERSON
        actions.settle(minutes, found[kind].key, by=coordinator, reason=reason)
    assert Meeting.objects.get(pk=coming.pk).town == "Priya’s town"
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)


@pytest.mark.parametrize(("number", "stops"), [(4, True), (5, False)])
def test_some_people_is_a_number_where_fewer_than_five_came(number, stops, group, facilitator):
    """SN7."""
    minutes = held_under(RecordRule.CHATHAM_HOUSE, group, facilitator, came=factories.NAMES[:number])
    factories.point(minutes, facilitator, "Some people were tired of the stairs.")
    assert [m.finding.rule for m in checking.find(minutes) if m.stops] == ["RC14"] * stops


def test_a_view_that_waits_cannot_be_copied_into_the_notes_by_hand(minutes, facilitator):
    """RC12: its own button takes it in, and then it is kept nowhere else."""
    said = "The bus to the clinic should wait for the last patient."
    passed_on = PassedOnView.objects.create(meeting=minutes.meeting, text=said)
    factories.point(minutes, facilitator, f"It was said: {said}")
    (stop,) = [m for m in checking.find(minutes) if m.stops]
    assert (stop.finding.rule, stop.finding.kind) == ("RC12", "quote")
    minutes.points.filter(text__startswith="It was said").delete()
    actions.take_passed_on(minutes, passed_on, by=facilitator, item=factories.topic(minutes.meeting))
    assert [m for m in checking.find(minutes) if m.stops] == []


def test_an_ordinary_place_stops_nothing_and_its_postcode_may_stand(minutes, facilitator, coordinator):
    """The group copy shows the place: only a name, or a way to reach somebody, is looked for there."""
    factories.attendance(minutes.meeting, "Will Mill", came=True)
    minutes.meeting.group.sensitive = True
    minutes.meeting.group.save(update_fields=["sensitive"])
    Meeting.objects.filter(pk=minutes.meeting.pk).update(venue="Ward House, Mill Street, AB1 2DE", town="Wendleby")
    minutes.meeting.refresh_from_db()
    assert [m for m in checking.find(minutes) if m.place.key.startswith("meeting:") and m.stops] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Claire Ostrander runs the desk there.", "RC3"),
        ("A carer said that mornings are hard.", "RC4"),
        ("It was said that she waits for hours.", "RC5"),
        ("Her husband cannot drive.", "RC7"),
        ("A carer joined in May.", "RC9"),
        ("A carer of Salt Street was there.", "RC10"),
        ("A carer came at 6.30pm.", "RC15"),
    ],
)
def test_traces_of_one_person_are_seen_and_block_where_the_topic_is_rare(text, rule):
    """RC3 to RC5, RC7, RC9, RC10, RC15 and RC18."""
    quiet = attribution.check(text, attribution.Roster())
    assert {f.level for f in quiet} <= {"hint"}
    found = attribution.check(text, attribution.Roster(), sensitive=True)
    assert (rule, "block") in {(f.rule, f.level) for f in found}


# --- F: the file ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sensitive", "audience", "stem", "met"),
    [
        (False, "group", "2026-09-17-group-v1", "17 September 2026"),
        (False, "public", "2026-09-17-public-v1", "17 September 2026"),
        (True, "group", "2026-09-17-group-v1", "17 September 2026"),
        (True, "public", "2026-09-public-v1", "September 2026"),
    ],
)
def test_the_name_and_the_title_of_a_file_say_group_and_date(sensitive, audience, stem, met, group, facilitator):
    """F2, F3 and the table of audiences: month and year alone where the topic is rare."""
    group.sensitive = sensitive
    group.save(update_fields=["sensitive"])
    starts = dt.datetime(2026, 9, 17, 18, tzinfo=timezone.get_default_timezone())
    held = factories.meeting(group, facilitator, starts=starts, state="held")
    built = document.build(factories.clean_notes(held, facilitator), audience)
    assert files.file_name(built) == f"home-from-hospital-notes-{stem}.pdf"
    assert built.title == f"Home from hospital: notes, {met}"
    assert ("17" in built.met, "Millbeck" in built.met) == (audience == "group" or not sensitive, audience == "group")
    assert built.language == "en-GB"


def plant(old, new):
    honest = files.print_html

    def planted(document, **options):
        html = honest(document, **options)
        assert old in html
        return html.replace(old, new, 1)

    return planted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</body>", '<p style="color: #fff">Priya Nand</p></body>'),
        ("</body>", '<p><a href="/people/priya">the list</a></p></body>'),
        ("<title>", '<meta name="author" content="Priya Nand"><title>'),
        ("</body>", "<h2>Priya Nand</h2></body>"),
    ],
    ids=["white text", "relative link", "author", "heading"],
)
def test_a_template_gone_wrong_makes_no_file_and_no_signature(old, new, minutes, facilitator, coordinator, monkeypatch):
    """F14, test 14."""
    check(minutes, facilitator)
    with monkeypatch.context() as patch:
        patch.setattr(files, "print_html", plant(old, new))
        with pytest.raises(actions.NotReady):
            actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CHECKING
    assert not minutes.sign_offs.exists() and not IssuedCopy.objects.exists()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)


def test_a_name_that_comes_in_by_the_hard_words_makes_no_copy_and_the_coordinator_reads_where(
    minutes, facilitator, coordinator
):
    """F14: what no check of the notes reads is read in the finished file."""
    sign(minutes, facilitator, coordinator)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    JargonWord.objects.create(group=minutes.meeting.group, word="fridge", meaning="Ask Priya Nand for one.")
    client, here = Client(), [minutes.meeting.group.slug, minutes.meeting.slug]
    client.force_login(coordinator)
    client.post(reverse("minutes:agree", args=here))
    make_what_was_asked_for()
    page = client.get(reverse("minutes:making", args=[*here, "agree"])).content.decode()
    assert "Priya" in page and "fridge" in page
    assert not IssuedCopy.objects.exists()
    minutes.refresh_from_db()
    assert minutes.state == State.CIRCULATED


def test_the_group_copy_is_found_by_no_search_and_kept_by_nobody(minutes, facilitator, coordinator, member):
    """F15."""
    issue(minutes, facilitator, coordinator)
    client, here = Client(), [minutes.meeting.group.slug, minutes.meeting.slug]
    client.force_login(member)
    for name in ("group-copy", "group-pdf"):
        response = client.get(reverse(f"minutes:{name}", args=here))
        assert response.status_code == 200
        assert response["X-Robots-Tag"] == "noindex" and response["Cache-Control"] == "private, no-store"
        assert Client().get(reverse(f"minutes:{name}", args=here)).status_code == 302
    public = Client().get(reverse("minutes:public", args=here))
    assert public.status_code == 200 and "X-Robots-Tag" not in public


@pytest.mark.parametrize("kind", Minutes.Correction)
def test_a_corrected_copy_says_the_kind_of_thing_and_never_the_words(kind, minutes, facilitator, coordinator):
    """F16, LC4."""
    issue(minutes, facilitator, coordinator)
    actions.correct(minutes, by=coordinator, kind=kind)
    point = minutes.points.first()
    old = point.text
    actions.change_point(point, by=facilitator, version=point.version, kind=point.kind, text="The fridge was bare.")
    minutes.refresh_from_db()
    for built in issue(minutes, facilitator, coordinator).values():
        assert built.corrected == f"This version corrects {kind.label}."
        assert built.corrected in files.text(built) and old not in files.dump(built)


# --- LC and OV: the way -----------------------------------------------------------------------------------------------
def test_the_four_questions_must_all_be_answered_the_safe_way():
    """LC1."""
    answers = {"revision": 1, "q1": "no", "q2": "no", "q3": "no", "q4": "yes"}
    assert forms.SignForm(answers).is_valid()
    for name in ("q1", "q2", "q3", "q4"):
        other = {"no": "yes", "yes": "no"}[answers[name]]
        assert set(forms.SignForm({**answers, name: other}).errors) == {name}
        assert set(forms.SignForm({**answers, name: ""}).errors) == {name}


def test_the_window_is_five_working_days_and_never_under_two(group):
    """LC1, OV6."""
    assert group.window_days == 5
    with pytest.raises(IntegrityError):
        type(group).objects.filter(pk=group.pk).update(window_days=1)


@pytest.mark.parametrize("state", [State.CIRCULATED, State.AGREED])
def test_an_edit_after_the_signature_is_a_coordinators_and_begins_the_check_again(
    state, minutes, facilitator, coordinator
):
    """LC2."""
    sign(minutes, facilitator, coordinator)
    if state == State.AGREED:
        Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
        minutes.refresh_from_db()
        actions.agree(minutes, by=coordinator)
    with pytest.raises(PermissionDenied):
        factories.point(minutes, facilitator, "Something else.")
    minutes.refresh_from_db()
    assert minutes.state == state
    factories.point(minutes, coordinator, "Something else.")
    minutes.refresh_from_db()
    assert minutes.state == State.WRITING
    assert not minutes.sign_offs.filter(revision=minutes.revision).exists()


@pytest.mark.parametrize("what", ["theme", "title", "blurb", "rule"])
def test_another_word_on_the_agenda_after_the_signature_stops_the_copy(what, minutes, facilitator, coordinator):
    """LC2: what the copies take from the plan of the meeting was signed as well."""
    sign(minutes, facilitator, coordinator)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    item = factories.topic(minutes.meeting)
    if what == "theme":
        Meeting.objects.filter(pk=minutes.meeting.pk).update(theme="Another question?")
    elif what == "rule":
        meeting_actions.set_item_rule(item, RecordRule.CONFIDENTIAL, by=facilitator)
    else:
        words = {"title": item.title, "blurb": item.blurb, what: "Other words"}
        meeting_actions.change_item(item, by=facilitator, record_rule=item.record_rule, **words)
    again = Minutes.objects.get(pk=minutes.pk)
    with pytest.raises(actions.NotReady):
        actions.agree(again, by=coordinator)
    assert not IssuedCopy.objects.exists()


def test_a_meeting_entered_afterwards_goes_all_the_way_and_back_without_a_message(
    group, facilitator, coordinator, member, mailoutbox
):
    """LC5."""
    starts = factories.moment(-7)
    held = meeting_actions.plan(
        group, by=facilitator, theme="What would help?", who_for="anyone.", starts=starts,
        ends=starts + dt.timedelta(hours=2), town="Wendleby", record_rule=group.record_rule, entered_afterwards=True,
    )  # fmt: skip
    assert held.state == Meeting.State.HELD
    meeting_actions.add_item(held, by=facilitator, title="The first day home", minutes=30)
    factories.came(held, email="somebody@people.example")
    minutes = factories.clean_notes(held, facilitator)
    sign(minutes, facilitator, coordinator)
    assert minutes.state == State.AGREED
    actions.publish(minutes, by=coordinator)
    sweep()
    actions.withdraw(minutes, by=coordinator)
    sweep()
    assert mailoutbox == [] and not Notice.objects.exists()
