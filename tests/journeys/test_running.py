"""A facilitator plans a meeting, runs it, and hands the notes to the check."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from meetings.models import Attendance, Meeting
from minutes.models import Action, Minutes, Point, View
from tests import factories

from .hands import Pointer
from .inspection import inspect

pytestmark = pytest.mark.browser

hand = Pointer()


def test_a_facilitator_runs_a_meeting_from_the_plan_to_the_check(open_page, group, facilitator, newest_mail):
    page = open_page()

    when_he_signs_in_with_a_code(page, facilitator.email, newest_mail)
    when_he_plans_a_meeting(page)
    when_he_adds_an_item_that_says_what_can_be_decided(page)
    when_he_announces_it(page)
    then_everybody_can_find_it(open_page())

    given_that_people_booked()
    when_he_starts_it(page)
    when_he_starts_the_notes(page)
    when_he_takes_the_register(page)
    then_the_register_knows_who_came()

    when_he_writes_a_point_of_each_kind(page)
    when_he_writes_what_was_agreed_with_two_views(page)
    when_he_writes_what_will_be_done(page)
    then_the_notes_hold_it_all()

    when_he_closes_the_meeting_and_sends_the_notes_to_the_check(page)
    assert Minutes.objects.get().state == "checking"


def test_notes_can_be_written_without_scripts(open_page, group, facilitator):
    meeting = factories.meeting(group, facilitator, days=0, state=Meeting.State.UNDER_WAY)
    given_that_people_booked()
    Attendance.objects.update(came=True)
    page = open_page(facilitator, java_script_enabled=False)
    page.goto(f"{meeting.get_absolute_url()}notes/")
    when_he_starts_the_notes(page)

    when_he_writes_a_point_of_each_kind(page)
    when_he_writes_what_was_agreed_with_two_views(page)
    when_he_writes_what_will_be_done(page)
    then_the_notes_hold_it_all()


def given_that_people_booked():
    meeting = Meeting.objects.get()
    for name in factories.NAMES[:5]:
        factories.attendance(meeting, name)


def when_he_signs_in_with_a_code(page, address, newest_mail):
    page.goto("/")
    hand.press(page.get_by_role("link", name="My page"))
    inspect(page)
    hand.type(page.get_by_label("Your e-mail address"), "tomasz")
    hand.press(page.get_by_role("button", name="Send me a code"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("That address is not complete.")
    inspect(page)
    hand.type(page.get_by_label("Your e-mail address"), address)
    hand.press(page.get_by_role("button", name="Send me a code"))
    inspect(page)
    hand.type(page.get_by_label("Your code"), "0000 0000")
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("That is not the code.")
    inspect(page)
    hand.type(page.get_by_label("Your code"), re.search(r"\d{4} \d{4}", newest_mail(address).body)[0])
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Tomasz Lis")
    inspect(page)


def when_he_plans_a_meeting(page):
    hand.press(page.get_by_role("link", name="Plan a meeting : Home from hospital"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say where it is")
    inspect(page)
    day = factories.moment(days=12)
    answers = {
        "What is it about?": "What would help on the first day home?",
        "Who is it for?": "anyone who has come home from hospital.",
        "Day": str(day.day),
        "Month": str(day.month),
        "Year": str(day.year),
        "When does it start?": "6pm",
        "When does it end?": "8pm",
        "Place and street": "Millbeck Hall, Mill Street",
        "Town": "Wendleby",
        "What else you have there": "a lift\nlarge print",
    }
    for question, words in answers.items():
        hand.type(page.get_by_label(question), words)
    hand.press(page.get_by_role("button", name="Carry on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What would help on the first day home?")
    inspect(page)


def when_he_adds_an_item_that_says_what_can_be_decided(page):
    hand.press(page.get_by_role("button", name="Add an item"))
    inspect(page)
    hand.press(page.get_by_role("button", name="Save"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what you will talk about")
    inspect(page)
    answers = {
        "What will you talk about?": "The first day home",
        "One sentence about it": "What goes well, and what does not?",
        "How many minutes?": "40",
        "We can decide": "what our card says.",
        "We cannot decide": "when people are sent home.",
        "Who decides that?": "the hospital.",
        "By when?": "the end of spring.",
    }
    for question, words in answers.items():
        hand.type(page.get_by_label(question), words)
    hand.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name="The first day home", exact=True)).to_be_visible()
    hand.press(page.get_by_role("button", name="Add a break"))
    inspect(page)


def when_he_announces_it(page):
    hand.press(page.get_by_role("button", name="Announce this meeting"))
    expect(page.locator(".co-said")).to_contain_text("Announced. Everybody can see it now.")
    inspect(page)


def then_everybody_can_find_it(page):
    page.goto("/groups/home-from-hospital/")
    inspect(page)
    hand.press(page.get_by_role("button", name="See this meeting"))
    hand_open(page, "What we can and cannot decide: The first day home")
    expect(page.get_by_text("when people are sent home.")).to_be_visible()
    inspect(page)


def hand_open(page, words):
    page.locator("summary").filter(has_text=words).click()


def when_he_starts_it(page):
    hand.press(page.get_by_role("button", name="Start the meeting"))
    expect(page.locator(".co-said")).to_contain_text("The meeting has started.")


def when_he_starts_the_notes(page):
    """Looking starts nothing: the page asks, with the words to read out first."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Start the notes")
    assert Minutes.objects.count() == 0
    inspect(page)
    hand.press(page.get_by_role("button", name="Start the notes"))
    the_page_is_ready(page)
    inspect(page)
    hand.press(page.get_by_role("link", name="The first day home", exact=True))


