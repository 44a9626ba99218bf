"""Coming: booking a place, giving it back, sending apologies, and passing on a view."""

import uuid

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from groups.rules import may_facilitate

from ..models import Attendance, Meeting, PassedOnView
from .steps import NotOpen, check, locked, posted_before

Booking, RingAbout = Attendance.Booking, Attendance.RingAbout


class Full(Exception):
    """Every place is taken, or kept back."""


def free_places(meeting, *, kept=False):
    """Return how many places are free, or None where there is always room.

    Places that are kept back count as taken, unless `kept`: then they may be given out too. May be below 0.
    """
    if meeting.capacity is None:
        return None
    taken = meeting.attendances.coming().aggregate(all=Count("pk"), kept=Count("pk", filter=Q(on_kept_place=True)))
    free = meeting.capacity - taken["all"]
    return free if kept else free - max(0, meeting.kept_places - taken["kept"])


def is_full(meeting, *, kept=False):
    free = free_places(meeting, kept=kept)
    return free is not None and free < 1


def promote(meeting):
    """Give the free places to those who wait longest, and tell each of them. Returns how many.

    For a caller that holds the row of the meeting, and after the change that made places free: the same transaction
    gives them out again, so that no place is given twice and none is left over. After the start nobody is moved up.
    """
    if meeting.state != Meeting.State.ANNOUNCED or meeting.has_begun:
        return 0
    free = free_places(meeting)
    waiting = meeting.attendances.waiting()
    moved = 0
    for row in waiting if free is None else waiting[: max(0, free)]:
        moved += _give_place(row, waiting=True)
    return moved


def _give_place(row, *, waiting=False, kept=False):
    """Let a row come, and tell whoever it is: by a message, or by the list of people to ring. Returns 1, or 0."""
    state = Booking.WAITING if waiting else row.booking
    changed = Attendance.objects.filter(pk=row.pk, booking=state).update(
        booking=Booking.COMING, waits_since=None, on_kept_place=kept
    )
    if changed:
        row.refresh_from_db()
        if row.email:
            outbox.withdraw(subject=row.meeting, recipient=row, kinds=["waiting"])
            outbox.put("place_free", recipient=row, subject=row.meeting, slot=timezone.now().isoformat())
        else:
            ring(Attendance.objects.filter(pk=row.pk), RingAbout.PLACE)
    return changed


def ring(rows, about):
    """Put those of `rows` who can be rung and not written to on the list of people to ring."""
    rows = rows.filter(email="").exclude(phone="")
    if about == RingAbout.CHANGED:
        rows = rows.filter(ring_about="")  # who is rung about a place is told of the change as well
    rows.update(ring_about=about)


def tell_of_change(meeting):
    """Tell everybody who booked an announced meeting that it is not as it was.

    Every change has a message of its own; of several that still wait, only the newest is sent (see emails.changed).
    """
    if meeting.state != Meeting.State.ANNOUNCED:
        return
    for attendance in meeting.attendances.coming().reachable():
        outbox.put("changed", recipient=attendance, subject=meeting, slot=timezone.now().isoformat())
    ring(meeting.attendances.coming(), RingAbout.CHANGED)


def tell_of_end(meeting):
    """Tell everybody who booked or waits that the meeting will not happen. What was planned to be sent is not."""
    outbox.withdraw(subject=meeting, kinds=["reminder", "booked", "changed", "waiting", "place_free"])
    rows = meeting.attendances.filter(booking__in=[Booking.COMING, Booking.WAITING])
    for attendance in rows.reachable():
        outbox.put("cancelled", recipient=attendance, subject=meeting)
    ring(rows, RingAbout.CANCELLED)


