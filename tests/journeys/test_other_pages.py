"""The pages that no journey passes, and every page with words that are far too long."""

import pytest

from groups.models import RecordRule
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from minutes import actions
from tests import factories

from .inspection import NARROW, fits, inspect

pytestmark = pytest.mark.browser


def test_what_everybody_can_read(open_page, meeting, facilitator):
    group = meeting.group
    full = factories.meeting(group, facilitator, days=12, capacity=1, theme="A small room")
    factories.attendance(full, booking=Attendance.Booking.COMING)
    off = factories.meeting(group, facilitator, days=13, theme="A summer walk")
    Meeting.objects.filter(pk=off.pk).update(state="cancelled", cancel_reason="The path is under water.")
    page = open_page(viewport={"width": NARROW, "height": 640})
    for address in (
        "/meetings/",
        "/groups/",
        "/principles/",
        "/information/",
        "/accessibility/",
        "/contact/",
        "/words/",
        "/what-may-be-shared/",
        "/accounts/join/",
        "/no-such-page/",
        "/booking/an-old-link/",
        f"{full.get_absolute_url()}",
        f"{full.get_absolute_url()}book/",
        f"{off.get_absolute_url()}",
        f"{off.get_absolute_url()}book/",
        f"{meeting.get_absolute_url()}sorry/",
    ):
        page.goto(address)
        inspect(page)


def test_what_those_who_run_a_group_see_now_and_then(open_page, meeting, minutes, facilitator, coordinator):
    """Forms and notes of every kind, with something wrong in them where there is something to get wrong."""
    group, held = meeting.group, minutes.meeting
    private = factories.topic(held)
    point, note = minutes.points.first(), minutes.consensus_notes.get()
    action = minutes.actions.get()
    factories.attendance(meeting, "Zofia Wrona")
    series = factories.series(group, facilitator)
    draft = series.days.first()
    page = open_page(coordinator)
    for address in (
        "/groups/home-from-hospital/templates/",
        "/groups/home-from-hospital/series/plan/?template=workshop",
        series.get_absolute_url(),
        f"{series.get_absolute_url()}change/",
        f"{series.get_absolute_url()}end/",
        f"{series.get_absolute_url()}{draft.day}/leave-out/",
        f"{draft.meeting.get_absolute_url()}plan/",
        f"{draft.meeting.get_absolute_url()}theme/",
        f"{meeting.get_absolute_url()}keep-as-template/",
        "/groups/home-from-hospital/held/",
        "/groups/home-from-hospital/people/",
        "/my-page/about/",
        "/accounts/sign-out/",
        f"{meeting.get_absolute_url()}",
        f"{meeting.get_absolute_url()}plan/",
        f"{meeting.get_absolute_url()}change/",
        f"{meeting.get_absolute_url()}coming/",
        f"{meeting.get_absolute_url()}coming/book/",
        f"{meeting.get_absolute_url()}what-people-bring/",
        f"{meeting.get_absolute_url()}guests/",
        f"{meeting.get_absolute_url()}items/{factories.topic(meeting).pk}/",
        f"{meeting.get_absolute_url()}cancel/",
        f"{meeting.get_absolute_url()}register/",
        f"{meeting.get_absolute_url()}register/names/",
        f"{meeting.get_absolute_url()}register/sheet/?names=booked",
        f"{meeting.get_absolute_url()}from-the-room/",
        f"{meeting.get_absolute_url()}screen/",
        f"{meeting.get_absolute_url()}someone-at-risk/",
        f"{held.get_absolute_url()}notes/points/{point.pk}/",
        f"{held.get_absolute_url()}notes/consensus/{note.pk}/",
        f"{held.get_absolute_url()}notes/actions/{action.pk}/",
        f"{held.get_absolute_url()}actions/{action.pk}/",
    ):
        page.goto(address)
        inspect(page)
    private.record_rule = RecordRule.CONFIDENTIAL
    private.save(update_fields=["record_rule"])
    page.goto(f"{held.get_absolute_url()}notes/{private.pk}/")
    inspect(page)
    page.goto(f"{group.get_absolute_url()}plan/nowhere/")
    inspect(page)


def test_words_that_are_far_too_long_stay_inside_the_page(open_page, group, facilitator, coordinator):
    long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2
    group.name, group.purpose, group.who_for = long[:120], long, long
    group.save(update_fields=["name", "purpose", "who_for"])
    meeting = factories.meeting(
        group, facilitator, theme=long, venue=long, costs=long, expect=long, getting_there=long, items=[long]
    )
    held = factories.meeting(group, facilitator, days=-7, state="held", theme=long, items=[long])
    factories.came(held, [long[:100], *factories.NAMES])
    minutes = actions.open_notes(held, by=facilitator)
    topic = factories.topic(held)
    factories.point(minutes, facilitator, f"Mr {long} said {long}")
    factories.consensus(minutes, facilitator, long, views=[(long, "recorded")], care=long, question=long)
    factories.action(minutes, facilitator, long)
    actions.send_to_check(minutes, by=facilitator)
    booking = factories.attendance(meeting, long[:100], needs=long, booking=Attendance.Booking.COMING)
    page = open_page(coordinator)
    for address in (
        "/",
        "/meetings/",
        "/my-page/",
        group.get_absolute_url(),
        meeting.get_absolute_url(),
        f"{meeting.get_absolute_url()}book/",
        f"{meeting.get_absolute_url()}plan/",
        f"{meeting.get_absolute_url()}sorry/",
        f"{meeting.get_absolute_url()}coming/",
        f"{held.get_absolute_url()}register/",
        f"{held.get_absolute_url()}register/sheet/",
        f"{held.get_absolute_url()}screen/?item=2",
        f"{held.get_absolute_url()}someone-at-risk/",
        f"{held.get_absolute_url()}notes/{topic.pk}/",
        f"{held.get_absolute_url()}check/",
        booking_path(booking),
    ):
        page.goto(address)
        fits(page, address)
