"""Following a group by e-mail: asking, saying yes, stopping, and what nobody learns from it."""

import datetime as dt
import re
import time

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coproduction import links, outbox
from coproduction.models import AuditEntry, Notice
from coproduction.tasks import sweep
from groups.emails import FOLLOW, STOP, follow_path, stop_path
from groups.models import Follower
from groups.periodic import forget_unconfirmed
from tests import factories, worlds
from tests.pages import Page
from tests.test_public_pages import TOKEN, reached

pytestmark = pytest.mark.django_db
MABLI = "mabli@people.example"
ONE_CLICK = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


def stamp(seconds=30):
    """What the page carries when it was first shown so many seconds ago."""
    return signing.dumps(time.time() - seconds, salt="follow")


def ask(client, group, email=MABLI, **form):
    return client.post(reverse("following:ask", args=[group.slug]), {"email": email, "since": stamp(), **form})


def paths_in(message):
    return [path for path in re.findall(r"http://localhost:8000(/following/\S+)", message.body)]


def without_tokens(response):
    return TOKEN.sub(b"", response.content)


# --- saying yes -------------------------------------------------------------------------------------------------------
def test_an_address_follows_once_its_owner_has_said_yes(client, group, mailoutbox):
    assert reverse("following:ask", args=[group.slug]) in Page(client.get(group.get_absolute_url())).links
    page = Page(ask(client, group, " Mabli@People.example "))
    assert page.says("Look in your e-mail") and page.says("We write to Mabli@People.example")
    follower = Follower.objects.get()
    assert (follower.email, follower.confirmed_at) == (MABLI, None)
    outbox.send_due()
    (message,) = mailoutbox
    assert message.to == [MABLI]
    yes, _stop = paths_in(message)
    page = Page(client.get(yes))
    assert page.says("Shall we send you the notes?") and not Follower.objects.confirmed().exists()
    answer = client.post(yes + "yes/")
    assert answer.status_code == 302
    page = Page(client.get(answer.url))
    assert page.says("You follow this group") and page.says("Stop following")
    assert Follower.objects.confirmed().get() == follower


def test_saying_yes_twice_changes_nothing(client, group):
    follower = factories.follower(group)
    before = worlds.rows()
    assert client.post(follow_path(follower) + "yes/").status_code == 302
    assert worlds.changed(before) == []


def test_who_follows_already_is_told_so_and_how_to_stop(client, group, mailoutbox):
    factories.follower(group, asked_at=timezone.now() - dt.timedelta(days=3))
    ask(client, group)
    outbox.send_due()
    (message,) = mailoutbox
    assert message.subject == "You get our notes already"
    assert paths_in(message) == [stop_path(Follower.objects.get())]
    assert Follower.objects.confirmed().count() == 1


def test_an_address_is_asked_once_an_hour_at_most(client, group, mailoutbox, time_machine):
    nine = factories.moment(1, hour=9)
    for minutes in (0, 10, 59):
        time_machine.move_to(nine + dt.timedelta(minutes=minutes), tick=False)
        assert ask(client, group).status_code == 200
        outbox.send_due()
    assert len(mailoutbox) == 1
    time_machine.move_to(nine + dt.timedelta(hours=1), tick=False)
    ask(client, group)
    outbox.send_due()
    assert len(mailoutbox) == 2 and paths_in(mailoutbox[0]) == paths_in(mailoutbox[1])
    assert Follower.objects.count() == 1


def test_an_address_can_follow_several_groups_and_stop_one(client, group, other_group):
    one, other = factories.follower(group), factories.follower(other_group)
    client.post(stop_path(one))
    assert list(Follower.objects.all()) == [other]


@pytest.mark.parametrize(("days", "left"), [(6.9, 1), (7.1, 0)])
def test_an_address_that_never_said_yes_is_deleted_after_seven_days(group, days, left):
    long_ago = timezone.now() - dt.timedelta(days=days)
    factories.follower(group, confirmed_at=None, asked_at=long_ago)
    factories.follower(group, "other@people.example", asked_at=long_ago)
    sweep()
    assert Follower.objects.filter(confirmed_at=None).count() == left
    assert Follower.objects.confirmed().count() == 1


def test_a_link_that_is_too_old_says_so_and_offers_the_way_on(client, group):
    follower = factories.follower(group, confirmed_at=None, asked_at=timezone.now() - dt.timedelta(days=8))
    yes, stop = follow_path(follower), stop_path(follower)
    forget_unconfirmed()
    for answer in (client.get(yes), client.post(yes + "yes/")):
        assert answer.status_code == 404
        page = Page(answer)
        assert page.says("This link does not work any more") and reverse("groups:groups") in page.links
    assert Page(client.get(stop)).says("You have stopped")


