import datetime as dt
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from coproduction.templatetags import when

UTC = dt.UTC
IN_2026 = dt.date(2026, 5, 1)


def at(*parts):
    return dt.datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.date(2026, 9, 17), "Thursday 17\xa0September"),
        (dt.date(2027, 1, 1), "Friday 1\xa0January 2027"),
        (dt.date(2025, 12, 31), "Wednesday 31\xa0December 2025"),
        (at(2026, 9, 17, 23, 30), "Friday 18\xa0September"),  # half past midnight here
        (at(2026, 1, 17, 23, 30), "Saturday 17\xa0January"),
        (at(2026, 12, 31, 23, 59), "Thursday 31\xa0December"),
        (None, ""),
        ("", ""),
    ],
)
def test_day_is_said_with_its_year_only_when_it_is_another_year(value, words):
    assert when.day(value, today=IN_2026) == words


def test_day_without_today_looks_at_the_calendar_of_the_place(time_machine):
    time_machine.move_to(at(2026, 12, 31, 23, 30))
    assert when.day(dt.date(2026, 12, 31)) == "Thursday 31\xa0December"
    assert when.short_day(dt.date(2027, 1, 1)) == "1\xa0January 2027"


def test_day_year_always_says_the_year():
    assert when.day_year(dt.date(2026, 9, 17)) == "Thursday 17\xa0September 2026"
    assert when.weekday(at(2026, 9, 17, 23, 30)) == "Friday"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.time(18), "6pm"),
        (dt.time(18, 30), "6:30pm"),
        (dt.time(9, 5), "9:05am"),
        (dt.time(12), "12 noon"),
        (dt.time(12, 15), "12:15pm"),
        (dt.time(0), "12 midnight"),
        (dt.time(0, 15), "12:15am"),
        (dt.time(11, 59), "11:59am"),
        (at(2026, 9, 17, 17), "6pm"),
        (at(2026, 1, 17, 17), "5pm"),
        (None, ""),
    ],
)
def test_clock_is_said_as_people_say_it(value, words):
    assert when.clock(value) == words


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (at(2026, 9, 17, 17), at(2026, 9, 17, 19), "Thursday 17\xa0September, 6pm to\xa08pm"),
        (at(2026, 9, 26, 9, 30), at(2026, 9, 26, 11), "Saturday 26\xa0September, 10:30am to\xa012 noon"),
        (at(2026, 9, 25, 20), at(2026, 9, 26, 0, 30), "Friday 25\xa0September, 9pm to\xa01:30am"),
        (at(2026, 9, 25, 20), at(2026, 9, 25, 23), "Friday 25\xa0September, 9pm to\xa012 midnight"),
        (
            at(2026, 9, 25, 8),
            at(2026, 9, 26, 15),
            "Friday 25\xa0September, 9am to\xa0Saturday 26\xa0September, 4pm",
        ),
        # the clocks go forward on 29 March 2026, back on 25 October 2026
        (at(2026, 3, 29, 0, 30), at(2026, 3, 29, 1, 30), "Sunday 29\xa0March, 12:30am to\xa02:30am"),
        (at(2026, 3, 28, 18), at(2026, 3, 28, 20), "Saturday 28\xa0March, 6pm to\xa08pm"),
        (at(2026, 3, 29, 17), at(2026, 3, 29, 19), "Sunday 29\xa0March, 6pm to\xa08pm"),
        (at(2026, 10, 24, 17), at(2026, 10, 24, 19), "Saturday 24\xa0October, 6pm to\xa08pm"),
        (at(2026, 10, 24, 23, 30), at(2026, 10, 25, 1, 30), "Sunday 25\xa0October, 12:30am to\xa01:30am"),
        (at(2026, 10, 25, 18), at(2026, 10, 25, 20), "Sunday 25\xa0October, 6pm to\xa08pm"),
    ],
)
def test_moment_holds_over_midnight_and_both_clock_changes(starts, ends, words):
    assert when.moment(starts, ends, today=IN_2026) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (40, "40 minutes"),
        (60, "1 hour"),
        (115, "1 hour 55 minutes"),
        (121, "2 hours 1 minute"),
        (dt.timedelta(hours=2), "2 hours"),
        (None, ""),
    ],
)
def test_length_is_said_in_hours_and_minutes(minutes, words):
    assert when.length(minutes) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (at(2026, 9, 17, 17), "2026-09-17T18:00+01:00"),
        (at(2026, 12, 17, 18), "2026-12-17T18:00+00:00"),
        (dt.date(2026, 9, 17), "2026-09-17"),
        (dt.time(18), "18:00"),
        (None, ""),
    ],
)
def test_iso_is_what_a_time_element_takes(value, text):
    assert when.iso(value) == text


def test_items_follow_each_other_over_the_clock_change():
    items = [SimpleNamespace(minutes=30), SimpleNamespace(minutes=45), SimpleNamespace(minutes=10)]
    lines = when.timed(items, at(2026, 3, 29, 0, 30))
    assert [when.clock(start) for start, _item in lines] == ["12:30am", "2am", "2:45am"]


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("01632 960 114", "tel:+441632960114"),
        ("+44 (0)1632 960114", "tel:+441632960114"),
        ("0044 1632 960 114", "tel:+441632960114"),
        ("(01632) 960-114", "tel:+441632960114"),
        ("01632 960 150 and key in 4471", "tel:+441632960150"),
        ("111", "tel:111"),
        ("ask at the desk", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_phone_link_dials_from_anywhere(number, address):
    assert when.phone_link(number) == address


def test_filters_need_no_load_and_keep_the_hard_spaces():
    page = Template("{{ starts|span:ends }}, {{ starts|clock }}, {{ minutes|how_long }}, {{ two|length }}")
    context = Context({"starts": at(2026, 9, 17, 17), "ends": at(2026, 9, 17, 19), "minutes": 90, "two": [1, 2]})
    assert page.render(context) == "6pm to\xa08pm, 6pm, 1 hour 30 minutes, 2"
