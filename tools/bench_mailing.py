"""How fast reminders leave, as a share of what the bare connection to the same mail server carries.

The mail server is aiosmtpd in a process of its own. The reminders lie in PostgreSQL, go through the outbox and are each
claimed, written from the facts as they are, sent and closed. Beside it smtplib sends the same bytes over one line,
and over a connection for each message. By turns, so that neighbours on the machine meet all alike.
"""

import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import free_port, running_postgres  # noqa: E402

PEOPLE, ROUNDS = 300, 5
SERVER = """
import sys
from aiosmtpd.controller import Controller
class Postbox:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
controller = Controller(Postbox(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def mail_server():
    """Yield the port of a mail server that takes everything, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        try:
            yield port
        finally:
            process.stdin.close()


@contextmanager
def site(port):
    """Set Django up on an empty PostgreSQL, with that mail server."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, running_postgres() as database:
        for name in ("REDIS_URL", "SAMPLE_MODE", "SITE_URL"):
            os.environ.pop(name, None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "coproduction.settings",
            "DATA_DIR": folder,
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SECRET_KEY": "only-for-measuring-" * 3,
        }
        import django  # the settings read the environment when they are loaded

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", interactive=False, verbosity=0)
        try:
            yield
        finally:
            connections.close_all()


def people_who_come(number):
    """Make a meeting in fifty minutes whose group reminds an hour before, and people who have booked it."""
    import datetime as dt

    from django.utils import timezone

    from meetings.models import Attendance
    from tests import factories

    group, person = factories.group(reminders=["hour-before"]), factories.person("Tomasz")
    factories.membership(group, person, "facilitator")
    meeting = factories.meeting(group, person, starts=timezone.now() + dt.timedelta(minutes=50))
    booked = {"booking": "coming", "created": timezone.now() - dt.timedelta(days=30)}
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, called=f"Bev {one}", email=f"p{one}@people.example", **booked)
        for one in range(number)
    )


def written():
    """Return what the outbox sends, as (sender, address, bytes) and in the form it has on the wire."""
    from django.core import mail

    from coproduction import outbox
    from coproduction.mail import send
    from coproduction.models import Notice

    with mail.get_connection("django.core.mail.backends.locmem.EmailBackend") as kept:
        mail.outbox = []
        for notice in Notice.objects.all():
            send(outbox._writers[notice.kind](notice), message_id=notice.nonce, connection=kept)
    return [("notes@localhost", one.to[0], one.message().as_bytes(linesep="\r\n")) for one in mail.outbox]


def bare(port, letters):
    with smtplib.SMTP("127.0.0.1", port) as line:
        for letter in letters:
            line.sendmail(letter[0], [letter[1]], letter[2])


def one_by_one(port, letters):
    for letter in letters:
        bare(port, [letter])


def through_the_outbox(port, letters):
    from coproduction import outbox
    from coproduction.models import Notice

    Notice.objects.update(state="planned", attempts=0)
    counts = outbox.send_due()
    if counts["sent"] != len(letters) or counts["left"]:
        raise SystemExit(f"Not everything was sent: {counts}")


def main():
    with mail_server() as port, site(port):
        from coproduction import outbox
        from meetings import periodic

        outbox.look_now, outbox.SWEEP_SECONDS = lambda: None, 600  # however slow the machine is just now
        people_who_come(PEOPLE)
        at = time.process_time()
        periodic.plan_reminders()
        planning = (time.process_time() - at) / PEOPLE * 1000
        letters = written()
        rates, cpu = {bare: [], one_by_one: [], through_the_outbox: []}, []
        for _round in range(ROUNDS):
            for way, found in rates.items():
                started, at = time.perf_counter(), time.process_time()
                way(port, letters)
                found.append(PEOPLE / (time.perf_counter() - started))
                if way is through_the_outbox:
                    cpu.append((time.process_time() - at) / PEOPLE * 1000)
        each = {way: statistics.median(found) for way, found in rates.items()}
        size = statistics.median(len(letter[2]) for letter in letters) / 1000
        print(f"  {PEOPLE} reminders of {size:.0f} kB, medians of {ROUNDS} rounds; {load()}")
        print(
            f"  the bare connection carries {each[bare]:.0f} a second, one connection a message {each[one_by_one]:.0f}"
        )
        print(
            f"  through the outbox, one sender: {each[through_the_outbox]:.0f} a second, "
            f"{each[through_the_outbox] / each[bare]:.0%} of the bare connection"
        )
        took = statistics.median(cpu)
        print(f"  processor time of the sender {took:.1f} ms a reminder, of planning it {planning:.2f} ms;")
        print(f"  10,000 take one sender {10_000 / each[through_the_outbox] / 60:.1f} minutes")
    return 0


def load():
    """Return in words what the machine does beside."""
    return "load of the machine " + " ".join(f"{number:.1f}" for number in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
