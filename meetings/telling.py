"""A meeting in plain words, for what leaves the site: previews, feeds, a message to a neighbour. Public facts alone."""

from django.utils.translation import gettext as _

from coproduction.mail import absolute
from coproduction.templatetags.look import ending
from coproduction.templatetags.when import moment


def in_short(meeting):
    """Return a meeting in one line: when, where, for whom and what it costs; or why it will not happen."""
    if meeting.state == meeting.State.CANCELLED:
        return _("This meeting will not happen. %(why)s") % {"why": meeting.cancel_reason}
    facts = {"when": moment(meeting.starts, meeting.ends), "costs": ending(meeting.costs)}
    facts |= {"where": ending(meeting.where), "who": ending(meeting.who_for)}
    return _plain(_("%(when)s. At %(where)s For %(who)s It costs %(costs)s") % facts)


def message(meeting):
    """Return the text people paste into a message: lines of plain words, with the address and the phone number."""
    group = meeting.group
    lines = [
        meeting.theme,
        moment(meeting.starts, meeting.ends),
        _("At %(where)s") % {"where": ending(meeting.where)},
        _("For %(who)s") % {"who": ending(meeting.who_for)},
        _("It costs %(costs)s") % {"costs": ending(meeting.costs)},
        meeting.kind_line,
        _("There: %(things)s.") % {"things": "; ".join(meeting.access_lines)} if meeting.access_lines else "",
        group.openness_reason or _("You do not need to have been before."),
        _("%(group)s. Ring %(phone)s, or look here:") % {"group": group.name, "phone": group.contact_phone},
        absolute(meeting.get_absolute_url()),
    ]
    return "\n".join(_plain(line) for line in lines if line)


def _plain(text):
    """Return `text` in one line without the spaces that hold words together on a page."""
    return " ".join(str(text).split())
