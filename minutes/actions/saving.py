"""What a page that saves by itself asks for: put a line, move it, take it out. The same save sent twice counts once.

Each save says which version of the line the page had seen. When somebody else changed the line meanwhile nothing is
overwritten: the words that came too late are kept with the earlier wordings, and the page shows both.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Membership, RecordRule

from .. import lines, rules
from ..models import Action, ConsensusNote, DeviceLock, ItemOutcome, Minutes, Point, Save, View, Writing
from . import leaving, reporting, writing
from .steps import allow

HERE = dt.timedelta(seconds=25)
"""After this long without a sign a page counts as closed."""
REMOVE = {
    Point: writing.remove_point,
    ConsensusNote: writing.remove_consensus,
    View: leaving.remove_view,
    Action: reporting.remove_action,
}


@dataclass(frozen=True)
class Saved:
    """What became of a save: one of Save.Outcome, and the version of the line after it."""

    outcome: str
    version: int


def _once(verb):
    """Let a save with the same key count once. Another save under a used key is refused, and says so.

    The verb is called with the notes locked, so that two sends of one save wait for each other.
    """

    @transaction.atomic
    def save(minutes, *, by, key, **sent):
        allow(rules.may_write(by, minutes))
        reporting.hold(minutes.meeting_id)
        notes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group")
        minutes = notes.get(pk=minutes.pk)
        told = {name: value for name, value in sent.items() if name != "base"} | {"verb": verb.__name__}
        digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
        if before := Save.objects.filter(pk=key).first():
            if before.digest != digest or before.minutes_id != minutes.pk:
                raise ValidationError(_("This page is out of step. Please open the notes again. Your words are kept."))
            return Saved(before.outcome, before.version)
        outcome, version = verb(minutes, by=by, **sent)
        Save.objects.create(key=key, minutes=minutes, digest=digest, outcome=outcome, version=version)
        return Saved(outcome, version)

    save.__doc__ = verb.__doc__
    return save


def _place(row):
    kinds = {Point: "point", ConsensusNote: "note", View: "view", Action: "action", ItemOutcome: "outcome"}
    return f"{kinds[type(row)]}:{row.pk}"


def _is_theirs(row, base):
    """Did somebody change the line after the page saw it?"""
    return row.version != base


def _words(fields):
    return fields.get("text", fields.get("private_sentence", ""))


@_once
def put(minutes, *, by, line, kind, item, base, fields, note=None, after=None):
    """Make a line, or change the one there is if it still has version `base` (0: the page made it).

    line: a UUID as text, or "item:<id>". fields: as in lines.FIELDS. note: of a view, what it stands beside.
    after: the line it shall stand after, when it is new. Raises ValidationError for what cannot be kept, StaleState for
    notes that are public.
    """
    writing.own_item(minutes, item)
    if (item.record_rule == RecordRule.CONFIDENTIAL) != (kind == lines.WHOLE and "private_sentence" in fields):
        raise ValidationError(_("This item is private. The notes may give one sentence about it, and nothing else."))
    model = lines.model_of(kind)
    row = lines.find(minutes, line, likely=model)
    if row is None:
        if base:
            writing.keep(minutes, f"line:{line}", _words(fields))
            return Save.Outcome.GONE, 0
        _add(minutes, by, line, kind, item, fields, note)
        if after:
            _stand_after(lines.find(minutes, line, likely=model), after, by)
        return Save.Outcome.KEPT, 1
    if _is_theirs(row, base):
        if lines.as_line(row) == lines.as_line(row) | fields | {"kind": kind}:
            return Save.Outcome.KEPT, row.version
        writing.keep(minutes, _place(row), _words(fields))
        return Save.Outcome.CONFLICT, row.version
    if model is type(row):
        _change(minutes, by, row, kind, fields)
    else:
        if model in (View, ItemOutcome) or type(row) in (View, ItemOutcome):
            raise ValidationError(_("A view cannot become something else. Take it out and type it there."))
        REMOVE[type(row)](row, by=by)
        _add(minutes, by, line, kind, item, fields, note)
        model.objects.filter(pk=line).update(version=base + 1)
    return Save.Outcome.KEPT, base + 1


def _add(minutes, by, line, kind, item, fields, note):
    if kind == lines.WHOLE:
        writing.set_outcome(minutes, item, by=by, **fields)
    elif kind == lines.CONSENSUS:
        writing.add_consensus(minutes, by=by, key=line, item=item, **fields)
    elif kind == lines.TO_DO:
        reporting.add_action(minutes, by=by, key=line, item=item, **fields)
    elif kind == lines.VIEW:
        beside = minutes.consensus_notes.filter(pk=note).select_related("minutes").first()
        if beside is None:
            raise ValidationError(
                _("What was agreed here is gone, so a view cannot stand beside it. Put it elsewhere.")
            )
        writing.add_view(beside, by=by, key=line, **fields)
    else:
        writing.add_point(minutes, by=by, key=line, item=item, kind=kind, **fields)


def _change(minutes, by, row, kind, fields):
    version = row.version
    if isinstance(row, ItemOutcome):
        writing.set_outcome(minutes, row.item, by=by, **fields)
    elif isinstance(row, ConsensusNote):
        writing.change_consensus(row, by=by, version=version, **fields)
    elif isinstance(row, Action):
        reporting.change_action(row, by=by, version=version, **fields)
    elif isinstance(row, View):
        writing.change_view(row, by=by, version=version, **fields)
    else:
        writing.change_point(row, by=by, version=version, kind=kind, **fields)


@_once
def remove(minutes, *, by, line, base):
    """Take a line out if it still has version `base`; its words are kept until the minutes are issued."""
    row = lines.find(minutes, line)
    if row is None:
        return Save.Outcome.KEPT, 0
    if _is_theirs(row, base):
        return Save.Outcome.CONFLICT, row.version
    REMOVE[type(row)](row, by=by)
    return Save.Outcome.KEPT, 0


@_once
def move_line(minutes, *, by, line, item, after):
    """Let a line stand after another one of its kind in `item`, or first with `after` empty. A view stays in place."""
    writing.own_item(minutes, item)
    row = lines.find(minutes, line)
    if row is None:
        return Save.Outcome.GONE, 0
    if isinstance(row, View | ItemOutcome) or item.record_rule == RecordRule.CONFIDENTIAL:
        raise ValidationError(_("This cannot be moved there."))
    if row.item_id != item.pk:
        type(row).objects.filter(pk=row.pk).update(item=item)
    _stand_after(row, after, by)
    return Save.Outcome.KEPT, row.version


def _stand_after(row, after, by):
    """Give a row the position after the row of that key; with no such key the first of all."""
    minutes = row.minutes if not isinstance(row, View) else row.note.minutes
    beside = row.note.views if isinstance(row, View) else type(row).objects.filter(minutes=minutes)
    position = beside.filter(pk=after).values_list("position", flat=True).first() if after else 0
    if position is None:
        position = writing.next_position(beside)
    beside.filter(position__gt=position).update(position=F("position") + 1)
    type(row).objects.filter(pk=row.pk).update(position=position + 1)
    writing.touch(minutes, by, "")


@transaction.atomic
def lock_of(minutes, *, by, public, private):
    """Return the lock of somebody's devices for these notes; the keys are kept when there was none (JWK, P-256)."""
    allow(rules.may_write(by, minutes))
    defaults = {"public": public, "private": private}
    return DeviceLock.objects.get_or_create(minutes=minutes, person=by, defaults=defaults)[0]


@transaction.atomic
def writes_here(minutes, *, by, page, item, line):
    """Remember where an open page writes; return the open pages of other people. A page opened again is nobody else.

    Each as (is it a coordinator's, item id, line). There is no name in it: the page may be shown on a wall.
    """
    allow(rules.may_write(by, minutes))
    now = timezone.now()
    known = Writing.objects.filter(page=page, minutes=minutes, person=by)
    if not known.filter(item=item, line=line, seen__gt=now - HERE / 3).exists():
        item = item if minutes.meeting.items.filter(pk=item).exists() else None
        place = {"item_id": item, "line": line, "seen": now}
        if not known.update(**place):
            Writing.objects.get_or_create(page=page, defaults={"minutes": minutes, "person": by, **place})
    others = list(minutes.open_pages.filter(seen__gt=now - HERE).exclude(person=by).order_by("page"))
    running = Membership.objects.current().filter(group=minutes.meeting.group, role=Membership.Role.COORDINATOR)
    coordinators = set(running.values_list("person", flat=True)) if others else ()
    return [(other.person_id in coordinators, other.item_id, other.line) for other in others]
