"""What breaks while a page, a worker and a mail server work together: nothing is lost, and at most one message repeats."""

import asyncio
import contextlib
import email
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller

from tests.services import ROOT, free_port
from tests.tools.test_worker import manage, site, wait_until, worker

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("worker")]

BOOK = """
from coproduction import outbox
from tests import factories
group, person = factories.group(), factories.person("Tomasz")
factories.membership(group, person, "facilitator")
meeting = factories.meeting(group, person)
for number in range({0}):
    row = factories.attendance(meeting, "Bev", booking="coming", email=f"p{{number}}@people.example")
    outbox.put("booked", recipient=row, subject=meeting)
"""
LOOK = "from coproduction import outbox; outbox.look_now()"
CARELESS = """
from coproduction import outbox
def mark_first(notice, *now):
    type(notice).objects.filter(pk=notice.pk).update(state="sent")
    return "mine"
outbox._claim = mark_first
outbox.send_due()
"""
PAGE = """
import time
from django.core import signing
from django.test import Client
from meetings.models import Meeting
form = {"step": "3", "called": "Nia", "reach": "email", "email": "nia@people.example"}
form["since"] = signing.dumps(time.time() - 60, salt="page")
form["request_key"] = "0b6c4d7e-2f5c-4c8e-9a35-3c2f9a6f7c11"
began = time.monotonic()
answer = Client().post(Meeting.objects.get().get_absolute_url() + "book/", form, headers={"host": "localhost"})
print(answer.status_code, round(time.monotonic() - began, 1))
"""


class SlowPostbox:
    """A mail server that stops for a while at one message, before or after it has taken it."""

    def __init__(self):
        self.taken, self.stopped = [], threading.Event()
        self.stop_at, self.after_taking = None, False

    async def handle_DATA(self, server, session, envelope):
        stops = self.stop_at is not None and len(self.taken) == self.stop_at
        if stops and not self.after_taking:
            await self._stop()
        self.taken.append(email.message_from_bytes(envelope.original_content)["Message-ID"])
        if stops and self.after_taking:
            await self._stop()
        return "250 OK"

    async def _stop(self):
        self.stop_at = None
        self.stopped.set()
        await asyncio.sleep(60)  # until whoever is sending dies

    def stop_next(self, *, after_taking):
        self.stopped.clear()
        self.stop_at, self.after_taking = len(self.taken) + 1, after_taking


