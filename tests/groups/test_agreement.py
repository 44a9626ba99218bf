"""How a group agreed to work together: who writes it down, where it stands, and two people at it at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from coproduction.access import StaleState
from coproduction.models import AuditEntry
from groups import actions
from groups.models import Group
from meetings.models import Meeting
from tests import factories
from tests.pages import Page

pytestmark = pytest.mark.django_db

WORDS = "One person speaks at a time.\nPlain words."


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def test_it_is_written_down_by_those_who_run_the_group_and_audited(group, facilitator, coordinator, member):
    actions.agree_how_to_work(group, by=facilitator, words="Plain words.", before="")
    actions.agree_how_to_work(group, by=coordinator, words=WORDS, before="Plain words.")
    with pytest.raises(PermissionDenied):
        actions.agree_how_to_work(group, by=member, words="Mine.", before=WORDS)
    assert Group.objects.get().working_agreement_lines == ["One person speaks at a time.", "Plain words."]
    assert AuditEntry.objects.filter(event="group.working_agreement").count() == 2


def test_nobody_overwrites_another_unseen(group, facilitator):
    actions.agree_how_to_work(group, by=facilitator, words=WORDS, before="")
    with pytest.raises(StaleState):
        actions.agree_how_to_work(group, by=facilitator, words="Mine.", before="")
    assert Group.objects.get().working_agreement == WORDS
    assert AuditEntry.objects.filter(event="group.working_agreement").count() == 1


def test_two_people_at_it_see_both_texts_and_what_was_typed_stands_there(group, facilitator, coordinator):
    path = reverse("groups:agreement", args=[group.slug])
    first, second = signed_in(facilitator), signed_in(coordinator)
    opened = Page(second.get(path))
    assert first.post(path, {"words": WORDS.replace("\n", "\r\n"), "before": ""}).status_code == 302
    clash = Page(second.post(path, {**opened.fields, "words": "Mine."}))
    assert clash.status == 409 and clash.says("One person speaks at a time.") and clash.fields["words"] == "Mine."
    fields = {name: value.replace("\n", "\r\n") for name, value in clash.fields.items()}
    assert second.post(path, fields).status_code == 302
    assert Group.objects.get().working_agreement == "Mine."


def test_it_stands_on_the_page_of_the_group_and_on_the_big_screen(group, facilitator):
    meeting = factories.meeting(group, facilitator, days=0, state=Meeting.State.UNDER_WAY)
    pages = [group.get_absolute_url(), f"{meeting.get_absolute_url()}screen/"]
    browser = signed_in(facilitator)
    assert not any(Page(browser.get(path)).says("One person speaks at a time.") for path in pages)
    actions.agree_how_to_work(group, by=facilitator, words=WORDS, before="")
    assert all(Page(browser.get(path)).says("One person speaks at a time.") for path in pages)


def test_far_too_many_words_are_answered_and_kept(group, facilitator):
    path = reverse("groups:agreement", args=[group.slug])
    page = Page(signed_in(facilitator).post(path, {"words": "x" * 1501, "before": ""}))
    assert page.fields["words"] == "x" * 1501 and page.says("Please make it 1500 or fewer")
    assert Group.objects.get().working_agreement == ""
