"""What to look at before a meeting is closed and its notes go to the check: facts, without a page.

Everything here can be left while the meeting is closed. What the notes cannot be signed without holds the check up:
without a register the check does not know whom to look for, and no view may be without its place.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from groups.models import RecordRule
from meetings.bringing import TO_COME
from meetings.models import AgendaItem, Meeting

from .models import ItemOutcome, Minutes, Point, View

REGISTER, WRITTEN, ITEMS, VIEWS, LEADS, NEXT = "register", "written", "items", "views", "leads", "next"
TALKED_ABOUT = [AgendaItem.Kind.TOPIC, AgendaItem.Kind.OPEN_SPACE]
"""Kinds of items of which the notes say what became of them."""


@dataclass(frozen=True)
class Line:
    """One line of the list: whether it is done, and what is still to do."""

    key: str
    open: tuple = ()
    """What is not done: rows, each with `item` or an item itself, or sentences; empty when it is done."""

    @property
    def done(self):
        return not self.open

    @property
    def needed(self):
        """True when the notes cannot go to the check without it; False when it can be left."""
        return self.key in (REGISTER, WRITTEN, VIEWS)


def open_views(minutes):
    """Return [(item, what is missing in a sentence)] of what was agreed and does not yet have all its views placed."""
    found = []
    private = minutes.meeting.items.filter(record_rule=RecordRule.CONFIDENTIAL).values("pk")
    notes = minutes.consensus_notes.exclude(item__in=private).prefetch_related("views", "item")
    left_out = list(minutes.left_out.values_list("note", "item"))
    without = {note for note, _item in left_out}
    ask = _("In “%(item)s”, say which other views there were, or that you asked and there were none.")
    for note in notes:
        views = list(note.views.all())
        if any(v.place == View.Place.RAISED for v in views):
            found.append((note.item, _("In “%(item)s”, a view has no place yet.") % {"item": note.item.title}))
        elif not views and not note.no_other_views and note.pk not in without:
            found.append((note.item, ask % {"item": note.item.title}))
    asked = {o.item_id for o in minutes.outcomes.all() if o.no_other_views}
    agreed = minutes.points.filter(kind=Point.Kind.AGREED).exclude(item__in=private)
    with_views = {n.item_id for n in notes if n.views.all()} | {item for _note, item in left_out}
    items = dict.fromkeys(
        p.item for p in agreed.select_related("item") if p.item_id not in asked and p.item_id not in with_views
    )
    return found + [(item, ask % {"item": item.title}) for item in items]


def is_empty(minutes):
    """True while nothing at all is written down."""
    return not (minutes.points.exists() or minutes.consensus_notes.exists() or minutes.actions.exists())


def nobody_came(meeting):
    """True while the register has nobody who came."""
    return meeting.attendances.came().count() == 0


def without_outcome(meeting, minutes):
    """Return the items of which the notes do not say what became of them, in their order.

    It is said by a point, something agreed, something to do, "we asked, and there were no other views", the sentence of
    a private item, or by a word on why nothing is written down.
    """
    said = set()
    if minutes is not None:
        for rows in (minutes.points, minutes.consensus_notes, minutes.actions):
            said |= set(rows.values_list("item", flat=True))
        said |= {o.item_id for o in minutes.outcomes.all() if o.no_other_views or o.private_sentence or o.left}
    return [item for item in meeting.items.all() if item.kind in TALKED_ABOUT and item.pk not in said]


def next_meeting(meeting):
    """Return the meeting the group comes together for next, announced or still a draft, or None."""
    later = meeting.group.meetings.filter(starts__gt=meeting.starts, state__in=[*TO_COME, Meeting.State.UNDER_WAY])
    return later.order_by("starts", "pk").first()


def before_closing(meeting):
    """Return the Lines of the list, in the order in which they stand on the page."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    led = minutes.actions.open().filter(lead=None).select_related("item") if minutes else ()
    return [
        Line(REGISTER, (_("Nobody is marked as having come."),) if nobody_came(meeting) else ()),
        Line(WRITTEN, (_("Nothing is written down."),) if minutes is None or is_empty(minutes) else ()),
        Line(ITEMS, tuple(without_outcome(meeting, minutes))),
        Line(VIEWS, tuple(open_views(minutes)) if minutes else ()),
        Line(LEADS, tuple(led)),
        Line(NEXT, () if next_meeting(meeting) else (_("There is no next meeting."),)),
    ]


def set_aside(minutes):
    """Return what was said of items of which nothing is written down, in the order of the agenda."""
    rows = ItemOutcome.objects.filter(minutes=minutes).exclude(left="").select_related("item")
    return list(rows.order_by("item__position", "item__pk"))
