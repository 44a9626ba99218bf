"""Nothing that leaves the room depends on who was in it: the same notes, another register, the same bytes.

Two worlds are built through the real actions. They share the notes; the registers differ in everything: how many,
names, initials, addresses, bodies, roles, who leads, who typed, when. Every public channel must then be equal.
"""

import dataclasses
import datetime as dt
import io
import random
import re
import string
import zipfile

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Person
from groups.models import Follower, Membership, Organisation
from meetings.models import Attendance
from minutes import actions, document, files
from minutes.models import Minutes, words_digest
from tests import factories

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

READER = "reader@follows.example"
"""Follows the group in every world, so what is sent there can be compared."""
NOW = dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC)


class Undo(Exception):
    """Takes a world back, so that the next one stands at the same addresses."""


def invented(rng, letters):
    return "".join(rng.choice(letters) for _n in range(rng.randint(6, 9))).capitalize()


def fill_register(meeting, rng, first, *, size):
    """Write an invented register. `first` are the letters that names begin with, so that no attribute is shared."""
    rows = []
    for number in range(size):
        given = first[number % len(first)] + invented(rng, "bcdfghjklmnpqrstvwz").lower()
        family = first[(number + 1) % len(first)] + invented(rng, "bcdfghjklmnpqrstvwz").lower()
        rows.append(
            factories.attendance(
                meeting,
                f"{given} {family}",
                email=f"{given}@{family}.example".lower(),
                phone="07700 9" + "".join(rng.choice(string.digits) for _n in range(5)),
                role=rng.choice(["treasurer", "clerk", "pharmacist", "matron", ""]),
                organisation=f"{invented(rng, 'bcdfghjklmnp')} Trust",
                came=number % 4 != 3,
                booking="apologies" if number % 4 == 3 else "coming",
                may_list=rng.random() < 0.5,
                needs="A seat near the door.",
                how=rng.choice(["room", "online", "phone"]),
                created=NOW - dt.timedelta(days=rng.randint(30, 60)),
            )
        )
    return rows


def build_world(
    seed, first, *, size, rule="chatham_house", extra_people=0, consents=False, notes=factories.clean_notes
):
    """Make group, meeting, register and notes, take them to a public copy, and return the meeting.

    consents: two people, the same in every world, say yes to being named: on what they lead, and as presenter.
    notes(meeting, by): writes the notes and returns the minutes.
    """
    rng = random.Random(seed)
    for number in range(extra_people):  # shifts every primary key
        factories.person(f"Somebody {number}")
    group = factories.group()
    Organisation.objects.create(group=group, name=f"{invented(rng, 'bcdfgh')} Hospital", short_names="QZ")
    Follower.objects.create(group=group, email=READER, confirmed_at=NOW, nonce="a" * 22)
    writer, signer = factories.person(first[0] + "riter"), factories.person(first[1] + "igner")
    Membership.objects.create(group=group, person=writer, role="facilitator", start=dt.date(2026, 1, 1))
    Membership.objects.create(group=group, person=signer, role="coordinator", start=dt.date(2026, 1, 1))
    meeting = factories.meeting(
        group, writer, starts=dt.datetime(2026, 10, 8, 17, tzinfo=dt.UTC), state="held", rule=rule
    )
    meeting.announced_at = NOW - dt.timedelta(days=40)
    meeting.save(update_fields=["announced_at"])
    rows = fill_register(meeting, rng, first, size=size)
    factories.paper(meeting, writer, title="What the survey says", public=True)
    factories.paper(meeting, writer, title="The whole survey", content=b"%PDF-1.7 Another")
    minutes = notes(meeting, writer)
    for task in minutes.actions.all():
        task.lead = rng.choice(rows)
        task.save(update_fields=["lead"])
        task.helpers.set(rng.sample(rows, 2))
    if consents:
        say_yes(meeting, minutes.actions.get(), signer)
    actions.send_to_check(minutes, by=writer)
    minutes.refresh_from_db()
    actions.sign(minutes, by=signer, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=signer)
    actions.publish(minutes, by=signer)
    return meeting, signer


def say_yes(meeting, task, coordinator):
    item = factories.topic(meeting)
    factories.under("on_record", item)
    task.lead = factories.attendance(meeting, "Yolanda Underhill", came=True)
    task.save(update_fields=["lead"])
    guest = factories.attendance(meeting, "Yusuf Umber", came=True, organisation="Umber Forum")
    said = ((task, task.lead, "Yolanda", task.text), (item, guest, "Yusuf Umber, Umber Forum", item.title))
    for place, who, words, beside in said:
        options = {"audience": "both", "digest": words_digest(beside), "how": "phone", "by": coordinator}
        actions.record_yes(place, attendance=who, words=words, **options)


