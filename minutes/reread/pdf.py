"""Reading a finished PDF again, whatever way something could be hidden in it.

Two kinds of letters: Latin, Greek and Cyrillic are counted one by one. Arabic and Indic letters join into glyphs that
PDFs do not count back, so of those the file may hold no letter that the document lacks.
"""

import io
import re
import unicodedata
from collections import Counter

import pikepdf
from django.utils.translation import gettext as _

from coproduction import pdf as printer

from .. import files
from ..attribution import tokens
from .ledger import Problem, key_of, surplus

ROOT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/Metadata", "/StructTreeRoot", "/ViewerPreferences", "/Outlines"}
PAGE = {"/Type", "/Parent", "/MediaBox", "/TrimBox", "/BleedBox", "/Contents", "/Resources", "/StructParents", "/Tabs"}
PAGE |= {"/Group", "/Annots"}
ELEMENT = {"/Type", "/S", "/K", "/P", "/Pg", "/A", "/ID"}
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
OUR_NAMES = re.compile(
    r"/([A-Z]{6}(\+(Atkinson-Hyperlegible|Noto-Sans|Noto-Sans-Arabic)(-Bold)?)?|x\d+|[aA][\d.]+|lab-d\d+)"
)
"""Names the renderer makes up: fonts, pictures drawn by the style sheet, opacities, colour spaces."""

FIXED_NAMES = frozenset(
    f"/{name}"
    for name in """
    A Ascent BBox BaseFont BleedBox CA CIDFontType2 CIDSystemInfo CIDToGIDMap CS CapHeight Caption Catalog
    ColorSpace Column Columns Contents Count DecodeParms DescendantFonts Descent Dest DeviceRGB DisplayDocTitle
    Div Document Encoding ExtGState Filter First Flags FlateDecode Font FontBBox FontDescriptor FontFamily
    FontFile2 FontName Form Group H1 H2 H3 H4 Headers I ID Identity Identity-H Info ItalicAngle K Kids L LBody
    LI Lab Lang Last Lbl Length Length1 MarkInfo Marked MediaBox Metadata N Next NonStruct Nums O ObjStm
    Ordering Outlines P Page Pages Parent ParentTree Pattern Pg Predictor Prev Producer Range Registry Resources
    Root Row S Scope Shading Size Span StemH StemV StructElem StructParents StructTreeRoot Subtype Supplement
    TBody TD TH THead TR Table Tabs Title ToUnicode Transparency TrimBox Type Type0 ViewerPreferences W
    WhitePoint XML XObject XRef XYZ ca
    """.split()
)
"""The words of the file format that every file of ours uses: somebody called Page or Page-Parent stops nothing."""


def read(pdf, document, roster):
    """Yield every Problem of a finished PDF. The tokens of the roster name what was found where it should not be."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            yield from _structure(pdf, opened, document)
            yield from _strings(opened, document, roster)
            yield from _text(opened, document, roster)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        yield Problem("file", _("The file is not one that this site makes."))


# --- letters ----------------------------------------------------------------------------------------------------------
def _letters(text):
    """Return (Counter of plain letters and digits, set of joining letters) of `text`, case and accents folded."""
    signs = [sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum()]
    plain = Counter(sign for sign in signs if ord(sign) < 0x590)
    return plain, {sign for sign in signs if ord(sign) >= 0x590}


def _text(opened, document, roster):
    """The text between the margins and in them is the document's, letter for letter."""
    body, margin = _extract(opened)
    pages = len(opened.pages)
    said = " ".join(printer.printable(part.words) for part in files.parts(document))
    heads = sum(1 for element in _elements(opened) if element.get("/S") == pikepdf.Name.THead)
    said += " " + " ".join(files.table_head()) * max(0, heads - 1)  # said again on every page of a long table
    yield from _same_letters(_("on its pages"), " ".join(body), said, roster)
    around = files.margins(document)
    numbers = " ".join(f"{around['page']} {number} {around['of']} {pages}" for number in range(1, pages + 1))
    said = f"{printer.printable(around['foot'])} {around['draft']} " * pages + numbers
    yield from _same_letters(_("in its margins"), " ".join(margin), said, roster)


