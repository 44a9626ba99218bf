"""Meetings and what stands on their agenda."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractHour
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.templatetags.when import day
from groups.models import MEETING_RULES, Group, RecordRule

ROOM_STAYS_OPEN = timedelta(hours=3)
"""How long after its planned end a meeting still takes what people send from the room: for the way home."""
LINKS_BEFORE = timedelta(days=1)
"""How long before the start people who booked are shown how to join from home."""
WEEK_AFTER = timedelta(days=7)
"""How long after a meeting people who booked can say by their own link whether they were there."""
SERIES_IN_SIGHT = timedelta(weeks=5)
"""How far ahead drafts of a series stand among the meetings somebody runs; all stand on the page of the series."""
EVENING = 17
"""The hour, here, from which a meeting that starts is one of the evening."""
LONGEST = timedelta(days=2)
"""No form takes a meeting as long as this, so one that has not ended started no longer ago: the list starts there."""


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everything that has been announced; drafts only for those who run the group."""
        shown = ~Q(state=Meeting.State.DRAFT)
        if person.is_authenticated:
            shown |= Q(group__in=Group.objects.run_by(person))
        return self.filter(shown)

    def coming_up(self):
        """Announced meetings that have not ended, soonest first."""
        now = timezone.now()
        set_up = self.filter(state__in=[Meeting.State.ANNOUNCED, Meeting.State.UNDER_WAY])
        return set_up.filter(ends__gt=now, starts__gt=now - LONGEST).order_by("starts", "pk")

    def after(self, starts, pk):
        """Those that follow in a list with the soonest first; the row itself may have moved or gone."""
        return self.filter(starts__gte=starts).filter(Q(starts__gt=starts) | Q(pk__gt=pk))

    def before(self, starts, pk):
        """Those that follow in a list with the latest first."""
        return self.filter(starts__lte=starts).filter(Q(starts__lt=starts) | Q(pk__lt=pk))

    def in_the_evening(self):
        return self._by_hour().filter(hour_here__gte=EVENING)

    def in_the_daytime(self):
        return self._by_hour().filter(hour_here__lt=EVENING)

    def _by_hour(self):
        # Django asks in the zone of the moment, which a page could change; a clock in a hall does not.
        return self.alias(hour_here=ExtractHour("starts", tzinfo=timezone.get_default_timezone()))

    def from_home(self):
        return self.exclude(mode=Meeting.Mode.ROOM)

    def in_person(self):
        return self.exclude(mode=Meeting.Mode.ONLINE)

    def near(self, place):
        """Those one can walk into at a place as people type it: part of the town, the venue or the group's area."""
        there = Q(town__icontains=place) | Q(venue__icontains=place)
        return self.in_person().filter(there | Q(group__in=Group.objects.filter(area__icontains=place)))

    def of_group_called(self, words):
        """Those of groups with these words in their name. Their numbers come first, so that an index serves."""
        return self.filter(group__in=list(Group.objects.filter(name__icontains=words).values_list("pk", flat=True)))

    def with_features(self, names):
        """Those that have every one of these; see Meeting.FEATURES."""
        return self.filter(**dict.fromkeys(names, True))

    def over(self):
        """Meetings that took place, latest first."""
        return self.filter(state=Meeting.State.HELD).order_by("-starts", "-pk")

    def without_far_drafts_of_series(self):
        """All but drafts of a series that are weeks away and have no theme yet: a year of them would hide the rest."""
        far = timezone.now() + SERIES_IN_SIGHT
        return self.exclude(state=Meeting.State.DRAFT, theme="", series_day__isnull=False, starts__gt=far)

    def announced(self):
        """What everybody was told of, also what was called off since."""
        return self.exclude(state=Meeting.State.DRAFT).exclude(announced_at=None)

    def for_list(self):
        return self.select_related("group")


