"""PDFs: written anew by lists of what may stay, so that what nobody thought of goes too.

Pages, their words and pictures, links, bookmarks and the tags that screen readers use stay. Properties, comments,
attachments, scripts, the boxes of forms (what was filled in becomes plain words), layers, traces of programs and all
earlier versions go. A file with layers that are switched off is refused: nobody saw what is in them.
"""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream, String

from . import pictures
from .words import Refused

MOST_PAGES = 200
ROOT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines"}
PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources", "/Group", "/Annots"}
PAGE |= {"/StructParents", "/Tabs", "/UserUnit"}
RESOURCES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/ProcSet"}
LINK = {"/Type", "/Subtype", "/Rect", "/QuadPoints", "/A", "/Dest", "/F", "/StructParent"}
BOOKMARK = {"/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest"}
TREE = {"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/ClassMap"}
MARKED = {"/MCID", "/Type", "/Subtype", "/Lang", "/ActualText", "/Alt", "/E", "/Attached", "/BBox"}
NEVER = {
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AA",
    "/JS",
    "/AF",
    "/OPI",
    "/Thumb",
    "/OC",
    "/Alternates",
    "/Ref",
}
NEVER |= {"/Measure", "/PtData", "/IDTree", "/Headers", "/EF", "/Lock", "/SV", "/CreationDate", "/ModDate"}
TEXTS = {"/URI", "/Alt", "/ActualText", "/E", "/Lang", "/Registry", "/Ordering", "/FontFamily", "/CharSet", "/Panose"}
"""Keys whose strings may stay, wherever they are; strings under any other key go."""
DEVICE = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
A_FILE = re.compile(r"^(file:|[A-Za-z]:\\|\\\\|/(Users|home)/)|[\\/][^\s\\/]+\.(jpe?g|png|gif|docx?|pdf)$", re.I)


def clean(content):
    """Return (bytes, {code: times}) of a PDF written anew, the same for the same bytes. Raises Refused."""
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            return _clean(content, opened)
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError, RuntimeError) as error:
        raise Refused("broken") from error


def _clean(content, opened):
    if opened.is_encrypted:
        raise Refused("password")
    if not 0 < len(opened.pages) <= MOST_PAGES:
        raise Refused("pages" if len(opened.pages) else "broken")
    found = _told(content, opened)
    _no_layers(opened, found)
    targets = _targets(opened)
    links = _annotations(opened, targets, found)
    _bookmarks(opened, targets)
    _only(opened.Root, ROOT)
    _only(opened.Root.get("/StructTreeRoot"), TREE)
    if "/MarkInfo" in opened.Root:
        _only(opened.Root.MarkInfo, {"/Marked"})
    for key in {"/Info", "/ID"} & {*opened.trailer.keys()}:  # a first ID would be kept, and tell which file it was
        del opened.trailer[key]
    for page in opened.pages:
        found["thumbnails"] += "/Thumb" in page
        found["traces"] += "/PieceInfo" in page
        _only(page.obj, PAGE)
    for thing in opened.objects:
        _scrub(thing, links, found)
    _contents(opened)
    out = io.BytesIO()
    opened.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
        fix_metadata_version=False,
        linearize=False,
    )
    return out.getvalue(), found


def _only(thing, keys):
    """Take every key out of a dictionary that is not in `keys`."""
    if isinstance(thing, (Dictionary, Stream)):
        for key in set(thing.keys()) - keys:
            del thing[key]


# --- what is told in the open: counted, so that people know it was there ---------------------------------------------
def _told(content, opened):
    """Return {code: times} of what the file carries beside its pages."""
    root, info = opened.Root, opened.docinfo
    xmp = root.Metadata.read_bytes() if "/Metadata" in root else b""
    names = root.get("/Names", Dictionary())
    form = root.get("/AcroForm", Dictionary())
    versions = content.count(b"startxref") - (2 if b"/Linearized" in content[:2048] else 1)
    scripts = len(pikepdf.NameTree(names.JavaScript)) if "/JavaScript" in names else 0
    return {
        "author": int(bool(str(info.get("/Author", ""))) or b"<dc:creator" in xmp),
        "properties": int(bool({*info.keys()} - {"/Author"}) or bool(xmp)),
        "attachments": len(opened.attachments),
        "scripts": scripts + sum(key in root for key in ("/OpenAction", "/AA")),
        "comments": 0,
        "form": len(form.get("/Fields", [])),
        "layers": 0,
        "versions": max(0, versions),
        "thumbnails": 0,
        "pictures": 0,
        "links": 0,
        "traces": 0,
    }


