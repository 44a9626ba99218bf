"""Full text search on PostgreSQL: an index for each table that minutes/search.py looks through. Elsewhere none."""

from django.db import migrations

INDEXES = {
    "groups_group": (["name", "purpose", "who_for", "area"], ""),
    "meetings_meeting": (["theme", "who_for", "venue", "town"], "WHERE state IN ('announced', 'under_way', 'held')"),
    "minutes_issuedcopy": (["words"], "WHERE audience = 'public' AND taken_back IS NULL"),
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, (fields, where) in INDEXES.items():
            words = " || ' ' || ".join(f"COALESCE({field}, '')" for field in fields)
            schema_editor.execute(
                f"CREATE INDEX {table}_words ON {table} USING gin (to_tsvector('english'::regconfig, {words})) {where}"
            )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_words")


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_working_agreement"),
        ("meetings", "0005_finding"),
        ("minutes", "0008_finding_words"),
    ]
    operations = [migrations.RunPython(make, drop)]
