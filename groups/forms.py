"""What coordinators type about the people who run a group, and what somebody types to follow it."""

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduction.words import WordsField

from .models import Membership


class RoleForm(forms.Form):
    called = WordsField(
        label=_("What are they called?"),
        max_length=100,
        missing=_("Type what they like to be called"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("They sign in with it. We send a code there each time, so there is no password."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type their e-mail address"),
            "invalid": _("Type a whole e-mail address, like name@example.org"),
        },
    )
    role = forms.ChoiceField(
        label=_("What do they do in the group?"),
        choices=Membership.Role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick what they do in the group")},
    )


class AgreementForm(forms.Form):
    """How a group agreed to work together. before: what the page showed, so that nobody overwrites another unseen."""

    words = WordsField(
        label=_("How did you agree to work together?"),
        help_text=_(
            "One thing a line, like “One person speaks at a time”. Without names: it stands on the page of the group "
            "and on the big screen at meetings."
        ),
        required=False,
        max_length=1500,
        lines=8,
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_before(self):
        return self.cleaned_data["before"].replace("\r\n", "\n")  # as browsers send the end of a line


class FollowForm(forms.Form):
    """One address, and two traps for programs that fill in every form they find.

    A program fills in the field that people do not see, or sends the form within a blink. Somebody whose browser did
    it for them presses the button once more, and loses nothing.
    """

    QUICKEST, OLDEST = 2, 24 * 3600
    """Seconds between the page and the answer."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you one message first, to see that it is yours. Nobody else sees it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "govuk-input--width-20"}),
        error_messages={
            "required": _("Type your e-mail address"),
            "invalid": _("Type a whole e-mail address, like name@example.org"),
        },
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    since = forms.CharField(required=False, widget=forms.HiddenInput)

    def _age(self):
        """Return how many seconds ago the page was first shown, or None when we cannot tell or it is too long ago."""
        try:
            age = time.time() - signing.loads(self.data.get("since", ""), salt="follow")
        except signing.BadSignature:
            return None
        return age if age < self.OLDEST else None

    @property
    def stamp(self):
        """When the page was first shown, signed; kept when it is shown again, so that the second press is in time."""
        return self.data["since"] if self._age() is not None else signing.dumps(time.time(), salt="follow")

    def clean(self):
        age = self._age()
        is_a_program = self.data.get("website") or age is None or age < self.QUICKEST
        if is_a_program and not self.errors:  # whoever has an address to mend takes long enough the next time
            raise ValidationError(_("That did not get through. Please press the button once more"))
        return super().clean()
