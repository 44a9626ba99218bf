"""What comes onto the next agenda by rule: each thing once, with its reason, and never a name."""

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.models import AuditEntry
from groups.models import Group, Membership, RecordRule
from meetings import actions as meeting_actions
from meetings import bringing
from meetings.models import AgendaItem, CarriedItem, Meeting
from minutes import actions, carrying, document
from minutes.models import Action, ItemOutcome, Minutes
from tests import factories, worlds
from tests.pages import Page

pytestmark = pytest.mark.django_db

KEY = "00000000-0000-4000-8000-000000000001"
State, Why, Left = Meeting.State, CarriedItem.Why, ItemOutcome.Left


@pytest.fixture
def last(group, facilitator):
    """A meeting that is over, with two topics, and notes in which nothing is written down."""
    held = factories.meeting(group, facilitator, days=-7, state=State.HELD, items=("Lifts home", "The first day home"))
    factories.came(held)
    return actions.open_notes(held, by=facilitator)


def item(minutes, title="Lifts home"):
    return minutes.meeting.items.get(title=title)


def next_one(group, by, days=10, **fields):
    return factories.meeting(group, by, days=days, items=(), **fields)


def brought(meeting):
    """What came by rule, as (title, why), in the order of the agenda."""
    return list(meeting.items.exclude(brought=None).values_list("title", "brought__why"))


def order(meeting):
    return list(meeting.items.values_list("kind", flat=True))


# --- which things come ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "recurring", "action", "why"),
    [
        ("", False, "", None),
        (Left.LEFT, False, "", None),
        (Left.NOTHING, False, "", None),
        (Left.AGAIN, False, "", Why.NOT_REACHED),
        ("", True, "", Why.RECURRING),
        ("", False, "open", Why.OPEN_ACTION),
        ("", False, "started", Why.OPEN_ACTION),
        ("", False, "done", None),
        ("", False, "dropped", None),
        ("", True, "open", Why.RECURRING),
        (Left.AGAIN, True, "open", Why.NOT_REACHED),
        (Left.LEFT, True, "", Why.RECURRING),
    ],
)
def test_an_item_comes_again_when_there_was_no_time_when_it_recurs_or_something_is_to_be_done(
    last, group, facilitator, left, recurring, action, why
):
    row = item(last)
    AgendaItem.objects.filter(pk=row.pk).update(recurring=recurring)
    if left:
        actions.leave_item(last, row, by=facilitator, left=left)
    if action:
        made = actions.add_action(last, by=facilitator, key=KEY, item=row, text="Ask.")
        Action.objects.filter(pk=made.pk).update(state=action, state_reason="No." if action == "dropped" else "")
    assert brought(next_one(group, facilitator)) == ([("Lifts home", why)] if why else [])


@pytest.mark.parametrize("kind", ["hello", "last_notes", "break", "open_space"])
def test_only_topics_come_again(last, group, facilitator, kind):
    AgendaItem.objects.filter(pk=item(last).pk).update(kind=kind, recurring=True)
    assert brought(next_one(group, facilitator)) == []


