"""Who came: a page of its own, so that no name stands on a shared screen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import require
from groups.models import RecordRule

from .. import actions, forms, rules
from ..models import Attendance
from .steps import own_meeting

EMPTY_LINES = 20


def _lists_names(meeting):
    return meeting.record_rule != RecordRule.CHATHAM_HOUSE


def _came_form(meeting, data=None):
    rows = list(meeting.attendances.select_related("comes_with"))
    return forms.CameForm(
        data, rows=rows, mode=meeting.mode, lists_names=_lists_names(meeting), begun=meeting.has_begun
    )


def register(request, group, slug):
    """Who came, on a page of its own, so that a shared screen never shows names."""
    meeting = own_meeting(request, group, slug)
    form = _came_form(meeting, request.POST or None)
    add_form = forms.AddToRegisterForm(request.POST if request.POST.get("called", "").strip() else None)
    if request.method == "POST" and form.is_valid() and (not add_form.is_bound or add_form.is_valid()):
        actions.mark_came(meeting, by=request.user, **form.marks())
        if add_form.is_bound:  # a name was typed, and then the other button pressed
            _add(request, meeting, add_form)
        messages.success(request, _("Saved."))
        return redirect("meetings:register", group, slug)
    return _register_page(request, meeting, form, add_form)


def _add(request, meeting, form):
    data = form.cleaned_data
    actions.add_to_register(meeting, by=request.user, **{**data, "apologies": data["apologies"] == "yes"})


def register_add(request, group, slug):
    meeting = own_meeting(request, group, slug)
    form = forms.AddToRegisterForm(request.POST or None)
    came_form = _came_form(meeting, request.POST if "shown" in request.POST else None)
    if request.method == "POST" and form.is_valid() and (not came_form.is_bound or came_form.is_valid()):
        if came_form.is_bound:  # marks that nobody has saved yet come along
            actions.mark_came(meeting, by=request.user, **came_form.marks(left_out=False))
        _add(request, meeting, form)
        messages.success(request, _("Added."))
        return redirect("meetings:register", group, slug)
    return _register_page(request, meeting, came_form, form)


def _register_page(request, meeting, form, add_form):
    Booking = Attendance.Booking
    return render(
        request,
        "meetings/register.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "form": form,
            "add_form": add_form,
            "has_unmarked": any(row.booking == Booking.COMING and row.came is None for row in form.rows),
            "section": "my-page",
        },
    )


@require_POST
def everybody(request, group, slug):
    """Everybody who booked is here: in one press, and then only who is not has to be changed."""
    meeting = own_meeting(request, group, slug)
    actions.everybody_came(meeting, by=request.user)
    messages.success(request, _("Everybody who booked is marked as here. Change those who are not."))
    return redirect("meetings:register", group, slug)


def names(request, group, slug):
    """Type up a sheet that people signed: several first names at once."""
    meeting = own_meeting(request, group, slug)
    data = request.POST if request.method == "POST" else None
    form = forms.TypeUpForm(data, mode=meeting.mode, lists_names=_lists_names(meeting))
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["names"]
        key, how = form.cleaned_data["request_key"], form.cleaned_data.get("how", "")
        actions.type_up(meeting, by=request.user, request_key=key, people=people, how=how)
        messages.success(request, _("All written down. Now tear up the sheet, so that nobody finds it."))
        return redirect("meetings:register", group, slug)
    context = {"meeting": meeting, "group": meeting.group, "form": form, "section": "my-page"}
    return render(request, "meetings/register_names.html", context)


@require_safe
def call_list(request, group, slug):
    """People who asked to be rung, to print: for those who may print names (CH7)."""
    meeting = own_meeting(request, group, slug)
    require(rules.may_print_names(request.user, meeting))
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "rows": meeting.attendances.coming().filter(reach=Attendance.Reach.CALL),
        "section": "my-page",
    }
    return render(request, "meetings/call_list.html", context)


@require_safe
def sheet(request, group, slug):
    """A sheet to print and sign: empty lines; with the names of people who booked only if a coordinator asks (CH7)."""
    meeting = own_meeting(request, group, slug)
    may_print_names = rules.may_print_names(request.user, meeting)
    with_names = may_print_names and request.GET.get("names") == "booked"
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "lists_names": _lists_names(meeting),
        "may_print_names": may_print_names,
        "rows": meeting.attendances.coming() if with_names else [],
        "lines": range(EMPTY_LINES),
        "section": "my-page",
    }
    return render(request, "meetings/register_sheet.html", context)
