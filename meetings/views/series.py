"""Meetings that come again, templates to plan from, and saying what a meeting is about."""

import hashlib

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState, fetch, require
from coproduction.fields import moment_of
from coproduction.templatetags.when import day, moment
from coproduction.working_days import is_bank_holiday
from groups.models import Group
from groups.rules import may_facilitate

from .. import actions, ahead, forms, recurring
from ..models import Meeting, MeetingTemplate, Series, SeriesDay
from ..shipped import SHIPPED
from .steps import QUICK, own_meeting, refuse

MOST_NAMED = 6
"""How many meetings a sentence names before it only counts them."""


def own_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    require(may_facilitate(request.user, group))
    return group


def template_of(request, group):
    """Return the template the address asks to begin from: one that is shipped, one of the group's own, or None."""
    asked = request.GET.get("template", "")
    shipped = {one.key: one for one in SHIPPED}
    if asked in shipped:
        return shipped[asked]
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        return MeetingTemplate.objects.filter(group=group, pk=asked).first()
    return None


def begins_with(group, template):
    """Return what a form of a new meeting shows: what stayed the same last time, then what the template says."""
    last = group.meetings.order_by("-starts").first()
    initial = {"who_for": group.who_for, "record_rule": group.record_rule}
    if last:
        facts = forms.MeetingForm.initial_of(last)
        initial |= {name: value for name, value in facts.items() if name not in ("theme", "day", "kind", "record_rule")}
    if template:
        facts = forms.SeriesChangeForm.facts_of(template) if isinstance(template, MeetingTemplate) else template.facts
        initial |= {"start": template.start, "end": template.end, **facts}
    if initial["record_rule"] not in dict(group.rules_on_offer):
        initial["record_rule"] = group.record_rule
    return initial


# --- a series ---------------------------------------------------------------------------------------------------------
def plan_series(request, slug):
    """Ask, then show the days it would make, then plan: what is planned is what the page showed."""
    group = own_group(request, slug)
    template = template_of(request, group)
    initial = begins_with(group, template)
    form = forms.SeriesForm(request.POST or None, rules=group.rules_on_offer, initial=initial)
    days = None
    if request.method == "POST" and form.is_valid():
        days = form.days
        if request.POST.get("shown") == _digest(form):
            try:
                items = template.items if template else ()
                series = actions.plan_series(group, by=request.user, items=items, **form.details())
            except ValidationError as error:
                refuse(form, error)
                days = None
            else:
                messages.success(request, _("Planned, each as a draft. Say what each is about, then announce it."))
                return redirect(series)
    context = {"group": group, "form": form, "template": template, "section": "my-page"}
    if days:
        beside = _beside(group, days, form)
        context |= {
            "days": beside,
            "late": [made.starts for made, *_others in beside if any(one.late for one in ahead.to_book(made))],
            "words": recurring.with_times(form.cleaned_data, form.cleaned_data["day"]),
            "shown": _digest(form),
            "carried": _carried(form),
        }
    return render(request, "meetings/series_new.html", context)


def _digest(form):
    """Return a mark of everything the page showed, days and facts: what is planned is just that."""
    return hashlib.sha256(repr((form.days, sorted(form.details().items(), key=str))).encode()).hexdigest()[:32]


def _beside(group, days, form):
    """Return [(a meeting as it would be, what the group has on that day already, is it a bank holiday)]."""
    first, last = (moment_of(date, form.cleaned_data["start"]) for date in (days[0], days[-1]))
    near = {"starts__gte": first - timezone.timedelta(days=1), "starts__lte": last + timezone.timedelta(days=1)}
    there = {}
    for meeting in group.meetings.filter(**near).exclude(state=Meeting.State.CANCELLED).order_by("starts"):
        there.setdefault(meeting.local_start.date(), meeting)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    made = [Meeting(**form.facts(), starts=moment_of(date, start), ends=moment_of(date, end)) for date in days]
    return [(one, there.get(date), is_bank_holiday(date)) for one, date in zip(made, days, strict=True)]


def _carried(form):
    """Return [(name, value)] of everything that was typed, for hidden fields."""
    names = {bound.html_name for bound in form}
    names |= {f"{name}_{part}" for name in names for part in range(3)}
    return [(name, value) for name in form.data if name in names for value in form.data.getlist(name) if value]


def _own_series(request, slug, number):
    group = own_group(request, slug)
    return fetch(Series.objects.select_related("group"), group=group, pk=number)


def _own_day(request, slug, number, date):
    series = _own_series(request, slug, number)
    return fetch(SeriesDay.objects.select_related("series__group", "meeting__group"), series=series, day=date)


def _of(series):
    """Return what every page about a series knows of it."""
    words = recurring.in_short(series)
    return {"group": series.group, "series": series, "words": words, "section": "my-page"}


@require_safe
def series(request, slug, number):
    series = _own_series(request, slug, number)
    rows = list(series.days.select_related("meeting"))
    now = timezone.now()
    for row in rows:
        row.starts = moment_of(row.day, series.start) if row.meeting is None else row.meeting.starts
        row.is_over = row.starts <= now
        row.has_moved = row.meeting is not None and row.meeting.local_start.date() != row.day
    rows.sort(key=lambda row: row.starts)
    context = {
        **_of(series),
        "to_come": [row for row in rows if not row.is_over],
        "over": [row for row in rows if row.is_over and row.meeting is not None],
    }
    return render(request, "meetings/series.html", context)


