"""Past meetings with what came of them, and the search: words of public copies in reach, and of nothing else."""

import html
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups.models import Group
from meetings.models import Meeting
from minutes import actions, document, search
from minutes.models import Action, IssuedCopy, Minutes
from tests import factories, worlds
from tests.pages import Page
from tests.test_bad_input import TEXTS
from tests.test_public_pages import issue
from tests.test_queries import fill, many_published, publish, questions

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]


def found(client, words):
    """Return the addresses that the search for `words` leads to."""
    said = client.get("/search/", {"q": words}).content.decode()
    return re.findall(r'co-list__title"><a class="govuk-link" href="([^"]+)"', said)


def notes_of(meeting):
    return reverse("minutes:public", args=[meeting.group.slug, meeting.slug])


# --- what is found ----------------------------------------------------------------------------------------------------
def test_groups_meetings_and_notes_are_found_by_their_words(client, group, meeting, held, facilitator):
    publish(held, facilitator)
    Meeting.objects.filter(pk=held.pk).update(theme="Letters on time", who_for="all.")
    assert found(client, "fridge") == [notes_of(held)]
    assert found(client, "letters") == [held.get_absolute_url(), notes_of(held)]
    assert found(client, "What would help?") == [meeting.get_absolute_url(), notes_of(held)]
    assert group.get_absolute_url() in found(client, "hospital")
    assert found(client, "fridge letters") == [notes_of(held)]
    assert found(client, "zebra") == []


def test_an_extract_shows_the_line_with_its_words_marked(client, held, facilitator):
    publish(held, facilitator)
    said = client.get("/search/", {"q": "fridge"}).content.decode()
    assert "People often come home to an empty <mark>fridge</mark>." in said


def test_drafts_and_what_is_called_off_are_not_found(client, group, facilitator):
    factories.meeting(group, facilitator, theme="Zebra draft", state="draft", items=())
    off = factories.meeting(group, facilitator, days=3, theme="Zebra off", items=())
    Meeting.objects.filter(pk=off.pk).update(state="cancelled", cancel_reason="Flood.")
    client.force_login(facilitator)
    assert found(client, "zebra") == []
    Meeting.objects.update(state="announced")
    assert len(found(client, "zebra")) == 2


def test_notes_that_are_not_public_are_not_found_nor_words_of_the_group_copy(client):
    world = worlds.build()
    assert found(client, "fridge") == [notes_of(world.meetings["out"])]
    group_copy = IssuedCopy.objects.filter(audience="group").first()
    assert group_copy.words == "" and group_copy.document["items"]
    for name in ("coordinator", "facilitator"):
        client.force_login(world.people[name])
        assert found(client, "fridge") == [notes_of(world.meetings["out"])]


def test_names_by_consent_and_how_to_reach_the_group_are_no_words_to_look_for(held, facilitator):
    minutes = publish(held, facilitator)
    built = document.from_json(minutes.copies.get(audience="public").document)
    named = document.replace(built, actions=(document.replace(built.actions[0], who="Maya Thornhill"),))
    assert "Maya" not in document.found_by(named)["words"]
    assert built.contact not in document.found_by(built)["words"]


def test_withdrawn_notes_leave_the_search_and_the_lists_at_once(client, held, facilitator, coordinator):
    minutes = publish(held, facilitator)
    assert found(client, "fridge") == [notes_of(held)]
    actions.withdraw(Minutes.objects.get(pk=minutes.pk), by=coordinator)
    assert found(client, "fridge") == []
    page = Page(client.get("/meetings/past/"))
    assert page.says("No notes are out.") and notes_of(held) not in page.links


def test_notes_taken_back_for_a_persons_sake_leave_the_search_at_once(client, held, facilitator, coordinator):
    minutes = publish(held, facilitator)
    actions.correct(Minutes.objects.get(pk=minutes.pk), by=coordinator, kind=Minutes.Correction.PERSON)
    assert found(client, "fridge") == []


