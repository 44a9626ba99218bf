"""Files that tell of the people who made them, made here: each holds one invented word where it should not be.

`hidden_in` looks for the word in everything a file is made of: its bytes, its packed streams, parts and texts.
"""

import io
import re
import struct
import zipfile
import zlib

import docx
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

WORD = "Zebulonski"
"""A word that no library and no typeface holds."""
SEEN = "People come home to an empty fridge."


# --- looking -----------------------------------------------------------------------------------------------------------
def hidden_in(content, word=WORD):
    """Return where in a file the word stands, in any letters, packed or not; empty when nowhere."""
    return sorted({where for where, piece in _pieces(content) if _says(piece, word)})


def _says(piece, word):
    folded = piece.lower()
    return any(word.lower().encode(how) in folded for how in ("utf-8", "utf-16-be", "utf-16-le"))


def _pieces(content, depth=0):
    yield "bytes", content
    if depth > 3:
        return
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content[:2_000_000]):
        try:
            yield "packed", zlib.decompressobj().decompress(content[found.start() :], 5_000_000)
        except zlib.error:
            continue
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield "comment", package.comment
            for entry in package.infolist():
                yield entry.filename, entry.filename.encode() + entry.extra + entry.comment
                for where, piece in _pieces(package.read(entry), depth + 1):
                    yield f"{entry.filename}: {where}", piece
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            for thing in [*opened.objects, opened.trailer]:
                yield "object", b" ".join(_strings(thing))
                if isinstance(thing, pikepdf.Stream):
                    for where, piece in _pieces(thing.read_raw_bytes(), depth + 1):
                        yield f"raw stream: {where}", piece
                    try:
                        yield "stream", thing.read_bytes()
                    except pikepdf.PdfError:
                        pass  # pixels in a packing of their own; looked at as they are


def _strings(thing, depth=0):
    if isinstance(thing, String):
        yield bytes(thing)
        yield str(thing).encode("utf-8", "replace")
    elif isinstance(thing, Name):
        yield str(thing).encode("utf-8", "replace")
    elif isinstance(thing, (Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            yield key.encode()
            if not getattr(value, "is_indirect", False) and depth < 20:
                yield from _strings(value, depth + 1)
    elif isinstance(thing, Array):
        for value in thing:
            if not getattr(value, "is_indirect", False) and depth < 20:
                yield from _strings(value, depth + 1)


# --- PDFs --------------------------------------------------------------------------------------------------------------
def page(opened, words=SEEN, **extra):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources = Dictionary(Font=Dictionary(F1=opened.make_indirect(font)))
    drawing = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    opened.add_blank_page()
    added = opened.pages[-1]
    added.Resources, added.Contents = resources, opened.make_stream(drawing)
    for key, value in extra.items():
        added[f"/{key}"] = value
    return added


def saved(opened, **options):
    out = io.BytesIO()
    opened.save(out, fix_metadata_version=False, **options)
    return out.getvalue()


def pdf(change=None, words=SEEN):
    """A PDF of one page; `change` gets it open, to put something in."""
    with pikepdf.new() as opened:
        page(opened, words)
        if change:
            change(opened)
        return saved(opened)


def author(opened):
    opened.docinfo["/Author"], opened.docinfo["/Custom"] = WORD, f"by {WORD}"


def xmp(opened):
    opened.Root.Metadata = opened.make_stream(
        f'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator xmlns:dc="d">{WORD}</dc:creator>'
        "</x:xmpmeta>".encode()
    )


def attachment(opened):
    opened.attachments["who.txt"] = f"{WORD} was there".encode()


def attachment_on_the_page(opened):
    spec = Dictionary(Type=Name.Filespec, F=String("x"), EF=Dictionary(F=opened.make_stream(WORD.encode())))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([1, 1, 9, 9]), FS=spec)
    opened.pages[0].Annots = Array([opened.make_indirect(note)])


def comment(opened):
    note = opened.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), T=String(WORD), M=String("D:2026"),
            Contents=String(f"{WORD} said no"), NM=String(WORD),
        )
    )  # fmt: skip
    opened.pages[0].Annots = Array([note])
    # The tags of the file name it too, so leaving it off the page is not enough.
    reference = Dictionary(Type=Name.OBJR, Obj=note)
    element = Dictionary(Type=Name.StructElem, S=Name.Annot, K=reference)
    opened.Root.StructTreeRoot = opened.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


