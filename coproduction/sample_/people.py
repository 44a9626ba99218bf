"""The invented people one can be in sample mode. None of them exists; the addresses lead nowhere."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Person


@dataclass(frozen=True)
class Invented:
    email: str
    called: str
    role: str
    about: str


CAST = [
    Invented("dilys@wendle.example", "Dilys", _("coordinator"), _("Coordinator of all the groups. Checks, signs and makes notes public.")),
    Invented("tomasz@wendle.example", "Tomasz", _("facilitator"), _("Facilitator of Home from Hospital. Runs meetings and takes the notes.")),
    Invented("amina@wendle.example", "Amina", _("facilitator"), _("Facilitator of the Carers’ Kitchen Table.")),
    Invented("maya@wendle.example", "Maya", _("member"), _("Comes to meetings, and has said she would do something.")),
    Invented("gethin@wendle.example", "Gethin", _("visitor"), _("Came once. One more meeting, and he is a member.")),
]


def present():
    """Return the cast that is loaded, as (Invented, Person)."""
    people = {p.email: p for p in Person.objects.filter(email__in=[c.email for c in CAST])}
    return [(c, people[c.email]) for c in CAST if c.email in people]
