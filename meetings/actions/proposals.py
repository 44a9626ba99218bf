"""What anybody suggests for an agenda, and how it is answered. Nothing here knows who suggested it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from groups.rules import may_facilitate

from ..models import Meeting, Proposal
from .agenda import add_item
from .steps import check

State = Proposal.State
MEETINGS_WITH_ROOM = [Meeting.State.DRAFT, Meeting.State.ANNOUNCED]
MOST_WAITING = 200
"""So many suggestions of one group may wait; more would be a program, or too many to answer."""


class TooManyProposals(Exception):
    """So many suggestions wait already that nobody could answer one more."""


@transaction.atomic
def suggest(group, *, request_key, title, about="", email=""):
    """Keep what somebody would like to talk about, once for a form posted twice. Returns the Proposal.

    Raises TooManyProposals when MOST_WAITING wait for an answer.
    """
    facts = {"group": group, "title": title, "about": about, "email": email}
    if before := Proposal.objects.filter(request_key=request_key).first():
        if all(getattr(before, name) == value for name, value in facts.items()):
            return before
        request_key = uuid.uuid4()
    if group.proposals.waiting().count() >= MOST_WAITING:
        raise TooManyProposals
    return Proposal.objects.create(request_key=request_key, **facts)


@transaction.atomic
def accept_proposal(proposal, meeting, *, by, title, blurb, minutes):
    """Put a suggestion on an agenda, in the words of those who run the meeting. Returns the item.

    Raises PermissionDenied, ValidationError where the meeting is of another group or has begun, StaleState when
    somebody else was quicker.
    """
    check(may_facilitate(by, proposal.group))
    if meeting.group_id != proposal.group_id or meeting.state not in MEETINGS_WITH_ROOM or meeting.has_begun:
        raise ValidationError({"meeting": _("This meeting has begun or will not happen. Pick another one.")})
    _settle(proposal, State.ACCEPTED, answer="")
    item = add_item(meeting, by=by, title=title, blurb=blurb, minutes=minutes)
    if Proposal.objects.filter(item=item).exists():  # the same words as another suggestion: it is on the agenda
        raise ValidationError({"title": _("That stands on this agenda already. Answer this one instead.")})
    Proposal.objects.filter(pk=proposal.pk).update(item=item)
    _tell(proposal, by)
    return item


@transaction.atomic
def answer_proposal(proposal, *, by, answer):
    """Answer a suggestion without putting it on an agenda. Raises PermissionDenied, and StaleState after somebody."""
    check(may_facilitate(by, proposal.group))
    _settle(proposal, State.ANSWERED, answer=answer)
    _tell(proposal, by)


@transaction.atomic
def park_proposal(proposal, *, by, reason):
    """Keep a suggestion for later, and say why. Raises PermissionDenied, and StaleState after somebody else."""
    check(may_facilitate(by, proposal.group))
    _settle(proposal, State.PARKED, answer=reason)
    _tell(proposal, by)


def _settle(proposal, state, *, answer):
    """Move a suggestion from how the page showed it, or raise StaleState."""
    if state not in Proposal.MOVES[State(proposal.state)]:
        raise StaleState
    as_shown = Proposal.objects.filter(
        pk=proposal.pk, state=proposal.state, times_settled=proposal.times_settled, item=None
    )
    settled = {"state": state, "answer": answer, "settled_on": timezone.localdate()}
    if not as_shown.update(**settled, times_settled=F("times_settled") + 1):
        raise StaleState
    proposal.refresh_from_db()


def _tell(proposal, by):
    audit.record("proposal.settled", proposal, by=by, state=proposal.state)
    if proposal.email:
        outbox.put("proposal_settled", recipient=proposal, subject=proposal, slot=str(proposal.times_settled))
