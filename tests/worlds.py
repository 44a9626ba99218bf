"""One group with a meeting in every state, and everybody who might come to its pages: for tests that walk all of them."""

import hashlib
import uuid
from dataclasses import dataclass, field

from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from coproduction import links, outbox
from coproduction.choices import STOP as STOP_MESSAGES
from coproduction.models import Notice
from groups.emails import FOLLOW, STOP
from groups.models import Membership
from meetings import actions as meeting_actions
from meetings.actions import pass_on_view
from meetings.emails import ASKED, BOOKING, GUEST, PROPOSAL
from meetings.emails import STOP as STOP_REMINDERS
from meetings.models import Meeting, Paper, PaperRequest, RoomWish
from minutes import actions as notes
from minutes import checking, document, files
from minutes.emails import LOOK, copy_purpose
from minutes.models import IssuedCopy, Minutes, Objection, words_digest
from principles.models import Framework

from . import factories

State, Role = Meeting.State, Membership.Role
PEOPLE = ["anonymous", "member", "former member", "facilitator", "coordinator", "former coordinator", "outsider"]
PEOPLE += ["elsewhere", "superuser"]


@dataclass
class World:
    group: object
    """The group all the pages are about."""
    people: dict
    """Everybody of PEOPLE, by what they are; None for anonymous."""
    at: dict
    """What an address is made of, by the word in the table: the keyword arguments of one kind of page."""
    meetings: dict = field(default_factory=dict)


def build():
    """Return a World. No file is drawn: the issued copies hold a few bytes in place of a PDF."""
    group, people = _people()
    facilitator = people["facilitator"]
    meetings = {
        "coming": factories.meeting(group, facilitator, days=10),
        "draft": factories.meeting(group, facilitator, days=20, state=State.DRAFT, theme="Not to be seen yet"),
        **{
            name: factories.meeting(group, facilitator, days=-days, state=State.HELD)
            for days, name in enumerate(["written", "checked", "circulated", "agreed", "out"], start=3)
        },
    }
    world = World(group, people, {}, meetings)
    for name, meeting in meetings.items():
        world.at[name] = {"group": group.slug, "slug": meeting.slug}
        world.at[f"{name} item"] = {**world.at[name], "number": factories.topic(meeting).pk}
    world.at["group"] = {"slug": group.slug}
    world.at["framework"] = {"slug": Framework.objects.first().slug}
    booked = factories.attendance(meetings["coming"], "Wilf Amos", booking="coming", email="wilf@people.example")
    world.at["booking link"] = {"token": links.token(BOOKING, booked)}
    world.at["no reminders"] = {"token": links.token(STOP_REMINDERS, booked)}
    gone = factories.attendance(meetings["coming"], "Ada Quill", booking="cancelled", email="ada@people.example")
    world.at["given-back link"] = {"token": links.token(BOOKING, gone)}
    _papers(world, booked)
    invited = factories.attendance(meetings["coming"], "Una Trent", email="una@people.example")
    guest = factories.topic(meetings["coming"]).guests.create(attendance=invited, does="present")
    world.at["guest link"] = {"token": links.token(GUEST, guest)}
    world.at["paper of guest link"] = {**world.at["guest link"], "number": world.at["members paper"]["number"]}
    suggested = group.proposals.create(title="The lift at the library", email="sian@people.example")
    world.at["suggested"] = {"slug": group.slug, "key": suggested.pk}
    world.at["suggestion link"] = {"token": links.token(PROPOSAL, suggested)}
    _series(world)
    _asked(world, invited)
    _room(world)
    role = Membership.objects.get(group=group, person=people["facilitator"])
    world.at["role"] = {"slug": group.slug, "number": role.pk}
    _notes(world)
    _followers(world)
    return world


def _people():
    group = factories.group()
    today = timezone.localdate()
    past = {"start": today - timezone.timedelta(days=400), "end": today - timezone.timedelta(days=1)}
    people = {"anonymous": None}
    for name, called, role, dates in (
        ("member", "Maya Thornhill", Role.MEMBER, {}),
        ("former member", "Oona Brack", Role.MEMBER, past),
        ("facilitator", "Tomasz Lis", Role.FACILITATOR, {}),
        ("coordinator", "Dilys Harte", Role.COORDINATOR, {}),
        ("former coordinator", "Rhodri Vaughan", Role.COORDINATOR, past),
    ):
        people[name] = factories.person(called)
        factories.membership(group, people[name], role, **dates)
    people["outsider"] = factories.person("Gethin Prosser")
    people["elsewhere"] = factories.person("Ines Duarte")
    factories.membership(factories.group("streets-for-everyone"), people["elsewhere"], Role.COORDINATOR)
    people["superuser"] = factories.person("Site Office")
    people["superuser"].is_staff = people["superuser"].is_superuser = True
    people["superuser"].save(update_fields=["is_staff", "is_superuser"])
    return group, people


