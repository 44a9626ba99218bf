"""A word of the roster that is also an ordinary word (Will, May, Grace, Field, Best): is it a name here?

Inside a sentence a capital letter tells. At the start of a sentence, in a heading or in lower case it tells nothing;
then the word must do what only people do: speak, promise, bring something, be worried.
"""

import re

from .grammar import (
    DENIED,
    OWNER_WORDS,
    PREPOSITIONS,
    STANDS,
    STRONG_PASTS,
    Verb,
    is_adverb,
    labels,
    owner_mark,
    reacts,
    speaks,
    verb_after,
    verbless,
)
from .roster import GIVEN, NICK, Entry, Index
from .sentences import Sentence
from .vocabulary import (
    ACTING,
    ACTS,
    AGENTIVE,
    BASES,
    DETERMINERS,
    GIVEN_NAMES,
    MONTH_BEFORE,
    MONTH_NAMES,
    NUMBERS,
    PARTICIPLE_OF,
    PARTICIPLES,
    PAST_OF,
    POSTS,
    SAID_THINGS,
    SPEAKING,
    SPEAKING_ING,
    SPEAKS,
    STATES,
    TITLES,
    TOWNS,
    TRADES,
    VIRTUES,
    VOICED,
)

OPEN = re.compile(r"[.:;!?(\[\"“‘>|/•]\s*[*_]*$|[-–—]\s+[*_]*$")
# Words of amount and quality: "Little has changed", "Best to ring early".
QUALITIES = frozenset(
    """
    best better good wise little long short young old hard easy free keen sharp swift strong rich low high small rough
    clear early late fair full bright gentle noble proud sweet brave blunt bold more most
    """.split()
)
# What begins a question or an order: "Will the bus come?", "Mark the date".
BEGINNERS = frozenset("will may mark bill grant rob sue pat chase skip hope trust love wait read case".split())
AFTER_BEGINNER = frozenset(
    "the a an this that these those it there we you they he she people anyone anybody somebody someone everybody"
    " everyone all any some our your my his her their its".split()
)
# What a month, a season or a virtue does as well: "May brought rain", "Hope gave people strength".
OF_THINGS = frozenset("give bring take make hold keep come go see start stop run be have help need".split())
# What people do day by day; a rose that needs something is more often somebody than a flower, a field is not.
LIVING = frozenset("reckon know live wait need use work".split())
MINDING = frozenset("want mind like love prefer hate dislike fear expect promise intend".split())
LISTS = OWNER_WORDS | frozenset("minutes notes minuted chair chaired facilitator apologies cc present next".split())
COMMON_LABELS = frozenset(
    "action page price date day time place note field ward case school church park green lane hall house service read"
    " speaker guest chair post rule love hope way part good best care access welcome summer winter autumn spring may"
    " april june august power rice bread lunch tea water light food area reason question answer".split()
)
NOUNS_TOO = frozenset("points reports comments requests concerns voices views".split())
SIGNING = frozenset("thanks regards cheers best kind yours many love sincerely warm hope".split())
AT = frozenset("as together along from at on in with by via over beside near".split())
ASKING_AFTER = frozenset(
    "ask see tell thank cc with by from for to and contact ring call email ditto cf per plus".split()
)


def begins(s: Sentence, at: int) -> bool:
    """A capital letter here tells nothing: the word begins a sentence, a bullet, or what follows a colon."""
    return at == 0 or bool(OPEN.search(s.before(at)))


def next_word(s: Sentence, at: int) -> str:
    """The word after, if only space lies between."""
    if at + 1 < len(s.words) and not s.gap(at).strip(" *_"):
        return s.keys[at + 1]
    return ""


def previous_word(s: Sentence, at: int) -> str:
    """The word before, if only space or an opening mark lies between."""
    if at and not s.before(at).strip(" *_'\"“‘"):
        return s.keys[at - 1]
    return ""


