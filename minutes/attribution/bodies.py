"""Organisations that act at the meeting (RC2), and those who speak for them.

A body at the table does what is done in a room: it feels, explains, offers. A body outside writes, replies, publishes,
opens and closes things; so does one that "did not explain".
"""

from .grammar import (
    STOOD,
    Verb,
    is_adverb,
    is_there,
    labels,
    reacts,
    source,
    speaks,
    stance,
    verb_after,
    verbless,
    voiced_before,
)
from .mentions import Mention
from .posts import OF_STATE, REPORTS, RETOLD, dated, modifies, outside
from .roster import Index
from .sentences import Sentence
from .vocabulary import (
    ACTING_BODIES,
    AGENTIVE,
    BASES,
    BODY_HEADS,
    DETERMINERS,
    GIVEN_NAMES,
    IN_THE_ROOM,
    MONTH_NAMES,
    OWN_BODIES,
    PARTICIPLES,
    PAST_OF,
    PLURALS,
    POST_PREFIX,
    POSTS,
    SPEAKS,
    SPOKEN,
    STAFF,
    STATES,
    TITLES,
    TOWNS,
    TRADES,
    VOICED,
)
from .wordnames import begins

# What a body is only through somebody who speaks for it.
FEELING = frozenset("happy keen willing pleased sorry worried concerned glad grateful disappointed hopeful".split())
NAMED_FIRST = frozenset({"healthwatch", "university", "nhs"})
# Bodies whose name the group itself often bears; without a roster they are the group, not a guest.
OFTEN_OURSELVES = frozenset(
    "council board authority school church partnership federation association society union hub centre company network"
    " department directorate service services agency".split()
)
NOT_OURSELVES = frozenset("ambulance police fire health housing".split())
SPEAKERS_FOR = frozenset(
    """
    officer officers colleague colleagues rep reps representative representatives manager managers worker workers
    nurse nurses director directors lead leads commissioner commissioners spokesperson spokesman spokeswoman
    consultant consultants doctor doctors midwife midwives planner planners engineer engineers pharmacist adviser
    advisor delegate delegates clinician clinicians employee employees researcher researchers official officials
    councillor chair secretary ceo boss bosses staff side team lot friends people liaison man woman lady chap
    """.split()
)
TAKES_PART = frozenset(
    "attended came joined visited arrived spoke presented took left stayed gave brought answered seemed sounded sat"
    " listened watched".split()
)
FROM = frozenset("from of at for with in".split())
# What the label of a line may call what a body says: "Hospice view: ...".
VIEWS = frozenset("view views rep position perspective response side line comment comments input answer".split())
THINGS_SAID = frozenset(
    "view suggestion concern concerns offer point question apology opinion request presentation proposal".split()
)
LISTENING = frozenset("group meeting members everyone everybody committee forum".split())
NEAR = frozenset("colleague colleagues friend friends".split())
PASSING = frozenset("be have need become benefit remain cost".split())
# What a body does out in the world, for all to see; an action from a meeting is of another kind.
WORLDLY = frozenset("open close start stop finish build charge pay hold keep run clear".split())
DENIED_HERE = frozenset("agree think feel accept want know".split())


def bodies_in(s: Sentence, index: Index, taken: set[int]) -> list[Mention]:
    """Bodies of a sentence that speak, act or are given a task, and those who speak for them."""
    found = colleagues_in(s, taken) + through_in(s, taken) + _by_first_word(s, index, taken)
    for mention in found:
        taken.update(range(mention.first, mention.last + 1))
    if s.keyset.isdisjoint(BODY_HEADS) and s.keyset.isdisjoint(index.body_lengths):
        return found
    at, count = 0, len(s.words)
    while at < count:
        first, last, known = _body_at(s, at, index)
        if last < at:
            at += 1
            continue
        if not taken.isdisjoint(range(first, last + 1)):
            at = last + 1
            continue
        mention = _body(s, first, last, known)
        if mention:
            found.append(mention)
            at = mention.last + 1
        else:
            at = last + 1
    return found


