"""Office files: the package written anew from the parts we know. What people would still see in Word is theirs to mend.

Tracked changes, comments, hidden slides, sheets, rows and words, macros and files inside files are refused with the
way to take them out: to accept a change or to drop a comment is not for a computer. Properties, traces of editing and
what hangs on pictures are taken out here. A part of a kind that is not on the lists below is refused too.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter

from lxml import etree

from . import pictures
from .words import Refused

BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError)
"""What reading a package raises; RuntimeError is a password, or a way of packing that zipfile does not know."""
MOST_BYTES = 100 * 2**20
"""Unpacked; counted while unpacking, whatever the package says of itself."""
MOST_PARTS = 3000
TYPES, RELS = "[Content_Types].xml", "_rels/.rels"
MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

MEDIA = r"media/[\w.-]+\.(png|jpe?g|gif)"
SHARED = r"(theme/(theme|themeOverride)\d*\.xml|charts/(chart|style|colors)\d+\.xml|drawings/drawing\d+\.xml"
SHARED += rf"|diagrams/(data|layout|quickStyle|colors|drawing)\d+\.xml|{MEDIA})"
KEPT = {
    "docx": rf"word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes"
    rf"|header\d*|footer\d*)\.xml|word/fonts/[\w.-]+\.odttf|word/{SHARED}",
    "xlsx": rf"xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml|xl/(worksheets|chartsheets)/sheet\d+\.xml"
    rf"|xl/tables/table\d+\.xml|xl/{SHARED}",
    "pptx": r"ppt/(presentation|presProps|viewProps|tableStyles)\.xml"
    r"|ppt/(slides/slide|slideLayouts/slideLayout|slideMasters/slideMaster|notesMasters/notesMaster"
    rf"|handoutMasters/handoutMaster)\d+\.xml|ppt/fonts/[\w.-]+\.fntdata|ppt/{SHARED}",
    "odt": r"mimetype|content\.xml|styles\.xml|META-INF/manifest\.xml|Pictures/[\w.-]+\.(png|jpe?g|gif)|Fonts/[\w.-]+",
}
"""The parts that stay, by the kind of the file."""
LEFT_OUT = "|".join(
    [
        r"docProps/.*|docMetadata/.*|customXml/.*|_xmlsignatures/.*|(customUI|userCustomization)/.*|.*\.thumbnail",
        r".*/printerSettings/.*|word/glossary/.*|word/webextensions/.*|word/(people|comments\w*)\.xml|xl/persons/.*",
        r"ppt/(changesInfos|tags|notesSlides)/.*|ppt/(revisionInfo|commentAuthors|authors)\.xml",
        r"meta\.xml|settings\.xml|manifest\.rdf|Thumbnails/.*|Configurations2/.*|layout-cache",
        r"META-INF/documentsignatures\.xml|.*/",
    ]
)
"""Parts that go without a word being missed."""
REFUSED = [
    ("macros", r".*(vbaProject|vbaData)[\w.]*|.*/(activeX|ctrlProps|macrosheets|dialogsheets)/.*|(Basic|Scripts)/.+"),
    ("embedded", r".*/(embeddings|package)/.*|Object [\d ]+/.*|ObjectReplacements/.*|.*/afchunk\d*.*"),
    ("comments", r".*/(threadedComments|comments)/.*|xl/comments\d*\.xml|ppt/comments/.*"),
    ("tracked", r"xl/revisions/.*"),
    ("versions", r"Versions/.*|VersionList\.xml"),
    ("linked", r"xl/externalLinks/.*"),
    ("data", r"xl/(pivotTables|pivotCache|queryTables|slicers|slicerCaches|model|customData)/.*|xl/connections\.xml"),
    ("media", r".*media/[^/]+|Pictures/.+|Media/.+"),
]
"""Parts that are refused, with the reason; in this order."""

TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"}
DROPPED = {
    "rsids", "docVars", "attachedTemplate", "mailMerge", "writeProtection", "documentProtection", "permStart",
    "permEnd", "dataBinding", "alias", "tag", "absPath", "fileSharing", "customWorkbookViews", "custDataLst",
    "modifyVerifier", "lastRenderedPageBreak", "proofErr", "docId", "persistentDocumentId", "chartTrackingRefBased",
    "revisionPtr", "legacyDrawing", "customSheetViews", "smartTagPr",
}  # fmt: skip
"""Elements that go, by their name: traces of who wrote it, where, and with what."""
PLACED_HERE = re.compile(r"^(file:|[A-Za-z]:|\\\\|/)|\\|\.(jpe?g|png|gif|bmp|tiff?)$", re.I)
FETCHES = re.compile(r"\b(DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|DATABASE|IMPORT)\b")


def kind_of(content):
    """Return docx, xlsx, pptx or odt. Raises Refused for any other package, and for one that is not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                with package.open("mimetype") as file:
                    said = file.read(100)
                if said == b"application/vnd.oasis.opendocument.text":
                    return "odt"
                raise Refused("kind")
            if TYPES not in names:
                raise Refused("kind")
            with package.open(TYPES) as file:
                types = file.read(2_000_000).decode("utf-8", "replace")
    except Refused:
        raise
    except BROKEN as error:
        raise Refused("broken") from error
    if "macroEnabled" in types or "vbaProject" in types:
        raise Refused("macros")
    for type, kind in MAIN.items():
        if type in types:
            return kind
    raise Refused("kind")


