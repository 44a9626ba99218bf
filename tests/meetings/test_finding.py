"""Choosing meetings by link: evening or day, from home or near a place, what must be there, kind, language, group."""

import datetime as dt
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from django.utils import timezone

from meetings import actions, forms
from meetings.models import Meeting
from meetings.paging import place_in, place_of
from tests import factories
from tests.pages import Page
from tests.test_bad_input import TEXTS

pytestmark = pytest.mark.django_db
HERE = timezone.get_default_timezone()


def themes(client, query=""):
    """Return the themes on the list that an address leads to, in order."""
    shown = client.get(f"/meetings/?{query}").content.decode()
    every = Meeting.objects.values_list("theme", flat=True)
    return sorted((theme for theme in every if f">{theme}<" in shown), key=shown.index)


@pytest.fixture
def some(group, other_group, facilitator, elsewhere):
    """Five meetings that differ in everything one can choose by."""

    def make(group=group, by=facilitator, **fields):
        return factories.meeting(group, by, items=(), **fields)

    make(theme="Evening", days=1, step_free=True, hearing_loop=True)
    make(theme="Morning", days=2, starts=factories.moment(2, 10), kind="workshop", step_free=True)
    make(theme="Call", days=3, mode="online", venue="", town="", captions=True)
    make(theme="Both", days=4, mode="hybrid", town="Stonethwaite", venue="Chapel", language="cy")
    make(other_group, elsewhere, theme="Elsewhere", days=5, town="Brigg End", kind="visit")
    type(other_group).objects.filter(pk=other_group.pk).update(area="Harrow Moor", name="Streets for Everyone")


CHOICES = {
    "": ["Evening", "Morning", "Call", "Both", "Elsewhere"],
    "when=evening": ["Evening", "Call", "Both", "Elsewhere"],
    "when=day": ["Morning"],
    "how=home": ["Call", "Both"],
    "how=person": ["Evening", "Morning", "Both", "Elsewhere"],
    "near=wendleby": ["Evening", "Morning"],
    "near=chapel": ["Both"],
    "near=HARROW": ["Elsewhere"],
    "near=wendle": ["Evening", "Morning", "Both"],
    "near=Nowhere": [],
    "group=streets": ["Elsewhere"],
    "kind=workshop": ["Morning"],
    "kind=visit": ["Elsewhere"],
    "language=cy": ["Both"],
    "language=en": ["Evening", "Morning", "Call", "Elsewhere"],
    "has=step_free": ["Evening", "Morning"],
    "has=step_free&has=hearing_loop": ["Evening"],
    "has=captions&when=evening&how=home": ["Call"],
    "has=bsl": [],
    "show=evening": ["Evening", "Call", "Both", "Elsewhere"],
    "show=home": ["Call", "Both"],
    "show=all": ["Evening", "Morning", "Call", "Both", "Elsewhere"],
}


def test_each_choice_shows_its_meetings_and_no_other(client, some):
    assert {query: themes(client, query) for query in CHOICES} == CHOICES


def test_a_choice_is_said_in_words_and_can_be_taken_off(client, some):
    page = Page(client.get("/meetings/?when=evening&near=Wendleby&has=step_free"))
    for words in ("You chose", "Evenings", "In person near “Wendleby”", "No steps"):
        assert page.says(words)
    for without in ("when=evening&has=step_free", "near=Wendleby&has=step_free", "when=evening&near=Wendleby"):
        assert any(sorted(parse_qsl(link[1:])) == sorted(parse_qsl(without)) for link in page.links), without
    (closely,) = (link for link in page.links if "choose=" in link)
    fields = Page(client.get("/meetings/" + closely)).fields
    assert (fields["near"], fields["when"], fields["has"]) == ("Wendleby", "evening", "step_free")


def test_where_nothing_fits_the_page_says_what_to_loosen_and_whom_to_ring(client, some, settings):
    page = Page(client.get("/meetings/?has=bsl&near=Wendleby"))
    assert page.says("No meeting fits all of that") and page.says("Take one thing off above")
    assert page.says(settings.HELP_PHONE) and "?near=Wendleby" in page.links


@pytest.mark.parametrize("query", ["when=night", "how=%00", "has=x&has=bsl", "kind=9", "language=xx", "when=\udcff"])
def test_an_address_that_was_spoiled_is_answered_plainly(client, some, query):
    answer = client.get(f"/meetings/?{query.encode('utf-8', 'surrogateescape').decode('latin-1')}")
    assert answer.status_code == 200
    assert Page(answer).says("Part of this address says something we do not know")


@pytest.mark.parametrize("name", ["near", "group"])
def test_any_words_are_looked_for_or_refused_kindly_and_never_lost(client, some, name):
    for text in [*TEXTS.values(), "n" * 10_000, "100%", "_", "\\"]:
        answer = client.get("/meetings/", {name: text})
        page = Page(answer)
        assert answer.status_code == 200 and not page.unlinked()
        assert not page.summary or page.fields[name].replace("\x00", "") == text.replace("\x00", ""), text
    assert themes(client, "near=%25") == themes(client, "near=_") == []


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2027-01-15", "2027-07-15"])
def test_evening_is_five_by_the_clock_of_the_place_whatever_the_season(group, facilitator, day):
    date = dt.date.fromisoformat(day)
    at = {hour: dt.datetime.combine(date, hour, tzinfo=HERE) for hour in (dt.time(16, 59), dt.time(17), dt.time(0, 30))}
    for hour, starts in at.items():
        factories.meeting(group, facilitator, starts=starts, theme=f"{hour:%H%M}", items=())
    with timezone.override("America/New_York"):  # whatever a page does with its own clock
        assert [m.theme for m in Meeting.objects.in_the_evening()] == ["1700"]
        assert {m.theme for m in Meeting.objects.in_the_daytime()} == {"0030", "1659"}


