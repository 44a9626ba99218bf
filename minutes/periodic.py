"""What comes due for minutes: windows that are over, files to make, and what is to be forgotten."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coproduction import outbox
from coproduction.access import StaleState
from coproduction.tasks import look_soon
from meetings.reminding import next_waking

from . import actions, chasing
from .models import Change, DeviceLock, IssuedCopy, LeftOut, Making, Minutes, Revision, Save, Writing


def forget_drafts():
    """Delete drafts and edit history 30 days after the group copy, or 90 days after the meeting, whichever is first.

    The first group copy counts: a later version does not keep the words of an earlier one longer (DC3). A host may
    shorten both times, by the setting DRAFT_DAYS. Returns how many rows were deleted.
    """
    LeftOut.objects.filter(_past_their_time()).update(text="")  # that something was left out is still said
    return sum(rows.delete()[0] for rows in drafts_past_their_time())


def drafts_past_their_time():
    """Return the querysets whose rows are to be forgotten now: one for each table of earlier words of notes."""
    return [table.objects.filter(_past_their_time()) for table in (Revision, Change, Save, DeviceLock)]


def _past_their_time():
    """Return the condition for rows of `minutes` whose drafts are past their time."""
    now = timezone.now()
    long_ago = now - dt.timedelta(days=settings.DRAFT_DAYS)
    group_copies = IssuedCopy.objects.filter(minutes=OuterRef("minutes"), audience=IssuedCopy.Audience.GROUP)
    first_copy = Exists(group_copies.filter(issued_on__lt=timezone.localdate(long_ago)))
    issued = Q(minutes__agreed_at__lt=long_ago) | Q(first_copy)
    return issued | Q(minutes__meeting__ends__lt=now - dt.timedelta(days=3 * settings.DRAFT_DAYS))


def forget_who_wrote():
    """Delete which page wrote where, an hour after it was last heard of: it is for the time of writing alone (DC2)."""
    return Writing.objects.filter(seen__lt=timezone.now() - dt.timedelta(hours=1)).delete()[0]


def forget_old_copies():
    """Delete copies that were replaced or withdrawn, 90 days after they were taken back (LC4)."""
    return IssuedCopy.objects.filter(taken_back__lt=timezone.now() - dt.timedelta(days=90)).delete()[0]


def forget_makings():
    """Delete what was asked for a day ago and came to an end, with its draft."""
    return Making.objects.filter(ended__lt=timezone.now() - dt.timedelta(days=1)).delete()[0]


def close_windows():
    """Ask for the group copy of every signed record whose window is over and has nothing open. Safe to run twice.

    What could not be made is asked for again after an hour; the page says why, and a person may ask sooner.
    """
    now = timezone.now()
    over = Minutes.objects.filter(state=Minutes.State.CIRCULATED, window_ends__lte=now)
    refused = Making.objects.filter(step=Making.Step.AGREE, ended__gt=now - dt.timedelta(hours=1))
    for minutes in over.exclude(pk__in=refused.values("minutes")).select_related("meeting__group"):
        try:
            actions.ask(minutes, Making.Step.AGREE)
        except (StaleState, actions.NotReady):
            continue  # somebody asked for a change, or was quicker: people see it on the page


def chase():
    """Tell people of late notes and of what they said they would do, while they are awake. Safe to run twice."""
    now = timezone.now()
    if next_waking(now) == now:
        for subject, slot, people in chasing.late_notes(timezone.localdate(now)):
            outbox.put_each("minutes_overdue", recipients=people, subject=subject, slot=slot)
        for subject, slot, people in chasing.things_due(timezone.localdate(now)):
            outbox.put_each("action_due", recipients=people, subject=subject, slot=slot)


def remember_what_was_asked_for():
    """Ask a worker for what is still to be made: the queue may have lost it, or a worker died over it."""
    if Making.objects.free(timezone.now()).exists():
        look_soon(actions.WORKER)


def make_what_was_asked_for():
    """Carry out all steps that wait for their files, oldest first. The long work of a worker."""
    for making in Making.objects.free(timezone.now()).defer("content"):
        actions.carry_out(making)
