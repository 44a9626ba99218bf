"""The record rule of a meeting: where it comes from, where it is shown, and that it never loosens."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.access import StaleState
from groups.models import Group, RecordRule
from meetings import actions, forms, guards
from meetings.apps import guard
from meetings.models import AgendaItem, Meeting
from minutes import actions as notes
from minutes import document, files
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

READ_OUT = (
    "We use the Chatham House Rule for this part. You can share what was said. Please do not say who said it, who was "
    "here, or which organisation they are from. If someone is at risk of serious harm we may have to tell someone. We "
    "will say so first if we can."
)
BEGUN = {
    "under way": {"state": Meeting.State.UNDER_WAY, "days": 1},
    "over": {"state": Meeting.State.HELD, "days": -1},
    "by the clock": {"state": Meeting.State.ANNOUNCED, "days": -1},
}


def page(path, person=None):
    client = Client()
    if person:
        client.force_login(person)
    return " ".join(client.get(path).content.decode().split())


# --- where it comes from ----------------------------------------------------------------------------------------------
def test_a_group_a_meeting_and_its_items_start_with_the_chatham_house_rule(group, facilitator):
    assert group.record_rule == RecordRule.CHATHAM_HOUSE
    meeting = factories.meeting(group, facilitator)
    actions.add_item(meeting, by=facilitator, title="Break", minutes=10, kind="break")
    assert {item.record_rule for item in meeting.items.all()} == {RecordRule.CHATHAM_HOUSE}


@pytest.mark.parametrize("rule", factories.RULES)
def test_a_meeting_is_planned_with_the_rule_of_its_group_and_items_start_with_the_meetings(rule, group, facilitator):
    group.record_rule = rule
    group.save(update_fields=["record_rule"])
    client = Client()
    client.force_login(facilitator)
    form = client.get(reverse("meetings:new", args=[group.slug])).context["form"]
    assert form.initial["record_rule"] == rule
    meeting = factories.meeting(group, facilitator, rule=rule)
    assert {item.record_rule for item in meeting.items.all()} == {rule}


def test_only_an_item_can_be_private(group, facilitator):
    assert RecordRule.CONFIDENTIAL not in dict(group.rules_on_offer)
    with pytest.raises(ValidationError):
        factories.meeting(group, facilitator, rule=RecordRule.CONFIDENTIAL)
    with pytest.raises(ValidationError):
        actions.set_rule(factories.meeting(group, facilitator), RecordRule.CONFIDENTIAL, by=facilitator)


@pytest.fixture
def board(db):
    """A committee that meets in public, and a facilitator of it."""
    group = factories.group("the-board", kind=Group.Kind.COMMITTEE, record_rule=RecordRule.ON_RECORD)
    person = factories.person("Tegwen Rowe")
    factories.membership(group, person, "facilitator")
    return group, person


def test_a_committee_that_meets_in_public_is_on_the_record_and_its_items_may_be_private(board):
    group, person = board
    meeting = factories.meeting(group, person)
    item = factories.topic(meeting)
    for rule in (RecordRule.NAMES_LISTED, RecordRule.CHATHAM_HOUSE):
        with pytest.raises(ValidationError):
            factories.meeting(group, person, days=20, rule=rule)
        with pytest.raises(ValidationError):
            actions.set_rule(meeting, rule, by=person)
        with pytest.raises(ValidationError):
            actions.set_item_rule(item, rule, by=person)
        with pytest.raises(ValidationError):
            actions.add_item(meeting, by=person, title="Buses", minutes=10, record_rule=rule)
    assert [value for value, _words in forms.item_rules(meeting)] == ["on_record", "confidential"]
    assert actions.set_item_rule(item, RecordRule.CONFIDENTIAL, by=person).record_rule == RecordRule.CONFIDENTIAL


def test_a_committee_with_another_rule_cannot_be_written_down(board):
    for kind in Group.IN_PUBLIC:
        with pytest.raises(IntegrityError, match="who_must_meet_in_public|CHECK"), transaction.atomic():
            Group.objects.filter(pk=board[0].pk).update(record_rule=RecordRule.CHATHAM_HOUSE, kind=kind)


@pytest.mark.parametrize("kind", Group.IN_PUBLIC)
def test_the_form_of_who_must_meet_in_public_says_why_it_has_one_rule(kind, board):
    """RM6."""
    Group.objects.filter(pk=board[0].pk).update(kind=kind)
    board[0].refresh_from_db()
    form = forms.MeetingForm(rules=board[0].rules_on_offer)
    assert [value for value, _words in form.fields["record_rule"].choices] == ["on_record"]
    assert "must meet in public" in str(form["record_rule"].help_text)


def test_the_form_of_other_groups_says_nothing_of_that(group):
    assert not forms.MeetingForm(rules=group.rules_on_offer)["record_rule"].help_text


# --- where it is shown ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", factories.RULES)
def test_the_rule_is_shown_in_lists_on_the_agenda_while_writing_and_on_every_copy(rule, group, facilitator):
    group.refresh_from_db()
    coming = factories.meeting(group, facilitator, rule=rule)
    held = factories.meeting(group, facilitator, days=-7, state="held", rule=rule)
    factories.came(held)
    badge = f"<span>{rule.label}</span>"
    start = reverse("minutes:notes", args=[group.slug, held.slug])
    assert badge in page(start, facilitator)
    minutes = factories.clean_notes(held, facilitator)
    for path in ("/", "/meetings/", coming.get_absolute_url(), held.get_absolute_url()):
        assert badge in page(path), path
    for path in (
        reverse("meetings:plan", args=[group.slug, coming.slug]),
        reverse("minutes:item", args=[group.slug, held.slug, factories.topic(held).pk]),
    ):
        assert badge in page(path, facilitator), path
    for audience in (document.GROUP, document.PUBLIC):
        built = document.build(minutes, audience)
        assert badge in files.html(built)
        assert f"\n{rule.label}\n" in files.text(built)
        assert built.statement == document.statement(rule, audience, document.contact_line(group))
        assert built.statement in files.text(built)


def test_the_page_of_a_group_shows_the_rule_of_its_next_meeting_when_it_is_another(group, facilitator):
    factories.meeting(group, facilitator, rule=RecordRule.ON_RECORD)
    assert "<span>On the record</span>" in page(group.get_absolute_url())


def test_an_item_with_another_rule_shows_it_on_the_agenda_and_while_it_is_written(group, facilitator):
    meeting = factories.meeting(group, facilitator, days=0, state="under_way", rule=RecordRule.NAMES_LISTED)
    item = actions.set_item_rule(factories.topic(meeting), RecordRule.CHATHAM_HOUSE, by=facilitator)
    notes.open_notes(meeting, by=facilitator)
    badge = "<span>Chatham House Rule</span>"
    assert badge in page(meeting.get_absolute_url())
    while_writing = page(reverse("minutes:item", args=[group.slug, meeting.slug, item.pk]), facilitator)
    assert badge in while_writing and READ_OUT in while_writing


def test_the_words_to_read_out_are_there_when_the_notes_start(group, facilitator):
    meeting = factories.meeting(group, facilitator, days=0, state="under_way")
    assert READ_OUT in page(reverse("minutes:notes", args=[group.slug, meeting.slug]), facilitator)


def test_from_the_start_on_the_public_page_tells_nothing_of_a_private_item(group, facilitator):
    meeting = factories.meeting(group, facilitator)
    actions.add_item(
        meeting, by=facilitator, title="A hard week", blurb="What went wrong.", can_decide="What we write back.",
        minutes=10, record_rule=RecordRule.CONFIDENTIAL,
    )  # fmt: skip
    assert "A hard week" in page(meeting.get_absolute_url())
    for state in ("under_way", "held"):
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
        seen = page(meeting.get_absolute_url())
        assert "Something private" in seen and "<span>Private item</span>" in seen
        for words in ("A hard week", "What went wrong.", "What we write back."):
            assert words not in seen


# --- that it never loosens --------------------------------------------------------------------------------------------
@pytest.fixture(params=BEGUN)
def begun(request, group, facilitator):
    """A meeting that has begun, with names listed and one item under the Chatham House Rule."""
    meeting = factories.meeting(group, facilitator, rule=RecordRule.NAMES_LISTED, **BEGUN[request.param])
    item = factories.topic(meeting)
    type(item).objects.filter(pk=item.pk).update(record_rule=RecordRule.CHATHAM_HOUSE)
    return meeting


def rules_of(meeting):
    return Meeting.objects.get(pk=meeting.pk).record_rule, factories.topic(meeting).record_rule


def test_from_the_start_on_no_action_makes_a_rule_more_open(begun, facilitator):
    before, item = rules_of(begun), factories.topic(begun)
    with pytest.raises(ValidationError):
        actions.set_rule(begun, RecordRule.ON_RECORD, by=facilitator)
    for rule in (RecordRule.ON_RECORD, RecordRule.NAMES_LISTED):
        with pytest.raises(ValidationError):
            actions.set_item_rule(item, rule, by=facilitator)
        with pytest.raises(ValidationError):
            actions.change_item(item, by=facilitator, record_rule=rule, title="Changed")
    with pytest.raises(ValidationError):
        actions.add_item(begun, by=facilitator, title="Late", minutes=5, record_rule=RecordRule.ON_RECORD)
    moved = {"starts": factories.moment(5), "ends": factories.moment(6), "record_rule": RecordRule.ON_RECORD}
    with pytest.raises(StaleState):
        actions.change(begun, by=facilitator, **moved)
    assert rules_of(begun) == before
    assert factories.topic(begun).title == "The first day home"


def test_from_the_start_on_no_form_makes_a_rule_more_open(begun, facilitator):
    before, here = rules_of(begun), [begun.group.slug, begun.slug]
    client = Client()
    client.force_login(facilitator)
    item = factories.topic(begun)
    client.post(reverse("meetings:rule", args=here), {"rule-record_rule": "on_record"})
    details = {"title": "Changed", "minutes": 5, "record_rule": "on_record"}
    client.post(reverse("meetings:item", args=[*here, item.pk]), details)
    client.post(reverse("meetings:item", args=[*here, item.pk]), {**details, "record_rule": "names_listed"})
    client.post(reverse("meetings:add-item", args=here), details)
    assert rules_of(begun) == before
    assert not begun.items.filter(title="Changed").exists()
    offered = [value for value, _words in forms.item_rules(begun)]
    assert offered == ["names_listed", "chatham_house", "confidential"]


def test_from_the_start_on_a_rule_can_become_closer_and_takes_looser_items_along(begun, facilitator):
    actions.set_rule(begun, RecordRule.CHATHAM_HOUSE, by=facilitator)
    assert {item.record_rule for item in begun.items.all()} == {RecordRule.CHATHAM_HOUSE}
    item = actions.set_item_rule(factories.topic(begun), RecordRule.CONFIDENTIAL, by=facilitator)
    assert item.record_rule == RecordRule.CONFIDENTIAL


def test_calling_a_meeting_off_after_its_start_does_not_open_its_rule_again(group, facilitator):
    meeting = factories.meeting(group, facilitator, days=-1)
    assert meeting.has_begun
    notes.open_notes(meeting, by=facilitator)
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded")
    for loosen in (
        lambda: actions.set_rule(meeting, RecordRule.ON_RECORD, by=facilitator),
        lambda: actions.set_item_rule(factories.topic(meeting), RecordRule.ON_RECORD, by=facilitator),
    ):
        with pytest.raises(ValidationError):
            loosen()
    assert rules_of(meeting) == (RecordRule.CHATHAM_HOUSE, RecordRule.CHATHAM_HOUSE)


def test_the_rule_of_a_meeting_entered_afterwards_is_set_once(group, facilitator):
    held = factories.meeting(
        group, facilitator, days=-7, state="held", rule=RecordRule.NAMES_LISTED, entered_afterwards=True
    )
    with pytest.raises(ValidationError):
        actions.set_rule(held, RecordRule.ON_RECORD, by=facilitator)


# --- people are told --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["meeting", "item"])
def test_people_who_booked_are_told_of_another_rule_and_which_it_is(what, meeting, facilitator, mailoutbox):
    factories.attendance(meeting, "Wilf Amos", booking="coming", email="wilf@people.example")
    if what == "meeting":
        actions.set_rule(meeting, RecordRule.ON_RECORD, by=facilitator)
    else:
        actions.set_item_rule(factories.topic(meeting), RecordRule.ON_RECORD, by=facilitator)
    outbox.send_due()
    (message,) = mailoutbox
    words = {"meeting": "What may be shared: On the record.", "item": "The first day home. On the record."}[what]
    assert words in message.body
    assert words.removeprefix("What may be shared: ") in message.alternatives[0][0]


def test_saying_the_same_rule_again_tells_nobody(meeting, facilitator, mailoutbox):
    factories.attendance(meeting, "Wilf Amos", booking="coming", email="wilf@people.example")
    actions.set_rule(meeting, meeting.record_rule, by=facilitator)
    actions.set_item_rule(factories.topic(meeting), meeting.record_rule, by=facilitator)
    outbox.send_due()
    assert mailoutbox == []
    assert timezone.now() < meeting.starts


# --- what goes past every action and form -----------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["under_way", "held", "announced"])
@pytest.mark.parametrize("of", ["meeting", "item"])
def test_the_database_refuses_to_open_a_rule_once_the_meeting_has_begun(state, of, group, facilitator):
    """RM3: also for a bulk edit, and for a console."""
    meeting = factories.meeting(group, facilitator, days=-2, state=state)
    rows = {"meeting": Meeting.objects.all(), "item": AgendaItem.objects.filter(meeting=meeting)}[of]
    closest = RecordRule.CHATHAM_HOUSE if of == "meeting" else RecordRule.CONFIDENTIAL
    rows.update(record_rule=closest)
    for rule in (RecordRule.ON_RECORD, RecordRule.NAMES_LISTED):
        with pytest.raises(IntegrityError, match="only become closer"), transaction.atomic():
            rows.update(record_rule=rule)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        table = rows.model._meta.db_table
        cursor.execute(f"UPDATE {table} SET record_rule = 'on_record'")
    assert set(rows.values_list("record_rule", flat=True)) == {closest}


@pytest.mark.parametrize(("state", "days"), [("draft", -2), ("draft", 5), ("announced", 5), ("cancelled", 5)])
def test_the_database_lets_a_rule_be_chosen_before_the_meeting(state, days, group, facilitator):
    meeting = factories.meeting(group, facilitator, days=days, state="draft")
    reason = {"cancel_reason": "The hall is closed."} if state == "cancelled" else {}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **reason)
    for rule in (RecordRule.ON_RECORD, RecordRule.CHATHAM_HOUSE, RecordRule.NAMES_LISTED):
        Meeting.objects.filter(pk=meeting.pk).update(record_rule=rule)
        AgendaItem.objects.filter(meeting=meeting).update(record_rule=rule)
        meeting.refresh_from_db()
        assert meeting.record_rule == rule


def test_the_refusal_stands_again_after_a_table_was_written_anew():
    """SQLite drops the triggers of a table that a migration changes; every migrate puts them back."""
    with connection.cursor() as cursor:
        on = " ON meetings_meeting" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER meetings_meeting_{guards.NAME}{on}")
    guard("default")
    with connection.cursor() as cursor:
        names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}
        cursor.execute(names.get(connection.vendor, "SELECT tgname FROM pg_trigger"))
        found = {name for (name,) in cursor.fetchall()}
    assert {f"meetings_meeting_{guards.NAME}", f"meetings_agendaitem_{guards.NAME}"} <= found
