from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        from . import emails  # noqa: F401  (registers how each kind of message is written)
