"""Whom to tell, and when, that notes are late or that something they said they would do is due."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice
from groups.models import Membership
from meetings.models import Meeting

from .models import Action, ConsensusNote, IssuedCopy, Minutes, Point

LATE = dt.timedelta(days=10)
"""So long after a meeting its notes are late; so much later people are told once more, and then never again."""
AHEAD = dt.timedelta(days=3)
STILL = dt.timedelta(days=7)
"""How long after the day something was due its lead may be told, when nothing was sent on the day after it."""


def unissued():
    """Return notes of held meetings with something in them, of which the group has had no copy and which stand."""
    holds = [Exists(table.objects.filter(minutes=OuterRef("pk"))) for table in (Point, ConsensusNote, Action)]
    copies = IssuedCopy.objects.filter(minutes=OuterRef("pk"), audience=IssuedCopy.Audience.GROUP)
    rows = Minutes.objects.filter(meeting__state=Meeting.State.HELD, meeting__entered_afterwards=False)
    rows = rows.filter(agreed_at=None, published_at=None, withdrawn_at=None).exclude(Exists(copies))
    return rows.filter(Q(holds[0]) | Q(holds[1]) | Q(holds[2]))


def late_notes(today):
    """Yield (notes, slot, keys of people) of those who are to be told that notes are late, and have not been."""
    for slot, first in (("once", LATE), ("again", 2 * LATE)):
        last = today - first + dt.timedelta(days=1)
        met = Meeting.objects.filter(ends__gte=_midnight(last - LATE), ends__lt=_midnight(last))
        for minutes in unissued().filter(meeting__in=met):
            running = Membership.objects.current().filter(group__meetings=minutes.meeting_id)
            running = running.filter(role__in=Membership.RUNNING)
            running = running.filter(person__is_active=True, person__chased=True).exclude(person__email=None)
            people = {f"person:{pk}" for pk in running.values_list("person", flat=True)}
            if people := _untold("minutes_overdue", minutes, slot, people):
                yield minutes, slot, people


def things_due(today):
    """Yield (action, slot, keys of people) of what comes due in three days, or was due yesterday."""
    rows = Action.objects.open().filter(lead__person__is_active=True, lead__person__chased=True, due__isnull=False)
    rows = rows.exclude(lead__person__email=None).exclude(minutes__state=Minutes.State.WITHDRAWN)
    rows = rows.filter(due__gte=today - STILL, due__lte=today + AHEAD).exclude(due=today)
    for action in rows.select_related("lead"):
        slot = slot_of(action, today)
        if people := _untold("action_due", action, slot, {f"person:{action.lead.person_id}"}):
            yield action, slot, people


def slot_of(action, today):
    """Return the slot of a message about something due. It holds the day, so that another day is told of anew."""
    return f"{'before' if today <= action.due else 'after'}:{action.due}"


def _untold(kind, subject, slot, people):
    told = Notice.objects.filter(kind=kind, subject=outbox.key(subject), slot=slot, recipient__in=people)
    return sorted(people - set(told.values_list("recipient", flat=True)))


def _midnight(day):
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