class Meeting(models.Model):
    """One evening (or morning) on which a group comes together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        UNDER_WAY = "under_way", _("under way")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("will not happen")

    MOVES = {
        State.DRAFT: [State.ANNOUNCED],
        State.ANNOUNCED: [State.UNDER_WAY, State.CANCELLED],
        State.UNDER_WAY: [State.HELD],
        State.HELD: [],
        State.CANCELLED: [],
    }

    class Mode(models.TextChoices):
        ROOM = "room", _("in a room")
        HYBRID = "hybrid", _("in a room, and by video call or phone")
        ONLINE = "online", _("by video call or phone")

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        WORKSHOP = "workshop", _("Workshop")
        VISIT = "visit", _("Visit")
        DROP_IN = "drop_in", _("Drop-in")

    class Language(models.TextChoices):
        """What is spoken. Each also in its own words, for whoever looks for theirs."""

        EN = "en", _("English")
        AR = "ar", _("Arabic (العربية)")
        BN = "bn", _("Bengali (বাংলা)")
        BSL = "bsl", _("British Sign Language")
        FA = "fa", _("Persian (فارسی)")
        GU = "gu", _("Gujarati (ગુજરાતી)")
        PA = "pa", _("Punjabi (ਪੰਜਾਬੀ)")
        PL = "pl", _("Polish (polski)")
        PT = "pt", _("Portuguese (português)")
        RO = "ro", _("Romanian (română)")
        SO = "so", _("Somali (Soomaali)")
        UK = "uk", _("Ukrainian (українська)")
        UR = "ur", _("Urdu (اردو)")
        CY = "cy", _("Welsh (Cymraeg)")

    FEATURES = {
        "step_free": _("No steps"),
        "accessible_toilet": _("An accessible toilet"),
        "hearing_loop": _("A hearing loop"),
        "bsl": _("A British Sign Language interpreter"),
        "captions": _("Captions: what is said, in writing"),
        "quiet_room": _("A quiet room"),
    }
    """What people look for before they can come, by the name of its field."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    slug = models.SlugField(max_length=20)
    theme = models.CharField(_("what it is about"), max_length=150, blank=True)
    who_for = models.CharField(_("who it is for"), max_length=300)
    starts = models.DateTimeField(_("start"))
    ends = models.DateTimeField(_("end"))
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ROOM)
    venue = models.CharField(_("place and street"), max_length=200, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    getting_there = models.TextField(_("getting there"), max_length=600, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING, db_default="meeting")
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.EN, db_default="en")
    step_free = models.BooleanField(FEATURES["step_free"], default=False, db_default=False)
    accessible_toilet = models.BooleanField(FEATURES["accessible_toilet"], default=False, db_default=False)
    hearing_loop = models.BooleanField(FEATURES["hearing_loop"], default=False, db_default=False)
    bsl = models.BooleanField(FEATURES["bsl"], default=False, db_default=False)
    captions = models.BooleanField(FEATURES["captions"], default=False, db_default=False)
    quiet_room = models.BooleanField(FEATURES["quiet_room"], default=False, db_default=False)
    access = models.TextField(_("what you have there"), max_length=800, blank=True, help_text=_("One thing a line."))
    online_link = models.URLField(_("video link"), max_length=300, blank=True)
    dial_in = models.CharField(_("phone number and code to join"), max_length=120, blank=True)
    costs = models.CharField(_("what it costs"), max_length=200, default=_("nothing."))
    expect = models.TextField(_("what to expect"), max_length=800, blank=True)
    offered = models.TextField(
        _("what is offered"), max_length=800, blank=True, db_default="", help_text=_("One thing a line.")
    )
    meets_you = models.CharField(_("who will meet you"), max_length=300, blank=True, db_default="")
    record_rule = models.CharField(max_length=20, choices=MEETING_RULES, default=RecordRule.CHATHAM_HOUSE)
    capacity = models.PositiveSmallIntegerField(_("how many people fit in"), null=True, blank=True)
    kept_places = models.PositiveSmallIntegerField(
        _("how many of these places are kept back"),
        default=0,
        db_default=0,
        help_text="For people who book by phone or have not come before; given out by those who run the meeting.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    entered_afterwards = models.BooleanField(default=False)
    cancel_reason = models.CharField(_("why it will not happen"), max_length=300, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Rises when day, hour or place change, for calendars."
    )
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When what calendars show last changed.")
    room_code = models.CharField(
        max_length=8, null=True, blank=True, unique=True, help_text="Of its short address for phones; none while shut."
    )
    papers_so_far = models.PositiveSmallIntegerField(default=0, help_text="So that no number is given twice.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "slug"], name="one_meeting_an_address"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="a_cancelled_meeting_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(theme=""), name="only_a_draft_does_not_say_what_it_is_about"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="a_meeting_has_room_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kept_places=0) | Q(capacity__isnull=False, capacity__gte=F("kept_places")),
                name="kept_places_are_some_of_all",
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts", "id"],
                name="meetings_coming_up",
                condition=Q(state__in=["announced", "under_way"]),
            ),
            models.Index(
                fields=["group", "starts", "id"],
                name="meetings_of_a_group_coming_up",
                condition=Q(state__in=["announced", "under_way"]),
            ),
            models.Index(fields=["starts", "id"], name="meetings_over", condition=Q(state="held")),
            models.Index(fields=["group", "starts", "id"], name="meetings_of_a_group_over", condition=Q(state="held")),
            models.Index(fields=["starts", "id"], name="meetings_to_be_seen", condition=~Q(state="draft")),
            models.Index(fields=["-announced_at", "-id"], name="meetings_newly_announced", condition=~Q(state="draft")),
            *(
                models.Index(
                    fields=["starts", "id"],
                    name=f"meetings_with_{name}",
                    condition=Q(state__in=["announced", "under_way"], **{name: True}),
                )
                for name in (
                    "bsl",
                    "captions",
                    "hearing_loop",
                )  # few have them, and who needs them looks for nothing else
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.slug})"

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.group.slug, self.slug])

    @property
    def title(self):
        """What it is about, or that nobody has said so yet: for pages that show drafts."""
        return self.theme or str(_("No theme yet"))

    @property
    def room_path(self):
        """The short address for phones in the room, while it has one."""
        return reverse("meetings:room", args=[self.room_code]) if self.room_code else ""

    def can_become(self, state):
        return state in self.MOVES[self.State(self.state)]

    @property
    def local_start(self):
        return timezone.localtime(self.starts)

    @property
    def local_end(self):
        return timezone.localtime(self.ends)

    @property
    def is_over(self):
        return self.state == self.State.HELD

    @property
    def has_begun(self):
        """True once the meeting started, by its button or by the clock: from then on its rule only tightens."""
        if self.state in (self.State.UNDER_WAY, self.State.HELD):
            return True
        return self.state == self.State.ANNOUNCED and timezone.now() >= self.starts

    @property
    def takes_bookings(self):
        return self.state == self.State.ANNOUNCED and timezone.now() < self.ends

    @property
    def hears_the_room(self):
        """True from the start until three hours after the planned end: people can send something from the room."""
        heard = self.has_begun and not self.entered_afterwards
        return heard and timezone.now() < self.ends + ROOM_STAYS_OPEN

    @property
    def asks_who_was_there(self):
        """True from the start until a week after the end, for people who booked."""
        return self.has_begun and not self.entered_afterwards and timezone.now() < self.ends + WEEK_AFTER

    @property
    def shows_links(self):
        """True when people who booked may see how to join from home: from a day before the start to the end."""
        ahead = self.mode != self.Mode.ROOM and self.state in (self.State.ANNOUNCED, self.State.UNDER_WAY)
        return ahead and self.starts - LINKS_BEFORE <= timezone.now() < self.ends + ROOM_STAYS_OPEN

    @property
    def told_at(self):
        """When what calendars and feeds show of it last changed."""
        return self.changed_at or self.announced_at or self.starts

    @property
    def minutes_long(self):
        return int((self.ends - self.starts) / timedelta(minutes=1))

    @property
    def kind_line(self):
        """What kind of meeting it is and what is spoken, where that is not what most people expect; else ""."""
        said = [self.get_kind_display()] if self.kind != self.Kind.MEETING else []
        said += [_("In %(language)s") % {"language": self.get_language_display()}] if self.language != "en" else []
        return ". ".join(str(words) for words in [*said, ""]).strip()

    @property
    def features(self):
        """The names of what there is of FEATURES."""
        return [name for name in self.FEATURES if getattr(self, name)]

    @property
    def access_lines(self):
        """What people find there: what can be looked for, then what was written besides, nothing twice."""
        found = [str(self.FEATURES[name]) for name in self.features]
        written = [line.strip() for line in self.access.splitlines() if line.strip()]
        return found + [line for line in written if line.casefold() not in {words.casefold() for words in found}]

    @property
    def offered_lines(self):
        return [line.strip() for line in self.offered.splitlines() if line.strip()]

    @property
    def where(self):
        """Where it is, as the end of a sentence that begins with "At": for the meeting page and messages."""
        if self.mode == self.Mode.ONLINE:
            return _("home, by video call or phone")
        place = ", ".join(part for part in (self.venue, self.town) if part)
        return _("%(place)s, or by video call or phone") % {"place": place} if self.mode == self.Mode.HYBRID else place


