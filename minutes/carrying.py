"""Open actions of earlier meetings stand on the next agenda by themselves, until they are done or dropped.

What a sub-group will report to its main group stands on the main group's agenda too.
"""

from django.db.models import Q
from django.urls import reverse

from meetings import agenda

from .models import Action


@agenda.carries
def open_actions(meeting):
    rows = (
        Action.objects.open()
        .filter(
            Q(item__meeting__group=meeting.group)
            | Q(report_to_parent=True, item__meeting__group__parent=meeting.group_id),
            item__meeting__starts__lt=meeting.starts,
        )
        .select_related("minutes__meeting__group")
        .order_by("due", "item__meeting__starts", "position")
    )
    public = set(rows.public().values_list("pk", flat=True))
    return [
        agenda.Carried(
            text=row.text,
            due=row.due,
            state=row.state,
            url=reverse("minutes:progress", args=[row.minutes.meeting.group.slug, row.minutes.meeting.slug, row.pk]),
            public=row.pk in public,
        )
        for row in rows
    ]
