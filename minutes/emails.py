"""How each message about minutes is written."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import choices, links, mail, outbox
from coproduction.models import Notice, Person
from coproduction.templatetags.when import day
from groups.emails import stop_path
from groups.models import Follower, RecordRule
from meetings import reminding
from meetings.models import Attendance

from . import chasing
from .models import Action, Minutes
from .rules import may_issue, may_open_copy_by_link, may_read_group_copy, may_write

LOOK = "look-at-notes"
"""The purpose of the link with which somebody who was there reads the notes and asks for a change."""


def look_path(attendance):
    """Return the path of the private page on which one participant looks at the notes."""
    return reverse("minutes:look", args=[links.token(LOOK, attendance)])


def names_path(attendance, action=None):
    """Return the path of the private page on which somebody says where the notes may name them, or of one action."""
    token = links.token(LOOK, attendance)
    if action is not None:
        return reverse("minutes:own-lead", args=[token, action.pk])
    return reverse("minutes:own-names", args=[token])


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


@outbox.writes("change_asked")
def change_asked(notice):
    """Tell one coordinator that somebody who was there asks for a change; not when it is settled, nor who it was."""
    coordinators = Person.objects.filter(is_active=True).exclude(email=None)
    person = coordinators.filter(pk=outbox.pk_of(notice.recipient)).first()
    minutes = Minutes.objects.select_related("meeting__group").filter(pk=outbox.pk_of(notice.subject)).first()
    if person is None or minutes is None or not may_issue(person, minutes):
        return None
    if not minutes.objections.filter(pk=notice.slot.removeprefix("asked:"), settled_at=None).exists():
        return None
    path = reverse("minutes:check", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    context = {"meeting": minutes.meeting, "group": minutes.meeting.group, "url": mail.absolute(path)}
    subject = _("The notes of %(day)s: please look at something") % {"day": day(minutes.meeting.starts)}
    return mail.Message(person.email, subject, "change_asked", context)


def _follows(notice):
    return notice.recipient.startswith("follower:")


def _booked(notice):
    return notice.recipient.startswith("attendance:")


def _about_copy(notice):
    """Return (reader, minutes) of a notice about an issued copy, or (None, None) for whoever is gone.

    The reader is a Person, a Follower who said yes, or an Attendance: somebody who booked that meeting.
    """
    if _follows(notice):
        readers = Follower.objects.confirmed()
    elif _booked(notice):
        readers = Attendance.objects.reachable().select_related("person")
    else:
        readers = Person.objects.filter(is_active=True).exclude(email=None)
    reader = readers.filter(pk=outbox.pk_of(notice.recipient)).first()
    minutes = Minutes.objects.select_related("meeting__group").filter(pk=outbox.pk_of(notice.subject)).first()
    return (reader, minutes) if reader and minutes else (None, None)


def _told_as_member(follower, notice):
    """Does the same address get this message as a member's already? Then one message is enough."""
    people = Person.objects.filter(email__iexact=follower.email).values_list("pk", flat=True)
    as_member = Notice.objects.filter(
        kind=notice.kind, subject=notice.subject, slot=notice.slot, recipient__in=[f"person:{pk}" for pk in people]
    )
    return as_member.exclude(state=Notice.State.CANCELLED).exists()


def _told_otherwise(attendance, notice):
    """Does somebody who booked get this message as a member, a follower, or by another booking with this address?"""
    people = Person.objects.filter(Q(email__iexact=attendance.email) | Q(pk=attendance.person_id))
    followers = Follower.objects.confirmed().filter(group__meetings=attendance.meeting_id)
    earlier = Attendance.objects.filter(meeting=attendance.meeting_id, pk__lt=attendance.pk)
    rows = [people, *(rows.filter(email__iexact=attendance.email) for rows in (followers, earlier))]
    told = Notice.objects.filter(kind=notice.kind, subject=notice.subject, slot=notice.slot)
    told = told.filter(recipient__in=[key for found in rows for key in outbox.keys(found)])
    return told.exclude(state=Notice.State.CANCELLED).exists()


def _message(notice, reader, minutes, subject, template, path):
    follower = reader if _follows(notice) else None
    context = {
        "follows": follower is not None,
        "booked": _booked(notice),
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "again": minutes.version > 1,
        "url": mail.absolute(path),
        "stop_url": mail.absolute(stop_path(follower)) if follower else "",
    }
    subject %= {"day": day(minutes.meeting.starts)}
    if _booked(notice) and reminding.is_discreet(reader):
        subject = _("A message from %(site)s") % {"site": settings.SITE_NAME}
    return mail.Message(reader.email, subject, template, context, stop_url=context["stop_url"])


