"""Reminders: a week and a day before, at the same hour by the clock on the wall, while people are awake."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction import links, outbox
from coproduction.models import Notice, Person, Reminder
from groups import actions as group_actions
from meetings import actions, emails, periodic, reminding
from meetings.models import Attendance, Meeting
from tests import factories

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def at(text):
    """Return a moment in London: "2031-09-10 18:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def evening(group, facilitator):
    """A meeting on a Wednesday evening, booked long ago by one person."""
    return booked(group, facilitator, "2031-09-10 18:00")


def booked(group, facilitator, starts, **more):
    meeting = factories.meeting(group, facilitator, starts=at(starts), **more)
    factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example", created=LONG_AGO)
    return meeting


def sweep_at(text):
    """Let the sweep run at a moment. Returns the subjects of what it sent."""
    with time_machine.travel(at(text), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    said = [message.subject for message in mail.outbox]
    mail.outbox.clear()
    return said


def test_a_week_and_a_day_before_one_message_each(evening):
    assert sweep_at("2031-09-03 17:59") == []
    assert sweep_at("2031-09-03 18:00") == ["Wednesday 10 September at 6pm, Millbeck Hall"]
    assert sweep_at("2031-09-03 18:01") == sweep_at("2031-09-09 17:59") == []
    assert sweep_at("2031-09-09 18:00") == ["Tomorrow at 6pm, Millbeck Hall"]
    assert sweep_at("2031-09-10 10:00") == sweep_at("2031-09-10 18:30") == []
    assert Notice.objects.filter(state="sent").count() == 2


def test_a_reminder_has_a_neutral_subject_and_the_link_to_change_ones_mind(evening, settings):
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    (message,) = mail.outbox
    assert evening.group.name not in message.subject and evening.theme not in message.subject
    assert f"{settings.SITE_URL}/booking/" in message.body
    assert message.recipients() == ["bev@people.example"]


def test_only_people_with_a_place_and_an_address_are_reminded(evening):
    for called, booking, email in (
        ("Hal", "coming", ""), ("Olu", "apologies", "olu@people.example"), ("Ada", "cancelled", "ada@people.example"),
        ("Nia", "coming", "nia@people.example"), ("Zoe", "", "zoe@people.example"),
    ):  # fmt: skip
        factories.attendance(evening, called, booking=booking, email=email, created=LONG_AGO)
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    assert sorted(message.to[0] for message in mail.outbox) == ["bev@people.example", "nia@people.example"]


@pytest.mark.parametrize("state", ["draft", "under_way", "held", "cancelled"])
def test_only_announced_meetings_are_reminded_of(evening, state):
    Meeting.objects.update(state=state, cancel_reason="The hall is flooded." if state == "cancelled" else "")
    assert sweep_at("2031-09-03 18:00") == sweep_at("2031-09-09 18:00") == []
    assert Notice.objects.count() == 0


def test_a_meeting_entered_afterwards_is_never_reminded_of(evening):
    Meeting.objects.update(entered_afterwards=True)
    assert sweep_at("2031-09-09 18:00") == []


def test_who_books_after_a_reminder_was_due_gets_only_the_next(evening):
    Attendance.objects.update(created=at("2031-09-05 12:00"))
    assert sweep_at("2031-09-05 12:01") == []
    assert len(sweep_at("2031-09-09 18:00")) == 1
    Attendance.objects.create(
        meeting=evening, called="Late", booking="coming", email="late@people.example", created=at("2031-09-09 20:00")
    )
    assert sweep_at("2031-09-10 09:00") == []


def test_after_a_standstill_a_reminder_that_is_still_of_use_leaves_once_and_none_after_the_start(evening):
    assert len(sweep_at("2031-09-10 09:00")) == 1  # a day late, still of use; the one a week before is not sent too
    assert sweep_at("2031-09-10 09:01") == []
    Notice.objects.all().delete()
    assert sweep_at("2031-09-10 18:00") == sweep_at("2031-09-11 09:00") == []


def test_a_reminder_that_waited_until_the_meeting_began_is_not_sent(evening):
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
    assert sweep_at("2031-09-10 18:00") == []
    assert Notice.objects.get().state == "cancelled"


# --- what changes meanwhile -------------------------------------------------------------------------------------------
def test_a_meeting_that_moved_is_reminded_of_for_its_new_time_and_not_for_the_old(evening, facilitator):
    with time_machine.travel(at("2031-09-03 18:00"), tick=False):
        periodic.plan_reminders()
        facts = {
            "theme": evening.theme,
            "who_for": evening.who_for,
            "mode": "room",
            "venue": "Millbeck Hall, Mill Street",
        }
        starts = at("2031-09-17 19:00")
        ends = starts + dt.timedelta(hours=2)
        actions.change(evening, by=facilitator, **facts, town="Wendleby", starts=starts, ends=ends)
    assert sweep_at("2031-09-03 18:01") == ["The plan for Wednesday 10 September has changed"]
    assert sweep_at("2031-09-09 18:00") == []
    assert sweep_at("2031-09-10 19:00") == ["Wednesday 17 September at 7pm, Millbeck Hall"]
    assert sweep_at("2031-09-16 19:00") == ["Tomorrow at 7pm, Millbeck Hall"]


def test_a_meeting_called_off_between_planning_and_sending_is_not_reminded_of(evening, facilitator):
    with time_machine.travel(at("2031-09-03 18:00"), tick=False):
        periodic.plan_reminders()
        actions.cancel(evening, by=facilitator, reason="The hall is flooded.")
    assert sweep_at("2031-09-03 18:01") == ["Not on Wednesday 10 September after all"]
    assert sweep_at("2031-09-09 18:00") == []


def test_who_gives_their_place_back_and_takes_it_again_is_reminded(evening):
    row = Attendance.objects.get()
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
        actions.cancel_booking(row)
        outbox.send_due()
        assert mail.outbox == []
        actions.rebook(row)
        outbox.send_due()
    assert [message.subject for message in mail.outbox] == ["Tomorrow at 6pm, Millbeck Hall"]


# --- when somebody wants them -----------------------------------------------------------------------------------------
SENT_AT = {"week-before": "2031-09-03 18:00", "day-before": "2031-09-09 18:00", "hour-before": "2031-09-10 17:00"}


def told_at():
    """Return at which of the three moments something is sent."""
    return [which for which, moment in SENT_AT.items() if sweep_at(moment)]


@pytest.mark.parametrize("chosen", [[], ["day-before"], ["week-before", "hour-before"], list(SENT_AT)])
@pytest.mark.parametrize("by", ["group", "person", "booking"])
def test_reminders_come_as_the_group_the_person_or_the_booking_says(evening, facilitator, member, chosen, by):
    row = Attendance.objects.get()
    group_actions.set_reminders(evening.group, by=facilitator, reminders=["hour-before"] if by != "group" else chosen)
    if by != "group":
        Attendance.objects.update(person=member)
        Person.objects.filter(pk=member.pk).update(reminders=chosen if by == "person" else ["week-before"])
    if by == "booking":
        actions.choose_reminders(row, reminders=chosen, discreet=False)
    assert told_at() == chosen


def test_an_hour_before_is_meant_and_says_today_and_how_to_join(group, facilitator):
    late = booked(group, facilitator, "2031-09-10 22:30", mode="hybrid", dial_in="01632 960 155, code 4")
    Attendance.objects.update(reminders=["hour-before"])
    assert sweep_at("2031-09-10 21:29") == []
    with time_machine.travel(at("2031-09-10 21:30"), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    (message,) = mail.outbox
    assert message.subject.startswith("Today at 10:30pm") and late.dial_in in message.body


def test_who_stops_between_planning_and_sending_gets_nothing_and_changing_back_brings_it_again(evening):
    row = Attendance.objects.get()
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
        Attendance.objects.update(reminders=["week-before"])
        outbox.send_due()
        assert mail.outbox == []
        actions.choose_reminders(row, reminders=["day-before"], discreet=False)
        outbox.send_due()
    assert len(mail.outbox) == 1


def test_a_discreet_subject_tells_nothing_and_the_message_tells_all(evening, settings):
    actions.choose_reminders(Attendance.objects.get(), reminders=["day-before"], discreet=True)
    with time_machine.travel(at("2031-09-09 18:00"), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    (message,) = mail.outbox
    assert message.subject == f"A message from {settings.SITE_NAME}" and "Millbeck Hall" in message.body


def test_a_mail_program_stops_them_with_one_post_and_a_look_at_the_page_changes_nothing(evening):
    with time_machine.travel(at("2031-09-03 18:00"), tick=False):
        periodic.plan_reminders()
        outbox.send_due()
    (message,) = mail.outbox
    mail.outbox.clear()
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in message.body and address in message.alternatives[0].content
    program, path = Client(enforce_csrf_checks=True), urlsplit(address).path
    assert program.get(path).status_code == 200 and Attendance.objects.get().reminders is None
    for _again in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Attendance.objects.get().reminders == [] and Attendance.objects.get().booking == "coming"
    assert sweep_at("2031-09-09 18:00") == []


def test_a_link_to_stop_opens_no_booking_and_a_booking_link_stops_nothing(evening, client):
    row = Attendance.objects.get()
    stop, own = links.token(emails.STOP, row), links.token(emails.BOOKING, row)
    assert client.get(reverse("meetings:booking", args=[stop])).status_code == 404
    assert client.post(reverse("meetings:stop-reminders", args=[own])).status_code == 404
    assert Attendance.objects.get().reminders is None


def test_somebody_chooses_by_their_link_and_a_person_who_is_signed_in_for_all_bookings(evening, client, member):
    row = Attendance.objects.get()
    path = reverse("meetings:reminders", args=[links.token(emails.BOOKING, row)])
    assert "for all meetings" not in client.get(path).content.decode()
    answer = client.post(path, {"reminders": ["hour-before"], "for_all": "on"}, follow=True)
    assert "We remind you an hour before." in answer.content.decode()
    assert Attendance.objects.get().reminders == ["hour-before"]
    assert client.post(path, {"reminders": ["at once"]}).status_code == 200 and Attendance.objects.get().reminders
    Attendance.objects.update(person=member)
    client.force_login(member)
    client.post(path, {"discreet": "on", "for_all": "on"})
    member.refresh_from_db()
    assert (member.reminders, member.discreet) == ([], True)


def test_the_list_to_print_holds_people_who_asked_to_be_rung_and_have_a_place(evening, client, coordinator):
    for called, booking, reach in (("Hal", "coming", "call"), ("Olu", "cancelled", "call"), ("Ada", "coming", "none")):
        phone = "01632 960 177" if reach == "call" else ""
        factories.attendance(evening, called, booking=booking, reach=reach, phone=phone)
    client.force_login(coordinator)
    page = client.get(reverse("meetings:call-list", args=[evening.group.slug, evening.slug])).content.decode()
    assert [called in page for called in ("Hal", "Olu", "Ada", "Bev")] == [True, False, False, False]


def test_a_group_says_when_people_are_reminded_and_nothing_else_is_taken(group, facilitator, client):
    client.force_login(facilitator)
    path = reverse("groups:reminders", args=[group.slug])
    page = client.get(path).content.decode()
    assert page.count("checked") == 2  # as usual: a week and a day before
    assert client.post(path, {"reminders": ["day-before", "yesterday"]}).status_code == 200
    client.post(path, {"reminders": ["day-before"], "papers_days": "7"})
    group.refresh_from_db()
    assert group.reminders == ["day-before"]


# --- the clock on the wall --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("starts", "day_before", "week_before"),
    [
        ("2031-09-10 18:00", "2031-09-09T17:00Z", "2031-09-03T17:00Z"),
        ("2026-03-29 18:00", "2026-03-28T18:00Z", "2026-03-22T18:00Z"),  # the clocks went forward that morning
        ("2026-03-30 18:00", "2026-03-29T17:00Z", "2026-03-23T18:00Z"),
        ("2026-10-25 18:00", "2026-10-24T17:00Z", "2026-10-18T17:00Z"),  # and back
        ("2026-10-26 18:00", "2026-10-25T18:00Z", "2026-10-19T17:00Z"),
        ("2031-09-10 07:00", "2031-09-09T07:00Z", "2031-09-03T07:00Z"),  # not before 8 in the morning
        ("2031-09-10 21:30", "2031-09-09T19:00Z", "2031-09-03T19:00Z"),  # nor after 8 in the evening
        ("2028-03-01 10:00", "2028-02-29T10:00Z", "2028-02-23T10:00Z"),
        ("2032-01-01 10:00", "2031-12-31T10:00Z", "2031-12-25T10:00Z"),
    ],
)
def test_a_reminder_is_due_at_the_same_hour_by_the_clock_on_the_wall(starts, day_before, week_before):
    meeting = Meeting(starts=at(starts))
    for reminder, expected in ((Reminder.DAY, day_before), (Reminder.WEEK, week_before)):
        assert reminding.due_at(meeting, reminder).astimezone(dt.UTC) == dt.datetime.fromisoformat(expected)


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2035, 1, 1)),
    st.sampled_from([(1, Reminder.DAY), (7, Reminder.WEEK)]),
)
def test_a_reminder_is_due_while_people_are_awake_and_before_the_meeting(starts, which):
    days, reminder = which
    meeting = Meeting(starts=starts.replace(tzinfo=dt.UTC))
    due = reminding.due_at(meeting, reminder).astimezone(LONDON)
    assert dt.time(8) <= due.time() <= dt.time(20)
    assert (meeting.local_start.date() - due.date()).days == days
    if dt.time(8) <= meeting.local_start.time() <= dt.time(20):
        assert due.time() == meeting.local_start.time().replace(fold=0) or due.time() == meeting.local_start.time()


