"""The files made from a frozen document. Page and PDF show the same words, because both come from the one document."""

import json

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from coproduction import pdf as printer

from .document import to_json

FORMATS = ("pdf", "html", "txt", "json")


def pdf(document, *, apart=True, large=False):
    """Return the document as a PDF/UA file (bytes). Raises coproduction.pdf.RenderFailed.

    apart: draw it in a child process with limits, as it must be for anything people typed; in this process otherwise.
    large: 18pt instead of 12pt (F13).
    """
    draw = printer.render_apart if apart else printer.render
    return draw(print_html(document, large=large))


def print_html(document, *, large=False):
    """Return the page the PDF is drawn from, in the document's language whatever the reader's is."""
    with translation.override(document.language.lower()):
        context = {"document": document, "large": large, "foot": foot(document), "last": last_line(document)}
        return render_to_string("minutes/print.html", context)


def html(document):
    """Return the document as the article of a web page."""
    with translation.override(document.language.lower()):
        return render_to_string("minutes/_document.html", {"document": document, "last": last_line(document)})


def text(document):
    """Return the document as plain text, one blank line between its parts."""
    return plain(html(document))


def dump(document):
    """Return the document as JSON text, the same for the same document."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def file_name(document, ending="pdf"):
    """Return the file's name (F2): group, date, audience and version; never a person and no number of a row."""
    return f"{document.file_stem}.{ending}"


def copy_and_version(document):
    """Return which copy this is, like "Public copy, version 1"."""
    if document.draft:
        return _("Draft")
    return _("%(copy)s, version %(version)s") % {"copy": document.copy_name, "version": document.version}


def foot(document):
    """Return what stands at the foot of each page: the title, the copy and its version."""
    return f"{document.title}. {copy_and_version(document)}"


def last_line(document):
    """Return the closing lines: copy, version and date, who checked it, when it was agreed, and who runs the site."""
    issued = f", {document.issued}" if document.issued else ""
    runs = _("%(site)s is run by %(host)s.") % {"site": document.site, "host": document.host}
    return " ".join(
        filter(None, [copy_and_version(document) + issued + ".", document.checked, document.agreed_by_meeting, runs])
    )
