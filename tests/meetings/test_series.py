"""Meetings that come again: which days, what a change touches, and that two at once never make them twice."""

import datetime as dt

import pytest
import time_machine
from dateutil import rrule
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import meetings.actions.series as verbs
from coproduction.access import StaleState
from coproduction.models import AuditEntry, Notice
from groups.models import RecordRule
from meetings import actions, recurring
from meetings.models import AgendaItem, Meeting, Series, SeriesDay
from tests import factories
from tests.pages import Page, lost

State, Repeat = Meeting.State, Series.Repeat
pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
SIX, EIGHT = dt.time(18), dt.time(20)
FACTS = {
    "who_for": "anyone who looks after someone.", "mode": "room", "kind": "meeting", "language": "en",
    "venue": "Millbeck Hall, Mill Street", "town": "Wendleby", "online_link": "", "dial_in": "", "getting_there": "",
    "step_free": True, "accessible_toilet": False, "hearing_loop": False, "bsl": False, "captions": False,
    "quiet_room": False, "access": "", "costs": "nothing.", "expect": "", "offered": "", "meets_you": "",
    "capacity": None, "kept_places": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), tick=True):
        yield


def when(repeat="weeks", weeks=1, first_day=dt.date(2027, 1, 14), start=SIX, end=EIGHT, until=None, count=None):
    count = 4 if until is None and count is None else count
    return {
        "repeat": repeat, "weeks": weeks, "first_day": first_day, "start": start, "end": end,
        "until": until, "count": count,
    }  # fmt: skip


def days(**changed):
    return recurring.days_of(**when(**changed))


def planned(group, by, *, facts=FACTS, items=(), rule="chatham_house", **changed):
    return actions.plan_series(group, by=by, record_rule=rule, facts=facts, items=items, **when(**changed))


def change(series, by, **changed):
    now = {"start": series.start, "end": series.end, "record_rule": series.record_rule, "facts": series.facts}
    return actions.change_series(series, by=by, **{**now, **changed})


def meetings_of(series):
    return [row.meeting for row in series.days.select_related("meeting")]


@pytest.fixture
def series(group, facilitator):
    return planned(group, facilitator)


# --- which days -------------------------------------------------------------------------------------------------------
def test_every_second_week_and_the_second_and_the_last_of_a_month():
    every_second = days(weeks=2, count=3)
    assert every_second == [dt.date(2027, 1, 14), dt.date(2027, 1, 28), dt.date(2027, 2, 11)]
    second = days(repeat="month", count=3)
    assert second == [dt.date(2027, 1, 14), dt.date(2027, 2, 11), dt.date(2027, 3, 11)]
    last = days(repeat="last", first_day=dt.date(2027, 1, 28), until=dt.date(2027, 4, 29))
    assert last == [dt.date(2027, 1, 28), dt.date(2027, 2, 25), dt.date(2027, 3, 25), dt.date(2027, 4, 29)]


def test_a_leap_day_is_one_of_them_when_it_is_one():
    assert dt.date(2028, 2, 29) in days(first_day=dt.date(2028, 2, 1), until=dt.date(2028, 3, 10))
    assert days(repeat="last", first_day=dt.date(2028, 2, 29), count=2) == [dt.date(2028, 2, 29), dt.date(2028, 3, 28)]


FIRST_DAYS = st.dates(TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=300))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(Repeat.values), st.integers(1, 12), FIRST_DAYS, st.integers(1, 30))
def test_whatever_is_asked_the_days_are_on_one_weekday_in_order_and_begin_with_the_first(repeat, weeks, first, count):
    try:
        found = days(repeat=repeat, weeks=weeks, first_day=first, count=count)
    except ValidationError as error:
        told = set(error.message_dict)
        too_far = dt.timedelta(weeks=weeks if repeat == "weeks" else 4.2) * count > dt.timedelta(days=400)
        assert told == ({"day"} if repeat == "last" and not recurring.is_last(first)
                        else {"repeat"} if repeat == "month" and first.day > 28 else {"count"} if too_far else None)  # fmt: skip
        return
    assert (found[0], len(found)) == (first, count)
    assert {date.weekday() for date in found} == {first.weekday()}
    gaps = {(after - before).days for before, after in zip(found, found[1:], strict=False)}
    if repeat == "weeks":
        assert gaps <= {7 * weeks}
    else:
        assert gaps <= {28, 35}
        of_month = {recurring.is_last(date) if repeat == "last" else recurring.nth(date) for date in found}
        assert of_month == {True if repeat == "last" else recurring.nth(first)}
    until = days(repeat=repeat, weeks=weeks, first_day=first, until=found[-1])
    assert until == found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.times(dt.time(3), dt.time(21)), month=st.sampled_from([3, 10]))
