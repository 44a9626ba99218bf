"""What people type in the room: on their phones, and when someone may be at risk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from coproduction.fields import DayField, TimeField, moment_of
from coproduction.words import WordsField

from .steps import RequestKeyForm


class RoomWordForm(RequestKeyForm):
    word = WordsField(
        label=gettext_lazy("Which word shall we explain?"),
        help_text=gettext_lazy("Write it as you heard it. Nobody sees who asked."),
        max_length=80,
        missing=gettext_lazy("Type the word, as you heard it"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class RoomViewForm(RequestKeyForm):
    text = WordsField(
        label=gettext_lazy("What would you rather not say aloud?"),
        help_text=gettext_lazy(
            "We put it to the meeting without your name. We do not know it. Leave out what only you could tell."
        ),
        max_length=5000,
        lines=6,
        missing=gettext_lazy("Type what you would like us to pass on"),
    )


class ExplainForm(forms.Form):
    word = WordsField(
        label=gettext_lazy("The hard word"), max_length=80, missing=gettext_lazy("Type the word you want to explain")
    )
    meaning = WordsField(
        label=gettext_lazy("What does it mean?"),
        help_text=gettext_lazy("One or two short sentences a nine-year-old can follow. Name no person."),
        max_length=300,
        lines=3,
        missing=gettext_lazy("Say in a sentence what the word means"),
    )


class ToldForm(RequestKeyForm):
    """Who was told that someone may be at risk, and when. It has no room for anything else (DC7)."""

    told = WordsField(
        label=gettext_lazy("Who did you tell?"),
        help_text=gettext_lazy(
            "A role or a name, like “the safeguarding lead”. Not who may be at risk, and not what was said."
        ),
        max_length=120,
        missing=gettext_lazy("Say who you told, like “the safeguarding lead”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(label=gettext_lazy("On which day?"))
    clock = TimeField(
        label=gettext_lazy("At what time?"),
        help_text=gettext_lazy("Like 6:40pm or 18:40."),
        error_messages={"required": gettext_lazy("Say when you told them, like 6:40pm")},
    )

    def clean(self):
        """Return the cleaned data with `told_at`, one aware moment."""
        data = super().clean()
        if data.get("day") and data.get("clock"):
            try:
                data["told_at"] = moment_of(data["day"], data["clock"])
            except ValidationError as error:
                self.add_error("clock", error)
        return data

    def details(self):
        """Return what `actions.write_down_told` takes."""
        return {name: self.cleaned_data[name] for name in ("request_key", "told", "told_at")}
