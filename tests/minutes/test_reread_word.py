"""The last look at Word files, plain text and JSON: whatever else is in them is found. PDFs: test_reread.py."""

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from coproduction import word as printer
from minutes import files, reread
from minutes.attribution import Person, Roster

from .documents import BARE, DRAFT, EVERY, HOME, with_points
from .test_word import W, unpacked

pytestmark = pytest.mark.privacy

NAME = "Marrian Oakenfell"
ROSTER = Roster(people=(Person(name=NAME, called="Mazza", email="marrian@brindle.example"),))


def look(content, document=HOME, roster=ROSTER, **options):
    return reread.reread(content, roster, document=document, **{"format": "docx", **options})


def altered(change, part=printer.BODY):
    """The file of HOME after `change(root of one part)`, as a writer gone wrong would leave it."""
    parts = unpacked(files.docx(HOME))
    root = etree.fromstring(parts[part])
    change(root)
    return printer.pack({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


# --- what may leave ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", ["docx", "txt", "json"])
@pytest.mark.parametrize("name", EVERY)
def test_a_file_that_says_what_the_document_says_may_leave(name, format):
    assert look(files.make(EVERY[name], format), EVERY[name], format=format) == ()


# --- positive controls ------------------------------------------------------------------------------------------------
def first_paragraph(root):
    return root[0][0]


def run(words, *properties):
    made = etree.Element(f"{W}r")
    look = etree.SubElement(made, f"{W}rPr")
    for name, values in properties:
        etree.SubElement(look, f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})
    etree.SubElement(made, f"{W}t").text = words
    return made


def hidden(root):
    first_paragraph(root).append(run(NAME, ("vanish", {})))


def hidden_without_words(root):
    first_paragraph(root).append(run("", ("vanish", {})))


def white(root):
    first_paragraph(root).append(run(NAME, ("color", {"val": "FFFFFF"})))


def plain(root):
    first_paragraph(root).append(run(NAME))


def inserted(root):
    change = etree.SubElement(first_paragraph(root), f"{W}ins", {f"{W}id": "1", f"{W}author": NAME})
    change.append(run("more"))


def deleted(root):
    change = etree.SubElement(first_paragraph(root), f"{W}del", {f"{W}id": "1"})
    gone = etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}delText")
    gone.text = NAME


def linked(root):
    link = etree.SubElement(first_paragraph(root), f"{W}hyperlink")
    link.append(first_paragraph(root).find(f"{W}r"))


def marked(root):
    etree.SubElement(first_paragraph(root), f"{W}bookmarkStart", {f"{W}id": "1", f"{W}name": "Oakenfell"})


def saved_by(root):
    first_paragraph(root).set(f"{W}rsidR", "00B47730")


def named_style(root):
    first_paragraph(root).find(f"{W}pPr/{W}pStyle").set(f"{W}val", "Oakenfell")


def other_style(root):
    first_paragraph(root).find(f"{W}pPr/{W}pStyle").set(f"{W}val", "Heading1")


def noted(root):
    root[0].insert(0, etree.Comment(NAME))


def noted_outside(root):
    root.addprevious(etree.Comment(NAME))


def between(root):
    root[0][0].tail = NAME


