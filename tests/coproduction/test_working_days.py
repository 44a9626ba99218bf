"""Working days: weekends and bank holidays do not count, in the part of the country the host is in."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from coproduction.working_days import is_working_day, working_days_after

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ((2026, 11, 20), 1, (2026, 11, 23)),  # over a weekend
        ((2026, 11, 20), 5, (2026, 11, 27)),
        ((2026, 11, 21), 1, (2026, 11, 23)),  # from a Saturday
        ((2026, 12, 23), 5, (2027, 1, 4)),  # Christmas, Boxing Day on a Saturday and given on Monday, New Year
        ((2026, 4, 1), 2, (2026, 4, 7)),  # Easter
        ((2026, 11, 20), 0, (2026, 11, 20)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start, days, end):
    found = working_days_after(dt.datetime(*start, 12, tzinfo=LONDON), days)
    assert found == dt.datetime(*end, 23, 59, tzinfo=LONDON)


def test_the_day_is_the_one_on_the_wall():
    late = dt.datetime(2026, 7, 2, 23, 30, tzinfo=dt.UTC)  # already Friday in London
    assert working_days_after(late, 1).date() == dt.date(2026, 7, 6)


@pytest.mark.parametrize(("part", "works"), [("ENG", True), ("WLS", True), ("SCT", False), ("NIR", True)])
def test_each_part_of_the_country_has_its_own(part, works, settings):
    settings.BANK_HOLIDAYS = part
    assert is_working_day(dt.date(2026, 11, 30)) == works  # St Andrew's Day
