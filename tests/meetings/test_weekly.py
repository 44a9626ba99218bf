"""One message a week in place of reminders, for who chose that."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from coproduction import choices, outbox
from coproduction.models import Notice, Person
from meetings import actions, periodic
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.test_reminders import LONG_AGO, at, sweep_at

pytestmark = pytest.mark.django_db
MONDAY = "2031-09-08 08:00"


@pytest.fixture
def evening(group, facilitator, member):
    """A meeting on a Wednesday that a member has booked, who wants one message a week."""
    Person.objects.filter(pk=member.pk).update(weekly=True)
    meeting = factories.meeting(group, facilitator, starts=at("2031-09-10 18:00"))
    factories.attendance(meeting, "Maya", booking="coming", email=member.email, person=member, created=LONG_AGO)
    return meeting


def monday(moment=MONDAY):
    with time_machine.travel(at(moment), tick=False):
        periodic.plan_weekly()
        periodic.plan_weekly()
        outbox.send_due()
    letters = list(mail.outbox)
    mail.outbox.clear()
    return letters


def test_on_monday_one_message_says_what_is_booked_and_what_is_new(evening, group, facilitator, member):
    new = factories.meeting(group, facilitator, starts=at("2031-10-01 18:00"), theme="Buses at night")
    old = factories.meeting(group, facilitator, starts=at("2031-10-08 18:00"), theme="Told of long ago")
    elsewhere = factories.group("streets-for-everyone")
    factories.membership(elsewhere, facilitator, "facilitator")
    far = factories.meeting(elsewhere, facilitator, starts=at("2031-10-09 18:00"), theme="Another group")
    Meeting.objects.filter(pk__in=[new.pk, far.pk]).update(announced_at=at("2031-09-05 12:00"))
    (letter,) = monday()
    assert letter.to == [member.email] and letter.subject == "Your week"
    for words in (
        evening.theme,
        "Millbeck Hall",
        "Wednesday 10\xa0September",
        "6pm to\xa08pm",
        "01632 960 120",
        new.theme,
    ):
        assert words in letter.body and words in letter.alternatives[0].content
    assert old.theme not in letter.body and far.theme not in letter.body
    assert monday("2031-09-08 15:00") == [] == monday("2031-09-09 08:00")
    assert set(Notice.objects.values_list("slot", "state")) == {("2031-W37", "sent")}


@pytest.mark.parametrize("moment", ["2031-09-07 12:00", "2031-09-08 07:59", "2031-09-08 20:01"])
def test_it_leaves_on_mondays_while_people_are_awake(evening, moment):
    assert monday(moment) == []


def test_a_week_with_nothing_in_it_brings_no_message(evening, facilitator):
    Attendance.objects.update(booking="cancelled")
    assert monday() == []
    Attendance.objects.update(booking="coming")
    assert monday("2031-09-15 08:00") == []  # it was last week


def test_what_moved_was_called_off_or_given_back_meanwhile_is_not_told_as_it_was(evening, facilitator):
    with time_machine.travel(at(MONDAY), tick=False):
        periodic.plan_weekly()
        actions.cancel(evening, by=facilitator, reason="The hall is flooded.")
        outbox.send_due()
    assert [letter.subject for letter in mail.outbox] == ["Not on Wednesday 10 September after all"]


def test_who_gets_it_is_not_reminded_a_week_and_a_day_before_but_an_hour_before_when_they_chose_that(evening, member):
    assert sweep_at("2031-09-03 18:00") == sweep_at("2031-09-09 18:00") == []
    Person.objects.filter(pk=member.pk).update(reminders=["day-before", "hour-before"])
    assert sweep_at("2031-09-09 18:30") == []
    assert len(sweep_at("2031-09-10 17:00")) == 1


def test_a_discreet_subject_tells_nothing(evening, member):
    Person.objects.filter(pk=member.pk).update(discreet=True)
    assert monday()[0].subject == "A message from Together in Wendle"


def test_one_press_stops_it_for_that_person_alone_and_reading_the_page_changes_nothing(evening, member, facilitator):
    Person.objects.filter(pk=facilitator.pk).update(weekly=True)
    (letter,) = monday()
    path = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in letter.body and path in letter.alternatives[0].content
    program = Client(enforce_csrf_checks=True)
    for _look in range(3):
        assert program.get(path).status_code == program.head(path).status_code == 200
    assert Person.objects.filter(weekly=True).count() == 2
    for _again in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Person.objects.filter(weekly=True)) == [facilitator]
    assert monday("2031-09-08 16:00") == []
    assert program.post(path[:-2] + "x/").status_code == 404


def test_somebody_chooses_it_on_their_page_and_the_form_says_what_changes(client, member):
    client.force_login(member)
    page = client.get(reverse("my-messages")).content.decode()
    assert "no reminders a week or a day before" in page
    client.post(reverse("my-messages"), {"reminders": ["week-before", "day-before"], "chased": "on"})
    member.refresh_from_db()
    assert member.reminders is None and member.chased  # as the group does, as before
    client.post(reverse("my-messages"), {"reminders": ["hour-before"], "weekly": "on"})
    member.refresh_from_db()
    assert (member.reminders, member.weekly, member.chased, member.discreet) == (["hour-before"], True, False, False)
    assert client.post(reverse("my-messages"), {"reminders": ["never"]}).status_code == 200
    member.refresh_from_db()
    assert member.weekly


def test_only_kinds_that_can_be_stopped_have_a_link(evening):
    row = Attendance.objects.get()
    outbox.put("booked", recipient=row, subject=evening)
    notice = Notice.objects.get(kind="booked")
    notice_link = choices.stop_url(notice).removeprefix("http://localhost:8000")
    assert Client().post(notice_link).status_code == 404
    assert dt.date(2031, 9, 8).isocalendar()[1] == 37
