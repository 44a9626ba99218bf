"""Coming to a meeting: by the pages as a person would, posted twice, by two at once, and changing one's mind."""

import datetime as dt
import time
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice
from groups.models import Group
from meetings import actions
from meetings.actions import coming
from meetings.emails import BOOKING, booking_path
from meetings.models import Attendance, Meeting, PassedOnView
from tests import factories
from tests.pages import Page
from tests.races import at_once, committed  # noqa: F401  (a fixture)

State, Booking = Meeting.State, Attendance.Booking


def there(meeting, name="book"):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug])


def walk(client, meeting, *, called="Bev", reach="email", email="bev@people.example", needs="", **more):
    """Book by the pages: three questions, each with what the page before carries on. Returns the last answer."""
    answer = client.get(there(meeting))
    for typed in ({"called": called}, {"reach": reach, "email": email}, {"needs": needs, **more}):
        page = Page(answer)
        assert answer.status_code == 200, page.text
        answer = client.post(there(meeting), {**page.fields, **typed})
    return answer


# --- a place ----------------------------------------------------------------------------------------------------------
def test_a_place_is_booked_with_a_name_and_an_address(client, meeting):
    answer = walk(client, meeting, called="Bev", needs="A seat by the door.")
    row = Attendance.objects.get()
    assert (row.called, row.reach, row.email, row.phone) == ("Bev", "email", "bev@people.example", "")
    assert (row.needs, row.booking, row.came, row.person) == ("A seat by the door.", Booking.COMING, None, None)
    assert answer.url == booking_path(row)
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient, notice.subject) == (
        "booked",
        f"attendance:{row.pk}",
        f"meeting:{meeting.pk}",
    )
    assert Page(client.get(answer.url)).says("You have a place, Bev")


def test_the_message_goes_to_one_person_with_a_neutral_subject_and_the_calendar_file(client, meeting, settings):
    walk(client, meeting, needs="Large print.")
    outbox.send_due()
    message, row = mail.outbox[0], Attendance.objects.get()
    assert len(mail.outbox) == 1
    assert message.recipients() == ["bev@people.example"] and not message.cc and not message.bcc
    assert meeting.group.name not in message.subject and "hospital" not in message.subject.lower()
    assert meeting.theme not in message.subject and "\n" not in message.subject
    path = settings.SITE_URL + booking_path(row)
    (html, kind), (name, ics, of_calendar) = message.alternatives[0], message.attachments[0]
    assert path in message.body and path in html and kind == "text/html"
    assert name.endswith(".ics") and "text/calendar" in of_calendar
    assert "ATTENDEE" not in (ics if isinstance(ics, str) else ics.decode())
    assert "Large print." in message.body and "Bev" in message.body


def test_the_link_of_the_message_lets_somebody_change_their_mind_and_come_again(client, meeting):
    walk(client, meeting)
    row = Attendance.objects.get()
    token = booking_path(row).split("/")[2]
    client.post(reverse("meetings:booking-cancel", args=[token]))
    row.refresh_from_db()
    assert row.booking == Booking.CANCELLED
    assert Page(client.get(booking_path(row))).says("You are not coming this time")
    client.post(reverse("meetings:booking-again", args=[token]))
    row.refresh_from_db()
    assert row.booking == Booking.COMING and Attendance.objects.count() == 1


def test_who_cancels_before_the_message_left_and_comes_again_still_gets_it(client, meeting):
    walk(client, meeting)
    row = Attendance.objects.get()
    actions.cancel_booking(row)
    assert outbox.send_due()["sent"] == 0
    actions.rebook(row)
    assert outbox.send_due()["sent"] == 1
    assert mail.outbox[0].to == ["bev@people.example"]


def test_who_changed_their_mind_twice_gets_one_message_in_all(client, meeting):
    walk(client, meeting)
    outbox.send_due()
    row = Attendance.objects.get()
    for _time in range(2):
        actions.cancel_booking(row)
        actions.rebook(row)
    outbox.send_due()
    assert len(mail.outbox) == 1


def test_a_place_without_an_address_gets_no_message(client, meeting):
    answer = walk(client, meeting, reach="none", email="typed@people.example")
    assert Attendance.objects.get().email == "" and Notice.objects.count() == 0
    assert Page(client.get(answer.url)).says("Keep this page’s address")


