"""Many papers bound into one PDF, in a short-lived process with narrow limits: a crash there is a plain answer here.

`python -I binding.py`: on its standard input one line of JSON that says what follows, then the files one after the
other; on its standard output the pages of each file as JSON, or the bound file. Plain Python: nothing of ours is
imported, so the child starts without Django. Of the files only pages travel: their words, pictures and links.
"""

import io
import json
import resource
import signal
import socket
import subprocess
import sys
import tempfile

MEMORY = 1024 * 2**20
"""Bytes of address space."""
CPU_SECONDS = 30
WALL_SECONDS = 60
MOST_PAGES = 500
MARK = "https://paper.invalid/"
"""In the contents, the address of a paper: with its number behind it, it becomes a link to the paper's first page."""
A4 = (595, 842)
MARGIN = 36
DOTS = (2480, 3508)
"""A picture is bound with no more dots than a printer puts on A4."""
PAGE = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources", "/Group", "/UserUnit"}


class CannotBind(Exception):
    """There is no bound file. code: "pages" when there are too many, "failed" for all else."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


def count(files, *, apart=True):
    """Return how many pages each of `files`, [(kind, bytes)], has. Raises CannotBind.

    apart=False: in this process, for files one trusts.
    """
    if not apart:
        return _here(_count, files)
    return json.loads(_apart({"do": "count", "files": [[kind, len(content)] for kind, content in files]}, files))


def bind(files, titles, contents, *, first, apart=True):
    """Return one PDF (bytes): the pages of `contents`, then those of each file, with bookmarks and numbers on them.

    titles: of each file, for its bookmark. first: the words of the first bookmark. Raises CannotBind. apart: as above.
    """
    if not apart:
        return _here(_bind, files, titles, contents, first)
    head = {"do": "bind", "files": [[kind, len(content)] for kind, content in files], "titles": titles}
    made = _apart({**head, "contents": len(contents), "first": first}, [*files, ("pdf", contents)])
    if not made.startswith(b"%PDF-"):
        raise CannotBind("failed")
    return made


def _apart(head, files):
    given = json.dumps(head).encode() + b"\n" + b"".join(content for _kind, content in files)
    with tempfile.TemporaryDirectory(prefix="bind-") as home:
        environment = {"PATH": "/nonexistent", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home}
        try:
            done = subprocess.run(
                [sys.executable, "-I", __file__],
                input=given,
                capture_output=True,
                cwd=home,
                env=environment,
                timeout=WALL_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise CannotBind("failed") from error
    if done.returncode == TOO_MANY:
        raise CannotBind("pages")
    if done.returncode or not done.stdout:
        too_long = done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        raise CannotBind("pages" if too_long else "failed")
    return done.stdout


def _here(do, *given):
    try:
        return do(*given)
    except CannotBind:
        raise
    except Exception as error:
        raise CannotBind("failed") from error


# --- in the child -----------------------------------------------------------------------------------------------------
TOO_MANY = 4


def _no_connections(*_arguments, **_named):
    raise OSError("Nothing is fetched.")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    socket.socket.connect = _no_connections
    given = sys.stdin.buffer
    head = json.loads(given.readline())
    files = [(kind, given.read(size)) for kind, size in head["files"]]
    if head["do"] == "count":
        try:
            out = json.dumps(_count(files)).encode()
        except CannotBind:
            sys.exit(TOO_MANY)
    else:
        out = _bind(files, head["titles"], given.read(head["contents"]), head["first"])
    sys.stdout.buffer.write(out)
    sys.stdout.flush()


def _count(files):
    import pikepdf

    pages = []
    for kind, content in files:
        if kind != "pdf":
            pages.append(1)
        else:
            with pikepdf.open(io.BytesIO(content)) as opened:
                pages.append(len(opened.pages))
        if sum(pages) > MOST_PAGES:
            raise CannotBind("pages")
    return pages


def _bind(files, titles, contents, first):
    import pikepdf

    bound = pikepdf.open(io.BytesIO(contents))
    _plain(bound)
    starts, opened = [], []
    for kind, content in files:
        starts.append(len(bound.pages))
        if kind == "pdf":
            opened.append(pikepdf.open(io.BytesIO(content)))  # stays open: its pages are copied when all is saved
            _take_pages(bound, opened[-1])
        else:
            _add_picture(bound, content)
    for number, page in enumerate(bound.pages, start=1):
        if starts and number > starts[0]:
            _number(bound, page, number)
    _link_contents(bound, starts)
    with bound.open_outline() as outline:
        places = [(first, 0), *zip(titles, starts, strict=True)]
        outline.root.extend(pikepdf.OutlineItem(title, place) for title, place in places)
    out = io.BytesIO()
    bound.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _plain(bound):
    """Take out the tags of the contents and the claim that goes with them: of a file that is tagged in part, screen
    readers read that part alone. Without any they read every page in the order of its words.
    """
    for key in ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/Outlines", "/PageMode"):
        if key in bound.Root:
            del bound.Root[key]
    for page in bound.pages:
        _untag(page)


def _untag(page):
    for key in ("/StructParents", "/Tabs"):
        if key in page:
            del page[key]
    for link in page.get("/Annots", []):
        if "/StructParent" in link:
            del link["/StructParent"]


def _take_pages(bound, source):
    """Copy every page with its links; those to another page of the same paper lead there again."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    offset = len(bound.pages)
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    kept = []
    for page in source.pages:
        kept.append([])
        for link in page.get("/Annots", []):
            if link.get("/Subtype") != Name.Link:
                continue
            place, action = link.get("/Dest"), link.get("/A", Dictionary())
            if isinstance(place, Array) and len(place) and place[0].objgen in numbers:
                kept[-1].append((list(link.Rect), numbers[place[0].objgen], ""))
            elif action.get("/S") == Name.URI:
                kept[-1].append((list(link.Rect), None, bytes(action.URI)))
    for page in source.pages:
        for key in set(page.obj.keys()) - PAGE - {"/Parent"}:
            del page.obj[key]
    bound.pages.extend(source.pages)
    for number, links in enumerate(kept):
        if links:
            page = bound.pages[offset + number]
            page.Annots = Array([bound.make_indirect(_link(bound, offset, link, pikepdf)) for link in links])


