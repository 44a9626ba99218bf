"""When an item of the agenda is, worked out from what stands before it."""

from datetime import timedelta

from coproduction.templatetags.when import timed


def slot_of(item):
    """Return (start, end) of an item as the agenda stands now, in local time."""
    for starts, one in timed(item.meeting.items.all(), item.meeting.starts):
        if one.pk == item.pk:
            return starts, starts + timedelta(minutes=one.minutes)
    return item.meeting.starts, item.meeting.ends
