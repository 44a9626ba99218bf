"""manage.py load_sample: the invented groups, with dates relative to today."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from coproduction.sample import data
from groups.models import Group
from principles import shipped
from principles.models import Framework, Principle


class Command(BaseCommand):
    help = "Load the invented sample groups, with dates relative to today."

    def add_arguments(self, parser):
        parser.add_argument(
            "--refresh", action="store_true", help="Empty the whole database first. Only with SAMPLE_MODE."
        )

    def handle(self, *args, refresh, **options):
        if refresh:
            if not settings.SAMPLE_MODE:
                raise CommandError("--refresh empties the database, so it only works with SAMPLE_MODE=1.")
            call_command("flush", interactive=False, verbosity=0)
            shipped.load(Framework, Principle)
        if Group.objects.exists():
            raise CommandError("There are groups already. Use --refresh to begin again (only with SAMPLE_MODE).")
        settings.PDF_APART = False  # our own invented words: sparing a process for each file makes this quick
        with transaction.atomic():
            groups = data.load()
        self.stdout.write(f"Loaded {len(groups)} invented groups.")
