"""Notes being written, what was agreed, who does what next, and the minutes that were issued."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group, RecordRule
from meetings.models import AgendaItem, Attendance, Meeting

POINT_LIMIT = 5_000
"""Characters in one point; a longer paste is split, nothing dropped."""
NOTES_LIMIT = 200_000
"""Bytes in the notes of one meeting."""
SILENT = (AgendaItem.Kind.HELLO, AgendaItem.Kind.BREAK, AgendaItem.Kind.LAST_NOTES)
"""Kinds of items that stand in no copy unless something was written down in them."""


def words_digest(words):
    """Return the SHA-256 of words, to see later whether they are still the same."""
    return hashlib.sha256(words.encode()).hexdigest()


class MinutesQuerySet(models.QuerySet):
    def published(self):
        """Minutes of which everybody can read a copy, also while a correction is being written."""
        return self.filter(pk__in=IssuedCopy.objects.in_reach().filter(audience="public").values("minutes"))

    def run_by(self, person):
        return self.filter(meeting__group__in=Group.objects.run_by(person))


class Minutes(models.Model):
    """The record of one meeting: notes while they are written, minutes once they are checked."""

    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        CHECKING = "checking", _("being checked")
        CIRCULATED = "circulated", _("with the people who were there")
        AGREED = "agreed", _("with the group")
        PUBLISHED = "published", _("public")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Correction(models.TextChoices):
        WORDING = "wording", _("some wording")
        FACT = "fact", _("a date, a number or a fact")
        VIEW = "view", _("a view that was missing")
        PERSON = "person", _("something that could point at a person")

    MOVES = {
        State.WRITING: [State.CHECKING],
        State.CHECKING: [State.WRITING, State.CIRCULATED],
        State.CIRCULATED: [State.WRITING, State.AGREED],
        State.AGREED: [State.WRITING, State.PUBLISHED, State.WITHDRAWN],
        State.PUBLISHED: [State.WRITING, State.WITHDRAWN],
        State.WITHDRAWN: [],
    }

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="record")
    state = models.CharField(max_length=12, choices=State, default=State.WRITING)
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every change of the words.")
    version = models.PositiveSmallIntegerField(default=1, help_text="Of the issued copies.")
    note_takers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    band = models.CharField(max_length=60, blank=True, help_text="How many took part, frozen at the first issue.")
    first_checked_at = models.DateTimeField(null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    window_ends = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    correction = models.CharField(
        _("what kind of thing changed"), max_length=8, choices=Correction, blank=True, help_text=_("Never what it was.")
    )
    meeting_agreed_on = models.DateField(null=True, blank=True, help_text="When the next meeting agreed them.")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["writing", "checking"])
                | Q(circulated_at__isnull=False, window_ends__isnull=False),
                name="circulated_minutes_have_a_window",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "published"]) | Q(agreed_at__isnull=False),
                name="agreed_minutes_have_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="withdrawn_minutes_have_a_date"
            ),
        ]

    def __str__(self):
        return f"notes of {self.meeting}"

    def can_become(self, state):
        return state in self.MOVES[self.State(self.state)]

    @property
    def is_open(self):
        """True while the words can be changed without taking anything back."""
        return self.state == self.State.WRITING

    @property
    def can_be_changed(self):
        """False once they are public or withdrawn: then a correction makes a new version."""
        return self.state not in (self.State.PUBLISHED, self.State.WITHDRAWN)


class Point(models.Model):
    """One thing that was discussed, noted, agreed or asked for, or a worry. It has no speaker."""

    class Kind(models.TextChoices):
        DISCUSSED = "discussed", _("Talked about")
        AGREED = "agreed", _("Agreed")
        ASKED = "asked", _("Asked for")
        CONCERN = "concern", _("Worry")
        NOTED = "noted", _("Noted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="points")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="points")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DISCUSSED)
    text = models.TextField(max_length=POINT_LIMIT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class ConsensusNote(models.Model):
    """A question the meeting asked itself, where it got to, and every view there was."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("We agreed")
        CAUTIONS = "cautions", _("We agreed, with a word of care")
        NOT_YET = "not_yet", _("Not agreed yet: we go on talking")
        ALL_VIEWS = "all_views", _("Not agreed: here are all the views")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="consensus_notes")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="consensus_notes")
    position = models.PositiveIntegerField()
    question = models.CharField(_("the question"), max_length=300, blank=True)
    outcome = models.CharField(_("where we got to"), max_length=10, choices=Outcome, default=Outcome.AGREED)
    text = models.TextField(_("what was agreed"), max_length=POINT_LIMIT)
    care = models.TextField(_("a word of care"), max_length=600, blank=True)
    no_other_views = models.BooleanField(_("we asked, and there were no other views"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return f"consensus {self.pk}"

    @property
    def is_agreed(self):
        return self.outcome in (self.Outcome.AGREED, self.Outcome.CAUTIONS)


class View(models.Model):
    """One view beside what was agreed, in its own words, without whose it was and how many held it."""

    class Place(models.TextChoices):
        RAISED = "raised", _("not placed yet")
        BUILT_IN = "built_in", _("Built in")
        RECORDED = "recorded", _("Kept as it is")
        MORE_WORK = "more_work", _("Needs more work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(ConsensusNote, models.CASCADE, related_name="views")
    position = models.PositiveIntegerField()
    text = models.TextField(max_length=POINT_LIMIT)
    place = models.CharField(max_length=10, choices=Place, default=Place.RAISED)
    how = models.CharField(_("how"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return f"view {self.pk}"


class LeftOut(models.Model):
    """A view that the copies do not show, to protect a person, and why. The copies say that something is left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="left_out")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+")
    note = models.ForeignKey(ConsensusNote, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=POINT_LIMIT, blank=True, help_text="Kept as long as earlier wordings are.")
    why = models.CharField(_("why it is left out"), max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="what_is_left_out_says_why")]

    def __str__(self):
        return f"left out {self.pk}"


class ItemOutcome(models.Model):
    """Beside the points of an item: were other views asked for, was there time for it, what may a private one show."""

    class Left(models.TextChoices):
        AGAIN = "again", _("We did not get to this. It comes on the next agenda.")
        LEFT = "left", _("We did not get to this. It does not come again.")
        NOTHING = "nothing", _("We talked about it. There is nothing to write down.")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="outcomes")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="outcome")
    no_other_views = models.BooleanField(default=False)
    private_sentence = models.CharField(_("the one sentence the notes may give"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    left = models.CharField(_("why nothing is written down"), max_length=8, choices=Left, blank=True)

    def __str__(self):
        return f"outcome of item {self.item_id}"


class ActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=[Action.State.OPEN, Action.State.STARTED])

    def of_group(self, group):
        return self.filter(item__meeting__group=group)

    def led_or_helped_by(self, person):
        return self.filter(Q(lead__person=person) | Q(helpers__person=person)).distinct()

    def to_chip_in(self, person):
        """Open ones of meetings the person came to, that somebody else leads: once the notes are signed, none private.

        Before that nobody reads the words but those who write and check them.
        """
        signed = [Minutes.State.CIRCULATED, Minutes.State.AGREED, Minutes.State.PUBLISHED]
        came = Attendance.objects.came().filter(person=person).values("meeting")
        rows = self.open().filter(minutes__meeting__in=came, minutes__state__in=signed)
        rows = rows.exclude(item__record_rule=RecordRule.CONFIDENTIAL)
        return rows.exclude(lead__in=Attendance.objects.filter(person=person))

    def how_far(self, minutes):
        """Return {id of minutes: (done, all)} of the public ones of these minutes, without what was dropped."""
        rows = self.public().filter(minutes__in=minutes).exclude(state=Action.State.DROPPED).values("minutes")
        counted = rows.annotate(done=Count("pk", filter=Q(state=Action.State.DONE)), every=Count("pk"))
        return {row["minutes"]: (row["done"], row["every"]) for row in counted}

    def public(self):
        """Those whose words everybody can read in a public copy: no private item, no notes that are being corrected.

        While a correction is written, the rows hold words that nobody has checked yet.
        """
        out = Minutes.objects.published().filter(state=Minutes.State.PUBLISHED)
        return self.filter(minutes__in=out).exclude(item__record_rule=RecordRule.CONFIDENTIAL)


class Action(models.Model):
    """Something that will be done after the meeting: one lead, any number of helpers, shown outside without names."""

    class State(models.TextChoices):
        OPEN = "open", _("Agreed")
        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    class Shown(models.TextChoices):
        VOLUNTEER = "volunteer", _("A volunteer from the group")
        GROUP = "group", _("The group")
        CONTACT = "contact", _("The group’s coordinator")
        FEEDBACK = "feedback", _("Someone from the group will report")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="actions")
    position = models.PositiveIntegerField()
    text = models.TextField(max_length=POINT_LIMIT)
    due = models.DateField(_("by when"), null=True, blank=True)
    lead = models.ForeignKey(Attendance, models.SET_NULL, null=True, blank=True, related_name="leads")
    helpers = models.ManyToManyField(Attendance, blank=True, related_name="helps")
    shown_as = models.CharField(_("who, in the notes"), max_length=10, choices=Shown, default=Shown.VOLUNTEER)
    report_to_parent = models.BooleanField(_("report it to the main group"), default=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    state_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(state_reason=""), name="a_dropped_action_says_why"
            )
        ]
        indexes = [
            models.Index(fields=["item"], name="minutes_actions_open", condition=Q(state__in=["open", "started"]))
        ]

    def __str__(self):
        return f"action {self.pk}"

    @property
    def is_open(self):
        return self.state in (self.State.OPEN, self.State.STARTED)


class ActionUpdate(models.Model):
    """How something to do went on: for who leads it, who chips in and those who run the group. It names nobody."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    day = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=8, choices=Action.State, blank=True, help_text="What it became, if it changed.")
    words = models.CharField(_("what has happened"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="") | ~Q(words=""), name="an_update_of_an_action_says_something")
        ]

    def __str__(self):
        return f"update {self.pk}"


class Revision(models.Model):
    """An earlier wording, kept while the notes are being written and deleted after they are issued. Nobody's name."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="revisions")
    place = models.CharField(max_length=60, help_text="Which row, like point:<id>.")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"revision {self.pk}"


class Change(models.Model):
    """Which line a revision of the notes changed, so that a page that was away can catch up. Nobody's name."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    line = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "revision"], name="one_change_a_revision")]

    def __str__(self):
        return f"revision {self.revision} of {self.minutes_id}"


class Save(models.Model):
    """What became of one save that a page sent, so that the same save sent twice counts once. Nobody's name."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("kept")
        CONFLICT = "conflict", _("somebody else changed the line meanwhile")
        GONE = "gone", _("somebody else took the line out meanwhile")

    key = models.UUIDField(primary_key=True, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="saves")
    digest = models.CharField(max_length=64, help_text="Of what was sent.")
    outcome = models.CharField(max_length=8, choices=Outcome)
    version = models.PositiveIntegerField(help_text="The line's, after it.")

    def __str__(self):
        return f"save {self.pk}"


class DeviceLock(models.Model):
    """The two keys for what a note-taker's device holds back until it can be sent.

    Anybody's page may lock with the public key. The private one goes to the signed-in page of its person alone. With
    the row gone, what a lost device still holds can be read by nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="locks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    public = models.JSONField()
    private = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="one_lock_a_person_and_minutes")]

    def __str__(self):
        return f"lock {self.pk}"


class Writing(models.Model):
    """An open page of the notes and where its person writes just now; forgotten when the meeting is closed (DC2)."""

    page = models.UUIDField(primary_key=True, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="open_pages")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, related_name="+")
    line = models.CharField(max_length=60, blank=True)
    seen = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"page {self.pk}"


class How(models.TextChoices):
    """How somebody gave their yes."""

    SITE = "site", _("on this site")
    PHONE = "phone", _("by phone")
    PERSON = "person", _("face to face")
    WRITING = "writing", _("in writing")


HEARD = [How.PHONE, How.PERSON, How.WRITING]
"""The ways of a yes that somebody else wrote down."""


class SettlementQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(taken_back=None)

    def yeses(self):
        """The yes of whoever said it to their own words, without who that was (OV2)."""
        return self.standing().filter(reason=Settlement.Reason.SAID_YES)


class Settlement(models.Model):
    """What a person decided about one finding of the check: by position and code, never the words."""

    class Reason(models.TextChoices):
        OTHER_PERSON = "other_person", _("It is somebody who was not there")
        PLACE = "place", _("It is a place or a building")
        THING = "thing", _("It is an ordinary word or a thing")
        TITLE = "title", _("It is the name of a report, a law or a service")
        CONSENT = "consent", _("They said yes to being named here")
        SAID_YES = "said_yes", _("Whoever said it said yes to these very words")
        ACCEPTED = "accepted", _("It can stay as it is")

    NOT_THAT_PERSON = [Reason.OTHER_PERSON, Reason.PLACE, Reason.THING, Reason.TITLE]

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="settlements")
    place = models.CharField(max_length=80, help_text="Which text, like point:<id>.")
    digest = models.CharField(
        max_length=64, help_text="Of the text it was decided on; another text needs another look."
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=6)
    reason = models.CharField(max_length=14, choices=Reason)
    note = models.CharField(_("why it can stay"), max_length=300, blank=True)
    how = models.CharField(max_length=7, choices=How, blank=True, help_text="Of a yes to a quotation: never whose.")
    said_on = models.DateField(null=True, blank=True, help_text="The day of that yes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_back = models.DateTimeField(null=True, blank=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "place", "digest", "start", "end", "rule"],
                condition=Q(taken_back=None),
                name="a_finding_is_settled_once",
            ),
            models.CheckConstraint(condition=~Q(reason="accepted") | ~Q(note=""), name="what_stays_says_why"),
            models.CheckConstraint(
                condition=~Q(reason="said_yes") | (~Q(how="") & Q(said_on__isnull=False)),
                name="a_yes_to_a_quotation_says_how_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.rule} at {self.place}"


class ConsentQuerySet(models.QuerySet):
    def open(self):
        """Neither taken back nor replaced by a later yes."""
        return self.filter(ended=None)


class Consent(models.Model):
    """Somebody said yes to being named at one place of the notes, in these words. The row itself is in no copy."""

    class Audience(models.TextChoices):
        GROUP = "group", _("In the group copy alone")
        BOTH = "both", _("In the group copy and in the public copy")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="consents")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="consents")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="consents")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="consents")
    wording = models.CharField(max_length=230, help_text="As it is printed.")
    audience = models.CharField(max_length=5, choices=Audience)
    how = models.CharField(max_length=7, choices=How)
    digest = models.CharField(max_length=64, help_text="Of the words it stands beside; other words need another yes.")
    given = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True, help_text="Taken back, or replaced by a later yes.")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action=None, item__isnull=False) | Q(action__isnull=False, item=None),
                name="a_consent_is_for_one_place",
            ),
            models.UniqueConstraint(fields=["action"], condition=Q(ended=None), name="one_open_consent_an_action"),
            models.UniqueConstraint(
                fields=["item", "attendance"], condition=Q(ended=None), name="one_open_consent_a_presenter_and_item"
            ),
        ]

    def __str__(self):
        return f"consent {self.pk}"

    @property
    def place(self):
        """Where it counts, like "action:<id>": the beginning of the key of the texts there."""
        return f"action:{self.action_id}" if self.action_id else f"item:{self.item_id}"

    @property
    def holds(self):
        """True while the words, who leads and the rule are those that the yes was given for."""
        if self.ended is not None:
            return False
        if self.action_id:
            same = self.action.lead_id == self.attendance_id and self.action.item.record_rule != RecordRule.CONFIDENTIAL
            return same and self.digest == words_digest(self.action.text)
        return self.item.record_rule == RecordRule.ON_RECORD and self.digest == words_digest(self.item.title)


