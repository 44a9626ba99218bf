"""Pages about meetings: finding, booking, planning, the register. Five moves: fetch, bind, act, say, go."""

import datetime as dt
import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coproduction import links
from coproduction.access import StaleState, fetch, require
from groups.models import Group, RecordRule
from groups.rules import may_facilitate
from meetings.membership import is_member

from . import actions, agenda, cleaning, forms, ical, papers, rules
from .emails import BOOKING, booking_path
from .models import AgendaItem, Attendance, Meeting, Paper

PAGE = 25
QUICK = gettext_lazy("Somebody else was quicker, or the page was open for a while. Here is how it stands now.")


def _meeting(request, group, slug):
    meetings = Meeting.objects.visible_to(request.user).select_related("group")
    return fetch(meetings, group__slug=group, slug=slug)


def _own_meeting(request, group, slug):
    """The meeting, for those who run its group; others learn only that they may not (or nothing, of a draft)."""
    meeting = _meeting(request, group, slug)
    require(may_facilitate(request.user, meeting.group))
    return meeting


def _item(meeting, number):
    return fetch(meeting.items.all(), pk=number)


def _refuse(form, error):
    """Show what an action could not honour beside the fields it named."""
    if hasattr(error, "error_dict"):
        for name, words in error.message_dict.items():
            for word in words:
                form.add_error(name if name in form.fields else None, word)
    else:
        form.add_error(None, error)


# --- finding ----------------------------------------------------------------------------------------------------------

SHOWS = {
    "all": (gettext_lazy("All"), lambda meetings: meetings),
    "evening": (gettext_lazy("Evenings"), lambda meetings: meetings.filter(starts__hour__gte=17)),
    "home": (gettext_lazy("From home"), lambda meetings: meetings.exclude(mode=Meeting.Mode.ROOM)),
}


@login_not_required
@require_safe
def meetings(request):
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in SHOWS else "all"
    coming = SHOWS[chosen][1](Meeting.objects.coming_up().for_list())
    after = request.GET.get("after", "")
    if re.fullmatch("[0-9]{1,18}", after):
        last = Meeting.objects.visible_to(request.user).filter(pk=after).first()
        if last:
            coming = coming.filter(starts__gte=last.starts).filter(Q(starts__gt=last.starts) | Q(pk__gt=last.pk))
    rows = list(coming[: PAGE + 1])
    return render(
        request,
        "meetings/meeting_list.html",
        {
            "meetings": rows[:PAGE],
            "next": rows[PAGE - 1] if len(rows) > PAGE else None,
            "chosen": chosen,
            "shows": [(key, words) for key, (words, _filter) in SHOWS.items()],
            "section": "meetings",
        },
    )


@login_not_required
@require_safe
def meeting(request, group, slug):
    meeting = _meeting(request, group, slug)
    mine = meeting.attendances.filter(person=request.user).first() if request.user.is_authenticated else None
    record = getattr(meeting, "record", None)
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "items": meeting.items.all(),
            "carried": [] if meeting.is_over else agenda.carried_over(meeting, public=True),
            "papers": rules.papers_of(request.user, meeting).filter(shown=True).for_list(),
            "full": meeting.takes_bookings and actions.is_full(meeting),
            "may_book": _may_book(request.user, meeting),
            "may_run": may_facilitate(request.user, meeting.group),
            "mine": mine if mine and mine.booking == Attendance.Booking.COMING else None,
            "notes_are_out": record is not None and record.copies.in_reach().filter(audience="public").exists(),
            "section": "meetings",
        },
    )


