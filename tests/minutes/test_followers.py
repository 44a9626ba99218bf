"""What followers of a group are told of its notes, and the copy they read by a link of their own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coproduction import links, outbox
from coproduction.models import Notice
from groups import actions as group_actions
from groups.emails import STOP, stop_path
from groups.models import Follower, Group
from minutes import actions, document
from minutes.actions import telling
from minutes.emails import LOOK, copy_path, copy_purpose
from minutes.models import IssuedCopy, Minutes
from tests import factories, worlds
from tests.pages import Page

pytestmark = pytest.mark.django_db
MABLI = "mabli@people.example"
READY, PUBLIC, DELETE = "are ready", "are public", "Please delete"


def circulate(minutes, facilitator, coordinator):
    """Take notes to where the time to ask for a change is over."""
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()


@pytest.fixture
def agreed(minutes, facilitator, coordinator, follower):
    """Notes whose group copy has just been issued; nothing is sent yet."""
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    return minutes


@pytest.fixture
def follower(group):
    return factories.follower(group, MABLI)


def sent(mailoutbox, about, to=MABLI):
    """Send what is due and return the messages about that to this address."""
    outbox.send_due()
    return [m for m in mailoutbox if m.to == [to] and about in m.subject]


def path_in(message):
    return re.search(r"http://localhost:8000(/meetings/\S+)", message.body)[1]


def link_to(minutes, follower):
    return copy_path(follower, IssuedCopy.objects.get(minutes=minutes, audience="group", version=minutes.version))


# --- being told -------------------------------------------------------------------------------------------------------
def test_a_follower_reads_the_group_copy_by_the_link_in_a_message_of_their_own(agreed, client, mailoutbox):
    (message,) = sent(mailoutbox, READY)
    assert not message.cc and not message.bcc
    assert agreed.meeting.group.name not in message.subject
    page = Page(client.get(path_in(message)))
    assert page.status == 200 and page.says("People often come home to an empty fridge.")
    assert page.says("Group copy, version 1") and not page.says("Other ways to read this")
    assert "You get this because you follow the group." in message.body


@pytest.mark.privacy
def test_the_copy_by_link_is_found_by_no_search_and_kept_by_nobody(agreed, follower, client):
    """F15."""
    answer = client.get(link_to(agreed, follower))
    assert answer["X-Robots-Tag"] == "noindex" and answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "strict-origin"


@pytest.mark.security
def test_every_message_of_notes_to_a_follower_can_be_stopped_from_the_mail_program(
    member, agreed, coordinator, follower, mailoutbox, settings
):
    """S17; the messages of members tell of the group they belong to, and have none of it."""
    settings.SITE_URL = "https://portal.example.org"
    outbox.send_due()
    actions.publish(agreed, by=coordinator)
    outbox.send_due()
    actions.withdraw(agreed, by=coordinator)
    outbox.send_due()
    url = "https://portal.example.org" + stop_path(follower)
    mine = [m for m in mailoutbox if m.to == [MABLI]]
    assert len(mine) == 3
    for message in mine:
        assert message.message()["List-Unsubscribe"] == f"<{url}>" and url in message.body
        assert message.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert url in message.alternatives[0][0]
    theirs = [m for m in mailoutbox if m.to == [member.email]]
    assert len(theirs) == 3
    for message in theirs:
        assert message.message()["List-Unsubscribe"] is None and "Stop" not in message.body


def test_members_and_followers_are_told_when_the_notes_are_public(agreed, coordinator, member, mailoutbox, client):
    actions.publish(agreed, by=coordinator)
    for address in (MABLI, member.email, coordinator.email):
        (message,) = sent(mailoutbox, PUBLIC, to=address)
        assert path_in(message) == reverse("minutes:public", args=[agreed.meeting.group.slug, agreed.meeting.slug])
    assert client.get(path_in(message)).status_code == 200
    assert all(len(m.to) == 1 and not m.cc and not m.bcc for m in mailoutbox)


def test_an_address_that_has_not_said_yes_is_told_nothing(minutes, facilitator, coordinator, group, mailoutbox):
    factories.follower(group, confirmed_at=None)
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    assert sent(mailoutbox, "notes") == []


def test_who_follows_another_group_is_told_nothing(minutes, facilitator, coordinator, other_group, mailoutbox):
    factories.follower(other_group)
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    assert sent(mailoutbox, READY) == []


def test_a_member_who_follows_too_gets_one_message_and_not_two(
    minutes, facilitator, coordinator, member, group, mailoutbox
):
    factories.follower(group, member.email)
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    assert len(sent(mailoutbox, READY, to=member.email)) == len(sent(mailoutbox, PUBLIC, to=member.email)) == 1
    assert "You get this because you are a member" in sent(mailoutbox, READY, to=member.email)[0].body
    actions.withdraw(minutes, by=coordinator)
    assert len(sent(mailoutbox, DELETE, to=member.email)) == 1


def test_a_follower_who_is_a_member_no_more_is_told_as_a_follower(
    minutes, facilitator, coordinator, member, group, mailoutbox
):
    factories.follower(group, member.email)
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    group_actions.end_role(member.memberships.get(), by=coordinator)
    (message,) = sent(mailoutbox, READY, to=member.email)
    assert "You get this because you follow the group." in message.body


def test_somebody_who_stops_between_planning_and_sending_gets_nothing(agreed, follower, client, mailoutbox):
    client.post(stop_path(follower))
    assert sent(mailoutbox, "notes") == []
    assert Notice.objects.get(recipient=f"follower:{follower.pk}").state == Notice.State.CANCELLED


def test_a_meeting_entered_afterwards_tells_nobody(group, facilitator, coordinator, follower, mailoutbox):
    """LC5."""
    held = factories.meeting(group, facilitator, days=-30, state="held")
    type(held).objects.filter(pk=held.pk).update(entered_afterwards=True)
    held.refresh_from_db()
    factories.came(held)
    minutes = factories.clean_notes(held, facilitator)
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    actions.publish(minutes, by=coordinator)
    actions.withdraw(minutes, by=coordinator)
    assert Notice.objects.count() == 0


def test_messages_to_a_thousand_followers_are_planned_in_few_queries(agreed, group):
    Follower.objects.bulk_create(
        Follower(group=group, email=f"n{n}@people.example", confirmed_at=timezone.now()) for n in range(1000)
    )
    before = Notice.objects.count()
    with CaptureQueriesContext(connection) as asked:
        telling.tell("notes_public", agreed, actions.members_of(group))
    assert len(asked) < 30
    assert Notice.objects.count() == before + 1001 + 2  # the facilitator and the coordinator


def test_a_group_for_members_only_tells_followers_of_what_is_public_alone(
    minutes, facilitator, coordinator, group, follower, mailoutbox, client
):
    Group.objects.filter(pk=group.pk).update(openness="members", openness_reason="It is for patients of one ward.")
    minutes = Minutes.objects.get(pk=minutes.pk)
    circulate(minutes, facilitator, coordinator)
    actions.agree(minutes, by=coordinator)
    assert sent(mailoutbox, READY) == []
    assert client.get(link_to(minutes, follower)).status_code == 404
    actions.publish(minutes, by=coordinator)
    assert len(sent(mailoutbox, PUBLIC)) == 1
    assert Page(client.get(reverse("following:ask", args=[group.slug]))).says("open to everyone")


# --- who booked -------------------------------------------------------------------------------------------------------
def test_who_booked_is_told_of_public_notes_also_when_they_could_not_come(agreed, coordinator, follower, mailoutbox):
    meeting = agreed.meeting
    for called, email, facts in (
        ("Olu Adeyemi", "came", {"booking": "coming", "came": True}),
        ("Siân Prosser", "gave.back", {"booking": "cancelled"}),
        ("Wes Tranter", "sorry", {"booking": "apologies"}),
        ("Nia Vaughan", "waited", {"booking": "waiting", "waits_since": timezone.now()}),
        ("Ifor Lewis", "invited", {"booking": ""}),
        ("Mabli Rees", "mabli", {"booking": "coming"}),
    ):
        factories.attendance(meeting, called, email=f"{email}@people.example", **facts)
    factories.attendance(meeting, "Olu Adeyemi junior", booking="coming", email="came@people.example", discreet=True)
    outbox.send_due()
    assert not [m for m in mailoutbox if m.to == ["gave.back@people.example"]]
    mailoutbox.clear()
    actions.publish(agreed, by=coordinator)
    outbox.send_due()
    by_address = {to: [m for m in mailoutbox if m.to == [to]] for to in {m.to[0] for m in mailoutbox}}
    told = {"came", "gave.back", "sorry", "waited", "mabli"}
    assert {f"{name}@people.example" for name in told} <= set(by_address)
    assert "invited@people.example" not in by_address
    assert all(len(messages) == 1 for messages in by_address.values())
    (message,) = by_address["gave.back@people.example"]
    assert "because you told us whether you come" in message.body and path_in(message).endswith("/minutes/")
    actions.withdraw(agreed, by=coordinator)
    assert len(sent(mailoutbox, DELETE, to="gave.back@people.example")) == 1


@pytest.mark.privacy
def test_who_wants_no_subject_to_tell_gets_none(agreed, coordinator, mailoutbox, settings):
    factories.attendance(agreed.meeting, "Nia Vaughan", booking="cancelled", email="nia@people.example", discreet=True)
    actions.publish(agreed, by=coordinator)
    assert len(sent(mailoutbox, f"A message from {settings.SITE_NAME}", to="nia@people.example")) == 1


# --- taking it back ---------------------------------------------------------------------------------------------------
def test_followers_who_were_told_are_asked_to_delete_what_was_withdrawn(
    member, agreed, coordinator, group, mailoutbox, client
):
    (message,) = sent(mailoutbox, READY)
    factories.follower(group, "late@people.example")
    actions.withdraw(agreed, by=coordinator)
    assert len(sent(mailoutbox, DELETE)) == len(sent(mailoutbox, DELETE, to=member.email)) == 1
    assert sent(mailoutbox, DELETE, to="late@people.example") == []
    answer = client.get(path_in(message))
    assert answer.status_code == 410 and Page(answer).says("These notes have been withdrawn")
    assert b"fridge" not in answer.content and answer["Cache-Control"] == "private, no-store"


def test_a_message_that_was_on_its_way_counts_as_sent(agreed, coordinator, mailoutbox):
    Notice.objects.filter(recipient__startswith="follower:").update(state=Notice.State.CLAIMED)
    actions.withdraw(agreed, by=coordinator)
    assert len(sent(mailoutbox, DELETE)) == 1


def test_nobody_who_was_told_nothing_is_asked_to_delete_anything(agreed, coordinator, mailoutbox):
    actions.withdraw(agreed, by=coordinator)
    outbox.send_due()
    assert mailoutbox == []


def test_followers_who_stopped_are_not_written_to_again(agreed, coordinator, follower, mailoutbox, client):
    assert len(sent(mailoutbox, READY)) == 1
    client.post(stop_path(follower))
    actions.withdraw(agreed, by=coordinator)
    assert sent(mailoutbox, DELETE) == []


# --- the link ---------------------------------------------------------------------------------------------------------
@pytest.mark.security
def test_the_link_dies_when_they_stop(agreed, follower, client):
    path = link_to(agreed, follower)
    assert client.get(path).status_code == 200
    client.post(stop_path(follower))
    answer = client.get(path)
    assert answer.status_code == 404 and Page(answer).says("This link does not work any more")
    factories.follower(agreed.meeting.group, MABLI)
    assert client.get(path).status_code == 404


@pytest.mark.security
def test_the_link_dies_when_a_new_version_is_out(agreed, facilitator, coordinator, follower, mailoutbox, client):
    old = path_in(sent(mailoutbox, READY)[0])
    actions.publish(agreed, by=coordinator)
    actions.correct(agreed, by=coordinator, kind=Minutes.Correction.PERSON)
    assert client.get(old).status_code == 410 and Page(client.get(old)).says("These notes are being corrected")
    circulate(agreed, facilitator, coordinator)
    actions.agree(agreed, by=coordinator)
    mailoutbox.clear()
    (message,) = sent(mailoutbox, READY)
    assert "This is a new version." in message.body
    assert client.get(old).status_code == 404
    assert Page(client.get(path_in(message))).says("version 2")


@pytest.mark.security
def test_the_link_of_one_copy_and_one_follower_opens_nothing_else(
    agreed, group, other_group, follower, coordinator, client
):
    copy = IssuedCopy.objects.get(minutes=agreed)
    here = [group.slug, agreed.meeting.slug]
    other = factories.follower(other_group)
    waiting = factories.follower(group, "waiting@people.example", confirmed_at=None)
    token = links.token(copy_purpose(copy), follower)
    spoiled = [token[:-1], token + "A", "x.y", "\x00", links.token(STOP, follower), links.token(LOOK, follower)]
    spoiled += [
        links.token(f"group-copy:{agreed.pk + 1}:1", follower),
        links.token(f"group-copy:{agreed.pk}:2", follower),
    ]
    spoiled += [links.token(copy_purpose(copy), row) for row in (other, waiting)]
    before = worlds.rows()
    for bad in spoiled:
        assert client.get(reverse("minutes:copy-by-link", args=[*here, bad])).status_code == 404
    assert client.get(reverse("following:stop", args=[token])).status_code == 404
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(reverse("minutes:copy-by-link", args=[*here, token])).status_code == 405
    assert worlds.changed(before) == []


@pytest.mark.security
def test_a_robot_that_opens_every_link_changes_nothing(agreed, follower, mailoutbox):
    (message,) = sent(mailoutbox, READY)
    before = worlds.rows()
    for url in re.findall(r"http://localhost:8000(/\S+)", message.body):
        for method in ("head", "get", "get", "get"):
            assert getattr(Client(), method)(url).status_code == 200
    assert worlds.changed(before) == []
    assert Client().post(stop_path(follower)).status_code == 200 and not Follower.objects.exists()


@pytest.mark.privacy
def test_the_copy_by_link_says_what_the_group_copy_says_and_the_same_to_everybody(agreed, group, member, follower):
    other = factories.follower(group, "other@people.example")
    pages = [Client().get(link_to(agreed, row)).content for row in (follower, other)]
    assert pages[0] == pages[1]
    browser = Client()
    browser.force_login(member)
    whole = browser.get(reverse("minutes:group-copy", args=[group.slug, agreed.meeting.slug])).content
    article = re.search(rb"<article.*</article>", whole, re.DOTALL)[0]
    assert article in pages[0]
    assert IssuedCopy.objects.get(minutes=agreed).audience == document.GROUP


@pytest.mark.parametrize("size", [0, 100])
def test_the_page_asks_the_database_as_often_however_many_follow(agreed, group, follower, client, size):
    for number in range(size):
        factories.follower(group, f"n{number}@people.example")
    path = link_to(agreed, follower)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) == 4
