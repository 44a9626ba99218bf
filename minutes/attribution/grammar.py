"""Small questions about what stands beside a word: does a verb of speaking follow, is somebody given a task here."""

import re
from dataclasses import dataclass

from .sentences import Sentence
from .vocabulary import (
    ACTING,
    ACTS,
    AGENTIVE,
    BASES,
    BETWEEN,
    DETERMINERS,
    HAVE_BE,
    MODALS,
    PARTICIPLES,
    SAID_THINGS,
    SPEAKING,
    SPEAKING_ING,
    SPEAKS,
    SPOKEN,
    STATES,
    VOICED,
)

BREAK = re.compile(r"[.;:!?\n]|\s[-–—]|[-–—]\s|[–—]")
LABEL = re.compile(r"^[*_\])]*\s?(?::|>|[-–—](?=\s)|\s[-–—]|[–—])[*_]*\s?")
DENIED = {"not": "", "never": "", "didnt": "did", "doesnt": "does", "dont": "do", "hasnt": "has", "hadnt": "had"}
ADVERBIALS = [
    phrase.split()
    for phrase in (
        "in particular,in turn,in general,in short,for one,for example,for instance,as ever,as usual,as always,"
        "as well,of course,at first,at last,once again,once more,on balance,too then,by contrast"
    ).split(",")
]
JOINS = frozenset({"and", "plus", "or"})


@dataclass(slots=True)
class Verb:
    """A verb that belongs to a subject: where it stands, its base, and how it is used."""

    at: int  # index of the word
    base: str
    how: str  # "speaks", "acts", "will", "to", "going" or "is"
    form: str
    helped: str = ""  # the helping verb before it: has, had, did
    denied: bool = False  # did not, has never


def is_adverb(word: str) -> bool:
    """A word that may stand between a subject and its verb."""
    return word in BETWEEN or (word.endswith("ly") and len(word) > 4 and word not in ("reply", "apply", "supply"))


def verb_after(s: Sentence, last: int) -> Verb | None:
    """The verb whose subject ends with word `last`, if one follows directly, after a bracket or after a few adverbs."""
    at, count = last, len(s.words)
    gap = s.gap(at)
    if "(" in gap or "[" in gap:  # Mr Lowe (Wendle Mills) said
        for ahead in range(at + 1, min(at + 8, count)):
            if ")" in s.gap(ahead) or "]" in s.gap(ahead):
                at = ahead
                gap = s.gap(at).replace(")", "", 1).replace("]", "", 1)
                break
        else:
            return None
    elif gap.strip() == ",":  # Priya, the treasurer, said
        for ahead in range(at + 1, min(at + 7, count)):
            if s.gap(ahead).strip() == ",":
                at, gap = ahead, ""
                break
    helped, denied = "", False
    for _ in range(7):
        if BREAK.search(gap) or at + 1 >= count:
            return None
        word = s.keys[at + 1]
        if gap.strip(" *_,\"'“”") and not gap.strip(" *_,\"'“”()"):
            return None
        if word in DENIED:
            denied, helped = True, DENIED[word] or helped
        else:
            verb = _verb(s, at + 1, word, helped)
            if verb:
                verb.denied = denied
                return verb
            if word in ("has", "have", "had", "did", "does", "do", "been"):
                helped = word
            elif s.keys[at + 1 : at + 3] in ADVERBIALS:
                at += 1
            elif not is_adverb(word):
                return None
        at += 1
        gap = s.gap(at).replace(",", "", 1)
    return None


