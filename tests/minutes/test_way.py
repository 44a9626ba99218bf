"""From notes to issued minutes: who may, in which order, and what stops them."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from coproduction.access import StaleState
from coproduction.models import AuditEntry, Notice
from minutes import actions, checking, document
from minutes.models import (
    NOTES_LIMIT,
    POINT_LIMIT,
    IssuedCopy,
    Minutes,
    Objection,
    Point,
    Revision,
    Settlement,
    View,
)
from tests import factories

State = Minutes.State


def signed(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    return actions.sign(minutes, by=coordinator, revision=minutes.revision)


def over(minutes):
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()


def test_notes_go_all_the_way_to_a_public_copy(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    assert minutes.state == State.CIRCULATED
    over(minutes)
    actions.agree(minutes, by=coordinator)
    assert minutes.state == State.AGREED
    actions.publish(minutes, by=coordinator)
    assert minutes.state == State.PUBLISHED
    copies = {c.audience: c for c in IssuedCopy.objects.all()}
    assert sorted(copies) == ["group", "public"]
    made = {file.format: file for file in copies["public"].files.all()}
    begins = {format: bytes(file.content)[:4] for format, file in made.items()}
    assert begins == {"pdf": b"%PDF", "large": b"%PDF", "docx": b"PK\3\4", "txt": b"Toge", "json": b"{\n  "}
    stem = f"home-from-hospital-notes-{minutes.meeting.slug}-public-v1"
    endings = sorted(file.file_name.removeprefix(stem) for file in made.values())
    assert endings == ["-large.pdf", ".docx", ".json", ".pdf", ".txt"]
    events = list(AuditEntry.objects.values_list("event", flat=True))
    assert [e for e in events if e.startswith("minutes.")] == [
        "minutes.checking", "minutes.signed", "minutes.agreed", "minutes.published",
    ]  # fmt: skip


def test_each_participant_with_an_address_gets_a_message_of_their_own(minutes, facilitator, coordinator):
    factories.attendance(minutes.meeting, "Sunil Bhatt", came=True, email="sunil@people.example")
    factories.attendance(minutes.meeting, "Olu Adeyemi", booking="apologies", email="olu@people.example")
    signed(minutes, facilitator, coordinator)
    assert Notice.objects.filter(kind="look_at_notes").count() == 1


def test_whoever_took_the_notes_cannot_sign_them(minutes, group, facilitator, coordinator):
    factories.point(minutes, coordinator, "The hall was warm.")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.sign_offs.count() == 0


def test_mending_a_word_while_checking_does_not_make_somebody_a_note_taker(minutes, facilitator, coordinator):
    point = factories.point(minutes, facilitator, "The hall was warn.")
    actions.send_to_check(minutes, by=facilitator)
    place = next(p for p in checking.places(minutes) if p.key == f"point:{point.pk}:text")
    actions.change_words(minutes, place.key, digest=place.digest, text="The hall was warm.", by=coordinator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CIRCULATED


def test_a_facilitator_cannot_sign(minutes, facilitator, group):
    other = factories.person("Amina")
    factories.membership(group, other, "facilitator")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.sign(minutes, by=other, revision=minutes.revision)


def test_a_name_stops_the_signature_until_it_is_settled(minutes, facilitator, coordinator):
    point = factories.point(minutes, facilitator, "Priya said the fridge was empty.")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    with pytest.raises(actions.NotReady):
        actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CHECKING
    place = next(p for p in checking.places(minutes) if p.key == f"point:{point.pk}:text")
    actions.change_words(minutes, place.key, digest=place.digest, text="The fridge was empty.", by=coordinator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CIRCULATED


def test_the_suggested_words_replace_the_sentence_and_keep_the_earlier_wording(minutes, facilitator, coordinator):
    point = factories.point(minutes, facilitator, "Tea was late. Priya said the fridge was empty.")
    actions.send_to_check(minutes, by=facilitator)
    marked = next(m for m in checking.find(minutes) if m.place.key == f"point:{point.pk}:text")
    actions.reword(minutes, marked.key, by=coordinator)
    point.refresh_from_db()
    assert "Priya" not in point.text and point.text.startswith("Tea was late. ") and "fridge was empty" in point.text
    assert Revision.objects.filter(minutes=minutes, text="Tea was late. Priya said the fridge was empty.").exists()


def test_not_that_person_settles_a_name_and_the_file_may_hold_it_just_there(minutes, facilitator, coordinator):
    point = factories.point(minutes, facilitator, "A nurse called Priya wrote to the paper.")
    actions.send_to_check(minutes, by=facilitator)
    marked = next(m for m in checking.find(minutes) if m.place.key == f"point:{point.pk}:text" and m.stops)
    actions.settle(minutes, marked.key, by=facilitator, reason=Settlement.Reason.TITLE)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    assert minutes.state == State.CIRCULATED
    entry = AuditEntry.objects.get(event="finding.settled")
    assert "Priya" not in str(entry.detail)


def test_a_settlement_lapses_when_the_words_change(minutes, facilitator, coordinator):
    point = factories.point(minutes, facilitator, "A nurse called Priya wrote to the paper.")
    actions.send_to_check(minutes, by=facilitator)
    marked = next(m for m in checking.find(minutes) if m.place.key == f"point:{point.pk}:text" and m.stops)
    actions.settle(minutes, marked.key, by=facilitator, reason=Settlement.Reason.TITLE)
    actions.change_words(
        minutes,
        marked.place.key,
        digest=marked.place.digest,
        text="A nurse called Priya wrote to the radio.",
        by=coordinator,
    )
    assert any(m.stops for m in checking.find(minutes))


def test_nobody_may_accept_a_name_as_it_stands(minutes, facilitator, coordinator):
    factories.point(minutes, facilitator, "Priya said the fridge was empty.")
    actions.send_to_check(minutes, by=facilitator)
    marked = next(m for m in checking.find(minutes) if m.stops)
    with pytest.raises(PermissionDenied):
        actions.settle(minutes, marked.key, by=coordinator, reason=Settlement.Reason.ACCEPTED, note="It is fine.")
    assert minutes.settlements.count() == 0


def test_a_number_of_people_may_stay_by_a_coordinator_with_a_reason(minutes, facilitator, coordinator):
    factories.point(minutes, facilitator, "Two members disagreed.")
    actions.send_to_check(minutes, by=facilitator)
    marked = next(m for m in checking.find(minutes) if m.finding.rule == "RC14")
    with pytest.raises(PermissionDenied):
        actions.settle(minutes, marked.key, by=facilitator, reason=Settlement.Reason.ACCEPTED, note="Fine.")
    with pytest.raises(ValidationError):
        actions.settle(minutes, marked.key, by=coordinator, reason=Settlement.Reason.ACCEPTED, note=" ")
    actions.settle(minutes, marked.key, by=coordinator, reason=Settlement.Reason.ACCEPTED, note="It is a rule of ours.")
    assert minutes.settlements.count() == 1


def test_an_unplaced_view_stops_the_signature(minutes, facilitator, coordinator):
    note = minutes.consensus_notes.get()
    actions.add_view(note, by=facilitator, key=uuid.uuid4(), text="Some see it another way.")
    assert any("no place" in reason for reason in actions.missing(minutes))
    actions.place_view(note.views.get(place=View.Place.RAISED), by=facilitator, place=View.Place.RECORDED)
    assert actions.missing(minutes) == []


def test_agreed_needs_every_view_or_that_there_were_none(held, facilitator):
    minutes = actions.open_notes(held, by=facilitator)
    factories.point(minutes, facilitator, "Letters come by noon.", kind=Point.Kind.AGREED)
    assert any("other views" in reason for reason in actions.missing(minutes))
    actions.set_outcome(minutes, factories.topic(held), by=facilitator, no_other_views=True)
    assert actions.missing(minutes) == []


def test_an_edit_between_reading_and_signing_refuses_the_signature(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    shown = minutes.revision
    point = minutes.points.first()
    place = next(p for p in checking.places(minutes) if p.key == f"point:{point.pk}:text")
    actions.change_words(minutes, place.key, digest=place.digest, text="People come home to nothing.", by=facilitator)
    with pytest.raises(StaleState):
        actions.sign(minutes, by=coordinator, revision=shown)
    minutes.refresh_from_db()
    assert minutes.state == State.CHECKING and minutes.sign_offs.count() == 0


def test_an_edit_after_the_check_returns_the_notes_to_writing(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    factories.point(minutes, facilitator, "Something else.")
    minutes.refresh_from_db()
    assert minutes.state == State.WRITING


def test_an_objection_stops_the_copy_until_it_is_settled(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    objection = actions.object_to(minutes, kind="me", text="The fridge was mine.")
    over(minutes)
    with pytest.raises(actions.NotReady):
        actions.agree(minutes, by=coordinator)
    assert IssuedCopy.objects.count() == 0
    actions.answer_objection(objection, by=coordinator, answer="We looked, and it happens to many.")
    actions.agree(minutes, by=coordinator)
    assert IssuedCopy.objects.count() == 1


def test_an_objection_keeps_nobody_and_no_time(minutes):
    fields = {f.name for f in Objection._meta.get_fields()}
    assert fields == {"id", "minutes", "kind", "text", "settled_at", "answer"}


def test_the_window_must_be_over(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    with pytest.raises(actions.NotReady):
        actions.agree(minutes, by=coordinator)


def test_something_changed_after_signing_stops_the_copy(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    over(minutes)
    Point.objects.filter(minutes=minutes).update(text="Somebody wrote past the rules.")
    with pytest.raises(actions.NotReady):
        actions.agree(minutes, by=coordinator)


def test_with_fewer_than_five_the_public_copy_waits_and_says_why(group, facilitator, coordinator):
    held = factories.meeting(group, facilitator, days=-7, state="held")
    factories.came(held, factories.NAMES[:4])
    minutes = factories.clean_notes(held, facilitator)
    signed(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    with pytest.raises(actions.NotReady):
        actions.publish(minutes, by=coordinator)
    assert [c.audience for c in IssuedCopy.objects.all()] == ["group"]


def test_a_meeting_entered_afterwards_sends_nothing_and_has_no_window(group, facilitator, coordinator):
    held = factories.meeting(group, facilitator, days=-7, state="held", entered_afterwards=True)
    factories.came(held, email="a@people.example")
    minutes = factories.clean_notes(held, facilitator)
    signed(minutes, facilitator, coordinator)
    minutes.refresh_from_db()
    assert minutes.state == State.AGREED
    assert Notice.objects.count() == 0


def test_public_notes_cannot_be_changed(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    with pytest.raises(StaleState):
        factories.point(minutes, facilitator, "Too late.")


def test_changed_and_agreed_again_the_group_gets_a_new_version(minutes, facilitator, coordinator):
    signed(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    point = minutes.points.first()
    actions.change_point(
        point, by=coordinator, version=point.version, kind=point.kind, text="People come home to nothing."
    )
    minutes.note_takers.remove(coordinator)
    minutes.refresh_from_db()
    assert minutes.state == State.WRITING and minutes.version == 2
    signed(minutes, facilitator, coordinator)
    over(minutes)
    actions.agree(minutes, by=coordinator)
    assert sorted(IssuedCopy.objects.values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize("text", ["x" * 12_000, ("word " * 3_000).strip(), "a\n" * 4_000])
def test_a_long_paste_is_split_and_nothing_is_dropped(text):
    pieces = actions.split(text)
    assert "".join(pieces) == text
    assert max(len(p) for p in pieces) <= POINT_LIMIT


def test_the_notes_of_a_meeting_are_full_at_their_limit(minutes, facilitator):
    for _number in range(2):
        factories.point(minutes, facilitator, "word " * 19_000)
    with pytest.raises(ValidationError):
        factories.point(minutes, facilitator, "word " * 19_000)
    assert actions.notes_size(minutes) <= NOTES_LIMIT


def test_the_same_key_twice_adds_one_point(minutes, facilitator):
    key, item = uuid.uuid4(), factories.topic(minutes.meeting)
    for _time in range(2):
        actions.add_point(minutes, by=facilitator, key=key, item=item, kind="noted", text="Once.")
    assert minutes.points.filter(text="Once.").count() == 1


def test_a_point_that_changed_meanwhile_is_not_overwritten(minutes, facilitator):
    point = minutes.points.first()
    actions.change_point(point, by=facilitator, version=point.version, kind=point.kind, text="First.")
    with pytest.raises(StaleState):
        actions.change_point(point, by=facilitator, version=point.version, kind=point.kind, text="Second.")
    assert Point.objects.get(pk=point.pk).text == "First."


def test_no_model_of_the_notes_knows_who_said_or_typed_it():
    for model in (Point, View, Revision):
        related = {f.related_model.__name__ for f in model._meta.get_fields() if f.is_relation}
        assert not related & {"Person", "Attendance"}


@pytest.mark.privacy
def test_a_view_that_was_passed_on_leaves_no_link(minutes, facilitator, meeting):
    from meetings import actions as meeting_actions
    from meetings.models import PassedOnView

    view = meeting_actions.pass_on_view(meeting, request_key=uuid.uuid4(), text="Please think of pets.")
    view.meeting = minutes.meeting
    view.save(update_fields=["meeting"])
    actions.take_passed_on(minutes, view, by=facilitator, item=factories.topic(minutes.meeting))
    assert PassedOnView.objects.count() == 0
    assert minutes.points.get(text="Please think of pets.").pk != view.pk


def test_the_frozen_document_survives_json(minutes):
    built = document.build(minutes, document.GROUP)
    assert document.from_json(document.to_json(built)) == built
