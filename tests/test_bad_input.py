"""What cannot be read is answered kindly, nothing typed is lost, and nothing anybody types is an error of ours."""

import time
import uuid
from itertools import product

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from meetings.models import AgendaItem, Attendance, Meeting
from minutes.models import Point
from tests import factories, worlds
from tests.pages import Page, lost
from tests.test_access import ask, look

pytestmark = pytest.mark.django_db
FAMILY = "👩🏽‍⚕️👨‍👩‍👧"

# Texts, and what is made of them where they are taken: None where they are refused.
TEXTS = {
    "an emoji": f"Bev {FAMILY}",
    "right to left": "שלום مرحبا Bev",
    "an override": "Bev \u202eveB",
    "markup": "<script>alert(1)</script>&amp;\"'",
    "a template": "{{ 7|add:7 }}{% now %}%s%(x)s",
    "a header": "Bev\r\nBcc: all@people.example",
    "line separators": "Bev\u2028X-A: b\u2029\x85",
    "stacked marks": "Z" + "\u0300\u0316" * 60,
    "only zero width": "\u200b\u200d\ufeff",
    "only spaces": " \t \u00a0",
    "nothing": "",
    "a NUL": "a\x00b",
    "control characters": "a\x07\x1b[31mb",
    "300 characters": "n" * 300,
    "7,000 characters": "word " * 1400,
    "one word of 7,000": "w" * 7000,
    "a quote": "'; DROP TABLE meetings_meeting; --",
    "a right-to-left name": "\u2067مريم\u2069",
}
ODD = ["", "x", "-1", "0", "9" * 30, "1e9", "٣", "²", "NaN", "\x00", "0x10", " 5 ", "2,5", "<b>", "n" * 300]
"""For questions that want a number, a day, a time, an address or one of a few."""


def key():
    return str(uuid.uuid4())


def planned(**more):
    return {"theme": "What would help?", "who_for": "anyone.", "day_0": "14", "day_1": "9", "day_2": "2031",
            "start": "6pm", "end": "8pm", "mode": "room", "venue": "Hall", "town": "Wendleby", "online_link": "",
            "dial_in": "", "getting_there": "", "access": "", "costs": "nothing.", "expect": "", "capacity": "", "kept_places": "", "offered": "", "meets_you": "",
            "record_rule": "chatham_house", **more}  # fmt: skip


PLANNED = [
    "theme",
    "who_for",
    "venue",
    "town",
    "dial_in",
    "getting_there",
    "access",
    "costs",
    "expect",
    "offered",
    "meets_you",
]
WHEN = ["day_0", "day_1", "day_2", "start", "end", "mode", "online_link", "capacity", "kept_places", "record_rule"]
AFTERWARDS = ["theme", "who_for", "day_0", "day_1", "day_2", "start", "end", "mode", "venue", "town", "record_rule"]
SERIES = planned(repeat="weeks", weeks="2", ending="until", until_0="1", until_1="12", until_2="2027", count="",
                 day_2="2027")  # fmt: skip
del SERIES["theme"]
OF_ALL = {name: value for name, value in planned().items() if name not in ("theme", "day_0", "day_1", "day_2")}
OF_SERIES = ["repeat", "weeks", "ending", "until_0", "until_2", "count"]
ITEM = {"title": "Letters", "blurb": "", "minutes": "5", "can_decide": "", "cannot_decide": "", "who_decides": "",
        "decide_by": "", "record_rule": "chatham_house"}  # fmt: skip
OF_ITEM = ["title", "blurb", "can_decide", "cannot_decide", "who_decides", "decide_by"]

SINCE = signing.dumps(time.time() - 60, salt="follow")

