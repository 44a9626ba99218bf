"""What the script of the notes page is given: the parts it draws with, its words, and the state of the notes."""

import datetime as dt
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coproduction.templatetags.when import span
from groups.models import RecordRule
from meetings.models import PassedOnView, RoomWish

from .. import forms, lines
from ..models import Action, ConsensusNote, DeviceLock, Point, View, words_digest

VERSION = 1
"""Of what page and site say to each other. A page that speaks another one is asked to open the notes again."""
WORDS = {
    "item": _("Item {number}"),
    "where": _("Item {number} of {count}, from {span}."),
    "notes": _("notes"),
    "before": _("Back to {title}"),
    "after": _("Next: {title}"),
    "left": _("{time} left."),
    "meeting_left": _("{time} left of the meeting."),
    "meeting_over": _("The time of the meeting is over."),
    "hour": _("1 hour"),
    "hours": _("{count} hours"),
    "minute": _("1 minute"),
    "minutes": _("{count} minutes"),
    "time_over": _("Its time is over."),
    "sent": _("Sent {at}"),
    "waiting": _("Saved here, not sent yet"),
    "at": _("at {at}."),
    "by": _("by {day}"),
    "care": _("With a word of care:"),
    "all_sent": _("All saved and sent"),
    "sending": _("Saved here. Sending it."),
    "no_signal": _("Saved here, not sent yet."),
    "no_signal_more": _("There is no signal. Keep typing."),
    "no_signal_now": _("There is no signal."),
    "no_signal_type": _("Keep typing: it is saved here, and goes by itself later."),
    "one_safe": _("1 thing is safe on this computer, and will go by itself."),
    "many_safe": _("{count} things are safe on this computer, and will go by themselves."),
    "unkept": _("This computer does not save it."),
    "unkept_more": _(
        "Keep this page open until it says that all is sent. There may be no room left, or a private window."
    ),
    "signed_out": _("Please sign in again."),
    "sign_in": _("Sign in, in a new window"),
    "sign_in_more": _("Then come back here. Nothing is gone."),
    "open_again": _("Open the notes again"),
    "show_all": _("Show all the notes"),
    "closed": _("These notes are public, so they cannot be changed here."),
    "both": _("Someone else changed this too. We kept both."),
    "gone": _("Someone else took this out while you changed it. Your words are still here."),
    "taken_out": _("(taken out)"),
    "keep_theirs": _("Keep theirs"),
    "leave_out": _("Leave it out"),
    "see_both": _("See them side by side"),
    "refused": _("One thing could not be saved as it is."),
    "see_refused": _("See what to do"),
    "sealed": _(
        "Lines from before are locked on this computer. They show again when you sign in and there is a signal."
    ),
    "adopted": _("Lines that were waiting on this computer are back."),
    "others_here": _("Someone else writes in this item too."),
    "others_elsewhere": _("Someone else writes in another item."),
    "coordinator_here": _("A coordinator writes in this item too."),
    "writes_here": _("Someone else writes in this line just now."),
    "beside": _("It stands beside: “{text}”"),
    "agree_first": _("A view stands beside what was agreed. Write that first: pick “Agreed”."),
    "type_something": _("Type what was said"),
    "too_long_for_one": _("This is too long for one thing. Please make it 5,000 letters or fewer."),
    "too_much": _(
        "This is too long: {count} letters. You can paste {most} at once. Nothing was added. It is kept on this "
        "computer until you decide."
    ),
    "save_file": _("Save it as a file on this computer"),
    "throw_away": _("Throw it away"),
    "added": _("Added."),
    "taken": _("Taken out."),
    "moved": _("Moved. It is line {place} of {count} now."),
    "no_further": _("It cannot go any further."),
    "change": _("Change"),
    "all_agreed": _("Now it says that all agreed: “{text}”"),
    "asked_none": _("You asked if anybody saw it another way. Nobody did."),
    "not_asked": _("Now it says that you have not asked yet."),
    "back_in_box": _("Your words are in the box again. Say what kind of thing it is, and add it."),
    "moved_to": _("Moved to “{title}”."),
    "split": _("It was too long for one line. It is {count} lines now."),
    "left_in": _("What you were writing stands in “{title}” now."),
    "pasted": _("What you pasted became {count} lines."),
    "undo": _("Undo"),
    "undo_out": _("It is back."),
    "undo_move": _("It is where it was."),
    "undo_asked": _("It is as it was."),
    "undo_agreed": _("It is as it was."),
    "undo_paste": _("What you pasted is out again."),
    "nothing_to_undo": _("There is nothing to undo."),
    "could": _("You could say: “{suggestion}”"),
    "leave_it": _("Or leave it: we look again before anything is shared."),
}
"""What the script of the notes page says. The words in braces are filled in there."""


