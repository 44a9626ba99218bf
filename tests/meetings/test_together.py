"""Booking for somebody who rings, and for two who come together and change their minds together or singly."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from coproduction import outbox
from coproduction.models import AuditEntry, Notice
from groups.models import Group
from meetings import actions
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.test_booking import there, walk
from tests.meetings.test_waiting import full_meeting, press, row, who
from tests.pages import Page

Booking = Attendance.Booking


def with_room(meeting, places, kept=0):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=places, kept_places=kept)


def two(meeting, **more):
    return actions.book(
        meeting, request_key=uuid.uuid4(), called="Bev", reach="email", email="bev@p.example", brings=True,
        brings_called="Ivo", **more,
    )  # fmt: skip


# --- for two ----------------------------------------------------------------------------------------------------------
def test_somebody_is_brought_by_name_or_left_open(client, meeting):
    answer = walk(client, meeting, called="Bev", brings="yes", brings_called="Ivo")
    assert who(meeting) == ["Bev", "Ivo"] and row("Ivo").comes_with == row("Bev")
    page = Page(client.get(answer.url))
    assert page.says("You both have a place, Bev") and page.says("With you comes: Ivo.")
    outbox.send_due()
    (message,) = mail.outbox
    assert message.to == ["bev@people.example"] and "With you: Ivo." in message.body
    walk(client, meeting, called="Nia", brings="yes")
    assert Attendance.objects.get(comes_with=row("Nia")).called == "Somebody"


def test_who_comes_alone_brings_nobody_whatever_was_typed(client, meeting):
    walk(client, meeting, called="Bev", brings="no", brings_called="Ivo")
    assert who(meeting) == ["Bev"]


def test_two_take_two_places_or_are_told_that_there_is_one(client, meeting):
    with_room(meeting, 1)
    page = Page(walk(client, meeting, called="Bev", brings="yes", brings_called="Ivo"))
    assert page.status == 409 and page.says("There is no room for two.") and page.fields["brings_called"] == "Ivo"
    assert who(meeting) == []
    client.post(there(meeting), {**page.fields, "brings": "no"})
    assert who(meeting) == ["Bev"]


def test_two_who_wait_together_get_places_together_and_no_chair_stays_empty(group, facilitator):
    meeting = full_meeting(group, facilitator, ["Ann", "Ben", "Cai"])
    two(meeting, wait=True)
    actions.book(meeting, request_key=uuid.uuid4(), called="Dot", reach="none", wait=True)
    assert who(meeting, Booking.WAITING) == ["Bev", "Dot", "Ivo"]
    actions.cancel_booking(row("Ann"))
    assert who(meeting, Booking.WAITING) == ["Bev", "Ivo"]  # one place is none for two
    Meeting.objects.filter(pk=meeting.pk).update(capacity=4)
    actions.cancel_booking(row("Ben"))
    assert who(meeting) == ["Bev", "Cai", "Dot", "Ivo"]
    outbox.send_due()
    assert [message.to for message in mail.outbox] == [["bev@p.example"]]
    assert "There are places for you both, Bev" in mail.outbox[0].body


def test_two_change_their_minds_together_and_come_together_again(client, meeting):
    bev = two(meeting)
    press(client, bev, "booking-cancel")
    assert who(meeting, Booking.CANCELLED) == ["Bev", "Ivo"]
    assert Page(client.get(booking_path(bev))).says("We can come after all")
    press(client, bev, "booking-again")
    assert who(meeting) == ["Bev", "Ivo"]


@pytest.mark.parametrize(
    ("button", "left", "words"),
    [("booking-cancel-me", ["Ivo"], "Ivo has a place"), ("booking-cancel-other", ["Bev"], "You have a place, Bev")],
)
def test_one_of_two_changes_their_mind_and_comes_again(client, group, facilitator, meeting, button, left, words):
    with_room(meeting, 2)
    bev = two(meeting)
    assert Page(press(client, bev, button)).says(words)
    assert who(meeting) == left
    press(client, bev, "booking-again")
    assert who(meeting) == ["Bev", "Ivo"]


def test_the_place_of_one_of_two_goes_to_who_waits(client, group, facilitator):
    meeting = factories.meeting(group, facilitator, capacity=2)
    bev = two(meeting)
    actions.book(meeting, request_key=uuid.uuid4(), called="Dot", reach="none", wait=True)
    press(client, bev, "booking-cancel-other")
    assert who(meeting) == ["Bev", "Dot"]
    page = Page(press(client, bev, "booking-again"))
    assert page.says("You have a place, Bev") and page.says("On the waiting list: Ivo.")


def test_somebody_can_be_brought_later_and_waits_where_it_is_full(client, meeting):
    with_room(meeting, 2)
    bev = actions.book(meeting, request_key=uuid.uuid4(), called="Bev", reach="none")
    token = booking_path(bev).split("/")[2]
    assert Page(client.get(booking_path(bev))).says("Would you like to bring someone?")
    for called in ("Ivo", "Ivor"):  # posted twice: one person, by the newer name
        client.post(reverse("meetings:booking-bring", args=[token]), {"brings_called": called})
    assert who(meeting) == ["Bev", "Ivor"]
    with_room(meeting, 1)
    actions.cancel_booking(row("Ivor"))
    page = client.post(reverse("meetings:booking-bring", args=[token]), {"brings_called": "Ivo"}, follow=True)
    assert Page(page).says("On the waiting list: Ivo.") and who(meeting) == ["Bev"]


def test_a_name_too_long_for_who_is_brought_is_given_back(client, meeting):
    bev = actions.book(meeting, request_key=uuid.uuid4(), called="Bev", reach="none")
    path = reverse("meetings:booking-bring", args=[booking_path(bev).split("/")[2]])
    page = Page(client.post(path, {"brings_called": "n" * 101}))
    assert page.summary and page.fields["brings_called"] == "n" * 101 and who(meeting) == ["Bev"]


def test_who_comes_along_stands_in_the_register_of_their_own(client, meeting, facilitator):
    two(meeting)
    client.force_login(facilitator)
    page = Page(client.get(there(meeting, "register")))
    assert page.says("Ivo") and page.says("Comes with Bev.")


# --- for somebody who rings -------------------------------------------------------------------------------------------
PRU = {"called": "Pru", "reach": "call", "phone": "01632 960 777", "brings": "no", "wait": "on"}


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


def book_for(desk, meeting, **more):
    page = Page(desk.get(there(meeting, "book-for")))
    return desk.post(there(meeting, "book-for"), {**page.fields, **PRU, **more}, follow=True)


def test_somebody_who_rings_gets_a_place_and_no_message(desk, meeting):
    page = Page(book_for(desk, meeting, needs="Large print."))
    assert page.says("They have a place.") and page.says("Pru, 01632 960 777") and page.says("Large print.")
    pru = row("Pru")
    assert (pru.person, pru.email, pru.booking) == (None, "", Booking.COMING) and not Notice.objects.exists()
    assert AuditEntry.objects.filter(event="meeting.booked_for").count() == 1
    assert "Pru" not in str(list(AuditEntry.objects.values_list("detail", "subject")))


def test_somebody_who_rings_with_an_address_gets_the_same_message_as_others(desk, meeting):
    book_for(desk, meeting, reach="email", email="pru@people.example", phone="")
    outbox.send_due()
    assert [message.to for message in mail.outbox] == [["pru@people.example"]]


def test_the_form_posted_twice_books_once(desk, meeting):
    page = Page(desk.get(there(meeting, "book-for")))
    for _time in range(2):
        desk.post(there(meeting, "book-for"), {**page.fields, **PRU})
    assert who(meeting) == ["Pru"]


def test_a_place_that_was_kept_back_is_given_by_phone_and_not_to_others(desk, meeting):
    with_room(meeting, 2, kept=1)
    book_for(desk, meeting, kept="on")
    assert row("Pru").on_kept_place
    actions.book(meeting, request_key=uuid.uuid4(), called="Ann", reach="none")
    assert "kept" not in Page(desk.get(there(meeting, "book-for"))).fields
    book_for(desk, meeting, called="Una")
    assert who(meeting) == ["Ann", "Pru"] and who(meeting, Booking.WAITING) == ["Una"]


def test_where_there_is_no_room_and_they_will_not_wait_nothing_typed_is_lost(desk, meeting):
    with_room(meeting, 1)
    factories.attendance(meeting, "Ann", booking=Booking.COMING)
    form = {**Page(desk.get(there(meeting, "book-for"))).fields, **PRU}
    del form["wait"]
    page = Page(desk.post(there(meeting, "book-for"), form))
    assert page.says("There is no room.") and page.fields["phone"] == PRU["phone"] and who(meeting) == ["Ann"]


def test_a_group_that_is_not_open_can_be_booked_by_phone(desk, meeting):
    Group.objects.update(openness="members", openness_reason="We talk about our own lives.")
    book_for(desk, meeting)
    assert who(meeting) == ["Pru"]


def test_those_who_run_it_take_a_booking_back_for_one_of_two(desk, meeting):
    two(meeting)
    desk.post(there(meeting, "cannot-come"), {"row": row("Bev").pk})
    assert who(meeting) == ["Ivo"]


def test_nobody_is_booked_for_where_it_is_too_late(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="Flooded.")
    page = Page(desk.get(there(meeting, "book-for"), follow=True))
    assert page.says("Nobody can book this meeting now.")
