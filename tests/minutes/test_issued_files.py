"""The files of an issued copy: kept as they were made, handed out as they are kept, and all or none of them."""

import hashlib
import io
import json
from dataclasses import replace

import docx
import pikepdf
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from coproduction.models import AuditEntry
from minutes import actions, document, files
from minutes.models import IssuedCopy, IssuedFile, Minutes

from .test_afterwards import issue

pytestmark = pytest.mark.django_db

WAYS = ["As a PDF to print", "As a PDF in large print", "As a Word file", "As plain words"]


@pytest.fixture
def out(minutes, facilitator, coordinator):
    """Minutes that everybody can read."""
    issue(minutes, facilitator, coordinator)
    return minutes


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(minutes, name):
    return reverse(f"minutes:{name}", args=[minutes.meeting.group.slug, minutes.meeting.slug])


def export(minutes, capsys, path, format, *options):
    """Return (exit code, what was said, what was written) of export_minutes for the public copy."""
    place = f"{minutes.meeting.group.slug}/{minutes.meeting.slug}"
    code = 0
    try:
        call_command("export_minutes", place, "--copy=public", f"--format={format}", f"--output={path}", *options)
    except SystemExit as error:
        code = error.code
    return code, "".join(capsys.readouterr()), path.read_bytes() if path.exists() else None


def test_each_copy_has_one_file_of_each_format_and_its_hash_is_of_what_is_kept(out):
    kept = {(file.copy.audience, file.format) for file in IssuedFile.objects.all()}
    assert kept == {(audience, format) for audience in ("group", "public") for format in files.ENDINGS}
    assert all(hashlib.sha256(file.content).hexdigest() == file.sha256 for file in IssuedFile.objects.all())
    hashes = AuditEntry.objects.get(event="minutes.published").detail["sha256"]
    assert hashes == dict(IssuedFile.objects.filter(copy__audience="public").values_list("format", "sha256"))
    again = IssuedFile.objects.first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_what_is_kept_is_what_the_frozen_document_makes(out):
    """Nothing needs to be made again, and if it were it would be the same."""
    for copy in IssuedCopy.objects.all():
        frozen = document.from_json(copy.document)
        for file in copy.files.all():
            assert bytes(file.content) == files.make(frozen, file.format, apart=False)
            assert file.file_name == files.file_name(frozen, file.format)


def test_large_print_is_large(out):
    content = IssuedFile.objects.get(copy__audience="public", format="large").content
    with pikepdf.open(io.BytesIO(content)) as file:
        sizes = [float(o[1]) * 0.75 for o, name in pikepdf.parse_content_stream(file.pages[0]) if str(name) == "Tf"]
    assert sizes and round(min(sizes), 2) >= 18


@pytest.mark.parametrize("audience", ["public", "group"])
def test_every_way_to_read_a_copy_is_linked_from_its_page_and_answers_as_it_is_kept(out, audience, coordinator):
    browser = signed_in(coordinator)
    page = browser.get(address(out, {"public": "public", "group": "group-copy"}[audience])).content.decode()
    assert [words for words in WAYS if f">{words}</a>" in page] == WAYS
    for file in IssuedFile.objects.filter(copy__audience=audience):
        path = address(out, f"{audience}-{file.format}")
        assert (f'href="{path}"' in page) == (file.format != "json")
        response = browser.get(path)
        assert response.content == bytes(file.content)
        shown = "attachment" if file.format == "docx" else "inline"
        assert response["Content-Disposition"] == f'{shown}; filename="{file.file_name}"'
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.privacy
def test_the_files_of_the_group_copy_are_kept_by_nobody_and_found_by_no_search(out, member, outsider):
    for format in files.ENDINGS:
        path = address(out, f"group-{format}")
        response = signed_in(member).get(path)
        assert response["Cache-Control"] == "private, no-store" and response["X-Robots-Tag"] == "noindex"
        assert signed_in(outsider).get(path).status_code == 403
        assert Client().get(path).status_code == 302


def test_reading_a_page_loads_no_file(out):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IssuedFile, "from_db", lambda *args: pytest.fail("A file was loaded."))
        assert Client().get(address(out, "public")).status_code == 200


# --- all or none ------------------------------------------------------------------------------------------------------
def leaking(format):
    """A maker of files that says a name of the register in one format."""
    make = files.make

    def made(built, one, **options):
        if one != format:
            return make(built, one, **options)
        return make(replace(built, private_items="Priya Nand was there."), one, **options)

    return made


@pytest.mark.privacy
@pytest.mark.parametrize("format", files.ENDINGS)
def test_a_file_that_says_more_than_the_document_stops_all_of_them(
    format, minutes, facilitator, coordinator, monkeypatch
):
    built = document.build(minutes, document.PUBLIC)
    assert built.private_items == ""
    monkeypatch.setattr(files, "make", leaking(format))
    with pytest.raises(actions.NotReady):
        actions.make_files(minutes, document.PUBLIC)
    if format == "docx":
        with pytest.raises(actions.NotReady):
            issue(minutes, facilitator, coordinator)
        minutes.refresh_from_db()
        assert minutes.state == Minutes.State.CHECKING
        assert not IssuedCopy.objects.exists() and not IssuedFile.objects.exists()


def test_when_one_file_cannot_be_kept_there_is_no_copy(minutes, facilitator, coordinator, monkeypatch):
    def broken(rows):
        raise IntegrityError

    monkeypatch.setattr(IssuedFile.objects, "bulk_create", broken)
    with pytest.raises(IntegrityError):
        issue(minutes, facilitator, coordinator)
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.CIRCULATED
    assert not IssuedCopy.objects.exists()


# --- the command ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", files.ENDINGS)
def test_an_issued_copy_is_written_as_it_is_kept(format, out, capsys, tmp_path):
    code, said, written = export(out, capsys, tmp_path / "copy", format)
    assert (code, written) == (0, bytes(IssuedFile.objects.get(copy__audience="public", format=format).content))
    assert f"{len(written)} bytes" in said


def test_an_issued_copy_is_written_as_a_page(out, capsys, tmp_path):
    code, _said, written = export(out, capsys, tmp_path / "copy", "html")
    assert code == 0 and b"<article" in written


def test_a_draft_says_so_in_every_format(minutes, facilitator, capsys, tmp_path):
    actions.send_to_check(minutes, by=facilitator)
    found = {}
    for format in (*files.ENDINGS, "html"):
        code, _said, found[format] = export(minutes, capsys, tmp_path / format, format, "--draft")
        assert code == 0
    opened = docx.Document(io.BytesIO(found["docx"]))
    assert [line.text for line in opened.sections[0].header.paragraphs] == ["DRAFT"]
    assert "This is a draft." in found["txt"].decode() and b"Draft</strong>" in found["html"]
    assert json.loads(found["json"])["draft"] is True
    assert found["pdf"] != found["large"] and not IssuedFile.objects.exists()


@pytest.mark.parametrize("options", [(), ("--draft",)])
def test_what_is_not_ready_is_refused_in_words_and_nothing_is_written(minutes, capsys, tmp_path, options):
    Minutes.objects.filter(pk=minutes.pk).update(state=Minutes.State.CHECKING)
    minutes.points.update(text="Priya said the fridge was empty.")
    code, said, written = export(minutes, capsys, tmp_path / "copy", "docx", *options)
    assert (code, written) == (1, None)
    assert said and "Traceback" not in said