def is_name(s: Sentence, at: int, last: int, entry: Entry, shouted: bool, joined: bool, index: Index) -> bool:
    """The ordinary word at `at` is a name here. `joined`: a name stands directly before it in a list."""
    word = s.keys[at]
    before, after = previous_word(s, at), next_word(s, last)
    if _lettered(s, last, entry, index) or _with_post(s, last):
        return True
    if s.words[at][0].islower() or shouted:
        return _small(s, at, last, before, after)
    if s.before(at).endswith("@"):
        return True
    if word in MONTH_NAMES and _month(s, at):
        return False
    if before in ("one", "another", "other", "which") and len(entry.people) > 1 and entry.sort == GIVEN:
        return True  # one Ivy was for it, another was not
    if re.fullmatch(r"\d+\w?", after) or after in ("of", "for", "in", "at") and before in DETERMINERS:
        return False
    if s.gap(last).strip() in ("", ",") and s.keys[last + 1 : last + 2] and s.keys[last + 1] in ("who", "whose"):
        return before not in DETERMINERS  # only of people: "Sky, who is new, asked"
    if s.gap(last) == ", " and _with_age(s, last) and before not in DETERMINERS:
        return True  # Temperance, 84, walks there
    verb = verb_after(s, last)
    if before in ("this", "that") and at > 1 and verb is not None and s.keys[at - 2] in AT:
        return _does(
            s, verb, word, entry.sort == GIVEN and word not in VIRTUES | MONTH_NAMES
        )  # at that Grace would not
    if s.owns[last] and before in ("the", "a", "an"):
        return False  # the Pope's visit: people have no article
    if before in DETERMINERS and before not in ("our", "my") and not s.owns[last]:
        return speaks(verb) and entry.sort != NICK and before not in ("the", "a", "an")
    if before in ("our", "my") and not speaks(verb) and (entry.sort != GIVEN or word in VIRTUES | MONTH_NAMES):
        return False
    return _certain(s, at, last, before, after, joined, index) or _likely(s, at, last, entry, before, after, verb)


def _with_age(s: Sentence, last: int) -> bool:
    """An age between commas follows, as only people have one."""
    years = s.keys[last + 1] if last + 2 < len(s.words) else ""
    return years.isdigit() and len(years) < 4 and s.gap(last + 1).startswith(",")


def _lettered(s: Sentence, last: int, entry: Entry, index: Index) -> bool:
    """A letter of the rest of the name follows: "May C", "ivy g to ring", "Ward, W.:"."""
    if last + 1 >= len(s.words) or len(s.keys[last + 1]) != 1:
        return False
    letter, gap = s.keys[last + 1], s.gap(last)
    if gap == " " and entry.sort in (GIVEN, NICK) and letter not in ("a", "i"):
        if any(surname[0] == letter for person in entry.people for surname in index.surnames[person]):
            return s.capital(last + 1) or verb_after(s, last + 1) is not None
    if gap == ", " and s.capital(last + 1) and not s.words[last][0].islower():
        return any(given[0] == letter for person in entry.people for given in index.givens[person])
    return False


def _with_post(s: Sentence, last: int) -> bool:
    """What somebody is follows the name: "Field (sec.) stood down", "Ivy the clerk nods"."""
    if last + 1 >= len(s.words):
        return False
    gap = s.gap(last)
    if gap in (" (", " [") and s.keys[last + 1] in POSTS_SHORT:
        return s.capital(last) and (")" in s.gap(last + 1) or "]" in s.gap(last + 1))
    if gap != " " or s.keys[last + 1] not in ("the", "our") or not s.capital(last):
        return False
    for ahead in range(last + 2, min(last + 4, len(s.words) - 1)):
        if s.keys[ahead] in POSTS_SHORT and not s.owns[ahead] and s.gap(ahead) == " ":
            return verb_after(s, ahead) is not None or s.keys[ahead + 1].endswith(("s", "ed"))
    return False


POSTS_SHORT = (
    POSTS | TRADES | frozenset("treas sec psych phys physio vc rep chr admin fac facil hon dr co cllr".split())
)


def _small(s: Sentence, at: int, last: int, before: str, after: str) -> bool:
    """In lower case, or where all is in capitals."""
    if labels(s, at, last):
        return True
    if before in DETERMINERS or before in ("in", "on", "of", "to"):
        return False
    finite = after in SPEAKS and after not in ("point", "points", "report", "reports")
    opens = at == 0 or before in ("and", "but", "so", "then", "as", "that")
    return finite and opens and s.keys[at] not in ("we", "he", "she")


