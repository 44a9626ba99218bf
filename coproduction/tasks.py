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
