"""Pages on which notes are written. Five moves: fetch, bind, act, say, go."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from coproduction.access import StaleState, fetch, require
from coproduction.templatetags.when import timed
from groups.models import RecordRule
from groups.rules import may_facilitate
from meetings import agenda
from meetings.models import AgendaItem, PassedOnView

from .. import actions, forms, rules
from ..models import Action, ConsensusNote, Minutes, Point, View
from . import board
from .steps import QUICK, attempt, back_to, meeting_of, minutes_of

AT_ONCE = 60
"""Lines on the page without script, newest first; the others are one press away. Script has them all."""
OUT = gettext_lazy("These notes are public, so they cannot be changed here.")


def notes(request, group, slug):
    """Go to the item under discussion: the last one with notes, or the first. Without notes, offer to start them."""
    meeting = meeting_of(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None and request.method != "POST":
        if not meeting.has_begun:
            messages.info(request, _("The notes open when the meeting starts."))
            return redirect("meetings:plan", group, slug)
        context = {"meeting": meeting, "group": meeting.group, "section": "my-page"}
        return render(request, "minutes/notes_start.html", context)
    if minutes is None:
        try:
            minutes = actions.open_notes(meeting, by=request.user)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
    last = minutes.points.order_by("-position").first()
    talk = meeting.items.exclude(kind=AgendaItem.Kind.BREAK).values_list("pk", flat=True)
    item = last.item_id if last else talk.first()
    if item is None:
        messages.info(request, _("Put something on the agenda first."))
        return redirect("meetings:plan", group, slug)
    return redirect("minutes:item", group, slug, item)


def item(request, group, slug, number):
    minutes = minutes_of(request, group, slug)
    items = list(minutes.meeting.items.all())
    item = fetch(minutes.meeting.items.all(), pk=number)
    if item.record_rule == RecordRule.CONFIDENTIAL:
        return _private_item(request, minutes, items, item)
    form = forms.AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["kind"] == forms.AGREED:
                actions.add_consensus(minutes, by=request.user, key=data["key"], item=item, text=data["text"])
            elif data["kind"] == forms.TO_DO:
                actions.add_action(minutes, by=request.user, key=data["key"], item=item, text=data["text"])
            else:
                actions.add_point(
                    minutes, by=request.user, key=data["key"], item=item, kind=data["kind"], text=data["text"]
                )
        except ValidationError as error:
            form.add_error("text", error)
        except StaleState:
            form.add_error(None, OUT)
        else:
            return back_to(minutes, item.pk)
    return _item_page(request, minutes, items, item, form)


def _item_page(request, minutes, items, item, form):
    notes = list(minutes.consensus_notes.filter(item=item).prefetch_related("views"))
    points = list(minutes.points.filter(item=item))[::-1]
    earlier = 0 if len(points) <= AT_ONCE or "all" in request.GET else len(points) - AT_ONCE
    outcome = minutes.outcomes.filter(item=item).first()
    return render(
        request,
        "minutes/notes_item.html",
        {
            **_around(request, minutes, items, item),
            "form": form,
            "points": points[: len(points) - earlier],
            "earlier": earlier,
            "consensus": [(note, [(v, forms.PlaceForm(prefix=str(v.pk))) for v in note.views.all()]) for note in notes],
            "view_form": forms.ViewForm(),
            "may_take_out_views": minutes.first_checked_at is None,
            "left_out": minutes.left_out.filter(item=item),
            "may_leave_out": rules.may_issue(request.user, minutes),
            "actions": minutes.actions.filter(item=item),
            "asks_for_views": any(p.kind == Point.Kind.AGREED for p in points)
            and not (outcome and outcome.no_other_views),
            "asked_for_views": outcome is not None and outcome.no_other_views,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _private_item(request, minutes, items, item):
    outcome = minutes.outcomes.filter(item=item).first()
    initial = {"private_sentence": outcome.private_sentence if outcome else ""}
    form = forms.PrivateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(request, actions.set_outcome, minutes, item, said=_("Saved."), **form.cleaned_data):
            return back_to(minutes, item.pk)
    return render(request, "minutes/notes_private.html", {**_around(request, minutes, items, item), "form": form})


def _around(request, minutes, items, item):
    """What every notes page shows beside the item: the agenda as a trail, and what comes before and after it."""
    meeting = minutes.meeting
    starts = {row.pk: at for at, row in timed(items, meeting.starts)}
    rows = [row for row in items if not row.is_break or row == item]
    here = rows.index(item)
    before, after = rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None
    states = ["done"] * here + ["now"] + ["todo"] * (len(rows) - here - 1)
    return {
        "minutes": minutes,
        "meeting": meeting,
        "group": meeting.group,
        "item": item,
        "item_starts": starts[item.pk],
        "item_ends": starts[item.pk] + dt.timedelta(minutes=item.minutes),
        "number": here + 1,
        "count": len(rows),
        "before": before,
        "after": after,
        "after_starts": after and starts[after.pk],
        "agenda": [(row, starts[row.pk], state) for row, state in zip(rows, states, strict=True)],
        "section": "my-page",
        "parts": board.address_of_parts(),
        "state": board.state_of(minutes, request.user, [(row, starts[row.pk]) for row in rows], item),
        "rules": sorted({row.record_rule for row in rows}),
        "asked": board.asked_by_the_room(minutes),
        "last_notes": next((row for row in rows if row.kind == row.Kind.LAST_NOTES), None),
        "carried": agenda.carried_over(meeting, public=False),
        "passed_on": PassedOnView.objects.filter(meeting=meeting, state=PassedOnView.State.WAITING),
    }


def point(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes).select_related("item", "minutes"), pk=key)
    initial = {"kind": point.kind, "text": point.text, "version": point.version}
    form = forms.PointForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_point(point, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("text", error)
        except StaleState:
            theirs, form = _both(form, point, forms.PointForm)
        else:
            return back_to(minutes, point.item_id)
    return _row_page(request, minutes, point, form, theirs, title=_("Change these words"))


def _both(form, row, form_class, **options):
    """Somebody changed the row meanwhile: return their words, and the form with mine, ready to be sent on top."""
    row.refresh_from_db()
    data = form.data.copy()
    data["version"] = row.version
    return row.text, form_class(data, **options)


def _row_page(request, minutes, row, form, theirs, *, title, **more):
    return render(
        request,
        "minutes/notes_row.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "group": minutes.meeting.group,
            "row": row,
            "kind": row._meta.model_name,
            "item": row.item,
            "form": form,
            "theirs": theirs,
            "title": title,
            "section": "my-page",
            **more,
        },
        status=409 if theirs is not None else 200,
    )


@require_POST
def point_remove(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.remove_point, point, said=_("Taken out."))
    return back_to(minutes, point.item_id)


@require_POST
def point_up(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.move_point, point, up=True)
    return back_to(minutes, point.item_id)


@require_POST
def point_down(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.move_point, point, up=False)
    return back_to(minutes, point.item_id)


@require_POST
def point_agreed(request, group, slug, key):
    """Mark a point as agreed by all, in one press."""
    minutes = minutes_of(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.change_point, point, version=point.version, kind=Point.Kind.AGREED, text=point.text)
    return back_to(minutes, point.item_id)


@require_POST
def no_other_views(request, group, slug, number):
    minutes = minutes_of(request, group, slug)
    item = fetch(minutes.meeting.items.all(), pk=number)
    attempt(request, actions.set_outcome, minutes, item, no_other_views=True)
    return back_to(minutes, item.pk)


@require_POST
def take_passed_on(request, group, slug, number, key):
    minutes = minutes_of(request, group, slug)
    item = fetch(minutes.meeting.items.all(), pk=number)
    passed_on = PassedOnView.objects.filter(meeting=minutes.meeting, pk=key).first()
    if passed_on is None:  # pressed twice, or somebody else took it
        messages.info(request, QUICK)
        return back_to(minutes, item.pk)
    attempt(request, actions.take_passed_on, minutes, passed_on, item=item, said=_("It is in the notes now."))
    return back_to(minutes, item.pk)


def consensus(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes).select_related("item", "minutes"), pk=key)
    initial = {name: getattr(note, name) for name in forms.ConsensusForm.base_fields}
    form = forms.ConsensusForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_consensus(note, by=request.user, **form.cleaned_data)
        except StaleState:
            theirs, form = _both(form, note, forms.ConsensusForm)
        else:
            return back_to(minutes, note.item_id)
    return _row_page(request, minutes, note, form, theirs, title=_("What did you agree?"))


@require_POST
def consensus_remove(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.remove_consensus, note, said=_("Taken out."))
    return back_to(minutes, note.item_id)


@require_POST
def consensus_alone(request, group, slug, key):
    """We asked, and there were no other views: in one press."""
    minutes = minutes_of(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.change_consensus, note, version=note.version, no_other_views=True)
    return back_to(minutes, note.item_id)


def view_add(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes).select_related("item", "minutes"), pk=key)
    form = forms.ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(request, actions.add_view, note, **form.cleaned_data):
            return back_to(minutes, note.item_id)
    return _row_page(request, minutes, note, form, None, title=_("Another view"), adds=True)


@require_POST
def view_place(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    view = fetch(View.objects.filter(note__minutes=minutes).select_related("note__minutes", "note"), pk=key)
    form = forms.PlaceForm(request.POST, prefix=str(view.pk))
    if form.is_valid():
        attempt(request, actions.place_view, view, **form.cleaned_data)
    else:
        messages.error(request, " ".join(word for words in form.errors.values() for word in words))
    return back_to(minutes, view.note.item_id)


@require_POST
def view_remove(request, group, slug, key):
    """Take out a view that was typed by mistake."""
    minutes = minutes_of(request, group, slug)
    view = fetch(View.objects.filter(note__minutes=minutes).select_related("note"), pk=key)
    attempt(request, actions.remove_view, view, said=_("Taken out."))
    return back_to(minutes, view.note.item_id)


def view_leave_out(request, group, slug, key):
    """Leave a view out of the copies, with a reason."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    rows = View.objects.filter(note__minutes=minutes).select_related("note__item", "note__minutes__meeting__group")
    view = fetch(rows, pk=key)
    form = forms.LeaveOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_out(view, by=request.user, why=form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error)
        except StaleState:
            messages.info(request, QUICK)
            return back_to(minutes, view.note.item_id)
        else:
            messages.success(request, _("Left out. The copies say that something is not included."))
            return back_to(minutes, view.note.item_id)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group, "view": view}
    context |= {"item": view.note.item, "form": form, "section": "my-page"}
    return render(request, "minutes/view_leave_out.html", context)


