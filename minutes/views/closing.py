"""Before a meeting is closed: what is done, what is still to do, and the one button that closes it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import fetch, require
from groups.rules import may_facilitate
from meetings.bringing import next_agenda

from .. import actions, closing
from ..models import ItemOutcome, Minutes
from .steps import QUICK, attempt, back_to, meeting_of, minutes_of

LEFT = {
    ItemOutcome.Left.AGAIN: gettext_lazy("Written down. It comes on the next agenda."),
    ItemOutcome.Left.LEFT: gettext_lazy("Written down. It does not come again."),
    ItemOutcome.Left.NOTHING: gettext_lazy("Written down."),
}


def _own_meeting(request, group, slug):
    meeting = meeting_of(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    return meeting


@require_safe
def close(request, group, slug):
    """The list before closing; once the notes are with the check, go there."""
    meeting = _own_meeting(request, group, slug)
    minutes = Minutes.objects.filter(meeting=meeting).select_related("meeting__group").first()
    if not meeting.has_begun:
        messages.info(request, _("A meeting can be closed once it has started."))
        return redirect("meetings:plan", group, slug)
    if minutes is not None and not minutes.is_open:
        return back_to(minutes)
    lines = closing.before_closing(meeting)
    consensus = minutes.consensus_notes.select_related("item") if minutes else ()
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "minutes": minutes,
        "lines": [_line(line, meeting) for line in lines],
        "needed": [line for line in lines if line.needed and not line.done],
        "agreed": [note for note in consensus if note.item.record_rule != "confidential"],
        "set_aside": closing.set_aside(minutes) if minutes else [],
        "next_agenda": next_agenda(meeting.group),
        "section": "my-page",
    }
    return render(request, "minutes/close.html", context)


def _line(line, meeting):
    """One line as the page says it: the facts, its words, and the rows with their links."""
    here = [meeting.group.slug, meeting.slug]
    rows = []
    if line.key in (closing.VIEWS, closing.LEADS):
        for row in line.open:
            item, words = row if line.key == closing.VIEWS else (row.item, row.text)
            route = ["minutes:item", item.pk] if line.key == closing.VIEWS else ["minutes:action", row.pk]
            rows.append({"words": words, "url": reverse(route[0], args=[*here, route[1]])})
    elif line.key == closing.ITEMS:
        rows = [
            {
                "words": item.title,
                "url": reverse("minutes:item", args=[*here, item.pk]),
                "item": item,
                "ways": [(way, WAYS[way]) for way in actions.ways_to_leave(item)],
            }
            for item in line.open
        ]
    done, todo = WORDS[line.key]
    return {"line": line, "words": done if line.done else todo, "rows": rows}


WORDS = {
    closing.REGISTER: (
        gettext_lazy("Somebody is marked as having come"),
        gettext_lazy("Nobody is marked as having come yet"),
    ),
    closing.WRITTEN: (gettext_lazy("Something is written down"), gettext_lazy("Nothing is written down yet")),
    closing.ITEMS: (
        gettext_lazy("The notes say what became of every item"),
        gettext_lazy("What became of these items?"),
    ),
    closing.VIEWS: (gettext_lazy("Every view has its place"), gettext_lazy("Views are missing, or have no place yet")),
    closing.LEADS: (gettext_lazy("Everything to do has somebody who leads it"), gettext_lazy("Nobody leads these yet")),
    closing.NEXT: (gettext_lazy("There is a next meeting"), gettext_lazy("There is no next meeting yet")),
}
"""What a line says when it is done, and when it is not."""

WAYS = {
    ItemOutcome.Left.AGAIN: gettext_lazy("No time: next agenda"),
    ItemOutcome.Left.LEFT: gettext_lazy("No time: leave it"),
    ItemOutcome.Left.NOTHING: gettext_lazy("Nothing to write down"),
}


@require_POST
def close_and_send(request, group, slug):
    meeting = _own_meeting(request, group, slug)
    if attempt(request, actions.close_and_send, meeting, said=_("The meeting is over, and the notes can be checked.")):
        return redirect("minutes:check", group, slug)
    return redirect("minutes:close", group, slug)


@require_POST
def leave_item(request, group, slug, number, left):
    """Say why nothing is written down of an item. Without notes, this begins them."""
    meeting = _own_meeting(request, group, slug)
    item = fetch(meeting.items.all(), pk=number)
    if not meeting.has_begun:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    minutes = actions.open_notes(meeting, by=request.user)
    attempt(request, actions.leave_item, minutes, item, left=left, said=LEFT[left])
    return redirect("minutes:close", group, slug)


@require_POST
def talked_about(request, group, slug, number):
    """Take back what was said of an item of which nothing is written down."""
    minutes = minutes_of(request, group, slug)
    item = fetch(minutes.meeting.items.all(), pk=number)
    attempt(request, actions.leave_item, minutes, item, left="", said=_("Taken back."))
    return redirect("minutes:close", group, slug)
