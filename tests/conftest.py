"""The cast: the same few people in every test, and what several folders share."""

import datetime as dt
from functools import lru_cache

import pytest
from django.utils import timezone

import meetings.views.steps
from coproduction import pdf, traps
from groups.models import Membership
from meetings.models import Meeting

from . import factories

Role = Membership.Role


@pytest.fixture(scope="session", autouse=True)
def drawing():
    """The drawing of PDFs. Unless a test puts this back, no process draws one page twice: the page alone makes the bytes.

    That it does is what tests/minutes/test_pdf.py shows, which draws each page anew.
    """
    draw = pdf._draw

    @lru_cache(maxsize=300)
    def once(html, style, allowed):
        return draw(html, style, allowed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_draw", lambda html, style, allowed: once(html, style, frozenset(allowed)))
        yield draw


@pytest.fixture(autouse=True)
def people_take_their_time(request, monkeypatch):
    """Whoever fills in a form in a test is no program, but in tests of just that (REAL_TRAPS in their module)."""
    if not getattr(request.module, "REAL_TRAPS", False):
        monkeypatch.setattr(traps.TrapForm, "is_caught", lambda form: False)
        monkeypatch.setattr(meetings.views.steps, "too_many", lambda request, action: False)


@pytest.fixture
def group(db):
    return factories.group()


@pytest.fixture
def other_group(db):
    return factories.group("streets-for-everyone")


def _with_role(group, called, role, **fields):
    person = factories.person(called)
    factories.membership(group, person, role, **fields)
    return person


@pytest.fixture
def coordinator(group):
    return _with_role(group, "Dilys Harte", Role.COORDINATOR)


@pytest.fixture
def facilitator(group):
    return _with_role(group, "Tomasz Lis", Role.FACILITATOR)


@pytest.fixture
def member(group):
    return _with_role(group, "Maya Thornhill", Role.MEMBER)


@pytest.fixture
def former_member(group):
    today = timezone.localdate()
    dates = {"start": today - dt.timedelta(days=400), "end": today - dt.timedelta(days=40)}
    return _with_role(group, "Oona Brack", Role.MEMBER, **dates)


@pytest.fixture
def former_coordinator(group):
    today = timezone.localdate()
    dates = {"start": today - dt.timedelta(days=400), "end": today - dt.timedelta(days=1)}
    return _with_role(group, "Rhodri Vaughan", Role.COORDINATOR, **dates)


@pytest.fixture
def outsider(db):
    return factories.person("Gethin Prosser")


@pytest.fixture
def elsewhere(other_group):
    """Somebody who coordinates another group."""
    return _with_role(other_group, "Ines Duarte", Role.COORDINATOR)


@pytest.fixture
def meeting(group, facilitator):
    """A meeting to come that anybody can book."""
    return factories.meeting(group, facilitator)


@pytest.fixture
def held(group, facilitator):
    """A meeting that is over, with eight people in the register."""
    held = factories.meeting(group, facilitator, days=-7, state=Meeting.State.HELD)
    factories.came(held)
    return held


@pytest.fixture
def minutes(held, facilitator):
    """Notes of the meeting that is over, with nothing in them that the check would stop."""
    return factories.clean_notes(held, facilitator)
