import re
from importlib import import_module

import pytest
from django.apps import apps

from principles import shipped
from principles.models import Framework, Principle

migration = import_module("principles.migrations.0002_shipped_frameworks")
WORDS = [
    text
    for framework in shipped.FRAMEWORKS
    for text in (
        framework["title"],
        framework["about"],
        *(words for row in framework["principles"] for words in row if words),
    )
]


def test_shipped_sets_have_four_seven_and_two_then_five_then_nine(shipped_frameworks):
    sizes = {
        framework.slug: [len(rows) for _phase, rows in framework.principles.by_phase()]
        for framework in shipped_frameworks
    }

    assert sizes == {"thirteen-principles": [4, 7, 2], "five-parts": [5], "nine-carers-principles": [9]}


def test_shipped_sets_say_where_they_come_from_and_whose_words_they_are(shipped_frameworks):
    for framework in shipped_frameworks:
        assert "own words" in framework.credit
        assert framework.agreed_words


def test_migration_loads_again_over_changed_rows_without_doubling(shipped_frameworks):
    Principle.objects.filter(framework__slug="five-parts", position=1).update(title="Somebody typed over this")
    Principle.objects.create(
        framework=Framework.objects.get(slug="five-parts"), position=6, title="A sixth", looks_like="Not ours."
    )

    migration.load(apps, None)

    five = Framework.objects.get(slug="five-parts")
    assert [p.title for p in five.principles.all()] == [row[1] for row in shipped.FRAMEWORKS[1]["principles"]]
    assert Framework.objects.filter(shipped=True).count() == 3


def test_migration_goes_back_and_leaves_what_groups_made(shipped_frameworks, framework_of):
    own = framework_of()

    migration.unload(apps, None)

    assert list(Framework.objects.all()) == [own]
    assert Principle.objects.count() == 2


@pytest.mark.parametrize("text", WORDS)
def test_shipped_words_are_short_enough_to_read_aloud(text):
    for sentence in re.split(r"[.?!:]”?\s+", text):
        assert len(sentence.split()) <= 21, sentence


def test_shipped_words_fit_their_fields():
    for framework in shipped.FRAMEWORKS:
        for field in ("title", "about", "agreed_words", "credit"):
            assert len(framework[field]) <= Framework._meta.get_field(field).max_length, field
        for phase, title, looks_like in framework["principles"]:
            assert len(phase) <= 60
            assert len(title) <= 120
            assert len(looks_like) <= 300
