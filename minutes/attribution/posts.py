"""Posts with one holder (RC6): the chair, the clerk, our interpreter.

The question is always what the post does in the sentence. One that speaks, offers or is given a task was there; one
that is only spoken about passes. Trades that people meet every day (nurse, driver) must do what is done in a room.
"""

from .grammar import (
    APPEARED,
    MADE,
    PREPOSITIONS,
    STOOD,
    SUGGESTED,
    TABLED,
    Verb,
    is_adverb,
    is_there,
    labels,
    owner_mark,
    reacts,
    sort_of_thing,
    source,
    stance,
    turned_round,
    verb_after,
    verbless,
)
from .mentions import Mention
from .roster import RANKS, Index
from .sentences import Sentence
from .vocabulary import (
    ACTING,
    ACTS,
    BASES,
    BODY_HEADS,
    DETERMINERS,
    HAVE_BE,
    IN_THE_ROOM,
    LETTERS,
    OWN_BODIES,
    PAST_OF,
    PLURALS,
    POST_PREFIX,
    POSTS,
    SAID_THINGS,
    SPEAKING,
    SPEAKS,
    STATES,
    TRADES,
    TWO_WORD_POSTS,
    TWO_WORD_TRADES,
    VOICED,
    WRITING,
)
from .wordnames import begins

# What goes through a room: with it "when the bursar sneezed" is no story but happened there.
REACTIONS = frozenset(
    """
    laughter mirth applause cheers relief groans smiles surprise silence gasps hush tears hilarity titters hubbub
    consternation dismay delight amusement giggles grins murmurs sighs nods uproar clapping pause
    """.split()
)
# What those in the room do to one of them.
TOWARDS = frozenset(
    """
    thanked praised congratulated teased envied backed challenged pressed interrupted corrected reminded applauded
    cheered consoled cornered questioned quizzed believed contradicted outvoted overruled welcomed humoured
    """.split()
)
TOWARDS_WITH = {"sided": "with", "agreed": "with", "disagreed": "with", "argued": "with", "turned": "to",
                "looked": "to", "listened": "to", "rallied": "round", "reasoned": "with", "pleaded": "with",
                "laughed": "with", "cheered": "for", "clapped": "for", "deferred": "to"}  # fmt: skip
CREDITED = frozenset("thanks credit kudos tribute congratulations condolences sympathy applause".split())
STRUCK = frozenset("news surprise blow relief shock mystery revelation comfort".split())


def toward(s: Sentence, begin: int) -> bool:
    """Those in the room turn to somebody: "sided with the clerk", "credit to the bursar", "was news to the vicar"."""
    if begin < 2 or s.before(begin) != " ":
        return False
    before, earlier = s.keys[begin - 1], s.keys[begin - 2]
    if before in TOWARDS:
        return earlier not in HAVE_BE
    if TOWARDS_WITH.get(earlier) == before:
        return True
    if before == "to" and (
        earlier in CREDITED or (earlier in STRUCK and not {"was", "came"}.isdisjoint(s.keys[:begin]))
    ):
        return True
    if before == "with" and (
        earlier in ("was", "were") or s.keys[max(0, begin - 3) : begin - 1] in (["was", "not"], ["were", "not"])
    ):
        return True
    return before == "for" and earlier in ("much", "cheers", "clap", "applause", "hands")


def _laughed_at(s: Sentence, begin: int) -> bool:
    """ "Laughter when the bursar sneezed": what the room did, and at what."""
    if begin < 2 or begin > 6 or s.keys[begin - 1] not in ("when", "as", "while", "until", "before", "after", "at"):
        return False
    return not REACTIONS.isdisjoint(s.keys[: begin - 1]) and HAVE_BE.isdisjoint(s.keys[: begin - 1])


