"""Who said yes to being named, in which words, and which of these yeses count for the copies (OV1, AO5).

This reads the register; document.py does not. What it hands over is frozen: words, and for which readers.
"""

from collections import Counter

from . import document
from .models import Consent

RUN = 4
"""Words of a name from which people choose; nobody is offered a list that is longer than a screen."""


def offered(called, organisation=""):
    """Return the ways in which somebody may be named, exactly as they would be printed, the first name first.

    Only words of what they are called, in their order. organisation: offered beside the name, to presenters alone.
    """
    words = called.split()[:RUN]
    runs = [" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    names = dict.fromkeys([*words[:1], " ".join(called.split()), *runs])
    beside = " ".join(organisation.split())
    with_body = [f"{name}, {beside}" for name in names] if beside else []
    return [name for name in (*with_body, *names) if name]


def standing(minutes):
    """Return the consents that count for the copies: they still hold, and whoever signed these words has seen them.

    A yes that came after the signature waits for the next one, so that it holds nothing up.
    """
    rows = minutes.consents.open().select_related("action__item", "item", "attendance")
    signed = minutes.sign_offs.filter(revision=minutes.revision).values_list("at", flat=True).first()
    return [row for row in rows if row.holds and (signed is None or row.given <= signed)]


def waiting(minutes):
    """Return the consents that hold and came after the signature."""
    counting = {row.pk for row in standing(minutes)}
    rows = minutes.consents.open().select_related("action__item", "item", "attendance")
    return [row for row in rows if row.holds and row.pk not in counting]


def names(minutes):
    """Return what people said yes to, as (leads, presenters) of document.Names."""
    leads, presenters = {}, {}
    for row in standing(minutes):
        yes = document.Yes(row.wording, row.audience == Consent.Audience.BOTH)
        if row.action_id:
            leads[row.action_id] = yes
        else:
            presenters.setdefault(row.item_id, []).append(yes)
    in_order = {pk: tuple(sorted(said, key=lambda yes: yes.words)) for pk, said in presenters.items()}
    return leads, in_order


def allowed(minutes, audience):
    """Return how often each wording that names somebody may stand in one copy, as a Counter."""
    leads, presenters = names(minutes)
    said = document.Names(leads=leads, presenters=presenters).for_readers(audience)
    words = [yes.words for yes in said.leads.values()]
    return Counter([*words, *(document.presented_by(rows) for rows in said.presenters.values())])


def covers(minutes, place, words):
    """Did who leads an action say yes to these words there, in both copies? place: the key of a text.

    A text stands in both copies, so a yes to the group copy alone is none to being named in it.
    """
    said = {word.removesuffix("’s").removesuffix("'s") for word in words.casefold().split()}
    return any(
        place.startswith(f"{row.place}:") and said <= set(row.wording.casefold().split())
        for row in standing(minutes)
        if row.action_id and row.audience == Consent.Audience.BOTH
    )


def overtaken(minutes):
    """True while a copy that people can read says what nobody says yes to any more: a name, or somebody's own words."""
    if minutes.agreed_at is None:
        return False
    return minutes.settlements.filter(taken_back__gt=minutes.agreed_at).exists() or any(
        Counter(document.named(document.from_json(copy.document))) - allowed(minutes, copy.audience)
        for copy in minutes.copies.in_reach()
    )
