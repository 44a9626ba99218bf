"""After minutes are out: correcting them, taking them back, and telling people."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.access import StaleState
from coproduction.models import Notice
from minutes import actions, document, files, periodic
from minutes.models import Change, DeviceLock, IssuedCopy, IssuedFile, Minutes, Revision, Save
from tests import factories

pytestmark = pytest.mark.django_db


def issue(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)


@pytest.fixture
def out(minutes, facilitator, coordinator):
    """Minutes that everybody can read."""
    issue(minutes, facilitator, coordinator)
    return minutes


def addresses(minutes):
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    kinds = [f"{audience}-{kind}" for audience in ("public", "group") for kind in files.ENDINGS]
    return [reverse(f"minutes:{name}", args=here) for name in ("public", "group-copy", *kinds)]


def answers(minutes, person):
    client = Client()
    client.force_login(person)
    return [client.get(path).status_code for path in addresses(minutes)]


def test_each_member_is_told_of_the_group_copy_by_a_message_of_their_own(
    minutes, facilitator, coordinator, member, former_member, outsider, mailoutbox
):
    for days in (-30, -20):
        earlier = factories.meeting(minutes.meeting.group, facilitator, days=days, state="held")
        factories.attendance(earlier, outsider.called, person=outsider, came=True)
    issue(minutes, facilitator, coordinator)
    outbox.send_due()
    told = [m for m in mailoutbox if "ready" in m.subject]
    assert sorted(m.to[0] for m in told) == sorted(p.email for p in (facilitator, coordinator, member, outsider))
    assert all(len(m.to) == 1 and not m.cc and not m.bcc for m in told)
    assert minutes.meeting.group.name not in "".join(m.subject for m in told)


def test_a_correction_says_what_kind_of_thing_changed_and_replaces_the_old_copy(out, facilitator, coordinator):
    actions.correct(out, by=coordinator, kind=Minutes.Correction.FACT)
    assert answers(out, coordinator) == [200] * 12
    point = out.points.first()
    actions.change_point(point, by=facilitator, version=point.version, kind=point.kind, text="The fridge is empty.")
    out.refresh_from_db()
    issue(out, facilitator, coordinator)
    public = IssuedCopy.objects.in_reach().get(minutes=out, audience="public")
    built = document.from_json(public.document)
    assert public.version == 2 and built.corrected == "This version corrects a date, a number or a fact."
    assert IssuedCopy.objects.filter(minutes=out).count() == 4
    assert IssuedCopy.objects.in_reach().filter(minutes=out).count() == 2


def test_when_somebody_could_be_recognised_the_copies_are_taken_back_at_once(out, coordinator):
    actions.correct(out, by=coordinator, kind=Minutes.Correction.PERSON)
    assert answers(out, coordinator) == [410] * 12
    assert "being corrected" in Client().get(addresses(out)[0]).content.decode()


def test_withdrawn_minutes_answer_410_and_those_who_were_told_are_asked_to_delete_them(
    member, out, coordinator, mailoutbox
):
    outbox.send_due()
    actions.withdraw(out, by=coordinator)
    assert answers(out, member) == [410] * 12
    page = Client().get(addresses(out)[0]).content.decode()
    assert "These notes have been withdrawn" in page and "fridge" not in page
    mailoutbox.clear()
    outbox.send_due()
    assert member.email in [m.to[0] for m in mailoutbox if "delete" in m.subject]
    home = Client().get("/").content.decode()
    assert "Write a first try of the card" not in home


def test_nobody_but_a_coordinator_corrects_or_withdraws(out, facilitator, outsider):
    for person in (facilitator, outsider):
        with pytest.raises(PermissionDenied):
            actions.correct(out, by=person, kind=Minutes.Correction.FACT)
        with pytest.raises(PermissionDenied):
            actions.withdraw(out, by=person)
    assert out.state == Minutes.State.PUBLISHED


def test_withdrawing_twice_is_answered_and_changes_nothing_more(out, coordinator):
    actions.withdraw(out, by=coordinator)
    with pytest.raises(StaleState):
        actions.withdraw(out, by=coordinator)


def test_an_unsent_message_about_a_withdrawn_copy_is_not_sent(out, coordinator, mailoutbox):
    actions.withdraw(out, by=coordinator)
    outbox.send_due()
    assert mailoutbox == []
    assert not Notice.objects.filter(state=Notice.State.SENT).exists()


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_a_copy_that_was_taken_back_is_deleted_after_90_days(out, coordinator, days, left):
    IssuedCopy.objects.filter(audience="group").delete()
    IssuedCopy.objects.update(taken_back=timezone.now() - dt.timedelta(days=days))
    periodic.forget_old_copies()
    assert IssuedCopy.objects.count() == left
    assert IssuedFile.objects.count() == left * len(files.ENDINGS)


@pytest.mark.privacy
@pytest.mark.parametrize(("issued_ago", "held_ago", "left"), [(29, 40, 1), (31, 40, 0), (None, 91, 0), (None, 89, 1)])
def test_earlier_wordings_are_forgotten_in_time(minutes, issued_ago, held_ago, left):
    now = timezone.now()
    Revision.objects.create(minutes=minutes, place="point:1", text="Priya said it.")
    Minutes.objects.filter(pk=minutes.pk).update(agreed_at=issued_ago and now - dt.timedelta(days=issued_ago))
    ends = now - dt.timedelta(days=held_ago)
    type(minutes.meeting).objects.filter(pk=minutes.meeting.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
    periodic.forget_drafts()
    assert Revision.objects.count() == left


def test_a_host_may_forget_earlier_wordings_sooner(minutes, settings):
    """DC3."""
    Revision.objects.create(minutes=minutes, place="point:1", text="Priya said it.")
    Minutes.objects.filter(pk=minutes.pk).update(agreed_at=timezone.now() - dt.timedelta(days=8))
    periodic.forget_drafts()
    assert Revision.objects.count() == 1
    settings.DRAFT_DAYS = 7
    periodic.forget_drafts()
    assert Revision.objects.count() == 0


@pytest.mark.privacy
@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_drafts_go_thirty_days_after_the_group_copy_as_the_clock_says(minutes, facilitator, coordinator, days, left):
    """DC3, with the clock moved: earlier wordings, and the words of a view that was left out."""
    point = minutes.points.first()
    actions.change_point(point, by=facilitator, version=1, kind="noted", text="Fridges are empty.")
    view = minutes.consensus_notes.get().views.last()
    actions.leave_out(view, by=coordinator, why="It could show whose it is.")
    Revision.objects.exclude(place=f"point:{point.pk}").delete()
    issue(minutes, facilitator, coordinator)
    with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
        periodic.forget_drafts()
    out = minutes.left_out.get()
    assert (Revision.objects.count(), bool(out.text)) == (left, bool(left))
    assert out.why == "It could show whose it is."
    assert minutes.points.count() == 3 and minutes.copies.count() == 2  # the notes and their copies stay


@pytest.mark.privacy
def test_a_later_version_does_not_keep_earlier_words_longer(out, facilitator, coordinator):
    """DC3: the first group copy counts."""
    start = timezone.now()
    Revision.objects.create(minutes=out, place="point:1", text="Priya said it.")
    with time_machine.travel(start + dt.timedelta(days=28)):
        actions.correct(out, by=coordinator, kind="wording")
        issue(out, facilitator, coordinator)
        assert periodic.forget_drafts() == 0  # the control: they are there on the day before
    with time_machine.travel(start + dt.timedelta(days=31)):
        assert Minutes.objects.get(pk=out.pk).agreed_at > start + dt.timedelta(days=27)
        periodic.forget_drafts()
        assert Revision.objects.count() == 0


@pytest.mark.privacy
@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_notes_that_are_never_issued_lose_their_drafts_ninety_days_after_the_meeting(minutes, days, left):
    """DC3, with the clock moved."""
    Revision.objects.create(minutes=minutes, place="point:1", text="Priya said it.")
    with time_machine.travel(minutes.meeting.ends + dt.timedelta(days=days)):
        periodic.forget_drafts()
    assert (Revision.objects.count(), minutes.points.count()) == (left, 3)


def test_every_table_of_earlier_words_is_forgotten(minutes):
    tables = [rows.model for rows in periodic.drafts_past_their_time()]
    assert tables == [Revision, Change, Save, DeviceLock]


def test_minutes_that_were_withdrawn_say_so_also_when_the_copies_are_deleted(out, coordinator):
    actions.withdraw(out, by=coordinator)
    IssuedCopy.objects.update(taken_back=timezone.now() - dt.timedelta(days=91))
    periodic.forget_old_copies()
    assert IssuedCopy.objects.count() == 0
    assert answers(out, coordinator) == [410] * 12
    assert "These notes have been withdrawn" in Client().get(addresses(out)[0]).content.decode()


def test_withdrawing_the_group_copy_tells_the_public_of_nothing(minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.withdraw(minutes, by=coordinator)
    wanted = [410 if "/group" in path.rpartition("/minutes")[2] else 404 for path in addresses(minutes)]
    assert set(wanted) == {404, 410}
    assert answers(minutes, coordinator) == wanted
    IssuedCopy.objects.all().delete()
    assert answers(minutes, coordinator) == wanted


@pytest.mark.parametrize("state", [Minutes.State.CIRCULATED, Minutes.State.AGREED])
def test_that_the_next_meeting_agreed_them_is_printed_and_holds_nothing_up(state, minutes, facilitator, coordinator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    if state == Minutes.State.AGREED:
        actions.agree(minutes, by=coordinator)
    actions.record_agreed_at_meeting(minutes, by=facilitator, on=dt.date(2030, 1, 15))
    minutes.refresh_from_db()
    if state == Minutes.State.CIRCULATED:
        actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    public = document.from_json(minutes.copies.get(audience="public").document)
    assert public.agreed_by_meeting.replace("\u00a0", " ") == "The group agreed it on Tuesday 15 January 2030."


def test_a_correction_that_changes_no_word_can_be_signed_and_issued(out, facilitator, coordinator):
    actions.correct(out, by=coordinator, kind=Minutes.Correction.WORDING)
    issue(out, facilitator, coordinator)
    assert IssuedCopy.objects.in_reach().get(minutes=out, audience="public").version == 2


@pytest.mark.parametrize("state", [Minutes.State.CIRCULATED, Minutes.State.AGREED])
def test_notes_that_were_signed_go_back_by_a_coordinator_alone_and_are_signed_again(
    state, minutes, facilitator, coordinator
):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    if state == Minutes.State.AGREED:
        Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
        minutes.refresh_from_db()
        actions.agree(minutes, by=coordinator)
    with pytest.raises(PermissionDenied):
        actions.back_to_writing(minutes, by=facilitator)
    actions.back_to_writing(minutes, by=coordinator)
    assert minutes.state == Minutes.State.WRITING
    issue(minutes, facilitator, coordinator)
    versions = {copy.version for copy in IssuedCopy.objects.in_reach().filter(minutes=minutes)}
    assert versions == {2 if state == Minutes.State.AGREED else 1}


def test_public_notes_are_corrected_and_not_sent_back(out, facilitator, coordinator):
    for person in (facilitator, coordinator):
        with pytest.raises(StaleState):
            actions.back_to_writing(out, by=person)
    out.refresh_from_db()
    assert (out.state, out.version) == (Minutes.State.PUBLISHED, 1)
