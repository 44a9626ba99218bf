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


def _seal(entry, digest, place):
    # The one write after the first: only an empty seal is ever filled.
    return QuerySet(model=AuditEntry).filter(pk=entry.pk, seal="").update(seal=digest, place=place)


@transaction.atomic
def seal():
    """Chain every unsealed entry to the last one that is sealed. Returns how many were sealed.

    The chain has an order of its own: an entry whose transaction took long appears behind younger ones, and is chained
    when it is first seen. No two entries have the same place, so the database itself refuses a fork.
    """
    # One sweep at a time. Only then is the end of the chain read: what a sweep saw before it waited is old by now.
    list(AuditEntry.objects.select_for_update().order_by("pk")[:1])
    last = AuditEntry.objects.exclude(place=None).order_by("-place").first()
    previous, place, count = (last.seal, last.place, 0) if last else ("", 0, 0)
    for entry in AuditEntry.objects.filter(seal="", place=None).order_by("pk"):
        previous, place = _digest(previous, entry), place + 1
        count += _seal(entry, previous, place)
    return count


def broken_at():
    """Return the first sealed entry that does not fit the chain, or None when all do."""
    previous, place = "", 0
    for entry in AuditEntry.objects.exclude(place=None).order_by("place").iterator():
        place += 1
        if entry.place != place or entry.seal != _digest(previous, entry):
            return entry
        previous = entry.seal
    return AuditEntry.objects.filter(place=None).exclude(seal="").first()
