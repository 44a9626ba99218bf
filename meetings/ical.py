"""A meeting as a calendar file: no attendees, no organiser but the group's own address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from coproduction.mail import absolute, one_line


def calendar(meeting):
    """Return the calendar file of one meeting as bytes. The same meeting gives the same bytes whoever comes."""
    cal = Calendar()
    cal.add("prodid", "-//Co-production//Meetings//EN")
    cal.add("version", "2.0")
    cal.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{meeting.group.slug}-{meeting.slug}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("summary", one_line(meeting.theme))
    event.add("dtstart", timezone.localtime(meeting.starts))
    event.add("dtend", timezone.localtime(meeting.ends))
    event.add("dtstamp", meeting.announced_at or meeting.starts)
    event.add("location", one_line(str(meeting.where)))
    event.add("url", absolute(meeting.get_absolute_url()))
    event.add("status", "CANCELLED" if meeting.state == meeting.State.CANCELLED else "CONFIRMED")
    if meeting.group.contact_email:
        event["organizer"] = vCalAddress(f"mailto:{meeting.group.contact_email}")
    cal.add_component(event)
    cal.add_missing_timezones()
    return cal.to_ical()


def file_name(meeting):
    return f"{meeting.group.slug}-{meeting.slug}.ics"
