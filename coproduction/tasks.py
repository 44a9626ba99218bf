"""What Celery carries: only "look now". What is due is found in the database."""

from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string

from . import audit, outbox


@shared_task
def sweep():
    """Plan what has come due, send what waits, seal the audit trail. Safe to run twice and at once."""
    for planner in settings.SWEEP_PLANNERS:
        import_string(planner)()
    audit.seal()
    return outbox.send_due()
