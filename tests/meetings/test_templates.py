"""Templates to plan from, a theme before everybody sees a meeting, and what is to be booked weeks before."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from meetings import actions, ahead
from meetings.models import SERIES_FACTS, TEMPLATE_FACTS, AgendaItem, Meeting, MeetingTemplate
from meetings.shipped import SHIPPED
from tests import factories
from tests.pages import Page

State = Meeting.State
pytestmark = pytest.mark.django_db


def there(meeting, name):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug])


@pytest.fixture
def desk(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def draft(group, facilitator):
    return factories.meeting(group, facilitator, state=State.DRAFT, theme="", items=())


# --- the theme --------------------------------------------------------------------------------------------------------
def test_a_draft_without_a_theme_is_not_announced(desk, facilitator, draft):
    with pytest.raises(ValidationError) as refused:
        actions.announce(draft, by=facilitator)
    assert list(refused.value.message_dict) == ["theme"]
    asked = Page(desk.post(there(draft, "announce"), follow=True))
    assert asked.says("Say first what the meeting is about. Then everybody can see it.") and "theme" in asked.fields
    assert Page(desk.post(there(draft, "theme"), {"theme": " "})).says("Say what the meeting is about")
    assert Page(desk.post(there(draft, "theme"), {"theme": "Buses"}, follow=True)).says("Announce this meeting")
    desk.post(there(draft, "announce"))
    draft.refresh_from_db()
    assert (draft.theme, draft.state) == ("Buses", "announced")
    with pytest.raises(StaleState):
        actions.say_theme(draft, by=facilitator, theme="Trains")


def test_whatever_goes_past_the_pages_nothing_is_public_without_a_theme(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=draft.pk).update(state=State.ANNOUNCED)


def test_those_who_run_it_read_that_it_has_none_yet_on_every_page_a_draft_has(desk, draft):
    pages = ["plan", "change", "theme", "keep-template", "meeting", "add-item", "register-sheet"]
    for path in [*(there(draft, name) for name in pages), "/my-page/"]:
        page = Page(desk.get(path))
        assert page.status == 200 and page.says("No theme yet"), path
    assert not Page(desk.get(there(draft, "plan"))).says("Announce this meeting")
    assert b"No theme yet" in desk.get(there(draft, "calendar")).content


def test_a_meeting_everybody_sees_keeps_its_theme(desk, meeting, facilitator):
    form = Page(desk.get(there(meeting, "change"))).fields
    page = Page(desk.post(there(meeting, "change"), {**form, "theme": ""}))
    assert page.says("Say what the meeting is about") and page.summary
    facts = {"theme": "", "starts": meeting.starts, "ends": meeting.ends}
    with pytest.raises(ValidationError):
        actions.change(meeting, by=facilitator, **facts)


def test_a_meeting_already_held_needs_one_too(facilitator, group):
    starts = factories.moment(-3)
    with pytest.raises(ValidationError):
        actions.plan(group, by=facilitator, theme="", who_for="anyone.", starts=starts, record_rule="chatham_house",
                     ends=starts + dt.timedelta(hours=2), entered_afterwards=True)  # fmt: skip


# --- templates --------------------------------------------------------------------------------------------------------
def test_a_template_keeps_the_plan_and_no_people_papers_or_guests(desk, facilitator, group, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        meets_you="Dilys stands at the door.", online_link="https://meet.example/1", dial_in="01632 960 150",
        expect="Tea is on.", offered="Bus fares", bsl=True,
    )  # fmt: skip
    topic = factories.topic(meeting)
    actions.change_item(topic, by=facilitator, record_rule="confidential", can_decide="The card.", recurring=True)
    factories.paper(meeting, facilitator, item=meeting.items.first())
    factories.attendance(meeting, "Bev Ashdown", booking="coming")
    brought = AgendaItem.objects.create(meeting=meeting, position=9, title="From last time")
    meeting.carried_items.create(key="item:0", why="not_reached", come_from=meeting, item=brought)
    kept = Page(desk.post(there(meeting, "keep-template"), {"name": "Our evening"}, follow=True))
    assert kept.says("“Our evening” is kept.")
    template = MeetingTemplate.objects.get()
    said = f"{template.facts} {template.items}"
    assert not [word for word in ("Dilys", "meet.example", "960 150", "Bev", "What people told us", "From last time")
                if word in said]  # fmt: skip
    assert set(template.facts) == set(TEMPLATE_FACTS) < set(SERIES_FACTS)
    assert [(item["kind"], item["own_rule"]) for item in template.items] == [
        ("hello", ""), ("topic", "confidential"), ("open_space", ""),
    ]  # fmt: skip

    address = f"{reverse('meetings:new', args=[group.slug])}?template={template.pk}"
    page = Page(desk.get(address))
    assert page.says("It begins with the agenda and the facts of “Our evening”.")
    assert (page.fields["expect"], page.fields["theme"], page.fields["start"]) == ("Tea is on.", "", "6pm")
    day = timezone.localdate() + dt.timedelta(days=30)
    typed = {**page.fields, "day_0": day.day, "day_1": day.month, "day_2": day.year, "record_rule": "names_listed"}
    desk.post(address, typed)
    made = Meeting.objects.get(state=State.DRAFT)
    assert [(item.kind, item.record_rule) for item in made.items.all()] == [
        ("hello", "names_listed"), ("last_notes", "names_listed"), ("topic", "confidential"),
        ("open_space", "names_listed"),
    ]  # fmt: skip
    copied = factories.topic(made)
    assert (copied.can_decide, copied.recurring, made.theme) == ("The card.", True, "")


def test_a_name_is_used_once_and_the_same_twice_keeps_one(facilitator, meeting):
    one = actions.keep_template(meeting, by=facilitator, name="Evening")
    assert actions.keep_template(meeting, by=facilitator, name="Evening") == one
    actions.add_item(meeting, by=facilitator, title="Letters", minutes=20)
    with pytest.raises(ValidationError):
        actions.keep_template(meeting, by=facilitator, name="evening")


def test_only_who_runs_the_group_keeps_and_removes(member, elsewhere, facilitator, meeting):
    template = actions.keep_template(meeting, by=facilitator, name="Evening")
    for by in (member, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.keep_template(meeting, by=by, name="Mine")
        with pytest.raises(PermissionDenied):
            actions.remove_template(template, by=by)
    actions.remove_template(template, by=facilitator)
    assert MeetingTemplate.objects.count() == 0 and Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_template_of_another_group_is_nobodys_here(desk, group, other_group, elsewhere):
    other = actions.keep_template(factories.meeting(other_group, elsewhere), by=elsewhere, name="Theirs")
    for asked in (other.pk, "nothing", "9" * 30, "²", "-1", ""):
        page = Page(desk.get(f"{reverse('meetings:new', args=[group.slug])}?template={asked}"))
        assert page.status == 200 and not page.says("Theirs") and page.says("Begin from a template")


@pytest.mark.parametrize("template", SHIPPED, ids=lambda one: one.key)
def test_what_comes_with_the_site_fits_its_time_and_ends_with_open_space(desk, group, facilitator, template):
    lasts = dt.datetime.combine(dt.date.min, template.end) - dt.datetime.combine(dt.date.min, template.start)
    lines = template.items
    assert sum(line["minutes"] for line in lines) * 60 <= lasts.total_seconds()
    assert (lines[0]["kind"], lines[-1]["kind"]) == ("hello", "open_space")
    assert Page(desk.get(reverse("meetings:templates", args=[group.slug]))).says(str(template.name))
    starts = factories.moment(20)
    made = actions.plan(group, by=facilitator, theme="", who_for="anyone.", starts=starts, record_rule="chatham_house",
                        ends=starts + lasts, items=lines)  # fmt: skip
    assert [item.title for item in made.items.all()] == [
        str(line["title"]) for line in lines if line["kind"] != "last_notes"
    ]


def test_a_body_that_meets_in_public_gets_no_rule_it_cannot_have(facilitator, meeting):
    topic = factories.topic(meeting)
    actions.change_item(topic, by=facilitator, record_rule="names_listed")
    template = actions.keep_template(meeting, by=facilitator, name="Evening")
    board = factories.group("board", kind="committee", record_rule="on_record")
    factories.membership(board, facilitator, "facilitator")
    starts = factories.moment(20)
    made = actions.plan(board, by=facilitator, theme="", who_for="anyone.", starts=starts, record_rule="on_record",
                        ends=starts + dt.timedelta(hours=2), items=template.items)  # fmt: skip
    assert {item.record_rule for item in made.items.all()} == {"on_record", "confidential"}


# --- to book in good time ---------------------------------------------------------------------------------------------
STARTS = dt.datetime(2031, 9, 18, 17, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("weeks", "late", "said"),
    [
        (12, False, "Book a British Sign Language interpreter by Thursday 24 July"),
        (8, False, "Book a British Sign Language interpreter by Thursday 24 July"),
        (7, False, "Book a British Sign Language interpreter now, by Thursday 7 August at the latest"),
        (6, False, "Book a British Sign Language interpreter now, by Thursday 7 August at the latest"),
        (5, True, "by Thursday 7 August at the latest, and this meeting is 5 weeks away"),
        (1, True, "this meeting is 7 days away"),
        (0, True, "this meeting is today"),
    ],
)
def test_an_interpreter_is_booked_in_good_time_or_the_page_says_what_to_do(desk, group, facilitator, weeks, late, said):
    with time_machine.travel(STARTS - dt.timedelta(weeks=weeks, hours=2), tick=False):
        draft = factories.meeting(group, facilitator, starts=STARTS, state=State.DRAFT, bsl=True)
        desk.force_login(facilitator)
        page = Page(desk.get(there(draft, "plan")))
        words = " ".join(page.text.split()).replace("\u00a0", " ")
        assert said in words and page.says("It is late for this.") == late
        assert page.says("For a meeting as long as this there are two, who take turns.")
        actions.announce(draft, by=facilitator)  # it tells, and stops nobody


def test_captions_have_days_of_their_own_and_nothing_is_said_of_what_is_over(group, facilitator):
    with time_machine.travel(STARTS - dt.timedelta(weeks=3), tick=False):
        meeting = factories.meeting(group, facilitator, starts=STARTS, bsl=True, captions=True, hearing_loop=True)
        assert [one.late for one in ahead.to_book(meeting)] == [True, False]
        assert "Thursday 28" in ahead.to_book(meeting)[1].words
    with time_machine.travel(STARTS + dt.timedelta(minutes=1), tick=False):
        assert ahead.to_book(meeting) == []


def test_the_plan_says_when_the_agenda_runs_over_and_when_open_space_is_gone(desk, facilitator, meeting):
    assert not Page(desk.get(there(meeting, "plan"))).says("As it stands the meeting would go on")
    actions.add_item(meeting, by=facilitator, title="Letters", minutes=95)
    actions.remove_item(meeting.items.get(kind="open_space"), by=facilitator)
    page = Page(desk.get(there(meeting, "plan")))
    assert page.says("As it stands the meeting would go on to 8:15pm, not end at 8pm.")
    assert page.says("There is no open space.")
