"""The server shape: PostgreSQL, a real Redis, a web process and a Celery worker of its own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest

from tests.services import ROOT, free_port

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("worker")]

FACT = "from coproduction import audit, models, outbox; audit.record('test.{0}', models.Notice()); outbox.look_now()"
SEALED = "SELECT event FROM coproduction_auditentry WHERE seal <> '' ORDER BY id"


@pytest.fixture(scope="module")
def database(postgres_url):
    """The address of a PostgreSQL database with our tables."""
    manage({"DATABASE_URL": postgres_url, "DATA_DIR": str(ROOT / "build")}, "migrate", "--verbosity=0")
    return postgres_url


@pytest.fixture
def environment(database, redis_url, tmp_path):
    """What the web and every worker of one site share, on an empty audit trail."""
    with psycopg.connect(database) as connection:
        connection.execute("TRUNCATE coproduction_auditentry")
    return {"DATABASE_URL": database, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path)}


def site(environment):
    shared = {"DJANGO_SETTINGS_MODULE": "coproduction.settings", "SECRET_KEY": "one-key-for-all-" * 4}
    return {**os.environ, **shared, **environment}


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site(environment), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def web_does(environment, what):
    """In a process of its own, write a fact and ask for a worker, as a page does."""
    return manage(environment, "shell", "--verbosity=0", "-c", FACT.format(what))


@contextmanager
def worker(environment, log):
    command = [sys.executable, "-m", "celery", "-A", "coproduction", "worker", "--pool=solo", "--loglevel=INFO"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=site(environment), stdout=output, stderr=output)
    try:
        wait_until(lambda: " ready." in log.read_text(), log)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def sealed(environment):
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        return [event for (event,) in connection.execute(SEALED)]


def wait_until(true, log, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def test_worker_does_what_the_web_asks(environment, tmp_path):
    log = tmp_path / "worker.log"
    with worker(environment, log):
        web_does(environment, "asked")
        wait_until(lambda: sealed(environment) == ["test.asked"], log)


def test_what_is_asked_while_no_worker_runs_is_done_by_the_next(environment, tmp_path):
    log = tmp_path / "worker.log"
    with worker(environment, log) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    web_does(environment, "waiting")
    assert sealed(environment) == []

    with worker(environment, log):
        wait_until(lambda: sealed(environment) == ["test.waiting"], log)


def test_web_goes_on_without_redis_and_the_fact_is_found_later(environment, tmp_path):
    down = {**environment, "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
    started = time.monotonic()
    done = web_does(down, "alone")
    assert "The queue cannot be reached" in done.stderr
    assert time.monotonic() - started < 15
    assert sealed(environment) == []

    log = tmp_path / "worker.log"
    with worker(environment, log):
        web_does(environment, "together")
        wait_until(lambda: sealed(environment) == ["test.alone", "test.together"], log)
