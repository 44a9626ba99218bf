"""Saying yes to being named, and taking it back (OV1, AO5). Nobody is named by anybody else's decision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.access import StaleState
from groups.models import RecordRule
from meetings.models import Attendance

from .. import consents, rules
from ..models import HEARD, Action, Consent, How, Minutes, words_digest
from .steps import allow, write_down


def words_beside(place):
    """Return the words somebody is named beside: of an action its text, of an item its title."""
    return place.text if isinstance(place, Action) else place.title


@transaction.atomic
def say_yes(place, *, attendance, words, audience, digest, by=None):
    """Say yes, for oneself, to being named beside an Action one leads or an AgendaItem one presented on the record.

    words: one of consents.offered, as it will be printed. audience: of Consent. digest: of the words the page showed.
    by: the account, or None for somebody who came by their own link. The same yes twice is one. Raises StaleState when
    the words, who leads or the rule are no longer those of the page; ValidationError for words that are not offered.
    """
    allow(by is None or by.pk == attendance.person_id)
    return _keep(place, attendance, words, audience, digest, How.SITE, by)


@transaction.atomic
def record_yes(place, *, attendance, words, audience, digest, how, by):
    """Write down that somebody said yes to being named. how: one of HEARD. Otherwise as say_yes, for coordinators."""
    allow(rules.may_record_yes(by, _minutes_of(place)))
    if how not in HEARD:
        raise ValidationError({"how": _("Say how they gave their yes.")})
    return _keep(place, attendance, words, audience, digest, how, by)


def _minutes_of(place):
    return place.minutes if isinstance(place, Action) else Minutes.objects.get(meeting=place.meeting_id)


def _keep(place, attendance, words, audience, digest, how, by):
    minutes = Minutes.objects.select_for_update().get(pk=_minutes_of(place).pk)
    place = type(place).objects.filter(pk=place.pk).first()
    attendance = Attendance.objects.filter(pk=attendance.pk, meeting=minutes.meeting_id).first()
    if place is None or attendance is None or minutes.state == Minutes.State.WITHDRAWN:
        raise StaleState
    if not may_be_named(place, attendance) or digest != words_digest(words_beside(place)):
        raise StaleState
    is_action = isinstance(place, Action)
    if words not in consents.offered(attendance.called, "" if is_action else attendance.organisation):
        raise ValidationError({"words": _("Pick one of the ways to be named.")})
    if audience not in Consent.Audience.values:
        raise ValidationError({"audience": _("Pick who may see it.")})
    here = {"action": place} if is_action else {"item": place, "attendance": attendance}
    open_now = minutes.consents.open().filter(**here)
    same = open_now.filter(attendance=attendance, wording=words, audience=audience, digest=digest).first()
    if same is not None:
        return same
    open_now.update(ended=timezone.now())
    row = Consent.objects.create(
        minutes=minutes,
        attendance=attendance,
        action=place if is_action else None,
        item=None if is_action else place,
        wording=words,
        audience=audience,
        how=how,
        digest=digest,
        given=timezone.now(),
    )
    _write_down("consent.given", row, by, audience=audience, how=how)
    return row


def may_be_named(place, attendance):
    """Can this person be named beside this now? Who leads an action, and presenters of items on the record."""
    if isinstance(place, Action):
        return place.lead_id == attendance.pk and place.item.record_rule != RecordRule.CONFIDENTIAL
    return place.meeting_id == attendance.meeting_id and place.record_rule == RecordRule.ON_RECORD


@transaction.atomic
def take_back(consent, *, by=None):
    """Take a yes back. The next version names nobody there. Taken back already, it stays so.

    by: None for the person by their own link; otherwise themself or somebody who runs the group, who need ask nothing.
    """
    allow(by is None or rules.may_take_back(by, consent))
    Minutes.objects.select_for_update().get(pk=consent.minutes_id)
    if consent.minutes.consents.open().filter(pk=consent.pk).update(ended=timezone.now()):
        _write_down("consent.taken_back", consent, by)


def _write_down(event, row, by, **detail):
    who = f"attendance:{row.attendance_id}"
    write_down(event, row.minutes, by=by, rule="OV1", place=row.place, consent=row.pk, who=who, **detail)