@transaction.atomic
def book(meeting, *, request_key, called, reach, email="", phone="", needs="", may_list=False, person=None, wait=False):
    """Book a place with a name and one way to be reached. Returns the Attendance.

    The same form posted twice books once. Sends a message with a link to change one's mind and the meeting as a
    calendar file, when there is an address. wait: where every place is taken, go on the waiting list.
    Raises NotOpen, or Full when every place is taken and nobody said that they would wait.
    """
    meeting = locked(meeting)
    before, request_key = posted_before(meeting, request_key)
    if before:
        return before
    if not meeting.takes_bookings:
        raise NotOpen
    mine = meeting.attendances.filter(person=person).first() if person else None
    has_place = mine is not None and mine.booking == Booking.COMING
    must_wait = not has_place and is_full(meeting)
    if must_wait and not wait:
        raise Full
    fields = {
        "called": called,
        "reach": reach,
        "email": email,
        "phone": phone,
        "needs": needs,
        "may_list": may_list,
        **_turn(mine, must_wait),
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
        kind = "waiting" if must_wait else "booked"
        outbox.put(kind, recipient=attendance, subject=meeting, slot=str(attendance.link_version))
        again = ["reminder"] if "link_version" in fields else [kind, "reminder"]
        outbox.plan_again(recipient=attendance, subject=meeting, kinds=again)
    return attendance


def _turn(row, must_wait):
    """Return the fields that say whether somebody comes or waits; who waits already keeps their turn."""
    if not must_wait:
        return {"booking": Booking.COMING, "waits_since": None}
    turn = row.waits_since if row is not None and row.booking == Booking.WAITING else timezone.now()
    return {"booking": Booking.WAITING, "waits_since": turn, "on_kept_place": False}


def _leave(attendance, booking):
    """Take somebody from their place or from the waiting list, and give what came free to who waits. Returns 1 or 0.

    For a caller that holds the row of the meeting.
    """
    changed = Attendance.objects.filter(pk=attendance.pk, booking__in=[Booking.COMING, Booking.WAITING]).update(
        booking=booking, waits_since=None, on_kept_place=False, ring_about=""
    )
    if changed:
        outbox.withdraw(
            subject=attendance.meeting, recipient=attendance, kinds=["reminder", "booked", "waiting", "place_free"]
        )
    return changed


@transaction.atomic
def cancel_booking(attendance, *, by=None):
    """Give the place back, or leave the waiting list; no reason asked. A second time changes nothing.

    Messages to this booking stop, and who waits longest gets the place. by: somebody who runs the meeting and was
    rung; None for the person's own link. Raises PermissionDenied unless `by` runs the group.
    """
    check(by is None or may_facilitate(by, attendance.meeting.group))
    meeting = locked(attendance.meeting)
    if _leave(attendance, Booking.CANCELLED):
        promote(meeting)
    attendance.refresh_from_db()
    return attendance


@transaction.atomic
def rebook(attendance):
    """Take the place again after giving it back, or wait for one where it went to somebody else. Raises NotOpen."""
    meeting = locked(attendance.meeting)
    attendance.refresh_from_db()
    if attendance.booking in (Booking.COMING, Booking.WAITING):
        return attendance
    if not meeting.takes_bookings:
        raise NotOpen
    must_wait = is_full(meeting)
    Attendance.objects.filter(pk=attendance.pk).update(**_turn(None, must_wait))
    if must_wait and attendance.email:
        outbox.put("waiting", recipient=attendance, subject=meeting, slot=str(attendance.link_version))
    kinds = ["waiting"] if must_wait else ["booked", "place_free", "reminder"]
    outbox.plan_again(recipient=attendance, subject=meeting, kinds=kinds)
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
        if _leave(mine, Booking.APOLOGIES):
            promote(meeting)
        else:
            Attendance.objects.filter(pk=mine.pk).update(booking=Booking.APOLOGIES)
        mine.refresh_from_db()
        return mine
    return Attendance.objects.create(
        meeting=meeting,
        person=person,
        request_key=request_key,
        called=called or _("Somebody"),
        booking=Booking.APOLOGIES,
    )


# --- what those who run the meeting do about places -------------------------------------------------------------------


@transaction.atomic
def release_places(meeting, *, by):
    """Give the places that were kept back and are still free to everybody: first to those who wait."""
    check(may_facilitate(by, meeting.group))
    meeting = locked(meeting)
    used = meeting.attendances.coming().filter(on_kept_place=True).count()
    if meeting.kept_places > used:
        Meeting.objects.filter(pk=meeting.pk).update(kept_places=used)
        meeting.kept_places = used
        audit.record("meeting.places_released", meeting, by=by)
        promote(meeting)
    return meeting


@transaction.atomic
def give_kept_place(attendance, *, by):
    """Give somebody who waits a place that was kept back. Raises Full, or StaleState when they wait no more."""
    check(may_facilitate(by, attendance.meeting.group))
    meeting = locked(attendance.meeting)
    if meeting.state != Meeting.State.ANNOUNCED or meeting.has_begun:
        raise StaleState
    if is_full(meeting, kept=True):
        raise Full
    if not _give_place(attendance, waiting=True, kept=True):
        raise StaleState
    audit.record("meeting.kept_place_given", meeting, by=by)


@transaction.atomic
def have_rung(attendance, *, by, about):
    """Say that somebody was rung about what the page showed; a newer reason stays on the list."""
    check(may_facilitate(by, attendance.meeting.group))
    Attendance.objects.filter(pk=attendance.pk, ring_about=about).update(ring_about="")


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
