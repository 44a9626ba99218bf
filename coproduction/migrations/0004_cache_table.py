from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Make the table in which forms and codes are counted: without it no limit holds. Where it is, nothing happens."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("coproduction", "0003_reminders")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
