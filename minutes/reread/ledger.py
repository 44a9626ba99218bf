"""What the notes were approved to hold: each token of the register as often as somebody settled it, and no more."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from groups.models import RecordRule

from .. import document as documents
from ..attribution import occurrences, tokens


@dataclass(frozen=True)
class Problem:
    """Why there is no file. where: the kind of place; words: a sentence for the coordinator; kind: of the token."""

    where: str
    words: str
    kind: str = ""

    def __str__(self):
        return self.words


def listed(document):
    """Nobody is listed where the rule lists nobody (RM7 and the table of audiences)."""
    nobody = document.rule == RecordRule.CHATHAM_HOUSE
    private = document.audience == documents.PUBLIC and document.rule == RecordRule.NAMES_LISTED
    if (nobody and document.took_part) or ((nobody or private) and (document.attended or document.apologies)):
        yield Problem("people", _("The list of people must not be in this copy."), "name")


def written(document):
    """Return every text of the document that a person wrote, those said again in short left out."""
    texts = [text for text in documents.texts(document) if text]
    return texts + [rest for _bold, rest in document.in_short if rest not in texts]


def expected(document, roster):
    """Return how often each token of the register stands in what people wrote, as a Counter by its folded spelling."""
    return Counter(key_of(one.token) for text in written(document) for one in occurrences(text, roster))


def ledger(document, roster, approved):
    """Each token may stand in what people wrote as often as it was approved, and not once more.

    Sentences of ours are in no check: there only a name is stopped, not an ordinary word.
    """
    left = Counter()
    for token, times in approved.items():
        left[key_of(token)] += times
    ours = {item.note for item in document.items}
    for text in written(document):
        for one in occurrences(text, roster):
            if text in ours and not one.as_name:
                continue
            yield from _spend(left, one, text, _("the notes"))
    for where, text in facts(document):
        for one in occurrences(text, roster):
            if one.as_name and one.kind != "affiliation":
                yield from _spend(left, one, text, where)


def facts(document):
    """Yield (where it stands, text) of what is not of the notes: when and where it was and will be, hard words.

    Only a name is stopped there, not an ordinary word and not a body in whose rooms one met.
    """
    yield _("the place of the meeting"), document.met
    if document.next_meeting:
        yield _("the place of the next meeting"), document.next_meeting.where
    for word, meaning in document.words:
        yield _("the hard words, at “%(word)s”") % {"word": word}, meaning


def _spend(left, one, text, where):
    """Take one occurrence off what is left of its token; a Problem when nothing was."""
    left[key_of(one.token)] -= 1
    if left[key_of(one.token)] < 0:
        said = {"token": one.token, "where": where, "text": _around(text, one.start, one.end)}
        words = _("“%(token)s” stands in %(where)s and nobody settled it: “%(text)s”") % said
        yield Problem("notes", words, one.kind)


def consented(document, allowed):
    """Somebody is named under "Who" or as presenter as often as they said yes to, in these words, and not once more."""
    left = Counter(allowed)
    for words in documents.named(document):
        left[words] -= 1
        if left[words] < 0:
            yield Problem("people", _("“%(words)s” is named, and nobody said yes to that.") % {"words": words}, "name")


def surplus(found, said, roster):
    """Return the tokens of the roster that stand more often in `found` than in `said`, but for initials."""
    found, said = key_of(found), key_of(said)
    keys = {token: key_of(token.text) for token in tokens(roster)}
    return [token for token, key in keys.items() if len(key) > 2 and found.count(key) > said.count(key)]


def key_of(token):
    """Return the letters and figures of `token` alone, case and accents folded."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", token).casefold() if sign.isalnum())


def _around(text, start, end):
    before = "…" if start > 40 else ""
    after = "…" if len(text) > end + 40 else ""
    return " ".join(f"{before}{text[max(0, start - 40) : end + 40]}{after}".split())
