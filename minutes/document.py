"""The frozen document: all that a copy of the minutes holds, for one audience, decided before any template sees it.

`build` reads the notes and never the register. Under the Chatham House Rule its result is a function of the notes
alone, and of what people said yes to (`names`): their name on one action, or as presenter of an item on the record.
People who said yes to being listed, and the band of how many took part, must then be empty.
"""

from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.templatetags.when import day, day_year, span
from groups.models import JargonWord, RecordRule
from meetings.models import Paper

from .models import SILENT, Action, IssuedCopy, Point

GROUP, PUBLIC = IssuedCopy.Audience.GROUP.value, IssuedCopy.Audience.PUBLIC.value


@dataclass(frozen=True)
class Yes:
    """The words in which somebody said they may be named at one place, and whether in the public copy too (OV1)."""

    words: str
    public: bool


@dataclass(frozen=True)
class Names:
    """What the register may add: who said yes to being listed and the band of SN2, or to being named at one place."""

    attended: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    band: str = ""
    leads: dict = field(default_factory=dict)
    """{id of an action: Yes}"""
    presenters: dict = field(default_factory=dict)
    """{id of an item on the record: tuple of Yes}"""

    def without_lists(self):
        """Return what stays where nobody is listed and nobody counted."""
        return Names(leads=self.leads, presenters=self.presenters)

    def for_readers(self, audience):
        """Return what stays for the readers of one copy: who said yes to the group copy alone is in no other."""
        if audience == GROUP:
            return self
        presenters = {pk: tuple(yes for yes in said if yes.public) for pk, said in self.presenters.items()}
        leads = {pk: yes for pk, yes in self.leads.items() if yes.public}
        return replace(self, leads=leads, presenters={pk: said for pk, said in presenters.items() if said})


@dataclass(frozen=True)
class ViewLine:
    text: str
    place: str
    """Where it went, in words: "Built in", "Kept as it is", "Needs more work"; empty on a draft when not placed."""
    how: str = ""


@dataclass(frozen=True)
class Agreement:
    label: str
    """Words above it: "We agreed", "Not agreed yet: we go on talking"…"""
    agreed: bool
    question: str
    text: str
    care: str
    views: tuple[ViewLine, ...]
    no_other_views: bool


