"""What stands on an agenda and on the big screen by itself. Apps above this one say what; this one only asks them."""

from dataclasses import dataclass, field

_carriers = []
_bringers = []
_agreements = []


@dataclass(frozen=True)
class Carried:
    """One thing that waits from an earlier meeting."""

    text: str
    due: object
    """A date, or None."""
    state: str
    url: str
    """Where those who run the group say how far it is."""
    public: bool
    """True when its words are public already."""


def carries(function):
    """Register a function that returns what it carries over to a meeting, as a list of Carried."""
    _carriers.append(function)
    return function


def carried_over(meeting, *, public):
    """Return everything that stands on this meeting's agenda by itself; only what is public already, with `public`."""
    found = [line for carrier in _carriers for line in carrier(meeting)]
    return [line for line in found if line.public or not public]


@dataclass(frozen=True)
class Brought:
    """One item that comes onto the next agenda of a group by rule."""

    key: str
    """What it is, like "item:<id>": the same key is put on one agenda only."""
    why: str
    """Of CarriedItem.Why."""
    come_from: object
    """The Meeting it comes from."""
    title: str
    minutes: int
    record_rule: str
    """It stands under this or a closer rule."""
    blurb: str = ""
    recurring: bool = False
    scope: dict = field(default_factory=dict)


def brings(function):
    """Register a function that returns what comes onto the next agenda of a group by rule, as a list of Brought."""
    _bringers.append(function)
    return function


def brought_to(group, *, but=()):
    """Return everything that comes onto the next agenda of `group` by rule; but: keys that are settled already."""
    return [thing for bringer in _bringers for thing in bringer(group, but)]


@dataclass(frozen=True)
class Agreed:
    """One thing this meeting has agreed so far."""

    text: str
    """Its words; empty when they hold the name of somebody and so do not stand on a screen."""
    is_agreed: bool
    """False while the meeting goes on talking about it."""


def agrees(function):
    """Register a function that returns what a meeting has agreed so far, as a list of Agreed."""
    _agreements.append(function)
    return function


def agreed_so_far(meeting):
    """Return everything this meeting has agreed so far, for all to see in the room: without names (CH9)."""
    return [line for asked in _agreements for line in asked(meeting)]
