"""What people bring to a meeting, as one list that tells of nobody."""

from collections import defaultdict

from .models import Perspective

FEWEST = 5
"""So many people have to have said the same before the list says that it is said often (SN4)."""


def brought_to(meeting):
    """Return [(words, do five or more say so)] of everybody who is coming, by the alphabet.

    Empty while only one person has said anything: then the list would be theirs.
    """
    rows = Perspective.objects.filter(attendance__meeting=meeting, attendance__booking="coming")
    people, said = defaultdict(set), {}
    for words, person in rows.values_list("words", "attendance").order_by("words"):
        people[words.casefold()].add(person)
        said.setdefault(words.casefold(), words)
    if len(set().union(*people.values())) < 2:
        return []
    return [(said[key], len(people[key]) >= FEWEST) for key in sorted(said)]
