"""Words taken over from what somebody sent in (RC12): who wrote them knows them again, and so may others."""

from collections.abc import Iterator
from functools import lru_cache

from .folding import fold, key
from .sentences import WORD

RUN = 8  # words in a row that are no accident any more (record rule RC12)


@lru_cache(maxsize=16)
def _runs_of(views: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Every run of eight words of the views; kept, because one set of views is held against many texts."""
    runs: set[tuple[str, ...]] = set()
    for view in views:
        words = [key(match.group()) for match in WORD.finditer(fold(view).text)]
        runs.update(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return frozenset(runs)


def copied_in(text: str, views: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of eight or more words of a folded text that stands in one of the views as well.

    Capitals, accents, apostrophes and what stands between the words make no difference. Linear in both lengths.
    """
    runs = _runs_of(views)
    if not runs:
        return
    found = list(WORD.finditer(text))
    words = [key(match.group()) for match in found]
    start = end = None
    for at in range(len(words) - RUN + 1):
        if tuple(words[at : at + RUN]) not in runs:
            continue
        if end is not None and at > end:
            yield found[start].start(), found[end].end()
            start = None
        start = at if start is None else start
        end = at + RUN - 1
    if end is not None:
        yield found[start].start(), found[end].end()
