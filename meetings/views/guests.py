"""Guests of an item: invited by those who run the meeting, they answer and bring a paper by a link of their own."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState, fetch

from .. import actions, deadlines, forms
from ..emails import GUEST
from ..models import AgendaItem, Guest, Paper
from ..slots import slot_of
from ..what_rules_mean import RULES_MEAN
from .papers import file_answer
from .steps import QUICK, item_of, old_link, own_meeting, private, refuse


@require_safe
def guests(request, group, slug):
    """Who is invited for what, on a page of its own, so that no name stands on a shared screen."""
    meeting = own_meeting(request, group, slug)
    items = meeting.items.exclude(kind=AgendaItem.Kind.BREAK).prefetch_related("guests__attendance")
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "items": items,
        "open": meeting.takes_bookings,
        "section": "my-page",
    }
    return render(request, "meetings/guests.html", context)


def invite(request, group, slug, number):
    meeting = own_meeting(request, group, slug)
    item = item_of(meeting, number)
    if not meeting.takes_bookings:
        messages.info(request, _("Guests are invited once the meeting is announced, and before it is over."))
        return redirect("meetings:guests", group, slug)
    form = forms.GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_guest(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:guests", group, slug)
        else:
            messages.success(request, _("Invited. They get a message with a link of their own."))
            return redirect("meetings:guests", group, slug)
    context = {"meeting": meeting, "group": meeting.group, "item": item, "form": form, "section": "my-page"}
    return render(request, "meetings/guest_invite.html", context)


@require_POST
def take_back(request, group, slug):
    meeting = own_meeting(request, group, slug)
    number = request.POST.get("row", "")
    rows = Guest.objects.for_page().filter(item__meeting=meeting)
    guest = rows.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None
    try:
        if guest is None:
            raise StaleState
        actions.take_back_guest(guest, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("Taken back. Their link opens nothing any more."))
    return redirect("meetings:guests", group, slug)


# --- by the guest's own link ------------------------------------------------------------------------------------------


def _guest(token):
    """The invitation a private link opens, or None."""
    return links.open_link(GUEST, token, Guest.objects.for_page())


def _papers(guest):
    return Paper.objects.filter(item=guest.item).for_members()


@login_not_required
@require_safe
def guest(request, token):
    guest = _guest(token)
    if guest is None:
        return old_link(request)
    meeting = guest.item.meeting
    starts, ends = slot_of(guest.item)
    context = {
        "guest": guest,
        "item": guest.item,
        "meeting": meeting,
        "group": meeting.group,
        "starts": starts,
        "ends": ends,
        "rule_means": RULES_MEAN[guest.item.record_rule],
        "papers": _papers(guest).for_list(),
        "may_add_paper": actions.guest_may_add_paper(guest),
        "papers_due": deadlines.of_meeting(meeting),
        "show_links": meeting.shows_links and guest.answer == Guest.Answer.YES,
        "token": token,
        "section": "meetings",
    }
    return private(render(request, "meetings/guest.html", context))


def _answer(request, token, *, yes, said):
    guest = _guest(token)
    if guest is None:
        return old_link(request)
    try:
        actions.answer_guest(guest, yes=yes)
    except actions.NotOpen:
        messages.info(request, _("That is too late now. Ring us, please."))
    else:
        messages.success(request, said)
    return redirect("meetings:guest", token)


@login_not_required
@require_POST
def guest_yes(request, token):
    return _answer(request, token, yes=True, said=_("Thank you. We look forward to it."))


@login_not_required
@require_POST
def guest_no(request, token):
    return _answer(request, token, yes=False, said=_("Thank you for telling us. You need not say why."))


@login_not_required
@require_safe
def guest_paper(request, token, number):
    guest = _guest(token)
    if guest is None:
        return old_link(request)
    return file_answer(fetch(_papers(guest), number=number), private=True)


@login_not_required
def guest_add_paper(request, token):
    guest = _guest(token)
    if guest is None:
        return old_link(request)
    if not actions.guest_may_add_paper(guest):
        messages.info(request, _("We take no paper here now. Ring us, please."))
        return redirect("meetings:guest", token)
    late = deadlines.is_late(guest.item.meeting)
    form = forms.GuestPaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), late=late)
    if request.method == "POST" and form.is_valid():
        try:
            actions.guest_adds_paper(guest, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except actions.TooMany:
            form.add_error(None, _("So many papers wait already that nobody could look at more now. Ring us, please"))
        except (actions.NotOpen, StaleState):
            messages.info(request, _("We take no paper here now. Ring us, please."))
            return redirect("meetings:guest", token)
        else:
            messages.success(request, _("Thank you. Somebody looks at it before anybody else can read it."))
            return redirect("meetings:guest", token)
    context = {
        "guest": guest,
        "item": guest.item,
        "meeting": guest.item.meeting,
        "papers_due": deadlines.of_meeting(guest.item.meeting),
        "late": late,
        "token": token,
        "form": form,
        "section": "meetings",
    }
    return private(render(request, "meetings/guest_paper.html", context))