def the_page_is_ready(page):
    if page.scripts:
        expect(page.locator("#board[data-ready]")).to_be_visible()


def when_he_takes_the_register(page):
    hand.press(page.get_by_role("link", name="Who came"))
    for name in factories.NAMES[:4]:
        hand.choose(of(page, name).get_by_label("In the room"))
    hand.press(page.get_by_role("button", name="Save who came"))
    expect(of(page, "Priya Nand").get_by_label("In the room")).to_be_checked()
    inspect(page)
    hand.press(page.get_by_role("button", name="Add this person"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("Type a first name, or “visitor”")
    inspect(page)
    hand.type(page.get_by_label("Name", exact=True), "Sunil")
    hand.press(page.get_by_role("button", name="Add this person"))
    expect(of(page, "Sunil").get_by_label("In the room")).to_be_checked()


def of(page, name):
    """What the register asks about one person."""
    return page.get_by_role("group", name=name, exact=True)


def then_the_register_knows_who_came():
    came = Attendance.objects.filter(came=True)
    assert sorted(came.values_list("called", flat=True)) == sorted([*factories.NAMES[:4], "Sunil"])


def when_he_writes_a_point_of_each_kind(page):
    if "notes" not in page.url:
        hand.press(page.get_by_role("link", name="Back to the notes"))
        the_page_is_ready(page)
        hand.press(page.get_by_role("link", name="The first day home", exact=True))
    inspect(page)
    if page.scripts:
        page.get_by_role("button", name="Add this").click()
        expect(page.locator("#said-problem")).to_have_text("Type what was said")
    else:
        hand.press(page.get_by_role("button", name="Add this"))
        expect(page.locator(".govuk-error-summary")).to_contain_text("Type what was said")
    inspect(page)
    write(page, "Talked about", "People often come home to an empty fridge.")
    write(page, "Noted", "The last bus goes at eight.", by_keys=page.scripts)
    write(page, "Asked for", "We will ask the hospital for letters by noon.")
    write(page, "Worry", "A leaflet helps nobody who cannot see.")
    write(page, "Agreed", "We will try a first-day card.")
    inspect(page)


def write(page, kind, words, by_keys=False):
    hand.choose(page.get_by_label(kind, exact=True))
    hand.type(page.get_by_label("What was said? Leave out who said it."), words)
    if by_keys:
        page.keyboard.press("Enter")
    elif page.scripts:
        page.get_by_role("button", name="Add this").click()
    else:
        hand.press(page.get_by_role("button", name="Add this"))
    expect(page.locator("main")).to_contain_text(words)
    if page.scripts:
        all_is_sent(page)


def all_is_sent(page):
    expect(page.locator("#saved")).to_contain_text("All saved and sent")
    expect(page.get_by_text("Saved here, not sent yet")).to_have_count(0)


def when_he_writes_what_was_agreed_with_two_views(page):
    for view, place in (
        ("The call should be offered first.", "Built in"),
        ("A card is not enough.", "Kept as it is"),
    ):
        (add_and_place if page.scripts else add_and_place_without_scripts)(page, view, place)
    care = "it will be hard to keep going over the winter."
    change = "Change : We will try a first-day card."
    if page.scripts:
        page.get_by_role("button", name=change).click()
        inspect(page)
        hand.type(page.get_by_role("textbox", name="A word of care"), care)
        page.get_by_role("button", name="Done").click()
        all_is_sent(page)
    else:
        hand.press(page.get_by_role("link", name=change))
        hand.type(page.get_by_role("textbox", name="A word of care"), care)
        inspect(page)
        hand.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text(care)).to_be_visible()


def add_and_place(page, view, place):
    page.get_by_role("button", name="Add another view").click()
    expect(page.get_by_text("It stands beside: “We will try a first-day card.”")).to_be_visible()
    page.keyboard.type(view)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Say where it goes, or change it : {view}").click()
    inspect(page)
    hand.choose(page.get_by_label(place, exact=True))
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".co-views li").filter(has_text=view)).to_contain_text(place)
    all_is_sent(page)


