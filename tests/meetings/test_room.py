"""From the room: a word, a pause, a view by phone; nothing of who sent it is anywhere; and what becomes of it."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from coproduction.models import AuditEntry
from groups.models import JargonWord
from meetings import actions, periodic
from meetings.actions import room
from meetings.models import Meeting, PassedOnView, RoomWish
from tests import factories, worlds
from tests.pages import Page
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State = Meeting.State


def key():
    return uuid.uuid4()


def begun(group, by, *, ago=30, state=State.UNDER_WAY, **fields):
    """A meeting that began `ago` minutes ago and has its address for phones."""
    starts = timezone.now() - dt.timedelta(minutes=ago)
    meeting = factories.meeting(group, by, starts=starts, state=state, **fields)
    room.give_code(meeting)
    return meeting


@pytest.fixture
def on(group, facilitator):
    return begun(group, facilitator)


def by_phone(meeting, name="room"):
    return reverse(f"meetings:{name}", args=[meeting.room_code])


def there(meeting, name, *more):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug, *more])


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def send(client, meeting, name, **typed):
    """Fill in the page as somebody would. Returns the answer, followed."""
    path = by_phone(meeting, name)
    page = Page(client.get(path if name != "room-pause" else by_phone(meeting)))
    return client.post(path, {**page.fields, **typed}, follow=True)


# --- the address ------------------------------------------------------------------------------------------------------
def test_a_meeting_gets_its_short_address_when_it_starts(meeting, facilitator):
    assert meeting.room_code is None
    actions.start(meeting, by=facilitator)
    meeting.refresh_from_db()
    assert re.fullmatch(f"[{room.LETTERS}]{{8}}", meeting.room_code)
    assert meeting.room_path == f"/r/{meeting.room_code[:4]}-{meeting.room_code[4:]}/"


def test_letters_that_look_like_others_are_not_in_a_code():
    assert set("0o1il2zs5b8gq9uv") & set(room.LETTERS) == set("2589v")  # each without what it could be taken for
    assert set("aeiou") & set(room.LETTERS) == set()


@pytest.mark.parametrize("change", [str.upper, lambda code: code[:4] + "-" + code[4:], str])
def test_an_address_may_be_typed_in_capitals_or_in_one_piece(client, on, change):
    assert client.get(f"/r/{change(on.room_code)}/").status_code == 200
    assert client.get(f"/r/{change(on.room_code)}").status_code == 301


def test_a_wrong_address_says_so_kindly(client, on):
    for code in ("cdfh-2345", "AAAA1111"):
        answer = client.get(f"/r/{code}/")
        assert answer.status_code == 404 and Page(answer).says("Please look at the big screen again.")
    assert client.post("/r/cdfh-2345/word/", {"word": "DST", "request_key": key()}).status_code == 404
    assert RoomWish.objects.count() == 0


OPEN = [
    (State.UNDER_WAY, -10, True), (State.UNDER_WAY, 30, True), (State.UNDER_WAY, 299, True),
    (State.UNDER_WAY, 301, False), (State.ANNOUNCED, -10, False), (State.ANNOUNCED, 30, True), (State.HELD, 30, True),
    (State.HELD, 301, False), (State.DRAFT, 30, False), (State.CANCELLED, 30, False),
]  # fmt: skip


@pytest.mark.parametrize(("state", "ago", "heard"), OPEN)
def test_the_room_is_heard_from_the_start_until_three_hours_after_the_end(group, facilitator, state, ago, heard):
    """The meetings here take two hours: 300 minutes after the start it is over."""
    meeting = begun(group, facilitator, ago=ago, state=State.UNDER_WAY)
    reason = {"cancel_reason": "The hall is flooded."} if state == State.CANCELLED else {}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **reason)
    meeting.refresh_from_db()
    assert meeting.hears_the_room is heard
    if heard:
        actions.ask_for_word(meeting, request_key=key(), word="DST")
    else:
        for do in (
            lambda: actions.ask_for_word(meeting, request_key=key(), word="DST"),
            lambda: actions.ask_for_pause(meeting, request_key=key()),
            lambda: actions.pass_on_from_the_room(meeting, request_key=key(), text="Too fast."),
        ):
            with pytest.raises(actions.NotOpen):
                do()
    assert RoomWish.objects.count() == int(heard)
    assert PassedOnView.objects.count() == 0


def test_a_meeting_entered_afterwards_hears_nothing(group, facilitator):
    meeting = begun(group, facilitator, state=State.HELD)
    Meeting.objects.filter(pk=meeting.pk).update(entered_afterwards=True)
    meeting.refresh_from_db()
    assert not meeting.hears_the_room and not meeting.asks_who_was_there


def test_afterwards_a_kind_page_says_that_it_is_over(client, group, facilitator):
    over = begun(group, facilitator, ago=400)
    for name in ("room", "room-word", "room-view"):
        answer = client.get(by_phone(over, name))
        assert answer.status_code == 410
        assert Page(answer).says("This meeting is over") and Page(answer).says(group.contact_phone)
    assert client.post(by_phone(over, "room-pause"), {"request_key": key()}).status_code == 410
    assert RoomWish.objects.count() == 0


def test_once_the_meeting_is_closed_nobody_is_asked_to_pause(client, group, facilitator):
    closed = begun(group, facilitator, state=State.HELD)
    page = Page(client.get(by_phone(closed)))
    assert not page.says("Please pause") and page.says("A view I would rather not say aloud")
    with pytest.raises(actions.NotOpen):
        actions.ask_for_pause(closed, request_key=key())


def test_phones_can_be_shut_out_and_let_in_again_with_another_address(client, on, facilitator):
    old = by_phone(on)
    desk = signed_in(facilitator)
    desk.post(there(on, "room-shut"))
    assert client.get(old).status_code == 404
    assert Page(desk.get(there(on, "from-the-room"))).says("Phones cannot send anything at the moment.")
    desk.post(there(on, "room-open"))
    on.refresh_from_db()
    assert by_phone(on) != old and client.get(by_phone(on)).status_code == 200
    events = AuditEntry.objects.filter(event__startswith="room.").values_list("event", "actor")
    assert list(events) == [("room.shut", f"person:{facilitator.pk}"), ("room.opened", f"person:{facilitator.pk}")]


def test_a_room_is_not_opened_before_the_start(meeting, facilitator):
    before = AuditEntry.objects.count()
    with pytest.raises(StaleState):
        actions.open_room(meeting, by=facilitator)
    meeting.refresh_from_db()
    assert (meeting.room_code, AuditEntry.objects.count()) == (None, before)


# --- what is sent ---------------------------------------------------------------------------------------------------
def test_a_word_a_pause_and_a_view_reach_those_who_run_the_meeting(client, on, facilitator):
    assert Page(send(client, on, "room-word", word="DST")).says("not who asked")
    assert Page(send(client, on, "room-pause")).says("a pause would be good")
    assert Page(send(client, on, "room-view", text="I am afraid of the lift.")).says("not whose it is")
    wishes = RoomWish.objects.order_by("kind").values_list("kind", "word", "state", "meeting")
    assert list(wishes) == [("pause", "", "waiting", on.pk), ("word", "DST", "waiting", on.pk)]
    view = PassedOnView.objects.get()
    assert (view.text, view.item, view.meeting, view.state) == ("I am afraid of the lift.", None, on, "waiting")
    page = Page(signed_in(facilitator).get(there(on, "from-the-room")))
    assert page.says("Please explain: DST") and page.says("Please pause") and page.says("I am afraid of the lift.")


def test_what_is_sent_twice_counts_once(client, on):
    word, view, pause = ({"request_key": key()} for _n in range(3))
    for _time in range(2):
        for name, form in (
            ("room-word", {**word, "word": "DST"}), ("room-view", {**view, "text": "Too fast."}), ("room-pause", pause),
        ):  # fmt: skip
            assert client.post(by_phone(on, name), form).status_code == 302
    assert (RoomWish.objects.count(), PassedOnView.objects.count()) == (2, 1)
    actions.done(RoomWish.objects.words().get(), by=on.group.memberships.first().person)
    client.post(by_phone(on, "room-word"), {**word, "word": "DST"})
    assert RoomWish.objects.waiting().words().count() == 0


def test_a_key_of_another_meeting_is_no_hindrance(client, group, facilitator, on):
    other, same = begun(group, facilitator, ago=20, theme="Another"), key()
    for one in (on, other):
        client.post(by_phone(one, "room-word"), {"request_key": same, "word": "DST"})
        client.post(by_phone(one, "room-view"), {"request_key": same, "text": "Too fast."})
    for rows in (RoomWish.objects, PassedOnView.objects):
        assert sorted(rows.values_list("meeting", flat=True)) == sorted([on.pk, other.pk])


def test_a_word_that_waits_already_waits_once_and_one_pause_is_enough(on):
    for word in ("DST", "dst", "Dst"):
        actions.ask_for_word(on, request_key=key(), word=word)
    for _time in range(3):
        actions.ask_for_pause(on, request_key=key())
    assert [(wish.kind, wish.word) for wish in RoomWish.objects.waiting()] == [("pause", ""), ("word", "DST")]
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomWish.objects.create(meeting=on, kind="pause")


@pytest.mark.parametrize(("name", "typed"), [("room-word", {"word": ""}), ("room-view", {"text": " "})])
def test_an_empty_form_is_asked_again(client, on, name, typed):
    page = Page(client.post(by_phone(on, name), {"request_key": key(), **typed}))
    assert page.summary != [] and page.unlinked() == []
    assert RoomWish.objects.count() == PassedOnView.objects.count() == 0


def test_when_too_much_waits_the_answer_is_kind_and_keeps_what_was_typed(client, on, monkeypatch):
    monkeypatch.setattr(room, "WORDS_AT_ONCE", 2)
    monkeypatch.setattr(room, "VIEWS_AT_ONCE", 2)
    for number in range(2):
        actions.ask_for_word(on, request_key=key(), word=f"word {number}")
        actions.pass_on_from_the_room(on, request_key=key(), text=f"View {number}.")
    for name, form in (("room-word", {"word": "DST"}), ("room-view", {"text": "It is too fast."})):
        answer = client.post(by_phone(on, name), {"request_key": key(), **form})
        page = Page(answer)
        assert answer.status_code == 409
        assert page.says("A lot is waiting already. We kept your words. Try again in a few minutes")
        assert set(form.items()) <= set(page.fields.items())
    assert (RoomWish.objects.count(), PassedOnView.objects.count()) == (2, 2)
    actions.done(RoomWish.objects.first(), by=on.group.memberships.first().person)
    assert client.post(by_phone(on, "room-word"), {"request_key": key(), "word": "DST"}).status_code == 302


@pytest.mark.faults
def test_two_who_send_at_once_are_both_heard_and_one_word_or_pause_waits_once(committed):  # noqa: F811
    group = factories.group()
    facilitator = factories.person("Tomasz Lis")
    factories.membership(group, facilitator, "facilitator")
    on, same = begun(group, facilitator), key()

    def word(word, key):
        return lambda: actions.ask_for_word(on, request_key=key, word=word)

    def view(text, key):
        return lambda: actions.pass_on_from_the_room(on, request_key=key, text=text)

    def pause():
        return actions.ask_for_pause(on, request_key=key())

    told = at_once(
        word("DST", key()), word("dst", key()), word("ICB", key()), pause, pause, view("A", key()), view("B", key()),
        view("C", same), view("C", same),
    )  # fmt: skip
    assert told == [None] * 9
    words = {wish.word.casefold() for wish in RoomWish.objects.words()}
    assert words == {"dst", "icb"} and RoomWish.objects.words().count() == 2
    assert RoomWish.objects.pauses().count() == 1
    assert sorted(PassedOnView.objects.values_list("text", flat=True)) == ["A", "B", "C"]


# --- nobody's name --------------------------------------------------------------------------------------------------
MARKS = ["203.0.113.77", "Room-Phone/9.9"]
"""Of the phone: its address and its browser."""


def everything():
    """Return (table, everything in it) of the whole database, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield table, repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])