def test_a_correction_is_found_by_its_own_words_once_it_is_out_and_by_no_old_ones(
    client, held, facilitator, coordinator
):
    minutes = publish(held, facilitator)
    actions.correct(Minutes.objects.get(pk=minutes.pk), by=coordinator, kind=Minutes.Correction.FACT)
    point = minutes.points.get(text__contains="fridge")
    point.text = "People often come home to a cold larder."
    point.save(update_fields=["text"])
    assert found(client, "fridge") == [notes_of(held)] and found(client, "larder") == []
    minutes.copies.update(taken_back=timezone.now())
    built = document.build(Minutes.objects.get(pk=minutes.pk), document.PUBLIC)
    facts = {"version": 2, "issued_on": timezone.localdate(), "document": document.to_json(built)}
    IssuedCopy.objects.create(minutes=minutes, audience="public", **facts, **document.found_by(built))
    assert found(client, "fridge") == [] and found(client, "larder") == [notes_of(held)]


def test_what_is_issued_is_found(client, minutes, facilitator, coordinator):
    issue(minutes, facilitator, coordinator)
    assert found(client, "fridge") == [notes_of(minutes.meeting)]
    copy = minutes.copies.get(audience="public")
    assert copy.agreed == 1 and minutes.copies.get(audience="group").words == ""


def test_the_words_of_copies_that_were_out_before_are_the_same(held, facilitator):
    from importlib import import_module

    minutes = publish(held, facilitator)
    filling = import_module("minutes.migrations.0008_finding_words")
    before = list(minutes.copies.order_by("pk").values_list("words", "agreed"))
    minutes.copies.update(words="", agreed=0)

    class Apps:
        get_model = staticmethod(lambda *names: IssuedCopy)

    filling.fill(Apps, None)
    assert list(minutes.copies.order_by("pk").values_list("words", "agreed")) == before
    assert any(words for words, _agreed in before)


# --- odd questions ----------------------------------------------------------------------------------------------------
HOSTILE = ["'; DROP TABLE meetings_meeting; --", "<script>alert(1)</script>", "a & | ! ( ) :* <->", '"', '"no end', "%", "_",
           "\\", "or or or", "-", "-bus", "a" * 200, "the", "٣", "🦓", "{{ 7|add:7 }}", "a AND b NOT c", "word " * 39]  # fmt: skip


def test_any_question_is_answered_and_nothing_of_it_runs(client, group, held, facilitator):
    publish(held, facilitator)
    for words in [*HOSTILE, *TEXTS.values(), "n" * 10_000]:
        answer = client.get("/search/", {"q": words})
        page = Page(answer)
        assert answer.status_code == 200 and not page.unlinked(), words
        assert "<script>alert" not in page.html
        assert len(answer.content) < 60_000
    assert found(client, "%") == found(client, "_") == []
    assert Page(client.get("/search/", {"q": "n" * 10_000})).summary == ["#id_q"]


def test_an_empty_question_shows_the_box_alone(client, group):
    for path in ("/search/", "/search/?q=", "/search/?q=%20"):
        page = Page(client.get(path))
        assert not page.summary and not page.says("We found nothing")
    assert Page(client.get("/search/?q=zebra")).says("We found nothing")


def test_words_of_notes_are_escaped_in_an_extract(client, held, facilitator):
    minutes = publish(held, facilitator)
    minutes.copies.filter(audience="public").update(words="Beware <b>of</b> the zebra & <script>alert(1)</script>")
    said = client.get("/search/", {"q": "zebra"}).content.decode()
    assert "Beware &lt;b&gt;of&lt;/b&gt; the <mark>zebra</mark> &amp; &lt;script&gt;" in said


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("One line.\nThe buses stop.", "bus", "The [buses] stop."),
        ("The bus stops.", "buses stopped stop", "The [bus] [stops]."),
        ("Nothing here.", "zebra", "Nothing here."),
        ("", "zebra", ""),
        ("a" * 300, "zebra", "a" * 180 + "…"),
        ("x " * 100 + "zebra " + "y " * 100, "zebra", None),
        ("A+B (c)", "a+b", "[A]+[B] (c)"),
        ("", "-", ""),
    ],
)
def test_an_extract_is_short_and_marks_what_was_asked_for(text, words, shown):
    pieces = search.extract(text, words)
    said = "".join(f"[{part}]" if mark else part for part, mark in pieces)
    if shown is None:
        assert said.startswith("…x x") and "[zebra]" in said and said.endswith("y…") and len(said) < 200
    else:
        assert said == shown