def _same_letters(where, found, said, roster):
    """Problems when `found` holds other letters than `said`: the tokens it holds more of, or else just that."""
    (plain, joining), (right, right_joining) = _letters(found), _letters(said)
    if plain == right and joining <= right_joining:
        return
    more = surplus(found, said, roster)
    for token in more:
        said_of = {"token": token.text, "where": where}
        yield Problem(
            where, _("“%(token)s” stands in the file and not in the notes (%(where)s).") % said_of, token.kind
        )
    if not more:
        yield Problem(where, _("The file does not say the same as the notes (%(where)s).") % {"where": where})


def _extract(opened):
    """Return the texts a file shows, hidden or not, as two lists: those of the document and those of the margins."""
    body, margin = [], []
    for page in opened.pages:
        alphabets, alphabet, marks = {}, {}, []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                marks.append(operands[0] == pikepdf.Name.Artifact)
            elif name == "EMC":
                marks.pop()
                (margin if any(marks) else body).append("")
            elif name == "Tf":
                font = str(operands[0])
                if font not in alphabets:
                    alphabets[font] = _alphabet(page.Resources.Font[font])
                alphabet = alphabets[font]
            elif name in SHOWS_TEXT:
                glyphs = operands[-1] if name == "TJ" else [operands[-1]]
                codes = b"".join(bytes(run) for run in glyphs if isinstance(run, pikepdf.String))
                pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
                (margin if any(marks) else body).append(
                    "".join(alphabet.get(pair, "\N{REPLACEMENT CHARACTER}") for pair in pairs)
                )
    return body, margin


