"""A full meeting: the waiting list, places that are kept back, and what happens when a place comes free."""

import contextlib
import datetime as dt
import functools
import threading
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.models import AuditEntry, Notice
from meetings import actions
from meetings.actions import coming
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.test_booking import there, walk
from tests.pages import Page
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State, Booking = Meeting.State, Attendance.Booking


def full_meeting(group, by, taken, *, waiting=(), **fields):
    """A meeting with just as many places as people on them, and some who wait, in this order."""
    meeting = factories.meeting(group, by, capacity=len(taken), **fields)
    for name in taken:
        factories.attendance(meeting, name, booking=Booking.COMING)
    for number, name in enumerate(waiting):
        since = timezone.now() - dt.timedelta(hours=9 - number)
        factories.attendance(
            meeting, name, booking=Booking.WAITING, waits_since=since, reach="email", email=f"{name.lower()}@p.example"
        )
    return meeting


@pytest.fixture
def full(group, facilitator):
    """Ann has the one place; Wyn waits longest, then Bev."""
    return full_meeting(group, facilitator, ["Ann"], waiting=["Wyn", "Bev"])


def who(meeting, booking=Booking.COMING):
    return sorted(meeting.attendances.filter(booking=booking).values_list("called", flat=True))


def row(called):
    return Attendance.objects.get(called=called)


def press(client, attendance, name):
    return client.post(reverse(f"meetings:{name}", args=[booking_path(attendance).split("/")[2]]), follow=True)


def details_of(meeting, **more):
    names = ["theme", "who_for", "starts", "ends", "mode", "venue", "town", "record_rule", "capacity", "kept_places"]
    return {**{name: getattr(meeting, name) for name in names}, **more}


# --- onto the list ----------------------------------------------------------------------------------------------------
def test_a_full_meeting_offers_the_waiting_list_before_and_while_typing(client, full):
    page = Page(client.get(full.get_absolute_url()))
    assert page.says("This meeting is full.") and page.says("Go on the waiting list") and there(full) in page.links
    page = Page(client.get(there(full)))
    assert page.says("You can go on the waiting list. We tell you if a place comes free.")
    assert there(full, "sorry") in page.links
    answer = walk(client, full, called="Nia", email="nia@people.example")
    nia = row("Nia")
    assert (nia.booking, answer.url) == (Booking.WAITING, booking_path(nia))
    page = Page(client.get(answer.url))
    assert page.says("You are on the waiting list, Nia") and page.says("We will write to you if a place comes free.")
    for name in ("Ann", "Wyn", "Bev"):
        assert name not in page.html
    outbox.send_due()
    (message,) = mail.outbox
    assert message.to == ["nia@people.example"] and message.subject.startswith("Waiting for a place on")
    assert message.attachments == [] and booking_path(nia) in message.body


def test_who_is_not_told_that_it_is_a_waiting_list_is_put_on_none_and_loses_nothing(client, meeting):
    page = Page(client.get(there(meeting)))
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    factories.attendance(meeting, "Ann", booking=Booking.COMING)
    form = {**page.fields, "step": "3", "called": "Bev", "reach": "email", "email": "b@p.example", "needs": "A ramp."}
    answer = client.post(there(meeting), form)
    again = Page(answer)
    assert answer.status_code == 409 and again.says("Somebody took the last place while you were typing.")
    assert who(meeting, Booking.WAITING) == []
    client.post(there(meeting), again.fields)
    assert (row("Bev").booking, row("Bev").needs, row("Bev").email) == (Booking.WAITING, "A ramp.", "b@p.example")


def test_who_would_wait_gets_a_place_where_one_is_free_by_then(client, full):
    page = Page(client.get(there(full)))
    Meeting.objects.filter(pk=full.pk).update(capacity=9)
    client.post(there(full), {**page.fields, "step": "3", "called": "Nia", "reach": "none"})
    assert row("Nia").booking == Booking.COMING


def test_waiting_twice_keeps_one_turn(client, full, outsider):
    client.force_login(outsider)
    walk(client, full, called="Gethin")
    turn = Attendance.objects.get(person=outsider).waits_since
    walk(client, full, called="Geth")
    again = Attendance.objects.get(person=outsider)
    assert (again.called, again.waits_since) == ("Geth", turn)
    page = Page(client.get("/my-page/"))
    assert page.says("You wait for a place") and booking_path(again) in page.links
    assert Page(client.get(full.get_absolute_url())).says("You are on the waiting list")


