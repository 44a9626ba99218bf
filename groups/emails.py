"""How messages to people who follow a group are written, and the links in them."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction import links, mail, outbox

from .models import Follower

FOLLOW = "follow"
"""The purpose of the link with which an address says yes."""
STOP = "stop-following"
"""The purpose of the link with which an address stops. It stands in every message to a follower."""
GOOD_FOR = dt.timedelta(days=7)


def follow_path(follower):
    """Return the path of the private page on which an address says yes."""
    return reverse("following:page", args=[links.token(FOLLOW, follower)])


def stop_path(follower):
    """Return the path that stops the messages: a page for people, one POST for mail programs."""
    return reverse("following:stop", args=[links.token(STOP, follower)])


@outbox.writes("follow")
def follow(notice):
    """Ask whoever reads this address whether they want the notes, or tell them that they get them already."""
    follower = Follower.objects.select_related("group").filter(pk=outbox.pk_of(notice.recipient)).first()
    if follower is None or outbox.newer_waits(notice):
        return None
    stop_url = mail.absolute(stop_path(follower))
    context = {
        "group": follower.group,
        "days": GOOD_FOR.days,
        "follow_url": mail.absolute(follow_path(follower)),
        "stop_url": stop_url,
    }
    if follower.confirmed_at:
        return mail.Message(follower.email, _("You get our notes already"), "follows", context, stop_url=stop_url)
    return mail.Message(follower.email, _("Shall we send you the notes?"), "follow", context, stop_url=stop_url)
