"""People, the audit trail and the outbox. Imports no other app of ours."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Reminder(models.TextChoices):
    """When somebody is reminded of a meeting they booked."""

    WEEK = "week-before", _("a week before")
    DAY = "day-before", _("the day before")
    HOUR = "hour-before", _("an hour before")

    @classmethod
    def to_tick(cls):
        """Return (value, words) for a form; in a sentence the words begin small."""
        return [(reminder.value, capfirst(reminder.label)) for reminder in cls]


class PersonManager(BaseUserManager):
    """Makes people; nobody has a password."""

    def create_user(self, email=None, **fields):
        person = self.model(email=(email or "").strip().lower() or None, **fields)
        person.set_unusable_password()
        person.save(force_insert=True)
        return person

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody the site knows: with an e-mail address to sign in, or without one."""

    email = models.EmailField(_("e-mail address"), max_length=254, null=True, blank=True, unique=True)
    called = models.CharField(_("what you like to be called"), max_length=100, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    language = models.CharField(max_length=10, default="en-gb")
    light_only = models.BooleanField(_("always show light pages"), default=False)
    reminders = models.JSONField(
        null=True,
        blank=True,
        help_text="Which of Reminder, unless a booking says otherwise; null: as the group.",
    )
    discreet = models.BooleanField(default=False, db_default=False, help_text="No subject tells of a meeting.")
    weekly = models.BooleanField(
        default=False, db_default=False, help_text="One message a week in place of reminders a week and a day before."
    )
    chased = models.BooleanField(
        default=True, db_default=True, help_text="May be told that notes they see to, or something they do, is due."
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_address_belongs_to_one_person"),
            models.CheckConstraint(condition=~Q(email=""), name="no_address_is_null_not_empty"),
        ]

    def __str__(self):
        return self.called or f"person {self.pk}"

    def get_full_name(self):
        return self.called


class AppendOnly(models.QuerySet):
    """Rows that are written once. There is no way to change or remove them through the site."""

    def update(self, **fields):
        raise PermissionDenied("The audit trail cannot be changed.")

    def delete(self):
        raise PermissionDenied("The audit trail cannot be changed.")


class AuditEntry(models.Model):
    """What happened, when, and by whose account. Holds codes and positions, never the words of notes."""

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    seal = models.CharField(max_length=64, blank=True, editable=False)
    place = models.PositiveBigIntegerField(null=True, unique=True, editable=False, help_text="In the sealed chain.")

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject"], name="audit_by_subject")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise PermissionDenied("The audit trail cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("The audit trail cannot be changed.")


def new_nonce():
    """Return 22 random characters (132 bits), safe in an address."""
    return secrets.token_urlsafe(16)


class NoticeQuerySet(models.QuerySet):
    def due(self, now):
        """Notices to send at `now`: planned or to be tried again, and those whose sender died."""
        waiting = Q(state__in=[Notice.State.PLANNED, Notice.State.RETRY], not_before__lte=now)
        abandoned = Q(state=Notice.State.CLAIMED, lease_until__lt=now)
        return self.filter(waiting | abandoned)


class Notice(models.Model):
    """One message to one recipient, written beside the fact it tells of and sent by a sweep."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        FAILED = "failed", _("failed")
        UNCERTAIN = "uncertain", _("perhaps sent")
        CANCELLED = "cancelled", _("no longer true")

    recipient = models.CharField(max_length=60, help_text="Who, as a key like attendance:12 or person:5.")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, help_text="About what, as a key like meeting:3.")
    slot = models.CharField(max_length=40, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=22, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True, help_text="Makes the Message-ID.")
    created = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()
    link_version = 1
    """A link in a message that stops such messages is made for its row, and good for as long as that is there."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject", "slot"], name="one_notice_a_recipient_kind_subject_and_slot"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"], name="notices_waiting", condition=Q(state__in=["planned", "retry", "claimed"])
            ),
            models.Index(fields=["subject"], name="notices_by_subject"),
        ]

    def __str__(self):
        return f"{self.kind} to {self.recipient} about {self.subject}"