def series_change(request, slug, number):
    series = _own_series(request, slug, number)
    initial = forms.SeriesChangeForm.facts_of(series)
    form = forms.SeriesChangeForm(request.POST or None, rules=series.group.rules_on_offer, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            touched = actions.change_series(series, by=request.user, **form.details())
        except ValidationError as error:
            refuse(form, error)
        else:
            _say(request, touched)
            return redirect(series)
    context = {
        "group": series.group,
        "series": series,
        "words": recurring.in_short(series),
        "form": form,
        "section": "my-page",
    }
    return render(request, "meetings/series_change.html", context)


def series_end(request, slug, number):
    series = _own_series(request, slug, number)
    form = forms.SeriesEndForm(request.POST or None, series=series)
    if request.method == "POST" and form.is_valid():
        until, count = form.cleaned_data["until"], form.cleaned_data["count"]
        try:
            touched = actions.end_series(series, by=request.user, until=until, count=count)
        except ValidationError as error:
            refuse(form, error)
        else:
            _say(request, touched)
            return redirect(series)
    context = {
        "group": series.group,
        "series": series,
        "words": recurring.in_short(series),
        "form": form,
        "section": "my-page",
    }
    return render(request, "meetings/series_end.html", context)


def _named(moments):
    """Return days in a row of words; of many only the first few, and how many more there are."""
    said = [day(one) for one in sorted(moments)]
    if len(said) > MOST_NAMED:
        rest = len(said) - MOST_NAMED + 1
        more = ngettext("%(number)s more", "%(number)s more", rest) % {"number": rest}
        said = [*said[: MOST_NAMED - 1], more]
    return get_text_list(said, _("and"))


def _say(request, touched):
    """Say in words what was touched and what was not."""
    said = []
    for rows, words in (
        (touched.changed, _("Changed: %(days)s.")),
        (touched.made, _("New drafts: %(days)s.")),
        (touched.gone, _("Taken out: %(days)s.")),
        (touched.announced, _("Left as it is, because it is announced: %(days)s.")),
        (touched.by_hand, _("Left as it is, because somebody changed or prepared it: %(days)s.")),
    ):
        if rows:
            said.append(words % {"days": _named([getattr(row, "starts", row) for row in rows])})
    if not (touched.changed or touched.made or touched.gone):
        said.insert(0, _("Saved. No draft had to change."))
    messages.success(request, " ".join(said))


def leave_out(request, slug, number, date):
    """Ask, then leave one day out. A draft goes; an announced meeting is called off on its own page."""
    row = _own_day(request, slug, number, date)
    if row.meeting is None or row.meeting.state == Meeting.State.CANCELLED or row.meeting.has_begun:
        messages.info(request, QUICK)
        return redirect(row.series)
    if row.meeting.state == Meeting.State.ANNOUNCED:
        return redirect("meetings:cancel", slug, row.meeting.slug)
    if request.method == "POST":
        when = moment(row.meeting.starts, row.meeting.ends)
        try:
            actions.leave_out(row, by=request.user)
        except StaleState:
            messages.info(request, QUICK)
        else:
            messages.success(request, _("%(day)s is left out.") % {"day": when})
        return redirect(row.series)
    return render(request, "meetings/series_leave_out.html", {**_of(row.series), "meeting": row.meeting})


@require_POST
def put_back(request, slug, number, date):
    row = _own_day(request, slug, number, date)
    try:
        meeting = actions.put_back(row, by=request.user)
    except StaleState:
        messages.info(request, QUICK)
    else:
        messages.success(request, _("%(day)s is a draft again.") % {"day": moment(meeting.starts, meeting.ends)})
    return redirect(row.series)


# --- templates --------------------------------------------------------------------------------------------------------
@require_safe
def templates(request, slug):
    group = own_group(request, slug)
    context = {"group": group, "own": group.templates.all(), "shipped": SHIPPED, "section": "my-page"}
    return render(request, "meetings/templates.html", context)


def keep_template(request, group, slug):
    meeting = own_meeting(request, group, slug)
    form = forms.TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_template(meeting, by=request.user, name=form.cleaned_data["name"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("“%(name)s” is kept. Plan from it whenever you like.") % {"name": kept.name})
            return redirect("meetings:templates", group)
    context = {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"}
    return render(request, "meetings/template_keep.html", context)


@require_POST
def remove_template(request, slug, number):
    group = own_group(request, slug)
    template = fetch(group.templates.select_related("group"), pk=number)
    actions.remove_template(template, by=request.user)
    messages.success(request, _("“%(name)s” is taken away. Meetings planned from it stay.") % {"name": template.name})
    return redirect("meetings:templates", slug)


# --- what it is about -------------------------------------------------------------------------------------------------
def theme(request, group, slug):
    meeting = own_meeting(request, group, slug)
    if meeting.state != Meeting.State.DRAFT:
        messages.info(request, QUICK)
        return redirect("meetings:plan", group, slug)
    form = forms.ThemeForm(request.POST or None, initial={"theme": meeting.theme})
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_theme(meeting, by=request.user, theme=form.cleaned_data["theme"])
        except StaleState:
            messages.info(request, QUICK)
        else:
            messages.success(request, _("Saved. You can announce the meeting now."))
        return redirect("meetings:plan", group, slug)
    context = {"group": meeting.group, "meeting": meeting, "form": form, "section": "my-page"}
    return render(request, "meetings/meeting_theme.html", context)
