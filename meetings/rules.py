"""Who may, with papers."""

from groups.rules import may_facilitate

from .membership import is_member
from .models import Attendance, Meeting, Paper


def papers_of(person, meeting):
    """Return the papers of a meeting this person may read: all of them for those who run the group."""
    papers = Paper.objects.filter(item__meeting=meeting)
    if may_facilitate(person, meeting.group):
        return papers
    if is_member(person, meeting.group):
        return papers.for_members()
    return papers.for_everybody()


def papers_of_booking(attendance):
    """Return the papers somebody may read by the link of their booking: what members read, while they are coming."""
    meeting = attendance.meeting
    hidden = meeting.state in (Meeting.State.DRAFT, Meeting.State.CANCELLED)
    if attendance.booking != Attendance.Booking.COMING or hidden:
        return Paper.objects.none()
    return Paper.objects.filter(item__meeting=meeting).for_members()