def _body_at(s: Sentence, at: int, index: Index) -> tuple[int, int, bool]:
    """A body whose name starts at word `at`: its first and last word (last < at: none), and is it the roster's."""
    keys = s.keys
    for size in index.body_lengths.get(keys[at], ()):
        words = tuple(keys[at : at + size])
        entry = index.bodies.get(words)
        if entry is not None and len(words) == size:
            lower = s.words[at][0].islower()
            if entry.is_word and lower and keys[at] not in index.body_heads:
                continue
            return at, at + size - 1, True
    head = keys[at]
    if head in BODY_HEADS:
        first = at
        while first and at - first < 4:
            before = keys[first - 1]
            if s.before(first) not in (" ", "-", "' ") or s.owns[first - 1]:
                break
            if before in ("the", "our", "a", "an", "their", "this"):
                break
            if not (s.capital(first - 1) or before in POST_PREFIX or before in BODY_HEADS):
                break
            if first - 1 == 0 and before in ("so", "and", "but", "then", "if", "when", "that", "as"):
                break
            first -= 1
        if first == at and at > 1 and not s.capital(at) and keys[at - 2] in ("the", "our") and s.before(at) == " ":
            # the water company, our bus company: one word in small letters says which
            if (
                s.before(at - 1) == " "
                and modifies(keys[at - 1])
                and keys[at - 1] not in NOT_ONE
                and not s.owns[at - 1]
            ):
                first = at - 1
        last = at
        if s.capital(at) and head in NAMED_FIRST:  # Healthwatch Wendle
            while last + 1 < len(keys) and s.gap(last) == " " and s.capital(last + 1) and last - at < 3:
                last += 1
        other = any(s.capital(n) and n for n in range(first, at)) or (first < at and s.words[first].isupper())
        return first, last, head in index.body_heads and not other
    return at, at - 1, False


