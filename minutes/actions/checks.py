"""Checking notes: settling what was found, and saying what is still missing."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import RecordRule

from .. import checking, consents, rules
from ..models import POINT_LIMIT, Minutes, Point, Settlement, View
from .steps import NotReady, allow, move, reopen
from .writing import keep, touch


@transaction.atomic
def send_to_check(minutes, *, by):
    """Say the notes are written and ask for the check. The meeting must be over."""
    allow(rules.may_write(by, minutes))
    if not minutes.meeting.is_over:
        raise NotReady([_("Close the meeting first.")])
    move(minutes, Minutes.State.CHECKING)
    audit.record("minutes.checking", minutes, by=by)
    return minutes


@transaction.atomic
def back_to_writing(minutes, *, by):
    """Send the notes back to be written again. Once they are signed only a coordinator may, and the signature lapses.

    Raises StaleState for notes that are public: those are corrected.
    """
    allow(rules.may_check(by, minutes))
    state = Minutes.objects.select_for_update().get(pk=minutes.pk).state
    if state == Minutes.State.PUBLISHED:
        raise StaleState
    if state == Minutes.State.CHECKING:
        move(minutes, Minutes.State.WRITING)
    else:
        allow(rules.may_issue(by, minutes))
        is_out = minutes.copies.filter(version=minutes.version).exists()
        reopen(minutes, version=F("version") + 1 if is_out else F("version"))
    audit.record("minutes.back_to_writing", minutes, by=by)
    return minutes


def _marked(minutes, key):
    """Return the finding with this key as it stands now; StaleState when the words have changed since."""
    for marked in checking.find(minutes):
        if marked.key == key:
            return marked
    raise StaleState


@transaction.atomic
def reword(minutes, key, *, by):
    """Put the suggested words in place of the passage a finding marks. Raises StaleState when the words moved on."""
    marked = _marked(minutes, key)
    if not marked.finding.suggestion:
        raise StaleState
    start, end = marked.finding.passage
    text = marked.place.text
    _write_place(minutes, marked.place.key, text[:start] + marked.finding.suggestion + text[end:], by)
    audit.record("finding.reworded", minutes, by=by, rule=marked.finding.rule, place=marked.place.key)


@transaction.atomic
def change_words(minutes, place_key, *, digest, text, by):
    """Replace the words of one place while checking. digest: of the text the page showed."""
    row, field = checking.row_of(minutes, place_key)
    if row is None or hashlib.sha256(getattr(row, field).encode()).hexdigest() != digest:
        raise StaleState
    limit = row._meta.get_field(field).max_length or POINT_LIMIT
    if len(text) > limit:
        raise ValidationError({"text": _("Please make this %(limit)s letters or fewer.") % {"limit": limit}})
    _write_place(minutes, place_key, text, by)


def _write_place(minutes, place_key, text, by):
    allow(rules.may_check(by, minutes))
    row, field = checking.row_of(minutes, place_key)
    if row is None:
        raise StaleState
    taken_notes = minutes.note_takers.filter(pk=by.pk).exists()
    touch(minutes, by, checking_too=True)
    if not taken_notes:
        # Mending a word while checking does not make the checker somebody who took the notes.
        minutes.note_takers.remove(by)
    keep(minutes, place_key.rpartition(":")[0], getattr(row, field))
    setattr(row, field, text)
    fields = [field]
    if hasattr(row, "version"):
        row.version += 1
        fields.append("version")
    row.save(update_fields=fields)


@transaction.atomic
def settle(minutes, key, *, by, reason, note=""):
    """Settle a finding without changing the words: "not that person" (OV3), or it can stay (OV4, with a reason).

    Raises PermissionDenied for what nobody may override or only a coordinator may; ValidationError without a reason.
    """
    allow(rules.may_check(by, minutes))
    marked = _marked(minutes, key)
    if reason in Settlement.NOT_THAT_PERSON:
        allow(marked.may_be_another_person)
    elif reason == Settlement.Reason.CONSENT:
        allow(marked.may_be_another_person and consents.covers(minutes, marked.place.key, marked.finding.text))
    else:
        allow(marked.may_stay)
        if marked.finding.level == "block":
            allow(rules.may_issue(by, minutes))
        if not note.strip():
            raise ValidationError({"note": _("Say in one sentence why it can stay.")})
    finding, place = marked.finding, marked.place
    Settlement.objects.get_or_create(
        minutes=minutes,
        place=place.key,
        digest=place.digest,
        start=finding.start,
        end=finding.end,
        rule=finding.rule,
        defaults={"reason": reason, "note": note.strip(), "by": by},
    )
    audit.record(
        "finding.settled",
        minutes,
        by=by,
        rule=finding.rule,
        place=place.key,
        start=finding.start,
        end=finding.end,
        reason=reason,
    )


@transaction.atomic
def unsettle(minutes, settlement, *, by):
    """Take a settlement back."""
    allow(rules.may_check(by, minutes))
    audit.record("finding.unsettled", minutes, by=by, rule=settlement.rule, place=settlement.place)
    settlement.delete()


def missing(minutes, marked=None):
    """Return what still keeps these notes from being signed, as plain sentences; empty when nothing does.

    marked: what checking.find returned, where a page has asked already.
    """
    reasons = []
    stops = [m for m in (checking.find(minutes) if marked is None else marked) if m.stops]
    if stops:
        reasons.append(
            _("Things that must change: %(numbers)s.") % {"numbers": ", ".join(str(m.number) for m in stops)}
        )
    private = minutes.meeting.items.filter(record_rule=RecordRule.CONFIDENTIAL).values("pk")
    notes = minutes.consensus_notes.exclude(item__in=private).prefetch_related("views", "item")
    for note in notes:
        views = list(note.views.all())
        if any(v.place == View.Place.RAISED for v in views):
            reasons.append(_("In “%(item)s”, a view has no place yet.") % {"item": note.item.title})
        elif not views and not note.no_other_views:
            reasons.append(
                _("In “%(item)s”, say which other views there were, or that you asked and there were none.")
                % {"item": note.item.title}
            )
    asked = {o.item_id for o in minutes.outcomes.all() if o.no_other_views}
    agreed = minutes.points.filter(kind=Point.Kind.AGREED).exclude(item__in=private)
    with_views = {n.item_id for n in notes if n.views.all()}
    titles = dict.fromkeys(
        p.item.title for p in agreed.select_related("item") if p.item_id not in asked and p.item_id not in with_views
    )
    for title in titles:
        reasons.append(
            _("In “%(item)s”, say which other views there were, or that you asked and there were none.")
            % {"item": title}
        )
    if not (minutes.points.exists() or minutes.consensus_notes.exists() or minutes.actions.exists()):
        reasons.append(_("The notes are still empty."))
    if minutes.meeting.attendances.came().count() == 0:
        reasons.append(_("The register is empty. Write down who came, so that the check knows whom to look for."))
    return reasons
