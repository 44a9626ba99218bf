"""What goes on at the next meeting.

Open actions of earlier meetings stand on the next agenda by themselves, until they are done or dropped. What there was
no time for, what comes back at every meeting, and what still has something to be done comes there once more as an item
of its own. So does what a sub-group will report to its main group. What is agreed while a meeting is on stands on its
big screen. None of it ever says a name.
"""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Group, RecordRule
from meetings import agenda
from meetings.models import AgendaItem, CarriedItem, Meeting

from . import attribution, checking
from .models import Action, ConsensusNote, ItemOutcome, Point

REPORT_MINUTES = 10


@agenda.carries
def open_actions(meeting):
    # Which meetings is said on its own, so that the database looks at those of the family and not at every one before.
    family = Group.objects.filter(Q(pk=meeting.group_id) | Q(parent=meeting.group_id))
    before = Meeting.objects.filter(group__in=family.values("pk"), starts__lt=meeting.starts)
    rows = (
        Action.objects.open()
        .filter(item__meeting__in=before.values("pk"))
        .filter(
            Q(item__meeting__group=meeting.group)
            | Q(report_to_parent=True, item__meeting__group__parent=meeting.group_id)
        )
        .select_related("minutes__meeting__group")
        .order_by("due", "item__meeting__starts", "position")
    )
    public = set(rows.public().values_list("pk", flat=True))
    return [
        agenda.Carried(
            text=row.text,
            due=row.due,
            state=row.state,
            url=reverse("minutes:progress", args=[row.minutes.meeting.group.slug, row.minutes.meeting.slug, row.pk]),
            public=row.pk in public,
        )
        for row in rows
    ]


def item_key(item):
    return f"item:{item.pk}"


def report_key(action):
    return f"report:{action.pk}"


@agenda.brings
def items_to_come_again(group, but):
    """Return the topics of meetings that are over and come again, oldest first, as agenda.Brought.

    Of things that are still to be done only the last meeting's: older ones stand among the open actions alone.
    """
    last = group.meetings.over().first()
    again = Exists(ItemOutcome.objects.filter(item=OuterRef("pk"), left=ItemOutcome.Left.AGAIN))
    to_do = Exists(Action.objects.open().filter(item=OuterRef("pk"), item__meeting=last))
    held = Q(meeting__state=Meeting.State.HELD) & (Q(again=True) | Q(recurring=True) | Q(to_do=True))
    called_off = Q(meeting__state=Meeting.State.CANCELLED, recurring=True, brought=None)
    topics = AgendaItem.objects.filter(meeting__group=group, kind=AgendaItem.Kind.TOPIC)
    rows = topics.annotate(again=again, to_do=to_do).filter(held | called_off)
    rows = rows.select_related("meeting__group").order_by("meeting__starts", "position", "pk")
    return [_brought(row) for row in rows if item_key(row) not in but]


def _brought(item):
    why = CarriedItem.Why
    if item.again:
        reason = why.NOT_REACHED
    else:
        reason = why.OPEN_ACTION if item.to_do and not item.recurring else why.RECURRING
    return agenda.Brought(
        key=item_key(item),
        why=reason,
        come_from=item.meeting,
        minutes=item.minutes,
        record_rule=item.record_rule,
        recurring=item.recurring,
        **_safe_words(item),
    )


def _safe_words(item):
    """Return the words of an item that may stand on a public agenda again.

    Until a meeting begins its agenda is public, and after that words may be put in that nobody has checked: those that
    could tell who somebody is stay behind. Of a private item nothing goes along; those who run the group know it.
    """
    if item.record_rule == RecordRule.CONFIDENTIAL:
        return {"title": _("Something private")}
    roster = checking.roster(item.meeting)

    def safe(words):
        found = attribution.check(words, roster, record_rule=item.record_rule) if words else []
        return "" if any(finding.level == "block" for finding in found) else words

    scope = {name: safe(getattr(item, name)) for name in AgendaItem.SCOPE}
    return {"title": safe(item.title) or _("Something from last time"), "blurb": safe(item.blurb), "scope": scope}


@agenda.brings
def reports(group, but):
    """Return what the sub-groups of `group` will report, as agenda.Brought, each action once."""
    to_report = Action.objects.exclude(state=Action.State.DROPPED).filter(
        report_to_parent=True, minutes__meeting__group__parent=group
    )
    rows = list(to_report.select_related("minutes__meeting__group").order_by("minutes__meeting__starts", "position"))
    public = set(rows and to_report.public().values_list("pk", flat=True))
    return [
        agenda.Brought(
            key=report_key(row),
            why=CarriedItem.Why.REPORT,
            come_from=row.minutes.meeting,
            title=report_title(row, row.pk in public),
            blurb=_("Someone from the group will report."),
            minutes=REPORT_MINUTES,
            record_rule=group.record_rule,
        )
        for row in rows
        if report_key(row) not in but
    ]


def report_title(action, public):
    """Return what the main group's agenda says of a report: the words of the action only when everybody can read them.

    Until then, and again while they are corrected, it says which group reports and nothing else.
    """
    title = _("Report from %(group)s") % {"group": action.minutes.meeting.group.name}
    if public:
        title = f"{title}: {action.text}"
    limit = AgendaItem._meta.get_field("title").max_length
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


@agenda.agrees
def agreed_so_far(meeting):
    """What was agreed, by the agenda. Nobody has checked these words yet, so any with a name are held back."""
    seen = {"item__meeting": meeting}
    points = Point.objects.filter(kind=Point.Kind.AGREED, **seen).exclude(item__record_rule=RecordRule.CONFIDENTIAL)
    notes = ConsensusNote.objects.filter(**seen).exclude(item__record_rule=RecordRule.CONFIDENTIAL)
    rows = [(row.item.position, row.position, row.text, True) for row in points.select_related("item")]
    rows += [(row.item.position, row.position, row.text, row.is_agreed) for row in notes.select_related("item")]
    known = checking.roster(meeting) if rows else None
    return [
        agenda.Agreed("" if _points_at_somebody(text, known) else text, is_agreed)
        for _item, _row, text, is_agreed in sorted(rows, key=lambda row: row[:2])
    ]


def _points_at_somebody(text, known):
    """Would the check stop these words for a name, initials, or a way to reach somebody? Whatever their rule."""
    found = attribution.check(text, known, record_rule=RecordRule.CHATHAM_HOUSE)
    return any(finding.level == "block" and finding.rule in ("RC1", "RC13") for finding in found)
