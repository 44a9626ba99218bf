"""A hundred registers beside the same notes give the same documents, and a bug that lets one in does not survive.

test_noninterference.py takes notes all the way to the public in a few worlds. Here the documents alone are made, from
which every file and page comes, so many registers and many planted bugs can be tried: a count, an order, an initial, a
blank. A search for names would miss most of them.
"""

import hashlib
import random
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from groups.models import Membership
from meetings.models import Attendance
from minutes import actions, document, files
from minutes.models import Action, Minutes, Revision
from tests import factories

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

REGISTERS = 100
ROLES = ["treasurer", "chair", "GP", "nurse", "interpreter", "carer", ""]


class Register:
    """Everything the register can hold, drawn from a seed; ten seeds in a row share no name, number or first letter."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed, self.letter, self.number = seed, "bdfgjkpqvz"[seed % 10], 5 + seed

    def word(self):
        middle = (self.random.choice(["oro", "ulu", "imi", "axa", "ynk", "erz", "obb", "iff"]) for _ in range(4))
        return self.letter.upper() + "".join(middle)

    def fill(self, meeting):
        meeting.attendances.all().delete()
        rows = []
        for number in range(self.number + 3):
            name = f"{self.word()} {self.word()}"
            rows.append(
                Attendance(
                    meeting=meeting,
                    called=name,
                    email=f"{name.replace(' ', '.').lower()}@{self.word().lower()}.example",
                    phone=f"07700 {self.seed:03}{number:03}",
                    role=self.random.choice(ROLES),
                    organisation=f"{self.word()} {self.word()} Trust",
                    needs=self.word(),
                    booking=self.random.choice(["", "coming"]) if number < self.number else "apologies",
                    came=number < self.number,
                    how=self.random.choice(["room", "online", "phone"]),
                    may_list=self.random.random() < 0.5,
                )
            )
        return Attendance.objects.bulk_create(rows)


def settle_in(minutes, register):
    """Put everything a register brings beside the notes: people, who leads what, who took the notes, old wordings."""
    rows = register.fill(minutes.meeting)
    typist = factories.person(register.word())
    factories.membership(minutes.meeting.group, typist, Membership.Role.FACILITATOR)
    minutes.note_takers.set([typist])
    for action in Action.objects.filter(minutes=minutes):
        action.lead = register.random.choice(rows)
        action.save(update_fields=["lead"])
        action.helpers.set(register.random.sample(rows, 2))
    for point in minutes.points.all():
        Revision.objects.create(minutes=minutes, place=f"point:{point.pk}", text=register.word())


def documents(minutes, seed):
    """Return every document of the notes beside the register of this seed, as text, page, JSON and file name."""
    found = {}
    with transaction.atomic():
        here = Minutes.objects.get(pk=minutes.pk)
        settle_in(here, Register(seed))
        for audience in (document.GROUP, document.PUBLIC):
            for draft in (True, False):
                issued = None if draft else timezone.localdate()
                names = actions.listed_names(here)
                made = document.build(here, audience, names=names, draft=draft, issued=issued)
                found[audience, draft] = (files.dump(made), files.text(made), files.html(made), files.file_name(made))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def notes(minutes, facilitator, time_machine):
    """Notes with enough in them that their order could tell something, while the clock stands still."""
    for text in ("Lifts home cost too much.", "Nobody rings.", "The fridge is empty.", "Letters come late."):
        factories.point(minutes, facilitator, text)
    minutes.refresh_from_db()
    time_machine.move_to(timezone.now(), tick=False)
    return minutes


def test_a_hundred_registers_give_the_same_documents(notes):
    first = documents(notes, 0)
    assert len(first) == 4
    assert all(documents(notes, seed) == first for seed in range(1, REGISTERS))


def test_the_registers_differ_in_everything(held):
    """The test of the test: were two registers alike in something, a leak of it would not be seen."""
    seen = []
    for seed in range(10):
        with transaction.atomic():
            rows = Register(seed).fill(held)
            names = {word for row in rows for word in row.called.split()}
            contacts = {row.email for row in rows} | {row.phone for row in rows}
            initials = {row.called[0] for row in rows}
            seen.append((sum(row.came for row in rows), names, {row.organisation for row in rows}, contacts, initials))
            transaction.set_rollback(True)
    for one, other in ((a, b) for a in seen for b in seen if a is not b):
        assert one[0] != other[0]
        assert not any(here & there for here, there in zip(one[1:], other[1:], strict=True))


# --- bugs that must not survive ---------------------------------------------------------------------------------------
def came(minutes):
    return list(minutes.meeting.attendances.came())


def with_title(built, words):
    return replace(built, title=f"{built.title}{words}")


def with_met(built, words):
    return replace(built, met=f"{built.met} {words}")


def with_owner(built, words):
    return replace(built, actions=tuple(replace(line, who=words) for line in built.actions))


def with_order(built, key):
    items = tuple(
        replace(item, passages=tuple(replace(p, points=tuple(sorted(p.points, key=key))) for p in item.passages))
        for item in built.items
    )
    return replace(built, items=items)


BUGS = {
    "how many, in a band": lambda built, m: replace(built, took_part=document.band(len(came(m)))),
    "how many": lambda built, m: with_met(built, len(came(m))),
    "how many online": lambda built, m: with_met(built, sum(row.how == "online" for row in came(m))),
    "odd or even": lambda built, m: replace(built, language="cy" if len(came(m)) % 2 else "en-GB"),
    "a list of those who said yes": lambda built, m: replace(built, attended=tuple(r.called for r in came(m))),
    "apologies": lambda built, m: replace(
        built, apologies=tuple(row.called for row in m.meeting.attendances.sent_apologies())
    ),
    "who leads": lambda built, m: with_owner(built, m.actions.first().lead.called),
    "initials of who leads": lambda built, m: with_owner(built, m.actions.first().lead.called[0]),
    "who took the notes": lambda built, m: replace(built, checked=f"{m.note_takers.first().called} took these notes."),
    "a body": lambda built, m: with_met(built, came(m)[0].organisation),
    "roles": lambda built, m: with_met(built, sorted({row.role for row in came(m)})),
    "an earlier wording": lambda built, m: with_met(built, m.revisions.first().text),
    "a name in the title": lambda built, m: with_title(built, came(m)[0].called),
    "a blank for each": lambda built, m: with_title(built, " " * len(came(m))),
    "an invisible sign": lambda built, m: with_title(built, "\u200b" * (len(came(m)) % 2)),
    "a hash of an address": lambda built, m: with_met(built, hashlib.md5(came(m)[0].email.encode()).hexdigest()),
    "the number of a row": lambda built, m: replace(built, file_stem=f"{built.file_stem}{came(m)[-1].pk}"),
    "order by who is there": lambda built, m: with_order(
        built, lambda text: hashlib.md5((text + came(m)[0].called).encode()).digest()
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_that_lets_the_register_in_does_not_survive(bug, notes, monkeypatch):
    build = document.build
    monkeypatch.setattr(
        document, "build", lambda minutes, *args, **options: BUGS[bug](build(minutes, *args, **options), minutes)
    )
    first = documents(notes, 0)
    assert any(documents(notes, seed) != first for seed in range(1, 8))