def _verb(s: Sentence, at: int, word: str, helped: str) -> Verb | None:
    following = s.keys[at + 1] if at + 1 < len(s.words) else ""
    if word in ("did", "does", "do") and (following in BASES or following in DENIED):
        return None  # a helping verb: "she did add"
    if helped in ("has", "have", "had", "been"):
        if word in SPOKEN:
            return Verb(at, SPOKEN[word], "speaks", word, helped)
        if word in PARTICIPLES or (word.endswith("ed") and len(word) > 4):
            return Verb(at, PARTICIPLES.get(word, ""), "acts", word, helped)
        if word in ACTING:
            return Verb(at, ACTING[word], "going", word, helped)
        return None
    if helped in ("did", "does", "do") and word in BASES | AGENTIVE:
        return Verb(at, word, "speaks" if word in SPEAKING else "acts", word, helped)
    if following in MODALS | HAVE_BE and word in PARTICIPLES and word.endswith("ed") and s.gap(at) == " ":
        return _verb(s, at + 1, following, "")  # the form proposed would be longer
    if following == "by" and word in PARTICIPLES and at + 2 < len(s.words):
        if s.capital(at + 2) or s.keys[at + 2] in DETERMINERS:
            return None  # the form offered by the clinic
    if word in SPEAKS:
        return Verb(at, SPEAKS[word], "speaks", word)
    if word in ("will", "shall") and following and following != "be":
        return Verb(at, "will", "will", word)
    if word == "to" and (following in BASES or following in AGENTIVE or _unlisted_task(s, at + 1)):
        return Verb(at, "to", "to", word)
    if word in ("has", "had", "have") and (following in PARTICIPLES or following in BETWEEN | DENIED.keys() | STATES):
        return None  # taken up as a helping verb
    if word in MODALS:
        return Verb(at, word, "modal", word)
    if word in ACTS:
        return Verb(at, ACTS[word], "acts", word)
    if word in SPEAKING_ING:
        return Verb(at, SPEAKING_ING[word], "speaks", word)
    if word in ACTING:
        return Verb(at, ACTING[word], "going", word)
    if word in HAVE_BE:
        return Verb(at, word, "is", word)
    if word.endswith("ed") and len(word) > 4 or word in BACK_AND_UP or word in STRONG_PASTS:
        return Verb(at, word[:-2], "acts", word)
    return None


def _unlisted_task(s: Sentence, at: int) -> bool:
    """ "To bleed the radiators": a small word between "to" and an article is a verb, whichever it is."""
    if at + 1 >= len(s.words) or s.gap(at) != " " or s.capital(at) or not s.keys[at].isalpha():
        return False
    return s.keys[at + 1] in ("the", "a", "an") and not (
        s.keys[at] in DETERMINERS or s.keys[at] in PREPOSITIONS or s.keys[at].endswith(("s", "ing"))
    )


def speaks(verb: Verb | None) -> bool:
    """A verb of speaking or thinking."""
    return verb is not None and verb.how == "speaks"


# A verb and the small word that makes it one of manner: "pushed back", "owned up", "spoke up", "took it on".
BACK_AND_UP = {
    "pushed": "back", "owned": "up", "dialled": "in", "dialed": "in", "logged": "on", "spoke": "up", "stood": "firm",
    "dug": "in", "held": "firm", "backed": "down", "stepped": "in", "weighed": "in", "cut": "in", "broke": "in",
    "piped": "up", "phoned": "in", "joined": "by", "warmed": "to", "leaned": "in", "chipped": "in", "came": "armed",
    "passed": "round", "wrapped": "up", "handed": "round", "swore": "by", "summed": "up", "kicked": "off",
    "push": "back", "opened": "up", "welled": "up", "looked": "at", "pitched": "in", "pinned": "up",
}  # fmt: skip
# Pasts without -ed of verbs that are not listed elsewhere.
STRONG_PASTS = frozenset(
    """
    dealt stuck swept spent lent bent fought caught sought threw blew sank drank woke hung flung dug bit hid slid shook
    fell wore tore rose strode crept leapt clung stole chose froze
    """.split()
)
TABLED = frozenset(
    """
    tabled sketched winced laughed smiled nodded shrugged sighed grinned frowned blushed chuckled conceded baulked
    dialled dialed wept cried hesitated applauded clapped beamed flinched squirmed coughed
    """.split()
)
APPEARED = frozenset("looked looks seemed seems sounded sounds felt feels appeared".split())


