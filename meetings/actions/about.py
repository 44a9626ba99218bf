"""What people say about themselves: what would help them to come, and what they bring."""

from django.db import transaction
from django.utils import timezone

from coproduction.access import StaleState
from groups.rules import may_facilitate

from ..models import Attendance, Perspective, RememberedNeeds
from .steps import NotOpen, check, locked


def remember_needs(person, needs):
    """Keep what helps somebody to come for their next booking, or keep nothing where `needs` is empty."""
    if needs:
        RememberedNeeds.objects.update_or_create(person=person, defaults={"needs": needs, "used_at": timezone.now()})
    else:
        forget_needs(person)


def forget_needs(person):
    """Keep nothing for the next booking any more."""
    RememberedNeeds.objects.filter(person=person).delete()


@transaction.atomic
def see_to_needs(attendance, *, by, needs):
    """Say that somebody has seen to what would help a person. needs: what the page showed.

    Raises PermissionDenied unless `by` runs the group; StaleState when they asked for something else meanwhile.
    """
    check(may_facilitate(by, attendance.meeting.group))
    rows = Attendance.objects.filter(pk=attendance.pk, needs=needs).exclude(needs="")
    if not rows.update(needs_seen_at=timezone.now()):
        raise StaleState


@transaction.atomic
def say_perspectives(attendance, *, words):
    """Write down what somebody brings to the meeting, in place of what they said before. words: a list, may be empty.

    Raises NotOpen for somebody who is not coming, and once the meeting takes no bookings.
    """
    meeting = locked(attendance.meeting)
    attendance.refresh_from_db(fields=["booking"])
    if not meeting.takes_bookings or not (attendance.is_coming or attendance.is_waiting):
        raise NotOpen
    Perspective.objects.filter(attendance=attendance).delete()
    Perspective.objects.bulk_create(Perspective(attendance=attendance, words=one) for one in words)