def test_the_next_agenda_holds_the_notes_of_the_last_meeting_then_what_comes_again_then_open_space(
    last, group, facilitator
):
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    meeting = next_one(group, facilitator)
    assert order(meeting) == ["hello", "last_notes", "topic", "open_space"]
    assert sorted(meeting.items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_title_sentence_scope_and_minutes_go_along_and_papers_do_not(last, group, facilitator):
    row = item(last)
    facts = {"blurb": "Who pays?", "minutes": 35, "can_decide": "what we ask.", "cannot_decide": "the price.",
             "who_decides": "the council.", "decide_by": "May."}  # fmt: skip
    AgendaItem.objects.filter(pk=row.pk).update(**facts)
    factories.paper(last.meeting, facilitator, item=row, public=True)
    actions.leave_item(last, row, by=facilitator, left=Left.AGAIN)
    new = next_one(group, facilitator).items.get(title="Lifts home")
    assert {name: getattr(new, name) for name in facts} == facts
    assert not new.papers.exists()
    assert new.brought.come_from == last.meeting and not new.recurring


def test_a_recurring_item_goes_on_from_meeting_to_meeting_until_somebody_ends_it(last, group, facilitator):
    AgendaItem.objects.filter(pk=item(last).pk).update(recurring=True)
    first = next_one(group, facilitator)
    assert brought(first) == [("Lifts home", Why.RECURRING)]
    Meeting.objects.filter(pk=first.pk).update(state=State.HELD)
    second = next_one(group, facilitator, days=20)
    assert brought(second) == [("Lifts home", Why.RECURRING)]
    AgendaItem.objects.filter(meeting=second, title="Lifts home").update(recurring=False)
    Meeting.objects.filter(pk=second.pk).update(state=State.HELD)
    assert brought(next_one(group, facilitator, days=30)) == []


def test_what_is_still_to_be_done_from_an_older_meeting_makes_no_item(last, group, facilitator):
    factories.meeting(group, facilitator, days=-3, state=State.HELD)
    actions.add_action(last, by=facilitator, key=KEY, item=item(last), text="Ask the council.")
    meeting = next_one(group, facilitator)
    assert brought(meeting) == []
    assert [line.text for line in carrying.open_actions(meeting)] == ["Ask the council."]


# --- once -------------------------------------------------------------------------------------------------------------
def test_planning_two_meetings_puts_it_on_the_first_alone(last, group, facilitator):
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    first, second = next_one(group, facilitator), next_one(group, facilitator, days=20)
    assert (len(brought(first)), brought(second)) == (1, [])
    assert CarriedItem.objects.count() == 1


def test_an_earlier_meeting_that_is_planned_later_is_the_next_one(last, group, facilitator):
    later = next_one(group, facilitator, days=20)
    sooner = next_one(group, facilitator)
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    assert (len(brought(sooner)), brought(later)) == (1, [])


@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED])
def test_closing_puts_it_on_an_agenda_that_is_there_already_before_its_open_space(group, facilitator, state):
    running = factories.meeting(group, facilitator, days=0, state=State.UNDER_WAY, items=("Lifts home",))
    meeting = factories.meeting(group, facilitator, state=state)
    minutes = actions.open_notes(running, by=facilitator)
    actions.leave_item(minutes, item(minutes), by=facilitator, left=Left.AGAIN)
    assert brought(meeting) == []
    meeting_actions.close(running, by=facilitator)
    assert brought(meeting) == [("Lifts home", Why.NOT_REACHED)]
    assert order(meeting) == ["hello", "last_notes", "topic", "topic", "open_space"]
    meeting.refresh_from_db()
    assert meeting.state == state


def test_what_is_said_after_the_close_comes_when_the_notes_go_to_the_check(last, group, facilitator):
    meeting = next_one(group, facilitator)
    actions.add_action(last, by=facilitator, key=KEY, item=item(last), text="Ask the council.")
    assert brought(meeting) == []
    actions.send_to_check(last, by=facilitator)
    assert brought(meeting) == [("Lifts home", Why.OPEN_ACTION)]


def test_a_meeting_that_has_begun_gets_nothing_more(last, group, facilitator):
    meeting = next_one(group, facilitator)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.UNDER_WAY)
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    assert brought(meeting) == []
    assert brought(next_one(group, facilitator, days=20)) == [("Lifts home", Why.NOT_REACHED)]


def test_what_somebody_takes_out_is_not_put_back(last, group, facilitator):
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    meeting = next_one(group, facilitator)
    meeting_actions.remove_item(meeting.items.get(title="Lifts home"), by=facilitator)
    bringing.bring(group, by=facilitator)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.HELD)
    assert brought(meeting) == brought(next_one(group, facilitator, days=20)) == []


def test_a_recurring_item_that_is_taken_out_is_skipped_once(last, group, facilitator):
    AgendaItem.objects.filter(pk=item(last).pk).update(recurring=True)
    meeting = next_one(group, facilitator)
    meeting_actions.remove_item(meeting.items.get(title="Lifts home"), by=facilitator)
    bringing.bring(group, by=facilitator)
    later = next_one(group, facilitator, days=20)
    assert brought(meeting) == brought(later) == []
    Meeting.objects.filter(pk=meeting.pk).update(state=State.UNDER_WAY)
    meeting_actions.close(meeting, by=facilitator)
    assert brought(later) == [("Lifts home", Why.RECURRING)]
    assert CarriedItem.objects.count() == 1


@pytest.mark.parametrize("recurring", [True, False])
def test_what_was_on_a_meeting_that_will_not_happen_goes_on_to_the_next_once(last, group, facilitator, recurring):
    AgendaItem.objects.filter(pk=item(last).pk).update(recurring=recurring)
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    off, later = next_one(group, facilitator), next_one(group, facilitator, days=20)
    meeting_actions.cancel(off, by=facilitator, reason="The hall is flooded.")
    bringing.bring(group, by=facilitator)
    assert brought(off) == []
    assert brought(later) == [("Lifts home", Why.NOT_REACHED)]
    assert later.items.filter(title="Lifts home").count() == CarriedItem.objects.count() == 1


