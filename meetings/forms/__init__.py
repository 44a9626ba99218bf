"""What people type about meetings. A form receives what it may choose from, never the request."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import Checkboxes, DayField, PhoneField, Radios, TimeField, moment_of
from coproduction.words import WordsField
from groups.models import RecordRule

from .. import papers
from ..models import AgendaItem, Attendance, Guest, Meeting, Paper
from ..what_rules_mean import RULES_MEAN as RULES_MEAN
from .finding import FindForm as FindForm
from .register import AddToRegisterForm as AddToRegisterForm
from .register import CameForm as CameForm
from .register import TypeUpForm as TypeUpForm
from .room import ExplainForm as ExplainForm
from .room import RoomViewForm as RoomViewForm
from .room import RoomWordForm as RoomWordForm
from .room import ToldForm as ToldForm
from .steps import RequestKeyForm

# --- booking, one question a page -------------------------------------------------------------------------------------


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
            "We use this to tell you if the time or place changes. Nobody else at the meeting sees it. Pick one."
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


class GuestForm(RequestKeyForm):
    """Invite somebody for one item."""

    called = WordsField(
        label=gettext_lazy("What are they called?"),
        max_length=100,
        missing=gettext_lazy("Type what they are called"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("They get a link of their own, and need no account. You can take it back."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Type their e-mail address. For somebody without one, book a place by phone"),
            "invalid": gettext_lazy("Type a whole e-mail address, like name@example.org"),
        },
    )
    organisation = WordsField(
        label=gettext_lazy("Which organisation are they from?"),
        help_text=gettext_lazy("The check of the notes looks for it. Nobody else sees it."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
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


# --- planning ---------------------------------------------------------------------------------------------------------

BEFORE_IT = ["online_link", "dial_in", "getting_there", "access", "costs", "expect", "offered", "meets_you"]
BEFORE_IT += ["capacity", "kept_places"]
"""What people read or need before they come: not asked of a meeting that was held already."""


class MeetingForm(forms.Form):
    """Plan or change a meeting. `rules` are the record rules on offer; `held` asks for a day that is over."""

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

    def __init__(self, *args, rules, held=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held
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


# --- papers, one question a page --------------------------------------------------------------------------------------

READERS = [("no", gettext_lazy("Members of the group, and people who booked")), ("yes", gettext_lazy("Everybody"))]


class PaperTitleForm(forms.Form):
    title = WordsField(
        label=gettext_lazy("What is the paper called?"),
        help_text=gettext_lazy("In words that say what is in it: “The hospital’s answer, in plain words”."),
        max_length=150,
        missing=gettext_lazy("Say what the paper is called"),
    )


class PaperSummaryForm(forms.Form):
    summary = WordsField(
        label=gettext_lazy("What does it say, in plain words?"),
        help_text=gettext_lazy("Two or three sentences, for people who will not read all of it."),
        max_length=800,
        lines=4,
        missing=gettext_lazy("Say in two or three sentences what is in it"),
    )


class PaperBodyForm(forms.Form):
    author_body = WordsField(
        label=gettext_lazy("Which organisation is it from?"),
        help_text=gettext_lazy("This item is on the record, so the page and the notes say it. Never a person’s name."),
        required=False,
        max_length=120,
    )


class PaperReadersForm(forms.Form):
    public = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=READERS,
        widget=Radios(hints={"yes": gettext_lazy("The meeting’s page and the public notes name it. No Office files.")}),
        error_messages={"required": gettext_lazy("Pick who may read it")},
    )

    def clean_public(self):
        return self.cleaned_data["public"] == "yes"


class PaperFileForm(forms.Form):
    """A file or a link. public: everybody may read it. paper: the one that is changed, which may keep its file."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        help_text=gettext_lazy(
            "PDF is best. A picture is fine, and for members a file from Word, Excel, PowerPoint or Writer. We take "
            "out hidden things, such as names, and show you what they were."
        ),
        required=False,
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one")},
    )
    link = forms.URLField(
        label=gettext_lazy("Or the address of a page on the web"),
        help_text=gettext_lazy("It begins with https://"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Type a whole address that begins with https://")},
    )
    file.say_optional = link.say_optional = False  # one of the two has to be there

    def __init__(self, *args, public=False, paper=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.public, self.paper = public, paper
        if paper:
            del self.fields["link" if paper.is_file else "file"]
        if paper and paper.is_file:
            self.fields["file"].label = _("Another file in its place")
            self.fields["file"].say_optional = True

    def clean_link(self):
        link = self.cleaned_data["link"]
        parts = urlsplit(link)
        if link and (parts.scheme != "https" or parts.username or "." not in (parts.hostname or "")):
            raise ValidationError(_("Type a whole address that begins with https://"))
        return link

    def clean(self):
        """Return (cleaned data with) `cleaned`: the file without what was hidden in it, or None."""
        data = super().clean()
        upload, link = data.pop("file", None), data.get("link", "")
        data["cleaned"] = None
        if self.errors:
            return data
        if upload and link:
            self.add_error("link", _("A file and an address are two papers. Empty this, and choose the file again"))
        elif upload:
            try:
                data["cleaned"] = papers.clean(upload)
            except ValidationError as error:
                self.add_error("file", error)
        elif not link and not self.paper:
            other = "link" in self.fields
            self.add_error("file", _("Choose a file, or type the address of a page") if other else _("Choose a file"))
        elif not link and not self.paper.is_file:
            self.add_error("link", _("Type a whole address that begins with https://"))
        kind = data["cleaned"].kind if data["cleaned"] else self.paper.kind if self.paper else ""
        if data.get("public", self.public) and kind in Paper.OFFICE:
            self.add_error("file", f"{papers.MEMBERS_ONLY} {papers.AGAIN}")
        return data


class GuestPaperForm(PaperTitleForm, PaperSummaryForm, PaperFileForm):
    """A file that a guest gives us for their item. Somebody looks at it before anybody else can read it."""

    field_order = ["title", "summary", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["link"]
        self.fields["file"].label = _("The file")
        self.fields["file"].help_text = _(
            "PDF is best. Other files from an office and pictures are fine too. We take out hidden things, such as "
            "names, before anybody reads it."
        )


class PaperForm(PaperTitleForm, PaperSummaryForm, PaperBodyForm, PaperReadersForm, PaperFileForm):
    """Everything about a paper that is there already; its file stays if no other one is chosen."""

    field_order = ["title", "summary", "author_body", "public", "file", "link"]

    def __init__(self, *args, paper, **kwargs):
        said = {name: getattr(paper, name) for name in ("title", "summary", "author_body", "link")}
        super().__init__(*args, paper=paper, initial={**said, "public": "yes" if paper.public else "no"}, **kwargs)
        if paper.item.record_rule != RecordRule.ON_RECORD:
            del self.fields["author_body"]


PAPER_STEPS = [PaperTitleForm, PaperSummaryForm, PaperBodyForm, PaperReadersForm, PaperFileForm]


def paper_steps(item):
    """The questions about a new paper, in order: whose it is only where that may be said."""
    on_record = item.record_rule == RecordRule.ON_RECORD
    return [step for step in PAPER_STEPS if on_record or step is not PaperBodyForm]