def script(opened):
    code = String(f"app.alert('{WORD}')")
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)
    opened.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=code))
    opened.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=code)]))
    )


def earlier_version():
    """A file whose newest version says nothing, and whose first one, still in it, did."""
    first = pdf(words=f"Drafted by {WORD}")
    with pikepdf.open(io.BytesIO(first)) as opened:
        number = opened.pages[0].Contents.objgen[0]
        root, size = opened.Root.objgen[0], len(opened.objects) + 1
    drawing = f"BT /F1 12 Tf 72 720 Td ({SEEN}) Tj ET".encode()
    at = len(first)
    body = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(drawing), drawing)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    before = int(first.rpartition(b"startxref\n")[2].split()[0])
    return first + body + table % (number, at + 1, size, root, before, at + len(body))


def traces(opened):
    private = Dictionary(Tool=Dictionary(LastModified=String("D:2026"), Private=Dictionary(Who=String(WORD))))
    opened.pages[0].PieceInfo = private
    opened.pages[0].Metadata = opened.make_stream(WORD.encode())
    opened.pages[0].Resources.Font.F1.Metadata = opened.make_stream(f"<who>{WORD}</who>".encode())
    opened.pages[0].Resources.Font.F1.Drawn = String(WORD)
    opened.pages[0].Thumb = opened.make_stream(WORD.encode(), Subtype=Name.Image, Width=1, Height=1)


def photograph(opened):
    picture = opened.make_stream(jpeg_with_exif())
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": 40, "Height": 20, "BitsPerComponent": 8,
                       "ColorSpace": Name.DeviceRGB, "Filter": Name.DCTDecode}.items():  # fmt: skip
        picture[f"/{key}"] = value
    opened.pages[0].Resources.XObject = Dictionary(P=picture)


def form(opened):
    field = opened.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(WORD), TU=String(WORD), V=String("yes"),
            DA=String("/F1 12 Tf 0 g"), Rect=Array([72, 600, 200, 620]),
            AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String(WORD))),
        )
    )  # fmt: skip
    opened.pages[0].Annots = Array([field])
    fonts = Dictionary(Font=opened.pages[0].Resources.Font)
    opened.Root.AcroForm = Dictionary(Fields=Array([field]), DR=fonts, DA=String("/F1 12 Tf 0 g"), NeedAppearances=True)


def signed(opened):
    drawing = opened.make_stream(f"BT /F1 9 Tf (Signed by {WORD}) Tj ET".encode())
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, Array([0, 0, 90, 20])
    field = opened.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature1"), Rect=Array([72, 600, 200, 620]),
            V=Dictionary(Type=Name.Sig, Name=String(WORD)), AP=Dictionary(N=drawing),
        )
    )  # fmt: skip
    opened.pages[0].Annots = Array([field])
    opened.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def layer(opened, **state):
    group = opened.make_indirect(Dictionary(Type=Name.OCG, Name=String(WORD)))
    opened.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group]), **state))
    opened.pages[0].Resources.Properties = Dictionary(L=group)
    opened.pages[0].Contents = opened.make_stream(
        f"/OC /L BDC BT /F1 12 Tf 72 720 Td ({SEEN}) Tj ET EMC % drawn by {WORD}\n/Span <</Who ({WORD})>> BDC EMC".encode()
    )


def hidden_layer(opened):
    layer(opened)
    group = opened.Root.OCProperties.OCGs[0]
    opened.Root.OCProperties.D.OFF = Array([group])


