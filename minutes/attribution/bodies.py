"""Posts with one holder (RC6) and organisations that act at the meeting (RC2).

The question is always what the post or the body does in the sentence. One that speaks, offers or is given a task was
there; one that is only spoken about, or that wrote from outside, passes.
"""

from .grammar import Verb, labels, owner_mark, speaks, verb_after
from .mentions import Mention
from .roster import Index
from .sentences import Sentence
from .vocabulary import (
    ACTING_BODIES,
    ACTS,
    BASES,
    BODY_HEADS,
    DETERMINERS,
    FAMILY,
    GIVEN_NAMES,
    IN_THE_ROOM,
    LETTERS_OUT,
    OWN_BODIES,
    PARTICIPLES,
    PAST_OF,
    PLACE_NOUNS,
    PLURALS,
    POST_PREFIX,
    POSTS,
    SAID_THINGS,
    SOMEBODY,
    SPEAKING,
    SPEAKS,
    SPOKEN,
    STAFF,
    STATES,
    TITLES,
    TRADES,
    TWO_WORD_POSTS,
)
from .wordnames import begins

# "When the nurse said", "if the officer felt": a case that is imagined or retold, not the meeting.
RETOLD = frozenset("when if unless until whenever whether because where whose after before while".split())
# What a body is only through somebody who speaks for it.
FEELING = frozenset("happy keen willing pleased sorry worried concerned glad grateful disappointed hopeful".split())
NAMED_FIRST = frozenset({"healthwatch", "university", "nhs"})
# Whom people meet outside meetings every day: what they "said" is mostly a story; they explain or offer in a meeting.
CARE = frozenset(
    """
    nurse doctor receptionist teacher midwife surgeon dentist sister constable sergeant paramedic optician carer
    """.split()
)
POST_STARTS = POSTS | TRADES | {words[0] for words in TWO_WORD_POSTS}
# Bodies whose name the group itself often bears; without a roster they are the group, not a guest.
OFTEN_OURSELVES = frozenset(
    "council board authority school church partnership federation association society union hub centre company network"
    " department directorate service services agency".split()
)
SPEAKERS_FOR = frozenset(
    """
    officer officers colleague colleagues rep reps representative representatives manager managers worker workers
    nurse nurses director directors lead leads commissioner commissioners spokesperson spokesman spokeswoman
    consultant consultants doctor doctors midwife midwives planner planners engineer engineers pharmacist adviser
    advisor delegate delegates clinician clinicians employee employees researcher researchers official officials
    councillor chair secretary ceo boss bosses staff
    """.split()
)
TAKES_PART = frozenset("attended came joined visited arrived spoke presented".split())
FROM = frozenset("from of at for with in".split())
REPORTS = frozenset("report reports update updates feedback news presentation remarks comments statement slot".split())
PASSING = frozenset("be have need become benefit remain cost".split())


def outside(s: Sentence) -> bool:
    """The sentence tells of something written: a letter, an e-mail, a reply, a website."""
    return not LETTERS_OUT.isdisjoint(s.keyset)


def mentions_in(s: Sentence, index: Index, names: list[Mention]) -> list[Mention]:
    """Posts and bodies of a sentence that speak, act or are given a task, by place."""
    taken = {number for mention in names for number in range(mention.first, mention.last + 1)}
    found = _posts(s, index, taken)
    for mention in found:
        taken.update(range(mention.first, mention.last + 1))
    found += _bodies(s, index, taken)
    found += _from_elsewhere(s, taken)
    found += _described(s)
    return sorted(found, key=lambda mention: mention.start)


# --- posts ----------------------------------------------------------------------------------------------------------
def _posts(s: Sentence, index: Index, taken: set[int]) -> list[Mention]:
    found: list[Mention] = []
    if s.keyset.isdisjoint(POST_STARTS) and s.keyset.isdisjoint(index.role_starts):
        return found
    count, at = len(s.words), 0
    while at < count:
        size, held = _post_at(s, at, index)
        if size and at not in taken:
            mention = _post(s, at, at + size - 1, held)
            if mention:
                found.append(mention)
        at += max(size, 1)
    return found


