"""What holds for every test: no connection leaves this machine, and the minutes are counted."""

import ipaddress
import json
import os
import socket
import sys
from collections import Counter
from pathlib import Path

import pytest

pytest_plugins = ["tests.services"]

KINDS = ("browser", "faults", "privacy", "security", "long")
seconds, tests = Counter(), Counter()


class LeavingThisMachine(Exception):
    """A test tried to reach another machine."""


def stay_here(event, arguments):
    """Refuse what would connect to, send to, or look up another machine."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if arguments[0].family != socket.AF_UNIX and address is not None:
            refuse_elsewhere(address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        refuse_elsewhere(arguments[0])


def refuse_elsewhere(host):
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost", "0.0.0.0", "::", socket.gethostname()):
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise LeavingThisMachine(f"A test tried to reach {host!r}.")


sys.addaudithook(stay_here)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what uses no database of ours, so that it need not run again on the second one."""
    for item in items:
        uses = {"db", "transactional_db", "live_server", "django_db_setup"} & set(item.fixturenames)
        if not uses and not item.get_closest_marker("django_db"):
            item.add_marker("plain")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    report.kinds = [kind for kind in KINDS if item.get_closest_marker(kind)] or ["other"]
    return report


def pytest_runtest_logreport(report):
    for kind in report.kinds:
        seconds[kind] += report.duration
        tests[kind] += report.when == "call"


def pytest_terminal_summary(terminalreporter):
    """Say how long each kind of test took, added up over the processes that ran side by side."""
    if not tests:
        return
    shown = [f"{kind} {seconds[kind] / 60:.1f} ({tests[kind]} tests)" for kind in (*KINDS, "other") if tests[kind]]
    terminalreporter.write_line("minutes: " + ", ".join(shown))
    if path := os.environ.get("TEST_TIMES"):
        Path(path).write_text(json.dumps({kind: [seconds[kind], tests[kind]] for kind in tests}))


@pytest.fixture(scope="session", autouse=True)
def shipped_frameworks_stay():
    """A test with real commits empties every table behind it; what a migration had put there is put back."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    from principles import shipped
    from principles.models import Framework, Principle

    def put_back(**kwargs):
        shipped.load(Framework, Principle)

    post_migrate.connect(put_back, sender=apps.get_app_config("principles"))
    yield
    post_migrate.disconnect(put_back, sender=apps.get_app_config("principles"))
