"""Every page asks the database the same number of questions, however much it shows. The numbers are written down here."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coproduction import links
from groups.models import Group, JargonWord, Membership
from meetings import actions as meeting_actions
from meetings.actions import room
from meetings.emails import ASKED, BOOKING
from meetings.models import AgendaItem, Meeting, Paper, PassedOnView, RiskTold, RoomWish
from meetings.periodic import plan_papers_due, plan_reminders
from minutes import actions, document
from minutes.emails import LOOK
from minutes.models import Action, Minutes, words_digest
from tests import factories, worlds

pytestmark = pytest.mark.django_db


FEW = (1, 3, 10)


def questions(client, path):
    """Return how many queries a page makes, once it has been looked at before."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path)
    return len(asked)


def counts(client, path, grow, sizes=(1, 3, 30)):
    """Return the number of queries with little, some and much on the page; `grow` adds to it."""
    found = []
    for size in sizes:
        grow(size)
        found.append(questions(client, path))
    return found


def fill(group, facilitator, size, state="announced", days=5):
    """Make the group have `size` meetings of that state."""
    have = group.meetings.filter(state=state).count()
    for number in range(have, size):
        sign = -1 if state == "held" else 1
        factories.meeting(group, facilitator, days=sign * (days + number), state=state, items=("A",))


def groups_up_to(size):
    for number in range(Group.objects.count(), size):
        parent = Group.objects.order_by("pk").first() if number % 2 else None
        factories.group(f"group-{number}", parent=parent)


def publish(meeting, facilitator, coordinator=None):
    minutes = factories.clean_notes(meeting, facilitator)
    worlds._issued(minutes, document.PUBLIC)
    worlds._issued(minutes, document.GROUP)
    now = timezone.now()
    Minutes.objects.filter(pk=minutes.pk).update(
        state="published", circulated_at=now, window_ends=now, agreed_at=now, published_at=now
    )
    return minutes


def many_published(group, facilitator):
    def grow(size):
        fill(group, facilitator, size, "held")
        for meeting in group.meetings.filter(state="held", record=None):
            factories.came(meeting, ["Nia", "Hal"])
            publish(meeting, facilitator)
        fill(group, facilitator, size)

    return grow


def test_home_page(client, group, facilitator):
    assert counts(client, "/", many_published(group, facilitator), FEW) == [3, 3, 3]


def test_home_page_with_many_groups(client, group):
    assert counts(client, "/", groups_up_to) == [3, 3, 3]


def test_list_of_groups(client, group):
    assert counts(client, "/groups/", groups_up_to) == [1, 1, 1]


def test_page_of_a_group(client, group, facilitator):
    assert counts(client, group.get_absolute_url(), many_published(group, facilitator), FEW) == [5, 5, 5]


def test_page_of_a_group_for_a_member(client, group, facilitator, member):
    client.force_login(member)
    assert counts(client, group.get_absolute_url(), many_published(group, facilitator), FEW) == [10, 10, 10]


def test_list_of_meetings(client, group, facilitator):
    assert counts(client, "/meetings/", lambda size: fill(group, facilitator, size)) == [1, 1, 1]


def begun(group, facilitator):
    """A meeting that is on, with its address for phones."""
    starts = timezone.now() - timezone.timedelta(minutes=30)
    on = factories.meeting(group, facilitator, starts=starts, state="under_way")
    room.give_code(on)
    return on


def papers_up_to(meeting, by, size):
    """Give the meeting `size` papers that everybody may read."""
    for number in range(Paper.objects.filter(item__meeting=meeting).count(), size):
        factories.paper(meeting, by, title=f"Paper {number}", public=True)


def test_page_of_a_meeting(client, group, facilitator, meeting):
    def grow(size):
        papers_up_to(meeting, facilitator, size)
        for number in range(meeting.items.count(), size):
            AgendaItem.objects.create(meeting=meeting, position=number + 9, title="X", minutes=5)
        for number in range(meeting.attendances.count(), size):
            factories.attendance(meeting, f"Person {number}", booking="coming")

    assert counts(client, meeting.get_absolute_url(), grow) == [6, 6, 6]