def _body(s: Sentence, first: int, last: int, known: bool) -> Mention | None:
    keys, count = s.keys, len(s.words)
    head = keys[last]
    determiner = keys[first - 1] if first and s.before(first) == " " and keys[first - 1] in DETERMINERS else ""
    begin = first - 1 if determiner in ("the", "our", "a", "an", "one") else first
    own = head in OWN_BODIES and not known and NOT_OURSELVES.isdisjoint(keys[first:last])
    before = keys[begin - 1] if begin else ""
    named = known and not (first == last and head in BODY_HEADS)
    if own:
        return None
    of_somebody = before in FROM and begin > 1 and keys[begin - 2] in STAFF
    bare = determiner not in ("the", "our", "a", "an")
    if first == last and head in BODY_HEADS and bare and not known and not of_somebody:
        if not (s.capital(first) and begins(s, first)) and not _staff_after(s, last):
            return None

    def mention(stop: int, why: str = "affiliation", owner: bool = False, start: int | None = None) -> Mention:
        start = begin if start is None else start
        verb = verb_after(s, stop)
        return Mention(
            start, stop, s.starts[start], s.ends[stop], "affiliation", frozenset(), verb, owner, why, "RC2", "block"
        )

    # Somebody who speaks for the body: "a council officer", "the trust's representative", "our hospice colleagues".
    staff = _staff_after(s, last)
    if staff and keys[staff] == "secretary" and s.capital(staff) and head in OF_STATE:
        return None
    if staff:
        verb = verb_after(s, staff)
        presence = verb is not None and (
            _in_room(s, verb, STATES) or verb.how in ("will", "to") and keys[verb.at + 1 : verb.at + 2] != ["be"]
        )
        presence = presence or is_there(s, staff)
        if presence and not outside(s) and determiner not in ("every", "each", "any") and before not in RETOLD:
            return mention(staff)
        if keys[staff] in NEAR and determiner == "our":
            return mention(staff)
        if labels(s, begin, staff) and ":" in s.gap(staff) and count - staff > 3:
            return mention(staff)
        if source(s, begin) and before == "by" and keys[begin - 2] in SPOKEN and not outside(s):
            return mention(staff)
        return None
    # Colleagues from the hospice, somebody from the council.
    if before in FROM and begin > 1 and s.before(begin) == " " and keys[begin - 2] in STAFF:
        person = begin - 2
        opening = person - 1 if person and keys[person - 1] in DETERMINERS else person
        verb = verb_after(s, last)
        strong_word = keys[person] in SPEAKERS_FOR and keys[person] not in ("staff",)
        presence = verb is not None and (
            _in_room(s, verb, None if before == "from" and keys[person] != "staff" else STATES)
            or (strong_word and verb.how in ("will", "to"))
        )
        presence = presence or is_there(s, last)
        if keys[person] in NEAR and keys[opening] in ("our", "the"):
            presence = presence or not outside(s)
        if opening > 1 and keys[opening - 1] == "by" and keys[opening - 2] in SPOKEN:
            presence = True
        if presence and not outside(s) and (opening == 0 or keys[opening - 1] not in RETOLD):
            return mention(last, start=opening)
        return None
    earlier = keys[begin - 2] if begin > 1 else ""
    verb = verb_after(s, last)
    if earlier in ("works", "worked", "working") and before in FROM and verb is not None and verb.how == "speaks":
        if verb.form == PAST_OF.get(verb.base) and not outside(s):
            return mention(last, start=max(0, begin - 4) if keys[begin - 3] == "who" else begin)
    beg = before in ("from", "via") and not BEGGED.isdisjoint(keys[max(0, begin - 4) : begin])
    if beg and determiner in ("the", "our") and not outside(s):
        return mention(last)
    apart = known or determiner in ("the", "our") or (last > first and s.capital(first) and s.capital(last))
    if apart and not s.owns[last] and before not in RETOLD and before != "of" and not outside(s):
        if verb is not None and reacts(s, verb) and not dated(s, verb):
            return mention(last)
        if is_there(s, last) or verbless(s, last):
            return mention(last)
    if before == "from" and begin == 1 and s.gap(last).startswith(":"):
        return mention(last)  # From the college: ...
    if before == "for" and begin == 1 and named and s.gap(last) == ", " and not outside(s):
        return mention(last)  # For Larchmere, money is the problem
    if named and not s.owns[last] and s.gap(last) == " " and keys[last + 1 : last + 2] and before not in RETOLD:
        if keys[last + 1] in ("want", "hope", "think", "feel", "say", "reckon", "wonder") and not outside(s):
            return mention(last)
    if labels(s, begin, last) and ":" in s.gap(last) and keys[last + 1 : last + 2] and keys[last + 1] in FEELING:
        return mention(last)
    if known and source(s, begin) and before != "as" and voiced_before(s, begin) and not outside(s):
        return mention(last)
    if before == "by" and apart and earlier in PARTICIPLES and not VOICED.isdisjoint(keys[max(0, begin - 6) : begin]):
        if not outside(s):
            return mention(last)
    if before == "through" and s.keys[last : last + 1] in (["officer"], ["rep"], ["representative"]):
        return mention(last)
    if before == "as" and verb is not None and verb.form in ("sees", "saw", "see"):
        return mention(last)
    if before == "from" and determiner in ("a", "an", "the", "our") and begin == 1 and keys[last + 1 : last + 2]:
        if keys[last + 1] in ("perspective", "side", "angle") or keys[last + 1 : last + 4] == ["point", "of", "view"]:
            return mention(last)
    if labels(s, begin, last) and not bare and ":" in s.gap(last) and not s.keyset.isdisjoint({"we", "our", "us"}):
        return mention(last)
    if before in ("representing", "behalf") or (before == "of" and earlier == "behalf"):
        return mention(last)
    if before in ("as", "for") and earlier == "speaking":
        return mention(last)
    if before == "from" and (earlier == "heard" or earlier in THINGS_SAID) and not outside(s):
        return mention(last)
    if s.before(begin).endswith("(") and s.gap(last).startswith(")") and keys[0] in ("action", "actions", *BASES):
        return mention(last, "affiliation", True)
    if s.owns[last]:
        thing = keys[last + 1] if last + 1 < count else ""
        if apart and (thing in VIEWS or thing in VOICED) and labels(s, begin, last + 1) and ":" in s.gap(last + 1):
            if count - last > 4 and not outside(s):
                return mention(last)  # The hospice's answer: ...
        if known and thing in THINGS_SAID:
            return mention(last)
        if (known or apart) and (thing in VOICED or thing in ("position", "stance")) and not outside(s):
            if keys[last + 2 : last + 3] != ["on"] and (known or s.capital(first)):
                return mention(last)
        return None
    following = keys[last + 1] if last + 1 < count and s.gap(last) == " " else ""
    if named and s.heading and following in REPORTS and first == 0:
        return mention(last)
    if named and labels(s, first, last) and count - last > 2:
        return mention(last)
    if following in VIEWS and labels(s, begin, last + 1) and ":" in s.gap(last + 1) and count - last > 4:
        return mention(last + 1)
    if following in ("who", "which", "that"):
        return None
    if before in RETOLD:
        return None
    verb = verb_after(s, last)
    if named and following in FEELING and verb is None:
        return mention(last)
    titled = last > first and s.capital(first) and s.capital(last)
    the_body = (determiner in ("the", "our") or titled) and head in ACTING_BODIES and not _ourselves(s, first, last)
    if (known or the_body) and verb is not None and _offers(s, verb):
        return mention(last)
    if verb is None:
        if before == "by" and begin > 1 and known and keys[begin - 2] in SPOKEN and not outside(s):
            if SPOKEN[keys[begin - 2]] in IN_THE_ROOM:
                return mention(last)
        return None
    if known and not outside(s) and not dated(s, verb) and _through_somebody(s, verb):
        return mention(last, "body will" if verb.how == "is" and keys[verb.at + 1] == "to" else "affiliation")
    if verb.how in ("will", "to"):
        gives = named or head in ACTING_BODIES or known
        if not gives or keys[last - 1 : last] and keys[last - 1] in ("parish", "town", "community", "youth"):
            return None
        if verb.how == "to" and not (begins(s, begin) and verb.at == last + 1):
            return None
        done = keys[verb.at + 1] if verb.at + 1 < count else ""
        if done == "not" or done in ("also", "then", "now"):
            done = keys[verb.at + 2] if verb.at + 2 < count else ""
        if not done or done in PASSING or (not known and (done not in BASES | AGENTIVE or done in WORLDLY)):
            return None
        if not (determiner in ("the", "our") or named or (s.capital(first) and begins(s, first))):
            return None
        return mention(last, "body will")
    if verb.how == "is" and named and keys[verb.at + 1 : verb.at + 2] and keys[verb.at + 1] in FEELING:
        return mention(last)
    if (
        known
        and verb.how == "is"
        and verb.form in ("was", "were")
        and keys[verb.at + 1 : verb.at + 2]
        and (keys[verb.at + 1] in FEELING)
    ):
        return mention(last)
    if verb.how == "speaks" and not outside(s) and not dated(s, verb):
        past = known if verb.helped in ("has", "have") else verb.helped or verb.form == PAST_OF.get(verb.base)
        if not past or (verb.denied and verb.base not in DENIED_HERE):
            return None
        if known:
            return mention(last)
        told = keys[verb.at + 1 : verb.at + 3]
        if verb.base == "tell" and (told[:1] == ["us"] or told[-1:] and told[-1] in LISTENING):
            if told[:1] != ["us"] or not _ourselves(s, first, last):
                return mention(last)
        title = s.capital(last) and (head in NAMED_FIRST or last > first and (first > 0 or s.capital(first + 1)))
        if (determiner in ("the", "our") or title) and not _ourselves(s, first, last) and verb.base in IN_THE_ROOM:
            return mention(last)
    return None


