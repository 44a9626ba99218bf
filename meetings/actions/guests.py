"""Guests: invited for one item, they answer and give us a paper by a link of their own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from groups.rules import may_facilitate

from ..models import AgendaItem, Attendance, Guest, Meeting
from .coming import leave, promote
from .steps import NotOpen, check, locked

Answer, Booking = Guest.Answer, Attendance.Booking
MOST_WAITING = 5
"""So many papers of an item may wait to be looked at; more from guests are not taken."""


@transaction.atomic
def invite_guest(item, *, by, request_key, called, email, does, organisation="", note=""):
    """Invite somebody for an item, with a message that holds a link of their own. Returns the Guest.

    They stand in the register from now on, so that the check knows their name. The same form posted twice invites
    once. Raises PermissionDenied, StaleState once the meeting cannot be booked, ValidationError for a break.
    """
    check(may_facilitate(by, item.meeting.group))
    meeting = locked(item.meeting)
    if before := Guest.objects.filter(request_key=request_key, item=item).first():
        return before
    if not meeting.takes_bookings:
        raise StaleState
    if item.kind == AgendaItem.Kind.BREAK:
        raise ValidationError(_("This is a break. Invite them for something on the agenda."))
    known = meeting.attendances.filter(email__iexact=email, called__iexact=called)
    known = known.filter(Q(invitations__isnull=False) | Q(paper_requests__isnull=False)).first()
    attendance = known or Attendance.objects.create(
        meeting=meeting, called=called, reach=Attendance.Reach.EMAIL, email=email, organisation=organisation
    )
    facts = {"does": does, "note": note}
    guest, new = Guest.objects.get_or_create(item=item, attendance=attendance, defaults=facts)
    if new:
        Guest.objects.filter(pk=guest.pk).update(request_key=request_key)
        outbox.put("guest_invited", recipient=guest, subject=meeting)
        audit.record("guest.invited", item, by=by, does=does)
    return guest


@transaction.atomic
def answer_guest(guest, *, yes):
    """Say whether a guest comes. Their place is theirs even where the meeting is full. Raises NotOpen.

    A no for one item is none for the others they are invited for.
    """
    meeting = locked(guest.item.meeting)
    if not meeting.takes_bookings:
        raise NotOpen
    Guest.objects.filter(pk=guest.pk).update(answer=Answer.YES if yes else Answer.NO)
    _settle_place(guest.attendance, meeting)


def _settle_place(attendance, meeting):
    """Let the place of a guest follow their answers: one yes is enough."""
    if attendance.invitations.filter(answer=Answer.YES).exists():
        Attendance.objects.filter(pk=attendance.pk).exclude(booking=Booking.COMING).update(booking=Booking.COMING)
        outbox.plan_again(recipient=attendance, subject=meeting, kinds=["reminder"])
    elif leave(attendance, Booking.APOLOGIES):
        promote(meeting)
    elif not attendance.invitations.filter(answer=Answer.NONE).exists():
        Attendance.objects.filter(pk=attendance.pk, booking=Booking.NONE).update(booking=Booking.APOLOGIES)


@transaction.atomic
def take_back_guest(guest, *, by):
    """Take an invitation back: the link opens nothing from now on, and a place that comes free goes to who waits.

    Who is invited for nothing else and never answered is forgotten.
    """
    check(may_facilitate(by, guest.item.meeting.group))
    meeting = locked(guest.item.meeting)
    attendance = guest.attendance
    if not Guest.objects.filter(pk=guest.pk).delete()[0]:
        raise StaleState
    outbox.withdraw(subject=meeting, recipient=guest)
    audit.record("guest.taken_back", guest.item, by=by)
    if attendance.invitations.exists():
        _settle_place(attendance, meeting)
    elif leave(attendance, Booking.CANCELLED):
        promote(meeting)
    else:
        nothing_else = {"booking": Booking.NONE, "came": None, "paper_requests": None}
        meeting.attendances.filter(pk=attendance.pk, **nothing_else).delete()


def guest_may_add_paper(guest):
    """May the guest give us a paper now? Until the meeting begins, for an item that is not private."""
    meeting = guest.item.meeting
    open_now = meeting.state == Meeting.State.ANNOUNCED and not meeting.has_begun
    return open_now and guest.item.record_rule != "confidential" and guest.answer != Answer.NO