def parts():
    """Return the HTML that the script of the notes page draws from, in the language of the reader; no word of notes."""
    return _parts(get_language())


@cache
def _parts(_language):
    kinds = [*forms.KINDS, (lines.VIEW, _("Another view"))]
    words = WORDS | {
        "kinds": dict(kinds) | {Point.Kind.AGREED.value: Point.Kind.AGREED.label},
        "outcomes": dict(ConsensusNote.Outcome.choices),
        "places": dict(View.Place.choices),
        "shown": dict(Action.Shown.choices),
        "chosen": {
            "mine": _("Your words are kept."),
            "theirs": _("Their words are kept."),
            "both": _("Both are kept."),
            "out": _("It is left out."),
        },
        "say": {"outcome": dict(ConsensusNote.Outcome.choices), "place": dict(View.Place.choices)},
    }
    context = {
        "kinds": kinds,
        "point_kinds": Point.Kind.choices,
        "outcomes": ConsensusNote.Outcome.choices,
        "places": View.Place.choices,
        "shown": Action.Shown.choices,
        "words": words,
    }
    return render_to_string("minutes/_board.html", context)


def address_of_parts():
    """Return where the parts are: an address that changes when they do, so that every device may keep them."""
    return reverse("minutes:parts", args=[words_digest(parts())[:12]])


def state_of(minutes, person, agenda, item):
    """Return all that the notes page needs to go on alone: the agenda, the lines, its addresses and keys.

    agenda: [(item, when it starts)].
    """
    meeting = minutes.meeting
    here = [meeting.group.slug, meeting.slug]
    return {
        "sync": reverse("minutes:sync", args=here),
        "lock": reverse("minutes:lock", args=here),
        "start": reverse("minutes:notes", args=here),
        "keys": as_keys(DeviceLock.objects.filter(minutes=minutes, person=person).first()),
        "revision": minutes.revision,
        "closed": not minutes.can_be_changed,
        "has_parent": meeting.group.parent_id is not None,
        "ends": meeting.ends.isoformat(),
        "item": item.pk,
        "items": [_item(row, starts) for row, starts in agenda],
        "lines": lines.every(minutes),
        "now": timezone.now().isoformat(),
    }


def asked_by_the_room(minutes):
    """Return in one sentence what people sent from their seats and nobody has seen to; "" for nothing."""
    wishes = list(minutes.meeting.room_wishes.waiting())
    views = minutes.meeting.passed_on_views.filter(state=PassedOnView.State.WAITING).count()
    words = sum(wish.kind == RoomWish.Kind.WORD for wish in wishes)
    said = [_("Somebody asks for a pause.")] if len(wishes) > words else []
    said += [_("Somebody asks what a word means.")] if words else []
    said += [_("A view came in.")] if views else []
    return " ".join(str(sentence) for sentence in said)


def _item(item, starts):
    ends = starts + dt.timedelta(minutes=item.minutes)
    return {
        "id": item.pk,
        "title": item.title,
        "span": span(starts, ends),
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "takes": item.record_rule != RecordRule.CONFIDENTIAL,
        "rule": item.record_rule,
    }


def as_keys(lock):
    """Return what the signed-in page of a lock's person gets, or None without a lock."""
    return lock and {"id": str(lock.pk), "public": lock.public, "private": lock.private}
