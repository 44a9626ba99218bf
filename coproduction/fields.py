"""Questions that Django does not have: a day in three boxes, a time as people say it, a phone number, richer choices.

What cannot be read is answered kindly and given back as it was typed. Numbers are looked at as text first: nothing is
counted with before it is known to be a year between 2000 and 2100.
"""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .templatetags.when import clock

FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Radios(forms.RadioSelect):
    """One of a few. hints: {value: words under it}. reveals: {value: name of the question that comes with it}.

    divider: the value with "or" before it. inline: side by side, for two short words like Yes and No.
    """

    def __init__(self, attrs=None, choices=(), *, hints=None, reveals=None, divider=None, inline=False):
        super().__init__(attrs, choices)
        self.hints, self.reveals, self.divider, self.inline = hints or {}, reveals or {}, divider, inline


class Checkboxes(forms.CheckboxSelectMultiple):
    """Any of a few; hints and reveals as in Radios."""

    def __init__(self, attrs=None, choices=(), *, hints=None, reveals=None):
        super().__init__(attrs, choices)
        self.hints, self.reveals = hints or {}, reveals or {}


class DayInput(forms.MultiWidget):
    """Day, month and year, each in a box of its own."""

    labels = [_("Day"), _("Month"), _("Year")]
    sizes = ["govuk-input--width-2", "govuk-input--width-2", "govuk-input--width-4"]

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput, forms.TextInput, forms.TextInput], attrs)

    @property
    def part_labels(self):
        return list(zip(self.labels, self.sizes, strict=True))

    def decompress(self, value):
        return [value.day, value.month, value.year] if isinstance(value, dt.date) else [None, None, None]


class DayField(forms.Field):
    """A day; cleaned to a date. Months may be written as words."""

    widget = DayInput
    default_error_messages = {
        "required": _("Write the day, the month and the year."),
        "incomplete": _("The date needs a day, a month and a year."),
        "day": _("Write the day in figures, from 1 to 31."),
        "month": _("Write the month in figures, from 1 to 12."),
        "year": _("Write the year in four figures, between 2000 and 2100."),
        "invalid": _("That day is not in the calendar. Look at the month again."),
    }

    def _error(self, code, *parts):
        return ValidationError(self.error_messages[code], code=code, params={"parts": parts})

    def to_python(self, value):
        if isinstance(value, dt.date) or not value:
            return value or None
        day, month, year = (str(part or "").strip() for part in value)
        if not (day or month or year):
            return None
        if not (day and month and year):
            raise self._error("incomplete", *(n for n, part in enumerate((day, month, year)) if not part))
        if not re.fullmatch("[0-9]{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise self._error("year", 2)
        month = _month_number(month)
        if month is None:
            raise self._error("month", 1)
        if not re.fullmatch("[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
            raise self._error("day", 0)
        try:
            return dt.date(int(year), month, int(day))
        except ValueError:
            raise self._error("invalid", 0) from None

    def has_changed(self, initial, data):
        return not self.disabled and [str(p or "").strip() for p in data or ["", "", ""]] != [
            str(p or "") for p in self.widget.decompress(initial)
        ]


def _month_number(text):
    if re.fullmatch("[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    start = text.lower()[:3]
    whole = re.fullmatch("[A-Za-z]{3,9}", text)
    return MONTHS.index(start) + 1 if whole and start in MONTHS else None


class TimeField(forms.Field):
    """A time as people write it: 6pm, 6:30 pm, 6.30pm, 18:00, 12 noon. Cleaned to a time."""

    default_error_messages = {
        "required": _("Write a time, like 6pm or 6:30pm."),
        "invalid": _("We could not read that time. Write it like 6pm or 6:30pm."),
        "half": _("Is that morning or evening? Write it like 6am or 6pm."),
        "twelve": _("Is that the middle of the day or of the night? Write 12 noon or 12 midnight."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return clock(value) if isinstance(value, dt.time) else value

    def to_python(self, value):
        if isinstance(value, dt.time):
            return value
        text = re.sub(r"\s+", "", str(value or "").lower())
        if not text:
            return None
        if text in ("noon", "12noon", "midday", "12midday"):
            return dt.time(12)
        if text in ("midnight", "12midnight"):
            return dt.time(0)
        found = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(?:([ap])\.?m\.?)?", text)
        if not found:
            raise self._error("invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if hour > 23 or minute > 59 or (half == "a" and hour > 12) or (half and hour == 0):
            raise self._error("invalid")
        if half is None:
            if text == "12":
                raise self._error("twelve")
            if len(found[1]) == 1 and hour > 0 or (found[2] is None and hour < 12):
                raise self._error("half")
            return dt.time(hour, minute)
        if hour > 12:
            return dt.time(hour, minute)
        return dt.time(hour % 12 + (12 if half == "p" else 0), minute)

    def _error(self, code):
        return ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial, data):
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def moment_of(day, time):
    """Return the aware datetime of a day and a time here; of an hour that comes twice, the first.

    Raises ValidationError for an hour that the clocks leave out.
    """
    here = timezone.get_default_timezone()
    moment = dt.datetime.combine(day, time, tzinfo=here)
    if moment.astimezone(dt.UTC).astimezone(here).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValidationError(
            gettext("The clocks go forward that night, and there is no such hour. Choose another time."), code="gap"
        )
    return moment


class PhoneField(forms.CharField):
    """A phone number, kept as it was written; 7 to 15 figures, so that a slip of the finger is noticed."""

    default_error_messages = {
        "required": _("Write your phone number."),
        "invalid": _("That phone number has too few or too many figures. Write it like 07700\u00a0900\u00a0123."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}
            ),
        )
        super().__init__(**kwargs)

    def clean(self, value):
        value = super().clean(value)
        figures = re.sub(r"[\s().-]", "", value)
        if value and not re.fullmatch(r"\+?[0-9]{7,15}", figures):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class RowsField(forms.ModelMultipleChoiceField):
    """Any of a few rows. A number that no row can have is answered like any other that is not among them."""

    def _check_values(self, value):
        if not all(re.fullmatch("[0-9]{1,18}", str(one)) for one in value):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": ""})
        return super()._check_values(value)
