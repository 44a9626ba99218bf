"""What people type to sign in and about themselves. There are no passwords."""

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import Checkboxes
from .models import Person, Reminder
from .words import WordsField


def _ask_for_address(field, *, label, help_text=""):
    field.label, field.help_text = label, help_text
    field.widget = forms.EmailInput(attrs={"autocomplete": "email", "class": "govuk-input--width-20"})
    field.error_messages["required"] = _("Write your e-mail address.")
    for validator in field.validators:
        if getattr(validator, "code", "") == "invalid":
            validator.message = _("That address is not complete. Write it like name@example.org.")


def _ask_for_code(field):
    field.label = _("Your code")
    field.help_text = _("Eight figures. The gap in the middle does not matter.")
    field.widget = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
        }
    )
    field.error_messages["required"] = _("Type the code from our e-mail.")


class SignInForm(allauth.RequestLoginCodeForm):
    """One e-mail address. Known or not, the answer looks the same."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"], label=_("Your e-mail address"))


class CodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])


class EmailCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])


class SignUpForm(allauth.SignupForm):
    """An address and what somebody likes to be called. Adapter.save_user keeps both."""

    called = forms.CharField(
        label=_("What do you like to be called?"),
        help_text=_("A first name is enough."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Tell us what to call you.")},
    )
    field_order = ["called", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(
            self.fields["email"],
            label=_("Your e-mail address"),
            help_text=_("We send a code to it, to see that it is yours. We never show it to others."),
        )


class AboutMeForm(forms.ModelForm):
    called = WordsField(
        label=_("What may we call you?"),
        max_length=100,
        missing=_("Type a name we may call you. Any name you like is fine"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
    )

    class Meta:
        model = Person
        fields = ["called", "light_only"]


class MyMessagesForm(forms.Form):
    """Which messages somebody gets."""

    reminders = forms.MultipleChoiceField(
        label=_("When shall we remind you of meetings you book?"),
        help_text=_("Tick as many as you like. Tick none, and we send no reminders."),
        choices=Reminder.to_tick,
        required=False,
        widget=Checkboxes,
    )
    reminders.say_optional = False
    weekly = forms.BooleanField(
        label=_("Send me one message a week instead"),
        help_text=_(
            "On Mondays: what you booked, and the new meetings of your groups. Then we send no reminders a week or "
            "a day before. Those an hour before still come, if you ticked them."
        ),
        required=False,
    )
    chased = forms.BooleanField(
        label=_("Tell me when something I see to is due"),
        help_text=_("Notes that are late, or something you said you would do."),
        required=False,
    )
    discreet = forms.BooleanField(
        label=_("Say nothing about a meeting in the subject"),
        help_text=_("For people who share a phone or a computer. The message itself still tells all."),
        required=False,
    )
