"""Plans that come with the site, in our own words, for who has not made templates of their own yet."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import AgendaItem, Meeting

Kind = AgendaItem.Kind


@dataclass(frozen=True)
class Shipped:
    """A template nobody had to make. It says nothing of the place or the record rule: those stay as they were last."""

    key: str
    name: str
    about: str
    start: dt.time
    end: dt.time
    kind: str
    expect: str
    lines: tuple
    """(kind, title, one sentence about it, minutes) of each item."""

    @property
    def facts(self):
        return {"kind": self.kind, "expect": str(self.expect)}

    @property
    def items(self):
        names = ("kind", "title", "blurb", "minutes")
        return [{**dict(zip(names, (k, str(t), str(b), m), strict=True)), "own_rule": ""} for k, t, b, m in self.lines]


_TEA = (Kind.BREAK, _("Break"), _("Tea, and time to talk to your neighbour."), 10)
_SPACE = _("Open space")

SHIPPED = [
    Shipped(
        "evening",
        _("An ordinary evening"),
        _("Two hours: one big topic, a break, one small topic, and time for what people bring."),
        dt.time(18),
        dt.time(20),
        Meeting.Kind.MEETING,
        _("We talk about two things, with a break between them. You can just listen if you like."),
        (
            (Kind.HELLO, _("Hello, and how today works"), _("We say our first names, if we want to."), 10),
            (Kind.LAST_NOTES, _("Notes of the last meeting"), _("Did we get it right? What has happened since?"), 10),
            (Kind.TOPIC, _("The main thing we talk about"), _("What is it like now, and what would be better?"), 40),
            _TEA,
            (Kind.TOPIC, _("A smaller thing"), _("Something that can be settled in one go."), 20),
            (Kind.OPEN_SPACE, _SPACE, _("Anything you want to bring."), 20),
        ),
    ),
    Shipped(
        "workshop",
        _("A workshop"),
        _("Two and a half hours: we look at how things are, make something in small groups, and choose together."),
        dt.time(10),
        dt.time(12, 30),
        Meeting.Kind.WORKSHOP,
        _("We work at small tables with pens and paper. Nobody has to stand up and speak."),
        (
            (Kind.HELLO, _("Hello, and what we will make today"), _("We say our first names, if we want to."), 10),
            (Kind.TOPIC, _("How is it now?"), _("Each table collects what works and what does not."), 30),
            (Kind.TOPIC, _("What could it be like?"), _("Each table draws or writes a first try."), 40),
            (*_TEA[:3], 15),
            (Kind.TOPIC, _("Looking round, and choosing"), _("We look at every try, and agree what goes on."), 35),
            (Kind.OPEN_SPACE, _SPACE, _("What did we miss? Anything else?"), 20),
        ),
    ),
    Shipped(
        "drop-in",
        _("A drop-in"),
        _("Two hours with no fixed start: people come and go, and are listened to one by one."),
        dt.time(14),
        dt.time(16),
        Meeting.Kind.DROP_IN,
        _("Come when you like and stay as long as you like. There is always somebody to talk to."),
        (
            (Kind.HELLO, _("The door opens"), _("Somebody says hello and shows you round."), 10),
            (Kind.TOPIC, _("Tables to talk at"), _("One question on each table. Say it, write it or draw it."), 80),
            (Kind.OPEN_SPACE, _SPACE, _("A table without a question, for anything you bring."), 30),
        ),
    ),
    Shipped(
        "first",
        _("The first meeting of a group"),
        _("An hour and a half to get to know each other, and to say what the group is for."),
        dt.time(18),
        dt.time(19, 30),
        Meeting.Kind.MEETING,
        _("Everybody is new today. We go slowly, and nothing is settled for good."),
        (
            (Kind.HELLO, _("Hello, and why we are here"), _("We say our first names, if we want to."), 15),
            (Kind.TOPIC, _("What should be different in a year?"), _("Everybody who wants to says one thing."), 25),
            _TEA,
            (Kind.TOPIC, _("How we want to work together"), _("What helps you to speak? What may be shared?"), 20),
            (Kind.OPEN_SPACE, _SPACE, _("Anything else, and when we meet again."), 20),
        ),
    ),
]
