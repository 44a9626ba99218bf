"""What comes due for meetings: reminders, planned as rows and sent by the outbox, and what is forgotten in time."""

import datetime as dt
from collections import defaultdict

from django.db.models import Q, QuerySet
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice, Person, Reminder

from . import deadlines, reminding, weekly
from .models import Attendance, Meeting, PaperRequest, Perspective, Proposal, RememberedNeeds, RiskTold, RoomWish

NEEDS_KEPT = dt.timedelta(days=90)
"""How long after a meeting what people said about themselves is kept."""


def plan_reminders():
    """Write a notice for every reminder that has come due and is still of use. Safe to run twice and at once."""
    now = timezone.now()
    soon = Meeting.objects.filter(
        state=Meeting.State.ANNOUNCED, starts__gt=now, starts__lt=now + dt.timedelta(days=8), entered_afterwards=False
    )
    for meeting in soon.select_related("group"):
        due = {reminder: at for reminder in Reminder if (at := reminding.due_at(meeting, reminder)) <= now}
        slots = {reminder: reminding.slot_of(meeting, reminder) for reminder in Reminder}
        if not due:
            continue
        planned = Notice.objects.filter(kind="reminder", slot__in=slots.values(), subject=outbox.key(meeting))
        told, wants = set(planned.values_list("recipient", "slot")), defaultdict(list)
        for attendance in meeting.attendances.coming().reachable().select_related("person", "meeting__group"):
            wanted = [one for one in reminding.of(attendance) if one in due and attendance.created < due[one]]
            # Who was told of a later one is not told of an earlier one too: the clock of the machine may be put back.
            later = list(Reminder)[list(Reminder).index(wanted[-1]) :] if wanted else []
            if wanted and not any((outbox.key(attendance), slots[one]) in told for one in later):
                wants[wanted[-1]].append(outbox.key(attendance))
        for which, recipients in wants.items():
            leaves = reminding.leaves_at(meeting, which, now)
            outbox.put_each("reminder", recipients=recipients, subject=meeting, slot=slots[which], not_before=leaves)


def plan_papers_due():
    """Write a notice to everybody who was asked for a paper that is due, and has given none. Safe to run twice."""
    now = timezone.now()
    soon = timezone.localdate(now) - min(dt.timedelta(days) for days in deadlines.CHASED.values())
    waited_for = list(PaperRequest.objects.waited_for().filter(due__lte=soon).select_related("item__meeting"))
    planned = Notice.objects.filter(kind="paper_due", recipient__in=[outbox.key(asked) for asked in waited_for])
    told = set(planned.values_list("recipient", "slot"))
    for asked in waited_for:
        which = deadlines.chase_now(asked, now)
        slot = which and deadlines.slot_of(asked, which)
        if which and (outbox.key(asked), slot) not in told:
            leaves = reminding.next_waking(now)
            outbox.put("paper_due", recipient=asked, subject=asked.item.meeting, slot=slot, not_before=leaves)


def plan_weekly():
    """Write a notice for everybody who wants one message a week, on Mondays. Safe to run twice and at once."""
    now = timezone.now()
    if not weekly.is_time(now):
        return
    slot = weekly.slot_of(timezone.localdate(now))
    people = Person.objects.filter(weekly=True, is_active=True).exclude(email=None)
    planned = set(Notice.objects.filter(kind="weekly", slot=slot).values_list("recipient", flat=True))
    outbox.put_own("weekly", recipients=[key for key in outbox.keys(people) if key not in planned], slot=slot)


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


def forget_proposals():
    """Delete what was suggested: 90 days after its answer, or after a year where it was kept for later or nothing came.

    The address for the answer goes with it.
    """
    today = timezone.localdate()
    answered = Q(state__in=["accepted", "answered"], settled_on__lt=today - NEEDS_KEPT)
    return Proposal.objects.filter(answered | Q(suggested_on__lt=today - dt.timedelta(days=365))).delete()[0]


def forget_who_was_told():
    """Delete who was told that someone may be at risk, 24 months after, as the trail is kept that long (LC6)."""
    long_ago = timezone.now() - dt.timedelta(days=731)
    # The one way these rows go: their own queryset refuses.
    return QuerySet(model=RiskTold).filter(told_at__lt=long_ago).delete()[0]