def test_the_search_asks_as_much_however_much_there_is_and_shows_a_bounded_part(client, group, facilitator):
    many_published(group, facilitator)(2)
    few = questions(client, "/search/?q=help")
    for number in range(25):
        factories.group(f"help-{number}", name=f"Help {number}")
    fill(group, facilitator, 25)
    assert questions(client, "/search/?q=help") == few == 3
    assert len(found(client, "help")) == 20 + 20 + 2
    assert Page(client.get("/search/?q=help")).says("There is more. We show 20 of each.")


def test_the_full_text_uses_its_indexes_and_other_databases_look_for_bare_words(held, facilitator):
    publish(held, facilitator)
    if connection.vendor != "postgresql":
        assert "LIKE" in str(search._matching(Group.objects.all(), "fridge").query)
        return
    meetings = Meeting.objects.filter(state__in=search.SEEN)
    for rows in (Group.objects.all(), meetings, IssuedCopy.objects.for_everybody()):
        table = rows.model._meta.db_table
        only_index(table, f"{table}_words")
        assert f"{table}_words" in search._matching(rows, "fridge").explain(), rows.model


def only_index(table, kept):
    """Leave a table no index but one: in a table of one row the planner takes any that will do, and not always the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND conindid <> 0", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexname <> %s", [table, kept])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


# --- past meetings ----------------------------------------------------------------------------------------------------
def test_a_past_meeting_says_what_was_agreed_and_how_far_it_got(client, held, facilitator):
    minutes = publish(held, facilitator)
    page = Page(client.get("/meetings/past/"))
    assert page.says("One thing was agreed. One thing is to be done.") and notes_of(held) in page.links
    Action.objects.update(state=Action.State.DONE)
    assert Page(client.get("/meetings/past/")).says("The one thing to do is done.")
    factories.under("confidential", *held.items.filter(kind="topic"))
    assert not Page(client.get("/meetings/past/")).says("thing to do")
    minutes.copies.filter(audience="public").update(agreed=3)
    assert Page(client.get("/meetings/past/")).says("3 things were agreed.")


def test_of_notes_that_are_not_public_a_past_meeting_says_nothing(client):
    world = worlds.build()
    page = Page(client.get("/meetings/past/"))
    assert page.text.count("agreed.") == 1 and page.text.count("No notes are out.") == 4
    assert notes_of(world.meetings["out"]) in page.links


def test_the_day_of_a_meeting_on_a_rare_topic_is_not_told(client, held, facilitator):
    publish(held, facilitator)
    Group.objects.update(sensitive=True)
    day = f"{held.local_start.day}\u00a0{held.local_start:%B}"
    for path in ("/meetings/past/", "/search/?q=fridge"):
        said = html.unescape(client.get(path).content.decode())
        assert day not in said and f"{held.local_start:%B %Y}" in said


def test_past_meetings_are_shown_page_by_page_and_by_group(client, group, other_group, facilitator, elsewhere):
    fill(group, facilitator, 23, "held")
    other = factories.meeting(other_group, elsewhere, days=-3, state="held", items=())
    Group.objects.filter(pk=other_group.pk).update(name="Streets for Everyone")
    first = Page(client.get("/meetings/past/"))
    (later,) = (link for link in first.links if "after=" in link)
    Meeting.objects.filter(group=group, starts__gt=factories.moment(-6)).update(theme="Changed")
    both = first.links + Page(client.get(f"/meetings/past/{later}")).links
    for meeting in Meeting.objects.all():
        assert both.count(meeting.get_absolute_url()) == 1
    page = Page(client.get("/meetings/past/?group=streets"))
    assert [link for link in page.links if link.startswith("/meetings/s")] == [other.get_absolute_url()]
    assert Page(client.get("/meetings/past/?group=zebra")).says("No past meeting of a group")


def test_past_meetings_ask_as_much_however_many_there_are(client, group, facilitator):
    grow = many_published(group, facilitator)
    grow(1)
    few = questions(client, "/meetings/past/")
    grow(4)
    assert questions(client, "/meetings/past/") == few == 3


def test_any_name_of_a_group_is_looked_for_or_refused_kindly(client, held):
    for text in [*TEXTS.values(), "n" * 10_000]:
        answer = client.get("/meetings/past/", {"group": text, "after": text})
        assert answer.status_code == 200 and not Page(answer).unlinked(), text