def _certain(s: Sentence, at: int, last: int, before: str, after: str, joined: bool, index: Index) -> bool:
    """Places where only a name can stand, whatever the word."""
    word = s.keys[at]
    if joined and s.before(at).strip() in (",", "/", "&") and not s.owns[at - 1]:
        return True
    if s.gap(last).strip() in (",", "/", "&") and last + 1 < len(s.words) and s.capital(last + 1):
        following = s.keys[last + 1]
        if following in GIVEN_NAMES or (s.gap(last).strip() != "," and (following,) in index.spellings):
            return True
    if s.gap(last).strip() == "&" and s.keys[last + 1 : last + 2] == ["co"]:
        return True
    if labels(s, at, last) and word not in COMMON_LABELS:
        return not s.text[s.ends[last] + 1 :].lstrip()[:1].strip("£$€").isdigit() and "£" not in s.gap(last)
    if owner_mark(s, at, last):
        return True
    if after == "and" and last + 2 < len(s.words) and s.capital(last + 2) and not s.owns[last]:
        other = s.keys[last + 2]  # Ray and Jay: a capital inside the sentence, so the second is a name
        if (other,) in index.spellings and s.gap(last + 1) == " " and s.keys[last + 3 : last + 4] != ["road"]:
            seasons = MONTH_NAMES | TOWNS | VIRTUES
            return not (word in seasons or other in seasons)
    if at and s.before(at).rstrip()[-1:] == "|" and s.gap(last).lstrip()[:1] == "|" and word not in MONTH_NAMES:
        return True  # a cell of a table
    around = s.before(at)[-1:] + s.gap(last)[:1]
    if around == "[]" or (around in ("()", "**") and word not in COMMON_LABELS | VIRTUES | MONTH_NAMES):
        return True
    if s.owns[last] and word not in MONTH_NAMES and (after in SAID_THINGS or after in ("was", "is", "been")):
        return True
    if s.owns[last] and after in VOICED and (word in MONTH_NAMES or word not in VIRTUES):
        return True  # May's misgivings
    return before in TITLES and s.capital(at - 1)


def _likely(s: Sentence, at: int, last: int, entry: Entry, before: str, after: str, verb: Verb | None) -> bool:
    """What stands around the word decides."""
    word = s.keys[at]
    if speaks(verb) and verb.form not in NOUNS_TOO and (verb.form in ACTS or verb.form.endswith("ing") or verb.helped):
        return True
    opened = s.before(at)[-1:] in ("(", "[") and at > 0  # inside brackets a sentence goes on in small letters
    if not at and last == len(s.words) - 1 and (s.heading or not s.first):
        return entry.sort == GIVEN and word not in VIRTUES | MONTH_NAMES | COMMON_LABELS  # a line of its own
    plain = s.heading and at and not _title_case(s) and verb is not None and verb.how != "going"
    if plain and not begins(s, at):
        return not _in_title(s, at, last)  # a sentence without its full stop
    if s.heading and at and not plain:
        if last == len(s.words) - 1 and s.before(at).strip() == "," and s.keys[0] in SIGNING:
            return True  # signed: "Thanks all, Grace"
        if before in ASKING_AFTER:
            return before == "by" or not _title_case(s) or (entry.sort == GIVEN and word not in VIRTUES)
        alone = last == len(s.words) - 1 and ":" in s.before(at) and at < 4
        return alone and entry.sort == GIVEN and (word not in VIRTUES or s.keys[at - 1] in LISTS)
    if word == "eve" and before in ("christmas", "years"):
        return False
    if before == "of" and at > 2 and s.capital(at - 2) and s.keys[at - 3] in ("the", "our"):
        return False  # the Temple of Grace
    if not begins(s, at) or opened:
        if opened and word in BEGINNERS and after in AFTER_BEGINNER:
            return False
        return not _in_title(s, at, last)
    if after == "and" and "others" in s.keys[last + 2 : last + 4]:
        return True  # Ivy and two others
    if after == "and" and last + 2 < len(s.words) and s.capital(last + 2):
        if s.keys[last + 2] in GIVEN_NAMES or s.words[last + 2] == "I":
            return True
    if word in BEGINNERS and after in AFTER_BEGINNER:
        return False
    if last + 1 < len(s.words) and s.gap(last) == " " and s.capital(last + 1) and speaks(verb_after(s, last + 1)):
        return True  # with a surname that is not on the roster
    given = entry.sort in (GIVEN, NICK) and word not in VIRTUES and word not in MONTH_NAMES
    if s.owns[last]:
        return given
    if verbless(s, last) or (verb is not None and not THEMSELVES.isdisjoint(s.keys[last + 1 :])):
        return True
    if len(word) > 3 and word[-1] == "s" and word[-2:] != "ss" and word not in MASSES:
        if verb is not None and verb.form in ("is", "was", "has", "isnt", "wasnt", "hasnt", "doesnt"):
            return True  # Fields was cross: not several fields
    if word not in VIRTUES and _speaks_further_on(s, last):
        return True
    if after == "it" and s.keys[last + 2 : last + 3] in (["was"], ["is"]):
        return True  # Duke it was who found the ball
    if verb is not None and reacts(s, verb):
        return True
    return verb is not None and (_does(s, verb, word, given) or _without_article(s, verb, word, given))


