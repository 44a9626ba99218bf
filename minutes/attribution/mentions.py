"""Where somebody of the roster is named (RC1): names, parts of names, short forms and initials.

The hard part is what is not a name: Ward 7, the month of May, Princess Anne Hospital, Grace Road, the Marmot review.
Each such case is a question about the words beside it, not a list of phrases.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from .grammar import JOINS, Verb, is_adverb, labels, owner_mark, sort_of_thing, source, speaks, verb_after
from .roster import FULL, GIVEN, NICK, SURNAME, Entry, Index, one_less
from .sentences import Sentence
from .vocabulary import (
    ACTS,
    BASES,
    BODY_HEADS,
    DETERMINERS,
    GIVEN_NAMES,
    HAVE_BE,
    MODALS,
    MONTH_NAMES,
    NAMED_AFTER,
    NUMBERS,
    PLACE_BEFORE,
    PLACE_NOUNS,
    PLURALS,
    POSTS,
    SAID_THINGS,
    SHORT_FORMS,
    SOMEBODY,
    SPEAKS,
    TITLES,
    TOWNS,
    TRADES,
    VIRTUES,
    VOICED,
    WORD_NAMES,
)
from .wordnames import is_name, next_word, previous_word

JOINERS = frozenset({" ", "-", ". ", ".", " - ", "  ", "'", "\u00a0", ".-", "_"})


@dataclass(slots=True)
class Mention:
    """A place in a sentence where somebody is named, or a post or body stands for somebody."""

    first: int  # words, both ends included
    last: int
    start: int  # characters of the folded text
    end: int
    kind: str  # name, initials, role, affiliation, other (a name that is not ours), someone (an unnamed person)
    people: frozenset[int] = frozenset()
    verb: Verb | None = None
    owner: bool = False
    why: str = ""
    rule: str = "RC1"
    level: str = "block"
    words: tuple[str, ...] = field(default=())
    sure: bool = True


@lru_cache(maxsize=20_000)
def close_spelling(one: str, other: str) -> bool:
    """Two surnames so alike that one may be the other mistyped: one letter more, less or changed (two if long)."""
    if abs(len(one) - len(other)) > 2:
        return False
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    allowed = 2 if min(len(one), len(other)) > 6 else 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one[:30], 1):
        above, row[0] = row[0], number
        for place, match in enumerate(other[:30], 1):
            above, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, above + (letter != match))
    return row[min(len(other), 30)] <= allowed


def names_in(s: Sentence, index: Index) -> list[Mention]:
    """All mentions of people of the roster in a sentence, in order, and full names that are somebody else's."""
    found: list[Mention] = []
    keys, at, count = s.keys, 0, len(s.words)
    lengths, spellings = index.lengths, index.spellings
    shouted = s.shouted
    while at < count:
        sizes = lengths.get(keys[at])
        step = 1
        if sizes:
            for size in sizes:
                if at + size > count:
                    continue
                entry = spellings.get((keys[at],) if size == 1 else tuple(keys[at : at + size]))
                if entry is None:
                    continue
                if size > 1 and any(s.gap(at + skip) not in JOINERS or s.owns[at + skip] for skip in range(size - 1)):
                    continue
                mention = _name(s, at, at + size - 1, entry, index, shouted, found)
                if mention:
                    found.append(mention)
                    step = max(1, mention.last - at + 1)
                    break
            else:
                mention = _initials(s, at, index, shouted)
                if mention:
                    found.append(mention)
                    step = mention.last - at + 1
        elif "'" in s.words[at] and (mention := _shortened(s, at, index)):
            found.append(mention)
        elif at == 0 or s.words[at][0].isupper() or keys[at] in index.small_initials:
            mention = _unlisted(s, at, index, shouted)
            if mention:
                found.append(mention)
                step = mention.last - at + 1
        at += step
    return found


def _shortened(s: Sentence, at: int, index: Index) -> Mention | None:
    """ "Priya'd", "Amir'll": a name and the verb that is left of "would", "will" or "have"."""
    stem, mark, rest = s.words[at].rpartition("'")
    if rest not in ("d", "ll", "ve"):
        return None
    entry = index.spellings.get((stem.lower(),))
    if entry is None or (entry.is_word and not s.capital(at)):
        return None
    return Mention(
        at, at, s.starts[at], s.ends[at], "name", frozenset(entry.people), owner=rest == "ll", why="name"
    )  # fmt: skip


