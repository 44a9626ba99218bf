"""House rules that no linter knows."""

import re

from tests.settings import IGNORED
from tools.check import marks_of_govuk
from tools.machine import ROOT

APPS = ("coproduction", "groups", "meetings", "minutes", "principles")
CODE = [path for app in APPS for path in (ROOT / app).rglob("*.py")]


def test_no_code_listens_to_model_signals():
    """What a row does when it is saved is told by the action that saves it. That tables were made is no row's signal."""
    listening = re.compile(
        r"django\.db\.models(\.signals import (?!post_migrate\b)| import .*signals)|django\.dispatch"
    )
    assert [path for path in CODE if listening.search(path.read_text())] == []


def test_marks_of_govuk_are_found_where_they_stand_and_only_there(tmp_path):
    styles = tmp_path / "static" / "govuk"
    styles.mkdir(parents=True)
    (styles / "govuk-frontend.min.css").write_text('.a{font-family:"Atkinson Hyperlegible"}')
    assert marks_of_govuk(tmp_path) == []

    (styles / "govuk-frontend.min.css").write_text(".a{font-family:GDS Transport}")
    (styles / "govuk-crest.svg").write_text("<svg/>")
    assert [line.removeprefix(f"{styles}/") for line in marks_of_govuk(tmp_path)] == [
        "govuk-crest.svg: its name",
        "govuk-frontend.min.css: GDS Transport",
    ]


def test_marks_of_govuk_cannot_be_ruled_out_when_nothing_is_published(tmp_path):
    assert len(marks_of_govuk(tmp_path)) == 1


def test_tests_are_deaf_to_every_setting_of_the_environment_but_the_database():
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"(\w+)"', (ROOT / "coproduction" / "settings.py").read_text()))
    assert len(read) > 10
    assert read == IGNORED | {"DATA_DIR", "SECRET_KEY", "DATABASE_URL"}
