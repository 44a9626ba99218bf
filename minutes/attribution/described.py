"""Somebody described so well that it can only be one (record rules 4.0), and unnamed people."""

from .grammar import Verb, is_there, stance, verb_after
from .mentions import Mention
from .posts import CARE, RETOLD, modifies, outside
from .sentences import Sentence
from .vocabulary import (
    DETERMINERS,
    FAMILY,
    GIVEN_NAMES,
    NUMBERS,
    PAST_OF,
    PLACE_NOUNS,
    PLURALS,
    POST_PREFIX,
    POSTS,
    SOMEBODY,
    SPEAKS,
    STATES,
    TITLES,
    TRADES,
)

DETAIL = frozenset(
    """
    drives drove works worked runs ran lives lived teaches taught owns owned keeps lost fosters fostered adopted
    married widowed served serves plays cycles rides sells bakes farms manages volunteers coaches preaches speaks
    uses used has had was is came comes moved cares looks
    """.split()
)
SINGLING = frozenset("only sole newest oldest youngest eldest longest latest quietest loudest".split())
LINKS = frozenset("who whose with of".split())
# What somebody does who is there.
SERVING = tuple(p.split() for p in "here,online,there,taking notes,taking the notes,minuting,chairing".split(","))
ONE = frozenset("a an one the our another".split())
OBJECTS = frozenset("him her them me".split())
SINGLE = SOMEBODY | TRADES | POSTS
ANYBODY = SINGLE | PLURALS


def described_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "One aunt who mends boats said", "our newest member asked": a description that fits one, and it speaks."""
    found: list[Mention] = []
    if not s.keyset.isdisjoint(SINGLING) and not outside(s):
        found += _first_of_us(s, taken)
    if found or s.keyset.isdisjoint(ANYBODY) or outside(s):
        return found
    keys, done = s.keys, 0
    for at in range(1, len(keys)):
        if at < done or at in taken or s.owns[at] or keys[at] not in SINGLE and keys[at] not in PLURALS:
            continue
        start = _opening(s, at)
        if start is None or (start and keys[start - 1] in RETOLD):
            continue
        stop = _speaking_as(s, start, at) or _told_apart(s, start, at)
        if stop is not None:
            found.append(
                Mention(start, stop, s.starts[start], s.ends[stop], "role", why="described", rule="RC6", level="block")
            )
            done = stop + 1
    return found


def _first_of_us(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "The oldest in the group", "the only smoker in the room": whoever it is, there is one."""
    for at in range(1, len(s.keys)):
        if s.keys[at] not in SINGLING or s.keys[at - 1] not in ("the", "our") or at in taken:
            continue
        for last in range(at, min(at + 4, len(s.keys))):
            there = is_there(s, last) or s.keys[last + 1 : last + 3] == ["of", "us"]
            somebody = s.keys[last] in ANYBODY or (last == at and s.keys[at] not in ("only", "sole"))
            if there and (somebody or _speaks_at(s, last + 3, 8)):
                return [
                    Mention(at - 1, last, s.starts[at - 1], s.ends[last], "role", why="described", rule="RC6")
                ]  # fmt: skip
    return []


def _opening(s: Sentence, at: int) -> int | None:
    """Where "one", "our" or "another of the" stands before somebody; none if it is about many."""
    keys = s.keys
    start = at - 1
    while start and at - start < 4 and keys[start] not in DETERMINERS and keys[start] not in ONE:
        start -= 1
    if keys[at] in SINGLE:
        return start if keys[start] in ONE else None
    of = start - 1 if keys[start] in ("the", "our", "us", "those") else start
    return of - 1 if of > 0 and keys[of] == "of" and keys[of - 1] in ("one", "another") else None


def _speaking_as(s: Sentence, start: int, at: int) -> int | None:
    """ "Speaking as a midwife": whoever it is says what they are."""
    return at if s.keys[max(0, start - 2) : start] == ["speaking", "as"] else None


