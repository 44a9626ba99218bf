"""Writing notes. No function here takes or stores who said something."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Func, IntegerField, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from meetings.models import PassedOnView

from .. import rules
from ..models import (
    NOTES_LIMIT,
    POINT_LIMIT,
    Action,
    Change,
    ConsensusNote,
    ItemOutcome,
    Minutes,
    Point,
    Revision,
    View,
)
from .steps import allow


@transaction.atomic
def open_notes(meeting, *, by):
    """Return the notes of a meeting that has begun, made on first use. Raises StaleState before it begins."""
    if not meeting.has_begun:
        raise StaleState
    minutes, created = Minutes.objects.get_or_create(meeting=meeting)
    allow(rules.may_write(by, minutes))
    if created:
        audit.record("notes.opened", minutes, by=by)
    return minutes


def touch(minutes, by, line, *, checking_too=False):
    """Allow and count one change of the words of a line. An edit after the check returns the notes to writing (LC2).

    line: the key of the row, or "item:<id>" for what is said of an item as a whole.
    """
    allow(rules.may_write(by, minutes))
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    stays = [Minutes.State.WRITING] + ([Minutes.State.CHECKING] if checking_too else [])
    if not minutes.can_be_changed:
        raise StaleState
    fields = {"revision": F("revision") + 1}
    if minutes.state not in stays:
        if minutes.state != Minutes.State.CHECKING:
            allow(rules.may_issue(by, minutes))
        if minutes.copies.filter(version=minutes.version).exists():
            fields["version"] = F("version") + 1
        fields["state"] = Minutes.State.WRITING
        audit.record("notes.reopened", minutes, by=by, state=minutes.state)
    Minutes.objects.filter(pk=minutes.pk).update(**fields)
    Change.objects.create(minutes=minutes, revision=minutes.revision + 1, line=str(line))
    minutes.note_takers.add(by)


def keep(minutes, place, text):
    """Keep the earlier wording of a row."""
    if text:
        Revision.objects.create(minutes=minutes, place=place, text=text)


def own_item(minutes, item):
    if item.meeting_id != minutes.meeting_id:
        raise PermissionDenied
    return item


def next_position(queryset):
    return (queryset.aggregate(last=Max("position"))["last"] or 0) + 1


class Bytes(Func):
    """How many bytes a text takes in UTF-8."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


def notes_size(minutes):
    """Return how many bytes the notes of this meeting hold."""
    views = View.objects.filter(note__minutes=minutes)
    texts = (minutes.points, minutes.consensus_notes, views, minutes.actions)
    return sum(rows.aggregate(size=Sum(Bytes("text")))["size"] or 0 for rows in texts)


def _room_for(minutes, text):
    if notes_size(minutes) + len(text.encode()) > NOTES_LIMIT:
        raise ValidationError(
            _("The notes of one meeting can hold about 200,000 letters, and this would be more. It has not been added.")
        )