# "When the nurse said", "if the officer felt": a case that is imagined or retold, not the meeting.
RETOLD = frozenset("when if unless until whenever whether because where whose after before while".split())
# Whom people meet outside meetings every day: what they "said" is mostly a story; they explain or offer in a meeting.
CARE = frozenset(
    """
    nurse doctor receptionist teacher midwife surgeon dentist sister constable sergeant paramedic optician carer
    worker driver therapist prescriber
    """.split()
)
# Words for posts that are also things: "the chair was broken", "the host was down".
ALSO_THINGS = frozenset("chair host speaker principal head lead presenter".split())
# Trades that no list has: cardiologist, optometrist, dietician.
TRADE_ENDINGS = ("ographer", "ologist", "iatrist", "metrist", "ician", "apist", "ienist")
BY_WHICH = frozenset("in by from via on through its per told".split())
POST_STARTS = POSTS | TRADES | {words[0] for words in TWO_WORD_POSTS | TWO_WORD_TRADES}
REPORTS = frozenset("report reports update updates feedback news presentation remarks comments statement slot".split())


def outside(s: Sentence) -> bool:
    """What is told was written: somebody wrote or published it, or it stands "in a letter", "on its website".

    A letter that is only talked about ("explained why the letter was late") does not count.
    """
    if not WRITING.isdisjoint(s.keyset):
        return True
    if "report" in s.keyset and ("its" in s.keyset or "their" in s.keyset):
        at = s.keys.index("report")
        if {"in", "its"} <= set(s.keys[max(0, at - 3) : at]) or {"in", "their"} <= set(s.keys[max(0, at - 3) : at]):
            return True
    if LETTERS.isdisjoint(s.keyset):
        return False
    for at, word in enumerate(s.keys):
        if word in LETTERS and (at < 3 or not BY_WHICH.isdisjoint(s.keys[max(0, at - 3) : at])):
            return True
    return False


def posts_in(s: Sentence, index: Index, taken: set[int]) -> list[Mention]:
    """Posts of a sentence that speak, act or are given a task, by place."""
    found: list[Mention] = []
    keyset = s.keyset
    if keyset.isdisjoint(POST_STARTS) and keyset.isdisjoint(index.role_starts) and keyset.isdisjoint(index.callings):
        if not any(key.endswith(TRADE_ENDINGS) for key in keyset):
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
    pair = tuple(keys[at : at + 2])
    if pair in TWO_WORD_POSTS or pair in TWO_WORD_TRADES:
        return 2, -1
    if keys[at] in POSTS or keys[at] in TRADES or keys[at] in index.callings or keys[at].endswith(TRADE_ENDINGS):
        return 1, -1
    return 0, -1


def _reach(s: Sentence, first: int) -> int:
    """The first of the words that go with a post: vice, practice, our *community development* worker."""
    keys, start = s.keys, first
    titled = s.capital(first)  # the Footpaths Officer: written like a title, it is one person's
    while start and s.before(start) in (" ", "-", "' ") and start > first - 4:
        before = keys[start - 1]
        if s.owns[start - 1]:
            return start
        if before in POST_PREFIX:
            start -= 1
        elif titled and s.capital(start - 1) and start - 1 and before not in BODY_HEADS | DETERMINERS:
            start -= 1
        else:
            break
    for opening in range(start - 1, max(start - 4, -1), -1):
        before = keys[opening]
        if before in ("our", "the") and all(s.before(n) in (" ", "-", "' ") for n in range(opening + 1, start + 1)):
            return opening + 1
        if (
            before in DETERMINERS
            or before in BODY_HEADS
            or s.owns[opening]
            or not (modifies(before) or s.words[opening].isupper() or _plural_before(s, opening))
        ):
            break
    if 0 < start < 4 and s.capital(0) and not s.capital(first) and keys[0] not in DETERMINERS:
        # "Night shelter manager unmoved": the words from the start of a line up to a post without an article.
        if all(modifies(keys[n]) and keys[n] not in BASES and not s.owns[n] and s.gap(n) == " " for n in range(start)):
            return 0
    return start


