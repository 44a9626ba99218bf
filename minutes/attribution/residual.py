"""What may still point at one person when nobody is named: RC3 to RC5, RC7 to RC10 and RC15.

Each hint has a weight. Only the weightiest of a page is shown, because a page full of hints is read by nobody; blocks
(children, family with an age) are always shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .mentions import Mention
from .posts import outside
from .sentences import Sentence
from .vocabulary import ACTS, CHILD, FAMILY, PAST_OF, PLACE_NOUNS, PLURALS, SERVICES

AGE = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen)[ -](year|yr|month|week|day)s?[ -]olds?\b"
    r"|\b(?:aged?|age of) (\d{1,2})\b(?! ?(?:[-–+]|to\b|and (?:over|under|above|below|up)|or (?:over|under)|\d))",
    re.IGNORECASE,
)
SPELT = {word: number for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen".split())}  # fmt: skip
YEAR_GROUP = re.compile(r"\b(?:year|yr|primary|p|s|y) ?([1-9]|1[0-3])\b|\breception class\b", re.IGNORECASE)
SINCE = re.compile(
    r"\b(?:since (?:\d{4}|[A-Z]\w+|last)|for (?:\d+|two|three|four|five|six|ten|many) years|last (?:month|week)"
    r"|(?:started|joined|moved|left|diagnosed|retired) in)\b"
)
CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])[.:][0-5]\d ?(?:am|pm)?\b|\b\d{1,2} ?(?:am|pm)\b", re.IGNORECASE)
PAGE = 3000  # characters of ordinary notes on a page: one hint is shown for each
SHOWN = 2  # hints that weigh less are shown only where a group chose "rare or sensitive topic" (RC18)


@dataclass(slots=True)
class Trace:
    """Something that may point at one person."""

    start: int
    end: int
    rule: str
    level: str
    why: str
    weight: int


def traces_in(s: Sentence, people: list[Mention], names: bool) -> Iterator[Trace]:
    """Traces of one person in a sentence. `people` are all its mentions; `names`: it names somebody of the roster."""
    yield from _children(s)
    text = s.text
    unnamed = [m for m in people if m.kind == "someone"]
    for m in people:
        if m.kind == "other":
            yield Trace(m.start, m.end, "RC3", "hint", "unknown name", 2 if m.verb is not None else 1)
    for m in unnamed:
        if m.verb is not None and m.verb.how == "speaks" and m.verb.form == PAST_OF.get(m.verb.base):
            letter = outside(s)
            yield Trace(m.start, m.end, "RC4", "hint", "one speaks", 1 if letter else 4)
    if s.keyset.isdisjoint(FAMILY) and "only" not in s.keyset:
        family: list[str] = []
    else:
        family = s.keys
        close = AGE.search(text, s.start, s.end) is not None or not SERVICES.isdisjoint(s.keyset)
    for at, word in enumerate(family):
        before = s.keys[at - 1] if at else ""
        if word in FAMILY and before in ("his", "her", "my", "their", "whose") and not names:
            level = "block" if close else "hint"
            if before == "their" and (level == "hint" or not PLURALS.isdisjoint(s.keyset)):
                continue
            yield Trace(s.starts[at - 1], s.ends[at], "RC7", level, "family", 5)
        elif word == "only" and before == "the" and at + 1 < len(s.keys):
            ahead = s.keys[at + 1 : at + 4]
            if any(key in CHILD or key in ("person", "member", "one") for key in ahead[:2]):
                yield Trace(s.starts[at - 1], s.ends[at], "RC5", "hint", "one person", 3)
    if unnamed:
        match = SINCE.search(text, s.start, s.end)
        if match:
            yield Trace(match.start(), match.end(), "RC9", "hint", "time", 1)
        match = CLOCK.search(text, s.start, s.end)
        if match:
            yield Trace(match.start(), match.end(), "RC15", "hint", "order", 1)
        for at in range(1, len(s.words)):
            if s.keys[at] in PLACE_NOUNS and s.capital(at) and s.capital(at - 1) and s.before(at) == " ":
                yield Trace(s.starts[at - 1], s.ends[at], "RC10", "hint", "place", 1)
                break


def _children(s: Sentence) -> Iterator[Trace]:
    """One child (RC8): an age under 18, or a child beside a year group, a school or a service for children."""
    text = s.text
    if s.keyset.isdisjoint(CHILDISH):
        return
    for match in AGE.finditer(text, s.start, s.end):
        number = match[1] or match[3]
        age = SPELT.get(number.lower(), 99) if not number.isdigit() else int(number)
        if match[2] and match[2].lower() in ("month", "week", "day"):
            age = 0
        if age >= 18 or match.group().lower().endswith("olds"):
            continue
        following = text[match.end() : match.end() + 25].lstrip().lower()
        word = following.split(None, 1)[0].strip(".,;:!?)'\"") if following.split() else ""
        verb = word in CHILD_FOLLOWS or word in ACTS or word.endswith("ed")
        if match[2] and word and word not in CHILD and not verb and match.end() < s.end:
            if text[match.end() : match.end() + 1] not in ".,;:!?)":
                continue
        yield Trace(match.start(), match.end(), "RC8", "block", "child", 9)
        return
    child = next((at for at, word in enumerate(s.keys) if word in CHILD and word not in ("pupil", "student")), None)
    if child is None:
        child = next((at for at, word in enumerate(s.keys) if word in ("pupil", "student")), None)
        if child is None or not (child and s.keys[child - 1] in ("one", "a", "the")):
            return
    if (
        s.owns[child]
        or not child
        or s.keys[child - 1] not in ("a", "his", "her", "my", "one", "their", "the", "whose", "old")
    ):
        return
    near = range(child + 1, min(child + 7, len(s.words)))
    for at in near:
        match = YEAR_GROUP.match(text, s.starts[at], s.end)
        if match and not s.keys[at] == "primary" or s.keys[at] in ("camhs", "sen", "senco"):
            yield Trace(s.starts[child], s.ends[at], "RC8", "block", "child", 9)
            return
        if s.keys[at] in ("school", "primary", "academy", "nursery") and s.capital(at) and s.capital(at - 1):
            yield Trace(s.starts[child], s.ends[at], "RC8", "block", "child", 9)
            return


CHILDISH = CHILD | {"old", "olds", "age", "aged"}
CHILD_FOLLOWS = frozenset(
    """
    who whose with in at is was has had and or on from said told asked went goes came cannot can could will would
    he she to that
    """.split()
)
