"""Messages and calendar files: one recipient each, neutral, and nobody else in them."""

import re
import uuid

import pytest
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice, Person
from groups.actions import ask_to_follow as follow
from meetings import actions, ical
from meetings.models import Meeting
from meetings.periodic import plan_papers_due, plan_reminders
from meetings.weekly import slot_of
from minutes import actions as notes
from minutes.models import Minutes
from minutes.periodic import chase
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]

FIFTEEN = [f"{given} {family}" for given, family in zip(
    "Anwen Bahar Cerys Dov Elin Faris Gwion Hana Idwal Jaya Kasia Lowri Mirza Noor Osian".split(),
    "Ashby Birtles Coombe Dunnock Elphick Fenner Gadsby Hartig Ingle Jopling Kemble Lomax Mossop Nuttall Orrin".split(),
    strict=True)]  # fmt: skip


def address(called):
    return f"{called.lower().replace(' ', '.')}@people.example"


def whole(message):
    """Return everything a message carries, attachments and headers too, as one text."""
    return message.message().as_string() + message.body + "".join(html for html, _kind in message.alternatives)


def booked(meeting, names=FIFTEEN):
    for called in names:
        factories.attendance(
            meeting, called, booking="coming", reach="email", email=address(called), created=meeting.announced_at
        )


@pytest.fixture(autouse=True)
def noon(time_machine):
    """By day, when reminders leave at once."""
    time_machine.move_to(factories.moment(0, hour=12))


def test_19_a_reminder_to_fifteen_people_is_fifteen_messages(group, facilitator, mailoutbox):
    meeting = factories.meeting(group, facilitator, days=5)
    booked(meeting)
    for _time in range(2):
        plan_reminders()
        outbox.send_due()
    assert sorted(m.to for m in mailoutbox) == sorted([address(called)] for called in FIFTEEN)
    for message in mailoutbox:
        assert not message.cc and not message.bcc
        headers = {name.lower() for name in dict(message.message().items())}
        assert not headers & {"cc", "bcc", "reply-to", "list-id"}
        (own,) = [called for called in FIFTEEN if address(called) == message.to[0]]
        others = {word for called in FIFTEEN if called != own for word in [*called.split(), address(called)]}
        assert [word for word in others if word in whole(message)] == []


@pytest.fixture
def every_message(group, facilitator, coordinator, member, mailoutbox):
    """One message of every kind the site writes, and the kind of each."""
    condition = "Living with psoriasis"
    type(group).objects.filter(pk=group.pk).update(name=condition)
    group.refresh_from_db()
    meeting = factories.meeting(group, facilitator, days=5)
    fields = {"called": "Wilf Amos", "reach": "email", "email": "wilf@people.example"}
    row = actions.book(meeting, request_key=uuid.uuid4(), **fields)
    type(row).objects.filter(pk=row.pk).update(created=meeting.announced_at)
    outbox.send_due()
    plan_reminders()
    actions.set_rule(meeting, "names_listed", by=facilitator)
    outbox.send_due()
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded")
    small = factories.meeting(group, facilitator, days=6, capacity=1)
    first = factories.attendance(small, "Sunil Bhatt", booking="coming")
    actions.book(small, request_key=uuid.uuid4(), wait=True, **fields)
    outbox.send_due()
    actions.cancel_booking(first)
    guest = {"called": "Wilf Amos", "email": "wilf@people.example", "does": "talk"}
    actions.invite_guest(factories.topic(small), by=facilitator, request_key=uuid.uuid4(), **guest)
    outbox.send_due()
    thing = {"title": "Psoriasis and work", "email": "wilf@people.example"}
    actions.answer_proposal(actions.suggest(group, request_key=uuid.uuid4(), **thing), by=facilitator, answer="Yes.")
    asked = {"called": "Wilf Amos", "email": "wilf@people.example", "due": timezone.localdate()}
    paper = actions.ask_for_paper(factories.topic(small), by=facilitator, request_key=uuid.uuid4(), **asked)
    outbox.send_due()
    type(paper).objects.filter(pk=paper.pk).update(asked_at=timezone.now() - timezone.timedelta(days=9))
    plan_papers_due()
    factories.attendance(small, "Maya", booking="coming", email=member.email, person=member)
    Person.objects.filter(pk=member.pk).update(weekly=True)
    outbox.put_own("weekly", recipients=[outbox.key(member)], slot=slot_of(timezone.localdate()))
    outbox.send_due()
    late = factories.meeting(group, facilitator, days=-10, state="held")
    lead = factories.attendance(late, "Maya", came=True, person=member)
    due = {"lead": lead, "due": timezone.localdate() + timezone.timedelta(days=3)}
    factories.clean_notes(late, facilitator).actions.update(**due)
    chase()
    held = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(held)
    factories.attendance(held, "Sunil Bhatt", came=True, email="sunil@people.example")
    minutes = factories.clean_notes(held, facilitator)
    follow(group, email="mabli@people.example")
    factories.follower(group, "nerys@people.example")
    factories.follower(group, "again@people.example", asked_at=timezone.now() - timezone.timedelta(days=1))
    follow(group, email="again@people.example")
    notes.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    notes.sign(minutes, by=coordinator, revision=minutes.revision)
    asked = notes.object_to(minutes, kind="me", text="Sunil Bhatt would be known by the stairs.")
    outbox.send_due()
    notes.answer_objection(asked, by=coordinator, answer="Other words.")
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    notes.agree(minutes, by=coordinator)
    notes.publish(minutes, by=coordinator)
    outbox.send_due()
    notes.withdraw(minutes, by=coordinator)
    outbox.send_due()
    return mailoutbox


