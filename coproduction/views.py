"""The roof: pages that join the apps."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coproduction import choices
from coproduction.access import StaleState, fetch, require
from coproduction.forms import AboutMeForm, MyMessagesForm
from coproduction.sample.people import present
from groups import actions as group_actions
from groups.forms import AgreementForm, GroupRemindersForm, RoleForm
from groups.models import Group, Membership
from groups.rules import may_coordinate, may_facilitate
from meetings import ical, recurring, reminding
from meetings.actions import claim_bookings
from meetings.emails import booking_path
from meetings.membership import by_coming, standings, why
from meetings.models import Attendance, Meeting, RememberedNeeds
from meetings.views.steps import old_link, private
from minutes.emails import look_path, names_path
from minutes.models import Action, Consent, Minutes

FEW = 3


def csrf_failure(request, reason=""):
    """A form whose safety key is missing or old: nothing was saved, and the way back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@require_safe
def home(request):
    coming = list(Meeting.objects.coming_up().filter(group__openness=Group.Openness.OPEN).for_list()[: FEW + 1])
    public = Action.objects.public().select_related("item__meeting__group")
    context = {
        "next": coming[0] if coming else None,
        "more": coming[1:],
        "groups": Group.objects.all()[:5],
        "came_of_it": public.exclude(state=Action.State.DROPPED).order_by("-minutes__published_at", "position")[:FEW],
        "cast": present() if settings.SAMPLE_MODE else [],
        "section": "meetings",
    }
    return render(request, "home.html", context)


@login_not_required
@require_safe
def groups(request):
    return render(request, "groups/group_list.html", {"groups": Group.objects.all(), "section": "groups"})


@login_not_required
@require_safe
def group(request, slug):
    group = fetch(Group.objects.select_related("parent"), slug=slug)
    published = Minutes.objects.published().filter(meeting__group=group).select_related("meeting__group")
    person = request.user
    coming = list(group.meetings.coming_up().for_list()[:4])
    may_run = may_facilitate(person, group)
    series = group.series.going_on().select_related("group") if may_run else []
    return render(
        request,
        "groups/group.html",
        {
            "group": group,
            "next": coming[0] if coming else None,
            "more": coming[1:],
            "notes": published.order_by("-meeting__starts")[:5],
            "actions": Action.objects.of_group(group)
            .public()
            .exclude(state=Action.State.DROPPED)
            .order_by("-minutes__published_at", "position")[:5],
            "children": group.children.all(),
            "calendar": ical.addresses(reverse("meetings:group-calendar", args=[slug])),
            "standing": why(person, group) if person.is_authenticated else None,
            "may_run": may_run,
            "series": [(one, recurring.in_short(one)) for one in series],
            "section": "groups",
        },
    )


@require_safe
def people(request, slug):
    """Who runs the group, and who is a member by coming: for those who run it alone."""
    return _people_page(request, _run_group(request, slug), RoleForm())


def working_agreement(request, slug):
    """How the group agreed to work together: for those who run it to write down."""
    group = _run_group(request, slug)
    here = {"words": group.working_agreement, "before": group.working_agreement}
    form = AgreementForm(request.POST or None, initial=here)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            group_actions.agree_how_to_work(group, by=request.user, **form.cleaned_data)
        except StaleState:
            group.refresh_from_db()
            theirs = group.working_agreement
            form = AgreementForm({"words": form.cleaned_data["words"], "before": theirs})
        else:
            messages.success(request, _("Saved."))
            return redirect("groups:group", slug)
    context = {"group": group, "form": form, "theirs": theirs, "section": "groups"}
    return render(request, "groups/group_agreement.html", context, status=200 if theirs is None else 409)


