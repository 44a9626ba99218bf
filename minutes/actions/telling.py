"""Telling the members and followers of a group of a copy, each by a message of their own, and asking to delete it."""

from coproduction import outbox
from coproduction.models import Notice
from groups.models import Follower

TOLD_BY = ["notes_ready", "notes_public"]
"""The kinds of messages that lead to a copy."""


def tell(kind, minutes, members):
    """Plan a message to each of `members` and each follower, in few queries. Nothing when entered afterwards (LC5).

    Members come first: when a follower's turn comes, it can be seen whether the same address got a member's message.
    """
    if minutes.meeting.entered_afterwards:
        return
    followers = Follower.objects.confirmed().filter(group=minutes.meeting.group)
    if kind == "notes_ready" and not minutes.meeting.group.sends_copy_to_followers:
        followers = followers.none()
    slot = f"version:{minutes.version}"
    for readers in (members, followers):
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
