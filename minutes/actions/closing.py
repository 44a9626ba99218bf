"""Closing a meeting with its notes, and saying of an item why nothing is written down."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.rules import may_facilitate
from meetings import actions as meeting_actions
from meetings.bringing import bring, take_off
from meetings.models import AgendaItem, Meeting

from .. import closing, rules
from ..carrying import item_key
from ..models import ItemOutcome, Minutes
from .checks import send_to_check
from .steps import NotReady, allow
from .writing import open_notes


def cannot_go_to_check(meeting):
    """Return why the notes of this meeting cannot go to the check yet, as sentences; empty when they can."""
    reasons = []
    for line in closing.before_closing(meeting):
        if line.needed:
            reasons += [row if isinstance(row, str) else row[1] for row in line.open]
    return reasons


def _held(pk):
    """Return the meeting, locked: before its notes, in the order in which everybody does."""
    return Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("group").get(pk=pk)


@transaction.atomic
def close_and_send(meeting, *, by):
    """Close the meeting, if that is still to do, and send its notes to the check: both or neither.

    Raises NotReady with what the notes cannot be signed without, StaleState when somebody else was quicker. A meeting
    can always be closed alone, by meetings.actions.close.
    """
    allow(may_facilitate(by, meeting.group))
    meeting = _held(meeting.pk)
    if not meeting.has_begun:
        raise StaleState
    minutes = open_notes(meeting, by=by)
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    if reasons := cannot_go_to_check(meeting):
        raise NotReady(reasons)
    if not meeting.is_over:
        meeting_actions.close(meeting, by=by)
    minutes = Minutes.objects.select_related("meeting__group").get(pk=minutes.pk)
    return send_to_check(minutes, by=by)


def ways_to_leave(item):
    """Return which of ItemOutcome.Left can be said of this item: open space comes on every agenda by itself."""
    left = ItemOutcome.Left
    return [left.NOTHING] if item.kind == AgendaItem.Kind.OPEN_SPACE else list(left)


@transaction.atomic
def leave_item(minutes, item, *, by, left):
    """Say why nothing is written down of an item, or take that back (left: ""). The copies say it in these words.

    left: of ways_to_leave. What comes again goes on the next agenda when the meeting is over, or at once when it is.
    Raises StaleState once the notes are signed.
    """
    allow(rules.may_write(by, minutes) and item.meeting_id == minutes.meeting_id)
    if left and left not in ways_to_leave(item):
        raise ValidationError(_("That cannot be said of this item."))
    meeting = (
        Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("group").get(pk=minutes.meeting_id)
    )
    state = Minutes.objects.select_for_update().get(pk=minutes.pk).state
    if state not in (Minutes.State.WRITING, Minutes.State.CHECKING):
        raise StaleState
    again = ItemOutcome.objects.filter(item=item, left=ItemOutcome.Left.AGAIN).exists()
    ItemOutcome.objects.update_or_create(item=item, defaults={"minutes": minutes, "left": left})
    audit.record("item.left", item, by=by, left=left)
    if again and left != ItemOutcome.Left.AGAIN:
        take_off(item_key(item), meeting.group, by=by)
    if meeting.is_over:
        bring(meeting.group, by=by)
