"""A facilitator closes a meeting in a hurry, and people who were there chip in with what is to be done."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import CarriedItem, Meeting
from minutes.models import Action, Minutes
from tests import factories

from .hands import Pointer
from .inspection import inspect

pytestmark = pytest.mark.browser

hand = Pointer()


def test_a_meeting_is_closed_in_a_hurry_and_what_there_was_no_time_for_comes_again(open_page, group, facilitator):
    running = factories.meeting(
        group, facilitator, days=0, state=Meeting.State.UNDER_WAY, items=("Lifts home", "The first day home")
    )
    coming = factories.meeting(group, facilitator, items=())
    page = open_page(facilitator)

    page.goto(f"{running.get_absolute_url()}plan/")
    hand.press(page.get_by_role("button", name="Close the meeting"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you close")
    expect(page.get_by_text("Nobody is marked as having come yet")).to_be_visible()
    expect(page.get_by_role("button", name="Close the meeting and check the notes")).to_have_count(0)
    inspect(page)
    hand.press(page.get_by_role("button", name="No time: next agenda : Lifts home"))
    expect(page.get_by_text("We did not get to this. It comes on the next agenda.")).to_be_visible()
    hand.press(page.get_by_role("button", name="No time: leave it : The first day home"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Take that back : The first day home"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Close now, finish the notes later"))
    expect(page.locator(".co-said")).to_contain_text("The meeting is over. You can go on writing.")

    page.goto(f"{running.get_absolute_url()}notes/close/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before the notes are checked")
    inspect(page)
    page.goto(f"{coming.get_absolute_url()}plan/")
    expect(page.get_by_role("heading", name="Lifts home")).to_be_visible()
    expect(page.get_by_text("there was no time for it then.")).to_be_visible()
    inspect(page)
    hand.press(page.get_by_role("link", name="Change : Lifts home"))
    hand.choose(page.get_by_label("It comes back at every meeting"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Save"))
    assert CarriedItem.objects.get().item.recurring


def test_somebody_who_was_there_chips_in_and_the_lead_sees_it(open_page, minutes):
    lead, ada = factories.person("Wilf"), factories.person("Ada")
    rows = {p: factories.attendance(minutes.meeting, p.called, came=True, person=p) for p in (lead, ada)}
    now = timezone.now()
    Minutes.objects.update(state="circulated", circulated_at=now, window_ends=now)
    Action.objects.update(lead=rows[lead])
    hers, his = open_page(ada), open_page(lead)

    hers.goto("/my-page/")
    inspect(hers)
    hand.press(hers.get_by_role("link", name="Write a first try of the card."))
    inspect(hers)
    hand.press(hers.get_by_role("button", name="I will chip in"))
    expect(hers.get_by_role("heading", name="You chip in", exact=True)).to_be_visible()
    inspect(hers)

    his.goto("/my-page/")
    expect(his.get_by_text("Chipping in: Ada.")).to_be_visible()
    inspect(his)
    hand.press(his.get_by_role("link", name="Say how far it is"))
    hand.choose(his.get_by_label("Started"))
    hand.type(his.get_by_label("What has happened?"), "Ada rang the printer.")
    hand.press(his.get_by_role("button", name="Save"))
    expect(his.locator(".govuk-error-summary")).to_contain_text("could tell who somebody is")
    inspect(his)
    hand.type(his.get_by_label("What has happened?"), "It is at the printer.")
    hand.press(his.get_by_role("button", name="Save"))
    inspect(his)

    hers.goto("/my-page/")
    expect(hers.get_by_text("It is at the printer.")).to_be_visible()
    hand.press(hers.get_by_role("link", name="See how far it is"))
    inspect(hers)
    hand.press(hers.get_by_role("button", name="I cannot help after all"))
    expect(hers.get_by_role("status")).to_contain_text("Taken back. That is fine.")
    inspect(hers)