def test_the_clock_on_the_wall_stays_when_the_clocks_change(start, month):
    start = start.replace(second=0, microsecond=0)
    found = days(first_day=dt.date(2027, month, 14), start=start, end=dt.time(23), count=4)
    moments = [verbs._moments(date, start, dt.time(23))["starts"] for date in found]
    assert {timezone.localtime(moment).time() for moment in moments} == {start}
    assert len({timezone.localtime(moment).utcoffset() for moment in moments}) == 2  # there was a change in between


def test_an_hour_that_the_clocks_leave_out_is_refused_with_its_day():
    with pytest.raises(ValidationError) as refused:
        days(first_day=dt.date(2027, 3, 14), start=dt.time(1, 30), end=dt.time(4))
    said = refused.value.message_dict
    assert list(said) == ["start"] and "Sunday 28\u00a0March 2027 the clocks go forward" in said["start"][0]
    assert len(days(first_day=dt.date(2027, 10, 17), start=dt.time(1, 30), end=dt.time(4))) == 4  # that comes twice


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ({"count": 61}, "count"),
        ({"count": 0}, "count"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 13}, "weeks"),
        ({"weeks": 12, "count": 12}, "count"),
        ({"until": dt.date(2027, 1, 13)}, "until"),
        ({"until": dt.date(2029, 1, 1)}, "until"),
        ({"until": dt.date(2028, 11, 1)}, "until"),
        ({"first_day": dt.date(2099, 1, 1)}, "day"),
        ({"repeat": "last"}, "day"),
        ({"repeat": "month", "first_day": dt.date(2027, 1, 29)}, "repeat"),
        ({"count": 3, "until": dt.date(2027, 3, 1)}, "ending"),
    ],
)
def test_what_cannot_be_is_told_at_the_question(asked, question):
    with pytest.raises(ValidationError) as refused:
        days(**asked)
    assert list(refused.value.message_dict) == [question]


def test_a_series_never_runs_on(monkeypatch):
    seen = []
    real = rrule.rrule._iter
    monkeypatch.setattr(rrule.rrule, "_iter", lambda rule: (seen.append(1) or one for one in real(rule)))
    with pytest.raises(ValidationError):
        days(until=TODAY + recurring.AHEAD)
    assert len(seen) == recurring.MOST + 1


# --- planning ---------------------------------------------------------------------------------------------------------
def test_each_day_is_a_draft_without_a_theme_and_with_the_facts(group, facilitator):
    factories.meeting(group, facilitator, days=-7, state=State.HELD)
    series = planned(group, facilitator)
    found = meetings_of(series)
    assert [meeting.slug for meeting in found] == ["2027-01-14", "2027-01-21", "2027-01-28", "2027-02-04"]
    assert {(meeting.state, meeting.theme, meeting.venue, meeting.step_free) for meeting in found} == {
        ("draft", "", "Millbeck Hall, Mill Street", True)
    }
    assert str(found[0]) == "No theme yet (2027-01-14)"
    assert [item.kind for item in found[0].items.all()] == ["hello", "last_notes", "open_space"]
    assert AuditEntry.objects.filter(event="series.planned").get().detail == {"meetings": 4}
    assert Notice.objects.count() == 0


def test_only_who_runs_the_group_does_any_of_it(group, member, elsewhere, series):
    row = series.days.first()
    for by in (member, elsewhere):
        for do in (
            lambda by=by: planned(group, by, weeks=2),
            lambda by=by: change(series, by, start=dt.time(17)),
            lambda by=by: actions.end_series(series, by=by, count=2),
            lambda by=by: actions.leave_out(row, by=by),
            lambda by=by: actions.put_back(row, by=by),
            lambda by=by: actions.say_theme(row.meeting, by=by, theme="Buses"),
        ):
            with pytest.raises(PermissionDenied):
                do()
    assert Meeting.objects.count() == 4 and AuditEntry.objects.filter(event__startswith="series.").count() == 1


def test_the_same_twice_is_one_series(group, facilitator, coordinator, series):
    assert planned(group, coordinator) == series
    assert planned(group, facilitator, weeks=2) != series
    assert Meeting.objects.count() == 8


