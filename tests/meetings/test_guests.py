"""Guests: invited for one item, they answer, read its papers and give one, by a link that can be taken back."""

import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coproduction import links, outbox
from coproduction.models import AuditEntry
from meetings import actions
from meetings.emails import BOOKING, GUEST, guest_path
from meetings.models import Attendance, Guest, Meeting, Paper
from minutes import checking
from tests import factories, worlds
from tests.meetings import leaky
from tests.meetings.test_booking import there
from tests.meetings.test_waiting import row, who
from tests.pages import Page

Booking = Attendance.Booking


def invite(item, by, called="Una", email="una@p.example", **more):
    key = more.pop("request_key", None) or uuid.uuid4()
    facts = {"called": called, "email": email, "does": "present", **more}
    return actions.invite_guest(item, by=by, request_key=key, **facts)


@pytest.fixture
def item(meeting):
    return factories.topic(meeting)


@pytest.fixture
def una(item, facilitator):
    return invite(item, facilitator, note="Ten minutes on the buses.", organisation="Wendle Buses")


def at(guest, name, **more):
    return reverse(f"meetings:{name}", kwargs={"token": links.token(GUEST, guest), **more})


# --- inviting ---------------------------------------------------------------------------------------------------------
def test_a_guest_reads_in_the_message_what_for_when_and_the_rule(client, meeting, item, facilitator):
    client.force_login(facilitator)
    path = reverse("meetings:guest-invite", args=[meeting.group.slug, meeting.slug, item.pk])
    page = Page(client.get(path))
    form = {**page.fields, "called": "Una", "email": "una@p.example", "does": "present", "note": "Ten minutes, please."}
    for _time in range(2):
        answer = client.post(path, form, follow=True)
    assert Page(answer).says("Una, to present something: has not answered yet")
    guest = Guest.objects.get()
    outbox.send_due()
    (message,) = mail.outbox
    assert message.recipients() == ["una@p.example"] and message.subject.startswith("An invitation for")
    said = message.body.replace("\xa0", " ")
    assert "to present something: “The first day home”" in said and "about 6:10pm to 6:40pm" in said
    assert "What was said may be shared. Who said it, who was there and where they are from may not." in said
    assert "Ten minutes, please." in said and guest_path(guest) in said
    assert item.title not in message.subject and meeting.group.name not in message.subject
    assert "Una" not in str(list(AuditEntry.objects.values_list("detail", "subject")))


def test_the_page_of_a_guest_says_the_same_and_names_nobody_else(client, meeting, una):
    factories.attendance(meeting, "Wilf Amos", booking=Booking.COMING)
    answer = client.get(guest_path(una))
    page = Page(answer)
    assert page.says("You are invited, Una") and page.says("We invite you to present something: “The first day home”")
    assert page.says("Ten minutes on the buses.") and page.says("Who said it, who was there")
    assert "Wilf" not in page.html and "Tomasz" not in page.html
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "strict-origin"


def test_the_time_follows_the_agenda_as_it_stands_now(client, meeting, una, facilitator):
    other = actions.add_item(meeting, by=facilitator, title="Buses", minutes=20)
    actions.move_item(other, up=True, by=facilitator)
    assert Page(client.get(guest_path(una))).says("6:30pm to 7pm")


@pytest.mark.parametrize(
    "facts", [{"state": "draft"}, {"state": "cancelled", "cancel_reason": "No."}, {"state": "held"}]
)
def test_nobody_is_invited_where_nobody_can_come(client, meeting, item, facilitator, facts):
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    client.force_login(facilitator)
    path = reverse("meetings:guest-invite", args=[meeting.group.slug, meeting.slug, item.pk])
    form = {"called": "Una", "email": "u@p.example", "does": "talk", "request_key": uuid.uuid4()}
    assert Page(client.post(path, form, follow=True)).says("Guests are invited once the meeting is announced")
    assert not Guest.objects.exists() and not Attendance.objects.exists()


