"""A visitor without an account finds an open meeting, books, and changes her mind twice."""

import pytest
from playwright.sync_api import expect

from meetings.models import Attendance
from tests import factories

from .conftest import link_in
from .hands import Keys, Pointer
from .inspection import NARROW, WIDE, inspect

pytestmark = pytest.mark.browser

ADDRESS = "maya@people.example"


@pytest.fixture
def open_meeting(group, facilitator):
    """A meeting to come, described as fully as a page can, and another one after it."""
    factories.meeting(group, facilitator, days=24, theme="Who do we call at night?")
    return factories.meeting(
        group,
        facilitator,
        theme="What would help on the first day home?",
        costs="nothing. We pay your bus or taxi on the day.",
        getting_there="Bus 14 stops outside.\nThere are two parking places for blue badges.",
        access="no steps\na hearing loop\na quiet room",
        expect="About twelve people and a pot of tea. Nobody has to speak.",
        mode="hybrid",
        online_link="https://video.example/first-day",
        dial_in="01632 960 199, code 4471",
    )


@pytest.mark.parametrize("how", ["pointer", "keys", "no script"])
def test_a_visitor_books_a_place_and_changes_her_mind(how, open_page, open_meeting, newest_mail):
    page = open_page(
        java_script_enabled=how != "no script", viewport={"width": WIDE if how == "keys" else NARROW, "height": 640}
    )
    hand = Keys() if how == "keys" else Pointer()

    when_she_finds_the_meeting_from_the_home_page(page, hand)
    then_the_page_says_all_she_needs(page)

    when_she_books_with_a_name(page, hand)
    when_she_says_how_to_reach_her(page, hand)
    when_she_says_what_would_help(page, hand)
    then_she_has_a_place(page)
    expect(page.locator("main")).to_contain_text("You asked for: A seat near the door.")

    page.goto(link_in(newest_mail(ADDRESS), "/booking/"))
    then_she_has_a_place(page)

    when_she_cannot_come(page, hand)
    then_her_place_is_free(page)

    when_she_comes_after_all(page, hand)
    then_she_has_a_place(page)
    assert Attendance.objects.get().booking == "coming"


def when_she_finds_the_meeting_from_the_home_page(page, hand):
    page.goto("/")
    inspect(page)
    hand.press(page.get_by_role("button", name="See this meeting"))


def then_the_page_says_all_she_needs(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("What would help on the first day home?")
    facts = page.locator("main dl").first.inner_text()
    assert "anyone who looks after someone." in facts
    assert "6pm to 8pm" in facts.replace("\u00a0", " ")
    assert "Millbeck Hall, Mill Street, Wendleby" in facts
    assert "nothing. We pay your bus or taxi on the day." in facts
    inspect(page)


def when_she_books_with_a_name(page, hand):
    hand.press(page.get_by_role("button", name="Book a place"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Carry on"))
    then_she_is_asked_again(page, "Type a name we may call you. Any name you like is fine")
    hand.type(page.get_by_label("What may we call you?"), "Maya")
    hand.press(page.get_by_role("button", name="Carry on"))


def when_she_says_how_to_reach_her(page, hand):
    expect(page.get_by_role("heading", level=1)).to_have_text("How can we reach you?")
    inspect(page)
    hand.choose(page.get_by_label("E-mail", exact=True))
    hand.type(page.get_by_label("Your e-mail address"), "maya at home")
    hand.press(page.get_by_role("button", name="Carry on"))
    then_she_is_asked_again(page, "Type a whole e-mail address, like name@example.org")
    expect(page.get_by_label("Your e-mail address")).to_have_value("maya at home")
    hand.type(page.get_by_label("Your e-mail address"), ADDRESS)
    hand.press(page.get_by_role("button", name="Carry on"))


def then_she_is_asked_again(page, words):
    """The summary comes first and takes the reader to the question; the same words stand beside it."""
    assert page.title().startswith("Error: ")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("We kept what you typed.")
    link = summary.get_by_role("link", name=words)
    field = page.locator(link.get_attribute("href"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")).to_contain_text(words)
    inspect(page)


def when_she_says_what_would_help(page, hand):
    expect(page.get_by_role("heading", level=1)).to_contain_text("Would anything help you to come?")
    inspect(page)
    hand.type(page.get_by_label("Would anything help you to come?"), "a seat near the door")
    hand.press(page.get_by_role("button", name="Book my place"))


def then_she_has_a_place(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("You have a place, Maya")
    expect(page.locator("main")).to_contain_text("Millbeck Hall")
    inspect(page)


def when_she_cannot_come(page, hand):
    hand.press(page.get_by_role("button", name="I cannot come"))


def then_her_place_is_free(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not coming this time")
    assert Attendance.objects.get().booking != "coming"
    inspect(page)


def when_she_comes_after_all(page, hand):
    hand.press(page.get_by_role("button", name="I can come after all"))