# --- what nobody learns -----------------------------------------------------------------------------------------------
@pytest.mark.privacy
def test_the_answer_is_the_same_whoever_follows_already(client, group):
    """S11: status, headers and body."""
    answers = []
    for rows in ([], [{"confirmed_at": None}], [{}], [{"asked_at": timezone.now() - dt.timedelta(days=9)}]):
        Follower.objects.all().delete()
        for fields in rows:
            factories.follower(group, **fields)
        answer = ask(Client(), group)
        answers.append((answer.status_code, dict(answer.headers), without_tokens(answer), dict(answer.cookies)))
    assert answers == [answers[0]] * 4 and answers[0][0] == 200


@pytest.mark.privacy
def test_public_pages_are_the_same_bytes_with_and_without_followers(group, facilitator, client):
    """CH6: not even how many."""
    factories.meeting(group, facilitator)
    before = reached(client)
    for number in range(12):
        factories.follower(group, f"follower-{number}@people.example")
    assert len(before) > 8 and reached(Client()) == before
    group.followers.all().delete()
    assert reached(Client()) == before


@pytest.mark.privacy
def test_nobody_who_runs_the_group_reads_who_follows_it_or_how_many(group, coordinator, meeting):
    browser = Client()
    browser.force_login(coordinator)
    here = [group.slug, meeting.slug]
    pages = [group.get_absolute_url(), reverse("groups:people", args=[group.slug]), reverse("my-page")]
    pages += [reverse(f"meetings:{name}", args=here) for name in ("plan", "register")]
    before = [without_tokens(browser.get(path)) for path in pages]
    for number in range(7):
        factories.follower(group, f"follower-{number}@people.example")
    assert [without_tokens(browser.get(path)) for path in pages] == before


@pytest.mark.privacy
def test_the_audit_trail_does_not_tell_how_many_follow(client, group):
    ask(client, group)
    follower = Follower.objects.get()
    client.post(follow_path(follower) + "yes/")
    client.post(stop_path(follower))
    assert not AuditEntry.objects.filter(subject__contains="follower").exists()


@pytest.mark.parametrize("size", [0, 1, 300])
def test_the_pages_ask_the_database_as_often_however_many_follow(client, group, size):
    for number in range(size):
        factories.follower(group, f"follower-{number}@people.example")
    mine = factories.follower(group)
    found = []
    for path in (reverse("following:ask", args=[group.slug]), follow_path(mine), stop_path(mine)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found.append(len(asked))
    assert found == [1, 1, 1]


# --- programs that fill in forms --------------------------------------------------------------------------------------
@pytest.mark.security
@pytest.mark.parametrize(
    "form",
    [{"website": "https://x.example"}, {"since": ""}, {"since": "x"}, {"since": "é:é:é"}, {"since": 0},
     {"since": 25 * 3600}, {"since": signing.dumps(1.0, salt="other")}],
)  # fmt: skip
def test_what_looks_like_a_program_is_asked_to_press_once_more(client, group, form):
    form = {name: stamp(value) if type(value) is int else value for name, value in form.items()}
    answer = ask(client, group, **form)
    page = Page(answer)
    assert page.summary == ["#id_email"] and page.unlinked() == []
    assert page.says("Please press the button once more") and page.fields["email"] == MABLI
    assert Follower.objects.count() == Notice.objects.count() == 0


def test_somebody_who_was_too_quick_gets_through_the_second_time(client, group, time_machine):
    time_machine.move_to(factories.moment(1, hour=9), tick=False)
    path = reverse("following:ask", args=[group.slug])
    fields = Page(client.get(path)).fields
    assert Page(client.post(path, {**fields, "email": ""})).summary == ["#id_email"]  # one thing to mend, not two
    first = Page(client.post(path, {**fields, "email": MABLI}))
    assert first.summary and Follower.objects.count() == 0
    time_machine.shift(3)
    assert Page(client.post(path, first.fields)).says("Look in your e-mail")
    assert Follower.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "mabli", "a@b", "a b@people.example", f"{'n' * 300}@people.example", "\x00@x.y"])
def test_an_address_that_is_none_is_asked_for_again(client, group, typed):
    page = Page(ask(client, group, typed))
    assert set(page.summary) == {"#id_email"} and page.unlinked() == [] and "Error:" in page.html
    assert Follower.objects.count() == 0


