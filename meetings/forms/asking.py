"""What is typed to ask somebody for a paper, and where one that was held goes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import DayField
from coproduction.words import WordsField

from .steps import OutsideForm


class AskForPaperForm(OutsideForm):
    """last: the day of the meeting, after which no paper is of use."""

    without_email = gettext_lazy("Type their e-mail address. For somebody without one, add the paper yourself")
    note = WordsField(
        label=gettext_lazy("What would you like to read?"),
        help_text=gettext_lazy("One or two sentences. They stand in the message."),
        required=False,
        max_length=300,
        lines=2,
    )
    due = DayField(
        label=gettext_lazy("What is the last day for it?"),
        help_text=gettext_lazy("We write to them two days before, and on the day after if nothing is there."),
    )
    field_order = ["called", "email", "organisation", "note", "due"]

    def __init__(self, *args, last, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = last

    def clean_due(self):
        due = self.cleaned_data["due"]
        if not timezone.localdate() <= due <= self.last:
            raise ValidationError(_("The last day is today or later, and not after the meeting."))
        return due


class HeldPaperForm(forms.Form):
    """To which item of this meeting a paper goes that waited for it."""

    item = forms.ChoiceField(
        label=gettext_lazy("Put it to"),
        widget=forms.Select,
        error_messages={
            "required": gettext_lazy("Pick an item of this meeting"),
            "invalid_choice": gettext_lazy("Pick an item of this meeting"),
        },
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(str(item.pk), item.title) for item in items]
