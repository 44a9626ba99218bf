"""Lines, sentences and words of a folded text, with their places. Every step is linear in the length of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# A word keeps an apostrophe inside it (O'Brien, Priya's). Hyphens part words, so that each half of a double-barrelled
# name is seen. The ranges are vowel signs of Indic, Thai and Arabic script, which the regular expression engine does
# not count as letters.
WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0dff\u0e31-\u0eff\u064b-\u065f])++(?:'(?:[^\W_])++)*+")
END = re.compile(r"(?<![.!?])[.!?]++[\"'”)\]*_]*+(?:\s++|$)")
LEAD = re.compile(
    r"[\s>#*_+•●○▪◦·\-–—]*+(?:(?:\(?\d{1,3}(?:(?:\.\d{1,3})++[.)]?|[.)])|\(?[a-z][.)])\s++)?[\s*_>\-–—]*+"
)
NO_END = frozenset(
    "mr mrs ms miss mx dr prof rev revd fr st cllr hon sgt capt col gen lt e.g i.e eg ie etc vs cf no nos tel ext"
    " approx dept ltd co inc a.m p.m am pm jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur"
    " thurs fri sat sun viz al ref fig vol".split()
)


@dataclass(slots=True)
class Sentence:
    """A sentence and its words as parallel lists. All offsets are into its own text; `at` is where that begins."""

    text: str
    at: int  # place of the sentence in the folded text
    line: int  # number of its line, from 0
    passage: int  # number of its passage (lines without a blank line between them), from 0
    first: bool  # the first of its line
    last: bool  # the last of its line
    words: list[str]  # as typed
    keys: list[str]  # lower case, no apostrophe, no possessive
    owns: list[bool]  # the word carried a possessive
    starts: list[int]
    ends: list[int]
    shouted: bool  # all in capitals, so that capitals tell nothing
    closed: bool  # ends like a sentence
    keyset: frozenset[str]  # so that a rule can tell at once that nothing here concerns it
    tail: int  # where the last letter ends, closing marks not counted
    end: int
    start: int = 0

    @property
    def heading(self) -> bool:
        """Alone on its line, short, and does not end like a sentence."""
        return self.first and self.last and not self.closed and len(self.words) <= 9

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next; after the last word, what is left of the sentence."""
        stop = self.starts[index + 1] if index + 1 < len(self.words) else self.end
        return self.text[self.ends[index] : stop]

    def before(self, index: int) -> str:
        """What stands before word `index`, back to the word before or the start of the sentence."""
        return self.text[self.ends[index - 1] if index else self.start : self.starts[index]]

    def capital(self, index: int) -> bool:
        """The word begins with a capital letter."""
        return self.words[index][0].isupper()


def words_of(text: str) -> tuple[list[str], list[str], list[bool], list[int], list[int]]:
    """The words of a text: as typed, their keys, whether possessive, starts and ends."""
    found = list(WORD.finditer(text))
    words = [match.group() for match in found]
    starts = [match.start() for match in found]
    ends = [match.end() for match in found]
    keys = [word.lower() for word in words]
    owns = [False] * len(words)
    if "'" in text:
        for number, low in enumerate(keys):
            if "'" in low:
                if low.endswith("'s"):
                    low, owns[number] = low[:-2], True
                keys[number] = low.replace("'", "")
    return words, keys, owns, starts, ends


def _shape(text: str) -> tuple:
    """What a sentence is made of, wherever it stands: its words, and what is known of it as a whole."""
    words, keys, owns, starts, ends = words_of(text)
    shouted = len(words) > 2 and text.isupper()
    closed = text.rstrip(" *_").endswith((".", "!", "?", ";", ","))
    return words, keys, owns, starts, ends, shouted, closed, frozenset(keys), len(text.rstrip(" *_.)]!")), len(text)


REMEMBERED = 5000  # sentences whose words are kept, for texts that repeat themselves
LONGEST = 1200  # characters; a "sentence" without an end is read in pieces, so that no rule has to look far


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is, or, if it is far too long, in pieces cut at spaces."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut + 1
        yield start, cut
        start = cut
    yield start, end


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of one line end. A full stop after a short form or an initial ends nothing."""
    for match in END.finditer(text, start, end):
        at = match.end()
        if at >= end:
            break
        if match.group().startswith(".") and match.group().rstrip() == ".":
            head = text[max(start, match.start() - 12) : match.start()]
            word = head.rsplit(None, 1)[-1].strip("(\"'*_") if head.split() else ""
            if (len(word) == 1 and word.isalpha() and word.isupper()) or word.lower() in NO_END:
                continue
            if "." in word and len(word.replace(".", "")) <= 3:
                continue
            if text[at].islower():
                continue
        yield at


def _of_line(line: str) -> list[tuple]:
    """The sentences of one line: place, first of it, last of it, text and shape."""
    size = len(line)
    bounds = sorted({LEAD.match(line).end(), *_cuts(line, 0, size), size})
    if len(bounds) == 1:
        bounds = [0, size]
    if size > LONGEST:
        bounds = [bounds[0]] + [end for pair in pairwise(bounds) for _, end in _pieces(line, *pair)]
    seen: dict[str, tuple] = {}
    found = []
    for first, end in pairwise(bounds):
        own = line[first:end]
        bare = own.lstrip()
        at = first + len(own) - len(bare)
        bare = bare.rstrip()
        if not bare:
            continue
        shape = seen.get(bare)
        if shape is None:
            shape = _shape(bare)
            if len(seen) < REMEMBERED:
                seen[bare] = shape
        if shape[0]:
            found.append((at, first == bounds[0], end == bounds[-1], bare, shape))
    return found


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a folded text, in order. A line break ends a sentence; a blank line ends a passage."""
    seen: dict[str, list[tuple]] = {}
    passage = number = at = 0
    blank = True
    for line in text.split("\n"):
        parts = seen.get(line)
        if parts is None:
            parts = _of_line(line) if line.strip() else []
            if len(seen) < REMEMBERED:
                seen[line] = parts
        if not line or line.isspace():
            passage += not blank
            blank = True
        else:
            blank = False
            for place, first, last, own, shape in parts:
                yield Sentence(own, at + place, number, passage, first, last, *shape)
        number += 1
        at += len(line) + 1
