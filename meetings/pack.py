"""The papers of a meeting in one file: a page of contents, every PDF and picture behind it, and where the rest is."""

import hashlib
import io
import threading
from contextlib import contextmanager
from dataclasses import dataclass

import pikepdf
from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction import pdf
from coproduction.mail import absolute

from . import binding
from .models import PaperFile

SHEET = "pack.css"
MOST_BYTES = 40 * 2**20
"""Of all files that are bound; a paper of its own may have 10 MB."""
KEPT, KEPT_BYTES = 24 * 3600, 2 * 2**20
"""Seconds for which a small pack is kept, and how small: it is bound again only when a fact in it changes."""
WAIT = 5
"""Seconds that somebody waits while another pack is bound; one is bound at a time."""
_turn = threading.BoundedSemaphore(1)


class NoPack(Exception):
    """There is no one file. The words say so to people, and what to do."""


@dataclass(frozen=True)
class Line:
    """One paper in the contents."""

    number: int
    """Of the file, from 0; -1 for a paper that is only listed."""
    page: int
    title: str
    summary: str
    item: str
    what: str
    body: str
    late: str
    address: str


def is_of_use(papers):
    """Are there papers that one file saves somebody from opening one by one?"""
    return len(papers) > 1 and any(paper.kind in paper.IN_PACK for paper in papers)


def facts(meeting, papers):
    """Return everything the pack of these papers is made of: another file in it, or another word, and it is new."""
    digests = dict(PaperFile.objects.filter(paper__in=papers).values_list("paper", "sha256"))
    style = (pdf.STYLE.parent / SHEET).read_text(encoding="utf-8")
    said = _contents(meeting, papers, [0] * len(papers), 1)
    return [said, [digests.get(paper.pk) for paper in papers], style, binding.A4, binding.DOTS]


def make(meeting, papers, of):
    """Return the pack (bytes) of papers in the order of the agenda. of: their `facts`. Raises NoPack."""
    key = "pack-" + hashlib.sha256(repr(of).encode("utf-8", "replace")).hexdigest()
    done = cache.get(key)
    if done is None:
        try:
            with _my_turn():
                done = _bound(meeting, papers)
        except (binding.CannotBind, pdf.RenderFailed) as error:
            raise NoPack(_why(error)) from error
        if len(done) <= KEPT_BYTES:
            cache.set(key, done, KEPT)
    return done


def _why(error):
    if getattr(error, "code", "") == "pages":
        most = {"most": binding.MOST_PAGES}
        return _("These papers are too many pages for one file: more than %(most)s. Open them one by one here.") % most
    return _("We could not put these papers into one file just now. Open them one by one here.")


@contextmanager
def _my_turn():
    if not _turn.acquire(timeout=WAIT):
        raise NoPack(_("Somebody else is getting a file like this just now. Try again in a minute, please."))
    try:
        yield
    finally:
        _turn.release()


def _bound(meeting, papers):
    files = PaperFile.objects.filter(paper__in=[paper for paper in papers if paper.kind in paper.IN_PACK])
    if (files.aggregate(all=Sum(Length("content")))["all"] or 0) > MOST_BYTES:
        most = {"most": MOST_BYTES // 2**20}
        raise NoPack(_("These papers are more than %(most)s MB in all. Open them one by one here.") % most)
    contents = dict(files.values_list("paper", "content"))
    inside = [paper for paper in papers if paper.pk in contents]
    given = [(paper.kind, bytes(contents[paper.pk])) for paper in inside]
    apart = settings.PAPERS_APART
    pages = iter(binding.count(given, apart=apart) if given else [])
    pages = [next(pages) if paper.pk in contents else 0 for paper in papers]
    front, long = b"", 1
    for _time in range(4):  # a longer page of contents moves the numbers in it, which seldom makes it longer again
        front = _draw(_contents(meeting, papers, pages, long))
        with pikepdf.open(io.BytesIO(front)) as drawn:
            before, long = long, len(drawn.pages)
        if long == before:
            break
    if sum(pages) + long > binding.MOST_PAGES:
        raise binding.CannotBind("pages")
    titles = [paper.title for paper in inside]
    return binding.bind(given, titles, front, first=_("What is in here"), apart=apart)


def _draw(html):
    return (pdf.render_apart if settings.PDF_APART else pdf.render)(html, sheet=SHEET)


def _contents(meeting, papers, pages, long):
    """Return the page of contents. pages: of each paper, 0 for one that is only listed. long: pages of contents."""
    lines, page, number = [], long + 1, 0
    for paper, its_pages in zip(papers, pages, strict=True):
        inside = paper.kind in paper.IN_PACK
        address = paper.link or absolute(
            reverse("meetings:paper", args=[meeting.group.slug, meeting.slug, paper.number])
        )
        lines.append(
            Line(
                number=number if inside else -1,
                page=page,
                title=paper.title,
                summary=paper.summary,
                item=paper.item.title,
                what=paper.what_it_is,
                body=paper.shown_body,
                late=paper.late_words,
                address=address,
            )
        )
        page, number = page + its_pages, number + inside
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "inside": [line for line in lines if line.number >= 0],
        "beside": [line for line in lines if line.number < 0],
        "mark": binding.MARK,
        "for_members": not all(paper.public for paper in papers),
        "address": absolute(meeting.get_absolute_url()),
        "site": settings.SITE_NAME,
        "language": settings.LANGUAGE_CODE,
    }
    return render_to_string("meetings/pack.html", context)


def file_name(meeting):
    return f"{meeting.group.slug}-{meeting.slug}-papers.pdf"
