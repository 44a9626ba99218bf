"""When somebody is reminded of a meeting: chosen by their private link, and stopped with one press."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import actions, reminding
from ..emails import STOP
from ..forms.reminding import RemindersForm
from .steps import booking_of, old_link, private


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request, token):
    attendance = booking_of(request, token)
    if attendance is None or not attendance.email:
        return old_link(request)
    own = request.user.is_authenticated and attendance.person_id == request.user.pk
    initial = {"reminders": reminding.of(attendance), "discreet": reminding.is_discreet(attendance)}
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=initial, one_of_many=own)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        for_all_of = request.user if data.pop("for_all", False) else None
        actions.choose_reminders(attendance, for_all_of=for_all_of, **data)
        messages.success(request, _("Saved."))
        return redirect("meetings:booking", token)
    context = {"attendance": attendance, "meeting": attendance.meeting, "form": form, "token": token}
    return private(render(request, "meetings/booking_reminders.html", {**context, "section": "meetings"}))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """Stop: a page with one button for people, and one POST for mail programs (RFC 8058).

    Mail programs send no cookie and no token of a form, so this route is exempt from that check. The address itself is
    the secret, and all it can do is to stop.
    """
    attendance = booking_of(request, token, purpose=STOP)
    if attendance is None:
        return old_link(request)
    if request.method == "POST":
        actions.stop_reminders(attendance)
    context = {"meeting": attendance.meeting, "stopped": not reminding.of(attendance), "section": "meetings"}
    return private(render(request, "meetings/booking_stop_reminders.html", context))
