"""Invented notes, drawn from a number: sentences of every kind and length that give nobody away."""

import datetime as dt
import random
import uuid

from meetings import actions as meetings
from minutes import actions
from minutes.models import ConsensusNote, Point, View
from tests import factories

THINGS = [
    "the bus to the clinic", "the letter after a stay", "the lift at the library", "the form for a blue badge",
    "the café in the day centre", "the text about a visit", "the ramp at the back door", "y llwybr i’r tŷ",
    "rampa przy wejściu", "the “who to ring” card", "the noise on the ward", "parking – short stays",
]  # fmt: skip
STATES = [
    "is late in the evening", "costs too much", "helps when it comes in time", "is hard to read",
    "should be there in large print", "is not there at weekends", "works well in winter 🙂", "needs a second look",
]  # fmt: skip
ASKS = ["be clearer", "come sooner", "be free of charge", "be there in Welsh and Polish", "stay open until nine"]


def sentence(rng):
    thing, other = rng.sample(THINGS, 2)
    said = f"{thing[0].upper()}{thing[1:]} {rng.choice(STATES)}"
    return rng.choice(
        [f"{said}.", f"{said}, and {other} {rng.choice(STATES)}.", f"{said}. " * rng.randint(2, 9)]
    ).strip()


def notes(seed, meeting, by):
    """Write the notes of `seed` into a meeting and return the minutes; the same seed writes the same words."""
    rng = random.Random(f"notes {seed}")
    for number in range(rng.randint(0, 3)):
        title = f"{rng.choice(THINGS).capitalize()}, part {number + 1}"
        item = meetings.add_item(meeting, by=by, title=title, minutes=rng.choice([10, 20, 45]))
        if rng.random() < 0.5:
            scope = {"can_decide": f"What should {rng.choice(ASKS)}.", "cannot_decide": "The price."}
            type(item).objects.filter(pk=item.pk).update(**scope)
    minutes = actions.open_notes(meeting, by=by)
    items = list(meeting.items.filter(kind__in=["topic", "open_space"]))
    for _number in range(rng.randint(1, 25)):
        kind = rng.choice([kind for kind in Point.Kind if kind != Point.Kind.AGREED])
        factories.point(minutes, by, sentence(rng), kind=kind, item=rng.choice(items))
    for _number in range(rng.randint(0, 3)):
        _consensus(rng, minutes, by, rng.choice(items))
    for _number in range(rng.randint(1, 4)):
        text = f"Ask for {rng.choice(THINGS)} to {rng.choice(ASKS)}."
        due = dt.date(2030, rng.randint(1, 12), rng.randint(1, 28)) if rng.random() < 0.7 else None
        actions.add_action(minutes, by=by, key=uuid.uuid4(), item=rng.choice(items), text=text, due=due)
    if rng.random() < 0.3:
        private = rng.choice([item for item in items if item.kind == "topic"])
        meetings.set_item_rule(private, "confidential", by=by)
    minutes.refresh_from_db()
    return minutes


def _consensus(rng, minutes, by, item):
    outcome = rng.choice(ConsensusNote.Outcome.values)
    views = [(sentence(rng), rng.choice(View.Place.values[1:])) for _n in range(rng.randint(0, 3))]
    note = actions.add_consensus(
        minutes,
        by=by,
        key=uuid.uuid4(),
        item=item,
        text=sentence(rng),
        question=f"Should {rng.choice(THINGS)} {rng.choice(ASKS)}?",
        outcome=outcome,
        care="Only if it is kept up." if outcome == ConsensusNote.Outcome.CAUTIONS else "",
        no_other_views=not views,
    )
    for text, place in views:
        actions.add_view(note, by=by, key=uuid.uuid4(), text=text, place=place)
