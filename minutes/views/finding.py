"""Finding what came of meetings: past ones, the search, and feeds of new public notes."""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduction import feeds
from coproduction.access import answer_once, fetch
from groups.models import Group
from meetings.models import Meeting
from meetings.paging import place_in, place_of

from .. import search
from ..forms import PastForm, SearchForm
from ..models import Action, IssuedCopy

PAGE = 20
"""Meetings on a page."""
NEW = 30
"""Entries in a feed."""


# --- past meetings ----------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def past(request):
    """Meetings that took place, latest first, each with what came of it as far as everybody may read it."""
    form = PastForm(request.GET)
    form.is_valid()
    group = form.cleaned_data.get("group", "")
    over = Meeting.objects.over().for_list()
    if group:
        over = over.of_group_called(group)
    if place := place_in(request.GET.get("after", "")):
        over = over.before(*place)
    rows = list(over[: PAGE + 1])
    more = urlencode({"group": group, "after": place_of(rows[PAGE - 1])}) if len(rows) > PAGE else ""
    context = {"form": form, "chosen": group, "meetings": _with_outcomes(rows[:PAGE]), "next": more}
    return render(request, "minutes/past.html", {**context, "section": "meetings"})


def _with_outcomes(meetings):
    """Return (meeting, its public copy or None, (done, all) of what was to be done, or None); two queries for all."""
    copies = IssuedCopy.objects.for_everybody().filter(minutes__meeting__in=meetings).select_related("minutes")
    out = {copy.minutes.meeting_id: copy for copy in copies.defer("document", "words")}
    how_far = Action.objects.how_far([copy.minutes_id for copy in out.values()])
    return [(m, copy := out.get(m.pk), how_far.get(copy.minutes_id) if copy else None) for m in meetings]


# --- search -----------------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def look_for(request):
    form = SearchForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "words": words, "section": "meetings"}
    if words:
        groups, meetings, copies = search.find(words)
        context |= {
            "groups": [(group, search.extract(group.purpose, words)) for group in groups.rows],
            "meetings": [(meeting, search.extract(meeting.who_for, words)) for meeting in meetings.rows],
            "copies": [(copy, search.extract(copy.words, words)) for copy in copies.rows],
            "more": groups.more or meetings.more or copies.more,
            "most": search.MOST,
            "nothing": not (groups.rows or meetings.rows or copies.rows),
        }
    return render(request, "minutes/search.html", context)


# --- feeds ------------------------------------------------------------------------------------------------------------


def _entry(copy):
    meeting = copy.minutes.meeting
    out = dt.datetime.combine(copy.issued_on, dt.time(12), tzinfo=timezone.get_default_timezone())
    words = " ".join([copy.theme, *(f"{bold} {rest}" for bold, rest in copy.in_short)])
    return feeds.Entry(copy.title, words, reverse("minutes:public", args=[meeting.group.slug, meeting.slug]), out, out)


def _feed(request, copies, *, title, page):
    entries = [_entry(copy) for copy in copies.for_feed()[:NEW]]
    text = feeds.atom(title, entries, path=request.path, page=page)
    return answer_once(request, lambda: HttpResponse(text, content_type=feeds.KIND), of=text)


@login_not_required
@require_safe
def new_notes(request):
    title = _("%(site)s: new notes of meetings") % {"site": settings.SITE_NAME}
    return _feed(request, IssuedCopy.objects.all(), title=title, page=reverse("meetings:meetings"))


@login_not_required
@require_safe
def new_notes_of_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    copies = IssuedCopy.objects.filter(minutes__meeting__group=group)
    title = _("%(group)s: new notes of meetings") % {"group": group.name}
    return _feed(request, copies, title=title, page=group.get_absolute_url())
