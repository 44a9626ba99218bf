"""What a long evening of notes costs: saving a line, opening the page, and thirty people who type at once.

Three measures on the server shape: PostgreSQL, and gunicorn with two workers. What moves least on a busy machine comes
first: processor time and queries, each beside the same thing with few lines. Nothing is refused for being slow; it
fails when an answer is an error or a line is lost or doubled.
"""

import collections
import gzip
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import CHROMIUM_FLAGS, free_port, running_postgres  # noqa: E402
from tools import machine  # noqa: E402

FEW, MANY = 10, 400
"""Lines in short notes, and in those of a very long evening."""
TIMES, OPENED = 60, 5
"""Saves of each length, and openings of each page; medians are printed."""
SLOWER = 6
"""How many times slower than this machine the browser computes: a cheap phone."""
TYPING, EVERY, SECONDS, BEFORE = 30, 2.0, 30, 60
"""People who type, seconds between two saves of one, how long they go on, and lines that are there before."""
WORKERS = 2
KILOBYTES, READY = 150, 2.0
"""What is aimed at for the page with many lines: kilobytes on the way, seconds until one can type."""
SENTENCES = ROOT / "tests" / "minutes" / "attribution" / "labelled.jsonl"
WHEN_READY = """
new MutationObserver((_all, watch) => {
  if (!document.querySelector('#board[data-open]')) return
  window.readyAfter = performance.now()
  watch.disconnect()
}).observe(document, { subtree: true, childList: true, attributes: true })
"""
READY_AFTER = """() => {
  const [page] = performance.getEntriesByType('navigation')
  return [window.readyAfter, page.responseEnd, page.domInteractive]
}"""


# --- the site ---------------------------------------------------------------------------------------------------------
@contextmanager
def site():
    """Yield the port of a site in the server shape, for this process and for gunicorn; stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, running_postgres() as database:
        port = free_port()
        for name in ("REDIS_URL", "SAMPLE_MODE", "EMAIL_URL", "BEHIND_PROXY", "DEBUG", "ALLOWED_HOSTS"):
            os.environ.pop(name, None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "coproduction.settings",
            "DATA_DIR": folder,
            "DATABASE_URL": database,
            "SECRET_KEY": "only-for-measuring-" * 3,
            "SITE_URL": f"http://localhost:{port}",
        }
        import django  # the settings read the environment when they are loaded

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        if not (ROOT / "build" / "collected" / "staticfiles.json").exists():
            call_command("build_assets")
        call_command("migrate", interactive=False, verbosity=0)
        try:
            yield port
        finally:
            connections.close_all()


@contextmanager
def gunicorn(port):
    """Serve the site with two workers; yields the process that started them."""
    log = Path(os.environ["DATA_DIR"]) / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "coproduction.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--worker-class", "sync", "--worker-tmp-dir", str(log.parent)]
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig", "TERM", "--", *command]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text())
            time.sleep(0.2)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=40)


def _answers(port):
    try:
        return ask(port, "GET", "/")[0] < 500
    except OSError:
        return False


def ask(port, method, path, *, body=None, **headers):
    """Ask the site one thing, as a browser behind no proxy does. Returns status, headers and body."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        door.request(method, path, body, {"Host": f"localhost:{port}", **headers})
        answer = door.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        door.close()


def load():
    """Return in words what the machine does beside."""
    return "load of the machine " + " ".join(f"{number:.1f}" for number in os.getloadavg())


# --- notes ------------------------------------------------------------------------------------------------------------
class Notebook:
    """The notes of one meeting under way, with some lines in them, and who writes them."""

    sentences = [json.loads(line)["text"] for line in SENTENCES.read_text().splitlines()]

    def __init__(self, slug, lines):
        from meetings.models import Meeting
        from minutes import actions
        from minutes.models import Point
        from tests import factories

        self.group = factories.group(slug)
        self.person = self.facilitator()
        self.meeting = factories.meeting(self.group, self.person, days=0, state=Meeting.State.UNDER_WAY)
        factories.came(self.meeting)
        self.minutes = actions.open_notes(self.meeting, by=self.person)
        self.item = factories.topic(self.meeting)
        place = {"minutes": self.minutes, "item": self.item}
        words = [self.sentences[n % len(self.sentences)] for n in range(lines)]
        Point.objects.bulk_create(Point(**place, position=n + 1, text=text) for n, text in enumerate(words))
        self.address = f"{self.meeting.get_absolute_url()}notes/"

    def facilitator(self):
        from tests import factories

        person = factories.person(f"Tomasz {uuid.uuid4().hex[:6]}")
        factories.membership(self.group, person, "facilitator")
        return person


