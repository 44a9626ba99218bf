"""Booking a place, changing one's mind by a private link, and sending apologies."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState
from coproduction.traps import TrapForm
from groups.models import RecordRule

from .. import actions, forms, pack, reminding, rules
from ..emails import booking_path
from ..models import AgendaItem, Attendance, RememberedNeeds
from .steps import booking_of, carried_fields, may_book, meeting_of, old_link, private, stopped


def _closed_door(request, meeting):
    return render(
        request,
        "meetings/meeting_closed_door.html",
        {"meeting": meeting, "group": meeting.group, "section": "meetings"},
        status=409 if request.method == "POST" else 200,
    )


@login_not_required
def book(request, group, slug):
    """Three questions, one a page. Earlier answers travel in the form, so going back loses nothing.

    Where every place is taken, the same questions lead to the waiting list, and the pages say so.
    """
    meeting = meeting_of(request, group, slug)
    if not meeting.takes_bookings or not may_book(request.user, meeting):
        return _closed_door(request, meeting)
    step = request.POST.get("step", "1")
    step = int(step) if step in ("1", "2", "3") else 1
    full = actions.is_full(meeting) and not _has_place(request.user, meeting)
    person = _person(request)
    last = partial(
        forms.NeedsForm,
        lists_names=meeting.record_rule != RecordRule.CHATHAM_HOUSE,
        remembers=person is not None,
    )
    steps = [forms.NameForm, forms.ReachForm, last]
    if request.method != "POST":
        initial = {"called": person.called} if person else {}
        return _ask(request, meeting, 1, forms.NameForm(initial=initial), {}, full)
    data = {}
    for number, form_class in enumerate(steps[:step], start=1):
        form = form_class(request.POST)
        if not form.is_valid():
            return _ask(request, meeting, number, form, carried_fields(request.POST, steps[: number - 1]), full)
        data |= form.cleaned_data
    if step < len(steps):
        initial = {}
        if person and step == 1:
            initial = {"reach": Attendance.Reach.EMAIL, "email": person.email}
        elif person:
            kept = RememberedNeeds.objects.filter(person=person).first()
            initial = {"needs": kept.needs, "remember": True} if kept else {}
        carried = carried_fields(request.POST, steps[:step])
        return _ask(request, meeting, step + 1, steps[step](initial=initial), carried, full)
    if status := stopped(request, meeting.group, form, "book"):
        carried = carried_fields(request.POST, steps[:-1])
        return _ask(request, meeting, len(steps), form, carried, full, status=status)
    try:
        # Nobody goes on the waiting list who was not told before that it is one.
        attendance = actions.book(meeting, person=person, wait=request.POST.get("wait") == "yes", **data)
    except actions.Full:
        carried = carried_fields(request.POST, steps[:-1])
        late = "two" if data["brings"] and not actions.is_full(meeting) else "one"
        return _ask(request, meeting, len(steps), form, carried, full=True, too_late=late)
    except actions.NotOpen:
        return _closed_door(request, meeting)
    return redirect(booking_path(attendance))


def _has_place(person, meeting):
    return person.is_authenticated and meeting.attendances.coming().filter(person=person).exists()


def _person(request):
    return request.user if request.user.is_authenticated else None


def _ask(request, meeting, step, form, carried, full, too_late="", status=200):
    return render(
        request,
        "meetings/meeting_book.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "form": form,
            "step": step,
            "steps": 3,
            "carried": carried,
            "full": full,
            "too_late": too_late,
            "trap": TrapForm(request.POST or None),
            "section": "meetings",
        },
        status=409 if too_late else status,
    )


@login_not_required
@require_safe
def booking(request, token):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    return _booking_page(request, attendance, token)


def _booking_page(request, attendance, token, *, bring_form=None, about_form=None):
    meeting, along = attendance.meeting, attendance.brings
    said = "\n".join(attendance.perspectives.values_list("words", flat=True))
    comes = attendance.is_coming or (along is not None and along.is_coming)
    papers = list(rules.papers_of_booking(attendance).for_list())
    response = render(
        request,
        "meetings/booking.html",
        {
            "attendance": attendance,
            "along": along,
            "comes": comes,
            "meeting": meeting,
            "group": meeting.group,
            "token": token,
            "reminded": get_text_list([one.label for one in reminding.of(attendance)], _("and")),
            "papers": papers,
            "pack": pack.is_of_use(papers),
            "show_links": meeting.shows_links and comes,
            "bring_form": bring_form or forms.BringForm(),
            "about_form": about_form or forms.PerspectivesForm(initial={"perspectives": said}),
            "section": "meetings",
        },
    )
    return private(response)


def _take_back(request, token, pick, *, alone=False):
    """Take back the booking, or what `pick` makes of it: None when there is nobody to take back."""
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    row = pick(attendance)
    if row is not None:
        waited = row.is_waiting
        actions.cancel_booking(row, alone=alone)
        if waited:
            messages.success(request, _("You are off the waiting list."))
        else:
            messages.success(request, _("Thank you for telling us. Your place is free for somebody else."))
    return redirect("meetings:booking", token)


@login_not_required
@require_POST
def booking_cancel(request, token):
    return _take_back(request, token, lambda attendance: attendance)


@login_not_required
@require_POST
def booking_cancel_me(request, token):
    return _take_back(request, token, lambda attendance: attendance, alone=True)


@login_not_required
@require_POST
def booking_cancel_other(request, token):
    return _take_back(request, token, lambda attendance: attendance.brings)


@login_not_required
@require_POST
def booking_again(request, token):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    try:
        attendance = actions.rebook(attendance)
    except actions.NotOpen:
        return _closed_door(request, attendance.meeting)
    if attendance.is_waiting:
        messages.info(request, _("Your place went to somebody else meanwhile, so you wait for the next one."))
    return redirect("meetings:booking", token)


@login_not_required
@require_POST
def booking_bring(request, token):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    form = forms.BringForm(request.POST)
    if not form.is_valid():
        return _booking_page(request, attendance, token, bring_form=form)
    try:
        actions.bring_along(attendance, called=form.cleaned_data["brings_called"])
    except actions.NotOpen:
        messages.info(request, _("That is too late now. Ring us, and we find a way."))
    return redirect("meetings:booking", token)


@login_not_required
@require_POST
def booking_about(request, token):
    """What somebody brings to the meeting, in their own words."""
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    form = forms.PerspectivesForm(request.POST)
    if not form.is_valid():
        return _booking_page(request, attendance, token, about_form=form)
    try:
        actions.say_perspectives(attendance, words=form.cleaned_data["perspectives"])
    except actions.NotOpen:
        messages.info(request, _("That is too late now. You can say it at the meeting."))
    else:
        messages.success(request, _("Saved."))
    return redirect("meetings:booking", token)


@require_POST
def forget_needs(request):
    """Keep nothing of what helps a person for their next booking."""
    actions.forget_needs(request.user)
    messages.success(request, _("We keep it no more. What you told us for a meeting you booked still stands."))
    return redirect("my-page")


def _own_word(request, token, *, was_there, said):
    attendance = booking_of(request, token)
    if attendance is None:
        return old_link(request)
    try:
        actions.say_was_there(attendance, was_there=was_there)
    except actions.NotOpen:
        messages.info(request, _("You can say so from the start of the meeting to a week after it. Ring us otherwise."))
    except StaleState:
        messages.info(request, _("The people who run the meeting wrote down something else. Ring us if that is wrong."))
    else:
        messages.success(request, said)
    return redirect("meetings:booking", token)


@login_not_required
@require_POST
def booking_was_there(request, token):
    return _own_word(request, token, was_there=True, said=_("Thank you. We have written down that you were there."))


@login_not_required
@require_POST
def booking_was_not_there(request, token):
    said = _("Thank you for telling us. We hope to see you another time.")
    return _own_word(request, token, was_there=False, said=said)


@login_not_required
def sorry(request, group, slug):
    """Apologies in one press, and a view to pass on, which is kept apart from who sent it."""
    meeting = meeting_of(request, group, slug)
    if not meeting.takes_bookings:
        return _closed_door(request, meeting)
    items = meeting.items.exclude(kind__in=[AgendaItem.Kind.HELLO, AgendaItem.Kind.BREAK])
    initial = {"called": request.user.called} if request.user.is_authenticated else {}
    sent = {request.POST.get("what"): request.POST}
    sorry_form = forms.SorryForm(sent.get("sorry"), initial=initial, auto_id="sorry_%s")
    view_form = forms.PassOnForm(sent.get("view"), items=items, auto_id="view_%s")
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "sorry_form": sorry_form,
        "view_form": view_form,
        "trap": TrapForm(request.POST or None),
        "section": "meetings",
    }
    status = 200
    for form, do in ((sorry_form, _send_apologies), (view_form, _pass_on)):
        if form.is_bound and form.is_valid():
            status = stopped(request, meeting.group, form, "sorry")
            if not status:
                messages.success(request, do(request, meeting, form.cleaned_data))
                return redirect("meetings:sorry", group, slug)
    return render(request, "meetings/meeting_sorry.html", context, status=status)


def _send_apologies(request, meeting, data):
    actions.send_apologies(meeting, person=_person(request), **data)
    return _("Thank you for telling us. We hope to see you another time.")


def _pass_on(request, meeting, data):
    actions.pass_on_view(meeting, **data)
    return _("We will pass it on, without your name.")
