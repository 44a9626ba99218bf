"""Reminders in any order of things: moving, calling off, dropping out, stopping, claiming, sending, dying and time going by.

What is held: no message tells of what was not so when it was written, and none leaves twice but after its sender died.
"""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coproduction import outbox
from coproduction.models import Notice, Reminder
from groups.models import Group
from meetings import actions, emails, periodic, reminding
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.test_reminders import at

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.once]
START = "2031-09-10 18:00"
CAREFUL = dict(outbox._writers)


class Reminders(RuleBasedStateMachine):
    """Three people, one meeting, and senders that may stop between any two of their steps."""

    writers = CAREFUL

    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock = time_machine.travel(at("2031-09-03 18:30"), tick=False)
        self.time = self.clock.start()
        self.group, self.person = factories.group(), factories.person("Tomasz")
        factories.membership(self.group, self.person, "facilitator", start=dt.date(2020, 1, 1))
        Group.objects.update(reminders=list(Reminder.values))
        self.meeting = factories.meeting(self.group, self.person, starts=at(START))
        for number in range(3):
            factories.attendance(
                self.meeting, f"Bev {number}", booking="coming", email=f"p{number}@people.example",
                created=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            )  # fmt: skip
        self.held, self.letters, self.deaths = [], Counter(), 0
        periodic.plan_reminders()  # a week before

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def now(self):
        self.meeting.refresh_from_db()
        return self.meeting

    def row(self, which):
        return self.meeting.attendances.order_by("pk")[which]

    # --- what people do
    @rule(hours=st.sampled_from([1, 5, 24, 60, 160]))
    def time_goes_by(self, hours):
        self.time.shift(dt.timedelta(hours=hours))
        self.held.clear()  # nobody sends for as long as that: a claim is good for five minutes, a call for seconds

    @precondition(lambda self: self.now().takes_bookings and not self.meeting.has_begun)
    @rule(days=st.integers(-2, 9), hour=st.sampled_from([9, 18, 22]))
    def moves(self, days, hour):
        starts = self.meeting.starts.astimezone(self.meeting.local_start.tzinfo) + dt.timedelta(days=days)
        starts = starts.replace(hour=hour)
        facts = {name: getattr(self.meeting, name) for name in ("theme", "who_for", "mode", "venue", "town")}
        if starts > dt.datetime.now(dt.UTC):
            actions.change(self.meeting, by=self.person, starts=starts, ends=starts + dt.timedelta(hours=2), **facts)

    @precondition(lambda self: self.now().takes_bookings and not self.meeting.has_begun)
    @rule()
    def is_called_off(self):
        actions.cancel(self.meeting, by=self.person, reason="The hall is flooded.")

    @precondition(lambda self: self.now().takes_bookings and not self.meeting.has_begun)
    @rule(which=st.integers(0, 2))
    def drops_out_or_comes_back(self, which):
        row = self.row(which)
        (actions.cancel_booking if row.is_coming else actions.rebook)(row)

    @rule(which=st.integers(0, 2), chosen=st.sets(st.sampled_from(Reminder.values)))
    def chooses(self, which, chosen):
        actions.choose_reminders(self.row(which), reminders=sorted(chosen), discreet=False)

    @rule(which=st.integers(0, 2))
    def stops(self, which):
        actions.stop_reminders(self.row(which))

    # --- what senders do, one step at a time
    @rule()
    def plans(self):
        periodic.plan_reminders()

    @rule(which=st.integers(0, 5))
    def claims(self, which):
        due = list(Notice.objects.due(dt.datetime.now(dt.UTC)).order_by("pk"))
        if due:
            notice = due[which % len(due)]
            if claim := outbox._claim(notice):
                self.held.append((notice, claim))

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 5), dies=st.sampled_from([False, False, False, True]))
    def sends(self, which, dies):
        notice, claim = self.held.pop(which % len(self.held))
        message = self.writers[notice.kind](notice)
        if message is None:
            outbox._close(notice, claim, state=Notice.State.CANCELLED)
            return
        self.is_true(notice, message)
        self.letters[notice.nonce] += 1
        if dies:
            self.deaths += 1
        else:
            outbox._close(notice, claim, state=Notice.State.SENT)

    def is_true(self, notice, message):
        meeting, row = self.now(), Attendance.objects.get(pk=outbox.pk_of(notice.recipient))
        if notice.kind == "reminder":
            assert meeting.state == Meeting.State.ANNOUNCED and dt.datetime.now(dt.UTC) < meeting.starts
            assert row.is_coming and message.to == row.email and message.context["meeting"].starts == meeting.starts
            which = notice.slot.partition(":")[0]
            assert which in reminding.of(row) and notice.slot == reminding.slot_of(meeting, Reminder(which))
        if notice.kind == "changed":
            assert row.is_coming and message.context["meeting"].starts == meeting.starts

    @invariant()
    def none_leaves_twice_but_after_a_death(self):
        if hasattr(self, "letters"):
            assert sum(times - 1 for times in self.letters.values()) <= self.deaths


class Careless(Reminders):
    """The same with a writer that trusts the row and does not look at the world again."""

    writers = {**CAREFUL}

    def blindly(notice):
        row = Attendance.objects.select_related("meeting__group").get(pk=outbox.pk_of(notice.recipient))
        return emails.mail.Message(row.email, "Tomorrow", "reminder", {"meeting": row.meeting})

    writers["reminder"] = blindly


def runs(examples):
    """The same runs each time; what is found is shown as it was found."""
    return settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck),
        database=None, derandomize=examples < 1000, phases=[Phase.generate], print_blob=False,
    )  # fmt: skip


@pytest.mark.parametrize("examples", [10, pytest.param(1000, marks=pytest.mark.long)])
def test_whatever_happens_in_whatever_order_no_reminder_is_false_and_none_leaves_twice(monkeypatch, examples):
    monkeypatch.setattr(outbox, "look_now", lambda: None)
    run_state_machine_as_test(Reminders, settings=runs(examples))


def test_a_writer_that_does_not_look_again_would_be_found_out(monkeypatch):
    monkeypatch.setattr(outbox, "look_now", lambda: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Careless, settings=runs(100))