def found_with(mark):
    return {table for table, said in everything() if mark in said}


def of_sender(person):
    """Return {table: how often} of every row that points at a person."""
    counts = {}
    for model in {relation.related_model for relation in type(person)._meta.related_objects}:
        for field in model._meta.fields:
            if field.related_model is type(person):
                counts[f"{model._meta.db_table}.{field.name}"] = model.objects.filter(**{field.name: person}).count()
    return counts


@pytest.mark.privacy
@pytest.mark.parametrize("who", ["stranger", "signed in"])
def test_nothing_of_the_sender_is_anywhere_in_the_database(on, who):
    sender = factories.person("Quillon Zebedee", "quillon@people.example")
    phone = Client(REMOTE_ADDR=MARKS[0], headers={"user-agent": MARKS[1]})
    if who == "signed in":
        phone.force_login(sender)
    session = phone.cookies["session"].value if "session" in phone.cookies else "no session at all"
    tables, before, rows = {m: found_with(m) for m in marks(session)}, of_sender(sender), worlds.rows(but=())
    for name, typed in (("room-word", {"word": "DST"}), ("room-pause", {}), ("room-view", {"text": "It is too fast."})):
        assert Page(send(phone, on, name, **typed)).says("Sent.")
    assert worlds.changed(rows) == ["meetings_passedonview", "meetings_roomwish"]
    assert of_sender(sender) == before
    assert {m: found_with(m) for m in marks(session)} == tables
    columns = {f.name: type(f).__name__ for f in RoomWish._meta.fields}
    assert columns == {"id": "UUIDField", "meeting": "ForeignKey", "kind": "CharField", "word": "CharField",
                       "state": "CharField"}  # fmt: skip
    assert not {"DateTimeField", "DateField"} & {type(f).__name__ for f in PassedOnView._meta.fields}


