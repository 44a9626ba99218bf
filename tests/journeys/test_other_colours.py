"""The pages as they look on a dark device, and with the reader's own colours."""

import pytest
from django.utils import timezone

from minutes import actions
from minutes.models import Minutes
from tests import factories

from .inspection import axe, none_of

pytestmark = pytest.mark.browser


@pytest.fixture
def everything(meeting, minutes, facilitator, coordinator):
    """A meeting to come, public notes, and notes that are being checked."""
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    another = factories.meeting(minutes.meeting.group, facilitator, days=-3, state="held")
    factories.came(another)
    checked = factories.clean_notes(another, facilitator)
    factories.point(checked, facilitator, "Priya said the fridge was empty.")
    actions.send_to_check(checked, by=facilitator)
    return [
        "/",
        meeting.get_absolute_url(),
        f"{minutes.meeting.get_absolute_url()}minutes/",
        f"{another.get_absolute_url()}check/",
        f"{another.get_absolute_url()}notes/{factories.topic(another).pk}/",
    ]


def test_words_can_be_read_in_other_colours(open_page, everything, coordinator):
    for colours in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = open_page(coordinator, **colours)
        for address in everything:
            page.goto(address)
            none_of(axe(page, ["color-contrast"]), f"words that are hard to read with {colours}", address)
            none_of(page.troubles, "troubles", address)