def clean(content, kind):
    """Return (bytes, {code: times}) of an Office file written anew. Raises Refused."""
    parts = _unpack(content)
    found = Counter()
    _told(parts, found)
    for name in parts:
        _place_of(name, kind)
    if kind == "odt":
        kept = _clean_odt(parts, found)
    else:
        kept = _clean_ooxml(parts, kind, found)
    return _pack(kept, first="mimetype" if kind == "odt" else TYPES), found


def _unpack(content):
    """Return {name: bytes}, stopping as soon as it is too much (S21)."""
    parts, total = {}, 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS:
                raise Refused("bomb")
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Refused("password")
                if entry.filename in parts:
                    raise Refused("broken")
                pieces = []
                with package.open(entry) as file:
                    while piece := file.read(2**18):
                        total += len(piece)
                        if total > MOST_BYTES:
                            raise Refused("bomb")
                        pieces.append(piece)
                parts[entry.filename] = b"".join(pieces)
    except BROKEN as error:
        raise Refused("broken") from error
    return parts


def _pack(parts, first):
    """Return the parts as a package: the same parts, the same bytes, whenever and wherever."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0
            package.writestr(entry, parts[name])
    return out.getvalue()


def _place_of(name, kind):
    """Return True for a part that stays and False for one that is left out. Raises Refused for one that may not be."""
    if name in (TYPES, RELS) or re.fullmatch(KEPT[kind], name):
        return True
    rels = re.fullmatch(r"(.*/)_rels/([^/]+)\.rels", name)
    if rels:
        return _place_of(rels[1] + rels[2], kind)
    for code, pattern in REFUSED:
        if re.fullmatch(pattern, name):
            raise Refused(code)
    if re.fullmatch(LEFT_OUT, name):
        return False
    raise Refused("unknown", posixpath.basename(name)[:60])


def _tree(part):
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Refused("broken")
    return root


def _bytes(root):
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _local(element):
    return etree.QName(element).localname


def _said(element, name):
    """Return the value of an attribute, whatever its namespace; "" when it has none."""
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _off(value):
    return value.lower() in ("0", "false", "off", "none", "visible", "")


def _told(parts, found):
    """Count what the properties tell."""
    for name, codes in (
        ("docProps/core.xml", {"creator": "author", "lastModifiedBy": "changed_by"}),
        ("docProps/app.xml", {"Company": "company", "Manager": "author"}),
        ("meta.xml", {"initial-creator": "author", "creator": "changed_by", "printed-by": "changed_by"}),
    ):
        if name in parts:
            for element in _tree(parts[name]).iter():
                if (element.text or "").strip():
                    code = codes.get(_local(element), "properties")
                    found[code] = 1
    found["properties"] |= any(name.startswith(("docProps/custom", "docMetadata/", "customXml/item")) for name in parts)
    found["thumbnails"] = sum("humbnail" in name and not name.endswith("/") for name in parts)
    found["traces"] = sum("printerSettings/" in name or "changesInfos/" in name for name in parts)


# --- Word, Excel, PowerPoint -----------------------------------------------------------------------------------------
def _clean_ooxml(parts, kind, found):
    for name in parts:
        if re.fullmatch(r"word/comments\.xml", name) and any(_local(e) == "comment" for e in _tree(parts[name]).iter()):
            raise Refused("comments")
        if re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", name) and _notes_said(_tree(parts[name])):
            raise Refused("speaker_notes")
    kept = {name: part for name, part in parts.items() if _place_of(name, kind)}
    gone = {}
    for name in [name for name in kept if name.endswith(".rels")]:
        kept[name], gone[_owner(name)] = _clean_rels(name, kept[name], kept, found)
    for name, part in kept.items():
        if name == TYPES:
            kept[name] = _clean_types(part, kept)
        elif name.endswith(".xml"):
            kept[name] = _clean_xml(name, _tree(part), found, gone.get(name, set()))
        elif not name.endswith(".rels"):
            kept[name] = _clean_media(name, part, found)
    return kept


def _owner(rels):
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _clean_rels(name, part, kept, found):
    """Return the relationships that lead to a part that stays or to the web, and the numbers of those that went."""
    root, gone = _tree(part), set()
    base = posixpath.dirname(_owner(name))
    for one in list(root):
        target, type = one.get("Target", ""), one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode") == "External":
            if type == "hyperlink":
                if not re.match(r"(https?|mailto):", target, re.I):
                    one.set("Target", "about:blank")
                    found["links"] += 1
                continue
            if type != "attachedTemplate":
                raise Refused("linked")
            found["traces"] += 1
        else:
            where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            if where in kept or target.startswith("#"):
                continue
        gone.add(one.get("Id"))
        root.remove(one)
    return _bytes(root), gone


def _clean_types(part, kept):
    root = _tree(part)
    for one in list(root):
        if _local(one) == "Override" and one.get("PartName", "").lstrip("/") not in kept:
            root.remove(one)
    return _bytes(root)


def _notes_said(root):
    """True when the notes under a slide hold words other than the slide's own number."""
    for shape in (one for one in root.iter() if isinstance(one.tag, str) and _local(one) == "sp"):
        kinds = {_said(one, "type") for one in shape.iter() if _local(one) == "ph"}
        words = "".join(one.text or "" for one in shape.iter() if _local(one) == "t")
        if words.strip() and not kinds & {"sldNum", "dt"}:
            return True
    return False