# Nouns that stand without an article, like names: "Frost got in", "Stone was used", "Church was full".
COUNTED = frozenset("page case nurse carer speaker guest field ward lane link child hall street".split())
BARE = (VIRTUES - COUNTED) | MONTH_NAMES | QUALITIES | BEGINNERS | TOWNS | frozenset(
    """
    amber ash bacon barley beauty bread brass bronze cabbage candy cash chalk cheese clay coal coffee cold copper cork
    corn cotton cream crystal curry death dew dust dusk dawn english fear fire flax flesh flint flood frost fuel fun
    fur garlic ginger glass gold golden grain granite grass gravel grief ground hail hair hay heat honey ice ink iron
    grant ivory jade jazz jewel juice lace lamb land law lead leather light lime linen luck lunch malt marble mash meal
    meat metal milk mint mist money moss mud music mustard nature nickel noise noon oak oats oil paint paper parchment
    parking pasture pay pine plaster pork power praise press quiz rain rice rust saffron salmon salt sand school sea
    shade silence silk silver skin sleep slate smoke snow soap sorrow spare spice steel sterling stone straw strength
    sugar sunshine tar tea thrift thunder thyme tide tile timber tin travel treasure trout turf twelve venture vinegar
    warmth wash waste wax weather weight wheat wind wine wool work worship yarn zeal night morning evening easter
    christmas prison hospital council parking speed space stock support talent even ever now right well next last
    first left back north south east west such many much more less most other love royal english french german irish
    scott french norm early eve blue red green white black brown grey gray
    """.split()
)  # fmt: skip
ARTICLES = frozenset("the a an this his her their our every each some any".split())
ENDS_CLAUSE = frozenset("and but so because when while if as that which who after before until where".split())
# What things do as well as people, without anything to do it to.
UNWILLED = frozenset("ring leave break fall rise close open start stop go come run sit stand get cost turn".split())


def _without_article(s: Sentence, verb: Verb, word: str, given: bool) -> bool:
    """ "Page went through the figures": the noun would have an article, as the next noun has one, so it is a name.

    Whoever leaves out the first article in notes leaves out the second: "Page updated", "Bell rang late".
    """
    if word in BARE or (word.endswith("s") and not word.endswith("ss") and not given) or verb.helped:
        return _at_work(s, verb)
    keys, at = s.keys, verb.at
    base = ACTS.get(verb.form, verb.base)
    past = PAST_OF.get(base) == verb.form or verb.form.endswith("ed") or verb.form in STRONG_PASTS
    if verb.how not in ("acts", "speaks", "is") or not (past or verb.form in HABITUAL):
        return False
    rest = keys[at + 1 : at + 7]
    for number, key in enumerate(rest):
        if key in ENDS_CLAUSE or (number and s.before(at + 1 + number).strip(" ")):
            rest = rest[:number]
            break
    if ARTICLES.isdisjoint(rest):
        return _at_work(s, verb)
    direct = (
        rest[0] in ARTICLES or rest[0] in ("us", "everybody", "everyone") and rest[1:2] != [] and rest[1] in ARTICLES
    )
    if verb.form in HABITUAL:
        return direct and rest[1:2] not in (["trick"], ["world"], ["job"])
    plain = verb.form != PARTICIPLE_OF.get(base, verb.form)  # came, went, took: no participle
    if direct or (plain and (base not in UNWILLED or not MANNERS.isdisjoint(rest[:2]))):
        return True
    return _at_work(s, verb)