def session_of(person):
    """Return the session of somebody who is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["session"].value


# --- saving a line ----------------------------------------------------------------------------------------------------
def saving():
    """Prints what one save costs in short and in long notes: queries, and processor time of the web process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.minutes.pages import NotesPage

    pages = {}
    for size in (FEW, MANY):
        notes = Notebook(f"saving-{size}", size)
        pages[size] = NotesPage(notes.minutes, notes.person)
        pages[size].client.defaults["SERVER_NAME"] = "localhost"
        pages[size].send()
    took, queries = collections.defaultdict(list), {}

    def once(size, page):
        save = page.put("The last bus goes at eight, so whoever comes by bus leaves early.")
        at = time.process_time()
        page.send(save)
        took[size].append((time.process_time() - at) * 1000)
        page.send(page.save(do="remove", line=save["line"], base=1))

    for _time in range(TIMES):
        for size, page in pages.items():  # by turns, so that neighbours on the machine meet both alike
            once(size, page)
    for size, page in pages.items():
        with CaptureQueriesContext(connection) as asked:
            page.send(page.put("One more."))
        queries[size] = len(asked)
    few, many = (statistics.median(took[size][5:]) for size in (FEW, MANY))
    print(f"  saving a line, {FEW} and {MANY} lines in the notes ({load()}):")
    print(f"    queries {queries[FEW]} and {queries[MANY]}: {queries[MANY] / queries[FEW]:.2f} times (aim 1)")
    print(f"    processor {few:.1f} and {many:.1f} ms, without PostgreSQL's: {many / few:.2f} times (aim near 1)")


# --- opening the page -------------------------------------------------------------------------------------------------
def opening(port):
    """Prints what the page weighs on its way, and how long a slow device takes until one can type."""
    found = {}
    for size in (FEW, MANY):
        notes = Notebook(f"opening-{size}", size)
        path, session = f"{notes.address}{notes.item.pk}/", session_of(notes.person)
        headers = {"Cookie": f"session={session}", "Accept-Encoding": "gzip"}
        status, told, body = ask(port, "GET", path, **headers)
        if status != 200 or told["Content-Encoding"] != "gzip":
            raise RuntimeError(f"{path} answered {status}, {told['Content-Encoding']}")
        whole = gzip.decompress(body)
        if whole.count(b"\\u0022version") + whole.count(b'"version"') < size:
            print(f"    (the page seems not to hold its {size} lines)")
        found[size] = path, session, len(body) / 1000, len(whole) / 1000
    ready = until_ready(f"http://localhost:{port}", {size: row[:2] for size, row in found.items()})
    (few, *_rest), (many, answer, read) = (
        map(statistics.median, zip(*ready[size], strict=True)) for size in (FEW, MANY)
    )
    typed = [row[0] for row in ready[MANY]]
    weight = found[MANY][2]
    print(f"  the notes page, {FEW} and {MANY} lines ({load()}):")
    print(
        f"    on the way {found[FEW][2]:.1f} and {weight:.1f} kB (unpacked {found[FEW][3]:.0f} and"
        f" {found[MANY][3]:.0f}): {weight / KILOBYTES:.2f} of the {KILOBYTES} kB aimed at"
    )
    print(
        f"    until one can type, processor {SLOWER} times slower: {few:.2f} and {many:.2f} s"
        f" ({min(typed):.2f} to {max(typed):.2f}), {many / few:.2f} times;"
        f" {many / READY:.2f} of the {READY:.0f} s aimed at"
    )
    print(f"    of it, with {MANY} lines: {answer:.2f} s until the answer is there, {read:.2f} s until it is read")


def until_ready(site_url, pages):
    """Return how many seconds each page took, every time in a browser that is new; pages: {size: (path, session)}.

    {size: [(until one could type, until the site's answer was there, until the browser had read it)]}
    """
    from playwright.sync_api import sync_playwright

    took = collections.defaultdict(list)
    flags = [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.need("chromium"), args=flags)
        for _time in range(OPENED):
            for size, (path, session) in pages.items():
                context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
                context.add_cookies([{"name": "session", "value": session, "url": site_url}])
                context.add_init_script(WHEN_READY)
                page = context.new_page()
                context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                page.goto(site_url + path, wait_until="commit")
                page.wait_for_selector("#board[data-open]", timeout=60_000, state="attached")
                took[size].append([spent / 1000 for spent in page.evaluate(READY_AFTER)])
                context.close()
        browser.close()
    return took


