"""What several forms begin with."""

import uuid

from django import forms


class RequestKeyForm(forms.Form):
    """Carries a random key, so that a form posted twice is answered twice and counted once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4
