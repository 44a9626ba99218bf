"""manage.py send_due: send what is due once and stop, for cron instead of a scheduler."""

import sys

from django.core.management import BaseCommand

from coproduction.tasks import sweep


class Command(BaseCommand):
    help = "Plan and send the messages that are due now, once. Says how many were sent, failed and left."

    def handle(self, *args, **options):
        counts = sweep()
        self.stdout.write(
            "sent {sent}, no longer true {cancelled}, to be tried again {retry}, failed {failed}, left {left}".format(
                **counts
            )
        )
        if not any(counts.values()):
            sys.exit(1)
