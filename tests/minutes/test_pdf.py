"""The PDF: finished, the same for the same document, legible whatever was typed, drawn apart, and never half."""

import io
import json
import os
import re
import socket
import threading
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from coproduction import pdf as printer
from minutes import files
from minutes.document import from_json
from tests import services

from .documents import BARE, DRAFT, EMOJI, EVERY, HOME, LISTED, LONG, MARKS, SCRIPTS, URDU, WELSH, with_points


@pytest.fixture(autouse=True, scope="module")
def anew(drawing):
    """Each page is drawn anew here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printer, "_draw", drawing)
        yield


@pytest.fixture(scope="module")
def drawn(anew):
    """Every sample as a PDF, and some in large print, by name."""
    made = {name: files.pdf(document, apart=False) for name, document in EVERY.items()}
    made |= {f"{name} large": files.pdf(EVERY[name], apart=False, large=True) for name in ("home", "draft", "listed")}
    return made


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def said(pdf):
    """What pypdf reads in a file, by page, without line breaks: it looks at glyphs, seen or not."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


# --- conformance ------------------------------------------------------------------------------------------------------
def test_every_sample_is_pdf_ua(drawn, tmp_path):
    paths = [tmp_path / f"{name}.pdf" for name in drawn]
    for path, pdf in zip(paths, drawn.values(), strict=True):
        path.write_bytes(pdf)
    verdicts = dict(zip(drawn, services.verapdf(paths), strict=True))
    assert {name: verdict.failures for name, verdict in verdicts.items() if not verdict.compliant} == {}


def test_the_judge_of_pdf_ua_finds_fault_with_a_file_that_was_not_finished(tmp_path):
    path = tmp_path / "plain.pdf"
    pikepdf.new().save(path)
    assert not services.verapdf([path])[0].compliant


def test_the_samples_are_what_they_say(drawn):
    pages = {name: len(opened(pdf).pages) for name, pdf in drawn.items()}
    assert pages["bare"] == 1
    assert pages["home"] == 2
    assert 25 <= pages["long"] <= 35


@pytest.mark.privacy
def test_properties_are_the_title_and_a_fixed_producer_without_dates(drawn):
    for name, pdf in drawn.items():
        with opened(pdf) as file:
            title = EVERY[name.removesuffix(" large")].title
            assert dict(file.docinfo) == {"/Title": title, "/Producer": "Co-production portal"}
            assert file.Root.Metadata.read_bytes() == printer.xmp(title)
            assert file.Root.Lang == EVERY[name.removesuffix(" large")].language
            assert file.Root.ViewerPreferences.DisplayDocTitle


def test_bookmarks_are_the_headings(drawn):
    def titles(entries):
        for entry in entries:
            yield entry.title
            yield from titles(entry.children)

    with opened(drawn["home"]) as file, file.open_outline() as outline:
        found = list(titles(outline.root))
    assert found == [part.words for part in files.parts(HOME) if part.kind in ("h1", "h2", "h3", "h4")]
    assert found[:3] == ["What would help on the first day home?", "In short", "The first day home"]


