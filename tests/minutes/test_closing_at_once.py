"""Two people who close, plan or bring at the same moment."""

import pytest

from coproduction.access import StaleState
from groups.models import Membership
from meetings import actions as meeting_actions
from meetings import bringing
from meetings.models import AgendaItem, CarriedItem, Meeting
from minutes import actions
from minutes.models import ItemOutcome, Minutes
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

pytestmark = pytest.mark.faults


@pytest.fixture
def scene(committed):  # noqa: F811
    """A meeting that is on, whose one topic comes again, and a facilitator."""
    group, by = factories.group(), factories.person("Tomasz Lis")
    factories.membership(group, by, Membership.Role.FACILITATOR)
    running = factories.meeting(group, by, days=0, state=Meeting.State.UNDER_WAY)
    factories.came(running)
    minutes = factories.clean_notes(running, by)
    actions.leave_item(minutes, factories.topic(running), by=by, left=ItemOutcome.Left.AGAIN)
    return group, by, running, minutes


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_two_who_close_at_once_close_once(scene):
    group, by, running, _minutes = scene
    factories.meeting(group, by, items=())
    results = at_once(*[lambda: actions.close_and_send(Meeting.objects.get(pk=running.pk), by=by)] * 2)
    assert kinds(results) == ["Minutes", "StaleState"]
    assert Minutes.objects.get().state == "checking"
    assert CarriedItem.objects.count() == AgendaItem.objects.exclude(brought=None).count() == 1


def test_closing_and_sending_at_once_with_closing_alone(scene):
    group, by, running, _minutes = scene
    factories.meeting(group, by, items=())
    results = at_once(
        lambda: actions.close_and_send(Meeting.objects.get(pk=running.pk), by=by),
        lambda: meeting_actions.close(Meeting.objects.get(pk=running.pk), by=by),
    )
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, StaleState)], results
    assert Meeting.objects.get(pk=running.pk).state == "held"
    assert CarriedItem.objects.count() == 1


def test_meetings_planned_and_closed_at_once_carry_each_item_once(scene):
    group, by, running, _minutes = scene
    results = at_once(
        *[lambda days=days: factories.meeting(group, by, days=days, items=()) for days in (10, 20, 30)],
        lambda: actions.close_and_send(Meeting.objects.get(pk=running.pk), by=by),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    carried = CarriedItem.objects.get()
    assert carried.item.meeting.state in ("draft", "announced")
    assert AgendaItem.objects.filter(title="The first day home").count() == 2


def test_a_tick_taken_off_while_the_main_group_plans_leaves_the_agenda_as_the_tick_says(scene):
    group, by, _running, minutes = scene
    main = factories.group("all-of-wendle", name="All of Wendle")
    factories.membership(main, by, Membership.Role.FACILITATOR)
    type(group).objects.filter(pk=group.pk).update(parent=main)
    minutes.actions.update(report_to_parent=True)
    action = minutes.actions.select_related("minutes__meeting__group__parent").get()
    facts = {"version": action.version, "text": action.text, "report_to_parent": False}
    results = at_once(
        lambda: factories.meeting(main, by, items=()),
        lambda: actions.change_action(action, by=by, **facts),
        lambda: bringing.bring(main, by=by),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    assert not CarriedItem.objects.filter(meeting__group=main).exists()
    assert not AgendaItem.objects.filter(meeting__group=main, kind="topic").exists()
