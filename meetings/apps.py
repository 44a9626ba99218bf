from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from . import emails  # noqa: F401  (registers how each kind of message is written)
