"""HTML to a finished PDF/UA file; the only module that touches WeasyPrint.

`render` works in this process, `render_apart` in a short-lived child (`python -I coproduction/pdf.py SHEET`: HTML on
its standard input, the PDF on its standard output) that may reach nothing and has narrow limits. Both give the same
bytes for the same HTML (F4, F5). This module imports nothing of ours, so the child starts without Django.
"""

import atexit
import functools
import importlib
import io
import itertools
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.sax.saxutils import escape

STYLE = Path(__file__).resolve().parent.parent / "static" / "css" / "print.css"
FONT_PACKAGES = ("fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
"""Our typeface, then what it lacks: Welsh ŵ and ŷ, Greek, Cyrillic, Devanagari; Arabic and Urdu."""
PRODUCER = "Co-production portal"
LONGEST = 4_000_000
"""Characters of HTML; notes end at 200,000 bytes, and markup never makes twenty times of them."""
MEMORY = 600 * 2**20
"""Bytes of address space of the child. Measured: thirty pages, or three fonts, draw within half of it."""
CPU_SECONDS = 15
WALL_SECONDS = 30
"""Longer than the CPU limit: a busy machine is no reason to refuse."""
BLOCKS = {"p", "li", "dt", "dd", "td", "th", "caption", "h1", "h2", "h3", "h4"}
NAMES = {"→": "arrow", "←": "arrow back", "✓": "tick", "✔": "tick", "✗": "cross", "✘": "cross", "❤": "heart"}
"""Shorter than what Unicode calls them."""
SAYS = "RenderFailed: "
"""Before the reason, in the last line the child writes; all else it may say is not for anybody (CH8)."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Signs nobody sees, some of which hide or turn round a word; ZWJ and ZWNJ stay where a font has them."""


class RenderFailed(Exception):
    """There is no file. The reason is in words for an operator and never quotes the document."""


def render(html, *, style=None, sheet=STYLE.name):
    """Return the PDF/UA-1 file of `html` (a whole page with lang and title) as bytes. Raises RenderFailed.

    sheet: the style sheet, by its name beside print.css. style: its text, where it was read before. Nothing is fetched
    but what the style sheet itself carries (S22).
    """
    if len(html) > LONGEST:
        raise RenderFailed("The document is too long.")
    style = (STYLE.parent / sheet).read_text(encoding="utf-8") if style is None else style
    allowed = set(re.findall(r'url\("(data:[^"]+)"\)', style))
    with _own_fonts():
        return finish(_draw(html.encode("utf-8", "replace").decode(), style, allowed))


def render_apart(html, *, sheet=STYLE.name):
    """Return what `render` returns, from a child process with limits. Raises RenderFailed, never half a file."""
    with tempfile.TemporaryDirectory(prefix="render-") as home:
        environment = {"PATH": "/nonexistent", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home}
        try:
            child = subprocess.run(
                [sys.executable, "-I", __file__, sheet],
                input=html.encode("utf-8", "replace"),
                capture_output=True,
                cwd=home,
                env=environment,
                timeout=WALL_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderFailed(f"Drawing the page took longer than {WALL_SECONDS} seconds.") from error
    if child.returncode == -signal.SIGXCPU:
        raise RenderFailed(f"Drawing the page took more than {CPU_SECONDS} seconds of work: the document is too long.")
    if child.returncode < 0:
        raise RenderFailed(f"Drawing the page was stopped (signal {-child.returncode}).")
    if child.returncode:
        said = [line for line in child.stderr.decode(errors="replace").splitlines() if line.startswith(SAYS)]
        raise RenderFailed(said[-1].removeprefix(SAYS) if said else "Drawing the page broke off.")
    if not (child.stdout.startswith(b"%PDF-") and child.stdout.rstrip().endswith(b"%%EOF")):
        raise RenderFailed("Drawing the page gave no whole file.")
    return child.stdout


# --- letters ----------------------------------------------------------------------------------------------------------
@functools.cache
def covered():
    """Return the code points that the shipped fonts can draw, as a frozenset."""
    from fontTools.ttLib import TTFont

    points = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def font_files():
    """Return the paths of the shipped fonts: regular and bold of ours, the upright fallbacks. Nothing else is used."""
    folders = [importlib.import_module(package).ROOT / "files" for package in FONT_PACKAGES]
    return tuple(path for folder in folders for path in sorted(folder.glob("*.ttf")) if "Italic" not in path.name)


def printable(text):
    """Return `text` with every sign that no shipped font has said in words, like “[grinning face]”.

    A missing glyph breaks PDF/UA and leaves an empty box. Invisible signs go; look-alikes and old forms become their
    plain letters; letters of a script that has no font here become a note of how many there were.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    missing = {sign for sign in text if ord(sign) not in covered() and sign not in "\n\r\t"}
    if not missing:
        return text
    runs = re.compile("[" + re.escape("".join(sorted(missing))) + "]+")
    return runs.sub(lambda run: _in_words(run[0]), text)


def unprintable_letters(text):
    """Return the words in `text` with letters that no shipped font has, to tell the writer before there is a file."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text))
    return tuple(word for word in words if any(sign.isalpha() and ord(sign) not in covered() for sign in word))


def _in_words(run):
    """Return a run of signs without a glyph in words; the same one many times over is said once, and how often."""
    words, letters = [], 0
    for sign, times in ((sign, len(list(same))) for sign, same in itertools.groupby(run)):
        plain = unicodedata.normalize("NFKC", sign)
        kind = unicodedata.category(sign)
        if plain != sign and all(ord(one) in covered() for one in plain):
            words.append(plain * times)
        elif kind[0] == "Z":
            words.append(" ")
        elif kind[0] == "L" or kind == "Mc":
            letters += times
        elif 0x1F1E6 <= ord(sign) <= 0x1F1FF:  # flags are spelt with these
            words.append(chr(ord(sign) - 0x1F1E6 + ord("A")) * times)
        elif kind[0] in "SPN" and kind != "Sk":
            name = NAMES.get(sign) or unicodedata.name(sign, f"sign U+{ord(sign):04X}").lower()
            words.append(f"[{name}, {times} times]" if times > 1 else f"[{name}]")
    if letters:
        words.append(f"[{letters} letters of a script this file cannot show]")
    return "".join(words)


# --- drawing ----------------------------------------------------------------------------------------------------------
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>
"""


def _without_marks(path, copy):
    """Write a copy of a font that has no combining marks.

    Newer HarfBuzz draws ŵ and ŷ, which our font lacks, from a letter and a mark of it, and the file then reads them
    back as two signs. Without the marks the fallback font draws the whole letter, on every system alike.
    """
    from fontTools.ttLib import TTFont

    with TTFont(path, recalcTimestamp=False) as font:
        for table in font["cmap"].tables:
            table.cmap = {point: name for point, name in table.cmap.items() if not 0x300 <= point <= 0x36F}
        font.save(copy)


@functools.cache
def _font_configuration():
    """Return the path of a font configuration that knows the shipped fonts and nothing of the host's."""
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in font_files():
        if path.name.startswith("Atkinson"):
            _without_marks(path, folder / path.name)
        else:
            (folder / path.name).symlink_to(path)
    configuration = folder / "fonts.conf"
    configuration.write_text(FONTCONFIG.format(folder=escape(str(folder))), encoding="utf-8")
    return configuration


@contextmanager
def _own_fonts():
    """Within, the renderer sees our fonts alone, and writes no time into a fallback font it has cut down."""
    ours = {"FONTCONFIG_FILE": str(_font_configuration()), "SOURCE_DATE_EPOCH": "0"}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _draw(html, style, allowed):
    """Return the raw file. Only the addresses in `allowed` are answered; to ask for another one is an error."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        refused = 0

        def fetch(self, url, headers=None):
            if url not in allowed:
                self.refused += 1
                raise FatalURLFetchingError("Nothing is fetched.")
            kind, content = url.removeprefix("data:").split(",", 1)
            return URLFetcherResponse(url, unquote_to_bytes(content), {"Content-Type": kind})

    fetcher, fonts, why = Fetcher(allowed_protocols=()), FontConfiguration(), ""
    try:
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        _set_letters(page.etree_element)
        sheet = weasyprint.CSS(string=style, url_fetcher=fetcher, font_config=fonts)
        raw = page.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[sheet], font_config=fonts)
    except (Exception, FatalURLFetchingError) as error:
        why = type(error).__name__
    if fetcher.refused:
        raise RenderFailed("The page asked for something from outside.")
    if why:
        raise RenderFailed(f"The page could not be drawn ({why}).")
    return raw


def _set_letters(tree):
    """Make every text of the parsed page printable, and let right-to-left paragraphs run from the right.

    On the tree and not on the HTML: a combining sign at the start of a text must not join the bracket before it.
    """
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        element.text, element.tail = printable(element.text or ""), printable(element.tail or "")
        for name, value in element.items():
            element.set(name, printable(value))
        if element.tag in BLOCKS and runs_right_to_left("".join(element.itertext())):
            element.set("dir", "rtl")


def runs_right_to_left(text):
    """Return whether the first letter of `text` that has a direction is one that runs from the right."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((one for one in directions if one in ("L", "R", "AL")), "L") != "L"


# --- finishing --------------------------------------------------------------------------------------------------------
def finish(raw):
    """Return the file with header scopes, marked artifacts, printed links, our Producer and no dates (F4, F5, F6)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        tagged = _tidy_structure(pdf, pikepdf)
        for page in pdf.pages:
            _mark_artifacts(pdf, page, tagged, pikepdf)
            for annotation in page.get("/Annots", []):
                annotation.F = int(annotation.get("/F", 0)) | 4  # printed with the page, as PDF/UA asks of links
        if {*pdf.docinfo.keys()} - {"/Title", "/Producer"}:
            raise RenderFailed("The page carried properties of its own.")  # an author, a date, keywords (F3, F10)
        pdf.docinfo["/Producer"] = PRODUCER
        pdf.Root.Metadata.write(xmp(str(pdf.docinfo["/Title"])))
        done = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate
        pdf.save(done, object_stream_mode=packed, deterministic_id=True, fix_metadata_version=False)
    return done.getvalue()


def xmp(title):
    """Return the whole XMP packet of a file with this title, as bytes: it holds nothing else."""
    return f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" pdf:Producer="{PRODUCER}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _tidy_structure(pdf, pikepdf):
    """Give header cells their scope, drop empty elements, and return {(page, mark)} that the structure tree names."""
    tagged = set()
    hollow = {"/Table", "/TR", "/Sect", "/L", "/LI", "/P", "/Span", "/Div", "/NonStruct"}

    def visit(element, page, section):
        page = element.get("/Pg", page)
        role = str(element.get("/S", ""))
        section = role if role in ("/THead", "/TBody") else section
        if role == "/TH":
            cell = element.get("/A")
            if cell is None:
                cell = element.A = pikepdf.Dictionary(O=pikepdf.Name.Table)
            cell.Scope = pikepdf.Name.Column if section == "/THead" else pikepdf.Name.Row
        kids = element.get("/K")
        if kids is None:
            return
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        kept = []
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary):
                tagged.add((page.objgen, int(kid)))
            elif kid.get("/Type") == pikepdf.Name.MCR:
                tagged.add((kid.get("/Pg", page).objgen, int(kid.MCID)))
            elif kid.get("/Type") != pikepdf.Name.OBJR:
                visit(kid, page, section)
                if str(kid.get("/S")) in hollow and not len(kid.get("/K", [])):
                    continue
            kept.append(kid)
        element.K = pikepdf.Array(kept)

    for top in pdf.Root.StructTreeRoot.K:
        visit(top, None, None)
    return tagged


def _mark_artifacts(pdf, page, tagged, pikepdf):
    """Mark what the structure tree does not name (the running foot) as an artifact, so that it is not read aloud."""
    changed, written = False, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
            mark = operands[1].get("/MCID")
            if mark is not None and (page.obj.objgen, int(mark)) not in tagged:
                operands = [pikepdf.Name.Artifact, pikepdf.Dictionary(Type=pikepdf.Name.Pagination)]
                changed = True
        written.append((operands, operator))
    if changed:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(written))


# --- the child --------------------------------------------------------------------------------------------------------
def _confine():
    """Take away what drawing does not need. What is opened from here on is code that Python still has to load."""
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 2**20), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    code = tuple(str(Path(place).resolve()) for place in {sys.prefix, sys.base_prefix, *sys.path} if place)

    def watch(event, arguments):
        if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.")):
            raise RenderFailed("Drawing the page tried to reach outside.")
        if event == "open" and isinstance(arguments[0], str):
            path = os.path.realpath(arguments[0])
            if arguments[1] not in (None, "r", "rb") or not path.startswith(code):
                raise RenderFailed("Drawing the page tried to open a file.")

    sys.addaudithook(watch)


def main():
    """Read HTML, write a PDF in the style that is named. Ends with 1 and the reason on standard error if there is
    none.
    """
    html = sys.stdin.buffer.read().decode()
    try:
        style = (STYLE.parent / Path(sys.argv[1]).name).read_text(encoding="utf-8")
        covered()
        with _own_fonts():
            importlib.import_module("weasyprint")
        _confine()
        done = render(html, style=style)
    except RenderFailed as error:
        sys.exit(f"{SAYS}{error}")
    except MemoryError:
        sys.exit(f"{SAYS}Drawing the page needs too much memory.")
    sys.stdout.buffer.write(done)


if __name__ == "__main__":
    main()
