"""Signing, sending round, and issuing copies. Every finished file is read again before a row says that it exists."""

import hashlib
import json
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction import audit, outbox
from coproduction.access import StaleState
from coproduction.models import Person
from coproduction.pdf import RenderFailed
from coproduction.working_days import working_days_after
from groups.models import Membership, RecordRule
from meetings.membership import by_coming

from .. import checking, consents, document, files, reread, rules
from ..models import IssuedCopy, IssuedFile, Minutes, Objection, SignOff
from . import telling
from .checks import missing
from .reporting import say_no_more_than
from .steps import NotReady, allow, move, reopen, write_down

FORMATS = IssuedFile.Format.values
TRIED = ["pdf", "docx", "txt", "json"]
"""Made once before the signature; large print is drawn from the same page, and drawing takes long."""
FEWEST_FOR_PUBLIC = 5
"""With fewer participants the public copy waits (SN6)."""

ASKED = gettext_lazy("Somebody asked for a change, and it is not settled yet.")
LATER = {"version", "file_stem", "next_meeting", "words", "agreed_by_meeting", "checked"}
"""Fields of a document that may change after the signature."""


def listed_names(minutes):
    """Return the Names a copy may show under its rule: under the Chatham House Rule only who said yes (RM7, OV1)."""
    meeting = minutes.meeting
    leads, presenters = consents.names(minutes)
    if document.file_rule(meeting, list(meeting.items.all())) == RecordRule.CHATHAM_HOUSE:
        return document.Names(leads=leads, presenters=presenters)
    rows = meeting.attendances
    yes = rows.filter(may_list=True)
    band = minutes.band or document.band(rows.came().count())
    return document.Names(
        attended=tuple(yes.came().values_list("called", flat=True)),
        apologies=tuple(yes.sent_apologies().values_list("called", flat=True)),
        band=band,
        leads=leads,
        presenters=presenters,
    )


def _nothing():
    """Nobody watches."""


def make_files(minutes, audience, *, formats=FORMATS, draft=False, issued=None, made_one=_nothing):
    """Return (document, {format: bytes}) of one copy, each file read again after it was made (F14).

    made_one: called after each file. Raises NotReady, saying where it stands, when a finished file holds anything of
    the register beyond the ledger.
    """
    built = document.build(minutes, audience, names=listed_names(minutes), draft=draft, issued=issued)
    made = {}
    try:
        for format in formats:
            made[format] = files.make(built, format, apart=settings.PDF_APART)
            made_one()
    except RenderFailed as error:
        raise NotReady([_("The file could not be made: %(why)s. Please try again.") % {"why": error}]) from error
    known = checking.roster(minutes.meeting)
    named = consents.allowed(minutes, audience)
    problems = reread.reread_all(made, known, document=built, approved=checking.ledger(minutes, known), named=named)
    if problems:
        raise NotReady(dict.fromkeys(str(problem) for problem in problems))
    return built, made


def draft_file(minutes, audience, *, by, made_one=_nothing):
    """Return a PDF with DRAFT on every page, for those who run the group; it passes every check."""
    allow(rules.may_check(by, minutes))
    if reasons := missing(minutes):
        raise NotReady(reasons)
    return make_files(minutes, audience, formats=["pdf"], draft=True, made_one=made_one)[1]["pdf"]


