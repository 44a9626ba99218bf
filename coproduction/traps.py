"""What keeps programs out of forms that need no account: a hidden field, the time it took, and a limit. No puzzle.

A program fills in the field that people do not see, or sends the form within a blink. Somebody whose browser did that
for them presses the button once more, and loses nothing.
"""

import logging
import time

from allauth.core import ratelimit
from django import forms
from django.core import signing
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
ONCE_MORE = _("That did not get through. Please press the button once more")


class Trap:
    """For a form: two fields that people do not see. Its page writes them with components/trap.html."""

    QUICKEST, OLDEST = 2, 24 * 3600
    """Seconds between the page and the answer."""
    salt = "page"

    def _age(self):
        """Return how many seconds ago the page was first shown, or None when we cannot tell or it is too long ago."""
        try:
            age = time.time() - signing.loads(self.data.get("since", ""), salt=self.salt)
        except signing.BadSignature:
            return None
        return age if age < self.OLDEST else None

    @property
    def stamp(self):
        """When the page was first shown, signed; kept when it is shown again, so that the second press is in time."""
        return self.data["since"] if self._age() is not None else signing.dumps(time.time(), salt=self.salt)

    def is_caught(self):
        age = self._age()
        return bool(self.data.get("website")) or age is None or age < self.QUICKEST


class TrapForm(Trap, forms.Form):
    """The two fields alone, for pages that ask several questions one after the other."""


def too_many(request, action):
    """Did too many forms of this kind come from one place? The limits stand in settings.ACCOUNT_RATE_LIMITS.

    Where nothing can be counted, people are let in.
    """
    try:
        return not ratelimit.consume(request, action=action)
    except DatabaseError:
        log.error("Forms cannot be counted: is there a table for the cache? (manage.py migrate makes it)")
        return False
