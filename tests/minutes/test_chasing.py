"""Telling people that notes are late and that something they said they would do is due: seldom, and never when it is not true."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice, Person
from groups.models import Membership
from meetings.models import Meeting
from minutes import periodic
from minutes.models import Action, IssuedCopy, Minutes
from tests import factories
from tests.meetings.test_reminders import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(group, facilitator, coordinator, member):
    """Notes of a meeting that was on 10 September 2031, with something in them; two people run the group."""
    meeting = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(meeting)
    minutes = factories.clean_notes(meeting, facilitator)
    Action.objects.update(due=None)
    Meeting.objects.filter(pk=meeting.pk).update(starts=at("2031-09-10 18:00"), ends=at("2031-09-10 20:00"))
    Membership.objects.update(start=dt.date(2020, 1, 1))
    return minutes


@pytest.fixture
def to_do(late, member):
    """Something a member leads, due on 20 November 2031."""
    lead = factories.attendance(late.meeting, "Maya", came=True, person=member)
    action = Action.objects.get()
    Action.objects.update(due=dt.date(2031, 11, 20), lead=lead, text="Write a first try of the card.")
    return action


def chase(moment, *, between=lambda: None):
    with time_machine.travel(at(moment), tick=False):
        periodic.chase()
        periodic.chase()
        between()
        outbox.send_due()
    letters = list(mail.outbox)
    mail.outbox.clear()
    return letters


def days_told(first, last):
    """Return on which days something was sent, looking every day at noon."""
    day, told = dt.date.fromisoformat(first), []
    while day <= dt.date.fromisoformat(last):
        told += [day.isoformat()] * len(chase(f"{day} 12:00"))
        day += dt.timedelta(days=1)
    return told


def test_those_who_run_the_group_are_told_ten_and_twenty_days_after_and_never_again(late, facilitator, coordinator):
    assert days_told("2031-09-18", "2031-10-14") == ["2031-09-20"] * 2 + ["2031-09-30"] * 2
    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted(
        [f"person:{facilitator.pk}", f"person:{coordinator.pk}"] * 2
    )


def test_the_message_says_no_more_than_when_the_group_met(late, facilitator):
    letter = next(letter for letter in chase("2031-09-20 12:00") if letter.to == [facilitator.email])
    assert letter.subject == "The notes of Wednesday 10 September"
    for words in ("empty fridge", "first-day card", late.meeting.theme, *factories.NAMES):
        assert words not in letter.body and words not in letter.alternatives[0].content
    assert f"{late.meeting.get_absolute_url()}notes/" in letter.body


@pytest.mark.parametrize(
    "change",
    [
        lambda late: Meeting.objects.update(entered_afterwards=True),
        lambda late: [rows.all().delete() for rows in (late.points, late.consensus_notes, late.actions)],
        lambda late: Minutes.objects.update(agreed_at=timezone.now(), state="agreed", window_ends=timezone.now(), circulated_at=timezone.now()),
        lambda late: IssuedCopy.objects.create(minutes=late, audience="group", version=1, issued_on=dt.date(2031, 9, 12), document={}),
        lambda late: Minutes.objects.update(state="withdrawn", withdrawn_at=timezone.now(), circulated_at=timezone.now(), window_ends=timezone.now()),
        lambda late: Membership.objects.update(role="member"),
        lambda late: Membership.objects.update(end=dt.date(2031, 9, 1)),
        lambda late: Person.objects.update(is_active=False),
        lambda late: Person.objects.update(chased=False),
        lambda late: Person.objects.update(email=None),
    ],
    ids=["entered afterwards", "nothing to issue", "agreed", "issued", "withdrawn", "runs it no more", "left", "inactive", "stopped", "no address"],
)  # fmt: skip
@pytest.mark.parametrize("when", ["before", "between"])
def test_nobody_is_told_what_is_not_so(late, change, when):
    if when == "before":
        change(late)
        assert chase("2031-09-20 12:00") == []
        assert Notice.objects.count() == 0
    else:
        assert chase("2031-09-20 12:00", between=lambda: change(late)) == []
        assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}


def test_who_leads_something_is_told_three_days_before_and_the_day_after(to_do, member):
    assert days_told("2031-11-10", "2031-12-10") == ["2031-11-17", "2031-11-21"]
    Notice.objects.all().delete()
    (letter,) = chase("2031-11-17 09:00")
    assert letter.to == [member.email] and letter.subject == "Something you said you would do"
    assert "Write a first try of the card." in letter.body and "Thursday 20\xa0November" in letter.body
    assert not any(name in letter.body for name in factories.NAMES)


def test_of_a_private_item_the_message_says_nothing(to_do):
    factories.under("confidential", to_do.item)
    (letter,) = chase("2031-11-17 09:00")
    assert "card" not in letter.body + letter.alternatives[0].content


@pytest.mark.parametrize(
    "change",
    [
        {"state": "done"}, {"state": "dropped", "state_reason": "Too much."}, {"due": None}, {"lead": None},
        {"due": dt.date(2032, 1, 5)},
    ],
    ids=["done", "dropped", "no day", "led by nobody", "another day"],
)  # fmt: skip
@pytest.mark.parametrize("when", ["before", "between"])
def test_who_need_not_do_it_any_more_is_not_told(to_do, change, when):
    if when == "before":
        Action.objects.update(**change)
    assert chase("2031-11-17 12:00", between=lambda: Action.objects.update(**change)) == []


def test_another_day_is_told_of_anew(to_do):
    assert len(chase("2031-11-17 12:00")) == 1
    Action.objects.update(due=dt.date(2031, 11, 25))
    assert days_told("2031-11-18", "2031-11-30") == ["2031-11-22", "2031-11-26"]


@pytest.mark.parametrize("hour", ["07:59", "20:01", "03:00"])
def test_nobody_is_chased_at_night(to_do, hour):
    assert chase(f"2031-09-20 {hour}") == chase(f"2031-11-17 {hour}") == []


def test_one_press_stops_all_of_it_for_that_person_and_the_discreet_subject_tells_nothing(to_do, member, coordinator):
    Person.objects.filter(pk=member.pk).update(discreet=True)
    (letter,) = chase("2031-11-17 09:00")
    assert letter.subject == "A message from Together in Wendle"
    path = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200 and Person.objects.get(pk=member.pk).chased
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Person.objects.get(pk=member.pk).chased and Person.objects.get(pk=coordinator.pk).chased
    assert chase("2031-11-21 09:00") == []


@pytest.mark.faults
def test_rows_that_two_sweeps_plan_at_once_are_one(to_do, monkeypatch):
    """Both have looked and found nothing planned before either writes."""
    seen = []
    monkeypatch.setattr(
        "minutes.chasing._untold", lambda kind, subject, slot, people: seen.append(slot) or sorted(people)
    )
    assert len(chase("2031-11-17 09:00")) == 1 and len(seen) == 2
    assert Notice.objects.count() == 1 and threading.active_count() >= 1
