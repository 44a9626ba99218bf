"""Who came: a page of its own, so that no name stands on a shared screen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.models import RecordRule

from .. import actions, forms
from .steps import own_meeting


def register(request, group, slug):
    """Who came, on a page of its own, so that a shared screen never shows names."""
    meeting = own_meeting(request, group, slug)
    rows = list(meeting.attendances.all())
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    initial = {"came": [r.pk for r in rows if r.came], "listed": [r.pk for r in rows if r.may_list]}
    form = forms.CameForm(request.POST or None, rows=rows, lists_names=lists_names, initial=initial)
    if request.method == "POST" and form.is_valid():
        listed = form.cleaned_data.get("listed", initial["listed"])
        actions.mark_came(
            meeting, by=request.user, came=form.cleaned_data["came"], shown=form.cleaned_data["shown"], listed=listed
        )
        messages.success(request, _("Saved."))
        return redirect("meetings:register", group, slug)
    return _register_page(request, meeting, form, forms.AddToRegisterForm())


def register_add(request, group, slug):
    meeting = own_meeting(request, group, slug)
    form = forms.AddToRegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.add_to_register(meeting, by=request.user, **{**data, "apologies": data["apologies"] == "yes"})
        messages.success(request, _("Added."))
        return redirect("meetings:register", group, slug)
    rows = list(meeting.attendances.all())
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    initial = {"came": [r.pk for r in rows if r.came], "listed": [r.pk for r in rows if r.may_list]}
    return _register_page(request, meeting, forms.CameForm(rows=rows, lists_names=lists_names, initial=initial), form)


def _register_page(request, meeting, form, add_form):
    return render(
        request,
        "meetings/register.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "form": form,
            "add_form": add_form,
            "apologies": meeting.attendances.sent_apologies(),
            "has_rows": bool(form.fields["came"].choices),
            "section": "my-page",
        },
    )
