"""Notes at their limits: a readable file or a plain refusal, never an error page."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from minutes import actions, document, files, periodic
from minutes.models import NOTES_LIMIT, Making, Point
from tests import factories

pytestmark = pytest.mark.django_db


def draft_of(minutes, by, facilitator):
    """Ask for a draft as a page does, let a worker make it, and return what the page says then: (words, bytes)."""
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    client = Client()
    client.force_login(by)
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    asked = client.post(reverse("minutes:make-draft", args=[*here, "group"]), follow=True)
    periodic.make_what_was_asked_for()
    page = client.get(reverse("minutes:making", args=[*here, "draft-group"]), follow=True)
    assert asked.status_code == page.status_code == 200
    return asked.content.decode() + page.content.decode(), actions.draft_of(minutes, "group")


def words_of(pdf):
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def fill(minutes, texts):
    """Write many points at once, past the form that takes one."""
    item = factories.topic(minutes.meeting)
    Point.objects.bulk_create(
        Point(minutes=minutes, item=item, position=number, text=text) for number, text in enumerate(texts, start=10)
    )


def test_an_empty_meeting_is_refused_in_words(held, facilitator, coordinator):
    factories.came(held)
    minutes = actions.open_notes(held, by=facilitator)
    said, pdf = draft_of(minutes, coordinator, facilitator)
    assert "The notes are still empty." in said and pdf is None


def test_400_points_are_a_readable_file(minutes, facilitator, coordinator):
    fill(minutes, [f"Bus {number} is late in the evening." for number in range(400)])
    _said, pdf = draft_of(minutes, coordinator, facilitator)
    words = words_of(pdf)
    assert [n for n in range(400) if f"Bus {n} is late in the evening." not in words] == []


def test_notes_at_their_limit_are_a_readable_file_and_over_it_nothing_more_is_taken(minutes, facilitator, coordinator):
    text = "The bus is late in the evening, and the lift is small. " * 80
    fill(minutes, [text.strip()] * ((NOTES_LIMIT - actions.notes_size(minutes)) // len(text)))
    assert NOTES_LIMIT - actions.notes_size(minutes) < len(text)
    client = Client()
    client.force_login(facilitator)
    item = factories.topic(minutes.meeting)
    here = reverse("minutes:item", args=[minutes.meeting.group.slug, minutes.meeting.slug, item.pk])
    typed = {"key": "6f1c3c1e-53b7-4d5c-9a53-4f6b3f0f3b11", "kind": "discussed", "text": text}
    answer = client.post(here, typed)
    assert answer.status_code == 422 and text.strip()[:200] in answer.content.decode()
    pasted = minutes.points.count() - 3
    _said, pdf = draft_of(minutes, coordinator, facilitator)
    assert words_of(pdf).count("evening") == 80 * pasted


@pytest.mark.parametrize("heading", ["🙂🎉", "👨‍👩‍👧", "—", "שלום", "…"])
def test_a_heading_of_signs_alone_is_a_readable_file_or_refused_in_words(heading, minutes, facilitator, coordinator):
    item = factories.topic(minutes.meeting)
    type(item).objects.filter(pk=item.pk).update(title=heading)
    said, pdf = draft_of(minutes, coordinator, facilitator)
    assert pdf is not None or Making.objects.get().reasons[0] in said
    if pdf:
        assert "People often come home to an empty fridge." in words_of(pdf)
        assert heading in files.text(document.build(minutes, document.GROUP))
