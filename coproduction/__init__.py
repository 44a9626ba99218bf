"""The kernel (people, audit, messages, links) and the roof (pages that join the apps)."""

from .celery import app as celery_app

__all__ = ["celery_app"]
