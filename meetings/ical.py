"""Meetings as calendar files: no attendees, no organiser but the group's own address."""

import datetime as dt
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDuration

from coproduction.mail import absolute, one_line

FORMAT = 1
"""Rises when the same meetings are written in another way, so that readers fetch them again."""
BACK, AHEAD = dt.timedelta(days=366), dt.timedelta(days=366)
"""How far a calendar that people subscribe to reaches."""
MOST_BACK, MOST_AHEAD = 50, 250
"""Meetings in it at most: of those that are over, and of those to come."""
LOOK_AGAIN = dt.timedelta(hours=6)
"""How often programs are asked to look for changes."""


def _calendar():
    cal = Calendar()
    cal.add("prodid", "-//Co-production//Meetings//EN")
    cal.add("version", "2.0")
    cal.add("method", "PUBLISH")
    return cal


def _event(meeting):
    event = Event()
    event.add("uid", f"{meeting.group.slug}-{meeting.slug}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("summary", one_line(meeting.title))
    event.add("dtstart", timezone.localtime(meeting.starts))
    event.add("dtend", timezone.localtime(meeting.ends))
    event.add("dtstamp", meeting.told_at)
    event.add("last-modified", meeting.told_at)
    event.add("location", one_line(str(meeting.where)))
    event.add("url", absolute(meeting.get_absolute_url()))
    event.add("status", "CANCELLED" if meeting.state == meeting.State.CANCELLED else "CONFIRMED")
    if meeting.group.contact_email:
        event["organizer"] = vCalAddress(f"mailto:{meeting.group.contact_email}")
    return event


def calendar(meeting):
    """Return the calendar file of one meeting as bytes. The same meeting gives the same bytes whoever comes."""
    return _file(_event(meeting).to_ical())


@lru_cache(maxsize=50)
def _file(event):
    """Return the whole file of one written event, once for all who come: finding out when clocks change is slow."""
    cal = _calendar()
    cal.add_component(Event.from_ical(event))
    cal.add_missing_timezones()
    return cal.to_ical()


def file_name(meeting):
    return f"{meeting.group.slug}-{meeting.slug}.ics"


# --- calendars to subscribe to ----------------------------------------------------------------------------------------
def in_reach(meetings, now):
    """Return the announced ones of `meetings` that a calendar to subscribe to holds, soonest first (two queries)."""
    told = meetings.announced().for_list()
    start = now - dt.timedelta(days=1)  # so that what is on stays, whatever the hour
    ahead = told.filter(starts__gte=start, starts__lt=now + AHEAD).order_by("starts", "pk")[:MOST_AHEAD]
    back = told.filter(starts__lt=start, starts__gte=now - BACK).order_by("-starts", "-pk")[:MOST_BACK]
    return [*reversed(back), *ahead]


def facts(meetings):
    """Return all that `subscription` writes of these meetings, to tell without writing it whether it changed."""
    return [
        FORMAT,
        *((m.pk, m.sequence, m.told_at, m.state, m.slug, m.group.slug, m.group.contact_email) for m in meetings),
    ]


def subscription(meetings, *, name):
    """Return the calendar file of many meetings as bytes, under a name that calendars show."""
    cal = _calendar()
    for field in ("name", "x-wr-calname"):
        cal.add(field, one_line(name))
    for field in ("refresh-interval", "x-published-ttl"):
        cal.add(field, vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"} if field[0] == "r" else None)
    for meeting in meetings:
        cal.add_component(_event(meeting))
    cal.add_missing_timezones()
    return cal.to_ical()


def addresses(path):
    """Return (an address that opens the calendar of a phone or computer, the same to copy) of a calendar."""
    whole = absolute(path)
    return f"webcal:{whole.partition(':')[2]}", whole


def name_of(group=None):
    """Return what a calendar of a group, or of the whole site, is called."""
    return group.name if group else _("%(site)s: all meetings") % {"site": settings.SITE_NAME}
