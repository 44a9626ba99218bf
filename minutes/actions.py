"""What can be done to notes and minutes. No function here takes or stores who said something."""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from coproduction.pdf import RenderFailed
from groups.models import RecordRule
from meetings.models import PassedOnView

from . import checking, document, files, reread, rules
from .models import (
    NOTES_LIMIT,
    POINT_LIMIT,
    Action,
    ConsensusNote,
    IssuedCopy,
    ItemOutcome,
    Minutes,
    Objection,
    Point,
    Revision,
    Settlement,
    SignOff,
    View,
)

FEWEST_FOR_PUBLIC = 5
"""With fewer participants the public copy waits (SN6)."""


class NotReady(Exception):
    """The minutes cannot take this step yet. `reasons`: what is missing, in plain sentences."""

    def __init__(self, reasons):
        self.reasons = tuple(str(reason) for reason in reasons)
        super().__init__(" ".join(self.reasons))


def _check(allowed):
    if not allowed:
        raise PermissionDenied


def _move(minutes, state, *, revision=None, **fields):
    """Compare-and-set the state (and the revision the page showed); StaleState when the world moved on."""
    allowed_from = [old for old, new in Minutes.MOVES.items() if state in new]
    rows = Minutes.objects.filter(pk=minutes.pk, state__in=allowed_from)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(state=state, **fields):
        raise StaleState
    minutes.refresh_from_db()


# --- writing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_notes(meeting, *, by):
    """Return the notes of a meeting that has begun, made on first use. Raises StaleState before it begins."""
    if not meeting.has_begun:
        raise StaleState
    minutes, created = Minutes.objects.get_or_create(meeting=meeting)
    _check(rules.may_write(by, minutes))
    if created:
        audit.record("notes.opened", minutes, by=by)
    return minutes


def _touch(minutes, by, *, checking_too=False):
    """Allow and count one change of the words. An edit after the check returns the notes to writing (LC2)."""
    _check(rules.may_write(by, minutes))
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    stays = [Minutes.State.WRITING] + ([Minutes.State.CHECKING] if checking_too else [])
    if minutes.state == Minutes.State.PUBLISHED:
        raise StaleState
    fields = {"revision": F("revision") + 1}
    if minutes.state not in stays:
        if minutes.state != Minutes.State.CHECKING:
            _check(rules.may_issue(by, minutes))
        if minutes.copies.filter(version=minutes.version).exists():
            fields["version"] = F("version") + 1
        fields["state"] = Minutes.State.WRITING
        audit.record("notes.reopened", minutes, by=by, state=minutes.state)
    Minutes.objects.filter(pk=minutes.pk).update(**fields)
    minutes.note_takers.add(by)


def _keep(minutes, place, text):
    """Keep the earlier wording of a row."""
    if text:
        Revision.objects.create(minutes=minutes, place=place, text=text)


def _own_item(minutes, item):
    if item.meeting_id != minutes.meeting_id:
        raise PermissionDenied
    return item


def _next_position(queryset):
    return (queryset.aggregate(last=Max("position"))["last"] or 0) + 1


def notes_size(minutes):
    """Return how many bytes the notes of this meeting hold."""
    texts = list(minutes.points.values_list("text", flat=True))
    texts += minutes.consensus_notes.values_list("text", flat=True)
    texts += View.objects.filter(note__minutes=minutes).values_list("text", flat=True)
    texts += minutes.actions.values_list("text", flat=True)
    return sum(len(text.encode()) for text in texts)


def _room_for(minutes, text):
    if notes_size(minutes) + len(text.encode()) > NOTES_LIMIT:
        raise ValidationError(
            _("The notes of one meeting can hold about 200,000 letters, and this would be more. It has not been added.")
        )


