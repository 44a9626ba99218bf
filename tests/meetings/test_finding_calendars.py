"""Calendars to subscribe to and feeds of what is new: read back by parsers, bounded, and of public facts alone."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone
from icalendar import Calendar

from meetings import actions, ical
from meetings.models import Meeting
from tests import factories, worlds
from tests.meetings.test_calendar import BREAKING, NAMES, names
from tests.test_queries import publish, questions

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

ALL = "/meetings/calendar.ics"
OURS = "/groups/home-from-hospital/calendar.ics"
ATOM = "{http://www.w3.org/2005/Atom}"
MORE = {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}


def events(client, path=ALL):
    """Return {theme: event} of a calendar that a parser has read."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(client.get(path).content).walk("VEVENT")}


def titles(client, path):
    """Return the titles of a feed that a parser has read."""
    return [entry.find(f"{ATOM}title").text for entry in ET.fromstring(client.get(path).content).iter(f"{ATOM}entry")]


def test_a_calendar_holds_what_was_announced_and_nothing_else(client, group, other_group, facilitator, elsewhere):
    factories.meeting(group, facilitator, theme="To come", items=())
    factories.meeting(group, facilitator, theme="A draft", state="draft", items=())
    factories.meeting(group, facilitator, theme="Over", days=-9, state="held", items=())
    factories.meeting(group, facilitator, theme="Long over", days=-400, state="held", items=())
    factories.meeting(group, facilitator, theme="Far off", days=400, items=())
    afterwards = factories.meeting(group, facilitator, theme="Entered afterwards", days=-5, state="held", items=())
    Meeting.objects.filter(pk=afterwards.pk).update(announced_at=None, entered_afterwards=True)
    factories.meeting(other_group, elsewhere, theme="Elsewhere", items=())
    assert list(events(client)) == ["Over", "To come", "Elsewhere"]
    assert list(events(client, OURS)) == ["Over", "To come"]
    client.force_login(facilitator)
    assert "A draft" not in events(client, OURS)


def test_a_calendar_can_be_read_by_any_program(client, meeting, settings):
    answer = client.get(OURS)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Content-Disposition"] == 'attachment; filename="home-from-hospital.ics"'
    calendar = Calendar.from_ical(answer.content)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Home from hospital" and calendar["METHOD"] == "PUBLISH"
    assert calendar.decoded("REFRESH-INTERVAL") == dt.timedelta(hours=6)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == Calendar.from_ical(ical.calendar(meeting)).walk("VEVENT")[0]["UID"]
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert names(answer.content, ends="all") <= NAMES | MORE


def test_no_theme_or_name_breaks_out_of_its_line(client, group, meeting, monkeypatch):
    Meeting.objects.update(theme=BREAKING.replace("\x00", "")[:150], venue="x\r\nATTENDEE:mailto:a@b.example")
    type(group).objects.update(name="x\r\nATTENDEE:mailto:a@b.example")
    for path in (ALL, OURS):
        content = client.get(path).content
        assert names(content, ends="all") | names(content, ends="\n") <= NAMES | MORE
        assert all("ATTENDEE" not in event for event in Calendar.from_ical(content).walk("VEVENT"))
    assert titles(client, "/meetings/new.atom")[0].startswith("x ATTENDEE:mailto:a@b.example: x ATTENDEE")
    monkeypatch.setattr(ical, "one_line", lambda text: text)
    content = ical.subscription([meeting.__class__.objects.get()], name="x")
    assert names(content, ends="all") - NAMES - MORE


def test_a_calendar_is_the_same_whoever_comes(client, meeting):
    before = client.get(ALL)
    for number in range(9):
        factories.attendance(meeting, f"Person {number}", booking="coming", email=f"p{number}@people.example")
    after = client.get(ALL)
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert b"ATTENDEE" not in after.content and b"people.example" not in after.content


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"])
def test_the_hour_is_right_on_both_sides_of_a_clock_change(group, facilitator, day):
    starts = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(18), tzinfo=timezone.get_default_timezone())
    meeting = factories.meeting(group, facilitator, starts=starts, items=())
    (event,) = Calendar.from_ical(ical.subscription([meeting], name="x")).walk("VEVENT")
    assert event.decoded("DTSTART") == starts and event.decoded("DTSTART").hour == 18


