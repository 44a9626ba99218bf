"""The people and bodies whose names must not stand in the notes, and every spelling under which they may turn up."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .folding import fold, key
from .nicknames import NICKNAMES
from .sentences import WORD, words_of
from .vocabulary import (
    AFTER_NAMES,
    BASES,
    BODY_HEADS,
    GIVEN_NAMES,
    PARTICLES,
    POSTS,
    SHORT_FORMS,
    SOMEBODY,
    STATES,
    TITLE_PREFIX,
    TITLES,
    TOWNS,
    TRADES,
    WORD_NAMES,
)


@dataclass(frozen=True)
class Person:
    """Somebody of the roster: took part, sent apologies, booked, was invited or belongs to the group."""

    name: str  # full name as known, maybe only a first name
    called: str = ""  # what they like to be called
    role: str = ""  # "treasurer", "chair", "GP"
    organisation: str = ""  # full name of organisation
    short_names: tuple[str, ...] = ()  # short names of that organisation
    email: str = ""
    phone: str = ""
    present: bool = True  # took part; the names of the others block all the same


@dataclass(frozen=True)
class Roster:
    """Everybody whose identity the notes must keep, and the bodies the group knows."""

    people: tuple[Person, ...] = ()
    organisations: tuple[tuple[str, ...], ...] = ()  # further bodies: (name, short, short...)

    @classmethod
    def parse(cls, text: str) -> "Roster":
        """A roster from text, a line a person: `name; role; organisation`. Blank lines and lines from # on are skipped.

        Short names of the organisation may follow it in brackets: `Northside Trust (NT)`.
        """
        people = []
        for line in text.lstrip("\ufeff").splitlines():
            parts = [part.strip() for part in line.split(";")]
            if not parts[0] or parts[0].startswith("#"):
                continue
            name, role, organisation = (*parts, "", "")[:3]
            organisation, short = _short_names(organisation)
            people.append(Person(name=name, role=role, organisation=organisation, short_names=short))
        return cls(people=tuple(people))

    def __hash__(self) -> int:
        kept = self.__dict__.get("_hash")
        if kept is None:
            kept = hash((self.people, self.organisations))
            object.__setattr__(self, "_hash", kept)
        return kept


def _short_names(organisation: str) -> tuple[str, tuple[str, ...]]:
    """Parts "Northside Trust (NT, the Northside)" into the name and its short names."""
    match = re.fullmatch(r"([^()]+)\(([^()]+)\)\s*", organisation)
    if not match:
        return organisation, ()
    return match[1].strip(), tuple(part.strip() for part in match[2].split(",") if part.strip())


@dataclass(frozen=True)
class Token:
    """One spelling that must not stand in a file (F14)."""

    text: str
    kind: str  # name, initials, affiliation or contact
    is_word: bool  # also an ordinary English word


# What an entry of the index stands for, strongest first: of two readings of one word the stronger is kept.
FULL, GIVEN, SURNAME, NICK, INITIALS, BODY = "full", "given", "surname", "nick", "initials", "body"
STRENGTH = {FULL: 0, GIVEN: 1, SURNAME: 2, NICK: 4, INITIALS: 3, BODY: 5}


@dataclass(slots=True)
class Entry:
    """What one spelling may mean."""

    sort: str
    people: set[int] = field(default_factory=set)
    is_word: bool = False
    present: bool = True


@dataclass
class Index:
    """A roster made ready for looking up: spellings by their words."""

    spellings: dict[tuple[str, ...], Entry] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by first word, longest first
    initials: dict[str, Entry] = field(default_factory=dict)  # in capitals without stops
    mixed_initials: dict[str, set[int]] = field(default_factory=dict)  # AWa and AnW, to tell two people apart
    small_initials: frozenset[str] = frozenset()  # the same in small letters
    bodies: dict[tuple[str, ...], Entry] = field(default_factory=dict)
    body_lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    short_bodies: set[str] = field(default_factory=set)  # first words of bodies, mostly places as well
    body_heads: set[str] = field(default_factory=set)  # "trust", "council": what "the trust" would mean here
    roles: dict[tuple[str, ...], int] = field(default_factory=dict)  # words of a role to the number who hold it
    role_starts: set[str] = field(default_factory=set)
    givens: list[set[str]] = field(default_factory=list)  # by person: first names and short forms of them
    callings: set[str] = field(default_factory=set)  # single words for what somebody is: "therapist", "ot"
    surnames: list[set[str]] = field(default_factory=list)  # by person
    surname_letters: dict[str, set[int]] = field(default_factory=dict)  # for "Dr B"
    given_letters: dict[str, set[int]] = field(default_factory=dict)  # for "S said"
    mistyped: dict[str, set[str]] = field(default_factory=dict)  # names with one letter left out, to the names
    clipped: dict[str, set[int]] = field(default_factory=dict)  # beginnings and ends of first names
    officers: set[int] = field(default_factory=set)  # people with a role
    email_names: set[str] = field(default_factory=set)
    contacts: list[str] = field(default_factory=list)


def name_parts(name: str) -> tuple[list[list[str]], bool]:
    """A name in; out its parts without titles, each as its words (two if double-barrelled), and had it a title."""
    folded = re.sub(r"[\[(][^\])]*[\])]", " ", fold(name).text)
    if folded.count(",") == 1 and all(part.strip() for part in folded.split(",")):  # "Sharma, Priya"
        last, first = folded.split(",")
        if first.strip().lower() not in AFTER_NAMES:
            folded = f"{first} {last}"
    parts: list[list[str]] = []
    for chunk in folded.replace("-", "\u2010").split():
        words = words_of(chunk)[0]
        if words:
            parts.append(words)
    titled = False
    while parts and len(parts) > 1:
        low = key(parts[0][0])
        follows = key(parts[1][0])
        if low in TITLES or (low in TITLE_PREFIX and (follows in TITLES or follows in TITLE_PREFIX)):
            parts.pop(0)
            titled = True
        else:
            break
    while len(parts) > 1 and key(parts[-1][0]) in AFTER_NAMES:
        parts.pop()
    return parts, titled


def aliases(name: str) -> list[str]:
    """A short form or initials in brackets or quotation marks beside a name: Robert (Bob) Oakes."""
    found = []
    for inside in re.findall(r"[\[(\"“]([^\])\"”]{2,20})[\])\"”]", fold(name).text):
        word = inside.strip()
        low = word.lower()
        if (word.isalpha() and word.isupper() and len(word) <= 5) or low in NICKNAMES or low in GIVEN_NAMES:
            found.append(word)
        elif _called(word, name):
            found.append(word)
    return found


def _called(word: str, name: str) -> bool:
    """A word in brackets is what somebody is called, not what they are: it is made from their first name."""
    parts = words_of(word)[1]
    if not parts or len(parts) > 2 or not NO_CALLING.isdisjoint(parts):
        return False
    first = words_of(fold(name).text)[1][:1]
    if not first or not all(part.isalpha() for part in parts):
        return False
    if not word[0].isupper():  # the name of an account: Ben (benhill), Dawn (dwalk)
        return len(parts) == 1 and len(word) > 3 and word[0] == first[0][0] and word not in BASES | STATES
    if len(parts) == 2:  # Big Dave
        return parts[1] in NICKNAMES.get(first[0], ()) or parts[1] == first[0]
    return len(word) <= 8 and (word[0].lower() == first[0][0] or (len(word) > 2 and parts[0] in first[0]))


# What stands in brackets beside a name and is no name.
NO_CALLING = (
    POSTS
    | TRADES
    | SOMEBODY
    | BODY_HEADS
    | frozenset(
        "apologies absent online remote left late part present observer new chairing minutes retired from until".split()
    )
)


def _initials_of(parts: list[list[str]]) -> set[str]:
    """The initials under which a person may stand in notes, in capitals: AKN, AN, AK for Anna Kowalska-Nowak."""
    letters = [[word[0].upper() for word in part] for part in parts]
    if len(parts) < 2:
        return set()
    found = set()
    short = [part[0] for part in letters]
    long = [letter for part in letters for letter in part]
    bare = [part[0] for part, words in zip(letters, parts, strict=True) if key(words[0]) not in PARTICLES]
    for spelling in (short, long, bare, [short[0], short[-1]], [short[0], letters[-1][-1]], [long[0], *letters[-1]]):
        if 2 <= len(spelling) <= 5:
            found.add("".join(spelling))
    first = parts[0][0]
    if 2 <= len(first) <= 3 and first.isupper():  # "SJ Carrow"
        found.add(first)
        found.add(first + short[-1])
    if parts[-1][0].startswith("Mc") and len(parts[-1][0]) > 3:
        found.update((short[0] + "MC", short[0] + "MC" + parts[-1][0][2].upper()))
    if parts[-1][0].startswith("O'") and len(parts[-1][0]) > 2:
        found.add(short[0] + "O" + parts[-1][0][2].upper())
    return found


# Titles by which people go without their name: "the Major thanked everybody".
RANKS = frozenset(
    "professor reverend pastor imam rabbi canon deacon sergeant captain major alderman sheikh superintendent inspector"
    " colonel bishop archdeacon commander lieutenant provost".split()
)
CALLED = {"pc": "constable", "cllr": "councillor", "rev": "vicar", "revd": "vicar", "dr": "doctor", "sgt": "sergeant",
          "capt": "captain", "prof": "professor", "insp": "inspector", "supt": "superintendent",
          "maj": "major"}  # fmt: skip


def _roles(index: Index, person: Person) -> None:
    """What somebody is, in the words that notes may use: "taxi driver", "driver", "OT", "our PC"."""
    for piece in re.split(r",|/|&|\band\b", fold(person.role).text):
        words = tuple(words_of(piece)[1])
        if not words:
            continue
        for size in range(len(words), 0 if len(words) == 1 else 1, -1):
            tail = words[-size:]
            index.roles[tail] = index.roles.get(tail, 0) + 1
            index.role_starts.add(tail[0])
        index.callings.add(words[-1])
        if len(words) > 1:
            index.callings.add("".join(word[0] for word in words))
    for word in words_of(fold(person.name).text)[1][:2]:
        if word in CALLED:
            index.callings.update((word, CALLED[word]))
        elif word in RANKS:
            index.roles[(word,)] = index.roles.get((word,), 0) + 1
            index.role_starts.add(word)


def _add(index: Index, words: tuple[str, ...], sort: str, person: int, is_word: bool) -> None:
    entry = index.spellings.get(words)
    if entry is None:
        index.spellings[words] = Entry(sort, {person}, is_word)
    else:
        entry.people.add(person)
        if STRENGTH[sort] < STRENGTH[entry.sort]:
            entry.sort = sort


def _body(index: Index, names: tuple[str, ...], present: bool) -> None:
    for name in names:
        text = fold(name).text
        words = tuple(words_of(text)[1])
        if words and words[0] == "the":
            words = words[1:]
        if not words:
            continue
        if (
            len(words) > 1
            and words[-1] in SITES
            and words[0] not in WORD_NAMES
            and words[0] not in TOWNS
            and len(words[0]) > 2
        ):
            short = words[:-1]
            while len(short) > 1 and short[-1] in KINDS_OF_SITE:
                short = short[:-1]
            index.bodies.setdefault(short, Entry(BODY, set(), len(short) == 1, present))  # the hospice, by its saint
        if len(words) > 2 and words[-1] in LEGAL:
            index.bodies.setdefault(words[:-1], Entry(BODY, set(), False, present))
        if len(words) > 1 and words[-1] in BODY_HEADS and present and _own_name(words[0]):
            index.short_bodies.add(words[0])
        plain = len(words) == 1 and (words[0] in WORD_NAMES or words[0] in BODY_HEADS or words[0] in ORDINARY_BODIES)
        entry = index.bodies.setdefault(words, Entry(BODY, set(), plain, present))
        entry.present = entry.present or present
        if present:
            for word in reversed(words):
                if word in BODY_HEADS:
                    index.body_heads.add(word)
                    break


# What may be left off the name of a body that has a name of its own; a council or a hospital is named after its place.
SITES = frozenset("hospice homes surgery practice centre center pharmacy hub nursery clinic buses housing".split())
KINDS_OF_SITE = frozenset("day care memory community health medical nursing dental family resource advice".split())
# Charities with everyday names: in lower case they are not meant.
ORDINARY_BODIES = frozenset(
    "mind shelter scope crisis rethink together relate change refuge turning crossroads".split()
)


LEGAL = frozenset("cic ltd limited plc cio llp inc".split())
# First words of bodies that are nobody's own name.
GENERAL = frozenset(
    """
    community family independent national regional local general public central united joint first great housing
    mental social royal free health care medical adult primary district county city town young children citizens
    """.split()
)


def _own_name(word: str) -> bool:
    """The first word of a body can stand for it: "Larchmere will send somebody" for Larchmere Hospital."""
    known = word in WORD_NAMES or word in TOWNS or word in GIVEN_NAMES or word in BODY_HEADS or word in GENERAL
    return len(word) > 4 and not known and word not in SOMEBODY


def _is_word(name: str) -> bool:
    """An ordinary word, or several of what one is: Hedges, Rivers."""
    return name in WORD_NAMES or (len(name) > 4 and name.endswith("s") and name[:-1] in WORD_NAMES)


def one_less(word: str) -> set[str]:
    """A word, and the same word with each of its letters but the first left out."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def _build(roster: Roster) -> Index:
    index = Index()
    for number, person in enumerate(roster.people):
        givens: set[str] = set()
        surnames: set[str] = set()
        for position, spelling in enumerate((person.name, person.called, *aliases(person.name))):
            if not spelling:
                continue
            if 2 <= len(spelling) <= 5 and spelling.isupper() and spelling.isalpha() and position > 1:
                index.initials.setdefault(spelling, Entry(INITIALS, set(), False)).people.add(number)
                continue
            parts, titled = name_parts(spelling)
            flat = tuple(key(word) for part in parts for word in part)
            if len(flat) > 1:
                _add(index, flat, FULL, number, False)
                if len(parts) > 2:
                    _add(index, (key(parts[0][0]), *(key(word) for word in parts[-1])), FULL, number, False)
            only_surname = titled and len(parts) == 1
            for place, part in enumerate(parts):
                keys = [key(word) for word in part]
                if len(keys) > 1:
                    _add(index, tuple(keys), FULL, number, False)
                for word in keys:
                    if len(word) < 2 or (word in PARTICLES and len(parts) > 1):
                        continue
                    is_given = place == 0 and not only_surname
                    (givens if is_given else surnames).add(word)
                    _add(index, (word,), GIVEN if is_given else SURNAME, number, _is_word(word))
                    if "'" in part[0] and len(word) > 5:  # O'Hanlon, also typed Hanlon
                        _add(index, (key(part[0].split("'")[-1]),), SURNAME, number, False)
                if place and key(parts[place - 1][0]) in {*PARTICLES, "o", "mac", "mc"}:  # Ó Broin, also typed O'Broin
                    joined = key(parts[place - 1][0]) + keys[0]
                    surnames.add(joined)
                    _add(index, (joined,), SURNAME, number, False)
            for letters in _initials_of(parts):
                plain = letters in SHORT_FORMS or letters.lower() in WORD_NAMES
                entry = index.initials.setdefault(letters, Entry(INITIALS, set(), plain))
                entry.people.add(number)
            if len(parts) > 1:
                first, surname = parts[0][0], parts[-1][-1]
                for letters in (first[0] + surname[0] + surname[1:2], first[0] + surname[0] + surname[1:3],
                                first[:2] + surname[0]):  # fmt: skip
                    if len(letters) > 2 and letters.isalpha() and sum(map(str.isupper, letters)) == 2:
                        index.mixed_initials.setdefault(letters, set()).add(number)
            if parts and position >= 1:
                givens.add(key(parts[0][0]))
        for given in tuple(givens):
            for nick in NICKNAMES.get(given, ()):
                if (nick,) not in index.spellings or index.spellings[(nick,)].sort == NICK:
                    _add(index, (nick,), NICK, number, nick in WORD_NAMES)
                givens.add(nick)
            for size in range(3, min(len(given), 24)):
                index.clipped.setdefault(given[:size], set()).add(number)
            for size in range(4, min(len(given), 24)):
                index.clipped.setdefault(given[-size:], set()).add(number)
        index.givens.append(givens)
        index.surnames.append(surnames)
        for given in givens:
            index.given_letters.setdefault(given[0], set()).add(number)
        for surname in surnames:
            index.surname_letters.setdefault(surname[0], set()).add(number)
        if person.role:
            index.officers.add(number)
        if person.present:
            _roles(index, person)
        if person.organisation or person.short_names:
            _body(index, (person.organisation, *person.short_names), person.present)
        if person.email:
            index.contacts.append(fold(person.email).text.lower())
            local = fold(person.email).text.split("@")[0].lower()
            if len(local) >= 3:
                index.email_names.add(local)
        if person.phone:
            index.contacts.append("".join(filter(str.isdigit, person.phone)))
    for names in roster.organisations:
        _body(index, names, False)
    for words, entry in index.spellings.items():
        name = words[0]
        if len(words) == 1 and 5 <= len(name) <= 20 and not entry.is_word and entry.sort in (GIVEN, SURNAME):
            for spelling in one_less(name):
                index.mistyped.setdefault(spelling, set()).add(name)
    index.small_initials = frozenset(letters.lower() for letters in index.initials)
    for spellings, lengths in ((index.spellings, index.lengths), (index.bodies, index.body_lengths)):
        sizes: dict[str, set[int]] = {}
        for words in spellings:
            sizes.setdefault(words[0], set()).add(len(words))
        lengths.update({word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()})
    return index


