"""Who runs a group: added by a coordinator, ended by one, and never nobody."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from coproduction.models import AuditEntry, Person
from groups import actions, rules
from groups.models import Group, Membership
from meetings.membership import by_coming, is_member, why
from tests import factories

Role = Membership.Role
pytestmark = pytest.mark.django_db


def test_a_coordinator_adds_somebody_new_who_can_then_run_the_group(group, coordinator):
    actions.add_person(group, by=coordinator, called="Wren", email="Wren@People.example ", role=Role.FACILITATOR)
    wren = Person.objects.get(email="wren@people.example")
    assert rules.may_facilitate(wren, group) and not rules.may_coordinate(wren, group)
    assert AuditEntry.objects.filter(event="membership.started").count() == 1


def test_adding_somebody_twice_gives_the_role_once(group, coordinator, facilitator):
    for _time in range(2):
        actions.add_person(group, by=coordinator, called="Tomasz", email=facilitator.email, role=Role.FACILITATOR)
    assert Membership.objects.filter(group=group, person=facilitator).count() == 1


@pytest.mark.parametrize("who", ["facilitator", "member", "outsider", "elsewhere", "former_coordinator"])
def test_nobody_else_gives_roles(who, group, request):
    with pytest.raises(PermissionDenied):
        actions.add_person(
            group, by=request.getfixturevalue(who), called="Wren", email="wren@people.example", role=Role.COORDINATOR
        )
    assert not Person.objects.filter(email="wren@people.example").exists()


def test_a_role_that_ends_is_gone_at_once(group, coordinator, facilitator):
    Membership.objects.filter(person=facilitator).update(start=timezone.localdate() - dt.timedelta(days=9))
    actions.end_role(Membership.objects.get(person=facilitator), by=coordinator)
    assert not rules.may_facilitate(facilitator, group)
    assert Membership.objects.get(person=facilitator).end == timezone.localdate() - dt.timedelta(days=1)


def test_the_only_coordinator_stays(group, coordinator):
    with pytest.raises(ValidationError):
        actions.end_role(Membership.objects.get(person=coordinator), by=coordinator)
    assert rules.may_coordinate(coordinator, group)


def test_membership_is_earned_by_coming_more_than_once_and_told_only_to_oneself(group, facilitator, outsider):
    said = []
    for days in (-30, -20):
        said.append(why(outsider, group))
        held = factories.meeting(group, facilitator, days=days, state="held")
        factories.attendance(held, outsider.called, person=outsider, came=True)
    said.append(why(outsider, group))
    assert [member for member, _reason in said] == [False, False, True]
    assert "2 more meetings" in said[0][1] and "1 more meeting," in said[1][1]
    assert list(by_coming(group)) == [outsider] and is_member(outsider, group)


def test_the_page_shows_earned_members_to_those_who_run_the_group_alone(group, facilitator, member, outsider, client):
    for days in (-30, -20):
        held = factories.meeting(group, facilitator, days=days, state="held")
        factories.attendance(held, outsider.called, person=outsider, came=True)
    client.force_login(member)
    assert client.get(f"/groups/{group.slug}/people/").status_code == 403
    client.force_login(facilitator)
    assert outsider.called in client.get(f"/groups/{group.slug}/people/").content.decode()


def test_a_new_site_starts_with_a_group_and_its_coordinator():
    out = StringIO()
    call_command(
        "start_group", "Streets for Everyone", "--purpose", "Streets that work for all.", "--who-for", "anyone.",
        "--area", "Wendle", "--phone", "01632 960 130", "--coordinator", "Wren@people.example", "--called", "Wren",
        stdout=out,
    )  # fmt: skip
    group = Group.objects.get()
    assert group.slug == "streets-for-everyone"
    assert rules.may_coordinate(Person.objects.get(email="wren@people.example"), group)
    with pytest.raises(CommandError):
        call_command(
            "start_group", "Streets for Everyone", "--purpose", "x", "--who-for", "x", "--area", "x", "--phone", "x",
            "--coordinator", "nonsense", "--called", "Wren",
        )  # fmt: skip