def _papers(world, booked):
    """A paper for everybody, one for members, and one that nobody has looked at yet."""
    meeting, by = world.meetings["coming"], world.people["facilitator"]
    for word, public, shown in (("public", True, True), ("members", False, True), ("waiting", True, False)):
        made = factories.paper(meeting, by, title=f"A paper, {word}", public=public, shown=shown)
        world.at[f"{word} paper"] = {**world.at["coming"], "number": made.number}
    world.at["paper by link"] = {**world.at["booking link"], "number": world.at["members paper"]["number"]}


def _series(world):
    """Two meetings that come again, a year from now and announced by nobody, one of them left out; and a template."""
    by, coming = world.people["facilitator"], world.meetings["coming"]
    series = factories.series(world.group, by, days=300)
    stays, goes = series.days.all()
    meeting_actions.leave_out(goes, by=by)
    world.at["series"] = {"slug": world.group.slug, "number": series.pk}
    world.at["series day"] = {**world.at["series"], "date": stays.day}
    world.at["left-out day"] = {**world.at["series"], "date": goes.day}
    template = meeting_actions.keep_template(coming, by=by, name="Our evening")
    world.at["template"] = {"slug": world.group.slug, "number": template.pk}


def _asked(world, row):
    """Somebody who was asked for two papers and has given one, and a late one that is held since the last meeting."""
    meeting, by = world.meetings["coming"], world.people["facilitator"]
    facts = {"item": factories.topic(meeting), "attendance": row, "due": timezone.localdate()}
    world.at["asked link"] = {"token": links.token(ASKED, PaperRequest.objects.create(**facts))}
    given = factories.paper(meeting, by, title="A paper, given", shown=False)
    asked = PaperRequest.objects.create(**facts, state="given", paper=given)
    world.at["given link"] = {"token": links.token(ASKED, asked)}
    late = factories.paper(meeting, by, title="A paper, late", shown=False)
    Paper.objects.filter(pk=late.pk).update(late=True)
    world.at["late paper"] = {**world.at["coming"], "number": late.number}
    held = factories.paper(world.meetings["written"], by, title="A paper, held", shown=False)
    Paper.objects.filter(pk=held.pk).update(late=True, held=True)
    world.at["held paper"] = {**world.at["coming"], "number": held.pk}


def _room(world):
    """A meeting that is on, with phones that may send something, and a word that somebody asked for."""
    starts = timezone.now() - timezone.timedelta(minutes=30)
    on = factories.meeting(world.group, world.people["facilitator"], starts=starts, state=State.UNDER_WAY)
    meeting_actions.give_code(on)
    factories.attendance(on, "Ivo Lund", booking="coming")
    meeting_actions.ask_for_word(on, request_key=uuid.uuid4(), word="DST")
    world.meetings["on"] = on
    world.at["on"] = {"group": world.group.slug, "slug": on.slug}
    world.at["phone link"] = {"code": on.room_code}
    world.at["wish"] = {**world.at["on"], "key": RoomWish.objects.get().pk}


def _notes(world):
    """Notes of the five meetings that are over, each one step further on its way."""
    facilitator = world.people["facilitator"]
    for name in ("written", "checked", "circulated", "agreed", "out"):
        meeting = world.meetings[name]
        rows = factories.came(meeting)
        minutes = factories.clean_notes(meeting, facilitator)
        if name == "written":
            _written(world, minutes, rows)
            continue
        if name == "checked":
            factories.point(minutes, facilitator, "Priya said that Colin Webb would ring.")
        if name == "checked":
            _checked(world, minutes)
            continue
        window = {"circulated_at": timezone.now(), "window_ends": timezone.now() + timezone.timedelta(days=7)}
        _become(minutes, Minutes.State.CIRCULATED, **window)
        if name == "circulated":
            factories.attendance(meeting, "Maya Thornhill", came=True, person=world.people["member"])
            world.at["to chip in"] = {**world.at[name], "key": minutes.actions.get().pk}
            world.at["look link"] = {"token": links.token(LOOK, rows[0])}
            asked = Objection.objects.create(minutes=minutes, text="The third point.")
            world.at["asked"] = {**world.at[name], "key": asked.pk}
            _made(world, minutes)
            continue
        _issued(minutes, document.GROUP)
        _become(minutes, Minutes.State.AGREED, agreed_at=timezone.now())
        if name == "out":
            _issued(minutes, document.PUBLIC)
            _become(minutes, Minutes.State.PUBLISHED, published_at=timezone.now())