HABITUAL = frozenset("does keeps runs drives teaches chairs cooks bakes looks holds sings plays collects".split())
# With these an ordinary verb is one of manner: "came round to the idea", "went home with the book".
MANNERS = frozenset("round through along home over armed".split())


def _at_work(s: Sentence, verb: Verb) -> bool:
    """What is done with words or a chair, whoever does it: "made the case", "took some persuading", "saw no harm"."""
    if verb.helped or verb.how not in ("acts", "speaks") and verb.form != "had":
        return False
    rest = s.keys[verb.at + 1 : verb.at + 5]
    if rest[:1] == ["by"] and rest[1:2] and rest[1] in SPEAKING_ING:
        return True  # closed by thanking
    if verb.form in ("made", "put", "had", "took", "gave", "left") and rest[:1]:
        thing = next((key for key in rest[1:3] if key in PLED or key in VOICED), "")
        if rest[0] in ("the", "a", "an", "her", "his", "some", "two", "no", "nothing"):
            return bool(thing) and (verb.form != "gave" or thing in PLED)
    if rest[:1] in (["the"], ["a"], ["this"]) and not DEBATED.isdisjoint(rest[1:2]):
        return True
    if (
        verb.form in ("gave", "sent")
        and rest[:1]
        and rest[0] in ("figures", "examples", "dates", "details", "apologies")
    ):
        return True
    if verb.form == "saw":
        return rest[:1] in (["no"], ["little"], ["why"], ["how"]) or rest[:2] == ["it", "differently"]
    if verb.form == "found":
        return rest[:1] in (["it"], ["this"], ["that"])
    theirs = next((n for n in range(verb.at + 1, min(verb.at + 4, len(s.keys) - 1)) if s.keys[n] in ("his", "her")), 0)
    if theirs and s.gap(theirs) == " " and s.keys[theirs + 1] not in PREPOSITIONS:
        return s.keys[theirs] == "his" or not s.keys[theirs + 1].endswith(("ing", "ly"))  # a thing has its own
    return verb.form == "came" and (
        rest[:2] in (["back", "to"], ["round", "to"]) and rest[2:3] != ["life"] or rest[:2] == ["in", "person"]
    )


DEBATED = frozenset("debate discussion motion question vote proposal agenda minutes chair".split())
PLED = frozenset("word case chair floor minutes notes lead plea point persuading convincing vote register".split())


GREETED = frozenset("welcomed praised applauded teased consoled missed cheered quizzed interrupted".split())
THEMSELVES = frozenset("himself herself".split())
MASSES = frozenset("christmas news gas business access illness thanks series canvas".split())


