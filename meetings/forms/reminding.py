"""What somebody chooses about messages before a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.fields import Checkboxes
from coproduction.models import Reminder


class RemindersForm(forms.Form):
    """one_of_many: offer to keep the choice for every booking of a person who is signed in."""

    reminders = forms.MultipleChoiceField(
        label=_("When shall we remind you?"),
        help_text=_("Tick as many as you like. Tick none, and we send no reminders."),
        choices=Reminder.to_tick,
        required=False,
        widget=Checkboxes,
    )
    reminders.say_optional = False
    discreet = forms.BooleanField(
        label=_("Say nothing about a meeting in the subject"),
        help_text=_("For people who share a phone or a computer. The message itself still tells all."),
        required=False,
    )
    for_all = forms.BooleanField(label=_("Do it like this for all meetings I book"), required=False)

    def __init__(self, *args, one_of_many, **kwargs):
        super().__init__(*args, **kwargs)
        if not one_of_many:
            del self.fields["for_all"]
