"""Pages that tell how the site works: information, accessibility, contact, hard words, what may be shared."""

import datetime as dt
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models.functions import Lower
from django.shortcuts import render  # noqa: TID251 - the functions here are views
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from groups.models import JargonWord

STATEMENT_WRITTEN = dt.date(2026, 11, 21)
"""When the words of the accessibility statement were last gone through. The regulations ask for the day."""

SITE_WORDS = [
    (_("Action"), _("Something that will be done after a meeting.")),
    (
        _("Chatham House Rule"),
        _("You may share what was said. You may not say who said it, who was there, or who they work for."),
    ),
    (_("Co-production"), _("People who use a service and people who run it plan it together, as equals.")),
    (_("Coordinator"), _("Somebody who looks after a group, and reads its notes before they go out.")),
    (_("Facilitator"), _("Somebody who helps a meeting along, so that everyone can have a say.")),
    (_("Member"), _("Somebody who belongs to a group. Often that means they came more than once.")),
    (_("Notes, or minutes"), _("What a meeting talked about, agreed and asked for, in writing.")),
    (_("Open space"), _("Time at the end of a meeting for anything people want to bring.")),
    (_("Principle"), _("Something a group holds to when it works together.")),
    (_("Record rule"), _("What people may tell others after a meeting. It is settled before the meeting starts.")),
    (_("Sign off"), _("To read notes to the end and say that they may go out.")),
    (_("Terms of reference"), _("What a group wrote down about what it is for and how it works.")),
]
"""Words this site uses itself. A row of the host for the same word takes its place."""


@login_not_required
@require_safe
def information(request):
    return render(request, "pages/information.html", {"help_email": settings.HELP_EMAIL})


@login_not_required
@require_safe
def accessibility(request):
    context = {
        "help_email": settings.HELP_EMAIL,
        "written": STATEMENT_WRITTEN,
        "checked": getattr(settings, "ACCESSIBILITY_CHECKED", None),
    }
    return render(request, "pages/accessibility.html", context)


@login_not_required
@require_safe
def contact(request):
    context = {"help_email": settings.HELP_EMAIL, "help_post": getattr(settings, "HELP_POST", "")}
    return render(request, "pages/contact.html", context)


@login_not_required
@require_safe
def words(request):
    rows = list(JargonWord.objects.select_related("group").order_by("group__name", "group_id", Lower("word")))
    of_site = {str(word).casefold(): (word, meaning) for word, meaning in SITE_WORDS}
    of_site |= {row.word.casefold(): (row.word, row.meaning) for row in rows if row.group is None}
    of_groups = groupby((row for row in rows if row.group is not None), lambda row: row.group)
    context = {
        "of_site": [of_site[word] for word in sorted(of_site)],
        "of_groups": [(group, [(row.word, row.meaning) for row in own]) for group, own in of_groups],
    }
    return render(request, "pages/words.html", context)


@login_not_required
@require_safe
def rules(request):
    return render(request, "pages/rules.html")
