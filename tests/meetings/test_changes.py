"""What a message about a change says: what it was, what it is now, and nothing that is not true."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coproduction import outbox
from coproduction.models import Notice
from meetings import actions, changes, emails
from meetings.models import Attendance, Meeting
from tests import factories
from tests.pages import Page

pytestmark = pytest.mark.django_db
AT = dt.datetime(2031, 9, 1, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2031, 9, 18, 17, tzinfo=dt.UTC)
"""6pm here."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def booked(group, facilitator):
    """A meeting Bev booked by e-mail and Nia by phone."""
    meeting = factories.meeting(group, facilitator, starts=STARTS, hearing_loop=True, access="A lift", mode="hybrid")
    factories.attendance(meeting, "Bev", booking="coming", reach="email", email="bev@people.example")
    factories.attendance(meeting, "Nia", booking="coming", reach="call", phone="01632 960 777")
    return meeting


NAMES = ["theme", "who_for", "starts", "ends", "mode", "venue", "town", "language", "access", *Meeting.FEATURES]


def change(meeting, by, **changed):
    meeting.refresh_from_db()
    now = {name: getattr(meeting, name) for name in NAMES}
    return actions.change(meeting, by=by, record_rule=changed.pop("rule", meeting.record_rule), **{**now, **changed})


def sent():
    """Return the messages that leave now, as plain text in one line each."""
    outbox.send_due()
    said = [" ".join(message.body.split()) for message in mail.outbox]
    mail.outbox.clear()
    return said


def what_changed(text):
    found = text.partition("This is what changed: ")[2].partition(" This is how it is now:")[0]
    return found.replace("\u00a0", " ")


CHANGES = [
    (
        {"starts": STARTS + dt.timedelta(days=7), "ends": STARTS + dt.timedelta(days=7, hours=2)},
        "When: it was Thursday 18 September, 6pm to 8pm. Now it is Thursday 25 September, 6pm to 8pm.",
    ),
    (
        {"venue": "Salt House", "town": "Saltby"},
        "Where: it was at Millbeck Hall, Mill Street, Wendleby, or by video call or phone. "
        "Now it is at Salt House, Saltby, or by video call or phone.",
    ),
    (
        {"mode": "online"},
        "Where: it was at Millbeck Hall, Mill Street, Wendleby, or by video call or phone. "
        "Now it is at home, by video call or phone.",
    ),
    ({"language": "cy"}, "Language: it was English. Now it is Welsh (Cymraeg)."),
    ({"hearing_loop": False, "access": ""}, "Not there any more: A hearing loop; A lift."),
    ({"bsl": True}, "New there: A British Sign Language interpreter."),
    ({"rule": "names_listed"}, "What may be shared: it was Chatham House Rule. Now it is Names listed."),
]


@pytest.mark.parametrize(("changed", "said"), CHANGES)
def test_the_message_says_what_it_was_and_what_it_is_now(booked, facilitator, changed, said):
    change(booked, facilitator, **changed)
    outbox.send_due()
    [message] = mail.outbox
    page = message.alternatives[0][0].replace("&amp;", "&")
    assert what_changed(" ".join(message.body.split())) == said
    assert " ".join(Page(_Answer(page)).text.replace("\u00a0", " ").split()).count(said) == 1
    assert message.subject == "The plan for Thursday 18 September has changed"


class _Answer:
    status_code = 200

    def __init__(self, html):
        self.content = html.encode()


def test_an_item_with_another_rule_is_named_and_not_those_that_went_along(booked, facilitator):
    actions.set_item_rule(factories.topic(booked), "confidential", by=facilitator)
    assert [what_changed(text) for text in sent()] == [
        "What may be shared of “The first day home”: it was Chatham House Rule. Now it is Private item."
    ]


def test_what_does_not_matter_tells_nobody(booked, facilitator):
    change(booked, facilitator, theme="What helps at home?", who_for="everybody.")
    assert sent() == [] and Attendance.objects.filter(told__isnull=False).count() == 0


def test_two_changes_before_the_message_leaves_make_one_that_is_right(booked, facilitator, clock):
    change(booked, facilitator, venue="Salt House")
    clock.shift(1)
    change(booked, facilitator, venue="Mill House", bsl=True)
    [text] = sent()
    assert "Salt House" not in text and text.count("Millbeck Hall") == 1 and text.count("at Mill House") == 1
    assert "New there: A British Sign Language interpreter." in text


def test_a_change_that_is_taken_back_before_it_left_tells_nothing(booked, facilitator, clock):
    change(booked, facilitator, venue="Salt House")
    clock.shift(1)
    change(booked, facilitator, venue="Millbeck Hall, Mill Street")
    assert sent() == [] and Notice.objects.filter(state="sent").count() == 0
    clock.shift(1)
    change(booked, facilitator, town="Saltby")  # and the next one is told from what people know
    [text] = sent()
    assert what_changed(text).count("Wendleby") == 1


