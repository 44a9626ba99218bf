"""Pages for notes and minutes: writing, checking, signing, reading. Five moves: fetch, bind, act, say, go."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState, fetch, require
from groups.models import RecordRule
from groups.rules import may_facilitate
from meetings import agenda
from meetings.models import AgendaItem, Attendance, Meeting, PassedOnView

from . import actions, checking, document, forms, rules
from .emails import LOOK
from .models import Action, ConsensusNote, IssuedCopy, Minutes, Objection, Point, Settlement, View

QUICK = gettext_lazy("Somebody else was quicker, or the page was open for a while. Here is how it stands now.")
OUT = gettext_lazy("These notes are public, so they cannot be changed here.")


def _meeting(request, group, slug):
    meetings = Meeting.objects.visible_to(request.user).select_related("group")
    return fetch(meetings, group__slug=group, slug=slug)


def _minutes(request, group, slug):
    """The notes of a meeting, for those who run its group."""
    meeting = _meeting(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    return fetch(Minutes.objects.run_by(request.user).select_related("meeting__group"), meeting=meeting)


def _here(minutes, item=None):
    group, slug = minutes.meeting.group.slug, minutes.meeting.slug
    return redirect("minutes:item", group, slug, item) if item else redirect("minutes:check", group, slug)


def _do(request, action, *args, said=None, **kwargs):
    """Run an action and say in words what came of it. Returns True when it was done."""
    try:
        action(*args, by=request.user, **kwargs)
    except StaleState:
        messages.info(request, QUICK)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except actions.NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        if said:
            messages.success(request, said)
        return True
    return False


# --- writing ----------------------------------------------------------------------------------------------------------


def notes(request, group, slug):
    """Go to the item under discussion: the last one with notes, or the first."""
    meeting = _meeting(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    try:
        minutes = actions.open_notes(meeting, by=request.user)
    except StaleState:
        messages.info(request, _("The notes open when the meeting starts."))
        return redirect("meetings:plan", group, slug)
    last = minutes.points.order_by("-position").first()
    item = last.item_id if last else meeting.items.exclude(kind=AgendaItem.Kind.BREAK).values_list("pk", flat=True).first()
    if item is None:
        messages.info(request, _("Put something on the agenda first."))
        return redirect("meetings:plan", group, slug)
    return redirect("minutes:item", group, slug, item)


def item(request, group, slug, number):
    minutes = _minutes(request, group, slug)
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
            return _here(minutes, item.pk)
    return _item_page(request, minutes, items, item, form)


def _item_page(request, minutes, items, item, form):
    here = items.index(item)
    notes = list(minutes.consensus_notes.filter(item=item).prefetch_related("views"))
    points = list(minutes.points.filter(item=item))
    outcome = minutes.outcomes.filter(item=item).first()
    return render(
        request,
        "minutes/notes_item.html",
        {
            **_around(minutes, items, item),
            "form": form,
            "points": points,
            "consensus": [(note, [(v, forms.PlaceForm(prefix=str(v.pk))) for v in note.views.all()]) for note in notes],
            "view_form": forms.ViewForm(),
            "actions": minutes.actions.filter(item=item),
            "carried": agenda.carried_over(minutes.meeting, public=False) if item.kind == item.Kind.LAST_NOTES else [],
            "passed_on": PassedOnView.objects.filter(meeting=minutes.meeting, state=PassedOnView.State.WAITING),
            "asks_for_views": any(p.kind == Point.Kind.AGREED for p in points) and not (outcome and outcome.no_other_views),
            "asked_for_views": outcome is not None and outcome.no_other_views,
            "number": here + 1,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _private_item(request, minutes, items, item):
    outcome = minutes.outcomes.filter(item=item).first()
    initial = {"private_sentence": outcome.private_sentence if outcome else ""}
    form = forms.PrivateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _do(request, actions.set_outcome, minutes, item, said=_("Saved."), **form.cleaned_data):
            return _here(minutes, item.pk)
    return render(request, "minutes/notes_private.html", {**_around(minutes, items, item), "form": form})


def _around(minutes, items, item):
    """What every notes page shows beside the item: the agenda as a trail, what comes before and after."""
    meeting = minutes.meeting
    here = items.index(item)
    at, starts = meeting.starts, []
    for row in items:
        starts.append(at)
        at += dt.timedelta(minutes=row.minutes)
    trail = [
        (row, starts[n], "done" if n < here else "now" if n == here else "todo") for n, row in enumerate(items)
    ]
    return {
        "minutes": minutes,
        "meeting": meeting,
        "group": meeting.group,
        "item": item,
        "item_starts": starts[here],
        "item_ends": starts[here] + dt.timedelta(minutes=item.minutes),
        "number": here + 1,
        "count": len(items),
        "before": items[here - 1] if here else None,
        "after": items[here + 1] if here + 1 < len(items) else None,
        "after_starts": starts[here + 1] if here + 1 < len(items) else None,
        "agenda": trail,
        "section": "my-page",
    }


def point(request, group, slug, key):
    minutes = _minutes(request, group, slug)
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
            return _here(minutes, point.item_id)
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
    minutes = _minutes(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.remove_point, point, said=_("Taken out."))
    return _here(minutes, point.item_id)


@require_POST
def point_up(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.move_point, point, up=True)
    return _here(minutes, point.item_id)


@require_POST
def point_down(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.move_point, point, up=False)
    return _here(minutes, point.item_id)


@require_POST
def point_agreed(request, group, slug, key):
    """Mark a point as agreed by all, in one press."""
    minutes = _minutes(request, group, slug)
    point = fetch(Point.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.change_point, point, version=point.version, kind=Point.Kind.AGREED, text=point.text)
    return _here(minutes, point.item_id)


@require_POST
def no_other_views(request, group, slug, number):
    minutes = _minutes(request, group, slug)
    item = fetch(minutes.meeting.items.all(), pk=number)
    _do(request, actions.set_outcome, minutes, item, no_other_views=True)
    return _here(minutes, item.pk)


@require_POST
def take_passed_on(request, group, slug, number, key):
    minutes = _minutes(request, group, slug)
    item = fetch(minutes.meeting.items.all(), pk=number)
    passed_on = fetch(PassedOnView.objects.filter(meeting=minutes.meeting), pk=key)
    _do(request, actions.take_passed_on, minutes, passed_on, item=item, said=_("It is in the notes now."))
    return _here(minutes, item.pk)


def consensus(request, group, slug, key):
    minutes = _minutes(request, group, slug)
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
            return _here(minutes, note.item_id)
    return _row_page(request, minutes, note, form, theirs, title=_("What did you agree?"))


@require_POST
def consensus_remove(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.remove_consensus, note, said=_("Taken out."))
    return _here(minutes, note.item_id)


@require_POST
def consensus_alone(request, group, slug, key):
    """We asked, and there were no other views: in one press."""
    minutes = _minutes(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.change_consensus, note, version=note.version, no_other_views=True)
    return _here(minutes, note.item_id)


def view_add(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    note = fetch(ConsensusNote.objects.filter(minutes=minutes).select_related("item", "minutes"), pk=key)
    form = forms.ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _do(request, actions.add_view, note, **form.cleaned_data):
            return _here(minutes, note.item_id)
    return _row_page(request, minutes, note, form, None, title=_("Another view"), adds=True)


@require_POST
def view_place(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    view = fetch(View.objects.filter(note__minutes=minutes).select_related("note__minutes", "note"), pk=key)
    form = forms.PlaceForm(request.POST, prefix=str(view.pk))
    if form.is_valid():
        _do(request, actions.place_view, view, **form.cleaned_data)
    else:
        messages.error(request, " ".join(word for words in form.errors.values() for word in words))
    return _here(minutes, view.note.item_id)


def action(request, group, slug, key):
    minutes = _minutes(request, group, slug)
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
            return _here(minutes, row.item_id)
    return _row_page(request, minutes, row, form, theirs, title=_("What will be done?"))


@require_POST
def action_remove(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    row = fetch(Action.objects.filter(minutes=minutes), pk=key)
    _do(request, actions.remove_action, row, said=_("Taken out."))
    return _here(minutes, row.item_id)


def progress(request, group, slug, key):
    """How far something to do has got: for who leads it and those who run the group."""
    meeting = _meeting(request, group, slug)
    row = fetch(Action.objects.filter(minutes__meeting=meeting).select_related("item", "minutes__meeting__group"), pk=key)
    require(rules.may_progress(request.user, row))
    form = forms.ProgressForm(request.POST or None, initial={"state": row.state, "reason": row.state_reason})
    if request.method == "POST" and form.is_valid():
        try:
            actions.progress(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("reason", error.message_dict["reason"][0])
        else:
            messages.success(request, _("Thank you. It is written down."))
            return redirect("my-page")
    context = {"action": row, "meeting": meeting, "group": meeting.group, "form": form, "section": "my-page"}
    return render(request, "minutes/action_progress.html", context)


@require_POST
def agreed_at_meeting(request, group, slug):
    """The next meeting agreed the last notes: one button on the item "Notes of the last meeting"."""
    minutes = _minutes(request, group, slug)
    last = (
        Minutes.objects.filter(meeting__group=minutes.meeting.group, meeting__starts__lt=minutes.meeting.starts)
        .order_by("-meeting__starts")
        .first()
    )
    if last:
        on = timezone.localdate(minutes.meeting.starts)
        _do(request, actions.record_agreed_at_meeting, last, on=on, said=_("Written down, with the date."))
    return redirect("minutes:notes", group, slug)


# --- checking and signing -----------------------------------------------------------------------------------------------


@require_POST
def done(request, group, slug):
    minutes = _minutes(request, group, slug)
    if _do(request, actions.send_to_check, minutes):
        return _here(minutes)
    return redirect("minutes:notes", group, slug)


def _trail(minutes):
    """The states of the minutes as (words, where they stand), for the trail."""
    words = [_("Written"), _("Being checked"), _("With the people who came"), _("With the group"), _("Public")]
    here = list(Minutes.State).index(Minutes.State(minutes.state))
    last = here == len(words) - 1
    return [(w, "done" if n < here or last else "now" if n == here else "todo") for n, w in enumerate(words)]


@require_safe
def check(request, group, slug):
    return _check_page(request, _minutes(request, group, slug), None)


def _check_page(request, minutes, sign_form):
    marked = checking.find(minutes)
    by_place = {}
    for m in marked:
        by_place.setdefault(m.place.key, []).append(m)
    rows, last = [], None
    for place in checking.places(minutes):
        found = by_place.get(place.key, [])
        cards = [_card(minutes, m, request.user) for m in found]
        is_title = place.key.endswith(":title")
        again = last is not None and (last.item, last.heading) == (place.item, place.heading)
        rows.append(
            {
                "place": place,
                "pieces": _pieces(place.text, found),
                "cards": cards,
                "is_title": is_title,
                "heading": "" if again or is_title else place.heading,
            }
        )
        last = place
    stops = [m for m in marked if m.stops]
    person = request.user
    return render(
        request,
        "minutes/check.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "group": minutes.meeting.group,
            "rows": rows,
            "marked": marked,
            "stops": stops,
            "looks": [m for m in marked if m.is_open and not m.stops],
            "first": next((m for m in marked if m.is_open), None),
            "missing": actions.missing(minutes) if minutes.state == Minutes.State.CHECKING else [],
            "waiting": actions.waiting(minutes) if minutes.state == Minutes.State.CIRCULATED else [],
            "not_public": actions.why_not_public(minutes) if minutes.state == Minutes.State.AGREED else [],
            "objections": minutes.objections.all(),
            "answer_form": forms.AnswerForm(),
            "may_sign": rules.may_sign_off(person, minutes),
            "may_issue": rules.may_issue(person, minutes),
            "took_notes": minutes.note_takers.filter(pk=person.pk).exists(),
            "sign_form": sign_form or forms.SignForm(initial={"revision": minutes.revision}),
            "copies": minutes.copies.filter(version=minutes.version),
            "trail": _trail(minutes),
            "section": "my-page",
        },
        status=422 if sign_form is not None else 200,
    )


KIND_WORDS = {
    "name": gettext_lazy("a name"),
    "initials": gettext_lazy("initials"),
    "role": gettext_lazy("a role that one person has"),
    "affiliation": gettext_lazy("where somebody is from"),
    "pronoun": gettext_lazy("a word that points at one person"),
    "quote": gettext_lazy("somebody’s own words"),
    "action_owner": gettext_lazy("who will do it"),
    "number": gettext_lazy("a number of people"),
    "contact": gettext_lazy("a way to reach somebody"),
    "residual": gettext_lazy("something that could point at one person"),
}


def _card(minutes, m, person):
    """What the card beside one finding shows, and which of its buttons this person has."""
    here = [minutes.meeting.group.slug, minutes.meeting.slug]
    card = {"number": m.number, "title": KIND_WORDS[m.finding.kind], "words": m.finding.why}
    if m.settlement:
        said = m.settlement.note or m.settlement.get_reason_display()
        undo = reverse("minutes:unsettle", args=[*here, m.settlement.pk])
        return {**card, "level": "settled", "words": said, "undo_url": undo}
    finding, place = urlencode({"finding": m.key}), urlencode({"place": m.place.key})
    settle = f"{reverse('minutes:settle', args=here)}?{finding}"
    may_keep = m.may_stay and (m.finding.level == "hint" or rules.may_issue(person, minutes))
    return {
        **card,
        "level": "must" if m.stops else "look",
        "suggestion": m.finding.suggestion,
        "use_url": f"{reverse('minutes:reword', args=here)}?{finding}" if m.finding.suggestion else "",
        "edit_url": f"{reverse('minutes:change-words', args=here)}?{place}",
        "not_url": settle if m.may_be_another_person else "",
        "keep_url": settle if may_keep and not m.may_be_another_person else "",
    }


def _pieces(text, found):
    """Cut a text at its findings: a list of (words, finding or None), for marking words in place."""
    pieces, at = [], 0
    for m in sorted(found, key=lambda m: (m.finding.start, -m.finding.end)):
        start, end = max(m.finding.start, at), m.finding.end
        if end <= at:
            pieces.append(("", m))
            continue
        pieces += [(text[at:start], None), (text[start:end], m)]
        at = end
    pieces.append((text[at:], None))
    return [(words, m) for words, m in pieces if words or m]


@require_POST
def reword(request, group, slug):
    minutes = _minutes(request, group, slug)
    _do(request, actions.reword, minutes, request.GET.get("finding", ""), said=_("Changed."))
    return _here(minutes)


def change_words(request, group, slug):
    minutes = _minutes(request, group, slug)
    key = request.POST.get("place") or request.GET.get("place", "")
    row, field = checking.row_of(minutes, key)
    if row is None:
        messages.info(request, QUICK)
        return _here(minutes)
    place = next(p for p in checking.places(minutes) if p.key == key)
    form = forms.ChangeWordsForm(request.POST or None, initial={"text": place.text, "digest": place.digest})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_words(minutes, key, by=request.user, **form.cleaned_data)
        except StaleState:
            theirs = place.text
            data = form.data.copy()
            data["digest"] = place.digest
            form = forms.ChangeWordsForm(data)
        except ValidationError as error:
            form.add_error("text", error.message_dict["text"][0])
        else:
            messages.success(request, _("Changed."))
            return _here(minutes)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "place": place,
        "form": form,
        "theirs": theirs,
        "section": "my-page",
    }
    return render(request, "minutes/check_words.html", context, status=409 if theirs is not None else 200)


def settle(request, group, slug):
    """Not that person, or it can stay: what the rules allow for this finding, and for nobody more."""
    minutes = _minutes(request, group, slug)
    key = request.POST.get("finding") or request.GET.get("finding", "")
    marked = next((m for m in checking.find(minutes) if m.key == key), None)
    if marked is None or not marked.is_open:
        messages.info(request, QUICK)
        return _here(minutes)
    reasons = Settlement.NOT_THAT_PERSON if marked.may_be_another_person else [Settlement.Reason.ACCEPTED]
    require(marked.may_be_another_person or marked.may_stay)
    if not marked.may_be_another_person and marked.finding.level == "block":
        require(rules.may_issue(request.user, minutes))
    form = forms.SettleForm(request.POST or None, reasons=reasons)
    if request.method == "POST" and form.is_valid():
        if _do(request, actions.settle, minutes, key, said=_("Settled."), **form.cleaned_data):
            return _here(minutes)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "marked": marked,
        "form": form,
        "section": "my-page",
    }
    return render(request, "minutes/check_settle.html", context)


@require_POST
def unsettle(request, group, slug, number):
    minutes = _minutes(request, group, slug)
    _do(request, actions.unsettle, minutes, fetch(minutes.settlements.all(), pk=number))
    return _here(minutes)


@require_POST
def back(request, group, slug):
    minutes = _minutes(request, group, slug)
    _do(request, actions.back_to_writing, minutes, said=_("The notes can be changed again."))
    return redirect("minutes:notes", group, slug)


@require_POST
def sign(request, group, slug):
    minutes = _minutes(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    form = forms.SignForm(request.POST)
    if form.is_valid():
        try:
            actions.sign(
                minutes,
                by=request.user,
                revision=form.cleaned_data["revision"],
                remark=form.cleaned_data["remark"],
            )
        except StaleState:
            messages.info(request, QUICK)
            return _here(minutes)
        except actions.NotReady as error:
            for reason in error.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Signed. Thank you for reading it all."))
            return _here(minutes)
    return _check_page(request, minutes, form)


@require_POST
def agree(request, group, slug):
    minutes = _minutes(request, group, slug)
    _do(request, actions.agree, minutes, said=_("The group copy is out."))
    return _here(minutes)


@require_POST
def publish(request, group, slug):
    minutes = _minutes(request, group, slug)
    _do(request, actions.publish, minutes, said=_("The notes are public now."))
    return _here(minutes)


@require_POST
def answer(request, group, slug, key):
    minutes = _minutes(request, group, slug)
    objection = fetch(Objection.objects.filter(minutes=minutes).select_related("minutes__meeting__group"), pk=key)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        _do(request, actions.answer_objection, objection, said=_("Settled."), **form.cleaned_data)
    else:
        messages.error(request, " ".join(word for words in form.errors.values() for word in words))
    return _here(minutes)


@require_safe
def draft(request, group, slug, audience):
    """A copy with DRAFT on every page, for reading on paper before it is signed."""
    minutes = _minutes(request, group, slug)
    try:
        built, pdf = actions.draft_file(minutes, audience, by=request.user)
    except actions.NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return _here(minutes)
    return _file(pdf, f"{built.file_stem}-draft.pdf", private=True)


# --- reading ----------------------------------------------------------------------------------------------------------


def _file(content, name, *, private):
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    if private:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    else:
        response["Cache-Control"] = "no-cache"
    return response


def _copy(meeting, audience):
    copies = IssuedCopy.objects.filter(minutes__meeting=meeting, audience=audience)
    if audience == document.PUBLIC:
        copies = copies.filter(minutes__state=Minutes.State.PUBLISHED)
    return fetch(copies.order_by("-version"))


@login_not_required
@require_safe
def public(request, group, slug):
    meeting = _meeting(request, group, slug)
    copy = _copy(meeting, document.PUBLIC)
    return _reading_page(request, meeting, copy)


@login_not_required
@require_safe
def public_pdf(request, group, slug):
    copy = _copy(_meeting(request, group, slug), document.PUBLIC)
    return _file(bytes(copy.pdf), copy.file_name, private=False)


@require_safe
def group_copy(request, group, slug):
    meeting = _meeting(request, group, slug)
    copy = _copy(meeting, document.GROUP)
    require(rules.may_read_group_copy(request.user, copy.minutes))
    response = _reading_page(request, meeting, copy)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def group_pdf(request, group, slug):
    copy = _copy(_meeting(request, group, slug), document.GROUP)
    require(rules.may_read_group_copy(request.user, copy.minutes))
    return _file(bytes(copy.pdf), copy.file_name, private=True)


def _reading_page(request, meeting, copy):
    return render(
        request,
        "minutes/minutes.html",
        {
            "document": document.from_json(copy.document),
            "copy": copy,
            "meeting": meeting,
            "group": meeting.group,
            "next": meeting.group.meetings.coming_up().first(),
            "section": "groups",
        },
    )


@login_not_required
def look(request, token):
    """Somebody who was there reads the notes by their own link and may ask for a change. A GET changes nothing."""
    attendances = Attendance.objects.filter(came=True).select_related("meeting__group")
    attendance = links.open_link(LOOK, token, attendances)
    minutes = Minutes.objects.filter(meeting=attendance.meeting).first() if attendance else None
    if minutes is None:
        return render(request, "meetings/booking_old_link.html", {"section": "meetings"}, status=404)
    form = forms.ObjectionForm(request.POST or None)
    done = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(minutes, **form.cleaned_data)
            done = True
        except StaleState:
            messages.info(request, _("The time to ask by this page is over. Please ring us, and we will look at it."))
    open_now = minutes.state == Minutes.State.CIRCULATED
    names = actions.listed_names(minutes) if open_now else None
    response = render(
        request,
        "minutes/look.html",
        {
            "document": document.build(minutes, document.GROUP, names=names) if open_now else None,
            "minutes": minutes,
            "meeting": minutes.meeting,
            "group": minutes.meeting.group,
            "form": form,
            "done": done,
            "section": "meetings",
        },
    )
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