def _does(s: Sentence, verb: Verb, word: str, given: bool) -> bool:
    """The verb tells that its subject is a person. `given`: a first name that is no month and no virtue."""
    following = [
        key for key in s.keys[verb.at + 1 : verb.at + 5] if key not in DENIED and (key in BASES or not is_adverb(key))
    ]
    done = following[0] if following else ""
    bare = word in VIRTUES or word in MONTH_NAMES or (word in BARE - BEGINNERS and not given)
    thinglike = OF_THINGS if bare else frozenset()
    if verb.how == "to":
        return word not in QUALITIES and (given or done in AGENTIVE or done in SPEAKING or word not in VIRTUES)
    if verb.how in ("will", "modal"):
        if verb.form in ("wont", "wouldnt") and following[:2] in (["be", "drawn"], ["be", "moved"], ["be", "rushed"]):
            return True
        if verb.form in ("cant", "couldnt", "wouldnt", "wont") and done in ("do", "make", "attend", "see", "think"):
            return True
        if verb.form == "could" and done in ("see", "think", "remember") and s.keys[verb.at + 1] == "not":
            return True
        if verb.form in ("could", "can") and done == "see" and following[1:2] in (["both"], ["why"], ["how"], ["no"]):
            return True
        if verb.form in ("may", "might", "must") or done in thinglike:
            return False
        able = verb.form in ("can", "could", "cant") and word in MONTH_NAMES
        return (
            done in AGENTIVE
            or done in SPEAKING
            or done in ("rather", "like", "love")
            or ((given or able) and done in BASES)
        )
    if verb.how == "is" or verb.form in ("has", "had"):
        if verb.form in ("are", "were", "have"):
            return False
        if verb.how == "is" and following[:1] == ["the"] and following[1:2] in (["one"], ["first"], ["last"], ["only"]):
            return "who" in s.keys[verb.at + 3 : verb.at + 4] or following[2:4] in (
                ["to", "say"],
                ["to", "ask"],
                ["to", "speak"],
            )
        if following[:1] == ["to"] and following[1:2] and following[1] in AGENTIVE - LIVING:
            return word not in BARE  # is to bring the map
        if following[:1] == ["at"] and following[1:2] and (following[1] in NUMBERS or following[1].isdigit()):
            return False  # noon is at twelve
        if "to" in following[1:3] and verb.how == "is" and word not in MONTH_NAMES:
            place = verb.at + 1 + s.keys[verb.at + 1 :].index("to")
            if s.keys[place + 1 : place + 2] and s.keys[place + 1] in SPEAKING:
                return True  # was slow to answer
        if following[:1] == ["in"] and following[1:2] and following[1] in STANDS:
            return True
        if (
            done in STATES
            or done in GREETED
            or ACTING.get(done) in AGENTIVE | SPEAKING
            or PARTICIPLES.get(done) in AGENTIVE - OF_THINGS - LIVING
            or (verb.how == "acts" and done == "done" and word not in VIRTUES)
        ):
            return True
        if verb.form in ("has", "had"):
            return given or (done in DETERMINERS and word not in VIRTUES | MONTH_NAMES | QUALITIES)
        return given
    if verb.how == "acts":
        if verb.form == "rang" and following[:1] in (["at"], ["in"], ["out"], ["on"], ["for"], ["all"]):
            return False  # the bell rang at four
        base = verb.base if verb.base in BASES or verb.base in AGENTIVE else ACTS.get(verb.form, verb.base)
        if base in MINDING or base in ("reckon", "know"):
            return True
        if base == "mean":
            return following[:1] in (["well"], ["it"], ["no"])
        if verb.form in ("looked", "looks", "seemed", "sounded", "sounds", "seems"):
            return done in STATES
        if base in LIVING and not thinglike:
            return given
        if base in thinglike or base in LIVING:
            return base not in OF_THINGS and verb.form == PAST_OF.get(base)
        past = verb.helped or verb.form == PAST_OF.get(base)
        return past and (base in AGENTIVE or given)
    return verb.how == "going" and given


def _speaks_further_on(s: Sentence, last: int) -> bool:
    """ "Rose on the phone asked": a few words that say where, then a verb of speaking in the past."""
    if next_word(s, last) not in AT:
        return False
    for ahead in range(last + 2, min(last + 6, len(s.words))):
        if s.before(ahead).strip(" '"):
            return False
        word = s.keys[ahead]
        if word in SPEAKS:
            return word == PAST_OF[SPEAKS[word]]
    return False


def _month(s: Sentence, at: int) -> bool:
    """May as a month: a date stands beside it, or a word that goes with times."""
    before, after = previous_word(s, at), next_word(s, at)
    if before.isdigit() or re.fullmatch(r"\d+(st|nd|rd|th)", before) or before in MONTH_BEFORE:
        return True
    if not after:
        return False
    verb = verb_after(s, at)
    said = verb is not None and verb.how in ("speaks", "to", "will")
    return after[0].isdigit() or (after in ("half", "bank", "day", "to", "and") and not said)


def _title_case(s: Sentence) -> bool:
    longer = [number for number, word in enumerate(s.words) if len(word) > 3]
    return len(longer) > 1 and all(s.capital(number) for number in longer)


def _in_title(s: Sentence, first: int, last: int) -> bool:
    """Inside a run of capitalised words, like the name of a project: "the Field Studies Council"."""
    after = last + 1 < len(s.words) and not s.gap(last).strip(" ") and s.capital(last + 1)
    before = first > 1 and not s.before(first).strip(" ") and s.capital(first - 1) and not begins(s, first - 1)
    if not (after or before):
        return False
    if before and (s.keys[first - 1] in TITLES or s.keys[first - 1] in GIVEN_NAMES or len(s.words[first - 1]) == 1):
        return False
    return not (after and s.keys[last + 1] in GIVEN_NAMES)