def _no_layers(opened, found):
    """Refuse layers that do not all show; those that do become part of the page."""
    layers = opened.Root.get("/OCProperties")
    if layers is None:
        return
    found["layers"] = len(layers.get("/OCGs", []))
    standard = layers.get("/D", Dictionary())
    hides = standard.get("/BaseState", Name.ON) != Name.ON or len(standard.get("/OFF", [])) or "/AS" in standard
    if hides:
        raise Refused("hidden_layers")
    for thing in opened.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.OCMD:
            if "/VE" in thing or thing.get("/P", Name.AnyOn) != Name.AnyOn:
                raise Refused("hidden_layers")


# --- links, comments, forms, bookmarks -------------------------------------------------------------------------------
def _targets(opened):
    """Return {name: place in the file} of all named places, as text."""
    root, found = opened.Root, {}
    pairs = list(root.Dests.items()) if "/Dests" in root else []
    pairs = [(key.removeprefix("/"), value) for key, value in pairs]
    if "/Names" in root and "/Dests" in root.Names:
        pairs += list(pikepdf.NameTree(root.Names.Dests).items())
    for name, value in pairs:
        place = value.get("/D") if isinstance(value, Dictionary) else value
        if isinstance(place, Array):
            found[str(name)] = place
    return found


def _place(value, targets):
    """Return where a link leads in the same file, as an array of page and position, or None."""
    if isinstance(value, (String, Name)):
        value = targets.get(str(value).removeprefix("/"))
    if not isinstance(value, Array) or not len(value) or not isinstance(value[0], Dictionary):
        return None
    return Array([part for part in value if not isinstance(part, String)])


def _annotations(opened, targets, found):
    """Keep links, make what was filled into forms part of the page, and empty all else. Returns the links' numbers."""
    widgets = False
    for page in opened.pages:
        kept = []
        for one in page.get("/Annots", []):
            kind = one.get("/Subtype") if isinstance(one, Dictionary) else None
            if kind == Name.Widget and _field_kind(one) != Name.Sig:
                widgets = True
            elif kind != Name.Link:
                if kind is not None and kind not in (Name.Popup, Name.Widget):
                    code = {"/FileAttachment": "attachments"}.get(str(kind), "comments")
                    found[code] += 1
                    found["scripts"] += kind in (Name.RichMedia, Name.Screen, Name.Movie, Name.Sound)
                continue
            kept.append(one)
        if "/Annots" in page:
            page.Annots = Array(kept)
    if widgets:
        opened.generate_appearance_streams()
        opened.flatten_annotations("all")
    links = set()
    for page in opened.pages:
        kept = []
        for one in page.get("/Annots", []):
            if one.get("/Subtype") == Name.Link and _tidy_link(one, targets):
                kept.append(one if one.is_indirect else opened.make_indirect(one))
                links.add(kept[-1].objgen)
            elif one.get("/Subtype") == Name.Link:
                found["links"] += 1
        if "/Annots" in page:
            page.Annots = Array(kept)
    return links


def _field_kind(widget):
    while "/FT" not in widget and "/Parent" in widget:
        widget = widget.Parent
    return widget.get("/FT")


def _tidy_link(link, targets):
    """Leave of a link where it is and where it leads: a web address, or a place in the same file. False for others."""
    action = link.get("/A", Dictionary())
    place = _place(link.get("/Dest", action.get("/D") if action.get("/S") == Name.GoTo else None), targets)
    address = str(action.get("/URI", "")) if action.get("/S") == Name.URI else ""
    _only(link, LINK - {"/A", "/Dest"})
    if place is not None:
        link.Dest = place
    elif re.match(r"(https?|mailto):", address, re.I):
        link.A = Dictionary(S=Name.URI, URI=String(address))
    else:
        return False
    return True


def _bookmarks(opened, targets):
    """Leave of each bookmark its words and where it leads."""
    seen, waiting = set(), [opened.Root.get("/Outlines", Dictionary()).get("/First")]
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, Dictionary) or entry.objgen in seen:
            continue
        seen.add(entry.objgen)
        action = entry.get("/A", Dictionary())
        place = _place(entry.get("/Dest", action.get("/D") if action.get("/S") == Name.GoTo else None), targets)
        _only(entry, BOOKMARK - {"/Dest"})
        if place is not None:
            entry.Dest = place
        waiting += [entry.get("/Next"), entry.get("/First")]
    if "/Outlines" in opened.Root:
        _only(opened.Root.Outlines, {"/Type", "/First", "/Last", "/Count"})


