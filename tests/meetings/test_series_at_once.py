"""Two people at once on meetings that come again, on rows that are really committed."""

import contextlib
import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

import meetings.actions.series as verbs
from meetings import actions
from meetings.models import Meeting, Series
from tests import factories
from tests.meetings.test_series import SIX, change, in_november, planned  # noqa: F401  (a fixture that works by itself)
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State = Meeting.State
pytestmark = pytest.mark.faults


ON_POSTGRES = connection.vendor == "postgresql"
"""On SQLite the transaction itself lets in one writer at a time; the lock is for PostgreSQL."""


def meet(monkeypatch, *, patience):
    """Let two who have looked for the same series wait for each other, so long in seconds: then it really is a race."""
    look, both = Series.objects.filter, threading.Barrier(2)

    def slowly(*args, **facts):
        found = list(look(*args, **facts))
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(patience)
        return found

    monkeypatch.setattr(Series.objects, "filter", slowly)


def two_plan_the_same():
    """Two people of one group press at the same moment. Returns how many series and meetings there are then."""
    group = factories.group()
    people = [factories.person("Dilys"), factories.person("Tomasz")]
    for by in people:
        factories.membership(group, by, "coordinator")
    found = at_once(*[lambda by=by: planned(group, by, count=3) for by in people])
    assert not [one for one in found if isinstance(one, Exception)], found
    return Series.objects.count(), Meeting.objects.count()


def test_two_at_once_plan_one_series(committed, monkeypatch):  # noqa: F811
    meet(monkeypatch, patience=0.5)
    assert two_plan_the_same() == (1, 3)


def test_without_the_lock_there_would_be_two_where_two_can_write_at_once(committed, monkeypatch):  # noqa: F811
    monkeypatch.setattr(verbs, "_locked", lambda group: group)
    monkeypatch.setattr(verbs.bringing, "bring", lambda group, by: [])
    monkeypatch.setattr(verbs, "_make", lambda series, row, again: None)  # the addresses would clash before that
    meet(monkeypatch, patience=15 if ON_POSTGRES else 0.3)
    assert two_plan_the_same()[0] == (2 if ON_POSTGRES else 1)  # SQLite has one writer at a time, lock or not


def test_a_meeting_announced_while_the_series_changes_is_never_changed_unseen(committed, monkeypatch):  # noqa: F811
    group, by = factories.group(), factories.person("Tomasz")
    factories.membership(group, by, "facilitator")
    series = planned(group, by, count=1)
    draft = series.days.get().meeting
    actions.say_theme(draft, by=by, theme="Buses")
    # Announced between the moment the series looked for its drafts and the moment it takes one in its hand.
    real = verbs._draft

    def late(row):
        Meeting.objects.filter(pk=row.meeting_id).update(state=State.ANNOUNCED, announced_at=timezone.now())
        return real(row)

    with monkeypatch.context() as patch:
        patch.setattr(verbs, "_draft", late)
        touched = change(series, by, start=dt.time(17))
    draft.refresh_from_db()
    assert (touched.announced, draft.local_start.time()) == ([draft], SIX)
    Meeting.objects.filter(pk=draft.pk).update(state=State.DRAFT)
    change(series, by, start=dt.time(17, 30))  # while it is a draft it goes along
    draft.refresh_from_db()
    assert draft.local_start.time() == dt.time(17, 30)


def test_leaving_out_and_changing_all_at_once_lose_nothing(committed):  # noqa: F811
    group, by = factories.group(), factories.person("Tomasz")
    factories.membership(group, by, "facilitator")
    series = planned(group, by, count=6)
    rows = list(series.days.all())
    found = at_once(
        lambda: actions.leave_out(rows[1], by=by),
        lambda: change(series, by, start=dt.time(17)),
        lambda: actions.end_series(series, by=by, count=4),
        lambda: actions.say_theme(rows[0].meeting, by=by, theme="Buses"),
    )
    assert not [one for one in found if isinstance(one, Exception)], found
    left = Meeting.objects.order_by("starts")
    assert [meeting.local_start.date() for meeting in left] == [rows[0].day, rows[2].day, rows[3].day]
    assert {meeting.local_start.time() for meeting in left} == {dt.time(17)} and left[0].theme == "Buses"
    assert series.days.count() == 4 and series.days.get(meeting=None).day == rows[1].day
