"""Coming: booking a place, giving it back, sending apologies, and passing on a view."""

import uuid

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from groups.rules import may_facilitate

from .. import changes
from ..models import Attendance, Guest, Meeting, PassedOnView
from .about import remember_needs
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


def is_full(meeting, *, places=1, kept=False):
    free = free_places(meeting, kept=kept)
    return free is not None and free < places


def promote(meeting):
    """Give the free places to those who wait longest, and tell each of them. Returns how many.

    For a caller that holds the row of the meeting, and after the change that made places free: the same transaction
    gives them out again, so that no place is given twice and none is left over. After the start nobody is moved up.
    """
    if meeting.state != Meeting.State.ANNOUNCED or meeting.has_begun:
        return 0
    free, moved = free_places(meeting), 0
    for party in _parties(meeting) if free is None or free > 0 else []:
        # Two who wait together come together; somebody who fits meanwhile goes first, so that no chair stays empty.
        if free is not None and free - moved < len(party):
            continue
        moved += _give_places(party)
    return moved


def _parties(meeting):
    """Return the rows that wait, in lists of one or two who wait together, who waits longest first."""
    rows = list(meeting.attendances.waiting())
    leads = {row.pk for row in rows}
    along = {row.comes_with_id: row for row in rows if row.comes_with_id in leads}
    return [
        [row, along[row.pk]] if row.pk in along else [row] for row in rows if along.get(row.comes_with_id) is not row
    ]


def _give_places(party, *, kept=False):
    """Let those come who wait, and tell whoever booked: by a message, or by the list to ring. Returns how many."""
    waiting = Attendance.objects.filter(pk__in=[row.pk for row in party], booking=Booking.WAITING)
    given = waiting.update(booking=Booking.COMING, waits_since=None, on_kept_place=kept)
    if given:
        told = party[0].comes_with or party[0]
        if told.email:
            outbox.withdraw(subject=told.meeting, recipient=told, kinds=["waiting"])
            outbox.put("place_free", recipient=told, subject=told.meeting, slot=timezone.now().isoformat())
        else:
            ring(Attendance.objects.filter(pk=told.pk), RingAbout.PLACE)
    return given


def ring(rows, about):
    """Put those of `rows` who can be rung and not written to on the list of people to ring."""
    rows = rows.filter(email="").exclude(phone="")
    if about == RingAbout.CHANGED:
        rows = rows.filter(ring_about="")  # who is rung about a place is told of the change as well
    rows.update(ring_about=about)


def tell_of_change(meeting, before=None):
    """Tell everybody who booked an announced meeting that it is not as it was. before: see changes.facts.

    Every change has a message of its own; of several that still wait, only the newest is sent (see emails.changed).
    """
    if meeting.state != Meeting.State.ANNOUNCED:
        return
    if before is not None:
        changes.remember(meeting, before)
    told = outbox.keys(meeting.attendances.coming().reachable())
    outbox.put_each("changed", recipients=told, subject=meeting, slot=timezone.now().isoformat())
    ring(meeting.attendances.coming(), RingAbout.CHANGED)


def tell_of_end(meeting):
    """Tell everybody who booked or waits that the meeting will not happen. What was planned to be sent is not."""
    kinds = ["reminder", "booked", "changed", "waiting", "place_free", "guest_invited", "paper_asked", "paper_due"]
    outbox.withdraw(subject=meeting, kinds=kinds)
    invited = Q(booking=Booking.NONE, invitations__isnull=False)
    invited |= Q(booking=Booking.NONE, paper_requests__state__in=["asked", "given"])
    rows = meeting.attendances.filter(Q(booking__in=[Booking.COMING, Booking.WAITING]) | invited).distinct()
    for attendance in rows.reachable():
        outbox.put("cancelled", recipient=attendance, subject=meeting)
    ring(meeting.attendances.filter(booking__in=[Booking.COMING, Booking.WAITING]), RingAbout.CANCELLED)


def book(meeting, **facts):
    """Book a place with a name and one way to be reached. Returns the Attendance. For the facts see `_book`.

    Raises NotOpen, or Full when every place is taken and nobody said that they would wait.
    """
    return _book(meeting, **facts)


@transaction.atomic
def book_for(meeting, *, by, kept=False, **facts):
    """Book for somebody who rang, by the same rules. kept: on a place that was kept back, while there is one.

    Raises PermissionDenied unless `by` runs the group, and what `book` raises.
    """
    check(may_facilitate(by, meeting.group))
    attendance = _book(meeting, kept=kept, **facts)
    audit.record("meeting.booked_for", meeting, by=by)
    return attendance


