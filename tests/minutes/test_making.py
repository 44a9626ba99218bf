"""Steps whose files take a while: asked for on a page, made by a worker, and never lost, done twice or half done."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coproduction import tasks
from coproduction.access import StaleState
from coproduction.models import AuditEntry
from groups.models import Membership
from minutes import actions, files, periodic
from minutes.models import IssuedCopy, Making, Minutes, SignOff
from tests import factories
from tests.races import at_once, committed  # noqa: F401  (a fixture)

Step = Making.Step
State = Minutes.State


@pytest.fixture
def checked(minutes, facilitator):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    return minutes


def at(route, minutes, *more):
    return reverse(f"minutes:{route}", args=[minutes.meeting.group.slug, minutes.meeting.slug, *more])


def desk_of(person):
    client = Client()
    client.force_login(person)
    return client


def answers(minutes, **more):
    return {"revision": minutes.revision, "q1": "no", "q2": "no", "q3": "no", "q4": "yes", "remark": "", **more}


def the(step):
    return Making.objects.get(step=step)


@pytest.mark.django_db
def test_signing_is_asked_for_and_done_by_a_worker(checked, coordinator):
    desk = desk_of(coordinator)
    answer = desk.post(at("sign", checked), answers(checked))
    assert answer.url == at("making", checked, "sign")
    page = desk.get(answer.url).content.decode()
    assert "0 of 8 ready." in page and "Look again" in page
    assert not SignOff.objects.exists()

    periodic.make_what_was_asked_for()
    page = desk.get(answer.url).content.decode()
    assert "Signed. Thank you for reading it all." in page and "Look again" not in page
    assert (the("sign").files_made, the("sign").is_done) == (8, True)
    checked.refresh_from_db()
    assert checked.state == State.CIRCULATED
    assert SignOff.objects.get().by == coordinator


@pytest.mark.django_db
def test_the_page_says_how_far_it_is_while_the_files_are_made(checked, coordinator, monkeypatch):
    desk, seen, make = desk_of(coordinator), [], files.make
    desk.post(at("sign", checked), answers(checked))

    def made(document, format, **more):
        page = desk.get(at("making", checked, "sign")).content.decode()
        seen.append(page.partition(" of 8 ready.")[0].rpartition(">")[2])
        return make(document, format, **more)

    monkeypatch.setattr(files, "make", made)
    periodic.make_what_was_asked_for()
    assert list(dict.fromkeys(seen)) == list("012345678")


@pytest.mark.django_db
def test_asking_twice_is_one_request_and_done_once(checked, coordinator):
    desk = desk_of(coordinator)
    for _time in range(2):
        desk.post(at("sign", checked), answers(checked))
    assert Making.objects.count() == 1
    periodic.make_what_was_asked_for()
    periodic.make_what_was_asked_for()
    assert SignOff.objects.count() == 1
    answer = desk.post(at("sign", checked), answers(checked), follow=True)
    assert "Somebody else was quicker" in answer.content.decode()
    assert Making.objects.count() == 1


@pytest.mark.django_db
def test_what_the_file_shows_is_said_on_the_page_and_nothing_typed_is_lost(checked, coordinator, monkeypatch):
    desk = desk_of(coordinator)
    desk.post(at("sign", checked), answers(checked, remark="The second page is long."))
    make = files.print_html
    monkeypatch.setattr(files, "print_html", lambda *a, **k: make(*a, **k).replace("</body>", "<p>Priya</p></body>"))
    periodic.make_what_was_asked_for()
    page = desk.get(at("making", checked, "sign")).content.decode()
    assert "This did not work" in page and "Nothing went out" in page
    checked.refresh_from_db()
    assert (checked.state, SignOff.objects.count()) == (State.CHECKING, 0)
    check = desk.get(at("check", checked)).content.decode()
    assert the("sign").reasons and the("sign").reasons[0].split(".")[0] in check
    assert "The second page is long." in check

    monkeypatch.undo()
    desk.post(at("sign", checked), answers(checked))
    periodic.make_what_was_asked_for()
    assert SignOff.objects.count() == 1


@pytest.mark.django_db
def test_words_that_change_while_the_files_wait_are_not_signed(checked, coordinator, facilitator):
    desk = desk_of(coordinator)
    desk.post(at("sign", checked), answers(checked))
    key = f"point:{checked.points.first().pk}:text"
    place = next(p for p in actions.checks.checking.places(checked) if p.key == key)
    actions.change_words(checked, key, digest=place.digest, text="Other words.", by=facilitator)
    periodic.make_what_was_asked_for()
    assert the("sign").reasons == ["The notes were changed while the files were made. Please look at them again."]
    assert not SignOff.objects.exists()


@pytest.mark.django_db
def test_somebody_whose_role_ended_meanwhile_signs_nothing(checked, coordinator):
    actions.ask(checked, Step.SIGN, by=coordinator, revision=checked.revision)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(person=coordinator).update(start=yesterday, end=yesterday)
    periodic.make_what_was_asked_for()
    assert the("sign").reasons == ["Whoever asked for this may not do it any more."]
    assert not SignOff.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_made_and_read_by_those_who_run_the_group_until_the_words_change(checked, coordinator, facilitator):
    desk = desk_of(facilitator)
    assert desk.get(at("draft", checked, "public")).status_code == 302
    desk.post(at("make-draft", checked, "public"))
    periodic.make_what_was_asked_for()
    file = desk_of(coordinator).get(at("draft", checked, "public"))
    assert file["Cache-Control"] == "private, no-store"
    assert 'filename="home-from-hospital-notes-' in file["Content-Disposition"]
    assert all("DRAFT" in sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.content)).pages)
    Minutes.objects.update(revision=checked.revision + 1)
    assert desk.get(at("draft", checked, "public")).status_code == 302


@pytest.mark.django_db
def test_what_ended_is_forgotten_after_a_day_with_its_draft(checked, facilitator):
    actions.ask(checked, Step.DRAFT_GROUP, by=facilitator)
    periodic.make_what_was_asked_for()
    periodic.forget_makings()
    assert the("draft-group").content
    Making.objects.update(ended=timezone.now() - dt.timedelta(hours=25))
    periodic.forget_makings()
    assert not Making.objects.exists()


@pytest.mark.django_db
def test_the_window_that_is_over_asks_for_the_group_copy_once_and_again_after_an_hour(
    checked, coordinator, monkeypatch
):
    actions.sign(checked, by=coordinator, revision=checked.revision)
    Minutes.objects.update(window_ends=timezone.now())
    make = files.print_html
    monkeypatch.setattr(files, "print_html", lambda *a, **k: make(*a, **k).replace("</body>", "<p>Priya</p></body>"))
    periodic.close_windows()
    periodic.close_windows()
    assert Making.objects.count() == 1
    periodic.make_what_was_asked_for()
    assert the("agree").reasons
    periodic.close_windows()
    assert the("agree").ended
    monkeypatch.undo()
    Making.objects.update(ended=timezone.now() - dt.timedelta(minutes=61))
    periodic.close_windows()
    periodic.make_what_was_asked_for()
    assert IssuedCopy.objects.get().audience == "group"
    assert AuditEntry.objects.get(event="minutes.agreed").actor == ""


@pytest.mark.django_db
@pytest.mark.faults
def test_a_worker_that_dies_over_it_is_followed_by_another_and_none_tries_for_ever(checked, coordinator, monkeypatch):
    making = actions.ask(checked, Step.SIGN, by=coordinator, revision=checked.revision)

    class Killed(BaseException):
        pass

    def dies(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(files, "make", dies)
    for _time in range(3):
        with pytest.raises(Killed):
            actions.carry_out(making)
        assert not actions.carry_out(making)  # it is still in the hands of the one who died
        Making.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    monkeypatch.undo()
    assert the("sign").tries == 3
    periodic.make_what_was_asked_for()
    assert "several times" in the("sign").reasons[0]
    assert not SignOff.objects.exists()

    making = actions.ask(checked, Step.SIGN, by=coordinator, revision=checked.revision)
    monkeypatch.setattr(files, "make", dies)
    with pytest.raises(Killed):
        actions.carry_out(making)
    monkeypatch.undo()
    Making.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    periodic.make_what_was_asked_for()
    assert the("sign").is_done and SignOff.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.faults
def test_a_worker_that_was_too_slow_and_its_follower_agree_that_it_is_done(checked, coordinator):
    making = actions.ask(checked, Step.SIGN, by=coordinator, revision=checked.revision)
    actions.sign(checked, by=coordinator, revision=checked.revision)  # the slow one, at last
    assert actions.carry_out(making)
    assert the("sign").is_done and SignOff.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.faults
def test_the_sweep_finds_what_the_queue_lost(checked, coordinator, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.look, "apply_async", lambda args, **more: asked.append(args))
    tasks.sweep()
    assert asked == []
    actions.ask(checked, Step.SIGN, by=coordinator, revision=checked.revision)
    assert asked == []  # the transaction of the test never commits, as if the queue had been away
    tasks.sweep()
    assert asked == [["minutes.periodic.make_what_was_asked_for"]]


@pytest.mark.django_db
def test_only_the_work_that_is_listed_is_done_by_name():
    tasks.look("django.core.management.call_command")  # would raise without its arguments


@pytest.fixture
def scene(committed):  # noqa: F811
    """Committed notes that wait for a signature, and two coordinators who may give it: (minutes, coordinators)."""
    group, facilitator = factories.group(), factories.person("Tomasz Lis")
    coordinators = [factories.person("Dilys Harte"), factories.person("Bryn Adeyemi")]
    factories.membership(group, facilitator, "facilitator")
    for person in coordinators:
        factories.membership(group, person, "coordinator")
    meeting = factories.meeting(group, facilitator, days=-3, state="held")
    factories.came(meeting)
    minutes = factories.clean_notes(meeting, facilitator)
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    return minutes, coordinators


@pytest.mark.faults
def test_two_coordinators_and_two_workers_at_the_same_moment_sign_once(scene):
    minutes, coordinators = scene

    def sign_by(person):
        read = Minutes.objects.get(pk=minutes.pk)
        return lambda: actions.ask(read, Step.SIGN, by=person, revision=minutes.revision).pk

    first, second = at_once(*map(sign_by, coordinators))
    assert first == second
    at_once(*[periodic.make_what_was_asked_for] * 2)
    assert SignOff.objects.count() == 1
    assert the("sign").is_done and the("sign").tries == 1
    with pytest.raises(StaleState):
        actions.ask(Minutes.objects.get(), Step.SIGN, by=coordinators[0], revision=minutes.revision)


@pytest.mark.faults
def test_without_the_claim_two_workers_would_do_the_same_work(scene, monkeypatch):
    """The control of the test above: what the claim is for."""
    minutes, coordinators = scene
    making = actions.ask(minutes, Step.SIGN, by=coordinators[0], revision=minutes.revision)
    monkeypatch.setattr("minutes.models.MakingQuerySet.free", lambda self, now: self)
    at_once(*[lambda: actions.carry_out(making)] * 2)
    assert the("sign").tries == 2
