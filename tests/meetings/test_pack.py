"""All papers of a meeting in one file: contents, every PDF and picture, and where the rest is; for whom they are."""

import io
import subprocess

import pikepdf
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coproduction import links
from meetings import binding, cleaning, pack
from meetings.emails import BOOKING
from meetings.models import Paper
from tests import factories
from tests.meetings import leaky
from tests.meetings.leaky import hidden_in
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def real(meeting, by, content, title, **more):
    """A paper made of a real file, cleaned as any other."""
    cleaned = cleaning.clean(content)
    details = {"kind": cleaned.kind, "content": cleaned.content, "text": cleaned.text, "title": title, **more}
    return factories.paper(meeting, by, **details)


def pages(number, size=(595, 842), turned=0, inner_link=False):
    """A PDF of so many pages."""
    made = pikepdf.new()
    for at in range(number):
        page = leaky.page(made, f"Words of page {at + 1}.")
        page.obj.MediaBox = pikepdf.Array([0, 0, *size])
        page.obj.Rotate = turned
    if inner_link:
        made.pages[0].Annots = pikepdf.Array(
            [
                made.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Link,
                        Rect=pikepdf.Array([10, 10, 90, 40]),
                        Dest=pikepdf.Array([made.pages[-1].obj, pikepdf.Name.Fit]),
                    )
                )
            ]
        )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def of(meeting):
    return reverse("meetings:pack", args=[meeting.group.slug, meeting.slug])


def reader(person=None):
    browser = Client()
    if person:
        browser.force_login(person)
    return browser


@pytest.fixture
def full(meeting, facilitator):
    """A meeting with a PDF, a picture and a link for everybody, and a PDF and a Word file for members."""
    real(meeting, facilitator, pages(3, inner_link=True), "The long answer", public=True)
    real(meeting, facilitator, leaky.png_with_texts(), "How the card looks", public=True, minutes_to_read=2)
    factories.paper(meeting, facilitator, title="The plan on the web", public=True, link="https://wendle.example/plan")
    real(meeting, facilitator, pages(2, size=(842, 595)), "Only for us")
    real(meeting, facilitator, leaky.word(), "A draft to write on")
    return meeting


def titles(outline):
    return [entry.title for entry in outline]


def test_everybody_gets_what_is_public_bound_with_contents_numbers_and_bookmarks(full, settings):
    settings.PAPERS_APART = True
    answer = reader().get(of(full))
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("attachment")
    found = pypdf.PdfReader(io.BytesIO(answer.content))
    texts = [page.extract_text() for page in found.pages]
    assert len(texts) == 1 + 3 + 1
    assert titles(found.outline) == ["What is in here", "The long answer", "How the card looks"]
    assert [found.get_destination_page_number(entry) for entry in found.outline] == [0, 1, 4]
    assert "Page 2" in texts[0] and "Page 5" in texts[0] and "PNG picture, about 2 minutes" in texts[0]
    assert "https://wendle.example/plan" in texts[0] and "The plan on the web" in texts[0]
    assert "Only for us" not in texts[0] and "A draft to write on" not in texts[0] and "members" not in texts[0]
    assert [text.strip()[-1] for text in texts[1:]] == ["2", "3", "4", "5"]
    assert "Words of page 3." in texts[3]
    leads = [link.get_object() for link in found.pages[0]["/Annots"]]
    inside = [found._get_page_number_by_indirect(link["/Dest"][0]) for link in leads if "/Dest" in link]
    assert inside == [1, 4] and "paper.invalid" not in str(leads)
    own = found.pages[1]["/Annots"][0].get_object()
    assert found._get_page_number_by_indirect(own["/Dest"][0]) == 3


def test_members_and_people_who_booked_get_what_is_for_them_too(full, member):
    booked = factories.attendance(full, "Wilf", booking="coming")
    path = reverse("meetings:booking-pack", args=[links.token(BOOKING, booked)])
    for answer in (reader(member).get(of(full)), reader().get(path)):
        assert answer["Cache-Control"].replace(" ", "") in ("private,no-store", "no-store,private")
        found = pypdf.PdfReader(io.BytesIO(answer.content))
        text = found.pages[0].extract_text()
        assert len(found.pages) == 1 + 3 + 1 + 2 and "Please do not pass it on" in text
        assert "A draft to write on" in text and f"/papers/{Paper.objects.get(kind='docx').number}/" in text
        assert links.token(BOOKING, booked) not in text


def test_the_pages_of_the_meeting_and_the_booking_offer_it(full):
    assert of(full) in reader().get(full.get_absolute_url()).content.decode()
    token = links.token(BOOKING, factories.attendance(full, "Wilf", booking="coming"))
    page = reader().get(reverse("meetings:booking", args=[token])).content.decode()
    assert reverse("meetings:booking-pack", args=[token]) in page


def test_who_may_read_none_gets_none(meeting, facilitator, outsider, full):
    Paper.objects.filter(public=True).update(shown=False)
    assert reader().get(of(full)).url.startswith("/accounts/")
    assert reader(outsider).get(of(full)).status_code == 404
    gone = factories.attendance(full, "Ada", booking="cancelled")
    assert reader().get(reverse("meetings:booking-pack", args=[links.token(BOOKING, gone)])).status_code == 404
    token = links.token("guest", gone)  # of another purpose
    assert reader().get(reverse("meetings:booking-pack", args=[token])).status_code == 404


