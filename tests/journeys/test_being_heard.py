"""Somebody who cannot come is heard all the same."""

import pytest
from playwright.sync_api import expect

from meetings.models import Attendance, Meeting, PassedOnView
from minutes import actions
from minutes.models import Point

from .hands import Pointer
from .inspection import NARROW, inspect

pytestmark = pytest.mark.browser

hand = Pointer()
VIEW = "Please think of people who cannot use a phone."


def test_a_visitor_sends_apologies_and_her_view_stands_in_the_notes_without_a_name(open_page, meeting, facilitator):
    visitor = open_page(viewport={"width": NARROW, "height": 640})

    when_she_says_she_cannot_come(visitor, meeting)
    when_she_asks_us_to_pass_on_her_view(visitor)

    given_that_the_meeting_has_started(meeting, facilitator)
    when_the_facilitator_puts_it_in_the_notes(open_page(facilitator), meeting)
    then_nothing_ties_the_view_to_her()


def when_she_says_she_cannot_come(page, meeting):
    page.goto(meeting.get_absolute_url())
    hand.press(page.get_by_role("link", name="Cannot come? Tell us what you think"))
    inspect(page)
    hand.type(page.get_by_label("Your name"), "Zofia")
    hand.press(page.get_by_role("button", name="I cannot come"))
    expect(page.locator(".co-said")).to_contain_text("Thank you for telling us.")
    inspect(page)


def when_she_asks_us_to_pass_on_her_view(page):
    hand.press(page.get_by_role("button", name="Pass on my view"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type what you would like us to pass on")
    inspect(page)
    hand.type(page.get_by_label("Please pass on my view"), VIEW)
    hand.press(page.get_by_role("button", name="Pass on my view"))
    expect(page.locator(".co-said")).to_contain_text("We will pass it on, without your name.")


def given_that_the_meeting_has_started(meeting, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.UNDER_WAY)
    meeting.refresh_from_db()
    actions.open_notes(meeting, by=facilitator)


def when_the_facilitator_puts_it_in_the_notes(page, meeting):
    page.goto(f"{meeting.get_absolute_url()}notes/")
    hand.press(page.get_by_role("link", name="The first day home", exact=True))
    expect(page.locator("main")).to_contain_text(VIEW)
    assert "Zofia" not in page.content()
    inspect(page)
    hand.press(page.get_by_role("button", name="Put it in this item"))
    expect(page.locator(".co-said")).to_contain_text("It is in the notes now.")
    expect(page.locator(".co-points")).to_contain_text(VIEW)
    assert "Zofia" not in page.content()
    inspect(page)


def then_nothing_ties_the_view_to_her():
    assert Attendance.objects.get().called == "Zofia"
    assert Point.objects.get().text == VIEW
    assert PassedOnView.objects.count() == 0
