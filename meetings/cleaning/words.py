"""What cleaning gives back: a clean file with what was taken out, or why there is none. Codes and numbers, no words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cleaned:
    """A file written anew. Only this is ever kept."""

    content: bytes
    kind: str
    text: str
    """The words in it, for the check."""
    found: tuple[tuple[str, int], ...] = ()
    """What was taken out: (code, how many times)."""


class Refused(Exception):
    """The file cannot be made clean. code: why; what: which part, where that helps to mend it."""

    def __init__(self, code, what=""):
        self.code, self.what = code, what
        super().__init__(code)
