"""Reading a finished Word file again: every part of the package is one we know, and every element of the body too.

What is not on these lists is a question: a comment, a tracked change, hidden or coloured letters, a link, a picture, a
second part for the author. The words must be those of the document, block by block, sign for sign.
"""

import io
import re
import zipfile

from django.utils.translation import gettext as _
from lxml import etree

from coproduction import word as printer

from .. import files
from .ledger import Problem, surplus

GRAMMAR = {
    parent: set(children.split())
    for parent, children in {
        "document": "body",
        "body": "p tbl sectPr",
        "hdr": "p",
        "ftr": "p",
        "p": "pPr r fldSimple",
        "pPr": "pStyle bidi",
        "fldSimple": "r",
        "r": "rPr t br tab",
        "rPr": "b rtl",
        "tbl": "tblPr tblGrid tr",
        "tblPr": "tblStyle tblW tblLayout tblLook",
        "tblGrid": "gridCol",
        "tr": "trPr tc",
        "trPr": "cantSplit tblHeader",
        "tc": "tcPr p",
        "tcPr": "tcW",
        "sectPr": "headerReference footerReference pgSz pgMar",
    }.items()
}
"""What may stand in what; everything else stands in nothing and holds nothing."""
STYLES = {f"Heading{level}": f"h{level}" for level in range(1, 5)} | {"ListBullet": "li", "Lead": "p", "": "p"}
"""The kind of a block, by its style."""
ATTRIBUTES = re.compile(
    r"(val|type|w|h|instr|top|right|bottom|left|header|footer|gutter|id|space"
    r"|firstRow|lastRow|firstColumn|lastColumn|noHBand|noVBand)"
)
VALUES = re.compile(
    r"\d+|0[0-9A-F]{3}|auto|dxa|fixed|default|preserve|PAGE|NUMPAGES|rId[56]"
    r"|Heading[1-4]|ListBullet|Lead|Lines|Cell|HeadCell|Header|Footer"
)


def read(content, document, roster):
    """Yield every Problem of a finished Word file. The tokens of the roster name what stands where it should not."""
    wrong = _("The file holds something it should not: %(what)s.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found = {entry.filename: package.read(entry) for entry in package.infolist()}
        known = {**printer.fixed_parts(document.language), printer.CORE: printer.core(document.title)}
        extra = found.keys() - known.keys() - {printer.BODY, printer.HEADER, printer.FOOTER}
        if extra:
            yield Problem("parts", wrong % {"what": ", ".join(sorted(extra))})
        for name, part in known.items():
            if found[name] != part:
                yield Problem("properties" if name.startswith("docProps/") else "parts", wrong % {"what": name})
        if printer.pack(found) != content:
            yield Problem("parts", wrong % {"what": _("something between its parts")})
        for name in (printer.BODY, printer.HEADER, printer.FOOTER):
            yield from _structure(found[name], name, wrong)
        yield from _words(found, document, roster)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, RuntimeError):
        # RuntimeError: a password, or a way of packing that zipfile does not know
        yield Problem("file", _("The file is not one that this site makes."))


def _tree(part):
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _local(element):
    """Return the element's name without where it is from; "" of a comment or of a name that is not Word's own."""
    space = f"{{{printer.NAMES['w']}}}"
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(space) if tag.startswith(space) else ""


def _structure(part, name, wrong):
    """Every element, attribute and value is of the few that our own writer uses, and nothing stands between them."""
    root = _tree(part)
    extra = set()
    if _local(root) not in ("document", "hdr", "ftr"):
        extra.add(str(root.tag))
    if etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) != part:
        extra.add(_("something around its words"))
    for element in root.iter():
        inside = GRAMMAR.get(_local(element), set())
        extra |= {str(child.tag) for child in element if _local(child) not in inside}
        for key, value in element.items():
            if not ATTRIBUTES.fullmatch(etree.QName(key).localname) or not VALUES.fullmatch(value):
                extra.add(f"{etree.QName(key).localname}={value}")
        if element.nsmap != printer.NAMES:
            extra.add(", ".join(f"{short}={name}" for short, name in element.nsmap.items()))
        if (_local(element) != "t" and (element.text or "").strip()) or (element.tail or "").strip():
            extra.add(_("words beside the text"))
    if extra:
        yield Problem("structure", wrong % {"what": f"{name}: {', '.join(sorted(extra))}"})


def _words(found, document, roster):
    """The body and the margins say what the document says, in its order, each block as what it is."""
    body, header, footer = (_tree(found[name]) for name in (printer.BODY, printer.HEADER, printer.FOOTER))
    said = [(part.kind, printer.writable(part.words)) for part in files.parts(document)]
    yield from _same(_("on its pages"), list(_blocks(body)), said, roster)
    around = {name: printer.writable(words) for name, words in files.margins(document).items()}
    margins = [around["draft"], around["foot"], f"{around['page']} 1 {around['of']} 1"]
    lines = [_text(line) for part in (header, footer) for line in part]
    yield from _same(_("in its margins"), [("p", line) for line in lines], [("p", line) for line in margins], roster)
    for table in body.iterfind(".//w:tbl", printer.NAMES):
        rows = table.iterfind("w:tr", printer.NAMES)
        heads = [number for number, row in enumerate(rows) if row.find("w:trPr/w:tblHeader", printer.NAMES) is not None]
        if heads != [0]:
            yield Problem("table", _("The table does not say which row is its head."))


def _same(where, found, said, roster):
    """Problems when the blocks `found` are not those `said`: the tokens they hold more of, or else just that."""
    if found == said:
        return
    more = surplus(*(" ".join(words for _kind, words in blocks) for blocks in (found, said)), roster)
    for token in more:
        words = _("“%(token)s” stands in the file and not in the notes (%(where)s).")
        yield Problem(where, words % {"token": token.text, "where": where}, token.kind)
    if not more:
        yield Problem(where, _("The file does not say the same as the notes (%(where)s).") % {"where": where})


def _blocks(document):
    """Yield (kind, words) of each paragraph and row of the body, in their order."""
    for element in document[0]:
        if _local(element) == "p":
            style = element.find("w:pPr/w:pStyle", printer.NAMES)
            name = "" if style is None else next(iter(style.values()), "")
            yield STYLES.get(name, name), _text(element)
        elif _local(element) == "tbl":
            for row in element.iterfind("w:tr", printer.NAMES):
                cells = row.iterfind("w:tc", printer.NAMES)
                yield (
                    "row",
                    " | ".join("\n".join(_text(line) for line in cell if _local(line) == "p") for cell in cells),
                )


def _text(paragraph):
    """Return the words of a paragraph, wherever in it they stand."""
    signs = {"t": lambda element: element.text or "", "br": lambda _element: "\n", "tab": lambda _element: "\t"}
    return "".join(signs[_local(one)](one) for one in paragraph.iter() if _local(one) in signs)
