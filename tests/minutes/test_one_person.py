"""Groups with one worker: a group-wide switch lets whoever took the notes sign them, and no copy claims two people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.models import AuditEntry
from groups import actions as groups
from groups.models import Group, Membership
from minutes import actions, document, files
from minutes.models import IssuedCopy, Minutes
from tests import factories

pytestmark = pytest.mark.django_db

TWO, ONE = "Checked by two people before sharing.", "Checked before sharing."


@pytest.fixture
def left_alone(minutes, facilitator, coordinator):
    """Notes whose only facilitator left, and which the only coordinator went on writing."""
    groups.end_role(Membership.objects.get(person=facilitator), by=coordinator)
    factories.point(minutes, coordinator, "The hall was warm.")
    actions.send_to_check(minutes, by=coordinator)
    minutes.refresh_from_db()
    return minutes


def check_page(minutes, person):
    client = Client()
    client.force_login(person)
    return client.get(
        reverse("minutes:check", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    ).content.decode()


def switch(minutes, by, one_person):
    groups.set_who_checks(minutes.meeting.group, by=by, one_person=one_person)
    return Minutes.objects.select_related("meeting__group").get(pk=minutes.pk)


def issued(minutes, by):
    actions.sign(minutes, by=by, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=by)
    return document.from_json(IssuedCopy.objects.get().document)


def test_when_the_only_facilitator_left_the_coordinator_goes_on_and_reads_what_to_do(left_alone, coordinator):
    with pytest.raises(PermissionDenied):
        actions.sign(left_alone, by=coordinator, revision=left_alone.revision)
    page = check_page(left_alone, coordinator)
    assert "Is there nobody else? Add a coordinator" in page
    assert reverse("groups:people", args=[left_alone.meeting.group.slug]) in page


def test_another_coordinator_can_be_added_and_signs(left_alone, coordinator):
    bryn = factories.person("Bryn Adeyemi")
    groups.give_role(left_alone.meeting.group, bryn, Membership.Role.COORDINATOR, by=coordinator)
    assert issued(left_alone, bryn).checked == TWO


def test_with_the_switch_one_person_does_both_and_no_copy_says_two(left_alone, coordinator):
    minutes = switch(left_alone, coordinator, True)
    assert "Leave them for a night" in check_page(minutes, coordinator)
    copy = issued(minutes, coordinator)
    assert copy.checked == ONE and "two people" not in files.text(copy)


def test_going_back_to_two_people_makes_no_copy_claim_what_was_not(left_alone, coordinator):
    minutes = switch(left_alone, coordinator, True)
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    minutes = switch(minutes, coordinator, False)
    assert document.build(minutes, document.GROUP).checked == ONE
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    assert document.from_json(IssuedCopy.objects.get().document).checked == ONE


def test_two_people_who_checked_are_two_people_whatever_the_switch_says(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes = switch(minutes, coordinator, True)
    assert issued(minutes, coordinator).checked == TWO


def test_the_switch_is_a_coordinators_and_is_written_down_once(group, coordinator, facilitator, member):
    for person in (facilitator, member):
        with pytest.raises(PermissionDenied):
            groups.set_who_checks(group, by=person, one_person=True)
    for _time in range(2):
        groups.set_who_checks(group, by=coordinator, one_person=True)
    assert Group.objects.get(pk=group.pk).one_person_checks
    entry = AuditEntry.objects.get(event="group.who_checks")
    assert entry.detail == {"one_person": True}


def test_without_the_switch_a_facilitator_still_does_not_sign(minutes, facilitator, coordinator):
    minutes = switch(minutes, coordinator, True)
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.sign(minutes, by=facilitator, revision=minutes.revision)


def test_the_page_of_roles_says_who_checks_and_lets_a_coordinator_change_it(group, coordinator, facilitator):
    client, here = Client(), reverse("groups:people", args=[group.slug])
    client.force_login(coordinator)
    assert "Two people: a coordinator signs" in client.get(here).content.decode()
    page = client.post(reverse("groups:one-checks", args=[group.slug]), follow=True).content.decode()
    assert "do not say that two people" in page and "Go back to two people" in page
    client.post(reverse("groups:two-check", args=[group.slug]))
    assert not Group.objects.get(pk=group.pk).one_person_checks
    client.force_login(facilitator)
    assert "Let one person do both" not in client.get(here).content.decode()
