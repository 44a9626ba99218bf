"""The check of one meeting's notes: every text with its place, what was found in it, and what has been settled."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coproduction.models import Person as Account
from groups.models import JargonWord, Membership, Organisation, RecordRule
from meetings.models import AgendaItem, Attendance, Meeting, Paper

from . import attribution, consents, document
from .models import SILENT, Action, ConsensusNote, ItemOutcome, Point, Settlement, View

MODELS = {
    "meeting": (Meeting, ["theme", "venue", "town"]),
    "item": (AgendaItem, ["title", "blurb", "can_decide", "cannot_decide", "who_decides", "decide_by"]),
    "point": (Point, ["text"]),
    "note": (ConsensusNote, ["question", "text", "care"]),
    "view": (View, ["text", "how"]),
    "action": (Action, ["text"]),
    "outcome": (ItemOutcome, ["private_sentence"]),
    "paper": (Paper, ["title", "author_body", "summary", "link", "late_reason"]),
    "next": (Meeting, ["town"]),
    "word": (JargonWord, ["meaning"]),
}
"""Which fields of which rows the copies may show, by the first word of a place."""
FEW = 5
"""With fewer participants "some people" counts them (SN7)."""
FACTS = (":venue", ":town", ":meaning")
"""Texts that are not of the notes: where it was and will be, hard words. Only a name or a contact stops them."""
BESIDE = ("summary", "link", "inside", "late_reason")
"""Texts of papers that no copy holds: they can stop the notes, and allow no word in them (RC19)."""
INSIDE = 1500
"""Characters of the words inside a paper that are one place, or a little more: whole lines, short enough to look at."""


@dataclass(frozen=True)
class Place:
    """One text of the notes: where it stands, its words, and the rule it stands under."""

    key: str
    """Like "point:<id>:text"."""
    heading: str
    """What kind of text it is, in words: "Talked about", "To do"."""
    text: str
    rule: str
    item: int | None
    previous: str = ""
    fixed: bool = False
    """It is not these notes' to change: it can be settled here, and changed where it belongs."""

    @property
    def is_beside(self):
        """True for what is said of a paper, or in it, and in no copy."""
        kind, _pk, field, *_number = self.key.split(":")
        return kind == "paper" and field in BESIDE

    @property
    def digest(self):
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Marked:
    """A finding in its place, and how it was settled, if it was."""

    place: Place
    finding: attribution.Finding
    settlement: Settlement | None
    number: int = 0

    @property
    def is_open(self):
        return self.settlement is None

    @property
    def stops(self):
        """True while this finding keeps the notes from being signed."""
        return self.is_open and self.finding.level == "block"

    @property
    def may_be_another_person(self):
        """A name or initials can be marked "not that person" (OV3)."""
        return self.finding.rule == "RC1"

    @property
    def may_stay(self):
        """Hints may stay; so may blocks but a name, initials or a child, by a coordinator with a reason (OV4)."""
        return self.finding.level == "hint" or self.finding.rule not in ("RC1", "RC8")

    @property
    def may_be_said_yes_to(self):
        """Somebody's own words may stand when whoever said them said yes to them (OV2)."""
        return self.finding.kind == "quote"

    @property
    def key(self):
        return f"{self.place.key}@{self.finding.start}-{self.finding.end}-{self.finding.rule}"


def roster(meeting):
    """Return everybody a copy must not give away: participants, apologies, bookers, members, guests and bodies."""
    organisations = list(Organisation.objects.filter(group=meeting.group))
    shorts = {o.name.casefold(): o.shorts for o in organisations}
    people = [
        attribution.Person(
            name=row.called,
            role=row.role,
            organisation=row.organisation,
            short_names=shorts.get(row.organisation.casefold(), ()),
            email=row.email,
            phone=row.phone,
            present=bool(row.came),
        )
        for row in Attendance.objects.filter(meeting=meeting)
    ]
    accounts = Account.objects.filter(memberships__in=Membership.objects.filter(group=meeting.group))
    accounts |= Account.objects.filter(attendance__meeting=meeting)
    people += [
        attribution.Person(name=a.called, email=a.email or "", phone=a.phone, present=False)
        for a in accounts.distinct()
        if a.called or a.email
    ]
    return attribution.Roster(people=tuple(people), organisations=tuple((o.name, *o.shorts) for o in organisations))


