"""The invented people one can be in sample mode. None of them exists; the addresses lead nowhere."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Invented:
    email: str
    called: str
    about: str


CAST = [
    Invented("dilys@wendle.example", "Dilys", _("Coordinator of all the groups. Checks, signs and makes notes public.")),
    Invented("tomasz@wendle.example", "Tomasz", _("Facilitator of Home from Hospital. Runs meetings and takes the notes.")),
    Invented("amina@wendle.example", "Amina", _("Facilitator of the Carers’ Kitchen Table.")),
    Invented("maya@wendle.example", "Maya", _("Comes to meetings, and has said she would do something.")),
    Invented("gethin@wendle.example", "Gethin", _("Came once. One more meeting, and he is a member.")),
]