class SignOff(models.Model):
    """A second person read it all, answered the four questions, and said it may go out."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sign_offs")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="Of the copy that was read.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    remark = models.CharField(max_length=600, blank=True)
    alone = models.BooleanField(
        default=False, help_text="Whoever signed took the notes too; the copies do not say two."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "revision"], name="one_sign_off_a_revision")]

    def __str__(self):
        return f"sign-off of {self.minutes_id}, revision {self.revision}"


class Objection(models.Model):
    """Somebody who was there asks for a change. Who it was is not kept."""

    class Kind(models.TextChoices):
        ME = "me", _("Somebody could tell it was me")
        MISSING = "missing", _("My view is not there")
        WRONG = "wrong", _("This is wrong")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ME)
    text = models.TextField(max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("what was done"), max_length=600, blank=True)

    class Meta:
        ordering = ["settled_at", "id"]

    def __str__(self):
        return f"objection {self.pk}"


class MakingQuerySet(models.QuerySet):
    def open(self):
        """Neither done nor refused."""
        return self.filter(ended=None)

    def free(self, now):
        """Open, and in nobody's hands: not taken yet, or by a worker that was gone before it was through."""
        return self.open().filter(Q(lease_until=None) | Q(lease_until__lt=now))


class Making(models.Model):
    """A step somebody asked for, while the files it needs are being made: how far it is, and what came of it."""

    class Step(models.TextChoices):
        SIGN = "sign", _("signing the notes")
        AGREE = "agree", _("making the group copy")
        PUBLISH = "publish", _("making the notes public")
        DRAFT_GROUP = "draft-group", _("making a draft of the group copy")
        DRAFT_PUBLIC = "draft-public", _("making a draft of the public copy")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="makings")
    step = models.CharField(max_length=12, choices=Step)
    revision = models.PositiveIntegerField(help_text="The one the page showed.")
    remark = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Nobody: it came due by itself.",
    )
    asked = models.DateTimeField(default=timezone.now)
    files_made = models.PositiveSmallIntegerField(default=0)
    files_needed = models.PositiveSmallIntegerField()
    claim = models.CharField(max_length=43, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True, help_text="Why it was refused, in sentences; empty when done.")
    content = models.BinaryField(null=True, help_text="The finished draft.")

    objects = MakingQuerySet.as_manager()

    class Meta:
        ordering = ["asked"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "step"], condition=Q(ended=None), name="one_making_of_a_step_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.step} of {self.minutes_id}"

    @property
    def is_done(self):
        return self.ended is not None and not self.reasons

    @property
    def is_draft(self):
        return self.step in (self.Step.DRAFT_GROUP, self.Step.DRAFT_PUBLIC)

    @property
    def audience(self):
        """Of the one copy this makes; signing tries both and has none."""
        copies = {self.Step.AGREE: "group", self.Step.DRAFT_GROUP: "group"}
        return copies.get(self.step, "" if self.step == self.Step.SIGN else "public")


