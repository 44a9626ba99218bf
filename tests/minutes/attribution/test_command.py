"""`manage.py check_text` as somebody at a prompt meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments, given=b""):
    """Runs the command in a process of its own, without a database in reach."""
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "SECRET_KEY": "x" * 60}
    return subprocess.run(
        [sys.executable, "manage.py", "check_text", *map(str, arguments)],
        cwd=ROOT, input=given, capture_output=True, timeout=60, env=environment, check=False,
    )  # fmt: skip


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.txt"
    path.write_text("Quentin Xavier; treasurer; Northside Trust\n")
    return path


def test_json_has_one_object_a_line_and_places_within_the_line(roster):
    done = run("--roster", roster, "--format", "json", given=b"Tea.\r\n\r\nQX said no.\nShe left.\n")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["findings"] == rows[1]["findings"] == []
    (finding,) = rows[2]["findings"]
    assert set(finding) == {"start", "end", "kind", "level", "text", "why", "suggestion"}
    assert (finding["start"], finding["end"], finding["text"], finding["kind"]) == (0, 2, "QX", "initials")
    assert rows[3]["findings"][0]["kind"] == "pronoun", "a pronoun may point at the line before"


def test_a_blank_line_ends_the_passage(roster):
    done = run("--roster", roster, "--format", "json", given=b"QX spoke.\n\nHer bag is here.\n")
    assert "pronoun" not in json.loads(done.stdout.splitlines()[2]).__str__()


def test_plain_text_says_where_what_and_how_else(roster):
    out = run("--roster", roster, given=b"QX said that it is late.").stdout.decode()
    assert "1:1 block initials: QX" in out and "It was said that it is late." in out


def test_nothing_found_is_said_and_is_a_success():
    done = run(given=b"The group agreed.")
    assert done.returncode == 0 and b"Nothing found" in done.stdout


@pytest.mark.parametrize(
    "given", ["Zo\u00eb asked.".encode("cp1252"), "Zo\u00eb asked.".encode("utf-16"), b"\xef\xbb\xbfZo\xc3\xab asked."]
)
def test_odd_encodings_are_read(tmp_path, given):
    people = tmp_path / "people.txt"
    people.write_bytes("Zo\u00eb".encode("cp1252"))
    done = run("--roster", people, "--format", "json", given=given)
    assert json.loads(done.stdout)["findings"][0]["text"] == "Zo\u00eb"


@pytest.mark.parametrize("arguments", [["/no/such/file"], ["--roster", "/no/such/file"], ["--format", "xml"], ["."]])
def test_misuse_ends_with_2_and_a_plain_error(arguments):
    done = run(*arguments)
    assert done.returncode == 2 and done.stderr and b"Traceback" not in done.stderr and not done.stdout


@pytest.mark.parametrize("line", ["Quentin said no.\n", "Quentin said no. ", "\u200d\u202eQuentin\u200b ", "“", "1. "])
def test_a_hostile_paste_is_answered_in_time(roster, line):
    before = os.times()
    assert run("--roster", roster, given=(line * 60_000).encode()).returncode == 0
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 5
