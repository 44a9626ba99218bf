"""The check itself: reads a text sentence by sentence, asks every rule, and settles levels and wording."""

from dataclasses import dataclass

from .contacts import contacts_in
from .findings import WHY, Finding
from .folding import fold
from .mentions import names_in
from .numbers import numbers_in
from .roster import Roster, index_of
from .sentences import sentences


@dataclass(slots=True)
class Draft:
    """A finding before levels, places as given and wording."""

    start: int
    end: int
    kind: str
    level: str
    rule: str
    why: str


def check(
    text: str,
    roster: Roster,
    *,
    record_rule: str = "chatham_house",
    previous: str = "",
    sensitive: bool = False,
    own_contact: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """Findings of a text, sorted by start (RC1 to RC15)."""
    index = index_of(roster)
    folded = fold(text)
    found = []
    for s in sentences(folded.text):
        passage = folded.back(s.start, s.end)
        drafts = [
            Draft(m.start, m.end, "action_owner" if m.owner else m.kind, "block", "RC1", m.why)
            for m in names_in(s, index)
            if m.kind != "other"
        ]
        drafts += [Draft(a, b, "number", "block", "RC14", "number") for a, b in numbers_in(s)]
        for d in drafts:
            a, b = folded.back(d.start, d.end)
            found.append(Finding(a, b, d.kind, d.level, d.rule, text[a:b], WHY[d.why], "", passage))
    for start, end, sort in contacts_in(folded.text, own_contact):
        a, b = folded.back(start, end)
        found.append(Finding(a, b, "contact", "block", "RC13", text[a:b], WHY[sort], "", (a, b)))
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))
