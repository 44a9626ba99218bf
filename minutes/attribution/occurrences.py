"""The plain search that re-reads a finished file (F14): every whole-word occurrence of every token of the roster."""

import re
from dataclasses import dataclass

from .folding import fold
from .mentions import JOINERS, names_in
from .roster import INITIALS, NICK, Index, Roster, index_of
from .sentences import REMEMBERED, Sentence, sentences


@dataclass(frozen=True)
class Occurrence:
    """One place where a token of the roster stands."""

    token: str  # as it stands in the text
    kind: str  # name, initials, affiliation or contact
    start: int  # in characters, into the text as given
    end: int
    as_name: bool  # False: an ordinary word here (the ward was noisy), or a body that is only spoken about


def occurrences(text: str, roster: Roster) -> tuple[Occurrence, ...]:
    """Every occurrence of a token of the roster in a text, by place (F14).

    Case and accents are folded, compatibility forms resolved (NFKC), invisible characters skipped, possessives allowed.
    Initials that are also common short forms (GP, IT) count only where a speaker or an owner stands.
    """
    index = index_of(roster)
    folded = fold(text)
    found: list[tuple[int, int, str, bool]] = []
    known: dict[str, list[tuple[int, int, str, bool]]] = {}
    for s in sentences(folded.text):
        spots = known.get(s.text)
        if spots is None:
            spots = _of_sentence(s, index)
            if len(known) < REMEMBERED:
                known[s.text] = spots
        found += [(s.at + start, s.at + end, kind, as_name) for start, end, kind, as_name in spots]
    low = folded.text.lower()
    if len(low) == len(folded.text):
        for start, end in _contacts(low, index):
            found.append((start, end, "contact", True))
    result = []
    for start, end, kind, as_name in sorted(found):
        first, last = folded.back(start, end)
        result.append(Occurrence(text[first:last], kind, first, last, as_name))
    return tuple(result)


def _of_sentence(s: Sentence, index: Index) -> list[tuple[int, int, str, bool]]:
    """Names, initials and bodies of one sentence: start, end, kind, and whether it stands as a name."""
    found = []
    covered = {number: m for m in names_in(s, index) for number in range(m.first, m.last + 1)}
    at = 0
    while at < len(s.words):
        mention = covered.get(at)
        size = _longest(s.keys, at, index.spellings, index.lengths, s, skip=NICK)
        if mention is not None and mention.kind == "initials":
            found.append((mention.start, mention.end, "initials", True))
            at = mention.last + 1
        elif size:
            found.append((s.starts[at], s.ends[at + size - 1], "name", mention is not None))
            at += size
        else:
            at += 1
    at = 0
    while at < len(s.words):
        size = _longest(s.keys, at, index.bodies, index.body_lengths, s)
        if size:
            entry = index.bodies[tuple(s.keys[at : at + size])]
            lower = s.words[at][0].islower()
            found.append((s.starts[at], s.ends[at + size - 1], "affiliation", not (entry.is_word and lower)))
        at += max(1, size)
    return found


def _longest(keys, at, spellings, lengths, s, skip="") -> int:
    """How many words the longest spelling at word `at` has; 0 if none stands there."""
    for size in lengths.get(keys[at], ()):
        if at + size > len(keys):
            continue
        entry = spellings.get(tuple(keys[at : at + size]))
        if entry is None or entry.sort == skip or entry.sort == INITIALS:
            continue
        if size > 1 and any(s.gap(at + skip_) not in JOINERS for skip_ in range(size - 1)):
            continue
        return size
    return 0


LOCAL = re.compile(r"[\w.+%-]+")
NUMBER = re.compile(r"\+?\d[\d ().\-]{5,20}\d")


def _contacts(low: str, index: Index):
    """E-mail addresses, their local parts and telephone numbers of the roster, however they are spaced."""
    addresses = {contact for contact in index.contacts if "@" in contact}
    numbers = {contact.removeprefix("44").lstrip("0") for contact in index.contacts if contact.isdigit()}
    if addresses or index.email_names:
        for match in LOCAL.finditer(low):
            word = match.group().strip(".-")
            if word in index.email_names:
                start = low.index(word, match.start())
                end = start + len(word)
                for address in addresses:
                    if low.startswith(address, start):
                        end = start + len(address)
                yield start, end
    if numbers:
        for match in NUMBER.finditer(low):
            digits = "".join(filter(str.isdigit, match.group())).removeprefix("44").lstrip("0")
            if digits in numbers:
                yield match.start(), match.end()
