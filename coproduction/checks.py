"""System checks: settings that would lose work without a word are refused."""

import sys
from pathlib import Path

from celery.signals import beat_init, celeryd_init
from django.conf import settings
from django.core import checks

ALONE = (
    "The queue lives in the memory of one process (CELERY_BROKER_URL is memory://), so a worker or scheduler of its "
    "own would never be given anything to do."
)
MEND = "Set REDIS_URL for the web and every worker, or use `manage.py up`, which does all of it in one process."


def is_celery(arguments: list[str]) -> bool:
    """True for the command line of `celery worker`, `celery beat` and their like, also as `python -m celery`."""
    program = Path(arguments[0])
    return program.name == "celery" or program.parts[-2:] == ("celery", "__main__.py")


@checks.register()
def queue_is_shared(app_configs, **kwargs):
    """Refuse a Celery program of its own on a queue in memory."""
    if settings.CELERY_BROKER_URL.startswith("memory://") and is_celery(sys.argv):
        return [checks.Error(ALONE, hint=MEND, id="coproduction.E001")]
    return []


@checks.register(deploy=True)
def server_has_a_queue(app_configs, **kwargs):
    """Warn when a database for several processes comes with a queue for one."""
    in_memory = settings.CELERY_BROKER_URL.startswith("memory://")
    if in_memory and settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        words = "DATABASE_URL is set but REDIS_URL is not: only right where `manage.py up` is the one process."
        return [checks.Warning(words, hint=MEND, id="coproduction.W001")]
    return []


@celeryd_init.connect
@beat_init.connect
def stop_without_a_shared_queue(**kwargs):
    """Celery runs the checks but does not heed them, so it is stopped here."""
    if queue_is_shared(None):
        raise SystemExit(f"{ALONE}\n{MEND}")
