"""Meetings that come again, and plans that are kept as templates."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group

from .meeting import Meeting

SERIES_FACTS = ["who_for", "mode", "kind", "language", "venue", "town", "online_link", "dial_in", "getting_there"]
SERIES_FACTS += [*Meeting.FEATURES, "access", "costs", "expect", "offered", "meets_you", "capacity", "kept_places"]
"""What every meeting of a series begins with, besides its time and its record rule. The theme is said later."""

TEMPLATE_FACTS = [name for name in SERIES_FACTS if name not in ("online_link", "dial_in", "meets_you")]
"""What a template keeps of a meeting. Never who meets people at the door, nor how to join one call."""


class SeriesQuerySet(models.QuerySet):
    def going_on(self):
        """Those with a meeting to come, the oldest first."""
        to_come = SeriesDay.objects.filter(meeting__starts__gt=timezone.now())
        return self.filter(pk__in=to_come.values("series")).order_by("first_day", "pk")


class Series(models.Model):
    """Meetings of a group that come again: each is an ordinary meeting, a draft until somebody announces it."""

    class Repeat(models.TextChoices):
        WEEKS = "weeks", _("every week, or every few weeks")
        MONTH = "month", _("each month, on the same weekday")
        LAST = "last", _("each month, on the last such weekday")

    group = models.ForeignKey(Group, models.PROTECT, related_name="series")
    repeat = models.CharField(max_length=8, choices=Repeat)
    weeks = models.PositiveSmallIntegerField(default=1, help_text="From one to the next, where it repeats by weeks.")
    first_day = models.DateField()
    start = models.TimeField(help_text="By the clock on the wall, also when the clocks change.")
    end = models.TimeField()
    until = models.DateField(null=True, blank=True, help_text="The last day that can be one of it.")
    count = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many days it has.")
    record_rule = models.CharField(max_length=20)
    facts = models.JSONField(default=dict, help_text="Of SERIES_FACTS, by name.")
    items = models.JSONField(default=list, blank=True, help_text="The agenda of a template; empty for the usual one.")
    created = models.DateTimeField(default=timezone.now)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, count__gte=1) | Q(until__isnull=False, count=None),
                name="a_series_comes_to_an_end",
            ),
            models.CheckConstraint(condition=Q(weeks__gte=1), name="a_series_goes_forward"),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="meetings_of_a_series_end_after_they_start"
            ),
        ]

    def __str__(self):
        return f"{self.group_id}: {self.repeat} from {self.first_day}"

    def get_absolute_url(self):
        return reverse("meetings:series", args=[self.group.slug, self.pk])


class SeriesDay(models.Model):
    """One day a series meant, and the meeting that was made for it; none any more where the day was left out."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="days")
    day = models.DateField()
    meeting = models.OneToOneField(Meeting, models.SET_NULL, null=True, blank=True, related_name="series_day")
    by_hand = models.BooleanField(
        default=False, help_text="Somebody moved or changed this meeting on its own; changes to the series pass it by."
    )

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="one_meeting_a_day_of_a_series")]

    def __str__(self):
        return f"{self.day} of series {self.series_id}"


class MeetingTemplate(models.Model):
    """A plan that a group keeps under a name, to plan from again: no people, no papers, no guests."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="templates")
    name = models.CharField(_("name"), max_length=80)
    start = models.TimeField()
    end = models.TimeField()
    record_rule = models.CharField(max_length=20)
    facts = models.JSONField(default=dict, help_text="Of TEMPLATE_FACTS, by name.")
    items = models.JSONField(default=list, help_text="The agenda, one dict an item.")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="one_template_a_name_in_a_group")]

    def __str__(self):
        return self.name