@transaction.atomic
def _book(
    meeting,
    *,
    request_key,
    called,
    reach,
    email="",
    phone="",
    needs="",
    may_list=False,
    brings=False,
    brings_called="",
    person=None,
    wait=False,
    kept=False,
    remember=None,
):
    """Give a place, or two when somebody comes along, or a turn on the waiting list.

    The same form posted twice books once. Sends a message with a link to change one's mind and the meeting as a
    calendar file, when there is an address. wait: where every place is taken, go on the waiting list. remember: keep
    (True) or forget (False) the needs of a signed-in person for the next booking.
    """
    meeting = locked(meeting)
    before, request_key = posted_before(meeting, request_key)
    if before:
        return before
    if not meeting.takes_bookings:
        raise NotOpen
    mine = meeting.attendances.select_related("companion").filter(person=person).first() if person else None
    has_place = mine is not None and mine.is_coming
    along = mine.brings if mine else None
    needed = (not has_place) + (brings and not (along and along.is_coming))
    kept = kept and not is_full(meeting, places=needed, kept=True) and is_kept_free(meeting)
    must_wait = needed > 0 and is_full(meeting, places=needed, kept=kept)
    if must_wait and not wait:
        raise Full
    fields = {
        "called": called,
        "reach": reach,
        "email": email,
        "phone": phone,
        "needs": needs,
        "needs_seen_at": mine.needs_seen_at if mine and mine.needs == needs else None,
        "may_list": may_list,
        **({} if has_place else _turn(mine, must_wait, kept=kept)),
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
    if brings:
        _bring(attendance, along, brings_called, must_wait, kept=kept)
    if person and remember is not None:
        remember_needs(person, needs if remember else "")
    if attendance.email:
        kind = "booked" if attendance.is_coming else "waiting"
        outbox.put(kind, recipient=attendance, subject=meeting, slot=str(attendance.link_version))
        again = ["reminder"] if "link_version" in fields else [kind, "reminder"]
        outbox.plan_again(recipient=attendance, subject=meeting, kinds=again)
    return attendance


def is_kept_free(meeting):
    """True while a place that is kept back is free."""
    return meeting.kept_places > meeting.attendances.coming().filter(on_kept_place=True).count()


def _bring(attendance, along, called, must_wait, *, kept=False):
    """Write down whoever comes along, by what they like to be called or as somebody. Returns the row."""
    turn = {} if along and along.is_coming else _turn(along, must_wait, kept=kept)
    fields = {"called": called or (along.called if along else _("Somebody")), **turn}
    if along:
        Attendance.objects.filter(pk=along.pk).update(**fields)
        return along
    return Attendance.objects.create(meeting=attendance.meeting, comes_with=attendance, **fields)


def _turn(row, must_wait, *, kept=False):
    """Return the fields that say whether somebody comes or waits; who waits already keeps their turn."""
    if not must_wait:
        return {"booking": Booking.COMING, "waits_since": None, "on_kept_place": kept}
    turn = row.waits_since if row is not None and row.booking == Booking.WAITING else timezone.now()
    return {"booking": Booking.WAITING, "waits_since": turn, "on_kept_place": False}


def leave(attendance, booking):
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
        attendance.invitations.filter(answer=Guest.Answer.YES).update(answer=Guest.Answer.NO)
    return changed


@transaction.atomic
def cancel_booking(attendance, *, alone=False, by=None):
    """Give the place back, or leave the waiting list; no reason asked. A second time changes nothing.

    Who was to come along does not come either, unless `alone`. Messages to this booking stop, and who waits longest
    gets the place. by: somebody who runs the meeting and was rung; None for the person's own link. Raises
    PermissionDenied unless `by` runs the group.
    """
    check(by is None or may_facilitate(by, attendance.meeting.group))
    meeting = locked(attendance.meeting)
    attendance = _party(attendance)
    left = leave(attendance, Booking.CANCELLED)
    if attendance.brings and not alone:
        left += leave(attendance.brings, Booking.CANCELLED)
    if left:
        promote(meeting)
    return _party(attendance)


def _party(attendance):
    """The row as it is now, with whoever comes along."""
    return Attendance.objects.select_related("meeting__group", "companion").get(pk=attendance.pk)


@transaction.atomic
def rebook(attendance):
    """Take the place again after giving it back, with whoever was to come along; together, or both wait.

    Where the place went to somebody else meanwhile they wait for the next one. Raises NotOpen.
    """
    meeting = locked(attendance.meeting)
    attendance = _party(attendance)
    rows = [row for row in (attendance, attendance.brings) if row and not (row.is_coming or row.is_waiting)]
    if not rows:
        return attendance
    if not meeting.takes_bookings:
        raise NotOpen
    must_wait = is_full(meeting, places=len(rows))
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).update(**_turn(None, must_wait))
    if not must_wait:
        attendance.invitations.filter(answer=Guest.Answer.NO).update(answer=Guest.Answer.YES)
    if must_wait and attendance.email:
        outbox.put("waiting", recipient=attendance, subject=meeting, slot=str(attendance.link_version))
    kinds = ["waiting"] if must_wait else ["booked", "place_free", "reminder"]
    outbox.plan_again(recipient=attendance, subject=meeting, kinds=kinds)
    return _party(attendance)


@transaction.atomic
def bring_along(attendance, *, called):
    """Bring somebody along: on a place of their own, or on the waiting list. Returns the booking. Raises NotOpen.

    Posted twice it counts once, with the newer name.
    """
    meeting = locked(attendance.meeting)
    attendance = _party(attendance)
    if not meeting.takes_bookings or not (attendance.is_coming or attendance.is_waiting):
        raise NotOpen
    along = attendance.brings
    must_wait = attendance.is_waiting or (not (along and along.is_coming) and is_full(meeting))
    _bring(attendance, along, called, must_wait)
    if must_wait and attendance.is_waiting:
        Attendance.objects.filter(comes_with=attendance).update(waits_since=attendance.waits_since)
    return _party(attendance)


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
        mine = _party(mine)
        if leave(mine, Booking.APOLOGIES):
            if mine.brings:
                leave(mine.brings, Booking.CANCELLED)
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
    """Give somebody who waits a place that was kept back, or two to two who wait together.

    Raises Full, or StaleState when they wait no more.
    """
    check(may_facilitate(by, attendance.meeting.group))
    meeting = locked(attendance.meeting)
    if meeting.state != Meeting.State.ANNOUNCED or meeting.has_begun:
        raise StaleState
    attendance = _party(attendance)
    party = [row for row in (attendance, attendance.brings) if row and row.is_waiting]
    if is_full(meeting, places=len(party), kept=True):
        raise Full
    if not party or not _give_places(party, kept=True):
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
