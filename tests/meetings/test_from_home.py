"""How to join from home: told to those who booked, shortly before, and to nobody else."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction import outbox
from meetings import actions
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from meetings.periodic import plan_reminders
from tests import factories
from tests.meetings.test_booking import there
from tests.meetings.test_waiting import details_of

pytestmark = pytest.mark.privacy
Booking = Attendance.Booking
SECRETS = ["video.example/room-7", "01632 960 555"]


@pytest.fixture
def from_home(group, facilitator, time_machine):
    """A meeting by video, noon today: Bev comes, Wyn waits, Nia gave her place back."""
    time_machine.move_to(factories.moment(0, hour=12))
    meeting = factories.meeting(group, facilitator, days=10, mode="hybrid", capacity=1)
    Meeting.objects.filter(pk=meeting.pk).update(online_link=f"https://{SECRETS[0]}", dial_in=f"{SECRETS[1]}, code 12")
    meeting.refresh_from_db()
    for called, booking in (("Bev", Booking.COMING), ("Wyn", Booking.WAITING), ("Nia", Booking.CANCELLED)):
        factories.attendance(
            meeting, called, booking=booking, reach="email", email=f"{called.lower()}@p.example",
            waits_since=timezone.now() if booking == Booking.WAITING else None, created=meeting.announced_at,
        )  # fmt: skip
    return meeting


def starts_in(meeting, **delta):
    starts = timezone.now() + dt.timedelta(**delta)
    Meeting.objects.filter(pk=meeting.pk).update(starts=starts, ends=starts + dt.timedelta(hours=2))
    meeting.refresh_from_db()


def said(text):
    return [secret for secret in SECRETS if secret in text]


def pages(client, meeting):
    """Return {who: what of the secrets their own page says}."""
    rows = meeting.attendances.all()
    return {row.called: said(client.get(booking_path(row)).content.decode().replace("\xa0", " ")) for row in rows}


@pytest.mark.parametrize(("hours", "shown"), [(25, []), (23, SECRETS), (-1, SECRETS), (-6, [])])
def test_the_own_page_says_it_from_a_day_before_to_the_end_and_to_who_comes_alone(client, from_home, hours, shown):
    starts_in(from_home, hours=hours)
    assert pages(client, from_home) == {"Bev": shown, "Wyn": [], "Nia": []}


@pytest.mark.parametrize("state", [Meeting.State.CANCELLED, Meeting.State.HELD])
def test_a_meeting_that_is_off_or_over_says_it_no_more(client, from_home, state):
    starts_in(from_home, hours=1)
    Meeting.objects.filter(pk=from_home.pk).update(state=state, cancel_reason="The line is down.")
    assert set(map(tuple, pages(client, from_home).values())) == {()}


def test_no_public_page_or_calendar_file_ever_says_it(client, from_home):
    for hours in (25, 1):
        starts_in(from_home, hours=hours)
        for path in ("/", "/meetings/", from_home.get_absolute_url(), there(from_home), there(from_home, "calendar"),
                     there(from_home, "sorry"), from_home.group.get_absolute_url()):  # fmt: skip
            assert said(client.get(path).content.decode()) == [], path


def test_who_gets_a_place_on_the_last_day_reads_it_in_the_message_and_who_waits_does_not(from_home):
    starts_in(from_home, hours=8)
    wyn = from_home.attendances.get(called="Wyn")
    outbox.put("waiting", recipient=wyn, subject=from_home)
    outbox.send_due()
    actions.cancel_booking(from_home.attendances.get(called="Bev"))
    outbox.send_due()
    waits, comes = mail.outbox
    assert (waits.to, said(waits.body)) == (comes.to, []) == (["wyn@p.example"], [])
    assert said(comes.body) == SECRETS and said(str(comes.attachments)) == []


def test_a_message_says_it_in_the_last_day_alone(from_home):
    bev = from_home.attendances.get(called="Bev")
    for number, hours in enumerate((30, 20)):
        starts_in(from_home, hours=hours)
        outbox.put("booked", recipient=bev, subject=from_home, slot=str(number))
        outbox.send_due()
    starts_in(from_home, days=6)
    plan_reminders()
    outbox.send_due()
    starts_in(from_home, hours=21)
    plan_reminders()
    outbox.send_due()
    assert [said(message.body) for message in mail.outbox] == [[], SECRETS, [], SECRETS]
    assert {message.to[0] for message in mail.outbox} == {"bev@p.example"}


@pytest.mark.parametrize(("hours", "told"), [(48, 0), (20, 1)])
def test_another_link_is_told_to_who_knows_the_old_one(from_home, facilitator, hours, told):
    starts_in(from_home, hours=hours)
    actions.change(from_home, by=facilitator, **details_of(from_home, online_link="https://video.example/room-8"))
    outbox.send_due()
    assert len(mail.outbox) == told
    assert all("video.example/room-8" in message.body and message.to == ["bev@p.example"] for message in mail.outbox)
