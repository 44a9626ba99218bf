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

# Letters of other alphabets that look like Latin ones. Only among Latin letters are they taken for those: a name that
# is written in Cyrillic or Greek throughout stays what it is.
LOOK_ALIKE = dict(
    zip(
        "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u04cf"
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u0500\u051a\u051c\u04ba\u04ae"
        "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03f9"
        "\u0578\u057d\u0585\u0581\u0570\u0561",
        "aBeKMHopcTyxijsdqwhlABEKMHOPCTYXIJSDQWHYaeikvoptuxcjABEZHIKMNOPTYXCnuoghw",
        strict=True,
    )
)
OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f\u0561-\u0586]")
LETTERED = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u052f\u0561-\u0586]++")
LATIN = re.compile("[A-Za-z]")


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


def plain_letter(letter: str) -> str:
    """One character in, its plain spelling out: no accent, compatibility forms resolved, nothing if invisible."""
    if letter in LETTERS:
        return LETTERS[letter]
    if unicodedata.category(letter) in ("Cf", "Cs"):
        return ""
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(LETTERS.get(part, part) for part in parts if not _combining(part))


class _Plain(dict):
    """The plain spelling of characters, by their numbers, for `str.translate`; filled as they turn up."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        spelt = letter if letter.isascii() else plain_letter(letter)
        if len(self) < 20_000:
            self[point] = spelt
        return spelt


PLAIN = _Plain()


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
    plain = text.translate(PLAIN)
    sizes = {letter: len(PLAIN[ord(letter)]) for letter in set(text)}
    places = None
    if any(size > 1 for size in sizes.values()):
        places = [at for at, letter in enumerate(text) for _ in range(sizes[letter])]
    elif not all(sizes.values()):
        places = [at for at, letter in enumerate(text) if sizes[letter]]
    if places is not None:
        places.append(len(text))
    if OTHER.search(plain):
        plain = LETTERED.sub(_unmixed, plain)
    return Folded(plain, text, places)


def _unmixed(match: re.Match) -> str:
    """A word of letters that all look Latin, in Latin letters (of the same number), if one of them is Latin."""
    word = match.group()
    if word.isascii() or not LATIN.search(word):
        return word
    latin = "".join(LOOK_ALIKE.get(letter, letter) for letter in word)
    return latin if latin.isascii() else word


def key(word: str) -> str:
    """The spelling under which a word is looked up: lower case, without apostrophes. The word is folded already."""
    return word.lower().replace("'", "")
