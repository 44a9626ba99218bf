"""The tests that the record rules ask for, by their number there."""

import hashlib
import io
import re
import uuid
import zipfile

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coproduction import audit, outbox
from coproduction.models import AuditEntry, Person
from groups.models import Group, RecordRule
from meetings import actions as meeting_actions
from meetings import forms as meeting_forms
from meetings import ical
from meetings.models import PassedOnView
from minutes import actions, checking, document, files
from minutes.models import Action, Minutes, Settlement
from tests import factories

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]

CAME = [
    "Xanthe Glover", "Orla Zaleski", "Idris Ward", "Yusuf Trevanion", "Quilla Sayle", "Bram Field", "Dunya Rudd",
    "Bram Pellow", "Zuri Kemble", "Vashti Hanlon", "Kofi Sparrow", "Wren Stott", "Uma Falconbridge",
]  # fmt: skip
SORRY = ["Tariq Pryce", "Maeve Otterburn"]
SAID = [
    "Concerns that the work on strokes leaves out the wider town. The meetings will be open to all.",
    "What is a member? Somebody who has been to more than one meeting.",
    "Meetings can put off new mums. Can we go to the groups where mums go?",
    "The notes should not hold anybody’s own words, but say what was talked about.",
    "Staff can use services too.",
    "This is new to all of us. We will make mistakes, and should learn rather than blame.",
]


@pytest.fixture
def seed_shaped(group, facilitator):
    """Thirteen came, two sent apologies, one leads: the shape of notes that real groups keep."""
    held = factories.meeting(group, facilitator, days=-7, state="held", items=["How we work together"])
    factories.came(held, CAME, email="somebody@people.example")
    for name in SORRY:
        factories.attendance(held, name, booking="apologies")
    minutes = actions.open_notes(held, by=facilitator)
    for text in SAID:
        factories.point(minutes, facilitator, text)
    factories.consensus(minutes, facilitator, "We aim for consensus, and our notes give every view.")
    lead = held.attendances.get(called="Zuri Kemble")
    factories.action(minutes, facilitator, "Feed back to the main group.", lead=lead, shown_as=Action.Shown.FEEDBACK)
    minutes.refresh_from_db()
    return minutes


def issue(minutes, facilitator, coordinator, *, then=lambda: None):
    """Take notes to both copies; `then` happens after the signature, when messages are waiting."""
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    then()
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    return {copy.audience: copy for copy in minutes.copies.all()}


TOKEN = re.compile(r"/[\w-]{22}\.[\w-]{43}/")
"""The secret part of a private link."""


def pdf_of(copy):
    return bytes(copy.files.get(format="pdf").content)