# (route, word for the address) -> what is sent, the questions that take words, the questions that take something else
FORMS = {
    ("meetings:book", "coming", 1): ({"step": "1", "called": "Bev"}, ["called"], ["step", "request_key"]),
    ("meetings:book", "coming", 2): (
        {"step": "2", "called": "Bev", "reach": "email", "email": "b@people.example"}, [], ["reach", "email"],
    ),
    ("meetings:book", "coming", 3): (
        {"step": "2", "called": "Bev", "reach": "call", "phone": "01632 960 777"}, [], ["phone"],
    ),
    ("meetings:book", "coming", 4): ({"step": "3", "called": "Bev", "reach": "none", "needs": ""}, ["needs"], []),
    ("meetings:book", "coming", 5): (
        {"step": "3", "called": "Bev", "reach": "none", "needs": "", "brings": "yes", "brings_called": "Ivo"},
        ["brings_called"], ["brings", "wait"],
    ),
    ("meetings:book-for", "coming", 1): (
        {"called": "Bev", "reach": "call", "phone": "01632 960 777", "needs": "", "brings": "yes",
         "brings_called": "Ivo", "wait": "on"}, ["called", "needs", "brings_called"], ["reach", "phone", "brings"],
    ),
    ("meetings:guest-invite", "coming item", 1): (
        {"called": "Una", "email": "una@p.example", "organisation": "", "does": "talk", "note": ""},
        ["called", "organisation", "note"], ["email", "does", "request_key"],
    ),
    ("meetings:suggest", "group", 1): (
        {"title": "The lift", "about": "It stands still.", "email": ""}, ["title", "about"], ["email", "request_key"],
    ),
    ("meetings:settle-proposal", "suggested", 1): (
        {"what": "accept", "title": "The lift", "blurb": "It stands still.", "minutes": "20"}, ["title", "blurb"],
        ["minutes", "meeting"],
    ),
    ("meetings:settle-proposal", "suggested", 2): ({"what": "answer", "answer": "No."}, ["answer"], []),
    ("meetings:settle-proposal", "suggested", 3): ({"what": "park", "reason": "Later."}, ["reason"], []),
    ("meetings:guest-add-paper", "guest link", 1): (
        {"title": "Buses", "summary": "They are late.", "link": "https://wendle.example/", "minutes_to_read": "5"},
        ["title", "summary"], ["link", "minutes_to_read"],
    ),
    ("meetings:ask-for-paper", "coming item", 1): (
        {"called": "Una", "email": "una@p.example", "organisation": "", "note": "", "due_0": "1", "due_1": "1",
         "due_2": "2031"}, ["called", "organisation", "note"], ["email", "due_0", "due_1", "due_2", "request_key"],
    ),
    ("meetings:asked-give", "asked link", 1): (
        {"title": "Buses", "summary": "They are late.", "link": "https://wendle.example/", "minutes_to_read": "5"},
        ["title", "summary"], ["link", "minutes_to_read"],
    ),
    ("meetings:show-paper", "late paper", 1): ({"late_reason": "We waited."}, ["late_reason"], ["file"]),
    ("meetings:put-held-paper", "held paper", 1): ({"item": "1"}, [], ["item"]),
    ("meetings:booking-about", "booking link", 1): ({"perspectives": "I am a carer"}, ["perspectives"], []),
    ("meetings:booking-bring", "booking link", 1): ({"brings_called": "Ivo"}, ["brings_called"], []),
    ("meetings:sorry", "coming", 1): ({"what": "sorry", "called": "Bev"}, ["called"], ["request_key"]),
    ("meetings:sorry", "coming", 2): ({"what": "view", "text": "Pets.", "item": ""}, ["text"], ["item", "request_key"]),
    ("meetings:new", "group", 1): (planned(), PLANNED, WHEN),
    ("meetings:new-held", "group", 1): (
        {name: planned(day_2="2021")[name] for name in AFTERWARDS}, ["theme", "who_for", "venue", "town"], WHEN[:6],
    ),
    ("meetings:change", "coming", 1): (planned(), PLANNED, WHEN),
    ("meetings:plan-series", "group", 1): (SERIES, PLANNED[1:], [*WHEN[:5], *OF_SERIES, "record_rule"]),
    ("meetings:series-change", "series", 1): (OF_ALL, PLANNED[1:], ["start", "capacity"]),
    ("meetings:series-end", "series", 1): ({"ending": "count", "count": "2"}, [], ["ending", "count"]),
    ("meetings:theme", "draft", 1): ({"theme": "Buses"}, ["theme"], []),
    ("meetings:keep-template", "coming", 1): ({"name": "Evening"}, ["name"], []),
    ("meetings:add-item", "coming", 1): (ITEM, OF_ITEM, ["minutes", "record_rule"]),
    ("meetings:item", "coming item", 1): (ITEM, OF_ITEM, ["minutes", "record_rule"]),
    ("meetings:cancel", "coming", 1): ({"reason": "The hall is flooded."}, ["reason"], []),
    ("meetings:register", "coming", 1): ({}, [], ["shown"]),
    ("meetings:register-names", "coming", 1): ({"names": "Bev\nNia"}, ["names"], ["request_key"]),
    ("meetings:someone-at-risk", "coming", 1): (
        {"told": "The lead.", "day_0": "14", "day_1": "9", "day_2": "2025", "clock": "6pm"}, ["told"],
        ["day_0", "day_1", "day_2", "clock", "request_key"],
    ),
    ("meetings:wish-explain", "wish", 1): ({"word": "DST", "meaning": "Money for chairs."}, ["word", "meaning"], []),
    ("meetings:room-word", "phone link", 1): ({"word": "DST"}, ["word"], ["request_key"]),
    ("meetings:room-view", "phone link", 1): ({"text": "It is too fast."}, ["text"], ["request_key"]),
    ("meetings:register-add", "coming", 1): (
        {"called": "Bev", "role": "", "organisation": "", "apologies": ""}, ["called", "role", "organisation"],
        ["apologies", "request_key"],
    ),
    ("minutes:item", "written item", 1): ({"kind": "discussed", "text": "A fridge."}, ["text"], ["kind", "key"]),
    ("minutes:item", "written item", 2): ({"kind": "consensus", "text": "A card."}, ["text"], ["kind", "key"]),
    ("minutes:item", "written item", 3): ({"kind": "to_do", "text": "A card."}, ["text"], ["kind", "key"]),
    ("minutes:point", "point", 1): ({"kind": "noted", "text": "A.", "version": "1"}, ["text"], ["kind", "version"]),
    ("minutes:consensus", "note", 1): (
        {"question": "", "outcome": "agreed", "text": "A card.", "care": "", "version": "1"},
        ["question", "text", "care"], ["outcome", "version"],
    ),
    ("minutes:view-add", "note", 1): ({"text": "A view."}, ["text"], ["key"]),
    ("minutes:view-leave-out", "view", 1): ({"why": "It could show whose it is."}, ["why"], []),
    ("minutes:window", "circulated", 1): ({"days": "2", "why": "The board meets."}, ["why"], ["days"]),
    ("minutes:action", "action", 1): (
        {"text": "Write.", "due_0": "", "due_1": "", "due_2": "", "lead": "", "shown_as": "group", "version": "2"},
        ["text"], ["due_0", "due_2", "lead", "helpers", "shown_as", "version"],
    ),
    ("minutes:progress", "action", 1): ({"state": "dropped", "reason": "No."}, ["reason"], ["state"]),
    ("minutes:own-lead", "own lead link", 1): ({"words": "Maya", "audience": "both", "digest": "x"}, [],
                                               ["words", "audience", "digest"]),
    ("minutes:name-lead", "action", 1): ({"words": "Maya", "audience": "both", "how": "phone", "digest": "x"}, [],
                                         ["words", "audience", "how", "digest"]),
    ("minutes:name-presenter", "written item", 1): ({"person": ""}, [], ["digest"]),
    ("minutes:look", "look link", 1): ({"kind": "me", "text": ""}, ["text"], ["kind"]),
    ("following:ask", "group", 1): ({"email": "b@people.example", "since": SINCE}, [], ["email", "since"]),
    ("groups:people", "group", 1): (
        {"called": "Bev", "email": "b@people.example", "role": "member"}, ["called"], ["email", "role"],
    ),
    ("account_login", "", 1): ({"email": "b@people.example"}, [], ["email"]),
    ("account_signup", "", 1): ({"called": "Bev", "email": "b@people.example"}, ["called"], ["email"]),
}  # fmt: skip
HIDDEN = {"step", "wait", "request_key", "key", "version", "shown", "what", "since", "website", "digest"}


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def browsers(world):
    coordinator = Client()
    coordinator.force_login(world.people["coordinator"])
    return {"coordinator": coordinator, "visitor": Client()}