@pytest.mark.security
def test_one_place_cannot_ask_for_many_addresses(group):
    answers = [ask(Client(REMOTE_ADDR="192.0.2.7"), group, f"n{n}@people.example") for n in range(22)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 2
    assert Page(answers[-1]).says("That was a lot of tries") and Page(answers[-1]).unlinked() == []
    assert Follower.objects.count() == 20
    assert ask(Client(REMOTE_ADDR="192.0.2.8"), group).status_code == 200


@pytest.mark.security
def test_one_address_gets_ten_messages_a_day_at_most_and_nobody_is_told(mailoutbox):
    answers = []
    for number in range(12):
        answer = ask(Client(REMOTE_ADDR=f"192.0.2.{number}"), factories.group(f"group-{number}", name="A group"))
        answers.append(re.sub(rb"group-\d+", b"", without_tokens(answer)))
    outbox.send_due()
    assert answers == [answers[0]] * 12
    assert len(mailoutbox) == 10


# --- stopping ---------------------------------------------------------------------------------------------------------
def test_a_follower_stops_with_one_press_and_is_forgotten_at_once(client, group):
    follower = factories.follower(group)
    page = Page(client.get(stop_path(follower)))
    assert page.says("Stop these messages?") and Follower.objects.count() == 1
    answer = client.post(stop_path(follower))
    assert answer.status_code == 200 and Page(answer).says("You have stopped")
    assert reverse("following:ask", args=[group.slug]) in Page(answer).links
    assert Follower.objects.count() == 0
    assert client.get(follow_path(follower)).status_code == 404


def test_every_message_to_a_follower_has_the_headers_for_stopping(client, group, mailoutbox, settings):
    settings.SITE_URL = "https://portal.example.org"
    ask(client, group)
    outbox.send_due()
    raw = mailoutbox[0].message()
    url = "https://portal.example.org" + stop_path(Follower.objects.get())
    assert raw["List-Unsubscribe"] == f"<{url}>" and raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in mailoutbox[0].body and url in mailoutbox[0].alternatives[0][0]
    assert f"<{url}>".encode() in raw.as_bytes().replace(b"\n ", b"")  # whole, however the line is folded


@pytest.mark.security
def test_a_mail_program_stops_with_one_post_without_cookie_token_or_referer(group, other_group, member):
    """S17: 200, no redirect, again and again; the link of one touches nobody else."""
    mine, other, elsewhere = (
        factories.follower(*facts) for facts in ((group,), (group, "other@people.example"), (other_group,))
    )
    before = worlds.rows()
    for _time in range(3):
        answer = Client(enforce_csrf_checks=True).post(stop_path(mine), **ONE_CLICK)
        assert answer.status_code == 200 and not answer.cookies
        assert Page(answer).says("You have stopped")
    assert worlds.changed(before) == ["groups_follower"]
    assert set(Follower.objects.all()) == {other, elsewhere}


@pytest.mark.security
def test_every_other_form_about_following_needs_its_token(group):
    follower = factories.follower(group, confirmed_at=None)
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(follow_path(follower) + "yes/").status_code == 403
    assert ask(browser, group, "other@people.example").status_code == 403
    assert not Follower.objects.confirmed().exists() and Follower.objects.count() == 1


@pytest.mark.security
def test_a_robot_that_opens_every_link_changes_nothing_and_the_person_then_succeeds(client, group, mailoutbox):
    """S16."""
    ask(client, group)
    outbox.send_due()
    yes, stop = paths_in(mailoutbox[0])
    before = worlds.rows()
    for path in (yes, stop):
        for method in ("head", "get", "get", "get", "options", "put", "delete"):
            assert getattr(Client(), method)(path).status_code in (200, 405)
    assert worlds.changed(before) == []
    client.post(yes + "yes/")
    assert Follower.objects.confirmed().exists()
    client.post(stop)
    assert not Follower.objects.exists()


@pytest.mark.security
def test_a_spoiled_link_stops_nobody_and_says_so(client, group):
    follower = factories.follower(group)
    before = worlds.rows()
    for purpose, route in ((FOLLOW, "following:page"), (STOP, "following:stop")):
        token = links.token(purpose, follower)
        nonce, mac = token.split(".")
        other = links.token({FOLLOW: STOP, STOP: FOLLOW}[purpose], follower)
        for spoiled in (token[:-1], token[1:], token + "A", nonce, f".{mac}", ".", "\x00", "é.é", "x" * 3000, other):
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(route, args=[spoiled]))
                assert answer.status_code in ((404, 405) if purpose == FOLLOW else (404,)), (route, spoiled)
                assert answer.status_code == 405 or Page(answer).says("This link does not work any more")
    assert worlds.changed(before) == []


@pytest.mark.security
def test_private_pages_of_followers_are_kept_by_nobody_and_found_by_no_search(client, group):
    follower = factories.follower(group)
    for path in (follow_path(follower), stop_path(follower), "/following/x.y/", "/following/x.y/stop/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex"
        assert answer["Referrer-Policy"] == "strict-origin" and b'content="noindex"' in answer.content


def test_somebody_who_stops_before_the_message_leaves_gets_none(client, group, mailoutbox):
    ask(client, group)
    client.post(stop_path(Follower.objects.get()))
    assert outbox.send_due()["cancelled"] == 1 and mailoutbox == []


def test_whoever_follows_again_has_new_links(client, group):
    old = factories.follower(group)
    client.post(stop_path(old))
    new = factories.follower(group)
    client.post(stop_path(old))
    assert list(Follower.objects.all()) == [new]