def reacts(s: Sentence, verb: Verb) -> bool:
    """The verb tells what somebody did at the table: nodded, tabled a paper, pushed back, looked doubtful."""
    if verb.form in TABLED:
        return True
    rest = s.keys[verb.at + 1 : verb.at + 5]
    if verb.form in APPEARED and any(word in MINDS for word in rest[:3]):
        return True
    if verb.form in BACK_AND_UP and rest[:1] == [BACK_AND_UP[verb.form]]:
        return True
    if verb.form in ("was", "were") and (
        rest[:2] == ["at", "pains"] or (rest[:2] == ["there", "to"] and rest[2:3] != ["begin"])
    ):
        return True
    if verb.form == "came" and rest[:1] == ["with"] and rest[1:2] in (["figures"], ["slides"], ["photographs"]):
        return True
    if verb.form in ("took", "taken") and rest[:3] == ["it", "on", "board"]:
        return True
    if verb.form == "took" and (rest[:2] in (["the", "point"], ["the", "criticism"]) or rest[:1] in (["this"], ["it"])):
        return "point" in rest or "criticism" in rest or not {"away", "on", "back", "up", "well"}.isdisjoint(rest)
    if verb.how in ("modal", "will"):
        return rest[:1] in (["not"], ["never"]) and rest[1:2] in (["budge"], ["say"], ["commit"], ["be"]) and (
            rest[1] != "be" or rest[2:3] in (["drawn"], ["moved"], ["rushed"], ["persuaded"], ["pushed"])
        )  # fmt: skip
    face = {"his", "her", "their", "its"} & set(rest[:2])
    return bool(face) and not {
        "teeth",
        "head",
        "eyes",
        "eyebrow",
        "shoulders",
        "hand",
        "hands",
        "lip",
        "throat",
    }.isdisjoint(rest)


# What somebody is made or found by others, not by how they are: "was elected", "is needed".
MADE = frozenset(
    """
    elected reelected appointed nominated chosen vacant needed wanted held filled paid advertised shared replaced
    named known called required new open free
    """.split()
)
STANDS = frozenset("favour agreement doubt tears touch two shock support".split())


def stance(s: Sentence, verb: Verb) -> bool:
    """The verb goes on to say how somebody felt or stood: "was blunt", "is not sure", "was in favour"."""
    if verb.form not in ("was", "were", "is", "are", "wasnt", "werent", "isnt", "arent"):
        return False
    at = verb.at + 1
    while at < len(s.words) and (s.keys[at] in DENIED or is_adverb(s.keys[at])):
        at += 1
    if at >= len(s.words) or s.gap(verb.at).strip():
        return False
    word, following = s.keys[at], s.keys[at + 1 : at + 2]
    if word in STATES:
        return word not in MADE or verb.form in ("was", "were")
    if verb.form in ("is", "are", "isnt", "arent") or word in MADE or word in DETERMINERS or word in PARTICIPLES:
        return False
    if word == "in":
        return bool(following) and (following[0] in STANDS or s.keys[at + 1 : at + 3] == ["the", "chair"])
    if word == "of":
        return s.keys[at + 2 : at + 3] in (["view"], ["opinion"], ["impression"])
    return word.isalpha() and word not in PREPOSITIONS and not s.capital(at)


DEGREES = frozenset(
    "less more not still quite rather very far from than none too never also all no longer so entirely".split()
)
# How people are and nothing else is; "open", "late" and "clear" are said of doors, buses and skies as well.
MOODS = STATES - frozenset(
    """
    open firm clear away late present absent ready able unable free certain aware asked invited requested tasked
    elected reelected appointed nominated authorised authorized instructed thanked reminded congratulated sure cross
    """.split()
)


STOOD = tuple(
    phrase.split()
    for phrase in (
        "at odds,in favour,in two,of two,on board,up for,all for,dead against,"
        "on hand,on leave,on holiday,in tears,off sick,fed up"
    ).split(",")
)


MINDS = MOODS - {"tired", "cheerful", "sad", "confused", "tearful"}  # rooms look tired, wards cheerful


def verbless(s: Sentence, last: int) -> bool:
    """How somebody was, told without a verb as notes do: "QX less sure", "bursar unmoved", "host none too happy"."""
    at = last + 1
    if at >= len(s.words) or s.gap(last) != " ":
        return False
    while at < len(s.words) and at < last + 5 and (s.keys[at] in DEGREES or s.keys[at].endswith("ly")):
        at += 1
    if at >= len(s.words) or s.capital(at):
        return False
    word, graded = s.keys[at], at > last + 1
    if s.keys[at : at + 2] in STOOD:
        return True
    after = s.keys[at + 1] if at + 1 < len(s.words) and s.gap(at) == " " else ""
    goes_on = not after or after in PREPOSITIONS or after in ("of", "if")
    return goes_on and (word in STATES if graded else word in MOODS)


