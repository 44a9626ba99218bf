"""What a stranger can reach by following links: the words of public copies and announcements, and nobody's name."""

import io
import re
import uuid
from collections import Counter
from urllib.parse import urlsplit

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.models import Person
from groups.models import Group
from meetings import actions as meeting_actions
from meetings.models import Attendance, Meeting
from minutes import actions
from minutes.models import Minutes
from tests import factories, worlds
from tests.test_access import lines, look
from tests.test_security import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="(?:request_key|since)" value="[^"]*"')


@pytest.fixture
def world(db):
    return worlds.build()


def words_of(response):
    """Return what an answer says; of a PDF that was drawn, its words and not its packed bytes."""
    if not (response.content.startswith(b"%PDF-") and response.content.rstrip().endswith(b"%%EOF")):
        return response.content
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return "\n".join(page.extract_text() for page in pages).encode()


def reached(client, start=("/", "/meetings/", "/groups/")):
    """Follow every link of the site from `start` on and return {address: body} of what a reader gets to."""
    waiting, found = list(start), {}
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith("/static/"):
            continue
        response = client.get(path)
        found[path] = TOKEN.sub(b"", words_of(response)) if response.status_code == 200 else b""
        for link in re.findall(rb'href="([^"#]*)', found[path]):
            parts = urlsplit(link.decode().replace("&amp;", "&"))
            if not parts.scheme and not parts.netloc:
                to = parts.path or urlsplit(path).path
                waiting.append(to + (f"?{parts.query}" if parts.query else ""))
    return found


def address(world, route, where):
    return reverse(route, kwargs=world.at[where] if where else {})


def names_and_ways():
    """Return every word of a name, every address and number that the register and the accounts hold."""
    rows = [*Attendance.objects.all(), *Person.objects.filter(is_superuser=False)]
    return {word for row in rows for word in [*row.called.split(), row.email, row.phone] if word}


def issue(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)


def live_pages(minutes, meeting):
    """Return what stands on the pages that show things to do: home, the group's, and the next meeting's."""
    paths = ["/", minutes.meeting.group.get_absolute_url(), meeting.get_absolute_url()]
    return [Client().get(path).content.decode() for path in paths]


def told(pages):
    """Return every (address, name) where a page or its address holds a name, an address or a number of somebody."""
    names = names_and_ways()
    words = {path: set(re.findall(r"[\w.@-]+", body.decode())) for path, body in pages.items()}
    in_addresses = [(path, name) for path in pages for name in names if name.casefold() in path.casefold()]
    return [(path, name) for path, said in words.items() for name in names & said] + in_addresses


def test_a_stranger_who_follows_every_link_reads_nobodys_name(world, client):
    pages = reached(client)
    assert len(pages) > 20 and len(names_and_ways()) > 40
    assert sum(b"People often come home to an empty fridge." in body for body in pages.values()) == 1
    assert told(pages) == []


def test_a_name_on_one_page_is_noticed(world, client):
    Meeting.objects.filter(pk=world.meetings["coming"].pk).update(expect="Ask for Wilf at the door.")
    assert told(reached(client)) == [(world.meetings["coming"].get_absolute_url(), "Wilf")]


def test_an_address_is_made_of_groups_dates_and_pages_alone(world, client):
    known = {group.slug for group in Group.objects.all()} | {meeting.slug for meeting in Meeting.objects.all()}
    known |= {"public.pdf", "public-large.pdf", "public.docx", "public.txt", "calendar.ics", "four-phases", ""}
    known |= {"poster.pdf", "new.atom", "meetings.atom", "notes.atom"}
    paths = [re.sub(r"/papers/\d+/", "/", urlsplit(path).path) for path in reached(client)]  # the how manieth of them
    words = Counter(word for path in paths for word in path.split("/") if word not in known)
    assert {word for word in words if not re.fullmatch("[a-z-]+", word)} == set()


def test_notes_that_are_not_public_yet_are_on_no_page(world, client):
    for name in ("written", "checked", "circulated", "agreed"):
        minutes = world.meetings[name].record
        for row in [*minutes.points.all(), *minutes.actions.all()]:
            type(row).objects.filter(pk=row.pk).update(text=f"Unread {name}.")
    assert [path for path, body in reached(client).items() if b"Unread " in body] == []


