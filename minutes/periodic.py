"""What comes due for minutes: windows that are over."""

import logging

from django.utils import timezone

from coproduction.access import StaleState

from . import actions
from .models import Minutes

log = logging.getLogger(__name__)


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
