from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"

    def ready(self):
        from . import emails  # noqa: F401  (registers how each kind of message is written)
