"""Following a group by e-mail. The pages of the group itself join other apps and stand in the roof."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState, fetch
from coproduction.accounts import TOO_MANY

from . import actions
from .emails import FOLLOW, GOOD_FOR, STOP, stop_path
from .forms import FollowForm
from .models import Follower, Group


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """Type an address. The answer is the same whether it follows already or not, and how often it was typed."""
    group = fetch(Group.objects.all(), slug=slug)
    initial = {"email": request.user.email} if request.user.is_authenticated else {}
    form = FollowForm(request.POST or None, initial=initial)
    context = {"group": group, "form": form, "section": "groups"}
    if request.method != "POST" or not form.is_valid():
        return render(request, "groups/follow.html", context)
    if not ratelimit.consume(request, action="follow"):
        form.add_error(None, TOO_MANY)
        return render(request, "groups/follow.html", context, status=429)
    email = form.cleaned_data["email"]
    # Over this limit nothing is sent and nothing is said: others may have typed this address.
    if ratelimit.consume(request, action="follow_address", key=email.lower()):
        actions.ask_to_follow(group, email=email)
    # No redirect: the page shows the address, so that a slip is seen, and nothing of it goes into an address or cookie.
    context = {"group": group, "email": email, "days": GOOD_FOR.days, "section": "groups"}
    return render(request, "groups/follow_asked.html", context)


def _private(response):
    # The address holds a token. "no-referrer" would keep it too, but browsers then post forms from "null": refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _opened(purpose, token):
    """The follower a private link opens, or None."""
    return links.open_link(purpose, token, Follower.objects.select_related("group"))


def _old_link(request):
    return _private(render(request, "groups/following_old_link.html", {"section": "groups"}, status=404))


@login_not_required
@require_safe
def page(request, token):
    """Where the link of our message leads: to a button that says yes, and later to one that stops."""
    follower = _opened(FOLLOW, token)
    if follower is None:
        return _old_link(request)
    context = {
        "group": follower.group,
        "follows": follower.confirmed_at is not None,
        "token": token,
        "stop_url": stop_path(follower),
        "section": "groups",
    }
    return _private(render(request, "groups/following.html", context))


@login_not_required
@require_POST
def yes(request, token):
    follower = _opened(FOLLOW, token)
    if follower is None:
        return _old_link(request)
    try:
        actions.follow(follower)
    except StaleState:
        return _old_link(request)
    return redirect("following:page", token)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """Stop: a page with one button for people, and one POST for mail programs (RFC 8058), answered 200 ever after.

    Mail programs send no cookie and no token of a form, so this one route is exempt from that check. The address itself
    is the secret, and all it can do is to stop.
    """
    follower = _opened(STOP, token)
    if follower is None and not links.was_given_out(STOP, token):
        return _old_link(request)
    group = follower.group if follower else None
    if follower and request.method == "POST":
        actions.stop_following(follower)
        follower = None
    context = {"group": group, "follows": follower is not None, "section": "groups"}
    return _private(render(request, "groups/following_stop.html", context))
