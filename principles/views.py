"""Pages that show frameworks. Everybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coproduction.access import fetch

from .models import Framework


@login_not_required
@require_safe
def frameworks(request):
    found = Framework.objects.visible_to(request.user).for_list()
    context = {
        "shipped": [framework for framework in found if framework.shipped],
        "of_groups": [framework for framework in found if not framework.shipped],
    }
    return render(request, "principles/framework_list.html", context)


@login_not_required
@require_safe
def framework(request, slug):
    found = fetch(Framework.objects.visible_to(request.user).for_list(), slug=slug)
    context = {"framework": found, "phases": found.principles.by_phase()}
    return render(request, "principles/framework_page.html", context)
