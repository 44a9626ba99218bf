"""The big screen: what the room should see, and nobody's name (CH9)."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coproduction.templatetags.when import timed
from groups.models import JargonWord, RecordRule

from .. import agenda, forms, square
from ..models import RoomWish
from .steps import as_typed, own_meeting, phone_address


def _where_we_are(asked, times):
    """Return the place, from 0, of the item that was asked for by its number from 1; or of the one whose time it is."""
    if re.fullmatch("[0-9]{1,3}", asked) and 0 < int(asked) <= len(times):
        return int(asked) - 1
    return max(sum(at <= timezone.now() for at, _item in times) - 1, 0)


@require_safe
def screen(request, group, slug):
    """Everything the room should see, in big letters, and nobody's name (CH9)."""
    meeting = own_meeting(request, group, slug)
    items = list(meeting.items.all())
    times = timed(items, meeting.starts)
    here = _where_we_are(request.GET.get("item", ""), times)
    states = ["done"] * here + ["now"] + ["todo"] * (len(items) - here - 1)
    agreed = agenda.agreed_so_far(meeting)
    explained = RoomWish.objects.filter(meeting=meeting, state=RoomWish.State.DONE).words()
    said = [meeting.theme, *explained.values_list("word", flat=True), *(line.text for line in agreed)]
    for item in items:
        said += [item.title, item.blurb, item.can_decide, item.cannot_decide, item.who_decides]
    item = items[here] if items else None
    start, slash, code = as_typed(phone_address(meeting)).rpartition("/")
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "agenda": [
            (number, row, at, state)
            for number, ((at, row), state) in enumerate(zip(times, states, strict=False), start=1)
        ],
        "item": item,
        "number": here + 1,
        "count": len(items),
        "starts": times[here][0] if items else meeting.starts,
        "ends": times[here + 1][0] if here + 1 < len(items) else None,
        "before": here if here else None,
        "after": here + 2 if here + 1 < len(items) else None,
        "agreed": agreed,
        "words": JargonWord.objects.used_in("\n".join(said), meeting.group),
        "rule": item.record_rule if item else meeting.record_rule,
        "rule_means": forms.RULES_MEAN[item.record_rule if item else meeting.record_rule],
        "reads_out": (item.record_rule if item else meeting.record_rule) == RecordRule.CHATHAM_HOUSE,
        "typed": start + slash,
        "code": code,
    }
    return render(request, "meetings/screen.html", context)


@require_safe
def screen_code(request, group, slug):
    """The square code that leads phones to the meeting, as a picture from our own address (CSP)."""
    meeting = own_meeting(request, group, slug)
    address = phone_address(meeting)
    if not address:
        raise Http404
    return HttpResponse(square.svg(address), content_type="image/svg+xml")