def test_page_of_a_booking(client, group, facilitator, meeting):
    booked = factories.attendance(meeting, "Wilf", booking="coming")
    path = reverse("meetings:booking", args=[links.token(BOOKING, booked)])
    assert counts(client, path, lambda size: papers_up_to(meeting, facilitator, size)) == [3, 3, 3]


def test_page_of_a_meeting_with_things_carried_over(client, group, facilitator, meeting):
    def grow(size):
        fill(group, facilitator, size, "held")
        for held in group.meetings.filter(state="held", record=None):
            publish(held, facilitator)

    assert counts(client, meeting.get_absolute_url(), grow, FEW) == [6, 6, 6]


def test_plan_of_a_meeting(client, group, facilitator, meeting):
    client.force_login(facilitator)

    def grow(size):
        papers_up_to(meeting, facilitator, size)
        for number in range(meeting.items.count(), size):
            AgendaItem.objects.create(meeting=meeting, position=number + 9, title="X", minutes=5)
        for number in range(meeting.attendances.count(), size):
            factories.attendance(meeting, f"Person {number}", booking="coming")
        asked_up_to(meeting, size)

    assert counts(client, reverse("meetings:plan", args=[group.slug, meeting.slug]), grow) == [14, 14, 14]


def asked_up_to(meeting, size):
    """Ask `size` people for a paper that is overdue."""
    item = meeting.items.filter(kind="topic").first()
    due = timezone.localdate() - dt.timedelta(days=1)
    for number in range(item.paper_requests.count(), size):
        row = factories.attendance(meeting, f"Asked {number}", email=f"a{number}@people.example")
        long_ago = timezone.now() - dt.timedelta(days=30)
        item.paper_requests.create(attendance=row, due=due, asked_at=long_ago)


def test_papers_that_wait_for_a_meeting(client, group, facilitator, meeting, held):
    client.force_login(facilitator)

    def grow(size):
        for number in range(Paper.objects.held_for(group).count(), size):
            factories.paper(held, facilitator, title=f"Paper {number}", shown=False)
            Paper.objects.filter(item__meeting=held).update(late=True, held=True)

    assert counts(client, reverse("meetings:plan", args=[group.slug, meeting.slug]), grow) == [14, 14, 14]


def test_papers_we_asked_for(client, group, facilitator, meeting):
    client.force_login(facilitator)
    path = reverse("meetings:asked-for", args=[group.slug, meeting.slug])
    assert counts(client, path, lambda size: asked_up_to(meeting, size)) == [7, 7, 7]


def test_page_of_whoever_was_asked_for_a_paper(client, group, facilitator, meeting):
    asked_up_to(meeting, 1)
    token = links.token(ASKED, factories.topic(meeting).paper_requests.get())
    assert questions(client, reverse("meetings:asked", args=[token])) == 1
    assert questions(client, reverse("meetings:asked-give", args=[token])) == 1


def test_sweep_that_plans_papers_due(group, facilitator, meeting):
    for size in (1, 40):
        asked_up_to(meeting, size)
        plan_papers_due()
        with CaptureQueriesContext(connection) as asked:
            plan_papers_due()  # everybody is told already
        assert len(asked) == 2


def test_page_of_a_series(client, group, facilitator):
    client.force_login(facilitator)
    series = factories.series(group, facilitator, count=1)

    def grow(size):
        meeting_actions.end_series(series, by=facilitator, count=size)

    assert counts(client, series.get_absolute_url(), grow) == [6, 6, 6]


def test_groups_page_with_series_for_who_runs_it(client, group, facilitator):
    client.force_login(facilitator)

    def grow(size):
        for number in range(group.series.count(), size):
            factories.series(group, facilitator, count=number + 1)

    assert counts(client, group.get_absolute_url(), grow, FEW) == [11, 11, 11]


