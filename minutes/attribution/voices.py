"""First person, people's own words in quotation marks, and pronouns that point at somebody named before (RC5, RC12)."""

from bisect import bisect_left
from dataclasses import dataclass

from .grammar import MINDS, STANDS, Verb, is_adverb, stance, verb_after
from .mentions import Mention
from .sentences import Sentence
from .vocabulary import (
    ACTING,
    AGENTIVE,
    BASES,
    BODY_HEADS,
    FAMILY,
    PARTICIPLES,
    PLURALS,
    POSTS,
    SAID_THINGS,
    SOMEBODY,
    SPEAKING,
    SPEAKS,
    SPOKEN,
    STATES,
    TRADES,
)

SELF = frozenset({"I", "I'm", "I've", "I'd", "I'll", "Im", "Ive"})
MINE = frozenset("my me myself mine".split())
SELF_KEYS = MINE | {"i", "im", "ive", "id", "ill"}
WORK = frozenset("job role post ward team organisation practice employer trust manager department company boss".split())
FROM_WORDS = frozenset(
    "work worked working based come came represent representing live lived manage run joined".split()
)
NUMERAL_BEFORE = frozenset(
    "agenda appendix annex part type section phase level volume class stage category world war schedule table".split()
)


def self_in(s: Sentence, quoted: list[tuple[int, int]]) -> tuple[int, int, str, str] | None:
    """The first word of somebody who speaks as "I": its first and last word, kind and reason."""
    we = _we_at(s)
    if we:
        return we
    first = None
    if s.keyset.isdisjoint(SELF_KEYS):
        return None
    count = len(s.words)
    for at in range(count):
        word = s.words[at]
        if word in SELF:
            if word == "I" and (
                s.gap(at).startswith((")", ".")) and at + 1 < count and s.gap(at)[:1] == ")"
                or (at and s.keys[at - 1] in NUMERAL_BEFORE)
                or (s.shouted)
                or s.before(at).endswith("(") and s.gap(at).startswith(")")
                or s.before(at)[-1:] in ("/", "=", "&", "_", "-") and not s.before(at)[-2:-1].isspace()
            ):  # fmt: skip
                continue
        elif (
            s.keys[at] not in MINE or word.isupper() or (s.keys[at] == "mine" and at and s.keys[at - 1] in ("a", "the"))
        ):
            continue
        elif s.keys[at] == "my" and s.capital(at) and at + 1 < count and s.words[at + 1][:2].istitle():
            continue  # My Care Plan: a title
        if any(start <= s.starts[at] < end for start, end in quoted):
            continue
        kind, why = _what_self_tells(s, at)
        if kind != "residual":
            return at, at, kind, why
        if first is None:
            first = (at, at, kind, why)
    return first


def _we_at(s: Sentence) -> tuple[int, int, str, str] | None:
    """ "We at the hospice", "in our surgery we", "as a trust we": where those who speak come from."""
    if "we" not in s.keyset and "own" not in s.keyset:
        return None
    keys = s.keys
    for at, word in enumerate(keys):
        if (
            word == "we"
            and at + 2 < len(keys)
            and (
                keys[at + 1] in ("at", "as", "from")
                or keys[at + 1 : at + 3] in (["in", "the"], ["on", "the"], ["in", "our"])
                or "(" in s.gap(at)
            )
        ):
            for ahead in range(at + 1, min(at + 6, len(keys))):
                if keys[ahead] in BODY_HEADS or (keys[at + 1] == "as" and keys[ahead] in PLURALS):
                    return at, ahead, "affiliation", "from"
        if word == "we" and at > 2 and keys[at - 1] in BODY_HEADS:
            for back in range(max(0, at - 5), at - 1):
                theirs = keys[back] in ("at", "in") and (keys[back + 1] == "our" or keys[max(0, back - 1)] == "here")
                if theirs or keys[back : back + 2] in (["as", "a"], ["as", "an"]):
                    return back, at, "affiliation", "from"
        if word == "own" and at and keys[at - 1] == "our" and keys[at + 1 : at + 2] in (["staff"], ["patients"]):
            return at - 1, at + 1, "affiliation", "from"
    return None


