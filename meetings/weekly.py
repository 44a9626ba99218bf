"""One message a week in place of reminders a week and a day before: for people who chose that."""

import datetime as dt

from django.utils import timezone

from groups.models import Group, Membership

from .models import Attendance, Meeting
from .reminding import next_waking

AHEAD = dt.timedelta(days=7)
MOST_NEW = 10


def slot_of(day):
    """Return the slot of the message of a week, like 2026-W48."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


def is_time(now):
    """Is it a Monday, while people are awake?"""
    local = timezone.localtime(now)
    return local.isoweekday() == 1 and next_waking(now) == now


def coming(person, now):
    """Return what the person has booked in the next seven days, soonest first."""
    rows = Attendance.objects.coming().filter(person=person, meeting__state=Meeting.State.ANNOUNCED)
    rows = rows.filter(meeting__starts__gt=now, meeting__starts__lte=now + AHEAD)
    return list(rows.select_related("meeting__group").order_by("meeting__starts", "pk"))


def new(person, now):
    """Return the meetings to come that the person's groups have announced in the last week and they have not booked."""
    groups = Group.objects.filter(pk__in=Membership.objects.current().filter(person=person).values("group"))
    told = Meeting.objects.filter(group__in=groups, state=Meeting.State.ANNOUNCED, entered_afterwards=False)
    told = told.filter(announced_at__gt=now - AHEAD, starts__gt=now)
    booked = Attendance.objects.exclude(booking=Attendance.Booking.NONE).filter(person=person)
    return list(
        told.exclude(pk__in=booked.values("meeting")).select_related("group").order_by("starts", "pk")[:MOST_NEW]
    )