def boxed(root):
    cell = next(root.iter(f"{W}tc"))
    table = etree.SubElement(cell, f"{W}tbl")
    line = etree.SubElement(etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc"), f"{W}p")
    line.append(run(NAME))


def other_words(root):
    next(root.iter(f"{W}t")).text = "Together"


def other_order(root):
    root[0].insert(0, root[0][1])


def left_out(root):
    root[0].remove(root[0][3])


def headless(root):
    mark = next(root.iter(f"{W}tblHeader"))
    mark.getparent().remove(mark)


def from_elsewhere(root):
    etree.SubElement(first_paragraph(root), "{http://brindle.example/oakenfell}r")


CHANGES = [
    hidden, hidden_without_words, white, plain, inserted, deleted, linked, marked, saved_by, named_style,
    other_style, noted, between, boxed, other_words, other_order, left_out, headless, from_elsewhere,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_body_that_holds_more_or_else_is_found_out(change):
    assert look(altered(change)) != ()


@pytest.mark.parametrize("part", [printer.HEADER, printer.FOOTER])
def test_a_margin_that_holds_more_is_found_out(part):
    assert look(altered(lambda root: root[0].append(run(NAME)), part)) != ()
    assert look(altered(lambda root: root.append(etree.Element(f"{W}p")), part)) != ()


def test_what_was_found_is_named():
    for change in (hidden, white, plain):
        assert any("Oakenfell" in str(problem) for problem in look(altered(change)))


def test_a_file_only_packed_again_may_leave():
    assert look(altered(lambda root: None)) == ()


COMMENTS = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
OUTSIDE = b'<Relationship Id="rId9" Type="x" Target="https://brindle.example/" TargetMode="External"/></Relationships>'
AUTHOR = b"<dc:creator>Marrian Oakenfell</dc:creator></cp:coreProperties>"
PARTS = {
    "an author": ("docProps/core.xml", b"</cp:coreProperties>", AUTHOR),
    "a date": ("docProps/core.xml", b"</cp:coreProperties>", b"<x>2026-10-02</x></cp:coreProperties>"),
    "another title": ("docProps/core.xml", b"<dc:title>", b"<dc:title>Marrian Oakenfell "),
    "a company": ("docProps/app.xml", b"</Properties>", b"<Company>Brindle Vale Trust</Company></Properties>"),
    "an address outside": ("word/_rels/document.xml.rels", b"</Relationships>", OUTSIDE),
    "a template elsewhere": ("_rels/.rels", b"</Relationships>", OUTSIDE),
    "a style": ("word/styles.xml", b'w:val="Lead"', b'w:val="Oakenfell"'),
    "a language": ("word/styles.xml", b'w:val="en-GB"', b'w:val="cy"'),
    "a setting": ("word/settings.xml", b"<w:compat>", b"<w:trackRevisions/><w:compat>"),
    "a comment": ("word/comments.xml", b"", COMMENTS),
    "a comment around the body": ("word/document.xml", b"<w:document", b"<!-- Oakenfell --><w:document"),
    "a document type": ("word/document.xml", b"<w:document", b"<!DOCTYPE oakenfell><w:document"),
    "a picture": ("docProps/thumbnail.jpeg", b"", b"\xff\xd8"),
    "data of our own": ("customXml/item1.xml", b"", b"<a>Oakenfell</a>"),
    "people": ("word/people.xml", b"", b"<a>Oakenfell</a>"),
}


@pytest.mark.parametrize("leak", PARTS)
def test_a_package_that_holds_more_is_found_out(leak):
    name, old, new = PARTS[leak]
    parts = unpacked(files.docx(HOME))
    assert old in parts.get(name, b"")
    parts[name] = parts[name].replace(old, new, 1) if old else new
    assert look(printer.pack(parts)) != ()


@pytest.mark.parametrize("name", ["word/settings.xml", "docProps/core.xml", "word/header.xml", "word/document.xml"])
def test_a_package_that_lacks_a_part_is_found_out(name):
    parts = unpacked(files.docx(HOME))
    del parts[name]
    assert look(printer.pack(parts)) != ()


def test_words_between_the_parts_are_found_out():
    content = files.docx(HOME)
    assert look(content + b"Oakenfell") != ()
    assert look(b"Oakenfell" + content) != ()
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as package:
        package.comment = b"Oakenfell"
        for name, part in unpacked(content).items():
            package.writestr(name, part)
    assert look(again.getvalue()) != ()


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"nothing"], ids=["empty", "bare", "no package"])
def test_what_is_no_file_of_ours_is_found_out(content):
    assert look(content) != ()
    assert look(content, format="txt") != ()
    assert look(content, format="json") != ()


@pytest.mark.parametrize("format", ["docx", "txt", "json"])
def test_a_file_of_another_document_is_found_out(format):
    for other in (BARE, replace(HOME, version=2), replace(HOME, language="cy")):
        if format == "txt" and other.language == "cy":
            continue  # text has no language of its own
        assert look(files.make(other, format), format=format) != ()


@pytest.mark.parametrize("format", ["docx", "txt", "json"])
def test_a_name_that_nobody_settled_stops_every_format(format):
    document = with_points("Oakenfell said this.")
    problems = look(files.make(document, format), document, format=format)
    assert [problem.where for problem in problems] == ["notes"]


def test_text_and_data_that_hold_more_are_found_out():
    text, data = files.make(HOME, "txt"), files.make(HOME, "json")
    assert look(text + b"\nOakenfell\n", format="txt") != ()
    assert look(text.replace(b"* ", b"- ", 1), format="txt") != ()
    for old, new in ((b"{", b'{"lead": "Oakenfell",'), (b"\n", b"\n\n"), (b'"draft": false', b'"draft": true')):
        assert old in data
        assert look(data.replace(old, new, 1), format="json") != ()


def test_names_of_files_say_their_format():
    assert [files.file_name(HOME, format).removeprefix(HOME.file_stem) for format in files.ENDINGS] == [
        ".pdf", "-large.pdf", ".docx", ".txt", ".json",
    ]  # fmt: skip
    for format in ("docx", "txt"):
        assert look(files.make(DRAFT, format), DRAFT, format=format) == ()
        assert look(files.make(HOME, format), format=format, file_name="oakenfell.docx") != ()
