"""Groups, who belongs to them and in which role, the bodies they deal with, and their hard words."""

import re

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.models import new_nonce


class RecordRule(models.TextChoices):
    """What may leave the room, from the most open to the closest."""

    ON_RECORD = "on_record", _("On the record")
    NAMES_LISTED = "names_listed", _("Names listed")
    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule")
    CONFIDENTIAL = "confidential", _("Private item")

    @property
    def closeness(self):
        """0 for the most open rule, 3 for the closest."""
        return list(RecordRule).index(self)


MEETING_RULES = [(r.value, r.label) for r in RecordRule if r is not RecordRule.CONFIDENTIAL]


class GroupQuerySet(models.QuerySet):
    def run_by(self, person):
        """Groups in which `person` is facilitator or coordinator today."""
        return self.filter(
            pk__in=Membership.objects.current().filter(person=person, role__in=Membership.RUNNING).values("group")
        )

    def coordinated_by(self, person):
        """Groups in which `person` is coordinator today."""
        coordinates = Membership.objects.current().filter(person=person, role=Membership.Role.COORDINATOR)
        return self.filter(pk__in=coordinates.values("group"))


class Group(models.Model):
    """People who meet to shape something together."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("community co-production group")
        CARERS = "carers", _("carers’ space")
        PATIENTS = "patients", _("patient participation group")
        STEERING = "steering", _("steering group")
        WORKING = "working", _("working group")
        COMMITTEE = "committee", _("committee that meets in public")
        HEALTHWATCH = "healthwatch", _("board of a local Healthwatch")

    IN_PUBLIC = [Kind.COMMITTEE, Kind.HEALTHWATCH]

    class Openness(models.TextChoices):
        OPEN = "open", _("Open to everyone")
        ASK = "ask", _("Ask first")
        MEMBERS = "members", _("Members only")

    class Joining(models.TextChoices):
        ON_JOINING = "on_joining", _("by saying so")
        ATTENDING = "attending", _("by coming to meetings")
        INVITED = "invited", _("by invitation")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMMUNITY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    purpose = models.CharField(_("what the group is for, in one sentence"), max_length=300)
    who_for = models.CharField(_("who it is for"), max_length=300)
    area = models.CharField(_("town or area"), max_length=120)
    openness = models.CharField(max_length=10, choices=Openness, default=Openness.OPEN)
    openness_reason = models.CharField(
        _("why it is not open to everyone, and another way in"), max_length=300, blank=True
    )
    record_rule = models.CharField(max_length=20, choices=MEETING_RULES, default=RecordRule.CHATHAM_HOUSE)
    when_we_meet = models.CharField(_("when you usually meet"), max_length=200, blank=True)
    joining = models.CharField(max_length=12, choices=Joining, default=Joining.ATTENDING)
    joining_more_than = models.PositiveSmallIntegerField(
        _("meetings to come to before somebody is a member"), default=1, help_text=_("More than this many.")
    )
    definition = models.TextField(_("what you mean by co-production"), max_length=1000, blank=True)
    working_agreement = models.TextField(
        _("how you agreed to work together"),
        max_length=1500,
        blank=True,
        db_default="",
        help_text=_("One thing a line."),
    )
    contact_role = models.CharField(_("who to talk to, as a role"), max_length=80, default=_("the group’s coordinator"))
    contact_phone = models.CharField(_("phone number"), max_length=30)
    contact_email = models.EmailField(_("e-mail address of the role"), blank=True)
    sensitive = models.BooleanField(_("a rare or sensitive topic"), default=False)
    one_person_checks = models.BooleanField(
        default=False, help_text="Whoever took the notes may sign them too: for groups with one worker."
    )
    reminders = models.JSONField(null=True, blank=True, help_text="Which of Reminder; null: as usual.")
    papers_days = models.PositiveSmallIntegerField(
        _("days before a meeting by which its papers are there"), default=7, db_default=7
    )
    window_days = models.PositiveSmallIntegerField(_("working days to ask for a change"), default=5)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(openness="open") | ~Q(openness_reason=""), name="a_closed_group_says_why"
            ),
            models.CheckConstraint(condition=Q(window_days__gte=2), name="the_window_is_two_working_days_at_least"),
            models.CheckConstraint(
                condition=~Q(kind__in=["committee", "healthwatch"]) | Q(record_rule="on_record"),
                name="who_must_meet_in_public_is_on_the_record",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:group", args=[self.slug])

    @property
    def working_agreement_lines(self):
        return [line.strip() for line in self.working_agreement.splitlines() if line.strip()]

    @property
    def meets_in_public(self):
        """True for bodies that must meet in public: their meetings are on the record, items may be private."""
        return self.kind in self.IN_PUBLIC

    @property
    def sends_copy_to_followers(self):
        """Do followers read the group copy? Anybody can follow; of a group for members only they get what is public."""
        return self.openness != self.Openness.MEMBERS

    @property
    def rules_on_offer(self):
        """The record rules a meeting of this group may have, as (value, words)."""
        return [r for r in MEETING_RULES if r[0] == RecordRule.ON_RECORD] if self.meets_in_public else MEETING_RULES


class MembershipQuerySet(models.QuerySet):
    def on(self, date):
        """Memberships that hold on `date`."""
        return self.filter(Q(end=None) | Q(end__gte=date), start__lte=date)

    def current(self):
        return self.on(timezone.localdate())


class Membership(models.Model):
    """A period in which somebody belongs to a group in one role."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        FACILITATOR = "facilitator", _("facilitator")
        COORDINATOR = "coordinator", _("coordinator")

    RUNNING = [Role.FACILITATOR, Role.COORDINATOR]

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    person = models.ForeignKey("coproduction.Person", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    start = models.DateField(default=timezone.localdate)
    end = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="a_membership_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["group", "person", "role"], condition=Q(end=None), name="one_open_membership_a_role"
            ),
        ]

    def __str__(self):
        return f"{self.role} of {self.group_id} from {self.start}"