# --- thirty people at once --------------------------------------------------------------------------------------------
class Typist(threading.Thread):
    """Somebody who types: a new line, two changes of it, the next line. Sends what the script of the page sends."""

    def __init__(self, port, notes, person, number):
        super().__init__(daemon=True)
        self.port, self.address, self.item = port, f"{notes.address}sync/", notes.item.pk
        token = uuid.uuid4().hex
        self.headers = {
            "Cookie": f"session={session_of(person)}; csrf={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/json",
            "Accept-Encoding": "gzip",
        }
        self.body = {"v": 1, "page": str(uuid.uuid4()), "lock": None, "seen": 0, "item": self.item}
        self.number, self.took, self.errors, self.lines = number, [], [], {}

    def run(self):
        chance = random.Random(self.number)
        start = time.monotonic()
        at, line, base, number = start + chance.random() * EVERY, "", 0, 0
        while at < start + SECONDS:
            time.sleep(max(0, at - time.monotonic()))
            if number % 3 == 0:
                line, base = str(uuid.uuid4()), 0
            text = f"Typist {self.number} wrote for the {number}th time that the last bus goes at eight."
            if self.save(line, base, text):
                self.lines[line], base = text, base + 1
            number += 1
            at += EVERY * chance.uniform(0.8, 1.2)

    def save(self, line, base, text):
        """Send one save; returns whether the site says that it kept it."""
        save = {"key": str(uuid.uuid4()), "do": "put", "line": line, "base": base, "kind": "discussed"}
        save |= {"item": self.item, "fields": {"text": text}}
        body = json.dumps(self.body | {"line": line, "saves": [save]})
        began = time.perf_counter()
        try:
            status, told, raw = ask(self.port, "POST", self.address, body=body, **self.headers)
            self.took.append(time.perf_counter() - began)
            raw = gzip.decompress(raw) if told["Content-Encoding"] == "gzip" else raw
            answer = json.loads(raw) if status == 200 else {}
        except (OSError, ValueError, http.client.HTTPException) as error:
            status, answer = repr(error), {}
        outcome = answer["answers"][0]["outcome"] if answer else ""
        if outcome != "kept":
            self.errors.append(f"{status} {outcome}")
            return False
        self.body["seen"] = answer["revision"]
        return True


def processor(server):
    """Return the seconds of processor that the workers of gunicorn took up to now."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    fields = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
    return sum(int(row[11]) + int(row[12]) for row in fields) / os.sysconf("SC_CLK_TCK")


def together(port, server, what, notebooks):
    """Prints how thirty people who type fare, one for each of `notebooks`. Returns True when nothing went wrong."""
    from minutes.models import Point

    people = [notes.facilitator() for notes in notebooks]
    pairs = enumerate(zip(notebooks, people, strict=True))
    typists = [Typist(port, notes, person, number) for number, (notes, person) in pairs]
    before = {notes.minutes.pk for notes in notebooks}
    for typist in typists:  # every page has been opened, and has seen what there is
        ask(port, "POST", typist.address, body=json.dumps(typist.body | {"saves": []}), **typist.headers)
    spent, began = processor(server), time.monotonic()
    for typist in typists:
        typist.start()
    for typist in typists:
        typist.join()
    spent, lasted = processor(server) - spent, time.monotonic() - began
    took = sorted(answer for typist in typists for answer in typist.took)
    errors = collections.Counter(error for typist in typists for error in typist.errors)
    typed = Point.objects.filter(minutes__in=before, text__startswith="Typist ")
    there = collections.Counter(typed.values_list("id", "text"))
    wanted = collections.Counter((uuid.UUID(key), text) for one in typists for key, text in one.lines.items())
    there_by_text = collections.Counter(text for _key, text in there.elements())
    once = there == wanted and max(there_by_text.values(), default=0) == 1
    print(f"  {len(typists)} people type at once, {what}, {WORKERS} workers ({load()}):")
    print(
        f"    {len(took) / lasted:.1f} saves a second of {len(typists) / EVERY:.0f} wanted; answers: median"
        f" {statistics.median(took) * 1000:.0f} ms, 95th of 100 {took[int(len(took) * 0.95)] * 1000:.0f} ms,"
        f" slowest {took[-1] * 1000:.0f} ms"
    )
    print(
        f"    processor {spent / len(took) * 1000:.1f} ms a save, {spent / lasted / WORKERS:.2f} of the workers' time;"
        f" errors {sum(errors.values())}{' ' + str(dict(errors)) if errors else ''};"
        f" {len(wanted)} lines, {'each there exactly once' if once else 'NOT each there exactly once'}"
    )
    return once and not errors


def main():
    """Prints the figures, or those of the parts named; returns 1 for an answer in error, a line lost or doubled."""
    parts, fine = sys.argv[1:] or ["saving", "opening", "together"], True
    with site() as port, gunicorn(port) as server:
        if "saving" in parts:
            saving()
        if "opening" in parts:
            opening(port)
        if "together" in parts:
            fine = together(port, server, "each in other notes", [Notebook(f"own-{n}", BEFORE) for n in range(TYPING)])
            fine &= together(port, server, "all in the same notes", [Notebook("shared", BEFORE)] * TYPING)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
