"""Plans that a group keeps under a name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from groups.models import Group
from groups.rules import may_facilitate

from ..models import TEMPLATE_FACTS, AgendaItem, MeetingTemplate
from .steps import check

MOST = 30
"""How many templates a group keeps."""
ITEM_FACTS = ["kind", "title", "blurb", "minutes", *AgendaItem.SCOPE, "recurring"]


@transaction.atomic
def keep_template(meeting, *, by, name):
    """Keep the plan of a meeting under a name: facts and agenda, never people, papers or guests. Returns it.

    What came onto its agenda by rule stays out: it comes again by itself. An item keeps its own record rule only where
    it has another than the meeting. The same twice keeps one. Raises PermissionDenied; ValidationError for a name that
    is taken, and when there are enough.
    """
    group = meeting.group
    check(may_facilitate(by, group))
    facts = {fact: getattr(meeting, fact) for fact in TEMPLATE_FACTS}
    items = [_line(item, meeting) for item in meeting.items.filter(brought=None)]
    start, end = (timezone.localtime(moment).time() for moment in (meeting.starts, meeting.ends))
    if end <= start:
        raise ValidationError({"name": _("A meeting that goes on past midnight cannot be a template.")})
    plan = {"start": start, "end": end, "record_rule": meeting.record_rule, "facts": facts, "items": items}
    Group.objects.select_for_update().get(pk=group.pk)  # so that two at once see each other
    before = group.templates.filter(name__iexact=name).first()
    if before is not None and all(getattr(before, one) == value for one, value in plan.items()):
        return before
    if before is not None:
        raise ValidationError({"name": _("There is a template of that name already. Choose another name.")})
    if group.templates.count() >= MOST:
        raise ValidationError({"name": _("There are many templates already. Take one away first.")})
    template = MeetingTemplate.objects.create(group=group, name=name, **plan)
    audit.record("template.kept", template, by=by)
    return template


def _line(item, meeting):
    line = {name: getattr(item, name) for name in ITEM_FACTS}
    return {**line, "own_rule": item.record_rule if item.record_rule != meeting.record_rule else ""}


@transaction.atomic
def remove_template(template, *, by):
    """Take a template away. Meetings that were planned from it stay as they are."""
    check(may_facilitate(by, template.group))
    audit.record("template.removed", template, by=by)
    template.delete()
