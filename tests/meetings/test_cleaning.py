"""What papers tell of the people who made them is gone when they have been cleaned, and what they say is still there."""

import io
import zipfile
import zlib

import docx
import pikepdf
import pytest
from PIL import Image

from meetings import cleaning
from meetings.cleaning import office, pdf, pictures

from . import leaky
from .leaky import SEEN, WORD, hidden_in

pytestmark = pytest.mark.privacy


@pytest.mark.parametrize("name", leaky.CLEANED)
def test_nothing_planted_is_left_in_a_cleaned_file(name):
    make, told = leaky.CLEANED[name]
    leaks = make()
    assert hidden_in(leaks), "The control: the same search finds the word before."
    cleaned = cleaning.clean(leaks)
    assert hidden_in(cleaned.content) == []
    assert WORD not in cleaned.text
    assert told <= dict(cleaned.found).keys()
    assert SEEN in cleaned.text or cleaned.kind in cleaning.PICTURES
    assert cleaning.clean(leaks) == cleaned  # the same bytes give the same bytes


@pytest.mark.parametrize("name", leaky.REFUSED)
def test_what_only_a_person_can_mend_is_refused(name):
    make, code = leaky.REFUSED[name]
    leaks = make()
    assert hidden_in(leaks)
    with pytest.raises(cleaning.Refused) as refused:
        cleaning.clean(leaks)
    assert refused.value.code == code


@pytest.mark.parametrize("name", leaky.CLEANED)
def test_a_cleaned_file_is_clean(name):
    cleaned = cleaning.clean(leaky.CLEANED[name][0]())
    again = cleaning.clean(cleaned.content)
    assert again.found == () and again.kind == cleaned.kind and again.text == cleaned.text


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_two_files_that_say_the_same_are_the_same_when_cleaned():
    one, other = leaky.pdf(), leaky.pdf(leaky.author)
    assert one != other and cleaning.clean(one).content == cleaning.clean(other).content


# --- what stays ------------------------------------------------------------------------------------------------------
def test_links_to_the_web_and_within_the_file_stay():
    cleaned = cleaning.clean(leaky.pdf(leaky.link_to_a_folder))
    with opened(cleaned.content) as file:
        kept = file.pages[0].Annots
        assert [str(link.A.URI) for link in kept if "/A" in link] == ["https://wendle.example/page"]
        assert [link.Dest[0].objgen for link in kept if "/Dest" in link] == [file.pages[0].obj.objgen]
    assert "https://wendle.example/page" in cleaned.text


def test_what_was_filled_into_a_form_is_still_to_be_read():
    cleaned = cleaning.clean(leaky.pdf(leaky.form))
    with opened(cleaned.content) as file:
        assert "/AcroForm" not in file.Root and len(file.pages[0].get("/Annots", [])) == 0
    assert "yes" in cleaned.text.split()


def test_bookmarks_tags_and_the_language_stay():
    from coproduction import pdf as printer

    words = (
        '<html lang="en-GB"><head><title>T</title></head><body><h1>The way home</h1><p>A bus goes.</p></body></html>'
    )
    cleaned = cleaning.clean(printer.render(words))
    with opened(cleaned.content) as file:
        assert str(file.Root.Lang) == "en-GB" and bool(file.Root.MarkInfo.Marked)
        assert str(file.Root.Outlines.First.Title) == "The way home"
        kinds = {str(thing.S) for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing}
        assert {"/H1", "/P"} <= kinds
        assert "/Info" not in file.trailer and "/Metadata" not in file.Root


def test_a_picture_keeps_its_pixels_and_stands_the_right_way_up():
    turned = Image.open(io.BytesIO(cleaning.clean(leaky.jpeg_with_exif(orientation=6)).content))
    assert turned.size == (20, 40) and not turned.getexif()
    kept = Image.open(io.BytesIO(cleaning.clean(leaky.png_with_texts()).content))
    assert kept.getpixel((3, 2)) == (200, 20, 20) and set(kept.info) == set()