def marks(session):
    return [*MARKS, session, "Quillon", "quillon@people.example"]


@pytest.mark.privacy
def test_a_sender_that_is_stored_would_be_found(on, outsider):
    before = of_sender(outsider)
    RoomWish.objects.create(meeting=on, kind="word", word=f"DST, asked from {MARKS[0]}")
    AuditEntry.objects.create(event="x", subject="x", actor=f"person:{outsider.pk}", detail={"by": MARKS[1]})
    factories.attendance(on, "Gethin", person=outsider)
    assert found_with(MARKS[0]) == {"meetings_roomwish"} and found_with(MARKS[1]) == {"coproduction_auditentry"}
    assert of_sender(outsider) != before


@pytest.mark.privacy
def test_what_is_sent_has_no_order(on):
    for number in range(12):
        actions.ask_for_word(on, request_key=key(), word=f"word {number:02}")
    words = [wish.word for wish in RoomWish.objects.waiting().words()]
    assert len(words) == 12 and words == [w.word for w in sorted(RoomWish.objects.all(), key=lambda w: w.pk)]
    assert list(RoomWish._meta.ordering) == ["id"]


# --- what becomes of it ---------------------------------------------------------------------------------------------
@pytest.fixture
def wish(on):
    actions.ask_for_word(on, request_key=key(), word="DST")
    return RoomWish.objects.get()


