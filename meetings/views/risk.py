"""Someone may be at risk: what to do now, and that somebody was told. It never goes in the notes (DC7)."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import actions, forms, rules
from ..models import RiskTold
from .steps import own_meeting, refuse


def someone_at_risk(request, group, slug):
    meeting = own_meeting(request, group, slug)
    now = timezone.localtime()
    form = forms.ToldForm(request.POST if request.method == "POST" else None, initial={"day": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_down_told(meeting, by=request.user, **form.details())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Written down: who was told, and when. Nothing else is kept."))
            return redirect("meetings:someone-at-risk", group, slug)
    may_read = rules.may_read_who_was_told(request.user, meeting)
    told = RiskTold.objects.visible_to(request.user).filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "form": form,
        "contact": settings.SAFEGUARDING_CONTACT,
        "may_read": may_read,
        "told": told if may_read else [],
        "section": "my-page",
    }
    return render(request, "meetings/someone_at_risk.html", context)