def _alphabet(font):
    """Return {glyph code: text} of a font, from its ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>$", table, re.MULTILINE)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


# --- everything else in the file --------------------------------------------------------------------------------------
def _structure(pdf, opened, document):
    """The file is of the one shape our renderer makes: an allow-list, so that anything new is a question."""
    wrong = _("The file holds something it should not: %(what)s.")
    if pdf.count(b"%%EOF") != 1 or not pdf.startswith(b"%PDF-1.7"):
        yield Problem("revisions", wrong % {"what": _("an earlier revision")})
    title = printer.printable(document.title)
    info = {key: str(value) for key, value in opened.docinfo.items()}
    if info != {"/Title": title, "/Producer": printer.PRODUCER}:
        yield Problem("properties", wrong % {"what": ", ".join(sorted(info))})
    if opened.Root.Metadata.read_bytes() != printer.xmp(title):
        yield Problem("properties", wrong % {"what": "XMP"})
    if str(opened.Root.get("/Lang")) != document.language:
        yield Problem("language", _("The language of the file is not set."))
    extra = {*opened.Root.keys()} - ROOT
    for page in opened.pages:
        extra |= {*page.keys()} - PAGE
        for annotation in page.get("/Annots", []):
            target = str(annotation.get("/A", {}).get("/URI", annotation.get("/Subtype")))
            yield Problem("links", _("The file holds a link or a comment: %(to)s.") % {"to": target})
    for element in _elements(opened):
        extra |= {*element.keys()} - ELEMENT
    if extra:
        yield Problem("structure", wrong % {"what": ", ".join(sorted(extra))})
    yield from _outline(opened, document)
    yield from _streams(opened, wrong)


def _outline(opened, document):
    titles = []

    def visit(entry):
        while entry is not None:
            titles.append(str(entry.Title))
            visit(entry.get("/First"))
            entry = entry.get("/Next")

    if "/Outlines" in opened.Root:
        visit(opened.Root.Outlines.get("/First"))
    headings = [printer.printable(part.words) for part in files.parts(document) if part.kind[0] == "h"]
    squeeze = lambda words: ["".join(one.split()) for one in words]  # noqa: E731
    if squeeze(titles) != squeeze(headings):
        other = [one for one in titles if "".join(one.split()) not in squeeze(headings)]
        words = _("The bookmarks of the file are not the headings of the notes: %(titles)s.")
        yield Problem("bookmarks", words % {"titles": ", ".join(f"“{one}”" for one in other) or "?"})


def _streams(opened, wrong):
    """No pictures, no scripts, no text outside pages, and no font that is not ours and cut down."""
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary):
            if thing.get("/Type") == pikepdf.Name.Font and thing.get("/Subtype") == pikepdf.Name.Type0:
                inner = thing.DescendantFonts[0]
                if not OUR_NAMES.fullmatch(str(thing.BaseFont)) or "/FontFile2" not in inner.FontDescriptor:
                    yield Problem("fonts", wrong % {"what": str(thing.BaseFont)})
            elif thing.get("/Type") == pikepdf.Name.Font and thing.get("/Subtype") != pikepdf.Name.CIDFontType2:
                yield Problem("fonts", wrong % {"what": str(thing.get("/Subtype"))})
            elif thing.get("/S") == pikepdf.Name.JavaScript or "/JS" in thing or "/EF" in thing:
                yield Problem("structure", wrong % {"what": _("a script or an attachment")})
        elif isinstance(thing, pikepdf.Stream):
            if thing.get("/Subtype") == pikepdf.Name.Image or thing.get("/Type") == pikepdf.Name.EmbeddedFile:
                yield Problem("pictures", wrong % {"what": _("a picture or an attachment")})
            elif thing.get("/Subtype") == pikepdf.Name.Form or "/PatternType" in thing:
                if any(str(operator) in SHOWS_TEXT for _operands, operator in pikepdf.parse_content_stream(thing)):
                    yield Problem("pictures", wrong % {"what": _("text in a drawing")})
    for page in opened.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            marked = operands[1] if str(operator) == "BDC" else {}
            if (
                str(operator) == "BI"
                or not isinstance(marked, (dict, pikepdf.Dictionary))
                or {*marked.keys()} - {"/MCID", "/Type"}
            ):
                yield Problem("pictures", wrong % {"what": _("words beside the text")})


def _elements(opened):
    """Yield every element of the structure tree."""
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.StructElem:
            yield thing


def _strings(opened, document, roster):
    """Every string of the file is one we know, and no name object holds a token of the register."""
    strings, names = set(), set()
    trailer = [value for key, value in opened.trailer.items() if key != "/ID"]
    objects = [thing for thing in opened.objects if not _is_index(thing)]
    for thing in (*objects, *trailer):
        _collect(thing, strings, names, top=True)
    known = {printer.printable(part.words) for part in files.parts(document) if part.kind[0] == "h"}
    known |= {printer.printable(document.title), printer.PRODUCER, document.language, "Adobe", "Identity"}
    known |= {"Atkinson Hyperlegible", "Noto Sans", "Noto Sans Arabic"}
    known = {"".join(one.split()) for one in known}
    for string in sorted(strings):
        if "".join(string.split()) not in known and not re.fullmatch(r"\d+-\d+-\d+", string):
            kind = next((t.kind for t in tokens(roster) if key_of(t.text) and key_of(t.text) in key_of(string)), "")
            yield Problem("hidden words", _("The file holds words nobody sees: “%(words)s”.") % {"words": string}, kind)
    held = {key_of(name) for name in names if not OUR_NAMES.fullmatch(name) and name not in FIXED_NAMES}
    for token in tokens(roster):
        if len(key_of(token.text)) > 2 and any(key_of(token.text) in name for name in held):
            words = _("“%(token)s” stands in the inner workings of the file.") % {"token": token.text}
            yield Problem("hidden words", words, token.kind)


def _is_index(thing):
    """True for the file's own table of objects: its one string is the hash that names the file."""
    return isinstance(thing, pikepdf.Stream) and thing.get("/Type") == pikepdf.Name.XRef


def _collect(thing, strings, names, *, top=False):
    """Gather the strings and names of one object; what it refers to is an object of its own."""
    if isinstance(thing, pikepdf.Name):
        names.add(str(thing))
    elif isinstance(thing, pikepdf.String):
        strings.add(str(thing))
    elif getattr(thing, "is_indirect", False) and not top:
        return
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            names.add(key)
            _collect(value, strings, names)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            _collect(value, strings, names)
