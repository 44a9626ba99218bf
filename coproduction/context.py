"""What every page knows: who runs the site and how to reach a person."""

from django.conf import settings


def site(request):
    return {
        "site_name": settings.SITE_NAME,
        "host_name": settings.HOST_NAME,
        "help_phone": settings.HELP_PHONE,
        "help_hours": settings.HELP_HOURS,
        "sample_mode": settings.SAMPLE_MODE,
    }
