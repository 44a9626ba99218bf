"""Programs that fill in forms: a hidden field, the time it took and a limit keep them out, and lose people nothing."""

import time
import uuid

import pytest
from allauth.core import ratelimit
from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.accounts import forget_counts
from coproduction.tasks import sweep
from meetings.models import Attendance, PassedOnView, Proposal
from tests.meetings.test_booking import there
from tests.pages import Page, lost

pytestmark = pytest.mark.security
REAL_TRAPS = True
ADDRESS = "192.0.2.7"


def stamp(seconds):
    return signing.dumps(time.time() - seconds, salt="page")


FORMS = {
    "book": {"step": "3", "called": "Bev", "reach": "call", "phone": "01632 960 777", "needs": "A ramp."},
    "sorry": {"what": "sorry", "called": "Bev"},
    "view": {"what": "view", "text": "Please think of pets."},
    "suggest": {"title": "The lift at the library", "about": "", "email": ""},
}
LIMITS = {"book": 30, "sorry": 30, "view": 30, "suggest": 20}


def send(client, meeting, name, **more):
    form = {**FORMS[name], "since": stamp(30), "website": "", "request_key": uuid.uuid4(), **more}
    return client.post(where(meeting, name), form)


def where(meeting, name):
    if name == "suggest":
        return reverse("meetings:suggest", args=[meeting.group.slug])
    return there(meeting, "book" if name == "book" else "sorry")


def rows():
    return Attendance.objects.count() + PassedOnView.objects.count() + Proposal.objects.count()


@pytest.mark.parametrize("name", FORMS)
def test_somebody_who_takes_their_time_gets_through(client, meeting, name):
    assert send(client, meeting, name).status_code == 302 and rows() == 1


CAUGHT = {
    "the hidden field": lambda: {"website": "https://spam.example"},
    "a blink": lambda: {"since": stamp(0)},
    "no time": lambda: {"since": ""},
    "an odd time": lambda: {"since": "1:odd:odd"},
    "another day": lambda: {"since": stamp(25 * 3600)},
    "another page": lambda: {"since": signing.dumps(1, salt="follow")},
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("why", CAUGHT)
def test_what_looks_like_a_program_is_asked_to_press_once_more_and_loses_nothing(client, meeting, name, why):
    page = Page(send(client, meeting, name, **CAUGHT[why]()))
    assert page.summary and page.says("Please press the button once more") and rows() == 0
    assert lost({key: value for key, value in FORMS[name].items() if key != "what"}, page) == {}


def test_the_second_press_of_a_person_gets_through(client, meeting, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    page = Page(send(client, meeting, "book", since=""))
    assert page.summary
    time_machine.move_to(now + timezone.timedelta(seconds=5), tick=False)
    assert client.post(there(meeting), {**page.fields, "step": "3"}).status_code == 302 and rows() == 1


def test_three_pages_carry_the_time_of_the_first(client, meeting, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    answer = client.get(there(meeting))
    for number, typed in enumerate(({"called": "Bev"}, {"reach": "none"}, {"needs": ""})):
        time_machine.move_to(now + timezone.timedelta(seconds=number + 1), tick=False)
        answer = client.post(there(meeting), {**Page(answer).fields, **typed})
    assert answer.status_code == 302 and rows() == 1


def test_nobody_sees_the_field_or_gets_to_it_by_keyboard(client, meeting):
    for name in ("book", "sorry", "suggest"):
        html = client.get(where(meeting, name)).content.decode()
        assert html.count('name="website"') == html.count('tabindex="-1" autocomplete="off"></div>') > 0
        assert html.count("<div hidden><label") == html.count('name="website"')


# --- limits -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FORMS)
def test_so_many_from_one_place_and_then_a_plain_answer_with_the_number_to_ring(meeting, name):
    client = Client(REMOTE_ADDR=ADDRESS)
    answers = [send(client, meeting, name) for _time in range(LIMITS[name] + 1)]
    assert [answer.status_code for answer in answers] == [302] * LIMITS[name] + [429]
    page = Page(answers[-1])
    assert page.says("Wait ten minutes, or ring 01632 960 120.") and rows() == LIMITS[name]
    assert lost({key: value for key, value in FORMS[name].items() if key != "what"}, page) == {}
    assert send(Client(REMOTE_ADDR="192.0.2.8"), meeting, name).status_code == 302


def test_where_nothing_can_be_counted_people_are_let_in(client, meeting, monkeypatch):
    def breaks(request, **more):
        raise DatabaseError

    monkeypatch.setattr(ratelimit, "consume", breaks)
    assert send(client, meeting, "book").status_code == 302 and rows() == 1


def counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        return [f"{key} {value}" for key, value in cursor.fetchall()]


@pytest.mark.privacy
@pytest.mark.parametrize("address", [ADDRESS, "2001:db8:1:2:3:4:5:6"])
def test_what_is_counted_holds_no_address_and_goes_when_it_is_over(meeting, address, time_machine):
    cache.clear()  # what a journey left there
    time_machine.move_to(timezone.now(), tick=False)
    send(Client(REMOTE_ADDR=address), meeting, "book")
    kept = counted()
    assert kept and not any(address in row or "2001:db8" in row for row in kept)
    forget_counts()
    assert counted() == kept
    time_machine.move_to(timezone.now() + timezone.timedelta(days=1, minutes=1), tick=False)
    sweep()
    assert counted() == []


def test_two_of_one_home_network_count_as_one_and_another_day_as_another(rf, time_machine):
    from coproduction.accounts import Adapter

    def mark(address):
        return Adapter().get_client_ip(rf.get("/", REMOTE_ADDR=address))

    time_machine.move_to(timezone.now(), tick=False)
    assert mark("2001:db8:1:2::1") == mark("2001:db8:1:2::9") != mark("2001:db8:1:3::1")
    today = mark(ADDRESS)
    assert today == mark(ADDRESS) != mark("192.0.2.8") and ADDRESS not in today
    time_machine.move_to(timezone.now() + timezone.timedelta(days=1), tick=False)
    assert mark(ADDRESS) != today