def _post_at(s: Sentence, at: int, index: Index) -> tuple[int, int]:
    """How many words a post has that starts at word `at` (0: none); how many of the roster hold it (-1: unknown)."""
    keys = s.keys
    if keys[at] in index.role_starts:
        for size in (3, 2, 1):
            words = tuple(keys[at : at + size])
            if len(words) == size and words in index.roles and words[-1] not in PLURALS:
                return size, index.roles[words]
    if tuple(keys[at : at + 2]) in TWO_WORD_POSTS:
        return 2, -1
    if keys[at] in POSTS or keys[at] in TRADES:
        return 1, -1
    return 0, -1


def _post(s: Sentence, first: int, last: int, held: int) -> Mention | None:
    keys = s.keys
    head = keys[last]
    strong = head in POSTS or tuple(keys[first : last + 1]) in TWO_WORD_POSTS or held >= 1
    start = first
    titled = s.capital(first)  # the Footpaths Officer: written like a title, it is one person's
    while start and s.before(start) in (" ", "-") and start > first - 4:
        if keys[start - 1] in POST_PREFIX:
            start -= 1
        elif titled and s.capital(start - 1) and start - 1 and keys[start - 1] not in BODY_HEADS | DETERMINERS:
            start -= 1
        else:
            break
    determiner = keys[start - 1] if start and s.before(start) == " " and keys[start - 1] in DETERMINERS else ""
    if determiner in ("his", "her", "my", "their", "your", "its", "no", "any", "each", "every", "some"):
        return None
    if start and keys[start - 1] in RETOLD and not determiner:
        return None
    if determiner and start > 1 and keys[start - 2] in RETOLD and s.before(start - 1).strip() == "":
        return None
    if held > 1 or (determiner in ("a", "an", "another", "one") and held != 1):
        return None
    if held != 1 and keys[first - 1 : first] == ["former"]:
        return None
    strong = strong or (titled and start < first and determiner in ("the", "our") and held != 0)
    begin = start - 1 if determiner else start
    stop = last
    following = keys[last + 1] if last + 1 < len(keys) and s.gap(last) == " " else ""
    if following == "of":
        # The chair of the group is ours; the chair of something else belongs to that.
        tail = [number for number in range(last + 2, min(last + 5, len(keys))) if keys[number] in OWN_BODIES]
        if not tail:
            return None
        stop = tail[0]
    verb = verb_after(s, stop)
    bare = not determiner
    capital = s.capital(start)

    def mention(kind: str, level: str = "block", owner: bool = False) -> Mention:
        return Mention(begin, stop, s.starts[begin], s.ends[stop], kind, frozenset(), verb, owner, "role", "RC6", level)

    if s.owns[stop]:
        thing = keys[stop + 1] if stop + 1 < len(keys) else ""
        if strong and thing in REPORTS and (s.heading or not bare or capital):
            after = verb_after(s, stop + 1)
            if s.heading or after is None or after.how == "is":
                return mention("role", "hint") if s.heading else None
            return None
        if strong and thing in SAID_THINGS and thing not in REPORTS and not s.heading:
            return mention("role")
        return None
    if owner_mark(s, begin, stop) and (strong or capital) and not s.before(begin).rstrip().endswith(("(", "[")):
        return mention("role", owner=True)
    if bare and not (capital and (strong or begins(s, start))):
        return None
    if bare and not strong:
        # "Officer to write to the bus company": only where a task is given.
        if begins(s, start) and verb is not None and verb.how == "to" and verb.at == stop + 1:
            return mention("role", owner=True)
        return None
    if bare and begins(s, start) is False and head in TRADES and head not in POSTS and held < 1:
        return None
    if strong and labels(s, begin, stop) and len(keys) - stop > 3 and ":" in s.gap(stop):
        return mention("role")
    if strong and not bare and following in BASES and begin and keys[begin - 1] == "that":
        return mention("role", owner=True)  # resolved that the clerk write
    if verb is not None:
        if verb.how in ("to", "will"):
            if strong:
                done = keys[verb.at + 1 : verb.at + 3]
                if verb.how == "will" and done[:1] in (["be"], ["need"]) and not done[-1].endswith("ing"):
                    return None
                return mention("role", owner=True)
            return mention("role", owner=True) if held == 1 else None
        if verb.how == "speaks" and _told(s, verb, strong, head):
            return mention("role")
        if strong and verb.how == "acts" and (verb.form in ACTS or verb.helped) and verb.helped != "been":
            return mention("role")
        if strong and verb.how == "going":
            return mention("role")
        if strong and verb.how == "is" and verb.at + 1 < len(keys):
            if keys[verb.at + 1] in STATES or keys[verb.at + 1] == "going":
                return mention("role")
            if keys[verb.at + 1] == "to" and keys[verb.at + 2 : verb.at + 3] and keys[verb.at + 2] in BASES:
                return mention("role", owner=True)
    before = keys[begin - 1] if begin else ""
    if strong and before == "by" and begin > 1 and (keys[begin - 2] in PARTICIPLES or keys[begin - 2] in SPOKEN):
        return mention("role")
    if strong and determiner in ("the", "our"):
        if before in ("ask", "asked") and following == "to":
            return mention("role", "hint", owner=True)
        if before in ("thank", "thanked") or (
            before == "to" and begin > 1 and keys[begin - 2] in ("thanks", "apologies")
        ):
            return mention("role", "hint")
        if before == "from" and begin > 1 and keys[begin - 2] in SAID_THINGS:
            return mention("role")
    return None


