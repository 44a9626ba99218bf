"""Papers of agenda items: put there by those who run the group, read by whom they are for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState, fetch
from groups.models import RecordRule
from groups.rules import may_facilitate

from .. import actions, cleaning, deadlines, forms, papers, rules
from ..models import AgendaItem, Meeting, Paper
from .steps import QUICK, booking_of, carried_fields, item_of, meeting_of, notes_are_open, old_link, own_meeting, refuse


def _paper(request, group, slug, number):
    """(meeting, paper) for those who may read it; (meeting, None) for somebody who is not signed in and may not.

    Whoever is signed in gets 404 for what they may not read and for what is not there alike.
    """
    meeting = meeting_of(request, group, slug)
    papers = rules.papers_of(request.user, meeting).filter(number=number).select_related("item")
    return meeting, fetch(papers) if request.user.is_authenticated else papers.first()


def _own_paper(request, group, slug, number):
    meeting = own_meeting(request, group, slug)
    papers = Paper.objects.filter(item__meeting=meeting).select_related("item__meeting__group")
    return meeting, fetch(papers, number=number)


@login_not_required
@require_safe
def paper(request, group, slug, number):
    meeting, paper = _paper(request, group, slug, number)
    if paper is None:
        return redirect_to_login(request.get_full_path())
    may_run = may_facilitate(request.user, meeting.group)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "paper": paper,
        "may_change": may_run and notes_are_open(meeting) and meeting.state != Meeting.State.CANCELLED,
        "may_run": may_run,
        "section": "meetings",
    }
    return render(request, "meetings/paper.html", context)


@login_not_required
@require_safe
def paper_file(request, group, slug, number):
    _meeting, paper = _paper(request, group, slug, number)
    if paper is None:
        return redirect_to_login(request.get_full_path())
    is_open = Paper.objects.for_everybody().filter(pk=paper.pk).exists()
    return file_answer(paper, private=not is_open)


@login_not_required
@require_safe
def booking_paper(request, token, number):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    return file_answer(fetch(rules.papers_of_booking(attendance), number=number), private=True)


def file_answer(paper, *, private):
    """Answer with the cleaned file, to be kept and not to be shown: whatever it is, no browser runs it (S21)."""
    if not paper.is_file:
        return redirect(paper.link)
    response = HttpResponse(bytes(paper.file.content), content_type=cleaning.KINDS[paper.kind])
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if private:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def add_paper(request, group, slug, number):
    """Four or five questions, one a page, the file last: a browser cannot send it along from page to page."""
    meeting = own_meeting(request, group, slug)
    item = item_of(meeting, number)
    if item.record_rule == RecordRule.CONFIDENTIAL or item.is_break:
        messages.info(request, _("This item is private or a break, so no papers are put to it here."))
        return redirect("meetings:plan", group, slug)
    steps = forms.paper_steps(item)
    if request.method != "POST":
        return _ask_paper(request, item, steps, 1, forms.PaperTitleForm())
    step = request.POST.get("step", "1")
    step = int(step) if step in [str(number) for number in range(1, len(steps) + 1)] else 1
    data = {}
    for number, form_class in enumerate(steps[:step], start=1):
        form = _paper_form(request, form_class, data)
        if not form.is_valid():
            return _ask_paper(request, item, steps, number, form)
        data |= form.cleaned_data
    if step < len(steps):
        return _ask_paper(request, item, steps, step + 1, _paper_form(None, steps[step], data))
    try:
        paper = actions.add_paper(item, by=request.user, **data)
    except ValidationError as error:
        refuse(form, error)
        return _ask_paper(request, item, steps, step, form)
    except StaleState:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    if paper.shown:
        messages.success(request, _("Added."))
        return redirect("meetings:plan", group, slug)
    return redirect("meetings:paper-look", group, slug, paper.number)


def _paper_form(request, form_class, data):
    sent = (request.POST, request.FILES) if request else ()
    if form_class is forms.PaperFileForm:
        return form_class(*sent, public=data["public"])
    return form_class(*sent)


def _ask_paper(request, item, steps, step, form):
    meeting = item.meeting
    return render(
        request,
        "meetings/paper_add.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "item": item,
            "form": form,
            "step": step,
            "steps": len(steps),
            "last": step == len(steps),
            "due": deadlines.of_meeting(meeting),
            "late": deadlines.is_late(meeting) and not meeting.has_begun,
            "carried": carried_fields(request.POST, steps[: step - 1]),
            "section": "my-page",
        },
    )


def change_paper(request, group, slug, number):
    """Everything that is said of a paper, and its file or link, on one page."""
    meeting, paper = _own_paper(request, group, slug, number)
    if not notes_are_open(meeting) or meeting.state == Meeting.State.CANCELLED:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    form = forms.PaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), paper=paper)
    if request.method == "POST" and form.is_valid():
        try:
            data = {"author_body": paper.author_body, **form.cleaned_data}
            paper = actions.change_paper(paper, by=request.user, **data)
        except ValidationError as error:
            refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            if paper.shown:
                return redirect("meetings:plan", group, slug)
            return redirect("meetings:paper-look", group, slug, number)
    context = {"meeting": meeting, "group": meeting.group, "paper": paper, "form": form, "section": "my-page"}
    return render(request, "meetings/paper_change.html", context)


@require_safe
def paper_look(request, group, slug, number):
    """What was taken out of a file, or where an address leads, before anybody else can read it."""
    meeting, paper = _own_paper(request, group, slug, number)
    if not paper.is_file and paper.shown:
        return redirect("meetings:paper", group, slug, number)
    return _look(request, meeting, paper, forms.LateReasonForm(initial={"late_reason": paper.late_reason}))


def _look(request, meeting, paper, form):
    may_change = notes_are_open(meeting) and meeting.state != Meeting.State.CANCELLED
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "paper": paper,
        "sha256": paper.digest,
        "taken_out": papers.taken_out(paper),
        "may_change": may_change,
        "asks_reason": paper.late and not paper.shown and not meeting.has_begun,
        "may_hold": paper.late and not paper.shown and not paper.held,
        "due": deadlines.of_paper(paper),
        "form": form,
        "section": "my-page",
    }
    return render(request, "meetings/paper_look.html", context)


@require_POST
def show_paper(request, group, slug, number):
    meeting, paper = _own_paper(request, group, slug, number)
    form = forms.LateReasonForm(request.POST)
    asks = paper.late and not meeting.has_begun
    if asks and not form.is_valid():
        return _look(request, meeting, paper, form)
    reason = form.cleaned_data["late_reason"] if asks else ""
    try:
        actions.show_paper(paper, by=request.user, sha256=request.POST.get("file", ""), late_reason=reason)
    except StaleState:
        messages.info(request, QUICK)
        return redirect("meetings:paper-look", group, slug, number)
    messages.success(request, _("People can read it now."))
    return redirect("meetings:plan", group, slug)


@require_POST
def hold_paper(request, group, slug, number):
    meeting, paper = _own_paper(request, group, slug, number)
    try:
        actions.hold_paper(paper, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("It waits. The plan of the next meeting offers it to you."))
    return redirect("meetings:plan", group, slug)


@require_POST
def put_held(request, group, slug, number):
    """Put a paper that waited to an item of this meeting. number: of its row, for it has none here yet."""
    meeting = own_meeting(request, group, slug)
    held = Paper.objects.held_for(meeting.group).select_related("item__meeting__group")
    form = forms.HeldPaperForm(request.POST, items=items_for_papers(meeting))
    try:
        paper = held.filter(pk=number).first()
        if paper is None or not form.is_valid():
            raise StaleState
        paper = actions.put_held_paper(paper, item_of(meeting, form.cleaned_data["item"]), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("It is on this agenda. Look at it once more, then let people read it."))
        return redirect("meetings:paper-look", group, slug, paper.number)
    return redirect("meetings:plan", group, slug)


def items_for_papers(meeting):
    """The items of a meeting to which papers can be put."""
    items = meeting.items.exclude(kind=AgendaItem.Kind.BREAK)
    return items.exclude(record_rule=RecordRule.CONFIDENTIAL)


@require_POST
def remove_paper(request, group, slug, number):
    meeting, paper = _own_paper(request, group, slug, number)
    try:
        actions.remove_paper(paper, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("Removed."))
    return redirect("meetings:plan", group, slug)
