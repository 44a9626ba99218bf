"""Who may, with papers."""

from groups.rules import may_coordinate, may_facilitate

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


def may_read_who_was_told(person, meeting):
    """May read who was told that someone may be at risk: coordinators; others who run the group only write it (DC7)."""
    return may_coordinate(person, meeting.group)


def may_print_names(person, meeting):
    """May print a sheet to sign with the names of people who booked on it: coordinators (CH7)."""
    return may_coordinate(person, meeting.group)
