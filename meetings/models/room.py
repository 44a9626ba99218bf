"""What the room asks for while the meeting goes on, and that somebody was told of a risk."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coproduction.models import AppendOnly
from groups.models import Group

from .meeting import Meeting


class RoomWishQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Only for those who run the group."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(meeting__group__in=Group.objects.run_by(person))

    def waiting(self):
        """Those nobody has seen to yet, a pause before the words."""
        return self.filter(state=RoomWish.State.WAITING).order_by("kind", "id")

    def pauses(self):
        return self.filter(kind=RoomWish.Kind.PAUSE)

    def words(self):
        return self.filter(kind=RoomWish.Kind.WORD)


class RoomWish(models.Model):
    """Somebody in the room would like a word explained, or a pause. Nothing tells who: no name, no time, no order."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("please pause")
        WORD = "word", _("please explain this word")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="room_wishes")
    kind = models.CharField(max_length=5, choices=Kind)
    word = models.CharField(_("the word"), max_length=80, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)

    objects = RoomWishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "room wishes"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="word") & ~Q(word="") | Q(kind="pause", word=""),
                name="a_word_is_asked_for_by_the_word",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(kind="pause", state="waiting"), name="one_pause_waits_a_meeting"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class RiskToldQuerySet(AppendOnly):
    def visible_to(self, person):
        """For the coordinators of the group alone, also where a facilitator wrote it down (DC7)."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(meeting__group__in=Group.objects.coordinated_by(person))


class RiskTold(models.Model):
    """That somebody was told when someone may be at risk: who was told, and when. Nothing about the person (DC7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    told = models.CharField(_("who was told"), max_length=120)
    told_at = models.DateTimeField(_("when"))

    objects = RiskToldQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "risks told"
        ordering = ["told_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(told=""), name="a_risk_told_says_who_was_told")]

    def __str__(self):
        return f"told {self.pk}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise PermissionDenied("What is written down here cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("What is written down here cannot be changed.")