def test_register_of_a_meeting(client, group, facilitator, meeting):
    client.force_login(facilitator)

    def grow(size):
        for number in range(meeting.attendances.count(), size):
            factories.attendance(meeting, f"Person {number}", booking="coming" if number % 2 else "apologies")

    assert counts(client, reverse("meetings:register", args=[group.slug, meeting.slug]), grow) == [5, 5, 5]


def test_who_is_coming_and_who_waits(client, group, facilitator, meeting):
    client.force_login(facilitator)

    def grow(size):
        for number in range(meeting.attendances.count() // 3, size):
            lead = factories.attendance(meeting, f"Person {number}", booking="coming", ring_about="place", needs="A.")
            factories.attendance(meeting, f"With {number}", booking="coming", comes_with=lead)
            factories.attendance(meeting, f"Later {number}", booking="waiting", waits_since=timezone.now())
            factories.topic(meeting).guests.create(attendance=lead, does="talk")

    assert counts(client, reverse("meetings:who-is-coming", args=[group.slug, meeting.slug]), grow) == [12, 12, 12]
    assert counts(client, reverse("meetings:guests", args=[group.slug, meeting.slug]), lambda size: None) == [7, 7, 7]


def test_what_came_from_the_room(client, group, facilitator):
    client.force_login(facilitator)
    on = begun(group, facilitator)

    def grow(size):
        for number in range(on.room_wishes.count(), size):
            RoomWish.objects.create(meeting=on, kind="word", word=f"word {number}")
            PassedOnView.objects.create(meeting=on, text=f"View {number}.")

    assert counts(client, reverse("meetings:from-the-room", args=[group.slug, on.slug]), grow) == [6, 6, 6]


def test_big_screen(client, group, facilitator):
    client.force_login(facilitator)
    on = begun(group, facilitator)
    minutes = actions.open_notes(on, by=facilitator)

    def grow(size):
        for number in range(on.items.count(), size):
            AgendaItem.objects.create(meeting=on, position=number + 9, title="X", minutes=5, kind="open_space")
        for number in range(minutes.consensus_notes.count(), size):
            factories.consensus(minutes, facilitator, f"We will ask for bus {number}.")
            factories.point(minutes, facilitator, f"We will ring at {number}.", kind="agreed")
            factories.attendance(on, f"Person {number}", booking="coming")
            JargonWord.objects.create(group=group, word=f"bus {number}", meaning="A bus.")

    assert counts(client, reverse("meetings:screen", args=[group.slug, on.slug]), grow) == [12, 12, 12]


def test_who_was_told_of_a_risk(client, group, facilitator, coordinator, meeting):
    client.force_login(coordinator)

    def grow(size):
        for _number in range(RiskTold.objects.count(), size):
            RiskTold.objects.create(meeting=meeting, told="The lead", told_at=timezone.now())

    assert counts(client, reverse("meetings:someone-at-risk", args=[group.slug, meeting.slug]), grow) == [6, 6, 6]


def test_sheet_for_names(client, group, coordinator, meeting):
    client.force_login(coordinator)

    def grow(size):
        for number in range(meeting.attendances.count(), size):
            factories.attendance(meeting, f"Person {number}", booking="coming")

    path = reverse("meetings:register-sheet", args=[group.slug, meeting.slug])
    assert counts(client, f"{path}?names=booked", grow) == [6, 6, 6]


def test_list_of_people_to_ring(client, group, coordinator, meeting):
    client.force_login(coordinator)

    def grow(size):
        for number in range(meeting.attendances.count(), size):
            factories.attendance(meeting, f"Person {number}", booking="coming", reach="call", phone="01632 960 177")

    assert counts(client, reverse("meetings:call-list", args=[group.slug, meeting.slug]), grow) == [6, 6, 6]


def test_sweep_that_plans_reminders(group, facilitator):
    meeting = factories.meeting(group, facilitator, starts=timezone.now() + dt.timedelta(hours=3))
    long_ago = meeting.starts - dt.timedelta(days=30)
    for size in (1, 40):
        for number in range(meeting.attendances.count(), size):
            email = f"p{number}@people.example"
            factories.attendance(meeting, "Bev", booking="coming", email=email, created=long_ago)
        plan_reminders()
        with CaptureQueriesContext(connection) as asked:
            plan_reminders()  # everybody is told already
        assert len(asked) == 3


def test_page_for_phones_in_the_room(client, group, facilitator):
    on = begun(group, facilitator)
    for name in ("room", "room-word", "room-view"):
        assert questions(client, reverse(f"meetings:{name}", args=[on.room_code])) == 1


def test_my_page(client, group, facilitator):
    """Everything there is on it: meetings to come, notes to look at, things to do, groups and meetings one runs."""
    client.force_login(facilitator)

    def grow(size):
        for number in range(Group.objects.count(), size + 1):
            other = factories.group(f"group-{number}")
            factories.membership(other, facilitator, Membership.Role.FACILITATOR)
            coming = factories.meeting(other, facilitator, days=6)
            factories.attendance(coming, "Tomasz", booking="coming", person=facilitator)
            held = factories.meeting(other, facilitator, days=-6, state="held")
            lead = factories.attendance(held, "Tomasz", came=True, person=facilitator)
            minutes = factories.clean_notes(held, facilitator)
            Action.objects.filter(minutes=minutes).update(lead=lead)
            now = timezone.now()
            Minutes.objects.filter(pk=minutes.pk).update(state="circulated", circulated_at=now, window_ends=now)

    assert counts(client, reverse("my-page"), grow, FEW) == [15, 15, 15]


def helped_up_to(action, size):
    """Give something to do `size` helpers and updates."""
    for number in range(action.updates.count(), size):
        action.updates.create(words=f"Letter {number} is written.")
        action.helpers.add(factories.attendance(action.minutes.meeting, f"Person {number}", came=True))


def test_page_of_something_to_do(client, minutes, facilitator):
    client.force_login(facilitator)
    action = minutes.actions.get()
    path = reverse("minutes:progress", args=[minutes.meeting.group.slug, minutes.meeting.slug, action.pk])
    assert counts(client, path, lambda size: helped_up_to(action, size)) == [10, 10, 10]


def test_page_before_closing(client, minutes, facilitator):
    """With points, views without a place, items without an outcome and things to do that nobody leads."""
    client.force_login(facilitator)
    meeting = minutes.meeting
    path = reverse("minutes:close", args=[meeting.group.slug, meeting.slug])

    def grow(size):
        points_up_to(minutes, facilitator)(size)
        for number in range(meeting.items.count(), size + 4):
            facts = {"title": f"Item {number}", "minutes": 5, "kind": "open_space"}
            AgendaItem.objects.create(meeting=meeting, position=number + 9, **facts)

    assert counts(client, path, grow) == [25, 25, 25]


def test_what_people_suggested(client, group, facilitator, meeting):
    client.force_login(facilitator)

    def grow(size):
        for number in range(group.proposals.count(), size):
            proposal = group.proposals.create(title=f"The lift, number {number}")
            if number % 3:
                item = {"title": proposal.title, "blurb": "", "minutes": 5}
                meeting_actions.accept_proposal(proposal, meeting, by=facilitator, **item)

    assert counts(client, reverse("meetings:suggested", args=[group.slug]), grow) == [7, 7, 7]


def test_plan_of_a_meeting_with_items_that_came_again(client, group, facilitator, meeting, held):
    client.force_login(facilitator)
    minutes = actions.open_notes(held, by=facilitator)

    def grow(size):
        for number in range(held.items.count(), size + 4):
            item = AgendaItem.objects.create(meeting=held, position=number + 9, title=f"Item {number}", minutes=5)
            actions.leave_item(minutes, item, by=facilitator, left="again")

    assert counts(client, reverse("meetings:plan", args=[group.slug, meeting.slug]), grow, FEW) == [14, 14, 14]
    assert meeting.items.exclude(brought=None).count() >= 10


def test_where_somebody_is_named(client, minutes, coordinator, facilitator):
    """For those who run the group, and for whose yes it is."""
    client.force_login(coordinator)
    lead = minutes.meeting.attendances.first()
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    own = reverse("minutes:own-names", args=[links.token(LOOK, lead)])

    def grow(size):
        for number in range(minutes.actions.count(), size + 1):
            action = factories.action(minutes, facilitator, f"Write letter {number}.", lead=lead)
            words = {"words": lead.called, "audience": "both", "digest": words_digest(action.text)}
            actions.say_yes(action, attendance=lead, **words)

    assert counts(client, reverse("minutes:names", args=here), grow) == [12, 12, 12]
    assert questions(client, own) == 11


def points_up_to(minutes, by):
    def grow(size):
        for number in range(minutes.points.count(), size + 2):
            factories.point(minutes, by, f"The bus of {number} was late.")
        for number in range(minutes.consensus_notes.count(), size // 3 + 1):
            factories.consensus(minutes, by, f"We will ask for bus {number}.", views=[("Trains too.", "raised")])
        for number in range(minutes.actions.count(), size // 3 + 1):
            factories.action(minutes, by, f"Write letter {number}.")

    return grow


def test_notes_of_an_item(client, minutes, facilitator):
    client.force_login(facilitator)
    meeting = minutes.meeting
    path = reverse("minutes:item", args=[meeting.group.slug, meeting.slug, factories.topic(meeting).pk])
    assert counts(client, path, points_up_to(minutes, facilitator)) == [25, 25, 25]


def test_notes_of_an_item_of_forty_points(client, minutes, facilitator):
    client.force_login(facilitator)
    meeting = minutes.meeting
    path = reverse("minutes:item", args=[meeting.group.slug, meeting.slug, factories.topic(meeting).pk])
    before = questions(client, path)
    points_up_to(minutes, facilitator)(40)
    assert questions(client, path) == before == 25


def test_check_of_the_notes(client, minutes, coordinator, facilitator):
    client.force_login(coordinator)
    meeting = minutes.meeting
    Minutes.objects.filter(pk=minutes.pk).update(state="checking")
    path = reverse("minutes:check", args=[meeting.group.slug, meeting.slug])

    def grow(size):
        Minutes.objects.filter(pk=minutes.pk).update(state="writing")
        points_up_to(minutes, facilitator)(size)
        for number in range(size // 5):
            factories.point(minutes, facilitator, f"Priya said that bus {number} was late.")
        Minutes.objects.filter(pk=minutes.pk).update(state="checking")

    assert counts(client, path, grow) == [36, 36, 36]


def test_public_notes(client, minutes, facilitator):
    meeting = minutes.meeting
    path = reverse("minutes:public", args=[meeting.group.slug, meeting.slug])
    found = []
    for size in (1, 40):
        Minutes.objects.filter(pk=minutes.pk).update(state="writing")
        minutes.copies.all().delete()
        points_up_to(minutes, facilitator)(size)
        worlds._issued(minutes, document.PUBLIC)
        now = timezone.now()
        facts = {"circulated_at": now, "window_ends": now, "agreed_at": now, "published_at": now}
        Minutes.objects.filter(pk=minutes.pk).update(state="published", **facts)
        found.append(questions(client, path))
    assert found == [3, 3]


def test_a_question_for_every_row_would_be_noticed(client, group, facilitator, monkeypatch):
    from meetings.models import MeetingQuerySet

    monkeypatch.setattr(MeetingQuerySet, "for_list", lambda self: self)
    few, some, many = counts(client, "/meetings/", lambda size: fill(group, facilitator, size))
    assert few < some < many


def test_no_meeting_is_lost_between_the_pages_of_a_list(client, group, facilitator):
    fill(group, facilitator, 30)
    first = client.get("/meetings/").content.decode()
    after = first.split("after=")[1].split('"')[0]
    second = client.get("/meetings/", {"after": after}).content.decode()
    for meeting in Meeting.objects.all():
        assert (meeting.get_absolute_url() in first) != (meeting.get_absolute_url() in second), meeting
