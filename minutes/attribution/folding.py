"""One plain spelling for many: what the check reads instead of the letters that were typed.

A name may be typed with or without its accents, in full-width letters, or with invisible characters inside. All
matching is done on a folded copy; offsets are turned back into those of the text that was given.
"""

import re
import unicodedata
from dataclasses import dataclass, field

# Letters that Unicode does not take apart, though people type them without the stroke.
LETTERS = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H",
    "ŋ": "n", "Ŋ": "N", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D",
    "ƙ": "k", "Ƙ": "K", "ƴ": "y", "Ƴ": "Y", "’": "'", "ʼ": "'", "ʻ": "'", "ʹ": "'", "´": "'", "`": "'",
    "＇": "'", "‐": "-", "‑": "-", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\u200b": "", "\u2060": "",
    "\ufeff": "", "\u00ad": "", "\u115f": "", "\u1160": "", "\u3164": "", "\u180e": "",
}  # fmt: skip

NOT_PLAIN = re.compile(r"[^\x00-\x7f]")


def _combining(letter: str) -> bool:
    """An accent that Latin, Greek, Arabic or Hebrew letters do without. Vowel signs of other scripts are letters."""
    point = ord(letter)
    return (
        0x300 <= point <= 0x36F
        or 0x591 <= point <= 0x5C7
        or 0x64B <= point <= 0x65F
        or 0x1AB0 <= point <= 0x1AFF
        or 0x1DC0 <= point <= 0x1DFF
        or 0x20D0 <= point <= 0x20FF
        or 0xFE00 <= point <= 0xFE2F
    )


_known: dict[str, str] = {}


def plain_letter(letter: str) -> str:
    """One character in, its plain spelling out: no accent, compatibility forms resolved, nothing if invisible."""
    found = _known.get(letter)
    if found is None:
        if letter in LETTERS:
            found = LETTERS[letter]
        elif unicodedata.category(letter) in ("Cf", "Cs"):
            found = ""
        else:
            parts = unicodedata.normalize("NFKD", letter)
            found = "".join(LETTERS.get(part, part) for part in parts if not _combining(part))
        if len(_known) < 20_000:
            _known[letter] = found
    return found


@dataclass(frozen=True)
class Folded:
    """A text without accents and invisible characters, case kept, and the way back to the text as given."""

    text: str
    given: str
    places: list[int] | None = field(repr=False, default=None)  # for each character, and the end: its place as given

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in characters into the folded text in, offsets into the text as given out."""
        if self.places is None:
            return start, end
        first = self.places[start]
        if end <= start:
            return first, first
        return first, max(self.places[end - 1] + 1, self.places[end])

    def given_of(self, start: int, end: int) -> str:
        """The text as given between two offsets into the folded text."""
        first, last = self.back(start, end)
        return self.given[first:last]


def fold(text: str) -> Folded:
    """The text in its plain spelling (see `plain_letter`); linear in its length."""
    if text.isascii():
        return Folded(text, text)
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in NOT_PLAIN.finditer(text):
        at = match.start()
        if at > done:
            pieces.append(text[done:at])
            places.extend(range(done, at))
        spelt = plain_letter(match.group())
        if spelt:
            pieces.append(spelt)
            places.extend([at] * len(spelt))
        done = at + 1
    pieces.append(text[done:])
    places.extend(range(done, len(text) + 1))
    return Folded("".join(pieces), text, places)


def key(word: str) -> str:
    """The spelling under which a word is looked up: lower case, without apostrophes. The word is folded already."""
    return word.lower().replace("'", "")