@login_not_required
@require_safe
def calendar(request, group, slug):
    meeting = _meeting(request, group, slug)
    response = HttpResponse(ical.calendar(meeting), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{ical.file_name(meeting)}"'
    return response


# --- coming -----------------------------------------------------------------------------------------------------------


def _may_book(person, meeting):
    """Open meetings are for everybody; others for members, who find the phone number instead when they are not."""
    return meeting.group.openness == Group.Openness.OPEN or is_member(person, meeting.group)


def _closed_door(request, meeting, *, full=False):
    return render(
        request,
        "meetings/meeting_closed_door.html",
        {"meeting": meeting, "group": meeting.group, "full": full, "section": "meetings"},
        status=409 if request.method == "POST" else 200,
    )


@login_not_required
def book(request, group, slug):
    """Three questions, one a page. Earlier answers travel in the form, so going back loses nothing."""
    meeting = _meeting(request, group, slug)
    if not meeting.takes_bookings or not _may_book(request.user, meeting):
        return _closed_door(request, meeting)
    step = request.POST.get("step", "1")
    step = int(step) if step in ("1", "2", "3") else 1
    # The last answer is not refused here: posted twice, it must find the place it took.
    if step < 3 and actions.is_full(meeting) and not _has_place(request.user, meeting):
        return _closed_door(request, meeting, full=True)
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    steps = [forms.NameForm, forms.ReachForm, forms.ListNameForm if lists_names else forms.NeedsForm]
    if request.method != "POST":
        initial = {"called": request.user.called} if request.user.is_authenticated else {}
        return _ask(request, meeting, 1, forms.NameForm(initial=initial), {})
    data = {}
    for number, form_class in enumerate(steps[:step], start=1):
        form = form_class(request.POST)
        if not form.is_valid():
            return _ask(request, meeting, number, form, _carried(request.POST, steps[: number - 1]))
        data |= form.cleaned_data
    if step < len(steps):
        initial = {}
        if step == 1 and request.user.is_authenticated:
            initial = {"reach": Attendance.Reach.EMAIL, "email": request.user.email}
        return _ask(request, meeting, step + 1, steps[step](initial=initial), _carried(request.POST, steps[:step]))
    try:
        attendance = actions.book(meeting, person=_person(request), **data)
    except actions.Full:
        return _closed_door(request, meeting, full=True)
    except actions.NotOpen:
        return _closed_door(request, meeting)
    return redirect(booking_path(attendance))


def _has_place(person, meeting):
    return person.is_authenticated and meeting.attendances.coming().filter(person=person).exists()


def _person(request):
    return request.user if request.user.is_authenticated else None


def _carried(posted, steps):
    """Return [(name, value)] of what was answered on earlier pages, for hidden fields."""
    names = [name for step in steps for name in step.base_fields]
    return [(name, value) for name in names for value in posted.getlist(name)]


def _ask(request, meeting, step, form, carried):
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
            "section": "meetings",
        },
    )


def _booking(request, token):
    """The booking a private link opens, or None."""
    return links.open_link(BOOKING, token, Attendance.objects.select_related("meeting__group"))


def _old_link(request):
    return render(request, "meetings/booking_old_link.html", {"section": "meetings"}, status=404)


@login_not_required
@require_safe
def booking(request, token):
    attendance = _booking(request, token)
    if attendance is None:
        return _old_link(request)
    meeting = attendance.meeting
    soon = timezone.now() > meeting.starts - dt.timedelta(days=1)
    response = render(
        request,
        "meetings/booking.html",
        {
            "attendance": attendance,
            "meeting": meeting,
            "group": meeting.group,
            "token": token,
            "papers": rules.papers_of_booking(attendance).for_list(),
            "show_links": soon and attendance.booking == Attendance.Booking.COMING,
            "section": "meetings",
        },
    )
    # The address holds a token. "no-referrer" would keep it too, but browsers then post forms from "null": refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_POST
def booking_cancel(request, token):
    attendance = _booking(request, token)
    if attendance is None:
        return _old_link(request)
    actions.cancel_booking(attendance)
    messages.success(request, _("Thank you for telling us. Your place is free for somebody else."))
    return redirect("meetings:booking", token)


@login_not_required
@require_POST
def booking_again(request, token):
    attendance = _booking(request, token)
    if attendance is None:
        return _old_link(request)
    try:
        actions.rebook(attendance)
    except actions.Full:
        return _closed_door(request, attendance.meeting, full=True)
    except actions.NotOpen:
        return _closed_door(request, attendance.meeting)
    return redirect("meetings:booking", token)


@login_not_required
def sorry(request, group, slug):
    """Apologies in one press, and a view to pass on, which is kept apart from who sent it."""
    meeting = _meeting(request, group, slug)
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
        "section": "meetings",
    }
    if sorry_form.is_bound and sorry_form.is_valid():
        actions.send_apologies(meeting, person=_person(request), **sorry_form.cleaned_data)
        messages.success(request, _("Thank you for telling us. We hope to see you another time."))
        return redirect("meetings:sorry", group, slug)
    if view_form.is_bound and view_form.is_valid():
        actions.pass_on_view(meeting, **view_form.cleaned_data)
        messages.success(request, _("We will pass it on, without your name."))
        return redirect("meetings:sorry", group, slug)
    return render(request, "meetings/meeting_sorry.html", context)


