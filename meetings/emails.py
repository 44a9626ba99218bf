"""How each message about a meeting is written. Each looks at the world as it is when the message leaves."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from coproduction import choices, links, mail, outbox
from coproduction.templatetags.when import clock, day

from . import changes, deadlines, ical, reminding, weekly
from .models import Attendance, Guest, Meeting, PaperRequest, Proposal
from .slots import slot_of
from .what_rules_mean import RULES_MEAN

BOOKING = "booking"
"""The purpose of the link that lets somebody change their mind."""
STOP = "stop-reminders"
"""The purpose of the link that stops the reminders of one booking. It stands in each of them."""
GUEST = "guest"
"""The purpose of the link of somebody who is invited for an item."""
PROPOSAL = "proposal"
"""The purpose of the link with which somebody reads what became of what they suggested."""
ASKED = "asked-paper"
"""The purpose of the link of somebody who was asked for a paper."""


def asked_path(asked):
    """Return the path of the private page of somebody who was asked for a paper."""
    return reverse("meetings:asked", args=[links.token(ASKED, asked)])


def guest_path(guest):
    """Return the path of the private page of one invitation."""
    return reverse("meetings:guest", args=[links.token(GUEST, guest)])


def proposal_path(proposal):
    """Return the path of the private page of one suggestion."""
    return reverse("meetings:proposal", args=[links.token(PROPOSAL, proposal)])


def booking_path(attendance):
    """Return the path of the private page of one booking."""
    return reverse("meetings:booking", args=[links.token(BOOKING, attendance)])


def stop_path(attendance):
    """Return the path that stops the reminders of one booking: a page for people, one POST for mail programs."""
    return reverse("meetings:stop-reminders", args=[links.token(STOP, attendance)])


def _row(notice):
    return (
        Attendance.objects.select_related("meeting__group", "companion", "person")
        .filter(pk=outbox.pk_of(notice.recipient))
        .first()
    )


def _place(meeting):
    return _("from home") if meeting.mode == Meeting.Mode.ONLINE else meeting.venue.split(",")[0]


def _write(attendance, subject, template, *, attachments=(), **more):
    meeting = attendance.meeting
    context = {
        "attendance": attendance,
        "along": attendance.brings,
        "meeting": meeting,
        "group": meeting.group,
        "booking_url": mail.absolute(booking_path(attendance)),
        "meeting_url": mail.absolute(meeting.get_absolute_url()),
        **more,
    }
    if reminding.is_discreet(attendance):
        subject = _("A message from %(site)s") % {"site": settings.SITE_NAME}
    return mail.Message(attendance.email, subject, template, context, attachments, stop_url=more.get("stop_url", ""))


def _still(attendance, booking=Attendance.Booking.COMING):
    """Is it still true that this person comes (or waits), and that the meeting is to be?"""
    return (
        attendance is not None
        and attendance.email
        and attendance.booking == booking
        and attendance.meeting.state == Meeting.State.ANNOUNCED
        and timezone.now() < attendance.meeting.starts
    )


@outbox.writes("booked")
def booked(notice):
    attendance = _row(notice)
    if not _still(attendance):
        return None
    return _place_message(attendance, _("Your place on %(day)s, %(time)s"), "booked")


@outbox.writes("place_free")
def place_free(notice):
    """A place came free for somebody who waited, or for who comes along with them."""
    attendance = _row(notice)
    if not _still(attendance) or outbox.newer_waits(notice):
        return None
    return _place_message(attendance, _("There is a place for you on %(day)s, %(time)s"), "place_free")


def _place_message(attendance, words, template):
    """A message with the calendar file, and how to join from home when it is nearly time."""
    meeting = attendance.meeting
    subject = words % {"day": day(meeting.starts), "time": clock(meeting.starts)}
    attachment = mail.Attachment(ical.file_name(meeting), ical.calendar(meeting), "text/calendar; method=PUBLISH")
    return _write(attendance, subject, template, attachments=(attachment,), show_links=meeting.shows_links)


@outbox.writes("waiting")
def waiting(notice):
    attendance = _row(notice)
    if not _still(attendance, Attendance.Booking.WAITING):
        return None
    subject = _("Waiting for a place on %(day)s") % {"day": day(attendance.meeting.starts)}
    return _write(attendance, subject, "waiting")


@outbox.writes("reminder")
def reminder(notice):
    attendance = _row(notice)
    if not _still(attendance):
        return None
    meeting = attendance.meeting
    which = next((one for one in reminding.of(attendance) if notice.slot == reminding.slot_of(meeting, one)), None)
    if which is None:
        return None  # they chose otherwise, or the meeting moved and the reminder for the new time is planned by itself
    days = (timezone.localdate(meeting.starts) - timezone.localdate()).days
    when = {0: _("Today"), 1: _("Tomorrow")}.get(days, day(meeting.starts))
    subject = _("%(day)s at %(time)s, %(place)s") % {
        "day": when,
        "time": clock(meeting.starts),
        "place": _place(meeting),
    }
    more = {
        "days": days,
        "show_links": which in reminding.LAST or meeting.shows_links,
        "stop_url": mail.absolute(stop_path(attendance)),
        "choose_url": mail.absolute(reverse("meetings:reminders", args=[links.token(BOOKING, attendance)])),
    }
    return _write(attendance, subject, "reminder", **more)


@outbox.writes("changed")
def changed(notice):
    """What is another than this person knows. Nothing, where it was taken back before anybody could hear of it."""
    attendance = _row(notice)
    if not _still(attendance) or outbox.newer_waits(notice):
        return None
    meeting, told = attendance.meeting, attendance.told
    found = changes.of(attendance, meeting, show_links=meeting.shows_links)
    if told and not found and not changes.another_may_have_left(notice, told):
        return None
    known_day = parse_datetime(told["starts"]) if told else meeting.starts
    subject = _("The plan for %(day)s has changed") % {"day": day(known_day)}
    more = {"changes": found, "as_before": bool(told) and not found, "show_links": meeting.shows_links}
    return _write(attendance, subject, "changed", **more)


@outbox.writes("cancelled")
def cancelled(notice):
    attendance = _row(notice)
    told = (Attendance.Booking.COMING, Attendance.Booking.WAITING, Attendance.Booking.NONE)  # none: invited
    if attendance is None or not attendance.email or attendance.booking not in told:
        return None
    subject = _("Not on %(day)s after all") % {"day": day(attendance.meeting.starts)}
    return _write(attendance, subject, "cancelled", asked=attendance.paper_requests.exists())


@outbox.writes("guest_invited")
def guest_invited(notice):
    guest = Guest.objects.for_page().filter(pk=outbox.pk_of(notice.recipient)).first()
    if guest is None or not guest.item.meeting.takes_bookings or guest.answer:
        return None
    meeting = guest.item.meeting
    subject = _("An invitation for %(day)s, %(time)s") % {"day": day(meeting.starts), "time": clock(meeting.starts)}
    context = {
        "guest": guest,
        "item": guest.item,
        "slot": slot_of(guest.item),
        "rule_means": RULES_MEAN[guest.item.record_rule],
        "meeting": meeting,
        "group": meeting.group,
        "guest_url": mail.absolute(guest_path(guest)),
    }
    return mail.Message(guest.attendance.email, subject, "guest_invited", context)


@outbox.writes("proposal_settled")
def proposal_settled(notice):
    """What became of a suggestion, in a subject that does not tell what it was."""
    proposal = Proposal.objects.select_related("group", "item__meeting__group")
    proposal = proposal.filter(pk=notice.recipient.rpartition(":")[2]).first()
    if proposal is None or not proposal.email or notice.slot != str(proposal.times_settled):
        return None
    if proposal.state == Proposal.State.WAITING:
        return None
    url = mail.absolute(proposal_path(proposal))
    context = {"proposal": proposal, "group": proposal.group, "proposal_url": url, "says": what_became_of(proposal)}
    return mail.Message(proposal.email, _("What became of what you suggested"), "proposal_settled", context)


def what_became_of(proposal):
    """Return in one or two sentences what became of a suggestion, as far as everybody may know it."""
    meeting = proposal.item.meeting if proposal.item else None
    if proposal.state == Proposal.State.ACCEPTED and meeting and meeting.state != Meeting.State.DRAFT:
        over = _("It was on the agenda of %(day)s.")
        words = over if meeting.is_over else _("We will talk about it on %(day)s, %(time)s.")
        return words % {"day": day(meeting.starts), "time": clock(meeting.starts)}
    return {
        Proposal.State.WAITING: _("The people who run the group have not answered yet."),
        Proposal.State.ACCEPTED: _("It is on the agenda of a meeting that is being planned."),
        Proposal.State.ANSWERED: _("The people who run the group answered:"),
        Proposal.State.PARKED: _("Not now. It is kept for later, because:"),
    }[proposal.state]


def _asked(notice):
    """The request of a notice while a paper is still waited for, or None."""
    waited_for = PaperRequest.objects.waited_for().for_page()
    return waited_for.filter(pk=outbox.pk_of(notice.recipient)).first()


def _of_asked(asked, template, **more):
    """A message to somebody who was asked for a paper. Its subject tells of a day, and of nothing it is about."""
    meeting = asked.item.meeting
    context = {
        "asked": asked,
        "item": asked.item,
        "meeting": meeting,
        "group": meeting.group,
        "asked_url": mail.absolute(asked_path(asked)),
        **more,
    }
    if reminding.is_discreet(asked.attendance):
        subject = _("A message from %(site)s") % {"site": settings.SITE_NAME}
    else:
        subject = _("By %(day)s, please") % {"day": day(asked.due)}
    return mail.Message(asked.attendance.email, subject, template, context)


@outbox.writes("paper_asked")
def paper_asked(notice):
    asked = _asked(notice)
    return asked and _of_asked(asked, "paper_asked", rule_means=RULES_MEAN[asked.item.record_rule])


@outbox.writes("paper_due")
def paper_due(notice):
    """Two days before the last day, and the day after it, while nothing is there."""
    asked = _asked(notice)
    if asked is None:
        return None
    which = deadlines.chase_now(asked, timezone.now())
    if which is None or notice.slot != deadlines.slot_of(asked, which):
        return None  # it comes too late to be of use, or the one for now is planned by itself
    return _of_asked(asked, "paper_due", overdue=which == deadlines.AFTER)


@outbox.writes("weekly")
def in_the_week(notice):
    """The week of one person: what they booked, and what is new. Nothing in a week in which there is nothing to say."""
    now = timezone.now()
    person = choices.reader(notice, wants="weekly")
    if person is None or notice.slot != weekly.slot_of(timezone.localdate(now)):
        return None
    coming, new = weekly.coming(person, now), weekly.new(person, now)
    if not coming and not new:
        return None
    for row in coming:
        row.url = mail.absolute(booking_path(row))
    for meeting in new:
        meeting.url = mail.absolute(meeting.get_absolute_url())
    context = {
        "person": person,
        "coming": coming,
        "new": new,
        "stop_url": choices.stop_url(notice),
        "choose_url": mail.absolute(reverse("my-messages")),
    }
    subject = _("A message from %(site)s") % {"site": settings.SITE_NAME} if person.discreet else _("Your week")
    return mail.Message(person.email, subject, "weekly", context, stop_url=context["stop_url"])