def split(text):
    """Cut a long text into pieces of at most POINT_LIMIT characters, at line ends or spaces; nothing is dropped."""
    pieces = []
    while len(text) > POINT_LIMIT:
        cut = max(text.rfind("\n", 1, POINT_LIMIT), text.rfind(" ", POINT_LIMIT // 2, POINT_LIMIT))
        cut = cut + 1 if cut > 0 else POINT_LIMIT
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


@transaction.atomic
def add_point(minutes, *, by, key, item, kind, text):
    """Add a point to an item; the same key twice adds it once. A long text becomes several points.

    Raises ValidationError when the notes are full, StaleState when they are already public.
    """
    _own_item(minutes, item)
    if Point.objects.filter(pk=key).exists():
        return
    _touch(minutes, by)
    _room_for(minutes, text)
    position = _next_position(minutes.points)
    for number, piece in enumerate(split(text)):
        extra = {"id": key} if number == 0 else {}
        Point.objects.create(minutes=minutes, item=item, position=position + number, kind=kind, text=piece, **extra)


@transaction.atomic
def change_point(point, *, by, version, kind, text):
    """Change a point that still has the `version` the page showed; StaleState otherwise, and nothing is written."""
    _touch(point.minutes, by)
    _room_for(point.minutes, text[len(point.text) :])
    changed = Point.objects.filter(pk=point.pk, version=version).update(
        kind=kind, text=text, version=F("version") + 1
    )
    if not changed:
        raise StaleState
    _keep(point.minutes, f"point:{point.pk}", point.text)


@transaction.atomic
def remove_point(point, *, by):
    """Take a point out; its words are kept until the minutes are issued."""
    _touch(point.minutes, by)
    _keep(point.minutes, f"point:{point.pk}", point.text)
    point.delete()


@transaction.atomic
def move_point(point, *, up, by):
    """Swap a point with the one above or below it in the same item."""
    _touch(point.minutes, by)
    rows = list(Point.objects.filter(minutes=point.minutes, item=point.item))
    here = [row.pk for row in rows].index(point.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        a, b = rows[here], rows[there]
        Point.objects.filter(pk=a.pk).update(position=b.position)
        Point.objects.filter(pk=b.pk).update(position=a.position)


@transaction.atomic
def add_consensus(minutes, *, by, key, item, **fields):
    """Add a consensus note; the same key twice adds it once. fields: outcome, text, question, care, no_other_views."""
    _own_item(minutes, item)
    if found := ConsensusNote.objects.filter(pk=key).first():
        return found
    _touch(minutes, by)
    _room_for(minutes, fields["text"])
    position = _next_position(minutes.consensus_notes)
    return ConsensusNote.objects.create(id=key, minutes=minutes, item=item, position=position, **fields)


@transaction.atomic
def change_consensus(note, *, by, version, **fields):
    """Change a consensus note that still has `version`; StaleState otherwise."""
    _touch(note.minutes, by)
    changed = ConsensusNote.objects.filter(pk=note.pk, version=version).update(version=F("version") + 1, **fields)
    if not changed:
        raise StaleState
    _keep(note.minutes, f"note:{note.pk}", note.text)


@transaction.atomic
def remove_consensus(note, *, by):
    """Take a consensus note and its views out."""
    _touch(note.minutes, by)
    for text in [note.text, *note.views.values_list("text", flat=True)]:
        _keep(note.minutes, f"note:{note.pk}", text)
    note.delete()


@transaction.atomic
def add_view(note, *, by, key, text, place=View.Place.RAISED, how="", passed_on=None):
    """Add a view beside a consensus note. passed_on: the view somebody sent in, which is then no longer kept apart."""
    if View.objects.filter(pk=key).exists():
        return
    _touch(note.minutes, by)
    _room_for(note.minutes, text)
    View.objects.create(id=key, note=note, position=_next_position(note.views), text=text, place=place, how=how)
    ConsensusNote.objects.filter(pk=note.pk).update(no_other_views=False)
    if passed_on:
        passed_on.delete()


@transaction.atomic
def place_view(view, *, by, place, how=""):
    """Say where a view went: built in, kept as it is, needs more work."""
    _touch(view.note.minutes, by)
    View.objects.filter(pk=view.pk).update(place=place, how=how)


@transaction.atomic
def take_passed_on(minutes, passed_on, *, by, item):
    """Put a view that was sent in among the points of an item. What came in is deleted; nothing links the two."""
    _own_item(minutes, item)
    _touch(minutes, by)
    if not PassedOnView.objects.filter(pk=passed_on.pk).delete()[0]:
        raise StaleState
    Point.objects.create(
        minutes=minutes, item=item, position=_next_position(minutes.points), text=passed_on.text[:POINT_LIMIT]
    )


@transaction.atomic
def set_outcome(minutes, item, *, by, **fields):
    """Say of an item that other views were asked for, or give the one sentence of a private item."""
    _own_item(minutes, item)
    _touch(minutes, by)
    ItemOutcome.objects.update_or_create(item=item, defaults={"minutes": minutes, **fields})


@transaction.atomic
def add_action(minutes, *, by, key, item, helpers=(), **fields):
    """Add something to do; the same key twice adds it once. fields: text, due, lead, shown_as, report_to_parent."""
    _own_item(minutes, item)
    if found := Action.objects.filter(pk=key).first():
        return found
    _touch(minutes, by)
    _room_for(minutes, fields["text"])
    action = Action.objects.create(
        id=key, minutes=minutes, item=item, position=_next_position(minutes.actions), **fields
    )
    action.helpers.set(helpers)
    return action


@transaction.atomic
def change_action(action, *, by, version, helpers=(), **fields):
    """Change something to do that still has `version`; StaleState otherwise."""
    _touch(action.minutes, by)
    if not Action.objects.filter(pk=action.pk, version=version).update(version=F("version") + 1, **fields):
        raise StaleState
    action.helpers.set(helpers)


@transaction.atomic
def remove_action(action, *, by):
    """Take something to do out of notes that are being written."""
    _touch(action.minutes, by)
    _keep(action.minutes, f"action:{action.pk}", action.text)
    action.delete()


@transaction.atomic
def progress(action, *, by, state, reason=""):
    """Say how far something to do has got. The words of the notes do not change. A dropped one needs a reason."""
    _check(rules.may_progress(by, action))
    if state == Action.State.DROPPED and not reason.strip():
        raise ValidationError({"reason": _("Say in one sentence why it will not be done.")})
    Action.objects.filter(pk=action.pk).update(state=state, state_reason=reason.strip())
    audit.record("action.progress", action, by=by, state=state)
    action.refresh_from_db()
    return action


@transaction.atomic
def record_agreed_at_meeting(minutes, *, by, on):
    """Note that the next meeting agreed these minutes, with its date (LC3). It is printed on later copies."""
    _check(rules.may_write(by, minutes))
    Minutes.objects.filter(pk=minutes.pk).update(meeting_agreed_on=on)
    audit.record("minutes.agreed_at_meeting", minutes, by=by, on=on.isoformat())


# --- checking ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def send_to_check(minutes, *, by):
    """Say the notes are written and ask for the check. The meeting must be over."""
    _check(rules.may_write(by, minutes))
    if not minutes.meeting.is_over:
        raise NotReady([_("Close the meeting first.")])
    _move(minutes, Minutes.State.CHECKING)
    audit.record("minutes.checking", minutes, by=by)
    return minutes


@transaction.atomic
def back_to_writing(minutes, *, by):
    """Send the notes back to be written again."""
    _check(rules.may_check(by, minutes))
    _move(minutes, Minutes.State.WRITING)
    audit.record("minutes.back_to_writing", minutes, by=by)
    return minutes


def _marked(minutes, key):
    """Return the finding with this key as it stands now; StaleState when the words have changed since."""
    for marked in checking.find(minutes):
        if marked.key == key:
            return marked
    raise StaleState


@transaction.atomic
def reword(minutes, key, *, by):
    """Put the suggested words in place of the passage a finding marks. Raises StaleState when the words moved on."""
    marked = _marked(minutes, key)
    if not marked.finding.suggestion:
        raise StaleState
    start, end = marked.finding.passage
    text = marked.place.text
    _write_place(minutes, marked.place.key, text[:start] + marked.finding.suggestion + text[end:], by)
    audit.record("finding.reworded", minutes, by=by, rule=marked.finding.rule, place=marked.place.key)


@transaction.atomic
def change_words(minutes, place_key, *, digest, text, by):
    """Replace the words of one place while checking. digest: of the text the page showed."""
    row, field = checking.row_of(minutes, place_key)
    if row is None or hashlib.sha256(getattr(row, field).encode()).hexdigest() != digest:
        raise StaleState
    limit = row._meta.get_field(field).max_length or POINT_LIMIT
    if len(text) > limit:
        raise ValidationError({"text": _("Please make this %(limit)s letters or fewer.") % {"limit": limit}})
    _write_place(minutes, place_key, text, by)


def _write_place(minutes, place_key, text, by):
    _check(rules.may_check(by, minutes))
    row, field = checking.row_of(minutes, place_key)
    if row is None:
        raise StaleState
    taken_notes = minutes.note_takers.filter(pk=by.pk).exists()
    _touch(minutes, by, checking_too=True)
    if not taken_notes:
        # Mending a word while checking does not make the checker somebody who took the notes.
        minutes.note_takers.remove(by)
    _keep(minutes, place_key.rpartition(":")[0], getattr(row, field))
    setattr(row, field, text)
    fields = [field]
    if hasattr(row, "version"):
        row.version += 1
        fields.append("version")
    row.save(update_fields=fields)


@transaction.atomic
def settle(minutes, key, *, by, reason, note=""):
    """Settle a finding without changing the words: "not that person" (OV3), or it can stay (OV4, with a reason).

    Raises PermissionDenied for what nobody may override or only a coordinator may; ValidationError without a reason.
    """
    _check(rules.may_check(by, minutes))
    marked = _marked(minutes, key)
    if reason in Settlement.NOT_THAT_PERSON:
        _check(marked.may_be_another_person)
    else:
        _check(marked.may_stay)
        if marked.finding.level == "block":
            _check(rules.may_issue(by, minutes))
        if not note.strip():
            raise ValidationError({"note": _("Say in one sentence why it can stay.")})
    finding, place = marked.finding, marked.place
    Settlement.objects.get_or_create(
        minutes=minutes,
        place=place.key,
        digest=place.digest,
        start=finding.start,
        end=finding.end,
        rule=finding.rule,
        defaults={"reason": reason, "note": note.strip(), "by": by},
    )
    audit.record(
        "finding.settled",
        minutes,
        by=by,
        rule=finding.rule,
        place=place.key,
        start=finding.start,
        end=finding.end,
        reason=reason,
    )


@transaction.atomic
def unsettle(minutes, settlement, *, by):
    """Take a settlement back."""
    _check(rules.may_check(by, minutes))
    audit.record("finding.unsettled", minutes, by=by, rule=settlement.rule, place=settlement.place)
    settlement.delete()


def missing(minutes):
    """Return what still keeps these notes from being signed, as plain sentences; empty when nothing does."""
    reasons = []
    stops = [m for m in checking.find(minutes) if m.stops]
    if stops:
        reasons.append(
            _("Things that must change: %(numbers)s.") % {"numbers": ", ".join(str(m.number) for m in stops)}
        )
    private = minutes.meeting.items.filter(record_rule=RecordRule.CONFIDENTIAL).values("pk")
    notes = minutes.consensus_notes.exclude(item__in=private).prefetch_related("views", "item")
    for note in notes:
        views = list(note.views.all())
        if any(v.place == View.Place.RAISED for v in views):
            reasons.append(_("In “%(item)s”, a view has no place yet.") % {"item": note.item.title})
        elif not views and not note.no_other_views:
            reasons.append(
                _("In “%(item)s”, say which other views there were, or that you asked and there were none.")
                % {"item": note.item.title}
            )
    asked = {o.item_id for o in minutes.outcomes.all() if o.no_other_views}
    agreed = minutes.points.filter(kind=Point.Kind.AGREED).exclude(item__in=private)
    with_views = {n.item_id for n in notes if n.views.all()}
    titles = dict.fromkeys(
        p.item.title for p in agreed.select_related("item") if p.item_id not in asked and p.item_id not in with_views
    )
    for title in titles:
        reasons.append(
            _("In “%(item)s”, say which other views there were, or that you asked and there were none.")
            % {"item": title}
        )
    if not (minutes.points.exists() or minutes.consensus_notes.exists() or minutes.actions.exists()):
        reasons.append(_("The notes are still empty."))
    if minutes.meeting.attendances.came().count() == 0:
        reasons.append(_("The register is empty. Write down who came, so that the check knows whom to look for."))
    return reasons


def listed_names(minutes):
    """Return the Names a copy may show under its rule: nothing of the register under the Chatham House Rule (RM7)."""
    meeting = minutes.meeting
    if document.file_rule(meeting, list(meeting.items.all())) == RecordRule.CHATHAM_HOUSE:
        return document.Names()
    rows = meeting.attendances
    yes = rows.filter(may_list=True)
    band = minutes.band or document.band(rows.came().count())
    return document.Names(
        attended=tuple(yes.came().values_list("called", flat=True)),
        apologies=tuple(yes.sent_apologies().values_list("called", flat=True)),
        band=band,
    )


def make_file(minutes, audience, *, draft=False, issued=None):
    """Return (document, pdf bytes) of one copy, read again after it was made (F14).

    Raises NotReady, saying where it stands, when the finished file holds anything of the register beyond the ledger.
    """
    built = document.build(minutes, audience, names=listed_names(minutes), draft=draft, issued=issued)
    try:
        pdf = files.pdf(built, apart=settings.PDF_APART)
    except RenderFailed as error:
        raise NotReady([_("The file could not be made: %(why)s. Please try again.") % {"why": error}]) from error
    known = checking.roster(minutes.meeting)
    problems = reread.reread(pdf, known, document=built, approved=checking.ledger(minutes, known))
    if problems:
        raise NotReady(dict.fromkeys(str(problem) for problem in problems))
    return built, pdf


def draft_file(minutes, audience, *, by):
    """Return (document, pdf) with DRAFT on every page, for those who run the group; it passes every check."""
    _check(rules.may_check(by, minutes))
    if reasons := missing(minutes):
        raise NotReady(reasons)
    return make_file(minutes, audience, draft=True)


def digest_of(minutes):
    """Return the SHA-256 of what both copies say of this meeting: not the version, nor which meeting comes next."""
    names = listed_names(minutes)
    said = []
    for audience in (document.GROUP, document.PUBLIC):
        copy = document.to_json(document.build(minutes, audience, names=names))
        said.append({k: v for k, v in copy.items() if k not in ("version", "file_stem", "next_meeting", "words")})
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def working_days_after(moment, days):
    """Return the end of the `days`-th working day (Monday to Friday) after `moment`, local time."""
    day = timezone.localtime(moment).date()
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=timezone.get_default_timezone())


def sign(minutes, *, by, revision, remark=""):
    """Sign the notes and send them round: participants get a link each and time to ask for a change.

    revision: the one the page showed. The files of both copies are made and read again first. A meeting entered
    afterwards has no window, because nothing is sent for it (LC5). Raises PermissionDenied for somebody who took the
    notes, NotReady with what is missing, StaleState when the words changed.
    """
    _check(rules.may_sign_off(by, minutes))
    if reasons := missing(minutes):
        raise NotReady(reasons)
    digest = digest_of(minutes)
    for audience in (document.GROUP, document.PUBLIC):
        make_file(minutes, audience)
    with transaction.atomic():
        now = timezone.now()
        afterwards = minutes.meeting.entered_afterwards
        ends = now if afterwards else working_days_after(now, minutes.meeting.group.window_days)
        names = listed_names(minutes)
        _move(
            minutes,
            Minutes.State.CIRCULATED,
            revision=revision,
            circulated_at=now,
            window_ends=ends,
            band=minutes.band or names.band,
        )
        if digest_of(minutes) != digest:
            raise StaleState
        SignOff.objects.create(minutes=minutes, revision=revision, digest=digest, by=by, remark=remark)
        audit.record("minutes.signed", minutes, by=by, revision=revision, digest=digest)
        if not afterwards:
            for attendance in minutes.meeting.attendances.came().reachable():
                outbox.put("look_at_notes", recipient=attendance, subject=minutes, slot=f"revision:{revision}")
    if afterwards:
        agree(minutes, by=by)
    return minutes


# --- asking for a change, issuing -------------------------------------------------------------------------------------


@transaction.atomic
def object_to(minutes, *, kind, text=""):
    """Ask for a change, without saying who asks. It stops the notes until it is settled. StaleState when out of time."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if minutes.state != Minutes.State.CIRCULATED:
        raise StaleState
    return Objection.objects.create(minutes=minutes, kind=kind, text=text)


@transaction.atomic
def answer_objection(objection, *, by, answer):
    """Settle what somebody asked for, saying in one sentence what was done."""
    _check(rules.may_issue(by, objection.minutes))
    if not answer.strip():
        raise ValidationError({"answer": _("Say in one sentence what you did.")})
    changed = Objection.objects.filter(pk=objection.pk, settled_at=None).update(
        settled_at=timezone.now(), answer=answer.strip()
    )
    if not changed:
        raise StaleState
    audit.record("objection.settled", objection, by=by)


def waiting(minutes):
    """Return what circulated minutes wait for before they can be agreed, as sentences; empty when nothing."""
    reasons = []
    if minutes.window_ends and timezone.now() < minutes.window_ends:
        reasons.append(_("People who were there can still ask for a change."))
    if minutes.objections.filter(settled_at=None).exists():
        reasons.append(_("Somebody asked for a change, and it is not settled yet."))
    if not _signed(minutes):
        reasons.append(_("Something changed after these notes were signed. Send them back and sign them again."))
    return reasons


def _issue(minutes, audience):
    """Make, read again and return the unsaved row of one issued copy."""
    issued = timezone.localdate()
    built, pdf = make_file(minutes, audience, issued=issued)
    return IssuedCopy(
        minutes=minutes,
        audience=audience,
        version=minutes.version,
        issued_on=issued,
        document=document.to_json(built),
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        file_name=files.file_name(built, "pdf"),
    )


def _signed(minutes):
    return minutes.sign_offs.filter(revision=minutes.revision, digest=digest_of(minutes)).exists()


def agree(minutes, *, by=None):
    """Issue the group copy when the window is closed and nothing is open. by: None for the sweep.

    Raises NotReady with what is waited for (also when the words are not those that were signed), StaleState when
    somebody else was quicker.
    """
    if by is not None:
        _check(rules.may_issue(by, minutes))
    if reasons := waiting(minutes):
        raise NotReady(reasons)
    copy = _issue(minutes, document.GROUP)
    with transaction.atomic():
        _move(minutes, Minutes.State.AGREED, revision=minutes.revision, agreed_at=timezone.now())
        copy.save(force_insert=True)
        audit.record("minutes.agreed", minutes, by=by, version=minutes.version, sha256=copy.sha256)
    return minutes


def why_not_public(minutes):
    """Return why the public copy waits, as sentences for the coordinator alone; empty when it does not (SN6)."""
    if minutes.meeting.attendances.came().count() < FEWEST_FOR_PUBLIC:
        return [
            _("Fewer than %(number)s people took part, so the public copy waits. The group copy is out.")
            % {"number": FEWEST_FOR_PUBLIC}
        ]
    return []


def publish(minutes, *, by):
    """Issue the public copy. Raises NotReady (SN6, F14), StaleState when the words are not those that were signed."""
    _check(rules.may_issue(by, minutes))
    if reasons := why_not_public(minutes):
        raise NotReady(reasons)
    if not _signed(minutes):
        raise StaleState
    copy = _issue(minutes, document.PUBLIC)
    with transaction.atomic():
        _move(minutes, Minutes.State.PUBLISHED, revision=minutes.revision, published_at=timezone.now())
        copy.save(force_insert=True)
        audit.record("minutes.published", minutes, by=by, version=minutes.version, sha256=copy.sha256)
    return minutes
