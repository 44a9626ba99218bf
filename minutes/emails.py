"""How each message about minutes is written."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction import links, mail, outbox
from coproduction.models import Person
from coproduction.templatetags.when import day
from meetings.models import Attendance

from .models import Minutes
from .rules import may_read_group_copy

LOOK = "look-at-notes"
"""The purpose of the link with which somebody who was there reads the notes and asks for a change."""


def look_path(attendance):
    """Return the path of the private page on which one participant looks at the notes."""
    return reverse("minutes:look", args=[links.token(LOOK, attendance)])


@outbox.writes("look_at_notes")
def look_at_notes(notice):
    """Ask one participant: could anyone tell it was you? Not sent when the notes are no longer going round."""
    attendance = Attendance.objects.filter(pk=outbox.pk_of(notice.recipient)).first()
    minutes = Minutes.objects.select_related("meeting__group").filter(pk=outbox.pk_of(notice.subject)).first()
    if attendance is None or minutes is None or not attendance.email or not attendance.came:
        return None
    if minutes.state != Minutes.State.CIRCULATED or notice.slot != f"revision:{minutes.revision}":
        return None
    meeting = minutes.meeting
    context = {
        "attendance": attendance,
        "meeting": meeting,
        "group": meeting.group,
        "until": minutes.window_ends,
        "look_url": mail.absolute(look_path(attendance)),
    }
    subject = _("The notes of %(day)s: could anyone tell it was you?") % {"day": day(meeting.starts)}
    return mail.Message(attendance.email, subject, "look_at_notes", context)


def _about_copy(notice):
    """Return (person, minutes) of a notice about an issued copy, or None for whoever is gone."""
    person = Person.objects.filter(pk=outbox.pk_of(notice.recipient), is_active=True).first()
    minutes = Minutes.objects.select_related("meeting__group").filter(pk=outbox.pk_of(notice.subject)).first()
    return (person, minutes) if person and person.email and minutes else (None, None)


def _context(person, minutes, path):
    meeting = minutes.meeting
    return {"person": person, "meeting": meeting, "group": meeting.group, "url": mail.absolute(path)}


@outbox.writes("notes_ready")
def notes_ready(notice):
    """Tell one member that the group copy can be read. Not sent to somebody who has left, nor of an older version."""
    person, minutes = _about_copy(notice)
    if person is None or notice.slot != f"version:{minutes.version}" or not may_read_group_copy(person, minutes):
        return None
    if not minutes.copies.in_reach().filter(audience="group", version=minutes.version).exists():
        return None
    path = reverse("minutes:group-copy", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    subject = _("The notes of %(day)s are ready") % {"day": day(minutes.meeting.starts)}
    return mail.Message(person.email, subject, "notes_ready", _context(person, minutes, path))


@outbox.writes("notes_withdrawn")
def notes_withdrawn(notice):
    """Ask one member who was told of a copy to delete it."""
    person, minutes = _about_copy(notice)
    if person is None or minutes.state != Minutes.State.WITHDRAWN:
        return None
    subject = _("Please delete the notes of %(day)s") % {"day": day(minutes.meeting.starts)}
    path = minutes.meeting.get_absolute_url()
    return mail.Message(person.email, subject, "notes_withdrawn", _context(person, minutes, path))
