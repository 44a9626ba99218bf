"""All papers of a meeting in one file: what is public for everybody, the rest for members and people who booked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from coproduction.access import answer_once

from .. import pack as packs
from .. import rules
from .steps import booking_of, meeting_of, old_link


def _answer(request, meeting, papers, *, private, back):
    of = packs.facts(meeting, papers)

    def make():
        try:
            content = packs.make(meeting, papers, of)
        except packs.NoPack as error:
            messages.info(request, str(error))
            return redirect(*back)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{packs.file_name(meeting)}"'
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    response = answer_once(request, make, of=of)
    instead = response.status_code == 302  # with words for this reader alone
    if instead:
        del response["ETag"]
    if private or instead:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def pack(request, group, slug):
    meeting = meeting_of(request, group, slug)
    papers = list(rules.papers_of(request.user, meeting).for_members().for_list())
    if not papers and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not papers:
        raise Http404
    is_open = all(paper.public for paper in papers)
    return _answer(request, meeting, papers, private=not is_open, back=[meeting])


@login_not_required
@require_safe
def booking_pack(request, token):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    papers = list(rules.papers_of_booking(attendance).for_list())
    if not papers:
        raise Http404
    return _answer(request, attendance.meeting, papers, private=True, back=["meetings:booking", token])
