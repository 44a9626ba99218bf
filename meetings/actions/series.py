"""Meetings that come again.

All drafts of a series are made at once: each can then be moved, left out, given a theme and an interpreter like any
other meeting, and no sweep has to make more of them at the right time. They are few (see recurring.MOST). What comes
onto the next agenda by rule goes to the soonest of them, as it does to any draft.

Whoever works on a series holds the row of the group first and its drafts after it, as bringing does. Announced meetings
are never touched and never held.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from coproduction.fields import moment_of
from groups.models import Group
from groups.rules import may_facilitate

from .. import bringing, recurring
from ..models import AgendaItem, Attendance, Meeting, Paper, Proposal, Series, SeriesDay
from .making import make
from .steps import check


@dataclass
class Touched:
    """What a change to a series did, as lists of meetings (or of days that have none any more)."""

    changed: list = field(default_factory=list)
    made: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    announced: list = field(default_factory=list)
    """Left as they are, because people have been told of them."""
    by_hand: list = field(default_factory=list)
    """Left as they are, because somebody moved, changed or prepared them on their own."""


def _locked(group):
    return Group.objects.select_for_update().get(pk=group.pk)


def _moments(day, start, end):
    return {"starts": moment_of(day, start), "ends": moment_of(day, end)}


def _make(series, row, *, again):
    facts = {"record_rule": series.record_rule, **series.facts, **_moments(row.day, series.start, series.end)}
    row.meeting = make(series.group, items=series.items, again=again, theme="", **facts)
    row.save(update_fields=["meeting"])
    return row.meeting


def _check_rule(group, rule):
    if rule not in dict(group.rules_on_offer):
        raise ValidationError({"record_rule": _("This group meets in public, so its meetings are on the record.")})


@transaction.atomic
def plan_series(group, *, by, repeat, weeks, first_day, start, end, until, count, record_rule, facts, items=()):
    """Plan meetings that come again, each as a draft without a theme. Returns the Series.

    facts: of SERIES_FACTS. Twice the same, by two presses or by two people at once, plans once. Raises
    PermissionDenied unless `by` runs the group, ValidationError for days that cannot be (see recurring.days_of).
    """
    check(may_facilitate(by, group))
    _check_rule(group, record_rule)
    when = {"repeat": repeat, "weeks": weeks, "first_day": first_day, "start": start, "end": end}
    when |= {"until": until, "count": count}
    days = recurring.days_of(**when)
    if moment_of(days[0], start) <= timezone.now():
        raise ValidationError({"day": _("This day is over. Pick a day to come")})
    group = _locked(group)  # so that two at once see each other
    what = {"record_rule": record_rule, "facts": facts, "items": list(items)}
    for before in Series.objects.filter(group=group, record_rule=record_rule, **when):
        if (before.facts, before.items) == (facts, what["items"]):
            return before
    series = Series.objects.create(group=group, **when, **what)
    rows = SeriesDay.objects.bulk_create(SeriesDay(series=series, day=day) for day in days)
    for number, row in enumerate(rows):
        _make(series, row, again=None if number == 0 else True)
    audit.record("series.planned", series, by=by, meetings=len(days))
    bringing.bring(group, by=by)
    return series


def _to_come(series):
    """Return the rows of days whose meeting has not begun, with what somebody prepared for it told as `prepared`."""
    usual = [item["title"] for item in series.items]
    topics = AgendaItem.objects.filter(meeting=OuterRef("meeting"), kind=AgendaItem.Kind.TOPIC, brought=None)
    prepared = Exists(topics.exclude(title__in=usual)) | ~Q(meeting__theme="")
    prepared |= Exists(Paper.objects.filter(item__meeting=OuterRef("meeting")))
    prepared |= Exists(Attendance.objects.filter(meeting=OuterRef("meeting")))
    rows = series.days.filter(meeting__starts__gt=timezone.now()).select_related("meeting__group")
    return rows.annotate(prepared=prepared)


def _draft(row):
    """Hold the draft of a day and return it; None where it is a draft no more, or was changed by hand meanwhile."""
    drafts = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    meeting = drafts.filter(pk=row.meeting_id, state=Meeting.State.DRAFT).first()
    row.refresh_from_db(fields=["by_hand"])
    return None if row.by_hand else meeting


def _left(row, touched):
    """Note why the meeting of a day stays as it is. One that will not happen is not worth a word."""
    row.meeting.refresh_from_db()
    if row.meeting.state == Meeting.State.DRAFT:
        touched.by_hand.append(row.meeting)
    elif row.meeting.state == Meeting.State.ANNOUNCED:
        touched.announced.append(row.meeting)


@transaction.atomic
def change_series(series, *, by, start, end, record_rule, facts):
    """Change what meetings of a series begin with: its drafts that nobody changed by hand go along. Returns Touched.

    Announced meetings stay as they are, whatever changes. Themes and agendas stay too. Raises PermissionDenied, and
    ValidationError for an hour that cannot be.
    """
    check(may_facilitate(by, series.group))
    _check_rule(series.group, record_rule)
    recurring.days_of_series(series, start=start, end=end)
    series = _fresh(series)
    new = {"start": start, "end": end, "record_rule": record_rule, "facts": facts}
    Series.objects.filter(pk=series.pk).update(**new)
    touched = Touched()
    for row in _to_come(series):
        meeting = _draft(row)
        if meeting is None:
            _left(row, touched)
            continue
        details = {**facts, **_moments(row.day, start, end), "record_rule": record_rule}
        if all(getattr(meeting, name) == value for name, value in details.items()):
            continue
        if meeting.record_rule != record_rule:
            meeting.items.filter(record_rule=meeting.record_rule).update(record_rule=record_rule)
            audit.record("meeting.rule", meeting, by=by, old=meeting.record_rule, new=record_rule)
        Meeting.objects.filter(pk=meeting.pk).update(**details)
        touched.changed.append(meeting)
    audit.record("series.changed", series, by=by, meetings=len(touched.changed))
    series.refresh_from_db()
    return touched


@transaction.atomic
def end_series(series, *, by, until=None, count=None):
    """Let a series come to an end earlier or later. Returns Touched.

    Drafts after the end go, unless somebody moved, changed or prepared them: those stay, as announced ones do.
    """
    check(may_facilitate(by, series.group))
    days = set(recurring.days_of_series(series, until=until, count=count))
    series = _fresh(series)
    Series.objects.filter(pk=series.pk).update(until=until, count=count)
    series.until, series.count = until, count
    touched = Touched()
    for row in _to_come(series):
        if row.day in days:
            continue
        meeting = None if row.prepared else _draft(row)
        if meeting is None:
            _left(row, touched)
        else:
            touched.gone.append(row.day)
            _delete(meeting)
            row.delete()
    series.days.filter(meeting=None).exclude(day__in=days).delete()
    known = set(series.days.values_list("day", flat=True))
    new = sorted(day for day in days - known if moment_of(day, series.start) > timezone.now())
    for row in SeriesDay.objects.bulk_create(SeriesDay(series=series, day=day) for day in new):
        touched.made.append(_make(series, row, again=True))
    audit.record("series.ends", series, by=by, gone=len(touched.gone), made=len(touched.made))
    bringing.bring(series.group, by=by)
    return touched


def _delete(draft):
    Proposal.objects.filter(item__meeting=draft).wait_again()
    draft.delete()


def _fresh(series):
    group = _locked(series.group)
    series = Series.objects.get(pk=series.pk)
    series.group = group
    return series


@transaction.atomic
def leave_out(row, *, by):
    """Leave one day of a series out: its draft goes, with its agenda. The series remembers, and makes no new one.

    Raises PermissionDenied; StaleState where it is a draft no more: an announced meeting is called off instead.
    """
    series = row.series
    check(may_facilitate(by, series.group))
    group = _locked(series.group)
    drafts = Meeting.objects.select_for_update().filter(series_day=row.pk, state=Meeting.State.DRAFT)
    meeting = drafts.first()
    if meeting is None or meeting.attendances.exists():
        raise StaleState
    _delete(meeting)
    SeriesDay.objects.filter(pk=row.pk).update(by_hand=False)
    audit.record("series.left_out", series, by=by, day=row.day.isoformat())
    bringing.bring(group, by=by)


@transaction.atomic
def put_back(row, *, by):
    """Put a day that was left out back, as a new draft. Returns its meeting. Raises StaleState when it cannot be."""
    series = row.series
    check(may_facilitate(by, series.group))
    series = _fresh(series)
    row = SeriesDay.objects.filter(pk=row.pk, meeting=None).first()
    if row is None or moment_of(row.day, series.start) <= timezone.now():
        raise StaleState
    meeting = _make(series, row, again=True)
    audit.record("series.put_back", series, by=by, day=row.day.isoformat())
    bringing.bring(series.group, by=by)
    return meeting