def test_what_was_typed_for_a_way_that_was_not_picked_is_not_kept(client, meeting):
    row = actions.book(meeting, request_key=uuid.uuid4(), called="Bev", reach="call", phone="01632 960 777")
    assert (row.email, row.phone) == ("", "01632 960 777")
    form = walk(client, meeting, reach="call", email="typed@people.example")
    assert Page(form).says("Type your phone number, or pick another way")


def test_a_name_is_listed_only_where_the_rule_lists_names_and_the_person_says_so(client, group, facilitator):
    closed = factories.meeting(group, facilitator, days=11)
    listed = factories.meeting(group, facilitator, days=12, rule="names_listed")
    walk(client, closed, may_list="on")
    walk(client, listed, may_list="on")
    walk(client, listed, called="Nia")
    assert list(Attendance.objects.order_by("pk").values_list("may_list", flat=True)) == [False, True, False]


# --- twice ------------------------------------------------------------------------------------------------------------
def test_the_last_page_posted_twice_books_once_and_says_the_same(client, meeting):
    form = {"step": "3", "called": "Bev", "reach": "email", "email": "bev@people.example", "request_key": uuid.uuid4()}
    first, second = (client.post(there(meeting), form) for _time in range(2))
    assert first.url == second.url == booking_path(Attendance.objects.get())
    assert Notice.objects.count() == 1


