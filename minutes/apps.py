from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"

    def ready(self):
        from . import carrying, emails  # noqa: F401  (register what is carried over and how messages are written)
