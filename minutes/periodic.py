"""What comes due for minutes: windows that are over."""

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone

from coproduction.access import StaleState

from . import actions
from .models import IssuedCopy, Minutes, Revision

log = logging.getLogger(__name__)


def forget_drafts():
    """Delete earlier wordings 30 days after the group copy, or 90 days after the meeting, whichever is first (DC3)."""
    now = timezone.now()
    issued = Q(minutes__agreed_at__lt=now - dt.timedelta(days=30))
    held = Q(minutes__meeting__ends__lt=now - dt.timedelta(days=90))
    return Revision.objects.filter(issued | held).delete()[0]


def forget_old_copies():
    """Delete copies that were replaced or withdrawn, 90 days after they were taken back (LC4)."""
    return IssuedCopy.objects.filter(taken_back__lt=timezone.now() - dt.timedelta(days=90)).delete()[0]


def close_windows():
    """Issue the group copy of every signed record whose window is over and has nothing open. Safe to run twice."""
    over = Minutes.objects.filter(state=Minutes.State.CIRCULATED, window_ends__lte=timezone.now())
    for minutes in over.select_related("meeting__group"):
        if actions.waiting(minutes):
            continue
        try:
            actions.agree(minutes)
        except StaleState:
            continue  # somebody was quicker, or the words changed: a person looks at it on the page
        except actions.NotReady as error:
            log.warning("The group copy of record %s was not issued: %s problems", minutes.pk, len(error.reasons))
