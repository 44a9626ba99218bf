"""Pages on which notes are checked, signed and issued."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState, fetch, require
from coproduction.templatetags.when import day
from coproduction.working_days import working_days_after

from .. import actions, checking, consents, document, forms, rules
from ..models import Making, Minutes, Objection, Settlement
from .steps import QUICK, attempt, back_to, file_answer, minutes_of


@require_POST
def done(request, group, slug):
    minutes = minutes_of(request, group, slug)
    if attempt(request, actions.send_to_check, minutes):
        return back_to(minutes)
    return redirect("minutes:notes", group, slug)


def _trail(minutes):
    """The states of the minutes as (words, where they stand), for the trail."""
    words = [_("Written"), _("Being checked"), _("With the people who came"), _("With the group"), _("Public")]
    if minutes.state == Minutes.State.WITHDRAWN:
        return [(words[0], "done"), (_("Withdrawn"), "ended")]
    here = list(Minutes.State).index(Minutes.State(minutes.state))
    last = here == len(words) - 1
    return [(w, "done" if n < here or last else "now" if n == here else "todo") for n, w in enumerate(words)]


@require_safe
def check(request, group, slug):
    return _check_page(request, minutes_of(request, group, slug), None)


def _check_page(request, minutes, sign_form):
    places = checking.places(minutes)
    marked = checking.find(minutes, among=places)
    makings = list(minutes.makings.filter(revision=minutes.revision).defer("content"))
    remark = next((m.remark for m in makings if m.reasons), "")  # so that nothing typed is lost
    may_issue = rules.may_issue(request.user, minutes)
    objections = list(minutes.objections.all())
    by_place = {}
    for m in marked:
        by_place.setdefault(m.place.key, []).append(m)
    rows, last = [], None
    for place in places:
        found = by_place.get(place.key, [])
        if not found and (place.key.endswith(SCOPE) or place.is_beside):
            continue
        cards = [_card(minutes, m, request.user) for m in found]
        is_title = place.key.endswith((":title", ":theme")) and not place.key.startswith("paper:")
        again = last is not None and (last.item, last.heading) == (place.item, place.heading)
        rows.append(
            {
                "place": place,
                "pieces": _pieces(place.text, found),
                "cards": cards,
                "is_title": is_title,
                "leave_out": may_issue and place.key.startswith("view:") and place.key.split(":")[1],
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
            "missing": actions.missing(minutes, marked) if minutes.state == Minutes.State.CHECKING else [],
            "waiting": actions.waiting(minutes) if minutes.state == Minutes.State.CIRCULATED else [],
            "not_public": actions.why_not_public(minutes) if minutes.state == Minutes.State.AGREED else [],
            "objections": objections,
            "asked": any(o.settled_at is None for o in objections),
            **_clock(minutes),
            "answer_form": forms.AnswerForm(),
            "may_sign": rules.may_sign_off(person, minutes),
            "may_issue": may_issue,
            "left_out": minutes.left_out.select_related("item"),
            "may_shorten": may_issue and bool(actions.sooner_ends(minutes)),
            "took_notes": minutes.note_takers.filter(pk=person.pk).exists(),
            "sign_form": sign_form or forms.SignForm(initial={"revision": minutes.revision, "remark": remark}),
            "preview": _preview(minutes),
            "makings": makings,
            "overtaken": consents.overtaken(minutes),
            "late_yes": minutes.state == Minutes.State.CIRCULATED and bool(consents.waiting(minutes)),
            "copies": minutes.copies.in_reach(),
            "trail": _trail(minutes),
            "section": "my-page",
        },
        status=422 if sign_form is not None else 200,
    )


def _clock(minutes):
    """By when the notes are to be with the group, for those who look after it (LC1); nothing once they are."""
    on_the_way = (Minutes.State.WRITING, Minutes.State.CHECKING, Minutes.State.CIRCULATED)
    if minutes.state not in on_the_way or minutes.meeting.entered_afterwards:
        return {}
    meant_for = working_days_after(minutes.meeting.ends, TARGET_DAYS)
    return {"meant_for": meant_for, "late": meant_for < timezone.now()}


TARGET_DAYS = 10
"""Working days from the meeting to the group copy."""
SCOPE = (":can_decide", ":cannot_decide", ":who_decides", ":decide_by", *checking.FACTS)
"""Places everybody could read before the meeting: shown while checking only where something was found."""


def _preview(minutes):
    """What those who were there read now, while the notes go round."""
    if minutes.state != Minutes.State.CIRCULATED:
        return None
    return document.build(minutes, document.GROUP, names=actions.listed_names(minutes))


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
        take_back = _("Take the yes back") if m.settlement.reason == Settlement.Reason.SAID_YES else ""
        return {**card, "level": "settled", "words": said, "undo_url": undo, "undo": take_back}
    finding, place = urlencode({"finding": m.key}), urlencode({"place": m.place.key})
    settle = f"{reverse('minutes:settle', args=here)}?{finding}"
    may_keep = m.may_stay and (m.finding.level == "hint" or rules.may_issue(person, minutes))
    if m.place.fixed:
        card["words"] = _("%(why)s It stands elsewhere: change it there, or settle it here.") % {"why": m.finding.why}
    return {
        **card,
        "level": "must" if m.stops else "look",
        "suggestion": "" if m.place.fixed else m.finding.suggestion,
        "use_url": f"{reverse('minutes:reword', args=here)}?{finding}"
        if m.finding.suggestion and not m.place.fixed
        else "",
        "edit_url": "" if m.place.fixed else f"{reverse('minutes:change-words', args=here)}?{place}",
        "yes_url": f"{reverse('minutes:quote', args=here)}?{finding}" if m.may_be_said_yes_to else "",
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
    minutes = minutes_of(request, group, slug)
    attempt(request, actions.reword, minutes, request.GET.get("finding", ""), said=_("Changed."))
    return back_to(minutes)


def change_words(request, group, slug):
    minutes = minutes_of(request, group, slug)
    key = request.POST.get("place") or request.GET.get("place", "")
    row, field = checking.row_of(minutes, key)
    if row is None:
        messages.info(request, QUICK)
        return back_to(minutes)
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
            return back_to(minutes)
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
    minutes = minutes_of(request, group, slug)
    key = request.POST.get("finding") or request.GET.get("finding", "")
    marked = next((m for m in checking.find(minutes) if m.key == key), None)
    if marked is None or not marked.is_open:
        messages.info(request, QUICK)
        return back_to(minutes)
    reasons = Settlement.NOT_THAT_PERSON if marked.may_be_another_person else [Settlement.Reason.ACCEPTED]
    if marked.may_be_another_person and consents.covers(minutes, marked.place.key, marked.finding.text):
        reasons = [Settlement.Reason.CONSENT, *reasons]
    require(marked.may_be_another_person or marked.may_stay)
    if not marked.may_be_another_person and marked.finding.level == "block":
        require(rules.may_issue(request.user, minutes))
    form = forms.SettleForm(request.POST or None, reasons=reasons)
    if request.method == "POST" and form.is_valid():
        if _tried(request, form, actions.settle, minutes, key, **form.cleaned_data):
            return back_to(minutes)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "marked": marked,
        "form": form,
        "section": "my-page",
    }
    return render(request, "minutes/check_settle.html", context)


def quote(request, group, slug):
    """Whoever said these very words said yes to them. Who that was is asked nowhere."""
    minutes = minutes_of(request, group, slug)
    key = request.POST.get("finding") or request.GET.get("finding", "")
    marked = next((m for m in checking.find(minutes) if m.key == key), None)
    if marked is None or not marked.is_open:
        messages.info(request, QUICK)
        return back_to(minutes)
    require(marked.may_be_said_yes_to)
    form = forms.QuoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _tried(request, form, actions.say_yes_to_quote, minutes, key, **form.cleaned_data):
            return back_to(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group, "marked": marked}
    return render(request, "minutes/check_quote.html", {**context, "form": form, "section": "my-page"})


def _tried(request, form, action, *args, **kwargs):
    """Do it, or say at its question what is wrong. True when the page is done with."""
    try:
        action(*args, by=request.user, **kwargs)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except StaleState:
        messages.info(request, QUICK)
    return True


def window(request, group, slug):
    """End the time to ask for a change sooner, with a reason, and never under two working days."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    ends = [(str(number), day(end)) for number, end in actions.sooner_ends(minutes).items()]
    form = forms.ShortenForm(request.POST or None, ends=ends)
    if request.method == "POST" and form.is_valid():
        said = {"days": int(form.cleaned_data["days"]), "why": form.cleaned_data["why"]}
        if _tried(request, form, actions.shorten, minutes, **said):
            return back_to(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group, "ends": ends}
    return render(request, "minutes/window.html", {**context, "form": form, "section": "my-page"})


