"""Numbers of people (RC14, small numbers SN1, SN7 and SN11)."""

import re
from collections.abc import Iterator

from .sentences import Sentence
from .vocabulary import ACTS, NUMBERS, PAST_OF, PLURALS, SOMEBODY, SPEAKING, SPEAKS

TAKING_PART = frozenset(
    """
    attended came present joined took voted agreed disagreed objected abstained signed said felt asked wanted were
    spoke stayed apologised responded online dialled participated
    """.split()
)
NO_COUNT = frozenset("per week month year day hour hours weeks months years days minutes percent times".split())
BETWEEN = frozenset(
    "of the our other different more new local young older nhs council community committee support hospital voluntary"
    " expert non male female retired social care health service family board group lay parent patient staff public"
    " disabled deaf unpaid former these those my their ward experienced senior junior at least".split()
)
SUBGROUP = PLURALS - {"people", "members", "participants", "attendees", "folk", "persons"}
STARTS = NUMBERS | {"one", "all", "no", "none", "every", "only"}
ABOUT = frozenset("a about approximately around roughly nearly almost only over".split())
COUNTED = PLURALS | SOMEBODY | {"us", "them"}
DIGIT = re.compile(r"\d")
LARGEST = 40  # above this a number of people is a figure about a place, unless it says they took part


def numbers_in(s: Sentence, few: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end, in the folded text, of each number of people in a sentence.

    `few`: fewer than five took part, so that "some people" tells how many as well (SN7).
    """
    if few:
        yield from _some(s)
    if s.keyset.isdisjoint(COUNTED) or (s.keyset.isdisjoint(STARTS) and DIGIT.search(s.text) is None):
        return
    keys, count = s.keys, len(s.words)
    done = -1
    for at in range(count):
        word = keys[at]
        if at <= done or not (word in STARTS or word.isdigit()):
            continue
        if word in ("all", "no", "none", "every"):
            end = _all_of(s, at)
        elif word in ("one", "only"):
            end = _one(s, at)
        else:
            end = _several(s, at, word)
        if end is not None:
            first = at
            while first and keys[first - 1] in ABOUT and s.before(first) == " ":
                first -= 1
            yield s.starts[first], s.ends[end]
            done = end


def _noun(s: Sentence, at: int, nouns: frozenset[str], most: int = 4) -> int | None:
    """The first noun of people within a few words, over words that go with people only."""
    for ahead in range(at + 1, min(at + 1 + most, len(s.words))):
        gap = s.before(ahead)
        if gap.strip(" -*_'") or (gap.strip() == "-" and ahead == at + 1 and s.words[at].isdigit()):
            return None
        word = s.keys[ahead]
        if word in nouns and not s.owns[ahead]:
            following = s.keys[ahead + 1] if ahead + 1 < len(s.words) and s.gap(ahead) == " " else ""
            if following in nouns and following not in SPEAKS:
                continue
            return ahead
        if word not in BETWEEN:
            return None
    return None


def _several(s: Sentence, at: int, word: str) -> int | None:
    if word == "both" and at + 1 < len(s.words) and s.keys[at + 1] in ("of", "the"):
        pass
    if at and s.keys[at - 1] in ("in", "item", "agenda", "page", "phase", "option", "number", "question", "year"):
        if s.keys[at - 1] != "in":
            return None
    if at > 1 and s.keys[at - 1] == "in" and (s.keys[at - 2] in ("one", "two", "three") or s.keys[at - 2].isdigit()):
        return None  # one in four
    value = int(word) if word.isdigit() and len(word) < 7 else 0
    if word.isdigit() and (value < 2 or (at and s.before(at).endswith((".", ",", "£", "$", "€", "/", ":")))):
        return None
    noun = _noun(s, at, PLURALS)
    if noun is None:
        return None
    if any(key in NO_COUNT for key in s.keys[noun + 1 : noun + 3]):
        return None
    if at and s.keys[at - 1] in ("up", "to", "for", "than", "under", "over", "aged") and value > 1 and word.isdigit():
        if s.keys[at - 1] in ("to", "for") and not any(k in TAKING_PART for k in s.keys[noun + 1 : noun + 4]):
            return None
    took_part = any(k in TAKING_PART for k in s.keys[noun + 1 : noun + 5]) or (at and s.keys[at - 1] == "approximately")
    if s.keys[noun] in ("members", "participants", "attendees"):
        took_part = True
    if value > LARGEST and not took_part:
        return None
    if word == "several" and s.keys[noun] in ("people", "families", "folk") and s.keys[at + 1] == s.keys[noun]:
        return None
    if word == "both" and "and" in s.keys[noun : noun + 8]:  # both carers and staff
        return None
    return noun


SOME = frozenset("some several few most".split())


def _some(s: Sentence) -> Iterator[tuple[int, int]]:
    """ "Some people", "a few of us", "several felt": with four in the room that is nearly a number."""
    if s.keyset.isdisjoint(SOME):
        return
    for at, word in enumerate(s.keys):
        if word not in SOME:
            continue
        first = at - 1 if at and s.keys[at - 1] in ("a", "the", "quite") and s.before(at) == " " else at
        following = s.keys[at + 1 : at + 3]
        if following in (["of", "us"], ["of", "them"]):
            yield s.starts[first], s.ends[at + 2]
            continue
        noun = _noun(s, at, PLURALS)
        if noun is None and following[:1] == ["of"]:
            noun = _noun(s, at + 1, PLURALS | {"group"})
        if noun is not None and not (word in NUMBERS and _several(s, at, word) is not None):
            yield s.starts[first], s.ends[noun]
        elif noun is None and following and following[0] in SPEAKS and following[0] in TAKING_PART | PASTS:
            yield s.starts[first], s.ends[at]


PASTS = frozenset(PAST_OF[base] for base in SPEAKING if base in PAST_OF)


def _one(s: Sentence, at: int) -> int | None:
    if s.keys[at] == "only":
        if at and s.keys[at - 1] == "the" and at + 1 < len(s.words):
            noun = _noun(s, at, SOMEBODY)
            return noun
        return None
    if at and s.keys[at - 1] in ("no", "any", "every", "each", "another", "which", "this", "that", "number", "item"):
        return None
    following = s.keys[at + 1] if at + 1 < len(s.words) and s.gap(at) == " " else ""
    if following == "of":
        ahead = s.keys[at + 2 : at + 3]
        if ahead == ["us"] or ahead == ["them"]:
            return at + 2
        return _noun(s, at, PLURALS)
    if following == "in":
        return None
    noun = _noun(s, at, SOMEBODY)
    if noun is None:
        return None
    if any(key in NO_COUNT for key in s.keys[noun + 1 : noun + 3]) or "one" in s.keys[noun + 1 : noun + 4]:
        return None
    return noun


def _all_of(s: Sentence, at: int) -> int | None:
    """ "No men came", "all the staff objected" (SN11): what a part of the group did. "All agreed" passes."""
    if at and s.keys[at - 1] in ("for", "to", "with", "by", "of", "from"):
        return None
    noun = _noun(s, at, SUBGROUP, 3)
    if noun is None or noun + 1 >= len(s.words):
        return None
    verb = s.keys[noun + 1]
    if verb in ("agreed", "objected", "disagreed", "came", "attended", "voted", "abstained", "said", "felt", "wanted"):
        return noun + 1
    if verb in SPEAKS and SPEAKS[verb] in ("oppose", "support", "object", "complain") and verb in ACTS:
        return noun + 1
    return None
