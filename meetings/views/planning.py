"""Planning a meeting: its page, its agenda, its rule, and the steps from draft to held."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState
from coproduction.templatetags.when import over_at
from groups.models import RecordRule

from .. import actions, agenda, ahead, deadlines, forms, recurring
from ..models import AgendaItem, Attendance, Meeting, Paper, SeriesDay
from .series import begins_with, own_group, template_of
from .steps import QUICK, item_of, notes_are_open, own_meeting, refuse


def _new(request, slug, *, held):
    group = own_group(request, slug)
    template = None if held else template_of(request, group)
    initial = begins_with(group, template)
    form = forms.MeetingForm(request.POST or None, rules=group.rules_on_offer, held=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            items = template.items if template else None
            meeting = actions.plan(group, by=request.user, entered_afterwards=held, items=items, **form.details())
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("meetings:plan", group.slug, meeting.slug)
    context = {"group": group, "form": form, "held": held, "template": template, "section": "my-page"}
    return render(request, "meetings/meeting_new.html", context)


def new(request, slug):
    return _new(request, slug, held=False)


def new_held(request, slug):
    return _new(request, slug, held=True)


@require_safe
def plan(request, group, slug):
    meeting = own_meeting(request, group, slug)
    items = list(meeting.items.select_related("brought__come_from__group").prefetch_related("papers", "paper_requests"))
    day = SeriesDay.objects.filter(meeting=meeting).select_related("series__group").first()
    planned_end = over_at(items, meeting.starts)
    return render(
        request,
        "meetings/meeting_plan.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "items": items,
            "open_scopes": [item for item in items if item.scope_is_open],
            "has_open_space": any(item.kind == AgendaItem.Kind.OPEN_SPACE for item in items),
            "runs_until": planned_end if planned_end > meeting.ends else None,
            "to_book": ahead.to_book(meeting),
            "series": day and day.series,
            "series_day": day and day.day,
            "series_words": recurring.in_short(day.series) if day else "",
            "trail": _trail(meeting),
            "carried": agenda.carried_over(meeting, public=False),
            "rule_form": forms.RuleForm(
                rules=_rules_now(meeting), initial={"record_rule": meeting.record_rule}, prefix="rule"
            ),
            **meeting.attendances.aggregate(
                coming=Count("pk", filter=Q(booking=Attendance.Booking.COMING)),
                to_ring=Count("pk", filter=~Q(ring_about="")),
            ),
            "papers_open": meeting.state != Meeting.State.CANCELLED and notes_are_open(meeting),
            "suggestions": meeting.group.proposals.waiting().count(),
            "papers_due": None if meeting.entered_afterwards else deadlines.of_meeting(meeting),
            "asks_for_papers": deadlines.may_still_come(meeting),
            "held_papers": _held_papers(meeting, items),
            "section": "my-page",
        },
    )


def _held_papers(meeting, items):
    """Papers that came too late for an earlier meeting, each with the items of this one: (paper, form).

    Where the item they were for stands on this agenda again, it is the one that is picked; else the first topic.
    """
    if meeting.has_begun or meeting.state == Meeting.State.CANCELLED:
        return []
    rows = Paper.objects.held_for(meeting.group).filter(item__meeting__starts__lt=meeting.starts)
    brought = {item.brought.key: item.pk for item in items if getattr(item, "brought", None)}
    found = [item for item in items if not item.is_break and item.record_rule != RecordRule.CONFIDENTIAL]

    topic = next((item.pk for item in found if item.kind == AgendaItem.Kind.TOPIC), None)

    def form(paper):
        picked = {"item": brought.get(f"item:{paper.item_id}", topic)}
        return forms.HeldPaperForm(items=found, initial=picked, auto_id=f"held-{paper.pk}-%s")

    return [(paper, form(paper)) for paper in rows.select_related("item__meeting")]


def _rules_now(meeting):
    rules = meeting.group.rules_on_offer
    if meeting.has_begun:
        closest = RecordRule(meeting.record_rule).closeness
        rules = [r for r in rules if RecordRule(r[0]).closeness >= closest]
    return rules


def _trail(meeting):
    """The states of a meeting as (words, where it stands), for the trail."""
    order = [Meeting.State.DRAFT, Meeting.State.ANNOUNCED, Meeting.State.UNDER_WAY, Meeting.State.HELD]
    words = [_("Draft"), _("Announced"), _("Under way"), _("Held")]
    if meeting.state == Meeting.State.CANCELLED:
        return [(words[0], "done"), (words[1], "done"), (_("Will not happen"), "ended")]
    here = order.index(meeting.state)
    return [(w, "done" if n < here else "now" if n == here else "todo") for n, w in enumerate(words)]


def change(request, group, slug):
    meeting = own_meeting(request, group, slug)
    if meeting.has_begun or meeting.state == Meeting.State.CANCELLED:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    form = forms.MeetingForm(
        request.POST or None,
        rules=meeting.group.rules_on_offer,
        listed=meeting.state != Meeting.State.DRAFT,
        initial=forms.MeetingForm.initial_of(meeting),
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.change(meeting, by=request.user, **form.details())
        except ValidationError as error:
            refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:plan", group, meeting.slug)
    context = {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"}
    return render(request, "meetings/meeting_new.html", context)


def add_item(request, group, slug):
    meeting = own_meeting(request, group, slug)
    initial = {"record_rule": meeting.record_rule}
    form = forms.ItemForm(request.POST or None, rules=forms.item_rules(meeting), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(meeting, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            return redirect("meetings:plan", group, slug)
    return render(
        request,
        "meetings/item_form.html",
        {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"},
    )


@require_POST
def add_break(request, group, slug):
    meeting = own_meeting(request, group, slug)
    try:
        actions.add_item(meeting, by=request.user, title=_("Break"), minutes=10, kind=AgendaItem.Kind.BREAK)
    except StaleState:
        messages.info(request, QUICK)
    return redirect("meetings:plan", group, slug)


def item(request, group, slug, number):
    meeting = own_meeting(request, group, slug)
    item = item_of(meeting, number)
    initial = {name: getattr(item, name) for name in forms.ItemForm.base_fields}
    topic = item.kind == AgendaItem.Kind.TOPIC
    form = forms.ItemForm(request.POST or None, rules=forms.item_rules(meeting, item), topic=topic, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:plan", group, slug)
    context = {"group": meeting.group, "meeting": meeting, "item": item, "form": form, "section": "my-page"}
    return render(request, "meetings/item_form.html", context)


def _move_item(request, group, slug, number, *, up):
    meeting = own_meeting(request, group, slug)
    try:
        actions.move_item(item_of(meeting, number), up=up, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    return redirect("meetings:plan", group, slug)


@require_POST
def item_up(request, group, slug, number):
    return _move_item(request, group, slug, number, up=True)


@require_POST
def item_down(request, group, slug, number):
    return _move_item(request, group, slug, number, up=False)


@require_POST
def item_remove(request, group, slug, number):
    meeting = own_meeting(request, group, slug)
    try:
        actions.remove_item(item_of(meeting, number), by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    return redirect("meetings:plan", group, slug)


def _step(request, group, slug, do, said, *, to="meetings:plan"):
    meeting = own_meeting(request, group, slug)
    try:
        do(meeting, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
        return redirect(to, group, slug)
    return redirect("meetings:plan", group, slug)


@require_POST
def announce(request, group, slug):
    meeting = own_meeting(request, group, slug)
    if meeting.state == Meeting.State.DRAFT and not meeting.theme:
        messages.info(request, _("Say first what the meeting is about. Then everybody can see it."))
        return redirect("meetings:theme", group, slug)
    return _step(request, group, slug, actions.announce, _("Announced. Everybody can see it now."))


@require_POST
def start(request, group, slug):
    said = _("The meeting has started. From now on what may be shared can only become closer.")
    return _step(request, group, slug, actions.start, said, to="minutes:notes")


@require_POST
def close(request, group, slug):
    return _step(
        request, group, slug, actions.close, _("The meeting is over. You can go on writing."), to="minutes:notes"
    )


@require_POST
def rule(request, group, slug):
    meeting = own_meeting(request, group, slug)
    form = forms.RuleForm(request.POST, rules=RecordRule.choices, prefix="rule")
    if form.is_valid():
        try:
            actions.set_rule(meeting, form.cleaned_data["record_rule"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleState:
            messages.info(request, QUICK)
        else:
            messages.success(request, _("Saved."))
    return redirect("meetings:plan", group, slug)


def cancel(request, group, slug):
    meeting = own_meeting(request, group, slug)
    form = forms.CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(meeting, by=request.user, reason=form.cleaned_data["reason"])
        except StaleState:
            messages.info(request, QUICK)
        else:
            messages.success(request, _("Called off. Everybody who booked is being told."))
        return redirect("meetings:plan", group, slug)
    context = {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"}
    return render(request, "meetings/meeting_cancel.html", context)
