"""An evening on bad wifi: a real server that can be killed, notes that two people write, and what became of them."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

from tests.services import ROOT, free_port

SERVE = """
import sys
from waitress import serve
from coproduction.wsgi import application
serve(application, listen="127.0.0.1:" + sys.argv[1], threads=4)
"""
PREPARE = """
import json
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from django.test import Client
from meetings.models import Meeting
from minutes import actions
from tests import factories
group = factories.group()
cookies = {}
for called, role in (("Tomasz Lis", "facilitator"), ("Dilys Harte", "coordinator")):
    person = factories.person(called)
    factories.membership(group, person, role)
    client = Client()
    client.force_login(person)
    cookies[called] = client.cookies["session"].value
meeting = factories.meeting(group, person, days=0, state=Meeting.State.UNDER_WAY, items=("The first day home", "Tablets"))
factories.attendance(meeting, "Priya Nand", came=True)
notes = actions.open_notes(meeting, by=person)
items = list(meeting.items.filter(kind="topic").values_list("pk", flat=True))
print(json.dumps({"cookies": cookies, "notes": meeting.get_absolute_url() + "notes/", "items": items}))
"""


def environment(folder, **more):
    left_out = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SAMPLE_MODE")
    mine = {"DJANGO_SETTINGS_MODULE": "coproduction.settings", "DATA_DIR": str(folder), **more}
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **mine}


def prepare(folder):
    """Fill a folder with the data of a site on which a meeting is under way, and who is signed in."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{PREPARE}"]
    done = subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / "told.json").write_text(done.stdout.splitlines()[-1])
    return folder


class Evening:
    """A site on one machine with a meeting under way. `people`: the session cookie of each person by name."""

    def __init__(self, folder, prepared):
        """prepared: a folder as `prepare` leaves it; it is copied."""
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        self.folder, self.port, self.server = folder, free_port(), None
        self.url = f"http://localhost:{self.port}"
        self.environment = environment(folder, SITE_URL=self.url)
        told = json.loads((folder / "told.json").read_text())
        self.people, self.items = told["cookies"], told["items"]
        self.address = f"{told['notes']}{self.items[0]}/"

    def start(self, **more):
        """Serve, and return when it answers. more: environment of a newer version of the site."""
        command = [sys.executable, "-c", SERVE, str(self.port)]
        with open(self.folder / "server.log", "a") as log:
            self.server = subprocess.Popen(
                command, cwd=ROOT, env={**self.environment, **more}, stdout=log, stderr=log, start_new_session=True
            )
        for _try in range(200):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text())

    def kill(self):
        """Kill the server in the middle of whatever it does."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def database(self):
        return closing(sqlite3.connect(self.folder / "coproduction.sqlite3", timeout=30, isolation_level=None))

    def lock(self, seconds):
        """Hold the database for a while, as a long backup would. Returns the thread that lets it go."""
        held = threading.Event()

        def hold():
            with self.database() as database:
                database.execute("BEGIN IMMEDIATE")
                held.set()
                time.sleep(seconds)
                database.execute("ROLLBACK")

        thread = threading.Thread(target=hold, daemon=True)
        thread.start()
        assert held.wait(30)
        return thread

    def sign_everybody_out(self):
        """Let every session run out; returns what brings them back."""
        with self.database() as database:
            rows = database.execute("SELECT * FROM django_session").fetchall()
            database.execute("DELETE FROM django_session")

        def sign_in():
            with self.database() as database:
                database.executemany("INSERT INTO django_session VALUES (?, ?, ?)", rows)

        return sign_in

    def lines(self, item=0):
        """The words of the points of an item as the site has them, in their order."""
        with self.database() as database:
            asked = "SELECT text FROM minutes_point WHERE item_id = ? ORDER BY position, id"
            return [text for (text,) in database.execute(asked, [self.items[item]])]

    def wait_until(self, holds, seconds=60, rest=lambda: time.sleep(0.1)):
        """Wait until something holds, and no longer than so many seconds; what holds then is the caller's to say.

        rest: what to do between two looks; where a test answers requests itself, something that lets it do so.
        """
        until = time.monotonic() + seconds
        while not holds() and time.monotonic() < until:
            rest()

    def wait_for(self, wanted, item=0, seconds=60, **more):
        """Return the lines once they are those that are wanted, or those there are when time is up."""
        self.wait_until(lambda: self.lines(item) == wanted, seconds, **more)
        return self.lines(item)
