"""What coordinators type about the people who run a group, and what somebody types to follow it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduction.fields import Checkboxes
from coproduction.models import Reminder
from coproduction.traps import ONCE_MORE, Trap
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


class GroupRemindersForm(forms.Form):
    reminders = forms.MultipleChoiceField(
        label=_("When shall we remind people who book?"),
        help_text=_("Everybody can choose otherwise for themselves. Tick none, and only people who ask are reminded."),
        choices=Reminder.to_tick,
        required=False,
        widget=Checkboxes,
    )
    papers_days = forms.IntegerField(
        label=_("How many days before a meeting are its papers due?"),
        help_text=_("So that people have time to read. What comes later says so, or waits for the next meeting."),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Type the days in figures, like 7"),
            "invalid": _("Type the days in figures, like 7"),
            "min_value": _("Type the days in figures, from 1 to 60"),
            "max_value": _("Type the days in figures, from 1 to 60"),
        },
    )
    reminders.say_optional = False


class FollowForm(Trap, forms.Form):
    """One address, and the two traps for programs that fill in every form they find."""

    salt = "follow"

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

    def clean(self):
        if self.is_caught() and not self.errors:  # whoever has an address to mend takes long enough the next time
            raise ValidationError(ONCE_MORE)
        return super().clean()