def where_to_post(route, where, world):
    """Return the address a form is sent to; the page of people has its own for adding one."""
    route = {"groups:people": "groups:give-role"}.get(route, route)
    return reverse(route, kwargs=world.at[where] if where else {})


def who(route):
    return (
        "visitor"
        if route == "meetings:book"
        or route.startswith(
            (
                "account",
                "following",
                "meetings:booking",
                "meetings:room-",
                "meetings:sorry",
                "meetings:suggest",
                "minutes:look",
                "minutes:own",
            )
        )
        else "coordinator"
    )


def send(browsers, world, route, where, form):
    return ask_with(browsers[who(route)], where_to_post(route, where, world), form)


def ask_with(browser, path, form, **more):
    class Posting:
        cookies = browser.cookies

        def post(self, path):
            return browser.post(path, form, **more)

    return ask(Posting(), "post", path)


def complaints(route, form, response):
    """Return what is wrong with the answer to a form, in words."""
    if response.status_code >= 500:
        return [f"{route}: {response.status_code}"]
    if response.status_code in (302, 404):
        return []
    page, wrong = Page(response), []
    if page.unlinked():
        wrong.append(f"{route}: the summary leads nowhere: {page.unlinked()}")
    visible = {name: value for name, value in form.items() if name not in HIDDEN and value}
    if page.says("Thank you for telling us") or page.says("Look at the days."):
        return wrong
    if page.summary and (gone := lost(visible, page)):
        wrong.append(f"{route}: lost {gone}")
    if not page.summary and not page.says("question") and response.status_code not in (409, 410):
        wrong.append(f"{route}: neither taken nor told why ({response.status_code})")
    return wrong


PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_any_text_is_taken_or_refused_kindly_and_never_lost(world, browsers, part):
    wrong = []
    for name, text in list(TEXTS.items())[part::PARTS]:
        for (route, where, _number), (valid, words, _other) in FORMS.items():
            if words:
                form = {"request_key": key(), "key": key(), **valid, **dict.fromkeys(words, text)}
                wrong += [(name, told) for told in complaints(route, form, send(browsers, world, route, where, form))]
    assert wrong == []


def test_any_number_day_or_choice_is_taken_or_refused_kindly_and_never_lost(world, browsers):
    wrong, questions = [], [(key_, name) for key_, (_valid, _words, other) in FORMS.items() for name in other]
    for number, ((route, where, part), name) in enumerate(questions):
        for value in ODD[number % 3 :: 3]:  # each question gets a third of them, one after the other all
            form = {"request_key": key(), "key": key(), **FORMS[route, where, part][0], name: value}
            answer = send(browsers, world, route, where, form)
            told = {n: v for n, v in form.items() if n != name or name not in CHOSEN}
            wrong += [(name, value, words) for words in complaints(route, told, answer)]
    assert wrong == []


@pytest.mark.parametrize("name", ["helpers", "lead"])
def test_a_number_that_no_row_can_have_is_not_among_the_people(world, browsers, name):
    form = {**FORMS["minutes:action", "action", 1][0], name: "9" * 30}
    answer = send(browsers, world, "minutes:action", "action", form)
    assert answer.status_code == 200 and Page(answer).summary != []


CHOSEN = {"reach", "brings", "does", "item", "mode", "record_rule", "came", "listed", "apologies", "kind", "outcome", "lead", "helpers",
          "shown_as", "state", "role", "repeat", "ending", "words", "audience", "how", "person", "days", "meeting"}  # fmt: skip
