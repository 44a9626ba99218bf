"""The outbox: a notice is written beside its fact, claimed by one conditional update, sent, and closed by its claim.

Promise: never lost, and no repeat but one message when a sender dies between the mail server's yes and our commit,
with the same Message-ID. Exactly once over SMTP does not exist.
"""

import logging
import smtplib
import time
from contextlib import suppress
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from . import mail
from .models import Notice, new_nonce
from .smtp import Uncertain

LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
"""How long after each try the next one comes; the last of them again and again."""
TRIES = 10
"""Then a day is over, and the message is given up."""
PERHAPS = "perhaps taken"
BATCH = 100
SWEEP_SECONDS = 50
LOST_IN_A_ROW = 3
"""After so many messages over which the connection was lost, a sweep leaves the rest to the next."""
log = logging.getLogger(__name__)
_writers = {}


def writes(kind):
    """Register the function that writes notices of `kind`.

    It gets the notice, looks at the world as it is now, and returns a mail.Message, or None when the fact is no
    longer true (the notice is then cancelled, nothing is sent).
    """

    def register(function):
        _writers[kind] = function
        return function

    return register


def key(row):
    """Return the text key of a row, like meeting:3."""
    return f"{row._meta.model_name}:{row.pk}"


def pk_of(text):
    """Return the number in a text key."""
    return int(text.rpartition(":")[2])


def keys(rows):
    """Return the text keys of a queryset, reading nothing but their numbers."""
    return [f"{rows.model._meta.model_name}:{pk}" for pk in rows.values_list("pk", flat=True)]


def put(kind, *, recipient, subject, slot="", not_before=None):
    """Plan one message in the caller's transaction; a second call for the same slot does nothing."""
    put_each(kind, recipients=[key(recipient)], subject=subject, slot=slot, not_before=not_before)


def put_each(kind, *, recipients, subject, slot="", not_before=None):
    """Plan a message of its own for each of `recipients`, given as text keys, in few queries however many they are."""
    _plan(kind, [(recipient, key(subject)) for recipient in recipients], slot, not_before or timezone.now())


def put_own(kind, *, recipients, slot):
    """Likewise, of messages about nothing but whoever gets them."""
    _plan(kind, [(recipient, recipient) for recipient in recipients], slot, timezone.now())


def _plan(kind, pairs, slot, when):
    rows = [
        Notice(kind=kind, recipient=recipient, subject=subject, slot=slot, not_before=when)
        for recipient, subject in pairs
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(look_now)


def look_now():
    """Ask a worker to look at the outbox soon. The sweep would find the notice anyway, up to a minute later."""
    from .tasks import sweep  # the task imports this module

    try:
        sweep.apply_async(retry=False)
    except Exception:  # a queue that is down or full must not fail the page; the sweep every minute finds the row
        log.warning("The queue cannot be reached; messages wait for the next sweep.")


def _claim(notice):
    now, claim = timezone.now(), new_nonce()  # a long sweep must not hand out leases that have run out already
    claimed = (
        Notice.objects.due(now)
        .filter(pk=notice.pk)
        .update(state=Notice.State.CLAIMED, claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return claim if claimed else None


def _close(notice, claim, **fields):
    return Notice.objects.filter(pk=notice.pk, claim=claim, state=Notice.State.CLAIMED).update(**fields)


def _after_failure(notice, error):
    """Return the state after a refused message: 4xx and lost connections are tried again, 5xx are not.

    What was handed over without a yes may have arrived: it is sent once more, with the same Message-ID, and then shown.
    """
    if isinstance(error, Uncertain) and notice.reason.startswith(PERHAPS):
        return {"state": Notice.State.UNCERTAIN}
    if isinstance(error, Uncertain):
        return {"state": Notice.State.RETRY, "not_before": timezone.now() + LEASE, "reason": PERHAPS}
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    else:
        code = getattr(error, "smtp_code", 0)
    attempt = notice.attempts  # as it was before this try
    if 500 <= code < 600 or attempt >= TRIES:
        return {"state": Notice.State.FAILED, "reason": f"{type(error).__name__} {code or ''}".strip()}
    return {
        "state": Notice.State.RETRY,
        "not_before": timezone.now() + RETRY_AFTER[min(attempt, len(RETRY_AFTER) - 1)],
        "reason": notice.reason if notice.reason.startswith(PERHAPS) else type(error).__name__,
    }


def _hand_over(message, notice, connection):
    """Send over an open connection. One that the server closed since the last message is opened anew, once."""
    try:
        mail.send(message, message_id=notice.nonce, connection=connection)
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error, Uncertain):
            raise
        connection.close()
        connection.open()
        mail.send(message, message_id=notice.nonce, connection=connection)


def _send(notice, claim, connection):
    """Write and send one message. Returns what became of it, and whether the connection was lost over it."""
    try:
        message = _writers[notice.kind](notice)
        if message is None:
            _close(notice, claim, state=Notice.State.CANCELLED)
            return "cancelled", False
        _hand_over(message, notice, connection)
    except Exception as error:  # one bad message must not hold up the others; the row keeps what went wrong
        log.warning("A message of kind %s was not sent: %s", notice.kind, type(error).__name__)
        after = _after_failure(notice, error)
        _close(notice, claim, **after)
        is_lost = isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError))
        return "retry" if after["state"] == Notice.State.RETRY else "failed", is_lost
    _close(notice, claim, state=Notice.State.SENT, sent=timezone.now(), reason="")
    return "sent", False


