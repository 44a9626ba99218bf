"""The test database is the same for every test, whichever ran before."""

import pytest

from principles.models import Framework


@pytest.mark.parametrize("run", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_ships_outlives_a_test_with_real_commits(run):
    assert Framework.objects.filter(shipped=True).count() == 3