"""One of a few: what is not among them cannot be shown again, and nobody typed it."""


def test_a_page_that_lost_something_would_be_noticed(world, browsers):
    form = {"request_key": key(), **planned(who_for="", venue="Salt House")}
    answer = send(browsers, world, "meetings:new", "group", form)
    assert complaints("new", form, answer) == []
    answer.content = answer.content.replace(b"Salt House", b"").replace(b'id="id_who_for"', b"")
    assert len(complaints("new", form, answer)) == 2


@pytest.mark.parametrize("raw", [b"a%ED%A0%80b", b"%ED%A0%BD", b"%FF%FE", b"%C0%AF", b"a%00b", b"%u0041", b"%"])
def test_broken_characters_on_the_wire_are_answered(client, meeting, raw):
    path = reverse("meetings:book", args=[meeting.group.slug, meeting.slug])
    body = b"step=3&reach=none&request_key=" + key().encode() + b"&called=" + raw
    answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)
    assert client.get("/meetings/?show=" + raw.decode()).status_code == 200
    assert client.get("/groups/" + raw.decode() + "/").status_code in (400, 404)
    assert client.get("/booking/" + raw.decode() + "/").status_code in (400, 404)


def test_half_a_character_is_refused_by_every_field_for_words():
    from coproduction.words import WordsField

    for half in ("\ud800", "Bev \udc00", "\ud83d"):
        with pytest.raises(Exception, match="broken character"):
            WordsField().clean(half)


# --- what becomes of it -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Bev {FAMILY}", f"Bev {FAMILY}"), ("שלום", "שלום"), ("  Bev  ", "Bev"), ("O’Neill-Ŵyn", "O’Neill-Ŵyn"),
        ("Ze\u0301lie", "Z\u00e9lie"), ("X", "X"), ("Null", "Null"), ("Bev\r\nBcc: x", "Bev Bcc: x"), ("a\x07b", "a b"),
    ],
)  # fmt: skip
def test_a_name_is_kept_as_it_was_typed(client, meeting, typed, kept):
    form = {"step": "3", "called": typed, "reach": "none", "request_key": key()}
    answer = client.post(reverse("meetings:book", args=[meeting.group.slug, meeting.slug]), form)
    assert Attendance.objects.get().called == kept
    assert Page(client.get(answer.url)).says(f"You have a place, {kept}")


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d", "\u00a0", "\u2060\ufeff", "\u202e"])
def test_a_name_that_cannot_be_seen_is_asked_for_again(client, meeting, typed):
    page = Page(
        client.post(
            reverse("meetings:book", args=[meeting.group.slug, meeting.slug]), {"called": typed, "request_key": key()}
        )
    )
    assert page.summary == ["#id_called"] and page.unlinked() == []
    assert Attendance.objects.count() == 0


def test_a_name_of_300_characters_is_answered_with_how_long_it_may_be_and_stands_there_still(client, meeting):
    name = "Maximiliana " * 25
    path = reverse("meetings:book", args=[meeting.group.slug, meeting.slug])
    page = Page(client.post(path, {"called": name.strip(), "request_key": key()}))
    assert page.says("This is 299 characters long. Please make it 100 or fewer.")
    assert page.fields["called"] == name.strip() and page.unlinked() == []
    assert page.says("We kept what you typed.")