@pytest.mark.privacy
def test_no_public_page_tells_how_many_wait_or_come(client, group, facilitator, full):
    """The same page whether one waits or three."""
    before = client.get(full.get_absolute_url()).content
    for name in ("Cai", "Dot"):
        factories.attendance(full, name, booking=Booking.WAITING, waits_since=timezone.now())
    assert client.get(full.get_absolute_url()).content == before
    Attendance.objects.all().delete()
    assert client.get(full.get_absolute_url()).content != before


# --- a place comes free -----------------------------------------------------------------------------------------------
def test_who_waits_longest_gets_the_place_and_is_told(client, full):
    press(client, row("Ann"), "booking-cancel")
    assert who(full) == ["Wyn"] and who(full, Booking.WAITING) == ["Bev"]
    outbox.send_due()
    (message,) = mail.outbox
    assert message.to == ["wyn@p.example"] and message.subject.startswith("There is a place for you on")
    assert full.theme not in message.subject and full.group.name not in message.subject
    assert booking_path(row("Wyn")) in message.body and "Ann" not in message.body and message.attachments
    assert Page(client.get(booking_path(row("Wyn")))).says("You have a place, Wyn")
    assert Page(client.get(booking_path(row("Bev")))).says("You are on the waiting list, Bev")


def test_a_place_goes_on_with_the_transaction_that_freed_it_or_not_at_all(full, monkeypatch):
    def breaks(*facts, **more):
        raise RuntimeError

    monkeypatch.setattr(outbox, "put", breaks)
    with pytest.raises(RuntimeError):
        actions.cancel_booking(row("Ann"))
    assert who(full) == ["Ann"] and who(full, Booking.WAITING) == ["Bev", "Wyn"]


def test_more_places_go_to_as_many_as_wait(full, facilitator):
    actions.change(full, by=facilitator, **details_of(full, capacity=2))
    assert who(full) == ["Ann", "Wyn"]
    actions.change(full, by=facilitator, **details_of(full, capacity=None))
    assert who(full) == ["Ann", "Bev", "Wyn"]
    assert Notice.objects.filter(kind="place_free").count() == 2


def test_apologies_of_somebody_with_a_place_let_the_next_one_in(client, full, outsider):
    Attendance.objects.filter(called="Ann").update(person=outsider)
    client.force_login(outsider)
    client.post(there(full, "sorry"), {"what": "sorry", "called": "Ann", "request_key": uuid.uuid4()})
    assert who(full) == ["Wyn"] and who(full, Booking.APOLOGIES) == ["Ann"]


def test_apologies_that_those_who_run_it_write_down_let_the_next_one_in(full, facilitator):
    ann = row("Ann")
    actions.mark_came(full, by=facilitator, came=set(), shown={ann.pk}, apologies={ann.pk})
    assert who(full) == ["Wyn"]


def test_who_gives_the_place_back_and_comes_again_waits_behind_the_others(client, full):
    press(client, row("Ann"), "booking-cancel")
    page = Page(press(client, row("Ann"), "booking-again"))
    assert page.says("Your place went to somebody else meanwhile") and page.says("You are on the waiting list, Ann")
    assert list(full.attendances.waiting().values_list("called", flat=True)) == ["Bev", "Ann"]


def test_who_waits_can_leave_by_the_same_link_and_is_told_nothing_more(client, full):
    page = Page(press(client, row("Wyn"), "booking-cancel"))
    assert page.says("You are off the waiting list.") and page.says("You are not coming this time")
    press(client, row("Ann"), "booking-cancel")
    assert who(full) == ["Bev"]
    outbox.send_due()
    assert [message.to for message in mail.outbox] == [["bev@p.example"]]


def test_a_place_given_back_before_the_message_left_sends_none_and_goes_on(full):
    actions.cancel_booking(row("Ann"))
    actions.cancel_booking(row("Wyn"))
    outbox.send_due()
    assert who(full) == ["Bev"] and [message.to for message in mail.outbox] == [["bev@p.example"]]


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.CANCELLED, "cancel_reason": "The hall is flooded."},
        {"state": State.UNDER_WAY},
        {"state": State.HELD},
        {"starts": factories.moment(-1), "ends": factories.moment(-1, 20)},
    ],
)
def test_nobody_is_moved_up_where_it_is_too_late(full, facts):
    Meeting.objects.filter(pk=full.pk).update(**facts)
    actions.cancel_booking(row("Ann"))
    assert who(full) == [] and who(full, Booking.WAITING) == ["Bev", "Wyn"] and not Notice.objects.exists()


def test_who_waits_is_told_that_the_meeting_will_not_happen(full, facilitator):
    actions.cancel(full, by=facilitator, reason="The hall is flooded.")
    outbox.send_due()
    assert sorted(message.to[0] for message in mail.outbox) == ["bev@p.example", "wyn@p.example"]
    assert all(message.subject.startswith("Not on") for message in mail.outbox)


