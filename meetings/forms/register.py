"""The register: who came, how, who came late, and who sent apologies."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.words import WordsField, clean_words

from ..models import Attendance, Meeting
from .steps import RequestKeyForm

APOLOGIES, ABSENT = "apologies", "no"
ROOM, ONLINE, PHONE = Attendance.How.ROOM.value, Attendance.How.ONLINE.value, Attendance.How.PHONE.value
MARKS = {
    ROOM: gettext_lazy("In the room"),
    ONLINE: gettext_lazy("By video"),
    PHONE: gettext_lazy("By phone"),
    APOLOGIES: gettext_lazy("Sent apologies"),
    ABSENT: gettext_lazy("Not here"),
}
WAYS = {Meeting.Mode.ROOM: [ROOM], Meeting.Mode.HYBRID: [ROOM, ONLINE, PHONE], Meeting.Mode.ONLINE: [ONLINE, PHONE]}
"""How people can be at a meeting of each kind."""


@dataclass(frozen=True)
class Line:
    """One person of the register, with the questions about them."""

    row: Attendance
    mark: BoundField
    late: BoundField
    listed: BoundField | None


class CameForm(forms.Form):
    """Say of everybody in one press whether and how they are here. `rows` are the meeting's attendances.

    begun: has the meeting begun? From then on saving says of everybody left unmarked that they are not here.

    The page carries what it showed. Only what was changed on it is written, and who was not marked at all before: a
    page that was open for a while does not undo what somebody else, or the person by their own link, said meanwhile.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, rows, mode, lists_names, begun, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.mode, self.lists_names, self.begun = rows, mode, lists_names, begun
        for row in rows:
            ways = WAYS[mode] + ([row.how] if row.how and row.how not in WAYS[mode] else [])
            mark, late, listed = self._state(row)
            self.fields[f"mark_{row.pk}"] = forms.ChoiceField(
                label=row.called,
                choices=[(way, MARKS[way]) for way in [*ways, APOLOGIES, ABSENT]],
                required=False,
                widget=forms.RadioSelect,
                initial=mark,
            )
            self.fields[f"late_{row.pk}"] = forms.BooleanField(label=_("Came late"), required=False, initial=late)
            if lists_names:
                self.fields[f"listed_{row.pk}"] = forms.BooleanField(
                    label=_("You may list my name"), required=False, initial=listed
                )
        self.fields["shown"].initial = " ".join(f"{row.pk}:{':'.join(map(_code, self._state(row)))}" for row in rows)

    def _state(self, row):
        """Return what the register says of a row: (mark, came late, may be listed); the mark is "" before any."""
        if row.came:
            mark = row.how or WAYS[self.mode][0]
        elif row.booking == Attendance.Booking.APOLOGIES:
            mark = APOLOGIES
        else:
            mark = "" if row.came is None else ABSENT
        return mark, row.late, self.lists_names and row.may_list

    @property
    def lines(self):
        listed = "listed_{}" if self.lists_names else ""
        return [
            Line(row, self[f"mark_{row.pk}"], self[f"late_{row.pk}"], self[listed.format(row.pk)] if listed else None)
            for row in self.rows
        ]

    def _said(self, row):
        data = self.cleaned_data
        return data[f"mark_{row.pk}"], data[f"late_{row.pk}"], data.get(f"listed_{row.pk}", False)

    def marks(self, *, left_out=True):
        """Return what `actions.mark_came` takes, of the rows to write alone; left_out: also of those left unmarked."""
        shown = dict(part.split(":", 1) for part in self.cleaned_data["shown"].split() if ":" in part)
        rows = [row for row in self.rows if str(row.pk) in shown]
        changed = [row for row in rows if ":".join(map(_code, self._said(row))) != shown[str(row.pk)]]
        unmarked = [row for row in rows if row.came is None and self.begun and left_out]
        written = {row.pk: (row, *self._said(row)) for row in [*changed, *unmarked]}
        here = {pk: mark for pk, (_row, mark, _late, _listed) in written.items() if mark in (ROOM, ONLINE, PHONE)}
        return {
            "shown": set(written),
            "came": set(here),
            "how": here,
            "late": {pk for pk, (_row, _mark, late, _listed) in written.items() if late},
            "apologies": {pk for pk, (_row, mark, _late, _listed) in written.items() if mark == APOLOGIES},
            "listed": {
                pk
                for pk, (row, _mark, _late, listed) in written.items()
                if (listed if self.lists_names else row.may_list)
            },
        }


def _code(value):
    return str(int(value)) if isinstance(value, bool) else str(value)


class AddToRegisterForm(RequestKeyForm):
    called = WordsField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A first name is enough. So is “visitor”."),
        max_length=100,
        missing=gettext_lazy("Type a first name, or “visitor”"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    role = WordsField(
        label=gettext_lazy("Role at the table"),
        help_text=gettext_lazy("Like treasurer or GP. It helps the check to find it in the notes."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    organisation = WordsField(
        label=gettext_lazy("Organisation"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    apologies = forms.ChoiceField(
        label=gettext_lazy("Did they come?"),
        choices=[("", gettext_lazy("They came")), ("yes", gettext_lazy("They sent apologies"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    apologies.say_optional = False  # one of the two is always picked


NAMES_AT_ONCE = 200


class TypeUpForm(RequestKeyForm):
    """A sheet that people signed, typed up. `lists_names`: whether copies ever list anybody."""

    names = WordsField(
        label=gettext_lazy("Who is on the sheet?"),
        help_text=gettext_lazy("One name a line. A first name is enough."),
        max_length=20_000,
        lines=12,
        missing=gettext_lazy("Type the first name on the sheet"),
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
    )
    how = forms.ChoiceField(label=gettext_lazy("How were they here?"), widget=forms.RadioSelect)

    def __init__(self, *args, mode, lists_names, **kwargs):
        super().__init__(*args, **kwargs)
        self.lists_names = lists_names
        self.fields["how"].choices = [(way, MARKS[way]) for way in WAYS[mode]]
        self.fields["how"].initial = WAYS[mode][0]
        if len(WAYS[mode]) == 1:
            del self.fields["how"]
        if lists_names:
            self.fields["names"].help_text = _(
                "One name a line. A first name is enough. Who ticked “yes, you may list my name”: write “, yes” behind "
                "the name, like “Bev, yes”."
            )

    def clean_names(self):
        """Return [(name, may it be listed)] in the order of the sheet."""
        people = [self._person(line) for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(people) > NAMES_AT_ONCE:
            raise ValidationError(_("These are more than 200 names. Type them up in two parts"))
        if any(len(name) > 100 for name, _listed in people):
            raise ValidationError(_("One of these names is longer than 100 letters. Put each on a line of its own"))
        return people

    def _person(self, line):
        name, comma, last = line.rpartition(",")
        if self.lists_names and name.strip() and comma and last.strip().casefold() in (_("yes"), _("no")):
            return clean_words(name), last.strip().casefold() == _("yes")
        return clean_words(line), False