def test_the_last_place_posted_twice_is_still_a_place(client, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    form = {"step": "3", "called": "Bev", "reach": "none", "request_key": uuid.uuid4()}
    first, second = (client.post(there(meeting), form) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url and Attendance.objects.count() == 1


def test_a_key_from_another_meeting_books_a_place_of_its_own(client, group, facilitator, meeting):
    other = factories.meeting(group, facilitator, days=11)
    form = {"step": "3", "called": "Bev", "reach": "none", "request_key": uuid.uuid4()}
    for one in (meeting, other):
        assert client.post(there(one), form).status_code == 302
    assert sorted(Attendance.objects.values_list("meeting", flat=True)) == sorted([meeting.pk, other.pk])


def test_a_signed_in_person_who_books_again_keeps_one_place(client, meeting, outsider):
    client.force_login(outsider)
    for called in ("Gethin", "Geth"):
        walk(client, meeting, called=called)
    row = Attendance.objects.get()
    assert (row.person, row.called) == (outsider, "Geth")


def test_another_address_gets_a_message_of_its_own_and_the_old_link_opens_nothing(client, meeting, outsider):
    client.force_login(outsider)
    walk(client, meeting, email="wrong@people.example")
    old = booking_path(Attendance.objects.get())
    outbox.send_due()
    walk(client, meeting, email="right@people.example")
    outbox.send_due()
    assert [message.to for message in mail.outbox] == [["wrong@people.example"], ["right@people.example"]]
    assert client.get(old).status_code == 404
    assert booking_path(Attendance.objects.get()) in mail.outbox[1].body


def test_apologies_posted_twice_count_once(client, meeting):
    form = {"what": "sorry", "called": "Bev", "request_key": uuid.uuid4()}
    for _time in range(2):
        assert client.post(there(meeting, "sorry"), form).status_code == 302
    assert [(row.called, row.booking) for row in Attendance.objects.all()] == [("Bev", Booking.APOLOGIES)]


def test_a_view_posted_twice_is_kept_once(client, meeting):
    form = {"what": "view", "text": "Please think of pets.", "request_key": uuid.uuid4()}
    for _time in range(2):
        assert client.post(there(meeting, "sorry"), form).status_code == 302
    assert PassedOnView.objects.get().text == "Please think of pets."


def test_giving_a_place_back_twice_and_taking_it_twice_changes_nothing_more(client, meeting):
    row = factories.attendance(meeting, "Bev", booking=Booking.COMING)
    token = booking_path(row).split("/")[2]
    for name, left in (("booking-cancel", Booking.CANCELLED), ("booking-again", Booking.COMING)):
        for _time in range(2):
            assert client.post(reverse(f"meetings:{name}", args=[token])).status_code == 302
        row.refresh_from_db()
        assert row.booking == left


# --- full -------------------------------------------------------------------------------------------------------------
def test_who_has_the_last_place_can_still_book_again_to_change_what_they_said(client, meeting, outsider):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    client.force_login(outsider)
    walk(client, meeting, called="Gethin")
    walk(client, meeting, called="Geth")
    assert Attendance.objects.get().called == "Geth"


def rush(meeting, people):
    """Let so many people book at the same moment. Returns how many were told they have a place."""

    def book(number):
        return lambda: actions.book(meeting, request_key=uuid.uuid4(), called=f"Person {number}", reach="none")

    results = at_once(*[book(number) for number in range(people)])
    assert {type(r) for r in results} <= {Attendance, actions.Full}, results
    return sum(isinstance(r, Attendance) for r in results)


@pytest.fixture
def slow_count(monkeypatch):
    """Everybody takes a while between seeing that there is room and sitting down, so that a race really is one."""
    counts = coming.free_places

    def slowly(meeting, **kept):
        free = counts(meeting, **kept)
        time.sleep(0.2)
        return free

    monkeypatch.setattr(coming, "free_places", slowly)
    monkeypatch.setattr(outbox, "look_now", lambda: None)


def last_places(capacity):
    group, person = factories.group(), factories.person("Tomasz")
    factories.membership(group, person, "facilitator")
    return factories.meeting(group, person, capacity=capacity)


@pytest.mark.faults
def test_the_last_places_go_once_when_many_book_at_the_same_moment(committed, slow_count):  # noqa: F811
    meeting = last_places(2)
    assert rush(meeting, 6) == 2
    assert Attendance.objects.coming().count() == 2


@pytest.mark.faults
def test_without_the_lock_the_last_place_would_go_twice(committed, slow_count, monkeypatch):  # noqa: F811
    monkeypatch.setattr(coming, "locked", lambda meeting: Meeting.objects.get(pk=meeting.pk))
    # On SQLite the transaction itself lets in one writer at a time; the lock is for PostgreSQL.
    assert rush(last_places(1), 3) == (3 if connection.vendor == "postgresql" else 1)


# --- not for everybody, not any more ----------------------------------------------------------------------------------
@pytest.mark.parametrize("openness", ["ask", "members"])
def test_a_group_that_is_not_open_books_its_members_and_tells_others_the_way_in(client, meeting, member, openness):
    Group.objects.update(openness=openness, openness_reason="We talk about our own lives. Ring Dilys first.")
    for answer in (client.get(there(meeting)), client.post(there(meeting), {"step": "3", "called": "Bev"})):
        page = Page(answer)
        assert page.says("Please ask us first") and page.says("Ring Dilys first.")
    assert Attendance.objects.count() == 0
    client.force_login(member)
    walk(client, meeting, called="Maya")
    assert Attendance.objects.get().person == member


def test_who_came_often_enough_can_book_where_only_members_can(client, group, facilitator, meeting, outsider):
    Group.objects.update(openness="members", openness_reason="We talk about our own lives.")
    client.force_login(outsider)
    for days, allowed in ((-30, False), (-20, True)):
        factories.attendance(factories.meeting(group, facilitator, days=days, state="held"), came=True, person=outsider)
        assert Page(client.get(there(meeting))).says("What may we call you?") is allowed


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": State.CANCELLED, "cancel_reason": "The hall is flooded."}, "The hall is flooded."),
        ({"state": State.HELD}, "This meeting is over"),
        ({"state": State.UNDER_WAY}, "This meeting is over"),
        ({"starts": factories.moment(-1), "ends": factories.moment(-1, 20)}, "This meeting is over"),
    ],
)
def test_a_meeting_that_takes_no_bookings_says_so(client, meeting, facts, words):
    row = factories.attendance(meeting, "Bev", booking=Booking.CANCELLED)
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    token = booking_path(row).split("/")[2]
    form = {"step": "3", "called": "Nia", "reach": "none", "request_key": uuid.uuid4(), "what": "sorry"}
    for answer in (
        client.get(there(meeting)),
        client.post(there(meeting), form),
        client.get(there(meeting, "sorry")),
        client.post(there(meeting, "sorry"), form),
        client.post(reverse("meetings:booking-again", args=[token])),
    ):
        assert answer.status_code in (200, 409)
        assert Page(answer).says(words)
    called_off = facts.get("state") == State.CANCELLED
    assert Page(client.get(booking_path(row))).says(words if called_off else "Were you there, Bev?")
    assert list(Attendance.objects.values_list("called", "booking")) == [("Bev", Booking.CANCELLED)]