def _place(kind, row, field, heading, rule, item, previous="", fixed=False):
    return Place(f"{kind}:{row.pk}:{field}", str(heading), getattr(row, field), rule, item, previous, fixed)


def places(minutes):
    """Return every text that a copy may show, in reading order, with its place and rule; empty ones are left out."""
    meeting = minutes.meeting
    found = [_place("meeting", meeting, "theme", _("What it is about"), meeting.record_rule, None)]
    if meeting.mode != Meeting.Mode.ONLINE:
        where = _("Where it was")
        found += [_place("meeting", meeting, field, where, meeting.record_rule, None) for field in ("venue", "town")]
    points, notes, actions = (
        list(minutes.points.all()),
        list(minutes.consensus_notes.prefetch_related("views")),
        list(minutes.actions.all()),
    )
    outcomes = {o.item_id: o for o in minutes.outcomes.all()}
    papers = list(Paper.objects.filter(item__meeting=meeting).for_members().select_related("item", "file"))
    noted = {row.item_id for row in [*points, *notes, *actions]}
    for item in meeting.items.all():
        rule = item.record_rule
        if item.kind in SILENT and item.pk not in noted:
            continue
        found.append(_place("item", item, "title", _("Heading"), rule, item.pk))
        if rule == RecordRule.CONFIDENTIAL:
            if item.pk in outcomes:
                outcome = outcomes[item.pk]
                found.append(_place("outcome", outcome, "private_sentence", _("The one sentence"), rule, item.pk))
            continue
        found += [_place("item", item, field, _("On the agenda"), rule, item.pk) for field in MODELS["item"][1][1:]]
        for paper in (p for p in papers if p.item_id == item.pk):
            found += _of_paper(paper)
        before = item.title
        for point in (p for p in points if p.item_id == item.pk):
            found.append(_place("point", point, "text", point.get_kind_display(), rule, item.pk, before))
            before = point.text
        for note in (n for n in notes if n.item_id == item.pk):
            found += [
                _place("note", note, field, note.get_outcome_display(), rule, item.pk) for field in MODELS["note"][1]
            ]
            for view in note.views.all():
                found += [_place("view", view, field, _("A view"), rule, item.pk) for field in MODELS["view"][1]]
        for action in (a for a in actions if a.item_id == item.pk):
            found.append(_place("action", action, "text", _("To do"), rule, item.pk))
    found += _facts(meeting, " ".join(place.text for place in found if not place.is_beside))
    return [place for place in found if place.text]


def places_of(row):
    """Return the texts of one row of the notes with their places, without a look at all the others."""
    kind = next(kind for kind, (model, _fields) in MODELS.items() if model is type(row))
    item = row.note.item if isinstance(row, View) else row.item
    before = ""
    if isinstance(row, Point):
        earlier = Point.objects.filter(item=item, position__lt=row.position).order_by("-position").first()
        before = earlier.text if earlier else item.title
    found = [_place(kind, row, field, "", item.record_rule, item.pk, before) for field in MODELS[kind][1]]
    return [place for place in found if place.text]


def _of_paper(paper):
    """Places of a paper: what copies name it by, what its page says, and the words inside one that everybody reads."""
    rule, item = paper.item.record_rule, paper.item_id
    fields = ["title", "summary", "late_reason"] + (["author_body"] if paper.shown_body else [])
    found = [_place("paper", paper, field, _("A paper"), rule, item) for field in fields]
    found.append(_place("paper", paper, "link", _("Where a paper is"), rule, item, fixed=True))
    if paper.public and paper.is_file:
        heading = _("Inside the paper “%(title)s”") % {"title": paper.title}
        for number, words in enumerate(_passages(paper.file.text)):
            found.append(Place(f"paper:{paper.pk}:inside:{number}", heading, words, rule, item, fixed=True))
    return found


