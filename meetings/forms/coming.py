"""What people type who book, send apologies or are invited."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import PhoneField, Radios
from coproduction.words import WordsField

from ..models import AgendaItem, Attendance, Guest
from .steps import OutsideForm, RequestKeyForm


class NameForm(RequestKeyForm):
    title = gettext_lazy("What may we call you?")
    called = WordsField(
        label=title,
        help_text=gettext_lazy("Any name you like. A first name is enough. We say it when you come in, nowhere else."),
        max_length=100,
        missing=gettext_lazy("Type a name we may call you. Any name you like is fine"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
    )


class ReachForm(forms.Form):
    title = gettext_lazy("How can we reach you?")
    reach = forms.ChoiceField(
        label=title,
        help_text=gettext_lazy(
            "We use this to tell you if the time or place changes, and when the notes are out. Nobody else at the "
            "meeting sees it. Pick one."
        ),
        choices=Attendance.Reach,
        widget=Radios(
            reveals={"email": "email", "call": "phone"},
            hints={"none": gettext_lazy("We keep your place, but cannot tell you if anything changes.")},
            divider="none",
        ),
        error_messages={"required": gettext_lazy("Pick one way, or “Please don’t”")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Type a whole e-mail address, like name@example.org")},
    )
    phone = PhoneField(label=gettext_lazy("Your phone number"), required=False)
    email.say_optional = phone.say_optional = False  # whoever picks that way has to fill it in

    def clean(self):
        data = super().clean()
        reach = data.get("reach")
        if reach == Attendance.Reach.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Type your e-mail address, or pick another way"))
        if reach == Attendance.Reach.CALL and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Type your phone number, or pick another way"))
        # What was typed for a way that was not picked is not kept.
        if reach != Attendance.Reach.EMAIL:
            data["email"] = ""
        if reach != Attendance.Reach.CALL:
            data["phone"] = ""
        return data


class NeedsForm(forms.Form):
    """The last page. lists_names: may copies list anybody? remembers: is there somebody to remember it for?"""

    title = gettext_lazy("Would anything help you to come?")
    needs = WordsField(
        label=title,
        required=False,
        help_text=gettext_lazy(
            "Large print, a seat near the door, somebody to sign, a lift. Only the people who run the meeting see it, "
            "and we delete it 90 days after."
        ),
        max_length=500,
        lines=3,
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Remember this for my next booking"),
        help_text=gettext_lazy("Only if you say so. You can take it back on your page, and after a year it goes."),
        required=False,
    )
    brings = forms.ChoiceField(
        label=gettext_lazy("Are you bringing someone?"),
        help_text=gettext_lazy("A friend, a helper, somebody you look after. They get a place too."),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes, one person"))],
        required=False,
        initial="no",
        widget=Radios(reveals={"yes": "brings_called"}),
    )
    brings_called = WordsField(
        label=gettext_lazy("What may we call them?"),
        help_text=gettext_lazy("You can leave this open."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    brings.say_optional = False  # one of the two is always picked
    may_list = forms.BooleanField(
        label=gettext_lazy("You may list my name in the notes"),
        required=False,
        help_text=gettext_lazy(
            "Only if you say so. Members of the group read it, and people who follow it by e-mail. You can change your "
            "mind."
        ),
    )

    def __init__(self, *args, lists_names=False, remembers=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not lists_names:
            del self.fields["may_list"]
        if not remembers:
            del self.fields["remember"]

    def clean(self):
        data = super().clean()
        data["brings"] = data.get("brings") == "yes"
        if not data["brings"]:
            data["brings_called"] = ""
        return data


class BookForForm(NameForm, ReachForm, NeedsForm):
    """Book for somebody who rang: the same questions on one page. kept: are places kept back that are free?"""

    kept = forms.BooleanField(label=gettext_lazy("On a place that was kept back"), required=False, initial=True)
    wait = forms.BooleanField(
        label=gettext_lazy("If there is no room, put them on the waiting list"), required=False, initial=True
    )
    field_order = ["called", "reach", "email", "phone", "brings", "brings_called", "needs", "may_list", "kept", "wait"]

    def __init__(self, *args, lists_names, kept, **kwargs):
        super().__init__(*args, lists_names=lists_names, **kwargs)
        fields = self.fields
        fields["called"].label = _("What may we call them?")
        fields["called"].help_text = _("Any name they like. A first name is enough.")
        fields["reach"].label = _("How can we reach them?")
        fields["reach"].help_text = _(
            "For messages about this meeting alone. Who has no e-mail is on the list to ring."
        )
        fields["reach"].choices = [
            (value, _("They would rather not be reached") if value == Attendance.Reach.NONE else words)
            for value, words in Attendance.Reach.choices
        ]
        fields["reach"].widget.hints = {}
        fields["email"].label, fields["phone"].label = _("Their e-mail address"), _("Their phone number")
        for name in ("called", "email", "phone"):
            fields[name].widget.attrs["autocomplete"] = "off"
        fields["brings"].label = _("Are they bringing someone?")
        fields["needs"].label = _("Would anything help them to come?")
        fields["needs"].help_text = _("In their words. Read it back to them. We delete it 90 days after the meeting.")
        if lists_names:
            fields["may_list"].label = _("They said that we may list their name in the notes")
        if not kept:
            del fields["kept"]


class GuestForm(OutsideForm):
    """Invite somebody for one item."""

    without_email = gettext_lazy("Type their e-mail address. For somebody without one, book a place by phone")
    does = forms.ChoiceField(
        label=gettext_lazy("What are they invited for?"),
        choices=Guest.Does,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick what they are invited for")},
    )
    note = WordsField(
        label=gettext_lazy("What would you like from them?"),
        help_text=gettext_lazy("One or two sentences. They stand in the invitation."),
        required=False,
        max_length=300,
        lines=2,
    )


class PerspectivesForm(forms.Form):
    """What somebody brings, one thing a line."""

    MOST = 5

    perspectives = WordsField(
        label=gettext_lazy("What do you bring?"),
        help_text=gettext_lazy(
            "In your own words, one thing a line: “I look after my mother”, “I work on a ward”. You need not say "
            "anything."
        ),
        required=False,
        max_length=500,
        lines=3,
    )

    def clean_perspectives(self):
        """Return what was said as a list, each thing once."""
        said = {}
        for line in self.cleaned_data["perspectives"].splitlines():
            if line.strip():
                said.setdefault(line.strip().casefold(), line.strip())
        if len(said) > self.MOST:
            raise ValidationError(_("Please say five things or fewer"))
        if any(len(line) > 80 for line in said.values()):
            raise ValidationError(_("One of these is longer than 80 letters. Please make it shorter"))
        return list(said.values())


class BringForm(forms.Form):
    brings_called = WordsField(
        label=gettext_lazy("What may we call them?"),
        help_text=gettext_lazy("You can leave this open."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )


class SorryForm(RequestKeyForm):
    called = WordsField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("If you like. It never goes in the notes unless you say so."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
    )


class PassOnForm(RequestKeyForm):
    item = forms.ModelChoiceField(
        label=gettext_lazy("What is it about?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=gettext_lazy("The meeting as a whole"),
    )
    text = WordsField(
        label=gettext_lazy("Please pass on my view"),
        help_text=gettext_lazy("We put it to the meeting without your name. We do not keep who sent it."),
        max_length=5000,
        lines=5,
        missing=gettext_lazy("Type what you would like us to pass on"),
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items
