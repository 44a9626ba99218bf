"""The register: who came, how, late or not, in few presses; on paper; and by the person's own word afterwards."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.access import StaleState
from meetings import actions
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting
from tests import factories
from tests.pages import Page

Booking, State = Attendance.Booking, Meeting.State


@pytest.fixture
def on(group, facilitator):
    """A meeting in a room and on a call, under way, that three people booked."""
    starts = timezone.now() - dt.timedelta(minutes=20)
    mode = Meeting.Mode.HYBRID
    on = factories.meeting(group, facilitator, starts=starts, state=State.UNDER_WAY, mode=mode)
    for name in ("Bev", "Colin", "Nia"):
        factories.attendance(on, name, booking="coming")
    return on


@pytest.fixture
def desk(facilitator):
    browser = Client()
    browser.force_login(facilitator)
    return browser


def there(meeting, name="register"):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug])


def row(meeting, called):
    return meeting.attendances.get(called=called)


def state(meeting):
    return {r.called: (r.came, r.how, r.late, r.booking) for r in meeting.attendances.all()}


def save(desk, meeting, page=None, **marks):
    """Save the register as it stands on a page, with other marks for some. Returns the answer."""
    fields = (page or Page(desk.get(there(meeting)))).fields
    by_name = {r.called: r.pk for r in meeting.attendances.all()}
    changed = {}
    for called, mark in marks.items():
        mark, *more = mark.split()
        changed[f"mark_{by_name[called]}"] = mark
        changed |= {f"{word}_{by_name[called]}": "on" for word in more}
    return desk.post(there(meeting), {**fields, **changed})


# --- in few presses -------------------------------------------------------------------------------------------------
def test_one_press_says_who_is_here_and_how(desk, on):
    save(desk, on, Bev="room late", Colin="phone", Nia="apologies")
    assert state(on) == {
        "Bev": (True, "room", True, "coming"),
        "Colin": (True, "phone", False, "coming"),
        "Nia": (False, "", False, "apologies"),
    }
    assert [r.called for r in on.attendances.sent_apologies()] == ["Nia"]
    page = Page(desk.get(there(on)))
    assert page.fields[f"mark_{row(on, 'Bev').pk}"] == "room" and f"late_{row(on, 'Bev').pk}" in page.fields
    assert page.fields[f"mark_{row(on, 'Nia').pk}"] == "apologies"


def test_everybody_who_booked_is_here_in_one_press_and_then_only_who_is_not_is_changed(desk, on):
    factories.attendance(on, "Wilf", booking="cancelled")
    save(desk, on, Bev="no", Colin="phone")
    Attendance.objects.filter(called="Nia").update(came=None)
    assert Page(desk.get(there(on))).says("Everybody who booked is here")
    desk.post(there(on, "register-everybody"))
    assert {name: facts[:2] for name, facts in state(on).items()} == {
        "Bev": (False, ""), "Colin": (True, "phone"), "Nia": (True, "room"), "Wilf": (False, ""),
    }  # fmt: skip
    assert not Page(desk.get(there(on))).says("Everybody who booked is here")


def test_at_a_meeting_by_video_everybody_is_on_the_call(desk, on):
    Meeting.objects.filter(pk=on.pk).update(mode=Meeting.Mode.ONLINE)
    desk.post(there(on, "register-everybody"))
    assert set(on.attendances.values_list("how", flat=True)) == {"online"}


@pytest.mark.parametrize(
    ("mode", "marks"),
    [
        ("room", ["room", "apologies", "no"]),
        ("hybrid", ["room", "online", "phone", "apologies", "no"]),
        ("online", ["online", "phone", "apologies", "no"]),
    ],
)
def test_the_ways_of_being_there_are_those_of_the_meeting(desk, on, mode, marks):
    Meeting.objects.filter(pk=on.pk).update(mode=mode)
    html = desk.get(there(on)).content.decode()
    name = f'name="mark_{row(on, "Bev").pk}"'
    assert [part.split('"')[0] for part in html.split(f'{name} value="')[1:]] == marks


def test_a_way_that_is_not_there_is_refused_and_nothing_is_saved(desk, on):
    before = state(on)
    page = Page(save(desk, on, Bev="bus", Colin="room"))
    assert page.summary != [] and page.unlinked() == [] and state(on) == before


def test_who_did_not_come_cannot_have_come_late(desk, on):
    save(desk, on, Bev="no late", Colin="room", Nia="room")
    assert state(on)["Bev"] == (False, "", False, "coming")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(called="Bev").update(late=True)


def test_apologies_that_were_a_mistake_are_taken_back(desk, on):
    save(desk, on, Bev="apologies")
    save(desk, on, Bev="no")
    assert state(on)["Bev"] == (False, "", False, "")


def test_before_the_meeting_who_is_not_marked_stays_unmarked(desk, meeting):
    factories.attendance(meeting, "Bev", booking="coming")
    factories.attendance(meeting, "Nia", booking="coming")
    save(desk, meeting, Nia="apologies")
    assert state(meeting) == {"Bev": (None, "", False, "coming"), "Nia": (False, "", False, "apologies")}


def test_a_page_that_was_open_for_a_while_undoes_nothing(desk, on):
    save(desk, on, Bev="no", Colin="no", Nia="no")
    page = Page(desk.get(there(on)))
    save(desk, on, Bev="phone late")
    actions.say_was_there(row(on, "Colin"), was_there=True)
    save(desk, on, page, Nia="room")
    assert {name: facts[:3] for name, facts in state(on).items()} == {
        "Bev": (True, "phone", True), "Colin": (True, "room", False), "Nia": (True, "room", False),
    }  # fmt: skip


def test_names_are_listed_only_where_the_rule_ever_lists_them(desk, group, facilitator):
    for days, rule, asked in ((3, "names_listed", True), (4, "chatham_house", False)):
        meeting = factories.meeting(group, facilitator, days=-days, state="held", rule=rule)
        factories.attendance(meeting, "Bev", booking="coming", may_list=True)
        assert Page(desk.get(there(meeting))).says("You may list my name") is asked
        save(desk, meeting, Bev="room listed")
        assert row(meeting, "Bev").may_list is True
        page = Page(desk.get(there(meeting)))
        page.fields.pop(f"listed_{row(meeting, 'Bev').pk}", None)
        save(desk, meeting, page, Bev="room")
        assert row(meeting, "Bev").may_list is not asked


def test_somebody_is_added_by_first_name_alone(desk, on):
    desk.post(there(on, "register-add"), {"called": "Sunil", "request_key": uuid.uuid4(), "apologies": ""})
    assert state(on)["Sunil"] == (True, "room", False, "")


def test_what_is_marked_and_not_saved_comes_along_when_somebody_is_added_and_the_other_way_round(desk, on):
    page = desk.get(there(on, "register")).context["form"]
    marks = {"shown": page["shown"].value(), f"mark_{row(on, 'Bev').pk}": "online"}
    before = state(on)
    desk.post(there(on, "register-add"), {"called": "Sunil", "request_key": uuid.uuid4(), "apologies": "", **marks})
    assert state(on) == before | {"Bev": (True, "online", False, "coming"), "Sunil": (True, "room", False, "")}
    wrong = desk.post(there(on, "register-add"), {"called": "", "request_key": uuid.uuid4(), "apologies": "", **marks})
    assert wrong.context["form"][f"mark_{row(on, 'Bev').pk}"].value() == "online"
    assert "<title>Error: Who came?" in wrong.content.decode()
    page = desk.get(there(on, "register")).context["form"]
    also = {"called": "Zoë", "request_key": uuid.uuid4(), "apologies": ""}
    desk.post(there(on, "register"), {"shown": page["shown"].value(), **also})
    assert state(on)["Zoë"] == (True, "room", False, "")


# --- on paper -------------------------------------------------------------------------------------------------------
def test_the_sheet_has_empty_lines_and_no_names(desk, on):
    html = desk.get(there(on, "register-sheet")).content.decode()
    assert html.count("<tr>") == 21 and not any(name in html for name in ("Bev", "Colin", "Nia"))
    assert "You may list my name" not in html and "tear it up" in html


def test_the_sheet_asks_who_may_be_listed_only_where_the_rule_lists_names(desk, group, facilitator):
    listed = factories.meeting(group, facilitator, rule="names_listed")
    html = desk.get(there(listed, "register-sheet")).content.decode()
    assert html.count("☐") == 40 and "You may list my name" in html


def test_names_of_people_who_booked_are_printed_only_if_a_coordinator_asks(desk, on, coordinator):
    named = {"names": "booked"}
    assert "Bev" not in desk.get(there(on, "register-sheet"), named).content.decode()
    browser = Client()
    browser.force_login(coordinator)
    assert "Bev" not in browser.get(there(on, "register-sheet")).content.decode()
    factories.attendance(on, "Gone Wilf", booking="cancelled")
    html = browser.get(there(on, "register-sheet"), named).content.decode()
    assert "Bev" in html and "Gone Wilf" not in html


def test_a_sheet_is_typed_up_with_one_name_a_line(desk, on):
    form = {"names": "bev\n\nSunil\r\nMary\nMary\n", "how": "room", "request_key": uuid.uuid4()}
    for _time in range(2):
        answer = desk.post(there(on, "register-names"), form, follow=True)
        assert Page(answer).says("Now tear up the sheet")
    came = sorted(r.called for r in on.attendances.came())
    assert came == ["Bev", "Mary", "Mary", "Sunil"] and on.attendances.count() == 6
    assert state(on)["Colin"] == (None, "", False, "coming")


def test_a_sheet_says_who_may_be_listed_where_the_rule_lists_names(desk, group, facilitator, on):
    listed = factories.meeting(group, facilitator, days=-3, state="held", rule="names_listed")
    factories.attendance(listed, "Nia", booking="coming", may_list=True)
    typed = {"names": "Bev, yes\nSunil, no\nNia\nHarte, Dilys", "request_key": uuid.uuid4()}
    desk.post(there(listed, "register-names"), typed)
    assert dict(listed.attendances.values_list("called", "may_list")) == {
        "Bev": True, "Sunil": False, "Nia": True, "Harte, Dilys": False,
    }  # fmt: skip
    desk.post(there(on, "register-names"), {**typed, "how": "room", "request_key": uuid.uuid4()})
    assert row(on, "Bev, yes").may_list is False


@pytest.mark.parametrize("names", ["", "  \n ", "Bev\n" + "x" * 101, "Bev\n" * 201])
def test_a_sheet_that_cannot_be_read_is_kept_and_nothing_is_written(desk, on, names):
    before = state(on)
    page = Page(desk.post(there(on, "register-names"), {"names": names, "how": "room", "request_key": uuid.uuid4()}))
    assert page.summary != [] and page.unlinked() == [] and state(on) == before
    assert page.fields["names"].strip() == names.strip()


@pytest.mark.security
@pytest.mark.parametrize("who", ["member", "former_coordinator", "outsider", "elsewhere"])
def test_nobody_else_writes_in_the_register(request, who, on):
    person, before = request.getfixturevalue(who), state(on)
    for do in (
        lambda: actions.everybody_came(on, by=person),
        lambda: actions.type_up(on, by=person, request_key=uuid.uuid4(), people=[("Bev", False)]),
        lambda: actions.mark_came(on, by=person, came=[row(on, "Bev").pk]),
    ):
        with pytest.raises(PermissionDenied):
            do()
    assert state(on) == before


# --- by the person's own word ---------------------------------------------------------------------------------------
def own(attendance, name=""):
    return booking_path(attendance) + name


def press(client, attendance, name):
    return Page(client.post(own(attendance, f"{name}/"), follow=True))


def held(on, days):
    """Let the meeting be over for so many days."""
    ends = timezone.now() - dt.timedelta(days=days)
    Meeting.objects.filter(pk=on.pk).update(state=State.HELD, starts=ends - dt.timedelta(hours=2), ends=ends)
    on.refresh_from_db()
    return on


def test_who_booked_says_by_their_own_link_whether_they_were_there(client, on):
    bev = row(on, "Bev")
    page = Page(client.get(own(bev)))
    assert page.says("Were you there, Bev?") and page.says("I was there") and page.says("I could not come")
    assert state(on)["Bev"][0] is None  # looking changes nothing
    assert press(client, bev, "was-there").says("You told us that you were there.")
    assert state(on)["Bev"] == (True, "room", False, "coming")
    assert press(client, bev, "was-not-there").says("You told us that you could not come.")
    assert state(on)["Bev"] == (False, "", False, "coming")


def test_those_who_take_the_register_see_whose_own_word_it_is(desk, client, on):
    press(client, row(on, "Bev"), "was-there")
    assert Page(desk.get(there(on))).says("They told us they were there.")


def test_the_mark_of_those_who_run_the_meeting_stands_afterwards(desk, client, on):
    bev = row(on, "Bev")
    save(desk, on, Bev="no", Colin="no", Nia="no")
    press(client, bev, "was-there")
    assert state(on)["Bev"][0] is True  # the earlier mark was only that nobody had seen her
    save(desk, on, Bev="no")
    assert press(client, bev, "was-there").says("The people who run the meeting wrote down something else")
    assert state(on)["Bev"][0] is False
    page = Page(client.get(own(bev)))
    assert page.says("Is that wrong? Ring") and not page.says("I could not come")
    with pytest.raises(StaleState):
        actions.say_was_there(bev, was_there=True)
    save(desk, on, Bev="phone")
    assert press(client, bev, "was-not-there").says("You told us that you could not come.")


WEEK = [(State.HELD, 0, True), (State.HELD, 6.9, True), (State.HELD, 7.1, False), (State.CANCELLED, 1, False)]


@pytest.mark.parametrize(("state_", "days", "asked"), WEEK)
def test_the_question_stands_until_a_week_after_the_meeting(client, on, state_, days, asked):
    held(on, days)
    reason = "The hall is flooded." if state_ == State.CANCELLED else ""
    Meeting.objects.filter(pk=on.pk).update(state=state_, cancel_reason=reason)
    bev = row(on, "Bev")
    assert Page(client.get(own(bev))).says("Were you there, Bev?") is asked
    page = press(client, bev, "was-there")
    assert state(on)["Bev"][0] is (True if asked else None)
    if not asked:
        assert page.says("You can say so from the start of the meeting to a week after it.")
        with pytest.raises(actions.NotOpen):
            actions.say_was_there(bev, was_there=True)


def test_before_the_start_nobody_is_asked(client, meeting):
    bev = factories.attendance(meeting, "Bev", booking="coming")
    assert not Page(client.get(own(bev))).says("Were you there, Bev?")
    assert press(client, bev, "was-there").says("You can say so from the start")
    assert state(meeting)["Bev"] == (None, "", False, "coming")


def test_who_did_not_book_has_no_such_word(on, desk):
    desk.post(there(on, "register-add"), {"called": "Sunil", "request_key": uuid.uuid4(), "apologies": ""})
    with pytest.raises(actions.NotOpen):
        actions.say_was_there(row(on, "Sunil"), was_there=False)
    assert state(on)["Sunil"][0] is True


def test_saying_it_twice_and_looking_again_changes_nothing_more(client, on):
    bev = row(on, "Bev")
    for _time in range(2):
        press(client, bev, "was-there")
    for name in ("was-there/", "was-not-there/"):
        assert client.get(own(bev, name)).status_code == 405
    assert state(on)["Bev"][0] is True and on.attendances.count() == 3