def test_a_failure_in_the_middle_leaves_nothing(group, facilitator, monkeypatch):
    real, made = verbs._make, []

    def fails(*args, **more):
        made.append(real(*args, **more))
        if len(made) == 3:
            raise OSError

    monkeypatch.setattr(verbs, "_make", fails)
    with pytest.raises(OSError):
        planned(group, facilitator)
    assert (Series.objects.count(), SeriesDay.objects.count(), Meeting.objects.count()) == (0, 0, 0)


def test_a_body_that_meets_in_public_stays_on_the_record(facilitator):
    board = factories.group("board", kind="committee", record_rule="on_record")
    factories.membership(board, facilitator, "facilitator")
    with pytest.raises(ValidationError):
        planned(board, facilitator)
    assert planned(board, facilitator, rule="on_record").days.count() == 4


# --- changing all of them ---------------------------------------------------------------------------------------------
def test_a_change_goes_to_drafts_alone_and_says_what_it_left(group, facilitator, series):
    one, two, three, four = meetings_of(series)
    actions.say_theme(one, by=facilitator, theme="Buses")
    actions.announce(one, by=facilitator)
    factories.attendance(one, "Bev", booking="coming", email="bev@people.example")
    actions.change(
        two, by=facilitator, theme="", starts=two.starts + dt.timedelta(days=1), ends=two.ends + dt.timedelta(days=1)
    )
    actions.say_theme(three, by=facilitator, theme="Tablets")
    before = Meeting.objects.filter(pk__in=[one.pk, two.pk]).values()
    kept = [dict(row) for row in before]
    facts = {**FACTS, "venue": "The library", "bsl": True}
    touched = change(series, facilitator, start=dt.time(17), record_rule="names_listed", facts=facts)
    assert (touched.changed, touched.announced, touched.by_hand) == ([three, four], [one], [two])
    assert [dict(row) for row in before.all()] == kept
    three.refresh_from_db()
    assert (three.theme, three.venue, three.bsl, three.record_rule) == ("Tablets", "The library", True, "names_listed")
    assert (three.local_start.time(), three.slug) == (dt.time(17), "2027-01-28")
    assert {item.record_rule for item in three.items.all()} == {"names_listed"}
    assert Notice.objects.count() == 0
    series.refresh_from_db()
    assert (series.start, series.facts["venue"]) == (dt.time(17), "The library")


def test_a_meeting_whose_rule_was_set_by_hand_is_passed_by(facilitator, series):
    one, *rest = meetings_of(series)
    actions.set_rule(one, RecordRule.NAMES_LISTED, by=facilitator)
    touched = change(series, facilitator, start=dt.time(17))
    assert (touched.by_hand, touched.changed) == ([one], rest)


def test_nothing_new_changes_nothing(facilitator, series):
    assert change(series, facilitator) == actions.Touched()


# --- leaving out, moving, ending --------------------------------------------------------------------------------------
def test_a_day_left_out_stays_out_until_somebody_puts_it_back(facilitator, series):
    row = series.days.all()[1]
    actions.leave_out(row, by=facilitator)
    with pytest.raises(StaleState):
        actions.leave_out(row, by=facilitator)
    change(series, facilitator, start=dt.time(17))
    assert planned(series.group, facilitator) != series  # it is another series by now, so its days are its own
    assert SeriesDay.objects.get(pk=row.pk).meeting is None
    put_back = actions.put_back(row, by=facilitator)
    assert (put_back.local_start, put_back.state) == (timezone.make_aware(dt.datetime(2027, 1, 21, 17)), "draft")
    with pytest.raises(StaleState):
        actions.put_back(row, by=facilitator)


def test_an_announced_meeting_is_not_left_out_but_called_off(client, facilitator, series):
    row = series.days.first()
    actions.say_theme(row.meeting, by=facilitator, theme="Buses")
    actions.announce(row.meeting, by=facilitator)
    with pytest.raises(StaleState):
        actions.leave_out(row, by=facilitator)
    client.force_login(facilitator)
    answer = client.get(there(series, "leave-out", row.day))
    assert answer.url == reverse("meetings:cancel", args=[series.group.slug, row.meeting.slug])


def test_what_was_carried_to_a_draft_that_is_left_out_goes_to_the_next_one(group, facilitator):
    held = factories.meeting(group, facilitator, days=-7, state=State.HELD)
    AgendaItem.objects.filter(pk=factories.topic(held).pk).update(recurring=True)
    one, two, *_more = meetings_of(planned(group, facilitator))
    carried = [item.title for item in one.items.filter(kind="topic")]
    assert (carried, two.items.filter(kind="topic").count()) == (["The first day home"], 0)
    actions.leave_out(one.series_day, by=facilitator)
    assert [item.title for item in two.items.filter(kind="topic")] == ["The first day home"]


