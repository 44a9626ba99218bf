"""The files made from a frozen document. All of them say the same words, because all come from the one document.

`parts` says in plain Python what a copy holds, in reading order. The Word file and the text are made from it, and every
finished file is held against it (minutes/reread/), so a template that showed anything more would be found out.
"""

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coproduction import pdf as printer
from coproduction import word

from .document import to_json

ENDINGS = {"pdf": ".pdf", "large": "-large.pdf", "docx": ".docx", "txt": ".txt", "json": ".json"}
"""How the name of a file ends, and its address, by its format."""


class Part(NamedTuple):
    """One block of a copy. kind: h1 to h4, p, li, or row (the words of a table's cells, joined with " | ")."""

    kind: str
    words: str
    strong: str = ""
    """What of the words stands out, at their beginning."""
    cells: tuple = ()
    """The words of a row, cell by cell."""


# --- files ------------------------------------------------------------------------------------------------------------
def make(document, format, *, apart=True):
    """Return the document as one file of `format`, a key of ENDINGS (bytes). apart: see pdf. Raises as pdf does."""
    if format == "docx":
        return docx(document)
    if format in ("txt", "json"):
        said = text(document) if format == "txt" else dump(document)
        return said.encode("utf-8", "replace")
    return pdf(document, apart=apart, large=format == "large")


def pdf(document, *, apart=True, large=False):
    """Return the document as a PDF/UA file (bytes). Raises coproduction.pdf.RenderFailed.

    apart: draw it in a child process with limits, as it must be for anything people typed; in this process otherwise.
    large: 18pt instead of 12pt (F13).
    """
    draw = printer.render_apart if apart else printer.render
    return draw(print_html(document, large=large))


def print_html(document, *, large=False):
    """Return the page the PDF is drawn from."""
    kept = replace(document, statement=_unbroken(document.statement), contact=_unbroken(document.contact))
    with _in_its_language(document):
        context = {"document": kept, "large": large, "margins": margins(document)}
        context |= {"caption": caption(document), "last": last_line(document)}
        return render_to_string("minutes/print.html", context)


def _unbroken(text):
    """Return `text` with the figures of a phone number held together, so that no line ends inside one."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)


def docx(document):
    """Return the document as a Word file (bytes), for those who write in it, or read best in a program of their own."""
    with _in_its_language(document):
        around = margins(document)
    return word.write(parts(document), title=document.title, language=document.language, **around)


def html(document):
    """Return the document as the article of a web page, the same part the site's own pages show."""
    with _in_its_language(document):
        return render_to_string("components/document.html", {"document": document})


def text(document):
    """Return the document as plain text."""
    lines, before = [], ""
    for part in parts(document):
        kind, words = part.kind, " ".join(part.words.split())
        if kind in ("h1", "h2"):
            lines += ["", "", words, ("=" if kind == "h1" else "-") * len(words), ""]
        else:
            if kind in ("h3", "h4", "p") and before not in ("h1", "h2") or kind in ("li", "row") and before == "p":
                lines.append("")
            lines.append(f"* {words}" if kind == "li" else words)
        before = kind
    return "\n".join(lines).strip() + "\n"


def dump(document):
    """Return the document as JSON text, the same for the same document."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def file_name(document, format="pdf"):
    """Return the file's name (F2): group, date, audience and version; never a person and no number of a row."""
    draft = "-draft" if document.draft else ""
    return f"{document.file_stem}{draft}{ENDINGS[format]}"


# --- what a copy says -------------------------------------------------------------------------------------------------
@contextmanager
def _in_its_language(document):
    """Speak the document's language, whatever the reader's is: a copy is the same for everybody."""
    with translation.override(document.language.lower()):
        yield


def parts(document):
    """Return everything a copy says between its margins, in reading order, as a tuple of Part."""
    with _in_its_language(document):
        return tuple(part for part in _parts(document) if part.words)


