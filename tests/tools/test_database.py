"""The test database is the same for every test, whichever ran before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from principles.models import Framework


@pytest.mark.parametrize("run", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_ships_outlives_a_test_with_real_commits(run):
    assert Framework.objects.filter(shipped=True).count() == 3


@pytest.mark.django_db
def test_migrate_alone_makes_the_table_that_limits_need():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
    migration = import_module("coproduction.migrations.0004_cache_table")
    for _time in range(2):
        migration.make(apps, connection.schema_editor())
        assert "cache" in connection.introspection.table_names()
