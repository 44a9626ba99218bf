"""Invented people, groups and meetings for tests."""

import datetime as dt
import uuid

from django.utils import timezone

from coproduction.models import Person
from groups.models import Follower, Group, Membership, Organisation, RecordRule
from meetings import actions as meeting_actions
from meetings.cleaning import Cleaned
from meetings.models import Attendance, Meeting
from minutes import actions as notes
from minutes.models import Point

NAMES = "Priya Nand,Colin Webb,Farah Siddiq,Ewan Muir,Bev Ashdown,Nia Pugh,Zofia Wrona,Hal Pettit".split(",")


def person(called="Maya", email=""):
    address = email or f"{called.lower().replace(' ', '.')}-{uuid.uuid4().hex[:6]}@people.example"
    return Person.objects.create_user(address, called=called)


def group(slug="home-from-hospital", **fields):
    defaults = {
        "name": slug.replace("-", " ").capitalize(),
        "purpose": "We make the first days at home go better.",
        "who_for": "anyone who has come home from hospital.",
        "area": "Wendle",
        "contact_phone": "01632 960 120",
        "contact_email": "home@wendle.example",
    }
    return Group.objects.create(slug=slug, **{**defaults, **fields})


def membership(group, person, role, **fields):
    return Membership.objects.create(group=group, person=person, role=role, **fields)


def follower(group, email="mabli@people.example", **fields):
    """Somebody who follows the group; confirmed_at=None for an address that has not said yes."""
    return Follower.objects.create(group=group, email=email, **{"confirmed_at": timezone.now(), **fields})


def moment(days=10, hour=18):
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())


def meeting(group, by, *, days=10, state=Meeting.State.ANNOUNCED, items=("The first day home",), rule=None, **fields):
    """A meeting with a standard agenda and one topic; past ones were never announced, so nothing is sent for them."""
    starts = fields.pop("starts", None) or moment(days)
    details = {"theme": "What would help?", "venue": "Millbeck Hall, Mill Street", "town": "Wendleby", **fields}
    made = meeting_actions.plan(
        group,
        by=by,
        who_for="anyone who looks after someone.",
        starts=starts,
        ends=details.pop("ends", starts + dt.timedelta(hours=2)),
        record_rule=rule or group.record_rule,
        **details,
    )
    for title in items:
        meeting_actions.add_item(made, by=by, title=title, minutes=30)
    Meeting.objects.filter(pk=made.pk).update(
        state=state, announced_at=None if state == Meeting.State.DRAFT else timezone.now() - dt.timedelta(days=90)
    )
    made.refresh_from_db()
    return made


def series(group, by, *, days=9, count=2):
    """Meetings of two hours, a week apart, all drafts without a theme."""
    first = timezone.localdate() + dt.timedelta(days=days)
    when = {"repeat": "weeks", "weeks": 1, "first_day": first, "start": dt.time(18), "end": dt.time(20), "until": None}
    facts = {"who_for": "anyone who looks after someone.", "venue": "Millbeck Hall, Mill Street", "town": "Wendleby"}
    return meeting_actions.plan_series(group, by=by, count=count, record_rule=group.record_rule, facts=facts, **when)


def attendance(meeting, called="Maya", **fields):
    return Attendance.objects.create(meeting=meeting, called=called, **fields)


def came(meeting, names=NAMES, **fields):
    return [attendance(meeting, name, came=True, **fields) for name in names]


def under(rule, *items):
    """Put items of a meeting under a rule as if it had been chosen in time: the database refuses it afterwards."""
    meeting = items[0].meeting
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.DRAFT)
    for item in items:
        type(item).objects.filter(pk=item.pk).update(record_rule=rule)
        item.refresh_from_db()
    Meeting.objects.filter(pk=meeting.pk).update(state=meeting.state)


def topic(meeting):
    return meeting.items.get(kind="topic")


def point(minutes, by, text, *, kind=Point.Kind.DISCUSSED, item=None):
    key = uuid.uuid4()
    notes.add_point(minutes, by=by, key=key, item=item or topic(minutes.meeting), kind=kind, text=text)
    return Point.objects.get(pk=key)


def consensus(minutes, by, text, *, views=(), **fields):
    note = notes.add_consensus(
        minutes,
        by=by,
        key=uuid.uuid4(),
        item=topic(minutes.meeting),
        text=text,
        no_other_views=not views,
        **fields,
    )
    for words, place in views:
        notes.add_view(note, by=by, key=uuid.uuid4(), text=words, place=place)
    return note


def action(minutes, by, text, **fields):
    return notes.add_action(minutes, by=by, key=uuid.uuid4(), item=topic(minutes.meeting), text=text, **fields)


def paper(meeting, by, *, content=b"%PDF-1.7 No real file", kind="pdf", shown=True, item=None, text="", **fields):
    """A paper with a few bytes in place of a cleaned file."""
    details = {"title": "What people told us", "summary": "Buses are the first worry.", "public": False, **fields}
    cleaned = None if fields.get("link") else Cleaned(content, kind, text, (("author", 1), ("comments", 2)))
    made = meeting_actions.add_paper(item or topic(meeting), by=by, cleaned=cleaned, **details)
    if shown and not made.shown:
        meeting_actions.show_paper(made, by=by, sha256=made.file.sha256)
    return made


def organisation(group, name="Wendle Hospital Trust", short_names="the trust, WHT"):
    return Organisation.objects.create(group=group, name=name, short_names=short_names)


def clean_notes(meeting, by):
    """Notes that hold nothing the check would stop, with something of every kind."""
    minutes = notes.open_notes(meeting, by=by)
    point(minutes, by, "People often come home to an empty fridge.")
    point(minutes, by, "The last bus goes before visiting ends.", kind=Point.Kind.CONCERN)
    point(minutes, by, "We will ask the hospital for letters by noon.", kind=Point.Kind.ASKED)
    consensus(
        minutes,
        by,
        "We will try a first-day card.",
        views=[("The call should be offered first.", "built_in"), ("A card is not enough.", "recorded")],
    )
    action(minutes, by, "Write a first try of the card.", due=dt.date(2030, 3, 14))
    minutes.refresh_from_db()
    return minutes


RULES = [RecordRule.ON_RECORD, RecordRule.NAMES_LISTED, RecordRule.CHATHAM_HOUSE]
