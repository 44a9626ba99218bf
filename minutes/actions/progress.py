"""What becomes of something to do after the meeting: how far it is, and who chips in."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import RecordRule

from .. import attribution, checking, rules
from ..models import Action
from .steps import allow


def _names_nobody(action, field, words):
    """Raise ValidationError for words with a name or a contact in them: an update says what happened, never who."""
    roster = checking.roster(action.minutes.meeting)
    found = attribution.check(words, roster, record_rule=RecordRule.CHATHAM_HOUSE)
    named = [f.text for f in found if f.level == "block" and f.rule in ("RC1", "RC13")]
    if named:
        said = _("“%(words)s” could tell who somebody is. Please say what happened, without who did it.")
        raise ValidationError({field: said % {"words": named[0]}})


@transaction.atomic
def progress(action, *, by, state, reason="", words=""):
    """Say how far something to do has got, and in a few words what has happened. The words of the notes do not change.

    Every change and every word is kept as an ActionUpdate with its day, and without who wrote it; the same thing said
    twice is said once. A dropped one needs a reason. Raises ValidationError for words that name somebody.
    """
    allow(rules.may_progress(by, action))
    reason, words = reason.strip(), words.strip()
    if state == Action.State.DROPPED and not reason:
        raise ValidationError({"reason": _("Say in one sentence why it will not be done.")})
    for field, said in (("reason", reason), ("words", words)):
        if said:
            _names_nobody(action, field, said)
    row = Action.objects.select_for_update().get(pk=action.pk)
    changed, last = row.state != state, row.updates.first()
    why = reason if state == Action.State.DROPPED else ""
    said = " ".join(filter(None, [why if changed or row.state_reason != why else "", words]))[:300]
    Action.objects.filter(pk=action.pk).update(state=state, state_reason=reason)
    if changed or said and not (last and last.words == said):
        row.updates.create(state=state if changed else "", words=said)
    audit.record("action.progress", action, by=by, state=state)
    action.refresh_from_db()
    return action


@transaction.atomic
def chip_in(action, *, by):
    """Offer to help with something to do, as somebody who was at the meeting. A second time changes nothing.

    Raises PermissionDenied for others, StaleState for what is done or dropped.
    """
    allow(rules.may_chip_in(by, action))
    _help(action, by, "action.chip_in")


@transaction.atomic
def chip_out(action, *, by):
    """Take the offer to help back; no reason asked. A second time changes nothing."""
    allow(rules.may_chip_in(by, action) or rules.helps(by, action))
    _help(action, by, "action.chip_out")


def _help(action, by, event):
    row = Action.objects.select_for_update().get(pk=action.pk)
    own = list(row.minutes.meeting.attendances.filter(person=by))
    helping = rules.helps(by, row)
    if event == "action.chip_in":
        if not row.is_open:
            raise StaleState
        if helping:
            return
        row.helpers.add(*[here for here in own if here.came])
    elif helping:
        row.helpers.remove(*own)
    else:
        return
    # Whoever has the row open in a form is told that it changed, and puts nobody out by mistake.
    Action.objects.filter(pk=row.pk).update(version=F("version") + 1)
    audit.record(event, action, by=by)