# --- every object of the file ----------------------------------------------------------------------------------------
def _scrub(thing, links, found, depth=0):
    """Take out of one object, and of what stands in it, everything that is no part of a page's looks."""
    if isinstance(thing, (Dictionary, Stream)):
        if "/Rect" in thing and "/Subtype" in thing and thing.objgen not in links:
            _only(thing, {"/Type", "/Subtype"})  # a comment that the tags of the file still name
            return
        found["traces"] += "/PieceInfo" in thing
        found["scripts"] += "/JS" in thing
        for key in NEVER & {*thing.keys()}:
            del thing[key]
        if thing.get("/Type") == Name.OCG:
            _only(thing, {"/Type"})
            thing.Name = String("")
        if isinstance(thing.get("/Resources"), Dictionary):
            _only(thing.Resources, RESOURCES)
        is_bookmark = "/Title" in thing and "/Parent" in thing and "/S" not in thing
        for key in list(thing.keys()):
            value = thing[key]
            if isinstance(value, String):
                if not (key in TEXTS or key == "/Title" and is_bookmark or key == "/Name" and not str(value)):
                    del thing[key]
                elif key == "/Alt" and A_FILE.search(str(value)):
                    del thing[key]
            elif plain := _plain_colour(value):
                thing[key] = plain
            elif not _is_elsewhere(value) and depth < 60:
                _scrub(value, links, found, depth + 1)
        if isinstance(thing, Stream):
            _picture(thing, found)
    elif isinstance(thing, Array):
        table = len(thing) == 4 and thing[0] == Name.Indexed
        for at, value in enumerate(thing):
            if isinstance(value, String):
                if not table:
                    thing[at] = String("")
            elif plain := _plain_colour(value):
                thing[at] = plain
            elif not _is_elsewhere(value) and depth < 60:
                _scrub(value, links, found, depth + 1)


def _is_elsewhere(value):
    """True for what is an object of its own, which has its turn, and for numbers and names."""
    return not isinstance(value, (Dictionary, Stream, Array)) or value.is_indirect


def _plain_colour(value):
    """Return the plain colours to use in place of a profile, which carries words; None for anything else."""
    if isinstance(value, Array) and len(value) == 2 and value[0] == Name.ICCBased:
        return DEVICE.get(int(value[1].get("/N", 3)))
    return None


def _picture(stream, found):
    """Leave of a picture its pixels."""
    if stream.get("/Subtype") != Name.Image:
        return
    filters = stream.get("/Filter", Array())
    filters = [filters] if isinstance(filters, Name) else list(filters)
    strip = {Name.DCTDecode: pictures.strip_jpeg, Name.JPXDecode: pictures.strip_jp2}.get(
        filters[-1] if filters else None
    )
    if strip is None:
        return
    last = filters[-1]
    parms = stream.get("/DecodeParms")
    parms = parms[len(parms) - 1] if isinstance(parms, Array) and len(parms) else parms
    packed = stream.read_raw_bytes()
    if len(filters) > 1:
        packed = stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    pixels = strip(packed)
    found["pictures"] += pixels != packed
    stream.write(pixels, filter=last, decode_parms=parms if isinstance(parms, Dictionary) else None)


# --- what is drawn ---------------------------------------------------------------------------------------------------
def _contents(opened):
    """Write every drawing anew: comments between its lines and notes beside its words stay behind."""
    for page in opened.pages:
        page.Contents = opened.make_stream(_redrawn(page))
    for thing in opened.objects:
        if isinstance(thing, Stream) and (thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1):
            thing.write(_redrawn(thing))
        elif isinstance(thing, Dictionary) and "/CharProcs" in thing:
            for letter in thing.CharProcs.values():
                letter.write(_redrawn(letter))


def _redrawn(thing):
    lines = []
    for operands, operator in pikepdf.parse_content_stream(thing):
        name = str(operator)
        if name in ("MP", "DP"):
            continue
        if name == "BDC" and operands[0] == Name.OC:
            lines.append(([Name.Span], Operator("BMC")))
            continue
        if name == "BDC" and isinstance(operands[1], Dictionary):
            kept = {key: value for key, value in operands[1].items() if key in MARKED}
            lines.append(([operands[0], Dictionary(kept)], operator))
            continue
        lines.append((operands, operator))
    return pikepdf.unparse_content_stream(lines)


# --- its words -------------------------------------------------------------------------------------------------------
def text_of(content):
    """Return the words of a cleaned PDF: of its pages, seen or not, its bookmarks, links and words for pictures."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what it reads
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        with pikepdf.open(io.BytesIO(content)) as opened:
            beside = {
                str(thing[key])
                for thing in opened.objects
                if isinstance(thing, Dictionary)
                for key in ("/Title", "/Alt", "/ActualText", "/E", "/URI")
                if isinstance(thing.get(key), String)
            }
            beside |= {
                str(link.A.URI)
                for page in opened.pages
                for link in page.get("/Annots", [])
                if "/URI" in link.get("/A", Dictionary())
            }
    except Exception as error:  # whatever its reader stumbles over: what cannot be read cannot be checked
        raise Refused("broken") from error
    return "\n\n".join([*pages, *sorted(beside)]).replace("\0", "").encode("utf-8", "replace").decode()
