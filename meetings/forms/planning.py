"""What those who run a meeting type about it and its agenda."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import Checkboxes, DayField, Radios, TimeField, moment_of
from coproduction.words import WordsField
from groups.models import RecordRule

from ..models import Meeting
from ..what_rules_mean import RULES_MEAN

BEFORE_IT = ["online_link", "dial_in", "getting_there", "access", "costs", "expect", "offered", "meets_you"]
BEFORE_IT += ["capacity", "kept_places"]
"""What people read or need before they come: not asked of a meeting that was held already."""


class MeetingForm(forms.Form):
    """Plan or change a meeting. `rules` are the record rules on offer; `held` asks for a day that is over.

    listed: everybody can see it already, so it needs a theme. A draft can do without.
    """

    theme = WordsField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("A question people would ask is best: “What would help on the first day home?”"),
        max_length=150,
        missing=gettext_lazy("Say what the meeting is about"),
    )
    who_for = WordsField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("Begins with a small letter: “anyone who looks after someone.”"),
        max_length=300,
        missing=gettext_lazy("Say who the meeting is for"),
    )
    day = DayField(label=gettext_lazy("Which day?"))
    start = TimeField(
        label=gettext_lazy("When does it start?"),
        help_text=gettext_lazy("Like 6pm or 18:00."),
        error_messages={"required": gettext_lazy("Say when it starts, like 6pm or 6:30pm")},
    )
    end = TimeField(
        label=gettext_lazy("When does it end?"),
        help_text=gettext_lazy("Like 8pm or 20:00."),
        error_messages={"required": gettext_lazy("Say when it ends, like 8pm or 8:30pm")},
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How do people come?"),
        choices=Meeting.Mode,
        widget=forms.RadioSelect,
        initial=Meeting.Mode.ROOM,
        error_messages={"required": gettext_lazy("Pick how people come")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of meeting is it?"),
        choices=Meeting.Kind,
        widget=Radios(
            hints={
                "workshop": gettext_lazy("We make something together."),
                "visit": gettext_lazy("We go to where other people are, and listen."),
                "drop_in": gettext_lazy("Come and go when you like."),
            }
        ),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Which language do you speak there?"), choices=Meeting.Language, required=False
    )
    venue = WordsField(
        label=gettext_lazy("Place and street"),
        help_text=gettext_lazy("Millbeck Hall, Mill Street"),
        required=False,
        max_length=200,
    )
    town = WordsField(label=gettext_lazy("Town"), required=False, max_length=80)
    venue.say_optional = town.say_optional = False  # only a meeting by video or phone can do without
    kind.say_optional = language.say_optional = False  # something is picked already
    online_link = forms.URLField(
        label=gettext_lazy("Video link"),
        help_text=gettext_lazy("Only people who booked see it, shortly before."),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Type a whole address that begins with https://")},
    )
    dial_in = WordsField(label=gettext_lazy("Phone number and code to join"), required=False, max_length=120)
    getting_there = WordsField(label=gettext_lazy("Getting there"), required=False, max_length=600, lines=3)
    features = forms.MultipleChoiceField(
        label=gettext_lazy("What is there for certain?"),
        help_text=gettext_lazy("People can look for meetings with these. Tick only what you have seen or booked."),
        choices=list(Meeting.FEATURES.items()),
        widget=Checkboxes,
        required=False,
    )
    access = WordsField(
        label=gettext_lazy("What else you have there"),
        help_text=gettext_lazy("One thing a line: a lift, large print, a room for prayer."),
        required=False,
        max_length=800,
        lines=4,
    )
    costs = WordsField(
        label=gettext_lazy("What does it cost?"),
        initial=gettext_lazy("nothing."),
        max_length=200,
        missing=gettext_lazy("Say what it costs. “nothing.” is a good answer"),
    )
    expect = WordsField(label=gettext_lazy("What to expect"), required=False, max_length=800, lines=3)
    offered = WordsField(
        label=gettext_lazy("What do you offer, so that people can come?"),
        help_text=gettext_lazy(
            "One thing a line: bus or taxi paid on the day, someone to sit in for a carer, an interpreter, a call to "
            "practise joining from home."
        ),
        required=False,
        max_length=800,
        lines=4,
    )
    meets_you = WordsField(
        label=gettext_lazy("Who will meet people when they come?"),
        help_text=gettext_lazy("“Dilys stands at the door from 5:30pm, in a green scarf.” Ask them first."),
        required=False,
        max_length=300,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people fit in?"),
        help_text=gettext_lazy("Leave empty if there is always room."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        required=False,
        min_value=1,
        max_value=5000,
        error_messages={"invalid": gettext_lazy("Type a number, like 20")},
    )
    kept_places = forms.IntegerField(
        label=gettext_lazy("How many of these places do you keep back?"),
        help_text=gettext_lazy(
            "For people who ring, or come for the first time. You give them out yourself, on the page of who is coming."
        ),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        required=False,
        min_value=0,
        max_value=5000,
        error_messages={"invalid": gettext_lazy("Type a number, like 3")},
    )
    record_rule = forms.ChoiceField(
        label=gettext_lazy("What may be shared afterwards?"),
        widget=Radios(hints=RULES_MEAN),
        error_messages={"required": gettext_lazy("Pick what may be shared afterwards")},
    )

    def __init__(self, *args, rules, held=False, listed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held
        if "theme" in self.fields and not (held or listed):
            theme = self.fields["theme"]
            theme.required = theme.say_optional = False
            theme.help_text = f"{theme.help_text} {_('You can say it later, before you announce the meeting.')}"
        _offer_rules(self, rules)
        if held:
            for name in ("kind", "language", "online_link", "dial_in", "getting_there", "features", "access"):
                del self.fields[name]
            for name in ("costs", "expect", "capacity", "kept_places"):
                del self.fields[name]

    def clean_kind(self):
        return self.cleaned_data["kind"] or Meeting.Kind.MEETING

    def clean_language(self):
        return self.cleaned_data["language"] or Meeting.Language.EN

    def _moment(self, name):
        """Return day and time as one aware moment, or None after telling what is wrong with it."""
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get(name)
        if not day or not clock:
            return None
        try:
            return moment_of(day, clock)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def clean(self):
        data = super().clean()
        starts, ends = self._moment("start"), self._moment("end")
        if starts and ends and ends <= starts:
            self.add_error("end", _("The end comes before the start. Please look at both times"))
        if starts and self.held and starts > timezone.now():
            self.add_error("day", _("This day is still to come. Plan it as a new meeting instead"))
        if starts and not self.held and starts <= timezone.now():
            self.add_error("day", _("This day is over. Pick a day to come, or enter it as a meeting already held"))
        mode = data.get("mode")
        if mode in (Meeting.Mode.ROOM, Meeting.Mode.HYBRID) and "town" not in self.errors and not data.get("town"):
            self.add_error("town", _("Say which town it is in"))
        if mode in (Meeting.Mode.ROOM, Meeting.Mode.HYBRID) and "venue" not in self.errors and not data.get("venue"):
            self.add_error("venue", _("Say where it is"))
        if "kept_places" in self.fields:
            self._clean_kept_places(data)
        data["starts"], data["ends"] = starts, ends
        return data

    def _clean_kept_places(self, data):
        data["kept_places"] = data.get("kept_places") or 0
        if "capacity" in self.errors or not data["kept_places"]:
            return
        if not data.get("capacity"):
            self.add_error("kept_places", _("Say first how many people fit in. Where there is always room, keep none"))
        elif data["kept_places"] > data["capacity"]:
            self.add_error("kept_places", _("These are more places than there are. Type a smaller number"))

    def details(self):
        """Return what `actions.plan` and `actions.change` take."""
        details = {k: v for k, v in self.cleaned_data.items() if k not in ("day", "start", "end", "features")}
        if "features" in self.fields:
            details |= {name: name in self.cleaned_data["features"] for name in Meeting.FEATURES}
        return details

    @classmethod
    def initial_of(cls, meeting):
        """Return what the form shows for an existing meeting."""
        initial = {name: getattr(meeting, name) for name in cls.base_fields if hasattr(meeting, name)}
        start, end = meeting.local_start, meeting.local_end
        return {**initial, "day": start.date(), "start": start.time(), "end": end.time()}


class ItemForm(forms.Form):
    title = WordsField(
        label=gettext_lazy("What will you talk about?"),
        max_length=150,
        missing=gettext_lazy("Say what you will talk about"),
    )
    blurb = WordsField(label=gettext_lazy("One sentence about it"), required=False, max_length=300)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=600,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": gettext_lazy("Say how many minutes it takes"),
            "invalid": gettext_lazy("Type a number of minutes, like 20"),
        },
    )
    can_decide = WordsField(label=gettext_lazy("We can decide"), required=False, max_length=300)
    cannot_decide = WordsField(label=gettext_lazy("We cannot decide"), required=False, max_length=300)
    who_decides = WordsField(label=gettext_lazy("Who decides that?"), required=False, max_length=300)
    decide_by = WordsField(label=gettext_lazy("By when?"), required=False, max_length=120)
    recurring = forms.BooleanField(
        label=gettext_lazy("It comes back at every meeting"),
        help_text=gettext_lazy("It comes onto the next agenda, until you take this off."),
        required=False,
    )
    record_rule = forms.ChoiceField(
        label=gettext_lazy("What may be shared of this item?"),
        widget=Radios(hints=RULES_MEAN),
        error_messages={"required": gettext_lazy("Pick what may be shared of this item")},
    )

    def __init__(self, *args, rules, topic=True, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_rules(self, rules)
        if not topic:  # hello, a break and open space stand on every agenda anyway
            del self.fields["recurring"]


class CancelForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Why will it not happen?"),
        help_text=gettext_lazy("One sentence. People see it on the page, and everybody who booked is told."),
        max_length=300,
        missing=gettext_lazy("Say why in one sentence. People will see it on the page"),
    )


class RuleForm(forms.Form):
    record_rule = forms.ChoiceField(
        label=gettext_lazy("What may be shared afterwards?"),
        widget=Radios(hints=RULES_MEAN),
        error_messages={"required": gettext_lazy("Pick what may be shared afterwards")},
    )

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_rules(self, rules)


def _offer_rules(form, rules):
    """Give a form its record rules; a body that meets in public reads why it has so few (RM6)."""
    field = form.fields["record_rule"]
    field.choices = rules
    if {value for value, _words in rules} <= {RecordRule.ON_RECORD, RecordRule.CONFIDENTIAL}:
        field.help_text = _(
            "This group must meet in public, so its meetings are on the record. An item can be private."
        )


def item_rules(meeting, item=None):
    """The rules `item`, or a new one, may have now, as (value, words): after the start none that are more open."""
    rules = RecordRule.choices
    if meeting.group.meets_in_public:
        rules = [r for r in rules if r[0] in (RecordRule.ON_RECORD, RecordRule.CONFIDENTIAL)]
    if meeting.has_begun:
        now = RecordRule((item or meeting).record_rule)
        rules = [r for r in rules if RecordRule(r[0]).closeness >= now.closeness]
    return rules
