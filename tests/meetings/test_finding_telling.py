"""What leaves the site about a meeting: its preview, a text to send, a poster to hang up."""

import io
import re

import pikepdf
import pypdf
import pytest
from django.core.cache import cache

from coproduction import pdf
from meetings import poster, telling
from meetings.models import Meeting
from tests import factories, services
from tests.pages import Page

pytestmark = [pytest.mark.django_db]


def words_of(content):
    """Return the number of pages of a PDF and its words."""
    file = pypdf.PdfReader(io.BytesIO(content))
    return len(file.pages), " ".join(" ".join(page.extract_text().split()) for page in file.pages)


def full(meeting, letter="W"):
    """Fill every field of a meeting and its group that the poster shows, to its limit."""
    for row, names in (
        (meeting, ["theme", "who_for", "venue", "town", "costs", "access"]),
        (meeting.group, ["name", "openness_reason", "contact_role"]),
    ):
        for name in names:
            most = row._meta.get_field(name).max_length
            setattr(row, name, (letter * most)[:most].strip())
    meeting.mode, meeting.kind, meeting.language = "hybrid", "workshop", "uk"
    meeting.group.openness, meeting.group.contact_phone = "ask", "0" * 30
    for name in Meeting.FEATURES:
        setattr(meeting, name, True)


# --- previews -------------------------------------------------------------------------------------------------------
@pytest.mark.privacy
def test_a_preview_says_when_where_for_whom_and_nobodys_name(client, meeting, settings):
    Meeting.objects.update(theme='Tea & "talk" <b>')
    said = client.get(meeting.get_absolute_url()).content.decode()
    found = dict(re.findall(r'<meta (?:name|property)="([a-z:_]+)" content="([^"]*)"', said))
    assert found["og:title"] == "Tea &amp; &quot;talk&quot; &lt;b&gt; – Home from hospital"
    assert found["og:url"] == settings.SITE_URL + meeting.get_absolute_url()
    assert found["description"] == found["og:description"]
    assert re.fullmatch(
        r"\w+day \d+ \w+( \d{4})?, 6pm to 8pm. At Millbeck Hall, Mill Street, Wendleby. "
        "For anyone who looks after someone. It costs nothing.",
        found["description"],
    )
    assert "Tomasz" not in said


def test_a_preview_of_a_meeting_that_is_called_off_says_so(client, meeting):
    Meeting.objects.update(state="cancelled", cancel_reason="The hall is flooded.")
    said = client.get(meeting.get_absolute_url()).content.decode()
    assert 'name="description" content="This meeting will not happen. The hall is flooded."' in said


# --- a text to send -------------------------------------------------------------------------------------------------
def test_the_text_to_send_holds_what_one_needs_to_come(client, meeting, settings):
    Meeting.objects.update(hearing_loop=True, access="A lift")
    meeting.refresh_from_db()
    area = Page(client.get(meeting.get_absolute_url() + "tell/")).fields["words"]
    assert area == telling.message(meeting)
    lines = area.splitlines()
    assert lines[0] == "What would help?" and lines[-1] == settings.SITE_URL + meeting.get_absolute_url()
    assert "There: A hearing loop; A lift." in lines and "You do not need to have been before." in lines
    assert "Home from hospital. Ring 01632 960 120, or look here:" in lines
    assert "\u00a0" not in area


@pytest.mark.parametrize("state", ["held", "cancelled"])
@pytest.mark.parametrize("page", ["tell/", "poster.pdf"])
def test_nobody_is_told_to_come_to_what_is_over_or_called_off(client, meeting, state, page):
    Meeting.objects.update(state=state, cancel_reason="The hall is flooded.")
    answer = client.get(meeting.get_absolute_url() + page)
    assert (answer.status_code, answer["Location"]) == (302, meeting.get_absolute_url())


# --- the poster -----------------------------------------------------------------------------------------------------
def test_the_poster_has_the_day_the_place_the_number_and_the_address(client, meeting, settings):
    Meeting.objects.update(step_free=True)
    answer = client.get(meeting.get_absolute_url() + "poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="home-from-hospital-{meeting.slug}-poster.pdf"'
    pages, words = words_of(answer.content)
    assert pages == 1
    for part in ("What would help?", "6pm to 8pm", "Millbeck Hall", "No steps", "Ring 01632 960 120", "anyone who"):
        assert part in words
    assert (settings.SITE_URL + meeting.get_absolute_url()).replace("/", "") in words.replace(" ", "").replace("/", "")


def test_a_poster_is_one_page_that_everybody_can_read_whatever_its_words(meeting, tmp_path):
    drawn = {"usual": poster.draw(meeting)}
    Meeting.objects.update(theme="Tea", venue="Hall")
    drawn["short"] = poster.draw(Meeting.objects.get())
    for name, letter in (
        ("words", "wonderful "),
        ("wide", "W"),
        ("lines", "a\n"),
        ("arabic", "مرحبا "),
        ("odd", "👩🏽‍⚕️<b>"),
    ):
        full(meeting, letter)
        drawn[name] = poster.draw(meeting)
    paths = [tmp_path / f"{name}.pdf" for name in drawn]
    for path, content in zip(paths, drawn.values(), strict=True):
        path.write_bytes(content)
    assert {name: words_of(content)[0] for name, content in drawn.items()} == dict.fromkeys(drawn, 1)
    assert {v.failures for v in services.verapdf(paths) if not v.compliant} == set()


def test_the_square_leads_to_the_page_and_says_what_it_is(meeting, settings):
    page = poster.page(meeting, "huge")
    assert "<title>A square code for the camera of a phone</title>" in page
    other = factories.meeting(meeting.group, meeting.group.memberships.get().person, days=30)
    square = re.compile("<svg.*?</svg>", re.DOTALL)
    assert square.search(page)[0] != square.search(poster.page(other, "huge"))[0]


def test_a_poster_is_drawn_once_and_again_when_a_word_changes(client, meeting, monkeypatch):
    cache.clear()
    drawn, real = [], pdf.render
    monkeypatch.setattr(pdf, "render", lambda html, **more: drawn.append(1) or real(html, **more))
    path = meeting.get_absolute_url() + "poster.pdf"
    first = client.get(path).content
    assert client.get(path).content == first and len(drawn) == 1
    Meeting.objects.update(theme="Something else")
    assert client.get(path).content != first and len(drawn) == 2


def test_where_no_poster_can_be_drawn_the_page_says_so(client, meeting, monkeypatch):
    def fails(html, **more):
        raise pdf.RenderFailed("No.")

    cache.clear()
    monkeypatch.setattr(pdf, "render", fails)
    answer = client.get(meeting.get_absolute_url() + "poster.pdf", follow=True)
    assert Page(answer).says("We could not draw the poster just now.")


def test_the_poster_is_drawn_the_same_in_a_process_of_its_own(meeting):
    page = poster.page(meeting, "large")
    apart = pdf.render_apart(page, sheet=poster.SHEET)
    assert apart == pdf.render(page, sheet=poster.SHEET) != pdf.render(page)
    with pikepdf.open(io.BytesIO(apart)) as file:
        assert {*file.docinfo.keys()} == {"/Title", "/Producer"}
