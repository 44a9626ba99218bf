from django.apps import AppConfig


class CoproductionConfig(AppConfig):
    name = "coproduction"
    verbose_name = "Kernel"

    def ready(self):
        from . import checks  # noqa: F401  (registers the system checks; they need the settings)
