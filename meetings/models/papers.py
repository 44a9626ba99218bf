"""What there is to read for an item, and what somebody was asked to write for it."""

import hashlib
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coproduction.models import new_nonce
from groups.models import Group, RecordRule

from .coming import Attendance
from .meeting import AgendaItem, Meeting


class PaperQuerySet(models.QuerySet):
    def for_members(self):
        """Papers that somebody looked at after they were cleaned; of a private item none leave by this site (RM4)."""
        return self.filter(shown=True).exclude(item__record_rule=RecordRule.CONFIDENTIAL)

    def for_everybody(self):
        return self.for_members().filter(public=True)

    def for_list(self):
        return self.select_related("item")

    def held_for(self, group):
        """Papers that came too late for one meeting of the group and wait for the next one."""
        return self.filter(held=True, item__meeting__group=group)


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
    IN_PACK = [Kind.PDF, Kind.JPG, Kind.PNG]
    """What can stand in one file with others; of the rest that file says where it is."""

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
    minutes_to_read = models.PositiveSmallIntegerField(
        _("minutes it takes to read"), default=0, db_default=0, help_text="As people say, where no words are counted."
    )
    late = models.BooleanField(default=False, db_default=False, help_text="It came after the last day for papers.")
    late_reason = models.CharField(_("why it comes late"), max_length=200, blank=True, db_default="")
    held = models.BooleanField(default=False, db_default=False, help_text="It waits for the next meeting.")
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
            models.CheckConstraint(condition=Q(held=False) | Q(shown=False), name="who_waits_is_read_by_nobody"),
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
        """About how long it takes to read, at 200 words a minute or as people say; 0 where nobody knows."""
        return -(-self.words // 200) or self.minutes_to_read

    @property
    def late_words(self):
        """That it came late, and why, in words for readers; "" for one that came in time."""
        if not self.late:
            return ""
        if not self.late_reason:
            return str(_("Came after the meeting began."))
        ends = "" if self.late_reason[-1] in ".!?…" else "."
        return str(_("Came late: %(reason)s") % {"reason": self.late_reason}) + ends

    @property
    def digest(self):
        """What tells one file or address from another, so that people let others read what they looked at."""
        return self.file.sha256 if self.is_file else hashlib.sha256(self.link.encode()).hexdigest()

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


class PaperRequestQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Only for those who run the group; whoever was asked comes by a link of their own."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(item__meeting__group__in=Group.objects.run_by(person))

    def for_page(self):
        return self.select_related("attendance__person", "item__meeting__group", "paper__item__meeting__group")

    def waited_for(self):
        """Those of meetings to come that nothing was given for yet; a private item takes no papers any more."""
        to_come = Q(item__meeting__state=Meeting.State.ANNOUNCED, item__meeting__starts__gt=timezone.now())
        waiting = self.filter(to_come, state=PaperRequest.State.ASKED)
        return waiting.exclude(item__record_rule=RecordRule.CONFIDENTIAL)


class PaperRequest(models.Model):
    """Somebody who was asked for a paper, until a day. They give it by a link of their own, without an account.

    They stand in the register, so that the check knows their name. No page and no copy shows that a paper is theirs.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("nothing has come yet")
        GIVEN = "given", _("it is there")
        TAKEN_BACK = "taken_back", _("not needed any more")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="paper_requests")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="paper_requests")
    note = models.CharField(_("what we would like to read"), max_length=300, blank=True)
    due = models.DateField(_("the last day for it"))
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    paper = models.OneToOneField(Paper, models.SET_NULL, null=True, blank=True, related_name="asked_for")
    asked_at = models.DateTimeField(default=timezone.now)
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="A form posted twice asks once.")

    objects = PaperRequestQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(paper=None) | Q(state="given"), name="what_is_there_was_given"),
        ]

    def __str__(self):
        return f"paper request {self.pk}"

    @property
    def is_overdue(self):
        """True when the last day is over and nothing is there."""
        return self.state == self.State.ASKED and timezone.localdate() > self.due
