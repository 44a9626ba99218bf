"""The last look before a file leaves (F14): open the finished file again and hold it against the frozen document.

Searching a file for names can only find what is spelt as expected. So the rule is turned round: the file must say what
the document says, letter for letter, between its margins and in them, and hold nothing else: no other string, no hidden
name, and no link, for a copy has none (F8). Then the document's own words are counted against the ledger: each token of
the register may stand there exactly as often as the notes were approved to hold it. `approved` comes from the check;
what our own templates, the group's name or its published contact say is not from the register and is allowed as it
stands.
"""

import re
from collections import Counter

from django.utils.translation import gettext as _

from .. import files
from . import pdf, plain, word
from .ledger import Problem, consented, expected, ledger, listed, written

__all__ = ["Problem", "expected", "reread", "reread_all", "written"]

FILE_NAME = re.compile(
    r"[a-z0-9_-]+-notes-\d{4}-\d\d(-\d\d)?-(group|public)-v\d+(-draft)?(\.pdf|-large\.pdf|\.docx|\.txt|\.json)"
)
READERS = {"pdf": pdf.read, "large": pdf.read, "docx": word.read, "txt": plain.read_text, "json": plain.read_json}


def reread(content, roster, *, document, format="pdf", approved=None, named=None, file_name=None):
    """Return every Problem of a finished file, () when it may leave (F1 to F14).

    content: bytes. roster: of attribution, everybody who must not be given away. document: what the file was made from.
    format: one of files.ENDINGS. approved: how often each token may stand in what people wrote, by the token as it
    stands there. named: how often somebody said yes to being named in which words. file_name: if it is not the
    document's own.
    """
    allowed = _allowed(document, roster, approved, named)
    return tuple(dict.fromkeys([*allowed, *_finished(content, roster, document, format, file_name)]))


def reread_all(made, roster, *, document, approved=None, named=None):
    """Return every Problem of the finished files of one copy, () when they may leave. made: {format: bytes}."""
    problems = _allowed(document, roster, approved, named)
    for format, content in made.items():
        problems += _finished(content, roster, document, format)
    return tuple(dict.fromkeys(problems))


def _allowed(document, roster, approved, named):
    """The Problems of the document itself, whatever file is made of it."""
    return [*listed(document), *consented(document, named or {}), *ledger(document, roster, Counter(approved or {}))]


def _finished(content, roster, document, format, file_name=None):
    name = file_name or files.file_name(document, format)
    if not FILE_NAME.fullmatch(name) or not name.startswith(f"{document.group_slug}-notes-"):
        yield Problem("file name", _("The name of the file is not as it should be."))
    yield from READERS[format](content, document, roster)
