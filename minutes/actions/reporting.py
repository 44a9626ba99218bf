"""Something to do that is reported to the main group: it stands on that group's next agenda as long as it is ticked."""

from django.db import transaction

from meetings.bringing import bring, take_off
from meetings.models import AgendaItem, CarriedItem, Meeting

from ..carrying import report_key, report_title
from ..models import Action
from . import writing


def _follow_tick(action, *, by):
    """Put the report on the main group's next agenda or take it off, by what the row says now."""
    main_group = action.minutes.meeting.group.parent
    if main_group is None:
        return
    if Action.objects.filter(pk=action.pk, report_to_parent=True).exists():
        bring(main_group, by=by)
    else:
        take_off(report_key(action), main_group, by=by)


def hold(meeting_id):
    """Lock the meeting before its notes, in the order in which everybody does."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)


@transaction.atomic
def add_action(minutes, *, by, report_to_parent=False, **facts):
    """As writing.add_action; what is to be reported goes on the main group's next agenda."""
    hold(minutes.meeting_id)
    action = writing.add_action(minutes, by=by, report_to_parent=report_to_parent, **facts)
    if report_to_parent:
        _follow_tick(action, by=by)
    return action


@transaction.atomic
def change_action(action, *, by, **facts):
    """As writing.change_action; the main group's agenda follows the tick, as long as that meeting has not begun."""
    hold(action.minutes.meeting_id)
    writing.change_action(action, by=by, **facts)
    if "report_to_parent" in facts:
        _follow_tick(action, by=by)


@transaction.atomic
def remove_action(action, *, by):
    """As writing.remove_action; its report goes off the main group's agenda."""
    hold(action.minutes.meeting_id)
    key, main_group = report_key(action), action.minutes.meeting.group.parent
    writing.remove_action(action, by=by)
    if main_group is not None:
        take_off(key, main_group, by=by)


def say_no_more_than(minutes):
    """Say on agendas to come only which group reports: words of these notes are not public any more."""
    for action in minutes.actions.filter(report_to_parent=True).select_related("minutes__meeting__group"):
        carried = CarriedItem.objects.filter(key=report_key(action)).select_related("meeting").first()
        if carried and not carried.meeting.has_begun:
            words = report_title(action, True)
            said = AgendaItem.objects.filter(pk=carried.item_id, title=words)
            said.update(title=report_title(action, False))