def link_to_a_folder(opened):
    opened.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String(WORD), Array([opened.pages[0].obj, Name.Fit])]))
    )
    links = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]), A=action)
        for action in (
            Dictionary(S=Name.URI, URI=String(f"file:///home/{WORD}/notes.doc")),
            Dictionary(S=Name.Launch, F=String(f"C:\\{WORD}\\x.exe")),
            Dictionary(S=Name.GoTo, D=String(WORD)),
            Dictionary(S=Name.URI, URI=String("https://wendle.example/page")),
        )
    ]
    opened.pages[0].Annots = Array(links)


def tags(opened):
    element = Dictionary(
        Type=Name.StructElem, S=Name.P, T=String(WORD), ID=String(WORD), Alt=String(f"C:\\{WORD}\\x.png"),
        A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("By"), V=String(WORD))])),
    )  # fmt: skip
    opened.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([opened.make_indirect(element)]))
    opened.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(WORD))]))
    opened.Root.OutputIntents = Array([Dictionary(Info=String(WORD))])


def profile(opened):
    """Colours described by a profile that names its owner."""
    colours = Array([Name.ICCBased, opened.make_stream(WORD.encode() * 3, N=3)])
    opened.pages[0].Resources.ColorSpace = Dictionary(C=opened.make_indirect(colours))


def after_the_end():
    return pdf() + f"\n<script>{WORD}</script>".encode()


# --- pictures --------------------------------------------------------------------------------------------------------
def picture(mode="RGB", size=(40, 20)):
    made = Image.new(mode, size, "white")
    made.putpixel((3, 2), (200, 20, 20))
    return made


def jpeg_with_exif(orientation=1):
    exif = Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x0112] = WORD, f"{WORD} at home", orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=exif)
    return out.getvalue()


def jpeg_with_xmp_and_comment():
    out = io.BytesIO()
    picture().save(out, "JPEG", comment=f"by {WORD}", xmp=f"<x>{WORD}</x>".encode(), progressive=True)
    return out.getvalue() + WORD.encode()


