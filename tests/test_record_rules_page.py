"""The page of record rules tells of every rule, and of no test that is not there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "record-rules.md").read_text(encoding="utf-8")
LAST = {"RM": 7, "DC": 7, "SN": 12, "AO": 7, "RC": 19, "F": 16, "CH": 11, "OV": 7, "LC": 7, "Test ": 22}
"""The letters of the rules and their highest numbers."""
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows(page=PAGE):
    """Return {number: (words, who holds it)} of the page; a number that stands twice is an error."""
    found = {}
    for line in page.splitlines():
        if match := re.fullmatch(r"\| ((?:[A-Z]{1,2}|Test )\d+) \| (.+?) \| (.+) \|", line):
            number, words, holds = match.groups()
            assert number not in found, number
            found[number] = (words, holds)
    return found


@cache
def functions_of(path):
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def missing(page=PAGE):
    """Return every test or file of tests that the page names and that does not exist."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(page)
        if not functions_of(path) or name and name not in functions_of(path)
    ]


def status(row):
    words, holds = row
    if "has this number" in words:
        return "no rule"
    return "not" if holds.startswith("**Not held:**") else "in part" if holds.startswith("**In part.**") else "held"


def test_every_rule_has_a_row_and_no_row_is_without_a_rule():
    every = [f"{letters}{number}" for letters, last in LAST.items() for number in range(1, last + 1)]
    assert list(rows()) == every


def test_every_test_the_page_names_exists():
    assert len(NAMED.findall(PAGE)) > 150
    assert missing() == []


def test_a_test_that_is_not_there_is_noticed():
    page = "| RM1 | x | `tests/test_states.py::test_nothing` `tests/nowhere.py::test_x` `tests/nowhere.py` |"
    assert missing(page) == ["tests/test_states.py::test_nothing", "tests/nowhere.py::test_x", "tests/nowhere.py::"]


@pytest.mark.parametrize("number", rows())
def test_a_rule_that_is_held_names_a_test_and_one_that_is_not_says_why(number):
    row = rows()[number]
    named = [name for _path, name in NAMED.findall(row[1]) if name]
    why = NAMED.sub("", row[1]).replace("**In part.**", "").replace("**Not held:**", "").strip()
    assert bool(named) == (status(row) in ("held", "in part"))
    assert bool(why) == (status(row) != "held")


def test_the_page_counts_itself_rightly():
    count = Counter(map(status, rows().values()))
    assert f"{count['held']} are held, {count['in part']} in part, {count['not']} not." in " ".join(PAGE.split())