def _what_self_tells(s: Sentence, at: int) -> tuple[str, str]:
    keys = s.keys
    ahead = keys[at + 1 : at + 6]
    # As a nurse I see this: what the speaker is.
    for back in range(max(0, at - 7), at - 1):
        if keys[back] == "as" and keys[back + 1] in ("a", "an", "the"):
            if any(word in SOMEBODY or word in POSTS or word in TRADES for word in keys[back + 2 : at]):
                return "pronoun", "self"
    if keys[0] == "as" and 1 < at < 5 and s.words[at] in SELF and not s.gap(at - 1).strip():
        between = keys[1:at]  # As head gardener I would wait
        if not any(word in PARTICIPLES or word in SPEAKS or is_adverb(word) or word in MINE for word in between):
            return "pronoun", "self"
    for place in range(at + 1, min(at + 6, len(keys) - 1)):
        if keys[place] == "as" and any(word in POSTS or word in TRADES for word in keys[place + 1 : place + 4]):
            return "pronoun", "self"  # my view as coordinator
    if keys[at] == "my":
        if any(word in WORK for word in ahead[:3]):
            return "affiliation", "from"
        return ("residual" if not OPINION.isdisjoint(ahead[:2]) else "pronoun"), "self"
    if keys[at] == "myself" and keys[max(0, at - 2) : at] in (["speaking", "for"], ["as", "for"]):
        return "pronoun", "self"
    if s.words[at] not in SELF:
        return "residual", "self"
    for number, word in enumerate(ahead[:4]):
        if word in ("work", "worked", "working", "based", "represent", "representing", "employed"):
            rest = keys[at + 2 + number : at + 4 + number]
            if word in ("based", "employed", "represent", "representing") or set(rest) & {
                "for",
                "at",
                "in",
                "as",
                "with",
            }:
                return "affiliation", "from"
        if word in ("come", "came", "comes") and keys[at + 2 + number : at + 3 + number] == ["from"]:
            return "affiliation", "from"
        if word in ("live", "lived") and keys[at + 2 + number : at + 3 + number] in (["in"], ["on"], ["at"], ["near"]):
            return "affiliation", "from"
    tail = keys[at + 1 : at + 8]
    if s.words[at] == "I'm" or ahead[:1] in (["am"], ["was"]):
        if any(word in POSTS or word in TRADES or word in SOMEBODY or word in BODY_HEADS for word in tail[:5]):
            if any(word in ("a", "an", "the", "from") for word in tail[:3]):
                return "affiliation", "from"
    if s.words[at] == "I'll" or ahead[:1] in (["will"], ["shall"]):
        if len(ahead) > 1 or s.words[at] == "I'll":
            return "action_owner", "owner"
    if (
        len(ahead) > 1
        and ahead[0] in ("agreed", "offered", "volunteered", "promised", "undertook")
        and ahead[1] == "to"
    ):
        return "action_owner", "owner"
    rest = [word for word in ahead[:4] if not (is_adverb(word) or word in ("am", "was", "not"))]
    feels = (s.words[at] == "I'm" or ahead[:1] in (["am"], ["was"])) and rest[:1] and rest[0] in STATES
    return ("residual" if feels or (rest and rest[0] in OPINING) else "pronoun"), "self"


# "I think", "my view": what everybody says. It must be reworded, but points at nobody further.
OPINING = frozenset("think feel hope guess believe wonder suppose mean imagine know say agree like love to".split())
OPINION = frozenset("view opinion guess mind understanding feeling point question thanks best".split())


# --- quotation marks ------------------------------------------------------------------------------------------------
CLOSES = {"“": "”", '"': '"', "‘": "'", "«": "»", "„": "“"}
LONGEST = 600