class AgendaItem(models.Model):
    """One thing the meeting will talk about, and what became of it."""

    class Kind(models.TextChoices):
        HELLO = "hello", _("hello")
        LAST_NOTES = "last_notes", _("notes of the last meeting")
        TOPIC = "topic", _("something to talk about")
        BREAK = "break", _("break")
        OPEN_SPACE = "open_space", _("open space")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TOPIC)
    title = models.CharField(_("title"), max_length=150)
    blurb = models.CharField(_("one sentence about it"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how many minutes"), default=20)
    record_rule = models.CharField(max_length=20, choices=RecordRule, default=RecordRule.CHATHAM_HOUSE)
    can_decide = models.CharField(_("we can decide"), max_length=300, blank=True)
    cannot_decide = models.CharField(_("we cannot decide"), max_length=300, blank=True)
    who_decides = models.CharField(_("who decides that"), max_length=300, blank=True)
    decide_by = models.CharField(_("by when"), max_length=120, blank=True)
    recurring = models.BooleanField(_("it comes back at every meeting"), default=False)

    SCOPE = ["can_decide", "cannot_decide", "who_decides", "decide_by"]
    """The fields of the scope panel."""

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="an_item_takes_some_minutes"),
        ]

    def __str__(self):
        return self.title

    @property
    def stands_fixed(self):
        """Hello stands first and open space last; nobody moves them."""
        return self.kind in (self.Kind.HELLO, self.Kind.OPEN_SPACE)

    @property
    def is_break(self):
        return self.kind == self.Kind.BREAK

    @property
    def scope(self):
        """The four lines of the scope panel as (label, words); empty when nothing was filled in."""
        lines = [
            (_("We can decide"), self.can_decide),
            (_("We cannot decide"), self.cannot_decide),
            (_("Who decides that"), self.who_decides),
            (_("By when"), self.decide_by),
        ]
        return [line for line in lines if line[1]]

    @property
    def scope_is_open(self):
        """True when a topic does not yet say what the meeting can decide."""
        return self.kind == self.Kind.TOPIC and not (self.can_decide and self.cannot_decide)


