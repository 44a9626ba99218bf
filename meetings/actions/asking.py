"""Asking somebody for a paper: they give it by a link of their own, and may change it until others read it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from groups.models import RecordRule
from groups.rules import may_facilitate

from .. import deadlines
from ..models import AgendaItem, Attendance, Paper, PaperRequest
from .papers import papers_of_open_notes, put_paper
from .room import TooMany
from .steps import NotOpen, check, locked

State = PaperRequest.State
MOST_ASKED = 20
"""So many people may be asked for papers of one item."""


@transaction.atomic
def ask_for_paper(item, *, by, request_key, called, email, due, organisation="", note=""):
    """Ask somebody for a paper, with a message that holds a link of their own. Returns the PaperRequest.

    They stand in the register from now on, so that the check knows their name. The same form posted twice asks once.
    Raises PermissionDenied, StaleState once the meeting has begun, ValidationError for a private item, a break, and a
    day that is over or after the meeting, TooMany.
    """
    check(may_facilitate(by, item.meeting.group))
    meeting = locked(item.meeting)
    item = AgendaItem.objects.get(pk=item.pk)
    if before := PaperRequest.objects.filter(request_key=request_key, item=item).first():
        return before
    if not deadlines.may_still_come(meeting):
        raise StaleState
    if item.kind == AgendaItem.Kind.BREAK or item.record_rule == RecordRule.CONFIDENTIAL:
        raise ValidationError(_("This item is private or a break, so no papers are put to it here."))
    if not timezone.localdate() <= due <= meeting.local_start.date():
        raise ValidationError({"due": _("The last day is today or later, and not after the meeting.")})
    if item.paper_requests.count() >= MOST_ASKED:
        raise TooMany
    known = meeting.attendances.filter(email__iexact=email, called__iexact=called)
    known = known.filter(Q(invitations__isnull=False) | Q(paper_requests__isnull=False)).first()
    attendance = known or Attendance.objects.create(
        meeting=meeting, called=called, reach=Attendance.Reach.EMAIL, email=email, organisation=organisation
    )
    again = PaperRequest.objects.filter(request_key=request_key).exists()  # of another item: a page that was copied
    key = {} if again else {"request_key": request_key}
    asked = PaperRequest.objects.create(item=item, attendance=attendance, note=note, due=due, **key)
    outbox.put("paper_asked", recipient=asked, subject=meeting)
    audit.record("paper.asked", item, by=by, due=due.isoformat())
    return asked


@transaction.atomic
def take_back_asked(asked, *, by):
    """Say that a paper is not needed any more: nothing is sent to whoever was asked, and their link takes nothing.

    Raises PermissionDenied, StaleState when something was given meanwhile.
    """
    check(may_facilitate(by, asked.item.meeting.group))
    meeting = locked(asked.item.meeting)
    if not PaperRequest.objects.filter(pk=asked.pk, state=State.ASKED).update(state=State.TAKEN_BACK):
        raise StaleState
    outbox.withdraw(subject=meeting, recipient=asked)
    audit.record("paper.not_needed", asked.item, by=by)


def may_give(asked):
    """May whoever was asked give a paper, or another one in its place? Until others read it or the meeting begins."""
    if not deadlines.may_still_come(asked.item.meeting) or asked.item.record_rule == RecordRule.CONFIDENTIAL:
        return False
    if asked.state == State.GIVEN:
        return asked.paper is not None and not asked.paper.shown and asked.paper.item_id == asked.item_id
    return asked.state == State.ASKED


def _locked(asked):
    """Return (the request as it is now, its item), the meeting locked. Raises NotOpen, StaleState."""
    item = papers_of_open_notes(asked.item)
    now = PaperRequest.objects.for_page().filter(pk=asked.pk).first()
    if now is None or not may_give(now):
        raise NotOpen
    return now, item


@transaction.atomic
def give_asked(asked, **facts):
    """Take a paper from whoever was asked for it, in place of one they gave before. Returns the paper.

    Nobody reads it before somebody looked at it (`show_paper`). The same form posted twice gives once. For the facts
    see `put_paper`. Raises NotOpen where it is too late or not needed any more, StaleState once the notes are signed,
    what `add_paper` raises else.
    """
    now, item = _locked(asked)
    own = Paper.objects.filter(pk=now.paper_id)
    paper = put_paper(item, None, public=False, due=now.due, among=own, **facts)
    PaperRequest.objects.filter(pk=now.pk).update(state=State.GIVEN, paper=paper)
    if now.paper is not None and now.paper != paper:
        audit.record("paper.removed", now.paper, by=None)
        now.paper.delete()
    return paper


@transaction.atomic
def take_back_given(asked):
    """Take back what was given, while nobody reads it; it may be given again. Raises NotOpen."""
    now, _item = _locked(asked)
    if now.paper is None:
        raise NotOpen
    PaperRequest.objects.filter(pk=now.pk).update(state=State.ASKED, paper=None)
    audit.record("paper.removed", now.paper, by=None)
    now.paper.delete()
