"""Pages on which people say yes to being named, take it back, or have their yes written down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState, fetch, require
from groups.models import RecordRule
from meetings.models import Attendance

from .. import actions, checking, consents, document, forms, rules
from ..emails import LOOK
from ..models import Action, Minutes, words_digest
from .steps import QUICK, attempt, minutes_of


# --- by one's own link ------------------------------------------------------------------------------------------------
def _private(response):
    """The address holds a token: it is told to nobody, and the page is kept nowhere."""
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _own(token):
    """Return (attendance, minutes) of somebody's own link, or (None, None) when it opens nothing."""
    people = Attendance.objects.exclude(came=False).select_related("meeting__group")
    attendance = links.open_link(LOOK, token, people)
    minutes = Minutes.objects.filter(meeting=attendance.meeting).first() if attendance else None
    if minutes is None or minutes.state == Minutes.State.WITHDRAWN:
        return None, None
    return attendance, minutes


def _old_link(request):
    return render(request, "meetings/booking_old_link.html", {"section": "meetings"}, status=404)


@login_not_required
@require_safe
def own_names(request, token):
    """What somebody may say yes to being named at, and what they said yes to."""
    attendance, minutes = _own(token)
    if attendance is None:
        return _old_link(request)
    given = minutes.consents.open().filter(attendance=attendance).select_related("action__item", "item")
    said = {row.action_id or row.item_id: row for row in given}
    led = _led_by(minutes, attendance).exclude(item__record_rule=RecordRule.CONFIDENTIAL)
    counting = {row.pk for row in consents.standing(minutes)}
    context = {
        "own": True,
        "token": token,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "leads": [(row, row.lead, _told(said.get(row.pk), counting)) for row in led],
        "items": [(row, _told(said.get(row.pk), counting)) for row in _on_record(minutes)],
        "section": "my-page",
    }
    return _private(render(request, "minutes/names.html", context))


def _on_record(minutes):
    """The items somebody may be named at as presenter."""
    return minutes.meeting.items.filter(record_rule=RecordRule.ON_RECORD, kind="topic")


def _told(row, counting):
    """Return (consent, whether it counts in the next copy that is made, why not in words) or None."""
    if row is None or not row.holds:
        return None
    return row, "" if row.pk in counting else _("It counts from the next version, because these notes are signed.")


@login_not_required
def own_lead(request, token, key):
    attendance, minutes = _own(token)
    if attendance is None:
        return _old_link(request)
    return _private(_own_yes(request, token, attendance, fetch(_led_by(minutes, attendance), pk=key)))


def _led_by(minutes, attendance):
    return minutes.actions.filter(lead=attendance).select_related("item", "lead", "minutes__meeting__group")


@login_not_required
def own_presenter(request, token, number):
    attendance, minutes = _own(token)
    if attendance is None:
        return _old_link(request)
    return _private(_own_yes(request, token, attendance, fetch(_on_record(minutes), pk=number)))


def _own_yes(request, token, attendance, place):
    if not actions.may_be_named(place, attendance):
        raise Http404
    form = _yes_form(request.POST or None, place, attendance, own=True)
    back = reverse("minutes:own-names", args=[token])
    if request.method == "POST" and form.is_valid():
        person = request.user
        by = person if person.is_authenticated and person.pk == attendance.person_id else None
        try:
            row = actions.say_yes(place, attendance=attendance, by=by, **form.cleaned_data)
        except StaleState:
            messages.info(request, QUICK)
            return redirect(back)
        messages.success(request, _thanks(row))
        return redirect(back)
    return _yes_page(request, place, form, back, own=True)


def _thanks(row):
    said = _("Written down. The notes will say “%(words)s” there.") % {"words": row.wording}
    late = row.pk in {waiting.pk for waiting in consents.waiting(row.minutes)}
    return f"{said} {_('These notes are signed already, so it counts from their next version.')}" if late else said


@login_not_required
@require_POST
def own_back(request, token, number):
    """Take one's own yes back: one press, no reason."""
    attendance, minutes = _own(token)
    if attendance is None:
        return _old_link(request)
    consent = fetch(minutes.consents.filter(attendance=attendance), pk=number)
    actions.take_back(consent)
    messages.success(request, _("Taken back. The next version does not name you there."))
    return _private(redirect("minutes:own-names", token))