# --- by phone ---------------------------------------------------------------------------------------------------------
def phones(meeting, called="Pru", **fields):
    return factories.attendance(meeting, called, reach="call", phone="01632 960 777", **fields)


def test_who_has_a_phone_only_is_on_the_list_to_ring_until_somebody_did(client, full, facilitator):
    full.attendances.waiting().update(email="", phone="01632 960 777", reach="call")
    actions.cancel_booking(row("Ann"))
    assert not Notice.objects.exists()
    client.force_login(facilitator)
    plan = Page(client.get(there(full, "plan")))
    assert plan.says("Somebody has to be rung.") and there(full, "who-is-coming") in plan.links
    page = Page(client.get(there(full, "who-is-coming")))
    assert page.says("Please ring") and page.says("Wyn, 01632 960 777: A place came free for them.")
    wyn = row("Wyn").pk
    client.post(there(full, "rung"), {"row": wyn, "about": "changed"})
    assert row("Wyn").ring_about == "place"  # the page showed something older
    client.post(there(full, "rung"), {"row": wyn, "about": "place"})
    assert not Page(client.get(there(full, "who-is-coming"))).says("Please ring")


def test_who_has_a_phone_only_is_rung_about_changes_and_the_end(meeting, facilitator):
    phones(meeting, booking=Booking.COMING)
    actions.change(meeting, by=facilitator, **details_of(meeting, venue="Salt House"))
    assert row("Pru").ring_about == "changed"
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    assert row("Pru").ring_about == "cancelled"


# --- places that are kept back ----------------------------------------------------------------------------------------
@pytest.fixture
def kept(group, facilitator):
    """Two places, one of them kept back; Ann has the other one, and Wyn waits."""
    meeting = full_meeting(group, facilitator, ["Ann"], waiting=["Wyn"])
    Meeting.objects.filter(pk=meeting.pk).update(capacity=2, kept_places=1)
    meeting.refresh_from_db()
    return meeting


def test_a_place_that_is_kept_back_is_not_given_to_who_books_alone(client, kept):
    assert Page(client.get(kept.get_absolute_url())).says("This meeting is full.")
    with pytest.raises(actions.Full):
        actions.book(kept, request_key=uuid.uuid4(), called="Nia", reach="none")


def test_those_who_run_it_give_a_kept_place_to_somebody_who_waits_once(client, kept, facilitator):
    client.force_login(facilitator)
    wyn = row("Wyn").pk
    page = Page(client.get(there(kept, "who-is-coming")))
    assert page.says("1 free place is kept back") and page.says("Give them a place that was kept back")
    for _time in range(2):
        client.post(there(kept, "give-place"), {"row": wyn})
    assert who(kept) == ["Ann", "Wyn"] and row("Wyn").on_kept_place
    actions.cancel_booking(row("Ann"))
    assert coming.free_places(Meeting.objects.get(pk=kept.pk)) == 1
    assert AuditEntry.objects.filter(event="meeting.kept_place_given").count() == 1
    assert "Wyn" not in str(list(AuditEntry.objects.values_list("detail", "subject")))


def test_a_kept_place_that_is_given_back_is_kept_back_again(kept, facilitator):
    actions.give_kept_place(row("Wyn"), by=facilitator)
    actions.cancel_booking(row("Wyn"))
    meeting = Meeting.objects.get(pk=kept.pk)
    assert (coming.free_places(meeting), coming.free_places(meeting, kept=True)) == (0, 1)


def test_places_that_are_kept_back_no_more_go_to_who_waits(client, kept, facilitator):
    client.force_login(facilitator)
    client.post(there(kept, "release-places"))
    kept.refresh_from_db()
    assert who(kept) == ["Ann", "Wyn"] and kept.kept_places == 0
    assert AuditEntry.objects.filter(event="meeting.places_released").count() == 1


@pytest.mark.parametrize(
    ("capacity", "keep", "words"), [("", "2", "Say first how many"), ("2", "3", "more places than")]
)
def test_more_cannot_be_kept_back_than_there_is(client, group, facilitator, meeting, capacity, keep, words):
    client.force_login(facilitator)
    form = Page(client.get(there(meeting, "change"))).fields
    page = Page(client.post(there(meeting, "change"), {**form, "capacity": capacity, "kept_places": keep}))
    assert page.says(words) and page.fields["kept_places"] == keep


@pytest.mark.parametrize("odd", ["", "x", "9" * 30, "-1", "0"])
def test_a_button_without_a_row_changes_nothing(client, kept, facilitator, odd):
    client.force_login(facilitator)
    for name in ("give-place", "rung", "cannot-come"):
        page = Page(client.post(there(kept, name), {"row": odd}, follow=True))
        assert page.says("Somebody else was quicker")
    assert who(kept) == ["Ann"]


