"""A name typed into any field that a copy shows stops the file, unless somebody settled exactly that occurrence (F14).

The names are hard ones: they are words, have accents and hyphens, are two letters long. They are written past every form
into the database, as an import or a bug would, and then the files are asked for.
"""

import pytest

from meetings.models import AgendaItem
from minutes import actions, checking, document
from minutes.models import Settlement
from tests import factories

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

NAMES = [
    "Will Ward", "Grace May", "Nkechi Ọbiọma", "Siân ap Rhys", "Łukasz Żak", "Aoife Ní Bhriain",
    "Zoë Okonkwo-Field", "Bo Li", "D’Arcy Reed", "Mohammed Rahman",
]  # fmt: skip
PARTICLES = ("ap", "Ní")
"""Parts of a name that no one is called by alone."""
SAYS = "{} said that the bus is late."
EVERYWHERE = [
    (kind, field)
    for kind, (_model, fields) in checking.MODELS.items()
    for field in fields
    if kind not in ("outcome", "next", "word", "paper")
]
"""Texts of the notes. The one sentence of a private item and what is not of the notes have tests of their own."""


@pytest.fixture
def full(minutes, facilitator):
    """Clean notes with something in every field that a copy shows."""
    item = factories.topic(minutes.meeting)
    scope = {field: "The size of the card." for field in checking.MODELS["item"][1][1:]}
    AgendaItem.objects.filter(pk=item.pk).update(**scope)
    note = minutes.consensus_notes.get()
    type(note).objects.filter(pk=note.pk).update(question="Shall we try?", care="For a month.", outcome="cautions")
    minutes.consensus_notes.get().views.update(how="As a first step.")
    return minutes


def row_of(minutes, kind):
    rows = {
        "meeting": minutes.meeting,
        "item": factories.topic(minutes.meeting),
        "point": minutes.points.first(),
        "note": minutes.consensus_notes.get(),
        "view": minutes.consensus_notes.get().views.first(),
        "action": minutes.actions.get(),
    }
    return rows[kind]


def write(minutes, kind, field, text):
    row = row_of(minutes, kind)
    type(row).objects.filter(pk=row.pk).update(**{field: text})
    minutes.refresh_from_db()
    minutes.meeting.refresh_from_db()


def stopped(minutes):
    """Is there no group copy of these notes, or are they stopped before that?"""
    if actions.missing(minutes):
        return True
    try:
        actions.make_files(minutes, document.GROUP, formats=["txt"])
    except actions.NotReady:
        return True
    return False


def test_the_list_of_fields_is_whole(full):
    """The test of the test: each of the fields stands in the group copy, so a name in it would go out."""
    for kind, field in EVERYWHERE:
        write(full, kind, field, f"Zebra {kind} {field}.")
    built = document.build(full, document.GROUP)
    said = " ".join([*document.texts(built), built.met])
    assert [place for place in EVERYWHERE if "Zebra {} {}.".format(*place) not in said] == []


@pytest.mark.parametrize(("kind", "field"), EVERYWHERE)
def test_a_hard_name_in_any_field_stops_the_file(kind, field, full):
    assert not stopped(full)
    for name in NAMES:
        row = factories.attendance(full.meeting, name, came=True)
        for said in (name, *(part for part in name.split() if part not in PARTICLES)):
            write(full, kind, field, SAYS.format(said))
            assert stopped(full), said
        write(full, kind, field, "The bus is late.")
        row.delete()


@pytest.mark.parametrize(("kind", "field"), EVERYWHERE)
def test_what_was_settled_may_stand_there_and_once_more_it_may_not(kind, field, full, coordinator):
    factories.attendance(full.meeting, "Nkechi Vale", came=True)
    write(full, kind, field, "Nkechi is a town.")
    for marked in checking.find(full):
        actions.settle(full, marked.key, by=coordinator, reason=Settlement.Reason.PLACE)
    assert not stopped(full)
    write(full, kind, field, "Nkechi is a town. Nkechi is far.")
    assert stopped(full)