def _offers(s: Sentence, verb: Verb) -> bool:
    """What a body says of itself only through somebody who is there: "is happy to", "would welcome", "took it away"."""
    rest = s.keys[verb.at + 1 : verb.at + 4]
    if verb.how == "is" and rest[:1] and rest[0] in FEELING:
        return rest[1:2] == ["to"] and rest[2:3] != [] and rest[2] in BASES
    if verb.form in ("would", "wouldnt"):
        return rest[:1] in (["welcome"], ["like"], ["prefer"], ["love"], ["rather"])
    return (
        verb.form == "took" and rest[:1] in (["it"], ["this"], ["that"]) and rest[1:2] in (["away"], ["back"], ["on"])
    )


def _through_somebody(s: Sentence, verb: Verb) -> bool:
    """What a body with somebody at the table does there: "had nothing to add", "would look again", "are to ring"."""
    rest = s.keys[verb.at + 1 : verb.at + 6]
    if verb.how == "is" and rest[:1] == ["to"]:
        return verb.form in ("is", "are", "was", "were") and rest[1:2] != [] and rest[1] in (AGENTIVE | BASES) - WORLDLY
    if verb.form in ("had", "has"):
        none = rest[:1] and rest[0] in ("nothing", "no", "little", "a", "an", "two", "some", "its", "their", "doubts")
        return bool(none) and (rest[1:3] in (["to", "add"], ["to", "say"]) or not ASIDES.isdisjoint(rest[:3]))
    if verb.how == "modal" and verb.form in ("would", "could", "couldnt", "wouldnt", "cannot", "cant"):
        done = [word for word in rest if word not in ("not", "never", "also", "only", "then", "gladly", "happily")]
        pledged = OBLIGING if verb.form == "would" else frozenset({"spare", "lend", "manage", "stretch"})
        return done[:1] != [] and done[0] in IN_THE_ROOM | MULLING | pledged
    if verb.form in ("was", "were"):
        done = next((word for word in rest if not is_adverb(word)), "")
        if done in ("thanked", "congratulated", "pressed", "challenged", "represented") or any(
            rest[n : n + 2] in STOOD for n in (0, 1)
        ):
            return True
    for at in range(verb.at + 2, min(verb.at + 12, len(s.keys) - 1)):
        if s.before(at).strip(" ,"):
            break
        told = s.keys[at + 1]  # were pressed on damp and promised a list
        asked = verb.how == "is" and rest[:1] in (["asked"], ["pressed"], ["invited"], ["challenged"])
        if (
            s.keys[at] == "and"
            and (asked or SPEAKS.get(told) in IN_THE_ROOM)
            and told in SPEAKS
            and PAST_OF.get(SPEAKS[told]) == told
        ):
            return verb.form in ("was", "were") or verb.how in ("acts", "speaks")
    if verb.form in ("came", "attended", "turned"):
        return rest[:2] in (["in", "person"], ["with", "figures"]) or rest[:1] in (["along"], ["armed"], ["prepared"])
    if verb.form == "brought":
        return rest[:1] != [] and (rest[0] in ("a", "an", "the", "some", "its", "their") or rest[0].endswith("s"))
    if verb.form == "sent" and "apologies" in rest[:2]:
        return True
    if verb.form == "took" and rest[1:2] == ["action"]:
        return True
    if verb.helped in ("has", "have"):
        return verb.form in AGREED
    return verb.form == "took" and ("criticism" in rest or rest[:1] in (["questions"], ["notes"]))


