"""Papers that somebody was asked for: by those who run the meeting, and given by a private link."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState
from groups.models import RecordRule

from .. import actions, deadlines, forms, papers
from ..emails import ASKED
from ..models import PaperRequest
from ..what_rules_mean import RULES_MEAN
from .papers import file_answer, items_for_papers
from .steps import QUICK, item_of, old_link, own_meeting, private, refuse


@require_safe
def asked_for(request, group, slug):
    """Who was asked for what, on a page of its own, so that no name stands on a shared screen."""
    meeting = own_meeting(request, group, slug)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "items": items_for_papers(meeting).prefetch_related("paper_requests__attendance", "paper_requests__paper"),
        "open": deadlines.may_still_come(meeting),
        "due": deadlines.of_meeting(meeting),
        "section": "my-page",
    }
    return render(request, "meetings/asked_for.html", context)


def ask(request, group, slug, number):
    meeting = own_meeting(request, group, slug)
    item = item_of(meeting, number)
    if not deadlines.may_still_come(meeting):
        messages.info(request, _("People are asked for papers once the meeting is announced, and before it begins."))
        return redirect("meetings:asked-for", group, slug)
    due = max(deadlines.of_meeting(meeting), timezone.localdate())
    last = meeting.local_start.date()
    form = forms.AskForPaperForm(request.POST or None, last=last, initial={"due": min(due, last)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_paper(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except actions.TooMany:
            form.add_error(None, _("So many people were asked for this item that it is enough"))
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:asked-for", group, slug)
        else:
            messages.success(request, _("Asked. They get a message with a link of their own."))
            return redirect("meetings:asked-for", group, slug)
    context = {"meeting": meeting, "group": meeting.group, "item": item, "form": form, "section": "my-page"}
    return render(request, "meetings/ask_for_paper.html", context)


@require_POST
def take_back(request, group, slug):
    meeting = own_meeting(request, group, slug)
    number = request.POST.get("row", "")
    rows = PaperRequest.objects.for_page().filter(item__meeting=meeting)
    asked = rows.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None
    try:
        if asked is None:
            raise StaleState
        actions.take_back_asked(asked, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("Taken back. Their page says that it is not needed any more."))
    return redirect("meetings:asked-for", group, slug)


# --- by the link of whoever was asked ---------------------------------------------------------------------------------


def _asked(token):
    """What somebody was asked for, by their private link, or None."""
    return links.open_link(ASKED, token, PaperRequest.objects.for_page())


@login_not_required
@require_safe
def asked(request, token):
    asked = _asked(token)
    if asked is None:
        return old_link(request)
    return private(render(request, "meetings/asked.html", _context(asked, token)))


def _context(asked, token):
    meeting, paper = asked.item.meeting, asked.paper
    return {
        "asked": asked,
        "item": asked.item,
        "meeting": meeting,
        "group": meeting.group,
        "paper": paper,
        "taken_out": papers.taken_out(paper) if paper else [],
        "rule_means": RULES_MEAN[asked.item.record_rule],
        "may_give": actions.may_give(asked),
        "late": deadlines.is_late(meeting, asked.due),
        "token": token,
        "section": "meetings",
    }


@login_not_required
def give(request, token):
    """Give a paper, or another one in its place; what was said of the first one stands there already."""
    asked = _asked(token)
    if asked is None:
        return old_link(request)
    if not actions.may_give(asked):
        return redirect("meetings:asked", token)
    late = deadlines.is_late(asked.item.meeting, asked.due)
    said = ("title", "summary", "link", "late_reason", "minutes_to_read")
    initial = {name: getattr(asked.paper, name) or None for name in said} if asked.paper else {}
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = forms.GuestPaperForm(*sent, late=late, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_asked(asked, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except (actions.NotOpen, StaleState):
            messages.info(request, _("We take no paper here now. Ring us, please."))
            return redirect("meetings:asked", token)
        else:
            messages.success(request, _("Thank you. We have your paper."))
            return redirect("meetings:asked", token)
    return private(render(request, "meetings/asked_give.html", {**_context(asked, token), "form": form}))


@login_not_required
@require_safe
def given(request, token):
    """What somebody gave, as it was cleaned, until the meeting begins."""
    asked = _asked(token)
    if asked is None:
        return old_link(request)
    if asked.paper is None or asked.item.record_rule == RecordRule.CONFIDENTIAL:
        raise Http404
    if not deadlines.may_still_come(asked.item.meeting):
        return redirect("meetings:asked", token)
    return file_answer(asked.paper, private=True)


@login_not_required
@require_POST
def take_back_given(request, token):
    asked = _asked(token)
    if asked is None:
        return old_link(request)
    try:
        actions.take_back_given(asked)
    except (actions.NotOpen, StaleState):
        messages.info(request, _("That is too late now. Ring us, please."))
    else:
        messages.success(request, _("Taken back. Nobody read it, and we keep nothing of it."))
    return redirect("meetings:asked", token)