def _plural_before(s: Sentence, at: int) -> bool:
    """ "The sales manager": between "the" and a post a word on -s is a noun, though it may be a verb elsewhere."""
    return s.keys[at].endswith("s") and at > 0 and s.keys[at - 1] in ("the", "our") and s.gap(at) == " "


def modifies(word: str) -> bool:
    """May stand between "our" and somebody, to say which: community, angry, long."""
    other = word in SPEAKS or word in ACTS or word in PREPOSITIONS or word.endswith("ly")
    return len(word) > 2 and not other


OFFERED = frozenset("post position role office job nominations candidates applications vacancy election".split())


def _plain_word(head: str, determiner: str) -> bool:
    """A title that is also an ordinary word: "major works begin", "a general point"."""
    return head in RANKS and determiner not in ("the", "our")


def _vacant(s: Sentence, start: int) -> bool:
    """The post itself is meant and not its holder: "the role of clerk", "nominations for the position of mayor"."""
    keys = s.keys
    return start > 1 and keys[start - 1] in ("of", "for") and keys[start - 2] in OFFERED


def _post(s: Sentence, first: int, last: int, held: int) -> Mention | None:
    keys = s.keys
    head = keys[last]
    strong = head in POSTS or tuple(keys[first : last + 1]) in TWO_WORD_POSTS or held >= 1
    start = _reach(s, first)
    titled = s.capital(first)
    determiner = keys[start - 1] if start and s.before(start) == " " and keys[start - 1] in DETERMINERS else ""
    if determiner == "one" and start > 1 and keys[start - 2] in ("the", "our"):
        determiner, start = "the", start - 1  # the one surveyor
    ours = start > 1 and s.owns[start - 1] and keys[start - 1] in OWN_BODIES and keys[start - 2] in ("the", "our")
    if ours:
        determiner, start = keys[start - 2], start - 1
    if determiner in ("his", "her", "my", "their", "your", "its", "no", "any", "each", "every", "some"):
        return None
    if start and keys[start - 1] in RETOLD and not determiner:
        return None
    if determiner and start > 1 and keys[start - 2] in RETOLD and s.before(start - 1).strip() == "":
        if not (determiner in ("the", "our") and _laughed_at(s, start - 1)):
            return None
    if _plain_word(head, determiner):
        return None
    if held > 1 or (determiner in ("a", "an", "another", "one") and held != 1):
        return None
    if held != 1 and keys[first - 1 : first] == ["former"]:
        return None
    if determiner in ("a", "an") and (s.owns[last] or verb_how(s, last) in ("to", "will")):
        return None  # a clerk to be found; a surveyor's bill
    if titled and first > 1 and keys[first - 1] in OF_STATE and s.capital(first - 1) and keys[first - 2] == "the":
        return None  # the Home Secretary: of the country
    strong = strong or (titled and start < first and determiner in ("the", "our") and held != 0)
    begin = start - 1 if determiner else start
    stop = last
    following = keys[last + 1] if last + 1 < len(keys) and s.gap(last) == " " else ""
    if following == "of":
        # The chair of the group is ours; the chair of something else belongs to that.
        tail = next((n for n in range(last + 2, min(last + 5, len(keys))) if keys[n] in OWN_BODIES), None)
        if tail is None or not (BODY_HEADS | OTHERS).isdisjoint(keys[last + 2 : tail]):
            return _head_of(s, start - 1 if determiner in ("the", "our") else start, last)
        stop = tail
    if sort_of_thing(s, stop) and not source(s, begin):
        return None  # head teacher posts are empty
    if _vacant(s, start):
        return None  # nominations for the post of treasurer: whoever that will be
    verb = verb_after(s, stop) or _shared_verb(s, stop)
    if determiner in ("a", "an") and verb is not None and verb.form.endswith("s") and verb.how == "acts":
        return None  # a consultant sees people on Mondays: any of them
    bare = not determiner
    capital = s.capital(start)

    def mention(kind: str, level: str = "block", owner: bool = False) -> Mention:
        return Mention(begin, stop, s.starts[begin], s.ends[stop], kind, frozenset(), verb, owner, "role", "RC6", level)

    if ours and verb is not None and verb.how != "speaks":
        return None  # "the group's coordinator will": the words that a copy itself uses (AO2)
    if s.owns[stop] and stop == len(keys) - 1 and begin > 1 and keys[begin - 1] in ("was", "is", "were"):
        if determiner in ("the", "our") and (strong or start < first or last > first) and not outside(s):
            return mention("role")  # the idea was the clerk's
    if s.owns[stop]:
        if begin and keys[begin - 1] == "from" and determiner in ("the", "our") and not outside(s):
            ahead = keys[stop + 1 : stop + 4]
            seen = ahead[:1] in (["side"], ["perspective"], ["angle"], ["viewpoint"], ["end"])
            if (seen or ahead == ["point", "of", "view"]) and (head not in CARE or held == 1):
                return mention("role")
        thing = keys[stop + 1] if stop + 1 < len(keys) else ""
        if bare and capital and begins(s, start) and (thing in REPORTS or thing == "tip") and not s.heading:
            if s.gap(stop + 1).startswith(":") and (strong or start < first or last > first):
                return mention("role")  # Bursar's update: ...
        if strong and thing in REPORTS and (s.heading or not bare or capital):
            after = verb_after(s, stop + 1)
            if s.heading or after is None or after.how == "is":
                return mention("role", "hint") if s.heading else None
            return None
        if strong and thing in SAID_THINGS and thing not in REPORTS and not s.heading:
            return mention("role")
        if not strong and determiner in ("the", "our") and thing in POINTS and not outside(s) and not s.heading:
            return mention("role")
        if determiner in ("the", "our") and thing in SUGGESTED and begin and keys[begin - 1] in ("on", "at"):
            return None if outside(s) else mention("role")  # on the pharmacist's advice
        if determiner in ("the", "our") and (thing in VOICED or thing in FELT) and not outside(s) and not s.heading:
            return mention("role")
        if (
            bare
            and capital
            and begins(s, start)
            and (strong or start < first)
            and (thing in VOICED or thing in ("update", "tip"))
        ):
            return mention("role")
        return None
    one_of_us = (strong or held == 1) and (determiner in ("the", "our") or bare and capital)
    one_of_us = one_of_us or (determiner in ("the", "our") and (start < first or last > first) and head not in CARE)
    if one_of_us and not outside(s):
        if turned_round(s, begin, stop) or toward(s, begin) or _laughed_at(s, begin):
            return mention("role")
    bracketed = s.before(begin).rstrip().endswith(("(", "["))
    if (
        owner_mark(s, begin, stop)
        and (strong or capital)
        and (not bracketed or (keys[0] in BASES and keys[0] != "present"))
    ):
        return mention("role", owner=True)
    if strong and bracketed and s.gap(stop).startswith(("):", "]:")):
        return mention("role")
    if strong and keys[begin - 1 : begin] == ["as"] and s.gap(stop).strip() == "," and begin == 1:
        return mention("role")  # As clerk, ...
    if determiner in ("the", "our") and s.before(begin).strip() == "" and not outside(s):
        if strong and begin == 1 and keys[0] == "through":
            return mention("role")  # through the chair
        if begin == 2 and keys[0] in ("prompted", "pressed", "asked", "challenged", "urged") and keys[1] == "by":
            return mention("role")
    named_job = determiner in ("the", "our") and (start < first or last > first)
    named_job = named_job and (head not in CARE or keys[begin - 1] == "to")
    if (strong or determiner == "our" or named_job or held == 1) and source(s, begin) and not outside(s):
        return mention("role")
    compound = start < first or last > first
    told_apart = determiner in ("the", "our") or (bare and capital and begins(s, start) and (strong or compound))
    if bare and not (capital and (strong or begins(s, start))):
        return None
    if bare and compound and begins(s, start) and verb is not None and not outside(s):
        if reacts(s, verb) or (verb.how == "speaks" and verb.form == PAST_OF.get(verb.base)):
            return mention("role")
    if bare and begins(s, start) and capital and verb is not None and verb.at == stop + 1 and not outside(s):
        # A post without an article is somebody, as in "Bursar wants receipts", "Clerk sought three prices".
        past = (
            verb.how in ("speaks", "acts") and not verb.form.endswith("s") and verb.form not in ("led", "run", "made")
        )
        past = past and verb.form not in MADE
        if past and (strong or reacts(s, verb) or verb.how == "speaks" or verb.form in TABLED):
            if keys[verb.at + 1 : verb.at + 2] != ["by"]:
                return mention("role")
        if verb.form in ("wants", "hopes", "thinks", "says", "reckons", "feels", "asks", "begs", "wonders"):
            return mention("role")
    if bare and compound and begins(s, start) and verbless(s, stop):
        return mention("role")
    if bare and not strong:
        # "Officer to write to the bus company": only where a task is given.
        if begins(s, start) and verb is not None and verb.how == "to" and verb.at == stop + 1:
            return mention("role", owner=True)
        return None
    if bare and begins(s, start) is False and head in TRADES and head not in POSTS and held < 1:
        return None
    rest = keys[stop + 1 : stop + 3]
    if bare and rest and (rest == ["to", "be"] or (rest[0] in MADE and (len(rest) == 1 or ":" in s.gap(stop + 1)))):
        return None  # Clerk wanted; Chair: to be elected
    if strong and labels(s, begin, stop) and len(keys) - stop > 2:
        if (":" in s.gap(stop) and len(keys) - stop > 3) or following_task(s, stop):
            return mention("role", owner=":" not in s.gap(stop) and keys[stop + 1] in BASES)
    if strong and not bare and following in BASES and begin and keys[begin - 1] == "that":
        return mention("role", owner=True)  # resolved that the clerk ring
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
        if verb.form == "showed" and not bare and keys[verb.at + 1 : verb.at + 2] and keys[verb.at + 1] in SHOWN:
            return mention("role")
        if determiner == "our" and verb.how == "is" and stance(s, verb) and _minded(s, verb):
            return mention("role")
        if strong and verb.how != "speaks" and _told_of(s, verb, head):
            return mention("role", owner=verb.how == "is" and keys[verb.at + 1 : verb.at + 2] == ["to"])
    before = keys[begin - 1] if begin else ""
    if determiner == "our" and before == "to" and begin == 2 and keys[0] == "thanks":
        return mention("role")
    towards = verb is not None and not OBJECTS.isdisjoint(keys[verb.at + 1 : verb.at + 3])
    if verb is not None and keys[verb.at + 1 : verb.at + 2] == ["to"] and keys[verb.at + 3 : verb.at + 4]:
        towards = towards or keys[verb.at + 3] in OBJECTS  # came to see him
    if one_of_us and verb is not None and verb.how == "is" and not outside(s):
        done = next((key for key in keys[verb.at + 1 : verb.at + 3] if not is_adverb(key)), "")
        if ACTING.get(done) in SPEAKING | STEPPING or keys[verb.at + 1 : verb.at + 3] in STOOD:
            return mention("role")
    if one_of_us and verb is not None and verb.how == "modal" and verb.form in ("could", "can", "cant", "couldnt"):
        if keys[verb.at + 1 : verb.at + 2] and keys[verb.at + 1] in SPARED and head not in ALSO_THINGS:
            return mention("role")
    if determiner in ("the", "our") and verb is not None and verb.form == "had" and head not in CARE:
        if keys[verb.at + 1 : verb.at + 2] == ["to"] and keys[verb.at + 2 : verb.at + 3] and not towards:
            if keys[verb.at + 2] in SPEAKING | LEAVING and not outside(s):
                return mention("role")  # the bursar had to explain
    job = determiner in ("the", "our") and (start < first or last > first or held == 1) and head not in CARE
    if job and verb is not None and verb.how in ("acts", "speaks") and _takes_part(s, verb):
        if not (towards or outside(s) or dated(s, verb)):
            return mention("role")  # the welfare officer took questions
    if determiner in ("the", "our") and verb is not None and keys[verb.at + 1 : verb.at + 2] == ["us"]:
        if head not in CARE and verb.form in ("left", "took", "walked", "talked", "showed", "drew") and not outside(s):
            return mention("role")  # the consultant left us in no doubt
    if told_apart and verb is not None and reacts(s, verb) and not (towards or dated(s, verb) or outside(s)):
        return mention("role")
    if told_apart and (verbless(s, stop) or verbless(s, _shared(s, stop))) and not outside(s):
        return mention("role")
    if told_apart and head not in ALSO_THINGS and is_there(s, stop):
        return mention("role")
    if strong and determiner in ("the", "our"):
        if before in ("ask", "asked") and following == "to":
            return mention("role", "hint", owner=True)
        if before in ("thank", "thanked") or (
            before == "to" and begin > 1 and keys[begin - 2] in ("thanks", "apologies")
        ):
            return mention("role", "hint")
    return None