def _told_apart(s: Sentence, start: int, at: int) -> int | None:
    """The last word of the description, if it tells one from the others and they speak."""
    keys = s.keys
    singled = not SINGLING.isdisjoint(keys[start:at]) or (keys[start] == "one" and keys[start - 1 : start] == ["our"])
    tail = _tail(s, at)
    spoken = _speaks_at(s, at + 1, 8 if singled and not tail else 24)
    before = start and any(key in SPEAKS for key in keys[max(0, start - 2) : start])
    if singled and tail == "there":
        return at  # the only tenant present: there is one
    if spoken is None and not before:
        return None
    end = min(at + 14, len(keys)) if spoken is None else spoken
    if singled:
        return at
    if tail == "there":
        return at
    if tail == "of" and keys[at] in FAMILY and (keys[at + 2] in NUMBERS or keys[at + 2] in ("twins", "triplets")):
        return at + 2
    if tail in ("who", "whose", "with"):
        clause = range(at + 2, end)
        near = [n for n in clause if keys[n] in FAMILY or keys[n].isdigit() or (s.capital(n) and keys[n] != "i")]
        lives = tail != "with" and any(keys[n] in DETAIL or keys[n] in HABITS for n in clause)
        pointed = tail == "with" and keys[start] in ("the", "our") and keys[at] not in CARE
        if near or lives or pointed:
            return max(at, end - 1)
    return None


def _tail(s: Sentence, at: int) -> str:
    """What goes on to tell somebody apart: who, whose, with, of, or that they are there."""
    keys = s.keys
    if at + 1 >= len(keys) or s.gap(at).strip(" ,"):
        return ""
    if is_there(s, at) or any(keys[at + 1 : at + 1 + len(phrase)] == phrase for phrase in SERVING):
        return "there"
    word = keys[at + 1]
    if word == "who" and keys[at + 2 : at + 3] and keys[at + 2] in SPEAKS and keys[at + 2] not in HABITS:
        return ""
    return word if word in LINKS and at + 2 < len(keys) else ""


def _speaks_at(s: Sentence, first: int, most: int) -> int | None:
    """The first word from `first` on that tells of speaking or feeling in the past, in the same sentence."""
    keys = s.keys
    for ahead in range(first, min(first + most, len(keys))):
        word = keys[ahead]
        if s.before(ahead).strip(" ,'-\"“)(") and ahead > first:
            return None
        told = keys[ahead + 1 : ahead + 2]
        if word in SPEAKS and word == PAST_OF.get(SPEAKS[word]) and not (told and told[0] in OBJECTS):
            return ahead
        if word == "had" and told and told[0] in HELD:
            return ahead
        if (word == "put" and told == ["it"]) or word in REACTED:
            return ahead
        if word in ("was", "were") and stance(s, Verb(ahead, word, "is", word)):
            if not STATES.isdisjoint(keys[ahead + 1 : ahead + 4]):
                return ahead
    return None


HELD = frozenset("other doubts ideas views concerns questions misgivings reservations".split())
REACTED = frozenset(
    "liked loved backed wanted preferred hated remembered noticed laughed nodded wept cried clapped".split()
)
# What somebody does time and again: "who also chairs the choir".
HABITS = frozenset("chairs represents looks cares supports helps hosts leads attends".split())


def strangers_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """People in a sentence who are not of the roster: unnamed ("a resident") or with a name of their own."""
    found = []
    keys = s.keys
    for at in range(len(keys)):
        if at in taken:
            continue
        word = keys[at]
        if word in SOMEBODY and at and not s.owns[at]:
            start = at - 1
            while start > 0 and at - start < 4 and keys[start] not in DETERMINERS:
                start -= 1
            if keys[start] in ("a", "an", "one", "another", "the", "his", "her", "their", "our", "my"):
                if all(keys[n] in POST_PREFIX or modifies(keys[n]) for n in range(start + 1, at)):
                    found.append(
                        Mention(start, at, s.starts[start], s.ends[at], "someone", verb=verb_after(s, at), rule="RC4")
                    )
        elif s.words[at][0].isupper() and len(word) > 1:
            titled = at and keys[at - 1] in TITLES and s.capital(at - 1) and s.before(at) in (" ", ". ")
            if titled or word in GIVEN_NAMES:
                stop = at
                while (
                    stop + 1 < len(keys)
                    and s.gap(stop) == " "
                    and s.capital(stop + 1)
                    and stop - at < 3
                    and not s.words[stop + 1].isupper()
                    and keys[stop + 1] not in SPEAKS
                ):
                    stop += 1
                if any(keys[n] in PLACE_NOUNS for n in range(at, stop + 1)) or (
                    at and keys[at - 1] in ("st", "saint", "princess", "queen", "king", "prince") and s.capital(at - 1)
                ):
                    continue
                if found and found[-1].kind == "other" and found[-1].last >= at:
                    continue
                start = at - 1 if titled else at
                found.append(
                    Mention(start, stop, s.starts[start], s.ends[stop], "other", verb=verb_after(s, stop), rule="RC3")
                )
    return found