def _unlisted(s: Sentence, at: int, index: Index, shouted: bool) -> Mention | None:
    """Initials, a name with its apostrophe left out, or a short form of a name that no table knows."""
    word, low = s.words[at], s.keys[at]
    capital = word[0].isupper()
    if len(word) <= 7 and (capital or at == 0 or low in index.small_initials):
        mention = _initials(s, at, index, shouted)
        if mention:
            return mention
    if capital and low[-1:] == "s" and _bare_possessive(s, at, index):
        entry = index.spellings[(low[:-1],)]
        return Mention(at, at, s.starts[at], s.ends[at], "name", frozenset(entry.people), why="name")
    if capital and low[-1:] == "s" and _counted(s, at, index):
        return Mention(at, at, s.starts[at], s.ends[at], "name", why="name", verb=verb_after(s, at))
    if capital and low in index.clipped:
        found = _clipped(s, at, index)
        if found:
            return found
    return _mistyped(s, at, index) if capital and 5 <= len(low) <= 20 else None


def _mistyped(s: Sentence, at: int, index: Index) -> Mention | None:
    """A name with one letter wrong, too many, missing or two swapped: it must do what people do to count."""
    low = s.keys[at]
    if low in NO_SLIP or low in GIVEN_NAMES or low in WORD_NAMES or (low,) in index.bodies:
        return None
    names = {name for spelling in one_less(low) for name in index.mistyped.get(spelling, ())}
    names = {name for name in names if name[0] == low[0] and one_slip(low, name)}
    if not names or _place(s, at, at):
        return None
    verb = verb_after(s, at)
    owner = owner_mark(s, at, at) or (verb is not None and verb.how in ("to", "will"))
    if not (owner or speaks(verb) or labels(s, at, at) or (s.owns[at] and next_word(s, at) in SAYINGS)):
        return None
    people = frozenset().union(*(index.spellings[(name,)].people for name in names))
    return Mention(at, at, s.starts[at], s.ends[at], "name", people, verb, owner, "name")