def _told(s: Sentence, verb: Verb, strong: bool, trade: str) -> bool:
    """A verb of speaking that belongs to the meeting. A trade that "told her" or "asks" is part of a story."""
    if strong:
        return True
    if verb.form.endswith("ing") or (verb.form in ACTS and verb.form != PAST_OF.get(verb.base) and not verb.helped):
        return False
    if trade in CARE and verb.base not in IN_THE_ROOM:
        return False
    after = s.keys[verb.at + 1] if verb.at + 1 < len(s.keys) else ""
    return after not in ("him", "her", "them", "me", "patients", "you") and not outside(s)


# --- bodies ---------------------------------------------------------------------------------------------------------
def _bodies(s: Sentence, index: Index, taken: set[int]) -> list[Mention]:
    found: list[Mention] = []
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
        if entry is not None:
            lower = s.words[at][0].islower()
            if entry.is_word and lower and keys[at] not in index.body_heads:
                continue
            return at, at + size - 1, True
    head = keys[at]
    if head in BODY_HEADS:
        first = at
        while first and at - first < 4:
            before = keys[first - 1]
            if s.before(first) not in (" ", "-") or s.owns[first - 1]:
                break
            if before in ("the", "our", "a", "an", "their", "this"):
                break
            if not (s.capital(first - 1) or before in POST_PREFIX or before in BODY_HEADS):
                break
            if first - 1 == 0 and before in ("so", "and", "but", "then", "if", "when", "that", "as"):
                break
            first -= 1
        last = at
        if s.capital(at) and head in NAMED_FIRST:  # Healthwatch Wendle
            while last + 1 < len(keys) and s.gap(last) == " " and s.capital(last + 1) and last - at < 3:
                last += 1
        known = head in index.body_heads
        return first, last, known
    return at, at - 1, False


