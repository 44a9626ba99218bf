"""Finding meetings: the list, one meeting's page, and its calendar file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduction.mail import absolute
from coproduction.pdf import RenderFailed
from groups.rules import may_facilitate

from .. import actions, agenda, forms, ical, pack, poster, rules, telling
from ..models import Attendance, Meeting
from ..paging import place_in, place_of
from .steps import may_book, meeting_of

Booking = Attendance.Booking
PAGE = 20


@login_not_required
@require_safe
def meetings(request):
    form = forms.FindForm(request.GET)
    if form.errors or "choose" in request.GET:
        return render(request, "meetings/meeting_choose.html", {"form": form, "section": "meetings"})
    coming = form.choose(Meeting.objects.coming_up()).for_list()
    if after := place_in(request.GET.get("after", "")):
        coming = coming.after(*after)
    rows = list(coming[: PAGE + 1])
    return render(
        request,
        "meetings/meeting_list.html",
        {
            "form": form,
            "meetings": rows[:PAGE],
            "next": form.query(after=place_of(rows[PAGE - 1])) if len(rows) > PAGE else "",
            "chosen": form.chosen(),
            "closely": "?" + form.query(choose="yes"),
            "later": after is not None,
            "calendar": ical.addresses(reverse("meetings:all-calendar")),
            "section": "meetings",
        },
    )


@login_not_required
@require_safe
def meeting(request, group, slug):
    meeting = meeting_of(request, group, slug)
    mine = meeting.attendances.filter(person=request.user).first() if request.user.is_authenticated else None
    record = getattr(meeting, "record", None)
    papers = list(rules.papers_of(request.user, meeting).filter(shown=True).for_list())
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "items": meeting.items.all(),
            "carried": [] if meeting.is_over else agenda.carried_over(meeting, public=True),
            "papers": papers,
            "pack": pack.is_of_use(papers),
            "full": meeting.takes_bookings and actions.is_full(meeting),
            "may_book": may_book(request.user, meeting),
            "may_run": may_facilitate(request.user, meeting.group),
            "mine": mine if mine and mine.booking in (Booking.COMING, Booking.WAITING) else None,
            "preview": telling.in_short(meeting),
            "address": absolute(meeting.get_absolute_url()),
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


@login_not_required
@require_safe
def tell(request, group, slug):
    """A text to paste into a message, and a poster to hang up. Of a meeting one can come to."""
    meeting = meeting_of(request, group, slug)
    if not meeting.takes_bookings:
        return redirect(meeting)
    words = telling.message(meeting)
    context = {"meeting": meeting, "group": meeting.group, "words": words, "section": "meetings"}
    return render(request, "meetings/meeting_tell.html", {**context, "lines": 2 * words.count("\n") + 2})


@login_not_required
@require_safe
def poster_file(request, group, slug):
    meeting = meeting_of(request, group, slug)
    if not meeting.takes_bookings:
        return redirect(meeting)
    try:
        content = poster.draw(meeting)
    except RenderFailed:
        messages.error(request, _("We could not draw the poster just now. Ring us, and we print one for you."))
        return redirect(meeting)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{poster.file_name(meeting)}"'
    return response
