"""The notes as lines: one shape for points, agreements, views, things to do, and what is said of an item as a whole.

A page that saves by itself holds the notes in this shape. Lines never say who leads something: the page may be shown on
a wall.
"""

from dataclasses import dataclass

from .models import Action, Change, ConsensusNote, ItemOutcome, Point, View

CONSENSUS, VIEW, TO_DO, WHOLE = "consensus", "view", "to_do", "item"
"""Kinds of lines beside those of points. WHOLE: what is said of an item as a whole."""
KINDS = [*Point.Kind.values, CONSENSUS, VIEW, TO_DO, WHOLE]
FIELDS = {
    Point: ["text"],
    ConsensusNote: ["question", "outcome", "text", "care", "no_other_views"],
    View: ["text", "place", "how"],
    Action: ["text", "due", "shown_as", "report_to_parent"],
    ItemOutcome: ["no_other_views", "private_sentence"],
}
"""What a line says, by what holds it. The words of each are its "text", but of an item its one private sentence."""


@dataclass(frozen=True)
class Since:
    """What changed since a revision: all lines when `whole`; else the changed, and keys of the gone."""

    whole: bool
    lines: list
    gone: list


def model_of(kind):
    """Return what holds a line of that kind."""
    return {CONSENSUS: ConsensusNote, VIEW: View, TO_DO: Action, WHOLE: ItemOutcome}.get(kind, Point)


def _rows(minutes):
    """Return the rows behind all lines, a queryset for each model."""
    return {
        Point: minutes.points.all(),
        ConsensusNote: minutes.consensus_notes.all(),
        View: View.objects.filter(note__minutes=minutes).select_related("note"),
        Action: minutes.actions.all(),
        ItemOutcome: minutes.outcomes.all(),
    }


def find(minutes, key, likely=Point):
    """Return the row of a line, or None. key: a UUID, or "item:<id>". likely: the model to look in first."""
    rows = _rows(minutes)
    if key.startswith("item:"):
        return rows[ItemOutcome].filter(item=int(key.removeprefix("item:"))).first()
    del rows[ItemOutcome]
    for model in sorted(rows, key=lambda model: model is not likely):
        if row := rows[model].filter(pk=key).first():
            return row
    return None


def as_line(row):
    """Return a row as the mapping that goes to the page."""
    line = {name: getattr(row, name) for name in FIELDS[type(row)]} | {"version": row.version}
    if isinstance(row, ItemOutcome):
        return line | {"id": f"item:{row.item_id}", "kind": WHOLE, "item": row.item_id}
    line |= {"id": str(row.pk), "position": row.position}
    if isinstance(row, View):
        return line | {"kind": VIEW, "note": str(row.note_id), "item": row.note.item_id}
    kind = row.kind if isinstance(row, Point) else CONSENSUS if isinstance(row, ConsensusNote) else TO_DO
    return line | {"kind": kind, "item": row.item_id}


def every(minutes):
    """Return all lines of the notes."""
    return [as_line(row) for rows in _rows(minutes).values() for row in rows]


def since(minutes, revision):
    """Return what changed after `revision`, for a page that saw that one. Asks no more questions when it is more."""
    changed = list(Change.objects.filter(minutes=minutes, revision__gt=revision).values_list("line", flat=True))
    if revision > minutes.revision or len(changed) != minutes.revision - revision or "" in changed:
        return Since(True, every(minutes), [])
    items = {key for key in changed if key.startswith("item:")}
    keys = set(changed) - items
    found, missing = [], set(changed)
    for model, rows in _rows(minutes).items():
        if missing.isdisjoint(items if model is ItemOutcome else keys):
            continue  # a key is in one place only
        among = {"pk__in": keys}
        if model is ItemOutcome:
            among = {"item__in": [int(key.removeprefix("item:")) for key in items]}
        found += [as_line(row) for row in rows.filter(**among)]
        missing -= {line["id"] for line in found}
    return Since(False, found, sorted(missing))
