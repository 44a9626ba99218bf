import pytest
from django.urls import reverse

from groups.models import Membership
from principles.models import Framework

AGREED = {"status": Framework.Status.AGREED, "agreed_words": "All of us, in May."}


def page(response):
    return " ".join(response.content.decode().split())


def test_list_shows_the_shipped_sets_to_anybody(client, shipped_frameworks):
    response = client.get(reverse("principles:frameworks"))

    assert response.status_code == 200
    assert [f.slug for f in response.context["shipped"]] == [
        "five-parts",
        "nine-carers-principles",
        "thirteen-principles",
    ]
    assert 'href="/principles/thirteen-principles/"' in page(response)
    assert "13 principles." in page(response)


def test_list_keeps_a_draft_from_strangers_and_shows_it_to_its_coordinator(client, framework_of, person_who):
    framework_of(title="A secret draft")
    assert "A secret draft" not in page(client.get(reverse("principles:frameworks")))

    client.force_login(person_who(Membership.Role.COORDINATOR))

    assert "A secret draft" in page(client.get(reverse("principles:frameworks")))


def test_page_reads_phase_by_phase_with_its_source_at_the_end(client, shipped_frameworks):
    response = client.get(reverse("principles:framework", args=["thirteen-principles"]))

    text = page(response)
    order = [
        "Before we start",
        "1. Say clearly",
        "While we work",
        "5. Be open",
        "What comes of it",
        "13. Find out",
        "2018",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "<table" not in text


def test_page_of_a_draft_is_not_there_for_strangers(client, framework_of):
    framework = framework_of()

    assert client.get(framework.get_absolute_url()).status_code == 404


def test_page_of_a_draft_says_so_to_those_who_run_the_group(client, framework_of, person_who):
    client.force_login(person_who(Membership.Role.FACILITATOR))

    assert "Draft" in page(client.get(framework_of().get_absolute_url()))


def test_page_that_is_not_there_is_a_plain_404(client, db):
    assert client.get("/principles/no-such-set/").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_takes_one_query_however_many_sets(client, framework_of, django_assert_num_queries, how_many):
    for number in range(how_many):
        framework_of(slug=f"set-{number}", **AGREED)

    with django_assert_num_queries(1):
        response = client.get(reverse("principles:frameworks"))

    assert len(response.context["of_groups"]) == how_many


@pytest.mark.parametrize("how_many", [1, 3])
def test_page_takes_two_queries_however_many_principles(client, framework_of, django_assert_num_queries, how_many):
    framework = framework_of(**AGREED)
    framework.principles.filter(position__gt=1).delete()
    for position in range(2, how_many + 1):
        framework.principles.create(position=position, title=f"Rule {position}", looks_like="We do it.")

    with django_assert_num_queries(2):
        response = client.get(framework.get_absolute_url())

    assert len(response.context["phases"][0][1]) == how_many