def test_a_row_of_another_meeting_is_out_of_reach(client, group, other_group, facilitator, elsewhere, kept):
    other = full_meeting(other_group, elsewhere, ["Una"], days=12)
    client.force_login(facilitator)
    client.post(there(kept, "cannot-come"), {"row": other.attendances.get().pk})
    assert who(other) == ["Una"]


# --- at the same moment -----------------------------------------------------------------------------------------------
ON_POSTGRES = connection.vendor == "postgresql"
"""On SQLite the transaction itself lets in one writer at a time; the lock is for PostgreSQL."""


def meet(monkeypatch, *, patience=0.5):
    """Let two who have counted the free places wait for each other, so long in seconds: then a race really is one."""
    counts, both = coming.free_places, threading.Barrier(2)

    def slowly(meeting, **more):
        free = counts(meeting, **more)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(patience)
        return free

    monkeypatch.setattr(coming, "free_places", slowly)
    monkeypatch.setattr(outbox, "look_now", lambda: None)


def without_lock(monkeypatch):
    monkeypatch.setattr(coming, "locked", lambda meeting: Meeting.objects.get(pk=meeting.pk))
    meet(monkeypatch, patience=15 if ON_POSTGRES else 0.3)


def somebody_runs_it():
    group, by = factories.group(), factories.person("Tomasz")
    factories.membership(group, by, "facilitator")
    return group, by


def drop_out(*names):
    return [functools.partial(actions.cancel_booking, row(name)) for name in names]


@pytest.mark.faults
def test_when_two_drop_out_at_once_two_are_moved_up_and_never_three(committed, monkeypatch):  # noqa: F811
    meeting = full_meeting(*somebody_runs_it(), ["Ann", "Ben"], waiting=["Wyn", "Bev", "Cai"])
    meet(monkeypatch)

    def newcomer():
        return actions.book(meeting, request_key=uuid.uuid4(), called="Una", reach="none")

    found = at_once(*drop_out("Ann", "Ben"), newcomer, newcomer)
    assert who(meeting) == ["Bev", "Wyn"] and who(meeting, Booking.WAITING) == ["Cai"]
    assert [type(one) for one in found[2:]] == [actions.Full] * 2
    told = Notice.objects.filter(kind="place_free").values_list("recipient", flat=True)
    assert sorted(told) == sorted(outbox.key(row(name)) for name in ("Wyn", "Bev"))


def two_drop_out_and_two_wait_together():
    meeting = full_meeting(*somebody_runs_it(), ["Ann", "Ben"], waiting=["Bev"])
    factories.attendance(meeting, "Ivo", booking=Booking.WAITING, comes_with=row("Bev"), waits_since=timezone.now())
    at_once(*drop_out("Ann", "Ben"))
    return meeting


@pytest.mark.faults
def test_when_two_drop_out_at_once_two_who_wait_together_get_their_places(committed, monkeypatch):  # noqa: F811
    meet(monkeypatch)
    assert who(two_drop_out_and_two_wait_together()) == ["Bev", "Ivo"]


@pytest.mark.faults
def test_without_the_lock_two_places_would_stay_empty(committed, monkeypatch):  # noqa: F811
    """Each of the two who drop out would see one place, which is none for two."""
    without_lock(monkeypatch)
    assert who(two_drop_out_and_two_wait_together()) == ([] if ON_POSTGRES else ["Bev", "Ivo"])


def one_kept_place_in_two_hands():
    """Two people who run the meeting: one gives the kept place to Bev, the other keeps none back any more."""
    group, by = somebody_runs_it()
    meeting = full_meeting(group, by, ["Ann"], waiting=["Wyn", "Bev"])
    Meeting.objects.filter(pk=meeting.pk).update(capacity=2, kept_places=1)
    bev = row("Bev")
    at_once(lambda: actions.give_kept_place(bev, by=by), lambda: actions.release_places(meeting, by=by))
    return meeting


@pytest.mark.faults
def test_a_kept_place_in_two_hands_is_given_once(committed, monkeypatch):  # noqa: F811
    meet(monkeypatch)
    assert who(one_kept_place_in_two_hands()) in (["Ann", "Bev"], ["Ann", "Wyn"])


@pytest.mark.faults
def test_without_the_lock_a_kept_place_would_be_given_twice(committed, monkeypatch):  # noqa: F811
    without_lock(monkeypatch)
    assert len(who(one_kept_place_in_two_hands())) == (3 if ON_POSTGRES else 2)
