"""What every page about meetings begins with: the meeting, for whom it is, and how a refusal is shown."""

import re

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction import links, mail
from coproduction.access import fetch, require
from coproduction.traps import ONCE_MORE, TrapForm, too_many
from groups.models import Group
from groups.rules import may_facilitate
from meetings.membership import is_member

from ..emails import BOOKING
from ..models import Attendance, Meeting

QUICK = gettext_lazy("Somebody else was quicker, or the page was open for a while. Here is how it stands now.")


def meeting_of(request, group, slug):
    meetings = Meeting.objects.visible_to(request.user).select_related("group")
    return fetch(meetings, group__slug=group, slug=slug)


def own_meeting(request, group, slug):
    """The meeting, for those who run its group; others learn only that they may not (or nothing, of a draft)."""
    meeting = meeting_of(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    return meeting


def item_of(meeting, number):
    return fetch(meeting.items.all(), pk=number)


def refuse(form, error):
    """Show what an action could not honour beside the fields it named."""
    if hasattr(error, "error_dict"):
        for name, words in error.message_dict.items():
            for word in words:
                form.add_error(name if name in form.fields else None, word)
    else:
        form.add_error(None, error)


def stopped(request, group, form, action):
    """Tell `form` why a form that looks like one of a program is not taken. Returns the status of the answer, or 0.

    Nothing typed is lost: the page stands there again, and the button works.
    """
    if TrapForm(request.POST).is_caught():
        form.add_error(None, ONCE_MORE)
        return 200
    if too_many(request, action):
        words = _("Many forms came from where you are in a short time. Wait ten minutes, or ring %(number)s.")
        form.add_error(None, words % {"number": group.contact_phone})
        return 429
    return 0


def may_book(person, meeting):
    """Open meetings are for everybody; others for members, who find the phone number instead when they are not."""
    return meeting.group.openness == Group.Openness.OPEN or is_member(person, meeting.group)


def booking_of(request, token, purpose=BOOKING):
    """The booking a private link opens, or None."""
    return links.open_link(purpose, token, Attendance.objects.select_related("meeting__group", "companion", "person"))


def private(response):
    """Keep the answer to a private link to the one browser, and its address to this site."""
    # "no-referrer" would keep the address too, but browsers then post forms from "null": refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def old_link(request):
    return render(request, "meetings/booking_old_link.html", {"section": "meetings"}, status=404)


def carried_fields(posted, steps):
    """Return [(name, value)] of what was answered on earlier pages, for hidden fields."""
    names = [name for step in steps for name in step.base_fields]
    return [(name, value) for name in names for value in posted.getlist(name)]


def notes_are_open(meeting):
    """True until the notes are signed: from then on their papers stay as they are."""
    record = getattr(meeting, "record", None)
    return record is None or record.state in ("writing", "checking")


def phone_address(meeting):
    """Return the whole address for phones, or "" while nothing is taken from the room."""
    if meeting.room_code is None or not meeting.hears_the_room:
        return ""
    return mail.absolute(meeting.room_path)


def as_typed(address):
    """Return an address as people type it: without what a browser puts in front."""
    return re.sub(r"^https?://(www\.)?|/$", "", address)