def test_a_new_recurring_item_of_a_meeting_that_will_not_happen_is_not_lost(group, facilitator):
    off, later = next_one(group, facilitator), next_one(group, facilitator, days=20)
    meeting_actions.add_item(off, by=facilitator, title="How are we?", minutes=5, recurring=True)
    meeting_actions.cancel(off, by=facilitator, reason="The hall is flooded.")
    assert brought(later) == [("How are we?", Why.RECURRING)]


def test_taking_it_back_takes_it_off_the_next_agenda(last, group, facilitator):
    meeting = next_one(group, facilitator)
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    assert len(brought(meeting)) == 1
    actions.leave_item(last, item(last), by=facilitator, left="")
    assert brought(meeting) == [] and not CarriedItem.objects.exists()
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    assert len(brought(meeting)) == 1


def test_each_item_that_is_brought_stands_in_the_log(last, group, facilitator):
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    new = next_one(group, facilitator).items.get(title="Lifts home")
    entry = AuditEntry.objects.get(event="item.brought")
    assert entry.subject == f"meetings.agendaitem:{new.pk}" and entry.actor == f"person:{facilitator.pk}"
    assert entry.detail == {"key": f"item:{item(last).pk}", "why": "not_reached"}


def test_two_of_one_name_have_a_number(last, group, facilitator):
    meeting = next_one(group, facilitator)
    meeting_actions.add_item(meeting, by=facilitator, title="Lifts home", minutes=5)
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    assert brought(meeting) == [("Lifts home (2)", Why.NOT_REACHED)]


# --- rules and words --------------------------------------------------------------------------------------------------
RULES = ["on_record", "names_listed", "chatham_house", "confidential"]


@pytest.mark.privacy
@pytest.mark.parametrize("there", RULES[:3])
@pytest.mark.parametrize("here", RULES)
def test_an_item_comes_under_its_own_rule_or_a_closer_one(last, group, facilitator, here, there):
    factories.under(here, item(last))
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    meeting = next_one(group, facilitator, rule=there)
    rule = CarriedItem.objects.get(meeting=meeting).item.record_rule
    assert rule == RULES[max(RULES.index(here), RULES.index(there))]


@pytest.mark.privacy
@pytest.mark.parametrize(("here", "rule"), [("on_record", "on_record"), ("confidential", "confidential"), ("chatham_house", "confidential")])  # fmt: skip
def test_a_body_that_meets_in_public_has_no_other_rule(last, group, facilitator, here, rule):
    factories.under(here, item(last))
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    type(group).objects.filter(pk=group.pk).update(kind="committee", record_rule="on_record")
    group.refresh_from_db()
    if not group.meets_in_public:
        pytest.fail("This kind of group was to meet in public.")
    meeting = next_one(group, facilitator, rule="on_record")
    assert CarriedItem.objects.get(meeting=meeting).item.record_rule == rule


@pytest.mark.privacy
def test_of_a_private_item_no_word_comes_onto_an_agenda_that_everybody_can_read(last, group, facilitator, client):
    factories.under("confidential", item(last))
    AgendaItem.objects.filter(pk=item(last).pk).update(blurb="The flat above the shop.", can_decide="who moves.")
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)
    meeting = next_one(group, facilitator)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert brought(meeting) == [("Something private", Why.NOT_REACHED)]
    assert "Lifts home" not in page and "flat above" not in page and "who moves" not in page
    new = meeting.items.get(title="Something private")
    assert (new.record_rule, new.blurb, new.scope) == (RecordRule.CONFIDENTIAL, "", [])


@pytest.mark.privacy
def test_a_name_that_was_put_into_an_item_during_the_meeting_stays_behind(last, group, facilitator, client):
    row = item(last)
    AgendaItem.objects.filter(pk=row.pk).update(title="What Priya Nand told us", blurb="Ring Colin Webb.", minutes=15)
    AgendaItem.objects.filter(pk=row.pk).update(can_decide="Who sits with Farah Siddiq.", decide_by="the end of May.")
    actions.leave_item(last, row, by=facilitator, left=Left.AGAIN)
    meeting = next_one(group, facilitator)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert brought(meeting) == [("Something from last time", Why.NOT_REACHED)]
    assert not any(name in page for name in ("Priya", "Nand", "Colin", "Webb", "Farah", "Siddiq"))
    assert "the end of May." in page  # what names nobody goes along


