"""Open actions of earlier meetings stand on the next agenda by themselves, until they are done or dropped."""

from django.urls import reverse

from meetings import agenda

from .models import Action, Minutes


@agenda.carries
def open_actions(meeting):
    rows = (
        Action.objects.open()
        .of_group(meeting.group)
        .filter(item__meeting__starts__lt=meeting.starts)
        .select_related("minutes__meeting")
        .order_by("due", "item__meeting__starts", "position")
    )
    return [
        agenda.Carried(
            text=row.text,
            due=row.due,
            state=row.state,
            url=reverse("minutes:progress", args=[meeting.group.slug, row.minutes.meeting.slug, row.pk]),
            public=row.minutes.state == Minutes.State.PUBLISHED,
        )
        for row in rows
    ]
