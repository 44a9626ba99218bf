"""Finding meetings: the list, one meeting's page, and its calendar file."""

import re

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from groups.rules import may_facilitate

from .. import actions, agenda, ical, rules
from ..models import Attendance, Meeting
from .steps import may_book, meeting_of

Booking = Attendance.Booking
PAGE = 25

SHOWS = {
    "all": (gettext_lazy("All"), lambda meetings: meetings),
    "evening": (gettext_lazy("Evenings"), lambda meetings: meetings.filter(starts__hour__gte=17)),
    "home": (gettext_lazy("From home"), lambda meetings: meetings.exclude(mode=Meeting.Mode.ROOM)),
}


@login_not_required
@require_safe
def meetings(request):
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in SHOWS else "all"
    coming = SHOWS[chosen][1](Meeting.objects.coming_up().for_list())
    after = request.GET.get("after", "")
    if re.fullmatch("[0-9]{1,18}", after):
        last = Meeting.objects.visible_to(request.user).filter(pk=after).first()
        if last:
            coming = coming.filter(starts__gte=last.starts).filter(Q(starts__gt=last.starts) | Q(pk__gt=last.pk))
    rows = list(coming[: PAGE + 1])
    return render(
        request,
        "meetings/meeting_list.html",
        {
            "meetings": rows[:PAGE],
            "next": rows[PAGE - 1] if len(rows) > PAGE else None,
            "chosen": chosen,
            "shows": [(key, words) for key, (words, _filter) in SHOWS.items()],
            "section": "meetings",
        },
    )


@login_not_required
@require_safe
def meeting(request, group, slug):
    meeting = meeting_of(request, group, slug)
    mine = meeting.attendances.filter(person=request.user).first() if request.user.is_authenticated else None
    record = getattr(meeting, "record", None)
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "items": meeting.items.all(),
            "carried": [] if meeting.is_over else agenda.carried_over(meeting, public=True),
            "papers": rules.papers_of(request.user, meeting).filter(shown=True).for_list(),
            "full": meeting.takes_bookings and actions.is_full(meeting),
            "may_book": may_book(request.user, meeting),
            "may_run": may_facilitate(request.user, meeting.group),
            "mine": mine if mine and mine.booking in (Booking.COMING, Booking.WAITING) else None,
            "notes_are_out": record is not None and record.copies.in_reach().filter(audience="public").exists(),
            "section": "meetings",
        },
    )


@login_not_required
@require_safe
def calendar(request, group, slug):
    meeting = meeting_of(request, group, slug)
    response = HttpResponse(ical.calendar(meeting), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{ical.file_name(meeting)}"'
    return response