def _link(bound, offset, link, pikepdf):
    rect, number, address = link
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array(rect), Border=pikepdf.Array([0, 0, 0])
    )
    if number is None:
        made.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
    else:
        made.Dest = pikepdf.Array([bound.pages[offset + number].obj, pikepdf.Name.Fit])
    return made


def _add_picture(bound, content):
    """Put a picture on a page of A4, upright or across as fits it best, in its own pixels or in fewer."""
    import pikepdf
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        across = opened.width > opened.height
        picture = opened.convert("L" if opened.mode in ("1", "L") else "RGB")
        picture.thumbnail(DOTS[::-1] if across else DOTS)
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=88)
    width, height = A4[::-1] if across else A4
    scale = min((width - 2 * MARGIN) / picture.width, (height - 2 * MARGIN) / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    page = bound.add_blank_page(page_size=(width, height))
    drawn = bound.make_stream(packed.getvalue())
    drawn.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    name = page.add_resource(drawn, pikepdf.Name.XObject)
    left, low = (width - wide) / 2, height - MARGIN - high
    page.contents_add(f"q {wide:.2f} 0 0 {high:.2f} {left:.2f} {low:.2f} cm {name} Do Q".encode())


def _number(bound, page, number):
    """Write the number of a page small in its right lower corner as one sees it, whichever way the page is turned."""
    import pikepdf

    words, margin = str(number), 12
    wide = 5 * len(words)
    left, low, right, high = (float(side) for side in page.cropbox)
    turned = {
        0: (1, 0, 0, 1, right - margin - wide, low + margin),
        90: (0, 1, -1, 0, right - margin, high - margin - wide),
        180: (-1, 0, 0, -1, left + margin + wide, high - margin),
        270: (0, -1, 1, 0, left + margin, low + margin + wide),
    }[int(page.get("/Rotate", 0)) % 360 // 90 * 90]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    name = page.add_resource(font, pikepdf.Name.Font)
    matrix = " ".join(f"{value:.2f}" for value in turned)
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {matrix} cm 1 g -3 -3 {wide + 6} 13 re f 0.3 g BT {name} 9 Tf ({words}) Tj ET Q".encode())


def _link_contents(bound, starts):
    """Let each line of the contents lead to its paper."""
    import pikepdf

    for page in bound.pages[: starts[0] if starts else None]:
        for link in page.get("/Annots", []):
            address = str(link.get("/A", pikepdf.Dictionary()).get("/URI", ""))
            if address.startswith(MARK):
                place = bound.pages[starts[int(address.removeprefix(MARK))]]
                for key in {"/A", "/Contents"} & {*link.keys()}:  # both say the address, which is none
                    del link[key]
                link.Dest = pikepdf.Array([place.obj, pikepdf.Name.Fit])


if __name__ == "__main__":
    main()