def png_with_texts():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", WORD)
    info.add_text("Comment", f"{WORD} said", zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{WORD}</x>")
    exif = Image.Exif()
    exif[0x013B] = WORD
    out = io.BytesIO()
    picture().save(out, "PNG", pnginfo=info, exif=exif)
    own = WORD.encode()
    part = struct.pack(">I", len(own)) + b"prVt" + own + struct.pack(">I", zlib.crc32(b"prVt" + own))
    return out.getvalue()[:33] + part + out.getvalue()[33:] + own


# --- Word, Excel, PowerPoint, Writer ---------------------------------------------------------------------------------
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(change=None, picture_too=False):
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.add_paragraph(SEEN)
    if picture_too:
        document.add_picture(io.BytesIO(jpeg_with_exif()))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content, change):
    """Return the package after `change` worked on its {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    return packed(parts)


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def in_body(xml):
    """Return a change that puts `xml` at the beginning of a Word file."""

    def change(parts):
        body = parts["word/document.xml"].decode()
        parts["word/document.xml"] = body.replace("<w:body>", f"<w:body>{xml}", 1).encode()

    return change


def with_part(name, content, *, type="x", relate=True, rels="word/_rels/document.xml.rels"):
    """Return a change that adds a part, and what leads to it."""

    def change(parts):
        parts[name] = content
        if relate:
            line = f'<Relationship Id="rIdZ" Type="{REL}/{type}" Target="/{name}"/></Relationships>'
            parts[rels] = parts[rels].decode().replace("</Relationships>", line).encode()

    return change


def word_author():
    def change(document):
        properties = document.core_properties
        properties.author, properties.last_modified_by, properties.comments = WORD, WORD, f"for {WORD}"

    return repacked(
        word(change, picture_too=True),
        with_part("docProps/custom.xml", f"<Properties><x>{WORD}</x></Properties>".encode(), rels="_rels/.rels"),
    )


def word_traces():
    def change(parts):
        settings = parts["word/settings.xml"].decode()
        line = f'<w:attachedTemplate xmlns:r="{REL}" r:id="rId1"/><w:rsids><w:rsid w:val="00A1"/></w:rsids>'
        line += f'<w:docVars><w:docVar w:name="who" w:val="{WORD}"/></w:docVars>'
        parts["word/settings.xml"] = re.sub(r"(<w:settings[^>]*>)", rf"\1{line}", settings, count=1).encode()
        target = f'Target="file:///C:/Users/{WORD}/x.dotx" TargetMode="External"'
        parts["word/_rels/settings.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{REL}/attachedTemplate" {target}/></Relationships>'
        ).encode()
        in_body(
            f'<w:p w:rsidR="00A1B2"><w:permStart w:id="1" w:ed="{WORD}"/><w:sdt><w:sdtPr><w:alias w:val="{WORD}"/>'
            f"</w:sdtPr><w:sdtContent><w:r><w:t>Kept.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )(parts)

    return repacked(word(), change)


def word_picture_names():
    def change(parts):
        body = parts["word/document.xml"].decode()
        body = re.sub(r'(<wp:docPr [^>]*?)name="[^"]*"', rf'\1name="{WORD}" descr="C:\\Users\\{WORD}\\me.jpg"', body)
        parts["word/document.xml"] = body.encode()

    return repacked(word(picture_too=True), change)


PLANTED = f'w:author="{WORD}" w:id="9" w:date="2026-01-01T00:00:00Z"'


def word_tracked():
    return repacked(word(), in_body(f"<w:p><w:del {PLANTED}><w:r><w:delText>{WORD}</w:delText></w:r></w:del></w:p>"))


def word_comment():
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment {PLANTED}><w:p><w:r><w:t>No</w:t></w:r></w:p></w:comment></w:comments>'
    )
    return repacked(word(), with_part("word/comments.xml", comments.encode(), type="comments"))


def word_embedded():
    return repacked(word(), with_part("word/embeddings/oleObject1.bin", WORD.encode(), type="oleObject"))


def word_macros():
    return repacked(word(), with_part("word/vbaProject.bin", WORD.encode(), type="vbaProject"))


def word_hidden_words():
    return repacked(word(), in_body(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{WORD}</w:t></w:r></w:p>"))


def word_fetched():
    field = f'<w:instrText>INCLUDETEXT "C:\\\\{WORD}\\\\x.doc"</w:instrText>'
    return repacked(word(), in_body(f"<w:p><w:r>{field}</w:r></w:p>"))


def _office(main, type, parts):
    start = "http://schemas.openxmlformats.org"
    types = (
        f'<Types xmlns="{start}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    )
    types += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{type}.main+xml"/></Types>'
    rels = f'<Relationships xmlns="{start}/package/2006/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" '
    rels += f'Target="{main}"/><Relationship Id="rId2" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>'
    core = f'<c xmlns:d="x"><d:creator>{WORD}</d:creator></c>'
    return packed({"[Content_Types].xml": types, "_rels/.rels": rels, "docProps/core.xml": core, **parts})


S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(state="", row="", path=True):
    place = f'<x:absPath xmlns:x="x" url="C:\\Users\\{WORD}\\"/>' if path else ""
    return _office(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{REL}">{place}<sheets><sheet name="{WORD if state else "A"}" '
            f'sheetId="1" {state} r:id="rId1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData><row r="1" {row}><c t="inlineStr"><is>'
            f"<t>{WORD if row else SEEN}</t></is></c></row></sheetData></worksheet>",
        },
    )


P, A = (f"http://schemas.openxmlformats.org/{name}/2006/main" for name in ("presentationml", "drawingml"))


def slides(show="", notes=""):
    def slide(words, root):
        return (
            f'<p:{root} xmlns:p="{P}" xmlns:a="{A}" {{}}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="{WORD}"/>'
            f"</p:nvSpPr><p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:{root}>"
        )

    parts = {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}"/>',
        "ppt/slides/slide1.xml": slide(SEEN, "sld").format(show),
    }
    if notes:
        parts["ppt/notesSlides/notesSlide1.xml"] = slide(notes, "notes").format("")
    return _office("ppt/presentation.xml", "presentationml.presentation", parts)


ODT = "urn:oasis:names:tc:opendocument:xmlns"


def writer(inside="", settings=""):
    body = f'<office:document-content xmlns:office="{ODT}:office:1.0" xmlns:text="{ODT}:text:1.0" xmlns:dc="d">'
    body += f"<office:body><office:text>{inside}<text:p>{SEEN}</text:p></office:text></office:body></office:document-content>"
    manifest = f'<m:manifest xmlns:m="{ODT}:manifest:1.0"><m:file-entry m:full-path="/"/>'
    manifest += '<m:file-entry m:full-path="content.xml"/><m:file-entry m:full-path="meta.xml"/></m:manifest>'
    meta = f'<o:m xmlns:o="o" xmlns:meta="m"><meta:initial-creator>{WORD}</meta:initial-creator></o:m>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": body,
            "meta.xml": meta,
            "settings.xml": f"<s><printer>{WORD}</printer></s>",
            "META-INF/manifest.xml": manifest,
        }
    )


def writer_tracked():
    return writer(
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        f"<dc:creator>{WORD}</dc:creator></office:change-info></text:deletion></text:changed-region></text:tracked-changes>"
    )


def writer_comment():
    return writer(f"<text:p>x<office:annotation><dc:creator>{WORD}</dc:creator></office:annotation></text:p>")


CLEANED = {
    "pdf author": (lambda: pdf(author), {"author", "properties"}),
    "pdf XMP": (lambda: pdf(xmp), {"author", "properties"}),
    "pdf attachment": (lambda: pdf(attachment), {"attachments"}),
    "pdf attachment on the page": (lambda: pdf(attachment_on_the_page), {"attachments"}),
    "pdf comment": (lambda: pdf(comment), {"comments"}),
    "pdf script": (lambda: pdf(script), {"scripts"}),
    "pdf earlier version": (earlier_version, {"versions"}),
    "pdf traces of a program": (lambda: pdf(traces), {"traces", "thumbnails"}),
    "pdf with a photograph": (lambda: pdf(photograph), {"pictures"}),
    "pdf form": (lambda: pdf(form), {"form"}),
    "pdf signature": (lambda: pdf(signed), {"form"}),
    "pdf layers that show": (lambda: pdf(layer), {"layers"}),
    "pdf links": (lambda: pdf(link_to_a_folder), {"links"}),
    "pdf tags": (lambda: pdf(tags), set()),
    "pdf colour profile": (lambda: pdf(profile), set()),
    "pdf with something after its end": (after_the_end, set()),
    "jpeg EXIF and place": (jpeg_with_exif, {"author", "camera", "place"}),
    "jpeg XMP and comment": (jpeg_with_xmp_and_comment, {"notes"}),
    "png texts": (png_with_texts, {"author", "notes"}),
    "docx author": (word_author, {"author", "changed_by", "properties"}),
    "docx traces": (word_traces, {"traces"}),
    "docx names of pictures": (word_picture_names, {"pictures"}),
    "xlsx author and folder": (sheet, {"author", "traces"}),
    "pptx author": (slides, {"author"}),
    "odt author": (writer, {"author"}),
}
"""Files that become clean: (how to make one, what must be told to have been in it)."""

REFUSED = {
    "docx tracked changes": (word_tracked, "tracked"),
    "docx comment": (word_comment, "comments"),
    "docx file inside": (word_embedded, "embedded"),
    "docx macros": (word_macros, "macros"),
    "docx hidden words": (word_hidden_words, "hidden_text"),
    "docx words from elsewhere": (word_fetched, "linked"),
    "xlsx hidden sheet": (lambda: sheet(state='state="veryHidden"'), "hidden_sheets"),
    "xlsx hidden row": (lambda: sheet(row='hidden="1"'), "hidden_rows"),
    "pptx hidden slide": (lambda: slides(show='show="0"'), "hidden_slides"),
    "pptx speaker notes": (lambda: slides(notes=WORD), "speaker_notes"),
    "odt tracked changes": (writer_tracked, "tracked"),
    "odt comment": (writer_comment, "comments"),
    "pdf layer that is switched off": (lambda: pdf(hidden_layer), "hidden_layers"),
}
"""Files that only a person can mend: (how to make one, the reason)."""