SPARED = frozenset("spare manage lend offer stretch".split())
LEAVING = frozenset("leave go dash rush run".split())
STEPPING = frozenset("step leave retire resign stand move look try collect draft write ring chase get".split())
FELT = frozenset(
    "hand hands eyes shoulders cough heart face voice eyebrows patience mood verdict guess vote casting"
    " prompting".split()
)
OBJECTS = frozenset("him her me them you".split())
OF_STATE = frozenset(
    "information housing home health foreign education transport justice defence prime children victims".split()
)


def verb_how(s: Sentence, last: int) -> str:
    """How the verb after word `last` is used; empty if there is none."""
    verb = verb_after(s, last)
    return verb.how if verb else ""


def _takes_part(s: Sentence, verb: Verb) -> bool:
    """What somebody does who came to a meeting to be of use: brought leaflets, took questions, gave out cards."""
    if verb.denied or verb.helped in ("has", "have", "been"):
        return False
    rest = s.keys[verb.at + 1 : verb.at + 3]
    if verb.form in ("brought", "attended", "presented", "answered", "listened", "stayed"):
        return bool(rest) and rest[0] not in ("by", "to", "in")
    if verb.form == "took":
        return not {"questions", "notes", "part"}.isdisjoint(rest)
    return verb.form == "gave" and (
        rest[:1] == ["out"] or rest in (["a", "talk"], ["an", "update"], ["a", "demonstration"])
    )


