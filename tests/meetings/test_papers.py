"""Papers of a meeting: added by those who run the group, cleaned before anybody has them, read by those who may."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from coproduction import links
from coproduction.access import StaleState
from coproduction.models import AuditEntry
from meetings import actions, cleaning, papers
from meetings.cleaning import child, office, pdf, pictures
from meetings.emails import BOOKING
from meetings.models import Meeting, Paper, PaperFile
from minutes.models import Minutes
from tests import factories, worlds
from tests.pages import Page, lost

from . import leaky
from .leaky import SEEN, WORD, hidden_in

pytestmark = pytest.mark.django_db

TYPED = {"title": "What people told us", "summary": "Buses are the first worry.", "public": "yes"}


def upload(content, name="x.pdf", type="application/pdf"):
    return SimpleUploadedFile(name, content, type)


def address(name, meeting, number=None):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug, *([] if number is None else [number])])


def add(client, meeting, file=None, item=None, **typed):
    """Answer the last question about a new paper, with all earlier answers in the form."""
    item = item or factories.topic(meeting)
    steps = 5 if item.record_rule == "on_record" else 4
    sent = {**TYPED, "step": steps, **typed, **({"file": file} if file else {})}
    return client.post(address("add-paper", meeting, item.pk), sent)


def reader(person=None):
    browser = Client()
    if person:
        browser.force_login(person)
    return browser


@pytest.fixture
def own(client, facilitator):
    client.force_login(facilitator)
    return client


# --- adding ------------------------------------------------------------------------------------------------------------
def test_a_paper_is_added_one_question_a_page_and_what_was_typed_travels(own, meeting):
    path = address("add-paper", meeting, factories.topic(meeting).pk)
    page, typed = Page(own.get(path)), {}
    for step, name in enumerate(("title", "summary", "public"), start=1):
        assert page.fields["step"] == str(step) and page.html.count("<h1") == 1
        typed[name] = TYPED[name]
        page = Page(own.post(path, {**page.fields, **typed}))
        assert lost(typed, page) == {}
    sent = {**page.fields, "file": upload(leaky.pdf(leaky.author))}
    answer = own.post(path, sent)
    paper = Paper.objects.get()
    assert answer.url == address("paper-look", meeting, paper.number)
    assert (paper.title, paper.summary, paper.public, paper.kind, paper.shown) == (
        *list(TYPED.values())[:2],
        True,
        "pdf",
        False,
    )


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_question_that_is_not_answered_is_asked_again(own, meeting, step):
    name = ["title", "summary", "public"][step - 1]
    page = Page(own.post(address("add-paper", meeting, factories.topic(meeting).pk), {**TYPED, name: "", "step": step}))
    assert page.summary and page.unlinked() == [] and page.fields["step"] == str(step)


WRONG = [
    ({}, "Choose a file, or type the address of a page"),
    ({"link": "http://wendle.example/page"}, "begins with https://"),
    ({"link": "javascript:alert(1)"}, "begins with https://"),
    ({"link": "https://me@wendle.example/"}, "begins with https://"),
    ({"link": "https://localhost/"}, "begins with https://"),
    ({"link": "https://wendle.example/a", "file": leaky.pdf}, "Empty this, and choose the file again"),
    ({"file": lambda: b""}, "This file is empty"),
    ({"file": lambda: b"<html>"}, "not a file we can take"),
    ({"file": leaky.word_tracked}, "Accept all changes"),
    ({"file": lambda: leaky.sheet(state='state="hidden"')}, f"hidden sheet: “{WORD}”"),
    ({"file": leaky.word}, "An Office file can go to members only"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_what_cannot_be_taken_is_told_beside_its_question_and_nothing_typed_is_lost(own, meeting, typed, words):
    file = upload(typed["file"]()) if "file" in typed else None
    page = Page(add(own, meeting, file, link=typed.get("link", "")))
    assert page.says(words), page.text
    assert page.summary and page.unlinked() == []
    assert lost({**TYPED, "link": typed.get("link", "")}, page) == {}
    assert not Paper.objects.exists() and not PaperFile.objects.exists()


def test_a_file_that_is_refused_is_to_be_chosen_again(own, meeting):
    page = Page(add(own, meeting, upload(b"<html>")))
    assert page.says("Then choose it again.")


def test_every_reason_and_everything_that_is_taken_out_has_words():
    codes = {code for _make, code in leaky.REFUSED.values()}
    assert codes <= papers.REASONS.keys()
    source = "".join(Path(module.__file__).read_text() for module in (cleaning, child, office, pdf, pictures))
    assert set(re.findall(r'Refused\("(\w+)"', source)) <= papers.REASONS.keys()
    told = {code for make, _told in leaky.CLEANED.values() for code, _times in cleaning.clean(make()).found}
    assert told <= papers.FOUND.keys()


@pytest.mark.security
def test_a_file_over_the_limit_is_refused_and_no_more_of_it_is_kept_than_that(own, meeting, settings, monkeypatch):
    settings.PAPER_MAX_BYTES = 200_000
    seen = []
    monkeypatch.setattr(papers, "cleaning", None)  # it must not come so far
    honest = papers.clean

    def clean(file):
        seen.append(file.size)
        return honest(file)

    monkeypatch.setattr("meetings.papers.clean", clean)
    page = Page(add(own, meeting, upload(b"%PDF-" + b"x" * 3_000_000)))
    assert page.says("larger than") and page.summary and not Paper.objects.exists()
    assert 200_000 < seen[0] < 400_000


def test_a_file_just_under_the_limit_is_taken(own, meeting, settings):
    content = leaky.pdf()
    settings.PAPER_MAX_BYTES = len(content)
    assert add(own, meeting, upload(content)).status_code == 302
    settings.PAPER_MAX_BYTES -= 1
    assert add(own, meeting, upload(content)).status_code == 200


@pytest.mark.security
@pytest.mark.parametrize(
    "name",
    [
        "Zebulonski.pdf",
        "../../etc/passwd",
        "x" * 255 + ".pdf",
        "\u202efdp.exe",
        "CON",
        "-rf",
        'a"b\r\nX: y.pdf',
        "📄.pdf",
        "...",
    ],
)
def test_the_name_a_file_was_called_is_kept_nowhere(own, meeting, name):
    assert add(own, meeting, upload(leaky.pdf(), name, "text/html")).status_code == 302
    paper = Paper.objects.get()
    actions.show_paper(paper, by=paper_runner(meeting), sha256=paper.file.sha256)
    answer = own.get(address("paper-file", meeting, paper.number))
    assert answer["Content-Disposition"] == 'attachment; filename="what-people-told-us.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    with connection.cursor() as cursor:
        for table in ("meetings_paper", "meetings_paperfile", "coproduction_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")
            assert WORD.encode() not in repr(cursor.fetchall()).encode()


def paper_runner(meeting):
    return meeting.group.memberships.get(role="facilitator").person


@pytest.mark.parametrize(
    ("title", "name"),
    [("Straße & Łódź: 2026!", "strae-odz-2026.pdf"), ("عن الحافلات", "paper.pdf"), ("-- x --", "x.pdf"), ("a" * 150, "a" * 60 + ".pdf")],
)  # fmt: skip
def test_a_file_is_called_by_its_title(title, name):
    assert Paper(title=title, kind="pdf").file_name == name


def test_a_link_is_there_at_once(own, meeting):
    assert add(own, meeting, link="https://wendle.example/plan").url == address("plan", meeting)
    paper = Paper.objects.get()
    page = reader().get(address("paper", meeting, paper.number)).content.decode()
    assert 'href="https://wendle.example/plan" rel="noreferrer"' in page
    assert reader().get(address("paper-file", meeting, paper.number)).url == "https://wendle.example/plan"


def test_the_same_form_sent_twice_adds_once(own, meeting):
    for _time in range(2):
        add(own, meeting, upload(leaky.pdf()))
        add(own, meeting, link="https://wendle.example/plan")
    assert [paper.number for paper in Paper.objects.all()] == [1, 2]


def test_a_number_is_never_given_twice(meeting, facilitator):
    first = factories.paper(meeting, facilitator)
    actions.remove_paper(first, by=facilitator)
    assert factories.paper(meeting, facilitator).number == 2


def test_a_private_item_has_no_papers_here(own, meeting, facilitator):
    item = factories.topic(meeting)
    kept = factories.paper(meeting, facilitator, public=True)
    actions.set_item_rule(item, "confidential", by=facilitator)
    assert own.get(address("add-paper", meeting, item.pk)).url == address("plan", meeting)
    with pytest.raises(ValidationError):
        factories.paper(meeting, facilitator, title="Another")
    for browser in (reader(), reader(factories.person("Hal"))):
        assert "What people told us" not in browser.get(meeting.get_absolute_url()).content.decode()
        assert browser.get(address("paper", meeting, kept.number)).status_code in (302, 404)


def test_an_office_file_is_for_members_whoever_asks(meeting, facilitator):
    with pytest.raises(ValidationError):
        factories.paper(meeting, facilitator, kind="docx", public=True)
    paper = factories.paper(meeting, facilitator, kind="docx")
    with pytest.raises(ValidationError):
        actions.change_paper(paper, by=facilitator, title="x", summary="x", public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(public=True)


def test_only_those_who_run_the_group_touch_papers_and_nothing_stays_when_others_try(meeting, facilitator, member):
    paper = factories.paper(meeting, facilitator, shown=False)
    before = worlds.rows()
    for act in (
        lambda: factories.paper(meeting, member, title="Mine"),
        lambda: actions.change_paper(paper, by=member, title="x", summary="x", public=True),
        lambda: actions.show_paper(paper, by=member, sha256=paper.file.sha256),
        lambda: actions.remove_paper(paper, by=member),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert worlds.changed(before) == []


def test_every_step_is_in_the_audit_trail_without_words(meeting, facilitator):
    paper = factories.paper(meeting, facilitator)
    actions.change_paper(paper, by=facilitator, title="Other words", summary="x", public=False)
    actions.remove_paper(paper, by=facilitator)
    entries = AuditEntry.objects.filter(event__startswith="paper.")
    assert [entry.event for entry in entries.order_by("pk")] == [
        "paper.added",
        "paper.shown",
        "paper.changed",
        "paper.removed",
    ]
    assert not [entry for entry in entries if "words" in str(entry.detail)]


# --- test 20 -----------------------------------------------------------------------------------------------------------
@pytest.mark.privacy
def test_20_a_paper_is_cleaned_before_it_goes_out(own, meeting, member):
    """Author, comment and EXIF: told to who added it, in no byte that is kept or served, and seen by nobody before."""
    for leaks, told in (
        (leaky.pdf(leaky.author), "the author’s name"),
        (leaky.pdf(leaky.comment), "1 comment or mark"),
        (leaky.earlier_version(), "1 earlier version"),
        (leaky.jpeg_with_exif(), "where the picture was taken"),
    ):
        assert hidden_in(leaks), "The control: the word is in what was uploaded."
        look = own.post(
            address("add-paper", meeting, factories.topic(meeting).pk), {**TYPED, "step": 4, "file": upload(leaks)}
        ).url
        paper = Paper.objects.latest("pk")
        page = Page(own.get(look))
        assert page.says("We took out:") and page.says(told) and page.says("Nobody else can read it yet.")
        for browser in (reader(), reader(member)):
            assert browser.get(address("paper-file", meeting, paper.number)).status_code in (302, 404)
            assert TYPED["title"] not in browser.get(meeting.get_absolute_url()).content.decode()
        own.post(address("show-paper", meeting, paper.number), {"file": page.fields["file"]})
        served = reader().get(address("paper-file", meeting, paper.number))
        assert served.status_code == 200 and hidden_in(served.content) == []
        assert hidden_in(bytes(paper.file.content) + paper.file.text.encode()) == []
        actions.remove_paper(paper, by=paper_runner(meeting))
    for leaks in (leaky.word_tracked(), leaky.word_comment(), leaky.word_embedded(), leaky.word_macros()):
        assert hidden_in(leaks)
        assert add(own, meeting, upload(leaks), public="no").status_code == 200
    assert not Paper.objects.exists() and not PaperFile.objects.exists()


@pytest.mark.privacy
@pytest.mark.parametrize("name", leaky.CLEANED)
def test_nothing_planted_is_served_whatever_kind_of_file_it_was_in(own, meeting, member, name):
    leaks = leaky.CLEANED[name][0]()
    assert hidden_in(leaks)
    add(own, meeting, upload(leaks, f"{WORD}.pdf"), public="no")
    paper = Paper.objects.get()
    actions.show_paper(paper, by=paper_runner(meeting), sha256=paper.file.sha256)
    answers = [own.get(address("paper-look", meeting, 1)), own.get(address("paper", meeting, 1))]
    answers += [reader(member).get(address("paper-file", meeting, 1)), reader(member).get(meeting.get_absolute_url())]
    assert {answer.status_code for answer in answers} == {200}
    assert [hidden_in(answer.content + str(answer.headers).encode()) for answer in answers] == [[]] * 4


@pytest.mark.security
def test_a_paper_is_cleaned_apart_on_a_real_site(own, meeting, settings):
    settings.PAPERS_APART = True
    assert add(own, meeting, upload(leaky.pdf(leaky.author))).status_code == 302
    assert dict(Paper.objects.get().found)["author"] == 1
    assert Page(add(own, meeting, upload(leaky.word_comment()), public="no")).says("Delete all comments")


def test_a_file_is_shown_as_it_was_looked_at_and_no_other(own, meeting, facilitator):
    paper = factories.paper(meeting, facilitator, shown=False)
    seen = paper.file.sha256
    other = cleaning.Cleaned(b"%PDF-1.7 Another", "pdf", "", ())
    actions.change_paper(paper, by=facilitator, title="x", summary="x", public=True, cleaned=other)
    own.post(address("show-paper", meeting, paper.number), {"file": seen})
    paper.refresh_from_db()
    assert not paper.shown
    with pytest.raises(StaleState):
        actions.show_paper(paper, by=facilitator, sha256=seen)


# --- reading -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def two(meeting, facilitator):
    """A paper for everybody and one for members."""
    return (
        factories.paper(meeting, facilitator, title="For everybody", public=True),
        factories.paper(meeting, facilitator, title="For members", content=b"%PDF-1.7 Two"),
    )


def test_the_page_of_a_meeting_lists_the_papers_one_may_read(meeting, two, member, outsider, facilitator):
    factories.paper(meeting, facilitator, title="Not looked at yet", public=True, shown=False)
    for browser, titles in (
        (reader(), {"For everybody"}),
        (reader(outsider), {"For everybody"}),
        (reader(member), {"For everybody", "For members"}),
    ):
        page = browser.get(meeting.get_absolute_url()).content.decode()
        assert {t for t in ("For everybody", "For members", "Not looked at yet") if t in page} == titles


def test_somebody_who_became_a_member_by_coming_reads_what_members_read(meeting, two, group, facilitator, outsider):
    for days in (-3, -5):
        past = factories.meeting(group, facilitator, days=days, state="held")
        factories.attendance(past, "Gethin", came=True, person=outsider)
    assert "For members" in reader(outsider).get(meeting.get_absolute_url()).content.decode()


def test_somebody_who_booked_reads_them_by_the_link_of_the_booking(client, meeting, two):
    booked = factories.attendance(meeting, "Wilf", booking="coming")
    token = links.token(BOOKING, booked)
    page = client.get(reverse("meetings:booking", args=[token])).content.decode()
    assert "For everybody" in page and "For members" in page
    path = reverse("meetings:booking-paper", args=[token, two[1].number])
    assert path in page
    answer = client.get(path)
    assert answer.content == b"%PDF-1.7 Two" and answer["Cache-Control"] == "private, no-store"
    for state in ("cancelled", "apologies"):
        type(booked).objects.filter(pk=booked.pk).update(booking=state)
        assert client.get(path).status_code == 404
    assert client.get(reverse("meetings:booking-paper", args=[token[:-1], 1])).status_code == 404


def test_the_link_of_a_booking_opens_no_paper_of_another_meeting(client, group, facilitator, meeting, two):
    other = factories.meeting(group, facilitator, days=30)
    (
        factories.paper(other, facilitator),
        factories.paper(other, facilitator, title="B"),
        factories.paper(other, facilitator, title="C"),
    )
    token = links.token(BOOKING, factories.attendance(meeting, "Wilf", booking="coming"))
    assert client.get(reverse("meetings:booking-paper", args=[token, 3])).status_code == 404


@pytest.mark.security
def test_a_paper_is_served_so_that_no_browser_runs_it(meeting, two, member):
    public, private = (address("paper-file", meeting, paper.number) for paper in two)
    for answer in (reader().get(public), reader(member).get(public), reader(member).get(private)):
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reader(member).get(private)["Cache-Control"] == "private, no-store"
    assert reader(member).get(private)["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in reader().get(public)


def test_a_stranger_is_told_the_same_of_a_paper_for_members_and_of_none(meeting, two, outsider):
    for number in (two[1].number, 99):
        for name in ("paper", "paper-file"):
            path = address(name, meeting, number)
            assert reader(outsider).get(path).status_code == 404
            assert reader().get(path).url == f"{reverse('account_login')}?next={path}"


def test_the_organisation_shows_only_in_an_item_on_the_record(meeting, facilitator):
    paper = factories.paper(meeting, facilitator, public=True, author_body="Wendle Hospital Trust")
    path = address("paper", meeting, paper.number)
    shown = lambda: [b"Wendle Hospital Trust" in reader().get(p).content for p in (path, meeting.get_absolute_url())]  # noqa: E731
    assert shown() == [False, False]
    actions.set_item_rule(paper.item, "on_record", by=facilitator)
    assert shown() == [True, True]


def test_the_organisation_is_asked_for_only_in_an_item_on_the_record(own, meeting, facilitator):
    item = factories.topic(meeting)
    path = address("add-paper", meeting, item.pk)
    assert "question 1 of 4" in own.get(path).content.decode()
    actions.set_item_rule(item, "on_record", by=facilitator)
    page = Page(own.post(path, {**TYPED, "step": 2}))
    assert page.says("Which organisation is it from?")
    add(own, meeting, link="https://wendle.example/", author_body="The bus company")
    assert Paper.objects.get().author_body == "The bus company"


def test_a_page_says_how_long_a_paper_takes(own, meeting):
    add(own, meeting, upload(leaky.pdf(words="word " * 450)))
    paper = Paper.objects.get()
    actions.show_paper(paper, by=paper_runner(meeting), sha256=paper.file.sha256)
    assert "PDF, about 3 minutes" in " ".join(reader().get(meeting.get_absolute_url()).content.decode().split())


# --- changing ----------------------------------------------------------------------------------------------------------
def test_a_file_is_replaced_and_hidden_until_somebody_looked(own, meeting, two):
    paper = two[0]
    path = address("change-paper", meeting, paper.number)
    page = Page(own.get(path))
    new = leaky.pdf(leaky.author, words="New words")
    answer = own.post(path, {**page.fields, "title": "Better", "file": upload(new)})
    assert answer.url == address("paper-look", meeting, paper.number)
    paper.refresh_from_db()
    assert (paper.title, paper.shown) == ("Better", False) and dict(paper.found)["author"] == 1
    assert "New words" in PaperFile.objects.get(paper=paper).text
    assert reader().get(address("paper-file", meeting, paper.number)).status_code == 302


def test_words_are_changed_and_the_file_stays(own, meeting, two):
    paper, before = two[0], bytes(two[0].file.content)
    path = address("change-paper", meeting, paper.number)
    answer = own.post(path, {**Page(own.get(path)).fields, "summary": "Shorter.", "public": "no"})
    assert answer.url == address("plan", meeting)
    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.summary, paper.public, paper.shown) == ("Shorter.", False, True)
    assert bytes(paper.file.content) == before


def test_a_wrong_file_in_place_of_another_changes_nothing(own, meeting, two):
    path = address("change-paper", meeting, two[0].number)
    typed = {**TYPED, "title": "Another title"}
    page = Page(own.post(path, {**typed, "file": upload(leaky.word_comment())}))
    assert page.says("Delete all comments") and lost(typed, page) == {} and page.unlinked() == []
    two[0].refresh_from_db()
    assert two[0].title == "For everybody" and two[0].shown


def test_a_word_file_for_members_cannot_become_one_for_everybody(own, meeting, facilitator):
    paper = factories.paper(meeting, facilitator, kind="docx")
    page = Page(own.post(address("change-paper", meeting, paper.number), {**TYPED, "public": "yes"}))
    assert page.says("An Office file can go to members only") and page.unlinked() == []


def test_a_paper_is_removed_with_its_file(own, meeting, two):
    own.post(address("remove-paper", meeting, two[0].number))
    assert list(Paper.objects.all()) == [two[1]] and PaperFile.objects.count() == 1
    assert reader().get(address("paper-file", meeting, two[0].number)).status_code == 302


def test_no_picture_of_a_whiteboard_comes_in_after_the_meeting(own, minutes):
    """DC6."""
    page = Page(add(own, minutes.meeting, upload(leaky.jpeg_with_exif())))
    assert page.says("we take no pictures") and page.unlinked() == [] and lost(TYPED, page) == {}
    assert add(own, minutes.meeting, upload(leaky.pdf())).status_code == 302
    path = address("change-paper", minutes.meeting, 1)
    assert Page(own.post(path, {**TYPED, "file": upload(leaky.png_with_texts())})).says("we take no pictures")
    assert [paper.kind for paper in Paper.objects.all()] == ["pdf"]


@pytest.mark.parametrize("state", ["circulated", "agreed", "published"])
def test_once_the_notes_are_signed_their_papers_stay(own, minutes, facilitator, state):
    meeting = minutes.meeting
    paper = factories.paper(meeting, facilitator)
    now = timezone.now()
    Minutes.objects.filter(pk=minutes.pk).update(state=state, circulated_at=now, window_ends=now, agreed_at=now)
    before = worlds.rows()
    add(own, meeting, link="https://wendle.example/")
    own.post(address("change-paper", meeting, paper.number), {**TYPED, "title": "Other"})
    own.post(address("remove-paper", meeting, paper.number))
    for act in (
        lambda: actions.remove_paper(paper, by=facilitator),
        lambda: actions.change_paper(paper, by=facilitator, title="x", summary="x", public=True),
        lambda: factories.paper(meeting, facilitator, title="Late"),
    ):
        with pytest.raises(StaleState):
            act()
    assert worlds.changed(before) == []
    assert "Add a paper" not in own.get(address("plan", meeting)).content.decode()


def test_a_paper_that_is_added_while_notes_are_checked_counts_as_a_change_of_them(minutes, facilitator):
    Minutes.objects.filter(pk=minutes.pk).update(state="checking")
    minutes.refresh_from_db()
    factories.paper(minutes.meeting, facilitator, shown=False)
    assert Minutes.objects.get(pk=minutes.pk).revision == minutes.revision + 1


def test_a_meeting_that_will_not_happen_keeps_its_papers_as_they_are(own, meeting, two, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="Snow.")
    own.post(address("remove-paper", meeting, two[0].number))
    assert Paper.objects.count() == 2


def test_the_plan_says_what_is_still_to_be_looked_at(own, meeting, facilitator):
    paper = factories.paper(meeting, facilitator, shown=False)
    page = own.get(address("plan", meeting)).content.decode()
    assert "look at what was taken out" in page and address("paper-look", meeting, paper.number) in page


def test_pictures_and_pdfs_are_what_they_were(own, meeting):
    add(own, meeting, upload(leaky.pdf()))
    add(own, meeting, upload(leaky.png_with_texts()), title="A picture")
    first, second = (bytes(paper.file.content) for paper in Paper.objects.order_by("number"))
    with pikepdf.open(io.BytesIO(first)) as opened:
        assert len(opened.pages) == 1
    assert Image.open(io.BytesIO(second)).size == (40, 20)
    assert SEEN in PaperFile.objects.get(paper__number=1).text
