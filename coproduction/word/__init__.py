"""Blocks of words to a finished Word file; the only module that touches python-docx.

python-docx writes the body. Header, foot and title are written here, and every other part of the file is one of the
folder package/, as it stands there: python-docx's own template would bring a thumbnail, an author, dates and half a
megabyte of styles that nobody has read. The same blocks give the same bytes.
"""

import functools
import io
import itertools
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from ..pdf import INVISIBLE, runs_right_to_left

PACKAGE = Path(__file__).resolve().parent / "package"
BODY, HEADER, FOOTER, CORE = "word/document.xml", "word/header.xml", "word/footer.xml", "docProps/core.xml"
STYLES = "word/styles.xml"
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
LOOKS = {f"h{level}": f"Heading {level}" for level in range(1, 5)} | {"li": "List Bullet", "p": "Normal"}
"""The style of a block, by its kind."""
COLUMNS = (38, 26, 21, 15)
"""How wide the four columns of a table are, in hundredths."""
WIDE = 9412
"""Between the margins, in twentieths of a point: A4 without 22 mm on each side."""
UNFIT = re.compile(f"{INVISIBLE.pattern}|[\ud800-\udfff\ufffe\uffff]")
"""Signs that nobody sees, some of which hide or turn round a word, and those that no XML may hold."""
PAGE = """<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1247" w:header="624" w:footer="624" w:gutter="0"/>
</w:sectPr>"""


def write(blocks, *, title, language, foot, draft, page, of):
    """Return the blocks as a Word file (bytes).

    blocks: each has `kind` (h1 to h4, p, li, row), `words`, `strong` (what stands out at the beginning of the words)
    and, if a row, `cells`; rows in a row are one table, the first of them its head. title, language: of the file.
    foot, draft: what stands under and above every page. page, of: the words around its number.
    """
    import docx  # slow to import, and most pages of the site make no file

    shell = parts(title=title, language=language, foot=foot, draft=draft, page=page, of=of)
    empty = _xml(f"<w:document {{names}}><w:body>{PAGE}</w:body></w:document>")
    document = docx.Document(io.BytesIO(pack({**shell, BODY: empty})))
    for kind, run in itertools.groupby(blocks, key=lambda block: block.kind):
        if kind == "row":
            _table(document, [block.cells for block in run])
        else:
            for block in run:
                whole = kind == "p" and block.strong == block.words
                _say(document.add_paragraph(style="Lead" if whole else LOOKS[kind]), block.words, block.strong)
    return pack({**shell, BODY: _serialised(document.element)})


def writable(text):
    """Return `text` as a Word file can hold it: without signs that nobody sees, with one sign for the end of a line."""
    return UNFIT.sub("", re.sub("\r\n?", "\n", text))


def _say(paragraph, words, strong=""):
    words, strong = writable(words), writable(strong)
    rightwards = runs_right_to_left(words)
    if rightwards:
        paragraph._p.get_or_add_pPr().append(_element("bidi"))
    pieces = [(words, False)] if strong in ("", words) else [(strong, True), (words.removeprefix(strong), False)]
    for piece, bold in pieces:
        run = paragraph.add_run(piece)
        if bold:
            run.bold = True
        if rightwards:
            run.font.rtl = True


def _table(document, rows):
    """Add a table whose first row is said again on every page it reaches; no row breaks over two pages."""
    widths = [WIDE * share // 100 for share in COLUMNS]
    table = document.add_table(0, len(widths), style="Lines")
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(_name("w"), str(width))
    for number, cells in enumerate(rows):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if number == 0:
            properties.append(_element("tblHeader"))
        for cell, words in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].style = "Head Cell" if number == 0 else "Cell"
            _say(cell.paragraphs[0], words)


# --- the parts around the body ----------------------------------------------------------------------------------------
def parts(*, title, language, foot, draft, page, of):
    """Return {name: bytes} of every part of a file but its body."""
    field = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    say = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    pages = (
        say.format(f"{_safe(page)} ") + field.format("PAGE") + say.format(f" {_safe(of)} ") + field.format("NUMPAGES")
    )
    footer = f"<w:ftr {{names}}>{_line('Footer', say.format(_safe(foot)))}{_line('Footer', pages)}</w:ftr>"
    header = f"<w:hdr {{names}}>{_line('Header', say.format(_safe(draft)) if draft else '')}</w:hdr>"
    return {**fixed_parts(language), HEADER: _xml(header), FOOTER: _xml(footer), CORE: core(title)}


def fixed_parts(language):
    """Return {name: bytes} of the parts that are the same in every file of one language."""
    kept = dict(_files())
    kept[STYLES] = kept[STYLES].replace(b'<w:lang w:val="en-GB"', f'<w:lang w:val="{_safe(language)}"'.encode())
    return kept


@functools.cache
def _files():
    paths = sorted(path for path in PACKAGE.rglob("*") if path.is_file())
    return tuple((path.relative_to(PACKAGE).as_posix(), path.read_bytes()) for path in paths)


def core(title):
    """Return the properties of a file with this title, as bytes: it holds nothing else."""
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(title)}</dc:title></cp:coreProperties>
""".encode()


def pack(parts):
    """Return the parts as one file: in order of their names, without times, owners or comments."""
    done = io.BytesIO()
    with zipfile.ZipFile(done, "w") as package:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            package.writestr(entry, parts[name])
    return done.getvalue()


def _line(style, runs):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _safe(text):
    return escape(writable(text), {'"': "&quot;"})


def _xml(text):
    """Return a part as bytes; {names} stands for the names its tags are from."""
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
    blanks = etree.XMLParser(remove_blank_text=True)
    return _serialised(etree.fromstring(text.replace("{names}", names, 1), blanks))


def _serialised(element):
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def _name(name):
    return f"{{{NAMES['w']}}}{name}"


def _element(name):
    return etree.Element(_name(name), nsmap={"w": NAMES["w"]})