def digest_of(minutes):
    """Return the SHA-256 of what both copies say of this meeting, and of what was settled in them.

    Not the version, nor what comes later: which meeting is next, and that it agreed these notes (LC3, no gate).
    """
    names = listed_names(minutes)
    said = []
    for audience in (document.GROUP, document.PUBLIC):
        copy = document.to_json(document.build(minutes, audience, names=names))
        said.append({k: v for k, v in copy.items() if k not in LATER})
    settled = checking.settlements(minutes)
    said += sorted([s.place, s.digest, s.start, s.end, s.rule, s.reason] for s in settled)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def sign(minutes, *, by, revision, remark="", made_one=_nothing):
    """Sign the notes and send them round: participants get a link each and time to ask for a change.

    revision: the one the page showed. The files of both copies are made and read again first. A meeting entered
    afterwards has no window, because nothing is sent for it (LC5). Raises PermissionDenied for somebody who took the
    notes, NotReady with what is missing, StaleState when the words changed.
    """
    allow(rules.may_sign_off(by, minutes))
    if reasons := missing(minutes):
        raise NotReady(reasons)
    digest = digest_of(minutes)
    for audience in (document.GROUP, document.PUBLIC):
        make_files(minutes, audience, formats=TRIED, made_one=made_one)
    with transaction.atomic():
        now = timezone.now()
        afterwards = minutes.meeting.entered_afterwards
        ends = now if afterwards else working_days_after(now, minutes.meeting.group.window_days)
        names = listed_names(minutes)
        move(
            minutes,
            Minutes.State.CIRCULATED,
            revision=revision,
            circulated_at=now,
            window_ends=ends,
            band=minutes.band or names.band,
        )
        if digest_of(minutes) != digest:
            raise StaleState
        alone = minutes.note_takers.filter(pk=by.pk).exists()
        SignOff.objects.create(minutes=minutes, revision=revision, digest=digest, by=by, remark=remark, alone=alone)
        write_down("minutes.signed", minutes, by=by, revision=revision, digest=digest)
        if not afterwards:
            for attendance in minutes.meeting.attendances.came().reachable():
                outbox.put("look_at_notes", recipient=attendance, subject=minutes, slot=f"revision:{revision}")
    if afterwards:
        agree(minutes, by=by, made_one=made_one)
    return minutes


@transaction.atomic
def object_to(minutes, *, kind, text="", key=None):
    """Ask for a change, without saying who asks. Coordinators are told; nothing goes out until it is settled.

    Late is better than never: it can be asked for as long as the notes are not withdrawn (then StaleState).
    """
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if minutes.state == Minutes.State.WITHDRAWN:
        raise StaleState
    key = key or uuid.uuid4()  # the same key twice is one request
    fields = {"minutes": minutes, "kind": kind, "text": text}
    objection, asked = Objection.objects.get_or_create(pk=key, defaults=fields)
    if asked:
        people = Membership.objects.current().filter(group=minutes.meeting.group, role=Membership.Role.COORDINATOR)
        for membership in people.select_related("person"):
            outbox.put("change_asked", recipient=membership.person, subject=minutes, slot=f"asked:{objection.pk.hex}")
    return objection


@transaction.atomic
def answer_objection(objection, *, by, answer):
    """Settle what somebody asked for, saying in one sentence what was done."""
    allow(rules.may_issue(by, objection.minutes))
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
        reasons.append(ASKED)
    if not _signed(minutes):
        since = minutes.circulated_at
        named, quoted = minutes.consents.filter(ended__gte=since), minutes.settlements.filter(taken_back__gte=since)
        reasons.append(
            _("Somebody took back their yes. Send the notes back and sign them again.")
            if named.exists() or quoted.exists()
            else _("Something changed after these notes were signed. Send them back and sign them again.")
        )
    return reasons


def _issue(minutes, audience, made_one):
    """Make, read again and return the unsaved rows of one issued copy: (copy, its files)."""
    issued = timezone.localdate()
    built, made = make_files(minutes, audience, issued=issued, made_one=made_one)
    copy = IssuedCopy(
        minutes=minutes,
        audience=audience,
        version=minutes.version,
        issued_on=issued,
        document=document.to_json(built),
        **document.found_by(built),
    )
    return copy, [
        IssuedFile(
            copy=copy,
            format=format,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            file_name=files.file_name(built, format),
        )
        for format, content in made.items()
    ]


def _signed(minutes):
    return minutes.sign_offs.filter(revision=minutes.revision, digest=digest_of(minutes)).exists()


def agree(minutes, *, by=None, made_one=_nothing):
    """Issue the group copy when the window is closed and nothing is open. by: None for the sweep.

    Raises NotReady with what is waited for (also when the words are not those that were signed), StaleState when
    somebody else was quicker.
    """
    if by is not None:
        allow(rules.may_issue(by, minutes))
    if reasons := waiting(minutes):
        raise NotReady(reasons)
    copy, made = _issue(minutes, document.GROUP, made_one)
    with transaction.atomic():
        move(minutes, Minutes.State.AGREED, revision=minutes.revision, agreed_at=timezone.now())
        _put_out(copy, made)
        write_down(
            "minutes.agreed", minutes, by=by, audience=copy.audience, version=minutes.version, sha256=_hashes(made)
        )
        telling.tell("notes_ready", minutes, members_of(minutes.meeting.group))
    return minutes