def test_a_series_remembers_a_meeting_that_moved(client, facilitator, series):
    two = meetings_of(series)[1]
    later = {"starts": two.starts + dt.timedelta(days=9), "ends": two.ends + dt.timedelta(days=9)}
    actions.change(two, by=facilitator, theme="", **later)
    client.force_login(facilitator)
    page = Page(client.get(series.get_absolute_url()))
    assert page.says("It was meant for Thursday 21 January")
    touched = actions.end_series(series, by=facilitator, count=5)
    assert [meeting.slug for meeting in touched.made] == ["2027-02-11"]  # not one more for the day it was meant for


def test_ending_earlier_takes_drafts_and_leaves_what_people_work_on(facilitator, series):
    one, two, three, four = meetings_of(series)
    actions.say_theme(three, by=facilitator, theme="Tablets")
    touched = actions.end_series(series, by=facilitator, until=dt.date(2027, 1, 14))
    assert (touched.by_hand, touched.gone) == ([three], [dt.date(2027, 1, 21), dt.date(2027, 2, 4)])
    assert set(Meeting.objects.all()) == {one, three}
    series.refresh_from_db()
    assert (series.until, series.count) == (dt.date(2027, 1, 14), None)
    again = actions.end_series(series, by=facilitator, count=4)
    assert [meeting.slug for meeting in again.made] == ["2027-01-21", "2027-02-04"]
    assert (four.pk in {m.pk for m in again.made}, two.pk in {m.pk for m in again.made}) == (False, False)


@pytest.mark.parametrize("prepare", ["topic", "paper", "moved"])
def test_nothing_prepared_is_lost_when_a_series_ends(facilitator, series, prepare):
    last = meetings_of(series)[-1]
    if prepare == "topic":
        actions.add_item(last, by=facilitator, title="Letters", minutes=20)
    elif prepare == "paper":
        factories.paper(last, facilitator, item=last.items.first())
    else:
        actions.change(last, by=facilitator, starts=last.starts, ends=last.ends + dt.timedelta(minutes=30))
    assert actions.end_series(series, by=facilitator, count=1).by_hand == [last]
    assert Meeting.objects.filter(pk=last.pk).exists()


# --- the pages --------------------------------------------------------------------------------------------------------
FORM = {
    "day_0": "14", "day_1": "1", "day_2": "2027", "start": "6pm", "end": "8pm", "repeat": "weeks", "weeks": "2",
    "ending": "count", "until_0": "", "until_1": "", "until_2": "", "count": "3", "who_for": "anyone.", "kind": "meeting",
    "language": "en", "mode": "room", "venue": "Millbeck Hall", "town": "Wendleby", "online_link": "", "dial_in": "",
    "getting_there": "Bus 14.", "access": "", "costs": "nothing.", "expect": "", "offered": "", "meets_you": "",
    "capacity": "", "kept_places": "", "record_rule": "chatham_house",
}  # fmt: skip