@pytest.mark.privacy
def test_why_it_is_there_is_told_to_those_who_run_the_group_alone(last, group, facilitator, client):
    actions.add_action(last, by=facilitator, key=KEY, item=item(last), text="Ask the council.")
    meeting = next_one(group, facilitator)
    reason = "something is still to be done."
    assert reason not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(facilitator)
    assert reason in client.get(reverse("meetings:plan", args=[group.slug, meeting.slug])).content.decode()


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why.NOT_REACHED, "there was no time for it then."),
        (Why.RECURRING, "it comes back at every meeting."),
        (Why.OPEN_ACTION, "something is still to be done."),
        (Why.REPORT, "From Home from hospital: someone from there will report."),
    ],
)
def test_every_reason_has_its_sentence(last, why, words):
    assert CarriedItem(why=why, come_from=last.meeting, meeting=last.meeting).reason.endswith(words)


def test_an_item_can_be_made_to_come_back_on_its_page(group, facilitator, client):
    meeting = factories.meeting(group, facilitator)
    topic = factories.topic(meeting)
    client.force_login(facilitator)
    path = reverse("meetings:item", args=[group.slug, meeting.slug, topic.pk])
    form = Page(client.get(path)).fields
    assert client.post(path, {**form, "recurring": "on"}).status_code == 302
    topic.refresh_from_db()
    assert topic.recurring
    form = Page(client.get(path)).fields
    assert form["recurring"] == "on"
    del form["recurring"]
    client.post(path, form)
    topic.refresh_from_db()
    assert not topic.recurring


def test_hello_and_open_space_are_not_asked_whether_they_come_back(group, facilitator, client):
    meeting = factories.meeting(group, facilitator)
    client.force_login(facilitator)
    for row in meeting.items.exclude(kind="topic"):
        path = reverse("meetings:item", args=[group.slug, meeting.slug, row.pk])
        assert "every meeting" not in client.get(path).content.decode()
        assert client.post(path, {**Page(client.get(path)).fields, "recurring": "on"}).status_code == 302
    assert not meeting.items.filter(recurring=True).exists()


# --- reports to the main group ----------------------------------------------------------------------------------------
@pytest.fixture
def main_group(group, db):
    main = factories.group("all-of-wendle", name="All of Wendle")
    type(group).objects.filter(pk=group.pk).update(parent=main)
    group.refresh_from_db()
    return main


@pytest.fixture
def chair(main_group):
    person = factories.person("Rhian Moss")
    factories.membership(main_group, person, Membership.Role.FACILITATOR)
    return person


def tick(minutes, by, ticked=True):
    action = minutes.actions.get()
    actions.change_action(action, by=by, version=action.version, text=action.text, report_to_parent=ticked)


def publish(minutes):
    now = timezone.now()
    worlds._issued(minutes, document.PUBLIC)
    facts = {"circulated_at": now, "window_ends": now, "agreed_at": now, "published_at": now}
    Minutes.objects.filter(pk=minutes.pk).update(state="published", **facts)
    minutes.refresh_from_db()


@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED])
def test_a_tick_puts_an_item_on_the_main_groups_next_agenda(minutes, main_group, chair, facilitator, state):
    meeting = next_one(main_group, chair, state=state)
    later = next_one(main_group, chair, days=20)
    tick(minutes, facilitator)
    assert brought(meeting) == [("Report from Home from hospital", Why.REPORT)]
    assert brought(later) == []
    new = meeting.items.get(title="Report from Home from hospital")
    assert (new.blurb, new.minutes) == ("Someone from the group will report.", 10)
    assert order(meeting) == ["hello", "topic", "open_space"]


def test_without_a_next_meeting_the_report_comes_when_one_is_planned(minutes, main_group, chair, facilitator):
    tick(minutes, facilitator)
    assert not CarriedItem.objects.exists()
    assert brought(next_one(main_group, chair)) == [("Report from Home from hospital", Why.REPORT)]
    assert brought(next_one(main_group, chair, days=20)) == []


def test_ticked_twice_is_one_item(minutes, main_group, chair, facilitator):
    meeting = next_one(main_group, chair)
    tick(minutes, facilitator)
    tick(minutes, facilitator)
    bringing.bring(main_group, by=chair)
    assert len(brought(meeting)) == 1


def test_unticked_it_is_gone_and_ticked_again_it_is_back(minutes, main_group, chair, facilitator):
    meeting = next_one(main_group, chair)
    tick(minutes, facilitator)
    tick(minutes, facilitator, False)
    assert order(meeting) == ["hello", "open_space"] and not CarriedItem.objects.exists()
    assert AuditEntry.objects.filter(event="item.removed", actor=f"person:{facilitator.pk}").count() == 1
    tick(minutes, facilitator)
    assert len(brought(meeting)) == 1


