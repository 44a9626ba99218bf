"""The frozen document: all that a copy of the minutes holds, for one audience, decided before any template sees it.

`build` reads the notes and never the register. Under the Chatham House Rule its result is a function of the notes
alone; `names` (people who said yes to being listed, and the band of how many took part) must then be empty.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from coproduction.templatetags.when import day, span
from groups.models import RecordRule

from .models import Action, IssuedCopy, Point

GROUP, PUBLIC = IssuedCopy.Audience.GROUP.value, IssuedCopy.Audience.PUBLIC.value


@dataclass(frozen=True)
class Names:
    """What the register may add where the rule lists names: people who said yes, and the band of SN2."""

    attended: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    band: str = ""


@dataclass(frozen=True)
class ViewLine:
    text: str
    place: str
    """Where it went, in words: "Built in", "Kept as it is", "Needs more work"; empty on a draft when not placed."""
    how: str = ""


@dataclass(frozen=True)
class Agreement:
    label: str
    """Words above it: "We agreed", "Not agreed yet: we go on talking"…"""
    agreed: bool
    question: str
    text: str
    care: str
    views: tuple[ViewLine, ...]
    no_other_views: bool


@dataclass(frozen=True)
class Passage:
    """Points of one kind under one heading."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    title: str
    blurb: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    note: str = ""
    """A sentence about the item's own rule, like "This item was on the record."; empty when it follows the meeting's."""
    passages: tuple[Passage, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    no_other_views: bool = False
    worries: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActionLine:
    text: str
    who: str
    by: str
    state: str


@dataclass(frozen=True)
class NextMeeting:
    when: str
    where: str


@dataclass(frozen=True)
class Document:
    audience: str
    draft: bool
    group: str
    group_slug: str
    title: str
    """The file's title: "{Group}: notes, {date}"."""
    theme: str
    met: str
    """One sentence: when and where."""
    rule: str
    rule_name: str
    statement: str
    in_short: tuple[tuple[str, str], ...]
    """Lines of (first words in bold, the rest)."""
    attended: tuple[str, ...]
    apologies: tuple[str, ...]
    took_part: str
    items: tuple[Item, ...]
    private_items: str
    """One sentence when private items are not shown at all; else empty."""
    actions: tuple[ActionLine, ...]
    next_meeting: NextMeeting | None
    words: tuple[tuple[str, str], ...]
    contact: str
    site: str
    host: str
    copy_name: str
    """"Group copy" or "Public copy"."""
    version: int
    issued: str
    """The date in words, "" on a draft."""
    issued_on: str
    """The same as yyyy-mm-dd, "" on a draft."""
    checked: str
    agreed_by_meeting: str
    language: str = "en-GB"
    file_stem: str = ""
    """The file name without its ending (F2)."""


def to_json(document):
    """Return the document as plain dicts and lists; `from_json` brings it back equal."""
    return asdict(document)


def from_json(data):
    """Return the Document that `to_json` made `data` from."""
    tuples = lambda rows: tuple(tuple(row) for row in rows)  # noqa: E731
    items = tuple(
        Item(
            **{
                **item,
                "scope": tuples(item["scope"]),
                "passages": tuple(Passage(p["heading"], tuple(p["points"])) for p in item["passages"]),
                "agreements": tuple(
                    Agreement(**{**a, "views": tuple(ViewLine(**v) for v in a["views"])}) for a in item["agreements"]
                ),
                "worries": tuple(item["worries"]),
            }
        )
        for item in data["items"]
    )
    return Document(
        **{
            **data,
            "in_short": tuples(data["in_short"]),
            "attended": tuple(data["attended"]),
            "apologies": tuple(data["apologies"]),
            "items": items,
            "actions": tuple(ActionLine(**a) for a in data["actions"]),
            "next_meeting": NextMeeting(**data["next_meeting"]) if data["next_meeting"] else None,
            "words": tuples(data["words"]),
        }
    )
