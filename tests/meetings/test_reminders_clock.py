"""Reminders when clocks change, when nobody was there to send them, and on a machine that lives in another time zone."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from coproduction import outbox
from coproduction.models import Notice
from meetings import periodic, reminding
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.test_reminders import at, booked

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata"]


def sweep(moment, zone="Europe/London"):
    """Let a sweep run at a moment, on a machine whose own clock shows the time of `zone`. Returns the subjects sent."""
    with time_machine.travel(moment.astimezone(ZoneInfo(zone)), tick=False):
        assert time.tzname[0] == moment.astimezone(ZoneInfo(zone)).replace(month=1).tzname()  # the machine lives there
        periodic.plan_reminders()
        outbox.send_due()
    said = [message.subject for message in mail.outbox]
    mail.outbox.clear()
    return said


def told_between(first, last, zone, *, minutes=30):
    """Return when, by the clock on the wall in London, something was sent, looking every so many minutes."""
    moment, told = at(first).astimezone(dt.UTC), []
    while moment <= at(last):
        if said := sweep(moment, zone):
            told += [moment.astimezone(ZoneInfo("Europe/London")).strftime("%d %H:%M")] * len(said)
        moment += dt.timedelta(minutes=minutes)
    return told


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [("2026-03-29 18:00", "2026-03-28 12:00", "2026-03-29 19:00"), ("2026-10-25 18:00", "2026-10-24 12:00", "2026-10-25 19:00")],
    ids=["March", "October"],
)  # fmt: skip
def test_over_the_night_in_which_clocks_change_one_reminder_comes_at_the_hour_of_the_meeting(
    group, facilitator, starts, first, last, zone
):
    booked(group, facilitator, starts)
    Attendance.objects.update(reminders=["day-before"])
    assert told_between(first, last, zone, minutes=60) == [f"{int(starts[8:10]) - 1} 18:00"]


def test_twenty_four_hours_before_would_be_another_hour_on_those_days():
    for starts in ("2026-03-29 18:00", "2026-10-25 18:00"):
        meeting = Meeting(starts=at(starts))
        careless = (meeting.starts.astimezone(dt.UTC) - dt.timedelta(hours=24)).astimezone(ZoneInfo("Europe/London"))
        assert reminding.due_at(meeting, "day-before").hour == 18 != careless.hour


def test_a_clock_that_is_put_back_or_forward_repeats_nothing(group, facilitator):
    booked(group, facilitator, "2031-09-10 18:00")
    said = [sweep(at("2031-09-09 18:30") + dt.timedelta(hours=hours)) for hours in (0, -2, 0, 1, 23, 0)]
    assert [len(subjects) for subjects in said] == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("last_seen", "back", "said"),
    [
        ("2031-09-09 17:30", "2031-09-09 20:00", ["Tomorrow at 6pm, Millbeck Hall"]),
        ("2031-09-10 08:00", "2031-09-10 17:30", ["Today at 6pm, Millbeck Hall"]),
        ("2031-09-10 15:30", "2031-09-10 18:00", []),
    ],
)
def test_after_hours_in_which_nothing_ran_what_is_still_of_use_leaves_once_and_says_when_it_is(
    group, facilitator, last_seen, back, said
):
    booked(group, facilitator, "2031-09-10 18:00")
    Attendance.objects.update(reminders=["day-before", "hour-before"] if "10 08" not in last_seen else ["hour-before"])
    if "09-10 15" in last_seen:
        assert len(sweep(at("2031-09-09 18:00"))) == 1
    sweep(at(last_seen))
    assert sweep(at(back)) == said and sweep(at(back) + dt.timedelta(minutes=1)) == []


def test_what_waited_in_a_row_while_nothing_ran_is_not_sent_after_the_start(group, facilitator):
    booked(group, facilitator, "2031-09-10 18:00")
    with time_machine.travel(at("2031-09-10 17:00"), tick=False):
        Attendance.objects.update(reminders=["hour-before"])
        periodic.plan_reminders()
    assert sweep(at("2031-09-10 20:00")) == []
    assert Notice.objects.get().state == "cancelled"


def test_people_of_another_group_are_not_touched(group, facilitator):
    booked(group, facilitator, "2031-09-10 18:00")
    other = factories.group("streets-for-everyone", reminders=[])
    factories.membership(other, facilitator, "facilitator")
    booked(other, facilitator, "2031-09-10 18:00")
    assert len(sweep(at("2031-09-09 18:00"))) == 1
