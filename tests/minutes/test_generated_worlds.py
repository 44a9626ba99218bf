"""Invented notes with two registers that share nothing, all the way to the public: every channel gives the same bytes.

The suite takes five pairs all the way, and the long run five hundred; the documents alone are compared for a hundred
registers in test_hundred_registers.py. The comparison is that of test_noninterference.py, which shows that it can fail.
"""

import random
from functools import partial

import pytest
from django.db import transaction

from minutes import document, files

from . import generated
from .test_noninterference import differences, world

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

FEW = range(5)
MANY = range(5, 505)


def registers(seed):
    """Return two registers of a seed as options of `world`: other letters, another number of people, other keys."""
    rng = random.Random(f"registers {seed}")
    letters = rng.sample("BCDFGHJKLMNPQRSTVWXZ", 8)
    sizes = rng.sample(range(8, 40), 2)
    shifts = rng.sample(range(60), 2)
    sides = ("".join(letters[:4]), sizes[0], shifts[0]), ("".join(letters[4:]), sizes[1], shifts[1])
    return [{"first": first, "size": size, "extra_people": shift} for first, size, shift in sides]


def compared(seed):
    """Return the channels of the first world and the names of those in which the second one differs."""
    one, two = (
        world(f"{seed} {side['first']}", notes=partial(generated.notes, seed), **side) for side in registers(seed)
    )
    assert {one[f"stranger minutes/public{ending}"][0] for ending in files.ENDINGS.values()} == {200}
    return one, differences(one, two)


@pytest.mark.parametrize("seed", FEW)
def test_generated_notes_give_the_same_bytes_with_another_register(seed):
    assert compared(seed)[1] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_five_hundred_generated_notes_give_the_same_bytes_with_another_register(seed):
    assert compared(seed)[1] == []


def test_generated_notes_are_many_kinds_of_notes(held, facilitator):
    """The test of the test: were the notes all alike, five hundred would prove no more than one."""
    said = []
    for seed in FEW:
        with transaction.atomic():
            minutes = generated.notes(seed, held, facilitator)
            said.append(files.text(document.build(minutes, document.PUBLIC)))
            transaction.set_rollback(True)
    assert len(set(said)) == len(FEW)
    assert len({len(text) // 500 for text in said}) > 2
