"""The outbox: every message once, to one person, never lost, whatever breaks on the way."""

import datetime as dt
import smtplib
import threading
import time

import pytest
import time_machine
from django.core import mail as sent_mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from coproduction import mail, outbox
from coproduction.models import Notice
from coproduction.tasks import sweep
from meetings import periodic
from meetings.models import Attendance
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State = Notice.State
NOON = dt.datetime(2031, 9, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def notice(meeting):
    """One message that waits: somebody has booked."""
    row = factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example")
    outbox.put("booked", recipient=row, subject=meeting, slot="1")
    return Notice.objects.get()


def fails_with(monkeypatch, *errors):
    """Let the mail server answer with these errors, one a message, and then take what comes."""
    left, send = list(errors), mail.send

    def sending(message, **options):
        if left:
            raise left.pop(0)
        send(message, **options)

    monkeypatch.setattr(outbox.mail, "send", sending)


# --- one row a message ------------------------------------------------------------------------------------------------
def test_the_same_message_planned_twice_is_one_row(notice, meeting):
    row = Attendance.objects.get()
    for _time in range(3):
        outbox.put("booked", recipient=row, subject=meeting, slot="1")
    outbox.put("booked", recipient=row, subject=meeting, slot="2")
    assert list(Notice.objects.order_by("pk").values_list("slot", flat=True)) == ["1", "2"]


def test_a_message_is_not_planned_when_its_fact_is_taken_back(meeting, db):
    from django.db import transaction

    row = factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.put("booked", recipient=row, subject=meeting)
        raise ZeroDivisionError
    assert Notice.objects.count() == 0


def test_a_message_is_sent_once_and_the_row_says_when(notice):
    counts = outbox.send_due()
    assert counts == {"sent": 1, "cancelled": 0, "retry": 0, "failed": 0, "left": 0}
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.reason) == (State.SENT, 1, "") and notice.sent
    assert outbox.send_due()["sent"] == 0
    assert len(sent_mail.outbox) == 1


def test_a_message_waits_for_its_time(notice):
    Notice.objects.update(not_before=timezone.now() + dt.timedelta(minutes=5))
    assert outbox.send_due()["sent"] == 0
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
        assert outbox.send_due()["sent"] == 1


@pytest.mark.parametrize(
    "change",
    [{"booking": "cancelled"}, {"booking": "apologies"}, {"email": ""}],
)
def test_somebody_who_dropped_out_meanwhile_gets_nothing(notice, change):
    Attendance.objects.update(**change)
    assert outbox.send_due() == {"sent": 0, "cancelled": 1, "retry": 0, "failed": 0, "left": 0}
    assert sent_mail.outbox == []


def test_somebody_who_was_erased_gets_nothing(notice):
    Attendance.objects.all().delete()
    assert outbox.send_due()["cancelled"] == 1 and sent_mail.outbox == []


# --- a mail server in trouble -----------------------------------------------------------------------------------------
REFUSED = "bev@people.example"
FOR_NOW = [
    smtplib.SMTPServerDisconnected("gone"), smtplib.SMTPConnectError(421, b"busy"), ConnectionRefusedError(), TimeoutError(),
    smtplib.SMTPSenderRefused(451, b"later", "notes@wendle.example"), smtplib.SMTPDataError(452, b"full"),
    smtplib.SMTPRecipientsRefused({REFUSED: (450, b"try again")}), smtplib.SMTPHeloError(432, b"later"), OSError("no route"),
]  # fmt: skip
FOR_GOOD = [
    smtplib.SMTPRecipientsRefused({REFUSED: (550, b"no such person")}), smtplib.SMTPDataError(554, b"no"),
    smtplib.SMTPSenderRefused(553, b"no", "notes@wendle.example"), smtplib.SMTPAuthenticationError(535, b"no"),
]  # fmt: skip


@pytest.mark.faults
@pytest.mark.parametrize("error", FOR_NOW, ids=lambda error: f"{type(error).__name__}")
def test_what_may_pass_is_tried_again(monkeypatch, notice, error):
    fails_with(monkeypatch, *[error] * (2 if isinstance(error, smtplib.SMTPServerDisconnected) else 1))
    assert outbox.send_due()["retry"] == 1
    notice.refresh_from_db()
    assert notice.state == State.RETRY and notice.not_before > timezone.now()
    assert REFUSED not in notice.reason
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert outbox.send_due()["sent"] == 1


