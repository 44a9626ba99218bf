"""Two people at once on meetings that come again, on rows that are really committed."""

import datetime as dt

import pytest
from django.utils import timezone

import meetings.actions.series as verbs
from meetings import actions
from meetings.models import Meeting, Series
from tests import factories
from tests.meetings.test_series import SIX, change, in_november, planned  # noqa: F401  (a fixture that works by itself)
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State = Meeting.State
pytestmark = pytest.mark.faults


def test_two_at_once_plan_one_series(committed, monkeypatch):  # noqa: F811
    group = factories.group()
    people = [factories.person("Dilys"), factories.person("Tomasz")]
    for by in people:
        factories.membership(group, by, "coordinator")
    found = at_once(*[lambda by=by: planned(group, by, count=3) for by in people])
    assert found[0] == found[1], found
    assert (Series.objects.count(), Meeting.objects.count()) == (1, 3)
    # The same without looking what is there shows that two really came.
    monkeypatch.setattr(Series.objects, "filter", lambda **facts: [])
    at_once(*[lambda by=by: planned(group, by, count=3) for by in people])
    assert Series.objects.count() == 3


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
