"""A form of the notes that is sent twice counts once, and is answered in words."""

import uuid

import pytest
from django.urls import reverse

from minutes import actions
from minutes.models import ConsensusNote, Objection, Point
from tests import factories

pytestmark = pytest.mark.django_db


def test_asking_for_a_change_twice_with_one_form_asks_once(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    key = uuid.uuid4()
    for _time in range(2):
        actions.object_to(minutes, kind="me", text="The fridge.", key=key)
    assert Objection.objects.count() == 1
    actions.object_to(minutes, kind="me", text="The fridge.", key=uuid.uuid4())
    assert Objection.objects.count() == 2


def test_saving_the_same_words_twice_is_no_clash(minutes, facilitator):
    point, note = minutes.points.first(), minutes.consensus_notes.get()
    for _time in range(2):
        actions.change_point(point, by=facilitator, version=1, kind=point.kind, text="The fridge is empty.")
        actions.change_consensus(note, by=facilitator, version=1, text="We will try a card.")
    assert (Point.objects.get(pk=point.pk).version, ConsensusNote.objects.get(pk=note.pk).version) == (2, 2)


def test_a_view_that_was_taken_already_is_answered_in_words(minutes, facilitator, client):
    client.force_login(facilitator)
    meeting = minutes.meeting
    here = [meeting.group.slug, meeting.slug, factories.topic(meeting).pk, uuid.uuid4()]
    response = client.post(reverse("minutes:take-passed-on", args=here), follow=True)
    assert response.status_code == 200 and "quicker" in response.content.decode()
