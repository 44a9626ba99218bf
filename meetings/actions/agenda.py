"""The agenda of a meeting: its items, their order, and what may be shared of each."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import RecordRule
from groups.rules import may_facilitate

from .. import bringing, changes
from ..models import AgendaItem, Meeting, Proposal
from .coming import tell_of_change
from .steps import check, locked


@transaction.atomic
def set_item_rule(item, rule, *, by):
    """Set the record rule of one item, as `set_rule` does for the meeting."""
    check(may_facilitate(by, item.meeting.group))
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=item.pk)
    if item.meeting.state == Meeting.State.CANCELLED:
        raise ValidationError(_("This meeting will not happen, so what may be shared stays as it was."))
    if item.meeting.group.meets_in_public and rule not in (RecordRule.ON_RECORD, RecordRule.CONFIDENTIAL):
        raise ValidationError(_("This group meets in public: an item is on the record, or private."))
    if item.meeting.has_begun and RecordRule(rule).closeness < RecordRule(item.record_rule).closeness:
        raise ValidationError(_("The meeting has started. From then on what may be shared can only become closer."))
    if rule != item.record_rule:
        audit.record("item.rule", item, by=by, old=item.record_rule, new=rule)
        before = changes.facts(item.meeting)
        AgendaItem.objects.filter(pk=item.pk).update(record_rule=rule)
        tell_of_change(item.meeting, before)
    item.refresh_from_db()
    return item


def editable_agenda(meeting, by):
    check(may_facilitate(by, meeting.group))
    if meeting.state == Meeting.State.CANCELLED:
        raise StaleState


@transaction.atomic
def add_item(meeting, *, by, title, minutes, record_rule=None, kind=AgendaItem.Kind.TOPIC, **details):
    """Put an item on the agenda, before open space. Returns it.

    The same form posted twice adds once: a topic that is the same in everything stands there already.
    """
    editable_agenda(meeting, by)
    meeting = locked(meeting)
    rule = record_rule or meeting.record_rule
    if meeting.has_begun and RecordRule(rule).closeness < RecordRule(meeting.record_rule).closeness:
        raise ValidationError({"record_rule": _("The meeting has started, so this item cannot be more open than it.")})
    if meeting.group.meets_in_public and rule not in (RecordRule.ON_RECORD, RecordRule.CONFIDENTIAL):
        raise ValidationError({"record_rule": _("This group meets in public: an item is on the record, or private.")})
    facts = {"kind": kind, "title": title, "minutes": minutes, "record_rule": rule, **details}
    before = meeting.items.filter(**facts).first()
    if before and kind == AgendaItem.Kind.TOPIC:
        return before
    item = AgendaItem.objects.create(meeting=meeting, position=bringing.make_room(meeting), **facts)
    audit.record("item.added", item, by=by)
    return item


@transaction.atomic
def change_item(item, *, by, record_rule, **details):
    """Change the words, the length and the rule of an item."""
    editable_agenda(item.meeting, by)
    for name, value in details.items():
        setattr(item, name, value)
    item.save(update_fields=[*details])
    return set_item_rule(item, record_rule, by=by)


@transaction.atomic
def move_item(item, *, up, by):
    """Swap an item with its neighbour. Hello stays first and open space last: asking for that changes nothing."""
    editable_agenda(item.meeting, by)
    items = list(item.meeting.items.all())
    here = items.index(item)
    there = here - 1 if up else here + 1
    if item.stands_fixed or not 0 <= there < len(items) or items[there].stands_fixed:
        return
    items[here], items[there] = items[there], items[here]
    for position, row in enumerate(items, start=1):
        AgendaItem.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def remove_item(item, *, by):
    """Take an item off the agenda while the meeting has not begun. What came by rule does not come back to it."""
    editable_agenda(item.meeting, by)
    if item.meeting.has_begun:
        raise StaleState
    audit.record("item.removed", item, by=by)
    bringing.taken_out(item)
    Proposal.objects.filter(item=item).wait_again()
    item.delete()