class CarriedItem(models.Model):
    """That something came onto an agenda by itself, why and from where. Kept when it is taken out: once is enough."""

    class Why(models.TextChoices):
        NOT_REACHED = "not_reached", _("there was no time for it")
        RECURRING = "recurring", _("it comes back at every meeting")
        OPEN_ACTION = "open_action", _("something is still to be done")
        REPORT = "report", _("a group reports")

    key = models.CharField(max_length=60, unique=True, help_text="What was carried, like item:<id>.")
    why = models.CharField(max_length=12, choices=Why)
    come_from = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="carried_items")
    item = models.OneToOneField(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="brought")
    skipped = models.BooleanField(default=False, help_text="Taken out of one agenda; it comes back on the one after.")

    def __str__(self):
        return f"{self.key} on {self.meeting_id}"

    @property
    def reason(self):
        """Why it stands on the agenda, in one sentence for those who run the group."""
        facts = {"day": day(self.come_from.starts), "group": self.come_from.group.name}
        sentences = {
            self.Why.NOT_REACHED: _("From %(day)s: there was no time for it then."),
            self.Why.RECURRING: _("From %(day)s: it comes back at every meeting."),
            self.Why.OPEN_ACTION: _("From %(day)s: something is still to be done."),
            self.Why.REPORT: _("From %(group)s: someone from there will report."),
        }
        return str(sentences[self.why]) % facts