def quoted_in(s: Sentence) -> list[tuple[int, int]]:
    """Start and end of each quotation of a sentence (and of one that the sentence only opens), marks not included."""
    found = []
    text, at, end = s.text, s.start, s.end
    chunk = text[at:end]
    if not any(mark in chunk for mark in "“\"‘«„'"):
        return found
    place = 0
    size = len(chunk)
    while place < size:
        mark = chunk[place]
        if mark in CLOSES:
            stop = chunk.find(CLOSES[mark], place + 1, place + LONGEST)
            while stop > 0 and CLOSES[mark] == "'" and stop + 1 < size and chunk[stop + 1].isalnum():
                stop = chunk.find("'", stop + 1, place + LONGEST)
            if stop < 0:
                if mark in '“"' and size - place < LONGEST:
                    found.append((at + place + 1, end))
                    return found
                place += 1
                continue
            found.append((at + place + 1, at + stop))
            place = stop + 1
        elif (
            mark == "'"
            and (place == 0 or not chunk[place - 1].isalnum())
            and place + 1 < size
            and chunk[place + 1].isalpha()
        ):
            stop = chunk.find("'", place + 1, place + LONGEST)
            while stop > 0 and stop + 1 < size and chunk[stop + 1].isalnum():
                stop = chunk.find("'", stop + 1, place + LONGEST)
            if stop > 0:
                found.append((at + place + 1, at + stop))
                place = stop + 1
            else:
                place += 1
        else:
            place += 1
    return found


SIGNS = frozenset("poster posters banner mug sign placard label title badge notice slogan".split())


def speech_in(s: Sentence, quoted: list[tuple[int, int]], people: list[Mention]) -> list[tuple[int, int, str]]:
    """Quotations that are somebody's own words: start, end and level. Titles, terms and definitions pass."""
    found = []
    for start, end in quoted:
        inside = range(bisect_left(s.starts, start), bisect_left(s.starts, end))
        if len(inside) < 3:
            continue
        capitals = sum(s.capital(n) and s.words[n] not in SELF for n in inside)
        if capitals * 2 > len(inside) and len(inside) > 2:
            continue
        own = any(s.words[n] in SELF or s.keys[n] in MINE for n in inside)
        before, after = inside[0] - 1, inside[-1] + 1
        if not SIGNS.isdisjoint(s.keys[max(0, before - 6) : before + 1]):
            continue  # what a poster reads
        said = any(
            s.keys[n] in SPEAKS and SPEAKS[s.keys[n]] in SPEAKING
            for n in (*range(max(0, before), before + 1), *range(after, min(after + 2, len(s.words))))
        ) or any(s.keys[n] == "put" and s.keys[n + 1 : n + 2] == ["it"] for n in range(max(0, before - 3), before + 1))
        single = any(
            mention.kind in ("someone", "other", "role", "name", "initials")
            and not inside[0] <= mention.first <= inside[-1]
            for mention in people
        )
        narrow = own and any(
            s.keys[n] in FAMILY
            or s.keys[n].isdigit()
            or (s.capital(n) and n != inside[0] and s.words[n] not in SELF and not s.words[n].isupper())
            or s.keys[n] in ("work", "drive", "teach", "nurse", "shift", "shop", "church", "mosque", "chair")
            for n in inside
        )
        if narrow or (own and single and said):
            found.append((start, end, "block"))
        elif (own and len(inside) > 3) or (said and single):
            found.append((start, end, "hint"))
    return found


# --- pronouns -------------------------------------------------------------------------------------------------------
HE_SHE = frozenset("he she him her his hers himself herself hes shes".split())
SHORTENED = frozenset("hell shell hed shed".split())  # he'll, she'd
POINTING = HE_SHE | SHORTENED | {"latter", "former"}
FAR = 3  # a pronoun points back over at most this many sentences; further on, readers name people again