# --- days and times ---------------------------------------------------------------------------------------------------
WRONG_TIMES = [
    ({"day_2": "0001"}, "between 2000 and 2100"), ({"day_2": "9999"}, "between 2000 and 2100"),
    ({"day_2": "٢٠٣١"}, "between 2000 and 2100"), ({"day_2": "31"}, "between 2000 and 2100"),
    ({"day_0": "31", "day_1": "4"}, "not in the calendar"), ({"day_0": "29", "day_1": "2", "day_2": "2031"}, "not in the calendar"),
    ({"day_0": "32"}, "from 1 to 31"), ({"day_0": "٣"}, "from 1 to 31"), ({"day_1": "13"}, "from 1 to 12"),
    ({"day_1": "Septembruary"}, "from 1 to 12"), ({"day_0": ""}, "needs a day, a month and a year"),
    ({"start": "24:00"}, "could not read that time"), ({"start": "25:00"}, "could not read that time"),
    ({"start": "٦pm"}, "could not read that time"), ({"start": "6"}, "morning or evening"),
    ({"start": "12"}, "middle of the day or of the night"), ({"start": "6pm +14:00"}, "could not read that time"),
    ({"end": "5pm"}, "The end comes before the start"), ({"end": "6pm"}, "The end comes before the start"),
    ({"end": "12 midnight"}, "The end comes before the start"), ({"start": ""}, "Say when it starts"),
    ({"day_2": "2020"}, "This day is over"),
    ({"day_0": "29", "day_1": "3", "day_2": "2026", "start": "1:30am", "end": "4am"}, "no such hour"),
    ({"day_0": "28", "day_1": "March", "day_2": "2027", "start": "1:30am", "end": "4am"}, "no such hour"),
    ({"day_0": "28", "day_1": "3", "day_2": "2027", "start": "0:30am", "end": "1:15am"}, "no such hour"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words"), WRONG_TIMES)
def test_a_time_that_cannot_be_is_told_beside_its_question(client, facilitator, group, typed, words):
    client.force_login(facilitator)
    form = planned(**typed)
    page = Page(client.post(reverse("meetings:new", args=[group.slug]), form))
    assert page.says(words), page.text
    assert page.summary and page.unlinked() == [] and lost(form, page) == {}
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ({}, "2031-09-14T18:00:00+01:00"), ({"day_1": "September"}, "2031-09-14T18:00:00+01:00"),
        ({"start": "18.00"}, "2031-09-14T18:00:00+01:00"), ({"day_0": "29", "day_1": "feb", "day_2": "2028"}, "2028-02-29T18:00:00+00:00"),
        ({"day_0": "26", "day_1": "10", "day_2": "2031", "start": "1:30am", "end": "4am"}, "2031-10-26T01:30:00+01:00"),
        ({"start": "12 noon"}, "2031-09-14T12:00:00+01:00"), ({"day_0": "31", "day_1": "12", "day_2": "2099"}, "2099-12-31T18:00:00+00:00"),
    ],
)  # fmt: skip
def test_a_time_as_people_write_it_is_understood(client, facilitator, group, typed, starts):
    client.force_login(facilitator)
    client.post(reverse("meetings:new", args=[group.slug]), planned(**typed))
    assert Meeting.objects.get().local_start.isoformat() == starts


@pytest.mark.parametrize(("year", "words"), [("2031", "still to come"), ("1999", "between 2000 and 2100")])
def test_a_meeting_entered_afterwards_lies_in_the_past(client, facilitator, group, year, words):
    client.force_login(facilitator)
    page = Page(client.post(reverse("meetings:new-held", args=[group.slug]), planned(day_2=year)))
    assert page.says(words) and page.unlinked() == [] and Meeting.objects.count() == 0


# --- addresses ------------------------------------------------------------------------------------------------------
NONSENSE = [
    "",
    "0",
    "-1",
    "²",
    "٣",
    "९",
    "9" * 18,
    "9" * 19,
    "9" * 30,
    "9" * 5000,
    "1.5",
    "1 OR 1=1",
    "\x00",
    "NaN",
    "١" * 20,
]


@pytest.mark.parametrize("after", NONSENSE, ids=[ascii(text[:12]) for text in NONSENSE])
def test_a_list_takes_any_nonsense_in_its_address(client, meeting, after):
    for query in ({"after": after}, {"show": after}, {"after": [after, after]}, {after: after}):
        answer = client.get("/meetings/", query)
        assert answer.status_code == 200 and meeting.theme in answer.content.decode()


