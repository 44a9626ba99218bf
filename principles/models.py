"""Frameworks: sets of principles that groups work by."""

from itertools import groupby

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import Group


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What comes with the site and what groups agreed; a group's draft only for those who run the group."""
        shown = Q(shipped=True) | Q(status=Framework.Status.AGREED)
        if person.is_authenticated:
            shown |= Q(group__in=Group.objects.run_by(person))
        return self.filter(shown)

    def for_list(self):
        """Each with its group and with `how_many` principles; those that come with the site first."""
        # A query that counts does without Meta.ordering, so the order is said here.
        counted = self.select_related("group").annotate(how_many=Count("principles"))
        return counted.order_by("-shipped", "title", "pk")


class Framework(models.Model):
    """A set of principles: one that comes with the site, or a group's own."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        AGREED = "agreed", _("agreed")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(_("what it is, in one sentence"), max_length=300)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    agreed_words = models.CharField(_("who agreed it, and when"), max_length=200, blank=True)
    credit = models.CharField(_("where it comes from"), max_length=400, blank=True)
    source_year = models.PositiveSmallIntegerField(_("the year it was made"), null=True, blank=True)
    shipped = models.BooleanField(default=False, help_text="Comes with the site and belongs to no group.")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="frameworks")

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["-shipped", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shipped=True, group=None) | Q(shipped=False, group__isnull=False),
                name="a_framework_is_shipped_or_a_groups_own",
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed") | ~Q(agreed_words=""), name="an_agreed_framework_says_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(shipped=False) | ~Q(credit=""), name="a_shipped_framework_names_its_source"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("principles:framework", args=[self.slug])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT


class PrincipleQuerySet(models.QuerySet):
    def by_phase(self):
        """Return [(phase, [principles])] in their order; a set without phases has one, named ""."""
        return [(phase, list(rows)) for phase, rows in groupby(self.order_by("position"), lambda row: row.phase)]


class Principle(models.Model):
    """One thing a group holds to, and a sentence on what it looks like when people do it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="principles")
    position = models.PositiveSmallIntegerField()
    phase = models.CharField(_("when it counts"), max_length=60, blank=True)
    title = models.CharField(_("the principle"), max_length=120)
    looks_like = models.CharField(_("what it looks like"), max_length=300)

    objects = PrincipleQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="one_principle_a_place_in_its_framework"),
        ]

    def __str__(self):
        return self.title
