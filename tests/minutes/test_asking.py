"""Somebody who was there asks for a change: in time, late, at the last moment, and without anybody knowing who."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.access import StaleState
from coproduction.models import Notice
from groups.models import Membership
from meetings.models import Attendance
from minutes import actions, files
from minutes.emails import look_path
from minutes.models import IssuedCopy, Minutes, Objection
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

State = Minutes.State


@pytest.fixture
def going_round(minutes, facilitator, coordinator):
    """Signed notes in which Sunil can ask for a change."""
    factories.attendance(minutes.meeting, "Sunil Bhatt", came=True, email="sunil@people.example")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    return actions.sign(minutes, by=coordinator, revision=minutes.revision)


def page_of_sunil():
    return look_path(Attendance.objects.get(called="Sunil Bhatt"))


def ask(text="The stairs."):
    client = Client()
    page = client.get(page_of_sunil()).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return client.post(page_of_sunil(), {"key": key, "kind": "me", "text": text}).content.decode()


def over(minutes):
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()


def letters():
    mail.outbox.clear()
    outbox.send_due()
    return [message for message in mail.outbox if "please look at something" in message.subject]


def test_coordinators_are_told_each_by_a_message_that_says_neither_who_nor_what(going_round, group, coordinator):
    other = factories.person("Bryn Adeyemi")
    factories.membership(group, other, Membership.Role.COORDINATOR)
    letters()
    ask("The stairs are those of Sunil Bhatt.")
    sent = letters()
    assert sorted(message.to for message in sent) == sorted([[coordinator.email], [other.email]])
    for message in sent:
        whole = message.message().as_string()
        assert "stairs" not in whole and "Sunil" not in whole and "/check/" in whole
    assert letters() == []


def test_nobody_is_told_of_what_is_settled_or_who_no_longer_coordinates(going_round, coordinator):
    letters()
    objection = actions.object_to(going_round, kind="me")
    actions.answer_objection(objection, by=coordinator, answer="Other words.")
    assert letters() == []
    actions.object_to(going_round, kind="me")
    Membership.objects.filter(person=coordinator).delete()
    assert letters() == []
    assert set(Notice.objects.filter(kind="change_asked").values_list("state", flat=True)) == {"cancelled"}


def test_after_the_copy_is_out_it_can_still_be_asked_and_nothing_more_goes_out_until_it_is_settled(
    going_round, coordinator
):
    over(going_round)
    actions.agree(going_round, by=coordinator)
    page = Client().get(page_of_sunil()).content.decode()
    assert "The notes are out." in page and "People often come home to an empty fridge." in page
    letters()
    assert "Thank you for telling us" in ask()
    assert len(letters()) == 1
    with pytest.raises(actions.NotReady, match="asked for a change"):
        actions.publish(going_round, by=coordinator)
    desk = Client()
    desk.force_login(coordinator)
    check = desk.get(reverse("minutes:check", args=[going_round.meeting.group.slug, going_round.meeting.slug]))
    assert "The stairs." in check.content.decode()
    actions.answer_objection(Objection.objects.get(), by=coordinator, answer="Nobody can tell whose they are.")
    actions.publish(going_round, by=coordinator)
    assert "Thank you for telling us" in ask("Again.")


def test_while_the_words_are_changed_they_are_not_shown_and_it_can_be_asked(going_round, coordinator):
    actions.back_to_writing(going_round, by=coordinator)
    page = Client().get(page_of_sunil()).content.decode()
    assert "being changed" in page and "empty fridge" not in page
    assert "Thank you for telling us" in ask()


def test_of_withdrawn_notes_nothing_is_shown_and_nothing_taken(going_round, coordinator):
    over(going_round)
    actions.agree(going_round, by=coordinator)
    actions.withdraw(going_round, by=coordinator)
    page = Client().get(page_of_sunil()).content.decode()
    assert "These notes were withdrawn" in page and "empty fridge" not in page
    with pytest.raises(StaleState):
        actions.object_to(going_round, kind="me")


@pytest.mark.faults
@pytest.mark.parametrize("step", [actions.agree, actions.publish])
def test_asking_while_the_files_are_made_stops_them(step, going_round, coordinator, monkeypatch):
    over(going_round)
    if step == actions.publish:
        actions.agree(going_round, by=coordinator)
    before, copies = going_round.state, IssuedCopy.objects.count()
    make = files.make

    def made(document, format, **more):
        if not Objection.objects.exists():
            actions.object_to(Minutes.objects.get(), kind="me")
        return make(document, format, **more)

    monkeypatch.setattr(files, "make", made)
    with pytest.raises(actions.NotReady, match="asked for a change"):
        step(going_round, by=coordinator)
    going_round.refresh_from_db()
    assert (going_round.state, IssuedCopy.objects.count()) == (before, copies)


def check_page(minutes, person):
    client = Client()
    client.force_login(person)
    page = client.get(reverse("minutes:check", args=[minutes.meeting.group.slug, minutes.meeting.slug]))
    return page.content.decode().replace("\u00a0", " ")


def test_the_page_says_to_coordinators_by_when_the_notes_are_to_be_with_the_group(
    minutes, facilitator, coordinator, time_machine
):
    """LC1: ten working days after the meeting, over the bank holidays of Christmas."""
    ends = dt.datetime(2026, 12, 21, 20, tzinfo=dt.UTC)
    type(minutes.meeting).objects.filter(pk=minutes.meeting.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
    time_machine.move_to(dt.datetime(2027, 1, 6, 12, tzinfo=dt.UTC))
    said = "to be with the group by Thursday 7 January"
    assert f"The notes are {said}" in check_page(minutes, coordinator)
    assert said not in check_page(minutes, facilitator)
    time_machine.move_to(dt.datetime(2027, 1, 8, 12, tzinfo=dt.UTC))
    assert f"The notes were {said}" in check_page(minutes, coordinator)


def test_public_notes_about_which_somebody_asked_say_so_where_coordinators_look(going_round, coordinator):
    over(going_round)
    actions.agree(going_round, by=coordinator)
    actions.publish(going_round, by=coordinator)
    said = "See what they ask for"
    assert said not in check_page(going_round, coordinator)
    actions.object_to(going_round, kind="me")
    assert said in check_page(going_round, coordinator)