# --- answering --------------------------------------------------------------------------------------------------------
def test_a_guest_says_yes_and_no_and_the_place_follows(client, meeting, una):
    assert who(meeting) == []
    assert Page(client.post(at(una, "guest-yes"), follow=True)).says("You said yes")
    assert who(meeting) == ["Una"]
    assert Page(client.post(at(una, "guest-no"), follow=True)).says("You said no")
    assert who(meeting) == [] and row("Una").booking == Booking.APOLOGIES


def test_a_guest_comes_where_it_is_full_and_a_no_lets_somebody_in(client, meeting, una):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    actions.book(meeting, request_key=uuid.uuid4(), called="Ann", reach="none")
    actions.book(meeting, request_key=uuid.uuid4(), called="Wyn", reach="none", wait=True)
    client.post(at(una, "guest-yes"))
    assert who(meeting) == ["Ann", "Una"]
    actions.cancel_booking(row("Ann"))
    assert who(meeting) == ["Una"]
    client.post(at(una, "guest-no"))
    assert who(meeting) == ["Wyn"]


def test_a_no_for_one_item_leaves_the_other_yes(client, meeting, una, facilitator):
    other = invite(actions.add_item(meeting, by=facilitator, title="Buses", minutes=20), facilitator, does="talk")
    assert other.attendance == una.attendance
    client.post(at(una, "guest-yes"))
    client.post(at(other, "guest-no"))
    assert who(meeting) == ["Una"]
    client.post(at(una, "guest-no"))
    assert who(meeting) == []


def test_a_guest_who_takes_the_booking_back_has_said_no(client, meeting, una):
    client.post(at(una, "guest-yes"))
    token = links.token(BOOKING, una.attendance)
    client.post(reverse("meetings:booking-cancel", args=[token]))
    assert Page(client.get(guest_path(una))).says("You said no")
    client.post(reverse("meetings:booking-again", args=[token]))
    assert Page(client.get(guest_path(una))).says("You said yes")


def test_an_answer_that_is_too_late_says_so(client, meeting, una):
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="The hall is flooded.")
    before = worlds.rows()
    page = Page(client.post(at(una, "guest-yes"), follow=True))
    assert page.says("That is too late now.") and page.says("The hall is flooded.")
    assert worlds.changed(before) == []


def test_a_guest_who_never_answered_is_told_that_it_will_not_happen(meeting, una, facilitator):
    actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    outbox.send_due()
    (message,) = mail.outbox
    assert message.to == ["una@p.example"] and "because we invited you" in message.body


@pytest.mark.privacy
def test_the_check_knows_the_name_of_a_guest_who_never_answered(minutes, facilitator):
    meeting = minutes.meeting
    known = factories.attendance(meeting, "Una Trent", email="una@p.example")
    Guest.objects.create(item=factories.topic(meeting), attendance=known, does="listen")
    assert "Una Trent" in {person.name for person in checking.roster(meeting).people}


# --- the link ---------------------------------------------------------------------------------------------------------
@pytest.mark.security
def test_a_link_that_is_taken_back_spoiled_or_of_a_booking_opens_nothing(client, meeting, item, una, facilitator):
    token = links.token(GUEST, una)
    names = ["guest", "guest-yes", "guest-no", "guest-add-paper"]
    of_booking = links.token(BOOKING, una.attendance)
    spoiled = [
        token[:-1],
        token + "A",
        token.swapcase(),
        f"{una.nonce}.",
        of_booking,
        links.token(BOOKING, una),
        "\x00",
    ]
    before = worlds.rows()
    for one in spoiled:
        for name in names:
            answer = getattr(client, "get" if name == "guest" else "post")(reverse(f"meetings:{name}", args=[one]))
            assert answer.status_code == 404 and Page(answer).says("This link does not work any more")
    assert worlds.changed(before) == []
    client.force_login(facilitator)
    page = client.post(there(meeting, "guest-take-back"), {"row": una.pk}, follow=True)
    assert Page(page).says("Their link opens nothing any more.")
    assert client.get(reverse("meetings:guest", args=[token])).status_code == 404
    assert not Attendance.objects.exists() and outbox.send_due()["sent"] == 0
    assert Page(client.post(there(meeting, "guest-take-back"), {"row": una.pk}, follow=True)).says("was quicker")


