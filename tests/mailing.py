"""A site under way for tests of faults: PostgreSQL, Redis, workers in processes of their own, and a mail server of ours."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import NamedTuple

import psycopg
from aiosmtpd.controller import Controller
from celery import Celery

from tests.services import ROOT, free_port
from tests.tools.test_worker import site

TABLES = "coproduction_notice, coproduction_auditentry, meetings_meeting, groups_group, coproduction_person"
HAND = """
import json, sys, traceback
import django
django.setup()
from django.core.management import call_command
from django.db import connections
names = {"call_command": call_command}
for line in sys.stdin:
    try:
        exec(json.loads(line), names)
        said = "done"
    except Exception:
        said = traceback.format_exc()
    connections.close_all()
    print("HAND" + json.dumps(said), flush=True)
"""


class Letter(NamedTuple):
    id: str
    to: str
    subject: str


class Post:
    """A mail server that counts what it takes, and holds whoever sends at one point when it is told to.

    The points: `before` it hears of a message, `during` (it has the words and has not taken them), and `after` (it has
    taken them and has not said yes).
    """

    def __init__(self):
        self.taken, self.held, self.point, self.pause = [], 0, "", 0

    def hold(self, point):
        """Hold everybody at `point` from now on, and let those go who are held elsewhere; nobody when it is empty."""
        self.point = point

    async def _pass(self, point):
        if self.point == point:
            self.held += 1
            try:
                while self.point == point:
                    await asyncio.sleep(0.01)
            finally:  # also when whoever is held dies
                self.held -= 1

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self._pass("before")
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await self._pass("during")
        await asyncio.sleep(self.pause)
        head = BytesHeaderParser().parsebytes(envelope.original_content)
        self.taken.append(Letter(head["Message-ID"], *envelope.rcpt_tos, head["Subject"]))
        await self._pass("after")
        return "250 OK"

    def times(self):
        """Return how often each Message-ID was taken."""
        return Counter(letter.id for letter in self.taken)

    def repeats(self):
        """Return how many messages came that had come before."""
        return sum(self.times().values()) - len(self.times())

    def reached(self):
        """Return how many addresses got something."""
        return len({letter.to for letter in self.taken})


@contextmanager
def open_post():
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        post.hold("")
        controller.stop()


class Hand:
    """Somebody at the site: does in a process of its own what pages do, one thing after the other."""

    def __init__(self, process):
        self.process = process

    def does(self, what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("HAND"):
                said = json.loads(line[4:])
                assert said == "done", said
                return
        raise AssertionError("The process has ended.")


@contextmanager
def open_hand(environment):
    command = [sys.executable, "-c", HAND]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=site(environment), **pipes) as process:
        try:
            yield Hand(process)
        finally:
            process.stdin.close()
            process.wait(timeout=20)


class Workers:
    """One worker with some processes, and a scheduler of its own when asked for."""

    def __init__(self, process, log):
        self.process, self.log = process, log

    def children(self):
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def kill(self):
        """Kill the worker and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_senders(self, post):
        """Kill every process that sends, each held by the mail server. The worker starts new ones."""
        for pid in self.children():
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not post.held, self.log)


@contextmanager
def open_workers(environment, folder, *, processes=1, scheduler=False, careless="", **more):
    log = folder / f"worker-{len(list(folder.glob('worker-*')))}.log"
    command = [sys.executable, "-m", "tests.mailing_worker", "worker", "--pool=prefork", f"--concurrency={processes}"]
    command += ["--loglevel=INFO", "--without-gossip", "--without-mingle", f"--hostname={log.stem}@%h"]
    if scheduler:
        command += ["--beat", "--schedule", str(folder / f"{log.stem}-schedule")]
    with log.open("w") as output:
        env = site({**environment, "CARELESS": careless, **more})
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True)
    workers = Workers(process, log)
    try:
        wait_until(lambda: " ready." in log.read_text(), log)
        yield workers
    finally:
        workers.kill()


def look(redis_url, times=1):
    """Ask the workers to look, as a page does."""
    with Celery(broker=redis_url) as app:
        app.conf.broker_transport_options = {"socket_timeout": 5}
        for _time in range(times):
            app.send_task("coproduction.tasks.sweep", ignore_result=True)


class Site:
    """What a test looks at: the rows, and the names under which all processes find the same things."""

    def __init__(self, environment):
        self.environment = environment

    def ask(self, statement, *values):
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []

    def states(self):
        return dict(self.ask("SELECT state, count(*) FROM coproduction_notice GROUP BY state"))

    def give_up_leases(self):
        """Let five minutes pass for whatever a sender held that has died meanwhile."""
        self.ask("UPDATE coproduction_notice SET lease_until = now() - interval '1 second' WHERE state = 'claimed'")


def wait_until(true, log=None, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, log and log.read_text()[-5000:]
        time.sleep(0.05)
