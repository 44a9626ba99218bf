"""Wording that keeps what was said and drops who said it.

Every rule here turns one way of saying "somebody did something" into one that names nobody. The result is read by the
check again; if anything is left that tells who, or if a "she" would now hang in the air, there is no suggestion. No
wording is better than nonsense.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .folding import Folded, fold
from .grammar import JOINS, LABELLED, Verb, is_adverb, labels, verb_after
from .mentions import Mention
from .sentences import Sentence, sentences
from .vocabulary import (
    ACTS,
    BASES,
    BODY_HEADS,
    FAMILY,
    HAVE_BE,
    MODALS,
    PARTICIPLE_OF,
    PARTICIPLES,
    PLURALS,
    POST_PREFIX,
    POSTS,
    SAID_THINGS,
    SOMEBODY,
    SPEAKING,
    SPOKEN,
    TITLES,
)

VOLUNTEER = "a volunteer from the group"
LONGEST = 600  # characters: nobody reads a longer sentence twice
MOST = 1000  # sentences of one text that are reworded

THAT = frozenset(
    """say state note report mention confirm explain feel think believe suggest propose argue stress emphasise highlight
    add advise comment remark agree clarify acknowledge announce reiterate recall observe claim warn accept insist
    indicate hope repeat recommend admit declare point""".split()
)
CLAUSE_WITHOUT_THAT = frozenset("say state feel think believe hope claim".split())
ASKING = frozenset("ask query question enquire inquire wonder".split())
WHETHER = frozenset("if whether what when where why how who which".split())
THINGS_DONE = frozenset(
    """raise express voice share give provide present outline describe introduce summarise summarize circulate highlight
    mention note report explain praise request question query accept confirm acknowledge discuss update demonstrate read
    propose suggest recommend stress emphasise clarify make support oppose""".split()
)
TOLD = {"tell": "It was said", "inform": "It was said", "advise": "It was advised", "remind": "There was a reminder",
        "assure": "There was an assurance", "reassure": "There was an assurance", "update": "It was said"}  # fmt: skip
LISTENERS = frozenset("us the group members everyone everybody meeting people committee all board forum".split())
# After these neither "someone" nor a passive is a sentence: "all but someone", "what it was said".
NO_SOMEONE = frozenset(
    "but bar except than unlike like what whatever both two other our poor dear even only apart".split()
)
NO_MANNER = frozenset("present themselves himself herself not never has have had did does do been who".split())
NOT_CLAUSE = frozenset("no yes not so hello nothing".split())
SPLIT = frozenset(
    "about over on regarding concerning for with from that to in at into around as whether how by if when because and"
    " but which who".split()
)
FINITE = HAVE_BE | MODALS | frozenset("do does did dont doesnt didnt cannot need needs go goes".split())
NOUN_FOR = {"offer": "an offer of", "suggest": "a suggestion of", "propose": "a proposal of",
            "request": "a request for",
            "recommend": "a recommendation of", "query": "a query about", "question": "a question about"}  # fmt: skip
ABOUT = {"complain": "a complaint", "worry": "a worry", "apologise": "an apology", "apologize": "an apology",
         "object": "an objection", "comment": "a comment", "disagree": "disagreement",
         "agree": "agreement", "enquire": "a question", "ask": "a question", "warn": "a warning"}  # fmt: skip


@dataclass(slots=True)
class Edit:
    """Put `words` in place of `start` to `end` of a sentence."""

    start: int
    end: int
    words: str


class Rewriter:
    """Rewords the sentences of one text; the same sentence once only."""

    def __init__(self, reader: Callable, folded: Folded):
        self.reader = reader  # makes one that reads the suggestion again
        self.folded = folded
        self.known: dict[tuple, str] = {}

    def reworded(self, reading, s: Sentence) -> str:
        """The whole sentence `s` in words that tell nobody; empty when no honest wording is known."""
        given = "" if self.folded.places is None else self.folded.given_of(s.at, s.at + s.end)
        key = (id(reading), given)
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= MOST:
                return ""
            known = self.known[key] = self._reworded(reading, s)
        return known

    def _reworded(self, reading, s: Sentence) -> str:
        if s.end > LONGEST or not any(d.kind not in ("contact", "residual") or d.why == "self" for d in reading.drafts):
            return ""
        edits = _edits(reading)
        if not edits:
            return ""
        first, last = self.folded.back(s.at, s.at + s.end)
        given = self.folded.given[first:last]
        result, done = [], 0
        for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
            start, end = self.folded.back(s.at + edit.start, s.at + edit.end)
            start, end = start - first, end - first
            if start < done:
                continue
            result.append(given[done:start])
            words = edit.words
            if words and _opens(given[:start]) and not "".join(result).strip(" *_-–("):
                words = words[0].upper() + words[1:]
            result.append(words)
            done = end
        result.append(given[done:])
        text = _tidy("".join(result))
        return text if text and text != given and self._is_safe(text) else ""

    def _is_safe(self, text: str) -> bool:
        """Read again: nothing left that tells who, and no he or she without anybody."""
        reader = self.reader()
        for s in sentences(fold(text).text):
            if not s.keyset.isdisjoint(HANGING):
                return False
            if any(d.kind != "residual" or d.level == "block" for d in reader.read(s).drafts):
                return False
        return True


HANGING = frozenset("he she his her him hers himself herself i im ive my me myself mine".split())


def _opens(before: str) -> bool:
    return not before.strip(" *_-–(>#•") or before.rstrip().endswith((".", "!", "?", ":"))


def _tidy(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    for mark in (" ,", " .", " ;", " ?", " !"):
        text = text.replace(mark, mark[1])
    text = text.strip()
    return text[:1].upper() + text[1:] if text[:1].islower() else text


def _edits(reading) -> list[Edit]:
    """The edits for every place that tells who; none at all if one place has no honest wording."""
    s = reading.sentence
    edits: list[Edit] = []
    covered: set[int] = set()
    spots = [m for m in reading.people if m.kind in ("name", "initials", "role", "affiliation")]
    starts = {m.first for m in spots}
    for draft in reading.drafts:
        if draft.kind in ("quote", "contact"):
            return []
        place = next((n for n, start in enumerate(s.starts) if start <= draft.start < s.ends[n]), None)
        if place is None:
            continue
        if draft.kind in ("pronoun", "number", "action_owner") or draft.why in ("self", "other name"):
            if place not in starts and not any(m.first <= place <= m.last for m in spots):
                last = place
                while last + 1 < len(s.words) and s.ends[last] < draft.end:
                    last += 1
                kind = "number" if draft.kind == "number" else "pronoun"
                spots.append(Mention(place, last, s.starts[place], s.ends[last], kind, verb=verb_after(s, last)))
                starts.add(place)
    spots.sort(key=lambda m: m.first)
    number = 0
    while number < len(spots):
        group = [spots[number]]
        while number + 1 < len(spots) and _together(s, group[-1], spots[number + 1]):
            number += 1
            group.append(spots[number])
        number += 1
        if group[0].first in covered:
            continue
        edit = _edit(s, group)
        if edit is None:
            return []
        if edit.start == edit.end and not edit.words:
            continue
        edits.append(edit)
        if sum(made.words == "someone" for made in edits) > 1:
            return []  # "someone, not someone"
        covered.update(n for n in range(len(s.words)) if edit.start <= s.starts[n] < edit.end)
    return edits


def _together(s: Sentence, one: Mention, other: Mention) -> bool:
    """Two that share one verb: "QX and RO asked", "our chair Anwen"."""
    between = s.keys[one.last + 1 : other.first]
    gap = s.text[one.end : other.start]
    if not between:
        return gap.strip() in ("", "/", "&", ",") and not s.owns[one.last]
    return len(between) == 1 and between[0] in JOINS and not gap.strip(" ,").startswith((".", ";"))


def _edit(s: Sentence, group: list[Mention]) -> Edit | None:
    """The edit for one subject, owner or mention; None if there is no honest one."""
    first, last = group[0].first, group[-1].last
    kinds = {m.kind for m in group}
    verb = verb_after(s, last)
    if s.keys[last] == "i" and last + 1 < len(s.words) and s.keys[last + 1] in SPEAKING and s.gap(last) == " ":
        verb = Verb(last + 1, s.keys[last + 1], "speaks", s.keys[last + 1])
    # Take in a title or a post before the name ("our chair Anwen").
    while first and s.before(first) == " " and (
        s.keys[first - 1] in TITLES or s.keys[first - 1] in POSTS or s.keys[first - 1] in POST_PREFIX
        or (s.keys[first - 1] in ("our", "the") and first < group[0].first)
    ) and "affiliation" not in kinds and s.keys[first - 1] not in ("meeting", "group", "new"):  # fmt: skip
        first -= 1
    start, stop = s.starts[first], s.ends[last]
    before = s.keys[first - 1] if first else ""
    if before in NO_SOMEONE or s.gap(last).startswith("/") or s.keys[max(0, first - 2) : first] == ["apart", "from"]:
        return None
    if labels(s, first, last) and not kinds & {"pronoun", "number"}:
        if s.before(first).endswith(("(", "[")):
            return None
        if first and s.keys[0] in LABELLED and s.keys[0] not in ("action", "actions"):
            start = s.starts[0]
        rest = last + 1
        if rest >= len(s.words):
            return None
        end = s.starts[rest]
        while s.text[end - 1] in "\"“'‘(£$€*_[+" and end - 1 > stop:
            end -= 1
        return Edit(start, end, "")
    if s.owns[last]:
        thing = s.keys[last + 1] if last + 1 < len(s.words) else ""
        if before in ("in", "at", "on"):
            return None
        if thing in SAID_THINGS and thing not in FAMILY and thing not in ("mum", "dad", "family", "story"):
            if s.text[s.ends[last] : s.starts[last + 1]] != " ":
                return None
            article = "" if thing.endswith("s") and thing != "apologies" else "an " if thing[0] in "aeiou" else "a "
            if thing == "apologies":
                article = ""
            return Edit(start, s.starts[last + 1], article)
        return None
    if before == "by" and first > 1 and (s.keys[first - 2] in SPOKEN or s.keys[first - 2] in PARTICIPLES):
        if first == 2 or s.before(first - 2).strip() == ",":
            return None  # "led by us, the group"
        return Edit(s.ends[first - 2], stop, "")
    if "affiliation" in kinds:
        return _body_edit(s, group, start, verb)
    if verb is not None and verb.how in ("to", "will", "modal"):
        if "number" in kinds:
            return _uncounted(s, group[0])
        wish = s.keys[verb.at + 1 : verb.at + 2] in (["like"], ["rather"], ["prefer"], ["love"], ["not"])
        wish = wish or verb.form in ("cant", "couldnt", "wouldnt", "wont")
        return Edit(start, stop, "someone" if verb.how == "modal" and wish else VOLUNTEER)
    if verb is not None and not verb.denied and (verb.how == "speaks" or verb.base in THINGS_DONE):
        made = _speech(s, start, verb, last)
        if made:
            return made
    if "number" in kinds:
        return _uncounted(s, group[0])
    if verb is not None and verb.how in ("acts", "is", "speaks") and verb.form not in ("are", "were", "have"):
        subject = s.keys[group[0].first]
        if subject in ("his", "her", "my", "me", "him", "their", "i", "im", "ive"):
            return None
        return Edit(start, stop, "someone") if len(group) == 1 else None
    if before == "from" and first > 1 and s.keys[first - 2] in SAID_THINGS and "(" not in s.before(first - 1):
        return Edit(s.ends[first - 2], stop, "")
    if any(m.owner for m in group) and kinds & {"name", "initials", "role"}:
        return Edit(start, stop, VOLUNTEER)
    return None


def _uncounted(s: Sentence, number: Mention) -> Edit | None:
    """Numbers of people without the number: "two of the nurses" becomes "nurses"."""
    if s.keys[number.first] in ("one", "only", "all", "no", "none", "every"):
        return None
    first = number.last
    while (
        first - 1 > number.first
        and s.keys[first - 1] not in ("of", "the", "our", "us")
        and s.before(first) in (" ", "-")
    ):
        first -= 1
    return Edit(number.start, s.starts[first], "")


def _body_edit(s: Sentence, group: list[Mention], start: int, verb: Verb | None) -> Edit | None:
    """What a body will do becomes what we will ask it; what it said becomes what was said."""
    mention = group[-1]
    if verb is None:
        before = s.keys[mention.first - 1] if mention.first else ""
        if before == "by" and mention.first > 1:
            return Edit(s.ends[mention.first - 2], mention.end, "")
        return None
    if verb.how in ("will", "to") and len(group) == 1:
        body = s.text[mention.start : mention.end]
        words = s.keys[mention.first : mention.last + 1]
        if words[0] in ("the", "our", "a", "an"):
            body = s.words[mention.first].lower() + s.text[s.ends[mention.first] : mention.end]
        elif all(word in BODY_HEADS or word in POST_PREFIX for word in words):
            body = "the " + (body.lower() if len(words) == 1 else body)
        following = verb.at + 1
        negative = s.keys[following : following + 1] == ["not"]
        skip = following + 1 if negative else following
        while skip < len(s.words) and is_adverb(s.keys[skip]) and s.keys[skip] not in BASES:
            skip += 1
        if skip >= len(s.words):
            return None
        return Edit(start, s.starts[skip], f"we will ask {body} {'not to' if negative else 'to'} ")
    if verb.how == "speaks":
        return _speech(s, start, verb, mention.last)
    return None


def _speech(s: Sentence, start: int, verb: Verb, last: int) -> Edit | None:
    """ "Somebody said that…" in words that name nobody."""
    keys, count, base = s.keys, len(s.words), verb.base
    at = verb.at
    adverbs = " ".join(
        s.words[n].lower()
        for n in range(last + 1, at)
        if is_adverb(s.keys[n]) and s.keys[n] not in NO_MANNER
        and s.ends[last] <= s.starts[n]
    )  # fmt: skip
    inner = f"{adverbs} " if adverbs and len(adverbs) < 30 else ""
    done = PARTICIPLE_OF.get(base, "")
    nxt = keys[at + 1] if at + 1 < count and not s.gap(at).strip(" *_,\"“'‘") else ""
    after = at + 1
    if base == "feed" and nxt == "back":
        base, done = "report", "reported"
        at, after = at + 1, at + 2
        nxt = keys[after] if after < count else ""
    if base == "report" and nxt == "back":
        at, after = at + 1, at + 2
        nxt = keys[after] if after < count else ""
    if base == "point":
        if nxt != "out":
            return None
        at, after, done = at + 1, at + 2, "pointed out"
        nxt = keys[after] if after < count else ""
    if base == "put":
        return None
    end_of_verb = s.ends[at]
    if nxt == "" and s.gap(at).strip().startswith((":", "-", "–", "—")) and after < count:
        return Edit(start, end_of_verb, f"it was {inner}{done}") if base in THAT or base in ASKING else None
    rest = s.text[s.starts[after] :] if after < count else ""
    # ... said she would bring the key
    if base in THAT or base in TOLD:
        spot = after + 1 if nxt == "that" else after
        if keys[spot : spot + 1] in (["he"], ["she"], ["they"], ["i"]) and keys[spot + 1 : spot + 2] in (
            ["would"],
            ["will"],
        ):
            if spot + 2 < count and keys[spot + 2] in BASES and keys[spot + 2] not in ("be", "have"):
                return Edit(start, s.starts[spot + 2], "someone offered to ")
            return None
    if base in TOLD and nxt == "that" and base not in THAT:
        return Edit(start, end_of_verb, TOLD[base][0].lower() + TOLD[base][1:])
    if base in TOLD and nxt in LISTENERS:
        spot = after
        while spot < count and keys[spot] in LISTENERS:
            spot += 1
        if spot < count and keys[spot] in ("that", "about", "of", "on"):
            if keys[spot] == "that":
                return Edit(start, s.ends[spot - 1], TOLD[base][0].lower() + TOLD[base][1:])
            return Edit(start, s.ends[spot - 1], "there was a reminder" if base == "remind" else "there was an update")
        return None
    if base in THAT and nxt == "that":
        return Edit(start, end_of_verb, f"it was {inner}{done}")
    if base in ASKING:
        if nxt in WHETHER:
            return Edit(start, end_of_verb, f"it was {inner}{'asked' if base != 'wonder' else 'wondered'}")
        if nxt == "about":
            return Edit(start, end_of_verb, "there was a question")
        if nxt == "for" and base == "ask":
            return Edit(start, end_of_verb, "there was a request")
        if base == "ask" and nxt in ("a", "the") and keys[after + 1 : after + 2] == ["question"]:
            return Edit(start, s.ends[after + 1], "there was a question")
        if base == "ask":
            for spot in range(after + 1, min(after + 6, count)):
                if keys[spot] == "to" and keys[spot + 1 : spot + 2] and keys[spot + 1] in BASES:
                    return Edit(start, end_of_verb, "there was a request for")
            return None
    if base in ("offer", "volunteer", "promise", "pledge", "undertake") and nxt == "to":
        return Edit(start, end_of_verb, f"someone {inner}{verb.form if verb.form in ACTS else 'offered'}")
    if base == "agree":
        if nxt == "to":
            return Edit(start, end_of_verb, f"it was {inner}agreed")
        if nxt == "" or nxt == "with":
            return Edit(start, end_of_verb, "there was agreement")
    if base in ("thank", "welcome") and nxt and not _goes_on(s, after):
        if base == "thank":
            return Edit(start, end_of_verb, "thanks were given to")
        if nxt in ("everyone", "everybody"):
            return Edit(start, s.ends[after], f"{nxt} was welcomed")
    if base in ("speak", "talk") and nxt in ("about", "on") and not _goes_on(s, after):
        return Edit(start, end_of_verb, "the group heard")
    if base in ABOUT and not _goes_on(s, after) and nxt in ("about", "of", "for", "to", "on", "with", "at", "against"):
        return Edit(start, end_of_verb, f"there was {ABOUT[base]}")
    if nxt in NOT_CLAUSE or not rest:
        return None
    if base in THINGS_DONE and nxt in WHETHER:
        return Edit(start, end_of_verb, f"it was {inner}{done}")
    if (
        base in THAT
        and (base in CLAUSE_WITHOUT_THAT or _is_clause(s, after))
        and nxt not in ("to", "about", "on", "of")
    ):
        if count - after < 3:
            return None
        return Edit(start, end_of_verb, f"it was {inner}{done} that")
    if base in THINGS_DONE and nxt in WHETHER:
        return Edit(start, end_of_verb, f"it was {inner}{done}")
    if _goes_on(s, after):
        return None  # "welcomed everybody and read the rules": a second verb would lose its subject
    if base in ("suggest", "propose", "recommend"):
        if nxt.endswith("ing"):
            return Edit(
                start,
                end_of_verb,
                {"propose": "a proposal was", "suggest": "a suggestion was"}.get(base, "a recommendation was"),
            )
    if base in THINGS_DONE:
        made = _passive(s, start, after, done, inner)
        if made:
            return made
    if base in NOUN_FOR and nxt not in ("to", "that", "it", "me", *LISTENERS):
        return Edit(start, end_of_verb, f"there was {NOUN_FOR[base]}")
    return None


def _is_clause(s: Sentence, at: int) -> bool:
    """What follows has a verb of its own soon: "the form is often lost"."""
    if s.keys[at] in ("it", "there", "they", "we", "you", "people", "this", "these", "nobody", "everybody"):
        return True
    for spot in range(at + 1, min(at + 9, len(s.words))):
        if s.keys[spot] in BASES and s.keys[spot - 1] in PLURALS and s.before(spot) == " ":
            return True
        if s.before(spot).strip(" '\"“‘-"):
            return False
        if s.keys[spot] in FINITE:
            return True
        if s.keys[spot] in ("that", "which", "who", "because", "if", "when"):
            return False
    return False


def _goes_on(s: Sentence, at: int) -> bool:
    """The same subject has a second verb further on: "and explained", "then read"."""
    for spot in range(at + 1, len(s.words)):
        if s.keys[spot - 1] in ("and", "but", "then") and s.keys[spot] in ACTS and s.keys[spot].endswith(("ed", "s")):
            return True
        if s.keys[spot - 1] == "and" and s.keys[spot] in ACTS and s.keys[spot] not in BASES:
            return True
        if s.keys[spot - 1] == "and" and is_adverb(s.keys[spot]) and s.keys[spot + 1 : spot + 2]:
            if s.keys[spot + 1] in ACTS and s.keys[spot + 1] not in BASES:
                return True
    return False


def _passive(s: Sentence, start: int, at: int, done: str, inner: str) -> Edit | None:
    """ "raised concerns about parking" becomes "concerns were raised about parking"."""
    count = len(s.words)
    while at < count and s.keys[at] in ("us", "everyone", "everybody"):
        at += 1
    if s.keys[at : at + 2] in (["the", "group"], ["the", "meeting"], ["the", "committee"]) and at + 2 < count:
        if s.keys[at + 2] in ("a", "an", "the"):
            at += 2
    last = at
    while last + 1 < count and s.keys[last + 1] not in SPLIT and not s.gap(last).strip(" '\"“”‘-") and last - at < 9:
        last += 1
    if at >= count or last - at >= 9 or s.keys[at] in SPLIT or s.keys[at] in ("it", "this", "them", "that"):
        return None
    if any(s.keys[n] in FINITE or s.keys[n] in SOMEBODY or s.keys[n] in PLURALS for n in range(at, last + 1)):
        return None
    head = last
    for n in range(at, last + 1):
        if s.keys[n] == "of" and n > at:
            head = n - 1
            break
    noun = s.keys[head]
    plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is", "news")) and s.keys[at] not in ("a", "an")
    things = s.text[s.starts[at] : s.ends[last]]
    things = things[0].lower() + things[1:] if not s.words[at].isupper() else things
    return Edit(start, s.ends[last], f"{things} {'were' if plural else 'was'} {inner}{done}")
