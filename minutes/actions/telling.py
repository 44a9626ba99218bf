"""Telling the members and followers of a group of a copy, each by a message of their own, and asking to delete it."""

from coproduction import outbox
from coproduction.models import Notice
from groups.models import Follower
from meetings.models import Attendance

TOLD_BY = ["notes_ready", "notes_public"]
"""The kinds of messages that lead to a copy."""


def tell(kind, minutes, members):
    """Plan a message to each of `members` and each follower, in few queries. Nothing when entered afterwards (LC5).

    What is public is told to everybody who booked, also to those who could not come in the end. Members come first:
    when another's turn comes, it can be seen whether the same address got a member's message.
    """
    if minutes.meeting.entered_afterwards:
        return
    followers = Follower.objects.confirmed().filter(group=minutes.meeting.group)
    if kind == "notes_ready" and not minutes.meeting.group.sends_copy_to_followers:
        followers = followers.none()
    booked = minutes.meeting.attendances.reachable().exclude(booking=Attendance.Booking.NONE, came=None)
    if kind != "notes_public":
        booked = booked.none()
    slot = f"version:{minutes.version}"
    for readers in (members, followers, booked.order_by("pk")):
        outbox.put_each(kind, recipients=outbox.keys(readers), subject=minutes, slot=slot)


def ask_to_delete(minutes):
    """Cancel what is still to be sent about the copies, and ask everybody who was told of one to delete it (LC4).

    A message that is being sent at this moment counts as sent.
    """
    told = Notice.objects.filter(
        kind__in=TOLD_BY, subject=outbox.key(minutes), state__in=[Notice.State.SENT, Notice.State.CLAIMED]
    )
    recipients = sorted(set(told.values_list("recipient", flat=True)))
    outbox.withdraw(subject=minutes)
    outbox.put_each("notes_withdrawn", recipients=recipients, subject=minutes)
