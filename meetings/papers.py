"""Cleaning a paper, and saying in words what was taken out of it or why it cannot be used."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from . import cleaning

MEMBERS_ONLY = gettext_lazy(
    "An Office file can go to members only: too much can hang on it. For everybody, save it as a PDF."
)
NO_PICTURES = gettext_lazy(
    "Once a meeting has begun we take no pictures: handwriting and faces tell who was there. Type what it says instead."
)
AGAIN = gettext_lazy("Then choose it again.")
FOUND = {
    "author": ngettext_lazy("the author’s name", "the names of %(number)s authors", "number"),
    "changed_by": ngettext_lazy("who changed it last", "who changed it last", "number"),
    "company": ngettext_lazy("the name of an organisation", "the names of organisations", "number"),
    "properties": ngettext_lazy("notes about the file, such as dates", "notes about the file, such as dates", "number"),
    "comments": ngettext_lazy("%(number)s comment or mark", "%(number)s comments or marks", "number"),
    "attachments": ngettext_lazy("%(number)s file inside it", "%(number)s files inside it", "number"),
    "scripts": ngettext_lazy("%(number)s program", "%(number)s programs", "number"),
    "form": ngettext_lazy(
        "%(number)s box to fill in: what stands in it stays as plain words, a signature does not",
        "%(number)s boxes to fill in: what stands in them stays as plain words, a signature does not",
        "number",
    ),
    "layers": ngettext_lazy("the name of %(number)s layer", "the names of %(number)s layers", "number"),
    "versions": ngettext_lazy("%(number)s earlier version", "%(number)s earlier versions", "number"),
    "thumbnails": ngettext_lazy("a small picture of it", "%(number)s small pictures of it", "number"),
    "pictures": ngettext_lazy(
        "what was hidden in a picture", "what was hidden in pictures, %(number)s times", "number"
    ),
    "links": ngettext_lazy("%(number)s link to a file or a program", "%(number)s links to files or programs", "number"),
    "traces": ngettext_lazy("traces of how it was written", "traces of how it was written", "number"),
    "place": ngettext_lazy("where the picture was taken", "where the pictures were taken", "number"),
    "camera": ngettext_lazy("which camera or phone took it, and when", "which cameras or phones took it", "number"),
    "notes": ngettext_lazy("words hidden in the picture", "words hidden in the pictures", "number"),
}
"""What cleaning takes out, by its code."""

KINDS = gettext_lazy("We take PDF, JPEG, PNG, Word (docx), Excel (xlsx), PowerPoint (pptx) and Writer (odt).")
REASONS = {
    "empty": gettext_lazy("This file is empty. Look whether it is the right one."),
    "kind": gettext_lazy("This is not a file we can take, whatever its name says."),
    "old_office": gettext_lazy("This is an old kind of Office file. Open it and save it as docx, xlsx, pptx or PDF."),
    "password": gettext_lazy("This file has a password or a lock. Save it without."),
    "broken": gettext_lazy("We could not read this file. It may be broken. Open it, and save it as a new PDF."),
    "too_hard": gettext_lazy("This file takes us too long. Save it as a new PDF, or in smaller parts."),
    "pages": gettext_lazy("This file has more than 200 pages. Split it, or take out what people need."),
    "pixels": gettext_lazy("This picture is too large. Make it smaller than 40 million dots, such as 7,000 by 5,000."),
    "bomb": gettext_lazy("This file grows too large when it is opened. Save it as a PDF."),
    "hidden_layers": gettext_lazy("It has layers that are switched off. Switch them on or delete them, then save."),
    "tracked": gettext_lazy(
        "It has tracked changes, with names and old words in them. In Word: Review, Accept all changes, then save."
    ),
    "comments": gettext_lazy("It has comments, with names. In Word: Review, Delete all comments, then save."),
    "speaker_notes": gettext_lazy("There are notes under its slides. Delete them, or save it as a PDF without notes."),
    "hidden_slides": gettext_lazy("It has hidden slides. Delete them, or show them, then save."),
    "hidden_sheets": gettext_lazy("It has a hidden sheet: “%(what)s”. Delete it, or unhide it, then save."),
    "hidden_rows": gettext_lazy("It has hidden rows or columns. Delete them, or unhide them, then save."),
    "hidden_text": gettext_lazy("It has hidden words or shapes. Delete them, or show them, then save."),
    "macros": gettext_lazy("It has macros: small programs. Save it as docx, xlsx or pptx without macros, or as a PDF."),
    "embedded": gettext_lazy("There is another file inside it. Put a picture in its place, or save it as a PDF."),
    "linked": gettext_lazy("It fetches parts from other files. Break these links, or save it as a PDF."),
    "data": gettext_lazy("It carries data behind its tables. Copy the values into a new sheet, or save it as a PDF."),
    "media": gettext_lazy("It has a film, a sound or a picture of a kind we cannot clean. Save it as a PDF."),
    "versions": gettext_lazy("It keeps earlier versions. Delete them, then save."),
    "unknown": gettext_lazy("It has a part we do not know (%(what)s), so we cannot clean it. Save it as a PDF."),
}
"""Why a file is not taken and how to mend it, by its code."""


def clean(upload):
    """Return the Cleaned file of what was uploaded. Raises ValidationError in words people can do something with."""
    if upload.size > settings.PAPER_MAX_BYTES:
        largest = settings.PAPER_MAX_BYTES // 2**20
        words = _("This file is larger than %(largest)s MB. Make its pictures smaller, or split it.")
        raise ValidationError([f"{words % {'largest': largest}} {AGAIN}"])
    do = cleaning.apart if settings.PAPERS_APART else cleaning.clean
    try:
        return do(upload.read())
    except cleaning.Refused as error:
        words = REASONS[error.code] % {"what": error.what} if error.what else REASONS[error.code]
        kinds = f" {KINDS}" if error.code == "kind" else ""
        raise ValidationError([f"{words}{kinds} {AGAIN}"]) from error


def taken_out(paper):
    """Return what was taken out of a paper, a phrase each, in the order of FOUND."""
    found = dict(paper.found)
    return [str(words % {"number": found[code]}) for code, words in FOUND.items() if code in found]
