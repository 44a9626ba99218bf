"""Suggesting something to talk about, without an account, and what those who run the group answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coproduction import links, mail
from coproduction.access import StaleState, fetch, require
from coproduction.traps import TrapForm
from groups.models import Group
from groups.rules import may_facilitate

from .. import actions, forms
from ..emails import PROPOSAL, proposal_path, what_became_of
from ..models import Meeting, Proposal
from .steps import QUICK, old_link, private, refuse, stopped

State = Proposal.State
MEETINGS_TO_PICK, SHOWN = 12, 50
"""How many meetings are offered, and how many suggestions of each state a page shows."""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    form = forms.ProposalForm(request.POST or None)
    status = 200
    if form.is_bound and form.is_valid():
        status = stopped(request, group, form, "suggest")
        if not status:
            try:
                return redirect(proposal_path(actions.suggest(group, **form.cleaned_data)))
            except actions.TooManyProposals:
                words = _("A lot waits for an answer already. We kept your words. Ring %(number)s, or try again later")
                form.add_error(None, words % {"number": group.contact_phone})
                status = 409
    context = {"group": group, "form": form, "trap": TrapForm(request.POST or None), "section": "groups"}
    return render(request, "meetings/suggest.html", context, status=status or 200)


@login_not_required
@require_safe
def proposal(request, token):
    """What became of it, for whoever has the link."""
    proposal = links.open_link(PROPOSAL, token, Proposal.objects.select_related("group", "item__meeting__group"))
    if proposal is None:
        return old_link(request)
    meeting = proposal.item.meeting if proposal.item else None
    context = {
        "proposal": proposal,
        "group": proposal.group,
        "meeting": meeting if meeting and meeting.state != Meeting.State.DRAFT else None,
        "says": what_became_of(proposal),
        "section": "groups",
    }
    return private(render(request, "meetings/proposal.html", context))


def _own_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    require(may_facilitate(request.user, group))
    return group


@require_safe
def suggested(request, slug):
    group = _own_group(request, slug)
    proposals = group.proposals.select_related("item__meeting__group")
    context = {
        "group": group,
        "waiting": proposals.waiting()[:SHOWN],
        "parked": proposals.filter(state=State.PARKED)[:SHOWN],
        "settled": proposals.filter(state__in=[State.ACCEPTED, State.ANSWERED]).order_by("-settled_on", "pk")[:SHOWN],
        "address": mail.absolute(reverse("meetings:suggest", args=[slug])),
        "section": "my-page",
    }
    return render(request, "meetings/suggested.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, slug, key):
    """One suggestion, and the three things that can be done with it."""
    group = _own_group(request, slug)
    proposal = fetch(group.proposals.visible_to(request.user), pk=key)
    if State(proposal.state) not in (State.WAITING, State.PARKED):
        messages.info(request, QUICK)
        return redirect("meetings:suggested", slug)
    ahead = group.meetings.filter(state__in=actions.MEETINGS_WITH_ROOM, starts__gt=timezone.now()).order_by("starts")
    ahead = Meeting.objects.filter(pk__in=list(ahead.values_list("pk", flat=True)[:MEETINGS_TO_PICK]))
    first = {"title": proposal.title, "blurb": proposal.about if len(proposal.about) <= 300 else ""}
    sent = {request.POST.get("what"): request.POST}
    asked = {
        "accept": forms.AcceptForm(
            sent.get("accept"), meetings=ahead.order_by("starts"), initial=first, auto_id="accept_%s"
        ),
        "answer": forms.AnswerForm(sent.get("answer"), auto_id="answer_%s"),
        "park": forms.ParkForm(sent.get("park"), auto_id="park_%s"),
    }
    for what, form in asked.items():
        if form.is_bound and form.is_valid():
            try:
                messages.success(request, DO[what](proposal, by=request.user, **form.cleaned_data))
                return redirect("meetings:suggested", slug)
            except ValidationError as error:
                refuse(form, error)
                proposal.refresh_from_db()
            except StaleState:
                messages.info(request, QUICK)
                return redirect("meetings:suggested", slug)
    context = {"group": group, "proposal": proposal, **asked, "ahead": ahead, "section": "my-page"}
    return render(request, "meetings/proposal_settle.html", context)


def _accept(proposal, **more):
    item = actions.accept_proposal(proposal, **more)
    return _("It is on the agenda now: “%(title)s”.") % {"title": item.title}


def _answer(proposal, **more):
    actions.answer_proposal(proposal, **more)
    return _("Answered.")


def _park(proposal, **more):
    actions.park_proposal(proposal, **more)
    return _("Kept for later.")


DO = {"accept": _accept, "answer": _answer, "park": _park}
