"""The last look (F14): nothing of the register, nothing hidden, nothing that the document does not say."""

import io
import re
from collections import Counter
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from coproduction import pdf as printer
from minutes import files, reread
from minutes.attribution import Person, Roster
from minutes.document import Item, NextMeeting
from minutes.reread import pdf as pdfs

from .documents import BARE, DRAFT, EVERY, HOME, LISTED, with_points

pytestmark = pytest.mark.privacy

ROSTER = Roster(
    people=(
        Person(
            name="Marrian Oakenfell",
            called="Mazza",
            role="treasurer",
            organisation="Brindle Vale Trust",
            short_names=("BVT",),
            email="marrian.oakenfell@brindle.example",
            phone="01632 960 777",
        ),
        Person(name="Tobiah Quill-Harrow", present=False),
    ),
    organisations=(("Wexcombe Forum", "WXF"),),
)
ORDINARY = Roster(
    people=(
        Person(name="Will Page"),
        Person(name="Hope Ward"),
        Person(name="May Group"),
        Person(name="Mark Link"),
        Person(name="Title Root"),
        Person(name="Atkinson Noto"),
        Person(name="Adobe Identity"),
        Person(name="Home Wendle"),
    )
)
"""Names that are words of our templates, of the file format or of the group: chance must not stop a file."""


def look(html_or_pdf, document=HOME, roster=ROSTER, **options):
    pdf = html_or_pdf if isinstance(html_or_pdf, bytes) else printer.render(html_or_pdf)
    return reread.reread(pdf, roster, document=document, **options)


def tampered(old, new, document=HOME):
    """The page of `document` with one change, as a template gone wrong would make it."""
    html = files.print_html(document)
    assert old in html
    return html.replace(old, new, 1)


def altered(change):
    """The finished file after `change(pdf)`, as a renderer or a finisher gone wrong would leave it."""
    with pikepdf.open(io.BytesIO(files.pdf(HOME, apart=False))) as pdf:
        change(pdf)
        done = io.BytesIO()
        pdf.save(done, deterministic_id=True, fix_metadata_version=False)
    return done.getvalue()


# --- what may leave ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", EVERY)
def test_a_file_that_says_what_the_document_says_may_leave(name):
    pdf = files.pdf(EVERY[name], apart=False)
    assert look(pdf, EVERY[name]) == ()


@pytest.mark.parametrize("document", [HOME, DRAFT, LISTED], ids=["home", "draft", "listed"])
def test_large_print_may_leave(document):
    assert look(files.pdf(document, apart=False, large=True), document) == ()


def test_people_called_like_our_own_words_stop_nothing():
    approved = reread.expected(HOME, ORDINARY)
    assert approved  # "Home" and "Wards" stand in the notes, and the check lets an ordinary word pass
    assert look(files.pdf(HOME, apart=False), roster=ORDINARY, approved=approved) == ()
    assert look(files.pdf(BARE, apart=False), BARE, roster=ORDINARY, approved=reread.expected(BARE, ORDINARY)) == ()


def test_people_listed_by_their_own_yes_are_allowed():
    roster = Roster(people=tuple(Person(name=name) for name in (*LISTED.attended, *LISTED.apologies)))
    assert look(files.pdf(LISTED, apart=False), LISTED, roster) == ()


@pytest.mark.parametrize("rule", ["chatham_house", "names_listed"])
def test_people_are_not_listed_where_the_rule_lists_nobody(rule):
    document = replace(LISTED, rule=rule, audience="public", file_stem=HOME.file_stem)
    problems = look(files.pdf(document, apart=False), document)
    assert [problem.where for problem in problems] == ["people"]


def test_the_group_copy_under_the_chatham_house_rule_has_no_band():
    document = replace(HOME, took_part="About 15 people took part.")
    assert [problem.where for problem in look(files.pdf(document, apart=False), document)] == ["people"]


