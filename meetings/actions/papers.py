"""Papers of an item: put there, changed, looked at and shown, held for the next meeting, and taken away."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import RecordRule
from groups.rules import may_facilitate

from .. import cleaning, deadlines, papers
from ..models import AgendaItem, Meeting, Paper, PaperFile
from .agenda import editable_agenda
from .guests import MOST_WAITING, guest_may_add_paper
from .room import TooMany
from .steps import NotOpen, check, locked


def _papers_open(item, by):
    """Check that papers of an item may change, and let a signature that is under way lapse. Returns the item, locked.

    Copies name the papers, so a change counts as one of the words (LC2). Notes that are signed keep their papers:
    StaleState. The notes are reached through the meeting's own relation: this app imports nothing above it.
    """
    editable_agenda(item.meeting, by)
    return papers_of_open_notes(item)


def papers_of_open_notes(item):
    """Return the item, its meeting locked, when its papers may still change; whoever asks. Raises StaleState."""
    locked(item.meeting)
    item = AgendaItem.objects.select_related("meeting__group").get(pk=item.pk)
    record = getattr(item.meeting, "record", None)
    if record is not None:
        open_notes = type(record).objects.filter(pk=record.pk, state__in=["writing", "checking"])
        if not open_notes.update(revision=F("revision") + 1):
            raise StaleState
    return item


def _check_paper(item, kind, public, cleaned):
    if item.record_rule == RecordRule.CONFIDENTIAL:
        raise ValidationError(_("This item is private. Hand its papers out at the meeting."))
    if public and kind in Paper.OFFICE:
        raise ValidationError({"file": papers.MEMBERS_ONLY})
    if cleaned is not None and kind in cleaning.PICTURES and item.meeting.has_begun:
        raise ValidationError({"file": papers.NO_PICTURES})


def _of_file(cleaned):
    return {"kind": cleaned.kind, "found": [list(one) for one in cleaned.found], "words": len(cleaned.text.split())}


def _of_content(cleaned):
    digest = hashlib.sha256(cleaned.content).hexdigest()
    return {"content": cleaned.content, "text": cleaned.text, "sha256": digest}


def _needs_reason(item, late, reason):
    """Must somebody say first why a paper comes late? Once a meeting has begun nobody could have read it before."""
    return late and not reason and not item.meeting.has_begun


@transaction.atomic
def add_paper(item, *, by, **facts):
    """Put a paper to an item: a link, or a file that was cleaned. Returns it. For the facts see `put_paper`.

    cleaned: a meetings.cleaning.Cleaned; what was uploaded never comes here. Nobody sees a file, or what comes late,
    before `show_paper`. The same form posted twice adds once. Raises PermissionDenied, StaleState once the notes are
    signed, ValidationError for a private item, for an Office file that everybody could have, and for a picture once
    the meeting has begun (DC6).
    """
    return put_paper(_papers_open(item, by), by, **facts)


@transaction.atomic
def guest_adds_paper(guest, **facts):
    """Take a file or a link from a guest for the item they are invited for. Returns the paper, which nobody reads yet.

    Those who run the meeting look at it as at any other (`show_paper`). Raises NotOpen where it is too late, and
    TooMany when enough of that item wait to be looked at; what add_paper raises else.
    """
    item = papers_of_open_notes(guest.item)
    guest.refresh_from_db(fields=["answer"])
    if not guest_may_add_paper(guest):
        raise NotOpen
    if item.papers.filter(shown=False, held=False).count() >= MOST_WAITING:
        raise TooMany
    return put_paper(item, None, public=False, **facts)


def put_paper(
    item,
    by,
    *,
    title,
    summary,
    public,
    author_body="",
    link="",
    cleaned=None,
    minutes_to_read=None,
    late_reason="",
    due=None,
    among=None,
):
    """Put a paper to an item whose meeting is locked, and return it, or the same one that stands there already.

    by: who runs the group, or None for somebody from outside, whose links wait to be looked at too. due: their last
    day, where it is not the meeting's. among: the papers one of which it may be once more; those of the item else.
    """
    facts = {"title": title, "summary": summary, "public": public, "author_body": author_body, "link": link}
    facts["minutes_to_read"] = minutes_to_read or 0
    facts |= {"kind": Paper.Kind.LINK} if cleaned is None else _of_file(cleaned)
    _check_paper(item, facts["kind"], public, cleaned)
    before = item.papers.all() if among is None else among
    before = before.filter(**{name: value for name, value in facts.items() if name != "found"})
    if cleaned is not None:
        before = before.filter(file__sha256=_of_content(cleaned)["sha256"])
    if again := before.first():
        return again
    late = deadlines.is_late(item.meeting, due)
    facts |= {"late": late, "late_reason": late_reason if late else ""}
    facts["shown"] = cleaned is None and by is not None and not _needs_reason(item, late, facts["late_reason"])
    paper = Paper.objects.create(item=item, number=_next_number(item.meeting), **facts)
    if cleaned is not None:
        PaperFile.objects.create(paper=paper, **_of_content(cleaned))
    audit.record("paper.added", paper, by=by, kind=paper.kind, public=public, item=item.pk, late=late)
    return paper


def _next_number(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(papers_so_far=F("papers_so_far") + 1)
    meeting.refresh_from_db(fields=["papers_so_far"])
    return meeting.papers_so_far


@transaction.atomic
def change_paper(
    paper, *, by, title, summary, public, author_body="", link="", cleaned=None, minutes_to_read=None, late_reason=None
):
    """Change what is said of a paper, its link, or its file. A new file is seen by nobody before `show_paper`.

    A file stays a file and a link a link. What is new in it after the last day comes late. Raises as `add_paper` does.
    """
    item = _papers_open(paper.item, by)
    facts = {"title": title, "summary": summary, "public": public, "author_body": author_body}
    facts["minutes_to_read"] = minutes_to_read or 0
    fresh = cleaned is not None if paper.is_file else bool(link) and link != paper.link
    if paper.is_file and cleaned is not None:
        facts |= {**_of_file(cleaned), "shown": False}
        PaperFile.objects.filter(paper=paper).update(**_of_content(cleaned))
    elif not paper.is_file:
        facts["link"] = link or paper.link
    if late_reason is not None and paper.late:
        facts["late_reason"] = late_reason
    if fresh and deadlines.is_late(item.meeting, deadlines.of_paper(paper)):
        facts["late"] = True
    if _needs_reason(item, facts.get("late", paper.late), facts.get("late_reason", paper.late_reason)):
        facts["shown"] = False
    _check_paper(item, facts.get("kind", paper.kind), public, cleaned)
    if not Paper.objects.filter(pk=paper.pk).update(**facts):
        raise StaleState
    audit.record("paper.changed", paper, by=by, public=public, replaced=cleaned is not None)
    paper.refresh_from_db()
    return paper


@transaction.atomic
def show_paper(paper, *, by, sha256, late_reason=""):
    """Let people read a paper after somebody looked at it. sha256: of the file (or the address) the page showed.

    Raises StaleState when it is another one now, ValidationError when it comes late and nobody says why.
    """
    item = _papers_open(paper.item, by)
    now = Paper.objects.filter(pk=paper.pk, item=item, shown=False).select_related("file").first()
    if now is None or now.digest != sha256:
        raise StaleState
    reason = (late_reason or now.late_reason) if now.late else ""
    if _needs_reason(item, now.late, reason):
        raise ValidationError({"late_reason": _("Say in a few words why it comes late, or hold it")})
    Paper.objects.filter(pk=now.pk).update(shown=True, held=False, late_reason=reason)
    audit.record("paper.shown", paper, by=by, late=now.late)
    paper.refresh_from_db()
    return paper


@transaction.atomic
def hold_paper(paper, *, by):
    """Hold a paper that came late for the next meeting, on the plan of which it is offered. Nobody reads it before."""
    _papers_open(paper.item, by)
    if not Paper.objects.filter(pk=paper.pk, shown=False, late=True, held=False).update(held=True):
        raise StaleState
    audit.record("paper.held", paper, by=by)


@transaction.atomic
def put_held_paper(paper, item, *, by):
    """Put a paper that was held to an item of a later meeting of the group. Returns it; nobody reads it before it is
    shown there.

    Raises PermissionDenied, StaleState when it was put somewhere already, ValidationError as `add_paper` does.
    """
    check(may_facilitate(by, paper.item.meeting.group) and paper.item.meeting.group_id == item.meeting.group_id)
    item = _papers_open(item, by)
    if item.meeting_id == paper.item.meeting_id or item.meeting.has_begun or item.is_break:
        raise StaleState
    _check_paper(item, paper.kind, paper.public, None)
    facts = {"item": item, "number": _next_number(item.meeting), "held": False}
    facts |= {"late": deadlines.is_late(item.meeting)}
    if not Paper.objects.filter(pk=paper.pk, held=True, item=paper.item_id).update(**facts):
        raise StaleState
    audit.record("paper.put_after_hold", paper, by=by, item=item.pk)
    paper.refresh_from_db()
    return paper


@transaction.atomic
def remove_paper(paper, *, by):
    """Take a paper away, and its file with it."""
    _papers_open(paper.item, by)
    audit.record("paper.removed", paper, by=by)
    paper.delete()
