"""What comes due for groups."""

from django.utils import timezone

from .emails import GOOD_FOR
from .models import Follower


def forget_unconfirmed():
    """Delete addresses from which nobody said yes while the link in our message was good."""
    return Follower.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - GOOD_FOR).delete()[0]
