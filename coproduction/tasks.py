"""What Celery carries: only "look now". What is due is found in the database."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string

from . import outbox

SEALER = "coproduction.audit.seal"
log = logging.getLogger(__name__)


@shared_task
def sweep():
    """Plan what has come due, send what waits, seal the audit trail. Safe to run twice and at once."""
    for path in [*settings.SWEEP_PLANNERS, SEALER]:
        try:
            import_string(path)()
        except Exception as error:  # what is broken in one place must not keep everybody's messages back
            log.error("%s stopped with %s; messages are sent all the same.", path, type(error).__name__)
    return outbox.send_due()


@shared_task
def look(path):
    """Do now what the function at `path`, one of settings.WORKERS, finds in the database. Safe to run twice."""
    if path in settings.WORKERS:
        import_string(path)()


def look_soon(path):
    """Ask a worker to look soon. It would be found anyway by the sweep, up to a minute later."""
    try:
        look.apply_async([path], retry=False)
    except Exception:  # a queue that is down or full must not fail the page
        log.warning("The queue cannot be reached; what was asked for waits for the next sweep.")
