"""What anybody types who suggests something to talk about, and what those who run the group do with it."""

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.templatetags.when import day
from coproduction.words import WordsField

from ..models import Meeting
from .steps import RequestKeyForm


class ProposalForm(RequestKeyForm):
    title = WordsField(
        label=gettext_lazy("What would you like us to talk about?"),
        help_text=gettext_lazy("A question or a few words. Please leave out names, yours too."),
        max_length=150,
        missing=gettext_lazy("Say what you would like us to talk about"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about = WordsField(
        label=gettext_lazy("Would you like to say more about it?"),
        required=False,
        max_length=1000,
        lines=4,
    )
    email = forms.EmailField(
        label=gettext_lazy("Where can we write what became of it?"),
        help_text=gettext_lazy("Your e-mail address, for the answer alone. Those who run the group do not see it."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Type a whole e-mail address, like name@example.org")},
    )


class AcceptForm(forms.Form):
    """Put it on an agenda, in words that everybody may read. meetings: those of the group that have not begun."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("At which meeting?"),
        queryset=Meeting.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pick the meeting"),
            "invalid_choice": gettext_lazy("This meeting has begun or will not happen. Pick another one"),
        },
    )
    title = WordsField(
        label=gettext_lazy("How shall it stand on the agenda?"),
        help_text=gettext_lazy("Everybody can read it. Leave out what could tell who suggested it."),
        max_length=150,
        missing=gettext_lazy("Say in a few words what it is about"),
    )
    blurb = WordsField(label=gettext_lazy("One sentence about it"), required=False, max_length=300, lines=2)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=600,
        initial=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": gettext_lazy("Say how many minutes it takes"),
            "invalid": gettext_lazy("Type a number of minutes, like 20"),
            "min_value": gettext_lazy("Type a number of minutes from 1 to 600"),
            "max_value": gettext_lazy("Type a number of minutes from 1 to 600"),
        },
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: f"{day(meeting.starts)}: {meeting.title}"


class AnswerForm(forms.Form):
    answer = WordsField(
        label=gettext_lazy("What do you answer?"),
        help_text=gettext_lazy("Whoever suggested it reads this, and nobody else."),
        max_length=600,
        lines=3,
        missing=gettext_lazy("Write what you answer"),
    )


class ParkForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Why not now?"),
        help_text=gettext_lazy("Whoever suggested it reads this. It stays on your list."),
        max_length=600,
        lines=3,
        missing=gettext_lazy("Say why you keep it for later"),
    )
