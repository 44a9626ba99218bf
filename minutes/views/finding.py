"""Finding what came of meetings: feeds of new public notes, for the whole site and for one group."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduction import feeds
from coproduction.access import answer_once, fetch
from groups.models import Group

from ..models import IssuedCopy

NEW = 30
"""Entries in a feed."""


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