ASIDES = (VOICED | frozenset("answer answers objection response reply comment comments update sympathy".split())) - {
    "support"
}  # fmt: skip
MULLING = frozenset("look think consider say check ask commit promise budge answer comment".split())
OBLIGING = frozenset("bring send help lend meet visit arrange come see go try wait like love prefer".split())


def _ourselves(s: Sentence, first: int, last: int) -> bool:
    return s.keys[last] in OFTEN_OURSELVES and NOT_OURSELVES.isdisjoint(s.keys[first:last])


def _in_room(s: Sentence, verb: Verb, states: frozenset[str] | None = STATES) -> bool:
    """What somebody who speaks for a body did at the meeting, not at a door or on the telephone. `states`: only so."""
    after = s.keys[verb.at + 1] if verb.at + 1 < len(s.keys) else ""
    then = s.keys[verb.at + 2] if verb.at + 2 < len(s.keys) else ""
    if verb.form == "had" and after == "to" and then in ("leave", "go", "admit", "explain", "apologise", "dash"):
        return True
    if verb.form in ("stayed", "came", "asked", "wanted") and after == "to" and then in BASES:
        return True
    if after in ("him", "her", "them", "me") or (after == "to" and then != "the"):
        return verb.base in ("agree", "offer", "promise", "volunteer", "speak")
    if verb.denied and verb.base not in DENIED_HERE:
        return False
    if speaks(verb) or verb.form in TAKES_PART or reacts(s, verb):
        return True
    felt = verb.form in ("was", "were") and stance(s, verb)
    return felt and (states is None or not states.isdisjoint(s.keys[verb.at + 1 : verb.at + 4]))