def _passages(text):
    """Return a text in passages of whole lines."""
    found = [""]
    for line in text.splitlines(keepends=True):
        if len(found[-1]) > INSIDE:
            found.append("")
        found[-1] += line
    return found


def _facts(meeting, said):
    """Places that a copy adds to what was said: where the next meeting is, and what its hard words mean."""
    following = document.next_meeting(meeting)
    if following and following.mode != Meeting.Mode.ONLINE:
        yield _place("next", following, "town", _("The next meeting"), meeting.record_rule, None, fixed=True)
    for word in JargonWord.objects.used_in(said, meeting.group):
        heading = _("Hard word: %(word)s") % {"word": word.word}
        yield _place("word", word, "meaning", heading, meeting.record_rule, None, fixed=word.group_id is None)


def settlements(minutes):
    """Return those that count: what a yes has settled is open again when the yes is taken back."""
    rows = list(minutes.settlements.standing())
    if any(row.reason == Settlement.Reason.CONSENT for row in rows):
        named = tuple(f"{row.place}:" for row in consents.standing(minutes))
        rows = [row for row in rows if row.reason != Settlement.Reason.CONSENT or row.place.startswith(named)]
    return rows


def find(minutes, *, among=None, known=None):
    """Run the check over all places. Returns the list of Marked findings in reading order, numbered from 1.

    among, known: what `places` and `roster` returned, where they were asked already.
    """
    known = known or roster(minutes.meeting)
    group = minutes.meeting.group
    settled = {(s.place, s.digest, s.start, s.end, s.rule): s for s in settlements(minutes)}
    few = minutes.meeting.attendances.came().count() < FEW
    # One that was taken into the notes is not kept apart any more: what is found here was copied by hand.
    sent_in = tuple(minutes.meeting.passed_on_views.values_list("text", flat=True))
    marked = []
    for place in places(minutes) if among is None else among:
        findings = attribution.check(
            place.text,
            known,
            record_rule=place.rule,
            previous=place.previous,
            sensitive=group.sensitive,
            own_contact=tuple(c for c in (group.contact_phone, group.contact_email) if c),
            few=few,
            views=sent_in,
        )
        for finding in findings:
            if place.key.endswith(FACTS) and finding.rule not in ("RC1", "RC13"):
                continue
            if place.is_beside and place.fixed and finding.rule not in ("RC1", "RC8", "RC13"):
                continue
            settlement = settled.get((place.key, place.digest, finding.start, finding.end, finding.rule))
            marked.append(Marked(place, finding, settlement, len(marked) + 1))
    return marked


def ledger(minutes, known):
    """Return how often each token of the register may stand in the notes' own texts, as a Counter by token.

    Allowed are occurrences in texts where the check found nothing to stop (an ordinary word in small letters, a body
    as a subject) or where a person settled it. What is still open is not allowed, so the file is refused (F14).
    """
    allowed = Counter()
    among = places(minutes)
    marked = find(minutes, among=among, known=known)
    for place in (place for place in among if not place.is_beside):
        stopping = [m.finding for m in marked if m.place.key == place.key and m.stops]
        for occurrence in attribution.occurrences(place.text, known):
            if not any(f.start < occurrence.end and occurrence.start < f.end for f in stopping):
                allowed[occurrence.token] += 1
    return allowed


def row_of(minutes, key):
    """Return (row, field) for a place that can be changed here, or (None, "") when there is none of that key now."""
    if not any(place.key == key and not place.fixed for place in places(minutes)):
        return None, ""
    kind, pk, field = key.split(":")
    return MODELS[kind][0].objects.get(pk=pk), field