@require_POST
def unsettle(request, group, slug, number):
    minutes = minutes_of(request, group, slug)
    attempt(request, actions.unsettle, minutes, fetch(minutes.settlements, pk=number), said=_("It is open again."))
    return back_to(minutes)


@require_POST
def back(request, group, slug):
    minutes = minutes_of(request, group, slug)
    attempt(request, actions.back_to_writing, minutes, said=_("The notes can be changed again."))
    return redirect("minutes:notes", group, slug)


@require_POST
def sign(request, group, slug):
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    form = forms.SignForm(request.POST)
    if form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("revision", "remark")}
            actions.ask(minutes, Making.Step.SIGN, by=request.user, **said)
        except StaleState:
            messages.info(request, QUICK)
            return back_to(minutes)
        except actions.NotReady as error:
            for reason in error.reasons:
                form.add_error(None, reason)
        else:
            return redirect("minutes:making", group, slug, Making.Step.SIGN)
    return _check_page(request, minutes, form)


def _ask(request, group, slug, step):
    minutes = minutes_of(request, group, slug)
    if attempt(request, actions.ask, minutes, step):
        return redirect("minutes:making", group, slug, step)
    return back_to(minutes)


@require_POST
def agree(request, group, slug):
    return _ask(request, group, slug, Making.Step.AGREE)


