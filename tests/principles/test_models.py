import pytest
from django.db import IntegrityError, transaction

from groups.models import Membership
from principles.models import Framework, Principle

AGREED = {"status": Framework.Status.AGREED, "agreed_words": "All of us, in May."}


def test_visible_to_shows_everybody_what_is_shipped(shipped_frameworks, nobody):
    assert set(Framework.objects.visible_to(nobody)) == set(shipped_frameworks)


def test_visible_to_shows_everybody_what_a_group_agreed(framework_of, nobody):
    agreed = framework_of(**AGREED)

    assert list(Framework.objects.visible_to(nobody).filter(shipped=False)) == [agreed]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (None, False),
        (Membership.Role.MEMBER, False),
        (Membership.Role.FACILITATOR, True),
        (Membership.Role.COORDINATOR, True),
    ],
)
def test_visible_to_shows_a_draft_only_to_those_who_run_the_group(framework_of, person_who, role, sees):
    draft = framework_of()

    assert Framework.objects.visible_to(person_who(role)).filter(pk=draft.pk).exists() is sees


def test_visible_to_hides_a_draft_from_somebody_who_used_to_run_the_group(framework_of, person_who):
    draft = framework_of()
    person = person_who(Membership.Role.COORDINATOR)
    person.memberships.update(start="2020-01-01", end="2020-12-31")

    assert not Framework.objects.visible_to(person).filter(pk=draft.pk).exists()


def test_for_list_counts_the_principles(framework_of):
    framework_of()

    assert Framework.objects.for_list().get(slug="bench-rules").how_many == 2


def test_by_phase_keeps_the_order_and_groups_neighbours(framework_of):
    framework = framework_of()
    Principle.objects.create(
        framework=framework, position=3, phase="After", title="Tidy up", looks_like="Nothing left."
    )

    phases = framework.principles.by_phase()

    assert [(phase, [p.title for p in rows]) for phase, rows in phases] == [
        ("", ["Make room", "Bring a cushion"]),
        ("After", ["Tidy up"]),
    ]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"group": None}, "a_framework_is_shipped_or_a_groups_own"),
        ({"shipped": True, "credit": "A library."}, "a_framework_is_shipped_or_a_groups_own"),
        ({"shipped": True, "group": None}, "a_shipped_framework_names_its_source"),
        ({"status": "agreed"}, "an_agreed_framework_says_by_whom"),
    ],
)
def test_framework_constraints_refuse_what_must_never_be(framework_of, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        framework_of(**fields)

    assert not Framework.objects.filter(slug="bench-rules").exists()


def test_two_principles_never_share_a_place(framework_of):
    framework = framework_of()

    with pytest.raises(IntegrityError), transaction.atomic():
        Principle.objects.create(framework=framework, position=1, title="Push in", looks_like="Never.")