def there(series, name, *more):
    return reverse(f"meetings:{name}", args=[series.group.slug, series.pk, *more])


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def test_the_days_are_shown_before_anything_is_made(desk, group):
    address = reverse("meetings:plan-series", args=[group.slug])
    page = Page(desk.post(address, FORM))
    for words in ("This makes 3 meetings", "Every second Thursday, 6pm to 8pm", "Thursday 14 January 2027, 6pm to 8pm"):
        assert page.says(words), words
    assert Series.objects.count() == 0 and lost({**FORM, "kept_places": "0"}, page) in ({}, {"kept_places": "0"})
    shown = page.fields["shown"]
    # Something else than what was shown is shown first.
    assert Page(desk.post(address, {**FORM, "count": "4", "shown": shown})).says("This makes 4 meetings")
    assert Page(desk.post(address, {**FORM, "venue": "A tent", "shown": shown})).says("This makes 3 meetings")
    assert Series.objects.count() == 0
    for _twice in range(2):
        made = Page(desk.post(address, {**FORM, "shown": shown}, follow=True))
        assert made.says("Planned, each as a draft.") and made.html.count("No theme yet") == 3
    assert Meeting.objects.filter(getting_there="Bus 14.", state="draft").count() == 3
    again = Page(
        desk.post(
            address, {**FORM, "venue": "A tent", "day_0": "17", "day_1": "12", "day_2": "2026", "features": ["bsl"]}
        )
    )
    assert again.says("There is a meeting on this day already")  # on the third, 14 January
    assert again.says("It is late to book an interpreter or captions for the first ones. That is so until Thursday 31")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ending": ""}, "Say when it comes to an end. You can plan more meetings later"),
        ({"ending": "until"}, "Say the last day it can be"),
        ({"ending": "count", "count": ""}, "Say how many meetings there will be"),
        ({"count": "999999999999"}, "Type 60 or less. You can plan more meetings later"),
        ({"count": "-1"}, "Type 1 or more"),
        ({"weeks": "zwei"}, "Type a number of weeks, like 2"),
        ({"repeat": ""}, "Pick how often it comes again"),
        ({"repeat": "last"}, "is not the last Thursday of its month"),
        ({"ending": "until", "until_0": "31", "until_1": "2", "until_2": "2027"}, "That day is not in the calendar"),
        ({"ending": "until", "until_0": "1", "until_1": "1", "until_2": "2100"}, "Plan two years at most"),
        ({"day_2": "2100"}, "Plan two years at most"),
        ({"day_1": "11", "day_2": "2025"}, "This day is over"),
        ({"day_0": "28", "day_1": "3", "start": "1:30am", "end": "8pm"}, "The clocks go forward that night"),
        ({"day_0": "14", "day_1": "3", "start": "1:30am", "end": "8pm"}, "there is no 1:30am"),
    ],
)
def test_what_is_wrong_is_said_plainly_and_nothing_typed_is_lost(desk, group, typed, said):
    typed = {**FORM, **typed}
    page = Page(desk.post(reverse("meetings:plan-series", args=[group.slug]), typed))
    assert page.says(said) and page.unlinked() == [] and page.summary
    assert lost(typed, page) == {}
    assert Series.objects.count() == 0


def test_a_bank_holiday_is_said_and_the_longest_series_is_a_light_page(desk, group):
    address = reverse("meetings:plan-series", args=[group.slug])
    page = Page(
        desk.post(address, {**FORM, "day_0": "18", "day_1": "12", "day_2": "2026", "weeks": "1", "count": "60"})
    )
    assert page.says("This makes 60 meetings") and page.html.count("This is a bank holiday.") == 3
    assert len(page.html.encode()) < 40_000


def test_what_stands_in_the_box_that_was_not_picked_does_not_count(desk, group):
    page = Page(desk.post(reverse("meetings:plan-series", args=[group.slug]), {**FORM, "until_0": "x", "until_2": "y"}))
    assert page.says("This makes 3 meetings")


def test_the_pages_of_a_series_change_end_leave_out_and_put_back(desk, series):
    page = Page(desk.get(there(series, "series-change")))
    typed = {**page.fields, "features": ["step_free", "bsl"], "venue": "The library"}
    done = Page(desk.post(there(series, "series-change"), typed, follow=True))
    assert done.says(
        "Changed: Thursday 14 January 2027, Thursday 21 January 2027, Thursday 28 January 2027 and Thursday 4"
    )
    assert set(Meeting.objects.values_list("venue", "bsl")) == {("The library", True)}
    row = series.days.first()
    assert Page(desk.get(there(series, "leave-out", row.day))).says("Nobody has been told of it")
    assert Page(desk.post(there(series, "leave-out", row.day), follow=True)).says("Left out.")
    assert Page(desk.post(there(series, "put-back", row.day), follow=True)).says("is a draft again")
    done = Page(desk.post(there(series, "series-end"), {"ending": "count", "count": "2"}, follow=True))
    assert done.says("Taken out: Thursday 28 January 2027 and Thursday 4 February 2027.")
    assert Page(desk.post(there(series, "series-end"), {"ending": "count", "count": "61"})).says("Type 60 or less")


def test_my_page_and_the_group_page_are_not_flooded(desk, group, facilitator, client):
    held = factories.meeting(group, facilitator, days=-7, state=State.HELD, theme="Notes to write")
    planned(group, facilitator, first_day=dt.date(2026, 11, 26), count=40)
    page = Page(desk.get("/my-page/"))
    assert page.html.count(">No theme yet<") == 5 and page.says("Notes to write") and held.pk
    assert Page(desk.get(group.get_absolute_url())).says("Every Thursday, 6pm to 8pm")
    client.logout()
    for path in (group.get_absolute_url(), "/", "/meetings/", reverse("meetings:group-calendar", args=[group.slug])):
        answer = client.get(path).content.decode()
        assert "No theme yet" not in answer and "Every Thursday" not in answer
