"""What becomes of something to do after a meeting: its history, who chips in, and who sees that."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from coproduction.models import AuditEntry
from minutes import actions, document, rules
from minutes.models import Action, ActionUpdate, Minutes
from tests import factories

pytestmark = pytest.mark.django_db

State = Action.State
FACTS = ["circulated_at", "window_ends", "agreed_at", "published_at"]


@pytest.fixture
def cast(minutes):
    """An action with a lead, somebody who chips in, somebody else who was there, and somebody who was not."""
    people = {}
    for name, called in (("lead", "Wilf"), ("helper", "Bronwen"), ("there", "Ada"), ("away", "Ifor")):
        person = factories.person(called)
        factories.attendance(minutes.meeting, called, came=name != "away", person=person)
        people[name] = person
    action = minutes.actions.get()
    rows = minutes.meeting.attendances
    Action.objects.filter(pk=action.pk).update(lead=rows.get(person=people["lead"]))
    action.helpers.add(rows.get(person=people["helper"]))
    signed(minutes)
    return people


@pytest.fixture
def action(cast, minutes):
    return minutes.actions.select_related("item", "minutes__meeting__group").get()


def signed(minutes, state="circulated"):
    Minutes.objects.filter(pk=minutes.pk).update(state=state, **dict.fromkeys(FACTS, timezone.now()))


def address(action, name="progress"):
    meeting = action.minutes.meeting
    return reverse(f"minutes:{name}", args=[meeting.group.slug, meeting.slug, action.pk])


# --- its history ------------------------------------------------------------------------------------------------------
def test_every_change_and_every_word_is_kept_with_its_day(action, cast):
    start = timezone.now()
    for days, state, words in ((0, State.STARTED, "The first try is written."), (3, State.STARTED, "It is at the printer."),
                               (5, State.DONE, "")):  # fmt: skip
        with time_machine.travel(start + dt.timedelta(days=days)):
            actions.progress(action, by=cast["lead"], state=state, words=words)
    day = timezone.localdate(start)
    assert list(action.updates.values_list("day", "state", "words")) == [
        (day + dt.timedelta(days=5), "done", ""),
        (day + dt.timedelta(days=3), "", "It is at the printer."),
        (day, "started", "The first try is written."),
    ]


def test_saying_the_same_twice_is_one_update(action, cast):
    for _time in range(2):
        actions.progress(action, by=cast["lead"], state=State.STARTED, words="It is at the printer.")
    actions.progress(action, by=cast["lead"], state=State.STARTED)
    assert action.updates.count() == 1


def test_why_it_is_dropped_stands_in_the_history(action, cast):
    actions.progress(action, by=cast["lead"], state=State.DROPPED, reason="There is no money.")
    actions.progress(action, by=cast["lead"], state=State.DROPPED, reason="There is no money.")
    assert list(action.updates.values_list("state", "words")) == [("dropped", "There is no money.")]
    with pytest.raises(ValidationError):
        actions.progress(action, by=cast["lead"], state=State.DROPPED)


@pytest.mark.privacy
@pytest.mark.parametrize("field", ["words", "reason"])
@pytest.mark.parametrize("said", ["Priya rang the printer.", "Ring 07700 900123."])
def test_words_that_name_somebody_are_refused_and_nothing_is_kept(action, cast, field, said):
    before = AuditEntry.objects.count()
    with pytest.raises(ValidationError) as error:
        actions.progress(action, by=cast["lead"], **{"state": State.DROPPED, "reason": "No money.", field: said})
    assert list(error.value.message_dict) == [field]
    action.refresh_from_db()
    assert (action.state, action.updates.count(), AuditEntry.objects.count()) == (State.OPEN, 0, before)


@pytest.mark.privacy
def test_an_update_has_no_room_for_who_wrote_it():
    fields = {f.name for f in ActionUpdate._meta.get_fields()}
    assert fields == {"id", "action", "day", "state", "words"}


def test_an_update_that_says_nothing_cannot_be_kept(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionUpdate.objects.create(action=action)


# --- who may ----------------------------------------------------------------------------------------------------------
WHO = {
    # follows, may say how far it is, may chip in
    "lead": (True, True, False),
    "helper": (True, False, True),
    "there": (False, False, True),
    "away": (False, False, False),
    "member": (False, False, False),
    "facilitator": (True, True, False),
    "coordinator": (True, True, False),
    "outsider": (False, False, False),
    "elsewhere": (False, False, False),
}


@pytest.mark.parametrize("who", WHO)
def test_who_follows_says_how_far_it_is_and_may_chip_in(request, action, cast, who):
    person = cast.get(who) or request.getfixturevalue(who)
    told = (
        rules.may_follow_action(person, action),
        rules.may_progress(person, action),
        rules.may_chip_in(person, action),
    )
    assert told == WHO[who]


@pytest.mark.parametrize("state", Minutes.State.values)
def test_people_chip_in_once_the_notes_are_signed(action, cast, minutes, state):
    signed(minutes, state) if state != "withdrawn" else Minutes.objects.update(state=state, withdrawn_at=timezone.now())
    assert rules.may_chip_in(cast["there"], action) is (state in ("circulated", "agreed", "published"))


@pytest.mark.parametrize("state", State.values)
def test_people_chip_in_with_what_is_open(action, cast, state):
    Action.objects.update(state=state, state_reason="No.")
    assert rules.may_chip_in(cast["there"], action) is (state in (State.OPEN, State.STARTED))


@pytest.mark.privacy
def test_nobody_chips_in_with_a_private_item(action, cast):
    factories.under("confidential", action.item)
    assert not rules.may_chip_in(cast["there"], action)


# --- chipping in ------------------------------------------------------------------------------------------------------
def helping(action):
    return sorted(action.helpers.values_list("called", flat=True))


def test_somebody_who_was_there_chips_in_and_takes_it_back(action, cast):
    actions.chip_in(action, by=cast["there"])
    actions.chip_in(action, by=cast["there"])
    assert helping(action) == ["Ada", "Bronwen"]
    actions.chip_out(action, by=cast["there"])
    actions.chip_out(action, by=cast["there"])
    assert helping(action) == ["Bronwen"]
    events = list(AuditEntry.objects.filter(event__startswith="action.chip").values_list("event", flat=True))
    assert events == ["action.chip_in", "action.chip_out"]


@pytest.mark.parametrize("who", ["away", "lead", "outsider", "facilitator"])
def test_nobody_else_chips_in(request, action, cast, who):
    person = cast.get(who) or request.getfixturevalue(who)
    for do in (actions.chip_in, actions.chip_out):
        with pytest.raises(PermissionDenied):
            do(action, by=person)
    assert helping(action) == ["Bronwen"]


def test_an_offer_can_be_taken_back_when_the_notes_are_being_corrected(action, cast, minutes):
    Minutes.objects.update(state="writing")
    actions.chip_out(action, by=cast["helper"])
    assert helping(action) == []


def test_a_form_that_was_open_meanwhile_puts_nobody_out(action, cast, facilitator, minutes):
    Minutes.objects.update(state="writing")
    shown = action.version
    Minutes.objects.update(state="circulated")
    actions.chip_in(action, by=cast["there"])
    Minutes.objects.update(state="writing")
    with pytest.raises(StaleState):
        actions.change_action(action, by=facilitator, version=shown, text=action.text, helpers=[])
    assert helping(action) == ["Ada", "Bronwen"]


# --- the pages --------------------------------------------------------------------------------------------------------
@pytest.mark.privacy
@pytest.mark.parametrize("who", ["lead", "helper", "facilitator"])
def test_lead_helpers_and_those_who_run_the_group_see_the_history_and_who_chips_in(request, client, action, cast, who):
    actions.progress(action, by=cast["lead"], state=State.STARTED, words="It is at the printer.")
    client.force_login(cast.get(who) or request.getfixturevalue(who))
    page = client.get(address(action)).content.decode()
    assert "It is at the printer." in page and "<li>Bronwen</li>" in page and "Wilf leads it." in page


@pytest.mark.privacy
def test_somebody_who_could_chip_in_sees_neither_history_nor_names(client, action, cast):
    actions.progress(action, by=cast["lead"], state=State.STARTED, words="It is at the printer.")
    client.force_login(cast["there"])
    page = client.get(address(action)).content.decode()
    assert "Would you like to chip in?" in page and action.text in page
    assert "printer" not in page and "Bronwen" not in page and "Wilf" not in page


def test_a_helper_does_not_say_how_far_it_is(client, action, cast):
    client.force_login(cast["helper"])
    assert client.post(address(action), {"state": "done"}).status_code == 403
    assert "How far is it?" not in client.get(address(action)).content.decode()


def test_my_page_shows_what_one_leads_helps_and_could_help(client, action, cast):
    actions.progress(action, by=cast["lead"], state=State.STARTED, words="It is at the printer.")
    words = {
        "lead": ["Things you said you would do", "Chipping in: Bronwen.", "It is at the printer.", "Say how far it is"],
        "helper": ["Things you said you would do", "You chip in.", "It is at the printer.", "See how far it is"],
        "there": ["Would you like to chip in?"],
        "away": [],
    }
    every = {word for said in words.values() for word in said}
    for who, said in words.items():
        client.force_login(cast[who])
        page = " ".join(client.get(reverse("my-page")).content.decode().split())
        assert {word for word in every if word in page} == set(said), who


def test_chipping_in_on_the_page_in_one_press(client, action, cast):
    client.force_login(cast["there"])
    page = client.post(address(action, "chip-in"), follow=True).content.decode()
    assert "You chip in" in page and helping(action) == ["Ada", "Bronwen"]
    page = client.post(address(action, "chip-out"), follow=True).content.decode()
    assert "Taken back. That is fine." in page and helping(action) == ["Bronwen"]


def test_words_that_name_somebody_are_shown_beside_the_question(client, action, cast):
    client.force_login(cast["lead"])
    page = client.post(address(action), {"state": "started", "words": "Priya rang."}).content.decode()
    assert "could tell who somebody is" in page and "Priya rang." in page
    assert not ActionUpdate.objects.exists()


@pytest.mark.privacy
def test_updates_stand_on_no_page_for_others_and_in_no_copy(client, action, cast, minutes):
    actions.progress(action, by=cast["lead"], state=State.STARTED, words="It is at the printer.")
    for audience in (document.GROUP, document.PUBLIC):
        assert "printer" not in str(document.to_json(document.build(minutes, audience)))
    signed(minutes, "published")
    for path in ("/", minutes.meeting.group.get_absolute_url(), minutes.meeting.get_absolute_url()):
        assert "printer" not in client.get(path).content.decode()