@dataclass(frozen=True)
class Passage:
    """Points of one kind under one heading."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class PaperLine:
    """A paper that people could read for an item."""

    title: str
    body: str
    """The organisation it is from, in an item that is on the record; else empty."""
    address: str
    """Of its page on this site, as a whole; "" where the day of the meeting is not told. No file holds a link (F8)."""

    @property
    def words(self):
        """What a copy says of it: its title, whose it is, and where one can read it."""
        title = _("“%(title)s”") % {"title": self.title}
        if self.body:
            title = _("%(title)s, from %(body)s") % {"title": title, "body": self.body}
        return f"{title}: {self.address or _('ask us for it.')}"


@dataclass(frozen=True)
class Item:
    title: str
    blurb: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    note: str = ""
    """A sentence about the item's own rule, like "This item was on the record."; else empty."""
    presented: str = ""
    """A sentence that names who presented it, where they said yes; else empty."""
    papers: tuple[PaperLine, ...] = ()
    passages: tuple[Passage, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    no_other_views: bool = False


@dataclass(frozen=True)
class ActionLine:
    text: str
    who: str
    by: str
    state: str


@dataclass(frozen=True)
class NextMeeting:
    when: str
    where: str


@dataclass(frozen=True)
class Document:
    audience: str
    draft: bool
    group: str
    group_slug: str
    title: str
    """The file's title: "{Group}: notes, {date}"."""
    theme: str
    met: str
    """One sentence: when and where."""
    rule: str
    rule_name: str
    statement: str
    in_short: tuple[tuple[str, str], ...]
    """Lines of (first words in bold, the rest)."""
    attended: tuple[str, ...]
    apologies: tuple[str, ...]
    took_part: str
    items: tuple[Item, ...]
    private_items: str
    """One sentence when private items are not shown at all; else empty."""
    actions: tuple[ActionLine, ...]
    next_meeting: NextMeeting | None
    words: tuple[tuple[str, str], ...]
    contact: str
    site: str
    host: str
    copy_name: str
    """"Group copy" or "Public copy"."""
    version: int
    issued: str
    """The date in words, "" on a draft."""
    issued_on: str
    """The same as yyyy-mm-dd, "" on a draft."""
    checked: str
    agreed_by_meeting: str
    corrected: str = ""
    """On a later version: what kind of thing changed, never what it was."""
    left_out: str = ""
    """One sentence when views are left out to protect a person (OV5), never which; else empty."""
    language: str = "en-GB"
    file_stem: str = ""
    """The file name without its ending (F2)."""


def to_json(document):
    """Return the document as plain dicts and lists; `from_json` brings it back equal."""
    return asdict(document)


def from_json(data):
    """Return the Document that `to_json` made `data` from."""
    tuples = lambda rows: tuple(tuple(row) for row in rows)  # noqa: E731
    items = tuple(
        Item(
            **{
                **item,
                "scope": tuples(item["scope"]),
                "papers": tuple(PaperLine(**paper) for paper in item.get("papers", ())),
                "passages": tuple(Passage(p["heading"], tuple(p["points"])) for p in item["passages"]),
                "agreements": tuple(
                    Agreement(**{**a, "views": tuple(ViewLine(**v) for v in a["views"])}) for a in item["agreements"]
                ),
            }
        )
        for item in data["items"]
    )
    return Document(
        **{
            **data,
            "in_short": tuples(data["in_short"]),
            "attended": tuple(data["attended"]),
            "apologies": tuple(data["apologies"]),
            "items": items,
            "actions": tuple(ActionLine(**a) for a in data["actions"]),
            "next_meeting": NextMeeting(**data["next_meeting"]) if data["next_meeting"] else None,
            "words": tuples(data["words"]),
        }
    )


# --- building ---------------------------------------------------------------------------------------------------------

ORDER = [
    (Point.Kind.DISCUSSED, gettext_lazy("We talked about")),
    (Point.Kind.NOTED, gettext_lazy("We noted")),
    (Point.Kind.AGREED, gettext_lazy("We all agreed")),
    (Point.Kind.ASKED, gettext_lazy("We asked for")),
    (Point.Kind.CONCERN, gettext_lazy("A worry")),
]
"""The order of the passages of an item and the words above them."""


def file_rule(meeting, items):
    """Return the rule the whole file follows for who was there: the closest of the meeting and its items (RM7).

    A private item shows nothing of its own and does not change what the rest may show.
    """
    rules = [RecordRule(meeting.record_rule)]
    rules += [RecordRule(item.record_rule) for item in items if item.record_rule != RecordRule.CONFIDENTIAL]
    return max(rules, key=lambda rule: rule.closeness)


def band(number):
    """Return how many took part in the words of SN2: under 10 only that, from 10 to the nearest 5; "" for nobody."""
    if number <= 0:
        return ""
    if number < 10:
        return _("Fewer than 10 people took part.")
    return _("About %(number)s people took part.") % {"number": 5 * ((number + 2) // 5)}


def contact_line(group):
    parts = [group.contact_role, group.contact_phone]
    return ", ".join(part for part in parts if part)


def statement(rule, audience, contact):
    """Return the words under the title that say what was kept out, and how to ask for a change (4.11)."""
    ask = _("If you think someone could be recognised, tell us and we will look at it straight away: %(contact)s.") % {
        "contact": contact
    }
    if rule == RecordRule.CHATHAM_HOUSE:
        said = _(
            "These notes say what was discussed, agreed and asked. The group meets under the Chatham House Rule, so "
            "they do not say who was there or who said what. You may share them."
        )
    elif rule == RecordRule.NAMES_LISTED and audience == GROUP:
        said = _(
            "These notes say what was discussed, agreed and asked. They list people who came and said yes to that. "
            "They do not say who said what."
        )
    elif rule == RecordRule.NAMES_LISTED:
        said = _(
            "These notes say what was discussed, agreed and asked. They do not say who said what. You may share them."
        )
    else:
        said = _(
            "This meeting was on the record. Organisations and people in office may be named. Members of the public "
            "are named only if they said yes."
        )
    return f"{said} {ask}"


def _met(meeting, audience, sensitive):
    if audience == PUBLIC and sensitive:
        date = formats.date_format(timezone.localdate(meeting.starts), "F Y")
        return _("We met in %(month)s.") % {"month": date}
    if meeting.mode == meeting.Mode.ONLINE:
        place = _("by video call or phone")
    else:
        where = _("in %(town)s") % {"town": meeting.town}
        if audience == GROUP and meeting.venue:
            where = _("at %(venue)s, %(town)s") % {"venue": meeting.venue, "town": meeting.town}
        by_call = _("%(where)s, and by video call or phone") % {"where": where}
        place = by_call if meeting.mode == meeting.Mode.HYBRID else where
    return _("We met on %(date)s, %(span)s, %(place)s.") % {
        "date": day_year(meeting.starts),
        "span": span(meeting.starts, meeting.ends),
        "place": place,
    }


def _agreement(note, left_out):
    views = tuple(
        ViewLine(view.text, "" if view.place == view.Place.RAISED else str(view.get_place_display()), view.how)
        for view in note.views.all()
    )
    return Agreement(
        label=str(note.get_outcome_display()),
        agreed=note.is_agreed,
        question=note.question,
        text=note.text,
        care=note.care,
        views=views,
        no_other_views=note.no_other_views and not views and not left_out,
    )


def presented_by(said):
    """Return the sentence that names who presented an item. said: a tuple of Yes; "" for nobody."""
    people = "; ".join(yes.words for yes in said)
    return _("Presented by %(people)s.") % {"people": people} if people else ""


def named(document):
    """Return the words of a document that name somebody by their own yes: under "Who", and as presenters."""
    with translation.override(document.language.lower()):
        ours = {str(label) for label in Action.Shown.labels}
    contact = f"{document.contact}, ".casefold()
    who = [line.who for line in document.actions]
    who = [words for words in who if words not in ours and not contact.startswith(f"{words.casefold()}, ")]
    return [*who, *(item.presented for item in document.items if item.presented)]


def _papers(meeting, audience):
    """Return {id of an item: its papers for these readers}: for everybody those that everybody may read (4.3)."""
    papers = Paper.objects.filter(item__meeting=meeting).for_list()
    found = {}
    for paper in papers.for_members() if audience == GROUP else papers.for_everybody():
        address = settings.SITE_URL + reverse("meetings:paper", args=[meeting.group.slug, meeting.slug, paper.number])
        if audience == PUBLIC and meeting.group.sensitive:
            address = ""  # it holds the day
        found.setdefault(paper.item_id, []).append(PaperLine(paper.title, paper.shown_body, address))
    return {pk: tuple(lines) for pk, lines in found.items()}


def _item(item, audience, meeting_rule, rows, presenters, papers):
    rule = RecordRule(item.record_rule)
    if rule == RecordRule.CONFIDENTIAL:
        outcome = rows.outcomes.get(item.pk)
        note = outcome.private_sentence if outcome and outcome.private_sentence else _("This item was private.")
        return Item(title=item.title, note=note)
    points = rows.points.get(item.pk, [])
    passages = tuple(
        Passage(str(heading), tuple(p.text for p in points if p.kind == kind))
        for kind, heading in ORDER
        if any(p.kind == kind for p in points)
    )
    agreements = tuple(_agreement(note, note.pk in rows.left_out) for note in rows.consensus.get(item.pk, []))
    outcome = rows.outcomes.get(item.pk)
    agreed_points = any(p.kind == Point.Kind.AGREED for p in points)
    empty = not passages and not agreements
    if empty and not rows.actions.get(item.pk) and item.kind in SILENT:
        return None
    note = ""
    if rule == RecordRule.ON_RECORD and meeting_rule != RecordRule.ON_RECORD:
        note = _("This item was on the record.")
    elif empty and item.kind == item.Kind.OPEN_SPACE:
        note = _("Nothing was brought this time.")
    elif empty and not rows.actions.get(item.pk):
        note = str(outcome.get_left_display()) if outcome and outcome.left else _("We did not get to this.")
    return Item(
        title=item.title,
        blurb=item.blurb if item.kind == item.Kind.TOPIC else "",
        scope=tuple((str(label), words) for label, words in item.scope),
        note=note,
        presented=presented_by(presenters.get(item.pk, ())),
        papers=papers.get(item.pk, ()),
        passages=passages,
        agreements=agreements,
        no_other_views=bool(agreed_points and outcome and outcome.no_other_views) and item.pk not in rows.left_out_at,
    )


SHORT = 160
"""Characters that a line of "In short" may have; what is longer stands in its item alone."""


def _in_short(rows):
    """Return at most four short lines: two things agreed, one asked for, one that goes on; none when only one fits."""
    consensus = [note for notes in rows.consensus.values() for note in notes]
    points = [point for points in rows.points.values() for point in points]
    agreed = [n.text for n in consensus if n.is_agreed] + [p.text for p in points if p.kind == Point.Kind.AGREED]
    asked = [p.text for p in points if p.kind == Point.Kind.ASKED]
    going_on = [n.question or n.text for n in consensus if n.outcome == n.Outcome.NOT_YET]

    def first(texts, number):
        return [text for text in texts if len(text) <= SHORT][:number]

    lines = [(_("We agreed:"), text) for text in first(agreed, 2)]
    lines += [(_("We asked for:"), text) for text in first(asked, 1)]
    lines += [(_("We go on talking:"), text) for text in first(going_on, 1)]
    return tuple(lines) if len(lines) > 1 else ()


def _checked(minutes):
    """Return who checked it: two people, unless whoever took the notes signed them too, where the group allows that."""
    signed = minutes.sign_offs.filter(revision=minutes.revision).first()
    alone = signed.alone if signed else minutes.meeting.group.one_person_checks
    return _("Checked before sharing.") if alone else _("Checked by two people before sharing.")


def _corrected(minutes):
    if minutes.version == 1 or not minutes.correction:
        return ""
    return _("This version corrects %(what)s.") % {"what": minutes.get_correction_display()}


def shown_as(action, group):
    """Return who does it, in words that tell nobody (AO2): chosen by a person, never worked out from who leads."""
    if action.shown_as == Action.Shown.CONTACT:
        return group.contact_role[:1].upper() + group.contact_role[1:]
    return str(action.get_shown_as_display())


@dataclass(frozen=True)
class _Rows:
    """The notes of one meeting by item, without the private ones."""

    points: dict
    consensus: dict
    actions: dict
    outcomes: dict
    left_out: tuple
    """Of each view that is left out, the consensus note it stood beside, or None."""
    left_out_at: tuple
    """The same by item."""


def _rows(minutes, items):
    open_items = {item.pk for item in items if item.record_rule != RecordRule.CONFIDENTIAL}

    def by_item(queryset):
        found = {item.pk: [] for item in items}
        for row in queryset:
            if row.item_id in open_items:
                found[row.item_id].append(row)
        return {pk: rows for pk, rows in found.items() if rows}

    left_out = [row for row in minutes.left_out.all() if row.item_id in open_items]
    return _Rows(
        points=by_item(minutes.points.all()),
        consensus=by_item(minutes.consensus_notes.prefetch_related("views")),
        actions=by_item(minutes.actions.all()),
        outcomes={outcome.item_id: outcome for outcome in minutes.outcomes.all()},
        left_out=tuple(row.note_id for row in left_out),
        left_out_at=tuple(row.item_id for row in left_out),
    )


def _left_out(rows):
    """Say that views are left out; one or several, but never how many more."""
    if len(rows.left_out) == 1:
        return _("One view is not included to protect a person.")
    return _("Some views are not included to protect people.") if rows.left_out else ""


def next_meeting(meeting):
    """Return the meeting that the copies announce, or None."""
    return meeting.group.meetings.coming_up().filter(starts__gt=meeting.starts).first()


def _next_meeting(meeting):
    following = next_meeting(meeting)
    if following is None:
        return None
    place = following.town if following.mode != following.Mode.ONLINE else _("by video call or phone")
    if following.mode == following.Mode.HYBRID:
        place = _("%(town)s, or by video call or phone") % {"town": following.town}
    when = f"{day_year(following.starts)}, {span(following.starts, following.ends)}"
    return NextMeeting(when=when, where=str(place))


def build(minutes, audience, *, names=None, draft=False, issued=None):
    """Return the frozen Document of one copy, from the notes alone.

    minutes: the record. audience: GROUP or PUBLIC. names: what people said yes to. Lists and numbers are refused under
    the Chatham House Rule, and presenters of items that are not on the record (ValueError), so that no caller can slip
    them in. issued: the date of issue; None on a draft.
    """
    meeting, group = minutes.meeting, minutes.meeting.group
    items = list(meeting.items.all())
    rule = file_rule(meeting, items)
    names = (names or Names()).for_readers(audience)
    if rule == RecordRule.CHATHAM_HOUSE and names != names.without_lists():
        raise ValueError("Under the Chatham House Rule a copy lists and counts nobody.")
    if not names.presenters.keys() <= {item.pk for item in items if item.record_rule == RecordRule.ON_RECORD}:
        raise ValueError("Somebody is named as presenter only where the item is on the record.")
    if rule == RecordRule.NAMES_LISTED and audience == PUBLIC:
        names = replace(names, attended=(), apologies=())
    rows = _rows(minutes, items)
    papers = _papers(meeting, audience)
    shown = [(item, _item(item, audience, rule, rows, names.presenters, papers)) for item in items]
    private = [item for item in items if item.record_rule == RecordRule.CONFIDENTIAL]
    private_items = ""
    if audience == PUBLIC and private:
        shown = [(item, line) for item, line in shown if item.record_rule != RecordRule.CONFIDENTIAL]
        private_items = _("One item was confidential.") if len(private) == 1 else _("Some items were confidential.")
    lines = tuple(line for _row, line in shown if line)
    actions = tuple(
        ActionLine(
            text=action.text,
            who=names.leads[action.pk].words if action.pk in names.leads else shown_as(action, group),
            by=day(action.due, today=timezone.localdate(meeting.starts)) if action.due else "",
            state=str(action.get_state_display()),
        )
        for item in items
        for action in rows.actions.get(item.pk, [])
    )
    date = timezone.localdate(meeting.starts)
    sensitive = group.sensitive and audience == PUBLIC
    said_date = formats.date_format(date, "F Y" if sensitive else "j F Y")
    contact = contact_line(group)
    copy_name = str(IssuedCopy.Audience(audience).label)
    agreed = minutes.meeting_agreed_on
    document = Document(
        audience=audience,
        draft=draft,
        group=group.name,
        group_slug=group.slug,
        title=_("%(group)s: notes, %(date)s") % {"group": group.name, "date": said_date},
        theme=meeting.theme,
        met=_met(meeting, audience, group.sensitive),
        rule=rule.value,
        rule_name=str(rule.label),
        statement=statement(rule, audience, contact),
        in_short=_in_short(rows),
        attended=names.attended,
        apologies=names.apologies,
        took_part=names.band,
        items=lines,
        private_items=private_items,
        left_out=_left_out(rows),
        actions=actions,
        next_meeting=_next_meeting(meeting),
        words=(),
        contact=contact,
        site=settings.SITE_NAME,
        host=settings.HOST_NAME,
        copy_name=copy_name,
        version=minutes.version,
        issued=day_year(issued) if issued else "",
        issued_on=issued.isoformat() if issued else "",
        corrected=_corrected(minutes),
        checked="" if draft else _checked(minutes),
        agreed_by_meeting=_("The group agreed it on %(date)s.") % {"date": day_year(agreed)} if agreed else "",
        file_stem="{}-notes-{}-{}-v{}".format(
            group.slug, date.strftime("%Y-%m" if sensitive else "%Y-%m-%d"), audience, minutes.version
        ),
    )
    if named(document) and rule != RecordRule.ON_RECORD:
        told = _("Somebody is named only where they said yes to it.")
        document = replace(document, statement=f"{document.statement} {told}")
    return replace(document, words=_hard_words(document, group))


def texts(document):
    """Yield every text of the document that a person wrote, in reading order."""
    yield document.theme
    for item in document.items:
        yield item.title
        yield item.blurb
        yield from (words for _label, words in item.scope)
        yield from (words for paper in item.papers for words in (paper.title, paper.body))
        yield item.note
        for passage in item.passages:
            yield from passage.points
        for agreement in item.agreements:
            yield from (agreement.question, agreement.text, agreement.care)
            for view in agreement.views:
                yield from (view.text, view.how)
    yield from (action.text for action in document.actions)


def _hard_words(document, group):
    used = JargonWord.objects.used_in(" ".join(texts(document)), group)
    return tuple((row.word, row.meaning) for row in used)


# --- finding it again -------------------------------------------------------------------------------------------------
def found_by(document):
    """Return what lists and the search know of a copy, as fields of IssuedCopy; nothing of one that is not public."""
    if document.audience != PUBLIC:
        return {}
    lines = dict.fromkeys(" ".join(text.split()) for text in texts(document))  # each once, in reading order
    return {"words": "\n".join(line for line in lines if line), "agreed": agreed_in(document)}


def agreed_in(document):
    """Return how many things the document says were agreed."""
    with translation.override(document.language.lower()):
        heading = str(dict(ORDER)[Point.Kind.AGREED])
    notes = sum(agreement.agreed for item in document.items for agreement in item.agreements)
    passages = (passage for item in document.items for passage in item.passages if passage.heading == heading)
    return notes + sum(len(passage.points) for passage in passages)