def _put_out(copy, made):
    """Keep a new copy with its files and take the earlier ones for the same readers back.

    Somebody may have asked for a change while the files were made: then nothing of it stands (NotReady).
    """
    if copy.minutes.objections.filter(settled_at=None).exists():
        raise NotReady([ASKED])
    earlier = IssuedCopy.objects.in_reach().filter(minutes=copy.minutes, audience=copy.audience)
    earlier.update(taken_back=timezone.now())
    copy.save(force_insert=True)
    IssuedFile.objects.bulk_create(made)


def _hashes(made):
    return {file.format: file.sha256 for file in made}


def members_of(group):
    """Return everybody the group copy is for and who can be written to: by a role, or by coming to meetings."""
    by_role = Membership.objects.current().filter(group=group).values("person")
    people = Person.objects.filter(Q(pk__in=by_role) | Q(pk__in=by_coming(group).values("pk")))
    return people.exclude(email=None).filter(is_active=True)


def why_not_public(minutes):
    """Return why the public copy waits, as sentences for the coordinator alone; empty when it does not (SN6)."""
    if minutes.objections.filter(settled_at=None).exists():
        return [ASKED]
    if minutes.meeting.attendances.came().count() < FEWEST_FOR_PUBLIC:
        return [
            _("Fewer than %(number)s people took part, so the public copy waits. The group copy is out.")
            % {"number": FEWEST_FOR_PUBLIC}
        ]
    return []


def publish(minutes, *, by, made_one=_nothing):
    """Issue the public copy. Raises NotReady (SN6, F14), StaleState when the words are not those that were signed."""
    allow(rules.may_issue(by, minutes))
    if reasons := why_not_public(minutes):
        raise NotReady(reasons)
    if not _signed(minutes):
        raise StaleState
    copy, made = _issue(minutes, document.PUBLIC, made_one)
    with transaction.atomic():
        move(minutes, Minutes.State.PUBLISHED, revision=minutes.revision, published_at=timezone.now())
        _put_out(copy, made)
        write_down(
            "minutes.published", minutes, by=by, audience=copy.audience, version=minutes.version, sha256=_hashes(made)
        )
        telling.tell("notes_public", minutes, members_of(minutes.meeting.group))
    return minutes


# --- afterwards -------------------------------------------------------------------------------------------------------


@transaction.atomic
def correct(minutes, *, by, kind):
    """Open public minutes for a new version that says what kind of thing changed, never what it was (LC4).

    kind: a Minutes.Correction. The public copy stays in reach until the new one is out, but for somebody who could be
    recognised: then it is taken back at once. Raises StaleState unless the minutes are public.
    """
    allow(rules.may_issue(by, minutes))
    if minutes.state != Minutes.State.PUBLISHED:
        raise StaleState
    reopen(minutes, correction=kind, version=F("version") + 1)
    say_no_more_than(minutes)
    if kind == Minutes.Correction.PERSON:
        IssuedCopy.objects.in_reach().filter(minutes=minutes).update(taken_back=timezone.now())
    audit.record("minutes.correcting", minutes, by=by, kind=kind, version=minutes.version)
    return minutes


@transaction.atomic
def withdraw(minutes, *, by):
    """Take all copies back for good (LC4). Those who were told of them are asked to delete what they have."""
    allow(rules.may_issue(by, minutes))
    move(minutes, Minutes.State.WITHDRAWN, withdrawn_at=timezone.now())
    say_no_more_than(minutes)
    IssuedCopy.objects.in_reach().filter(minutes=minutes).update(taken_back=timezone.now())
    telling.ask_to_delete(minutes)
    audit.record("minutes.withdrawn", minutes, by=by, version=minutes.version)
    return minutes
