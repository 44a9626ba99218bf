"""The Word file: what it says, how it says it, and what stands around that."""

import hashlib
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from coproduction import word as printer
from minutes import files

from .documents import DRAFT, EVERY, HOME, LISTED, LONG, MARKS, URDU, WELSH

W = f"{{{printer.NAMES['w']}}}"


def opened(document):
    return docx.Document(io.BytesIO(files.docx(document)))


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- what it says -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", EVERY)
def test_it_says_what_the_document_says_block_by_block(name):
    """Read by another reader, which knows styles by their names and nothing of how we write."""
    document, said = EVERY[name], []
    for block in opened(document).iter_inner_content():
        if isinstance(block, docx.table.Table):
            said += [("row", " | ".join(cell.text for cell in row.cells)) for row in block.rows]
        else:
            style = block.style.name
            kind = {"List Bullet": "li", "Normal": "p", "Lead": "p"}.get(style) or f"h{style.removeprefix('Heading ')}"
            said.append((kind, block.text))
    assert said == [(part.kind, printer.writable(part.words)) for part in files.parts(document)]


def test_letters_that_can_be_written_are_kept_as_they_were_typed():
    for document in (HOME, WELSH, URDU, MARKS):
        assert all(printer.writable(part.words) == part.words for part in files.parts(document))
    assert printer.writable("a\u202eb\u200bc\ud800\x00\uffff\r\nd\re") == "abc\nd\ne"


def test_a_page_break_repeats_the_head_of_the_table_and_breaks_no_row():
    table = opened(LONG).tables[0]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * 80
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in table.rows[0].cells] == ["What", "Who", "By", "How far"]


def test_points_are_items_of_a_real_list():
    document = opened(HOME)
    style = document.styles["List Bullet"].element
    number = style.find(f".//{W}numId").get(qn("w:val"))
    numbering = document.part.numbering_part.element
    kinds = {num.numId: num.abstractNumId.val for num in numbering.num_lst}
    formats = numbering.findall(f".//{W}numFmt")
    assert kinds == {int(number): 0} and [one.get(qn("w:val")) for one in formats] == ["bullet"]


@pytest.mark.parametrize("document", [HOME, DRAFT, LISTED], ids=["home", "draft", "listed"])
def test_above_and_below_every_page_stand_draft_title_copy_and_version(document):
    section = opened(document).sections[0]
    assert [line.text for line in section.header.paragraphs] == ["DRAFT" if document.draft else ""]
    foot, number = (line._p for line in section.footer.paragraphs)
    said = "".join(text.text for text in foot.iter(f"{W}t"))
    assert said == f"{document.title}. {document.copy_name}, {'draft' if document.draft else 'version 1'}"
    assert [field.get(qn("w:instr")) for field in number.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("document", "language"), [(HOME, "en-GB"), (WELSH, "cy")])
def test_the_file_knows_its_language_its_letters_and_their_size(document, language):
    defaults = opened(document).styles.element.find(f"{W}docDefaults")
    assert defaults.find(f".//{W}lang").get(qn("w:val")) == language
    assert defaults.find(f".//{W}rFonts").get(qn("w:ascii")) == "Atkinson Hyperlegible"
    assert defaults.find(f".//{W}sz").get(qn("w:val")) == "24"
    fonts = etree.fromstring(unpacked(files.docx(document))["word/fontTable.xml"])
    assert fonts.find(f"{W}font[@{W}name='Atkinson Hyperlegible']/{W}altName").get(qn("w:val")) == "Arial"


def test_no_style_is_smaller_than_12pt():
    styles = opened(HOME).styles.element
    assert min(int(size.get(qn("w:val"))) for size in styles.iter(f"{W}sz")) == 24


def test_words_that_run_from_the_right_do():
    lines = [line for line in opened(URDU).paragraphs if "ہسپتال" in line.text]
    assert lines and all(line._p.pPr.find(qn("w:bidi")) is not None and line.runs[0].font.rtl for line in lines)
    assert not any(line._p.findall(f".//{W}bidi") for line in opened(HOME).paragraphs)


@pytest.mark.privacy
@pytest.mark.parametrize("name", EVERY)
def test_properties_are_the_title_and_nothing_else(name):
    parts = unpacked(files.docx(EVERY[name]))
    core = etree.fromstring(parts["docProps/core.xml"])
    assert [(etree.QName(one).localname, one.text) for one in core] == [("title", EVERY[name].title)]
    app = etree.fromstring(parts["docProps/app.xml"])
    assert [(etree.QName(one).localname, one.text) for one in app] == [("Application", "Co-production portal")]


@pytest.mark.privacy
def test_the_package_holds_these_parts_and_no_other():
    assert list(unpacked(files.docx(HOME))) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/fontTable.xml", "word/footer.xml", "word/header.xml", "word/numbering.xml",
        "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip


def test_word_takes_names_and_dates_out_again_when_somebody_saves_the_file():
    settings = {etree.QName(one).localname for one in opened(HOME).settings.element}
    assert {"removePersonalInformation", "removeDateAndTime"} <= settings


@pytest.mark.privacy
@pytest.mark.parametrize("name", EVERY)
def test_the_same_document_gives_the_same_bytes(name, time_machine):
    first = files.docx(EVERY[name])
    time_machine.move_to("2031-01-05")
    assert hashlib.sha256(files.docx(EVERY[name])).digest() == hashlib.sha256(first).digest()
    assert files.docx(replace(EVERY[name], theme="Another theme")) != first