@pytest.fixture
def postbox():
    box = SlowPostbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """An empty site on SQLite."""
    folder = tmp_path_factory.mktemp("site")
    manage({"DATA_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}, "migrate", "--verbosity=0")
    return folder / "coproduction.sqlite3"


@pytest.fixture
def alone(migrated, tmp_path):
    """The environment of a site of its own, without Redis; messages become files."""
    with contextlib.closing(sqlite3.connect(migrated)) as source:
        with contextlib.closing(sqlite3.connect(tmp_path / "coproduction.sqlite3")) as target:
            source.backup(target)
    return {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}


@pytest.fixture
def together(alone, redis_url):
    """The same with a queue, for a worker of its own."""
    return {**alone, "REDIS_URL": redis_url}


def does(environment, what):
    return manage(environment, "shell", "--verbosity=0", "-c", what).stdout


def ask(environment, statement):
    with contextlib.closing(
        sqlite3.connect(f"{environment['DATA_DIR']}/coproduction.sqlite3", timeout=10)
    ) as connection:
        with connection:
            return connection.execute(statement).fetchall()


def states(environment):
    return dict(ask(environment, "SELECT state, count(*) FROM coproduction_notice GROUP BY state"))


def letters(environment):
    """What was written to files: the addresses, one a message."""
    found = []
    for path in (ROOT / environment["DATA_DIR"] / "mail").glob("*.log"):
        found += [line for line in path.read_text().splitlines() if line.startswith("To: ")]
    return found


def test_a_worker_sends_what_a_page_asked_for(together, tmp_path):
    log = tmp_path / "worker.log"
    does({**together, "REDIS_URL": ""}, BOOK.format(0))
    with worker(together, log):
        assert does(together, PAGE).startswith("302 ")
        wait_until(lambda: letters(together) == ["To: nia@people.example"], log)
    assert states(together) == {"sent": 1}


def test_a_worker_killed_in_the_middle_of_a_message_loses_nothing_and_repeats_at_most_that_one(
    together, postbox, tmp_path
):
    environment = {**together, "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}"}
    does({**environment, "REDIS_URL": ""}, BOOK.format(6))
    for number, after_taking in enumerate((False, True)):
        postbox.stop_next(after_taking=after_taking)
        log = tmp_path / f"worker-{number}.log"
        with worker(environment, log) as process:
            does(environment, LOOK)
            assert postbox.stopped.wait(30), log.read_text()
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert states(environment)["claimed"] == 1
        ask(environment, "UPDATE coproduction_notice SET lease_until = '2001-01-01' WHERE state = 'claimed'")
    log = tmp_path / "worker-last.log"
    with worker(environment, log):
        does(environment, LOOK)
        wait_until(lambda: states(environment) == {"sent": 6}, log)
    times = Counter(postbox.taken)
    assert len(times) == 6  # nothing is lost
    assert sorted(times.values()) == [
        1,
        1,
        1,
        1,
        1,
        2,
    ]  # one was taken just before its sender died: the same Message-ID


def test_a_sender_that_marks_first_would_lose_a_message(alone, postbox):
    environment = {**alone, "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}"}
    does(environment, BOOK.format(3))
    postbox.stop_next(after_taking=False)
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", CARELESS]
    with subprocess.Popen(command, cwd=ROOT, env=site(environment), stderr=subprocess.DEVNULL) as process:
        assert postbox.stopped.wait(30)
        process.kill()
    manage(environment, "send_due")
    assert states(environment) == {"sent": 3} and len(postbox.taken) == 2


@contextlib.contextmanager
def silent_server():
    """Yield the port of a server that takes connections and never says a word."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(20)
        yield door.getsockname()[1]


def test_without_redis_a_place_is_booked_and_the_message_leaves_by_the_next_sweep(alone):
    does(alone, BOOK.format(0))
    gone = {**alone, "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    status, seconds = does(gone, PAGE).split()
    assert status == "302" and float(seconds) < 10
    assert states(alone) == {"planned": 1} and letters(alone) == []
    assert manage(alone, "send_due").stdout.startswith("sent 1,")
    assert letters(alone) == ["To: nia@people.example"]


def test_a_redis_that_never_answers_does_not_hold_up_a_page(alone):
    does(alone, BOOK.format(0))
    began = time.monotonic()
    with silent_server() as port:
        status, seconds = does({**alone, "REDIS_URL": f"redis://127.0.0.1:{port}/0"}, PAGE).split()
    assert status == "302" and float(seconds) < 10
    assert time.monotonic() - began < 40
    assert states(alone) == {"planned": 1}


SIGN = """
from minutes import actions
from tests import factories
group, facilitator, coordinator = factories.group(), factories.person("Tomasz Lis"), factories.person("Dilys Harte")
factories.membership(group, facilitator, "facilitator")
factories.membership(group, coordinator, "coordinator")
meeting = factories.meeting(group, facilitator, days=-3, state="held")
factories.came(meeting)
minutes = factories.clean_notes(meeting, facilitator)
actions.send_to_check(minutes, by=facilitator)
minutes.refresh_from_db()
actions.ask(minutes, "sign", by=coordinator, revision=minutes.revision)
"""
MAKE = "from coproduction.tasks import sweep; sweep.delay()"


def making(environment):
    return ask(environment, "SELECT files_made, ended IS NOT NULL, reasons, tries FROM minutes_making")[0]


def test_a_worker_killed_over_the_files_is_followed_by_another_and_the_notes_are_signed_once(together, tmp_path):
    log = tmp_path / "worker-0.log"
    with worker(together, log) as process:
        does(together, SIGN)
        wait_until(lambda: making(together)[0] >= 1, log)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert making(together)[1:] == (0, "[]", 1)
    assert ask(together, "SELECT count(*) FROM minutes_signoff") == [(0,)]
    ask(together, "UPDATE minutes_making SET lease_until = '2001-01-01'")
    log = tmp_path / "worker-1.log"
    with worker(together, log):
        does(together, MAKE)
        wait_until(lambda: making(together)[1], log)
    assert making(together) == (8, 1, "[]", 2)
    assert ask(together, "SELECT count(*) FROM minutes_signoff") == [(1,)]
