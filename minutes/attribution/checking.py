"""The check itself: reads a text sentence by sentence, asks every rule, and settles levels and wording."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from .bodies import bodies_in, collectives_in, elsewhere_in, strangers_bodies_in
from .contacts import contacts_in
from .copied import copied_in
from .described import described_in, strangers_in
from .findings import WHY, Finding
from .folding import Folded, fold
from .grammar import labels
from .mentions import Mention, names_in
from .numbers import numbers_in
from .posts import outside, posts_in
from .residual import PAGE, SHOWN, Trace, traces_in
from .rewording import Rewriter
from .roster import Index, Roster, index_of
from .sentences import REMEMBERED, Sentence, sentences
from .vocabulary import IN_THE_ROOM, OFFICES, PAST_OF
from .voices import Talk, begins_with_task, pronoun_in, quoted_in, self_in, speech_in

RULES = ("on_record", "names_listed", "chatham_house", "confidential")
# What somebody of whom nothing is known does in a meeting; announcing and warning is done in the news as well.
HERE = IN_THE_ROOM | {"say", "tell", "report", "note", "state", "enquire", "update", "inform", "advise", "confirm"}
UNDER = frozenset(
    "report update presentation feedback points news comments notes view views remarks slot story".split()
)


@dataclass(slots=True)
class Draft:
    """A finding before its level is settled, with places in the folded text."""

    start: int
    end: int
    kind: str
    level: str
    rule: str
    why: str
    source: str = ""  # the kind of mention behind an owner
    people: frozenset[int] = frozenset()
    weight: int = 0


@dataclass(slots=True)
class Reading:
    """What one sentence came to. Sentences that are alike, and stand alike, share theirs."""

    sentence: Sentence  # the first of them
    people: list[Mention]
    quoted: list[tuple[int, int]]
    drafts: list[Draft]
    hints: list[Draft]  # those of the drafts of which a page shows only the weightiest


class Reader:
    """Reads sentences in their order and remembers who was spoken of."""

    def __init__(self, index: Index, few: bool = False):
        self.index = index
        self.few = few  # so few came that "some people" counts them
        self.talk = Talk()
        self.passage = -1
        self.line = -1
        self.under = False  # a heading named somebody: what follows is theirs
        self.label: Mention | None = None  # a line that was nothing but a name
        self.labels = 0  # how many such lines in a row
        self.known: dict[tuple, tuple] = {}  # what a sentence says by itself
        self.read_before: dict[tuple, tuple] = {}  # what it came to where it stood, and what was remembered then

    def read(self, s: Sentence) -> Reading:
        """One sentence in, its drafts out."""
        if s.passage != self.passage:
            self.passage, self.under, self.label, self.labels = s.passage, False, None, 0
            self.talk.forget()
        talk = self.talk
        key = (s.text, s.heading, s.first, s.line == self.line, talk.who, talk.age, talk.single, talk.alone, talk.pair,
               self.under, id(self.label), self.labels)  # fmt: skip
        before = self.read_before.get(key)
        if before is None:
            reading = self._read(s)
            if len(self.read_before) < REMEMBERED:
                left = (talk.who, talk.age, talk.single, talk.alone, talk.pair, self.under, self.label, self.labels)
                self.read_before[key] = (reading, left, self.label)
            return reading
        reading, left, _ = before
        self.line = s.line
        talk.who, talk.age, talk.single, talk.alone, talk.pair, self.under, self.label, self.labels = left
        return reading

    def _read(self, s: Sentence) -> Reading:
        key = (s.text, s.heading, s.first)
        known = self.known.get(key)
        if known is None:
            known = self._alone(s)
            if len(self.known) < REMEMBERED:
                self.known[key] = known
        ours, people, quoted, settled = known
        drafts = list(settled)
        pronoun = pronoun_in(s, people, self.talk, quoted)
        if pronoun:
            at, kind, level = pronoun
            rule, why, weight = (
                ("RC1", "pronoun", 0) if kind == "pronoun" and level == "block" else ("RC5", "pronoun", 3)
            )
            if kind == "residual":
                why = "one person"
            drafts.append(Draft(s.starts[at], s.ends[at], kind, level, rule, why, weight=weight))
        self._headings(s, ours, drafts)
        self.talk.heard(s, people)
        hints = [d for d in drafts if d.kind == "residual" and d.level == "hint"]
        return Reading(s, people, quoted, drafts, hints)

    def _alone(self, s: Sentence) -> tuple[list[Mention], list[Mention], list[tuple[int, int]], list[Draft]]:
        """What a sentence says whatever stands around it: our people, all people, quotations and drafts."""
        index = self.index
        names = names_in(s, index)
        ours = [m for m in names if m.kind != "other"]
        acting = self._acting(s, ours)
        taken = {n for m in names + acting for n in range(m.first, m.last + 1)}
        people = sorted(names + acting + strangers_in(s, taken), key=lambda m: (m.start, m.end))
        quoted = quoted_in(s)
        drafts = [self._of(m) for m in ours + acting]
        for m in people:
            if m.kind == "other" and self._speaks(s, m):
                drafts.append(Draft(m.start, m.end, "name", "hint", "RC3", "other name"))
        self._voices(s, people, quoted, drafts)
        drafts += [Draft(a, b, "number", "block", "RC14", "number") for a, b in numbers_in(s, self.few)]
        named = any(d.kind in ("name", "initials", "action_owner", "pronoun") for d in drafts)
        blocks = [d for d in drafts if d.level == "block"][:50]
        for t in traces_in(s, people, named):
            if t.level == "block" or not any(d.start < t.end and t.start < d.end for d in blocks):
                drafts.append(Draft(t.start, t.end, "residual", t.level, t.rule, t.why, weight=t.weight))
        return ours, people, quoted, drafts

    def _acting(self, s: Sentence, names: list[Mention]) -> list[Mention]:
        """Posts, bodies and people described who speak, act or are given a task, by place."""
        taken = {number for m in names for number in range(m.first, m.last + 1)}
        found = posts_in(s, self.index, taken)
        for m in found:
            taken.update(range(m.first, m.last + 1))
        found += bodies_in(s, self.index, taken)
        found += elsewhere_in(s, taken)
        found += collectives_in(s, taken) + strangers_bodies_in(s, taken)
        found += described_in(s, taken)
        return sorted(found, key=lambda m: m.start)

    @staticmethod
    def _of(m: Mention) -> Draft:
        kind = "action_owner" if m.owner else m.kind
        why = "owner" if m.owner and m.why in ("name", "initials", "role") else m.why
        return Draft(m.start, m.end, kind, m.level, m.rule, why, m.kind, m.people)

    @staticmethod
    def _speaks(s: Sentence, m: Mention) -> bool:
        """Somebody with a name that is not on the roster speaks here, not in a letter."""
        verb = m.verb
        if labels(s, m.first, m.last) and s.gap(m.last).strip(" *_").startswith(":") and len(s.words) - m.last > 3:
            return True
        if verb is None or verb.how != "speaks" or outside(s) or verb.base not in HERE:
            return False
        return verb.form == PAST_OF.get(verb.base) or bool(verb.helped)

    def _voices(self, s: Sentence, people: list[Mention], quoted, drafts: list[Draft]) -> None:
        speech = speech_in(s, quoted, people)
        drafts += [Draft(a, b, "quote", level, "RC12", "quote") for a, b, level in speech]
        first = self_in(s, quoted)
        if first:
            a, b, kind, why = first
            rule = "RC2" if kind == "affiliation" else "RC5"
            drafts.append(Draft(s.starts[a], s.ends[b], kind, "block", rule, why))

    def _headings(self, s: Sentence, ours: list[Mention], drafts: list[Draft]) -> None:
        """A heading "QX's report", or a line that is only a name, tells whose the lines below it are."""
        heading = s.heading
        new_line = s.line != self.line
        self.line = s.line
        if heading and ours:
            m = ours[0]
            own_thing = s.owns[m.last] and s.keys[m.last + 1 : m.last + 2] and s.keys[m.last + 1] in UNDER
            if (
                own_thing
                or any(word in UNDER for word in s.keys)
                and s.keys[m.first - 1 : m.first] in (["from"], ["by"])
            ):
                self.under, self.label = True, None
                return
            if m.first == 0 and m.last == len(s.words) - 1:
                self.labels = self.labels + 1 if self.label else 1
                self.label, self.under = m, False
                return
        if heading and not ours and len(s.words) < 6 and s.text[s.start : s.end].rstrip().endswith(":"):
            self.under, self.label, self.labels = False, None, 0
            return
        if self.under or (self.label is not None and self.labels == 1 and new_line):
            for number, d in enumerate(drafts):
                if d.kind == "residual" and d.why == "self":  # whose "I" it is stands above
                    drafts[number] = replace(d, kind="pronoun")
                    self.under = True
        if self.under and not drafts:
            drafts.append(Draft(s.start, s.end, "name", "hint", "RC1", "under"))
        elif self.label is not None and self.labels == 1 and new_line and not drafts and begins_with_task(s):
            drafts.append(
                Draft(s.starts[0], s.ends[0], "action_owner", "hint", "RC1", "under", "name", self.label.people)
            )
        elif self.label is not None and self.labels == 1 and new_line and not drafts and s.closed and len(s.words) > 3:
            self.under, self.label = True, None  # a name, and below it what that person said
            drafts.append(Draft(s.start, s.end, "name", "hint", "RC1", "under"))
        elif self.label is not None and not begins_with_task(s):
            self.label, self.labels = None, 0


def levelled(draft: Draft, record_rule: str, sensitive: bool, roster: Roster) -> str:
    """The level of a draft under a record rule (RM5, RC2, RC18): block or hint."""
    level = draft.level
    if record_rule in ("on_record", "names_listed") and (draft.kind == "affiliation" or draft.source == "affiliation"):
        level = "hint"
    if record_rule == "on_record":
        if draft.kind == "role" or draft.source == "role":
            level = "hint"
        elif draft.people and all(_office(roster, number) for number in draft.people):
            level = "hint"
    if sensitive:
        level = "block"
    return level


def _office(roster: Roster, number: int) -> bool:
    """The person holds an office that a body on the record names anyway (RM5)."""
    return any(word in OFFICES for word in roster.people[number].role.lower().replace("-", " ").split())


def check(
    text: str,
    roster: Roster,
    *,
    record_rule: str = "chatham_house",
    previous: str = "",
    sensitive: bool = False,
    own_contact: tuple[str, ...] = (),
    few: bool = False,
    views: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """Every passage of a text that may tell who said or did something at a meeting, or who was there (RC1 to RC15).

    In: the text; the roster; the record rule of its item; `previous`, the text just before it, which only explains
    pronouns; `sensitive`, the group's setting "rare or sensitive topic" (RC18), which makes every hint a block;
    `own_contact`, the group's own addresses and numbers, which may stand; `few`, fewer than five took part, so that
    "some people" counts them as well (SN7); `views`, what people sent in, of which eight words in a row block (RC12).
    A blank line ends a passage.
    Out: findings sorted by start, offsets in characters; findings of one kind do not overlap.
    Raises ValueError for a record rule that does not exist.
    """
    if record_rule not in RULES:
        raise ValueError(f"There is no record rule {record_rule!r}.")
    index = index_of(roster)
    reader = Reader(index, few)
    if previous:
        for s in sentences(fold(previous[-4000:]).text):
            reader.read(s)
    folded = fold(text)
    spots: list[Sentence] = []
    readings: list[Reading] = []
    for s in sentences(folded.text):
        if not spots and previous:
            parted = _parted(previous, text)
            reader.passage, reader.line = -1 if parted else s.passage, -1  # or the passage goes on
        spots.append(s)
        readings.append(reader.read(s))
    shown = None if sensitive else _shown(spots, readings)
    rewriter = Rewriter(lambda: Reader(index, few), folded)
    found: list[Finding] = []
    settled: dict[tuple, list[tuple]] = {}  # what each reading comes to; ids stay, `readings` holds them all
    for number, reading in enumerate(readings):
        if not reading.drafts:
            continue
        s = spots[number]
        kept = shown.get(number) if shown is not None else None
        parts = settled.get((id(reading), id(kept)))
        if parts is None:
            drafts = reading.drafts
            if shown is not None and reading.hints:
                drafts = [d for d in drafts if d.kind != "residual" or d.level != "hint" or d is kept]
            parts = [
                (d.start, d.end, d.kind, levelled(d, record_rule, sensitive, roster), d.rule, WHY[d.why])
                for d in _apart(drafts)
            ]
            settled[id(reading), id(kept)] = parts
        if not parts:
            continue
        passage = folded.back(s.at, s.at + s.end)
        suggestion = rewriter.reworded(reading, s)
        for a, b, kind, level, rule, why in parts:
            start, end = folded.back(s.at + a, s.at + b)
            found.append(Finding(start, end, kind, level, rule, text[start:end], why, suggestion, passage))
    for a, b, sort in contacts_in(folded.text, own_contact):
        start, end = folded.back(a, b)
        rule, kind = ("RC10", "residual") if sort == "postcode" else ("RC13", "contact")
        passage = _passage_of(a, b, spots)
        found.append(Finding(start, end, kind, "block", rule, text[start:end], WHY[sort], "", folded.back(*passage)))
    if views:
        found = _with_copied(found, folded, views, spots)
    found.sort(key=lambda f: (f.start, f.end, f.kind))
    return tuple(_not_overlapping(found))


def _with_copied(found: list[Finding], folded: Folded, views: tuple[str, ...], spots: list[Sentence]) -> list[Finding]:
    """The findings and the runs of words copied from a view; a hint of a quotation gives way to such a run."""
    runs = []
    for a, b in copied_in(folded.text, views):
        start, end = folded.back(a, b)
        passage = folded.back(*_passage_of(a, b, spots))
        runs.append(Finding(start, end, "quote", "block", "RC12", folded.given[start:end], WHY["copied"], "", passage))
    starts = [run.start for run in runs]

    def copied(f: Finding) -> bool:
        at = bisect_right(starts, f.end - 1) - 1
        return f.kind == "quote" and at >= 0 and runs[at].end > f.start

    return [f for f in found if not copied(f)] + runs


def _parted(previous: str, text: str) -> bool:
    """A blank line lies between the two."""
    tail = previous[len(previous.rstrip()) :] + text[: len(text) - len(text.lstrip())]
    return tail.count("\n") > 1


def _shown(spots: list[Sentence], readings: list[Reading]) -> dict[int, Draft]:
    """Of the residual hints, the weightiest of each page, by the number of its sentence."""
    best: dict[int, tuple[int, int, Draft]] = {}
    for number, reading in enumerate(readings):
        for draft in reading.hints:
            if draft.weight >= SHOWN:
                page = (spots[number].at + draft.start) // PAGE
                if page not in best or draft.weight > best[page][0]:
                    best[page] = (draft.weight, number, draft)
    return {number: draft for _, number, draft in best.values()}


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one sentence, of which no two of a kind overlap: a block stays before a hint, then the longer."""
    if len(drafts) == 1:
        return drafts
    blocks = [d for d in drafts if d.level == "block"]
    kept: list[Draft] = []
    ends: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if draft.level == "hint" and any(
            b.kind == draft.kind and b.start < draft.end and draft.start < b.end for b in blocks
        ):
            continue
        if draft.start >= ends.get(draft.kind, -1):
            kept.append(draft)
            ends[draft.kind] = draft.end
    return kept


def _not_overlapping(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    ends: dict[str, int] = {}
    for finding in found:
        if finding.start >= ends.get(finding.kind, 0) and finding.end > finding.start:
            kept.append(finding)
            ends[finding.kind] = finding.end
    return kept


def _passage_of(start: int, end: int, spots: list[Sentence]) -> tuple[int, int]:
    """The sentence around a place, found by halving."""
    low, high = 0, len(spots)
    while low < high:
        middle = (low + high) // 2
        if spots[middle].at + spots[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    if low < len(spots) and spots[low].at <= start:
        return spots[low].at, max(spots[low].at + spots[low].end, end)
    return start, end


__all__ = ["RULES", "Reader", "Trace", "check", "levelled"]