# --- the ledger -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        "Marrian Oakenfell said the bus is late.",
        "This was Marrian's point.",
        "OAKENFELL asked for more.",
        "Quill\u2011Harrow was worried.",
        "MO: more chairs",
        "Write to marrian.oakenfell@brindle.example.",
        "Ring 01632 960777.",
        "Ring +44 1632 960 777.",
        "Brindle Vale Trust will pay.",
        "BVT asked for a plan.",
        "Mar\u00adri\u200ban said so.",
        "\uff2darrian said so.",
        "Mazza said so.",
    ],
)
def test_a_name_that_nobody_settled_stops_the_file_and_says_where(said):
    document = with_points("The ward was noisy.", said)
    problems = look(files.pdf(document, apart=False), document)
    assert problems
    assert {problem.where for problem in problems} == {"notes"}
    assert all("nobody settled it" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "place", ["theme", "title", "blurb", "scope", "question", "text", "care", "view", "how", "action"]
)
def test_a_name_stops_the_file_wherever_people_write(place):
    name = "Oakenfell said this"
    item = HOME.items[0]
    agreement = item.agreements[0]
    documents = {
        "theme": replace(HOME, theme=name),
        "title": replace(HOME, items=(replace(item, title=name),)),
        "blurb": replace(HOME, items=(replace(item, blurb=name),)),
        "scope": replace(HOME, items=(replace(item, scope=(("By when", name),)),)),
        "question": replace(HOME, items=(replace(item, agreements=(replace(agreement, question=name),)),)),
        "text": replace(HOME, items=(replace(item, agreements=(replace(agreement, text=name),)),)),
        "care": replace(HOME, items=(replace(item, agreements=(replace(agreement, care=name),)),)),
        "view": replace(
            HOME,
            items=(replace(item, agreements=(replace(agreement, views=(replace(agreement.views[0], text=name),)),)),),
        ),
        "how": replace(
            HOME,
            items=(replace(item, agreements=(replace(agreement, views=(replace(agreement.views[0], how=name),)),)),),
        ),
        "action": replace(HOME, actions=(replace(HOME.actions[0], text=name),)),
    }
    document = documents[place]
    assert [problem.kind for problem in look(files.pdf(document, apart=False), document)] == ["name"]


def test_each_token_may_stand_as_often_as_it_was_approved_and_not_once_more():
    """Somebody is called Ward: the word in small letters was approved, "Ward was worried" was not (test 8 of 4.12)."""
    roster = Roster(people=(Person(name="Hollis Ward"),))
    quiet = with_points("The ward was noisy.", "Another ward was quiet.")
    pdf = files.pdf(quiet, apart=False)
    assert look(pdf, quiet, roster, approved={"ward": 2}) == ()
    assert len(look(pdf, quiet, roster, approved={"ward": 1})) == 1
    loud = with_points("The ward was noisy.", "Ward was worried.")
    problems = look(files.pdf(loud, apart=False), loud, roster, approved={"ward": 1})
    assert [str(problem) for problem in problems] == [
        "“Ward” stands in the notes and nobody settled it: “Ward was worried.”"
    ]


def test_what_is_said_again_in_short_needs_no_second_yes():
    roster = Roster(people=(Person(name="Hollis Ward"),))
    document = with_points("We will ask the ward for a chair.")
    document = replace(document, in_short=(("We asked for:", "We will ask the ward for a chair."),))
    assert look(files.pdf(document, apart=False), document, roster, approved={"ward": 1}) == ()
    other = replace(document, in_short=(("We asked for:", "The ward is cold."),))
    assert look(files.pdf(other, apart=False), other, roster, approved={"ward": 1}) != ()


def test_expected_counts_what_people_wrote():
    roster = Roster(people=(Person(name="Hollis Ward"),))
    assert reread.expected(with_points("The ward was noisy.", "A ward, the ward."), roster) == Counter(ward=3)


def test_a_name_in_the_hard_words_stops_the_file():
    document = replace(HOME, words=(("Discharge", "Ask Oakenfell what it means."),))
    problems = look(files.pdf(document, apart=False), document)
    assert [str(problem) for problem in problems] == [
        "“Oakenfell” stands in the hard words, at “Discharge” and nobody settled it: “Ask Oakenfell what it means.”"
    ]
    assert look(files.pdf(document, apart=False), document, approved={"Oakenfell": 1}) == ()


@pytest.mark.parametrize("fact", ["met", "next_meeting"])
def test_a_name_in_where_it_was_or_will_be_stops_the_file(fact):
    place = "in Oakenfell’s house."
    said = {"met": place} if fact == "met" else {"next_meeting": NextMeeting("Friday", place)}
    document = replace(HOME, **said)
    (problem,) = look(files.pdf(document, apart=False), document)
    assert "Oakenfell" in str(problem) and "place of the" in str(problem)
    assert look(files.pdf(document, apart=False), document, approved={"Oakenfell’s": 1}) == ()


