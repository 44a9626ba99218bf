"""A meeting as a sheet of A4 to hang up: one page, whatever its words, a square for phones and a number to ring."""

import hashlib
import io

import pikepdf
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from coproduction import pdf
from coproduction.mail import absolute

from . import square

SHEET = "poster.css"
SIZES = ["huge", "large", "middle", "small", "tiny", "least"]
"""Of the letters, from few words to very many; see static/css/poster.css."""
FILLED = [330, 620, 1100, 1900, 3500]
"""Letters up to which a size is tried first. Too large a one is only drawn once more in the next."""
WHOLE, LITTLE = 10_000, 25
"""Letters of each text: all of them, or what fits even when each is a picture that is printed as a word."""
KEPT = 24 * 3600
"""Seconds for which a drawn poster is kept: it is drawn again only when a word of it changes."""


def page(meeting, size, *, most=WHOLE):
    """Return the page the poster is drawn from. most: letters of each text; the page of the meeting has all of it."""
    address = absolute(meeting.get_absolute_url())
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "size": size,
        "most": most,
        "there": " · ".join(meeting.access_lines),
        "address": address,
        "square": mark_safe(square.inline(address, label=_("A square code for the camera of a phone"))),
        "site": settings.SITE_NAME,
        "language": settings.LANGUAGE_CODE,
    }
    return render_to_string("meetings/poster.html", context)


def first_size(meeting):
    group = meeting.group
    said = [meeting.theme * 2, meeting.who_for, str(meeting.where), meeting.costs, *meeting.access_lines, group.name]
    letters = sum(len(words) for words in [*said, group.openness_reason])
    return sum(letters > most for most in FILLED)


def draw(meeting):
    """Return the poster as a PDF/UA file of one page (bytes). Raises coproduction.pdf.RenderFailed."""
    first = first_size(meeting)
    words = page(meeting, SIZES[first])
    style = (pdf.STYLE.parent / SHEET).read_bytes()
    key = "poster-" + hashlib.sha256(words.encode("utf-8", "replace") + style).hexdigest()
    done = cache.get(key)
    if done is None:
        done = _drawn(meeting, first)
        cache.set(key, done, KEPT)
    return done


def _drawn(meeting, first):
    make = pdf.render_apart if settings.PDF_APART else pdf.render
    for size, most in [*((size, WHOLE) for size in SIZES[first:]), (SIZES[-1], LITTLE)]:
        done = make(page(meeting, size, most=most), sheet=SHEET)
        with pikepdf.open(io.BytesIO(done)) as file:
            if len(file.pages) == 1:
                return done
    raise pdf.RenderFailed("The poster does not fit on one page.")


def file_name(meeting):
    return f"{meeting.group.slug}-{meeting.slug}-poster.pdf"
