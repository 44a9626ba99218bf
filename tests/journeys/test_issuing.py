"""A coordinator checks notes and signs them, a participant asks for a change, and everybody reads what came of it."""

import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from meetings.models import Attendance, Meeting
from minutes import actions
from minutes.models import Minutes
from minutes.periodic import make_what_was_asked_for
from tests import factories

from .conftest import link_in
from .hands import Pointer
from .inspection import inspect

pytestmark = pytest.mark.browser

hand = Pointer()
SUNIL = "sunil@people.example"


@pytest.fixture
def checking(minutes, facilitator):
    """Notes with a name, a number of people and a role to see to, and a name that is nobody's who came."""
    factories.attendance(minutes.meeting, "Sunil Bhatt", came=True, email=SUNIL)
    Attendance.objects.filter(called="Hal Pettit").update(role="treasurer")
    factories.point(minutes, facilitator, "Priya said the fridge was empty.")
    factories.point(minutes, facilitator, "Two carers were afraid of the stairs.")
    factories.point(minutes, facilitator, "The treasurer was worried about the cost of taxis.")
    factories.point(minutes, facilitator, "A singer called Bev Ashdown gave a concert for us.")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    return minutes


def test_notes_are_checked_signed_looked_at_and_read_by_a_stranger(open_page, checking, coordinator, newest_mail):
    page = open_page(coordinator)

    when_she_opens_the_check(page)
    when_she_uses_the_words_offered(page)
    when_she_changes_words_herself(page)
    when_she_says_that_it_is_not_that_person(page)
    then_nothing_must_change(page)
    when_she_answers_the_questions_and_signs(page)

    when_a_participant_asks_for_a_change(open_page(), newest_mail)
    when_she_settles_what_was_asked_for(page)

    given_that_the_days_have_passed()
    when_she_makes_both_copies(page)
    then_a_stranger_reads_it_and_the_file_names_nobody(open_page())


def when_she_opens_the_check(page):
    page.goto("/my-page/")
    inspect(page)
    hand.press(page.get_by_role("link", name="Notes: "))
    expect(page.get_by_role("heading", level=1)).to_have_text("Could anyone tell who said this?")
    inspect(page)


def row(page, words):
    return page.locator(".co-check__row").filter(has_text=words)


def when_she_uses_the_words_offered(page):
    hand.press(row(page, "Priya").get_by_role("button", name="Use these words"))
    expect(page.get_by_role("status")).to_contain_text("Changed.")
    assert not page.get_by_text("Priya").count()


def when_she_changes_words_herself(page):
    for old, new in (
        ("were afraid of the stairs.", "People were afraid of the stairs."),
        ("about the cost of taxis.", "Taxis cost a lot."),
    ):
        hand.press(row(page, old).get_by_role("link", name="Change it myself").first)
        inspect(page)
        hand.type(page.get_by_label("The words"), "")
        hand.press(page.get_by_role("button", name="Save"))
        expect(page.locator(".govuk-error-summary")).to_contain_text("Type the words")
        hand.type(page.get_by_label("The words"), new)
        hand.press(page.get_by_role("button", name="Save"))
        expect(page.locator(".co-check")).to_contain_text(new)


