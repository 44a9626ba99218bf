"""Who is coming, who waits and who is to be rung: for those who run the meeting."""

import re

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction import outbox
from coproduction.access import StaleState
from groups.models import RecordRule

from .. import actions, changes, forms, rules
from ..perspectives import brought_to
from .steps import QUICK, own_meeting


@require_safe
def who_is_coming(request, group, slug):
    """On a page of its own, so that no name stands on a shared screen."""
    meeting = own_meeting(request, group, slug)
    rows = meeting.attendances.select_related("comes_with")
    coming = list(rows.coming().prefetch_related("invitations__item"))
    to_ring = list(meeting.attendances.to_ring())
    prefetch_related_objects([meeting] if to_ring else [], "items")
    for row in to_ring:
        about_change = row.ring_about == row.RingAbout.CHANGED and row.told
        row.changes = changes.of(row, meeting) if about_change else []
        row.as_before = about_change and not row.changes
    waiting, not_reached = list(rows.waiting()), outbox.not_arrived(meeting)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "coming": coming,
        "waiting": waiting,
        "not_reached": [row for row in coming + waiting if outbox.key(row) in not_reached],
        "to_ring": to_ring,
        "kept_free": _kept_free(meeting, coming),
        "open": meeting.takes_bookings and not meeting.has_begun,
        "may_print_names": rules.may_print_names(request.user, meeting),
        "section": "my-page",
    }
    return render(request, "meetings/who_is_coming.html", context)


def _kept_free(meeting, coming):
    return max(0, meeting.kept_places - sum(row.on_kept_place for row in coming))


def book_for(request, group, slug):
    """Book for somebody who rang: the same questions, on one page."""
    meeting = own_meeting(request, group, slug)
    if not meeting.takes_bookings:
        messages.info(request, _("Nobody can book this meeting now."))
        return redirect("meetings:plan", group, slug)
    kept = _kept_free(meeting, meeting.attendances.coming())
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    form = forms.BookForForm(request.POST or None, lists_names=lists_names, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.book_for(meeting, by=request.user, **form.cleaned_data)
        except actions.Full:
            form.add_error("wait", _("There is no room. Tick this if they would like to wait"))
        except actions.NotOpen:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            said = _("They are on the waiting list.") if row.is_waiting else _("They have a place.")
            messages.success(request, said)
            return redirect("meetings:who-is-coming", group, slug)
    context = {"meeting": meeting, "group": meeting.group, "form": form, "section": "my-page"}
    return render(request, "meetings/book_for.html", context)


def _row(request, meeting):
    """The row a button of the page stands beside, or None: its number is in the form, so that no address holds it."""
    number = request.POST.get("row", "")
    return meeting.attendances.filter(pk=number).first() if re.fullmatch("[0-9]{1,18}", number) else None


def _about_row(request, group, slug, do, said):
    """Do something about one row, and say so; `do` gets the row and returns words that say something else, or None."""
    meeting = own_meeting(request, group, slug)
    row = _row(request, meeting)
    try:
        other = do(row) if row is not None else QUICK
    except StaleState:
        other = QUICK
    if other:
        messages.info(request, other)
    else:
        messages.success(request, said)
    return redirect("meetings:who-is-coming", group, slug)


@require_POST
def release_places(request, group, slug):
    meeting = own_meeting(request, group, slug)
    actions.release_places(meeting, by=request.user)
    messages.success(request, _("No place is kept back any more. Who waits longest got them first."))
    return redirect("meetings:who-is-coming", group, slug)


@require_POST
def give_place(request, group, slug):
    def give(row):
        try:
            actions.give_kept_place(row, by=request.user)
        except actions.Full:
            return _("There is no free place to give.")

    return _about_row(request, group, slug, give, _("They have a place now. A message tells them, or please ring."))


@require_POST
def rung(request, group, slug):
    def have_rung(row):
        actions.have_rung(row, by=request.user, about=request.POST.get("about", ""))

    return _about_row(request, group, slug, have_rung, _("Taken off the list."))


@require_POST
def seen_to(request, group, slug):
    def see_to(row):
        actions.see_to_needs(row, by=request.user, needs=request.POST.get("needs", "").replace("\r\n", "\n"))

    return _about_row(request, group, slug, see_to, _("Written down. Their page says that it is seen to."))


@require_safe
def what_people_bring(request, group, slug):
    """One list by the alphabet, away from every name."""
    meeting = own_meeting(request, group, slug)
    context = {"meeting": meeting, "group": meeting.group, "lines": brought_to(meeting), "section": "my-page"}
    return render(request, "meetings/what_people_bring.html", context)


@require_POST
def cannot_come(request, group, slug):
    def take_back(row):
        actions.cancel_booking(row, alone=True, by=request.user)

    said = _("Their place is free. Who waits longest gets it.")
    return _about_row(request, group, slug, take_back, said)