def add_and_place_without_scripts(page, view, place):
    hand.press(page.get_by_role("link", name="Add another view"))
    inspect(page)
    hand.type(page.get_by_label("Another view"), view)
    hand.press(page.get_by_role("button", name="Save"))
    inspect(page)
    hand.choose(page.get_by_label(place, exact=True))
    hand.press(page.get_by_role("button", name=f"Put it there : {view}"))


def when_he_writes_what_will_be_done(page):
    write(page, "To do", "Write a first try of the card.")
    hand.press(page.get_by_role("link", name="Say who leads"))
    inspect(page)
    page.get_by_label("Who leads it?").select_option("Priya Nand")
    due = dt.date.today() + dt.timedelta(days=60)
    for part, number in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        hand.type(page.get_by_label(part, exact=True), str(number))
    hand.press(page.get_by_role("button", name="Save"))
    inspect(page)


def then_the_notes_hold_it_all():
    kinds = list(Point.objects.order_by("position").values_list("kind", flat=True))
    assert kinds == ["discussed", "noted", "asked", "concern"]
    assert sorted(View.objects.values_list("place", flat=True)) == ["built_in", "recorded"]
    action = Action.objects.get()
    assert action.lead.called == "Priya Nand" and action.due


def when_he_closes_the_meeting_and_sends_the_notes_to_the_check(page):
    while page.get_by_role("button", name="Next: ").count():
        hand.press(page.get_by_role("button", name="Next: "))
    inspect(page)
    hand.press(page.get_by_role("button", name="Close the meeting"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you close")
    expect(page.get_by_role("heading", name="Who was not in the room?")).to_be_visible()
    expect(page.get_by_text("Every view has its place")).to_be_visible()
    inspect(page)
    hand.press(page.get_by_role("button", name="Nothing to write down : Open space"))
    expect(page.get_by_text("We talked about it. There is nothing to write down.")).to_be_visible()
    inspect(page)
    hand.press(page.get_by_role("button", name="Close the meeting and check the notes"))
    expect(page.locator(".co-said")).to_contain_text("The meeting is over, and the notes can be checked.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Could anyone tell who said this?")
    inspect(page)