def _clean_xml(name, root, found, gone):
    """Return one part without traces of editing. Raises Refused for what is hidden or still to be decided."""
    folder = posixpath.basename(posixpath.dirname(name))
    is_settings = name.endswith(("settings.xml", "Props.xml"))
    for element in list(root.iter()):
        local = _local(element)
        if name.startswith("word/"):
            if local in TRACKED or local.endswith("Change"):
                raise Refused("tracked")
            if local in ("commentReference", "commentRangeStart"):
                raise Refused("comments")
            if (
                local in ("vanish", "specVanish")
                and name != "word/styles.xml"
                and not _off(_said(element, "val") or "1")
            ):
                raise Refused("hidden_text")
            if local in ("object", "control", "OLEObject", "altChunk", "subDoc"):
                raise Refused("embedded")
            if local == "instrText" and FETCHES.search(element.text or ""):
                raise Refused("linked")
            if local == "fldSimple" and FETCHES.search(_said(element, "instr")):
                raise Refused("linked")
        if name.startswith("xl/"):
            if name == "xl/workbook.xml" and local == "sheet" and not _off(_said(element, "state")):
                raise Refused("hidden_sheets", _said(element, "name"))
            if folder == "worksheets" and local in ("row", "col") and not _off(_said(element, "hidden")):
                raise Refused("hidden_rows")
        if folder == "slides" and local == "sld" and _said(element, "show") in ("0", "false"):
            raise Refused("hidden_slides")
        if local in ("cNvPr", "docPr"):
            if not _off(_said(element, "hidden")):
                raise Refused("hidden_text")
            element.set("name", f"Object {element.get('id', '')}")
            for key in ("descr", "title"):
                if PLACED_HERE.search(element.get(key, "")):
                    del element.attrib[key]
                    found["pictures"] += 1
        if local in DROPPED and element.getparent() is not None:
            if not (local == "tag" and not name.startswith("word/")):
                found["traces"] += local not in ("proofErr", "lastRenderedPageBreak")
                _take_out(element)
                continue
        for key in list(element.attrib):
            short = etree.QName(key).localname
            if short.startswith("rsid") or key == f"{{{R}}}id" and element.get(key) in gone:
                if not (short == "id" and local not in ("pageSetup", "attachedTemplate")):
                    found["traces"] = max(1, found["traces"])
                    del element.attrib[key]
                else:
                    raise Refused("unknown", local)
    if is_settings:
        for element in list(root.iter()):
            if _local(element) in ("trackRevisions",):
                _take_out(element)
    return _bytes(root)


