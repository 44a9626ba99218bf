"""What those who run a group type about meetings that come again, about templates, and about the theme."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import DayField, Radios
from coproduction.words import WordsField

from .. import recurring
from ..models import SERIES_FACTS, Meeting, MeetingTemplate, Series
from .planning import MeetingForm


class EndsForm(forms.Form):
    """When a series comes to an end: it always does, so that nobody finds meetings nobody thought of."""

    UNTIL, COUNT = "until", "count"

    ending = forms.ChoiceField(
        label=gettext_lazy("When does it come to an end?"),
        choices=[(UNTIL, gettext_lazy("On a day")), (COUNT, gettext_lazy("After a number of meetings"))],
        widget=Radios(reveals={UNTIL: "until", COUNT: "count"}),
        error_messages={"required": gettext_lazy("Say when it comes to an end. You can plan more meetings later")},
    )
    until = DayField(label=gettext_lazy("The last day it can be"), required=False)
    count = forms.IntegerField(
        label=gettext_lazy("How many meetings?"),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        required=False,
        min_value=1,
        max_value=recurring.MOST,
        error_messages={
            "invalid": gettext_lazy("Type a number, like 6"),
            "min_value": gettext_lazy("Type %(limit_value)s or more"),
            "max_value": gettext_lazy("Type %(limit_value)s or less. You can plan more meetings later"),
        },
    )
    until.say_optional = count.say_optional = False

    def clean(self):
        data = super().clean()
        data = self.cleaned_data if data is None else data
        picked = data.get("ending")
        if picked == self.UNTIL and "until" not in self.errors and not data.get("until"):
            self.add_error("until", _("Say the last day it can be"))
        if picked == self.COUNT and "count" not in self.errors and not data.get("count"):
            self.add_error("count", _("Say how many meetings there will be"))
        if picked == self.UNTIL:
            data["count"] = None
        elif picked == self.COUNT:
            data["until"] = None
        for other in {self.UNTIL: ["count"], self.COUNT: ["until"]}.get(picked, []):
            self.errors.pop(other, None)  # what stands in the box that was not picked does not count
        return data

    def _days(self, **when):
        """Return the days it makes, or None after telling, by question, what is wrong."""
        if self.errors:
            return None
        try:
            return recurring.days_of(**when, until=self.cleaned_data["until"], count=self.cleaned_data["count"])
        except ValidationError as error:
            for name, words in error.message_dict.items():
                self.add_error(name if name in self.fields else None, words)
        return None

    @staticmethod
    def ends_of(series):
        return {"ending": "until" if series.until else "count", "until": series.until, "count": series.count}


class SeriesEndForm(EndsForm):
    """Let a series come to an end earlier or later."""

    def __init__(self, *args, series, **kwargs):
        super().__init__(*args, initial=self.ends_of(series), **kwargs)
        self.series = series

    def clean(self):
        data = super().clean()
        names = ("repeat", "weeks", "first_day", "start", "end")
        self.days = self._days(**{name: getattr(self.series, name) for name in names})
        return data


class _FactsForm(MeetingForm):
    """What every meeting of a series begins with. The theme is said later, for each."""

    theme = None

    def facts(self):
        """Return what Series.facts holds."""
        values = {**self.cleaned_data, **{name: name in self.cleaned_data["features"] for name in Meeting.FEATURES}}
        return {name: values[name] for name in SERIES_FACTS}


class SeriesForm(EndsForm, _FactsForm):
    """Plan meetings that come again."""

    repeat = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=Series.Repeat,
        widget=Radios(
            hints={
                "month": gettext_lazy("Like the second Thursday, if the first day is one."),
                "last": gettext_lazy("Like the last Thursday, whether it is the fourth or the fifth."),
            },
            reveals={"weeks": "weeks"},
        ),
        error_messages={"required": gettext_lazy("Pick how often it comes again")},
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("How many weeks from one to the next?"),
        help_text=gettext_lazy("1 is every week, 2 is every second week."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        initial=1,
        required=False,
        min_value=1,
        max_value=recurring.LONGEST_WEEKS,
        error_messages={
            "invalid": gettext_lazy("Type a number of weeks, like 2"),
            "min_value": gettext_lazy("Type %(limit_value)s or more"),
            "max_value": gettext_lazy("Type %(limit_value)s or less"),
        },
    )
    weeks.say_optional = False
    field_order = ["day", "start", "end", "repeat", "weeks", "ending", "until", "count"]
    days = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Which day is the first?")

    def clean_weeks(self):
        return self.cleaned_data["weeks"] or 1

    def clean(self):
        data = super().clean()
        if data.get("repeat") and data["repeat"] != Series.Repeat.WEEKS:
            self.errors.pop("weeks", None)
            data["weeks"] = 1
        names = ("repeat", "weeks", "start", "end")
        if not self.errors:
            self.days = self._days(**{name: data[name] for name in names}, first_day=data["day"])
        return data

    def details(self):
        """Return what `actions.plan_series` takes."""
        data = self.cleaned_data
        names = ("repeat", "weeks", "start", "end", "until", "count", "record_rule")
        return {**{name: data[name] for name in names}, "first_day": data["day"], "facts": self.facts()}


class SeriesChangeForm(_FactsForm):
    """Change what the meetings of a series begin with. Which days they are on stays."""

    day = None

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The end comes before the start. Please look at both times"))
        return data

    def details(self):
        """Return what `actions.change_series` takes."""
        return {**{name: self.cleaned_data[name] for name in ("start", "end", "record_rule")}, "facts": self.facts()}

    @staticmethod
    def facts_of(plan):
        """Return what a form of a meeting shows for a series or a template."""
        facts = {**plan.facts, "start": plan.start, "end": plan.end, "record_rule": plan.record_rule}
        return {**facts, "features": [name for name in Meeting.FEATURES if plan.facts.get(name)]}


class TemplateForm(forms.Form):
    name = WordsField(
        label=gettext_lazy("What do you call it?"),
        help_text=gettext_lazy("Like “Our evening with two topics”."),
        max_length=MeetingTemplate._meta.get_field("name").max_length,
        missing=gettext_lazy("Give it a name, so that you find it again"),
    )


class ThemeForm(forms.Form):
    theme = WordsField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("A question people would ask is best: “What would help on the first day home?”"),
        max_length=150,
        missing=gettext_lazy("Say what the meeting is about"),
    )
