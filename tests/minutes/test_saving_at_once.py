"""Two people, or two sends of one save, at the same moment: nothing counts twice and nothing is lost."""

import uuid

import pytest

from minutes import actions
from minutes.actions import saving
from minutes.models import Point, Revision
from tests import factories
from tests.minutes.pages import NotesPage
from tests.races import at_once, committed  # noqa: F401

pytestmark = pytest.mark.faults


def only(found):
    [answer] = found["answers"]
    return answer


def texts():
    return list(Point.objects.values_list("text", flat=True))


def test_the_same_save_sent_twice_at_once_counts_once(committed):  # noqa: F811
    group = factories.group()
    writer = factories.person("Tomasz Lis")
    factories.membership(group, writer, "facilitator")
    notes = actions.open_notes(factories.meeting(group, writer, days=-1, state="held"), by=writer)
    pages = [NotesPage(notes, writer) for _page in range(4)]
    save = pages[0].put("The last bus goes at eight.")
    answers = at_once(*(lambda page=page: only(page.send(save)) for page in pages))
    assert answers == [answers[0]] * 4 and answers[0]["outcome"] == "kept"
    assert texts() == ["The last bus goes at eight."]


def write_at_once(pages, line, times):
    """Let every page change one line again and again, each on top of what it saw. Returns how often it lost."""

    def write(page, name):
        lost, base = 0, 1
        for number in range(times):
            told = only(page.send(page.put(f"{name} {number}", line=line, base=base)))
            while told["outcome"] == "conflict":
                lost += 1
                told = only(page.send(page.put(f"{name} {number}", line=line, base=told["version"])))
            base = told["version"]
        return lost

    return at_once(*(lambda p=p, n=n: write(p, n) for n, p in zip("AB", pages, strict=True)), seconds=120)


@pytest.fixture
def two(committed):  # noqa: F811
    """Two people with the notes before them, and a line both can change."""
    group = factories.group()
    people = [factories.person(name) for name in ("Tomasz Lis", "Dilys Harte")]
    for person in people:
        factories.membership(group, person, "facilitator")
    notes = actions.open_notes(factories.meeting(group, people[0], days=-1, state="held"), by=people[0])
    pages = [NotesPage(notes, person) for person in people]
    line = str(uuid.uuid4())
    pages[0].send(pages[0].put("Nothing yet.", line=line))
    return pages, line


def test_of_two_people_who_save_one_line_twenty_times_no_text_is_lost(two):
    pages, line = two
    lost = write_at_once(pages, line, 20)
    assert not [result for result in lost if isinstance(result, Exception)], lost
    kept = set(Revision.objects.values_list("text", flat=True)) | set(texts())
    assert {f"{name} {n}" for name in "AB" for n in range(20)} <= kept
    assert Point.objects.get().version == 41


def test_without_the_version_a_text_would_be_overwritten_unseen(two, monkeypatch):
    """The control: what the page saw is not asked for, and then somebody's words go without a word to them."""
    pages, line = two
    monkeypatch.setattr(saving, "_is_theirs", lambda row, base: False)
    told = [only(page.send(page.put(f"{n}", line=line, base=1))) for n, page in zip("AB", pages, strict=True)]
    assert [answer["outcome"] for answer in told] == ["kept", "kept"] and texts() == ["B"]
