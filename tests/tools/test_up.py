"""The portal in one process: it starts, serves, works in the background, stops cleanly, and says plainly what is wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from coproduction import checks
from tests.services import ROOT, free_port

pytestmark = pytest.mark.faults


@pytest.fixture
def environment(tmp_path, assets):
    """The environment of a portal on data of its own, published as on a real site."""
    mine = {"DJANGO_SETTINGS_MODULE": "coproduction.settings", "DATA_DIR": str(tmp_path), "SAMPLE_MODE": "1"}
    left_out = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY")
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **mine}


@contextmanager
def portal(environment, port):
    """Run `manage.py up` in the block, from the line that says where it is; stop it afterwards."""
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            while "The portal is at" not in said:
                line = process.stdout.readline()
                assert line, f"It stopped before it served:\n{said}"
                said += line
            yield process
        finally:
            process.kill()


def get(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_portal_starts_empty_serves_sample_groups_and_stops_when_asked(environment, asked):
    port = free_port()
    with portal(environment, port) as process:
        page = get(port)
        assert "<h1" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page).group(1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}", timeout=20) as answer:
            assert "max-age=315360000" in answer.headers["Cache-Control"]
        process.send_signal(asked)
        assert process.wait(timeout=20) == 0
        assert process.stdout.read().splitlines()[-1].startswith("The portal has stopped.")


def test_portal_says_when_the_port_is_taken(environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "manage.py", "up", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        f"CommandError: Port {port} is taken: perhaps the portal runs already. "
        "Choose another, such as: make run PORT=8001\n"
    )


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_celery_beside_a_queue_in_memory_is_refused(environment, program, tmp_path):
    command = [sys.executable, "-m", "celery", "-A", "coproduction", program]
    place = ["-s", tmp_path / "beat"] if program == "beat" else ["-P", "solo"]
    done = subprocess.run([*command, *place], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert checks.MEND in done.stdout + done.stderr


def test_check_refuses_a_queue_in_memory_for_celery_programs_only(monkeypatch, settings):
    settings.CELERY_BROKER_URL = "memory://"
    for program, problems in (
        ("/srv/.venv/bin/celery", ["coproduction.E001"]),
        ("/srv/lib/celery/__main__.py", ["coproduction.E001"]),
        ("manage.py", []),
        ("/usr/bin/pytest", []),
    ):
        monkeypatch.setattr(sys, "argv", [program, "worker"])
        assert [problem.id for problem in checks.queue_is_shared(None)] == problems


def test_check_accepts_a_shared_queue(monkeypatch, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    monkeypatch.setattr(sys, "argv", ["celery", "worker"])
    assert checks.queue_is_shared(None) == []


def test_deployment_check_warns_about_a_database_for_many_with_a_queue_for_one(monkeypatch, settings):
    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert [problem.id for problem in checks.server_has_a_queue(None)] == ["coproduction.W001"]
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    assert checks.server_has_a_queue(None) == []
