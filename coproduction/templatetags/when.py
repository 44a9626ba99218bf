"""Days and times the way people say them, in the time of the place where the site is run.

Plain functions, and filters of the same name: `day(value)` in Python is `{{ value|day }}` in a page, and what takes
two values reads `{{ meeting.starts|span:meeting.ends }}`. A non-breaking space joins the day to its month and "to" to
the hour after it, so a line never ends in the middle of either. None and "" give "".

    day        Thursday 17 September        the year is added when it is not this year
    day_year   Thursday 17 September 2026
    short_day  17 September                 as `day`, without the day of the week
    weekday    Thursday
    clock      6pm, 6:30pm, 12 noon, 12 midnight
    span       6pm to 8pm
    moment     Thursday 17 September, 6pm to 8pm
    length     1 hour 55 minutes            of a number of minutes, or a timedelta; the filter is `how_long`
    iso        2026-09-17T18:00+01:00       for <time datetime="">
    timed      [(start, item), ...]         of things that have `minutes`, one after the other
    phone_link tel:+441632960114
"""

import datetime as dt
import re

from django import template
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

NBSP = "\u00a0"
NIGHT_ENDS = dt.time(6)


def _here(value):
    """Return an aware datetime in the time of the site; dates, times and naive datetimes as they are."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return value.astimezone(timezone.get_default_timezone())
    return value


def _date(value):
    value = _here(value)
    return value.date() if isinstance(value, dt.datetime) else value


def _this_year(date, today):
    return date.year == (today or timezone.localdate(timezone=timezone.get_default_timezone())).year


@register.filter
def day(value, *, today=None):
    """Thursday 17 September. `today`: the date to judge "this year" by; documents give the day they were issued."""
    if not value:
        return ""
    date = _date(value)
    return in_words(date, f"l j{NBSP}F") if _this_year(date, today) else day_year(date)


@register.filter
def day_year(value):
    return in_words(_date(value), f"l j{NBSP}F Y") if value else ""


@register.filter
def short_day(value, *, today=None):
    if not value:
        return ""
    date = _date(value)
    return in_words(date, f"j{NBSP}F" if _this_year(date, today) else f"j{NBSP}F Y")


@register.filter
def weekday(value):
    return in_words(_date(value), "l") if value else ""


@register.filter
def clock(value):
    """6pm. Takes a datetime or a time. Noon and midnight are said in words: nobody agrees what 12pm is."""
    if value is None or value == "":
        return ""
    value = _here(value)
    if (value.hour, value.minute) == (12, 0):
        return _("12 noon")
    if (value.hour, value.minute) == (0, 0):
        return _("12 midnight")
    figures = f"{value.hour % 12 or 12}:{value.minute:02}" if value.minute else f"{value.hour % 12 or 12}"
    return _("%(clock)sam") % {"clock": figures} if value.hour < 12 else _("%(clock)spm") % {"clock": figures}


def _to(first, last):
    return _("%(start)s to%(space)s%(end)s") % {"start": first, "end": last, "space": NBSP}


@register.filter
def span(starts, ends):
    if not starts or not ends:
        return clock(starts)
    return _to(clock(starts), clock(ends))


@register.filter
def moment(starts, ends, *, today=None):
    """Thursday 17 September, 6pm to 8pm. An end on another day is said with its day, unless it is the same night."""
    if not starts:
        return ""
    first = day(starts, today=today)
    if ends and not _same_sitting(_here(starts), _here(ends)):
        return _to(f"{first}, {clock(starts)}", f"{day(ends, today=today)}, {clock(ends)}")
    return f"{first}, {span(starts, ends)}"


def _same_sitting(starts, ends):
    """True when both are said as one day: the same date, or an end in the small hours of the night that follows."""
    days = (ends.date() - starts.date()).days
    return days == 0 or (days == 1 and ends.time() < NIGHT_ENDS)


@register.filter("how_long")  # under its own name it would take the place of Django's `length`
def length(minutes):
    if minutes is None or minutes == "":
        return ""
    if isinstance(minutes, dt.timedelta):
        minutes = minutes / dt.timedelta(minutes=1)
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


@register.filter
def iso(value):
    if value is None or value == "":
        return ""
    value = _here(value)
    return value.isoformat() if type(value) is dt.date else value.isoformat(timespec="minutes")


@register.filter
def timed(items, starts):
    """Return (start, item) of things that follow each other, each `item.minutes` long, from `starts` on."""
    lines, at = [], starts.astimezone(dt.UTC)  # in UTC, or an evening on which the clocks change gains an hour
    for item in items:
        lines.append((_here(at), item))
        at += dt.timedelta(minutes=item.minutes)
    return lines


@register.filter
def over_at(items, starts):
    """Return when things that follow each other from `starts` on, each `item.minutes` long, come to their end."""
    return starts + dt.timedelta(minutes=sum(item.minutes for item in items))


@register.filter
def phone_link(number):
    """Return the address that dials the first number in `number`; a UK number in the form that works from anywhere."""
    found = re.search(r"[+\d][\d\s().-]*", str(number or ""))
    if not found:
        return ""
    number = found.group().replace("(0)", "")
    digits = re.sub(r"\D", "", number)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "44" + digits[1:]
    elif not number.startswith("+"):
        return f"tel:{digits}"  # a short number, like 111
    return f"tel:+{digits}"