def test_header_cells_say_what_they_head_and_the_foot_is_not_read_aloud(drawn):
    with opened(drawn["long"]) as file:
        cells = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
        assert len(cells) > 80
        assert {str(cell.A.Scope) for cell in cells} == {"/Row", "/Column"}
        for page in file.pages:
            marks = [operands for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC"]
            assert sum(operands[0] == "/Artifact" for operands in marks) >= 2


def test_no_letter_is_smaller_than_12pt_and_18pt_in_large_print(drawn):
    for name, pdf in drawn.items():
        smallest = 18 if name.endswith("large") else 12
        with opened(pdf) as file:
            for page in file.pages:
                stream = pikepdf.parse_content_stream(page)
                sizes = {round(float(operands[1]) * 0.75, 2) for operands, op in stream if str(op) == "Tf"}
                assert min(sizes) >= smallest, name


def test_fonts_are_ours_and_embedded_cut_down(drawn):
    ours = r"/[A-Z]{6}\+(Atkinson-Hyperlegible|Noto-Sans|Noto-Sans-Arabic)(-Bold)?"
    for pdf in drawn.values():
        with opened(pdf) as file:
            fonts = [
                t for t in file.objects if isinstance(t, pikepdf.Dictionary) and t.get("/Type") == "/FontDescriptor"
            ]
            assert fonts
            assert all(re.fullmatch(ours, str(font.FontName)) and "/FontFile2" in font for font in fonts)


# --- what it says -----------------------------------------------------------------------------------------------------
def test_a_page_says_copy_version_and_number_at_its_foot(drawn):
    for number, page in enumerate(said(drawn["home"]), start=1):
        assert "Home from Hospital: notes, 17 September 2026. Public copy, version 1" in page
        assert f"Page {number} of 2" in page


def test_the_first_page_carries_statement_audience_version_and_date(drawn):
    first, last = said(drawn["home"])
    assert HOME.statement.split(":")[0] in first
    assert "Public copy, version 1, Friday 2 October 2026." in first
    assert "Public copy, version 1, Friday 2 October 2026. Checked by two people before sharing." in last


@pytest.mark.parametrize("name", ["draft", "draft large"])
def test_a_draft_says_so_on_every_page(drawn, name):
    pages = said(drawn[name])
    assert len(pages) > 1
    assert all("DRAFT" in page and "Public copy, draft" in page for page in pages)
    assert not any("DRAFT" in page for page in said(drawn["home"]))


def test_page_pdf_and_text_say_the_same():
    page = " ".join(re.sub(r"<[^>]+>", " ", files.html(LISTED)).split())
    for part in files.parts(LISTED):
        if part.kind == "li" and part.words.startswith("People"):
            assert part.words in page
            assert f"* {part.words}\n" in files.text(LISTED)
    for name in (*LISTED.attended, *LISTED.apologies):
        assert name in page
        assert name in files.text(LISTED)


def test_views_are_shown_with_where_they_went(drawn):
    text = " ".join(said(drawn["home"]))
    assert "A card is not enough for people who live alone and do not see well. Kept as it is." in text
    assert "Some people find calls at home hard. Built in: the card now asks first." in text


def test_html_that_was_typed_stays_what_was_typed(drawn):
    assert "<b>not bold</b> & <script>alert(1)</script> {{ document }}" in " ".join(said(drawn["marks"]))
    assert "&lt;script&gt;" in files.html(MARKS)


def test_text_ends_each_part_and_json_comes_back():
    assert files.text(BARE).endswith("is run by Wendle Community Action, a charity.\n")
    assert "\n* The last bus goes before visiting ends.\n" in files.text(HOME)
    assert from_json(json.loads(files.dump(LONG))) == LONG


@pytest.mark.privacy
def test_file_names_say_group_date_audience_and_version():
    assert files.file_name(HOME) == "home-from-hospital-notes-2026-09-17-public-v1.pdf"
    assert files.file_name(DRAFT, "txt") == "home-from-hospital-notes-2026-09-17-public-v1-draft.txt"


# --- letters ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Café, ŵyl, Łódź, “quoted” – it’s £5…", "Café, ŵyl, Łódź, “quoted” – it’s £5…"),
        ("cafe\u0301", "café"),
        ("شکریہ धन्यवाद Дякую", "شکریہ धन्यवाद Дякую"),
        ("good 😀", "good [grinning face]"),
        ("😀😀😀", "[grinning face, 3 times]"),
        ("home → ward ✓", "home [arrow] ward [tick]"),
        ("❤️ 👍🏽", "[heart] [thumbs up sign]"),
        ("🇬🇧", "GB"),
        ("𝐛𝐨𝐥𝐝 ①", "bold 1"),
        (
            "谢谢 and 고맙",
            "[2 letters of a script this file cannot show] and [2 letters of a script this file cannot show]",
        ),
        ("Mar\u00adri\u200ban\u202egnorw\u202c", "Marriangnorw"),
        ("wide\u3000space", "wide space"),
        ("nul\x00l bell\x07", "null bell"),
    ],
)
def test_signs_without_a_glyph_are_said_in_words(typed, shown):
    assert printer.printable(typed) == shown


