"""Somebody who wants to read and not to come follows a group, reads its notes, and stops."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from groups.forms import FollowForm
from groups.models import Follower
from minutes import actions
from minutes.models import Minutes

from .conftest import link_in
from .hands import Keys, Pointer
from .inspection import NARROW, WIDE, inspect

pytestmark = pytest.mark.browser
ADDRESS = "mabli@people.example"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch, live_server):
    """Nobody here takes two seconds to type an address. Rows of a journey are committed, so its limits are cleared."""
    monkeypatch.setattr(FollowForm, "QUICKEST", 0)
    yield
    cache.clear()


@pytest.mark.parametrize("how", ["pointer", "keys", "no script"])
def test_a_reader_follows_a_group_and_stops(how, open_page, minutes, facilitator, coordinator, newest_mail):
    page = open_page(
        java_script_enabled=how != "no script", viewport={"width": WIDE if how == "keys" else NARROW, "height": 640}
    )
    hand = Keys() if how == "keys" else Pointer()
    when_she_follows_the_group(page, hand, minutes.meeting.group)
    when_she_says_yes_by_the_link_of_our_message(page, hand, newest_mail(ADDRESS))
    when_the_group_copy_comes_out(minutes, facilitator, coordinator)
    message = newest_mail(ADDRESS)
    then_she_reads_the_notes(page, message)
    when_she_stops(page, hand, message)
    then_her_links_lead_on_kindly(page, hand, message)


def when_she_follows_the_group(page, hand, group):
    page.goto(group.get_absolute_url())
    hand.press(page.get_by_role("link", name="Follow this group"))
    inspect(page)
    hand.type(page.get_by_label("Your e-mail address"), "mabli at people")
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type a whole e-mail address")
    inspect(page)
    hand.type(page.get_by_label("Your e-mail address"), ADDRESS)
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.locator("h1")).to_have_text("Look in your e-mail")
    inspect(page)


def when_she_says_yes_by_the_link_of_our_message(page, hand, message):
    page.goto(link_in(message, "/following/"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Yes, send me the notes"))
    expect(page.locator("h1")).to_have_text("You follow this group")
    inspect(page)


def when_the_group_copy_comes_out(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=minutes.circulated_at)
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)


def then_she_reads_the_notes(page, message):
    page.goto(link_in(message, "/meetings/"))
    expect(page.locator("article")).to_contain_text("People often come home to an empty fridge.")
    inspect(page)


def when_she_stops(page, hand, message):
    page.goto(link_in(message, "/following/"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Stop, please"))
    expect(page.locator("h1")).to_have_text("You have stopped")
    inspect(page)
    assert not Follower.objects.exists()


def then_her_links_lead_on_kindly(page, hand, message):
    page.goto(link_in(message, "/meetings/"))
    expect(page.locator("h1")).to_have_text("This link does not work any more")
    inspect(page)
    page.goto(link_in(message, "/following/"))
    expect(page.locator("h1")).to_have_text("You have stopped")
    inspect(page)
    hand.press(page.get_by_role("link", name="See all groups"))
