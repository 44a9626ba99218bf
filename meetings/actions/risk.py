"""When someone may be at risk: that somebody was told, and when."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from groups.rules import may_facilitate

from ..models import RiskTold
from .steps import check

CLOCKS_DIFFER = dt.timedelta(minutes=10)


@transaction.atomic
def write_down_told(meeting, *, by, request_key, told, told_at):
    """Write down who was told that someone may be at risk, and when; once for a form posted twice. Returns the row.

    Nothing about the person or what was said has a place here. What is written down stays as it is (DC7).
    Raises PermissionDenied unless `by` runs the group, ValidationError when the time is still to come.
    """
    check(may_facilitate(by, meeting.group))
    if told_at > timezone.now() + CLOCKS_DIFFER:
        raise ValidationError({"clock": _("This time is still to come. Write when you told somebody")})
    before = RiskTold.objects.filter(pk=request_key).first()
    if before and before.meeting_id == meeting.pk:
        return before
    key = uuid.uuid4() if before else request_key
    row = RiskTold.objects.create(pk=key, meeting=meeting, told=told, told_at=told_at)
    audit.record("risk.told", row, by=by, meeting=meeting.pk)
    return row
