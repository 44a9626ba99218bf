"""The audit trail: written once, sealed in a chain, and any change by force shows."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F
from django.db.models.query import QuerySet
from django.utils import timezone

from coproduction import audit
from coproduction.models import AuditEntry
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.security]


def record(*events, **detail):
    """Write entries and return them."""
    group = factories.group(f"group-{AuditEntry.objects.count()}")
    return [audit.record(event, group, **detail) for event in events]


@pytest.fixture
def chain(db):
    """Five sealed entries."""
    entries = record("a", "b", "c", "d", "e", numbers=[1, 2.5], words={"z": "ŵ", "a": None})
    assert audit.seal() == 5
    for entry in entries:
        entry.refresh_from_db()
    return entries


def force(statement, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)


# --- the chain --------------------------------------------------------------------------------------------------------
def test_entries_are_chained_and_sealed_once(chain):
    assert audit.broken_at() is None
    assert len({entry.seal for entry in chain}) == 5 and all(len(entry.seal) == 64 for entry in chain)
    assert audit.seal() == 0
    record("f")
    assert audit.seal() == 1 and audit.broken_at() is None


def test_an_empty_trail_is_whole(db):
    assert audit.seal() == 0 and audit.broken_at() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [("event", "nothing.happened"), ("subject", "groups.group:999"), ("actor", "person:1"), ("detail", '{"numbers": [3]}'),
     ("at", "2020-01-01 00:00:00+00:00"), ("seal", "0" * 64), ("seal", "")],
)  # fmt: skip
def test_a_change_by_force_shows_where_it_was_made(chain, column, value):
    force(f"UPDATE coproduction_auditentry SET {column} = %s WHERE id = %s", value, chain[2].pk)
    broken = audit.broken_at()
    assert broken is not None and broken.pk in (chain[2].pk, chain[3].pk)


def test_an_entry_taken_out_by_force_shows(chain):
    force("DELETE FROM coproduction_auditentry WHERE id = %s", chain[1].pk)
    assert audit.broken_at() == chain[2]


def test_an_entry_put_in_by_force_shows(chain):
    force(
        "INSERT INTO coproduction_auditentry (at, event, subject, actor, detail, seal, place) "
        "SELECT at, event, subject, actor, detail, seal, 99 FROM coproduction_auditentry WHERE id = %s",
        chain[0].pk,
    )
    assert audit.broken_at().place == 99


def test_a_change_that_is_sealed_anew_still_shows_in_the_next(chain):
    force("UPDATE coproduction_auditentry SET event = 'x' WHERE id = %s", chain[2].pk)
    changed = AuditEntry.objects.get(pk=chain[2].pk)
    digest = audit._digest(chain[1].seal, changed)
    force("UPDATE coproduction_auditentry SET seal = %s WHERE id = %s", digest, changed.pk)
    assert audit.broken_at() == chain[3]


# --- nothing of ours changes or removes an entry ----------------------------------------------------------------------
WAYS = {
    "update": lambda e: AuditEntry.objects.update(event="x"),
    "filtered update": lambda e: AuditEntry.objects.filter(pk=e.pk).update(event=F("subject")),
    "delete": lambda e: AuditEntry.objects.all().delete(),
    "filtered delete": lambda e: AuditEntry.objects.filter(pk=e.pk).delete(),
    "row save": lambda e: e.save(),
    "row save of one field": lambda e: e.save(update_fields=["event"]),
    "row delete": lambda e: e.delete(),
    "bulk update": lambda e: AuditEntry.objects.bulk_update([e], ["event"]),
    "update or create": lambda e: AuditEntry.objects.update_or_create(pk=e.pk, defaults={"event": "x"}),
    "save under a number": lambda e: AuditEntry(pk=e.pk, event="x").save(force_update=True),
    "unsealing": lambda e: AuditEntry.objects.exclude(seal="").update(seal=""),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_ours_changes_or_removes_an_entry(chain, way):
    before = list(AuditEntry.objects.values())
    entry = chain[2]
    entry.event = "x"
    with pytest.raises(PermissionDenied), transaction.atomic():
        WAYS[way](entry)
    assert list(AuditEntry.objects.values()) == before


def test_a_way_around_would_be_noticed(chain):
    QuerySet(model=AuditEntry).filter(pk=chain[2].pk).update(event="x")
    assert audit.broken_at() == chain[2]


def test_there_is_no_page_for_the_trail_and_nobody_is_asked_whether_they_may_change_it(client, chain):
    superuser = factories.person("Site Office")
    superuser.is_superuser = superuser.is_staff = True
    superuser.save(update_fields=["is_superuser", "is_staff"])
    client.force_login(superuser)
    for path in ("/admin/", "/admin/coproduction/auditentry/", "/audit/"):
        assert client.get(path).status_code == 404


def test_an_entry_is_taken_back_with_what_it_tells_of(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("a")
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == 0


# --- two sweeps at once -----------------------------------------------------------------------------------------------
@pytest.mark.faults
def test_several_sweeps_at_once_make_one_chain(committed):  # noqa: F811
    record(*"abcdefgh")
    results = at_once(*[audit.seal] * 4)
    assert sum(results) == 8
    record(*"ijkl")
    at_once(*[audit.seal] * 4)
    assert audit.broken_at() is None
    assert sorted(AuditEntry.objects.values_list("place", flat=True)) == list(range(1, 13))


def second_sweep_waits_for_the_first():
    """Two sweeps: the second begins while the first has not committed, and finds one entry more."""
    sealed, go_on = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            audit.seal()
            sealed.set()
            go_on.wait(2)

    def second():
        sealed.wait(5)
        go_on.set() if connection.vendor == "sqlite" else threading.Timer(0.5, go_on.set).start()
        return audit.seal()

    def meanwhile():
        sealed.wait(5)
        if connection.vendor == "postgresql":  # SQLite lets nobody write until the first is done
            audit.record("late", AuditEntry.objects.first())
        connections.close_all()

    return at_once(first, second, meanwhile)


@pytest.mark.faults
def test_a_sweep_that_waited_for_another_goes_on_where_it_ended(committed):  # noqa: F811
    record("a")
    audit.seal()
    record("b", "c")
    second_sweep_waits_for_the_first()
    audit.seal()
    assert audit.broken_at() is None
    assert not AuditEntry.objects.filter(seal="").exists()


@transaction.atomic
def reads_the_end_before_it_waits():
    """Seal in the way that looks right: lock the last entry and go on from it."""
    last = AuditEntry.objects.select_for_update().exclude(place=None).order_by("-place").first()
    place = last.place
    for entry in AuditEntry.objects.filter(place=None).order_by("pk"):
        place += 1
        audit._seal(entry, audit._digest(last.seal, entry), place)


@pytest.mark.faults
def test_a_sweep_that_reads_the_end_before_it_waits_would_fork_the_chain(committed, monkeypatch):  # noqa: F811
    record("a")
    audit.seal()
    record("b")
    monkeypatch.setattr(audit, "seal", reads_the_end_before_it_waits)
    results = second_sweep_waits_for_the_first()
    forked = [type(result).__name__ for result in results if isinstance(result, DatabaseError)]
    assert forked == (["IntegrityError"] if connection.vendor == "postgresql" else [])


@pytest.mark.faults
def test_an_entry_whose_transaction_took_long_is_sealed_after_younger_ones(committed):  # noqa: F811
    """Numbers are given out before the commit, so on PostgreSQL an entry can appear behind one that is sealed."""
    group, written, go_on = factories.group(), threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            audit.record("slow", group)
            written.set()
            go_on.wait(3)

    def quick():
        written.wait(5)
        if connection.vendor == "sqlite":
            go_on.set()
        audit.record("quick", group)
        audit.seal()
        go_on.set()

    at_once(slow, quick)
    audit.seal()
    assert audit.broken_at() is None
    order = list(AuditEntry.objects.order_by("place").values_list("event", flat=True))
    assert order == (["quick", "slow"] if connection.vendor == "postgresql" else ["slow", "quick"])


@pytest.mark.faults
def test_a_forked_chain_cannot_be_written_down(chain):
    with pytest.raises(DatabaseError), transaction.atomic():
        force("UPDATE coproduction_auditentry SET place = %s WHERE id = %s", 4, chain[2].pk)


def test_the_time_of_an_entry_is_that_of_the_fact(db):
    moment = dt.datetime(2031, 9, 10, 12, tzinfo=dt.UTC)
    with time_machine.travel(moment, tick=False):
        (entry,) = record("a")
    assert entry.at == moment and entry.at <= timezone.now() + dt.timedelta(days=3650)