def test_what_is_painted_under_what_is_clear_is_gone():
    clear = Image.new("RGBA", (4, 4), (1, 2, 3, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert Image.open(io.BytesIO(cleaning.clean(out.getvalue()).content)).getcolors() == [(16, (255, 255, 255))]


@pytest.mark.parametrize(
    ("format", "strip"), [("JPEG", pictures.strip_jpeg), ("PNG", pictures.strip_png), ("JPEG2000", pictures.strip_jp2)]
)
def test_pictures_inside_files_lose_nothing_but_what_hangs_on_them(format, strip):
    out = io.BytesIO()
    extra = {"JPEG2000": {"comment": WORD}, "JPEG": {"comment": WORD, "progressive": True}, "PNG": {}}[format]
    leaky.picture(size=(120, 90)).save(out, format, **extra)
    whole = leaky.png_with_texts() if format == "PNG" else out.getvalue()
    assert hidden_in(whole)
    bare = strip(whole)
    assert hidden_in(bare) == []
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()


def test_a_cleaned_word_file_opens_and_says_the_same():
    cleaned = cleaning.clean(leaky.word_author())
    document = docx.Document(io.BytesIO(cleaned.content))
    assert [p.text for p in document.paragraphs if p.text] == [SEEN] and len(document.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(cleaned.content)) as package:
        assert not [name for name in package.namelist() if name.startswith(("docProps", "customXml"))]


def test_words_beside_what_is_taken_out_stay():
    assert "Kept." in cleaning.clean(leaky.word_traces()).text


# --- what is no paper --------------------------------------------------------------------------------------------------
def bomb():
    """A small package that unpacks to 300 MB, and says of itself that it is small."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<x>wordprocessingml.document.main+xml</x>")
        package.writestr("word/document.xml", b"\0" * (300 * 2**20))
    return out.getvalue()


def pdf_bomb():
    def change(file):
        drawing = zlib.compress(b" q Q" * (75 * 2**20))
        file.pages[0].Contents = pikepdf.Stream(file, drawing, Filter=pikepdf.Name.FlateDecode)

    return leaky.pdf(change)


def pages(number):
    with pikepdf.new() as file:
        for _page in range(number):
            leaky.page(file)
        return leaky.saved(file)


def sealed(**words):
    with pikepdf.new() as file:
        leaky.page(file)
        return leaky.saved(file, encryption=pikepdf.Encryption(**words))


def wide():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


ODD = {
    "nothing": (lambda: b"", "empty"),
    "a page of the web": (lambda: b"<html><script>alert(1)</script></html>", "kind"),
    "a program": (lambda: b"MZ\x90\x00\x03", "kind"),
    "a drawing with scripts": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "kind"),
    "plain words": (lambda: b"%PD F", "kind"),
    "any package": (lambda: leaky.packed({"a.txt": "b"}), "kind"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "a Word file with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "half a PDF": (lambda: b"%PDF-1.7\nnothing of the kind", "broken"),
    "half a Word file": (lambda: leaky.word()[:4000], "broken"),
    "half a JPEG": (lambda: leaky.jpeg_with_exif()[:300], "broken"),
    "half a PNG": (lambda: leaky.png_with_texts()[:80], "broken"),
    "a PDF with a password": (lambda: sealed(owner="a", user="b"), "password"),
    "a PDF with a lock": (lambda: sealed(owner="a", user=""), "password"),
    "a thousand pages": (lambda: pages(1000), "pages"),
    "a huge picture": (wide, "pixels"),
    "a package that unpacks to too much": (bomb, "bomb"),
    "a part nobody knows": (lambda: leaky.repacked(leaky.word(), leaky.with_part("word/new.xml", b"<x/>")), "unknown"),
    "a part above its folder": (lambda: leaky.repacked(leaky.word(), leaky.with_part("../x.xml", b"<x/>")), "unknown"),
    "a picture of another kind": (
        lambda: leaky.repacked(leaky.word(), leaky.with_part("word/media/a.emf", b"x")),
        "media",
    ),
    "a picture that is none": (
        lambda: leaky.repacked(leaky.word(), leaky.with_part("word/media/a.png", b"<html>")),
        "media",
    ),
    "XML that names other files": (
        lambda: leaky.repacked(leaky.word(), lambda parts: parts.update({"word/document.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'})),
        "broken",
    ),
}  # fmt: skip


@pytest.mark.security
@pytest.mark.parametrize("name", ODD)
def test_what_is_no_paper_is_refused_with_a_reason(name):
    make, code = ODD[name]
    with pytest.raises(cleaning.Refused) as refused:
        cleaning.clean(make())
    assert refused.value.code == code


@pytest.mark.security
def test_a_file_that_is_two_things_is_served_as_one():
    both = leaky.pdf() + b"\n<html><script>alert(1)</script></html>"
    cleaned = cleaning.clean(both)
    assert cleaned.kind == "pdf" and b"<html" not in cleaned.content


# --- apart -------------------------------------------------------------------------------------------------------------
@pytest.mark.faults
def test_the_process_apart_gives_the_same_file_and_the_same_reasons():
    leaks = leaky.pdf(leaky.author)
    assert cleaning.apart(leaks) == cleaning.clean(leaks)
    with pytest.raises(cleaning.Refused) as refused:
        cleaning.apart(leaky.sheet(state='state="hidden"'))
    assert (refused.value.code, refused.value.what) == ("hidden_sheets", WORD)


@pytest.mark.faults
def test_a_file_that_takes_all_memory_is_refused_and_takes_nothing_with_it():
    with pytest.raises(cleaning.Refused) as refused:
        cleaning.apart(pdf_bomb())
    assert refused.value.code in ("too_hard", "broken")


@pytest.mark.faults
def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    from meetings.cleaning import child

    monkeypatch.setattr(child, "WALL_SECONDS", 0.01)
    with pytest.raises(cleaning.Refused) as refused:
        cleaning.apart(leaky.pdf())
    assert refused.value.code == "too_hard"


# --- tests of the tests ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "home", "spoil"),
    [
        ("pdf author", pdf, ("_clean", lambda content, file: (leaky.saved(file), {}))),
        ("pdf comment", pdf, ("_scrub", lambda *facts: None)),
        ("pdf layers that show", pdf, ("_contents", lambda *facts: None)),
        ("pdf with a photograph", pictures, ("strip_jpeg", lambda content: content)),
        ("docx traces", office, ("DROPPED", set())),
        ("docx names of pictures", pictures, ("strip_jpeg", lambda content: content)),
    ],
)
def test_one_step_left_out_is_noticed(name, home, spoil, monkeypatch):
    monkeypatch.setattr(home, *spoil)
    try:
        assert hidden_in(cleaning.clean(leaky.CLEANED[name][0]()).content)
    except cleaning.Refused:
        pass  # stopped, which is as good


def test_the_search_finds_the_word_in_every_packing():
    assert hidden_in(WORD.encode("utf-16-be")) and hidden_in(b"x" + zlib.compress(WORD.upper().encode()))
    assert hidden_in(leaky.packed({"a": leaky.packed({"b": WORD})})) and hidden_in(b"Zebulon") == []