def _by_first_word(s: Sentence, index: Index, taken: set[int]) -> list[Mention]:
    """ "Larchmere has agreed": the place does not agree, so it is the body there that sent somebody."""
    if s.keyset.isdisjoint(index.short_bodies) or outside(s):
        return []
    for at, word in enumerate(s.keys):
        if word not in index.short_bodies or at in taken or not s.capital(at):
            continue
        if s.owns[at]:
            if s.keys[at + 1 : at + 2] and s.keys[at + 1] in PROFFERED:
                return [_stranger(s, at, at)]
            continue
        if at and not begins(s, at) and s.keys[at - 1] not in ("and", "but", "that", "so"):
            continue
        verb = verb_after(s, at)
        if verb is None or verb.denied or dated(s, verb) or s.gap(at) != " ":
            continue
        past = (
            verb.how == "speaks" and (verb.form == PAST_OF.get(verb.base) or verb.helped) and verb.base in IN_THE_ROOM
        )
        done = s.keys[verb.at + 1 : verb.at + 2]
        will = verb.how == "will" and done != [] and done[0] in OBLIGING - {"try", "like", "love", "prefer"}
        if past or will or _through_somebody(s, verb) or _offers(s, verb) or reacts(s, verb):
            return [_stranger(s, at, at)]
    return []


def colleagues_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "Parks colleagues offered": whoever they are, the word before tells where they work."""
    if "colleagues" not in s.keyset and "colleague" not in s.keyset:
        return []
    found: list[Mention] = []
    keys = s.keys
    for at in range(1, len(keys)):
        if keys[at] not in ("colleagues", "colleague") or at in taken or s.owns[at] or s.before(at) != " ":
            continue
        first = at
        while first and at - first < 3 and s.gap(first - 1) == " " and not s.owns[first - 1]:
            if not modifies(keys[first - 1]) or keys[first - 1] in DETERMINERS or keys[first - 1] in NOT_OF_ONE:
                break
            first -= 1
        if first == at or (first and keys[first - 1] in RETOLD):
            continue
        verb = verb_after(s, at)
        there = verb is not None and (_in_room(s, verb, STATES) or verb.how == "will")
        if (there or is_there(s, at)) and not outside(s):
            found.append(_stranger(s, first, at))
    return found


PROFFERED = frozenset("offer apology apologies promise pledge reply answer misgivings reluctance".split())
# What stands before colleagues without telling where they work.
NOT_OF_ONE = frozenset(
    """
    other some many most several few more all both former older younger senior junior new retired white female male
    disabled work close good valued dear trusted fellow two three four five with for from when where
    """.split()
)


def through_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "Westdown, through its engineer, declined": a body is there through somebody."""
    keys = s.keys
    for at in range(1, len(keys) - 2):
        if keys[at] not in ("through", "via", "by") or keys[at + 1] not in ("its", "their"):
            continue
        if s.before(at).strip() != "," or at - 1 in taken or not s.capital(at - 1) and keys[at - 1] not in BODY_HEADS:
            continue
        for last in range(at + 2, min(at + 5, len(keys))):
            if keys[last] in SPEAKERS_FOR or keys[last] in POSTS or keys[last] in TRADES:
                if s.gap(last).startswith(",") and not outside(s):
                    return [_stranger(s, at - 1, last)]
    return []


