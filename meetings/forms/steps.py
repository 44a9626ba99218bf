"""What several forms begin with."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.words import WordsField


class RequestKeyForm(forms.Form):
    """Carries a random key, so that a form posted twice is answered twice and counted once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4


class OutsideForm(RequestKeyForm):
    """Somebody who gets a link of their own by e-mail: a guest, or whoever is asked for a paper."""

    without_email = ""
    """What to do for somebody who has no e-mail address; each form says its own."""

    called = WordsField(
        label=gettext_lazy("What are they called?"),
        max_length=100,
        missing=gettext_lazy("Type what they are called"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("They get a link of their own, and need no account. You can take it back."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Type a whole e-mail address, like name@example.org"),
        },
    )
    organisation = WordsField(
        label=gettext_lazy("Which organisation are they from?"),
        help_text=gettext_lazy("The check of the notes looks for it. Nobody else sees it."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["required"] = self.without_email
