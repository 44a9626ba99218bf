"""How every page of notes begins and ends: fetch the notes, try what was asked, say what came of it, go back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from coproduction.access import StaleState, fetch, require
from groups.rules import may_facilitate
from meetings.models import Meeting

from .. import actions
from ..models import Minutes

QUICK = gettext_lazy("Somebody else was quicker, or the page was open for a while. Here is how it stands now.")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
"""What a file says it is, by how its name ends."""


def meeting_of(request, group, slug):
    meetings = Meeting.objects.visible_to(request.user).select_related("group")
    return fetch(meetings, group__slug=group, slug=slug)


def minutes_of(request, group, slug):
    """The notes of a meeting, for those who run its group."""
    meeting = meeting_of(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    return fetch(Minutes.objects.run_by(request.user).select_related("meeting__group"), meeting=meeting)


def back_to(minutes, item=None):
    group, slug = minutes.meeting.group.slug, minutes.meeting.slug
    return redirect("minutes:item", group, slug, item) if item else redirect("minutes:check", group, slug)


def attempt(request, action, *args, said=None, **kwargs):
    """Run an action and say in words what came of it. Returns True when it was done."""
    try:
        action(*args, by=request.user, **kwargs)
    except StaleState:
        messages.info(request, QUICK)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except actions.NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        if said:
            messages.success(request, said)
        return True
    return False


def file_answer(content, name, *, private):
    """Answer with a finished file; a private one is kept by nobody on the way and found by no search."""
    ending = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=TYPES[ending])
    shown = "attachment" if ending == "docx" else "inline"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    if private:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    else:
        response["Cache-Control"] = "no-cache"
    return response
