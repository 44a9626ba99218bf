"""Doors that exist only with invented groups (SAMPLE_MODE): sign in by one press, read the post, let days pass."""

import email
import email.policy
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction import outbox
from coproduction.access import fetch, require
from coproduction.models import Person
from coproduction.tasks import sweep
from groups.rules import may_coordinate
from minutes.models import Minutes

from .sample_people import CAST, present

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
@require_safe
def door(request):
    cast = present()
    return render(request, "sample/door.html", {"cast": cast, "section": "my-page"})


@login_not_required
@require_POST
def come_in(request, number):
    """Sign in as one of the invented people; nobody else can be chosen."""
    person = fetch(Person.objects.filter(email__in=[c.email for c in CAST]), pk=number)
    login(request, person, backend=BACKEND)
    messages.success(request, _("Hello. You are now %(name)s, an invented person.") % {"name": person.called})
    return redirect("my-page")


@login_not_required
@require_safe
def post(request):
    """The newest messages that would have been sent, as they would arrive."""
    outbox.send_due()
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True)[:30] if folder.exists() else []
    letters = []
    for path in files:
        message = email.message_from_bytes(path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=email.policy.default)
        body = message.get_body(("plain",))
        letters.append({"to": message["To"], "subject": message["Subject"], "text": body.get_content() if body else ""})
    return render(request, "sample/post.html", {"letters": letters, "section": "my-page"})


@require_POST
def days_pass(request, number):
    """Pretend that the time to ask for a change is over, to see what comes next without waiting a week."""
    minutes = fetch(Minutes.objects.run_by(request.user).select_related("meeting__group"), pk=number)
    require(may_coordinate(request.user, minutes.meeting.group))
    Minutes.objects.filter(pk=minutes.pk, state=Minutes.State.CIRCULATED).update(
        window_ends=timezone.now() - timedelta(minutes=1)
    )
    sweep()
    return redirect("minutes:check", minutes.meeting.group.slug, minutes.meeting.slug)