def test_a_change_taken_back_after_the_message_left_is_told(booked, facilitator, clock):
    for venue, other in (("Salt House", "Millbeck Hall"), ("Millbeck Hall, Mill Street", "Salt House")):
        change(booked, facilitator, venue=venue)
        [text] = sent()
        assert what_changed(text).startswith(f"Where: it was at {other}")
        clock.shift(60)


def test_each_is_told_from_what_they_know_themselves(booked, facilitator, clock):
    change(booked, facilitator, venue="Salt House")
    clock.shift(60)
    late = factories.attendance(booked, "Una", booking="coming", reach="email", email="una@people.example")
    change(booked, facilitator, venue="Mill House")
    said = {what_changed(text).partition("it was at ")[2].partition(",")[0] for text in sent()}
    assert said == {"Millbeck Hall", "Salt House"} and late.pk


@pytest.mark.faults
def test_a_change_taken_back_while_its_message_leaves_is_told(booked, facilitator, monkeypatch, clock):
    """The sender has read the plan; before it says that the message has gone, the plan is what it was again."""
    write = emails._write

    def meanwhile(attendance, *args, **more):
        message = write(attendance, *args, **more)
        monkeypatch.setattr(emails, "_write", write)
        clock.shift(1)
        change(Meeting.objects.get(), facilitator, venue="Millbeck Hall, Mill Street")
        clock.shift(1)
        return message

    change(booked, facilitator, venue="Salt House")
    monkeypatch.setattr(emails, "_write", meanwhile)
    first = sent()
    second = sent()
    assert ["Salt House" in text for text in first + second] == [True, False]
    assert "It is as it was at first. If another message from us said something else, this one counts." in second[0]


@pytest.mark.faults
def test_without_looking_at_what_may_have_left_somebody_would_hold_a_wrong_message(
    booked, facilitator, monkeypatch, clock
):
    monkeypatch.setattr(changes, "another_may_have_left", lambda notice, told: False)
    with pytest.raises(AssertionError):
        test_a_change_taken_back_while_its_message_leaves_is_told(booked, facilitator, monkeypatch, clock)


@pytest.mark.faults
def test_a_message_that_may_have_left_before_the_line_broke_is_followed_by_another(
    booked, facilitator, monkeypatch, clock
):
    def breaks(message, **more):
        raise smtplib.SMTPServerDisconnected

    change(booked, facilitator, venue="Salt House")
    with monkeypatch.context() as patch:
        patch.setattr("coproduction.outbox.mail.send", breaks)
        outbox.send_due()
    clock.shift(600)
    change(booked, facilitator, venue="Millbeck Hall, Mill Street")
    [text] = sent()
    assert "It is as it was at first." in text


def test_a_discreet_subject_says_nothing(booked, facilitator):
    booked.attendances.filter(called="Bev").update(discreet=True)
    change(booked, facilitator, venue="Salt House")
    outbox.send_due()
    assert mail.outbox[0].subject.startswith("A message from ") and "Salt House" in mail.outbox[0].body


def test_no_row_of_the_outbox_holds_words_of_the_plan(booked, facilitator):
    change(booked, facilitator, venue="Salt House")
    assert not [row for row in Notice.objects.values() if "Salt" in str(row) or "Millbeck" in str(row)]


def test_who_rings_somebody_reads_what_to_tell_them(client, booked, facilitator):
    change(booked, facilitator, venue="Salt House")
    change(booked, facilitator, bsl=True)
    client.force_login(facilitator)
    page = Page(client.get(reverse("meetings:who-is-coming", args=[booked.group.slug, booked.slug])))
    assert page.says("Where: it was at Millbeck Hall, Mill Street, Wendleby") and page.says("New there: A British Sign")
    change(booked, facilitator, venue="Millbeck Hall, Mill Street", bsl=False)
    page = Page(client.get(reverse("meetings:who-is-coming", args=[booked.group.slug, booked.slug])))
    assert page.says("By now it is as they know it again.")


def test_calling_off_says_why_in_both_shapes_of_the_message(booked, facilitator):
    change(booked, facilitator, venue="Salt House")
    actions.cancel(booked, by=facilitator, reason="The hall is flooded.")
    outbox.send_due()
    [message] = mail.outbox
    assert "The hall is flooded." in message.body and "The hall is flooded." in message.alternatives[0][0]


def test_telling_many_asks_the_database_no_more_than_telling_one(booked, facilitator):
    def asked(venue):
        with CaptureQueriesContext(connection) as seen:
            change(booked, facilitator, venue=venue)
        return len(seen)

    one = asked("Salt House")
    for number in range(20):
        factories.attendance(booked, f"P{number}", booking="coming", reach="email", email=f"p{number}@people.example")
    assert asked("Mill House") == one