def one_slip(one: str, other: str) -> bool:
    """Two words differ by one letter, or by two neighbours that changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


SAYINGS = SAID_THINGS | VOICED
# Words that may be one letter from a name.
NO_SLIP = (
    PLACE_NOUNS | BODY_HEADS | SOMEBODY | PLURALS | POSTS | TRADES | SAID_THINGS | VOICED | TITLES | TOWNS | BASES
    | frozenset(SPEAKS) | frozenset(ACTS)
)  # fmt: skip


def _counted(s: Sentence, at: int, index: Index) -> bool:
    """ "Both Margarets": several people of one first name."""
    entry = index.spellings.get((s.keys[at][:-1],))
    before = previous_word(s, at)
    if s.keys[at][:-1] in MONTH_NAMES and before in NUMBERS and before != "both" and s.keys[at - 2 : at - 1] != ["the"]:
        return False  # three Mays running were wet
    return entry is not None and entry.sort == GIVEN and (before == "both" or before in NUMBERS or before == "other")


def _bare_possessive(s: Sentence, at: int, index: Index) -> bool:
    """ "Priyas point": the apostrophe was left out."""
    entry = index.spellings.get((s.keys[at][:-1],))
    return entry is not None and not entry.is_word and entry.sort != NICK and next_word(s, at) in SAID_THINGS


def _place(s: Sentence, first: int, last: int) -> bool:
    """The words are part of the name of a place, a building or a work: Grace Road, Princess Anne Hospital."""
    before = previous_word(s, first)
    if before in PLACE_BEFORE and s.capital(first - 1) and not (before in TITLES and before not in ("st",)):
        return True
    if before in ("sir", "lady", "lord", "dame"):
        return False
    if before == "as" and first > 1 and s.keys[first - 2] in ("far", "away"):
        return True
    # Capitalised words to the right, up to a noun that is a place.
    at = last
    for _ in range(3):
        if at + 1 >= len(s.words) or s.gap(at).strip(" *_-'"):
            return False
        word = s.keys[at + 1]
        if word in ("to", "will") or (word in ("of", "the") and at > last):
            return False
        named = word in NAMED_AFTER
        if (
            s.capital(at + 1)
            and word in PLACE_NOUNS
            and not (s.owns[last] and at == last and not _saint_like(s, first))
        ):
            return True
        if named and at == last and not s.owns[last] and before in DETERMINERS:
            return True
        if not s.capital(at + 1):
            return at > last and word in PLACE_NOUNS and not s.owns[at]  # Shah Jahan mosque
        at += 1
    return False


def _town(s: Sentence, at: int) -> bool:
    """A name that is a town or county too stands for the place: "in Florence", "the York to Leeds train"."""
    before, after = previous_word(s, at), next_word(s, at)
    if before in ("in", "near", "around", "outside", "across", "central"):
        return True
    if after in ("to", "and") and at + 2 < len(s.words) and s.capital(at + 2):
        if s.keys[at + 2] in TOWNS or (after == "to" and before == "the"):
            return True
    return before in ("to", "and") and at > 1 and s.keys[at - 2] in TOWNS


FIRMS = frozenset("associates ltd limited partners solicitors architects".split())


def _firm(s: Sentence, last: int) -> bool:
    """A full name that a building or a firm bears: Amir Hussain House, Quentin Xavier Solicitors."""
    if s.heading or last + 1 >= len(s.words) or s.gap(last) != " " or s.owns[last] or not s.capital(last + 1):
        return False
    word = s.keys[last + 1]
    return word in FIRMS or (word in PLACE_NOUNS and word not in SAID_THINGS and word not in ("practice", "project"))


def _saint_like(s: Sentence, first: int) -> bool:
    return previous_word(s, first) in PLACE_BEFORE


def _name(
    s: Sentence, first: int, last: int, entry: Entry, index: Index, shouted: bool, found: list[Mention]
) -> Mention | None:
    """A spelling of the roster stands here. Is it somebody's name, and how far does it reach?"""
    single = first == last
    word = s.words[first]
    lower = word[0].islower() and not shouted
    joined = bool(found) and found[-1].last == first - 1
    if single:
        if lower:
            before = previous_word(s, first)
            if entry.is_word or len(word) < 3 or entry.sort == NICK:
                if not is_name(s, first, last, entry, shouted, joined, index):
                    return None
            elif before in ("a", "an", "the", "this", "that", "these", "each", "every", "some", "any", "no"):
                return None
        elif word.isupper() and len(word) == 2 and not shouted and entry.sort in (GIVEN, NICK, SURNAME):
            initials = _initials(s, first, index, shouted)
            if initials:
                return initials
        if _place(s, first, last) or (s.keys[first] in TOWNS and not lower and _town(s, first)):
            return None
        if not lower and entry.is_word and not is_name(s, first, last, entry, shouted, joined, index):
            return None
        if not lower and _another(s, first, last, entry, index):
            return Mention(first, last, s.starts[first], s.ends[last], "other", why="unknown name")
    elif lower and all(index.spellings.get((k,), entry).is_word for k in s.keys[first : last + 1]):
        return None
    elif not lower and s.words[last].islower() and index.spellings.get((s.keys[last],), entry).is_word:
        return None  # the Grace field path, where we have a Grace Field
    elif _firm(s, last):
        return None
    # Reach: a title and initials before it, one letter of the surname after it.
    start = first
    while start:
        gap = s.before(start)
        previous = s.words[start - 1]
        if gap in (" ", ". ", ".") and (
            (
                previous.isupper()
                and len(previous) <= 2
                and entry.sort in (SURNAME, FULL)
                and start - 1 not in _taken(found)
            )
            or (s.keys[start - 1] in TITLES and (previous[0].isupper() or gap.startswith(".")))
        ):
            start -= 1
        else:
            break
    stop = last
    if (
        entry.sort in (GIVEN, NICK)
        and stop + 1 < len(s.words)
        and s.gap(stop) == " "
        and len(s.words[stop + 1]) == 1
        and s.words[stop + 1].isupper()
        and s.words[stop + 1] not in ("I", "A")
    ):
        stop += 1
    if previous_word(s, start) == "late" and s.keys[max(0, start - 2)] in ("the", "our"):
        return None  # the late Dr Ostrander
    if single and start == stop and not lower and _of_a_thing(s, first):
        return None
    if sort_of_thing(s, stop) and not source(s, start):
        return None
    verb = verb_after(s, stop)
    owner = owner_mark(s, start, stop) or (verb is not None and verb.how in ("to", "will"))
    return Mention(start, stop, s.starts[start], _end(s, stop), "name", frozenset(entry.people), verb, owner, "name")