def test_a_guest_of_another_meeting_cannot_be_taken_back_from_here(client, group, facilitator, meeting, una):
    other = factories.meeting(group, facilitator, days=12)
    client.force_login(facilitator)
    client.post(there(other, "guest-take-back"), {"row": una.pk})
    assert Guest.objects.count() == 1


def test_who_said_yes_and_is_not_invited_any_more_gives_the_place_to_who_waits(client, meeting, una, facilitator):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    client.post(at(una, "guest-yes"))
    actions.book(meeting, request_key=uuid.uuid4(), called="Wyn", reach="none", wait=True)
    actions.take_back_guest(Guest.objects.for_page().get(), by=facilitator)
    assert who(meeting) == ["Wyn"] and row("Una").booking == Booking.CANCELLED


# --- papers -----------------------------------------------------------------------------------------------------------
def send_paper(client, guest, content=None, **more):
    file = SimpleUploadedFile("by Una Trent.pdf", content or leaky.pdf(), "application/pdf")
    form = {"title": "Buses", "summary": "They are late.", "file": file, **more}
    return client.post(at(guest, "guest-add-paper"), form, follow=True)


@pytest.fixture
def near(settings):
    settings.PAPERS_APART = False  # cleaning in a process of its own has tests of its own


def test_a_paper_of_a_guest_is_cleaned_and_read_by_nobody_before_somebody_looked(
    client, meeting, una, facilitator, near
):
    assert Page(send_paper(client, una)).says("Somebody looks at it before anybody else can read it.")
    paper = Paper.objects.get()
    assert (paper.item, paper.public, paper.shown, paper.title) == (una.item, False, False, "Buses")
    there_it_is = at(una, "guest-paper", number=paper.number)
    assert client.get(there_it_is).status_code == 404
    actions.show_paper(paper, by=facilitator, sha256=paper.file.sha256)
    answer = client.get(there_it_is)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert Page(client.get(guest_path(una))).says("Buses")


def test_a_guest_reads_papers_of_their_item_alone(client, meeting, una, facilitator):
    other = actions.add_item(meeting, by=facilitator, title="Buses", minutes=20)
    theirs = factories.paper(meeting, facilitator, item=una.item, title="For Una")
    not_theirs = factories.paper(meeting, facilitator, item=other, title="Not for Una")
    page = Page(client.get(guest_path(una)))
    assert page.says("For Una") and not page.says("Not for Una")
    assert client.get(at(una, "guest-paper", number=theirs.number)).status_code == 200
    assert client.get(at(una, "guest-paper", number=not_theirs.number)).status_code == 404


def test_so_many_papers_wait_and_no_more_and_what_was_typed_stays(client, una, facilitator, near, monkeypatch):
    monkeypatch.setattr(actions.papers, "MOST_WAITING", 1)
    send_paper(client, una)
    page = Page(send_paper(client, una, leaky.pdf(words="Another one"), title="More"))
    assert page.says("nobody could look at more now") and page.fields["title"] == "More" and Paper.objects.count() == 1


@pytest.mark.parametrize("why", ["no file", "not a file we take", "private", "said no", "begun"])
def test_a_paper_that_cannot_be_taken_is_refused_in_words(client, meeting, una, near, why):
    if why == "private":
        factories.under("confidential", una.item)
    if why == "said no":
        client.post(at(una, "guest-no"))
    if why == "begun":
        Meeting.objects.filter(pk=meeting.pk).update(starts=factories.moment(-1), ends=factories.moment(1))
    more = {"file": ""} if why == "no file" else {}
    page = Page(send_paper(client, una, b"MZ no paper" if why == "not a file we take" else None, **more))
    assert page.status == 200 and not Paper.objects.exists()
    assert page.summary if why in ("no file", "not a file we take") else page.says("We take no paper here now.")
