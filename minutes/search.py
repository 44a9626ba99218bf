"""Looking for words in what everybody can read: groups, meetings that were announced, and public copies of minutes.

Nothing is copied anywhere to be searched: a copy that is taken back is found no more from that moment on, because the
row that is searched is the row that is read. PostgreSQL looks in its full text, other databases for the bare words.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q

from groups.models import Group
from meetings.models import Meeting

from .models import IssuedCopy

MOST = 20
"""Of each kind that are shown; whoever wants fewer types another word."""
LOOKED_AT = 5_000
"""Of each kind that are put in order; of words that stand in more, these are any of them, and not surely the newest."""
WORDS = 10
"""Words that are looked for, where each is a question of its own."""
AROUND = 90
"""Letters on either side of the first word found, in an extract."""
CONFIG = "english"
FIELDS = {
    Group: ["name", "purpose", "who_for", "area"],
    Meeting: ["theme", "who_for", "venue", "town"],
    IssuedCopy: ["words"],
}
"""What is looked through. The index of each table says the same; see migration 0009_finding_search."""
SEEN = [Meeting.State.ANNOUNCED, Meeting.State.UNDER_WAY, Meeting.State.HELD]


@dataclass(frozen=True)
class Hits:
    """What was found of one kind, at most MOST, and whether there is more."""

    rows: tuple
    more: bool


def find(words):
    """Return the groups, meetings and public copies that hold `words`, as three Hits (three queries)."""
    meetings = Meeting.objects.filter(state__in=SEEN).for_list().order_by("-starts", "-pk")
    copies = IssuedCopy.objects.for_everybody().select_related("minutes__meeting__group").defer("document")
    return tuple(_hits(rows, words) for rows in (Group.objects.order_by("name", "pk"), meetings, copies))


def _hits(rows, words):
    # Two steps: left to itself, PostgreSQL reads the newest rows one by one and reads the words of each, where it takes
    # a rare word for a common one.
    some = _matching(rows.order_by(), words).values("pk")[:LOOKED_AT]
    found = list(rows.filter(pk__in=some)[: MOST + 1])
    return Hits(tuple(found[:MOST]), len(found) > MOST)


def _matching(rows, words):
    fields = FIELDS[rows.model]
    if connection.vendor == "postgresql":
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        return rows.alias(looked_through=SearchVector(*fields, config=CONFIG)).filter(looked_through=query)
    return rows.filter(
        reduce(and_, (reduce(or_, (Q(**{f"{f}__icontains": word}) for f in fields)) for word in _bare(words)), Q())
    )


def _bare(words):
    """Return the words to look for one by one: without quotation marks, those to be left out, and "or"."""
    asked = [word.strip("\"'“”‘’.,;:!?()") for word in words.split() if not word.startswith("-")]
    return [word for word in asked if word and word.lower() != "or"][:WORDS] or [words]


# --- extracts ---------------------------------------------------------------------------------------------------------
def extract(text, words):
    """Return a short piece of `text` around the first of `words`, as ((piece, is it one of them), …), plain text."""
    marks = _marks(words)
    line, found = next(((line, hit) for line in text.splitlines() if (hit := marks.search(line))), ("", None))
    if found is None:
        line = next((line for line in text.splitlines() if line.strip()), "")
    start = _from(line, found.start() - AROUND) if found else 0
    piece = line[start : start + 2 * AROUND]
    if start + len(piece) < len(line):
        piece = piece.rpartition(" ")[0] or piece
    before, after = "…" if start else "", "…" if start + len(piece) < len(line) else ""
    return tuple((part, bool(marks.fullmatch(part))) for part in [before, *marks.split(piece), after] if part)


def _from(line, at):
    """Return the beginning of the first word of `line` from `at` on."""
    return 0 if at <= 0 else line.find(" ", at) + 1


def _marks(words):
    """Return a pattern for the words, with the endings that English gives them."""
    asked = re.findall(r"\w+", " ".join(_bare(words)).lower())
    stems = sorted({re.sub(r"(?<=\w{3})(?:ing|ed|es|s|ly)$", "", word) for word in asked}, key=len, reverse=True)
    return re.compile(rf"(\b(?:{'|'.join(map(re.escape, stems)) or '(?!)'})\w*)", re.IGNORECASE)
