"""What comes due for meetings: reminders a week and a day before, planned as rows and sent by the outbox."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice

from .models import Attendance, Meeting, Perspective, RememberedNeeds, RiskTold, RoomWish

SLOTS = {"week-before": 7, "day-before": 1}
NEEDS_KEPT = dt.timedelta(days=90)
"""How long after a meeting what people said about themselves is kept."""
WAKING = (dt.time(8), dt.time(20))
"""No reminder leaves before the first or after the second, local time."""


def due_at(meeting, days):
    """Return when the reminder `days` before is due: the same hour by the clock on the wall, within waking hours."""
    local = meeting.local_start
    hour = min(max(local.time(), WAKING[0]), WAKING[1])
    return dt.datetime.combine(local.date() - dt.timedelta(days=days), hour, tzinfo=timezone.get_default_timezone())


def leaves_at(meeting, now):
    """Return when a reminder that is due leaves: now, or in the morning, unless that is too late for the meeting."""
    local = timezone.localtime(now)
    if WAKING[0] <= local.time() <= WAKING[1]:
        return now
    day = local.date() + dt.timedelta(days=local.time() > WAKING[1])
    morning = dt.datetime.combine(day, WAKING[0], tzinfo=timezone.get_default_timezone())
    return morning if morning < meeting.starts else now


def slot_of(name, meeting):
    """The slot holds the start, so that a meeting that moves is reminded of again."""
    return f"{name}:{meeting.starts:%Y%m%dT%H%M}"


def plan_reminders():
    """Write a notice for every reminder that has come due and is still of use. Safe to run twice and at once."""
    now = timezone.now()
    soon = Meeting.objects.filter(
        state=Meeting.State.ANNOUNCED, starts__gt=now, starts__lt=now + dt.timedelta(days=8), entered_afterwards=False
    )
    for meeting in soon.select_related("group"):
        due = {name: due_at(meeting, days) for name, days in SLOTS.items()}
        if now >= due["day-before"]:
            name = "day-before"
        elif now >= due["week-before"]:
            name = "week-before"
        else:
            continue
        slot = slot_of(name, meeting)
        told = set(Notice.objects.filter(kind="reminder", slot=slot).values_list("recipient", flat=True))
        for attendance in Attendance.objects.filter(meeting=meeting, created__lt=due[name]).coming().reachable():
            if outbox.key(attendance) not in told:
                outbox.put(
                    "reminder", recipient=attendance, subject=meeting, slot=slot, not_before=leaves_at(meeting, now)
                )


def forget_needs():
    """Delete what would have helped people to come, 90 days after the meeting (LC6)."""
    over = timezone.now() - NEEDS_KEPT
    told = Attendance.objects.filter(meeting__ends__lt=over).exclude(needs="")
    return told.update(needs="", needs_seen_at=None)


def forget_perspectives():
    """Delete what people said they bring to a meeting, 90 days after it."""
    return Perspective.objects.filter(attendance__meeting__ends__lt=timezone.now() - NEEDS_KEPT).delete()[0]


def forget_remembered_needs():
    """Delete what was kept for the next booking when none came for a year."""
    return RememberedNeeds.objects.filter(used_at__lt=timezone.now() - dt.timedelta(days=365)).delete()[0]


def forget_wishes():
    """Delete the words and pauses people asked for in the room, 30 days after the meeting."""
    over = timezone.now() - dt.timedelta(days=30)
    return RoomWish.objects.filter(meeting__ends__lt=over).delete()[0]


def forget_who_was_told():
    """Delete who was told that someone may be at risk, 24 months after, as the trail is kept that long (LC6)."""
    long_ago = timezone.now() - dt.timedelta(days=731)
    # The one way these rows go: their own queryset refuses.
    return QuerySet(model=RiskTold).filter(told_at__lt=long_ago).delete()[0]