def test_a_sentence_of_ours_that_holds_a_surname_by_chance_stops_nothing():
    document = replace(HOME, items=(Item("Buses", note="This item was on the record."),))
    roster = Roster(people=(Person(name="Ines Record"),))
    assert look(files.pdf(document, apart=False), document, roster) == ()


# --- positive controls: a template gone wrong -------------------------------------------------------------------------
POINT = "<li>The last bus goes before visiting ends.</li>"
NAME = "Marrian Oakenfell"
LEAKS = {
    "white text": (POINT, f'{POINT}<li style="color: #fff">{NAME}</li>'),
    "transparent text": (POINT, f'{POINT}<li style="opacity: 0">{NAME}</li>'),
    "tiny text": (POINT, f'{POINT}<li style="font-size: 0.01pt">{NAME}</li>'),
    "off the page": (POINT, f'{POINT}<li style="position: absolute; left: -9999px">{NAME}</li>'),
    "clipped": (POINT, f'{POINT}<li style="height: 0; overflow: hidden">{NAME}</li>'),
    "plain text": (POINT, f"{POINT}<li>{NAME}</li>"),
    "spaced out": (POINT, f"{POINT}<li>{' '.join(NAME)}</li>"),
    "soft hyphens": (POINT, f"{POINT}<li>{chr(0xAD).join(NAME)}</li>"),
    "a heading": ("<h2>Open space</h2>", f"<h2>Open space</h2><h3>{NAME}</h3>"),
    "a heading, changed": ("<h2>Open space</h2>", f"<h2>{NAME}: open space</h2>"),
    "before a line": (POINT, f'{POINT}<style>.last::before {{ content: "{NAME}" }}</style>'),
    "the foot": ('data-foot="', f'data-foot="{NAME} '),
    "a bookmark": ("<h2>Open space</h2>", f'<h2 style="bookmark-label: \'{NAME}\'">Open space</h2>'),
    "a bookmark more": ("<p>One item was private.</p>", f'<p style="bookmark-level: 2; bookmark-label: \'{NAME}\'">One item was private.</p>'),
    "the title": ("<title>", f"<title>{NAME} "),
    "a relative link": (POINT, f'{POINT}<li><a href="/people/oakenfell"></a></li>'),
    "a link on words": (POINT, POINT.replace("bus", '<a href="/people/oakenfell">bus</a>')),
    "a link elsewhere": (POINT, POINT.replace("bus", '<a href="https://brindle.example/oakenfell">bus</a>')),
    "a mail link": (POINT, POINT.replace("bus", '<a href="mailto:oakenfell@brindle.example">bus</a>')),
    "an id": ("<h2>Open space</h2>", '<h2 id="oakenfell">Open space</h2>'),
    "an alternative text": (POINT, f'{POINT}<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>{NAME}</title></svg>'),
    "a language": ('<html lang="en-GB"', '<html lang="cy"'),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_template_that_shows_more_is_found_out(leak):
    assert look(tampered(*LEAKS[leak])) != ()


@pytest.mark.parametrize(
    "name", ["author", "keywords", "description", "generator", "dcterms.created", "dcterms.modified"]
)
def test_a_page_with_properties_of_its_own_is_not_drawn(name):
    html = tampered("<title>", f'<meta name="{name}" content="2026-10-02"><title>')
    with pytest.raises(printer.RenderFailed, match="properties of its own"):
        printer.render(html)


@pytest.mark.parametrize("leak", ["white text", "off the page", "spaced out", "soft hyphens", "the foot", "a bookmark"])
def test_what_was_found_is_named(leak):
    assert any("Oakenfell" in str(problem) for problem in look(tampered(*LEAKS[leak])))


def test_a_template_that_shows_less_or_something_else_is_found_out():
    assert look(tampered(POINT, "<li></li>")) != ()
    assert look(tampered(POINT, POINT.replace("bus", "train"))) != ()
    assert look(tampered("Kept as it is.", "Built in.")) != ()


def test_a_file_of_another_document_is_found_out():
    assert look(files.pdf(BARE, apart=False)) != ()
    assert look(files.pdf(replace(HOME, version=2), apart=False)) != ()


# --- positive controls: a file gone wrong -----------------------------------------------------------------------------
def attach(pdf):
    pdf.attachments["register.csv"] = pikepdf.AttachedFileSpec(pdf, b"Marrian Oakenfell")


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def property_of_the_file(pdf):
    pdf.docinfo["/Author"] = NAME


def date_of_the_file(pdf):
    pdf.docinfo["/ModDate"] = "D:20261002"


def xmp(pdf):
    pdf.Root.Metadata.write(
        pdf.Root.Metadata.read_bytes().replace(b"<dc:title>", b"<!-- Marrian Oakenfell --><dc:title>")
    )


def comment(pdf):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 1, 1], Contents=NAME)
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def form(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def layer(pdf):
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[])