def test_every_kind_of_message_is_to_one_person_and_its_subject_tells_nobody_what_for(every_message, group, settings):
    """CH1: whoever sees a list of subjects learns a day and a place, not what somebody lives with."""
    sent = set(Notice.objects.filter(state=Notice.State.SENT).values_list("kind", flat=True))
    assert sent == set(outbox._writers)
    assert sorted(m.to[0] for m in every_message if "notes" in m.subject and "of" not in m.subject) == [
        "again@people.example",
        "mabli@people.example",
    ]
    for message in every_message:
        assert len(message.to) == 1 and not message.cc and not message.bcc
        assert "psoriasis" not in message.subject.casefold() and "help" not in message.subject.casefold()
        assert message.from_email == settings.DEFAULT_FROM_EMAIL
        assert not re.search("nand|webb|siddiq|harte|lis\\b", message.subject.casefold())


def test_no_message_names_anybody_but_its_reader(every_message):
    names = {word for called in [*factories.NAMES, "Wilf Amos", "Sunil Bhatt", "Dilys Harte", "Tomasz Lis"] for word in
             called.split()}  # fmt: skip
    for message in every_message:
        said = set(re.findall(r"\w+", message.body + "".join(html for html, _kind in message.alternatives)))
        own = {"Wilf", "Amos"} if message.to == ["wilf@people.example"] else set()
        assert said & names <= own


EVENT = {
    "LAST-MODIFIED",
    "SEQUENCE",
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DTSTAMP",
    "LOCATION",
    "URL",
    "STATUS",
    "ORGANIZER",
}
"""Everything a calendar file says of a meeting: no attendee, no comment, no other contact."""


@pytest.mark.parametrize("state", [Meeting.State.ANNOUNCED, Meeting.State.HELD, Meeting.State.CANCELLED])
def test_a_calendar_file_has_no_attendees_and_the_groups_own_address(state, meeting):
    """CH2."""
    before = ical.calendar(meeting)
    booked(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, cancel_reason="Flooded")
    meeting.refresh_from_db()
    after = ical.calendar(meeting).decode().replace("\r\n ", "")
    event = after.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    assert set(re.findall("^([A-Z-]+)", event.strip(), re.MULTILINE)) <= EVENT
    assert re.findall(r"ORGANIZER:(.*)\r", after) == [f"mailto:{meeting.group.contact_email}"]
    assert [called for called in FIFTEEN if called.split()[1] in after] == []
    if state != Meeting.State.CANCELLED:
        assert after == before.decode().replace("\r\n ", "")


def test_a_calendar_file_of_a_group_without_an_address_names_no_organiser(meeting):
    """CH2: never the person who planned it."""
    meeting.group.contact_email = ""
    assert b"ORGANIZER" not in ical.calendar(meeting)
