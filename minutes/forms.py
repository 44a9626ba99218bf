"""What people type into notes and while checking them. There is no field for who said it."""

import re
import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import FIRST_YEAR, LAST_YEAR, DayField, Radios, RowsField
from coproduction.words import WordsField
from meetings.models import Attendance

from . import lines
from .models import HEARD, POINT_LIMIT, Action, ConsensusNote, Consent, Minutes, Objection, Point, Settlement, View

PASTE_LIMIT = 100_000
"""Characters that may be typed or pasted at once; a long text becomes several points."""

MOST = 2**31 - 1
"""The largest number a database column for whole numbers takes."""
LINE = r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|item:[1-9]\d{0,8})\Z"
"""The key of a line of the notes."""
AGREED, TO_DO = lines.CONSENSUS, lines.TO_DO
KINDS = [
    (Point.Kind.DISCUSSED.value, gettext_lazy("Talked about")),
    (AGREED, gettext_lazy("Agreed")),
    (Point.Kind.ASKED.value, gettext_lazy("Asked for")),
    (Point.Kind.CONCERN.value, gettext_lazy("Worry")),
    (Point.Kind.NOTED.value, gettext_lazy("Noted")),
    (TO_DO, gettext_lazy("To do")),
]


class KeyedForm(forms.Form):
    """Carries the key of the row to be, so that a form posted twice adds one row."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class AddForm(KeyedForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing is it?"),
        choices=KINDS,
        initial=Point.Kind.DISCUSSED.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick what kind of thing it is")},
    )
    text = WordsField(
        label=gettext_lazy("What was said? Leave out who said it."),
        max_length=PASTE_LIMIT,
        lines=3,
        missing=gettext_lazy("Type what was said"),
    )

    def clean(self):
        data = super().clean()
        long = len(data.get("text", "")) > POINT_LIMIT
        if long and data.get("kind") in (AGREED, TO_DO):
            self.add_error(
                "text", _("This is too long for one thing. Please make it %(n)s letters or fewer") % {"n": POINT_LIMIT}
            )
        return data


class PointForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing is it?"), choices=Point.Kind, widget=forms.RadioSelect
    )
    text = WordsField(
        label=gettext_lazy("What was said? Leave out who said it."),
        max_length=POINT_LIMIT,
        lines=4,
        missing=gettext_lazy("Type what was said"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConsensusForm(forms.Form):
    question = WordsField(label=gettext_lazy("What was the question?"), required=False, max_length=300)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Where did you get to?"), choices=ConsensusNote.Outcome, widget=forms.RadioSelect
    )
    text = WordsField(
        label=gettext_lazy("What was agreed?"),
        help_text=gettext_lazy("Or where you stopped, if you go on talking."),
        max_length=POINT_LIMIT,
        lines=3,
        missing=gettext_lazy("Type what was agreed, or where you stopped"),
    )
    care = WordsField(
        label=gettext_lazy("A word of care"),
        help_text=gettext_lazy("Like: “it will be hard to keep going over the winter.”"),
        required=False,
        max_length=600,
        lines=2,
    )
    no_other_views = forms.BooleanField(label=gettext_lazy("We asked, and there were no other views"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if data.get("care") and data.get("outcome") == ConsensusNote.Outcome.AGREED:
            data["outcome"] = ConsensusNote.Outcome.CAUTIONS  # a word of care is what tells the two apart
        return data


class ViewForm(KeyedForm):
    text = WordsField(
        label=gettext_lazy("Another view"),
        help_text=gettext_lazy("In its own words, without whose it was or how many think so."),
        max_length=POINT_LIMIT,
        lines=2,
        missing=gettext_lazy("Type the view"),
    )


class PlaceForm(forms.Form):
    place = forms.ChoiceField(
        label=gettext_lazy("Where does this view go?"),
        choices=[c for c in View.Place.choices if c[0] != View.Place.RAISED],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick where this view goes")},
    )
    how = WordsField(
        label=gettext_lazy("How?"),
        help_text=gettext_lazy("Like: “the card now asks first”."),
        required=False,
        max_length=300,
    )


class ActionForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("What will be done?"),
        help_text=gettext_lazy("Without who does it."),
        max_length=POINT_LIMIT,
        lines=3,
        missing=gettext_lazy("Type what will be done"),
    )
    due = DayField(label=gettext_lazy("By when?"), required=False)
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Who leads it?"),
        help_text=gettext_lazy("Only they and the people who run the group see this."),
        queryset=Attendance.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )
    helpers = RowsField(
        label=gettext_lazy("Who chips in?"),
        queryset=Attendance.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shown_as = forms.ChoiceField(
        label=gettext_lazy("Who does it, in the notes?"),
        help_text=gettext_lazy("The notes never say a name."),
        choices=Action.Shown,
        widget=forms.RadioSelect,
    )
    report_to_parent = forms.BooleanField(label=gettext_lazy("Report it to the main group"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, people, has_parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people
        self.fields["helpers"].queryset = people
        if not has_parent:
            del self.fields["report_to_parent"]


class SyncForm(forms.Form):
    """What a page that saves by itself says of itself. seen: the revision it knows; 0 asks for everything."""

    page = forms.UUIDField()
    lock = forms.UUIDField(required=False)
    seen = forms.IntegerField(min_value=0, max_value=MOST)
    item = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    line = forms.RegexField(LINE, required=False)
    typing = forms.CharField(max_length=POINT_LIMIT, required=False, strip=False)


class SaveForm(forms.Form):
    """One save of such a page: put a line, move it, or take it out."""

    key = forms.UUIDField()
    do = forms.ChoiceField(choices=[(verb, verb) for verb in ("put", "move", "remove")])
    line = forms.RegexField(LINE)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in lines.KINDS], required=False)
    item = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    base = forms.IntegerField(min_value=0, max_value=MOST, required=False)
    note = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)

    def clean(self):
        data = super().clean()
        needed = {"put": ["kind", "item", "base"], "move": ["item"], "remove": ["base"]}
        for name in needed.get(data.get("do"), []):
            if data.get(name) in (None, ""):
                self.add_error(name, _("This is missing."))
        whole = data.get("line", "").startswith("item:")
        if whole and data.get("line") != f"item:{data.get('item')}" or whole != (data.get("kind") == lines.WHOLE):
            self.add_error("line", _("This is not a line of that kind."))
        return data


class PointLine(forms.Form):
    text = WordsField(max_length=POINT_LIMIT, lines=3, missing=gettext_lazy("Type what was said"))


class ConsensusLine(forms.Form):
    question = WordsField(required=False, max_length=300)
    outcome = forms.ChoiceField(choices=ConsensusNote.Outcome)
    text = WordsField(max_length=POINT_LIMIT, lines=3, missing=gettext_lazy("Type what was agreed"))
    care = WordsField(required=False, max_length=600, lines=2)
    no_other_views = forms.BooleanField(required=False)


class ViewLine(forms.Form):
    text = WordsField(max_length=POINT_LIMIT, lines=3, missing=gettext_lazy("Type the view"))
    place = forms.ChoiceField(choices=View.Place)
    how = WordsField(required=False, max_length=300)


class ToDoLine(forms.Form):
    text = WordsField(max_length=POINT_LIMIT, lines=3, missing=gettext_lazy("Type what will be done"))
    due = forms.DateField(required=False)
    shown_as = forms.ChoiceField(choices=Action.Shown)
    report_to_parent = forms.BooleanField(required=False)

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
            raise forms.ValidationError(_("That day is too far away."))
        return due


class WholeLine(forms.Form):
    """Of an item as a whole: only what was sent counts, so that a tick does not wipe out the one sentence."""

    no_other_views = forms.BooleanField(required=False)
    private_sentence = WordsField(required=False, max_length=300, lines=2)

    def clean(self):
        return {name: value for name, value in super().clean().items() if name in self.data}


LINE_FORMS = {lines.CONSENSUS: ConsensusLine, lines.VIEW: ViewLine, lines.TO_DO: ToDoLine, lines.WHOLE: WholeLine}
"""What a line of each kind is made of, but points."""


class KeysForm(forms.Form):
    """The two keys for what waits on a device, as a browser made them (JWK, P-256); none asks for those there are."""

    public = forms.JSONField(required=False)
    private = forms.JSONField(required=False)

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            return {}
        for name, parts in (("public", ("x", "y")), ("private", ("x", "y", "d"))):
            key = data.get(name)
            whole = isinstance(key, dict) and key.get("kty") == "EC" and key.get("crv") == "P-256"
            if not whole or not all(re.fullmatch(r"[\w-]{43}", str(key.get(part, ""))) for part in parts):
                self.add_error(name, _("This is not a key."))
            else:
                data[name] = {"kty": "EC", "crv": "P-256", **{part: key[part] for part in parts}}
        return data


class PrivateForm(forms.Form):
    private_sentence = WordsField(
        label=gettext_lazy("The one sentence the notes may give"),
        help_text=gettext_lazy("Only if the meeting agreed it. Nothing else of this item goes in the notes."),
        required=False,
        max_length=300,
        lines=2,
    )


class ChangeWordsForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("The words"), max_length=POINT_LIMIT, lines=5, missing=gettext_lazy("Type the words")
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """Say why a marked word can stay. `reasons`: those the rules allow for this finding."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why can it stay?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick why it can stay")},
    )
    note = WordsField(label=gettext_lazy("In one sentence"), required=False, max_length=300)

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(r.value, r.label) for r in reasons]
        if len(reasons) == 1:  # nothing to choose: the sentence below is the question then
            self.fields["reason"].widget = forms.HiddenInput()
            self.fields["reason"].initial = reasons[0].value
        self.fields["note"].say_optional = Settlement.Reason.ACCEPTED not in reasons

    def clean(self):
        data = super().clean()
        if data.get("reason") == Settlement.Reason.ACCEPTED and not data.get("note"):
            self.add_error("note", _("Say in one sentence why it can stay"))
        return data


YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
QUESTIONS = [
    ("q1", gettext_lazy("1. Could a relative, neighbour or manager tell who said any of this?"), "no"),
    ("q2", gettext_lazy("2. Could someone tell that a certain person or organisation was there?"), "no"),
    ("q3", gettext_lazy("3. Could a cared-for person, child or patient be recognised?"), "no"),
    ("q4", gettext_lazy("4. Have all the views been kept?"), "yes"),
]
"""The four questions a person answers after the machine check, with the answer that lets the notes go out."""


class SignForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    remark = WordsField(
        label=gettext_lazy("Anything to add for the people who run the group?"), required=False, max_length=600, lines=2
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        questions = {
            name: forms.ChoiceField(
                label=words,
                choices=YES_NO,
                widget=Radios(inline=True),
                error_messages={"required": _("Answer question %(n)s, yes or no") % {"n": name[1]}},
            )
            for name, words, _good in QUESTIONS
        }
        self.fields = {**questions, **self.fields}

    def clean(self):
        data = super().clean()
        for name, _words, good in QUESTIONS:
            if name in data and data[name] != good:
                self.add_error(name, _("Then they cannot go out yet. Change the words, or send the notes back"))
        return data


class ObjectionForm(KeyedForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What should change?"),
        choices=Objection.Kind,
        initial=Objection.Kind.ME,
        widget=forms.RadioSelect,
    )
    text = WordsField(
        label=gettext_lazy("Which words?"),
        help_text=gettext_lazy("If you like. You need not say why, and we do not keep who asks."),
        required=False,
        max_length=2000,
        lines=3,
    )


class QuoteForm(forms.Form):
    """Whoever said these words said yes to them: how and when. There is no field for who it was."""

    how = forms.ChoiceField(
        label=gettext_lazy("How did they say yes?"),
        choices=[(way.value, way.label) for way in HEARD],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick how they said yes")},
    )
    said_on = DayField(label=gettext_lazy("On which day?"))


class LeaveOutForm(forms.Form):
    why = WordsField(
        label=gettext_lazy("Why is it left out?"),
        help_text=gettext_lazy("In one sentence that names nobody. We keep it for years."),
        max_length=300,
        lines=2,
        missing=gettext_lazy("Say in one sentence why it is left out"),
    )


class ShortenForm(forms.Form):
    """End the time to ask for a change sooner. `ends`: [(working days after it began, the day in words)]."""

    days = forms.ChoiceField(
        label=gettext_lazy("Until when can people ask?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick a day")},
    )
    why = WordsField(
        label=gettext_lazy("Why must it be sooner?"),
        help_text=gettext_lazy("In one sentence that names nobody. We keep it for years."),
        max_length=300,
        lines=2,
        missing=gettext_lazy("Say in one sentence why it must be sooner"),
    )

    def __init__(self, *args, ends, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = ends


class YesForm(forms.Form):
    """Say yes to being named. `printed`: [(words, as they are printed)]. own: for oneself; else it is written down."""

    words = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Pick one of the ways to be named")}
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("In which copy?"),
        choices=Consent.Audience,
        widget=Radios(
            hints={
                "group": gettext_lazy("The people of the group read it, and they may pass it on."),
                "both": gettext_lazy("Anybody can read it, and find it by a search."),
            }
        ),
        error_messages={"required": gettext_lazy("Pick who may see it")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How did they say yes?"),
        choices=[(way.value, way.label) for way in HEARD],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pick how they said yes")},
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, own, printed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = printed
        self.fields["words"].label = _("What shall the notes say?") if own else _("What may the notes say?")
        if own:
            del self.fields["how"]


class PresenterForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Who presented it?"),
        queryset=Attendance.objects.none(),
        empty_label=gettext_lazy("Pick somebody"),
        error_messages={"required": gettext_lazy("Pick who presented it")},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class AnswerForm(forms.Form):
    answer = WordsField(
        label=gettext_lazy("What did you do?"),
        max_length=600,
        lines=2,
        missing=gettext_lazy("Say in one sentence what you did"),
    )


class CorrectForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing is wrong?"),
        help_text=gettext_lazy("The new version says this much, and never what it was."),
        choices=Minutes.Correction,
        widget=Radios(hints={"person": gettext_lazy("Then the copies are taken back at once.")}),
        error_messages={"required": gettext_lazy("Pick what kind of thing is wrong")},
    )


class ProgressForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("How far is it?"), choices=Action.State, widget=forms.RadioSelect)
    words = WordsField(
        label=gettext_lazy("What has happened?"),
        help_text=gettext_lazy("In a sentence, if you like. Say what, not who."),
        required=False,
        max_length=300,
        lines=2,
    )
    reason = WordsField(label=gettext_lazy("If it is dropped: why?"), required=False, max_length=300)


# --- finding ----------------------------------------------------------------------------------------------------------
class SearchForm(forms.Form):
    q = WordsField(
        label=gettext_lazy("What are you looking for?"),
        help_text=gettext_lazy("A word or two. We look through groups, meetings and notes that everybody can read."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "govuk-input--width-20"}),
    )
    q.say_optional = False


class PastForm(forms.Form):
    group = WordsField(
        label=gettext_lazy("Which group?"),
        help_text=gettext_lazy("A part of its name will do."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    group.say_optional = False
