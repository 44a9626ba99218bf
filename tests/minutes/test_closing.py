"""Before a meeting is closed: the facts of the list, the one button, and what it never holds up."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from coproduction.models import AuditEntry
from meetings import actions as meeting_actions
from meetings.models import CarriedItem, Meeting
from minutes import actions, closing, document
from minutes.models import ItemOutcome, Minutes, Point, View
from tests import factories

pytestmark = pytest.mark.django_db

State, Left = Meeting.State, ItemOutcome.Left
ALL = [closing.REGISTER, closing.WRITTEN, closing.ITEMS, closing.VIEWS, closing.LEADS, closing.NEXT]


@pytest.fixture
def running(group, facilitator):
    """A meeting that is on, with one topic."""
    return factories.meeting(group, facilitator, days=0, state=State.UNDER_WAY)


@pytest.fixture
def notes(running, facilitator):
    """Its notes, with everything in them, and somebody who came."""
    lead = factories.attendance(running, "Nia", came=True)
    minutes = factories.clean_notes(running, facilitator)
    minutes.actions.update(lead=lead)
    settle_open_space(minutes, facilitator)
    return minutes


def settle_open_space(minutes, by):
    actions.leave_item(minutes, minutes.meeting.items.get(kind="open_space"), by=by, left=Left.NOTHING)


def not_done(meeting):
    return [line.key for line in closing.before_closing(meeting) if not line.done]


def line(meeting, key):
    return next(line for line in closing.before_closing(meeting) if line.key == key)


# --- the facts --------------------------------------------------------------------------------------------------------
def test_of_a_meeting_without_notes_everything_is_still_to_do_but_what_needs_notes(running):
    assert not_done(running) == [closing.REGISTER, closing.WRITTEN, closing.ITEMS, closing.NEXT]
    assert [item.kind for item in line(running, closing.ITEMS).open] == ["topic", "open_space"]


def test_when_everything_is_there_the_next_meeting_alone_is_missing(notes):
    assert [line.key for line in closing.before_closing(notes.meeting)] == ALL
    assert not_done(notes.meeting) == [closing.NEXT]


@pytest.mark.parametrize("came", [None, False, True])
def test_the_register_is_done_when_somebody_is_marked_as_having_come(notes, came):
    notes.meeting.attendances.update(came=came)
    assert line(notes.meeting, closing.REGISTER).done is (came is True)


def outcomes(minutes, item, by):
    """Every way to say what became of an item, by name."""
    key = uuid.uuid4()
    return {
        "a point": lambda: factories.point(minutes, by, "Buses.", item=item),
        "something agreed": lambda: actions.add_consensus(minutes, by=by, key=key, item=item, text="A card."),
        "something to do": lambda: actions.add_action(minutes, by=by, key=key, item=item, text="Ask."),
        "no other views": lambda: actions.set_outcome(minutes, item, by=by, no_other_views=True),
        "one sentence": lambda: actions.set_outcome(minutes, item, by=by, private_sentence="We agreed."),
        "again": lambda: actions.leave_item(minutes, item, by=by, left=Left.AGAIN),
        "left": lambda: actions.leave_item(minutes, item, by=by, left=Left.LEFT),
        "nothing": lambda: actions.leave_item(minutes, item, by=by, left=Left.NOTHING),
    }


@pytest.mark.parametrize("way", list(outcomes(None, None, None)))
def test_every_item_has_an_outcome_by_any_of_these(notes, facilitator, way):
    item = meeting_actions.add_item(notes.meeting, by=facilitator, title="Lifts home", minutes=5)
    assert line(notes.meeting, closing.ITEMS).open == (item,)
    outcomes(notes, item, facilitator)[way]()
    assert line(notes.meeting, closing.ITEMS).done


def test_an_empty_sentence_of_a_private_item_is_no_outcome(notes, facilitator):
    item = meeting_actions.add_item(
        notes.meeting, by=facilitator, title="Lifts home", minutes=5, record_rule="confidential"
    )
    actions.set_outcome(notes, item, by=facilitator, private_sentence="")
    assert line(notes.meeting, closing.ITEMS).open == (item,)


@pytest.mark.parametrize("kind", ["hello", "break", "last_notes"])
def test_of_hello_a_break_and_the_last_notes_nothing_need_be_said(notes, facilitator, kind):
    meeting_actions.add_item(notes.meeting, by=facilitator, title="Tea", minutes=5, kind=kind)
    assert line(notes.meeting, closing.ITEMS).done


def test_a_view_without_a_place_is_told_with_its_item(notes, facilitator):
    View.objects.filter(place="recorded").update(place="raised")
    item = factories.topic(notes.meeting)
    assert line(notes.meeting, closing.VIEWS).open == ((item, "In “The first day home”, a view has no place yet."),)


def test_who_leads_is_asked_of_what_is_open_alone(notes):
    notes.actions.update(lead=None)
    assert line(notes.meeting, closing.LEADS).open == (notes.actions.get(),)
    notes.actions.update(state="done")
    assert line(notes.meeting, closing.LEADS).done


@pytest.mark.parametrize(
    ("state", "days", "done"),
    [(State.DRAFT, 9, True), (State.ANNOUNCED, 9, True), (State.CANCELLED, 9, False), (State.HELD, -9, False)],
)
def test_the_next_meeting_is_one_that_will_be(notes, group, facilitator, state, days, done):
    made = factories.meeting(group, facilitator, days=days)
    Meeting.objects.filter(pk=made.pk).update(state=state, cancel_reason="Flood.")
    assert line(notes.meeting, closing.NEXT).done is done


def test_a_meeting_of_another_group_is_not_the_next_one(notes, other_group, elsewhere):
    factories.meeting(other_group, elsewhere)
    assert not line(notes.meeting, closing.NEXT).done


def test_what_is_needed_is_what_the_notes_cannot_be_signed_without(notes, facilitator):
    """LC1: the list asks for no more and no less than the signature does, but for what the check marks."""
    views = View.objects.filter(place="recorded")
    changes = {
        closing.REGISTER: (lambda: notes.meeting.attendances.update(came=None)),
        closing.VIEWS: (lambda: views.update(place="raised")),
        closing.ITEMS: (lambda: notes.points.all().delete()),
    }
    assert actions.missing(notes, marked=[]) == actions.cannot_go_to_check(notes.meeting) == []
    for key, change in changes.items():
        change()
        needed = [line.key for line in closing.before_closing(notes.meeting) if line.needed and not line.done]
        assert (key in needed) == (key != closing.ITEMS)
        assert len(actions.missing(notes, marked=[])) == len(actions.cannot_go_to_check(notes.meeting)) == len(needed)


def test_agreed_points_without_views_are_needed_as_for_the_signature(notes, facilitator):
    item = meeting_actions.add_item(notes.meeting, by=facilitator, title="Lifts home", minutes=5)
    factories.point(notes, facilitator, "A card.", kind=Point.Kind.AGREED, item=item)
    words = ["In “Lifts home”, say which other views there were, or that you asked and there were none."]
    assert actions.missing(notes, marked=[]) == actions.cannot_go_to_check(notes.meeting) == words


# --- the one button ---------------------------------------------------------------------------------------------------
def states(meeting):
    return Meeting.objects.get(pk=meeting.pk).state, Minutes.objects.get(meeting=meeting).state


def test_one_button_closes_the_meeting_and_sends_the_notes_to_the_check(notes, facilitator):
    actions.close_and_send(notes.meeting, by=facilitator)
    assert states(notes.meeting) == ("held", "checking")
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))[-2:]
    assert events == ["meeting.closed", "minutes.checking"]


def test_a_meeting_that_began_by_the_clock_alone_can_be_closed(notes, facilitator):
    Meeting.objects.update(state=State.ANNOUNCED, starts=timezone.now() - dt.timedelta(hours=1))
    actions.close_and_send(notes.meeting, by=facilitator)
    assert states(notes.meeting) == ("held", "checking")
    assert AuditEntry.objects.filter(event="meeting.started").count() == 1


@pytest.mark.parametrize("missing", ["came", "view"])
def test_without_what_the_check_needs_neither_happens(notes, facilitator, missing):
    if missing == "came":
        notes.meeting.attendances.update(came=None)
    else:
        View.objects.update(place="raised")
    before = AuditEntry.objects.count()
    with pytest.raises(actions.NotReady):
        actions.close_and_send(notes.meeting, by=facilitator)
    assert states(notes.meeting) == ("under_way", "writing")
    assert AuditEntry.objects.count() == before


def test_a_meeting_without_anything_can_still_be_closed(running, facilitator):
    meeting_actions.close(running, by=facilitator)
    assert Meeting.objects.get(pk=running.pk).state == State.HELD


def test_when_the_check_fails_the_meeting_is_not_closed_either(notes, facilitator, monkeypatch):
    def fails(*facts, **more):
        raise StaleState

    monkeypatch.setattr("minutes.actions.closing.send_to_check", fails)
    with pytest.raises(StaleState):
        actions.close_and_send(notes.meeting, by=facilitator)
    assert states(notes.meeting) == ("under_way", "writing")
    assert not AuditEntry.objects.filter(event="meeting.closed").exists()


def test_notes_of_a_meeting_that_is_closed_already_are_sent_alone(notes, facilitator):
    meeting_actions.close(notes.meeting, by=facilitator)
    actions.close_and_send(notes.meeting, by=facilitator)
    assert states(notes.meeting) == ("held", "checking")
    with pytest.raises(StaleState):
        actions.close_and_send(notes.meeting, by=facilitator)


def test_before_it_begins_nothing_is_closed(group, facilitator):
    meeting = factories.meeting(group, facilitator)
    with pytest.raises(StaleState):
        actions.close_and_send(meeting, by=facilitator)
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("who", ["member", "outsider", "former_coordinator", "elsewhere"])
def test_nobody_else_closes_or_leaves_an_item(request, notes, who):
    person, before = request.getfixturevalue(who), AuditEntry.objects.count()
    with pytest.raises(PermissionDenied):
        actions.close_and_send(notes.meeting, by=person)
    with pytest.raises(PermissionDenied):
        actions.leave_item(notes, factories.topic(notes.meeting), by=person, left=Left.AGAIN)
    assert states(notes.meeting) == ("under_way", "writing") and AuditEntry.objects.count() == before


# --- why nothing is written down --------------------------------------------------------------------------------------
def test_it_is_kept_with_the_item_and_stands_in_the_log(notes, facilitator):
    item = factories.topic(notes.meeting)
    revision = Minutes.objects.get(pk=notes.pk).revision
    actions.set_outcome(notes, item, by=facilitator, no_other_views=True)
    for left in (Left.LEFT, Left.AGAIN, ""):
        actions.leave_item(notes, item, by=facilitator, left=left)
        outcome = ItemOutcome.objects.get(item=item)
        assert (outcome.left, outcome.no_other_views) == (left, True)
    assert Minutes.objects.get(pk=notes.pk).revision == revision + 1  # by "no other views"; these are no words
    assert AuditEntry.objects.filter(event="item.left").last().detail == {"left": ""}


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("", "We did not get to this."),
        (Left.AGAIN, "We did not get to this. It comes on the next agenda."),
        (Left.LEFT, "We did not get to this. It does not come again."),
        (Left.NOTHING, "We talked about it. There is nothing to write down."),
    ],
)
@pytest.mark.parametrize("audience", ["group", "public"])
def test_the_copies_say_of_an_empty_item_what_became_of_it(group, facilitator, left, said, audience):
    meeting = factories.meeting(group, facilitator, days=0, state=State.UNDER_WAY)
    notes = actions.open_notes(meeting, by=facilitator)
    item = factories.topic(meeting)
    actions.leave_item(notes, item, by=facilitator, left=left)
    assert [found.note for found in document.build(notes, audience).items if found.title == item.title] == [said]


def test_it_makes_nobody_somebody_who_took_the_notes(notes, coordinator):
    actions.leave_item(notes, factories.topic(notes.meeting), by=coordinator, left=Left.NOTHING)
    assert not notes.note_takers.filter(pk=coordinator.pk).exists()


@pytest.mark.parametrize("state", ["circulated", "agreed", "published", "withdrawn"])
def test_once_the_notes_are_signed_it_is_too_late(minutes, facilitator, state):
    now = timezone.now()
    facts = dict.fromkeys(["circulated_at", "window_ends", "agreed_at", "published_at", "withdrawn_at"], now)
    Minutes.objects.filter(pk=minutes.pk).update(state=state, **facts)
    with pytest.raises(StaleState):
        actions.leave_item(minutes, factories.topic(minutes.meeting), by=facilitator, left=Left.AGAIN)
    assert not ItemOutcome.objects.exclude(left="").exists()


def test_open_space_is_on_every_agenda_and_does_not_come_again(notes, facilitator):
    space = notes.meeting.items.get(kind="open_space")
    assert actions.ways_to_leave(space) == [Left.NOTHING]
    with pytest.raises(ValidationError):
        actions.leave_item(notes, space, by=facilitator, left=Left.AGAIN)


def test_an_item_of_another_meeting_is_refused(notes, minutes, facilitator):
    with pytest.raises(PermissionDenied):
        actions.leave_item(notes, factories.topic(minutes.meeting), by=facilitator, left=Left.AGAIN)


# --- the page ---------------------------------------------------------------------------------------------------------
def address(meeting, name="close", **more):
    return reverse(f"minutes:{name}", kwargs={"group": meeting.group.slug, "slug": meeting.slug, **more})


def read(client, meeting):
    return client.get(address(meeting)).content.decode()


def test_the_page_says_what_can_be_left_and_what_cannot(client, running, facilitator):
    client.force_login(facilitator)
    page = read(client, running)
    needs, good = page.index("What the check needs"), page.index("You can leave any of these.")
    for words in ("Nobody is marked as having come yet", "Nothing is written down yet", "Every view has its place"):
        assert needs < page.index(words) < good
    for words in ("What became of these items?", "Everything to do has", "There is no next meeting yet"):
        assert good < page.index(words)
    assert page.count("Still to do:") == 4 and page.count("Done:") == 2
    assert "Close now, finish the notes later" in page
    assert "Close the meeting and check the notes" not in page


def test_the_page_closes_and_leads_to_the_check(client, notes, facilitator):
    client.force_login(facilitator)
    assert "Close the meeting and check the notes" in read(client, notes.meeting)
    answer = client.post(address(notes.meeting, "close-and-send"))
    assert answer.url == address(notes.meeting, "check")
    assert states(notes.meeting) == ("held", "checking")
    assert client.get(address(notes.meeting)).url == address(notes.meeting, "check")


def test_a_page_that_was_open_for_a_while_says_what_is_missing(client, notes, facilitator):
    client.force_login(facilitator)
    notes.meeting.attendances.update(came=None)
    page = client.post(address(notes.meeting, "close-and-send"), follow=True).content.decode()
    assert "Nobody is marked as having come." in page
    assert states(notes.meeting) == ("under_way", "writing")


def test_no_time_for_an_item_in_one_press_and_back_in_another(client, running, facilitator):
    client.force_login(facilitator)
    number = factories.topic(running).pk
    page = client.post(address(running, "leave-item", number=number, left="again"), follow=True).content.decode()
    assert "Written down. It comes on the next agenda." in page and "Take that back" in page
    assert ItemOutcome.objects.get().left == Left.AGAIN
    client.post(address(running, "talked-about", number=number))
    assert ItemOutcome.objects.get().left == ""


@pytest.mark.privacy
def test_the_nudge_stands_there_when_something_was_agreed_and_names_nobody(client, notes, facilitator):
    client.force_login(facilitator)
    factories.came(notes.meeting)
    page = read(client, notes.meeting)
    assert "Who was not in the room?" in page
    assert not any(name in page for name in factories.NAMES)
    notes.consensus_notes.all().delete()
    assert "Who was not in the room?" not in read(client, notes.meeting)


def test_before_the_meeting_the_page_leads_to_the_plan(client, meeting, facilitator):
    client.force_login(facilitator)
    assert client.get(address(meeting)).url == reverse("meetings:plan", args=[meeting.group.slug, meeting.slug])
    answer = client.post(address(meeting, "leave-item", number=factories.topic(meeting).pk, left="again"))
    assert answer.status_code == 302 and not Minutes.objects.exists()


def test_what_comes_again_goes_along_with_the_close(client, notes, group, facilitator):
    client.force_login(facilitator)
    item = meeting_actions.add_item(notes.meeting, by=facilitator, title="Lifts home", minutes=5)
    later = factories.meeting(group, facilitator)
    client.post(address(notes.meeting, "leave-item", number=item.pk, left="again"))
    assert not CarriedItem.objects.exists()
    client.post(address(notes.meeting, "close-and-send"))
    came = list(later.items.exclude(brought=None).values_list("title", "brought__why"))
    assert came == [("The first day home (2)", "open_action"), ("Lifts home", "not_reached")]
