"""Load the frameworks that come with the site."""

from django.db import migrations

from principles import shipped


def load(apps, schema_editor):
    shipped.load(apps.get_model("principles", "Framework"), apps.get_model("principles", "Principle"))


def unload(apps, schema_editor):
    shipped.unload(apps.get_model("principles", "Framework"))


class Migration(migrations.Migration):
    dependencies = [("principles", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