def split(text):
    """Cut a long text into pieces of at most POINT_LIMIT characters, at line ends or spaces; nothing is dropped."""
    pieces = []
    while len(text) > POINT_LIMIT:
        cut = max(text.rfind("\n", 1, POINT_LIMIT), text.rfind(" ", POINT_LIMIT // 2, POINT_LIMIT))
        cut = cut + 1 if cut > 0 else POINT_LIMIT
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


@transaction.atomic
def add_point(minutes, *, by, key, item, kind, text):
    """Add a point to an item; the same key twice adds it once. A long text becomes several points.

    Raises ValidationError when the notes are full, StaleState when they are already public.
    """
    own_item(minutes, item)
    if Point.objects.filter(pk=key).exists():
        return
    touch(minutes, by, key)
    _room_for(minutes, text)
    position = next_position(minutes.points)
    for number, piece in enumerate(split(text)):
        extra = {"id": key} if number == 0 else {}
        Point.objects.create(minutes=minutes, item=item, position=position + number, kind=kind, text=piece, **extra)


@transaction.atomic
def change_point(point, *, by, version, kind, text):
    """Change a point that still has the `version` the page showed; StaleState otherwise, and nothing is written."""
    touch(point.minutes, by, point.pk)
    _room_for(point.minutes, text[len(point.text) :])
    changed = Point.objects.filter(pk=point.pk, version=version).update(kind=kind, text=text, version=F("version") + 1)
    if not changed:
        if Point.objects.filter(pk=point.pk, kind=kind, text=text).exists():
            return  # pressed twice: it says so already
        raise StaleState
    keep(point.minutes, f"point:{point.pk}", point.text)


@transaction.atomic
def remove_point(point, *, by):
    """Take a point out; its words are kept until the minutes are issued."""
    touch(point.minutes, by, point.pk)
    keep(point.minutes, f"point:{point.pk}", point.text)
    point.delete()


@transaction.atomic
def move_point(point, *, up, by):
    """Swap a point with the one above or below it in the same item."""
    touch(point.minutes, by, "")
    rows = list(Point.objects.filter(minutes=point.minutes, item=point.item))
    here = [row.pk for row in rows].index(point.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        a, b = rows[here], rows[there]
        Point.objects.filter(pk=a.pk).update(position=b.position)
        Point.objects.filter(pk=b.pk).update(position=a.position)


@transaction.atomic
def add_consensus(minutes, *, by, key, item, **fields):
    """Add a consensus note; the same key twice adds it once. fields: outcome, text, question, care, no_other_views."""
    own_item(minutes, item)
    if found := ConsensusNote.objects.filter(pk=key).first():
        return found
    touch(minutes, by, key)
    _room_for(minutes, fields["text"])
    position = next_position(minutes.consensus_notes)
    return ConsensusNote.objects.create(id=key, minutes=minutes, item=item, position=position, **fields)


@transaction.atomic
def change_consensus(note, *, by, version, **fields):
    """Change a consensus note that still has `version`; StaleState otherwise."""
    touch(note.minutes, by, note.pk)
    changed = ConsensusNote.objects.filter(pk=note.pk, version=version).update(version=F("version") + 1, **fields)
    if not changed and ConsensusNote.objects.filter(pk=note.pk, **fields).exists():
        return  # pressed twice: it says so already
    if not changed:
        raise StaleState
    keep(note.minutes, f"note:{note.pk}", note.text)


@transaction.atomic
def remove_consensus(note, *, by):
    """Take a consensus note out. Raises ValidationError while there are views beside it: none goes without a word."""
    touch(note.minutes, by, note.pk)
    if note.views.exists():
        raise ValidationError(_("There are views beside it. Take each out first, so that none is lost by mistake."))
    keep(note.minutes, f"note:{note.pk}", note.text)
    note.delete()


@transaction.atomic
def add_view(note, *, by, key, text, place=View.Place.RAISED, how="", passed_on=None):
    """Add a view beside a consensus note. passed_on: the view somebody sent in, which is then no longer kept apart."""
    if View.objects.filter(pk=key).exists():
        return
    touch(note.minutes, by, key)
    _room_for(note.minutes, text)
    View.objects.create(id=key, note=note, position=next_position(note.views), text=text, place=place, how=how)
    if ConsensusNote.objects.filter(pk=note.pk, no_other_views=True).update(no_other_views=False):
        touch(note.minutes, by, note.pk)
    if passed_on:
        passed_on.delete()


@transaction.atomic
def place_view(view, *, by, place, how=""):
    """Say where a view went: built in, kept as it is, needs more work."""
    touch(view.note.minutes, by, view.pk)
    View.objects.filter(pk=view.pk).update(place=place, how=how, version=F("version") + 1)


@transaction.atomic
def change_view(view, *, by, version, text, place, how=""):
    """Change a view that still has `version`; StaleState otherwise."""
    minutes = view.note.minutes
    touch(minutes, by, view.pk)
    _room_for(minutes, text[len(view.text) :])
    fields = {"text": text, "place": place, "how": how, "version": F("version") + 1}
    if not View.objects.filter(pk=view.pk, version=version).update(**fields):
        raise StaleState
    keep(minutes, f"view:{view.pk}", view.text)


@transaction.atomic
def take_passed_on(minutes, passed_on, *, by, item):
    """Put a view that was sent in among the points of an item. What came in is deleted; nothing links the two."""
    own_item(minutes, item)
    key = uuid.uuid4()
    touch(minutes, by, key)
    if not PassedOnView.objects.filter(pk=passed_on.pk).delete()[0]:
        raise StaleState
    Point.objects.create(
        id=key, minutes=minutes, item=item, position=next_position(minutes.points), text=passed_on.text[:POINT_LIMIT]
    )


@transaction.atomic
def set_outcome(minutes, item, *, by, **fields):
    """Say of an item that other views were asked for, or give the one sentence of a private item."""
    own_item(minutes, item)
    touch(minutes, by, f"item:{item.pk}")
    outcome, created = ItemOutcome.objects.get_or_create(item=item, defaults={"minutes": minutes, **fields})
    if not created:
        keep(minutes, f"outcome:{item.pk}", outcome.private_sentence)
        ItemOutcome.objects.filter(pk=outcome.pk).update(version=F("version") + 1, **fields)


@transaction.atomic
def add_action(minutes, *, by, key, item, helpers=(), **fields):
    """Add something to do; the same key twice adds it once. fields: text, due, lead, shown_as, report_to_parent."""
    own_item(minutes, item)
    if found := Action.objects.filter(pk=key).first():
        return found
    touch(minutes, by, key)
    _room_for(minutes, fields["text"])
    action = Action.objects.create(
        id=key, minutes=minutes, item=item, position=next_position(minutes.actions), **fields
    )
    action.helpers.set(helpers)
    return action


@transaction.atomic
def change_action(action, *, by, version, helpers=None, **fields):
    """Change something to do that still has `version`; StaleState otherwise. helpers: None leaves them as they are."""
    touch(action.minutes, by, action.pk)
    led_by = Action.objects.values_list("lead", flat=True).get(pk=action.pk)
    if not Action.objects.filter(pk=action.pk, version=version).update(version=F("version") + 1, **fields):
        raise StaleState
    if "lead" in fields and (fields["lead"] and fields["lead"].pk) != led_by:
        action.consents.open().update(ended=timezone.now())  # it was the yes of whoever led it, to leading it
    if helpers is not None:
        action.helpers.set(helpers)
    keep(action.minutes, f"action:{action.pk}", action.text)


@transaction.atomic
def remove_action(action, *, by):
    """Take something to do out of notes that are being written."""
    touch(action.minutes, by, action.pk)
    keep(action.minutes, f"action:{action.pk}", action.text)
    action.delete()


@transaction.atomic
def record_agreed_at_meeting(minutes, *, by, on):
    """Note that the next meeting agreed these minutes, with its date (LC3). It is printed on later copies."""
    allow(rules.may_write(by, minutes))
    Minutes.objects.filter(pk=minutes.pk).update(meeting_agreed_on=on)
    audit.record("minutes.agreed_at_meeting", minutes, by=by, on=on.isoformat())