def _body(s: Sentence, first: int, last: int, known: bool) -> Mention | None:
    keys, count = s.keys, len(s.words)
    head = keys[last]
    determiner = keys[first - 1] if first and s.before(first) == " " and keys[first - 1] in DETERMINERS else ""
    begin = first - 1 if determiner in ("the", "our", "a", "an", "one") else first
    own = head in OWN_BODIES and not known
    before = keys[begin - 1] if begin else ""
    named = known and not (first == last and head in BODY_HEADS)
    if own:
        return None
    if first == last and head in BODY_HEADS and determiner not in ("the", "our", "a", "an") and not known:
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
    if staff:
        verb = verb_after(s, staff)
        presence = verb is not None and (
            speaks(verb)
            or verb.how in ("will", "to")
            and keys[verb.at + 1 : verb.at + 2] != ["be"]
            or verb.form in TAKES_PART
        )
        if presence and not outside(s) and determiner not in ("every", "each", "any") and before not in RETOLD:
            return mention(staff)
        if keys[staff] in ("colleague", "colleagues") and determiner == "our":
            return mention(staff)
        if before == "by" and begin > 1 and keys[begin - 2] in SPOKEN and not outside(s):
            return mention(staff)
        return None
    # Colleagues from the hospice, somebody from the council.
    if before in FROM and begin > 1 and s.before(begin) == " " and keys[begin - 2] in STAFF:
        person = begin - 2
        opening = person - 1 if person and keys[person - 1] in DETERMINERS else person
        verb = verb_after(s, last)
        strong_word = keys[person] in SPEAKERS_FOR and keys[person] not in ("staff",)
        presence = verb is not None and (
            speaks(verb) or verb.form in TAKES_PART or (strong_word and verb.how in ("will", "to"))
        )
        if keys[person] in ("colleague", "colleagues") and keys[opening] in ("our", "the"):
            presence = presence or not outside(s)
        if opening > 1 and keys[opening - 1] == "by" and keys[opening - 2] in SPOKEN:
            presence = True
        if presence and not outside(s) and (opening == 0 or keys[opening - 1] not in RETOLD):
            return mention(last, start=opening)
        return None
    if before in ("representing", "behalf") or (before == "of" and begin > 1 and keys[begin - 2] == "behalf"):
        return mention(last)
    if s.owns[last]:
        thing = keys[last + 1] if last + 1 < count else ""
        if known and thing in ("view", "suggestion", "concern", "concerns", "offer", "point", "question", "apology",
                               "opinion", "request", "presentation", "proposal"):  # fmt: skip
            return mention(last)
        return None
    following = keys[last + 1] if last + 1 < count and s.gap(last) == " " else ""
    if named and s.heading and following in REPORTS and first == 0:
        return mention(last)
    if named and labels(s, first, last) and count - last > 2:
        return mention(last)
    if following in ("who", "which", "that"):
        return None
    if before in RETOLD:
        return None
    verb = verb_after(s, last)
    if verb is None:
        if before == "by" and begin > 1 and known and keys[begin - 2] in SPOKEN and not outside(s):
            if SPOKEN[keys[begin - 2]] in IN_THE_ROOM:
                return mention(last)
        return None
    if verb.how in ("will", "to"):
        gives = named or head in ACTING_BODIES or known
        if not gives or keys[last - 1 : last] and keys[last - 1] in ("parish", "town", "community", "youth"):
            return None
        if verb.how == "to" and not (begins(s, begin) and verb.at == last + 1):
            return None
        done = keys[verb.at + 1] if verb.at + 1 < count else ""
        if done == "not" or done in ("also", "then", "now"):
            done = keys[verb.at + 2] if verb.at + 2 < count else ""
        if not done or done in PASSING:
            return None
        if not (determiner in ("the", "our") or named or (s.capital(first) and begins(s, first))):
            return None
        return mention(last, "body will")
    if verb.how == "is" and named and keys[verb.at + 1 : verb.at + 2] and keys[verb.at + 1] in FEELING:
        return mention(last)
    if verb.how == "speaks" and not outside(s):
        past = verb.helped or verb.form == PAST_OF.get(verb.base)
        if not past:
            return None
        if known:
            return mention(last)
        title = last > first and s.capital(first) and (first > 0 or s.capital(first + 1))
        if (determiner in ("the", "our") or title) and head not in OFTEN_OURSELVES and verb.base in IN_THE_ROOM:
            return mention(last)
    return None


def _from_elsewhere(s: Sentence, taken: set[int]) -> list[Mention]:
    """ "A representative from Age Help described": a body no list knows, told by its capital letters."""
    found: list[Mention] = []
    if "from" not in s.keyset and "of" not in s.keyset:
        return found
    keys, count = s.keys, len(s.words)
    for at in range(count - 2):
        if keys[at] not in SPEAKERS_FOR and keys[at] not in GUESTS:
            continue
        link = at + 1
        guest = keys[at] in GUESTS
        if guest and keys[link] in ("was", "were", "is", "came", "comes") and at + 3 < count:
            link += 1
        elif guest:
            continue
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
        start = at - 1 if at and keys[at - 1] in DETERMINERS else at
        if start and keys[start - 1] in RETOLD:
            continue
        verb = verb_after(s, last)
        there = guest or (verb is not None and (speaks(verb) or verb.form in TAKES_PART or verb.how == "will"))
        if there:
            found.append(
                Mention(start, last, s.starts[start], s.ends[last], "affiliation", frozenset(), verb, False,
                        "affiliation", "RC2", "block")
            )  # fmt: skip
            taken.update(range(start, last + 1))
    return found


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
            if word in SPEAKS or word in BASES:
                if word != "lead" or following not in SPEAKS:
                    return ahead if following in SPEAKS else 0
            return ahead
        if word not in POST_PREFIX or word in SPEAKS:
            return 0
    return 0


