"""Who is coming, who came, and what they bring or pass on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.models import new_nonce
from groups.models import Group

from .meeting import AgendaItem, Meeting


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Rows of the groups a person runs, and their own."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(meeting__group__in=Group.objects.run_by(person)) | Q(person=person))

    def coming(self):
        return self.filter(booking=Attendance.Booking.COMING)

    def waiting(self):
        """Those on the waiting list, who waits longest first."""
        return self.filter(booking=Attendance.Booking.WAITING).order_by("waits_since", "pk")

    def to_ring(self):
        """Those nobody can write to, whom somebody has to ring about something."""
        return self.exclude(ring_about="")

    def came(self):
        return self.filter(came=True)

    def sent_apologies(self):
        return self.filter(booking=Attendance.Booking.APOLOGIES).exclude(came=True)

    def reachable(self):
        """Rows with an address a message can be sent to."""
        return self.exclude(email="")


class Attendance(models.Model):
    """Somebody who booked, sent apologies or came. A name and one way to be reached are enough."""

    class Booking(models.TextChoices):
        NONE = "", _("did not book")
        COMING = "coming", _("coming")
        WAITING = "waiting", _("on the waiting list")
        APOLOGIES = "apologies", _("sent apologies")
        CANCELLED = "cancelled", _("cannot come now")

    class Reach(models.TextChoices):
        EMAIL = "email", _("E-mail")
        CALL = "call", _("Phone call")
        NONE = "none", _("Please don’t")

    class RingAbout(models.TextChoices):
        NOTHING = "", _("nothing")
        PLACE = "place", _("a place came free for them")
        CHANGED = "changed", _("the plan has changed")
        CANCELLED = "cancelled", _("the meeting will not happen")

    class How(models.TextChoices):
        ROOM = "room", _("in the room")
        ONLINE = "online", _("by video")
        PHONE = "phone", _("by phone")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    called = models.CharField(_("what you like to be called"), max_length=100)
    reach = models.CharField(max_length=8, choices=Reach, default=Reach.NONE)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    needs = models.CharField(_("anything that would help you"), max_length=500, blank=True)
    needs_seen_at = models.DateTimeField(null=True, blank=True, help_text="When a person saw to what would help.")
    role = models.CharField(_("role at the table"), max_length=80, blank=True)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    booking = models.CharField(max_length=10, choices=Booking, default=Booking.NONE, blank=True)
    comes_with = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="companion", help_text="Who brings them."
    )
    waits_since = models.DateTimeField(null=True, blank=True, help_text="The order of the waiting list.")
    on_kept_place = models.BooleanField(default=False, db_default=False, help_text="On a place that was kept back.")
    ring_about = models.CharField(
        max_length=10, choices=RingAbout, default=RingAbout.NOTHING, db_default="", blank=True
    )
    told = models.JSONField(
        null=True, blank=True, help_text="The plan they know, while it is another by now; see meetings.changes."
    )
    came = models.BooleanField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=How, blank=True)
    late = models.BooleanField(_("came late"), default=False)
    own_word = models.BooleanField(
        null=True, blank=True, help_text="What they said by their own link: was there, was not, or nothing."
    )
    reminders = models.JSONField(null=True, blank=True, help_text="Which of Reminder; null: as person or group chose.")
    discreet = models.BooleanField(default=False, db_default=False, help_text="No subject tells of a meeting.")
    may_list = models.BooleanField(_("you may list my name"), default=False)
    created = models.DateTimeField(default=timezone.now)
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="A form posted twice books once.")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = [Lower("called"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=~Q(person=None), name="one_place_a_person_and_meeting"
            ),
            models.CheckConstraint(condition=Q(late=False) | Q(came=True), name="only_who_came_came_late"),
            models.CheckConstraint(
                condition=~Q(booking="waiting") | Q(waits_since__isnull=False), name="who_waits_has_a_turn"
            ),
        ]

    def __str__(self):
        return self.called

    @property
    def brings(self):
        """The row of whoever they bring along, or None."""
        return getattr(self, "companion", None)

    @property
    def is_coming(self):
        return self.booking == self.Booking.COMING

    @property
    def is_waiting(self):
        return self.booking == self.Booking.WAITING

    @property
    def is_overruled(self):
        """True when those who run the group wrote down something else after the person gave their own word."""
        return self.own_word is not None and self.came != self.own_word


class GuestQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Only for those who run the group; a guest comes by a link of their own."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(item__meeting__group__in=Group.objects.run_by(person))

    def for_page(self):
        return self.select_related("attendance", "item__meeting__group")


class Guest(models.Model):
    """Somebody invited for one item, to listen, talk or present. Their link is theirs alone and can be taken back."""

    class Does(models.TextChoices):
        LISTEN = "listen", _("to listen")
        TALK = "talk", _("to talk with us")
        PRESENT = "present", _("to present something")

    class Answer(models.TextChoices):
        NONE = "", _("has not answered yet")
        YES = "yes", _("said yes")
        NO = "no", _("said no")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="guests")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="invitations")
    does = models.CharField(_("what for"), max_length=8, choices=Does)
    note = models.CharField(_("what we would like from you"), max_length=300, blank=True)
    answer = models.CharField(max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="A form posted twice invites once.")

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "attendance"], name="a_guest_is_invited_once_for_an_item"),
        ]

    def __str__(self):
        return f"guest {self.pk}"


class Perspective(models.Model):
    """What somebody who comes brings to one meeting, in their own words. Read as one list, apart from names."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="perspectives")
    words = models.CharField(_("what you bring"), max_length=80)

    class Meta:
        ordering = [Lower("words"), "words", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_perspective_says_something")]

    def __str__(self):
        return f"perspective {self.pk}"


class RememberedNeeds(models.Model):
    """What helps somebody to come, kept for their next booking because they said yes to that."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="remembered_needs")
    needs = models.CharField(_("what would help"), max_length=500)
    used_at = models.DateTimeField(default=timezone.now, help_text="When they last booked with it and said yes again.")

    class Meta:
        verbose_name_plural = "remembered needs"
        constraints = [models.CheckConstraint(condition=~Q(needs=""), name="remembered_needs_say_something")]

    def __str__(self):
        return f"needs of person {self.person_id}"


class PassedOnView(models.Model):
    """A view from somebody who could not come, or would rather not say it aloud. Nothing links
    it to who sent it: no name, no time, no order.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("in the notes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="passed_on_views")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True)
    text = models.TextField(max_length=5000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"view {self.pk}"