@pytest.mark.parametrize(
    ("hour", "leaves"), [("21:00", "08:00"), ("02:00", "08:00"), ("07:59", "08:00"), ("20:00", "20:00")]
)
def test_a_reminder_that_is_late_at_night_waits_for_the_morning(evening, hour, leaves):
    night = at(f"2031-09-10 {hour}") - dt.timedelta(days=1 if hour in ("21:00", "20:00") else 0)
    with time_machine.travel(night, tick=False):
        periodic.plan_reminders()
        outbox.send_due()
        assert len(mail.outbox) == (hour == leaves)
    if hour != leaves:
        assert sweep_at("2031-09-10 07:59") == []
        assert len(sweep_at("2031-09-10 08:00")) == 1


def test_a_reminder_for_an_early_meeting_does_not_wait_until_it_is_too_late(group, facilitator):
    booked(group, facilitator, "2031-09-10 07:30")
    assert len(sweep_at("2031-09-09 23:00")) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts=st.datetimes(dt.datetime(2026, 3, 26, 9), dt.datetime(2026, 4, 2, 21)),
    gap=st.sampled_from([1, 7, 30, 45, 180]),
)
def test_sweeps_at_any_pace_send_each_reminder_once(group, facilitator, starts, gap):
    meeting = factories.meeting(group, facilitator, starts=starts.replace(tzinfo=LONDON))
    factories.attendance(meeting, "Bev", booking="coming", email="bev@people.example", created=LONG_AGO)
    mail.outbox.clear()
    for reminder in (Reminder.WEEK, Reminder.DAY):
        due = reminding.due_at(meeting, reminder)
        for minutes in (-gap, 0, gap, 2 * gap):
            with time_machine.travel(due + dt.timedelta(minutes=minutes), tick=False):
                periodic.plan_reminders()
                periodic.plan_reminders()
                outbox.send_due()
    slots = sorted(Notice.objects.filter(subject=f"meeting:{meeting.pk}").values_list("slot", "state"))
    assert [(slot.split(":")[0], state) for slot, state in slots] == [("day-before", "sent"), ("week-before", "sent")]
    assert len(mail.outbox) == 2
    Meeting.objects.filter(pk=meeting.pk).delete()