class FollowerQuerySet(models.QuerySet):
    def confirmed(self):
        """Followers who said yes from their own address."""
        return self.exclude(confirmed_at=None)


class Follower(models.Model):
    """An address that gets the notes of a group by e-mail. Nobody is shown who they are, or how many.

    It belongs to no account: whoever reads its messages decides. A row that is stopped is deleted.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail address"), max_length=254)
    asked_at = models.DateTimeField(default=timezone.now, help_text="When we last asked whether they want it.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True)
    link_version = models.PositiveSmallIntegerField(default=1)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("group", Lower("email"), name="an_address_follows_a_group_once")]

    def __str__(self):
        return f"follower {self.pk}"


class Organisation(models.Model):
    """A body the group deals with, with the short names people use for it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=120)
    short_names = models.CharField(max_length=200, blank=True, help_text=_("With commas between."))

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="one_organisation_a_name_and_group")]

    def __str__(self):
        return self.name

    @property
    def shorts(self):
        return tuple(s.strip() for s in self.short_names.split(",") if s.strip())


class JargonWordQuerySet(models.QuerySet):
    def used_in(self, text, group):
        """Return the hard words that stand in `text`, by the word: the group's own meaning goes before the site's."""
        said = text.casefold()
        known = self.filter(Q(group=group) | Q(group=None)).order_by("word", F("group").asc(nulls_first=True))
        found = {w.word: w for w in known if re.search(rf"\b{re.escape(w.word.casefold())}\b", said)}
        return list(found.values())


class JargonWord(models.Model):
    """A hard word and what it means, for one group or for the whole site."""

    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="words")
    word = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300)

    objects = JargonWordQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["group", "word"], name="one_meaning_a_word_and_group"),
            models.UniqueConstraint(fields=["word"], condition=Q(group=None), name="one_meaning_a_word_for_the_site"),
        ]

    def __str__(self):
        return self.word
