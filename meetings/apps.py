from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251  (no row sends it; see guards)


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from . import emails  # noqa: F401  (registers how each kind of message is written)

        post_migrate.connect(guard, sender=self)


def guard(using, **kwargs):
    from . import guards  # its models are there now

    if "meetings_agendaitem" in connections[using].introspection.table_names():  # not after a migration back to nothing
        guards.install(connections[using])