POINTS = frozenset("suggestion point idea question offer worry concern concerns view opinion".split())
SHOWN = frozenset("us slides pictures photos a the everybody everyone".split())


def _shared(s: Sentence, last: int) -> int:
    """The last word of a second post: "chair and *clerk*"; the first one's, if there is none."""
    at = last + 1
    if at + 1 < len(s.keys) and s.keys[at] == "and":
        at += 1 + (s.keys[at + 1] in ("the", "our"))
        if at < len(s.keys) and (s.keys[at] in POSTS or s.keys[at] in TRADES):
            return at
    return last


def _shared_verb(s: Sentence, last: int) -> Verb | None:
    """ "The chair and treasurer disagreed", "chair/treasurer to sign": the verb that two posts share."""
    at = last + 1
    if at < len(s.keys) and s.keys[at] == "and":
        at += 1
    elif s.gap(last).strip() not in ("/", "&"):
        return None
    at += s.keys[at : at + 1] in (["the"], ["our"])
    if at < len(s.keys) and (s.keys[at] in POSTS or s.keys[at] in TRADES):
        return verb_after(s, at)
    return None


def _head_of(s: Sentence, begin: int, last: int) -> Mention | None:
    """ "The head of nursing explained": of something else, so it must do what is done in a room."""
    for stop in range(last + 2, min(last + 6, len(s.keys))):
        verb = verb_after(s, stop)
        if verb is not None and verb.at == stop + 1:
            past = verb.how == "speaks" and verb.form == PAST_OF.get(verb.base) and verb.base in IN_THE_ROOM
            if not past or verb.denied or outside(s) or dated(s, verb):
                return None
            return Mention(begin, stop, s.starts[begin], s.ends[stop], "role", verb=verb, why="role", rule="RC6")
    return None


