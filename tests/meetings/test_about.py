"""What people say about themselves: what would help them to come, and what they bring. Kept short, shown to few."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.models import AuditEntry
from coproduction.tasks import sweep
from meetings import actions
from meetings.emails import booking_path
from meetings.models import Attendance, Meeting, Perspective, RememberedNeeds
from meetings.perspectives import brought_to
from tests import factories
from tests.meetings.test_booking import there, walk
from tests.meetings.test_waiting import press, row
from tests.pages import Page

pytestmark = pytest.mark.privacy
Booking = Attendance.Booking


def ends(meeting, days):
    """Let the meeting have ended so many days ago."""
    when = timezone.now() - dt.timedelta(days=days)
    Meeting.objects.filter(pk=meeting.pk).update(starts=when - dt.timedelta(hours=2), ends=when)


# --- what would help --------------------------------------------------------------------------------------------------
def test_what_helps_is_remembered_for_the_next_booking_with_a_yes_alone(client, group, facilitator, meeting, outsider):
    next_one, third = (factories.meeting(group, facilitator, days=days) for days in (20, 30))
    client.force_login(outsider)
    walk(client, meeting, needs="A ramp.")
    assert not RememberedNeeds.objects.exists()
    walk(client, meeting, needs="A ramp.", remember="on")
    assert RememberedNeeds.objects.get().person == outsider
    form = {"step": "2", "called": "Gethin", "reach": "none", "request_key": uuid.uuid4()}
    page = Page(client.post(there(next_one), form))
    assert (page.fields["needs"], page.fields["remember"]) == ("A ramp.", "on")
    walk(client, next_one, needs="A lift home.", remember="on")
    assert RememberedNeeds.objects.get().needs == "A lift home."
    answer = client.post(there(third), {**form, "step": "3", "needs": "A lift home.", "request_key": uuid.uuid4()})
    assert answer.status_code == 302 and not RememberedNeeds.objects.exists()  # the tick was taken away


def test_who_is_not_signed_in_is_not_asked_and_nothing_is_remembered(client, meeting):
    walk(client, meeting, needs="A ramp.", remember="on")
    page = Page(
        client.post(there(meeting), {"step": "2", "called": "Bev", "reach": "none", "request_key": uuid.uuid4()})
    )
    assert not page.says("Remember this") and not RememberedNeeds.objects.exists()


def test_what_is_remembered_stands_on_my_page_and_goes_with_one_press(client, outsider, member):
    actions.remember_needs(outsider, "A ramp.")
    client.force_login(outsider)
    page = Page(client.get("/my-page/"))
    assert page.says("because you said so: A ramp.")
    client.force_login(member)
    assert not Page(client.get("/my-page/")).says("A ramp.")
    client.post(reverse("meetings:forget-needs"))
    assert RememberedNeeds.objects.count() == 1  # of somebody else
    client.force_login(outsider)
    client.post(reverse("meetings:forget-needs"))
    assert not RememberedNeeds.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(364, 1), (366, 0)])
def test_what_is_remembered_goes_a_year_after_the_last_booking(outsider, days, kept):
    used = timezone.now() - dt.timedelta(days=days)
    RememberedNeeds.objects.create(person=outsider, needs="A ramp.", used_at=used)
    sweep()
    assert RememberedNeeds.objects.count() == kept


def test_a_person_sees_to_what_would_help_and_the_booking_says_so(client, meeting, facilitator):
    walk(client, meeting, needs="A ramp.")
    path = booking_path(row("Bev"))
    assert Page(client.get(path)).says("You asked for: A ramp. Somebody will see to it.")
    client.force_login(facilitator)
    page = Page(client.get(there(meeting, "who-is-coming")))
    assert page.says("Asked for: A ramp.") and page.says("This is seen to")
    client.post(there(meeting, "seen-to"), {"row": row("Bev").pk, "needs": "A ramp."})
    assert Page(client.get(path)).says("You asked for: A ramp. Somebody has seen to it.")
    outbox.send_due()
    assert "Somebody has seen to it." in mail.outbox[0].body
    assert not AuditEntry.objects.filter(detail__icontains="ramp").exists()


def test_other_needs_have_to_be_seen_to_again_and_an_old_page_sees_to_nothing(client, meeting, facilitator, outsider):
    client.force_login(outsider)
    walk(client, meeting, called="Bev", needs="A ramp.")
    actions.see_to_needs(row("Bev"), by=facilitator, needs="A ramp.")
    walk(client, meeting, called="Bev", needs="A ramp.")
    assert row("Bev").needs_seen_at is not None
    walk(client, meeting, called="Bev", needs="A lift home.")
    assert row("Bev").needs_seen_at is None
    client.force_login(facilitator)
    page = client.post(there(meeting, "seen-to"), {"row": row("Bev").pk, "needs": "A ramp."}, follow=True)
    assert Page(page).says("Somebody else was quicker") and row("Bev").needs_seen_at is None


# --- what people bring ------------------------------------------------------------------------------------------------
def brings(meeting, called, *words, booking=Booking.COMING):
    row = factories.attendance(meeting, called, booking=booking)
    Perspective.objects.bulk_create(Perspective(attendance=row, words=one) for one in words)
    return row


def say(client, row, words):
    path = reverse("meetings:booking-about", args=[booking_path(row).split("/")[2]])
    return Page(client.post(path, {"perspectives": words}, follow=True))


def test_people_say_in_their_own_words_what_they_bring_and_change_it(client, meeting):
    bev = factories.attendance(meeting, "Bev", booking=Booking.COMING)
    page = say(client, bev, "I look after my mum\r\n\r\n  I work nights\r\nI WORK NIGHTS")
    assert page.fields["perspectives"] == "I look after my mum\nI work nights"
    say(client, bev, "I drive the bus")
    assert [one.words for one in Perspective.objects.all()] == ["I drive the bus"]
    say(client, bev, "")
    assert not Perspective.objects.exists()


@pytest.mark.parametrize("words", ["a\nb\nc\nd\ne\nf", "n" * 81, "n\n" * 251])
def test_too_much_is_given_back(client, meeting, words):
    bev = factories.attendance(meeting, "Bev", booking=Booking.COMING)
    page = say(client, bev, words)
    assert page.summary and page.fields["perspectives"].strip() == words.strip() and not Perspective.objects.exists()


def test_those_who_run_it_read_one_list_by_the_alphabet_without_names(client, meeting, facilitator):
    brings(meeting, "Zena", "a porter")
    brings(meeting, "Abel", "Carer", "the night shift")
    brings(meeting, "Gone", "somebody who left", booking=Booking.CANCELLED)
    client.force_login(facilitator)
    answer = client.get(there(meeting, "what-people-bring"))
    page = Page(answer)
    assert page.text.index("a porter") < page.text.index("Carer") < page.text.index("the night shift")
    assert [name for name in ("Zena", "Abel", "Gone", "somebody who left") if name in page.html] == []
    for other in ("who-is-coming", "register", "plan"):
        assert "a porter" not in client.get(there(meeting, other)).content.decode()


@pytest.mark.parametrize(("people", "often"), [(2, False), (4, False), (5, True), (9, True)])
def test_how_often_something_is_said_shows_from_five_on_and_never_the_number(meeting, people, often):
    for number in range(people):
        brings(meeting, f"Person {number}", "Carer" if number % 2 else "carer")
    ((words, said_often),) = brought_to(meeting)
    assert (words.casefold(), said_often) == ("carer", often)


def test_the_list_of_one_person_is_not_shown(client, meeting, facilitator):
    brings(meeting, "Bev", "a porter", "Carer")
    client.force_login(facilitator)
    page = Page(client.get(there(meeting, "what-people-bring")))
    assert page.says("Nothing to show yet.") and "porter" not in page.html


def test_who_is_not_coming_says_nothing(client, meeting):
    bev = factories.attendance(meeting, "Bev", booking=Booking.COMING)
    press(client, bev, "booking-cancel")
    assert say(client, bev, "Carer").says("That is too late now.") and not Perspective.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(89, 1), (91, 0)])
def test_what_people_bring_goes_ninety_days_after_the_meeting(meeting, facilitator, days, kept):
    row = brings(meeting, "Bev", "a porter")
    Attendance.objects.filter(pk=row.pk).update(needs="A ramp.", needs_seen_at=timezone.now())
    ends(meeting, days)
    sweep()
    assert Perspective.objects.count() == kept
    assert Attendance.objects.filter(needs="A ramp.", needs_seen_at__isnull=False).count() == kept


def test_what_people_bring_is_on_no_public_page_and_in_no_message(client, meeting):
    bev = brings(meeting, "Bev", "a porter", "Carer")
    brings(meeting, "Nia", "a porter")
    Attendance.objects.filter(pk=bev.pk).update(reach="email", email="bev@p.example")
    actions.tell_of_change(meeting)
    outbox.send_due()
    pages = [client.get(path).content.decode() for path in (meeting.get_absolute_url(), there(meeting), "/")]
    assert not any("porter" in text for text in [*pages, mail.outbox[0].body])
