"""Pages and files on which minutes are read, and the page on which somebody asks for a change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from coproduction import links
from coproduction.access import StaleState, fetch, require
from groups.models import Follower
from meetings.models import Attendance

from .. import actions, document, forms, rules
from ..emails import LOOK, copy_purpose, names_path
from ..models import IssuedCopy, Minutes
from .steps import file_answer, meeting_of

WAYS = {
    "pdf": gettext_lazy("As a PDF to print"),
    "large": gettext_lazy("As a PDF in large print"),
    "docx": gettext_lazy("As a Word file"),
    "txt": gettext_lazy("As plain words"),
}
"""What the link to each file of a copy says."""


def _copy(meeting, audience):
    """The newest copy in reach, or None when there was one and it was taken back; Http404 when there never was one.

    Of minutes that were withdrawn this stays so after the copy itself is deleted (LC4).
    """
    copies = IssuedCopy.objects.filter(minutes__meeting=meeting, audience=audience).order_by("-version")
    issued = "published_at" if audience == document.PUBLIC else "agreed_at"
    withdrawn = Minutes.objects.filter(meeting=meeting, state=Minutes.State.WITHDRAWN, **{f"{issued}__isnull": False})
    return copies.in_reach().first() or (None if copies.exists() or withdrawn.exists() else fetch(copies))


def _gone(request, meeting):
    """Say that what stood here was taken back (410), and when, if for good."""
    context = {"meeting": meeting, "group": meeting.group, "record": meeting.record, "section": "groups"}
    return render(request, "minutes/withdrawn.html", context, status=410)


@login_not_required
@require_safe
def public(request, group, slug):
    meeting = meeting_of(request, group, slug)
    copy = _copy(meeting, document.PUBLIC)
    return _reading_page(request, meeting, copy) if copy else _gone(request, meeting)


@login_not_required
@require_safe
def public_file(request, group, slug, format):
    meeting = meeting_of(request, group, slug)
    copy = _copy(meeting, document.PUBLIC)
    return _file(copy, format, private=False) if copy else _gone(request, meeting)


@require_safe
def group_copy(request, group, slug):
    meeting = meeting_of(request, group, slug)
    copy = _copy(meeting, document.GROUP)
    require(rules.may_read_group_copy(request.user, meeting.record))
    if copy is None:
        return _gone(request, meeting)
    response = _reading_page(request, meeting, copy)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def copy_by_link(request, group, slug, token):
    """The copy for the group, for somebody who follows it, by the link in their own message (F15)."""
    meeting = meeting_of(request, group, slug)
    copy = _linked_copy(meeting, token)
    if copy is None:
        response = render(request, "groups/following_old_link.html", {"section": "groups"}, status=404)
    elif copy.taken_back:
        response = _gone(request, meeting)
    else:
        response = _reading_page(request, meeting, copy, files=False)
    # The address holds a token, and leads nowhere but out of this page.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _linked_copy(meeting, token):
    """Return the copy a follower's link was made for, or None. Once a newer one is out, older links open nothing."""
    copies = IssuedCopy.objects.filter(minutes__meeting=meeting, audience=document.GROUP)
    newest = copies.select_related("minutes__meeting__group").order_by("-version").first()
    if newest is None:
        return None
    follower = links.open_link(copy_purpose(newest), token, Follower.objects.confirmed())
    return newest if follower and rules.may_open_copy_by_link(follower, newest.minutes) else None


@require_safe
def group_file(request, group, slug, format):
    meeting = meeting_of(request, group, slug)
    copy = _copy(meeting, document.GROUP)
    require(rules.may_read_group_copy(request.user, meeting.record))
    return _file(copy, format, private=True) if copy else _gone(request, meeting)


def _file(copy, format, *, private):
    file = fetch(copy.files, format=format)
    return file_answer(bytes(file.content), file.file_name, private=private)


def _reading_page(request, meeting, copy, *, files=True):
    here = [meeting.group.slug, meeting.slug]
    ways = WAYS if files else {}
    return render(
        request,
        "minutes/minutes.html",
        {
            "document": document.from_json(copy.document),
            "ways": [(reverse(f"minutes:{copy.audience}-{way}", args=here), words) for way, words in ways.items()],
            "meeting": meeting,
            "group": meeting.group,
            "next": meeting.group.meetings.coming_up().first(),
            "section": "groups",
        },
    )


@login_not_required
def look(request, token):
    """Somebody who was there reads the notes by their own link and may ask for a change. A GET changes nothing."""
    attendances = Attendance.objects.filter(came=True).select_related("meeting__group")
    attendance = links.open_link(LOOK, token, attendances)
    minutes = Minutes.objects.filter(meeting=attendance.meeting).first() if attendance else None
    if minutes is None:
        return render(request, "meetings/booking_old_link.html", {"section": "meetings"}, status=404)
    form = forms.ObjectionForm(request.POST or None)
    done = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(minutes, **form.cleaned_data)
            done = True
        except StaleState:
            messages.info(request, _("These notes were withdrawn, so nobody can read them here any more."))
    response = render(
        request,
        "minutes/look.html",
        {
            "document": _as_it_stands(minutes),
            "in_time": minutes.state == Minutes.State.CIRCULATED,
            "withdrawn": minutes.state == Minutes.State.WITHDRAWN,
            "minutes": minutes,
            "meeting": minutes.meeting,
            "group": minutes.meeting.group,
            "form": form,
            "names_path": names_path(attendance),
            "done": done,
            "section": "meetings",
        },
    )
    # The address holds a token. "no-referrer" would keep it too, but browsers then post forms from "null": refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _as_it_stands(minutes):
    """The notes that go round, or the group copy that is out, as a document; None while they are changed."""
    if minutes.state == Minutes.State.CIRCULATED:
        return document.build(minutes, document.GROUP, names=actions.listed_names(minutes))
    copy = minutes.copies.in_reach().filter(audience=document.GROUP).order_by("-version").first()
    return document.from_json(copy.document) if copy else None