@pytest.mark.faults
@pytest.mark.parametrize("error", FOR_GOOD, ids=lambda error: f"{type(error).__name__}")
def test_what_will_not_pass_is_not_tried_again_and_says_why_without_the_address(monkeypatch, notice, error):
    fails_with(monkeypatch, error)
    assert outbox.send_due()["failed"] == 1
    notice.refresh_from_db()
    assert notice.state == State.FAILED and type(error).__name__ in notice.reason and REFUSED not in notice.reason
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        assert outbox.send_due()["sent"] == 0


@pytest.mark.faults
def test_a_message_is_tried_again_at_growing_gaps_and_then_given_up(monkeypatch, notice):
    fails_with(monkeypatch, *[TimeoutError() for _time in range(20)])
    gaps = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _time in range(11):
            outbox.send_due()
            notice.refresh_from_db()
            gaps.append(round((notice.not_before - timezone.now()).total_seconds() / 60))
            clock.move_to(notice.not_before)
    assert gaps[:10] == [1, 5, 15, 60, 240, 240, 240, 240, 240, 240]  # a day
    assert (notice.state, notice.attempts) == (State.FAILED, 11)


@pytest.mark.faults
def test_one_bad_message_does_not_hold_up_the_others(monkeypatch, notice, meeting):
    for number in range(3):
        row = factories.attendance(meeting, f"Person {number}", booking="coming", email=f"p{number}@people.example")
        outbox.put("booked", recipient=row, subject=meeting)
    Notice.objects.filter(pk=notice.pk).update(kind="nobody-writes-this")
    assert outbox.send_due() == {"sent": 3, "cancelled": 0, "retry": 1, "failed": 0, "left": 0}


@pytest.mark.faults
def test_a_planner_that_breaks_does_not_hold_up_what_waits(notice, settings):
    settings.SWEEP_PLANNERS = ["tests.coproduction.test_outbox.breaks", *settings.SWEEP_PLANNERS]
    assert sweep()["sent"] == 1


def breaks():
    raise RuntimeError("a planner is broken")


@pytest.mark.privacy
def test_neither_the_row_nor_the_log_tells_who_a_failed_message_was_for(monkeypatch, notice, caplog):
    fails_with(monkeypatch, smtplib.SMTPRecipientsRefused({REFUSED: (450, b"bev@people.example is away")}))
    outbox.send_due()
    notice.refresh_from_db()
    assert caplog.text and "bev" not in caplog.text.lower() and "bev" not in notice.reason.lower()


# --- senders that die, and two at once --------------------------------------------------------------------------------
@pytest.mark.faults
def test_what_a_dead_sender_held_is_sent_again_after_its_lease_with_the_same_message_id(notice):
    outbox.send_due()
    first = sent_mail.outbox[0].extra_headers["Message-ID"]
    # The mail server said yes, and the sender died before it could write that down.
    Notice.objects.update(state=State.CLAIMED, lease_until=timezone.now() + outbox.LEASE, claim="dead", sent=None)
    assert outbox.send_due()["sent"] == 0
    with time_machine.travel(timezone.now() + outbox.LEASE + dt.timedelta(seconds=1)):
        assert outbox.send_due()["sent"] == 1
    assert [message.extra_headers["Message-ID"] for message in sent_mail.outbox] == [first, first]
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.SENT, 2)


@pytest.mark.faults
def test_a_sender_whose_lease_ran_out_cannot_overwrite_what_another_wrote(monkeypatch, notice):
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slow(message, **options):
            monkeypatch.setattr(outbox.mail, "send", lambda message, **options: None)
            clock.shift(outbox.LEASE * 2)
            assert outbox.send_due()["sent"] == 1  # another sender, meanwhile
            raise TimeoutError

        monkeypatch.setattr(outbox.mail, "send", slow)
        outbox.send_due()
    notice.refresh_from_db()
    assert notice.state == State.SENT


@pytest.mark.faults
def test_the_lease_of_a_message_begins_when_its_turn_comes(monkeypatch, notice, meeting):
    """With many messages and a slow server a sweep takes long; its last ones must not look abandoned at once."""
    row = factories.attendance(meeting, "Nia", booking="coming", email="nia@people.example")
    outbox.put("booked", recipient=row, subject=meeting)
    sent = []
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slow(message, **options):
            sent.append(message.to)
            clock.shift(outbox.LEASE * 0.9)
            if len(sent) == 2:
                assert outbox.send_due()["sent"] == 0

        monkeypatch.setattr(outbox.mail, "send", slow)
        outbox.send_due()
    assert sent == ["bev@people.example", "nia@people.example"]