def test_printable_text_has_a_glyph_for_every_sign():
    every = "".join(chr(point) for point in range(0x20, 0x30000) if not 0xD800 <= point <= 0xDFFF)
    for start in range(0, len(every), 5000):
        left = set(printer.printable(" ".join(every[start : start + 5000]))) - {" ", "\n"}
        assert all(ord(sign) in printer.covered() for sign in left)


def test_a_writer_can_be_told_which_words_a_file_cannot_show():
    assert printer.unprintable_letters("We heard 谢谢 and “شکریہ” and ŵyl 😀") == ("谢谢",)


def test_letters_that_look_like_markup_stay_text():
    typed = "\uff1cb\uff1e bold \uff1c/b\uff1e \u0338 after"
    pdf = files.pdf(with_points(typed, "\u0338 first"), apart=False)
    assert "<b> bold </b>" in " ".join(said(pdf))


def test_fallback_fonts_carry_what_was_typed(drawn):
    assert "dŵr, ŷd, llwyn, cŵn a ffŵl" in " ".join(said(drawn["welsh"]))
    assert "Zażółć gęślą jaźń" in " ".join(said(drawn["polish"]))
    assert "Дякую. Ευχαριστώ." in " ".join(said(drawn["scripts"]))
    assert "[grinning face, 40 times]" in " ".join(said(drawn["emoji"]))


def test_right_to_left_paragraphs_run_from_the_right():
    assert printer.runs_right_to_left("1. ہسپتال home")
    assert not printer.runs_right_to_left("home ہسپتال")
    assert not printer.runs_right_to_left("12 %")


# --- the same bytes ---------------------------------------------------------------------------------------------------
@pytest.mark.privacy
@pytest.mark.parametrize("document", [HOME, WELSH, SCRIPTS, URDU], ids=["home", "welsh", "scripts", "urdu"])
def test_the_same_document_gives_the_same_bytes_here_and_apart(document):
    here = files.pdf(document, apart=False)
    assert files.pdf(document, apart=False) == here
    assert files.pdf(document) == here


@pytest.mark.privacy
def test_the_clock_changes_nothing(time_machine):
    time_machine.move_to("2026-10-02 09:00")
    first = files.pdf(EMOJI, apart=False)
    time_machine.move_to("2031-01-01 23:59")
    assert files.pdf(EMOJI, apart=False) == first


def test_another_word_gives_other_bytes():
    assert files.pdf(replace(HOME, theme="Another theme"), apart=False) != files.pdf(HOME, apart=False)


# --- nothing from outside ---------------------------------------------------------------------------------------------
ASKS = {
    "picture": '<img alt="x" src="{url}">',
    "sheet": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url({url});</style>",
    "background": '<p style="background: url({url})">x</p>',
    "font": "<style>@font-face {{ font-family: F; src: url({url}); }} p {{ font-family: F }}</style><p>x</p>",
    "attachment": '<link rel="attachment" href="{url}">',
    "attached": '<a rel="attachment" href="{url}">x</a>',
    "object": '<object data="{url}" type="image/png"></object>',
    "embed": '<embed src="{url}" type="image/png">',
    "drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    "marker": '<ul><li style="list-style-image: url({url})">x</li></ul>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
}
PAGE = '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{}</body></html>'


@pytest.fixture
def listener():
    """A server on this machine that counts who connects."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    asked, done = [], threading.Event()

    def accept():
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            asked.append(connection.recv(999))
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", asked
    done.set()
    thread.join()
    server.close()


@pytest.mark.security
@pytest.mark.parametrize("how", ASKS)
def test_a_page_that_asks_for_something_is_refused_and_nobody_is_asked(how, listener):
    url, asked = listener
    for target in (url, "file:///etc/hostname", "data:text/plain,hello"):
        with pytest.raises(printer.RenderFailed, match="asked for something from outside"):
            printer.render(PAGE.format(ASKS[how].format(url=target)))
    assert asked == []


@pytest.mark.security
def test_the_listener_would_have_heard(listener, monkeypatch):
    """The same pages with the renderer's usual fetcher do ask: the test above can fail."""
    import weasyprint

    url, asked = listener
    with printer._own_fonts():
        for how in ASKS.values():
            weasyprint.HTML(string=PAGE.format(how.format(url=url))).write_pdf()
    assert len(asked) >= 8