def when_she_says_that_it_is_not_that_person(page):
    hand.press(row(page, "Bev Ashdown").get_by_role("link", name="Not that person").first)
    inspect(page)
    hand.press(page.get_by_role("button", name="Settle it"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Pick why it can stay")
    inspect(page)
    hand.choose(page.get_by_label("It is somebody who was not there"))
    hand.press(page.get_by_role("button", name="Settle it"))
    inspect(page)


def then_nothing_must_change(page):
    expect(page.locator(".co-now")).to_contain_text("Nothing must change.")


def when_she_answers_the_questions_and_signs(page):
    hand.press(page.get_by_role("button", name="Sign these notes"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Answer question 4, yes or no")
    inspect(page)
    for number, answer in (("1.", "No"), ("2.", "No"), ("3.", "No"), ("4.", "Yes")):
        hand.choose(page.get_by_role("group", name=number).get_by_label(answer))
    hand.press(page.get_by_role("button", name="Sign these notes"))
    then_the_files_are_made(page, "0 of 8 ready.", "Signed. Thank you for reading it all.")


def then_the_files_are_made(page, waiting, done):
    """The page says by itself what came of it, when a worker has been; then she goes on."""
    expect(page.get_by_role("heading", level=1)).to_have_text("We are making the files")
    expect(page.locator("[data-look-again]")).to_contain_text(waiting)
    inspect(page)
    make_what_was_asked_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(done)
    expect(page).to_have_title(re.compile("^The files are ready"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Go on"))
    inspect(page)


def when_a_participant_asks_for_a_change(page, newest_mail):
    page.goto(link_in(newest_mail(SUNIL), "/look/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Could anyone tell it was you?")
    inspect(page)
    hand.choose(page.get_by_label("Somebody could tell it was me"))
    hand.type(page.get_by_label("Which words?"), "The stairs. Everybody knows whose they are.")
    hand.press(page.get_by_role("button", name="Please change this"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    inspect(page)


def when_she_settles_what_was_asked_for(page):
    page.reload()
    expect(page.locator("main")).to_contain_text("The stairs. Everybody knows whose they are.")
    inspect(page)
    hand.type(page.get_by_label("What did you do?"), "We asked around: many homes have such stairs.")
    hand.press(page.get_by_role("button", name="Settle request 1"))
    inspect(page)


def given_that_the_days_have_passed():
    Minutes.objects.update(window_ends=timezone.now())


def when_she_makes_both_copies(page):
    page.reload()
    hand.press(page.get_by_role("button", name="Make the group copy"))
    then_the_files_are_made(page, "0 of 5 ready.", "The group copy is out.")
    hand.press(page.get_by_role("link", name="Group copy", exact=True))
    inspect(page)
    page.go_back()
    hand.press(page.get_by_role("button", name="Make the notes public"))
    then_the_files_are_made(page, "0 of 5 ready.", "The notes are public now.")


def then_a_stranger_reads_it_and_the_file_names_nobody(page):
    page.goto("/groups/home-from-hospital/")
    hand.press(page.get_by_role("link", name="What would help?"))
    inspect(page)
    seen = page.inner_text("main")
    names = [row.called for row in Attendance.objects.exclude(called="Bev Ashdown")]
    assert len(names) == 8
    address = page.get_by_role("link", name="As a PDF to print").get_attribute("href")
    file = page.request.get(address)
    assert file.headers["content-type"] == "application/pdf"
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.body())).pages)
    for words in ("We will try a first-day card.", "A card is not enough.", "Taxis cost a lot."):
        assert words in seen and words in " ".join(printed.split())
    for name in names:
        for part in name.split():
            assert part not in seen and part not in printed
    meeting = Meeting.objects.get()
    page.goto(meeting.get_absolute_url())
    inspect(page)


def test_the_page_that_waits_for_files_waits_through_no_answer_and_goes_on(
    open_page, minutes, facilitator, coordinator
):
    actions.send_to_check(minutes, by=facilitator)
    page = open_page(coordinator)
    page.goto("/my-page/")
    hand.press(page.get_by_role("link", name="Notes: "))
    hand.press(page.get_by_role("button", name="Make a draft PDF of the group copy"))
    address = page.url
    told, words = page.locator("#no-answer"), "The site does not answer just now. We look again by ourselves."
    expect(told).to_have_text("")
    page.route(address, lambda route: route.fulfill(status=502, body="Bad gateway"))
    expect(told).to_have_text(words)
    page.unroute(address)
    expect(told).to_have_text("")
    page.context.set_offline(True)
    expect(told).to_have_text(words)
    page.wait_for_timeout(3_000)  # it has looked again, and waits all the same
    expect(page.get_by_role("heading", level=1)).to_have_text("We are making the files")
    make_what_was_asked_for()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("The draft is ready")
    expect(told).to_have_text("")
    assert page.url == address