# --- somebody described so well that it can only be one -------------------------------------------------------------
DETAIL = frozenset(
    """
    drives drove works worked runs ran lives lived teaches taught owns owned keeps lost fosters fostered adopted
    married widowed served serves plays cycles rides sells bakes farms manages volunteers coaches preaches speaks
    uses used has had was is came comes moved cares looks
    """.split()
)


def _the_only(s: Sentence) -> list[Mention]:
    """ "The only man in the room disagreed"."""
    keys = s.keys
    for at in range(1, len(keys) - 1):
        if keys[at] != "only" or keys[at - 1] not in ("the", "our"):
            continue
        person = next((n for n in range(at + 1, min(at + 4, len(keys))) if keys[n] in SOMEBODY and not s.owns[n]), None)
        if person is None:
            continue
        for ahead in range(person + 1, min(person + 7, len(keys))):
            word = keys[ahead]
            if word in SPEAKS and word == PAST_OF.get(SPEAKS[word]):
                return [
                    Mention(at - 1, person, s.starts[at - 1], s.ends[person], "role", frozenset(), None, False,
                            "described", "RC6", "block")
                ]  # fmt: skip
            if s.before(ahead).strip(" ,"):
                break
    return []


LINKS = frozenset({"who", "whose", "with"})


def _described(s: Sentence) -> list[Mention]:
    """ "One dad who drives a taxi in Wendle said": a description that fits one, and it speaks (record rules 4.0)."""
    found: list[Mention] = []
    if "only" in s.keyset:
        found += _the_only(s)
    if s.keyset.isdisjoint(LINKS) or s.keyset.isdisjoint(SOMEBODY):
        return found
    keys, count = s.keys, len(s.words)
    for at in range(1, count - 2):
        if keys[at] not in SOMEBODY or keys[at + 1] not in ("who", "whose", "with") or s.gap(at).strip(" ,"):
            continue
        start = at - 1
        while start and at - start < 4 and keys[start] not in DETERMINERS and keys[start] not in ("one", "only"):
            start -= 1
        if keys[start] not in ("a", "an", "one", "the", "our", "another", "only"):
            continue
        link = keys[at + 1]
        if link == "who" and keys[at + 2] in SPEAKS:
            continue
        spoken = 0
        for ahead in range(at + 3, min(at + 24, count)):
            word = keys[ahead]
            if word in SPEAKS and SPEAKS[word] in SPEAKING and word == PAST_OF.get(SPEAKS[word]):
                spoken = ahead
                break
            if s.gap(ahead - 1).strip(" ,'-\"“") in (".", ";", ":"):
                break
        if not spoken:
            spoken_before = start and any(key in SPEAKS for key in keys[max(0, start - 2) : start])
            put_it = any(keys[n] == "put" and keys[n + 1 : n + 2] == ["it"] for n in range(at, min(at + 20, count)))
            if not (spoken_before or put_it):
                continue
            spoken = min(at + 14, count)
        clause = range(at + 2, spoken)
        telling = any(
            keys[n] in FAMILY or keys[n].isdigit() or (s.capital(n) and keys[n] not in ("i",)) or keys[n] in DETAIL
            for n in clause
        )
        if not telling:
            continue
        if link == "with" and not any(keys[n] in FAMILY or keys[n].isdigit() or s.capital(n) for n in clause):
            continue
        stop = spoken - 1 if spoken > at + 2 else at
        found.append(
            Mention(
                start,
                stop,
                s.starts[start],
                s.ends[stop],
                "role",
                frozenset(),
                None,
                False,
                "described",
                "RC6",
                "block",
            )
        )
    return found


# --- unnamed people and names from outside, for what pronouns point at ----------------------------------------------
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
                if all(keys[n] in POST_PREFIX or n == start or keys[n] in ("new", "young", "old") or n == at
                       for n in range(start, at + 1)):  # fmt: skip
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
