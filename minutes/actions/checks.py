"""Checking notes: settling what was found, and saying what is still missing."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import RecordRule
from meetings.bringing import bring
from meetings.models import Meeting

from .. import attribution, checking, closing, consents, rules
from ..models import HEARD, POINT_LIMIT, Minutes, Settlement
from .steps import NotReady, allow, move, reopen, write_down
from .writing import keep, touch


@transaction.atomic
def send_to_check(minutes, *, by):
    """Say the notes are written and ask for the check. The meeting must be over.

    What comes again and was written down since the meeting was closed goes on the next agenda now.
    """
    allow(rules.may_write(by, minutes))
    Meeting.objects.select_for_update(no_key=True).get(pk=minutes.meeting_id)  # before its notes, as everywhere
    if not minutes.meeting.is_over:
        raise NotReady([_("Close the meeting first.")])
    move(minutes, Minutes.State.CHECKING, first_checked_at=minutes.first_checked_at or timezone.now())
    audit.record("minutes.checking", minutes, by=by)
    bring(minutes.meeting.group, by=by)
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
    touch(minutes, by, "", checking_too=True)
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
    allow(reason in Settlement.Reason.values and reason != Settlement.Reason.SAID_YES)
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
    names_nobody(minutes, note, "note")
    _settle(minutes, marked, by=by, reason=reason, note=note.strip())


@transaction.atomic
def say_yes_to_quote(minutes, key, *, by, how, said_on):
    """Write down that whoever said these very words said yes to them: how and when, and never who it was (OV2, DC1).

    Everything else that was found in them stays open. Raises PermissionDenied for what is no quotation, ValidationError
    for a day that has not come.
    """
    allow(rules.may_check(by, minutes))
    marked = _marked(minutes, key)
    allow(marked.may_be_said_yes_to)
    if how not in HEARD:
        raise ValidationError({"how": _("Pick how they said yes.")})
    if said_on is None or said_on > timezone.localdate():
        raise ValidationError({"said_on": _("Write the day on which they said yes. It cannot be a day to come.")})
    _settle(minutes, marked, by=by, reason=Settlement.Reason.SAID_YES, how=how, said_on=said_on)


def _settle(minutes, marked, *, by, **facts):
    finding, place = marked.finding, marked.place
    here = {"place": place.key, "digest": place.digest, "start": finding.start, "end": finding.end}
    row, created = Settlement.objects.get_or_create(
        minutes=minutes, **here, rule=finding.rule, taken_back=None, defaults={**facts, "by": by}
    )
    if created:
        _write_down_settled("finding.settled", minutes, row, by)


def _write_down_settled(event, minutes, row, by):
    where = {"place": row.place, "start": row.start, "end": row.end}
    more = {name: value for name, value in (("why", row.note), ("how", row.how)) if value}
    write_down(event, minutes, by=by, rule=row.rule, **where, reason=row.reason, **more)


def names_nobody(minutes, words, field):
    """Raise ValidationError for a reason that could tell who somebody is: it is kept for years, outside the notes."""
    found = attribution.check(words, checking.roster(minutes.meeting), record_rule=RecordRule.CHATHAM_HOUSE)
    named = [f.text for f in found if f.level == "block" and f.rule in ("RC1", "RC2", "RC6", "RC8", "RC13")]
    if named:
        said = _("“%(words)s” could tell who somebody is. We keep the reason for years, so please say it without that.")
        raise ValidationError({field: said % {"words": named[0]}})


@transaction.atomic
def unsettle(minutes, settlement, *, by):
    """Take a settlement back, so that what was found is open again. Of a yes to a quotation the day of it is kept.

    Anybody may ask for that, and nobody has to prove that the words are theirs. After the signature it stops the copy.
    """
    allow(rules.may_check(by, minutes))
    rows = Settlement.objects.standing().filter(pk=settlement.pk)
    if settlement.reason == Settlement.Reason.SAID_YES:
        done = rows.update(taken_back=timezone.now())
    else:
        done = rows.delete()[0]
    if done:
        _write_down_settled("finding.unsettled", minutes, settlement, by)


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
    reasons += [words for _item, words in closing.open_views(minutes)]
    if closing.is_empty(minutes):
        reasons.append(_("The notes are still empty."))
    if closing.nobody_came(minutes.meeting):
        reasons.append(_("The register is empty. Write down who came, so that the check knows whom to look for."))
    return reasons