PREPOSITIONS = frozenset(
    "at on by to from for with about into over under near off out up down as behind before after until since there here"
    " because so that what who when where why how and or but nor than".split()
)
# "At the suggestion of", "on behalf of".
SUGGESTED = frozenset(
    "suggestion request proposal view opinion invitation initiative insistence behalf words advice".split()
)
HEARD = frozenset("heard hear learned learnt understand understood".split())


INVERTED = STATES | frozenset("keen happy present there here last first next left convinced sold moved".split())
STANDPOINTS = frozenset("against for favour abstaining undecided unsure unconvinced dissenting absent unmoved".split())


def turned_round(s: Sentence, begin: int, last: int) -> bool:
    """Somebody stands behind the verb: "Least keen was the clerk", "Also present: our vicar", "Against, the chair"."""
    if (
        not 1 < begin + 1
        or begin > 8
        or (last + 1 < len(s.words) and not s.gap(last).strip() and not _joined_on(s, last))
    ):
        return False
    before, earlier = s.keys[begin - 1] if begin else "", s.keys[: max(0, begin - 1)]
    if before in ("was", "were") and s.before(begin) == " ":
        if earlier[:1] == ["to"] or "to" in earlier and earlier[-1] in BASES:
            return earlier[0] in ("last", "first", "next", "quick", "slow", "least")  # last to speak was
        if earlier and earlier[0] in ("least", "most", "more", "less", "also", "equally", "not", "so", "last", "first"):
            return any(word in INVERTED for word in earlier[:4])
        return bool(earlier) and len(earlier) < 4 and earlier[0] in MOODS
    if 0 < begin < 4 and s.before(begin).strip() in (":", ",") and before in STANDPOINTS:
        return before != "for" or begin == 1
    return False


def _joined_on(s: Sentence, last: int) -> bool:
    return s.keys[last + 1] in ("and", "who", "with", "on", "at", "in", "but")


# Where somebody sits who is at the meeting.
THERE = tuple(
    phrase.split()
    for phrase in (
        "present,in the room,in the group,in our group,at the meeting,in attendance,"
        "at the table,round the table,among us,with us,on the call,on zoom,"
        "in the front row,by the door,by the window,in the corner,at the back of the room,on screen"
    ).split(",")
)


def is_there(s: Sentence, last: int) -> bool:
    """The words after `last` say that whoever they are was at the meeting: "present", "in the room"."""
    if last + 1 >= len(s.words) or s.gap(last).strip(" ,"):
        return False
    return any(s.keys[last + 1 : last + 1 + len(phrase)] == phrase for phrase in THERE)


def source(s: Sentence, begin: int) -> bool:
    """What stands before word `begin` makes it the one who said or did something: "suggested by", "heard from"."""
    if begin == 0 or s.before(begin).strip(" *_"):
        return False
    before, earlier = s.keys[begin - 1], s.keys[begin - 2] if begin > 1 else ""
    if before == "by":
        if earlier in SMALL and begin > 2:  # put forward by, handed out by
            earlier = s.keys[begin - 3]
        return earlier in SPOKEN or earlier in PARTICIPLES
    if before == "from":
        return earlier in SAID_THINGS or earlier in HEARD or voiced_before(s, begin)
    if before == "via":
        return voiced_before(s, begin)
    if before == "to":
        if earlier in GIVEN_TO:
            return begin > 2 and s.keys[begin - 3] in ("was", "were", "is", "been")
        return earlier in ("according", "fell") or (earlier in ("answer", "reply", "response") and begin < 5)
    if before == "with" and earlier in ("rests", "rested", "lies"):
        return True
    if before == "with" and earlier in GIVEN_TO:
        return begin > 2 and s.keys[begin - 3] in ("was", "were", "is", "been")
    if before == "of":
        return earlier in SUGGESTED or (earlier == "hands" and "in" in s.keys[max(0, begin - 5) : begin])
    return before in ("as", "for") and earlier in ("speaking", "talking")


