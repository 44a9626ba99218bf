"""How a meeting comes to be: its address, and the agenda it begins with."""

from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import RecordRule

from ..models import AgendaItem, Meeting

OPEN_SPACE_MINUTES = 20
Kind = AgendaItem.Kind


def free_address(group, starts, *, but=None):
    """Return the last part of a meeting's address: its date, with -2, -3 … for more meetings of one day."""
    date = timezone.localtime(starts).date().isoformat()
    taken = set(
        Meeting.objects.filter(group=group, slug__startswith=date).exclude(pk=but).values_list("slug", flat=True)
    )
    number = 1
    while (slug := date if number == 1 else f"{date}-{number}") in taken:
        number += 1
    return slug


def make(group, *, items=None, again=None, **facts):
    """Write down a new meeting with the agenda it begins with. Checks nothing and tells nobody: for plan, and series.

    items: those of a template, or nothing for the usual agenda. again: has the group met before? Else it is looked up.
    """
    if again is None:
        before = Meeting.objects.filter(group=group, starts__lt=facts["starts"])
        again = before.exclude(state=Meeting.State.CANCELLED).exists()
    meeting = Meeting.objects.create(group=group, slug=free_address(group, facts["starts"]), **facts)
    lines = _from_template(meeting, items, again) if items else _usual(again)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, **{"record_rule": meeting.record_rule, **line})
        for position, line in enumerate(lines, start=1)
    )
    return meeting


def _last_notes():
    blurb = _("Did we get it right? What has happened since?")
    return {"kind": Kind.LAST_NOTES, "title": _("Notes of the last meeting"), "blurb": blurb, "minutes": 10}


def _usual(again):
    """The agenda every new meeting starts with: hello first, last notes when there are some, open space last."""
    blurb = _("We say our first names, if we want to.")
    hello = {"kind": Kind.HELLO, "title": _("Hello, and how today works"), "blurb": blurb, "minutes": 10}
    blurb, minutes = _("Anything you want to bring."), OPEN_SPACE_MINUTES
    space = {"kind": Kind.OPEN_SPACE, "title": _("Open space"), "blurb": blurb, "minutes": minutes}
    return [hello, *([_last_notes()] if again else []), space]


def _from_template(meeting, items, again):
    """The agenda of a template: the notes of the last meeting only when there are some, and open space last."""
    lines = [{name: value for name, value in item.items() if name != "own_rule"} for item in items]
    for line, item in zip(lines, items, strict=True):
        if rule := item.get("own_rule"):
            line["record_rule"] = _possible(rule, meeting.group)
    hello = [line for line in lines if line["kind"] == Kind.HELLO]
    notes = [line for line in lines if line["kind"] == Kind.LAST_NOTES] or [_last_notes()]
    space = [line for line in lines if line["kind"] == Kind.OPEN_SPACE]
    rest = [line for line in lines if line["kind"] in (Kind.TOPIC, Kind.BREAK)]
    return [*hello, *(notes if again else []), *rest, *space]


def _possible(rule, group):
    """Return the rule, or the closer one a body that meets in public has: an item of it is on the record or private."""
    if group.meets_in_public and rule not in (RecordRule.ON_RECORD, RecordRule.CONFIDENTIAL):
        return RecordRule.CONFIDENTIAL
    return rule
