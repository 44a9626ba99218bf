"""What stands on an agenda by itself. Apps above this one say what they carry over; this one only asks them."""

from dataclasses import dataclass

_carriers = []


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