@pytest.fixture
def many(committed, monkeypatch):  # noqa: F811
    """Ten messages that wait, and what a slow server has taken: the addresses, in the order they came."""
    monkeypatch.setattr(outbox, "look_now", lambda: None)
    group, person = factories.group(), factories.person("Tomasz")
    factories.membership(group, person, "facilitator")
    meeting = factories.meeting(group, person)
    for number in range(10):
        row = factories.attendance(meeting, f"Person {number}", booking="coming", email=f"p{number}@people.example")
        outbox.put("booked", recipient=row, subject=meeting)
    taken, lock = [], threading.Lock()

    def slow(message, **options):
        time.sleep(0.02)
        with lock:
            taken.append(message.to)

    monkeypatch.setattr(outbox.mail, "send", slow)
    return taken


@pytest.mark.faults
def test_several_senders_at_once_send_everything_once(many):
    counts = at_once(*[outbox.send_due] * 4)
    assert sorted(many) == sorted(f"p{number}@people.example" for number in range(10))
    assert sum(count["sent"] for count in counts) == 10
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.faults
def test_senders_that_do_not_claim_would_send_twice(many, monkeypatch):
    monkeypatch.setattr(outbox, "_claim", lambda notice, *now: "mine")
    at_once(*[outbox.send_due] * 4)
    assert len(many) > len(set(many)) == 10


@pytest.mark.faults
def test_several_planners_at_once_plan_every_reminder_once(many, monkeypatch):
    Notice.objects.all().delete()
    with time_machine.travel(factories.moment(9, 18) + dt.timedelta(minutes=1), tick=True):
        at_once(*[periodic.plan_reminders] * 4)
    assert Notice.objects.filter(kind="reminder").count() == 10


@pytest.mark.faults
def test_planners_that_look_before_they_insert_would_plan_twice(many, monkeypatch):
    Notice.objects.all().delete()

    def look_then_insert(kind, *, recipients, subject, slot, **more):
        for recipient in recipients:
            facts = {"kind": kind, "recipient": recipient, "subject": outbox.key(subject)}
            if not Notice.objects.filter(**facts).exists():
                time.sleep(0.05)
                Notice.objects.create(**facts, slot=f"{time.perf_counter_ns()}")

    monkeypatch.setattr(outbox, "put_each", look_then_insert)
    with time_machine.travel(factories.moment(9, 18) + dt.timedelta(minutes=1), tick=True):
        at_once(*[periodic.plan_reminders] * 4)
    assert Notice.objects.filter(kind="reminder").count() > 10


# --- the queue ------------------------------------------------------------------------------------------------------
@pytest.mark.faults
@pytest.mark.parametrize("error", [ConnectionRefusedError, TimeoutError, RuntimeError])
def test_a_queue_that_is_down_fails_no_page_and_loses_no_message(
    client, meeting, monkeypatch, error, django_capture_on_commit_callbacks
):
    def down(*arguments, **options):
        raise error("the queue is down")

    monkeypatch.setattr(sweep, "apply_async", down)
    form = {"step": "3", "called": "Bev", "reach": "email", "email": "bev@people.example"}
    form["request_key"] = "0b6c4d7e-2f5c-4c8e-9a35-3c2f9a6f7c11"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{meeting.get_absolute_url()}book/", form)
    assert answer.status_code == 302 and Attendance.objects.get().booking == "coming"
    assert outbox.send_due()["sent"] == 1


# --- the command ------------------------------------------------------------------------------------------------------
def run(capsys):
    """Return (exit code, what it said)."""
    try:
        call_command("send_due")
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_send_due_says_in_words_what_it_did_and_1_when_there_was_nothing(notice, capsys, monkeypatch):
    assert run(capsys) == (0, "sent 1, no longer true 0, to be tried again 0, failed 0, left 0\n")
    assert run(capsys) == (1, "sent 0, no longer true 0, to be tried again 0, failed 0, left 0\n")


@pytest.mark.faults
def test_send_due_says_what_failed(notice, meeting, capsys, monkeypatch):
    row = factories.attendance(meeting, "Nia", booking="coming", email="nia@people.example")
    outbox.put("booked", recipient=row, subject=meeting)
    fails_with(monkeypatch, smtplib.SMTPDataError(554, b"no"), TimeoutError())
    assert run(capsys) == (0, "sent 0, no longer true 0, to be tried again 1, failed 1, left 0\n")


def test_send_due_plans_what_has_come_due_too(meeting, capsys):
    created = timezone.now() - dt.timedelta(days=30)
    factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example", created=created)
    with time_machine.travel(meeting.starts - dt.timedelta(days=7) + dt.timedelta(minutes=1), tick=False):
        assert run(capsys)[1].startswith("sent 1,")
    assert [message.to for message in sent_mail.outbox] == [["bev@people.example"]]


def test_both_databases_are_the_ones_meant():
    assert connection.vendor in ("sqlite", "postgresql")
