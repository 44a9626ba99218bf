"""What changed of a plan, said to each person from what they know of it.

`Attendance.told` holds the plan somebody knows while it is another by now: what was last true before the first change
they have not been told of. It is kept with the booking and not with the message, which says what changed when it
leaves. So two changes make one message that is right, and one that was taken back before it left makes none.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from coproduction import outbox
from coproduction.models import Notice
from coproduction.templatetags.look import ending
from coproduction.templatetags.when import moment
from groups.models import RecordRule

from .models import Attendance, Meeting

PLAIN = ["mode", "venue", "town", "language", "access", "record_rule"]
JOINING = ["online_link", "dial_in"]


@dataclass(frozen=True)
class Change:
    """One thing that is another now, in words for the person it is told to."""

    what: str
    sentence: str


def facts(meeting):
    """Return what people are told of when it changes, as plain values to keep."""
    kept = {name: getattr(meeting, name) for name in [*PLAIN, *JOINING]}
    kept |= {"starts": meeting.starts.isoformat(), "ends": meeting.ends.isoformat(), "features": meeting.features}
    kept["items"] = {str(item.pk): str(item.record_rule) for item in meeting.items.all()}
    return kept


def remember(meeting, before):
    """Keep for everybody who is coming what they know, unless a change they have not been told of is kept already.

    before: the facts before this change. For a caller that holds the row of the meeting.
    """
    rows = meeting.attendances.coming()
    mails = Notice.objects.filter(kind="changed", subject=outbox.key(meeting)).order_by("pk")
    last = dict(mails.values_list("recipient", "state"))  # the last one of each wins
    done = (Notice.State.SENT, Notice.State.CANCELLED)
    waits = [outbox.pk_of(recipient) for recipient, state in last.items() if state not in done]
    knows = Q(told__isnull=True) | ~Q(pk__in=waits) & Q(ring_about=Attendance.RingAbout.NOTHING)
    rows.filter(knows).update(told={**before, "at": timezone.now().isoformat()})


def of(attendance, meeting, *, show_links=False):
    """Return what is another than this person knows, as a list of Change."""
    told = attendance.told
    if not told:
        return []
    now = facts(meeting)
    was = Meeting(
        **{name: told[name] for name in PLAIN},
        **dict.fromkeys(told["features"], True),
        starts=parse_datetime(told["starts"]),
        ends=parse_datetime(told["ends"]),
    )
    pairs = [
        (_("When:"), moment(was.starts, was.ends), moment(meeting.starts, meeting.ends)),
        (_("Where:"), _at(was), _at(meeting)),
        (_("Language:"), was.get_language_display(), meeting.get_language_display()),
        (_("What may be shared:"), was.get_record_rule_display(), meeting.get_record_rule_display()),
        *_of_items(meeting, told),
    ]
    found = [Change(what, _it_was(old, new)) for what, old, new in pairs if old != new]
    gone = [line for line in was.access_lines if line not in meeting.access_lines]
    new = [line for line in meeting.access_lines if line not in was.access_lines]
    if gone:
        found.append(Change(_("Not there any more:"), _listed(gone)))
    if new:
        found.append(Change(_("New there:"), _listed(new)))
    if show_links and any(told[name] != now[name] for name in JOINING):
        found.append(Change(_("How to join from home:"), _("it is another way now. Use the one below.")))
    return found


def _at(meeting):
    return _("at %(where)s") % {"where": ending(meeting.where).rstrip(".")}


def _it_was(old, new):
    return _("it was %(old)s. Now it is %(new)s.") % {"old": old, "new": new}


def _listed(lines):
    return "; ".join(str(line).rstrip(".") for line in lines) + "."


def _of_items(meeting, told):
    """Yield the items whose own rule is another, but for those that went along with the meeting's."""
    for item in meeting.items.all():
        old = told["items"].get(str(item.pk), item.record_rule)
        if (old, item.record_rule) != (told["record_rule"], meeting.record_rule):
            what = _("What may be shared of “%(title)s”:") % {"title": item.title}
            yield what, RecordRule(old).label, item.get_record_rule_display()


def matters(before, after, *, knew_links):
    """Is there anything people who booked have to be told? knew_links: were they told how to join from home?"""
    left = [] if knew_links else JOINING
    return any(before[name] != after[name] for name in before if name not in left)


def another_may_have_left(notice, told):
    """May a message have left since `told` that says something else, this one on an earlier try included?

    Then a change that was taken back is told too: somebody may hold a message that is wrong by now.
    """
    since = Q(state=Notice.State.SENT, sent__gte=parse_datetime(told["at"]))
    tried = Q(attempts__gt=1) | Q(attempts=1) & ~Q(state=Notice.State.CANCELLED)
    others = Notice.objects.filter(recipient=notice.recipient, subject=notice.subject).exclude(pk=notice.pk)
    unsure = tried & ~Q(state=Notice.State.SENT)
    return notice.attempts > 0 or others.filter(since | unsure).exists()
