import datetime as dt

import pytest
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from coproduction.models import Person
from coproduction.templatetags.look import action_steps, ending, phones, sentence, steps
from groups.models import Group, RecordRule
from meetings.models import AgendaItem, Meeting
from minutes.document import ActionLine, Agreement, ViewLine

pytestmark = pytest.mark.urls("tests.look.urls")


def drawn(source, **context):
    return " ".join(engines["django"].from_string(source).render(context).split())


def page(source="", *, person=None, **context):
    request = RequestFactory().get("/")
    request.user = person or Person(light_only=False)
    return engines["django"].from_string('{% extends "base.html" %}' + source).render(context, request)


def a_meeting(**fields):
    given = {
        "group": Group(name="Home from Hospital", slug="home", openness="open"),
        "slug": "2026-09-17",
        "theme": "The first day home",
        "who_for": "Anyone who has come home from hospital",
        "starts": dt.datetime(2026, 9, 17, 17, tzinfo=dt.UTC),
        "ends": dt.datetime(2026, 9, 17, 19, tzinfo=dt.UTC),
        "venue": "Millbeck Hall",
        "town": "Wendleby",
        "state": "announced",
    } | fields
    return Meeting(**given)


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("Anyone in Wendle", "anyone in Wendle."),
        ("Wendle people.", "Wendle people."),
        ("NHS staff", "NHS staff."),
        ("nothing.", "nothing."),
        ("A carer?", "a carer?"),
        ("", ""),
        (None, ""),
    ],
)
def test_ending_lowers_everyday_words_and_leaves_names_alone(given, end):
    assert ending(given) == end


def test_sentence_begins_large_and_stops():
    assert sentence("the hall has flooded") == "The hall has flooded."


def test_phones_are_links_and_the_rest_is_escaped():
    assert phones("<b> 01632 960 120, room 4471") == (
        '&lt;b&gt; <a class="govuk-link co-nowrap" href="tel:+441632960120">01632 960 120</a>, room 4471'
    )


def test_steps_are_done_now_and_to_come():
    assert steps(["a", "b", "c"], now=1) == [("a", "done"), ("b", "now"), ("c", "todo")]
    assert steps(["a", "b"], now=2) == [("a", "done"), ("b", "done")]
    assert steps(["a", "b", "c"], now=1, ended=True) == [("a", "done"), ("b", "ended")]


@pytest.mark.parametrize(
    ("state", "last"),
    [
        ("Agreed", ("Done", "todo")),
        ("started", ("Done", "todo")),
        ("Done", ("Done", "done")),
        ("dropped", ("Dropped", "ended")),
    ],
)
def test_action_steps_read_stored_states_and_the_words_of_notes(state, last):
    assert action_steps(state)[-1] == last


def test_every_record_rule_and_openness_has_a_badge_with_its_own_words():
    for rule in RecordRule:
        assert f"<span>{rule.label}</span>" in drawn("{% rule_badge rule %}", rule=rule.value)
    for openness in Group.Openness:
        group = Group(openness=openness.value)
        assert f"<span>{openness.label}</span>" in drawn("{% openness_badge group %}", group=group)


def test_the_state_of_a_step_is_said_and_not_only_drawn():
    html = drawn("{% trail steps short=True label=label %}", steps=steps(["Asked", "Answered"], now=1), label="Bus")
    assert 'aria-label="Bus"' in html
    assert 'Asked<span class="govuk-visually-hidden"> (done)</span>' in html
    assert 'aria-current="step"' in html and "(now)" in html


def test_facts_are_four_sentences_in_order():
    html = drawn('{% include "components/facts.html" with meeting=meeting only %}', meeting=a_meeting())
    rows = [html.index(words) for words in ("anyone who", "6pm to 8pm", "Millbeck Hall, Wendleby.", "nothing.")]
    assert rows == sorted(rows)
    assert '<time datetime="2026-09-17T18:00+01:00">' in html


def test_a_cancelled_meeting_says_why_and_strikes_its_date():
    off = a_meeting(state="cancelled", cancel_reason="the hall has flooded")
    facts = drawn('{% include "components/facts.html" with meeting=meeting only %}', meeting=off)
    assert "</del>. <strong" in facts and "The hall has flooded." in facts
    notice = drawn('{% include "components/notice.html" with meeting=meeting only %}', meeting=off)
    assert "co-notice--off" in notice and "Will not happen" in notice and "It costs" not in notice


def test_what_people_wrote_is_escaped_in_every_part():
    bad = "<script>alert(1)</script>"
    meeting = a_meeting(theme=bad, who_for=bad, venue=bad, costs=bad)
    item = AgendaItem(title=bad, blurb=bad, minutes=10, can_decide=bad)
    agreement = Agreement(bad, True, bad, bad, bad, (ViewLine(bad, bad, bad),), False)
    html = drawn(
        '{% include "components/answer.html" with meeting=m label=bad only %}'
        '{% include "components/notice.html" with meeting=m only %}{% include "components/facts.html" with meeting=m only %}'
        '{% include "components/programme.html" with items=items starts=m.starts only %}'
        '{% include "components/agreed.html" with agreement=a only %}{% include "components/actions.html" with lines=l only %}'
        '{% include "components/now.html" with now=bad next=bad you=bad only %}'
        '{% include "components/post.html" with url="/" text=bad of=bad only %}',
        m=meeting,
        items=[item],
        a=agreement,
        l=[ActionLine(bad, bad, bad, "Done")],
        bad=bad,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 20


def test_a_view_is_never_without_where_it_went():
    views = (ViewLine("Ring first.", "Built in", "the card asks"), ViewLine("Not enough.", "Needs more work"))
    html = drawn(
        '{% include "components/agreed.html" with agreement=a only %}',
        a=Agreement("We agreed", True, "", "A card.", "", views, False),
    )
    assert "<span>Built in: the card asks</span>" in html and "<span>Needs more work</span>" in html


def test_the_strip_says_in_words_what_it_draws():
    items = [AgendaItem(minutes=60), AgendaItem(minutes=10, kind="break"), AgendaItem(minutes=45)]
    html = drawn("{% strip items m.starts m.ends %}", items=items, m=a_meeting())
    assert "Item 1: 1 hour. Break: 10 minutes. Item 2: 45 minutes. Then 5 minutes free." in html
    assert html.count("<rect") == 4
    assert drawn("{{ items|free_words:120 }}", items=items).endswith("5 minutes are free.")
    assert drawn("{{ items|free_words:90 }}", items=items) == "You have planned 25 minutes too much."


def test_the_page_has_one_current_word_and_no_inline_style_or_script():
    html = page("{% block title %}Groups{% endblock %}", section="groups", site_name="Together")
    assert html.count("aria-current") == 1
    assert "<title>Groups – " in html
    assert "style=" not in html and "<style" not in html
    assert html.count("<script") == html.count('<script type="module" src=') == 1


def test_a_person_who_wants_light_pages_gets_them():
    assert "prefers-light" in page(person=Person(light_only=True))
    assert "prefers-light" not in page()


def test_the_sample_strip_shows_only_in_sample_mode(settings):
    assert "co-sample" not in page()
    settings.SAMPLE_MODE = True
    assert "invented" in page()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_broken_pages_need_neither_request_nor_context(name):
    html = render_to_string(name)
    assert "<h1" in html and 'href="tel:' in html


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html"])
def test_refusals_say_where_to_go_on(name):
    request = RequestFactory().get("/nowhere/")
    request.user = Person()
    html = HttpResponse(render_to_string(name, {}, request)).content.decode()
    assert html.count("<h1") == 1 and '<a class="govuk-link" href="/' in html
