"""Someone may be at risk: what to do, who was told and when, and that it never goes anywhere else (DC7)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.models import AuditEntry
from groups.rules import may_facilitate
from meetings import actions, forms, periodic, rules
from meetings.models import RiskTold
from minutes import checking, document
from tests import factories
from tests.pages import Page

TOLD = "Safeguarding lead Ottoline"


def path(meeting):
    return reverse("meetings:someone-at-risk", args=[meeting.group.slug, meeting.slug])


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def write_down(meeting, by, *, told=TOLD, ago=5, key=None):
    told_at = timezone.now() - dt.timedelta(minutes=ago)
    return actions.write_down_told(meeting, by=by, request_key=key or uuid.uuid4(), told=told, told_at=told_at)


def typed(**more):
    return {"told": TOLD, "day_0": "14", "day_1": "9", "day_2": "2025", "clock": "6:40pm", **more}


# --- what to do -----------------------------------------------------------------------------------------------------
def test_the_page_says_first_to_ring_999_and_whom_to_tell(meeting, facilitator, settings):
    settings.SAFEGUARDING_CONTACT = "our safeguarding lead, 01632 960 199, day and night"
    page = Page(signed_in(facilitator).get(path(meeting)))
    assert page.says("Is somebody in danger now? Ring 999. Do it first.") and "tel:999" in page.links
    assert page.says("Our safeguarding lead, 01632 960 199, day and night.") and "tel:+441632960199" in page.links


def test_a_host_that_names_nobody_is_said_honestly(meeting, facilitator, settings):
    assert settings.SAFEGUARDING_CONTACT == ""
    page = Page(signed_in(facilitator).get(path(meeting)))
    assert page.says("Who that is has not been written down on this site.") and page.says(settings.HELP_PHONE)


@pytest.mark.parametrize("route", ["minutes:item", "meetings:meeting"])
def test_the_page_is_one_press_away_where_notes_are_written_and_from_the_meeting(minutes, facilitator, route):
    held = minutes.meeting
    more = [factories.topic(held).pk] if route == "minutes:item" else []
    answer = signed_in(facilitator).get(reverse(route, args=[held.group.slug, held.slug, *more]))
    assert path(held) in Page(answer).links


# --- who was told ---------------------------------------------------------------------------------------------------
def test_who_was_told_and_when_is_written_down_and_audited(meeting, facilitator):
    before = AuditEntry.objects.count()
    answer = signed_in(facilitator).post(path(meeting), {**typed(), "request_key": uuid.uuid4()}, follow=True)
    assert Page(answer).says("Written down: who was told, and when. Nothing else is kept.")
    row = RiskTold.objects.get()
    assert (row.meeting, row.told) == (meeting, TOLD)
    assert timezone.localtime(row.told_at).isoformat() == "2025-09-14T18:40:00+01:00"
    entry = AuditEntry.objects.get(event="risk.told")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.subject, entry.actor) == (f"meetings.risktold:{row.pk}", f"person:{facilitator.pk}")
    assert entry.detail == {"meeting": meeting.pk}


def test_there_is_no_room_for_anything_else():
    assert {f.name for f in RiskTold._meta.get_fields()} == {"id", "meeting", "told", "told_at"}
    assert set(forms.ToldForm.base_fields) == {"request_key", "told", "day", "clock"}
    assert not any(isinstance(f, models.TextField) for f in RiskTold._meta.fields)


def test_written_down_twice_by_one_form_it_stands_once(meeting, group, facilitator):
    key = uuid.uuid4()
    first, second = (write_down(meeting, facilitator, key=key) for _time in range(2))
    assert first == second and AuditEntry.objects.filter(event="risk.told").count() == 1
    other = factories.meeting(group, facilitator, days=12)
    assert write_down(other, facilitator, key=key) != first and RiskTold.objects.count() == 2


def test_a_time_to_come_is_refused_and_nothing_remains(meeting, facilitator):
    before = AuditEntry.objects.count()
    with pytest.raises(ValidationError):
        write_down(meeting, facilitator, ago=-60)
    form = typed(day_2="2090", request_key=str(uuid.uuid4()))
    page = Page(signed_in(facilitator).post(path(meeting), form))
    assert page.says("This time is still to come.") and page.unlinked() == []
    assert set(form.items()) <= set(page.fields.items())
    assert (RiskTold.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_who_was_told_cannot_be_left_out(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskTold.objects.create(meeting=meeting, told="", told_at=timezone.now())


def test_what_is_written_down_stays_as_it_is(meeting, facilitator):
    row = write_down(meeting, facilitator)
    for do in (
        lambda: RiskTold.objects.update(told="x"),
        lambda: RiskTold.objects.all().delete(),
        lambda: RiskTold.objects.visible_to(facilitator).delete(),
        row.save,
        row.delete,
    ):
        with pytest.raises(PermissionDenied):
            do()
    assert RiskTold.objects.get().told == TOLD


# --- who may --------------------------------------------------------------------------------------------------------
WHO = [
    ("facilitator", True, False), ("coordinator", True, True), ("member", False, False), ("former_coordinator", False, False),
    ("outsider", False, False), ("elsewhere", False, False),
]  # fmt: skip


@pytest.mark.security
@pytest.mark.parametrize(("who", "writes", "reads"), WHO)
def test_those_who_run_the_group_write_it_and_coordinators_read_it(request, who, writes, reads, meeting, facilitator):
    row, person = write_down(meeting, facilitator), request.getfixturevalue(who)
    assert may_facilitate(person, meeting.group) is writes
    assert rules.may_read_who_was_told(person, meeting) is reads
    assert list(RiskTold.objects.visible_to(person)) == ([row] if reads else [])
    answer = signed_in(person).get(path(meeting))
    assert answer.status_code == (200 if writes else 403)
    assert (TOLD in answer.content.decode()) is reads
    if not writes:
        with pytest.raises(PermissionDenied):
            write_down(meeting, person)
        assert list(RiskTold.objects.all()) == [row]


@pytest.mark.security
def test_a_stranger_sees_nothing(client, meeting, facilitator):
    from django.contrib.auth.models import AnonymousUser

    write_down(meeting, facilitator)
    assert not RiskTold.objects.visible_to(AnonymousUser()).exists()
    assert client.get(path(meeting)).status_code == 302


@pytest.mark.privacy
def test_it_is_on_no_other_page_and_in_no_copy(minutes, facilitator, coordinator):
    held = minutes.meeting
    write_down(held, facilitator)
    desk, here = signed_in(coordinator), [held.group.slug, held.slug]
    assert TOLD in desk.get(path(held)).content.decode()
    pages = [
        reverse(f"meetings:{name}", args=here) for name in ("meeting", "plan", "register", "screen", "from-the-room")
    ]
    pages += [reverse("minutes:item", args=[*here, factories.topic(held).pk]), reverse("minutes:check", args=here)]
    for page in [*pages, "/my-page/", held.group.get_absolute_url()]:
        assert "Ottoline" not in desk.get(page, follow=True).content.decode(), page
    for audience in (document.GROUP, document.PUBLIC):
        assert "Ottoline" not in str(document.to_json(document.build(minutes, audience)))
    assert all("Ottoline" not in place.text for place in checking.places(minutes))
    assert "Ottoline" not in str(checking.roster(held))


# --- how long -------------------------------------------------------------------------------------------------------
def test_it_is_forgotten_24_months_after(meeting, facilitator):
    for days, left in ((720, 1), (740, 1)):
        write_down(meeting, facilitator, ago=days * 24 * 60)
        periodic.forget_who_was_told()
        assert RiskTold.objects.count() == left
    assert AuditEntry.objects.filter(event="risk.told").count() == 2
