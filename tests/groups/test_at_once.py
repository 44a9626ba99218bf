"""Two people who look after one group at the same moment."""

import time

import pytest
from django.db import connection
from django.db.models import QuerySet

from coproduction.models import Person
from groups import actions
from groups.models import Membership
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

pytestmark = pytest.mark.faults
Role = Membership.Role


@pytest.fixture
def two(committed):  # noqa: F811
    """A group with two coordinators: (group, their memberships)."""
    group = factories.group()
    return group, [
        factories.membership(group, factories.person(name), Role.COORDINATOR) for name in ("Dilys", "Rhodri")
    ]


@pytest.fixture
def slow_look(monkeypatch):
    """Everybody takes a while between looking and acting, so that a race really is one."""

    def slow(look):
        def slowly(queryset):
            found = look(queryset)
            if queryset.model in (Person, Membership):
                time.sleep(0.1)
            return found

        return slowly

    for name in ("first", "exists"):
        monkeypatch.setattr(QuerySet, name, slow(getattr(QuerySet, name)))


def test_the_same_new_person_added_by_two_at_once_is_one_person_with_one_role(two, slow_look):
    group, memberships = two

    def add(by):
        return lambda: actions.add_person(group, by=by, called="Bev", email="bev@people.example", role=Role.MEMBER)

    results = at_once(*[add(membership.person) for membership in memberships])
    assert [type(result) for result in results] == [Membership] * 2, results
    assert Person.objects.filter(email="bev@people.example").count() == 1
    assert Membership.objects.filter(role=Role.MEMBER).count() == 1


def test_two_who_make_the_same_person_at_once_do_meet(committed):  # noqa: F811
    results = at_once(*[lambda: Person.objects.create_user("bev@people.example")] * 2)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "Person"]


def end_each_other(memberships):
    one, other = memberships
    at_once(
        lambda: actions.end_role(one, by=other.person),
        lambda: actions.end_role(other, by=one.person),
    )
    return Membership.objects.current().filter(role=Role.COORDINATOR).count()


def test_two_coordinators_who_end_each_others_role_leave_one(two, slow_look):
    assert end_each_other(two[1]) == 1


def test_without_the_lock_a_group_would_be_left_with_nobody(two, slow_look, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    # On SQLite the transaction itself lets in one writer at a time; the lock is for PostgreSQL.
    assert end_each_other(two[1]) == (0 if connection.vendor == "postgresql" else 1)