# --- for those who run the group --------------------------------------------------------------------------------------
@require_safe
def names(request, group, slug):
    """Who is named in the notes by their own yes, and where somebody could be."""
    minutes = minutes_of(request, group, slug)
    given = list(minutes.consents.open().select_related("action__item", "item", "attendance"))
    counting = {row.pk for row in consents.standing(minutes)}
    by_action = {row.action_id: _told(row, counting) for row in given if row.action_id}
    by_item = {}
    for row in given:
        if row.item_id and row.holds:
            by_item.setdefault(row.item_id, []).append(_told(row, counting))
    led = minutes.actions.exclude(item__record_rule=RecordRule.CONFIDENTIAL).select_related("lead")
    context = {
        "own": False,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "leads": [(row, row.lead, by_action.get(row.pk)) for row in led],
        "items": [(row, by_item.get(row.pk, [])) for row in _on_record(minutes)],
        "may_record": rules.may_record_yes(request.user, minutes) and minutes.state != Minutes.State.WITHDRAWN,
        "overtaken": consents.overtaken(minutes),
        "quotes": _quotes(minutes),
        "section": "my-page",
    }
    return render(request, "minutes/names.html", context)


def _quotes(minutes):
    """Somebody's own words that stand by their yes, as (settlement, the words); "" when the text is another now."""
    rows = list(minutes.settlements.yeses().order_by("at"))
    texts = {place.key: place for place in checking.places(minutes)} if rows else {}
    said = []
    for row in rows:
        place = texts.get(row.place)
        said.append((row, place.text[row.start : row.end] if place and place.digest == row.digest else ""))
    return [(row, words) for row, words in said if words]


def name_lead(request, group, slug, key):
    """Write down that who leads an action said yes."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_record_yes(request.user, minutes))
    rows = minutes.actions.exclude(lead=None).select_related("item", "lead", "minutes__meeting__group")
    place = fetch(rows, pk=key)
    return _record(request, minutes, place, place.lead)


def name_presenter(request, group, slug, number):
    """Write down that a presenter said yes. Who it was comes first, then in which words."""
    minutes = minutes_of(request, group, slug)
    require(rules.may_record_yes(request.user, minutes))
    place = fetch(_on_record(minutes), pk=number)
    who = forms.PresenterForm(request.POST or None, people=minutes.meeting.attendances.exclude(came=False))
    if request.method == "POST" and who.is_valid():
        return _record(request, minutes, place, who.cleaned_data["person"], chosen=not request.POST.get("digest"))
    return _yes_page(request, place, who, reverse("minutes:names", args=[group, slug]), own=False)


def _record(request, minutes, place, attendance, chosen=False):
    back = reverse("minutes:names", args=[minutes.meeting.group.slug, minutes.meeting.slug])
    if not actions.may_be_named(place, attendance):
        raise Http404
    form = _yes_form(None if chosen else request.POST or None, place, attendance, own=False)
    if request.method == "POST" and not chosen and form.is_valid():
        try:
            row = actions.record_yes(place, attendance=attendance, by=request.user, **form.cleaned_data)
        except StaleState:
            messages.info(request, QUICK)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _thanks(row))
        return redirect(back)
    return _yes_page(request, place, form, back, own=False, person=attendance)


@require_POST
def name_back(request, group, slug, number):
    """Take a yes back for somebody who asked; nobody has to prove who they are."""
    minutes = minutes_of(request, group, slug)
    consent = fetch(minutes.consents.select_related("attendance", "minutes__meeting__group"), pk=number)
    attempt(request, actions.take_back, consent, said=_("Taken back. The next version does not name them there."))
    return redirect("minutes:names", group, slug)


# --- both -------------------------------------------------------------------------------------------------------------
def _yes_form(data, place, attendance, *, own):
    is_action = isinstance(place, Action)
    offered = consents.offered(attendance.called, "" if is_action else attendance.organisation)
    printed = [(w, w if is_action else document.presented_by((document.Yes(w, public=True),))) for w in offered]
    digest = words_digest(actions.words_beside(place))
    return forms.YesForm(data, own=own, printed=printed, initial={"digest": digest, "words": offered[0]})


def _yes_page(request, place, form, back, *, own, person=None):
    minutes = place.minutes if isinstance(place, Action) else place.meeting.record
    context = {
        "form": form,
        "own": own,
        "words": actions.words_beside(place),
        "is_action": isinstance(place, Action),
        "person": person,
        "back": back,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "group": minutes.meeting.group,
        "signed": minutes.sign_offs.filter(revision=minutes.revision).exists(),
        "section": "my-page",
    }
    return render(request, "minutes/name.html", context)
