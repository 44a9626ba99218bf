"""The big screen: what the room should see, in one page without anybody's name."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.models import Person
from groups.models import JargonWord
from meetings import actions, square
from meetings.actions import room
from meetings.models import AgendaItem, Attendance, Meeting
from minutes import actions as notes
from tests import factories
from tests.pages import Page

READ_OUT = "We use the Chatham House Rule for this part. You can share what was said."


@pytest.fixture
def on(group, facilitator):
    starts = timezone.now() - dt.timedelta(minutes=15)
    items = ["The first day home", "Letters and DST"]
    on = factories.meeting(group, facilitator, starts=starts, state=Meeting.State.UNDER_WAY, items=items)
    room.give_code(on)
    factories.came(on)
    topic = on.items.get(title=items[0])
    AgendaItem.objects.filter(pk=topic.pk).update(
        blurb="To find one thing to try.",
        can_decide="What goes on the card.",
        cannot_decide="How many nurses there are.",
    )
    return on


@pytest.fixture
def desk(facilitator):
    browser = Client()
    browser.force_login(facilitator)
    return browser


def path(meeting, name="screen"):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug])


def test_the_screen_shows_what_the_room_should_see(desk, on, facilitator):
    JargonWord.objects.create(group=on.group, word="DST", meaning="Money for chairs and rails.")
    minutes = notes.open_notes(on, by=facilitator)
    first = on.items.get(title="The first day home")
    factories.point(minutes, facilitator, "We will ring on the first day.", kind="agreed", item=first)
    factories.point(minutes, facilitator, "People talked about fridges.", item=first)
    notes.add_consensus(minutes, by=facilitator, key=uuid.uuid4(), item=first, text="We will try a card.")
    page = Page(desk.get(path(on), {"item": "2"}))
    for words in (
        on.theme, on.group.name, "The first day home", "2 of 4", "To find one thing to try.", "What goes on the card.",
        "How many nurses there are.", "We will ring on the first day.", "We will try a card.", READ_OUT, "Letters and DST",
        "Money for chairs and rails.", f"localhost:8000/r/{on.room_code[:4]}-{on.room_code[4:]}",
    ):  # fmt: skip
        assert page.says(words), words
    assert not page.says("People talked about fridges.")
    assert path(on, "screen-code") in page.html
    assert "?item=1" in page.links and "?item=3" in page.links


def test_an_item_is_chosen_by_number_or_by_the_clock(desk, on):
    titles = [item.title for item in on.items.all()]

    def shown(**query):
        return re.search(r"<h1[^>]*>(.*?)</h1>", desk.get(path(on), query).content.decode())[1]

    for number, title in enumerate(titles, start=1):
        assert shown(item=number) == title
    assert shown() == titles[1]  # 15 minutes in: hello takes 10
    for nonsense in ("0", "99", "-1", "x", "²", "9" * 50, ""):
        assert shown(item=nonsense) == titles[1]
    Meeting.objects.filter(pk=on.pk).update(starts=timezone.now() + dt.timedelta(minutes=30))
    assert shown() == titles[0]


def test_a_meeting_without_an_agenda_has_a_screen_too(desk, on):
    on.items.all().delete()
    page = Page(desk.get(path(on)))
    assert page.status == 200 and page.says(on.theme) and page.says(READ_OUT)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("names_listed", "The notes never say who said what."), ("on_record", "The notes may name organisations")],
)
def test_under_another_rule_its_own_words_stand_there(desk, group, facilitator, rule, words):
    meeting = factories.meeting(group, facilitator, rule=rule)
    page = Page(desk.get(path(meeting)))
    assert page.says(words) and not page.says(READ_OUT)


def test_nothing_agreed_in_a_private_item_stands_on_the_screen(desk, on, facilitator):
    minutes, item = notes.open_notes(on, by=facilitator), on.items.get(title="The first day home")
    factories.point(minutes, facilitator, "We will keep this here.", kind="agreed", item=item)
    assert Page(desk.get(path(on))).says("We will keep this here.")
    actions.set_item_rule(item, "confidential", by=facilitator)
    assert not Page(desk.get(path(on))).says("We will keep this here.")


def test_a_word_that_was_explained_in_the_room_is_shown(desk, on, facilitator):
    actions.ask_for_word(on, request_key=uuid.uuid4(), word="pathway")
    actions.explain(on.room_wishes.get(), by=facilitator, word="pathway", meaning="The steps of your care.")
    assert Page(desk.get(path(on))).says("The steps of your care.")


# --- nobody's name --------------------------------------------------------------------------------------------------
def called():
    """Return every part of a name that the register and the accounts hold."""
    return {word for row in [*Attendance.objects.all(), *Person.objects.all()] for word in row.called.split()}


def named(html):
    return set(re.findall(r"\w+", html)) & called()


@pytest.mark.privacy
def test_the_screen_holds_no_name_of_anybody(desk, on, facilitator, member, coordinator):
    for number in range(1, on.items.count() + 1):
        html = desk.get(path(on), {"item": number}).content.decode()
        assert len(called()) > 18 and named(html) == set()
        assert facilitator.email not in html and reverse("my-page") not in html and "/register/" not in html


@pytest.mark.privacy
def test_agreed_words_with_a_name_are_held_back_until_they_are_changed(desk, on, facilitator):
    minutes, item = notes.open_notes(on, by=facilitator), on.items.get(title="The first day home")
    factories.point(minutes, facilitator, "Priya Nand will ring Colin.", kind="agreed", item=item)
    point = factories.point(minutes, facilitator, "Maya asked us to write a card.", kind="agreed", item=item)
    factories.attendance(on, "Maya")
    html = desk.get(path(on)).content.decode()
    assert named(html) == set()
    assert html.count("It stands here once its words name nobody.") == 2
    notes.change_point(point, by=facilitator, version=point.version, kind="agreed", text="We will write a card.")
    html = desk.get(path(on)).content.decode()
    assert "We will write a card." in html and html.count("It stands here once its words name nobody.") == 1


@pytest.mark.privacy
def test_a_name_on_the_screen_would_be_noticed(desk, on):
    Meeting.objects.filter(pk=on.pk).update(theme="What Farah told us")
    assert named(desk.get(path(on)).content.decode()) == {"Farah"}


# --- the square code ------------------------------------------------------------------------------------------------
def test_the_square_code_is_a_picture_of_ours_that_holds_the_address(desk, on, monkeypatch):
    seen = []
    draw = square.svg
    monkeypatch.setattr("meetings.square.svg", lambda address: seen.append(address) or draw(address))
    answer = desk.get(path(on, "screen-code"))
    assert answer["Content-Type"] == "image/svg+xml" and answer.content.startswith(b"<?xml")
    assert b"style" not in answer.content and b"<script" not in answer.content
    assert seen == [f"http://localhost:8000{on.room_path}"]
    assert answer.content != draw("http://localhost:8000/r/other/")


def test_without_an_address_there_is_no_code_and_the_screen_says_how_to_get_one(desk, on, facilitator):
    actions.shut_room(on, by=facilitator)
    page = Page(desk.get(path(on)))
    assert "<img" not in page.html and page.says("Let people send by phone")
    assert desk.get(path(on, "screen-code")).status_code == 404
