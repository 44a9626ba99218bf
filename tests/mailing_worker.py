"""Celery as it runs in service, for tests of faults. The scheduler looks every second.

CARELESS names a way of working that the outbox does not follow, for tests that show what would go wrong with it.
"""

import os
import sys
import time
import uuid

import django
from django.conf import settings

settings.CELERY_BEAT_SCHEDULE["plan-and-send"]["schedule"] = 1.0
django.setup()

from coproduction import outbox  # noqa: E402
from coproduction.celery import app  # noqa: E402
from coproduction.models import Notice  # noqa: E402


def marks_first():
    """A message is marked as sent, and then sent."""

    def mark(notice):
        marked = Notice.objects.due(notice.not_before).filter(pk=notice.pk, state="planned").update(state="sent")
        return "mine" if marked else None

    outbox._claim = mark


def looks_first():
    """Nothing is claimed, and a row is planned after a look whether there is one."""

    def plan(kind, *, recipients, subject, slot, not_before):
        for recipient in recipients:
            facts = {"kind": kind, "recipient": recipient, "subject": outbox.key(subject)}
            if not Notice.objects.filter(**facts).exists():
                time.sleep(0.05)
                Notice.objects.create(**facts, slot=uuid.uuid4().hex, not_before=not_before)

    outbox._claim = lambda notice: "mine"
    outbox._close = lambda notice, claim, **fields: Notice.objects.filter(pk=notice.pk).update(**fields)
    outbox.put_each = plan


def writes_early():
    """All messages of a sweep are written at its beginning."""
    send_all, writers = outbox._send_all, dict(outbox._writers)

    def write_and_send(*arguments):
        due = list(Notice.objects.due(django.utils.timezone.now()))
        written = {notice.pk: writers[notice.kind](notice) for notice in due}
        for kind in writers:
            outbox._writers[kind] = lambda notice: written[notice.pk]
        return send_all(*arguments)

    outbox._send_all = write_and_send


if careless := os.environ.get("CARELESS"):
    globals()[careless]()
if __name__ == "__main__":
    app.start(sys.argv[1:])
