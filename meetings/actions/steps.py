"""What every action begins with."""

import uuid

from django.core.exceptions import PermissionDenied

from ..models import Attendance, Meeting


class NotOpen(Exception):
    """The meeting takes nothing of this kind now: it has not begun, it is over, or it is not for everybody."""


def check(allowed):
    if not allowed:
        raise PermissionDenied


def locked(meeting):
    """Lock the meeting's row, so that the last place is given once; on SQLite the transaction itself is the lock."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def posted_before(meeting, request_key):
    """Return (the row a form posted twice made the first time, or None, and a key that is free)."""
    before = Attendance.objects.filter(request_key=request_key).first()
    if before and before.meeting_id != meeting.pk:
        return None, uuid.uuid4()
    return before, request_key
