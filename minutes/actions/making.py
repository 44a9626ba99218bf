"""Asking for a step whose files take a while, and carrying it out in a worker.

The row says what is asked for; Celery only carries "look now". A worker takes a row by one conditional update and a
lease, so that two never make the same files, and what a worker left behind when it died is taken up again.
"""

import datetime as dt
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.access import StaleState
from coproduction.models import new_nonce
from coproduction.tasks import look_soon

from .. import document, files, rules
from ..models import Making, Minutes
from .checks import missing
from .issuing import FORMATS, TRIED, agree, draft_file, publish, sign, waiting, why_not_public
from .steps import NotReady, allow

LEASE = dt.timedelta(minutes=5)
MOST_TRIES = 3
WORKER = "minutes.periodic.make_what_was_asked_for"
Step = Making.Step

MAY = {
    Step.SIGN: rules.may_sign_off,
    Step.AGREE: rules.may_issue,
    Step.PUBLISH: rules.may_issue,
    Step.DRAFT_GROUP: rules.may_check,
    Step.DRAFT_PUBLIC: rules.may_check,
}
STANDS_IN_THE_WAY = {
    Step.SIGN: missing,
    Step.AGREE: waiting,
    Step.PUBLISH: why_not_public,
    Step.DRAFT_GROUP: missing,
    Step.DRAFT_PUBLIC: missing,
}
"""What can be said at once; what only the finished file shows is said when it is made."""
FROM = {Step.SIGN: Minutes.State.CHECKING, Step.AGREE: Minutes.State.CIRCULATED, Step.PUBLISH: Minutes.State.AGREED}


def _files_needed(minutes, step):
    signing = 2 * len(TRIED) + (len(FORMATS) if minutes.meeting.entered_afterwards else 0)
    return {Step.SIGN: signing, Step.AGREE: len(FORMATS), Step.PUBLISH: len(FORMATS)}.get(step, 1)


def ask(minutes, step, *, by=None, revision=None, remark=""):
    """Ask for a step and return its Making; asked twice, it is the same one. by: None when it came due by itself.

    revision: the one the page showed. Raises PermissionDenied, NotReady with what stands in the way, StaleState when
    the words changed or the step was taken already.
    """
    if by is not None:
        allow(MAY[step](by, minutes))
    if before := minutes.makings.open().filter(step=step).first():
        return before
    if step in FROM and minutes.state != FROM[step] or revision not in (None, minutes.revision):
        raise StaleState
    if reasons := STANDS_IN_THE_WAY[step](minutes):
        raise NotReady(reasons)
    try:
        with transaction.atomic():
            minutes.makings.filter(step=step).exclude(ended=None).delete()
            making = minutes.makings.create(
                step=step,
                by=by,
                revision=minutes.revision,
                remark=remark,
                files_needed=_files_needed(minutes, step),
            )
            transaction.on_commit(partial(look_soon, WORKER))
    except IntegrityError:  # somebody pressed the same button at the same moment
        return minutes.makings.open().get(step=step)
    return making


def carry_out(making):
    """Take a making that nobody has in hand, do its step and write down what came of it. False when it was taken."""
    now, claim = timezone.now(), new_nonce()
    mine = Making.objects.filter(pk=making.pk, claim=claim, ended=None)
    free = Making.objects.free(now).filter(pk=making.pk)
    if not free.update(claim=claim, lease_until=now + LEASE, tries=F("tries") + 1, files_made=0):
        return False
    making = mine.select_related("minutes__meeting__group", "by").get()
    reasons, content = [], None
    try:
        if making.tries > MOST_TRIES:
            raise NotReady([_("The files could not be made, although we tried several times. Please try again later.")])
        content = _do(making, made_one=lambda: mine.update(files_made=F("files_made") + 1))
    except NotReady as error:
        reasons = list(error.reasons)
    except PermissionDenied:
        reasons = [_("Whoever asked for this may not do it any more.")]
    except StaleState:
        if not _is_there_already(making):
            reasons = [_("The notes were changed while the files were made. Please look at them again.")]
    mine.update(ended=timezone.now(), reasons=reasons, content=content)
    return True


def _do(making, made_one):
    minutes, by = making.minutes, making.by
    if making.is_draft:
        return draft_file(minutes, making.audience, by=by, made_one=made_one)
    if minutes.revision != making.revision:
        raise StaleState
    if making.step == Step.SIGN:
        sign(minutes, by=by, revision=making.revision, remark=making.remark, made_one=made_one)
    elif making.step == Step.AGREE:
        agree(minutes, by=by, made_one=made_one)
    else:
        publish(minutes, by=by, made_one=made_one)
    return None


def _is_there_already(making):
    """Did a worker that took too long reach it after all, before this one?"""
    minutes = Minutes.objects.get(pk=making.minutes_id)
    if minutes.revision != making.revision:
        return False
    if making.step == Step.SIGN:
        return minutes.sign_offs.filter(revision=making.revision).exists()
    return minutes.copies.in_reach().filter(audience=making.audience, version=minutes.version).exists()


def draft_of(minutes, audience):
    """Return the finished draft of these very words as bytes, or None when none was made."""
    drafts = minutes.makings.filter(step=f"draft-{audience}", revision=minutes.revision).exclude(content=None)
    row = drafts.first()
    return bytes(row.content) if row else None


def draft_name(minutes, audience):
    """Return the file name of a draft (F2)."""
    return files.file_name(document.build(minutes, audience, draft=True))