def thumbnail(pdf):
    pdf.pages[0].Thumb = pdf.make_stream(b"0")


def read_instead(pdf):
    element = next(t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and t.get("/S") == pikepdf.Name.P)
    element.ActualText = pikepdf.String(NAME)


def name_object(pdf):
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({"/Oakenfell": pikepdf.Name.P})


def string_nobody_uses(pdf):
    pdf.Root.ViewerPreferences.Note = pikepdf.String("a note to self")


def picture(pdf):
    image = pdf.make_stream(b"\0")
    image.Type, image.Subtype, image.Width, image.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 1, 1
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary({"/x9": image})


def words_in_a_drawing(pdf):
    drawing = pdf.make_stream(b"BT /F1 12 Tf (Oakenfell) Tj ET")
    drawing.Type, drawing.Subtype, drawing.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary({"/x9": drawing})


def words_beside_the_text(pdf):
    page = pdf.pages[0]
    stream = b"/Span <</ActualText (Oakenfell)>> BDC EMC\n" + page.Contents.read_bytes()
    page.Contents = pdf.make_stream(stream)


def host_font(pdf):
    font = next(t for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and t.get("/Subtype") == pikepdf.Name.Type0)
    font.BaseFont = pikepdf.Name("/ABCDEF+Oakenfell-Sans")


CHANGES = [
    attach, script, property_of_the_file, date_of_the_file, xmp, comment, form, layer, thumbnail, read_instead,
    name_object, string_nobody_uses, picture, words_in_a_drawing, words_beside_the_text, host_font,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_that_holds_more_is_found_out(change):
    assert look(altered(change)) != ()


def test_a_file_only_saved_again_may_leave():
    assert look(altered(lambda pdf: None)) == ()


def test_an_earlier_revision_is_found_out():
    pdf = files.pdf(HOME, apart=False)
    assert look(pdf + b"\n" + pdf[pdf.rindex(b"startxref") :]) != ()


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"nothing"], ids=["empty", "bare", "no pdf"])
def test_what_is_no_file_of_ours_is_found_out(pdf):
    assert look(pdf) != ()


def test_half_a_file_is_found_out():
    pdf = files.pdf(HOME, apart=False)
    assert look(pdf[: len(pdf) // 2]) != ()


@pytest.mark.parametrize(
    "name",
    [
        "oakenfell.pdf",
        "home-from-hospital-notes-2026-09-17-public.pdf",
        "home-notes-2026-09-17-public-v1.pdf",
        "a/b.pdf",
    ],
)
def test_a_file_name_that_is_not_ours_is_found_out(name):
    problems = look(files.pdf(HOME, apart=False), file_name=name)
    assert [problem.where for problem in problems] == ["file name"]


# --- the reader itself ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["home", "listed", "polish", "welsh", "marks", "word"])
def test_our_reader_and_another_read_the_same(name):
    """Two readers that know nothing of each other find the same letters, so neither overlooks any."""
    pdf = files.pdf(EVERY[name], apart=False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        ours = "".join("".join(part) for part in pdfs._extract(opened))
    theirs = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert pdfs._letters(ours) == pdfs._letters(theirs)


def test_our_reader_sees_what_is_not_on_the_page():
    pdf = printer.render(tampered(*LEAKS["off the page"]))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        body, _margin = pdfs._extract(opened)
    assert NAME in "".join(body)


def test_every_leak_is_one():
    """Each change really brings a name or an address into the file: the tests above could fail."""
    without_a_name = {"a language"}
    for leak, (_old, new) in LEAKS.items():
        if leak not in without_a_name:
            assert re.search("oakenfell", re.sub(r"[\s\xad]", "", new), re.IGNORECASE)