def _parts(document):
    yield _bold(document.site)
    yield Part("p", caption(document))
    yield Part("h1", document.theme)
    yield Part("p", document.met)
    if document.draft:
        yield _bold(_("This is a draft. Please do not share it yet."))
    yield _bold(document.rule_name)
    yield Part("p", document.statement)
    if document.in_short:
        yield Part("h2", _("In short"))
        yield from (Part("li", f"{bold} {rest}", bold) for bold, rest in document.in_short)
    yield from _people(document)
    for item in document.items:
        yield from _item(item)
    yield Part("p", document.private_items)
    yield Part("p", document.left_out)
    if document.actions:
        yield Part("h2", _("What happens now"))
        yield _bold(_("Things to do"))
        yield _row(table_head())
        yield from (_row((a.text, a.who, a.by, a.state)) for a in document.actions)
    if document.next_meeting:
        yield Part("h2", _("Next meeting"))
        ask = _("To come, or to ask anything: %(contact)s.") % {"contact": document.contact}
        when = document.next_meeting.when
        yield Part("p", f"{when}, {document.next_meeting.where}. {ask}", when)
    if document.words:
        yield Part("h2", _("Hard words"))
        for hard, meaning in document.words:
            yield _bold(hard)
            yield Part("p", meaning)
    yield Part("p", last_line(document))


def _bold(words):
    return Part("p", words, words)


def _row(cells):
    return Part("row", " | ".join(cells), cells=tuple(cells))


def _people(document):
    if document.took_part or document.attended or document.apologies:
        yield Part("h2", _("Who took part"))
        yield Part("p", document.took_part)
    for heading, names in (
        (_("Came, and said we may list them"), document.attended),
        (_("Sent apologies"), document.apologies),
    ):
        if names:
            yield Part("h3", heading)
            yield from (Part("li", name) for name in names)


def _item(item):
    yield Part("h2", item.title)
    yield Part("p", item.note)
    yield Part("p", item.presented)
    yield Part("p", item.blurb)
    yield from (Part("li", f"{label}: {words}", f"{label}:") for label, words in item.scope)
    if item.papers:
        yield Part("h3", _("Papers"))
        yield from (Part("li", paper.words) for paper in item.papers)
    for passage in item.passages:
        yield Part("h3", passage.heading)
        yield from (Part("li", point) for point in passage.points)
    if item.no_other_views:
        yield Part("p", _("We asked if anyone saw it another way. No one did."))
    for agreement in item.agreements:
        yield from _agreement(agreement)


def _agreement(agreement):
    yield Part("h3", agreement.label)
    yield Part("p", agreement.question)
    yield _bold(agreement.text) if agreement.agreed else Part("p", agreement.text)
    if agreement.care:
        yield Part("p", _("With a word of care: %(care)s") % {"care": agreement.care})
    if agreement.views:
        yield Part("h4", _("All the views"))
    for view in agreement.views:
        place = f"{view.place}: {view.how}" if view.how else f"{view.place}."
        yield Part("li", f"{view.text} {place}" if view.place else view.text)
    if agreement.no_other_views:
        yield Part("p", _("We asked if anyone saw it another way. No one did."))


def table_head():
    """Return the words above the columns of the table of things to do."""
    return _("What"), _("Who"), pgettext("a date", "By"), _("How far")


def margins(document):
    """Return what stands in the margins of every page: draft, foot, and the words around the page's number."""
    return {
        "draft": _("DRAFT") if document.draft else "",
        "foot": f"{document.title}. {copy_and_version(document)}",
        "page": pgettext("page 1 of 2", "Page"),
        "of": pgettext("page 1 of 2", "of"),
    }


def copy_and_version(document):
    """Return which copy this is, like "Public copy, version 1"."""
    if document.draft:
        return _("%(copy)s, draft") % {"copy": document.copy_name}
    return _("%(copy)s, version %(version)s") % {"copy": document.copy_name, "version": document.version}


def caption(document):
    """Return the line above the title: whose notes, and which copy of which day, so that page one says it (F16)."""
    whose = _("%(group)s: notes") % {"group": document.group}
    return f"{whose}. {issue_line(document)}" if document.issued else whose


def issue_line(document):
    """Return which copy of which day this is; "" on a draft."""
    return f"{copy_and_version(document)}, {document.issued}." if document.issued else ""


def last_line(document):
    """Return the closing lines: copy, version and date, who checked it, when it was agreed, and who runs the site."""
    copy = issue_line(document) or f"{copy_and_version(document)}."
    runs = _("%(site)s is run by %(host)s.") % {"site": document.site, "host": document.host}
    return " ".join(filter(None, [copy, document.corrected, document.checked, document.agreed_by_meeting, runs]))
