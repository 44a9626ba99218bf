"""Choosing when to be reminded, and stopping it."""

from django.db import transaction

from coproduction import outbox
from coproduction.models import Person

from ..models import Attendance


@transaction.atomic
def choose_reminders(attendance, *, reminders, discreet, for_all_of=None):
    """Set when somebody is reminded of a meeting they booked, and whether subjects are silent about it.

    reminders: values of Reminder, none for not at all. for_all_of: the person who wants it like this for every booking
    of theirs; choices made for single bookings before stay.
    """
    Attendance.objects.filter(pk=attendance.pk).update(reminders=reminders, discreet=discreet)
    if for_all_of is not None:
        Person.objects.filter(pk=for_all_of.pk).update(reminders=reminders, discreet=discreet)
    outbox.plan_again(recipient=attendance, subject=attendance.meeting, kinds=["reminder"])
    attendance.refresh_from_db()


@transaction.atomic
def stop_reminders(attendance):
    """Send no more reminders of this booking; the place stays. A second time changes nothing."""
    Attendance.objects.filter(pk=attendance.pk).update(reminders=[])
    outbox.withdraw(subject=attendance.meeting, recipient=attendance, kinds=["reminder"])
    attendance.refresh_from_db()