def answer(response):
    """Everything a reader gets: status, headers and body, without the one-time token of a form."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)
    return response.status_code, sorted(response.headers.items()), body


def words_in(file):
    """Return what is packed inside a finished file, where a search of its bytes would find nothing."""
    if file.format != "docx":
        return bytes(file.content).decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        return " ".join(f"{name} {package.read(name).decode()}" for name in package.namelist())


def channels(meeting, signer):
    """Collect every channel in which something leaves the room."""
    here = meeting.get_absolute_url()
    stranger, member = Client(), Client()
    member.force_login(signer)
    paths = ["", "calendar.ics", "minutes/", "minutes/group/", "minutes/nothing.pdf", "minutes/group.docx", "book/"]
    paths += ["papers/1/", "papers/1/file/", "papers/2/", "papers/2/file/", "papers/3/"]
    paths += [f"minutes/public{ending}" for ending in files.ENDINGS.values()]
    found = {f"stranger {path}": answer(stranger.get(here + path)) for path in paths}
    found |= {
        f"stranger {path}": answer(stranger.get(path)) for path in ["/", "/groups/", meeting.group.get_absolute_url()]
    }
    paths = ["minutes/group/", *(f"minutes/group{ending}" for ending in files.ENDINGS.values())]
    paths += ["", "papers/1/", "papers/1/file/", "papers/2/", "papers/2/file/"]
    found |= {f"member {path}": answer(member.get(here + path)) for path in paths}
    for copy in meeting.record.copies.all():
        found[f"{copy.audience} document"] = copy.document
        for file in copy.files.all():
            found[f"{copy.audience} {file.format}"] = (file.file_name, file.sha256, words_in(file))
    found |= messages()
    actions.withdraw(meeting.record, by=signer)
    gone = ["minutes/", *(f"minutes/public{ending}" for ending in files.ENDINGS.values())]
    found |= {f"withdrawn {path}": answer(stranger.get(here + path)) for path in gone}
    return found | {f"withdrawn {name}": said for name, said in messages().items()}


def messages():
    """What is sent now to somebody who only reads, whole but for what is drawn at random: by what it is about."""
    mail.outbox.clear()
    outbox.send_due()
    found = {}
    for message in mail.outbox:
        if message.to == [READER]:
            whole = message.message().as_string()
            whole = re.sub(r"(?m)^(Message-ID|Date): .*$|=+\d+==|/[\w-]{22}\.[\w=\n-]{43,}/", "", whole)
            found[f"message {message.subject}"] = whole
    return found


def world(seed, first, **options):
    """Build one world, look at it from outside, and take it back."""
    found = {}
    try:
        with transaction.atomic(), time_machine.travel(NOW, tick=False):
            found = channels(*build_world(seed, first, **options))
            raise Undo
    except Undo:
        pass
    assert not Person.objects.exists()
    return found


def differences(one, two):
    return [channel for channel in one if one[channel] != two[channel]]


PAIRS = [
    ({"first": "BDFG", "size": 8}, {"first": "HKLM", "size": 23, "extra_people": 7}),
    ({"first": "NPRS", "size": 7}, {"first": "TVWZ", "size": 12, "extra_people": 1}),
    ({"first": "CJQX", "size": 31, "extra_people": 40}, {"first": "BGKP", "size": 9}),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_public_page_and_file_are_the_same_bytes_with_another_register(pair, request):
    one, two = (world(request.node.name + side["first"], **side) for side in pair)
    assert {one[f"stranger minutes/public{ending}"][0] for ending in files.ENDINGS.values()} == {200}
    assert {one[f"member minutes/group{ending}"][0] for ending in files.ENDINGS.values()} == {200}
    assert one["stranger minutes/"][0] == one["member minutes/group/"][0] == 200
    assert one["stranger minutes/group/"][0] == one["stranger minutes/group.docx"][0] == 302
    assert one["withdrawn minutes/"][0] == 410
    assert len([channel for channel in one if "message" in channel]) == 3
    assert differences(one, two) == []


@pytest.mark.parametrize("pair", PAIRS[:2])
def test_with_the_same_consents_another_register_gives_the_same_bytes(pair, request):
    """OV1: those who said yes are named, and nothing else of the register shows."""
    one, two = (world(request.node.name + side["first"], consents=True, **side) for side in pair)
    assert differences(one, two) == []
    for audience in ("group", "public"):
        said = one[f"{audience} txt"][2]
        assert said.count("Yolanda") == 1 and said.count("Presented by Yusuf Umber, Umber Forum.") == 1


def test_consents_do_shape_the_copies():
    """The control: the same comparison sees a world without them."""
    one, two = (world("consents", consents=yes, **PAIRS[0][0]) for yes in (True, False))
    assert {f"{a} {f}" for a in ("group", "public") for f in files.ENDINGS} <= set(differences(one, two))


def test_the_two_registers_share_no_attribute():
    """The test of the test: a pair that shared an initial or an address could hide a leak."""
    seen = []
    with time_machine.travel(NOW, tick=False):
        for side in PAIRS[0]:
            try:
                with transaction.atomic():
                    meeting, _signer = build_world(side["first"], **side)
                    rows = Attendance.objects.filter(meeting=meeting)
                    seen.append(
                        {
                            "initials": {"".join(w[0] for w in r.called.split()) for r in rows},
                            "names": {w for r in rows for w in r.called.split()},
                            "email": {r.email for r in rows},
                            "phone": {r.phone for r in rows},
                            "organisation": {r.organisation for r in rows},
                            "count": {rows.count()},
                        }
                    )
                    raise Undo
            except Undo:
                pass
    assert [key for key in seen[0] if seen[0][key] & seen[1][key]] == []


def test_where_names_are_listed_the_register_does_shape_the_group_copy_alone():
    """The control: the same comparison finds a register that is meant to show."""
    one, two = (world(side["first"], rule="names_listed", **side) for side in PAIRS[0])
    differing = differences(one, two)
    assert {f"member minutes/group{ending}" for ending in files.ENDINGS.values()} <= set(differing)
    assert {f"group {format}" for format in files.ENDINGS} <= set(differing)


def leak_a_count(built, meeting):
    return dataclasses.replace(built, met=f"{built.met} {meeting.attendances.count()}")


def leak_by_order(built, meeting):
    lead = meeting.record.actions.get().lead
    return dataclasses.replace(built, private_items="." * (1 + len(lead.called) % 5))


def leak_initials(built, meeting):
    return dataclasses.replace(built, contact=f"{built.contact} {meeting.attendances.first().called[0]}")


@pytest.mark.parametrize("leak", [leak_a_count, leak_by_order, leak_initials])
def test_a_planted_leak_is_noticed(leak, monkeypatch):
    """Each of these slips past a search for names; comparing bytes sees it, or the file is refused."""
    honest = document.build

    def leaking(minutes, *args, **kwargs):
        return leak(honest(minutes, *args, **kwargs), minutes.meeting)

    monkeypatch.setattr(document, "build", leaking)
    try:
        one, two = (world(side["first"], **side) for side in PAIRS[0])
    except actions.NotReady:
        return
    assert differences(one, two) != []


def test_no_token_of_the_register_stands_in_any_channel():
    """The second net, which names the channel: every name, address, number and body is looked for in every answer."""
    side = PAIRS[0][0]
    tokens = set()
    with time_machine.travel(NOW, tick=False):
        try:
            with transaction.atomic():
                meeting, signer = build_world("net", **side)
                for row in Attendance.objects.filter(meeting=meeting):
                    tokens |= {*row.called.split(), row.email, row.phone, row.organisation.split()[0]}
                found = channels(meeting, signer)
                raise Undo
        except Undo:
            pass
    assert len(tokens) > 30
    said = {name: str(value).casefold() for name, value in found.items()}
    assert [(name, t) for name, text in said.items() for t in tokens if t.casefold() in text] == []


def test_the_module_that_builds_copies_cannot_reach_the_register():
    """By construction: nothing that document.py imports by name is a model of the register."""
    reachable = {getattr(value, "__name__", "") for value in vars(document).values()}
    assert not reachable & {"Attendance", "PassedOnView", "Membership", "Person"}


@pytest.mark.parametrize("audience", [document.GROUP, document.PUBLIC])
def test_names_cannot_be_slipped_into_a_copy_under_the_rule(audience, minutes):
    with pytest.raises(ValueError):
        document.build(minutes, audience, names=document.Names(band="About 15 people took part."))
