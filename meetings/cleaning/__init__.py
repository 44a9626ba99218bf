"""Papers made clean: what a file says stays, what it tells of the people who made it goes. Plain Python, no Django.

`clean` takes the bytes somebody uploaded and returns other bytes, written anew; `apart` does the same in a process of
its own with limits, as it must be done with what comes from outside. What kind of file it is, its content says, never
its name. What cannot be made clean is refused with a code; the words for people are in meetings/papers.py (RC19, P7).
"""

from .words import Cleaned, Refused

__all__ = ["KINDS", "Cleaned", "Refused", "apart", "clean", "kind_of", "text_of"]

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}
"""What a paper may be, by how its file's name ends, and what it is then served as."""
PICTURES = ("jpg", "png")


def kind_of(content):
    """Return which of KINDS these bytes are, by what is in them. Raises Refused for everything else."""
    if not content:
        raise Refused("empty")
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04"):
        from . import office

        return office.kind_of(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # An old Office file, or a new one behind a password: both are boxes of this shape.
        sealed = "EncryptedPackage".encode("utf-16-le") in content
        raise Refused("password" if sealed else "old_office")
    raise Refused("kind")


def clean(content):
    """Return the Cleaned file of these bytes, the same for the same bytes. Raises Refused.

    Only for files one trusts, or within `apart`: a file made to do harm may take all the memory there is.
    """
    kind = kind_of(content)
    if kind == "pdf":
        from . import pdf

        made, found = pdf.clean(content)
    elif kind in PICTURES:
        from . import pictures

        made, found = pictures.clean(content, kind)
    else:
        from . import office

        made, found = office.clean(content, kind)
    return Cleaned(made, kind, text_of(made, kind), tuple((code, times) for code, times in found.items() if times))


def text_of(content, kind):
    """Return the words in a cleaned file, with those one does not see at once: links, bookmarks, words for pictures.

    Of a picture "": nobody here reads what is written in it. Raises Refused when the words cannot be read.
    """
    if kind == "pdf":
        from . import pdf

        return pdf.text_of(content)
    if kind in PICTURES:
        return ""
    from . import office

    return office.text_of(content, kind)


def apart(content):
    """Return what `clean` returns, from a child process with limits. Raises Refused, never half a file."""
    from . import child

    return child.clean(content)