@dataclass(slots=True)
class Talk:
    """Who was spoken of last, while a passage is read."""

    who: str = ""  # ours, other, someone; empty: nobody
    age: int = FAR + 1
    single: bool = False
    alone: bool = False  # one of ours was named, whoever else was spoken of
    pair: bool = False  # two of ours were named, and nothing else that "both" could mean

    def forget(self) -> None:
        """A blank line: what follows stands for itself."""
        self.who, self.age = "", FAR + 1

    def heard(self, s: Sentence, people: list[Mention]) -> None:
        """Takes in the people of a sentence just read."""
        ours = [m for m in people if m.kind in ("name", "initials", "role")]
        others = [m for m in people if m.kind in ("other", "someone")]
        bodies = [m for m in people if m.kind == "affiliation"]
        ours = [
            m
            for n, m in enumerate(ours)
            if not (n and m.first == ours[n - 1].last + 1 and m.people & ours[n - 1].people)
        ]
        self.alone, self.pair = len(ours) == 1, len(ours) == 2
        if ours:
            self.who, self.age = "ours", 0
            self.single = len(ours) == 1 and PLURALS.isdisjoint(s.keyset)
        elif bodies:
            self.who, self.age, self.single = "body", 0, True
        elif others:
            self.who, self.age, self.single = others[-1].kind, 0, True
        self.age = min(self.age + 1, FAR + 1)


def pronoun_in(
    s: Sentence, people: list[Mention], talk: Talk, quoted: list[tuple[int, int]]
) -> tuple[int, str, str] | None:
    """The first pronoun that nobody in its own sentence explains: its word, kind and level."""
    if talk.age == 1 and talk.alone and talk.who == "ours" and _left_out(s) and not people:
        return 0, "pronoun", "block"
    if talk.age == 1 and talk.pair and _both(s, people):
        return 0, "pronoun", "block"
    if s.keyset.isdisjoint(POINTING) and s.keys[:1] not in (["they"], ["their"], ["theyll"], ["theyre"]):
        return None
    for at, word in enumerate(s.keys):
        if word in HE_SHE or (word in SHORTENED and "'" in s.words[at]):
            if any(start <= s.starts[at] < end for start, end in quoted):
                continue
            if any(m.first < at for m in people):
                return None
            if word in ("her", "his") and at + 1 < len(s.keys) and s.keys[at + 1] in ("majesty", "royal", "excellency"):
                continue
            verb = verb_after(s, at) if word in ("he", "she") else None
            if at + 2 < len(s.words) and s.keys[at + 1] in ("or", "she", "he") and s.gap(at).strip() in ("", "/"):
                if s.keys[at + 1] in ("she", "he") or s.keys[at + 2] in HE_SHE:
                    return None  # he or she, he/she: nobody
            if talk.who == "ours" and talk.age <= FAR:
                return at, "pronoun", "block"
            if talk.who and talk.who != "body" and talk.age <= FAR:
                return None
            if verb is not None and verb.how in ("speaks", "will"):
                return at, "pronoun", "hint"
            return at, "residual", "hint"
        if word in ("latter", "former") and at and s.keys[at - 1] == "the" and talk.who == "ours" and talk.age <= FAR:
            verb = verb_after(s, at)
            if verb is not None and verb.how in ("speaks", "will"):
                return at, "pronoun", "block"
        if at == 0 and word == "theyre" and talk.age == 1 and talk.single and talk.who == "ours":
            done = next((key for key in s.keys[1:4] if not is_adverb(key)), "")
            if done in MINDS or SPOKEN.get(done) in TOLD or ACTING.get(done) in SPEAKING | INTENDED:
                return at, "pronoun", "block"
        if at == 0 and word in ("they", "their", "theyll") and talk.age == 1 and talk.single:
            verb = verb_after(s, at)
            said = s.keys[1:2] and s.keys[1] in SAID_THINGS if word == "their" else verb is not None
            if talk.who == "body" and said and (word == "their" or verb.how in ("speaks", "will")):
                return at, "pronoun", "block"
            if talk.who == "ours" and said and (word == "their" or verb.how == "speaks" or _of_people(s, verb)):
                return at, "pronoun", "block"
    return None


