"""Calendars to subscribe to and feeds of new meetings: of the whole site and of one group, on addresses that stay."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coproduction import feeds
from coproduction.access import answer_once, fetch
from groups.models import Group

from .. import ical, telling
from ..models import Meeting

NEW = 30
"""Entries in a feed."""
KEPT = 24 * 3600
"""Seconds for which a written calendar is kept; it is written again when a fact in it changes."""
CALENDAR = "text/calendar; charset=utf-8; method=PUBLISH"


def _calendar(request, meetings, *, name, file):
    found = ical.in_reach(meetings, timezone.now())

    facts = [name, *ical.facts(found)]

    def make():
        key = f"calendar-{hashlib.sha256(repr(facts).encode()).hexdigest()}"
        content = cache.get_or_set(key, lambda: ical.subscription(found, name=name), KEPT)
        response = HttpResponse(content, content_type=CALENDAR)
        response["Content-Disposition"] = f'attachment; filename="{file}.ics"'
        return response

    changed = max((meeting.told_at for meeting in found), default=None)
    return answer_once(request, make, of=facts, changed=changed)


@login_not_required
@require_safe
def all_meetings(request):
    return _calendar(request, Meeting.objects.all(), name=ical.name_of(), file="meetings")


@login_not_required
@require_safe
def of_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    return _calendar(request, group.meetings.all(), name=ical.name_of(group), file=group.slug)


# --- feeds ------------------------------------------------------------------------------------------------------------
def _feed(request, meetings, *, title, path, page):
    newest = meetings.announced().for_list().order_by("-announced_at", "-pk")[:NEW]
    entries = [
        feeds.Entry(f"{m.group.name}: {m.theme}", telling.in_short(m), m.get_absolute_url(), m.announced_at, m.told_at)
        for m in newest
    ]
    text = feeds.atom(title, entries, path=path, page=page)
    return answer_once(request, lambda: HttpResponse(text, content_type=feeds.KIND), of=text)


@login_not_required
@require_safe
def new_meetings(request):
    title = _("%(site)s: new meetings") % {"site": settings.SITE_NAME}
    return _feed(request, Meeting.objects.all(), title=title, path=request.path, page=reverse("meetings:meetings"))


@login_not_required
@require_safe
def new_of_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    title = _("%(group)s: new meetings") % {"group": group.name}
    return _feed(request, group.meetings.all(), title=title, path=request.path, page=group.get_absolute_url())