def group_reminders(request, slug):
    """When people who book with the group are reminded: for those who run it."""
    group = _run_group(request, slug)
    data = request.POST if request.method == "POST" else None
    initial = {"reminders": reminding.of_group(group), "papers_days": group.papers_days}
    form = GroupRemindersForm(data, initial=initial)
    if request.method == "POST" and form.is_valid():
        group_actions.set_papers_days(group, by=request.user, days=form.cleaned_data.pop("papers_days"))
        group_actions.set_reminders(group, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("groups:group", slug)
    return render(request, "groups/group_reminders.html", {"group": group, "form": form, "section": "groups"})


def _run_group(request, slug):
    group = fetch(Group.objects.all(), slug=slug)
    require(may_facilitate(request.user, group))
    return group


def _people_page(request, group, form):
    roles = Membership.objects.current().filter(group=group).select_related("person").order_by("role", "start", "pk")
    context = {
        "group": group,
        "roles": roles,
        "by_coming": by_coming(group),
        "form": form,
        "may_change": may_coordinate(request.user, group),
        "section": "my-page",
    }
    return render(request, "groups/group_people.html", context)


@require_POST
def give_role(request, slug):
    group = _run_group(request, slug)
    require(may_coordinate(request.user, group))
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people_page(request, group, form)
    group_actions.add_person(group, by=request.user, **form.cleaned_data)
    messages.success(request, _("Added. They can sign in with that address."))
    return redirect("groups:people", slug)


@require_POST
def set_who_checks(request, slug, one_person):
    group = _run_group(request, slug)
    group_actions.set_who_checks(group, by=request.user, one_person=one_person)
    messages.success(request, _("Saved."))
    return redirect("groups:people", slug)


@require_POST
def end_role(request, slug, number):
    group = _run_group(request, slug)
    membership = fetch(Membership.objects.current().filter(group=group), pk=number)
    try:
        group_actions.end_role(membership, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except StaleState:
        messages.info(request, _("Somebody else was quicker. Here is how it stands now."))
    else:
        messages.success(request, _("That role has ended."))
    return redirect("groups:people", slug)


def about_me(request):
    """What a person likes to be called, and how pages look for them."""
    form = AboutMeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        claim_bookings(request.user)
        messages.success(request, _("Saved."))
        return redirect("my-page")
    return render(request, "about_me.html", {"form": form, "section": "my-page"})


def my_messages(request):
    """Which messages a person gets."""
    person = request.user
    usual = reminding.USUAL if person.reminders is None else person.reminders
    own = {"reminders": usual, "weekly": person.weekly, "chased": person.chased, "discreet": person.discreet}
    form = MyMessagesForm(request.POST if request.method == "POST" else None, initial=own)
    if request.method == "POST" and form.is_valid():
        as_the_group = person.reminders is None and "reminders" not in form.changed_data
        choices.choose(person, **form.cleaned_data | ({"reminders": None} if as_the_group else {}))
        messages.success(request, _("Saved."))
        return redirect("my-page")
    return render(request, "my_messages.html", {"form": form, "section": "my-page"})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_messages(request, token):
    """Stop messages of one kind: a page with one button for people, and one POST for mail programs (RFC 8058).

    Mail programs send no cookie and no token of a form. The address is the secret, and all it can do is to stop.
    """
    notice = choices.stopped_by(token)
    if notice is None:
        return old_link(request)
    if request.method == "POST":
        choices.stop(notice)
    wants = choices.STOPS[notice.kind]
    context = {"what": wants, "stopped": choices.reader(notice, wants=wants) is None, "section": "meetings"}
    return private(render(request, "stop_messages.html", context))


@require_safe
def my_page(request):
    """What a person is coming to, said they would do, and runs. Only they see it."""
    person = request.user
    now = timezone.now()
    own = Attendance.objects.filter(person=person).select_related("meeting__group")
    running = Group.objects.run_by(person).prefetch_related(
        Prefetch("memberships", Membership.objects.current().filter(person=person), to_attr="mine")
    )
    meetings = (
        Meeting.objects.filter(group__in=running)
        .exclude(state=Meeting.State.CANCELLED)
        .without_far_drafts_of_series()
        .select_related("group", "record")
        .order_by("-starts")[:20]
    )
    Booking = Attendance.Booking
    booked = list(
        own.filter(booking__in=[Booking.COMING, Booking.WAITING])
        .filter(meeting__ends__gt=now, meeting__state__in=[Meeting.State.ANNOUNCED, Meeting.State.UNDER_WAY])
        .order_by("meeting__starts")
    )
    look_at = list(own.came().filter(meeting__record__state=Minutes.State.CIRCULATED))
    for row in booked:
        row.private_path = booking_path(row)
    for row in look_at:
        row.look_path = look_path(row)
    to_do = list(
        Action.objects.open()
        .led_or_helped_by(person)
        .select_related("item__meeting__group", "lead")
        .prefetch_related("helpers", "updates")
        .order_by("due", "position")
    )
    chip_in = Action.objects.to_chip_in(person).exclude(helpers__person=person).select_related("item__meeting__group")
    said_yes = Consent.objects.open().filter(attendance__person=person)
    named = list(said_yes.select_related("attendance", "minutes__meeting"))
    for row in to_do:
        row.own = row.lead is not None and row.lead.person_id == person.pk
        row.names_path = names_path(row.lead, row) if row.own else ""
    for row in named:
        row.names_path = names_path(row.attendance)
    return render(
        request,
        "my_page.html",
        {
            "coming": [row for row in booked if row.booking == Booking.COMING],
            "waiting": [row for row in booked if row.booking == Booking.WAITING],
            "to_do": to_do,
            "chip_in": chip_in.order_by("due", "position")[:FEW],
            "named": named,
            "look_at": look_at,
            "running": running,
            "run_meetings": meetings,
            "standings": standings(person),
            "remembered": RememberedNeeds.objects.filter(person=person).first(),
            "section": "my-page",
        },
    )
