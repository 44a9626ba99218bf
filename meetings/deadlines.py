"""By when papers have to be there, what is late, and when somebody who was asked for one is written to."""

import datetime as dt

from django.utils import timezone

from .models import Meeting

BEFORE, AFTER = "before", "after"
CHASED = {BEFORE: -2, AFTER: 1}
"""Days from the last day for a paper on which whoever was asked is written to, while nothing is there."""
CHASED_AT = dt.time(10)


def of_meeting(meeting):
    """Return the last day on which a paper for this meeting is in time, as its group has chosen.

    Where people were told of the meeting later than that, it is the day before the meeting.
    """
    start = meeting.local_start.date()
    last = start - dt.timedelta(days=meeting.group.papers_days)
    told = timezone.localdate(meeting.announced_at or timezone.now())
    return last if told <= last else start - dt.timedelta(days=1)


def of_paper(paper):
    """Return the last day for a paper that is there: of whoever was asked for it, or else of its meeting."""
    asked = getattr(paper, "asked_for", None)
    return asked.due if asked and asked.item_id == paper.item_id else of_meeting(paper.item.meeting)


def is_late(meeting, due=None):
    """Would a paper that is given now be late? Of a meeting that was entered afterwards none is."""
    return not meeting.entered_afterwards and timezone.localdate() > (due or of_meeting(meeting))


def chased_at(asked, slot):
    """Return when somebody who was asked is written to."""
    day = asked.due + dt.timedelta(days=CHASED[slot])
    return dt.datetime.combine(day, CHASED_AT, tzinfo=timezone.get_default_timezone())


def chase_now(asked, now):
    """Return which message is due to somebody who was asked, BEFORE or AFTER, or None.

    One that would have been due before they were asked never is, and of two that are, only the later one.
    """
    due = [slot for slot in CHASED if asked.asked_at < chased_at(asked, slot) <= now]
    if not due or due[-1] == BEFORE and timezone.localdate(now) > asked.due:
        return None
    return due[-1]


def slot_of(asked, which):
    """Return the slot of a notice. It holds the day, so that another day is a message of its own."""
    return f"{which}:{asked.due:%Y%m%d}"


def may_still_come(meeting):
    """Is it still before the meeting, and will it be? Only then papers come by private links."""
    return meeting.state == Meeting.State.ANNOUNCED and not meeting.has_begun
