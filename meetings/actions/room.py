"""What people send from the room with a phone, and what becomes of it.

Nothing that is sent has a sender: no person, no address of a machine, no time, and keys that tell no order. So nothing
here is audited but what those who run the meeting do.
"""

import secrets
import uuid

from django.db import transaction

from coproduction import audit
from coproduction.access import StaleState
from groups.actions import explain_word
from groups.rules import may_facilitate

from ..models import Meeting, PassedOnView, RoomWish
from .steps import NotOpen, check, locked

LETTERS = "cdfhjknprtvxy23456789"
"""Nothing that looks like something else on a screen, and no vowels, so that no code spells a word."""
WORDS_AT_ONCE, VIEWS_AT_ONCE = 30, 60
"""How many may wait for one meeting. A limit for a sender would need one to be kept."""


class TooMany(Exception):
    """So much waits already that nobody could look at more now."""


def give_code(meeting):
    """Give a meeting its short address, when it has none."""
    while meeting.room_code is None:
        code = "".join(secrets.choice(LETTERS) for _letter in range(8))
        if not Meeting.objects.filter(room_code=code).exists():
            Meeting.objects.filter(pk=meeting.pk, room_code=None).update(room_code=code)
            meeting.refresh_from_db(fields=["room_code"])


@transaction.atomic
def open_room(meeting, *, by):
    """Let people in the room send something by phone. Raises StaleState before the start and when it is long over."""
    check(may_facilitate(by, meeting.group))
    meeting = locked(meeting)
    if not meeting.hears_the_room:
        raise StaleState
    if meeting.room_code is None:
        give_code(meeting)
        audit.record("room.opened", meeting, by=by)
    return meeting


@transaction.atomic
def shut_room(meeting, *, by):
    """Take nothing by phone any more. The old address opens nothing; opening again makes another one."""
    check(may_facilitate(by, meeting.group))
    if Meeting.objects.filter(pk=meeting.pk).exclude(room_code=None).update(room_code=None):
        audit.record("room.shut", meeting, by=by)


def _open(meeting):
    """Return the meeting, locked, so that two who send at once see each other. Raises NotOpen."""
    meeting = locked(meeting)
    if meeting.room_code is None or not meeting.hears_the_room:
        raise NotOpen
    return meeting


def _sent_before(rows, meeting, request_key):
    """Return (was it sent before, and a key that is free)."""
    before = rows.filter(pk=request_key).values_list("meeting", flat=True).first()
    if before and before != meeting.pk:
        return False, uuid.uuid4()
    return before is not None, request_key


@transaction.atomic
def ask_for_word(meeting, *, request_key, word):
    """Ask for a word to be explained, once for a form posted twice and for a word that waits already.

    Keeps nothing of who asked or when. Raises NotOpen, or TooMany when too much waits already.
    """
    meeting = _open(meeting)
    again, request_key = _sent_before(RoomWish.objects, meeting, request_key)
    waiting = [row.word.casefold() for row in meeting.room_wishes.waiting().words()]
    if again or word.casefold() in waiting:
        return
    if len(waiting) >= WORDS_AT_ONCE:
        raise TooMany
    RoomWish.objects.create(pk=request_key, meeting=meeting, kind=RoomWish.Kind.WORD, word=word)


@transaction.atomic
def ask_for_pause(meeting, *, request_key):
    """Ask for a pause. However many ask, one pause waits; nothing is kept of who asked or when. Raises NotOpen."""
    meeting = _open(meeting)
    again, request_key = _sent_before(RoomWish.objects, meeting, request_key)
    if meeting.is_over:
        raise NotOpen
    if not again and not meeting.room_wishes.waiting().pauses().exists():
        RoomWish.objects.create(pk=request_key, meeting=meeting, kind=RoomWish.Kind.PAUSE)


@transaction.atomic
def pass_on_from_the_room(meeting, *, request_key, text):
    """Keep a view that somebody would rather not say aloud, as one of those that were passed on (DC1, DC4).

    Once for a form posted twice. Raises NotOpen, or TooMany when too many wait already.
    """
    meeting = _open(meeting)
    again, request_key = _sent_before(PassedOnView.objects, meeting, request_key)
    if again:
        return
    if meeting.passed_on_views.filter(state=PassedOnView.State.WAITING).count() >= VIEWS_AT_ONCE:
        raise TooMany
    PassedOnView.objects.create(pk=request_key, meeting=meeting, text=text)


@transaction.atomic
def done(wish, *, by):
    """Say that a word was explained or a pause made. Raises StaleState when somebody said so before."""
    check(may_facilitate(by, wish.meeting.group))
    waiting = RoomWish.objects.filter(pk=wish.pk, state=RoomWish.State.WAITING)
    if not waiting.update(state=RoomWish.State.DONE):
        raise StaleState


@transaction.atomic
def explain(wish, *, by, word, meaning):
    """Put a word that somebody asked for among the hard words of the group. Returns the JargonWord.

    Raises StaleState when somebody has seen to it before.
    """
    done(wish, by=by)
    return explain_word(wish.meeting.group, by=by, word=word, meaning=meaning)