def test_a_meeting_that_ends_while_somebody_types_is_answered_kindly(client, meeting):
    page = Page(client.get(there(meeting)))
    Meeting.objects.filter(pk=meeting.pk).update(state=State.HELD)
    answer = client.post(there(meeting), {**page.fields, "called": "Bev"})
    assert answer.status_code == 409 and Page(answer).says("This meeting is over")


# --- cannot come ------------------------------------------------------------------------------------------------------
def test_apologies_need_no_name_and_take_the_place_back(client, meeting, outsider):
    client.post(there(meeting, "sorry"), {"what": "sorry", "called": "", "request_key": uuid.uuid4()})
    assert Attendance.objects.get().called == "Somebody"
    client.force_login(outsider)
    walk(client, meeting, called="Gethin", email="gethin@people.example")
    client.post(there(meeting, "sorry"), {"what": "sorry", "called": "Gethin", "request_key": uuid.uuid4()})
    assert Attendance.objects.get(person=outsider).booking == Booking.APOLOGIES
    assert outbox.send_due()["sent"] == 0


@pytest.mark.privacy
def test_a_view_that_is_passed_on_keeps_no_sender_and_no_time(client, meeting, outsider):
    client.force_login(outsider)
    key = uuid.uuid4()
    topic = factories.topic(meeting)
    client.post(
        there(meeting, "sorry"), {"what": "view", "text": "Think of pets.", "item": topic.pk, "request_key": key}
    )
    view = PassedOnView.objects.get()
    assert {f.name for f in PassedOnView._meta.get_fields()} == {"id", "meeting", "item", "text", "state"}
    assert (view.text, view.item) == ("Think of pets.", topic)
    assert Attendance.objects.count() == 0 and Notice.objects.count() == 0


@pytest.mark.privacy
def test_apologies_and_a_view_from_one_page_share_no_key(client, meeting):
    html = client.get(there(meeting, "sorry")).content.decode()
    keys = [part.split('"')[0] for part in html.split('name="request_key" value="')[1:]]
    assert len(keys) == 2 and len(set(keys)) == 2


@pytest.mark.privacy
def test_the_audit_trail_says_nothing_of_who_booked_or_what_was_passed_on(client, meeting):
    from coproduction.models import AuditEntry

    before = AuditEntry.objects.count()
    walk(client, meeting)
    client.post(there(meeting, "sorry"), {"what": "view", "text": "Think of pets.", "request_key": uuid.uuid4()})
    assert AuditEntry.objects.count() == before


# --- private links ----------------------------------------------------------------------------------------------------
def test_the_link_of_one_booking_reaches_no_other(client, meeting):
    mine, theirs = (factories.attendance(meeting, name, booking=Booking.COMING) for name in ("Bev", "Nia"))
    client.post(reverse("meetings:booking-cancel", args=[booking_path(mine).split("/")[2]]))
    theirs.refresh_from_db()
    assert theirs.booking == Booking.COMING
    assert "Nia" not in client.get(booking_path(mine)).content.decode()


def test_the_video_link_stands_on_the_private_page_from_the_day_before_and_nowhere_else(client, meeting):
    Meeting.objects.update(
        mode="hybrid", online_link="https://video.example/room-7", dial_in="01632 960 555, code 1234"
    )
    row = factories.attendance(meeting, "Bev", booking=Booking.COMING)
    gone = factories.attendance(meeting, "Nia", booking=Booking.CANCELLED)
    secret = "video.example/room-7"
    for path in (
        "/",
        "/meetings/",
        meeting.get_absolute_url(),
        there(meeting),
        there(meeting, "calendar"),
        booking_path(row),
    ):
        assert secret not in client.get(path).content.decode(), path
    soon = timezone.now() + dt.timedelta(hours=20)
    Meeting.objects.update(starts=soon, ends=soon + dt.timedelta(hours=2))
    assert secret in client.get(booking_path(row)).content.decode()
    assert secret not in client.get(booking_path(gone)).content.decode()
    assert secret not in client.get(meeting.get_absolute_url()).content.decode()


def test_purposes_have_names_of_their_own():
    from minutes.emails import LOOK

    assert BOOKING != LOOK