def _of_a_thing(s: Sentence, at: int) -> bool:
    """ "The Zimmer frame": a name that says what sort of thing it is. What people say and who they live with stay."""
    if previous_word(s, at) not in ("a", "the", "this", "these") or s.owns[at]:
        return False
    thing = next_word(s, at)
    if not thing or s.capital(at + 1) or not thing.isalpha() or is_adverb(thing):
        return False
    said = thing in SAID_THINGS or thing.removesuffix("s") in SAID_THINGS or thing in OF_PEOPLE
    return not (said or thing in SPEAKS or thing in ACTS or thing in HAVE_BE or thing in MODALS or thing in BASES)


OF_PEOPLE = frozenset(
    "family household case matter situation clan couple twins who and or to in on at from with of for by amendment"
    " motion".split()
)


def _taken(found: list[Mention]) -> set[int]:
    return set(range(found[-1].first, found[-1].last + 1)) if found else set()


def _end(s: Sentence, last: int) -> int:
    return s.ends[last]


def _another(s: Sentence, first: int, last: int, entry: Entry, index: Index) -> bool:
    """One part of the name is ours and the other is not: Michael Marmot where we have a Michael Carr.

    Passed only where it does not speak: a mistyped or new surname of somebody who speaks must not slip through.
    """
    if entry.sort in (GIVEN, NICK) and last + 1 < len(s.words) and s.gap(last) == " " and not s.owns[last]:
        after, typed = s.keys[last + 1], s.words[last + 1]
        if after in NO_SURNAME:
            return False
        if len(after) > 2 and typed[0].isupper() and not typed.isupper() and after not in SPEAKS and after not in ACTS:
            if previous_word(s, first) in TITLES and s.capital(first - 1) and entry.sort == SURNAME:
                return False
            for person in entry.people:
                if not index.surnames[person]:
                    return False  # of somebody known by a first name alone, any surname may be theirs
                if any(close_spelling(after, surname) for surname in index.surnames[person]):
                    return False
            if after in index.body_heads or (after,) in index.bodies or (after,) in index.spellings:
                return False
            return not _acts_here(s, last + 1)
    if entry.sort == SURNAME and first and s.before(first) == " ":
        before = s.keys[first - 1]
        if s.capital(first - 1) and before in GIVEN_NAMES and not s.owns[first - 1]:
            if any(
                close_spelling(before, given) or before in index.givens[person]
                for person in entry.people
                for given in index.givens[person]
            ):
                return False
            return not _acts_here(s, last)
    return False


# With a capital letter these begin something new; they are nobody's surname.
NO_SURNAME = DETERMINERS | frozenset(
    "what when where who why how which and but or if so then as not yes no we they he she it there thanks ditto".split()
)


def _acts_here(s: Sentence, last: int) -> bool:
    verb = verb_after(s, last)
    return verb is not None and verb.how in ("speaks", "to")


def _clipped(s: Sentence, at: int, index: Index) -> Mention | None:
    """A shortened first name (Seun for Oluwaseun) that no table knows: it must speak or own something to count."""
    word = s.keys[at]
    if word in SPEAKS or word in BASES or word in DETERMINERS or (word in VIRTUES):
        return None
    verb = verb_after(s, at)
    label = labels(s, at, at)
    if not (speaks(verb) or (verb and verb.how in ("to",)) or label or owner_mark(s, at, at)):
        return None
    people = frozenset(index.clipped[word])
    owner = owner_mark(s, at, at) or (verb is not None and verb.how == "to")
    return Mention(at, at, s.starts[at], s.ends[at], "name", people, verb, owner, "name")


