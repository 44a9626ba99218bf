"""Several people or programs at once, on rows that are really committed."""

import threading

import pytest
from django.db import connection, connections, transaction

KEPT = ("django_migrations", "django_content_type", "auth_permission", "principles_framework", "principles_principle")


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Work on committed rows, which other connections see; all of them are deleted afterwards.

    pytest-django makes a test database only where some test that was collected says that it uses one.
    """
    name = str(connection.settings_dict["NAME"]).rpartition("/")[2]
    assert "test" in name, f"{name} is no test database: run a file of races together with another one."
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            with transaction.atomic(), connection.cursor() as cursor:
                for table in connection.introspection.table_names(cursor):
                    if table not in KEPT:
                        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            connections.close_all()


def at_once(*functions, seconds=30):
    """Call every function in a thread of its own, all at the same moment. Returns what each returned or raised."""
    results, starting = [None] * len(functions), threading.Barrier(len(functions))

    def run(number):
        try:
            starting.wait(seconds)
            results[number] = functions[number]()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number], daemon=True) for number in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
        assert not thread.is_alive(), "A thread did not come to its end."
    return results