def _take_out(element):
    """Remove an element; words that follow it stay."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _clean_media(name, part, found):
    """Return a picture without what hangs on it; a typeface as it is."""
    ending = name.rpartition(".")[2].lower()
    if part.startswith(b"\xff\xd8") and ending in ("jpg", "jpeg"):
        done = pictures.strip_jpeg(part)
    elif part.startswith(b"\x89PNG") and ending == "png":
        done = pictures.strip_png(part)
    elif part.startswith(b"GIF8") and ending == "gif":
        done = pictures.strip_gif(part)
    elif ending in ("odttf", "fntdata", "ttf", "otf"):
        done = part
    else:
        raise Refused("media")
    found["pictures"] += done != part
    return done


# --- OpenDocument ----------------------------------------------------------------------------------------------------
def _clean_odt(parts, found):
    manifest = _tree(parts.get("META-INF/manifest.xml", b""))
    if any(_local(element) == "encryption-data" for element in manifest.iter()):
        raise Refused("password")
    kept = {name: part for name, part in parts.items() if _place_of(name, "odt")}
    if "content.xml" not in kept:
        raise Refused("broken")
    for one in list(manifest):
        path = _said(one, "full-path")
        if path != "/" and path not in kept:
            manifest.remove(one)
    kept["META-INF/manifest.xml"] = _bytes(manifest)
    for name in ("content.xml", "styles.xml"):
        if name in kept:
            kept[name] = _clean_odt_xml(_tree(kept[name]), found)
    for name, part in kept.items():
        if name.startswith(("Pictures/", "Fonts/")):
            kept[name] = _clean_media(name if "Pictures" in name else "x.ttf", part, found)
    return kept


def _clean_odt_xml(root, found):
    for element in list(root.iter()):
        local = _local(element)
        if local in ("tracked-changes", "changed-region") and len(element):
            raise Refused("tracked")
        if local == "tracked-changes":
            _take_out(element)
            continue
        if local in ("annotation", "annotation-end"):
            raise Refused("comments")
        if local in ("script", "event-listeners") or local == "scripts" and len(element):
            raise Refused("macros")
        if local in ("object", "object-ole", "floating-frame", "applet", "plugin"):
            raise Refused("embedded")
        if local in ("hidden-text", "hidden-paragraph") or _said(element, "display") in ("none", "condition"):
            raise Refused("hidden_text")
        if local in ("section-source", "dde-source", "dde-connection-decl", "database-display"):
            raise Refused("linked")
        for key in list(element.attrib):
            short = etree.QName(key).localname
            if "rsid" in short:
                found["traces"] = 1
                del element.attrib[key]
            elif short == "href" and not re.match(r"(https?|mailto):|#|Pictures/|\./Pictures/", element.get(key), re.I):
                if local in ("image", "fill-image"):
                    raise Refused("linked")
                element.set(key, "about:blank")
                found["links"] += 1
        if local == "frame":
            for key in [key for key in element.attrib if etree.QName(key).localname == "name"]:
                del element.attrib[key]
    return _bytes(root)


# --- words -----------------------------------------------------------------------------------------------------------
BREAKS = {"p", "h", "si", "row", "tr", "br", "tab", "c"}


def text_of(content, kind):
    """Return the words of a cleaned Office file, with the words for its pictures and the addresses of its links."""
    said = []
    for name, part in sorted(_unpack(content).items()):
        if not name.endswith((".xml", ".rels")) or name in (TYPES, RELS) or name.startswith("META-INF/"):
            continue
        for element in _tree(part).iter():
            local = _local(element)
            if local in BREAKS:
                said.append("\n")
            if element.text and (kind == "odt" or local in ("t", "v", "instrText")):
                said.append(element.text)
            said += [
                f"\n{element.get(key)}\n"
                for key in ("descr", "title")
                if local in ("cNvPr", "docPr") and element.get(key)
            ]
            if local == "Relationship" and element.get("TargetMode") == "External":
                said.append(f"\n{element.get('Target')}\n")
            if kind == "odt" and element.tail:
                said.append(element.tail)
    return re.sub(r"\s*\n\s*", "\n", "".join(said)).strip()