def _initials(s: Sentence, at: int, index: Index, shouted: bool) -> Mention | None:
    """Initials at word `at`: those of somebody of the roster, or two bare letters where only a speaker can stand."""
    word = s.words[at]
    last, letters = at, word
    if s.owns[at]:
        letters = word[:-2]
    people = index.mixed_initials.get(letters)
    if people:  # AWa, where another has the same two letters
        verb = verb_after(s, at)
        owner = owner_mark(s, at, at) or (verb is not None and verb.how in ("to", "will"))
        if owner or labels(s, at, at) or speaks(verb) or s.owns[at] or _joined(s, at, at, index) or source(s, at):
            return Mention(
                at, at, s.starts[at], s.ends[at], "initials", frozenset(people), verb, owner, "initials"
            )  # fmt: skip
    if len(word) == 3 and word[0].isupper() and word[1:] == "Mc" or len(word) == 4 and word[1:3] == "Mc":
        letters = letters.upper()  # JMc, JMcK
    if len(word) == 1 and word.isupper():  # Q.X. or Q. X.
        while (
            last + 1 < len(s.words)
            and len(s.words[last + 1].removesuffix("'s")) == 1
            and s.words[last + 1][0].isupper()
            and s.gap(last) in (".", ". ")
            and last - at < 4
        ):
            last += 1
            letters += s.words[last][0]
        if last == at and word not in ("I", "A") and at + 1 < len(s.words) and s.gap(at) == " ":
            # "S said": one letter that begins the first name of somebody
            people = index.given_letters.get(word.lower())
            verb = verb_after(s, at)
            if (
                people
                and speaks(verb)
                and verb.at == at + 1
                and not (at and s.before(at) in (" ", "&", "/") and s.capital(at - 1))
            ):
                return Mention(at, at, s.starts[at], s.ends[at], "initials", frozenset(people), verb, False, "initials")
        if last == at:
            # Dr B: a title and the first letter of a surname.
            if at and s.keys[at - 1] in TITLES and s.before(at) in (" ", ". ") and s.capital(at - 1):
                people = index.surname_letters.get(word.lower())
                if people:
                    verb = verb_after(s, at)
                    owner = owner_mark(s, at - 1, at) or (verb is not None and verb.how in ("to", "will"))
                    return Mention(
                        at - 1, at, s.starts[at - 1], s.ends[at], "initials", frozenset(people), verb, owner, "initials"
                    )
            return None
    elif not 2 <= len(letters) <= 5 or not letters.isalpha():
        return None
    if at and s.before(at) in ("&", "'"):
        return None
    lower = letters.islower()
    if not (letters.isupper() or lower):
        return None
    capitals = letters.upper()
    entry = index.initials.get(capitals)
    dotted = last > at and capitals not in SHORT_FORMS  # M.O. is no word
    if entry is None and (letters.lower(),) in index.bodies:
        return None
    if lower and entry is None and len(letters) != 2:
        return None
    label = labels(s, at, last)
    if lower:
        if entry is None:
            # tz: at the start of a line, with no such person known
            if not label or ":" not in s.gap(last)[:3] or letters in LOWER_LABELS or capitals in SHORT_FORMS:
                return None
            return Mention(at, last, s.starts[at], s.ends[last], "initials", frozenset(), None, False, "initials")
        if letters in LOWER_LABELS:
            if not label:
                return None
        verb = verb_after(s, last)
        signed = at and last == len(s.words) - 1 and s.before(at).strip() in (".", "!", ";")  # Gate mended. qx
        if not (label or signed or speaks(verb) or owner_mark(s, at, last)):
            return None
        if not label and letters in LOWER_WORDS:
            return None
        owner = signed or owner_mark(s, at, last)
        return Mention(
            at, last, s.starts[at], s.ends[last], "initials", frozenset(entry.people), verb, owner, "initials"
        )
    if entry is None and (len(capitals) > 2 or capitals in SHORT_FORMS):
        return None
    verb = verb_after(s, last)
    joined = _joined(s, at, last, index)
    owner = owner_mark(s, at, last) or (verb is not None and verb.how in ("to", "will"))
    owner = owner or (entry is not None and at == 1 and last == len(s.words) - 1 and s.keys[0] in ("action", "owner"))
    acting = (
        label
        or owner
        or joined
        or s.before(at)[-1:] + s.gap(last)[:1] == "[]"
        or speaks(verb)
        or (verb is not None and verb.how in ("going",))
        or (
            entry is not None and (source(s, at) or capitals not in SHORT_FORMS and previous_word(s, at) in TO_SOMEBODY)
        )
    )
    if entry is None:
        # Two letters that nobody on the roster has: only where nothing but a person can stand.
        if shouted or not (label or speaks(verb) or (owner and verb is not None and verb.how == "to")):
            return None
        if label and not (s.first and at == 0):
            return None
        return Mention(at, last, s.starts[at], s.ends[last], "initials", frozenset(), verb, owner, "initials")
    if capitals == "OK" and not (speaks(verb) or (label and s.first)):
        return None  # "paid: OK", "OK to park"
    wordlike = entry.is_word or capitals in SHORT_FORMS or letters.lower() in LOWER_WORDS or shouted
    if wordlike and verb is not None and verb.how == "to" and s.keys[verb.at + 1 : verb.at + 2] == ["be"]:
        return None  # PA to be hired
    if wordlike and not acting and not dotted:
        if not (verb is not None and verb.how in ("acts", "will")) or previous_word(s, at) in DETERMINERS:
            return None
    if not s.owns[at] and (sort_of_thing(s, last) or (not acting and at == 0 and _sort_of(s, last))):
        return None
    if previous_word(s, at) in ("the", "a", "an") and not s.owns[at] and (entry.is_word or not acting):
        return None
    if _bracketed(s, at, last) and _spelt_out(s, at, capitals, index):
        return None
    return Mention(at, last, s.starts[at], s.ends[last], "initials", frozenset(entry.people), verb, owner, "initials")


