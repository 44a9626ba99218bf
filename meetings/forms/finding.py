"""What people choose a meeting by. It is read from the address, so that a choice can be kept, sent and gone back to."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import Checkboxes, Radios
from coproduction.words import WordsField

from ..models import Meeting

LONGEST = 120
"""Letters of a place or of a group's name that somebody types: as many as a group's name may have."""
WHEN = {"evening": gettext_lazy("Evenings"), "day": gettext_lazy("Daytime")}
HOW = {"home": gettext_lazy("From home"), "person": gettext_lazy("In person")}
ANY = gettext_lazy("Any")
OLD = {"evening": ("when", "evening"), "home": ("how", "home")}
"""How addresses used to say it, as ?show=; people have kept some."""


@dataclass(frozen=True)
class Chosen:
    """One thing somebody chose by: its words, and the query of the same list without it."""

    words: str
    without: str


def _one_of(label, choices, any_words=ANY):
    options = [("", any_words), *choices]
    return forms.ChoiceField(label=label, choices=options, widget=Radios(), required=False)


class FindForm(forms.Form):
    """Choose meetings. What an address holds that is none of our choices is left out, and `odd` says so."""

    when = _one_of(gettext_lazy("When?"), WHEN.items())
    how = _one_of(gettext_lazy("How?"), HOW.items())
    near = WordsField(
        label=gettext_lazy("In person near which place?"),
        help_text=gettext_lazy("A town, a part of it, or a street."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    group = WordsField(
        label=gettext_lazy("Which group?"),
        help_text=gettext_lazy("A part of its name will do."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    kind = _one_of(gettext_lazy("What kind of meeting?"), Meeting.Kind.choices)
    has = forms.MultipleChoiceField(
        label=gettext_lazy("What must be there?"),
        choices=list(Meeting.FEATURES.items()),
        widget=Checkboxes,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language?"), choices=[("", ANY), *Meeting.Language.choices], required=False
    )
    near.say_optional = group.say_optional = has.say_optional = language.say_optional = False  # nothing here must be
    when.say_optional = how.say_optional = kind.say_optional = False

    def __init__(self, asked):
        """asked: the QueryDict of an address."""
        self.odd = False
        known = {name: self._known(name, field, asked) for name, field in self.base_fields.items()}
        name, value = OLD.get(asked.get("show", ""), ("", ""))
        if name and not known[name]:
            known[name] = value
        super().__init__({name: value for name, value in known.items() if value})
        self.is_valid()

    def _known(self, name, field, asked):
        given = [value for value in asked.getlist(name) if value]
        if not isinstance(field, forms.ChoiceField):
            return given[-1] if given else ""
        offered = [value for value, _words in field.choices]
        taken = [value for value in offered if value in given]
        self.odd = self.odd or bool(set(given) - set(offered))
        return taken if isinstance(field, forms.MultipleChoiceField) else "".join(taken[:1])

    def choose(self, meetings):
        """Return those of `meetings` that were asked for. What cannot be read leaves the list as it is."""
        asked = self.cleaned_data
        if asked.get("when"):
            meetings = meetings.in_the_evening() if asked["when"] == "evening" else meetings.in_the_daytime()
        if asked.get("how"):
            meetings = meetings.from_home() if asked["how"] == "home" else meetings.in_person()
        if asked.get("near"):
            meetings = meetings.near(asked["near"])
        if asked.get("group"):
            meetings = meetings.of_group_called(asked["group"])
        if asked.get("kind"):
            meetings = meetings.filter(kind=asked["kind"])
        if asked.get("language"):
            meetings = meetings.filter(language=asked["language"])
        return meetings.with_features(asked["has"]) if asked.get("has") else meetings

    # --- the address of a choice --------------------------------------------------------------------------------------
    def query(self, *, but=None, **more):
        """Return the query of this choice, without one (name, value) of it and with more; "" for none."""
        pairs = [(name, value) for name, value in self._pairs() if (name, value) != but]
        return urlencode([*pairs, *more.items()])

    def _pairs(self):
        for name in self.fields:
            value = self.cleaned_data.get(name)
            for one in value if isinstance(value, list) else [value]:
                if one:
                    yield name, one

    def chosen(self):
        """Return what was chosen by, each with the way to take it off."""
        return [Chosen(self._words(name, value), self.query(but=(name, value))) for name, value in self._pairs()]

    def _words(self, name, value):
        if name == "near":
            return _("In person near “%(place)s”") % {"place": value}
        if name == "group":
            return _("Group “%(group)s”") % {"group": value}
        return str(dict(self.fields[name].choices)[value])

    def ready_made(self):
        """Return the few choices most people want, as (words, query, whether it is the one chosen)."""
        now = self.query()
        offers = [(_("All"), "")]
        offers += [(words, urlencode({"when": value})) for value, words in WHEN.items()]
        offers += [(words, urlencode({"how": value})) for value, words in HOW.items()]
        return [(words, query, query == now) for words, query in offers]
