"""Coming: booking a place, giving it back, sending apologies, and passing on a view."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction import outbox

from ..models import Attendance, PassedOnView
from .steps import NotOpen, locked, posted_before


class Full(Exception):
    """Every place is taken."""


def is_full(meeting):
    return meeting.capacity is not None and meeting.attendances.coming().count() >= meeting.capacity


@transaction.atomic
def book(meeting, *, request_key, called, reach, email="", phone="", needs="", may_list=False, person=None):
    """Book a place with a name and one way to be reached. Returns the Attendance.

    The same form posted twice books once. Sends a message with a link to change one's mind and the meeting as a
    calendar file, when there is an address.
    Raises NotOpen, or Full when every place is taken.
    """
    meeting = locked(meeting)
    before, request_key = posted_before(meeting, request_key)
    if before:
        return before
    if not meeting.takes_bookings:
        raise NotOpen
    mine = meeting.attendances.filter(person=person).first() if person else None
    if not (mine and mine.booking == Attendance.Booking.COMING) and is_full(meeting):
        raise Full
    fields = {
        "called": called,
        "reach": reach,
        "email": email,
        "phone": phone,
        "needs": needs,
        "may_list": may_list,
        "booking": Attendance.Booking.COMING,
    }
    if mine:
        if mine.email and mine.email != email:
            fields["link_version"] = mine.link_version + 1  # what went to the old address opens nothing any more
        for name, value in fields.items():
            setattr(mine, name, value)
        mine.save(update_fields=list(fields))
        attendance = mine
    else:
        attendance = Attendance.objects.create(meeting=meeting, person=person, request_key=request_key, **fields)
    if attendance.email:
        outbox.put("booked", recipient=attendance, subject=meeting, slot=str(attendance.link_version))
        again = ["reminder"] if "link_version" in fields else ["booked", "reminder"]
        outbox.plan_again(recipient=attendance, subject=meeting, kinds=again)
    return attendance


@transaction.atomic
def cancel_booking(attendance):
    """Give the place back; no reason asked. Reminders to this booking stop. A second time changes nothing."""
    changed = Attendance.objects.filter(pk=attendance.pk, booking=Attendance.Booking.COMING).update(
        booking=Attendance.Booking.CANCELLED
    )
    if changed:
        outbox.withdraw(subject=attendance.meeting, recipient=attendance, kinds=["reminder", "booked"])
    attendance.refresh_from_db()
    return attendance


@transaction.atomic
def rebook(attendance):
    """Take the place again after giving it back. Raises NotOpen or Full."""
    meeting = locked(attendance.meeting)
    attendance.refresh_from_db()
    if attendance.booking == Attendance.Booking.COMING:
        return attendance
    if not meeting.takes_bookings:
        raise NotOpen
    if is_full(meeting):
        raise Full
    Attendance.objects.filter(pk=attendance.pk).update(booking=Attendance.Booking.COMING)
    outbox.plan_again(recipient=attendance, subject=meeting, kinds=["booked", "reminder"])
    attendance.refresh_from_db()
    return attendance


@transaction.atomic
def send_apologies(meeting, *, request_key, called="", person=None):
    """Say that somebody cannot come. A name is welcome, not needed. The same form posted twice counts once."""
    meeting = locked(meeting)
    before, request_key = posted_before(meeting, request_key)
    if before:
        return before
    if not meeting.takes_bookings:
        raise NotOpen
    mine = meeting.attendances.filter(person=person).first() if person else None
    if mine:
        outbox.withdraw(subject=meeting, recipient=mine, kinds=["reminder", "booked"])
        Attendance.objects.filter(pk=mine.pk).update(booking=Attendance.Booking.APOLOGIES)
        mine.refresh_from_db()
        return mine
    return Attendance.objects.create(
        meeting=meeting,
        person=person,
        request_key=request_key,
        called=called or _("Somebody"),
        booking=Attendance.Booking.APOLOGIES,
    )


@transaction.atomic
def pass_on_view(meeting, *, request_key, text, item=None):
    """Keep a view for the meeting, once for a form posted twice; nothing of who sent it or when (DC1, DC4)."""
    if not meeting.takes_bookings:
        raise NotOpen
    if PassedOnView.objects.filter(pk=request_key).exclude(meeting=meeting).exists():
        request_key = uuid.uuid4()
    return PassedOnView.objects.get_or_create(
        pk=request_key, defaults={"meeting": meeting, "item": item, "text": text}
    )[0]


@transaction.atomic
def claim_bookings(person):
    """Give a person the bookings made with their address, once a code has proved that it is theirs.

    Two people may share one address, so only rows with the same called-name go along, one a meeting.
    """
    if not person.email or not person.called:
        return
    mine = Attendance.objects.filter(person=None, email__iexact=person.email, called__iexact=person.called)
    for row in mine.order_by("pk"):
        if not Attendance.objects.filter(meeting=row.meeting, person=person).exists():
            Attendance.objects.filter(pk=row.pk, person=None).update(person=person)