def test_what_was_done_waits_no_more_and_cannot_be_done_twice(wish, facilitator):
    before = AuditEntry.objects.count()
    actions.done(wish, by=facilitator)
    assert not RoomWish.objects.waiting().exists() and AuditEntry.objects.count() == before
    with pytest.raises(StaleState):
        actions.done(wish, by=facilitator)
    with pytest.raises(StaleState):
        actions.explain(wish, by=facilitator, word="DST", meaning="Money.")
    assert JargonWord.objects.count() == 0


def test_a_word_is_put_among_the_hard_words_of_the_group(wish, on, facilitator, client):
    desk = signed_in(facilitator)
    path = there(on, "wish-explain", wish.pk)
    page = Page(desk.get(path))
    assert page.fields["word"] == "DST"
    refused = Page(desk.post(path, {"word": "DST", "meaning": ""}))
    assert refused.says("Say in a sentence what the word means") and refused.unlinked() == []
    answer = desk.post(path, {"word": "DST", "meaning": "Money for chairs and rails at home."}, follow=True)
    assert Page(answer).says("It is among the hard words now")
    row = JargonWord.objects.get()
    assert (row.group, row.word, row.meaning) == (on.group, "DST", "Money for chairs and rails at home.")
    entry = AuditEntry.objects.get(event="word.explained")
    assert (entry.subject, entry.actor) == (f"groups.jargonword:{row.pk}", f"person:{facilitator.pk}")
    assert Page(client.get("/words/")).says("Money for chairs and rails at home.")
    assert Page(desk.post(path, {"word": "DST", "meaning": "Again."}, follow=True)).says("Somebody else was quicker")


