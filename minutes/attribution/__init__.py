"""The attribution check: does a text tell who said, asked or did something at a meeting, or who was there?

Pure Python: it knows nothing of requests or the database. RECORD RULES 4.6 (RC1 to RC15) say what it must find.
"""

from .checking import check
from .findings import ATTRIBUTION, KINDS, Finding
from .occurrences import Occurrence, occurrences
from .roster import Person, Roster, Token, tokens

__all__ = [
    "ATTRIBUTION", "KINDS", "Finding", "Occurrence", "Person", "Roster", "Token", "check", "occurrences", "tokens",
]  # fmt: skip