def _of_people(s: Sentence, verb: Verb) -> bool:
    """Only people are told, thanked or worried, and only they intend: so "they" is one person, not some buses."""
    rest = s.keys[verb.at + 1 : verb.at + 3]
    if verb.how == "is":
        done = next((word for word in rest if not is_adverb(word)), "")
        return done in MINDS or SPOKEN.get(done) in TOLD or ACTING.get(done) in SPEAKING | INTENDED | {"wait"}
    if verb.how == "going":
        return verb.base in SPEAKING | INTENDED | {"wait"}
    if verb.helped in ("been", "has", "have", "had"):
        return verb.base in TOLD
    if verb.how in ("modal", "will"):
        return rest[:1] != [] and rest[0] in SPEAKING | INTENDED
    return verb.base in INTENDED and verb.how == "acts"


TOLD = frozenset("tell ask thank remind assure reassure invite congratulate praise urge warn inform advise".split())
INTENDED = frozenset("want like prefer hate love mind know expect intend volunteer resign promise remember".split())


def _both(s: Sentence, people: list[Mention]) -> bool:
    """ "Both were against", "neither wants it", "the two of them will share": the two who were just named."""
    keys = s.keys
    if keys[:1] in (["both"], ["neither"]):
        at = 2 if keys[1:3] == ["of", "them"] else 0
    elif keys[:4] == ["the", "two", "of", "them"]:
        at = 3
    elif keys[:2] in (["the", "pair"], ["the", "two"]):
        at = 1
    else:
        return False
    verb = verb_after(s, at)
    if verb is None or verb.at > at + 2 or people:
        return False
    return verb.how in ("speaks", "will", "to") or _of_people(s, verb) or stance(s, verb) and _minded(s, verb)


def _minded(s: Sentence, verb: Verb) -> bool:
    return any(word in STATES | STANDS for word in s.keys[verb.at + 1 : verb.at + 5])


OFFERED = frozenset("do make manage bring lend come help offer spare".split())
# Words that need a person before them: what is left when notes leave out the "he" or "she".
WITHOUT = frozenset("would will might could cant couldnt wouldnt wont hasnt didnt doesnt".split())
SAID_SHORT = frozenset(
    "wondered offered promised volunteered hoped worried preferred thinks wonders hopes wants"
    " feels says reckons disagreed seconded explained admitted apologised insisted added stressed doubted conceded"
    " thanked".split()
)


def _left_out(s: Sentence) -> bool:
    """The sentence begins with the verb of somebody named just before: "Would ring the bank.", "Wondered why"."""
    if 1 < len(s.keys) < 7 and s.keys[0] in ("not", "less", "very", "quite", "still"):
        return any(word in MINDS for word in s.keys[1:3])  # Not happy.
    if s.keys[0] == "was" and s.keys[1:2] and "?" not in s.text[s.tail :]:
        return SPOKEN.get(s.keys[1]) in TOLD
    if s.keys[0] in ("also", "still", "then") and s.keys[1:2] and s.keys[1] in SAID_SHORT:
        return True
    if s.keys[0] in ("will", "would", "can") and s.keys[1:2] and s.gap(0) == " " and "?" not in s.text[s.tail :]:
        return s.keys[1] in (AGENTIVE | SPEAKING if s.keys[0] != "can" else OFFERED) and s.keys[1:3] != ["like", "to"]
    if len(s.keys) < 3 or "?" in s.text[s.tail :] or s.gap(0) != " ":
        return False
    if s.keys[0] in SAID_SHORT:
        return True
    if s.keys[0] == "has":
        return PARTICIPLES.get(s.keys[1]) in SPEAKING | AGENTIVE | {"do"}
    if s.keys[0] in ("might", "could") and s.keys[1] == "be":
        return False
    return s.keys[0] in WITHOUT and (s.keys[1] in BASES or s.keys[1] in ("not", "like", "rather", "prefer", "want"))


def begins_with_task(s: Sentence) -> bool:
    """A line under somebody's name that starts with what they do or will do: "Review the leaflet"."""
    if not s.keys:
        return False
    word = s.keys[0]
    return (
        word in BASES
        and word not in ("set", "let", "read", "point", "report", "minute", "record", "plan", "check")
        or (word in ("will", "to") and s.keys[1:2] and s.keys[1] in BASES)
        or (word in ACTING and word not in ("meeting", "building", "planning"))
    )
