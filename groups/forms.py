"""What coordinators type about the people who run a group."""

from django import forms
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
