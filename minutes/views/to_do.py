"""Pages about what is to be done after a meeting, for those who do it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coproduction.access import fetch, require

from .. import actions, forms, rules
from ..models import Action
from .steps import attempt, meeting_of


def _action_of(request, group, slug, key):
    rows = Action.objects.filter(minutes__meeting=meeting_of(request, group, slug))
    return fetch(rows.select_related("item", "lead", "minutes__meeting__group"), pk=key)


def progress(request, group, slug, key):
    """How far something to do has got: for who leads it, who chips in, who could, and those who run the group."""
    row = _action_of(request, group, slug, key)
    person = request.user
    follows, may_progress = rules.may_follow_action(person, row), rules.may_progress(person, row)
    may_chip_in = rules.may_chip_in(person, row)
    require(may_progress if request.method == "POST" else follows or may_chip_in)
    form = forms.ProgressForm(request.POST or None, initial={"state": row.state, "reason": row.state_reason})
    if request.method == "POST" and form.is_valid():
        try:
            actions.progress(row, by=person, **form.cleaned_data)
        except ValidationError as error:
            for field, words in error.message_dict.items():
                form.add_error(field, words[0])
        else:
            messages.success(request, _("Thank you. It is written down."))
            return redirect("my-page")
    context = {
        "action": row,
        "meeting": row.minutes.meeting,
        "group": row.minutes.meeting.group,
        "form": form if may_progress else None,
        "follows": follows,
        "updates": row.updates.all() if follows else (),
        "helpers": row.helpers.all() if follows else (),
        "helps": rules.helps(person, row),
        "may_chip_in": may_chip_in,
        "section": "my-page",
    }
    return render(request, "minutes/action_progress.html", context)


@require_POST
def chip_in(request, group, slug, key):
    row = _action_of(request, group, slug, key)
    attempt(request, actions.chip_in, row, said=_("Thank you. Whoever leads it can see that you chip in."))
    return redirect("minutes:progress", group, slug, key)


@require_POST
def chip_out(request, group, slug, key):
    row = _action_of(request, group, slug, key)
    if attempt(request, actions.chip_out, row, said=_("Taken back. That is fine.")):
        return redirect("my-page")
    return redirect("minutes:progress", group, slug, key)