@lru_cache(maxsize=32)
def index_of(roster: Roster) -> Index:
    """The index of a roster; kept, because the hints that follow typing ask for it again and again."""
    return _build(roster)


def tokens(roster: Roster) -> tuple[Token, ...]:
    """Every spelling of the roster that must not stand in a file (F14), each once, sorted by kind and text."""
    found: dict[tuple[str, str], bool] = {}

    def add(text: str, kind: str, is_word: bool = False) -> None:
        text = " ".join(text.split())
        if text:
            found.setdefault((kind, text), is_word)

    for person in roster.people:
        for spelling in (person.name, person.called):
            if not spelling:
                continue
            add(spelling, "name", key(fold(spelling).text) in WORD_NAMES)
            parts, _ = name_parts(spelling)
            kept = {key(word) for part in parts for word in part if not (key(word) in PARTICLES and len(parts) > 1)}
            folded = fold(spelling)
            for match in WORD.finditer(folded.text):
                if len(match.group()) >= 2 and key(match.group()) in kept:
                    first, last = folded.back(match.start(), match.end())
                    add(spelling[first:last], "name", key(match.group()) in WORD_NAMES)
            for letters in sorted(_initials_of(parts)):
                add(letters, "initials", letters in SHORT_FORMS)
        for body in (person.organisation, *person.short_names):
            add(body, "affiliation", _is_word_body(body))
        if person.email:
            add(person.email, "contact")
            local = person.email.split("@")[0]
            if len(local) >= 3:
                add(local, "contact", key(local) in WORD_NAMES)
        if person.phone:
            add(person.phone, "contact")
    for names in roster.organisations:
        for body in names:
            add(body, "affiliation", _is_word_body(body))
    return tuple(Token(text, kind, is_word) for (kind, text), is_word in sorted(found.items()))


def _is_word_body(body: str) -> bool:
    low = key(fold(body).text.strip())
    return low in WORD_NAMES or low in BODY_HEADS or low in ORDINARY_BODIES