def test_there_is_no_other_way_out_than_the_pages(client):
    for path in ("/api/", "/feed/", "/rss/", "/atom.xml", "/sitemap.xml", "/search.json", "/admin/"):
        assert client.get(path).status_code == 404, path
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_nobody_can_take_the_register_away_as_a_table(world):
    browser, kinds = signed_in(world.people["coordinator"]), set()
    for route, where, *_answers in lines():
        path = address(world, route, where)
        kinds.add(look(browser, "get", path).headers["Content-Type"].partition(";")[0])
    copies = {"application/pdf", WORD, "text/plain", "application/json"}  # of the minutes, which hold no register
    shown = {"image/svg+xml", "text/javascript"}  # the code of the big screen, and what opens the notes without signal
    assert kinds == {"text/html", "text/calendar", "application/atom+xml", *shown, *copies}


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# --- how many, and who belongs ----------------------------------------------------------------------------------------
def test_public_pages_are_the_same_however_many_book_and_belong(group, facilitator, client):
    meeting = factories.meeting(group, facilitator, capacity=30)
    factories.came(factories.meeting(group, facilitator, days=-7, state="held"))
    before = reached(client)
    for number in range(13):
        person = factories.person(f"Person {number}")
        factories.membership(group, person, "member")
        factories.attendance(meeting, person.called, person=person, booking="coming", role="carer")
        factories.attendance(meeting, f"Sorry {number}", booking="apologies")
    assert len(before) > 10
    assert reached(Client()) == before


def test_a_full_meeting_says_full_and_no_number(meeting, client):
    pages = []
    for number in (7, 29):
        Meeting.objects.filter(pk=meeting.pk).update(capacity=number)
        meeting.attendances.all().delete()
        for place in range(number):
            factories.attendance(meeting, f"Person {place}", booking="coming")
        pages.append(client.get(meeting.get_absolute_url()).content)
    assert b"This meeting is full." in pages[0]
    assert pages[0] == pages[1]


# --- things to do -----------------------------------------------------------------------------------------------------
def test_things_to_do_stand_on_public_pages_once_the_notes_are_public(minutes, meeting, facilitator, coordinator):
    assert not any("Write a first try of the card." in page for page in live_pages(minutes, meeting))
    issue(minutes, facilitator, coordinator)
    assert all("Write a first try of the card." in page for page in live_pages(minutes, meeting))


def test_words_typed_while_a_correction_is_written_are_on_no_public_page(minutes, meeting, facilitator, coordinator):
    issue(minutes, facilitator, coordinator)
    actions.correct(minutes, by=coordinator, kind=Minutes.Correction.FACT)
    factories.action(minutes, facilitator, "Priya Nand will ring Colin Webb.")
    row = minutes.actions.exclude(text__startswith="Priya").get()
    actions.change_action(row, by=facilitator, version=row.version, text="Priya will write the card.")
    assert not any("Priya" in page for page in live_pages(minutes, meeting))


def test_things_to_do_from_a_private_item_are_on_no_public_page(minutes, meeting, facilitator, coordinator):
    meeting_actions.set_item_rule(factories.topic(minutes.meeting), "confidential", by=facilitator)
    issue(minutes, facilitator, coordinator)
    assert not any("Write a first try of the card." in page for page in live_pages(minutes, meeting))
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.PUBLISHED and minutes.actions.exists()


# --- in the room ------------------------------------------------------------------------------------------------------
def test_the_pages_that_notes_are_written_on_hold_no_name_of_the_register(world):
    browser, pages = signed_in(world.people["facilitator"]), 0
    pass_on = dict(request_key=uuid.uuid4(), text="Please think of pets.")
    meeting_actions.pass_on_view(world.meetings["coming"], **pass_on)
    called = {word for row in Attendance.objects.all() for word in row.called.split()}
    for route, where in (
        ("minutes:item", "written item"), ("minutes:point", "point"), ("minutes:consensus", "note"),
        ("minutes:view-add", "note"), ("meetings:plan", "written"), ("meetings:plan", "coming"),
    ):  # fmt: skip
        said = browser.get(address(world, route, where)).content.decode()
        assert set(re.findall(r"\w+", said)) & called == set(), route
        pages += 1
    assert pages == 6