def _stands(notice, minutes, audience):
    """Is the copy the notice tells of the newest one, and can it be read?"""
    copies = minutes.copies.in_reach().filter(audience=audience, version=minutes.version)
    return notice.slot == f"version:{minutes.version}" and copies.exists()


def copy_purpose(copy):
    """Return the purpose of the links with which followers read one issued copy for the group, and no other."""
    return f"group-copy:{copy.minutes_id}:{copy.version}"


def copy_path(follower, copy):
    """Return the path of the private page on which one follower reads one copy. It dies with either of them."""
    meeting = copy.minutes.meeting
    return reverse(
        "minutes:copy-by-link", args=[meeting.group.slug, meeting.slug, links.token(copy_purpose(copy), follower)]
    )


@outbox.writes("notes_ready")
def notes_ready(notice):
    """Tell one member or follower that the group copy can be read; nobody who has left, and of no older version."""
    reader, minutes = _about_copy(notice)
    if reader is None or not _stands(notice, minutes, "group"):
        return None
    if not _follows(notice):
        if not may_read_group_copy(reader, minutes):
            return None
        path = reverse("minutes:group-copy", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    elif may_open_copy_by_link(reader, minutes) and not _told_as_member(reader, notice):
        path = copy_path(reader, minutes.copies.in_reach().get(audience="group"))
    else:
        return None
    return _message(notice, reader, minutes, _("The notes of %(day)s are ready"), "notes_ready", path)


@outbox.writes("notes_public")
def notes_public(notice):
    """Tell one member, follower or somebody who booked that everybody can read the notes now; who has left, nothing."""
    reader, minutes = _about_copy(notice)
    if reader is None or not _stands(notice, minutes, "public"):
        return None
    if _follows(notice):
        leave_out = _told_as_member(reader, notice)
    elif _booked(notice):
        leave_out = reader.meeting_id != minutes.meeting_id or _told_otherwise(reader, notice)
    else:
        leave_out = not may_read_group_copy(reader, minutes)
    if leave_out:
        return None
    path = reverse("minutes:public", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    return _message(notice, reader, minutes, _("The notes of %(day)s are public now"), "notes_public", path)


@outbox.writes("notes_withdrawn")
def notes_withdrawn(notice):
    """Ask one member or follower who was told of a copy to delete it."""
    reader, minutes = _about_copy(notice)
    if reader is None or minutes.state != Minutes.State.WITHDRAWN:
        return None
    path = minutes.meeting.get_absolute_url()
    return _message(notice, reader, minutes, _("Please delete the notes of %(day)s"), "notes_withdrawn", path)


def _chased(notice, subject, template, **context):
    """A message to somebody of what is due, which they can stop for good."""
    person = choices.reader(notice, wants="chased")
    if person is None:
        return None
    if person.discreet:
        subject = _("A message from %(site)s") % {"site": settings.SITE_NAME}
    context |= {
        "person": person,
        "stop_url": choices.stop_url(notice),
        "choose_url": mail.absolute(reverse("my-messages")),
    }
    return mail.Message(person.email, subject, template, context, stop_url=context["stop_url"])


@outbox.writes("minutes_overdue")
def minutes_overdue(notice):
    """Tell one of those who run a group that notes are late; not when they went out, nor who no longer runs it."""
    minutes = chasing.unissued().select_related("meeting__group").filter(pk=outbox.pk_of(notice.subject)).first()
    person = choices.reader(notice, wants="chased")
    if minutes is None or person is None or not may_write(person, minutes):
        return None
    meeting = minutes.meeting
    page = reverse("minutes:notes", args=[meeting.group.slug, meeting.slug])
    subject = _("The notes of %(day)s") % {"day": day(meeting.starts)}
    return _chased(notice, subject, "minutes_overdue", meeting=meeting, group=meeting.group, url=mail.absolute(page))


@outbox.writes("action_due")
def action_due(notice):
    """Tell who leads something that it is due; not when it is done or dropped, theirs no more, or due another day."""
    rows = Action.objects.open().exclude(minutes__state=Minutes.State.WITHDRAWN).exclude(due=None)
    rows = rows.filter(lead__person=outbox.pk_of(notice.recipient)).select_related("item", "minutes__meeting__group")
    action = rows.filter(pk=notice.subject.partition(":")[2]).first()
    if action is None or notice.slot != chasing.slot_of(action, timezone.localdate()):
        return None
    meeting = action.minutes.meeting
    page = reverse("minutes:progress", args=[meeting.group.slug, meeting.slug, action.pk])
    more = {
        "due": action.due,
        "is_over": action.due < timezone.localdate(),
        "words": "" if action.item.record_rule == RecordRule.CONFIDENTIAL else action.text,
        "group": meeting.group,
        "meeting": meeting,
        "url": mail.absolute(page),
    }
    return _chased(notice, _("Something you said you would do"), "action_due", **more)
