"""What every step of notes and minutes has in common: who may, and one quick hand at a time."""

from django.core.exceptions import PermissionDenied
from django.db.models import F

from coproduction import audit
from coproduction.access import StaleState
from groups.rules import role_of

from ..models import Minutes


def write_down(event, minutes, *, by, subject=None, **detail):
    """Write the audit entry of a step or an override: whose role it was, of which meeting, and codes and positions.

    detail: rule, place (of which item, field by field, never its words), start, end, reason (a code), why (its words,
    which name nobody), audience, sha256: as far as there are any.
    """
    role = role_of(by, minutes.meeting.group) if by else ""
    return audit.record(event, subject or minutes, by=by, role=role, meeting=minutes.meeting_id, **detail)


class NotReady(Exception):
    """The minutes cannot take this step yet. `reasons`: what is missing, in plain sentences."""

    def __init__(self, reasons):
        self.reasons = tuple(str(reason) for reason in reasons)
        super().__init__(" ".join(self.reasons))


def allow(allowed):
    """Raise PermissionDenied unless `allowed`, the answer of a function in rules.py, is true."""
    if not allowed:
        raise PermissionDenied


def move(minutes, state, *, revision=None, **fields):
    """Compare-and-set the state (and the revision the page showed); StaleState when the world moved on."""
    allowed_from = [old for old, new in Minutes.MOVES.items() if state in new]
    rows = Minutes.objects.filter(pk=minutes.pk, state__in=allowed_from)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(state=state, **fields):
        raise StaleState
    minutes.refresh_from_db()


def reopen(minutes, **fields):
    """Take signed notes back to writing as a new revision, so that the signature lapses."""
    move(minutes, Minutes.State.WRITING, **fields)
    Minutes.objects.filter(pk=minutes.pk).update(revision=F("revision") + 1)
    minutes.refresh_from_db()
