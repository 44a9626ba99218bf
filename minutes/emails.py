"""How each message about minutes is written."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction import links, mail, outbox
from coproduction.templatetags.when import day
from meetings.models import Attendance

from .models import Minutes

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
