"""In the room: people send from their phones, the big screen shows where we are, and the register is taken."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import JargonWord
from meetings.actions import room
from meetings.emails import booking_path
from meetings.models import AgendaItem, Attendance, Meeting, PassedOnView, RiskTold, RoomWish
from tests import factories

from .hands import Keys, Pointer
from .inspection import NARROW, inspect
from .test_running import of

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": NARROW, "height": 640}}


@pytest.fixture
def on(group, facilitator):
    """A meeting in a room and on a call that began half an hour ago; four people booked."""
    starts = timezone.now() - dt.timedelta(minutes=30)
    mode = Meeting.Mode.HYBRID
    on = factories.meeting(group, facilitator, starts=starts, state=Meeting.State.UNDER_WAY, mode=mode)
    room.give_code(on)
    AgendaItem.objects.filter(pk=factories.topic(on).pk).update(
        blurb="To find one thing to try.",
        can_decide="What goes on the card.",
        cannot_decide="How many nurses there are.",
    )
    for name in ("Bev", "Colin", "Nia", "Wilf"):
        factories.attendance(on, name, booking="coming")
    return on


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_asks_for_a_word_a_pause_and_passes_on_a_view_by_phone(open_page, on, facilitator, scripts):
    hand = Pointer()
    screen = open_page(facilitator)
    screen.goto(f"{on.get_absolute_url()}screen/")
    inspect(screen)
    typed = screen.locator(".co-screen__address").inner_text().replace("\n", "")
    page = open_page(java_script_enabled=scripts, **PHONE)

    page.goto("/r/" + typed.partition("/r/")[2])
    inspect(page)
    hand.press(page.get_by_role("button", name="Please explain a word"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Ask for this word"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type the word, as you heard it")
    inspect(page)
    hand.type(page.get_by_label("Which word shall we explain?"), "DST")
    hand.press(page.get_by_role("button", name="Ask for this word"))
    expect(page.get_by_role("status")).to_contain_text("not who asked")
    inspect(page)
    hand.press(page.get_by_role("button", name="Please pause"))
    hand.press(page.get_by_role("button", name="A view I would rather not say aloud"))
    inspect(page)
    hand.type(page.get_by_label("What would you rather not say aloud?"), "I am afraid of the lift.")
    hand.press(page.get_by_role("button", name="Pass it on"))
    expect(page.get_by_role("status")).to_contain_text("not whose it is")
    assert (RoomWish.objects.waiting().count(), PassedOnView.objects.count()) == (2, 1)

    when_the_facilitator_explains_it(open_page(facilitator, java_script_enabled=scripts), on)
    screen.get_by_role("link", name="Show what is new").click()
    expect(screen.get_by_text("Money for chairs and rails.")).to_be_visible()
    inspect(screen)


def when_the_facilitator_explains_it(page, on):
    hand = Pointer()
    page.goto(f"{on.get_absolute_url()}from-the-room/")
    inspect(page)
    hand.press(page.get_by_role("button", name="We paused"))
    hand.press(page.get_by_role("link", name="Put it among the hard words"))
    inspect(page)
    hand.type(page.get_by_label("What does it mean?"), "Money for chairs and rails.")
    hand.press(page.get_by_role("button", name="Put it among the hard words"))
    expect(page.get_by_text("I am afraid of the lift.")).to_be_visible()
    inspect(page)
    assert JargonWord.objects.get().word == "DST" and not RoomWish.objects.waiting().exists()


def test_the_big_screen_goes_from_item_to_item_by_its_links(open_page, on, facilitator):
    page = open_page(facilitator, java_script_enabled=False)
    page.goto(f"{on.get_absolute_url()}screen/?item=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, and how today works")
    page.get_by_role("link", name="Next item").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first day home")
    expect(page.get_by_text("How many nurses there are.")).to_be_visible()
    assert page.locator(".co-screen__phones img").evaluate("i => i.complete && i.naturalWidth > 100")
    inspect(page)


def test_an_address_that_opens_nothing_and_a_meeting_that_is_over_say_so(open_page, on):
    page = open_page(**PHONE)
    page.goto("/r/cdfh-2345/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This address opens nothing")
    inspect(page)
    ends = timezone.now() - dt.timedelta(hours=4)
    Meeting.objects.filter(pk=on.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
    page.goto(on.room_path)
    expect(page.get_by_role("heading", level=1)).to_have_text("This meeting is over")
    inspect(page)


@pytest.mark.parametrize("hand", [Pointer(), Keys()], ids=["pointer", "keys"])
def test_the_register_is_taken_with_one_press_a_person(open_page, on, facilitator, hand):
    page = open_page(facilitator, java_script_enabled=isinstance(hand, Keys))
    page.goto(f"{on.get_absolute_url()}register/")
    hand.press(page.get_by_role("button", name="Everybody who booked is here"))
    hand.choose(of(page, "Colin").get_by_label("By phone"))
    of(page, "Nia").get_by_label("Sent apologies").check()
    of(page, "Wilf").get_by_label("Came late").check()
    page.get_by_role("button", name="Save who came").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    inspect(page)
    assert dict(on.attendances.values_list("called", "how")) == {
        "Bev": "room",
        "Colin": "phone",
        "Nia": "",
        "Wilf": "room",
    }
    assert on.attendances.get(late=True).called == "Wilf"


def test_a_sheet_is_printed_and_typed_up(open_page, on, coordinator):
    hand = Pointer()
    page = open_page(coordinator)
    page.goto(f"{on.get_absolute_url()}register/")
    hand.press(page.get_by_role("link", name="Print a sheet for names"))
    inspect(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Print this page with")).to_be_hidden()
    page.emulate_media(media="screen")
    hand.press(page.get_by_role("link", name="Put the names of people who booked on it"))
    inspect(page)
    hand.press(page.get_by_role("link", name="Who came"))
    hand.press(page.get_by_role("link", name="Type up a sheet"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Write them all down"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type the first name on the sheet")
    inspect(page)
    hand.type(page.get_by_label("Who is on the sheet?"), "Bev\nSunil\nMary")
    hand.press(page.get_by_role("button", name="Write them all down"))
    assert sorted(Attendance.objects.came().values_list("called", flat=True)) == ["Bev", "Mary", "Sunil"]


def test_somebody_says_by_their_own_link_that_they_were_there(open_page, on):
    page = open_page(java_script_enabled=False, **PHONE)
    page.goto(booking_path(on.attendances.get(called="Bev")))
    inspect(page)
    Pointer().press(page.get_by_role("button", name="I was there"))
    expect(page.get_by_text("You told us that you were there.")).to_be_visible()
    inspect(page)
    assert on.attendances.get(came=True).called == "Bev"


def test_when_someone_may_be_at_risk_who_was_told_is_written_down(open_page, on, coordinator):
    hand = Pointer()
    page = open_page(coordinator)
    page.goto(f"{on.get_absolute_url()}someone-at-risk/")
    inspect(page)
    hand.press(page.get_by_role("button", name="Write this down"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say who you told")
    inspect(page)
    hand.type(page.get_by_label("Who did you tell?"), "The safeguarding lead")
    hand.type(page.get_by_label("At what time?"), "12:01am")
    hand.press(page.get_by_role("button", name="Write this down"))
    expect(page.locator(".co-list li")).to_contain_text("The safeguarding lead")
    inspect(page)
    assert RiskTold.objects.get().told == "The safeguarding lead"