@require_POST
def view_put_back(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    row = fetch(minutes.left_out.select_related("note", "minutes__meeting__group"), pk=key)
    attempt(request, actions.put_back, row, said=_("It is back. Say where it goes."))
    return back_to(minutes, row.item_id)


def action(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    row = fetch(Action.objects.filter(minutes=minutes).select_related("item", "minutes"), pk=key)
    initial = {name: getattr(row, name) for name in forms.ActionForm.base_fields if name != "helpers"}
    initial["helpers"] = list(row.helpers.all())
    options = {
        "people": minutes.meeting.attendances.exclude(came=False),
        "has_parent": minutes.meeting.group.parent_id is not None,
    }
    form = forms.ActionForm(request.POST or None, initial=initial, **options)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_action(row, by=request.user, **form.cleaned_data)
        except StaleState:
            theirs, form = _both(form, row, forms.ActionForm, **options)
        else:
            return back_to(minutes, row.item_id)
    return _row_page(request, minutes, row, form, theirs, title=_("What will be done?"))


@require_POST
def action_remove(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    row = fetch(Action.objects.filter(minutes=minutes), pk=key)
    attempt(request, actions.remove_action, row, said=_("Taken out."))
    return back_to(minutes, row.item_id)


@require_POST
def agreed_at_meeting(request, group, slug):
    """The next meeting agreed the last notes: one button on the item "Notes of the last meeting"."""
    minutes = minutes_of(request, group, slug)
    last = (
        Minutes.objects.filter(meeting__group=minutes.meeting.group, meeting__starts__lt=minutes.meeting.starts)
        .order_by("-meeting__starts")
        .first()
    )
    if last:
        on = timezone.localdate(minutes.meeting.starts)
        attempt(request, actions.record_agreed_at_meeting, last, on=on, said=_("Written down, with the date."))
    return redirect("minutes:notes", group, slug)
