"""What is typed about a paper, one question a page."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.fields import Radios
from coproduction.words import WordsField
from groups.models import RecordRule

from .. import papers
from ..models import Paper

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
    minutes_to_read = forms.IntegerField(
        label=gettext_lazy("How many minutes does it take to read?"),
        help_text=gettext_lazy("For a page on the web or a picture. In other files we count the words."),
        required=False,
        min_value=1,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": gettext_lazy("Type the minutes in figures, like 10"),
            "min_value": gettext_lazy("Type the minutes in figures, from 1 to 240"),
            "max_value": gettext_lazy("Type the minutes in figures, from 1 to 240"),
        },
    )
    file.say_optional = link.say_optional = False  # one of the two has to be there
    asks_minutes = False
    """Must whoever gives it say how long it takes to read, where nobody can count?"""

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
        counted = data["cleaned"] is not None and data["cleaned"].text.split()
        if self.asks_minutes and not (counted or data.get("minutes_to_read") or self.errors):
            words = _("Say how many minutes it takes to read: there are no words in it that we could count")
            self.add_error("minutes_to_read", f"{words}. {papers.AGAIN}" if data["cleaned"] else words)
        return data


class LateReasonForm(forms.Form):
    """Why a paper comes late, in words that stand beside it."""

    late_reason = WordsField(
        label=gettext_lazy("Why does it come late?"),
        help_text=gettext_lazy("A few plain words that readers see beside it, like “we waited for figures”. No names."),
        max_length=200,
        missing=gettext_lazy("Say in a few words why it comes late"),
    )


class GuestPaperForm(PaperTitleForm, PaperSummaryForm, PaperFileForm, LateReasonForm):
    """A file or a link from somebody who is invited or was asked for it. Somebody looks at it before it is read.

    late: the last day for it is over.
    """

    field_order = ["title", "summary", "file", "link", "minutes_to_read", "late_reason"]
    asks_minutes = True

    def __init__(self, *args, late, **kwargs):
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]
        self.fields["minutes_to_read"].say_optional = False  # for a file with words in it, it is
        self.fields["file"].help_text = _(
            "PDF is best. Other files from an office and pictures are fine too. We take out hidden things, such as "
            "names, before anybody reads it."
        )


class PaperForm(PaperTitleForm, PaperSummaryForm, PaperBodyForm, PaperReadersForm, PaperFileForm, LateReasonForm):
    """Everything about a paper that is there already; its file stays if no other one is chosen."""

    field_order = ["title", "summary", "author_body", "public", "file", "link", "minutes_to_read", "late_reason"]

    def __init__(self, *args, paper, **kwargs):
        said = {name: getattr(paper, name) for name in ("title", "summary", "author_body", "link", "late_reason")}
        said |= {"public": "yes" if paper.public else "no", "minutes_to_read": paper.minutes_to_read or None}
        super().__init__(*args, paper=paper, initial=said, **kwargs)
        if paper.item.record_rule != RecordRule.ON_RECORD:
            del self.fields["author_body"]
        self.fields["late_reason"].required = paper.shown and bool(paper.late_reason)
        if not paper.late:
            del self.fields["late_reason"]


PAPER_STEPS = [PaperTitleForm, PaperSummaryForm, PaperBodyForm, PaperReadersForm, PaperFileForm]


def paper_steps(item):
    """The questions about a new paper, in order: whose it is only where that may be said."""
    on_record = item.record_rule == RecordRule.ON_RECORD
    return [step for step in PAPER_STEPS if on_record or step is not PaperBodyForm]