def test_a_change_is_a_later_sequence_and_what_is_called_off_says_so(client, meeting, facilitator):
    before = events(client)[meeting.theme]
    assert (before["SEQUENCE"], before["STATUS"]) == (0, "CONFIRMED")
    details = {name: getattr(meeting, name) for name in actions.IN_CALENDARS}
    actions.change(meeting, by=facilitator, **{**details, "ends": meeting.ends + dt.timedelta(hours=1)})
    moved = events(client)[meeting.theme]
    assert moved["SEQUENCE"] == 1 and moved["UID"] == before["UID"]
    assert moved.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    off = events(client)[meeting.theme]
    assert (off["SEQUENCE"], off["STATUS"]) == (2, "CANCELLED")
    assert titles(client, "/meetings/new.atom") == ["Home from hospital: What would help?"]
    assert b"will not happen. The hall is flooded." in client.get("/meetings/new.atom").content


@pytest.mark.parametrize("path", [ALL, OURS, "/meetings/new.atom", "/groups/home-from-hospital/meetings.atom"])
def test_who_has_the_newest_already_is_told_so_until_something_changes(client, meeting, facilitator, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]
    if path.endswith("ics"):
        since = {"if-modified-since": changed["Last-Modified"]}
        assert client.get(path, headers=since).status_code == 304
        assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_calendar_is_bounded_and_asks_as_much_however_many_there_are(client, group, facilitator, monkeypatch):
    monkeypatch.setattr(ical, "MOST_AHEAD", 3)
    monkeypatch.setattr(ical, "MOST_BACK", 2)
    factories.meeting(group, facilitator, days=1, theme="Ahead 1", items=())
    # One of them asks whether the calendar is written already.
    few = [questions(client, path) for path in (ALL, OURS, "/meetings/new.atom")]
    for number in range(2, 7):
        factories.meeting(group, facilitator, days=number, theme=f"Ahead {number}", items=())
        factories.meeting(group, facilitator, days=-number, state="held", theme=f"Back {number}", items=())
    assert [questions(client, path) for path in (ALL, OURS, "/meetings/new.atom")] == few == [3, 4, 1]
    assert list(events(client)) == ["Back 3", "Back 2", "Ahead 1", "Ahead 2", "Ahead 3"]


def test_an_empty_calendar_and_an_empty_feed_are_fine(client, group):
    assert events(client) == {} and titles(client, "/meetings/new.atom") == titles(client, "/meetings/notes.atom") == []
    assert client.get("/meetings/new.atom").content == client.get("/meetings/new.atom").content


def test_the_button_says_what_it_does_and_leads_to_the_calendar(client, meeting, settings):
    settings.SITE_URL = "https://together.example"
    for page, path in (("/meetings/", ALL), (meeting.group.get_absolute_url(), OURS)):
        said = client.get(page).content.decode()
        assert f'href="webcal://together.example{path}">Put all our meetings in my calendar</a>' in said
        assert f'href="https://together.example{path}"' in said


# --- feeds ------------------------------------------------------------------------------------------------------------
def test_a_feed_holds_the_newest_announced_first_and_no_draft(client, group, facilitator):
    for number, state in enumerate(["announced", "draft", "held"]):
        made = factories.meeting(group, facilitator, days=9 - number, theme=state, state=state, items=())
        told = timezone.now() - dt.timedelta(days=number) if state != "draft" else None
        Meeting.objects.filter(pk=made.pk).update(announced_at=told)
    said = ["Home from hospital: announced", "Home from hospital: held"]
    assert titles(client, "/meetings/new.atom") == titles(client, f"/groups/{group.slug}/meetings.atom") == said
    assert client.get("/meetings/new.atom")["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_the_feed_of_notes_holds_public_copies_in_reach_and_no_others(client, held, facilitator, group):
    minutes = publish(held, facilitator)
    day = f"{held.local_start.day} {held.local_start:%B %Y}"
    for path in ("/meetings/notes.atom", f"/groups/{group.slug}/notes.atom"):
        assert titles(client, path) == [f"Home from hospital: notes, {day}"]
        said = client.get(path).content.decode()
        assert "We agreed: We will try a first-day card." in said
        assert "http://localhost:8000" + held.get_absolute_url() + "minutes/" in said
    assert questions(client, "/meetings/notes.atom") == 1
    minutes.copies.update(taken_back=timezone.now())
    assert titles(client, "/meetings/notes.atom") == []


def test_notes_that_are_not_public_are_in_no_feed(client):
    world = worlds.build()
    said = client.get("/meetings/notes.atom").content.decode()
    assert said.count("<entry>") == 1 and world.meetings["out"].get_absolute_url() in said


def test_the_feed_of_notes_on_a_rare_topic_tells_the_month_alone(client, held, facilitator):
    type(held.group).objects.update(sensitive=True)
    held.group.refresh_from_db()
    publish(held, facilitator)
    assert titles(client, "/meetings/notes.atom") == [f"Home from hospital: notes, {held.local_start:%B %Y}"]