# --- pages of the list --------------------------------------------------------------------------------------------
def walk(client, query=""):
    """Return the addresses of all meetings, page after page, as somebody who follows "Later meetings" meets them."""
    found = []
    while query is not None:
        page = Page(client.get(f"/meetings/?{query}"))
        found += [link for link in page.links if link.startswith("/meetings/home")]
        later = [link for link in page.links if "after=" in link]
        query = later[0][1:] if later else None
    return found


def test_a_choice_is_kept_from_page_to_page_and_nothing_is_lost_or_doubled(client, group, facilitator):
    for number in range(56):
        hour = 18 if number % 2 else 10
        starts = factories.moment(5 + number // 8, hour)
        factories.meeting(group, facilitator, starts=starts, items=(), step_free=number % 3 > 0)
    wanted = Meeting.objects.coming_up().filter(step_free=True)
    wanted = [m.get_absolute_url() for m in wanted if m.local_start.hour >= 17]
    assert walk(client, "when=evening&has=step_free") == wanted
    assert len(walk(client)) == len(set(walk(client))) == 56


def test_the_next_page_goes_on_where_the_last_ended_when_that_meeting_has_moved_or_gone(client, group, facilitator):
    for number in range(22):
        factories.meeting(group, facilitator, days=3 + number, items=())
    later = [link for link in Page(client.get("/meetings/")).links if "after=" in link][0]
    whole = list(Meeting.objects.coming_up())
    after = [m.get_absolute_url() for m in whole[20:]]

    def second():
        return [link for link in Page(client.get("/meetings/" + later)).links if link.startswith("/meetings/home")]

    assert second() == after
    last = whole[19]
    Meeting.objects.filter(pk=last.pk).update(starts=factories.moment(90), ends=factories.moment(90, 20))
    assert second() == [*after, last.get_absolute_url()]
    Meeting.objects.filter(pk=last.pk).update(state="cancelled", cancel_reason="The hall is flooded.")
    assert second() == after


@pytest.mark.parametrize(
    "after", ["1", "x-1", "1-x", "9" * 17 + "-1", "-1-1", "1-" + "9" * 18, "0" * 16 + "-0", "\x00"]
)
def test_a_place_in_the_list_that_nobody_gave_out_is_answered_plainly(client, meeting, after):
    assert client.get("/meetings/", {"after": after}).status_code == 200


def test_the_place_of_a_meeting_comes_back_exactly(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts=timezone.now() + dt.timedelta(days=1, microseconds=7))
    meeting.refresh_from_db()
    assert place_in(place_of(meeting)) == (meeting.starts, meeting.pk)


# --- planning -----------------------------------------------------------------------------------------------------
def planned(**more):
    day = timezone.localdate() + dt.timedelta(days=9)
    return {"theme": "Letters", "who_for": "anyone.", "day_0": day.day, "day_1": day.month, "day_2": day.year,
            "start": "6pm", "end": "8pm", "mode": "room", "venue": "Hall", "town": "Wendleby", "costs": "nothing.",
            "record_rule": "chatham_house", **more}  # fmt: skip


def test_whoever_plans_says_what_is_there_and_it_is_filled_in_the_next_time(client, group, facilitator):
    client.force_login(facilitator)
    more = {"kind": "workshop", "language": "pl", "features": ["step_free", "captions"], "access": "A lift\nno steps"}
    client.post(f"/groups/{group.slug}/plan/", planned(**more))
    made = Meeting.objects.get()
    assert (made.kind, made.language, made.features) == ("workshop", "pl", ["step_free", "captions"])
    assert made.access_lines == ["No steps", "Captions: what is said, in writing", "A lift"]
    assert made.kind_line == "Workshop. In Polish (polski)."
    page = client.get(f"/groups/{group.slug}/plan/").context["form"]
    assert page["features"].value() == ["step_free", "captions"] and page["language"].value() == "pl"
    client.post(f"{made.get_absolute_url()}change/", planned(features=["bsl"]))
    made.refresh_from_db()
    assert (made.kind, made.language, made.features) == ("meeting", "en", ["bsl"])


def test_nothing_is_said_of_a_meeting_as_most_are(meeting):
    assert (meeting.kind_line, meeting.features, meeting.access_lines) == ("", [], [])


def test_every_choice_of_the_form_can_be_planned():
    assert set(Meeting.FEATURES) == {value for value, _words in forms.FindForm.base_fields["has"].choices}
    for name in Meeting.FEATURES:
        assert Meeting._meta.get_field(name).default is False


def test_the_form_says_nothing_of_an_address_that_asks_for_nothing():
    form = forms.FindForm(QueryDict(""))
    assert (form.chosen(), form.query(), form.odd) == ([], "", False)


def test_a_change_that_calendars_show_counts_and_another_does_not(meeting, facilitator):
    details = {name: getattr(meeting, name) for name in ("theme", "starts", "ends", "venue", "town", "mode")}
    actions.change(meeting, by=facilitator, **details, expect="Tea is on.")
    assert (meeting.sequence, meeting.changed_at) == (0, None)
    actions.change(meeting, by=facilitator, **{**details, "venue": "The chapel"})
    assert meeting.sequence == 1 and meeting.changed_at is not None
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    assert meeting.sequence == 2