@require_POST
def publish(request, group, slug):
    return _ask(request, group, slug, Making.Step.PUBLISH)


@require_POST
def make_draft(request, group, slug, audience):
    """A copy with DRAFT on every page, for reading on paper before it is signed."""
    return _ask(request, group, slug, f"draft-{audience}")


@require_safe
def draft(request, group, slug, audience):
    minutes = minutes_of(request, group, slug)
    content = actions.draft_of(minutes, audience)
    if content is None:
        messages.info(request, _("The words have changed, or the draft is a day old. Please make a new one."))
        return back_to(minutes)
    return file_answer(content, actions.draft_name(minutes, audience), private=True)


@require_safe
def making(request, group, slug, step):
    """How far the files are that somebody asked for, and what came of it."""
    minutes = minutes_of(request, group, slug)
    row = minutes.makings.filter(step=step).defer("content").last()
    if row is None:
        return back_to(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group, "making": row}
    response = render(request, "minutes/making.html", {**context, "section": "my-page"})
    response["Cache-Control"] = "private, no-store"
    return response


def correct(request, group, slug):
    """Open public notes again, saying only what kind of thing is wrong."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    form = forms.CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(request, actions.correct, minutes, kind=form.cleaned_data["kind"]):
            messages.success(request, _("You can change the words now. Then they are checked and signed again."))
            return redirect("minutes:notes", group, slug)
        return back_to(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group, "form": form}
    return render(request, "minutes/correct.html", {**context, "section": "my-page"})


def withdraw(request, group, slug):
    """Ask once, then take all copies back for good."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    if request.method == "POST":
        attempt(request, actions.withdraw, minutes, said=_("Withdrawn. People who were told are asked to delete them."))
        return back_to(minutes)
    context = {"minutes": minutes, "meeting": minutes.meeting, "group": minutes.meeting.group}
    return render(request, "minutes/withdraw.html", {**context, "section": "my-page"})


@require_POST
def answer(request, group, slug, key):
    minutes = minutes_of(request, group, slug)
    require(rules.may_issue(request.user, minutes))
    objection = fetch(Objection.objects.filter(minutes=minutes).select_related("minutes__meeting__group"), pk=key)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        attempt(request, actions.answer_objection, objection, said=_("Settled."), **form.cleaned_data)
    else:
        messages.error(request, " ".join(word for words in form.errors.values() for word in words))
    return back_to(minutes)
