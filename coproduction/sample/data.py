"""Invented groups in every state of the way, with dates relative to the day they are loaded."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from coproduction import pdf, word
from coproduction.models import Person
from groups.actions import give_role, set_papers_days
from groups.models import Follower, Group, JargonWord, Membership, Organisation, RecordRule
from meetings import actions as meeting_actions
from meetings import cleaning
from meetings.models import SERIES_FACTS, AgendaItem, Attendance, Meeting
from minutes import actions as notes
from minutes.files import Part
from minutes.models import Action, ConsensusNote, Minutes, Point, View, words_digest

from .people import CAST

Role, Kind, Rule = Membership.Role, Point.Kind, RecordRule


def _moment(days, hour, minute=0, *, weekday=3):
    """Return the moment at `hour` on the `weekday` (Thursday is 3) on or after today + `days`."""
    day = timezone.localdate() + dt.timedelta(days=days)
    day += dt.timedelta(days=(weekday - day.weekday()) % 7)
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=timezone.get_default_timezone())


def _people():
    people = {}
    for invented in CAST:
        people[invented.called] = Person.objects.create_user(invented.email, called=invented.called)
    return people


def _groups():
    return {
        "board": Group.objects.create(
            name="Wendle Wellbeing Board",
            slug="wellbeing-board",
            kind=Group.Kind.COMMITTEE,
            purpose="The council, the NHS and residents decide together what to put first for people’s health.",
            who_for="Anyone who wants to watch and listen. Ask us if you want to speak.",
            area="Wendle",
            record_rule=Rule.ON_RECORD,
            when_we_meet="Four times a year, on a Tuesday afternoon.",
            joining=Group.Joining.INVITED,
            contact_role="the board’s clerk",
            contact_phone="01632 960 140",
        ),
        "home": Group.objects.create(
            name="Home from Hospital",
            slug="home-from-hospital",
            purpose="We look at what happens when people leave hospital, and work out together how to make it better.",
            who_for="Anyone in Wendle who has come home from hospital, has helped someone home, or works in getting "
            "people home.",
            area="Wendle",
            when_we_meet="Most months, on a Thursday, 6pm to 8pm. There is a room, a video call and a phone line.",
            definition="People who use a service and people who run it plan it together, from start to end, as equals.",
            working_agreement="One person speaks at a time.\nPlain words. Ask when one is not.\n"
            "We start and end on time, with a break.\nWhat hurts may be said, and stays here.",
            contact_phone="01632 960 120",
            contact_email="home@wendle.example",
        ),
        "carers": Group.objects.create(
            name="Carers’ Kitchen Table",
            slug="carers-kitchen-table",
            kind=Group.Kind.CARERS,
            purpose="Carers and the people who plan carers’ help, talking in the evening.",
            who_for="Anyone who looks after someone.",
            area="Wendle",
            when_we_meet="Every second Tuesday, 8pm to 9pm, by video call or phone.",
            definition="Nothing about carers without carers.",
            contact_phone="01632 960 125",
            contact_email="table@wendle.example",
        ),
        "surgery": Group.objects.create(
            name="Quarry Lane Patients",
            slug="quarry-lane-patients",
            kind=Group.Kind.PATIENTS,
            purpose="Patients and staff of one surgery, making it easier to be seen.",
            who_for="Patients of Quarry Lane Surgery and the staff who work there.",
            area="Wendleby",
            openness=Group.Openness.ASK,
            openness_reason="It is for patients and staff of one surgery. If that is not you, ring us and we will find "
            "you another way in.",
            record_rule=Rule.NAMES_LISTED,
            when_we_meet="Once a quarter, on a Wednesday lunchtime.",
            contact_phone="01632 960 128",
        ),
    }


HALL = {
    "mode": Meeting.Mode.HYBRID,
    "venue": "Millbeck Hall, Mill Street",
    "town": "Wendleby",
    "getting_there": "Bus 14 stops outside at 5:40pm. The last bus back is at 8:25pm. There is free parking behind the "
    "hall.",
    "step_free": True,
    "accessible_toilet": True,
    "hearing_loop": True,
    "quiet_room": True,
    "access": "Babies and helpers are welcome",
    "costs": "nothing. We pay bus fares, and up to £40 for someone to sit in for a carer.",
    "online_link": "https://meet.example/wendle",
    "dial_in": "01632 960 150, then 4471",
    "expect": "About a dozen people round two tables. Tea is on. You can listen all evening if you like.",
    "offered": "Bus or taxi paid on the day\nSomeone to sit in for you, if you care for somebody\n"
    "An interpreter, if you tell us a week before\nA call to practise joining from home",
    "meets_you": "Dilys stands at the door from 5:30pm, in a green scarf.",
}
CALL = {
    "mode": Meeting.Mode.ONLINE,
    "captions": True,
    "costs": "nothing.",
    "online_link": "https://meet.example/table",
    "dial_in": "01632 960 151, then 2210",
    "expect": "Come late or leave early if you need to. Your camera can stay off.",
}


def _meeting(group, by, theme, starts, hours, *, state, who_for="", rule=None, items=(), **details):
    """Make a meeting with its agenda. Past ones were held without ever being announced here, so nothing is sent."""
    meeting = meeting_actions.plan(
        group,
        by=by,
        theme=theme,
        who_for=who_for or group.who_for,
        starts=starts,
        ends=starts + dt.timedelta(hours=hours),
        record_rule=rule or group.record_rule,
        **details,
    )
    for item in items:
        meeting_actions.add_item(meeting, by=by, **item)
    past = state in (Meeting.State.HELD, Meeting.State.UNDER_WAY)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=state,
        announced_at=None if state == Meeting.State.DRAFT else timezone.now() - dt.timedelta(days=60 if past else 5),
        started_at=starts if past else None,
        closed_at=meeting.ends if state == Meeting.State.HELD else None,
    )
    meeting.refresh_from_db()
    return meeting


def _came(meeting, names, *, people, apologies=(), listed=()):
    for name in names:
        person = people.get(name.partition(" ")[0])
        Attendance.objects.create(
            meeting=meeting,
            person=person,
            called=name.partition(";")[0],
            role=name.partition(";")[2],
            email=person.email if person else "",
            reach=Attendance.Reach.EMAIL if person else Attendance.Reach.NONE,
            booking=Attendance.Booking.COMING,
            came=True,
            how=Attendance.How.ROOM,
            may_list=name in listed,
        )
    for name in apologies:
        Attendance.objects.create(meeting=meeting, called=name, booking=Attendance.Booking.APOLOGIES)


def _item(meeting, title):
    return meeting.items.get(title=title)


def _points(minutes, by, title, *points):
    item = _item(minutes.meeting, title)
    for kind, text in points:
        notes.add_point(minutes, by=by, key=uuid.uuid4(), item=item, kind=kind, text=text)


def _agreed(minutes, by, title, text, views=(), care="", outcome=ConsensusNote.Outcome.AGREED, question=""):
    note = notes.add_consensus(
        minutes,
        by=by,
        key=uuid.uuid4(),
        item=_item(minutes.meeting, title),
        text=text,
        care=care,
        question=question,
        outcome=outcome,
        no_other_views=not views,
    )
    for words, place, how in views:
        notes.add_view(note, by=by, key=uuid.uuid4(), text=words, place=place, how=how)
    return note


def _to_do(minutes, by, title, text, due, **fields):
    return notes.add_action(
        minutes, by=by, key=uuid.uuid4(), item=_item(minutes.meeting, title), text=text, due=due, **fields
    )


def _through(minutes, *, writer, signer, until):
    """Take notes along their way: checked, signed, agreed, published, as far as `until`."""
    order = [Minutes.State.CHECKING, Minutes.State.CIRCULATED, Minutes.State.AGREED, Minutes.State.PUBLISHED]
    for state in order[: order.index(until) + 1]:
        if state == Minutes.State.CHECKING:
            notes.send_to_check(minutes, by=writer)
        elif state == Minutes.State.CIRCULATED:
            notes.sign(minutes, by=signer, revision=Minutes.objects.get(pk=minutes.pk).revision)
        elif state == Minutes.State.AGREED:
            Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
            minutes.refresh_from_db()
            notes.agree(minutes, by=signer)
        else:
            notes.publish(minutes, by=signer)
        minutes.refresh_from_db()


def _home_from_hospital(group, people):
    dilys, tomasz = people["Dilys"], people["Tomasz"]
    Organisation.objects.create(group=group, name="Wendle Hospital Trust", short_names="the trust, WHT")
    Organisation.objects.create(group=group, name="Wendle Council", short_names="the council")
    JargonWord.objects.create(group=group, word="discharge", meaning="When the hospital says you can go home.")
    ward = {"title": "Leaving the ward", "minutes": 40, "blurb": "Who tells whom, and when?"}
    scope = {
        "can_decide": "What goes on the “first day home” card, and how people get it.",
        "cannot_decide": "How many nurses there are, or who can have care paid for.",
        "who_decides": "The hospital board. We can ask them.",
        "decide_by": "They set next year’s money in December.",
    }
    first = {
        "title": "The first day home",
        "minutes": 40,
        "blurb": "What would make the first 24 hours easier?",
        **scope,
    }

    # Long ago: public.
    held = _meeting(
        group, tomasz, "Leaving the ward: who tells whom?", _moment(-70, 18), 2,
        state=Meeting.State.HELD, items=[{**ward, **scope}], **HALL,
    )  # fmt: skip
    names = [
        "Maya Thornhill",
        "Gethin Prosser",
        "Farah Siddiq",
        "Colin Webb",
        "Ewan Muir",
        "Bev Ashdown",
        "Harpreet Gill",
    ]
    _came(held, names, people=people, apologies=["Oona Brack"])
    minutes = notes.open_notes(held, by=tomasz)
    _points(
        minutes, tomasz, "Leaving the ward",
        (Kind.DISCUSSED, "People often leave without knowing whom to ring."),
        (Kind.DISCUSSED, "Wards do not always know what help there is in the town."),
        (Kind.CONCERN, "The last bus goes before visiting ends."),
        (Kind.ASKED, "We will ask the hospital for one phone number to ring in the first week at home."),
    )  # fmt: skip
    _agreed(
        minutes, tomasz, "Leaving the ward", "We will ask for one phone number that a nurse answers.",
        views=[("A number is no use to people who do not like the phone.", View.Place.MORE_WORK, "on the next agenda")],
    )  # fmt: skip
    lead = held.attendances.get(called="Maya Thornhill")
    by_name = _to_do(
        minutes, tomasz, "Leaving the ward", "Ask at the Tuesday lunch club if we may come and listen.",
        timezone.localdate() + dt.timedelta(days=12), lead=lead, state=Action.State.STARTED,
    )  # fmt: skip
    digest = words_digest(by_name.text)
    notes.say_yes(by_name, attendance=lead, words="Maya", audience="both", digest=digest, by=people["Maya"])
    _to_do(
        minutes, tomasz, "Leaving the ward", "Write to the hospital about one phone number.",
        timezone.localdate() - dt.timedelta(days=20), shown_as=Action.Shown.CONTACT, state=Action.State.DONE,
    )  # fmt: skip
    _through(minutes, writer=tomasz, signer=dilys, until=Minutes.State.PUBLISHED)

    # Last month: with the people who were there.
    held = _meeting(
        group, tomasz, "What would help on the first day home?", _moment(-21, 18), 2,
        state=Meeting.State.HELD, items=[first], **HALL,
    )  # fmt: skip
    _came(held, ["Maya Thornhill", "Farah Siddiq", "Colin Webb", "Ewan Muir", "Bev Ashdown", "Nia Pugh"], people=people)
    minutes = notes.open_notes(held, by=tomasz)
    _points(
        minutes, tomasz, "The first day home",
        (Kind.DISCUSSED, "People often come home to an empty fridge and nobody to ring."),
        (Kind.DISCUSSED, "People can wait hours for their tablets. This happens most Fridays."),
        (Kind.ASKED, "We will ask the hospital to have letters about discharge medicines ready by noon."),
    )  # fmt: skip
    _agreed(
        minutes, tomasz, "The first day home",
        "We will try a “first day home” card: one phone number, a bag of food if you want it, and a call the next day.",
        care="it will be hard to keep going over the winter.",
        outcome=ConsensusNote.Outcome.CAUTIONS,
        views=[
            ("The call should be offered first. Calls at home can be hard.", View.Place.BUILT_IN, "it asks first"),
            ("A card is not enough for people who live alone and do not see well.", View.Place.RECORDED, ""),
        ],
    )  # fmt: skip
    _to_do(
        minutes,
        tomasz,
        "The first day home",
        "Write a first try of the card.",
        timezone.localdate() + dt.timedelta(days=5),
    )
    _through(minutes, writer=tomasz, signer=dilys, until=Minutes.State.CIRCULATED)

    # Last week: being checked, with things that must change.
    held = _meeting(
        group, tomasz, "Getting your tablets on time", _moment(-9, 18), 2,
        state=Meeting.State.HELD, items=[{"title": "Tablets on the day", "minutes": 40, **scope}], **HALL,
    )  # fmt: skip
    _came(held, ["Priya Nand", "Colin Webb", "Ewan Muir;pharmacist", "Farah Siddiq", "Maya Thornhill"], people=people)
    minutes = notes.open_notes(held, by=tomasz)
    _points(
        minutes, tomasz, "Tablets on the day",
        (Kind.DISCUSSED, "People often go home without their tablets."),
        (Kind.DISCUSSED, "Priya’s brother waited six hours for his tablets. Two staff agreed it is most Fridays."),
        (Kind.DISCUSSED, "The pharmacist said weekends are hardest."),
    )  # fmt: skip
    _agreed(minutes, tomasz, "Tablets on the day", "We will ask for tablets to be ready by noon.")
    _to_do(minutes, tomasz, "Tablets on the day", "The trust will find out who can answer the phone line.", None)
    notes.send_to_check(minutes, by=tomasz)

    # To come: announced, with papers, and a draft.
    coming = _meeting(
        group, tomasz, "Trying out the first-day card", _moment(9, 18), 2, state=Meeting.State.ANNOUNCED,
        who_for="anyone who has come home from hospital, or helped someone home.",
        items=[
            {**first, "title": "Trying out the card", "minutes": 35},
            {"title": "Break", "minutes": 10, "kind": AgendaItem.Kind.BREAK, "blurb": "Tea, and a breath of air."},
            {"title": "The hospital’s answer about the phone number", "minutes": 30, **scope},
        ],
        **HALL,
    )  # fmt: skip
    _papers(coming, tomasz)
    meeting_actions.keep_template(coming, by=tomasz, name="Our evening with a break")
    _meeting(
        group, tomasz, "Who helps when you live alone?", _moment(38, 18), 2, state=Meeting.State.DRAFT,
        items=[{"title": "Coming home to an empty house", "minutes": 40}], **HALL,
    )  # fmt: skip


def _sheet(title, *paragraphs):
    """Return a page to print, with a foot like any other."""
    foot = 'data-foot="Wendle Hospital" data-draft="" data-page="Page" data-of="of"'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<html lang="en-GB"><head><title>{title}</title></head>'
    return f"{head}<body {foot}><h1>{title}</h1>{body}</body></html>"


def _papers(meeting, by):
    """A paper for everybody, one for members, one that came late and one that somebody is asked for.

    Each is made here and cleaned like any other.
    """
    answer = _sheet(
        "The hospital’s answer",
        "There will be one phone number from March. A nurse answers it from 8am to 8pm.",
        "At night the number leads to the ward. The hospital cannot do this before there is a second nurse.",
    )
    card = [
        Part("h1", "The first-day card: a first try"),
        Part("p", "One side has the phone number. The other side has room for what you want to remember."),
        Part("li", "Would you keep it by the phone or on the fridge?"),
        Part("li", "Which words would you leave out?"),
    ]
    margins = {"foot": "A first try", "draft": "", "page": "Page", "of": "of"}
    for item, details, content in (
        (
            "The hospital’s answer about the phone number",
            {
                "title": "The hospital’s answer, in plain words",
                "summary": "One number from March, with a nurse from 8am to 8pm. Not yet: a nurse at night.",
                "public": True,
            },
            pdf.render(answer),
        ),
        (
            "Trying out the card",
            {
                "title": "The card as it looks now",
                "summary": "A first try, to write on. Please do not pass it on yet.",
                "public": False,
            },
            word.write(card, title="The first-day card", language="en-GB", **margins),
        ),
    ):
        cleaned = cleaning.clean(content)
        paper = meeting_actions.add_paper(_item(meeting, item), by=by, cleaned=cleaned, **details)
        meeting_actions.show_paper(paper, by=by, sha256=paper.file.sha256)
    _late_paper(meeting, by)
    meeting_actions.ask_for_paper(
        _item(meeting, "Trying out the card"),
        by=by,
        request_key=uuid.uuid4(),
        called="Nesta Bowen",
        email="nesta@wendle.example",
        organisation="Wendle Print Works",
        note="What it costs to print the card, on one page.",
        due=timezone.localdate() + dt.timedelta(days=3),
    )


def _late_paper(meeting, by):
    """From now on papers of the group are due two weeks before, so the next one comes late and says why."""
    set_papers_days(meeting.group, by=by, days=14)
    numbers = _sheet(
        "Calls at night", "People rang the ward 41 times at night in October. Most of them asked about tablets."
    )
    paper = meeting_actions.add_paper(
        _item(meeting, "The hospital’s answer about the phone number"),
        by=by,
        cleaned=cleaning.clean(pdf.render(numbers)),
        title="Calls at night, in figures",
        summary="How often people ring at night, and what they ask about.",
        public=True,
    )
    why = "The figures for October were not there before."
    meeting_actions.show_paper(paper, by=by, sha256=paper.file.sha256, late_reason=why)


def _series(group, by, like):
    """Every second Tuesday from next month on, all drafts: one has a theme, one is left out, one moved to a Monday."""
    first = _moment(32, 20, weekday=1)
    facts = {**{name: getattr(like, name) for name in SERIES_FACTS}, "capacity": None}
    series = meeting_actions.plan_series(
        group, by=by, repeat="weeks", weeks=2, first_day=first.date(), start=dt.time(20), end=dt.time(21),
        until=None, count=6, record_rule=group.record_rule, facts=facts,
    )  # fmt: skip
    rows = list(series.days.select_related("meeting"))
    meeting_actions.say_theme(rows[0].meeting, by=by, theme="Who looks after you?")
    meeting_actions.leave_out(rows[2], by=by)
    moved = rows[3].meeting
    earlier = {"starts": moved.starts - dt.timedelta(days=1), "ends": moved.ends - dt.timedelta(days=1)}
    meeting_actions.change(moved, by=by, theme="", **earlier)


def _carers(group, people):
    dilys, amina = people["Dilys"], people["Amina"]
    Follower.objects.create(group=group, email="nerys@wendle.example", confirmed_at=timezone.now())
    held = _meeting(
        group, amina, "Asking for a break", _moment(-14, 20, weekday=1), 1, state=Meeting.State.HELD,
        items=[{"title": "What a break needs", "minutes": 30}], **CALL,
    )  # fmt: skip
    _came(held, ["Bev Ashdown", "Gwen Rosser", "Maya Thornhill"], people=people)
    minutes = notes.open_notes(held, by=amina)
    _points(
        minutes, amina, "What a break needs",
        (Kind.DISCUSSED, "A break only works if somebody you trust steps in."),
        (Kind.AGREED, "Forms should ask once, not at every visit."),
    )  # fmt: skip
    notes.set_outcome(minutes, _item(held, "What a break needs"), by=amina, no_other_views=True)
    _through(minutes, writer=amina, signer=dilys, until=Minutes.State.AGREED)

    _meeting(
        group, amina, "Getting a break that works", _moment(4, 20, weekday=1), 1, state=Meeting.State.ANNOUNCED,
        who_for="anyone who looks after someone. Come late or leave early if you need to.",
        items=[{"title": "What has changed since last time", "minutes": 30}], **CALL,
    )  # fmt: skip
    meeting_actions.suggest(
        group, request_key=uuid.uuid4(), title="Could we meet in the daytime once?",
        about="In the evening I cannot leave my mother alone.",
    )  # fmt: skip
    later = meeting_actions.suggest(group, request_key=uuid.uuid4(), title="A list of sitters who speak Welsh")
    meeting_actions.park_proposal(later, by=amina, reason="The council makes one in spring. We look at it then.")
    full = _meeting(
        group, amina, "Money matters", _moment(18, 20, weekday=1), 1, state=Meeting.State.ANNOUNCED,
        items=[{"title": "Help with bills", "minutes": 30}], capacity=2, **CALL,
    )  # fmt: skip
    _series(group, amina, like=full)
    for name in ("Gwen Rosser", "Hal Pettit"):
        Attendance.objects.create(meeting=full, called=name, booking=Attendance.Booking.COMING)
    Attendance.objects.create(
        meeting=full, called="Ifor Lewis", reach="call", phone="01632 960 188",
        booking=Attendance.Booking.WAITING, waits_since=timezone.now(),
    )  # fmt: skip
    now = _meeting(
        group, amina, "Talking to the surgery", timezone.now() - dt.timedelta(minutes=20), 1,
        state=Meeting.State.UNDER_WAY, items=[{"title": "Being heard at the desk", "minutes": 30}], **CALL,
    )  # fmt: skip
    meeting_actions.give_code(now)
    _came(now, ["Gwen Rosser", "Hal Pettit", "Bev Ashdown"], people=people)
    minutes = notes.open_notes(now, by=amina)
    _points(
        minutes, amina, "Being heard at the desk", (Kind.DISCUSSED, "It helps when the desk knows you are a carer.")
    )
    _agreed(
        minutes, amina, "Being heard at the desk", "We will ask for a mark on the record that says “carer”.",
        views=[("Some do not want to be marked.", View.Place.RAISED, "")],
    )  # fmt: skip
    off = _meeting(
        group, amina, "Tea and talk", _moment(25, 14, weekday=1), 1, state=Meeting.State.ANNOUNCED, **HALL
    )  # fmt: skip
    meeting_actions.cancel(off, by=amina, reason="The hall’s heating is broken. We meet by video call instead.")


def _surgery(group, people):
    dilys = people["Dilys"]
    tomasz = people["Tomasz"]
    held = _meeting(
        group, tomasz, "Ringing at 8 in the morning", _moment(-40, 13, weekday=2), 1, state=Meeting.State.HELD,
        items=[{"title": "The morning queue", "minutes": 30}], mode=Meeting.Mode.ROOM,
        venue="Quarry Lane Surgery", town="Wendleby",
    )  # fmt: skip
    names = ["Gethin Prosser", "Maya Thornhill", "Ines Duarte", "Rhodri Vaughan", "Sunil Bhatt", "Kirsty Lamont"]
    names += ["Olu Adeyemi", "Zofia Wrona", "Hal Pettit", "Morag Tait", "Nia Pugh", "Ewan Muir", "Bev Ashdown"]
    _came(held, names, people=people, apologies=["Colin Webb"], listed=["Gethin Prosser", "Ines Duarte", "Morag Tait"])
    minutes = notes.open_notes(held, by=tomasz)
    _points(
        minutes, tomasz, "The morning queue",
        (Kind.DISCUSSED, "Many people give up after twenty minutes on the phone."),
        (Kind.NOTED, "A call-back service starts in the spring."),
    )  # fmt: skip
    _agreed(minutes, tomasz, "The morning queue", "The surgery page will say when the line is quiet.")
    _through(minutes, writer=tomasz, signer=dilys, until=Minutes.State.PUBLISHED)
    _meeting(
        group, tomasz, "The call-back service", _moment(30, 13, weekday=2), 1, state=Meeting.State.ANNOUNCED,
        items=[{"title": "How calls come back", "minutes": 30}], mode=Meeting.Mode.ROOM,
        venue="Quarry Lane Surgery", town="Wendleby",
    )  # fmt: skip
    _going_on(group, people)


def _going_on(group, people):
    """A meeting that began half an hour ago: notes to type in, a word somebody asks for, a view somebody sent."""
    tomasz = people["Tomasz"]
    began = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(minutes=30)
    meeting = _meeting(
        group, tomasz, "Getting through on the phone", began, 2, state=Meeting.State.ANNOUNCED,
        items=[
            {"title": "How it went this month", "minutes": 35, "blurb": "Do people get through at 8?"},
            {"title": "What to ask for next", "minutes": 35, "can_decide": "What we ask the practice for.",
             "cannot_decide": "How many people answer the phone."},
        ],
        **HALL,
    )  # fmt: skip
    meeting_actions.start(meeting, by=tomasz)
    _came(meeting, ["Nia Prosser", "Gwen Abara", "Colin Webb", "Farah Siddiq", "Maya Thornhill"], people=people)
    minutes = notes.open_notes(meeting, by=tomasz)
    _points(
        minutes, tomasz, "How it went this month",
        (Kind.DISCUSSED, "More people got through before half past eight."),
        (Kind.CONCERN, "People who work early cannot ring at eight at all."),
    )  # fmt: skip
    _agreed(
        minutes, tomasz, "How it went this month", "We will keep the call-back service and look again in three months.",
        [("It should start before eight for people who work early.", View.Place.RAISED, "")],
    )  # fmt: skip
    meeting_actions.ask_for_word(meeting, request_key=uuid.uuid4(), word="triage")
    meeting_actions.pass_on_from_the_room(meeting, request_key=uuid.uuid4(), text="The recorded voice talks too fast.")


def _board(group, people):
    dilys, tomasz = people["Dilys"], people["Tomasz"]
    place = {"mode": Meeting.Mode.ROOM, "venue": "Town Hall, Market Square", "town": "Wendleby"}
    held = _meeting(
        group, tomasz, "Working with residents as equals", _moment(-35, 14, weekday=1), 2, state=Meeting.State.HELD,
        items=[
            {"title": "How the board meets", "minutes": 40, "blurb": "A report on working with residents."},
            {"title": "A letter from a family", "minutes": 20, "record_rule": Rule.CONFIDENTIAL},
        ],
        **place,
    )  # fmt: skip
    _came(
        held,
        ["Nia Pugh;chair", "Ewan Muir", "Maya Thornhill", "Farah Siddiq", "Sunil Bhatt", "Ines Duarte"],
        people=people,
    )
    minutes = notes.open_notes(held, by=tomasz)
    _points(
        minutes, tomasz, "How the board meets",
        (Kind.NOTED, "People should feel that they have equal power in shaping services."),
        (Kind.AGREED, "Reports to the board will say which decisions residents can still change, and by when."),
        (Kind.AGREED, "Papers come out ten working days before a meeting, with a plain summary."),
    )  # fmt: skip
    notes.set_outcome(minutes, _item(held, "How the board meets"), by=tomasz, no_other_views=True)
    notes.set_outcome(
        minutes, _item(held, "A letter from a family"), by=tomasz, private_sentence="The board will write back."
    )
    _through(minutes, writer=tomasz, signer=dilys, until=Minutes.State.PUBLISHED)
    _meeting(
        group, tomasz, "What to put first next year", _moment(50, 14, weekday=1), 2, state=Meeting.State.ANNOUNCED,
        items=[{"title": "What residents told us", "minutes": 40}], **place,
    )  # fmt: skip


def load():
    """Make the invented groups. Files are made and read again on the way, so this takes some seconds."""
    people = _people()
    groups = _groups()
    with transaction.atomic():
        for group in groups.values():
            give_role(group, people["Dilys"], Role.COORDINATOR, by=None)
        for name in ("home", "surgery", "board"):
            give_role(groups[name], people["Tomasz"], Role.FACILITATOR, by=None)
        give_role(groups["carers"], people["Amina"], Role.FACILITATOR, by=None)
        JargonWord.objects.create(word="co-production", meaning="Planning a service together, as equals.")
    _board(groups["board"], people)
    _home_from_hospital(groups["home"], people)
    _carers(groups["carers"], people)
    _surgery(groups["surgery"], people)
    return groups
