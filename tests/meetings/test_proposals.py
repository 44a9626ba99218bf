"""What anybody suggests to talk about: from nobody in particular, answered always, told once."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coproduction import links, outbox
from coproduction.access import StaleState
from coproduction.models import AuditEntry
from meetings import actions, periodic
from meetings.emails import BOOKING, PROPOSAL, proposal_path
from meetings.models import AgendaItem, Meeting, Proposal
from tests import factories
from tests.pages import Page
from tests.races import at_once, committed  # noqa: F401  used as a fixture

State = Proposal.State


@pytest.fixture
def lift(group):
    return actions.suggest(group, request_key=uuid.uuid4(), title="The lift stands still", email="sian@p.example")


def suggest_page(group):
    return reverse("meetings:suggest", args=[group.slug])


def settle_page(proposal):
    return reverse("meetings:settle-proposal", args=[proposal.group.slug, proposal.pk])


def accept(proposal, meeting, by, **more):
    words = {"title": proposal.title, "blurb": "", "minutes": 15}
    return actions.accept_proposal(proposal, meeting, by=by, **{**words, **more})


def told():
    outbox.send_due()
    said = [(message.to, message.body.replace("\xa0", " ")) for message in mail.outbox]
    mail.outbox.clear()
    return said


# --- suggesting -------------------------------------------------------------------------------------------------------
def test_anybody_suggests_without_an_account_and_gets_a_page_of_their_own(client, group):
    assert suggest_page(group) in Page(client.get(group.get_absolute_url())).links
    page = Page(client.get(suggest_page(group)))
    form = {**page.fields, "title": "The lift", "about": "It stands still.", "email": ""}
    answers = [client.post(suggest_page(group), form) for _time in range(2)]
    proposal = Proposal.objects.get()
    assert {answer.url for answer in answers} == {proposal_path(proposal)}
    answer = client.get(answers[0].url)
    page = Page(answer)
    assert page.says("Thank you. We have it.") and page.says("Keep the address of this page")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_of_a_meeting_leads_there(client, meeting):
    assert suggest_page(meeting.group) in Page(client.get(meeting.get_absolute_url())).links


def test_what_is_missing_is_said_kindly_and_nothing_is_lost(client, group):
    page = Page(client.post(suggest_page(group), {"title": "", "about": "It stands still.", "email": "sian@"}))
    assert page.summary and page.says("Say what you would like us to talk about")
    assert page.says("Type a whole e-mail address") and page.fields["about"] == "It stands still."
    assert not Proposal.objects.exists()


@pytest.mark.security
def test_a_form_with_the_key_of_another_suggestion_opens_nothing_of_it(client, group, lift):
    form = {"request_key": lift.request_key, "title": "Buses", "about": "", "email": ""}
    answer = client.post(suggest_page(group), form)
    assert proposal_path(lift) not in answer.url and Proposal.objects.count() == 2


def test_where_too_many_wait_the_words_are_kept_and_the_number_is_said(client, group, monkeypatch):
    monkeypatch.setattr("meetings.actions.proposals.MOST_WAITING", 1)
    for title, status in (("The lift", 302), ("The buses", 409)):
        answer = client.post(suggest_page(group), {"request_key": uuid.uuid4(), "title": title})
        assert answer.status_code == status
    page = Page(answer)
    assert page.says("A lot waits for an answer already.") and page.fields["title"] == "The buses"


@pytest.mark.privacy
def test_nobody_who_answers_sees_who_suggested_it(client, meeting, facilitator, lift):
    for person in (facilitator,):
        client.force_login(person)
        for path in (reverse("meetings:suggested", args=[meeting.group.slug]), settle_page(lift)):
            assert "sian" not in client.get(path).content.decode()
    accept(lift, meeting, facilitator)
    assert "sian" not in str(list(AuditEntry.objects.values_list("detail", "subject")))
    assert "lift" not in str(list(AuditEntry.objects.values_list("detail", "subject")))


# --- what becomes of it -----------------------------------------------------------------------------------------------
def test_it_is_put_on_an_agenda_before_open_space_and_whoever_suggested_it_is_told(client, meeting, facilitator, lift):
    client.force_login(facilitator)
    plan = Page(client.get(reverse("meetings:plan", args=[meeting.group.slug, meeting.slug])))
    assert plan.says("One waits for an answer.")
    page = Page(client.get(settle_page(lift)))
    form = {"what": "accept", "meeting": meeting.pk, "title": "Lifts", "blurb": "When do they work?", "minutes": "15"}
    assert page.says(meeting.theme)
    assert Page(client.post(settle_page(lift), form, follow=True)).says("It is on the agenda now: “Lifts”.")
    item = AgendaItem.objects.get(title="Lifts")
    assert item.proposal == lift and item.minutes == 15 and not item.title == lift.title
    assert list(meeting.items.all())[-1].kind == "open_space"
    lift.refresh_from_db()
    ((to, body),) = told()
    assert to == ["sian@p.example"] and "We will talk about it on" in body and proposal_path(lift) in body
    page = Page(client.get(proposal_path(lift)))
    assert page.says("We will talk about it on") and meeting.get_absolute_url() in page.links
    assert told() == []


def test_on_the_agenda_of_a_draft_it_does_not_tell_of_the_meeting(client, group, facilitator, lift):
    draft = factories.meeting(group, facilitator, days=20, state="draft", theme="Not to be seen yet")
    accept(lift, draft, facilitator)
    page = Page(client.get(proposal_path(lift)))
    assert page.says("It is on the agenda of a meeting that is being planned.") and "Not to be seen" not in page.html
    ((_to, body),) = told()
    assert "being planned" in body and "Not to be seen" not in body


@pytest.mark.parametrize(
    ("what", "field", "state", "says"),
    [
        ("answer", "answer", State.ANSWERED, "The people who run the group answered:"),
        ("park", "reason", State.PARKED, "Not now. It is kept for later, because:"),
    ],
)
def test_it_is_answered_or_kept_for_later_with_a_reason(client, facilitator, lift, what, field, state, says):
    client.force_login(facilitator)
    page = Page(client.post(settle_page(lift), {"what": what, field: " "}))
    assert page.summary and Proposal.objects.get().state == State.WAITING
    client.post(settle_page(lift), {"what": what, field: "The library mends it in May."})
    assert Proposal.objects.get().state == state
    ((_to, body),) = told()
    assert says in body and "The library mends it in May." in body
    page = Page(client.get(proposal_path(lift)))
    assert page.says(says) and page.says("The library mends it in May.")


def test_what_was_kept_for_later_is_taken_up_again_and_told_again(meeting, facilitator, lift):
    actions.park_proposal(lift, by=facilitator, reason="In May.")
    assert len(told()) == 1
    accept(lift, meeting, facilitator)
    ((_to, body),) = told()
    assert "We will talk about it on" in body and "In May." not in body


def test_an_answer_that_changed_before_it_was_sent_is_told_once_as_it_is_now(meeting, facilitator, lift):
    actions.park_proposal(lift, by=facilitator, reason="In May.")
    accept(lift, meeting, facilitator)
    ((_to, body),) = told()
    assert "We will talk about it on" in body


def test_what_is_taken_off_the_agenda_waits_for_an_answer_again(client, meeting, facilitator, lift):
    item = accept(lift, meeting, facilitator)
    actions.remove_item(item, by=facilitator)
    lift.refresh_from_db()
    assert lift.state == State.WAITING and told() == []
    accept(lift, meeting, facilitator)
    assert len(told()) == 1


def test_what_stood_on_an_agenda_that_came_to_nothing_waits_for_an_answer_again(client, meeting, facilitator, lift):
    accept(lift, meeting, facilitator)
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    lift.refresh_from_db()
    assert lift.state == State.WAITING
    assert Page(client.get(proposal_path(lift))).says("have not answered yet")
    actions.answer_proposal(lift, by=facilitator, answer="In May.")
    ((_to, body),) = [(to, body) for to, body in told() if to == ["sian@p.example"]]
    assert "In May." in body


def test_a_day_of_a_series_that_is_left_out_gives_the_suggestion_back(group, facilitator, lift):
    series = factories.series(group, facilitator, count=1)
    row = series.days.get()
    accept(lift, row.meeting, facilitator)
    actions.leave_out(row, by=facilitator)
    lift.refresh_from_db()
    assert (lift.state, lift.item) == (State.WAITING, None)


def test_after_the_meeting_it_says_that_it_was_on_the_agenda(client, meeting, facilitator, lift):
    accept(lift, meeting, facilitator)
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    page = Page(client.get(proposal_path(lift)))
    assert page.says("It was on the agenda of") and not page.says("book a place")


def test_two_suggestions_of_one_thing_do_not_share_an_item(client, group, meeting, facilitator, lift):
    other = actions.suggest(group, request_key=uuid.uuid4(), title=lift.title)
    accept(lift, meeting, facilitator)
    client.force_login(facilitator)
    form = {"what": "accept", "meeting": meeting.pk, "title": lift.title, "blurb": "", "minutes": "15"}
    page = Page(client.post(settle_page(other), form))
    assert page.says("That stands on this agenda already.") and page.fields["title"] == lift.title
    other.refresh_from_db()
    assert other.state == State.WAITING


@pytest.mark.security
def test_it_goes_on_no_agenda_of_another_group_and_on_none_that_has_begun(
    client, group, other_group, meeting, facilitator, lift
):
    ola = factories.person("Ola")
    factories.membership(other_group, ola, "facilitator")
    theirs = factories.meeting(other_group, ola, days=5)
    begun = factories.meeting(group, facilitator, days=-1, state="under_way")
    client.force_login(facilitator)
    for wrong in (theirs, begun):
        form = {"what": "accept", "meeting": wrong.pk, "title": "The lift", "blurb": "", "minutes": "15"}
        page = Page(client.post(settle_page(lift), form))
        assert page.says("This meeting has begun or will not happen. Pick another one")
        with pytest.raises(ValidationError, match="has begun"):
            accept(lift, wrong, facilitator)
    assert not AgendaItem.objects.filter(title="The lift").exists() and Proposal.objects.get().state == State.WAITING


@pytest.mark.security
def test_nobody_else_answers_or_reads_it(client, other_group, facilitator, outsider, lift):
    client.force_login(outsider)
    assert client.get(settle_page(lift)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer_proposal(lift, by=outsider, answer="No.")
    other = Proposal.objects.create(group=other_group, title="Theirs")
    client.force_login(facilitator)
    wrong = reverse("meetings:settle-proposal", args=[lift.group.slug, other.pk])
    assert client.get(wrong).status_code == 404
    token = links.token(PROPOSAL, lift)
    assert client.get(reverse("meetings:proposal", args=[token[:-2] + "xx"])).status_code == 404
    assert client.get(reverse("meetings:booking", args=[token])).status_code == 404
    assert client.get(reverse("meetings:proposal", args=[links.token(BOOKING, lift)])).status_code == 404


def test_an_answer_to_what_somebody_answered_already_says_so(client, facilitator, lift):
    stale = Proposal.objects.get()
    actions.answer_proposal(lift, by=facilitator, answer="Yes.")
    with pytest.raises(StaleState):
        actions.park_proposal(stale, by=facilitator, reason="No.")
    client.force_login(facilitator)
    answer = client.post(settle_page(lift), {"what": "park", "reason": "No."}, follow=True)
    assert Page(answer).says("Somebody else was quicker") and Proposal.objects.get().answer == "Yes."


def test_two_at_once_put_it_on_one_agenda(committed):  # noqa: F811
    group, facilitator, meetings = _two_meetings()
    proposal = actions.suggest(group, request_key=uuid.uuid4(), title="The lift")
    results = at_once(*(_accepts(proposal, meeting, facilitator) for meeting in meetings))
    assert sorted(type(result).__name__ for result in results) == ["AgendaItem", "StaleState"]
    assert AgendaItem.objects.filter(title="The lift").count() == 1


def test_two_at_once_who_do_not_look_would_put_it_on_two(committed, monkeypatch):  # noqa: F811
    group, facilitator, meetings = _two_meetings()
    proposal = actions.suggest(group, request_key=uuid.uuid4(), title="The lift")

    def careless(proposal, state, *, answer):
        Proposal.objects.filter(pk=proposal.pk).update(state=state)

    monkeypatch.setattr("meetings.actions.proposals._settle", careless)
    at_once(*(_accepts(proposal, meeting, facilitator) for meeting in meetings))
    assert AgendaItem.objects.filter(title="The lift").count() == 2


def _two_meetings():
    group, facilitator = factories.group(), factories.person("Tomasz Lis")
    factories.membership(group, facilitator, "facilitator")
    return group, facilitator, [factories.meeting(group, facilitator, days=days) for days in (5, 9)]


def _accepts(proposal, meeting, by):
    seen = Proposal.objects.select_related("group").get(pk=proposal.pk)
    return lambda: accept(seen, Meeting.objects.get(pk=meeting.pk), by)


@pytest.mark.privacy
def test_it_is_forgotten_90_days_after_the_answer_and_after_a_year_without(group, facilitator, lift):
    waits = actions.suggest(group, request_key=uuid.uuid4(), title="Buses")
    actions.answer_proposal(lift, by=facilitator, answer="Yes.")
    today = timezone.localdate()
    Proposal.objects.filter(pk=lift.pk).update(settled_on=today - dt.timedelta(days=90))
    assert periodic.forget_proposals() == 0
    Proposal.objects.filter(pk=lift.pk).update(settled_on=today - dt.timedelta(days=91))
    assert periodic.forget_proposals() == 1
    Proposal.objects.filter(pk=waits.pk).update(suggested_on=today - dt.timedelta(days=366))
    assert periodic.forget_proposals() == 1
