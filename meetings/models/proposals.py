"""What anybody would like a meeting to talk about."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.models import new_nonce
from groups.models import Group

from .meeting import AgendaItem


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Only for those who run the group; whoever suggested something has a link of their own."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(group__in=Group.objects.run_by(person))

    def waiting(self):
        """Those nobody has answered yet, who waits longest first."""
        return self.filter(state=Proposal.State.WAITING).order_by("suggested_on", "pk")

    def wait_again(self):
        """Let these wait once more: their place on an agenda came to nothing, and so did our yes."""
        return self.update(state=Proposal.State.WAITING, item=None, settled_on=None)


class Proposal(models.Model):
    """Something to talk about, from anybody. Who suggested it is not asked, and nothing links it to a person.

    The address, where one was given, is for the answer alone. A row goes 90 days after it was answered (LC6).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        ACCEPTED = "accepted", _("on an agenda")
        ANSWERED = "answered", _("answered")
        PARKED = "parked", _("kept for later")

    MOVES = {
        State.WAITING: [State.ACCEPTED, State.ANSWERED, State.PARKED],
        State.PARKED: [State.ACCEPTED, State.ANSWERED, State.PARKED],
        State.ACCEPTED: [State.WAITING],
        State.ANSWERED: [],
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="proposals")
    title = models.CharField(_("what to talk about"), max_length=150)
    about = models.TextField(_("more about it"), max_length=1000, blank=True)
    email = models.EmailField(_("e-mail address for the answer"), blank=True)
    suggested_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(_("what we answer"), max_length=600, blank=True)
    item = models.OneToOneField(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="proposal")
    settled_on = models.DateField(null=True, blank=True)
    times_settled = models.PositiveSmallIntegerField(default=0, help_text="So that each answer is told once.")
    nonce = models.CharField(max_length=22, default=new_nonce, unique=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    request_key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="A form posted twice suggests once.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["suggested_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "parked"]) | ~Q(answer=""), name="an_answer_says_something"
            ),
        ]
        indexes = [models.Index(fields=["group", "state", "suggested_on"], name="meetings_proposals_of_a_group")]

    def __str__(self):
        return f"proposal {self.pk}"