def elsewhere_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "A representative from Age Help described": a body no list knows, told by its capital letters."""
    found: list[Mention] = []
    if "from" not in s.keyset and "of" not in s.keyset:
        return found
    keys, count = s.keys, len(s.words)
    for at in range(count - 2):
        if keys[at] not in SPEAKERS_FOR and keys[at] not in GUESTS and keys[at] not in SOME:
            continue
        if keys[at] in SOME and keys[at + 1] != "from":
            continue
        link = at + 1
        guest = keys[at] in GUESTS
        if guest and keys[link] in ("was", "were", "is", "came", "comes") and at + 3 < count:
            link += 1
        guest = link > at + 1
        if keys[link] != "from" and (guest or keys[link] != "of") or s.gap(at) != " ":
            continue
        first = link + 1
        if keys[first] in ("the", "our", "a") and first + 1 < count:
            first += 1
        if not s.capital(first) or first in taken:
            continue
        last = first
        while last + 1 < count and s.gap(last) in (" ", "-") and (s.capital(last + 1) or keys[last + 1] == "of"):
            last += 1
        if keys[last] == "of" or keys[last] in ROADS or outside(s):
            continue
        if keys[at] in SOME and keys[last] in TOWNS:
            continue
        start = at - 1 if at and keys[at - 1] in DETERMINERS else at
        if start and keys[start - 1] in RETOLD:
            continue
        verb = verb_after(s, last)
        there = guest or (verb is not None and (_in_room(s, verb) or verb.how == "will"))
        if there:
            found.append(
                Mention(start, last, s.starts[start], s.ends[last], "affiliation", frozenset(), verb, False,
                        "affiliation", "RC2", "block")
            )  # fmt: skip
            taken.update(range(start, last + 1))
    return found


# Words that take a plural verb though they look like one thing, and those that begin a sentence about many.
MANY = PLURALS | frozenset(
    """
    people staff police children women men both some many most few several all others those these they we you who half
    public youth media data none neither either nobody everybody anyone someone there here what which it such older
    younger young old local
    """.split()
)
AGREED = frozenset("agreed offered promised volunteered undertaken said asked pledged kindly".split())


def collectives_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """A name that no list knows and that takes a plural verb is that of a body: "Redlark were keen".

    It counts where the verb tells of a mind or a promise, as somebody must have been there to show it.
    """
    keys, count = s.keys, len(s.words)
    if s.keyset.isdisjoint(AGREES):
        return []
    for first in range(min(count - 2, 8)):
        if not s.capital(first) or first in taken or keys[first] in MANY or len(keys[first]) < 3:
            continue
        if first and not (begins(s, first) or s.words[first - 1].islower()):
            continue
        last = first
        while last + 2 < count and s.gap(last) in (" ", "-") and s.capital(last + 1) and last - first < 3:
            last += 1
        head = keys[last]
        plural = head[-1:] == "s" and not s.words[last].isupper() and not s.owns[last]
        if plural or head in MANY or last in taken or s.gap(last) != " " or keys[last + 1] not in AGREES:
            continue
        if keys[first] in MONTH_NAMES or keys[first] in TITLES or head in TOWNS or head in GIVEN_NAMES or outside(s):
            continue
        if first and keys[first - 1] in ("and", "or", *RETOLD):
            continue
        at = last + 2
        while at < count and (keys[at] in ("not", "very", "quite", "all", "also", "still") or keys[at].endswith("ly")):
            at += 1
        told = keys[at] if at < count else ""
        minded = keys[last + 1] in ("were", "are") and (told in FEELING or told in MINDED)
        asked = keys[last + 1] == "have" and told in AGREED
        if minded or asked or keys[last + 1] in ("say", "want", "think", "feel"):
            verb = verb_after(s, last)
            taken.update(range(first, last + 1))
            return [
                Mention(first, last, s.starts[first], s.ends[last], "affiliation", verb=verb, why="affiliation",
                        rule="RC2")
            ]  # fmt: skip
    return []


# Of what people say, the part that shops, funders and the news do not put out as well.
NOT_ONE = frozenset(
    "other whole new old next same nearest main local former entire first second third last own said more".split()
)
BEGGED = VOICED - frozenset(
    """
    offer offers idea ideas question questions query queries request support suggestion suggestions proposal invitation
    account contribution complaint view views opinion opinions challenge warning warnings point points hope concern
    concerns thanks praise explanation tip encouragement reminders steering
    """.split()
)


def strangers_bodies_in(s: Sentence, taken: set[int]) -> list[Mention]:
    """A name that no list knows as the source of a plea or a pledge ("came via Redlark"), or that nods and winces."""
    found: list[Mention] = []
    keys, count = s.keys, len(s.words)
    if not s.keyset.isdisjoint(BEGGED):
        for at in range(2, count - 1):
            if keys[at] not in ("by", "from", "via") or not s.capital(at + 1) or at + 1 in taken:
                continue
            near = keys[max(0, at - 6) : at]
            if BEGGED.isdisjoint(near) or (keys[at] == "by" and keys[at - 1] not in PARTICIPLES) or outside(s):
                continue
            last = at + 1
            while last + 1 < count and s.gap(last) == " " and s.capital(last + 1):
                last += 1
            if keys[last] in ROADS or keys[last] in MONTH_NAMES or keys[last] in TOWNS or keys[at + 1] in WEEKDAYS:
                continue
            found.append(_stranger(s, at + 1, last))
    for at in range(2, count - 1):
        # the Redlark people were not so sure
        if keys[at] in CROWDS and keys[at - 2] in ("the", "our") and s.capital(at - 1) and at - 1 not in taken:
            verb = verb_after(s, at) if s.gap(at - 1) == " " else None
            if verb is not None and not outside(s) and _in_room(s, verb):
                found.append(_stranger(s, at - 2, at))
    if s.words[0][0].isupper() and count > 2 and 0 not in taken and keys[0] not in MANY and keys[0] not in DETERMINERS:
        last = 0
        while last + 1 < count and s.gap(last) == " " and s.capital(last + 1) and last < 4:
            last += 1
        verb = verb_after(s, last) if last else None
        if verb is not None and verb.at == last + 1 and last not in taken and keys[last] not in OWN_BODIES:
            plural = keys[last].endswith("s") and keys[last] in MANY
            if reacts(s, verb) and not (plural or outside(s) or dated(s, verb)):
                found.append(_stranger(s, 0, last))
    for mention in found:
        taken.update(range(mention.first, mention.last + 1))
    return found


CROWDS = frozenset("people lot team contingent crew delegation side folk".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def _stranger(s: Sentence, first: int, last: int) -> Mention:
    return Mention(
        first, last, s.starts[first], s.ends[last], "affiliation", verb=verb_after(s, last), why="from", rule="RC2"
    )  # fmt: skip


AGREES = frozenset("were are have say want think feel".split())
MINDED = frozenset(
    "adamant sceptical doubtful unhappy sure unsure cautious wary reluctant against relaxed clear".split()
)

SOME = frozenset("those two three four somebody someone".split())
GUESTS = frozenset("speaker speakers guest guests presenter presenters visitor visitors".split())
ROADS = frozenset("road street lane avenue close drive way crescent terrace square hill estate village".split())


def _staff_after(s: Sentence, last: int) -> int:
    """The word that speaks for the body, directly after it or after up to two more words; 0 if none."""
    for ahead in range(last + 1, min(last + 4, len(s.words))):
        if s.before(ahead) not in (" ", "-"):
            return 0
        word = s.keys[ahead]
        if word in SPEAKERS_FOR and not s.owns[ahead]:
            following = s.keys[ahead + 1] if ahead + 1 < len(s.words) and s.gap(ahead) == " " else ""
            if following in SPEAKERS_FOR:
                continue
            if word == "lead" and s.owns[ahead - 1]:
                return ahead
            if word in SPEAKS or word in BASES:
                if word != "lead" or following not in SPEAKS:
                    return ahead if following in SPEAKS else 0
            return ahead
        if word in SPEAKS or word not in POST_PREFIX and not (s.owns[last] and modifies(word) and word not in NOT_ONE):
            return 0
    return 0
