"""What the database itself refuses: once a meeting has begun, its record rule only becomes closer (RM3).

Actions and forms refuse it in words; these triggers are for everything that goes past them, a bulk edit or a console.
They are put in place after every migrate, because SQLite drops the triggers of a table that it writes anew.
"""

from groups.models import RecordRule

NAME = "record_rule_only_tightens"
WORDS = "Once a meeting has begun, its record rule can only become closer."


def _closeness(row):
    cases = " ".join(f"WHEN '{rule.value}' THEN {rule.closeness}" for rule in RecordRule)
    return f"CASE {row}.record_rule {cases} END"


def _opens(table, now):
    """Return the condition, in SQL, under which a change of a row of `table` would open a rule that is fixed."""
    begun = f"(state IN ('under_way', 'held') OR state = 'announced' AND starts <= {now})"
    meeting = "NEW.id" if table == "meetings_meeting" else "NEW.meeting_id"
    return (
        f"{_closeness('NEW')} < {_closeness('OLD')}"
        f" AND EXISTS (SELECT 1 FROM meetings_meeting WHERE id = {meeting} AND {begun})"
    )


def _sqlite(table):
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    yield f"DROP TRIGGER IF EXISTS {table}_{NAME}"
    yield (
        f"CREATE TRIGGER {table}_{NAME} BEFORE UPDATE OF record_rule ON {table}"
        f" WHEN {_opens(table, now)}"
        f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )


def _postgresql(table):
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_{NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF ({_opens(table, 'now()')}) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{WORDS}';"
        f" END IF; RETURN NEW; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_{NAME} BEFORE UPDATE OF record_rule ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_{NAME}()"
    )


def install(connection):
    """Put the triggers in place, or put them there again."""
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for table in ("meetings_meeting", "meetings_agendaitem"):
            for statement in write(table):
                cursor.execute(statement)
