"""The register: who came, how, who came late, and who sent apologies. Never an export source."""

import uuid

from django.db import transaction

from coproduction.access import StaleState
from groups.rules import may_facilitate

from ..models import Attendance, Meeting
from .coming import promote
from .steps import NotOpen, check, locked, posted_before

Booking, How = Attendance.Booking, Attendance.How


def usual_way(meeting):
    """How people are there if nobody says otherwise."""
    return How.ONLINE if meeting.mode == Meeting.Mode.ONLINE else How.ROOM


@transaction.atomic
def mark_came(meeting, *, by, came, shown=None, listed=(), how=None, late=(), apologies=None):
    """Write down who came. came: primary keys of this meeting's rows; everybody else is marked as not there.

    shown: primary keys of the rows to write; others, whom somebody added or marked meanwhile, stay as they are.
    listed: primary keys of those who said their name may be listed. how: {primary key: Attendance.How value}.
    late: primary keys of those who came late. apologies: of those who sent word that they could not come; None
    leaves what people said themselves.
    """
    check(may_facilitate(by, meeting.group))
    meeting, how = locked(meeting), how or {}
    for row in meeting.attendances.select_for_update():
        if shown is not None and row.pk not in shown:
            continue
        here, booking = row.pk in came, row.booking
        if apologies is not None and not here:
            if row.pk in apologies:
                booking = Booking.APOLOGIES
            elif booking == Booking.APOLOGIES:
                booking = Booking.NONE
        Attendance.objects.filter(pk=row.pk).update(
            came=here,
            may_list=row.pk in listed,
            how=how.get(row.pk, row.how) if here else "",
            late=here and row.pk in late,
            booking=booking,
            waits_since=row.waits_since if booking == Booking.WAITING else None,
        )
    promote(meeting)  # who sent word before the start gives a place to somebody who waits


@transaction.atomic
def everybody_came(meeting, *, by):
    """Mark everybody who booked and is not marked yet as there, in one press. Returns how many."""
    check(may_facilitate(by, meeting.group))
    unmarked = meeting.attendances.coming().filter(came=None)
    return unmarked.update(came=True, how=usual_way(meeting))


@transaction.atomic
def add_to_register(
    meeting, *, by, called, request_key, came=True, apologies=False, role="", organisation="", may_list=False
):
    """Add somebody by first name alone. The same form posted twice adds once."""
    check(may_facilitate(by, meeting.group))
    before, request_key = posted_before(locked(meeting), request_key)
    if before:
        return before
    return Attendance.objects.create(
        meeting=meeting,
        request_key=request_key,
        called=called,
        role=role,
        organisation=organisation,
        may_list=may_list,
        came=None if apologies else came,
        how=usual_way(meeting) if came and not apologies else "",
        booking=Booking.APOLOGIES if apologies else Booking.NONE,
    )


@transaction.atomic
def type_up(meeting, *, by, request_key, people, how=""):
    """Write down everybody on a sheet that people signed. people: [(name, may it be listed)], as they stand on it.

    A name that is written down already and not marked as there is marked; others are added. The same form posted twice
    counts once. Returns (how many were marked, how many added).
    """
    check(may_facilitate(by, meeting.group))
    meeting = locked(meeting)
    how = how or usual_way(meeting)
    keys = [uuid.uuid5(request_key, str(number)) for number in range(len(people))]
    if keys and meeting.attendances.filter(request_key__in=keys).exists():
        return 0, 0
    waiting = list(meeting.attendances.exclude(came=True).select_for_update())
    marked = []
    added = []
    for key, (called, may_list) in zip(keys, people, strict=True):
        known = next((row for row in waiting if row.called.casefold() == called.casefold()), None)
        if known:
            waiting.remove(known)
            marked.append(known.pk)
            said_yes = {"may_list": True} if may_list else {}
            Attendance.objects.filter(pk=known.pk).update(came=True, how=how, late=False, request_key=key, **said_yes)
        else:
            added.append(
                Attendance(meeting=meeting, request_key=key, called=called, came=True, how=how, may_list=may_list)
            )
    Attendance.objects.bulk_create(added)
    return len(marked), len(added)


@transaction.atomic
def say_was_there(attendance, *, was_there):
    """Take somebody's own word, by their private link, whether they were there. A second time changes nothing.

    Raises NotOpen before the start and a week after the end, StaleState when those who run the group have written
    down something else since: their mark stands.
    """
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("meeting")
    row = rows.get(pk=attendance.pk)
    if row.booking in (Booking.NONE, Booking.WAITING) or not row.meeting.asks_who_was_there:
        raise NotOpen
    if row.is_overruled:
        raise StaleState
    Attendance.objects.filter(pk=row.pk).update(
        came=was_there,
        own_word=was_there,
        how=(row.how or usual_way(row.meeting)) if was_there else "",
        late=row.late and was_there,
    )
    attendance.refresh_from_db()
    return attendance
