"""A meeting as a calendar file: read back by a parser, and by programs that only look at lines."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from meetings import actions, ical
from meetings.models import Meeting
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.security]

NAMES = {
    "BEGIN", "END", "VERSION", "PRODID", "METHOD", "UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LOCATION", "URL",
    "STATUS", "ORGANIZER", "SEQUENCE",
    "LAST-MODIFIED", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE", "COMMENT",
}  # fmt: skip
"""All that a line of ours may begin with."""


def names(content, *, ends):
    """Return what the lines begin with for a program that takes `ends` for the end of a line."""
    unfolded = content.decode().replace("\r\n ", "")
    lines = unfolded.splitlines() if ends == "all" else unfolded.split(ends)
    return {line.replace(";", ":").split(":")[0] for line in lines if line}


def strange(content):
    """Return lines that do not belong in a calendar file of ours, however the reader cuts it into lines."""
    return (names(content, ends="\r\n") | names(content, ends="\n") | names(content, ends="all")) - NAMES


def test_the_calendar_file_of_a_meeting_can_be_read_back(client, meeting, settings):
    answer = client.get(meeting.get_absolute_url() + "calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH" and "ATTENDEE" not in event
    assert event.decoded("DTSTART") == meeting.starts and event.decoded("DTEND") == meeting.ends
    assert event["SUMMARY"] == meeting.theme and event["LOCATION"] == "Millbeck Hall, Mill Street, Wendleby"
    assert event["URL"] == settings.SITE_URL + meeting.get_absolute_url()
    assert event["ORGANIZER"] == "mailto:home@wendle.example"
    assert strange(answer.content) == set()


@pytest.mark.privacy
def test_the_file_is_the_same_whoever_comes(meeting):
    before = ical.calendar(meeting)
    for number in range(9):
        factories.attendance(meeting, f"Person {number}", booking="coming", email=f"p{number}@people.example")
    assert ical.calendar(Meeting.objects.get(pk=meeting.pk)) == before
    assert b"people.example" not in before and b"Person" not in before


def test_a_meeting_keeps_its_place_in_calendars_when_it_moves_and_shows_when_it_is_called_off(meeting, facilitator):
    before = Calendar.from_ical(ical.calendar(meeting)).walk("VEVENT")[0]
    Meeting.objects.update(starts=factories.moment(15), ends=factories.moment(15, 20))
    meeting.refresh_from_db()
    moved = Calendar.from_ical(ical.calendar(meeting)).walk("VEVENT")[0]
    assert moved["UID"] == before["UID"] and moved.decoded("DTSTART") != before.decoded("DTSTART")
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    assert Calendar.from_ical(ical.calendar(meeting)).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2028-02-29", "2031-12-31"])
def test_the_hour_is_right_on_both_sides_of_a_clock_change(group, facilitator, day):
    starts = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(18), tzinfo=timezone.get_default_timezone())
    meeting = factories.meeting(group, facilitator, starts=starts)
    (event,) = Calendar.from_ical(ical.calendar(meeting)).walk("VEVENT")
    assert event.decoded("DTSTART") == starts and event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.decoded("DTSTART").hour == 18


BREAKING = "x\r\nATTENDEE:mailto:a@b.example\nBEGIN:VALARM\u2028ORGANIZER:x\u2029\x85\x0b\x0c\x1cX-EVIL:1\x00;,:\\n\\"
pieces = st.sampled_from(
    ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x1c", "ATTENDEE:", ";", ",", ":", '"', "\\"]
)
texts = st.lists(st.one_of(st.text(max_size=10), pieces), max_size=12).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theme=texts, venue=texts, town=texts)
def test_no_text_breaks_out_of_its_line(meeting, theme, venue, town):
    meeting.theme, meeting.venue, meeting.town = theme, venue, town
    content = ical.calendar(meeting)
    assert strange(content) == set()
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "ATTENDEE" not in event


def test_text_that_breaks_out_would_be_noticed(meeting, monkeypatch):
    meeting.theme = BREAKING
    assert strange(ical.calendar(meeting)) == set()
    monkeypatch.setattr(ical, "one_line", lambda text: text)
    assert strange(ical.calendar(meeting)) != set()


def test_a_name_of_a_file_holds_nothing_that_a_header_could_stumble_over(client, meeting):
    answer = client.get(meeting.get_absolute_url() + "calendar.ics")
    assert answer["Content-Disposition"] == f'attachment; filename="home-from-hospital-{meeting.slug}.ics"'