def test_unticked_after_the_meeting_began_it_stays(minutes, main_group, chair, facilitator):
    meeting = next_one(main_group, chair)
    tick(minutes, facilitator)
    Meeting.objects.filter(pk=meeting.pk).update(state=State.UNDER_WAY)
    tick(minutes, facilitator, False)
    assert len(brought(meeting)) == 1
    tick(minutes, facilitator)
    assert brought(next_one(main_group, chair, days=20)) == []


def test_what_the_main_group_takes_out_stays_out(minutes, main_group, chair, facilitator):
    meeting = next_one(main_group, chair)
    tick(minutes, facilitator)
    meeting_actions.remove_item(meeting.items.get(kind="topic"), by=chair)
    tick(minutes, facilitator)
    bringing.bring(main_group, by=chair)
    assert brought(meeting) == []


def test_an_action_that_is_taken_out_takes_its_report_along(minutes, main_group, chair, facilitator):
    meeting = next_one(main_group, chair)
    tick(minutes, facilitator)
    actions.remove_action(minutes.actions.get(), by=facilitator)
    assert order(meeting) == ["hello", "open_space"]


def test_a_group_without_a_main_group_reports_to_nobody(minutes, group, facilitator):
    other = next_one(factories.group("elsewhere"), factories_facilitator("elsewhere"))
    tick(minutes, facilitator)
    assert brought(other) == [] and not CarriedItem.objects.exists()


def factories_facilitator(slug):
    person = factories.person("Ines Duarte")
    factories.membership(Group.objects.get(slug=slug), person, Membership.Role.FACILITATOR)
    return person


@pytest.mark.privacy
@pytest.mark.parametrize("state", [s for s in Minutes.State.values if s != "published"])
def test_words_that_are_not_public_are_on_no_other_groups_agenda(
    minutes, main_group, chair, facilitator, client, state
):
    Action.objects.update(text="Ring Priya Nand about the card.", report_to_parent=True)
    publish(minutes)
    moved = {"withdrawn_at": minutes.published_at} if state == "withdrawn" else {}
    Minutes.objects.update(state=state, **moved)
    meeting = next_one(main_group, chair)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert brought(meeting) == [("Report from Home from hospital", Why.REPORT)]
    assert "Priya" not in page and "card" not in page


@pytest.mark.privacy
@pytest.mark.parametrize(("rule", "title"), [
    ("chatham_house", "Report from Home from hospital: Write a first try of the card."),
    ("confidential", "Report from Home from hospital"),
])  # fmt: skip
def test_public_words_stand_in_the_title_and_those_of_a_private_item_never(minutes, main_group, chair, rule, title):
    Action.objects.update(report_to_parent=True)
    factories.under(rule, minutes.actions.get().item)
    publish(minutes)
    assert brought(next_one(main_group, chair)) == [(title, Why.REPORT)]


@pytest.mark.privacy
@pytest.mark.parametrize("how", ["correct", "withdraw"])
def test_words_that_are_taken_back_leave_the_agenda_to_come(minutes, main_group, chair, coordinator, how):
    Action.objects.update(report_to_parent=True)
    publish(minutes)
    meeting = next_one(main_group, chair)
    assert "card" in brought(meeting)[0][0]
    actions.correct(minutes, by=coordinator, kind="person") if how == "correct" else actions.withdraw(
        minutes, by=coordinator
    )
    assert brought(meeting) == [("Report from Home from hospital", Why.REPORT)]


def test_a_long_report_fits_in_a_title(minutes, main_group, chair):
    Action.objects.update(report_to_parent=True, text="Ask for a bus. " * 40)
    publish(minutes)
    title = brought(next_one(main_group, chair))[0][0]
    assert len(title) <= 150 and title.endswith("…")


def test_a_dropped_action_is_not_reported(minutes, main_group, chair):
    Action.objects.update(report_to_parent=True, state="dropped", state_reason="No money.")
    assert brought(next_one(main_group, chair)) == []


def test_nothing_is_brought_when_planning_fails(last, group, facilitator, monkeypatch):
    actions.leave_item(last, item(last), by=facilitator, left=Left.AGAIN)

    def fails(*facts, **more):
        raise RuntimeError

    monkeypatch.setattr(bringing, "_free_title", fails)
    before = Meeting.objects.count()
    with pytest.raises(RuntimeError):
        next_one(group, facilitator)
    assert (Meeting.objects.count(), CarriedItem.objects.count()) == (before, 0)