def _followers(world):
    asked = factories.follower(world.group, "nerys@people.example", confirmed_at=None)
    follows = factories.follower(world.group, "mabli@people.example")
    world.at["follow link"] = {"token": links.token(FOLLOW, asked)}
    world.at["followed link"] = {"token": links.token(FOLLOW, follows)}
    member = outbox.key(world.people["member"])
    weekly = Notice.objects.create(kind="weekly", recipient=member, subject=member, slot="2026-W48", state="sent")
    world.at["weekly link"] = {"token": links.token(STOP_MESSAGES, weekly)}
    world.at["stop link"] = {"token": links.token(STOP, follows)}
    copy = IssuedCopy.objects.get(minutes__meeting=world.meetings["agreed"], audience=document.GROUP)
    world.at["copy link"] = {**world.at["agreed"], "token": links.token(copy_purpose(copy), follows)}


def _become(minutes, state, **fields):
    Minutes.objects.filter(pk=minutes.pk).update(state=state, **fields)


def _written(world, minutes, rows):
    here, facilitator = world.at["written"], world.people["facilitator"]
    pass_on = pass_on_view(world.meetings["coming"], request_key=uuid.uuid4(), text="Please think of pets.")
    type(pass_on).objects.filter(pk=pass_on.pk).update(meeting=minutes.meeting)
    world.at["version"] = {"version": "older"}
    world.at["passed on"] = {**world.at["written item"], "key": pass_on.pk}
    world.at["left item"] = {**world.at["written item"], "left": "again"}
    note, action = minutes.consensus_notes.get(), minutes.actions.get()
    for name, row in (("point", minutes.points.first()), ("note", note), ("view", note.views.first())):
        world.at[name] = {**here, "key": row.pk}
    lead = factories.attendance(minutes.meeting, "Maya Thornhill", came=True, person=world.people["member"])
    notes.change_action(action, by=facilitator, version=action.version, text=action.text, lead=lead)
    world.at["action"] = {**here, "key": action.pk}
    out = minutes.left_out.create(item=note.item, note=note, text="Cards get lost.", why="It could show whose it is.")
    world.at["left out"] = {**here, "key": out.pk}
    item = factories.topic(minutes.meeting)
    factories.under("on_record", item)
    action.refresh_from_db()
    yes = notes.say_yes(
        action, attendance=lead, words="Maya", audience="both", digest=words_digest(action.text), by=None
    )
    world.at["yes"] = {**here, "number": yes.pk}
    own = {"token": links.token(LOOK, lead)}
    world.at |= {"own link": own, "own lead link": {**own, "key": action.pk}}
    world.at |= {"own item link": {**own, "number": item.pk}, "own yes link": {**own, "number": yes.pk}}


def _checked(world, minutes):
    _become(minutes, Minutes.State.CHECKING)
    found = [m for m in checking.find(minutes) if m.finding.rule == "RC1"]
    notes.settle(minutes, found[-1].key, by=world.people["facilitator"], reason="other_person")
    world.at["settled"] = {**world.at["checked"], "number": minutes.settlements.get().pk}
    for audience in ("group", "public"):
        world.at[f"{audience} draft"] = {**world.at["circulated"], "audience": audience}


def _made(world, minutes):
    """A draft that is ready."""
    now = timezone.now()
    minutes.makings.create(
        step="draft-group", revision=minutes.revision, files_needed=1, ended=now, content=b"No real file"
    )
    world.at["made"] = {**world.at["circulated"], "step": "draft-group"}


def _issued(minutes, audience):
    built = document.build(minutes, audience)
    copy = IssuedCopy.objects.create(
        minutes=minutes,
        audience=audience,
        version=1,
        issued_on=timezone.localdate(),
        document=document.to_json(built),
        **document.found_by(built),
    )
    for format, ending in files.ENDINGS.items():
        content = b"No real file"
        name = f"notes-{audience}-v1{ending}"
        digest = hashlib.sha256(content).hexdigest()
        copy.files.create(format=format, content=content, sha256=digest, file_name=name)


def routes(resolver=None, namespace=""):
    """Return the name of every route of the site, sorted."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            found.update(routes(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else "")))
        else:
            found.add(namespace + (pattern.name or str(pattern.pattern)))
    return sorted(found)


def rows(*, but=("django_session", "cache")):
    """Return {table: digest of all its rows}, to see whether anything at all has changed."""
    digests = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in but:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                told = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor)
                digests[table] = hashlib.sha256("\n".join(told).encode()).hexdigest()
    return digests


def changed(before):
    """Return the tables whose rows are not as they were."""
    return sorted(table for table, digest in rows().items() if digest != before.get(table))
