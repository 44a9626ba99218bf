"""What has to be booked weeks before a meeting, and by which day. It tells those who run it, and stops nobody."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coproduction.templatetags.when import day

from .models import Meeting

WEEKS = {"bsl": (6, 8), "captions": (3, 4)}
"""How many weeks before they are usually booked, at the latest and better. Sources: interpreters' own booking terms."""
WHO = {
    "bsl": gettext_lazy("a British Sign Language interpreter"),
    "captions": gettext_lazy("somebody who writes captions"),
}
TWO_FROM = dt.timedelta(minutes=45)
"""A meeting longer than this needs two interpreters, who take turns."""


@dataclass(frozen=True)
class Ahead:
    """One thing to book."""

    late: bool
    """True when it is later than people usually book."""
    words: str
    """What to do, in a few sentences."""


def to_book(meeting):
    """Return what is to be booked for a meeting to come, as a list of Ahead; nothing once it has begun or is off."""
    if meeting.state not in (Meeting.State.DRAFT, Meeting.State.ANNOUNCED) or meeting.starts <= timezone.now():
        return []
    return [_of(meeting, name) for name in WEEKS if getattr(meeting, name)]


def _of(meeting, name):
    latest, better = WEEKS[name]
    today, date = timezone.localdate(), timezone.localdate(meeting.starts)
    facts = {"who": WHO[name], "latest": latest, "better": better, "away": _away((date - today).days)}
    facts |= {"by": day(date - dt.timedelta(weeks=better)), "last": day(date - dt.timedelta(weeks=latest))}
    late = today > date - dt.timedelta(weeks=latest)
    if late:
        words = _(
            "You say there is %(who)s. People usually book %(latest)s to %(better)s weeks before, by %(last)s at the "
            "latest, and this meeting is %(away)s. If nobody is booked yet, ring today, ask for one by video, or think "
            "of a later day. If there will be none, change what you say is there, and ring those who count on it."
        )
    elif today > date - dt.timedelta(weeks=better):
        words = _(
            "Book %(who)s now, by %(last)s at the latest: people usually book %(latest)s to %(better)s weeks before."
        )
    else:
        words = _("Book %(who)s by %(by)s: people usually book %(latest)s to %(better)s weeks before.")
    said = words % facts
    if name == "bsl" and meeting.ends - meeting.starts > TWO_FROM:
        said += " " + _("For a meeting as long as this there are two, who take turns.")
    return Ahead(late, said)


def _away(days):
    if days <= 0:
        return _("today")
    if days < 14:
        return ngettext("%(days)s day away", "%(days)s days away", days) % {"days": days}
    weeks = days // 7
    return ngettext("%(weeks)s week away", "%(weeks)s weeks away", weeks) % {"weeks": weeks}