# --- planning ---------------------------------------------------------------------------------------------------------


def _own_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    require(may_facilitate(request.user, group))
    return group


def _new(request, slug, *, held):
    group = _own_group(request, slug)
    last = group.meetings.order_by("-starts").first()
    initial = {"who_for": group.who_for, "record_rule": group.record_rule}
    if last:
        kept = (
            "mode",
            "venue",
            "town",
            "getting_there",
            "access",
            "costs",
            "expect",
            "online_link",
            "dial_in",
            "who_for",
        )
        initial |= {name: getattr(last, name) for name in kept}
        initial |= {"start": last.local_start.time(), "end": last.local_end.time()}
    form = forms.MeetingForm(request.POST or None, rules=group.rules_on_offer, held=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.plan(group, by=request.user, entered_afterwards=held, **form.details())
        except ValidationError as error:
            _refuse(form, error)
        else:
            return redirect("meetings:plan", group.slug, meeting.slug)
    context = {"group": group, "form": form, "held": held, "section": "my-page"}
    return render(request, "meetings/meeting_new.html", context)


def new(request, slug):
    return _new(request, slug, held=False)


def new_held(request, slug):
    return _new(request, slug, held=True)


@require_safe
def plan(request, group, slug):
    meeting = _own_meeting(request, group, slug)
    items = list(meeting.items.prefetch_related("papers"))
    return render(
        request,
        "meetings/meeting_plan.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "items": items,
            "open_scopes": [item for item in items if item.scope_is_open],
            "has_open_space": any(item.kind == AgendaItem.Kind.OPEN_SPACE for item in items),
            "trail": _trail(meeting),
            "carried": agenda.carried_over(meeting, public=False),
            "rule_form": forms.RuleForm(
                rules=_rules_now(meeting), initial={"record_rule": meeting.record_rule}, prefix="rule"
            ),
            "coming": meeting.attendances.coming().count(),
            "papers_open": meeting.state != Meeting.State.CANCELLED and _notes_are_open(meeting),
            "section": "my-page",
        },
    )


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
    meeting = _own_meeting(request, group, slug)
    if meeting.has_begun or meeting.state == Meeting.State.CANCELLED:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    form = forms.MeetingForm(
        request.POST or None, rules=meeting.group.rules_on_offer, initial=forms.MeetingForm.initial_of(meeting)
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.change(meeting, by=request.user, **form.details())
        except ValidationError as error:
            _refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:plan", group, meeting.slug)
    context = {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"}
    return render(request, "meetings/meeting_new.html", context)


def add_item(request, group, slug):
    meeting = _own_meeting(request, group, slug)
    initial = {"record_rule": meeting.record_rule}
    form = forms.ItemForm(request.POST or None, rules=forms.item_rules(meeting), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(meeting, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
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
    meeting = _own_meeting(request, group, slug)
    try:
        actions.add_item(meeting, by=request.user, title=_("Break"), minutes=10, kind=AgendaItem.Kind.BREAK)
    except StaleState:
        messages.info(request, QUICK)
    return redirect("meetings:plan", group, slug)


def item(request, group, slug, number):
    meeting = _own_meeting(request, group, slug)
    item = _item(meeting, number)
    initial = {name: getattr(item, name) for name in forms.ItemForm.base_fields}
    form = forms.ItemForm(request.POST or None, rules=forms.item_rules(meeting, item), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:plan", group, slug)
    context = {"group": meeting.group, "meeting": meeting, "item": item, "form": form, "section": "my-page"}
    return render(request, "meetings/item_form.html", context)


def _move_item(request, group, slug, number, *, up):
    meeting = _own_meeting(request, group, slug)
    try:
        actions.move_item(_item(meeting, number), up=up, by=request.user)
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
    meeting = _own_meeting(request, group, slug)
    try:
        actions.remove_item(_item(meeting, number), by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    return redirect("meetings:plan", group, slug)


def _step(request, group, slug, do, said, *, to="meetings:plan"):
    meeting = _own_meeting(request, group, slug)
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
    meeting = _own_meeting(request, group, slug)
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
    meeting = _own_meeting(request, group, slug)
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


# --- papers -----------------------------------------------------------------------------------------------------------


def _notes_are_open(meeting):
    """True until the notes are signed: from then on their papers stay as they are."""
    record = getattr(meeting, "record", None)
    return record is None or record.state in ("writing", "checking")


def _paper(request, group, slug, number):
    """(meeting, paper) for those who may read it; (meeting, None) for somebody who is not signed in and may not.

    Whoever is signed in gets 404 for what they may not read and for what is not there alike.
    """
    meeting = _meeting(request, group, slug)
    papers = rules.papers_of(request.user, meeting).filter(number=number).select_related("item")
    return meeting, fetch(papers) if request.user.is_authenticated else papers.first()


def _own_paper(request, group, slug, number):
    meeting = _own_meeting(request, group, slug)
    papers = Paper.objects.filter(item__meeting=meeting).select_related("item__meeting__group")
    return meeting, fetch(papers, number=number)


@login_not_required
@require_safe
def paper(request, group, slug, number):
    meeting, paper = _paper(request, group, slug, number)
    if paper is None:
        return redirect_to_login(request.get_full_path())
    may_run = may_facilitate(request.user, meeting.group)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "paper": paper,
        "may_change": may_run and _notes_are_open(meeting) and meeting.state != Meeting.State.CANCELLED,
        "may_run": may_run,
        "section": "meetings",
    }
    return render(request, "meetings/paper.html", context)


@login_not_required
@require_safe
def paper_file(request, group, slug, number):
    _meeting, paper = _paper(request, group, slug, number)
    if paper is None:
        return redirect_to_login(request.get_full_path())
    is_open = Paper.objects.for_everybody().filter(pk=paper.pk).exists()
    return _file_answer(paper, private=not is_open)


@login_not_required
@require_safe
def booking_paper(request, token, number):
    attendance = _booking(request, token)
    if attendance is None:
        return _old_link(request)
    return _file_answer(fetch(rules.papers_of_booking(attendance), number=number), private=True)


def _file_answer(paper, *, private):
    """Answer with the cleaned file, to be kept and not to be shown: whatever it is, no browser runs it (S21)."""
    if not paper.is_file:
        return redirect(paper.link)
    response = HttpResponse(bytes(paper.file.content), content_type=cleaning.KINDS[paper.kind])
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if private:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def add_paper(request, group, slug, number):
    """Four or five questions, one a page, the file last: a browser cannot send it along from page to page."""
    meeting = _own_meeting(request, group, slug)
    item = _item(meeting, number)
    if item.record_rule == RecordRule.CONFIDENTIAL or item.is_break:
        messages.info(request, _("This item is private or a break, so no papers are put to it here."))
        return redirect("meetings:plan", group, slug)
    steps = forms.paper_steps(item)
    if request.method != "POST":
        return _ask_paper(request, item, steps, 1, forms.PaperTitleForm())
    step = request.POST.get("step", "1")
    step = int(step) if step in [str(number) for number in range(1, len(steps) + 1)] else 1
    data = {}
    for number, form_class in enumerate(steps[:step], start=1):
        form = _paper_form(request, form_class, data)
        if not form.is_valid():
            return _ask_paper(request, item, steps, number, form)
        data |= form.cleaned_data
    if step < len(steps):
        return _ask_paper(request, item, steps, step + 1, _paper_form(None, steps[step], data))
    try:
        paper = actions.add_paper(item, by=request.user, **data)
    except ValidationError as error:
        _refuse(form, error)
        return _ask_paper(request, item, steps, step, form)
    except StaleState:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    if paper.shown:
        messages.success(request, _("Added."))
        return redirect("meetings:plan", group, slug)
    return redirect("meetings:paper-look", group, slug, paper.number)


def _paper_form(request, form_class, data):
    sent = (request.POST, request.FILES) if request else ()
    if form_class is forms.PaperFileForm:
        return form_class(*sent, public=data["public"])
    return form_class(*sent)


def _ask_paper(request, item, steps, step, form):
    meeting = item.meeting
    return render(
        request,
        "meetings/paper_add.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "item": item,
            "form": form,
            "step": step,
            "steps": len(steps),
            "last": step == len(steps),
            "carried": _carried(request.POST, steps[: step - 1]),
            "section": "my-page",
        },
    )


def change_paper(request, group, slug, number):
    """Everything that is said of a paper, and its file or link, on one page."""
    meeting, paper = _own_paper(request, group, slug, number)
    if not _notes_are_open(meeting) or meeting.state == Meeting.State.CANCELLED:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    form = forms.PaperForm(*([request.POST, request.FILES] if request.method == "POST" else []), paper=paper)
    if request.method == "POST" and form.is_valid():
        try:
            data = {"author_body": paper.author_body, **form.cleaned_data}
            paper = actions.change_paper(paper, by=request.user, **data)
        except ValidationError as error:
            _refuse(form, error)
        except StaleState:
            messages.info(request, QUICK)
            return redirect("meetings:plan", group, slug)
        else:
            messages.success(request, _("Saved."))
            if paper.shown:
                return redirect("meetings:plan", group, slug)
            return redirect("meetings:paper-look", group, slug, number)
    context = {"meeting": meeting, "group": meeting.group, "paper": paper, "form": form, "section": "my-page"}
    return render(request, "meetings/paper_change.html", context)


@require_safe
def paper_look(request, group, slug, number):
    """What was taken out of a file, before anybody else can read it."""
    meeting, paper = _own_paper(request, group, slug, number)
    if not paper.is_file:
        return redirect("meetings:paper", group, slug, number)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "paper": paper,
        "sha256": paper.file.sha256,
        "taken_out": papers.taken_out(paper),
        "may_change": _notes_are_open(meeting) and meeting.state != Meeting.State.CANCELLED,
        "section": "my-page",
    }
    return render(request, "meetings/paper_look.html", context)


@require_POST
def show_paper(request, group, slug, number):
    meeting, paper = _own_paper(request, group, slug, number)
    try:
        actions.show_paper(paper, by=request.user, sha256=request.POST.get("file", ""))
    except StaleState:
        messages.info(request, QUICK)
        return redirect("meetings:paper-look", group, slug, number)
    messages.success(request, _("People can read it now."))
    return redirect("meetings:plan", group, slug)


@require_POST
def remove_paper(request, group, slug, number):
    meeting, paper = _own_paper(request, group, slug, number)
    try:
        actions.remove_paper(paper, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("Removed."))
    return redirect("meetings:plan", group, slug)


# --- the register -----------------------------------------------------------------------------------------------------


def register(request, group, slug):
    """Who came, on a page of its own, so that a shared screen never shows names."""
    meeting = _own_meeting(request, group, slug)
    rows = list(meeting.attendances.all())
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    initial = {"came": [r.pk for r in rows if r.came], "listed": [r.pk for r in rows if r.may_list]}
    form = forms.CameForm(request.POST or None, rows=rows, lists_names=lists_names, initial=initial)
    if request.method == "POST" and form.is_valid():
        listed = form.cleaned_data.get("listed", initial["listed"])
        actions.mark_came(
            meeting, by=request.user, came=form.cleaned_data["came"], shown=form.cleaned_data["shown"], listed=listed
        )
        messages.success(request, _("Saved."))
        return redirect("meetings:register", group, slug)
    return _register_page(request, meeting, form, forms.AddToRegisterForm())


def register_add(request, group, slug):
    meeting = _own_meeting(request, group, slug)
    form = forms.AddToRegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.add_to_register(meeting, by=request.user, **{**data, "apologies": data["apologies"] == "yes"})
        messages.success(request, _("Added."))
        return redirect("meetings:register", group, slug)
    rows = list(meeting.attendances.all())
    lists_names = meeting.record_rule != RecordRule.CHATHAM_HOUSE
    initial = {"came": [r.pk for r in rows if r.came], "listed": [r.pk for r in rows if r.may_list]}
    return _register_page(request, meeting, forms.CameForm(rows=rows, lists_names=lists_names, initial=initial), form)


def _register_page(request, meeting, form, add_form):
    return render(
        request,
        "meetings/register.html",
        {
            "meeting": meeting,
            "group": meeting.group,
            "form": form,
            "add_form": add_form,
            "apologies": meeting.attendances.sent_apologies(),
            "has_rows": bool(form.fields["came"].choices),
            "section": "my-page",
        },
    )
