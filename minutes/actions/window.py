"""Ending the time in which people can ask for a change sooner than the group is used to (OV6)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.access import StaleState
from coproduction.working_days import working_days_after

from .. import rules
from ..models import Minutes
from .checks import names_nobody
from .steps import allow, write_down

FEWEST_DAYS = 2
"""Working days that people have at least, whatever the hurry."""


def sooner_ends(minutes):
    """Return {working days after the signature: when that is}, for every end that is sooner and still to come."""
    if minutes.state != Minutes.State.CIRCULATED:
        return {}
    days = range(FEWEST_DAYS, minutes.meeting.group.window_days)
    ends = {number: working_days_after(minutes.circulated_at, number) for number in days}
    return {number: end for number, end in ends.items() if timezone.now() < end < minutes.window_ends}


@transaction.atomic
def shorten(minutes, *, by, days, why):
    """End the window of these notes after `days` working days. Every link to them says the new end.

    Raises ValidationError without a reason or for one that names somebody, StaleState for an end that is not among
    sooner_ends, which is never under two working days, and when the notes have moved on.
    """
    allow(rules.may_issue(by, minutes))
    if not why.strip():
        raise ValidationError({"why": _("Say in one sentence why it must be sooner.")})
    names_nobody(minutes, why, "why")
    ends = sooner_ends(minutes).get(days)
    rows = Minutes.objects.filter(pk=minutes.pk, state=Minutes.State.CIRCULATED, revision=minutes.revision)
    if ends is None or not rows.filter(window_ends__gt=ends).update(window_ends=ends):
        raise StaleState
    minutes.refresh_from_db()
    write_down("window.shortened", minutes, by=by, rule="OV6", days=days, why=why.strip())