class IssuedCopyQuerySet(models.QuerySet):
    def in_reach(self):
        """Copies that can be read; not those that a newer version replaced or that were withdrawn."""
        return self.filter(taken_back=None)

    def for_everybody(self):
        """The public copies that can be read, newest first: the only words of notes that lists and feeds may show."""
        return self.in_reach().filter(audience=IssuedCopy.Audience.PUBLIC).order_by("-issued_on", "-pk")

    def for_feed(self):
        """The same with the few words of the frozen document that a feed needs, and no more of it."""
        words = {name: KeyTransform(name, "document") for name in ("title", "theme", "in_short")}
        return self.for_everybody().select_related("minutes__meeting__group").defer("document").annotate(**words)


class IssuedCopy(models.Model):
    """One copy that left the room, for its readers: the frozen document that its page and all its files say."""

    class Audience(models.TextChoices):
        GROUP = "group", _("Group copy")
        PUBLIC = "public", _("Public copy")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="copies")
    audience = models.CharField(max_length=8, choices=Audience)
    version = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    document = models.JSONField()
    words = models.TextField(
        blank=True, default="", db_default="", help_text="What people wrote in a public copy, to look for."
    )
    agreed = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Things that a public copy says so of."
    )
    taken_back = models.DateTimeField(null=True, blank=True)

    objects = IssuedCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "issued copies"
        constraints = [
            models.UniqueConstraint(fields=["minutes", "audience", "version"], name="one_copy_an_audience_and_version")
        ]
        indexes = [
            models.Index(
                fields=["-issued_on", "-id"],
                name="minutes_copies_for_everybody",
                condition=Q(audience="public", taken_back=None),
            )
        ]

    def __str__(self):
        return f"{self.audience} copy {self.pk}, version {self.version}"


class IssuedFile(models.Model):
    """One finished file of a copy, as it was made and read again, and what proves that it was this one."""

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        LARGE = "large", _("PDF in large print")
        DOCX = "docx", _("Word")
        TXT = "txt", _("plain words")
        JSON = "json", _("data")

    copy = models.ForeignKey(IssuedCopy, models.CASCADE, related_name="files")
    format = models.CharField(max_length=5, choices=Format)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "format"], name="one_file_a_copy_and_format")]

    def __str__(self):
        return self.file_name
