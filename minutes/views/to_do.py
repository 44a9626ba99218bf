"""Pages about what is to be done after a meeting, for those who do it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coproduction.access import fetch, require

from .. import actions, forms, rules
from ..models import Action
from .steps import meeting_of


def progress(request, group, slug, key):
    """How far something to do has got: for who leads it and those who run the group."""
    meeting = meeting_of(request, group, slug)
    row = fetch(
        Action.objects.filter(minutes__meeting=meeting).select_related("item", "minutes__meeting__group"), pk=key
    )
    require(rules.may_progress(request.user, row))
    form = forms.ProgressForm(request.POST or None, initial={"state": row.state, "reason": row.state_reason})
    if request.method == "POST" and form.is_valid():
        try:
            actions.progress(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("reason", error.message_dict["reason"][0])
        else:
            messages.success(request, _("Thank you. It is written down."))
            return redirect("my-page")
    context = {"action": row, "meeting": meeting, "group": meeting.group, "form": form, "section": "my-page"}
    return render(request, "minutes/action_progress.html", context)