def send_due(limit=None):
    """Send what is due now and return counts, like {"sent": 3, "cancelled": 1, "retry": 0, "failed": 0, "left": 0}.

    Goes on while more is due, for less than the minute after which the next sweep begins. limit: at most so many.
    """
    counts = dict.fromkeys(["sent", "cancelled", "retry", "failed"], 0)
    connection = get_connection()
    try:
        _send_all(connection, counts, limit)
    finally:
        with suppress(OSError):  # a server that is gone cannot be said goodbye to; smtplib's errors are among these
            connection.close()
    counts["left"] = Notice.objects.due(timezone.now()).count()
    return counts


def _send_all(connection, counts, limit):
    end, lost = time.monotonic() + SWEEP_SECONDS, 0
    waiting = list(Notice.objects.due(timezone.now()).order_by("not_before", "pk").values_list("pk", flat=True)[:limit])
    for start in range(0, len(waiting), BATCH):
        due = Notice.objects.due(timezone.now()).filter(pk__in=waiting[start : start + BATCH])
        for notice in due.order_by("not_before", "pk"):
            try:
                connection.open()  # once, before any is claimed: a server that is gone uses up no tries
            except OSError as error:
                log.error("The mail server cannot be reached (%s); messages wait.", type(error).__name__)
                return
            if claim := _claim(notice):
                outcome, is_lost = _send(notice, claim, connection)
                counts[outcome] += 1
                lost = lost + 1 if is_lost else 0
            if lost == LOST_IN_A_ROW or time.monotonic() > end:
                return


def not_arrived(subject):
    """Return the text keys of those whom a message about `subject` did not reach, or perhaps not: a person should know.

    What was refused for good, what may have been taken twice over, and what has waited for a day.
    """
    ended = Q(state__in=[Notice.State.FAILED, Notice.State.UNCERTAIN])
    tried = Q(state=Notice.State.RETRY, created__lt=timezone.now() - timedelta(days=1))
    stuck = Q(state=Notice.State.PLANNED, not_before__lt=timezone.now() - timedelta(days=1))
    found = Notice.objects.filter(ended | tried | stuck, subject=key(subject))
    return set(found.values_list("recipient", flat=True))


def withdraw(*, subject, recipient=None, kinds=None):
    """Cancel what is planned about `subject` (and for `recipient`, of `kinds`, when given)."""
    waiting = Notice.objects.filter(subject=key(subject), state__in=[Notice.State.PLANNED, Notice.State.RETRY])
    if recipient is not None:
        waiting = waiting.filter(recipient=key(recipient))
    if kinds is not None:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state=Notice.State.CANCELLED)


def plan_again(*, subject, recipient, kinds):
    """Let what was withdrawn or found to be untrue be looked at once more: the facts are as they were again."""
    again = Notice.objects.filter(
        subject=key(subject), recipient=key(recipient), kind__in=kinds, state=Notice.State.CANCELLED
    )
    if again.update(state=Notice.State.PLANNED):
        transaction.on_commit(look_now)


def newer_waits(notice):
    """Is there a later notice of the same kind to the same person about the same thing? It will say what is true."""
    waiting = Notice.objects.filter(state__in=[Notice.State.PLANNED, Notice.State.RETRY], pk__gt=notice.pk)
    return waiting.filter(kind=notice.kind, recipient=notice.recipient, subject=notice.subject).exists()