@pytest.mark.security
def test_the_style_sheet_has_no_flex_and_names_nothing_outside():
    style = printer.STYLE.read_text()
    assert not re.search(r"\b(flex|grid|@import)\b", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    assert all(url.startswith('"data:image/svg+xml,') for url in re.findall(r"url\(([^)]{30})", style))


def test_no_block_stands_in_a_list_item_and_nothing_has_an_id():
    html = files.print_html(HOME) + files.print_html(LISTED)
    assert not re.search(r"<li[^>]*>\s*<(p|div|ul|ol)\b", html)
    assert not re.search(r"\bid=|<(img|svg|a|meta name|script|style)\b", html)


# --- apart ------------------------------------------------------------------------------------------------------------
def stand_in(monkeypatch, tmp_path, change):
    """Let the child be the real one after `change` (Python lines that see the module as `printer`)."""
    script = tmp_path / "child.py"
    script.write_text(
        "import importlib.util\n"
        f"spec = importlib.util.spec_from_file_location('printer', {printer.__file__!r})\n"
        "printer = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(printer)\n"
        f"{change}\nprinter.main()\n"
    )
    monkeypatch.setattr(printer, "__file__", str(script))


@pytest.mark.faults
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"stopped \(signal 9\)"),
        ("import sys; sys.stdout.write('%PDF-1.7 half'); sys.exit(0)", "no whole file"),
        ("import sys; sys.exit(0)", "no whole file"),
        ("raise ValueError('Marrian Oakenfell')", "^Drawing the page broke off.$"),
        ("printer.MEMORY = 120 * 2**20", "memory|broke off|could not be drawn|stopped"),
        ("printer._draw = lambda *_: open('/etc/hostname').read()", "tried to open a file"),
        ("printer._draw = lambda *_: open('/tmp/there', 'w')", "tried to open a file"),
        (
            "printer._draw = lambda *_: __import__('socket').create_connection(('127.0.0.1', 9))",
            "tried to reach outside",
        ),
        ("printer._draw = lambda *_: __import__('os').system('true')", "tried to reach outside"),
    ],
)
def test_a_child_that_breaks_leaves_a_reason_and_no_file(monkeypatch, tmp_path, change, reason):
    stand_in(monkeypatch, tmp_path, change)
    with pytest.raises(printer.RenderFailed, match=reason):
        printer.render_apart(files.print_html(BARE))


@pytest.mark.faults
def test_a_child_that_works_too_long_is_stopped(monkeypatch, tmp_path):
    stand_in(
        monkeypatch, tmp_path, "printer.CPU_SECONDS = 1\ndef spin(*_):\n    while True: pass\nprinter._draw = spin"
    )
    with pytest.raises(printer.RenderFailed, match="the document is too long"):
        printer.render_apart(files.print_html(BARE))


@pytest.mark.faults
def test_a_child_that_waits_too_long_is_stopped(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "import time\ntime.sleep(30)")
    monkeypatch.setattr(printer, "WALL_SECONDS", 0.5)
    with pytest.raises(printer.RenderFailed, match=r"longer than 0\.5 seconds"):
        printer.render_apart(files.print_html(BARE))


@pytest.mark.faults
def test_a_document_beyond_all_limits_is_refused_before_it_is_drawn():
    with pytest.raises(printer.RenderFailed, match="too long"):
        printer.render("x" * (printer.LONGEST + 1))


@pytest.mark.privacy
@pytest.mark.faults
def test_a_reason_never_quotes_the_document():
    html = PAGE.format('<p>Marrian Oakenfell</p><img alt="Oakenfell" src="file:///Oakenfell.png">')
    for draw in (printer.render, printer.render_apart):
        with pytest.raises(printer.RenderFailed) as caught:
            draw(html)
        assert "Oakenfell" not in str(caught.value)


@pytest.mark.faults
def test_half_a_character_does_not_stop_a_file():
    document = with_points("half \ud83d done")
    assert files.pdf(document) == files.pdf(document, apart=False)


@pytest.mark.security
def test_the_renderer_leaves_the_surroundings_as_they_were(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "theirs")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    printer.render(files.print_html(BARE))
    assert os.environ["FONTCONFIG_FILE"] == "theirs"
    assert "SOURCE_DATE_EPOCH" not in os.environ