def everything_in(content):
    """Return all words of a file: pages, Info, XMP, outline, alt texts, links, every string of every object or part."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return " ".join(f"{name} {package.read(name).decode()}" for name in package.namelist()).casefold()
    if not content.startswith(b"%PDF"):
        return content.decode().casefold()
    reader = PdfReader(io.BytesIO(content))
    found = [page.extract_text() for page in reader.pages]
    with pikepdf.open(io.BytesIO(content)) as opened:
        found += [str(value) for value in opened.docinfo.values()]
        for thing in opened.objects:
            found.append(str(thing) if isinstance(thing, pikepdf.String) else repr(thing))
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == pikepdf.Name.Metadata:
                found.append(thing.read_bytes().decode())
    return " ".join(found).casefold()


def test_1_nobody_of_the_register_is_in_anything_that_leaves(seed_shaped, facilitator, coordinator, mailoutbox):
    copies = issue(seed_shaped, facilitator, coordinator, then=outbox.send_due)
    meeting = seed_shaped.meeting
    page = Client().get(reverse("minutes:public", args=[meeting.group.slug, meeting.slug])).content.decode()
    made = [file for copy in copies.values() for file in copy.files.all()]
    places = [everything_in(bytes(file.content)) for file in made]
    places += [files.html(document.from_json(c.document)) for c in copies.values()]
    places += [file.file_name for file in made] + [page, ical.calendar(meeting).decode()]
    said = [f"{m.subject} {m.body} {m.alternatives}" for m in mailoutbox]
    places += [TOKEN.sub("", words) for words in said]  # random letters could spell anything
    parts = {part.casefold() for name in CAME + SORRY for part in name.split()} - {"ward", "field"}
    assert [(part, n) for n, said in enumerate(places) for part in parts if part in said.casefold()] == []
    assert [n for n, said in enumerate(places[: -len(mailoutbox)]) if "somebody@people.example" in said] == []
    assert len(mailoutbox) == 13


def test_2_a_member_who_was_not_there_reads_the_same_absence(seed_shaped, facilitator, coordinator, member):
    issue(seed_shaped, facilitator, coordinator)
    client = Client()
    client.force_login(member)
    here = [seed_shaped.meeting.group.slug, seed_shaped.meeting.slug]
    page = client.get(reverse("minutes:group-copy", args=here)).content.decode()
    pdf = client.get(reverse("minutes:group-pdf", args=here)).content
    assert "aim for consensus" in page
    for name in CAME + SORRY:
        assert name not in page and name.casefold() not in everything_in(pdf)


@pytest.mark.parametrize(
    ("number", "words"),
    [(9, "Fewer than 10"), (10, "About 10 "), (12, "About 10 "), (13, "About 15 "), (23, "About 25 ")],
)
def test_3_how_many_took_part_is_told_in_bands(number, words, group, facilitator):
    held = factories.meeting(group, facilitator, days=-7, state="held", rule="names_listed")
    factories.came(held, [f"Person {n}" for n in range(number)])
    minutes = factories.clean_notes(held, facilitator)
    assert actions.listed_names(minutes).band.startswith(words)


def test_6_with_four_participants_the_public_copy_waits_and_only_the_coordinator_reads_why(
    group, facilitator, coordinator
):
    held = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(held, factories.NAMES[:4])
    minutes = factories.clean_notes(held, facilitator)
    with pytest.raises(actions.NotReady):
        issue(minutes, facilitator, coordinator)
    client = Client()
    assert client.get(reverse("minutes:public", args=[group.slug, held.slug])).status_code == 404
    assert "Fewer than" not in client.get(held.get_absolute_url()).content.decode()
    client.force_login(coordinator)
    assert "Fewer than 5" in client.get(reverse("minutes:check", args=[group.slug, held.slug])).content.decode()


def test_7_two_members_disagreed_is_stopped(minutes, facilitator):
    factories.point(minutes, facilitator, "Two members disagreed.")
    assert [(m.finding.rule, m.stops) for m in checking.find(minutes)] == [("RC14", True)]


def test_8_a_name_that_is_also_a_word(held, facilitator, coordinator):
    factories.attendance(held, "Jonty Ward", came=True)
    minutes = factories.clean_notes(held, facilitator)
    quiet = factories.point(minutes, facilitator, "The ward was noisy.")
    worried = factories.point(minutes, facilitator, "Ward was worried.")
    stops = {m.place.key for m in checking.find(minutes) if m.stops}
    assert stops == {f"point:{worried.pk}:text"}
    actions.change_point(worried, by=facilitator, version=1, kind="concern", text="There was worry about this.")
    copies = issue(minutes, facilitator, coordinator)
    assert quiet.text.casefold() in everything_in(pdf_of(copies["public"])).replace("\n", " ")


def test_9_an_item_on_the_record_says_so_and_there_is_still_no_list_of_people(held, facilitator, coordinator):
    item = held.items.get(kind="topic")
    factories.under(RecordRule.ON_RECORD, item)
    held.attendances.update(may_list=True)
    minutes = factories.clean_notes(held, facilitator)
    copies = issue(minutes, facilitator, coordinator)
    built = document.from_json(copies["public"].document)
    assert "This item was on the record." in [i.note for i in built.items]
    assert (built.attended, built.apologies, built.took_part) == ((), (), "")


@pytest.mark.parametrize("superuser", [False, True])
def test_10_an_item_of_a_meeting_that_is_over_cannot_be_loosened_by_anybody(held, coordinator, superuser):
    Person.objects.filter(pk=coordinator.pk).update(is_superuser=superuser, is_staff=superuser)
    coordinator.refresh_from_db()
    item = factories.topic(held)
    with pytest.raises(ValidationError):
        meeting_actions.set_item_rule(item, RecordRule.ON_RECORD, by=coordinator)
    with pytest.raises(ValidationError):
        meeting_actions.set_rule(held, RecordRule.ON_RECORD, by=coordinator)
    item.refresh_from_db()
    assert item.record_rule == held.record_rule == RecordRule.CHATHAM_HOUSE
    meeting_actions.set_item_rule(item, RecordRule.CONFIDENTIAL, by=coordinator)
    item.refresh_from_db()
    assert item.record_rule == RecordRule.CONFIDENTIAL


def test_11_the_trust_will_is_stopped_whoever_leads(minutes, group, facilitator):
    factories.organisation(group)
    row = factories.action(minutes, facilitator, "The trust will find out who can answer the phone.")
    for lead in (None, minutes.meeting.attendances.first()):
        Action.objects.filter(pk=row.pk).update(lead=lead)
        found = [m for m in checking.find(minutes) if m.place.key == f"action:{row.pk}:text"]
        assert [m.stops for m in found] == [True]
        assert found[0].finding.suggestion.startswith("We will ask the trust to find out")


def test_12_a_view_that_was_sent_in_has_no_link_to_who_sent_it():
    fields = {f.name for f in PassedOnView._meta.get_fields()}
    assert fields == {"id", "meeting", "item", "text", "state"}


def test_15_the_same_notes_make_the_same_file_twice(minutes):
    built = document.build(minutes, document.PUBLIC)
    one, two = (hashlib.sha256(files.pdf(built)).hexdigest() for _time in range(2))
    assert one == two


def test_16_an_objection_stops_the_issue_until_it_is_settled(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    asked = actions.object_to(minutes, kind="me")
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    with pytest.raises(actions.NotReady):
        actions.agree(minutes, by=coordinator)
    actions.answer_objection(asked, by=coordinator, answer="Changed.")
    actions.agree(minutes, by=coordinator)


def test_17_nobody_edits_the_log_and_a_forced_change_breaks_the_chain(group, coordinator):
    Person.objects.filter(pk=coordinator.pk).update(is_superuser=True)
    for number in range(3):
        audit.record("finding.settled", group, by=coordinator, number=number)
    audit.seal()
    entry = AuditEntry.objects.order_by("pk")[1]
    for attempt in (entry.delete, entry.save, AuditEntry.objects.all().delete):
        with pytest.raises(PermissionDenied):
            attempt()
    with pytest.raises(PermissionDenied):
        AuditEntry.objects.update(event="nothing")
    assert audit.broken_at() is None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coproduction_auditentry SET event = 'nothing' WHERE id = %s", [entry.pk])
    assert audit.broken_at() == entry


def test_21_the_band_is_frozen_at_the_first_issue(group, facilitator, coordinator):
    held = factories.meeting(group, facilitator, days=-7, state="held", rule="names_listed")
    factories.came(held, [f"Person {n}" for n in range(13)])
    minutes = factories.clean_notes(held, facilitator)
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    factories.came(held, [f"Late {n}" for n in range(10)])
    minutes.refresh_from_db()
    assert actions.listed_names(minutes).band == "About 15 people took part."


def test_22_a_committee_is_offered_no_other_rule(db):
    group = factories.group("the-board", kind=Group.Kind.COMMITTEE, record_rule=RecordRule.ON_RECORD)
    assert [value for value, _words in group.rules_on_offer] == ["on_record"]
    form = meeting_forms.MeetingForm({}, rules=group.rules_on_offer)
    assert [value for value, _words in form.fields["record_rule"].choices] == ["on_record"]


def test_a_child_is_never_waved_through(minutes, facilitator, coordinator):
    factories.point(minutes, facilitator, "A boy aged 7 at the special school waited a year.")
    stops = [m for m in checking.find(minutes) if m.stops and m.finding.rule == "RC8"]
    assert stops
    with pytest.raises(PermissionDenied):
        actions.settle(
            minutes, stops[0].key, by=coordinator, reason=Settlement.Reason.ACCEPTED, note="Everybody knows."
        )


def test_a_private_item_gives_its_title_and_one_sentence_to_the_group_and_nothing_to_the_public(
    group, facilitator, coordinator
):
    held = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(held)
    minutes = factories.clean_notes(held, facilitator)
    item = meeting_actions.add_item(
        held, by=facilitator, title="A hard week", minutes=10, record_rule=RecordRule.CONFIDENTIAL
    )
    actions.add_point(minutes, by=facilitator, key=uuid.uuid4(), item=item, kind="noted", text="Secret words.")
    actions.set_outcome(minutes, item, by=facilitator, private_sentence="We will write back.")
    copies = issue(minutes, facilitator, coordinator)
    group_file, public_file = (everything_in(pdf_of(copies[a])) for a in ("group", "public"))
    assert "a hard week" in group_file and "we will write back." in group_file
    assert "a hard week" not in public_file and "one item was confidential" in public_file
    assert "secret" not in group_file + public_file
