"""Two hands, or two machines, on one address at the same moment."""

import pytest

from coproduction.models import Notice
from groups import actions
from groups.models import Follower
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

pytestmark = pytest.mark.faults
MABLI = "mabli@people.example"


def test_the_same_address_asked_for_twice_at_once_is_one_row_and_one_message(committed):  # noqa: F811
    group = factories.group()
    results = at_once(*[lambda: actions.ask_to_follow(group, email=MABLI)] * 4)
    assert results == [None] * 4
    assert Follower.objects.count() == Notice.objects.count() == 1


def test_saying_yes_twice_at_once_is_one_yes(committed):  # noqa: F811
    follower = factories.follower(factories.group(), confirmed_at=None)
    results = at_once(*[lambda: actions.follow(follower)] * 3)
    assert results == [follower] * 3
    assert len({row.confirmed_at for row in results}) == 1


def test_saying_yes_and_stopping_at_once_never_leaves_half_of_it(committed):  # noqa: F811
    follower = factories.follower(factories.group(), confirmed_at=None)
    results = at_once(lambda: actions.follow(follower), lambda: actions.stop_following(follower))
    assert type(results[0]).__name__ in ("Follower", "StaleState") and results[1] is None
    assert Follower.objects.count() == 0
