"""The audit trail: written in the transaction of the change, sealed into a chain by a sweep, read by no feature."""

import hashlib
import json

from django.db import transaction
from django.db.models import QuerySet

from .models import AuditEntry


def record(event, subject, *, by=None, **detail):
    """Write one entry beside the change it tells of.

    event: what happened, like "minutes.signed". subject: the row, kept as a text key so that it outlives the row.
    by: the Person who did it, or None for the site itself. detail: codes and positions, never words of notes.
    """
    return AuditEntry.objects.create(
        event=event,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        actor=f"person:{by.pk}" if by else "",
        detail=detail,
    )


def _digest(previous, entry):
    facts = [previous, entry.at.isoformat(), entry.event, entry.subject, entry.actor, entry.detail]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _seal(entry, digest):
    # The one write after the first: only an empty seal is ever filled, so two sweeps cannot fork the chain.
    return QuerySet(model=AuditEntry).filter(pk=entry.pk, seal="").update(seal=digest)


@transaction.atomic
def seal():
    """Chain every unsealed entry to the one before it. Returns how many were sealed."""
    last = AuditEntry.objects.select_for_update().exclude(seal="").order_by("-pk").first()
    previous, count = (last.seal if last else ""), 0
    for entry in AuditEntry.objects.select_for_update().filter(seal="").order_by("pk"):
        previous = _digest(previous, entry)
        count += _seal(entry, previous)
    return count


def broken_at():
    """Return the first sealed entry that does not fit the chain, or None when all do."""
    previous = ""
    for entry in AuditEntry.objects.exclude(seal="").order_by("pk").iterator():
        if entry.seal != _digest(previous, entry):
            return entry
        previous = entry.seal
    return None