OTHERS = frozenset("neighbouring other another each every any that next nearby national".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december spring summer autumn"
    " winter".split()
)
CLAUSE = frozenset("that why how what whether if it they we there because when who where".split())


def dated(s: Sentence, verb: Verb) -> bool:
    """What was done has a date of its own, so it was not done here: "agreed a new timetable in June"."""
    for at in range(verb.at + 1, len(s.keys)):
        word, before = s.keys[at], s.keys[at - 1]
        if word in CLAUSE or word == "to":
            return False
        if before in ("in", "since", "during", "on") and (word in MONTHS or (word.isdigit() and len(word) == 4)):
            return True
        if before == "last" and word in ("week", "month", "year", "time", "spring", "summer", "autumn", "winter"):
            return True
    return False


def following_task(s: Sentence, last: int) -> bool:
    """What follows a label begins with a verb: "Chair - welcomed everybody"."""
    word = s.keys[last + 1]
    return word in SPEAKS or word in ACTS or word in BASES


def _told_of(s: Sentence, verb: Verb, head: str) -> bool:
    """A verb that tells what the holder of a post did, had, wanted or felt; not what the post is for."""
    keys = s.keys
    following = keys[verb.at + 1] if verb.at + 1 < len(keys) and not s.gap(verb.at).strip() else ""
    thing = head in ALSO_THINGS
    if verb.how == "going":
        return True
    if verb.how == "modal":
        after = keys[verb.at + 2] if following == "not" and verb.at + 2 < len(keys) else following
        if verb.form in ("would", "wouldnt"):
            return after in BASES or after in ("like", "rather", "prefer", "love")
        denied = following == "not" or verb.form == "couldnt"
        return verb.form in ("could", "couldnt") and denied and after in BASES
    if verb.how == "is" or verb.form == "had":
        if following == "going" or (
            following == "to" and keys[verb.at + 2 : verb.at + 3] and keys[verb.at + 2] in BASES
        ):
            return True
        if verb.form in ("had", "hadnt"):
            return not thing and following not in ("been", "to")
        return stance(s, verb) and (not thing or not MADE.isdisjoint(keys) or _minded(s, verb))
    if verb.how == "acts":
        if verb.helped == "been" or verb.form.endswith("ed") and following in ("by", "in", "at") and not verb.helped:
            return verb.form in ACTS and verb.helped != "been"
        if thing and not verb.helped and (verb.form != PAST_OF.get(verb.base) or verb.form in APPEARED):
            return False  # the chair needs a new leg, looked comfortable
        return verb.form in ACTS or bool(verb.helped) or not thing
    return False


def _minded(s: Sentence, verb: Verb) -> bool:
    """What only people are: worried, keen, sure."""
    return any(word in STATES for word in s.keys[verb.at + 1 : verb.at + 4])


def _told(s: Sentence, verb: Verb, strong: bool, trade: str) -> bool:
    """A verb of speaking that belongs to the meeting. A trade that "told her" or "asks" is part of a story."""
    if strong:
        return True
    if verb.denied or verb.form.endswith("ing"):
        return False
    if verb.form in ACTS and verb.form != PAST_OF.get(verb.base) and not verb.helped:
        return False
    if trade in CARE and verb.base not in IN_THE_ROOM:
        return False
    after = s.keys[verb.at + 1] if verb.at + 1 < len(s.keys) else ""
    return after not in ("him", "her", "them", "me", "patients", "you") and not outside(s)