# What follows a name of somebody and never the name of a sort of thing.
NO_THING = SAID_THINGS | VOICED | frozenset(
    """
    who whose which that and or nor but to at on in from with of for by as if so than then when while where because
    family household lot he she they it we you i himself herself present included aside apart alone nobody everybody
    somebody anybody everyone someone anyone people everything nothing all both neither more most some
    """.split()
)  # fmt: skip


def sort_of_thing(s: Sentence, last: int) -> bool:
    """Word `last` only says which: "Kit bags were left", "Park café is open", "head teacher posts are empty".

    After a subject comes its verb. A plain noun that has a verb of its own is the subject itself.
    """
    at = last + 1
    if at + 1 >= len(s.words) or s.owns[last] or s.gap(last) != " " or s.gap(at) != " " or s.owns[at]:
        return False
    thing, following = s.keys[at], s.keys[at + 1]
    if s.capital(at) or not thing.isalpha() or len(thing) < 3 or thing in NO_THING or is_adverb(thing):
        return False
    if (
        thing in HAVE_BE
        or thing in MODALS
        or thing in DENIED
        or thing in DETERMINERS
        or thing in STATES
        or thing in PREPOSITIONS
    ):
        return False
    if thing.endswith("s") and not thing.endswith("ss"):
        return following in MANY_DO or following in MODALS or following in BASES and following not in THINGS_TOO
    if thing in ACTING and following.endswith("s") and following in ACTS:
        return True  # Carol singing starts at six
    if thing in ACTS or thing in SPEAKS or thing in PARTICIPLES or thing in ACTING or thing.endswith("ed"):
        return False
    return following in HAVE_BE or following in MODALS


# What many do; after one of them the word before is no verb: "visits are", "meetings were".
MANY_DO = frozenset("are were have arent werent need cost stop start begin end finish happen run".split())
# Forms of verbs that are nouns as often: "posts letters", "visits work places".
THINGS_TOO = (
    SAID_THINGS | VOICED | frozenset("work plan post letter book email notes tea cake print paint visit".split())
)


SMALL = frozenset("forward out in up round on over down back off".split())
# What is passed to somebody who is there to take it: "was handed to the bursar".
GIVEN_TO = frozenset("left entrusted referred delegated handed given granted assigned remitted passed".split())


def voiced_before(s: Sentence, begin: int) -> bool:
    """Something that only people have, a plea or a sigh, comes "from" here: "a promise came from"."""
    for back in range(begin - 2, max(begin - 9, -1), -1):
        if s.keys[back] in VOICED or s.keys[back] in SPEAKING_ING or s.keys[back] in ("breath", "note"):
            return not s.gap(back).strip(" ,") or back == begin - 2
        if s.gap(back).strip(" "):
            return False
    return False


def labels(s: Sentence, first: int, last: int) -> bool:
    """Words `first` to `last` stand at the start as a label: "QX: more chairs", "QX - more chairs"."""
    lead = s.text[s.start : s.starts[first]]
    if first and s.keys[0] not in LABELLED:
        return False
    if not first and lead.strip(' *_[(#"“>'):
        return False
    gap = s.gap(last)
    if last + 1 >= len(s.words):
        return gap.strip(" *_])").startswith(":")
    return bool(LABEL.match(gap)) and not s.owns[last]


# What may stand before somebody who is the label of a line: "From the chair: ...".
LABELLED = frozenset("action actions update comment question answer from note view reply point idea via per".split())
OWNER_WORDS = frozenset(
    "action actions who owner owners lead leads leader by responsible responsibility assigned actioned actionee via see"
    " courtesy contact person".split()
)


def owner_mark(s: Sentence, first: int, last: int) -> bool:
    """Words `first` to `last` stand where the owner of a task stands: after "Action:", or alone at the very end."""
    before = s.before(first)
    tail = s.tail > s.ends[last]
    if first:
        cue = s.keys[first - 1]
        if ":" in before and cue in OWNER_WORDS:
            return True
        if cue == "by" and first > 1 and s.keys[first - 2] in ("actioned", "led", "done", "owned", "taken"):
            return True
        if cue in ("courtesy", "of") and "courtesy" in s.keys[max(0, first - 2) : first]:
            return True
        if not tail and re.search(r"(?:->|=>|→)\s*$", before):
            return True
        if not tail and (re.search(r"[-–—(\[:|/→>]\s*[*_]*$", before)) and first > 1:
            return True
    return False