@pytest.mark.privacy
def test_a_private_item_and_what_nobody_looked_at_stay_out(full, facilitator, member):
    real(full, facilitator, pages(1), "Not looked at", public=True, shown=False)
    item = factories.topic(full)
    before = pypdf.PdfReader(io.BytesIO(reader(facilitator).get(of(full)).content)).pages
    assert "Not looked at" not in before[0].extract_text() and len(before) == 7
    factories.under("confidential", item)
    assert reader(facilitator).get(of(full)).status_code == 404
    assert reader(member).get(of(full)).status_code == 404


LEAKY = {name: make for name, (make, _told) in leaky.CLEANED.items()}


@pytest.mark.privacy
def test_nothing_of_what_was_planted_in_the_papers_is_in_the_pack(meeting, facilitator):
    made = [make() for make in LEAKY.values()]
    bound = [content for content in made if cleaning.kind_of(content) in Paper.IN_PACK]
    assert len(bound) > 10 and all(hidden_in(content) for content in bound)
    for number, content in enumerate(bound):
        real(meeting, facilitator, content, f"Paper {number}", public=True)
    content = reader().get(of(meeting)).content
    assert hidden_in(content) == []
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert set(opened.docinfo.keys()) <= {"/Title", "/Producer"}
        assert not {"/Metadata", "/Names", "/AcroForm", "/OpenAction", "/StructTreeRoot"} & set(opened.Root.keys())
        kinds = {str(link.Subtype) for page in opened.pages for link in page.get("/Annots", [])}
        assert kinds == {"/Link"}


def test_late_papers_say_so_in_it(full):
    Paper.objects.filter(kind="pdf", public=True).update(late=True, late_reason="we waited for figures")
    text = pypdf.PdfReader(io.BytesIO(reader().get(of(full)).content)).pages[0].extract_text()
    assert "Came late: we waited for figures." in text.replace("\n", " ")


def test_turned_pages_have_their_number_where_one_sees_it(meeting, facilitator, tmp_path):
    for turned in (0, 90, 180, 270):
        real(meeting, facilitator, pages(1, turned=turned), f"Turned {turned}", public=True)
    file = tmp_path / "pack.pdf"
    file.write_bytes(reader().get(of(meeting)).content)
    for page in range(2, 6):
        said = subprocess.run(
            ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), file, "-"], capture_output=True, text=True
        ).stdout
        line = next(line for line in said.splitlines() if f">{page}</word>" in line)
        where = {
            name: float(value)
            for name, value in (part.split("=") for part in line.replace('"', "").replace(">", " ").split()[1:5])
        }
        width, height = (842, 595) if page in (3, 5) else (595, 842)
        assert where["xMax"] > width - 30 and where["yMax"] > height - 40, line


# --- once, in bounds ----------------------------------------------------------------------------------------------------
def test_it_is_bound_once_and_again_when_a_fact_changes(full, monkeypatch):
    bound, honest = [], binding.bind
    monkeypatch.setattr(binding, "bind", lambda *a, **k: bound.append(1) or honest(*a, **k))
    first = reader().get(of(full))
    again = reader().get(of(full), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and reader().get(of(full)).content == first.content and len(bound) == 1
    Paper.objects.filter(title="The long answer").update(summary="Other words.")
    assert reader().get(of(full), headers={"If-None-Match": first["ETag"]}).status_code == 200 and len(bound) == 2


def test_more_papers_ask_the_database_no_more_often(meeting, facilitator):
    asked = []
    for size in (1, 6):
        for number in range(Paper.objects.count(), size):
            factories.paper(meeting, facilitator, content=leaky.pdf(), title=f"Paper {number}", public=True)
        with CaptureQueriesContext(connection) as found:
            assert reader().get(of(meeting)).status_code == 200
        asked.append(len([one for one in found if "cache" not in one["sql"]]))
    assert asked == [7, 7]  # with the two of keeping it


def said_in_place_of_it(full):
    first = reader().get(of(full))
    assert (first["Cache-Control"], first.get("ETag")) == ("private, no-store", None)
    answer = reader().get(of(full), follow=True)
    assert answer.redirect_chain[0][0] == full.get_absolute_url()
    return Page(answer)


@pytest.mark.security
@pytest.mark.parametrize(
    ("where", "most", "words"),
    [(binding, {"MOST_PAGES": 4}, "too many pages for one file: more than 4"), (pack, {"MOST_BYTES": 99}, "MB in all")],
)
def test_over_the_limits_there_is_a_plain_answer_and_the_list(full, monkeypatch, where, most, words):
    for name, value in most.items():
        monkeypatch.setattr(where, name, value)
    page = said_in_place_of_it(full)
    assert page.says(words) and page.says("The long answer")


@pytest.mark.security
def test_a_thousand_pages_are_told_in_plain_words_by_the_process_that_counts(full, facilitator, settings):
    settings.PAPERS_APART = True
    for number in range(6):  # as many as cleaning takes, and more in all than are bound
        factories.paper(full, facilitator, content=pages(200), title=f"Long {number}", public=True)
    assert said_in_place_of_it(full).says("too many pages for one file: more than 500")


@pytest.mark.security
def test_a_file_that_breaks_the_process_breaks_nothing_else(full, facilitator, settings):
    settings.PAPERS_APART = True
    factories.paper(full, facilitator, content=b"%PDF-1.7 No real file", public=True)
    assert said_in_place_of_it(full).says("We could not put these papers into one file just now")


def test_while_one_is_bound_another_asks_for_a_minute(full, monkeypatch):
    monkeypatch.setattr(pack, "WAIT", 0.01)
    with pack._my_turn():
        assert said_in_place_of_it(full).says("Somebody else is getting a file like this just now")
    assert reader().get(of(full)).status_code == 200  # control: now it is there
