"""When somebody is reminded: as they chose for this booking, as they always like it, or as the group does."""

import datetime as dt

from django.utils import timezone

from coproduction.models import Reminder

USUAL = [Reminder.WEEK, Reminder.DAY]
"""What a group does that has not said anything else."""
DAYS = {Reminder.WEEK: 7, Reminder.DAY: 1}
LAST = [Reminder.DAY, Reminder.HOUR]
"""Reminders that come shortly before: they tell how to join from home."""
WAKING = (dt.time(8), dt.time(20))
"""No reminder leaves before the first or after the second, local time, but for the one an hour before."""


def of_group(group):
    """Return when people who book with a group are reminded, as a list of Reminder."""
    return in_order(USUAL if group.reminders is None else group.reminders)


def of(attendance):
    """Return when somebody is reminded, as a list of Reminder; empty for not at all."""
    person = attendance.person
    own = attendance.reminders if attendance.reminders is not None or person is None else person.reminders
    chosen = of_group(attendance.meeting.group) if own is None else in_order(own)
    has_a_weekly_message = person is not None and person.weekly
    return [one for one in chosen if one == Reminder.HOUR] if has_a_weekly_message else chosen


def in_order(values):
    """Return the known ones of `values`, the earliest first."""
    return [reminder for reminder in Reminder if reminder in values]


def is_discreet(attendance):
    """Should no subject say that it is about a meeting?"""
    return attendance.discreet or (attendance.person is not None and attendance.person.discreet)


def due_at(meeting, reminder):
    """Return when a reminder is due: an hour before, or at the meeting's hour by the clock, while people are awake."""
    if reminder == Reminder.HOUR:
        return meeting.starts - dt.timedelta(hours=1)
    local = meeting.local_start
    hour = min(max(local.time(), WAKING[0]), WAKING[1])
    day = local.date() - dt.timedelta(days=DAYS[reminder])
    return dt.datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def leaves_at(meeting, reminder, now):
    """Return when a reminder that is due leaves: now, or in the morning, unless that is too late for the meeting."""
    awake = now if reminder == Reminder.HOUR else next_waking(now)
    return awake if awake < meeting.starts else now


def next_waking(now):
    """Return the next moment from `now` on at which people are awake: now itself by day."""
    local = timezone.localtime(now)
    if WAKING[0] <= local.time() <= WAKING[1]:
        return now
    day = local.date() + dt.timedelta(days=local.time() > WAKING[1])
    return dt.datetime.combine(day, WAKING[0], tzinfo=timezone.get_default_timezone())


def slot_of(meeting, reminder):
    """Return the slot of a notice. It holds the start, so that a meeting that moves is reminded of again."""
    return f"{reminder}:{meeting.starts:%Y%m%dT%H%M}"
