"""What there is to read for an item."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groups.models import RecordRule

from .meeting import AgendaItem


class PaperQuerySet(models.QuerySet):
    def for_members(self):
        """Papers that somebody looked at after they were cleaned; of a private item none leave by this site (RM4)."""
        return self.filter(shown=True).exclude(item__record_rule=RecordRule.CONFIDENTIAL)

    def for_everybody(self):
        return self.for_members().filter(public=True)

    def for_list(self):
        return self.select_related("item")


class Paper(models.Model):
    """Something to read for an item: a file that was made clean, or a link. Who added it is in no page and no copy."""

    class Kind(models.TextChoices):
        LINK = "link", _("a page on the web")
        PDF = "pdf", _("PDF")
        JPG = "jpg", _("JPEG picture")
        PNG = "png", _("PNG picture")
        DOCX = "docx", _("Word file")
        ODT = "odt", _("Writer file")
        XLSX = "xlsx", _("Excel file")
        PPTX = "pptx", _("PowerPoint file")

    OFFICE = [Kind.DOCX, Kind.ODT, Kind.XLSX, Kind.PPTX]
    """For members only: too much can hang on them for everybody to have them (P7)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField(help_text="In its meeting; part of its address.")
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("what it says, in plain words"), max_length=800)
    kind = models.CharField(max_length=5, choices=Kind)
    link = models.URLField(_("link"), max_length=300, blank=True)
    public = models.BooleanField(_("everybody may see it"), default=False)
    shown = models.BooleanField(default=False, help_text="Somebody looked at it after it was cleaned.")
    author_body = models.CharField(_("organisation it is from"), max_length=120, blank=True)
    found = models.JSONField(default=list, blank=True, help_text="What cleaning took out: codes and numbers, no words.")
    words = models.PositiveIntegerField(default=0, help_text="How many are in the file.")
    added_at = models.DateTimeField(default=timezone.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="link") & ~Q(link="") | ~Q(kind="link") & Q(link=""),
                name="a_paper_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | ~Q(kind__in=["docx", "odt", "xlsx", "pptx"]),
                name="an_office_file_is_for_members",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_file(self):
        return self.kind != self.Kind.LINK

    @property
    def file_name(self):
        """What its file is called for readers: made from the title, never from what it was called before."""
        return f"{slugify(self.title)[:60].strip('-_') or 'paper'}.{self.kind}"

    @property
    def reading_minutes(self):
        """About how long it takes to read, at 200 words a minute; 0 for links and pictures."""
        return -(-self.words // 200)

    @property
    def what_it_is(self):
        """Its kind and how long it takes, in words: "PDF, about 3 minutes"."""
        kind, minutes = str(self.get_kind_display()), self.reading_minutes
        if not minutes:
            return kind
        said = ngettext("%(kind)s, about %(minutes)s minute", "%(kind)s, about %(minutes)s minutes", minutes)
        return said % {"kind": kind, "minutes": minutes}

    @property
    def shown_body(self):
        """The organisation it is from, where that may be said: in an item that is on the record."""
        return self.author_body if self.item.record_rule == RecordRule.ON_RECORD else ""


class PaperFile(models.Model):
    """The cleaned bytes of a paper, apart from it so that no list loads them. What was uploaded is not kept."""

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="file")
    content = models.BinaryField()
    text = models.TextField(blank=True, help_text="The words in it, for the check.")
    sha256 = models.CharField(max_length=64)

    def __str__(self):
        return f"file of paper {self.paper_id}"
