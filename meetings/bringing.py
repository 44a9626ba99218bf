"""What comes onto the next agenda by rule: each thing once, with the reason, and never against somebody's hand.

Which things those are, apps above this one say (see agenda); here they are put on the agenda, and taken off it again.
Whoever brings or takes off holds the row of the group, so that two at once see each other.
"""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from groups.models import Group, RecordRule

from . import agenda
from .models import AgendaItem, CarriedItem, Meeting

TO_COME = [Meeting.State.DRAFT, Meeting.State.ANNOUNCED]


def next_agenda(group):
    """Return the next meeting of the group that has not begun, announced or a draft, or None."""
    meetings = group.meetings.filter(state__in=TO_COME, starts__gt=timezone.now()).select_related("group")
    return meetings.order_by("starts", "pk").first()


def _settled(meeting):
    """Return the keys of what has its agenda already: also where somebody took it out.

    Not settled is what was on a meeting that will not happen, and what was skipped once, before `meeting`.
    """
    carried = CarriedItem.objects.filter(meeting__group=meeting.group)
    again = carried.filter(meeting__state=Meeting.State.CANCELLED, item__isnull=False)
    again |= carried.filter(skipped=True, meeting__starts__lt=meeting.starts)
    return set(carried.exclude(pk__in=again.values("pk")).values_list("key", flat=True))


@transaction.atomic
def bring(group, *, by):
    """Put on the group's next agenda what comes there by rule, before its open space. Returns the new items.

    Safe to call at any time: nothing comes twice, and nothing that somebody took out comes back to that agenda.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    meeting = next_agenda(group)
    if meeting is None:
        return []
    found = agenda.brought_to(group, but=_settled(meeting))
    if not found:
        return []
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    return [_put(thing, meeting, by) for thing in found]


def _put(thing, meeting, by):
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=make_room(meeting),
        title=_free_title(meeting, thing.title),
        blurb=thing.blurb,
        minutes=thing.minutes,
        recurring=thing.recurring,
        record_rule=_rule(thing.record_rule, meeting),
        **thing.scope,
    )
    # Where it was meant to go before, at a meeting that will not happen, it goes on from here alone.
    AgendaItem.objects.filter(brought__key=thing.key).update(recurring=False)
    facts = {"why": thing.why, "come_from": thing.come_from, "meeting": meeting, "item": item, "skipped": False}
    CarriedItem.objects.update_or_create(key=thing.key, defaults=facts)
    audit.record("item.brought", item, by=by, key=thing.key, why=thing.why)
    return item


def make_room(meeting):
    """Return the position of a new item: before open space, which moves down, or else last."""
    last = meeting.items.filter(kind=AgendaItem.Kind.OPEN_SPACE).order_by("position").first()
    if last is None:
        return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1
    meeting.items.filter(position__gte=last.position).update(position=F("position") + 1)
    return last.position


def _free_title(meeting, title):
    """Return the title, with a number behind it where another item of the agenda is called the same."""
    taken = set(meeting.items.values_list("title", flat=True))
    room = AgendaItem._meta.get_field("title").max_length - 5
    number, free = 1, title
    while free in taken:
        number += 1
        free = _("%(title)s (%(number)s)") % {"title": title[:room], "number": number}
    return free


def _rule(rule, meeting):
    """Return the closer of two rules: of where an item comes from, and of the meeting it comes to."""
    closer = max(RecordRule(rule), RecordRule(meeting.record_rule), key=lambda rule: rule.closeness)
    if meeting.group.meets_in_public and closer != RecordRule.ON_RECORD:
        return RecordRule.CONFIDENTIAL  # the one closer rule such a body has
    return closer


@transaction.atomic
def take_off(key, group, *, by):
    """Take what was brought off the group's agenda again, as if it never had been, while that meeting has not begun."""
    Group.objects.select_for_update().get(pk=group.pk)
    carried = CarriedItem.objects.filter(key=key).select_related("meeting", "item").first()
    if carried is None or carried.meeting.has_begun or carried.meeting.state not in TO_COME:
        return
    carried.delete()
    if carried.item is not None:
        audit.record("item.removed", carried.item, by=by, key=key)
        carried.item.delete()


def taken_out(item):
    """Note that somebody takes this item out by hand: it does not come back, or at the meeting after if it recurs."""
    CarriedItem.objects.filter(item=item).update(skipped=item.recurring)
