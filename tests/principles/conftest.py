import pytest
from django.contrib.auth.models import AnonymousUser

from coproduction.models import Person
from groups.models import Group, Membership
from principles import shipped
from principles.models import Framework, Principle


@pytest.fixture
def shipped_frameworks(db):
    """The three sets, as the migration left them; loaded again where a test with real commits emptied the tables."""
    shipped.load(Framework, Principle)
    return list(Framework.objects.filter(shipped=True))


@pytest.fixture
def bench_club(db):
    return Group.objects.create(
        name="The Bench Club",
        slug="bench-club",
        purpose="We mend what stands in the park.",
        contact_phone="01632 960 200",
    )


@pytest.fixture
def nobody():
    return AnonymousUser()


@pytest.fixture
def person_who(bench_club):
    """Make a person with a role in the Bench Club, or with none."""

    def make(role=None):
        person = Person.objects.create_user(f"{role or 'passer-by'}@example.org", called="Robin")
        if role:
            Membership.objects.create(group=bench_club, person=person, role=role)
        return person

    return make


@pytest.fixture
def framework_of(bench_club):
    """Make a framework of the Bench Club with two principles."""

    def make(slug="bench-rules", **fields):
        fields = {"title": "How we sit", "about": "Our own rules.", "group": bench_club} | fields
        framework = Framework.objects.create(slug=slug, **fields)
        for position, title in enumerate(["Make room", "Bring a cushion"], start=1):
            Principle.objects.create(framework=framework, position=position, title=title, looks_like=f"{title} today.")
        return framework

    return make