def test_numbers_in_addresses_that_no_row_has_are_not_found(world, browsers):
    here = f"/meetings/{world.group.slug}"
    for number in (0, 2**31, 2**63 - 1, 2**63, 10**30, "9" * 5000):
        for path in (
            f"{here}/{world.meetings['coming'].slug}/items/{number}/",
            f"{here}/{world.meetings['written'].slug}/notes/{number}/",
            f"{here}/{world.meetings['coming'].slug}-{number}/",
        ):
            assert look(browsers["coordinator"], "get", path).status_code == 404
        undo = f"{here}/{world.meetings['checked'].slug}/check/settled/{number}/undo/"
        assert ask(browsers["coordinator"], "post", undo).status_code == 404


NO_PLACE = ["", "x", "point:1", "point::text", ":::", "point:\x00:text", "a" * 9000, "é@1-2-RC1", "settlement:1:note"]


def test_the_check_takes_any_nonsense_for_a_place_or_a_finding(world, browsers):
    for name, text in product(("reword", "change-words", "settle"), NO_PLACE):
        path = reverse(f"minutes:{name}", kwargs=world.at["checked"])
        given = {"finding": text, "place": text}
        answer = ask_with(browsers["coordinator"], path, {"text": "x", "digest": "x", **given}, query_params=given)
        assert answer.status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/meetings/x/2026-02-31/", "/meetings/x/٢٠٢٦-٠١-٠١/", "/meetings/x/9999-99-99-999/", "/groups/" + "a" * 3000 + "/",
     "/groups/../settings/", "/groups/%2e%2e/", "/%00", "/meetings/x/2026-01-01/notes/points/not-a-key/",
     "/principles/%F0%9F%98%80/", "/accounts/sign-in/code/x/"],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_not_found_in_the_look_of_the_site(client, group, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert Page(answer).says("We cannot find that page")


# --- too much -----------------------------------------------------------------------------------------------------
def test_a_form_of_5000_fields_is_refused_plainly(client, meeting):
    path = reverse("meetings:sorry", args=[meeting.group.slug, meeting.slug])
    answer = client.post(path, {f"field-{number}": "x" for number in range(5000)})
    assert answer.status_code == 400 and Page(answer).says("We could not read that")


def test_a_form_of_three_megabytes_is_refused_plainly(client, meeting):
    path = reverse("meetings:sorry", args=[meeting.group.slug, meeting.slug])
    answer = client.post(path, {"what": "view", "text": "x" * 3_000_000, "request_key": key()})
    assert answer.status_code == 400 and Page(answer).says("We could not read that")


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", ""]
)
def test_a_body_of_another_kind_is_answered(client, meeting, kind):
    path = reverse("meetings:book", args=[meeting.group.slug, meeting.slug])
    for body in (b"", b"{", b'{"called": "Bev"}', b"--x\r\n\r\n", b"\xff" * 50):
        assert client.post(path, body, content_type=kind).status_code in (200, 400)
    assert Attendance.objects.count() == 0


def test_a_long_paste_into_the_notes_is_split_and_nothing_is_lost(world, browsers):
    text = "People come home to an empty fridge. " * 300
    path = reverse("minutes:item", kwargs=world.at["written item"])
    before = set(Point.objects.values_list("pk", flat=True))
    assert browsers["coordinator"].post(path, {"kind": "noted", "text": text, "key": key()}).status_code == 302
    pieces = Point.objects.exclude(pk__in=before).order_by("position").values_list("text", flat=True)
    assert "".join(pieces) == text.strip() and max(map(len, pieces)) <= 5000


def test_more_than_notes_can_hold_is_answered_and_stands_there_still(world, browsers):
    item = AgendaItem.objects.get(pk=world.at["written item"]["number"])
    path = reverse("minutes:item", kwargs=world.at["written item"])
    for _time in range(2):
        factories.point(item.meeting.record, world.people["facilitator"], "word " * 19_000)
    text = "and more " * 2_000
    answer = browsers["coordinator"].post(path, {"kind": "noted", "text": text, "key": key()})
    page = Page(answer)
    assert page.says("It has not been added") and page.fields["text"].strip() == text.strip()
    assert page.unlinked() == []
