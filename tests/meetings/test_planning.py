"""Planning and running a meeting: its states, its agenda, and the record rule that only ever becomes closer."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction import outbox
from coproduction.access import StaleState
from coproduction.models import AuditEntry, Notice
from groups.models import Group, RecordRule
from meetings import actions, forms
from meetings.models import AgendaItem, Attendance, Meeting
from tests import factories
from tests.pages import Page

State, Kind = Meeting.State, AgendaItem.Kind
pytestmark = pytest.mark.django_db


def there(meeting, name, *more):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug, *more])


def press(client, meeting, name, *more, **data):
    """Press a button and follow to the page it leads to."""
    return Page(client.post(there(meeting, name, *more), data, follow=True))


def details(meeting, **changed):
    """Everything `actions.change` takes, as it stands, but for what is given."""
    names = ("theme", "who_for", "starts", "ends", "mode", "venue", "town", "record_rule")
    return {**{name: getattr(meeting, name) for name in names}, **changed}


@pytest.fixture
def draft(group, facilitator):
    return factories.meeting(group, facilitator, state=State.DRAFT)


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


# --- states -----------------------------------------------------------------------------------------------------------
VERBS = {
    "announce": (actions.announce, {}, {State.DRAFT: State.ANNOUNCED}),
    "start": (actions.start, {}, {State.ANNOUNCED: State.UNDER_WAY}),
    "close": (actions.close, {}, {State.UNDER_WAY: State.HELD}),
    "cancel": (actions.cancel, {"reason": "The hall is flooded."}, {State.ANNOUNCED: State.CANCELLED}),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_only_legal_moves_are_made(draft, facilitator, verb, state):
    do, more, moves = VERBS[verb]
    reason = "The hall is flooded." if state == State.CANCELLED else ""
    Meeting.objects.filter(pk=draft.pk).update(state=state, cancel_reason=reason)
    draft.refresh_from_db()
    trail = AuditEntry.objects.count()
    if state in moves:
        do(draft, by=facilitator, **more)
    else:
        with pytest.raises(StaleState):
            do(draft, by=facilitator, **more)
    draft.refresh_from_db()
    assert draft.state == moves.get(state, state)
    assert AuditEntry.objects.count() == trail + (state in moves)


@pytest.mark.parametrize(("verb", "state"), [("announce", State.DRAFT), ("start", State.ANNOUNCED), ("close", State.UNDER_WAY)])  # fmt: skip
def test_a_button_pressed_twice_is_answered_in_words(desk, draft, verb, state):
    Meeting.objects.filter(pk=draft.pk).update(state=state)
    press(desk, draft, verb)
    after = Meeting.objects.get(pk=draft.pk)
    page = press(desk, draft, verb)
    assert page.status == 200 and page.says("Somebody else was quicker, or the page was open for a while.")
    assert Meeting.objects.get(pk=draft.pk).state == after.state != state


def test_calling_off_twice_is_answered_in_words_and_tells_people_once(desk, meeting):
    factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example")
    for words in ("Called off.", "Somebody else was quicker"):
        assert press(desk, meeting, "cancel", reason="The hall is flooded.").says(words)
    assert Notice.objects.filter(kind="cancelled").count() == 1


def test_a_page_that_was_open_while_somebody_called_it_off_is_answered_in_words(desk, meeting, facilitator):
    item = factories.topic(meeting)
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    before = list(meeting.items.values())
    for name, more in (
        ("start", []), ("change", []), ("add-item", []), ("add-break", []), ("item", [item.pk]), ("item-up", [item.pk]),
        ("item-down", [item.pk]), ("item-remove", [item.pk]), ("rule", []),
    ):  # fmt: skip
        form = {"title": "New", "minutes": "5", "record_rule": "chatham_house", "rule-record_rule": "on_record"}
        page = press(desk, meeting, name, *more, **form)
        assert page.status == 200, name
        words = "will not happen, so what may be shared stays" if name == "rule" else "Somebody else was quicker"
        assert page.says(words), name
    assert list(meeting.items.values()) == before
    meeting.refresh_from_db()
    assert (meeting.state, meeting.record_rule) == (State.CANCELLED, "chatham_house")


@pytest.mark.parametrize("who", ["member", "former_coordinator", "outsider", "elsewhere"])
def test_nobody_else_plans_or_runs_a_meeting(request, who, group, meeting, draft):
    person, item = request.getfixturevalue(who), factories.topic(meeting)
    before = AuditEntry.objects.count()
    for do in (
        lambda: actions.plan(group, by=person, **details(draft)),
        lambda: actions.change(meeting, by=person, **details(meeting)),
        lambda: actions.announce(draft, by=person),
        lambda: actions.start(meeting, by=person),
        lambda: actions.close(meeting, by=person),
        lambda: actions.cancel(meeting, by=person, reason="No."),
        lambda: actions.set_rule(meeting, "on_record", by=person),
        lambda: actions.set_item_rule(item, "on_record", by=person),
        lambda: actions.add_item(meeting, by=person, title="New", minutes=5),
        lambda: actions.change_item(item, by=person, title="New", record_rule="on_record"),
        lambda: actions.move_item(item, by=person, up=True),
        lambda: actions.remove_item(item, by=person),
        lambda: actions.mark_came(meeting, by=person, came=[]),
        lambda: actions.add_to_register(meeting, by=person, called="X", request_key=uuid.uuid4()),
    ):
        with pytest.raises(PermissionDenied):
            do()
    assert AuditEntry.objects.count() == before


# --- the record rule --------------------------------------------------------------------------------------------------
LOOSER = [(old, new) for old in RecordRule for new in RecordRule if new.closeness < old.closeness]
BEGUN = ["by its button", "by the clock", "closed"]


@pytest.fixture
def superuser(group):
    person = factories.person("Site Office")
    factories.membership(group, person, "coordinator")
    person.is_superuser = person.is_staff = True
    person.save(update_fields=["is_superuser", "is_staff"])
    return person


def begin(meeting, how):
    facts = {"by its button": {"state": State.UNDER_WAY}, "closed": {"state": State.HELD}}
    begun = timezone.now() - dt.timedelta(minutes=1)
    Meeting.objects.filter(pk=meeting.pk).update(**facts.get(how, {"starts": begun}))
    meeting.refresh_from_db()


def try_everything(meeting, item, rule, by):
    """Every way there is to set a rule, one after the other; what refuses, refuses."""
    for do in (
        lambda: actions.set_rule(meeting, rule, by=by),
        lambda: actions.set_item_rule(item, rule, by=by),
        lambda: actions.change_item(item, by=by, title=item.title, record_rule=rule),
        lambda: actions.change(meeting, by=by, **details(meeting, record_rule=rule)),
        lambda: actions.change(
            meeting, by=by, **details(meeting, starts=factories.moment(9), ends=factories.moment(9, 20))
        ),
        lambda: actions.announce(meeting, by=by),
        lambda: actions.cancel(meeting, by=by, reason="To begin again."),
        lambda: actions.set_rule(meeting, rule, by=by),
        lambda: actions.remove_item(item, by=by),
    ):
        try:
            do()
        except (ValidationError, StaleState):
            pass


@pytest.mark.security
@pytest.mark.parametrize("how", BEGUN)
@pytest.mark.parametrize(("old", "new"), LOOSER)
@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_once_a_meeting_has_begun_nobody_makes_it_more_open(request, meeting, who, how, old, new):
    by, item = request.getfixturevalue(who), factories.topic(meeting)
    of_meeting = RecordRule.CHATHAM_HOUSE if old == RecordRule.CONFIDENTIAL else old
    Meeting.objects.filter(pk=meeting.pk).update(record_rule=of_meeting)
    meeting.items.update(record_rule=old)
    begin(meeting, how)
    before = list(meeting.items.values_list("pk", "record_rule"))
    try_everything(meeting, item, new, by)
    meeting.refresh_from_db()
    assert meeting.record_rule == of_meeting
    assert list(meeting.items.values_list("pk", "record_rule")) == before


def test_before_it_begins_a_rule_goes_either_way(meeting, facilitator):
    for rule in ("on_record", "names_listed", "chatham_house", "on_record"):
        actions.set_rule(meeting, rule, by=facilitator)
        meeting.refresh_from_db()
        assert {meeting.record_rule, *meeting.items.values_list("record_rule", flat=True)} == {rule}


def test_a_closer_rule_takes_the_more_open_items_with_it_once_the_meeting_has_begun(meeting, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(record_rule="names_listed")
    meeting.items.update(record_rule="names_listed")
    open_item, private = meeting.items.first(), meeting.items.last()
    AgendaItem.objects.filter(pk=open_item.pk).update(record_rule="on_record")
    AgendaItem.objects.filter(pk=private.pk).update(record_rule="confidential")
    begin(meeting, "by its button")
    actions.set_rule(meeting, "chatham_house", by=facilitator)
    rules = dict(meeting.items.values_list("pk", "record_rule"))
    assert rules[private.pk] == "confidential" and rules[open_item.pk] == "chatham_house"
    assert set(rules.values()) == {"chatham_house", "confidential"}


def test_an_item_added_later_is_never_more_open_than_the_meeting(meeting, facilitator):
    begin(meeting, "by its button")
    with pytest.raises(ValidationError):
        actions.add_item(meeting, by=facilitator, title="New", minutes=5, record_rule="on_record")
    assert actions.add_item(meeting, by=facilitator, title="New", minutes=5).record_rule == "chatham_house"


@pytest.mark.parametrize("rule", ["on_record", "confidential"])
def test_the_words_of_an_item_can_be_mended_during_the_meeting_without_touching_its_rule(desk, meeting, rule):
    item = factories.topic(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(record_rule=rule)
    begin(meeting, "by its button")
    page = Page(desk.get(there(meeting, "item", item.pk)))
    assert page.fields["record_rule"] == rule
    press(desk, meeting, "item", item.pk, **{**page.fields, "title": "The first night home"})
    item.refresh_from_db()
    assert (item.title, item.record_rule) == ("The first night home", rule)


def test_a_body_that_meets_in_public_offers_only_the_record(group, facilitator, desk):
    Group.objects.filter(pk=group.pk).update(kind=Group.Kind.COMMITTEE, record_rule="on_record")
    group.refresh_from_db()
    html = desk.get(reverse("meetings:new", args=[group.slug])).content.decode()
    assert 'value="on_record"' in html and "chatham_house" not in html and "names_listed" not in html
    for rule in ("chatham_house", "names_listed"):
        with pytest.raises(ValidationError):
            factories.meeting(group, facilitator, rule=rule)
    meeting = factories.meeting(group, facilitator)
    assert [value for value, _label in forms.item_rules(meeting)] == ["on_record", "confidential"]
    for rule in ("chatham_house", "names_listed"):
        with pytest.raises(ValidationError):
            actions.set_rule(meeting, rule, by=facilitator)
        with pytest.raises(ValidationError):
            actions.set_item_rule(factories.topic(meeting), rule, by=facilitator)
        with pytest.raises(ValidationError):
            actions.add_item(meeting, by=facilitator, title="New", minutes=5, record_rule=rule)
    assert {meeting.record_rule, *meeting.items.values_list("record_rule", flat=True)} == {"on_record"}


# --- telling people -------------------------------------------------------------------------------------------------
@pytest.fixture
def booked(meeting):
    """Three people with a place, one of them without an address, and two who are not coming."""
    for called, booking, email in (
        ("Bev", "coming", "bev@people.example"), ("Nia", "coming", "nia@people.example"), ("Hal", "coming", ""),
        ("Olu", "apologies", "olu@people.example"), ("Ada", "cancelled", "ada@people.example"),
    ):  # fmt: skip
        factories.attendance(meeting, called, booking=booking, email=email)
    return meeting


def sent():
    outbox.send_due()
    told = sorted(address for message in mail.outbox for address in message.recipients())
    mail.outbox.clear()
    return told


BOTH = ["bev@people.example", "nia@people.example"]


@pytest.mark.parametrize(
    "changed",
    [{"venue": "Salt House"}, {"town": "Saltby"}, {"record_rule": "on_record"}, {"ends": factories.moment(10, 21)},
     {"venue": "Salt House", "record_rule": "names_listed"}, {"mode": "hybrid"}],
)  # fmt: skip
def test_a_change_tells_everybody_with_a_place_once(booked, facilitator, changed):
    actions.change(booked, by=facilitator, **details(booked, **changed))
    assert sent() == BOTH
    assert sent() == []


def test_a_change_of_nothing_that_matters_tells_nobody(booked, facilitator):
    actions.change(booked, by=facilitator, **details(booked, theme="What helps at home?"))
    assert sent() == []


def test_two_changes_at_once_are_told_once_and_the_message_says_how_it_is_now(booked, facilitator):
    for venue in ("Salt House", "Mill House"):
        actions.change(booked, by=facilitator, **details(booked, venue=venue))
    outbox.send_due()
    assert sorted(message.to[0] for message in mail.outbox) == BOTH
    assert all("Mill House" in message.body and "Salt House" not in message.body for message in mail.outbox)


def test_a_second_change_after_the_message_has_gone_is_told_too_and_so_is_a_change_back(booked, facilitator):
    with time_machine.travel(timezone.now(), tick=False) as clock:  # all within a minute
        for venue in ("Salt House", "Mill House", "Salt House"):
            actions.change(booked, by=facilitator, **details(booked, venue=venue))
            outbox.send_due()
            assert sorted(message.to[0] for message in mail.outbox) == BOTH
            assert all(venue in message.body for message in mail.outbox)
            mail.outbox.clear()
            clock.shift(dt.timedelta(seconds=5))


def test_a_draft_and_a_meeting_entered_afterwards_tell_nobody(group, facilitator, draft):
    factories.attendance(draft, "Bev", booking="coming", email="bev@people.example")
    actions.change(draft, by=facilitator, **details(draft, venue="Salt House"))
    past = details(draft, starts=factories.moment(-3), ends=factories.moment(-3, 20))
    afterwards = actions.plan(group, by=facilitator, entered_afterwards=True, **past)
    factories.attendance(afterwards, "Nia", came=True, email="nia@people.example")
    actions.set_rule(afterwards, "chatham_house", by=facilitator)
    assert sent() == [] and Notice.objects.count() == 0


def test_calling_off_tells_everybody_with_a_place_and_stops_everything_else(booked, facilitator):
    for row in booked.attendances.coming().reachable():
        outbox.put("booked", recipient=row, subject=booked, slot="1")
        outbox.put("reminder", recipient=row, subject=booked, slot="week-before:x")
    actions.change(booked, by=facilitator, **details(booked, venue="Salt House"))
    actions.cancel(booked, by=facilitator, reason="The hall is flooded.")
    outbox.send_due()
    assert sorted(message.to[0] for message in mail.outbox) == BOTH
    assert {message.subject.split()[0] for message in mail.outbox} == {"Not"}
    assert "The hall is flooded." in mail.outbox[0].body


# --- the agenda -------------------------------------------------------------------------------------------------------
def kinds(meeting):
    return [item.kind for item in meeting.items.all()]


def in_order(meeting):
    """Hello first, open space last, every position taken once."""
    order, positions = kinds(meeting), list(meeting.items.values_list("position", flat=True))
    return (
        order[0] == Kind.HELLO and order[-1] == Kind.OPEN_SPACE and order.count(Kind.OPEN_SPACE) == 1
        and order.count(Kind.HELLO) == 1 and len(set(positions)) == len(positions)
    )  # fmt: skip


MOVES = st.lists(st.tuples(st.sampled_from(["up", "down", "add", "break", "remove"]), st.integers(0, 9)), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_hello_stays_first_and_open_space_last_whatever_is_moved(group, facilitator, moves):
    meeting = factories.meeting(group, facilitator, items=("A", "B"), starts=factories.moment(10))
    for number, (move, place) in enumerate(moves):
        items = list(meeting.items.all())
        item = items[place % len(items)]
        if move in ("up", "down"):
            actions.move_item(item, up=move == "up", by=facilitator)
        elif move == "remove" and not item.stands_fixed:
            actions.remove_item(item, by=facilitator)
        elif move in ("add", "break"):
            kind = Kind.TOPIC if move == "add" else Kind.BREAK
            actions.add_item(meeting, by=facilitator, title=f"Item {number}", minutes=5, kind=kind)
        assert in_order(meeting), moves
    meeting.items.all().delete()
    meeting.delete()


def test_a_broken_order_would_be_noticed(meeting):
    assert in_order(meeting)
    last = meeting.items.last()
    AgendaItem.objects.filter(pk=last.pk).update(position=0)
    assert not in_order(meeting)


def test_moving_a_topic_swaps_it_with_its_neighbour(meeting, facilitator):
    actions.add_item(meeting, by=facilitator, title="Letters", minutes=5)
    second = meeting.items.get(title="Letters")
    actions.move_item(second, up=True, by=facilitator)
    assert [item.title for item in meeting.items.all()][1:3] == ["Letters", "The first day home"]


def test_notes_of_the_last_meeting_stand_on_every_agenda_but_the_first(group, facilitator):
    first, second = (factories.meeting(group, facilitator, days=days) for days in (5, 9))
    assert Kind.LAST_NOTES not in kinds(first) and kinds(second)[1] == Kind.LAST_NOTES


def test_an_item_posted_twice_stands_once(desk, meeting):
    form = {"title": "Letters", "minutes": "5", "record_rule": "chatham_house", "can_decide": "The words."}
    for _time in range(2):
        press(desk, meeting, "add-item", **form)
    assert meeting.items.filter(title="Letters").count() == 1
    press(desk, meeting, "add-item", **{**form, "can_decide": "The paper."})
    assert meeting.items.filter(title="Letters").count() == 2


# --- the same form twice ------------------------------------------------------------------------------------------
def planned(day="14", month="9", year="2031", **more):
    return {"theme": "What would help?", "who_for": "anyone.", "day_0": day, "day_1": month, "day_2": year,
            "start": "6pm", "end": "8pm", "mode": "room", "venue": "Hall", "town": "Wendleby", "costs": "nothing.",
            "record_rule": "chatham_house", **more}  # fmt: skip


def test_a_meeting_planned_twice_by_a_double_press_is_one(desk, group):
    first, second = (desk.post(reverse("meetings:new", args=[group.slug]), planned()) for _time in range(2))
    assert first.status_code == 302 and first.url == second.url
    assert Meeting.objects.count() == 1
    other = desk.post(reverse("meetings:new", args=[group.slug]), planned(venue="Salt House"))
    assert other.url != first.url and Meeting.objects.count() == 2


def test_a_meeting_entered_afterwards_twice_by_a_double_press_is_one(desk, group):
    form = planned(year="2021")
    for _time in range(2):
        assert desk.post(reverse("meetings:new-held", args=[group.slug]), form).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.entered_afterwards, meeting.slug) == (State.HELD, True, "2021-09-14")
    assert Notice.objects.count() == 0


def test_a_second_meeting_on_one_day_has_an_address_of_its_own(desk, group):
    for theme in ("One", "Two", "Three"):
        desk.post(reverse("meetings:new", args=[group.slug]), planned(theme=theme))
    assert sorted(Meeting.objects.values_list("slug", flat=True)) == ["2031-09-14", "2031-09-14-2", "2031-09-14-3"]
    assert Page(desk.get(there(Meeting.objects.get(theme="Three"), "plan"))).says("Three")


# --- the register -----------------------------------------------------------------------------------------------------
def test_somebody_added_to_the_register_twice_is_there_once(desk, held):
    form = {"called": "Bev", "request_key": uuid.uuid4(), "apologies": ""}
    for _time in range(2):
        press(desk, held, "register-add", **form)
    assert Attendance.objects.filter(called="Bev").count() == 1


def test_a_key_that_was_used_at_another_meeting_adds_somebody_here(desk, held, meeting):
    key = uuid.uuid4()
    for one in (held, meeting):
        page = press(desk, one, "register-add", called="Bev", request_key=key, apologies="")
        assert page.says("Added.")
    assert Attendance.objects.filter(called="Bev").count() == 2


def test_saving_the_register_leaves_alone_who_was_added_meanwhile(desk, held, facilitator):
    page = Page(desk.get(there(held, "register")))
    actions.add_to_register(held, by=facilitator, called="Late Bev", request_key=uuid.uuid4())
    gone = held.attendances.exclude(called="Late Bev").first()
    desk.post(there(held, "register"), {**page.fields, f"mark_{gone.pk}": "no"})
    came = dict(held.attendances.values_list("called", "came"))
    assert came.pop("Late Bev") is True
    assert sorted(came.values()) == [False] + [True] * 7


def test_the_register_of_another_meeting_cannot_be_marked(desk, held, meeting):
    other = factories.attendance(meeting, "Wilf", booking="coming")
    press(desk, held, "register", shown=f"{other.pk}::0:0", **{f"mark_{other.pk}": "room"})
    other.refresh_from_db()
    assert other.came is None


def test_an_item_of_another_meeting_is_not_found(desk, group, facilitator, meeting):
    other = factories.topic(factories.meeting(group, facilitator, days=12))
    for name in ("item", "item-up", "item-down", "item-remove"):
        assert desk.post(there(meeting, name, other.pk)).status_code == 404
    for number in (0, 10**9, 2**63, 10**40):
        assert desk.post(there(meeting, "item-up", number)).status_code == 404


def test_a_meeting_whose_agenda_is_too_long_does_not_say_that_it_ends_on_time(client, meeting, facilitator):
    page = Page(client.get(meeting.get_absolute_url()))
    assert page.says("We finish on time.")
    actions.add_item(meeting, by=facilitator, title="Everything else", minutes=200)
    page = Page(client.get(meeting.get_absolute_url()))
    assert page.says("Everything else") and not page.says("We finish on time.")