def test_a_word_that_is_explained_already_is_explained_anew_and_stands_once(wish, facilitator):
    group = wish.meeting.group
    JargonWord.objects.create(group=group, word="dst", meaning="Old words.")
    actions.explain(wish, by=facilitator, word="DST", meaning="New words.")
    assert list(group.words.values_list("word", "meaning")) == [("DST", "New words.")]


@pytest.mark.security
@pytest.mark.parametrize("who", ["member", "former_coordinator", "outsider", "elsewhere"])
def test_nobody_else_reads_or_does_anything(request, who, wish, on):
    person = request.getfixturevalue(who)
    assert not RoomWish.objects.visible_to(person).exists()
    for do in (
        lambda: actions.done(wish, by=person),
        lambda: actions.explain(wish, by=person, word="DST", meaning="X."),
        lambda: actions.open_room(on, by=person),
        lambda: actions.shut_room(on, by=person),
    ):
        with pytest.raises(PermissionDenied):
            do()
    wish.refresh_from_db()
    on.refresh_from_db()
    assert wish.state == "waiting" and on.room_code and not JargonWord.objects.exists()


def test_those_who_run_the_group_read_it(wish, facilitator, coordinator):
    for person in (facilitator, coordinator):
        assert list(RoomWish.objects.visible_to(person)) == [wish]


def test_a_press_leads_back_to_where_it_was_pressed_and_never_away_from_here(wish, on, facilitator):
    desk, path = signed_in(facilitator), there(on, "wish-done", wish.pk)
    assert desk.post(path, {"back": on.get_absolute_url()}).url == on.get_absolute_url()
    for away in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "x", "\\\\elsewhere"):
        assert desk.post(path, {"back": away}).url == there(on, "from-the-room")


def test_a_wish_of_another_meeting_is_not_found(wish, on, group, facilitator):
    other = begun(group, facilitator, ago=20, theme="Another")
    desk = signed_in(facilitator)
    assert desk.post(there(other, "wish-done", wish.pk)).status_code == 404
    assert desk.get(there(other, "wish-explain", wish.pk)).status_code == 404
    assert desk.get(there(on, "wish-explain", key())).status_code == 404


def test_wishes_are_forgotten_thirty_days_after_the_meeting(wish, on):
    for days, left in ((29, 1), (31, 0)):
        ends = timezone.now() - dt.timedelta(days=days)
        Meeting.objects.filter(pk=on.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
        periodic.forget_wishes()
        assert RoomWish.objects.count() == left


def test_a_view_from_the_room_goes_into_the_notes_and_leaves_no_link(on, facilitator):
    from minutes import actions as notes

    actions.pass_on_from_the_room(on, request_key=key(), text="I am afraid of the lift.")
    minutes = notes.open_notes(on, by=facilitator)
    notes.take_passed_on(minutes, PassedOnView.objects.get(), by=facilitator, item=factories.topic(on))
    assert minutes.points.get().text == "I am afraid of the lift." and not PassedOnView.objects.exists()
