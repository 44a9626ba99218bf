"""Reading finished plain text and JSON again."""

import json

from django.utils.translation import gettext as _

from .. import document as documents
from .. import files
from .ledger import Problem, surplus


def read_text(content, document, roster):
    """Yield every Problem of finished plain text: it says each part of the document in its order, and nothing else."""
    found = content.decode("utf-8")
    said = []
    for part in files.parts(document):
        words = " ".join(part.words.encode("utf-8", "replace").decode().split())
        said.append(f"* {words}" if part.kind == "li" else words)
        if part.kind in ("h1", "h2"):
            said.append(("=" if part.kind == "h1" else "-") * len(words))
    if [line for line in found.split("\n") if line] != said:
        more = surplus(found, " ".join(said), roster)
        for token in more:
            words = _("“%(token)s” stands in the text and not in the notes.") % {"token": token.text}
            yield Problem("text", words, token.kind)
        if not more:
            yield Problem("text", _("The text does not say the same as the notes."))


def read_json(content, document, roster):
    """Yield every Problem of finished JSON: it is the document and nothing else, written in the one way we write it."""
    try:
        held = documents.from_json(json.loads(content))
    except (ValueError, TypeError, KeyError):
        held = None
    if held is None or held != document or content != files.make(held, "json"):
        yield Problem("data", _("The data does not say the same as the notes."))
