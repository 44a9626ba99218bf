"""In the room: what people send from their phones, and what becomes of it. No page here knows who sent anything."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState, fetch
from groups.models import JargonWord

from .. import actions, forms
from ..models import Meeting, PassedOnView, RoomWish
from .steps import QUICK, as_typed, own_meeting, phone_address

# --- by phone, for everybody in the room ------------------------------------------------------------------------------


def _by_phone(request, code):
    """Return (the meeting, None), or (None, the kind page that says why nothing can be sent)."""
    meetings = Meeting.objects.visible_to(request.user).select_related("group")
    meeting = meetings.filter(room_code=code).first()
    if meeting and meeting.hears_the_room:
        return meeting, None
    return None, _shut(request, meeting)


def _shut(request, meeting):
    context = {"meeting": meeting, "section": "meetings"}
    return render(request, "meetings/room_shut.html", context, status=410 if meeting else 404)


def _ask(request, meeting, code, form, *, what, full=False):
    context = {"meeting": meeting, "code": code, "form": form, "what": what, "section": "meetings"}
    return render(request, "meetings/room_send.html", context, status=409 if full else 200)


def _send(request, code, *, what, form_class, do, said):
    """One question, and its answer sent to those who run the meeting. Nothing of who sent it is written anywhere."""
    meeting, shut = _by_phone(request, code)
    if shut:
        return shut
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, meeting, code, form, what=what)
    try:
        do(meeting, **form.cleaned_data)
    except actions.NotOpen:
        return _shut(request, meeting)
    except actions.TooMany:
        form.add_error(None, _("A lot is waiting already. We kept your words. Try again in a few minutes"))
        return _ask(request, meeting, code, form, what=what, full=True)
    messages.success(request, said)
    return redirect("meetings:room", code)


@login_not_required
@require_safe
def room(request, code):
    meeting, shut = _by_phone(request, code)
    if shut:
        return shut
    context = {"meeting": meeting, "code": code, "form": forms.RequestKeyForm(), "section": "meetings"}
    return render(request, "meetings/room.html", context)


@login_not_required
def room_word(request, code):
    said = _("Sent. The people who run the meeting can see the word, not who asked.")
    return _send(request, code, what="word", form_class=forms.RoomWordForm, do=actions.ask_for_word, said=said)


@login_not_required
def room_view(request, code):
    said = _("Sent. The people who run the meeting can read your view, not whose it is.")
    return _send(request, code, what="view", form_class=forms.RoomViewForm, do=actions.pass_on_from_the_room, said=said)


@login_not_required
@require_POST
def room_pause(request, code):
    meeting, shut = _by_phone(request, code)
    if shut:
        return shut
    form = forms.RequestKeyForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_for_pause(meeting, **form.cleaned_data)
        except actions.NotOpen:
            return _shut(request, meeting)
        messages.success(request, _("Sent. The people who run the meeting know that a pause would be good."))
    return redirect("meetings:room", code)


# --- for those who run the meeting ----------------------------------------------------------------------------------


@require_safe
def from_the_room(request, group, slug):
    meeting = own_meeting(request, group, slug)
    views = PassedOnView.objects.filter(meeting=meeting, state=PassedOnView.State.WAITING)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "wishes": RoomWish.objects.visible_to(request.user).filter(meeting=meeting).waiting(),
        "views": views,
        "typed": as_typed(phone_address(meeting)),
        "section": "my-page",
    }
    return render(request, "meetings/from_the_room.html", context)


def _back(request, meeting):
    """Return to the page a button was pressed on: one of ours, or the page of what came in."""
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    return redirect("meetings:from-the-room", meeting.group.slug, meeting.slug)


def _wish_of(request, group, slug, key):
    meeting = own_meeting(request, group, slug)
    wishes = RoomWish.objects.visible_to(request.user).select_related("meeting__group")
    return meeting, fetch(wishes.filter(meeting=meeting), pk=key)


@require_POST
def wish_done(request, group, slug, key):
    meeting, wish = _wish_of(request, group, slug, key)
    try:
        actions.done(wish, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    return _back(request, meeting)


def wish_explain(request, group, slug, key):
    """Say what a word means, so that it stands among the hard words of the group from now on."""
    meeting, wish = _wish_of(request, group, slug, key)
    if wish.kind != RoomWish.Kind.WORD or wish.state != RoomWish.State.WAITING:
        messages.info(request, QUICK)
        return redirect("meetings:from-the-room", group, slug)
    known = JargonWord.objects.used_in(wish.word, meeting.group)
    initial = {"word": wish.word, "meaning": next((w.meaning for w in known), "")}
    form = forms.ExplainForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain(wish, by=request.user, **form.cleaned_data)
        except StaleState:
            messages.info(request, QUICK)
        else:
            messages.success(request, _("It is among the hard words now, and on the big screen."))
        return redirect("meetings:from-the-room", group, slug)
    context = {"meeting": meeting, "group": meeting.group, "wish": wish, "form": form, "section": "my-page"}
    return render(request, "meetings/wish_explain.html", context)


@require_POST
def room_open(request, group, slug):
    meeting = own_meeting(request, group, slug)
    try:
        actions.open_room(meeting, by=request.user)
    except StaleState:
        messages.info(request, _("Phones can send something from the start of the meeting to three hours after it."))
    return redirect("meetings:from-the-room", group, slug)


@require_POST
def room_close(request, group, slug):
    meeting = own_meeting(request, group, slug)
    actions.shut_room(meeting, by=request.user)
    messages.success(request, _("Nothing can be sent by phone any more."))
    return redirect("meetings:from-the-room", group, slug)