TO_SOMEBODY = frozenset("by from with to for".split())


def _sort_of(s: Sentence, last: int) -> bool:
    """Letters before several things, not before what somebody does: "QX batteries and wires"."""
    thing = next_word(s, last)
    if not thing.endswith("s") or s.capital(last + 1) or thing in SPEAKS or thing in ACTS or thing in HAVE_BE:
        return False
    after = next_word(s, last + 1)
    return len(thing) > 3 and after in ("and", "or", "for", "on", "in", "only", "at", "are", "were")


LOWER_WORDS = frozenset(
    """
    am an as at be by do go he if in is it me my no of on or so to up us we ma pa ha ah oh ok hi lo eg ie etc and
    the for but not you all can her was one our out day get has him his how man new now old see two way who boy
    did its let put say she too use app map gas car bus are had any may ago act add age aid aim air arm art ask
    bad bag bar bed big bin bit box buy cut die dog ear eat end eye far few fit fun fly got gun guy hit hot ice
    ill job key kid law lay leg lie lot low mum net nor oil own pay per raw red rid row run sad sea set sex sit
    six sky son sun tax tea ten top try via war wet why win yes yet
    """.split()
)
LOWER_LABELS = LOWER_WORDS | frozenset("qu re pm re cc ps nb aob tel fax web www http https mailto".split())


def _joined(s: Sentence, first: int, last: int, index: Index) -> bool:
    """One of several initials in a row: "QX and RO", "QX/RO"."""
    if last + 1 < len(s.words) and s.gap(last).strip() in ("/", "&", ",") and _known(s.words[last + 1], index):
        return True
    if first and s.before(first).strip() in ("/", "&", ",") and _known(s.words[first - 1], index):
        return True
    if last + 2 < len(s.words) and s.keys[last + 1] in JOINS and _known(s.words[last + 2], index):
        return True
    return first > 1 and s.keys[first - 1] in JOINS and _known(s.words[first - 2], index)


def _known(word: str, index: Index) -> bool:
    return word.isupper() and word in index.initials


def _bracketed(s: Sentence, first: int, last: int) -> bool:
    return s.before(first).endswith("(") and s.gap(last).startswith(")")


def _spelt_out(s: Sentence, at: int, letters: str, index: Index) -> bool:
    """ "Better Buses (BB)": the words before explain the letters."""
    if at < len(letters):
        return False
    before = s.words[at - len(letters) : at]
    if any((number,) in index.spellings for number in s.keys[at - len(letters) : at]):
        return False
    return all(word[0].upper() == letter for word, letter in zip(before, letters, strict=True))
