"""The whole portal in one process: web, worker and scheduler."""

import logging
import os
import signal
import socket
import sys
import threading

from celery.beat import Scheduler, Service
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from waitress.server import create_server

from coproduction import celery_app
from coproduction.tasks import sweep
from groups.models import Group

WEB_THREADS = 4
WORKER_THREADS = 2  # so that a slow PDF never holds up a reminder
BEAT_LOOKS_EVERY = 1  # seconds; also the longest that stopping waits for the scheduler


class Command(BaseCommand):
    help = "Run the whole portal in one process on this machine: web, worker and scheduler. Stop it with Ctrl+C."
    requires_system_checks = []  # they run below, once the port is known to be free

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the port on localhost (8000)")

    def handle(self, *, port, **options):
        if port != 8000 and "SITE_URL" not in os.environ:  # links in messages must lead here; settings are read already
            os.environ["SITE_URL"] = f"http://localhost:{port}"
            os.execv(sys.executable, [sys.executable, *sys.argv])
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, stop)
        with listen(port) as door:
            self.check()
            self.prepare()
            from coproduction.wsgi import application  # loads every url, so after the checks

            server = create_server(application, sockets=[door], threads=WEB_THREADS, ident=None, **behind_proxy())
            with Background() as background:
                self.stdout.write(f"The portal is at {settings.SITE_URL} (Ctrl+C stops it).")
                self.stdout.flush()
                server.run()  # until a signal; finishes the pages it is serving
                server.close()
        if background.broken:
            raise CommandError(f"{background.broken} has stopped by itself, so the portal stopped too. See above.")
        self.stdout.write("The portal has stopped. Nothing is lost; start it again when you like.")

    def prepare(self):
        """Bring the database up to date and, in sample mode, fill it when it holds no groups."""
        if not (settings.STATIC_ROOT / "staticfiles.json").exists() and not settings.DEBUG:
            raise CommandError("Style sheets and fonts are not published. Run: python manage.py build_assets")
        call_command("migrate", interactive=False, verbosity=0)
        if settings.SAMPLE_MODE and not Group.objects.exists():
            self.stdout.write("Loading the sample groups.")
            call_command("load_sample")


def behind_proxy() -> dict:
    """What waitress must trust when a web server on this machine speaks https to the world and http to us."""
    if not settings.BEHIND_PROXY:
        return {}
    return {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
        "clear_untrusted_proxy_headers": True,
    }


def stop(*_):
    raise KeyboardInterrupt


def listen(port: int) -> socket.socket:
    """Return a socket bound to the port on this machine alone, or say in plain words why not."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
        door.listen()
    except (OSError, OverflowError) as error:
        door.close()
        reason = "is taken: perhaps the portal runs already" if is_taken(error) else f"cannot be used ({error})"
        raise CommandError(f"Port {port} {reason}. Choose another, such as: make run PORT=8001") from None
    return door


def is_taken(error: Exception) -> bool:
    return getattr(error, "errno", None) == 98  # EADDRINUSE on Linux


class Background:
    """The worker and the scheduler, as threads of this process while the queue lives in its memory.

    With Redis as the queue nothing is started: workers and one scheduler run beside the web then. When either ends by
    itself, `broken` names it and the whole process is asked to stop, so that whoever watches over it can start it anew.
    """

    def __init__(self):
        self.broken = ""
        self.stopping = threading.Event()
        self.parts = {}
        if settings.CELERY_BROKER_URL.startswith("memory://"):
            worker = celery_app.WorkController(
                pool="threads",
                concurrency=WORKER_THREADS,
                loglevel=logging.WARNING,
                without_heartbeat=True,
                without_mingle=True,
                without_gossip=True,
            )
            beat = Service(celery_app, max_interval=BEAT_LOOKS_EVERY, scheduler_cls=Scheduler, remote_control=False)
            self.parts = {"The worker": worker, "The scheduler": beat}

    def __enter__(self):
        self.threads = [
            threading.Thread(target=self.watch, args=(name, part), name=name, daemon=True)
            for name, part in self.parts.items()
        ]
        for thread in self.threads:
            thread.start()
        if self.parts:
            sweep.delay()  # what came due while the portal was down
        return self

    def watch(self, name, part):
        try:
            part.start()
        finally:
            if not self.stopping.is_set():
                self.broken = name
                os.kill(os.getpid(), signal.SIGTERM)

    def __exit__(self, *_):
        self.stopping.set()
        for part in reversed(self.parts.values()):
            part.stop()
        for thread in self.threads:
            thread.join(timeout=10)
