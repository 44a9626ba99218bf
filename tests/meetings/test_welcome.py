"""What is offered so that people can come, and who will meet them: on the page, and in what they are sent."""

import pytest
from django.core import mail
from django.urls import reverse

from coproduction import outbox
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from tests.meetings.test_booking import there, walk
from tests.pages import Page

OFFERED = "Taxi paid on the day\n\nSomeone to sit in for you"
MEETS = "Dilys stands at the door from 5:30pm"


@pytest.fixture
def kind(client, meeting, facilitator):
    client.force_login(facilitator)
    form = Page(client.get(there(meeting, "change"))).fields
    client.post(there(meeting, "change"), {**form, "offered": OFFERED, "meets_you": MEETS})
    client.logout()
    meeting.refresh_from_db()
    return meeting


def test_it_stands_on_the_page_of_the_meeting_on_the_booking_and_in_the_message(client, kind):
    assert (kind.offered, kind.meets_you) == (OFFERED, MEETS)
    public = Page(client.get(kind.get_absolute_url()))
    walk(client, kind)
    own = Page(client.get(booking_path(Attendance.objects.get())))
    outbox.send_due()
    html = mail.outbox[0].alternatives[0][0]
    for words in ("Taxi paid on the day", "Someone to sit in for you", MEETS):
        assert public.says(words) and own.says(words) and words in mail.outbox[0].body and words in html


def test_where_nothing_is_filled_in_no_heading_stands_there(client, meeting):
    page = Page(client.get(meeting.get_absolute_url()))
    walk(client, meeting)
    outbox.send_due()
    for words in ("Who will meet you", "What we offer"):
        assert words not in page.text and words not in mail.outbox[0].body


def test_the_next_plan_begins_with_what_was_offered_the_last_time(client, kind, facilitator):
    client.force_login(facilitator)
    fields = Page(client.get(reverse("meetings:new", args=[kind.group.slug]))).fields
    assert (fields["offered"], fields["meets_you"]) == (OFFERED, MEETS)


@pytest.mark.parametrize(("name", "most"), [("offered", 800), ("meets_you", 300)])
def test_too_much_is_given_back(client, meeting, facilitator, name, most):
    client.force_login(facilitator)
    form = Page(client.get(there(meeting, "change"))).fields
    page = Page(client.post(there(meeting, "change"), {**form, name: "n" * (most + 1)}))
    assert page.summary and page.fields[name] == "n" * (most + 1)
    assert not Meeting.objects.exclude(**{name: ""}).exists()
