"""Papers that come in time: asked for by a link without an account, with a last day, late ones labelled or held."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coproduction import links, outbox
from coproduction.access import StaleState
from coproduction.models import AuditEntry, Notice
from groups import actions as group_actions
from meetings import actions, deadlines, periodic
from meetings.emails import ASKED, BOOKING, GUEST, asked_path
from meetings.models import Attendance, CarriedItem, Guest, Meeting, Paper, PaperFile, PaperRequest
from minutes import checking
from tests import factories, worlds
from tests.meetings import leaky
from tests.meetings.leaky import WORD, hidden_in
from tests.meetings.test_reminders import at as london
from tests.pages import Page, lost
from tests.races import at_once, committed  # noqa: F401  (a fixture)

SAID = {"title": "Buses in winter", "summary": "They are late when it snows."}
REASON = "We waited for figures from the depot"


def ask(item, by, called="Una Trent", email="una@p.example", **more):
    facts = {"request_key": uuid.uuid4(), "called": called, "email": email, **more}
    facts.setdefault("due", deadlines.of_meeting(item.meeting))
    return actions.ask_for_paper(item, by=by, **facts)


@pytest.fixture
def item(meeting):
    return factories.topic(meeting)


@pytest.fixture
def una(item, facilitator):
    return ask(item, facilitator, note="Two pages on the buses.", organisation="Wendle Buses")


@pytest.fixture
def late(meeting):
    """The last day for papers of the meeting is over."""
    group_actions.set_papers_days(meeting.group, by=meeting.group.memberships.get(role="facilitator").person, days=20)
    meeting.group.refresh_from_db()
    return meeting


def at(asked, name="asked"):
    return reverse(f"meetings:{name}", args=[links.token(ASKED, asked)])


def of(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.slug, *more])


def give(client, asked, content=None, name="x.pdf", **more):
    file = {} if "link" in more else {"file": SimpleUploadedFile(name, leaky.pdf() if content is None else content)}
    return client.post(at(asked, "asked-give"), {**SAID, **file, **more}, follow=True)


def over(asked):
    """Let the last day for a paper be over."""
    PaperRequest.objects.filter(pk=asked.pk).update(due=timezone.localdate() - dt.timedelta(days=1))
    asked.refresh_from_db()
    return asked


# --- the last day -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2031-08-01 12:00", "2031-09-03"),
        ("2031-09-03 23:30", "2031-09-03"),
        ("2031-09-04 00:30", "2031-09-09"),  # people were told later than that: the day before
        ("2031-09-09 12:00", "2031-09-09"),
    ],
)
def test_papers_are_due_as_many_days_before_as_the_group_says(group, facilitator, told, due):
    meeting = factories.meeting(group, facilitator, starts=london("2031-09-10 18:00"))
    Meeting.objects.filter(pk=meeting.pk).update(announced_at=london(told))
    meeting.refresh_from_db()
    assert deadlines.of_meeting(meeting) == dt.date.fromisoformat(due)
    with time_machine.travel(london(f"{due} 23:59"), tick=False):
        assert not deadlines.is_late(meeting)
    with time_machine.travel(london(f"{due} 23:59") + dt.timedelta(minutes=1), tick=False):
        assert deadlines.is_late(meeting)


def test_a_group_says_when_papers_are_due_and_nothing_else_is_taken(client, group, facilitator, member):
    client.force_login(facilitator)
    path = reverse("groups:reminders", args=[group.slug])
    assert Page(client.get(path)).fields["papers_days"] == "7"
    for wrong in ("", "0", "61", "soon", "9" * 30):
        page = Page(client.post(path, {"papers_days": wrong}))
        assert page.summary and page.fields["papers_days"] == wrong
    client.post(path, {"papers_days": "14"})
    group.refresh_from_db()
    assert group.papers_days == 14
    with pytest.raises(PermissionDenied):
        group_actions.set_papers_days(group, by=member, days=3)


# --- asking -------------------------------------------------------------------------------------------------------------
def test_whoever_is_asked_reads_what_for_by_when_and_the_rule_in_a_message_of_their_own(
    client, meeting, item, facilitator
):
    client.force_login(facilitator)
    path = of("ask-for-paper", meeting, item.pk)
    page = Page(client.get(path))
    form = {**page.fields, "called": "Una Trent", "email": "una@p.example", "note": "Two pages, please."}
    for _time in range(2):
        answer = client.post(path, form, follow=True)
    assert Page(answer).says("Una Trent, by") and Page(answer).says("nothing has come yet")
    asked = PaperRequest.objects.get()
    assert asked.due == deadlines.of_meeting(meeting)
    outbox.send_due()
    (message,) = mail.outbox
    said = message.body.replace("\xa0", " ")
    assert message.recipients() == ["una@p.example"] and message.subject.startswith("By ")
    assert item.title not in message.subject and meeting.group.name not in message.subject
    assert f"It is for “{item.title}”" in said and "Two pages, please." in said and asked_path(asked) in said
    assert "What was said may be shared. Who said it, who was there" in said
    assert "Una" not in str(list(AuditEntry.objects.values_list("detail", "subject")))


@pytest.mark.parametrize("day", [-1, 11])
def test_a_last_day_that_is_over_or_after_the_meeting_is_refused_and_nothing_typed_is_lost(
    client, meeting, item, facilitator, day
):
    client.force_login(facilitator)
    when = timezone.localdate() + dt.timedelta(days=day)
    typed = {
        "called": "Una",
        "email": "una@p.example",
        "note": "A page.",
        "due_0": when.day,
        "due_1": when.month,
        "due_2": when.year,
    }
    page = Page(client.post(of("ask-for-paper", meeting, item.pk), {**typed, "request_key": uuid.uuid4()}))
    assert page.says("The last day is today or later") and not PaperRequest.objects.exists()
    assert lost({name: str(value) for name, value in typed.items()}, page) == {}
    with pytest.raises(ValidationError):
        ask(item, facilitator, due=when)


@pytest.mark.parametrize(
    "facts", [{"state": "draft"}, {"state": "cancelled", "cancel_reason": "No."}, {"state": "held"}]
)
def test_nobody_is_asked_for_a_meeting_that_takes_none(client, meeting, item, facilitator, facts):
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    client.force_login(facilitator)
    assert Page(client.get(of("ask-for-paper", meeting, item.pk), follow=True)).says("once the meeting is announced")
    with pytest.raises(StaleState):
        ask(item, facilitator)
    assert not PaperRequest.objects.exists() and not Attendance.objects.exists()


def test_nobody_is_asked_for_a_private_item_or_by_somebody_else(meeting, item, facilitator, member):
    with pytest.raises(PermissionDenied):
        ask(item, member)
    factories.under("confidential", item)
    with pytest.raises(ValidationError):
        ask(item, facilitator)
    assert not PaperRequest.objects.exists()


def test_so_many_are_asked_and_no_more(item, facilitator, monkeypatch):
    monkeypatch.setattr(actions.asking, "MOST_ASKED", 1)
    ask(item, facilitator)
    with pytest.raises(actions.TooMany):
        ask(item, facilitator, "Bev", "bev@p.example")


@pytest.mark.privacy
def test_the_check_knows_who_was_asked_and_no_page_shows_them(client, minutes, facilitator, member):
    meeting = minutes.meeting
    row = factories.attendance(meeting, "Zebulonski Quirke", email="z@p.example")
    asked = PaperRequest.objects.create(item=factories.topic(meeting), attendance=row, due=timezone.localdate())
    paper = factories.paper(meeting, facilitator, title="Buses", public=True)
    PaperRequest.objects.filter(pk=asked.pk).update(state="given", paper=paper)
    assert "Zebulonski Quirke" in [person.name for person in checking.roster(meeting).people]
    factories.point(minutes, facilitator, "Zebulonski brought figures.")
    assert any(m.finding.rule == "RC1" and m.stops for m in checking.find(minutes))
    client.force_login(member)
    for page in (meeting.get_absolute_url(), of("paper", meeting, paper.number)):
        assert WORD not in client.get(page).content.decode()


@pytest.mark.privacy
def test_a_name_in_the_reason_stops_the_notes(minutes, facilitator):
    factories.attendance(minutes.meeting, "Zebulonski Quirke", came=True)
    paper = factories.paper(minutes.meeting, facilitator, title="Buses")
    before = len(checking.find(minutes))
    Paper.objects.filter(pk=paper.pk).update(late=True, late_reason="Zebulonski was ill")
    assert len(checking.find(minutes)) == before + 1


# --- the page of whoever was asked ---------------------------------------------------------------------------------------
def test_the_page_says_what_until_when_and_the_rule_and_names_nobody_else(client, meeting, una):
    factories.attendance(meeting, "Wilf Amos", booking="coming")
    answer = client.get(at(una))
    page = Page(answer)
    assert page.says("We would like a paper from you, Una Trent") and page.says("“The first day home”")
    assert page.says("Two pages on the buses.") and page.says("Who said it, who was there")
    assert page.says("Please give it to us by") and page.says("or waits for the next meeting")
    assert "Wilf" not in page.html and "Tomasz" not in page.html
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "strict-origin"


def test_a_paper_is_given_looked_at_replaced_and_taken_back(client, una):
    page = Page(give(client, una, leaky.pdf(leaky.author)))
    assert page.says("We have your paper.") and page.says("the author’s name")
    first = Paper.objects.get()
    assert (first.title, first.shown, first.public, first.late) == (SAID["title"], False, False, False)
    file = client.get(at(una, "asked-paper"))
    assert file["Content-Disposition"] == 'attachment; filename="buses-in-winter.pdf"' and hidden_in(file.content) == []
    shown = Page(client.get(at(una, "asked-give")))
    assert lost(SAID, shown) == {} and shown.says("Give us another paper in its place")
    give(client, una, title="Buses in spring", link="https://wendle.example/buses", minutes_to_read="5")
    paper = Paper.objects.get()
    assert (paper.title, paper.kind, paper.reading_minutes, paper.shown) == ("Buses in spring", "link", 5, False)
    assert not PaperFile.objects.exists()
    assert Page(client.post(at(una, "asked-take-back-given"), follow=True)).says("Nobody read it")
    assert not Paper.objects.exists() and PaperRequest.objects.get().state == "asked"
    give(client, una)
    assert PaperRequest.objects.get().paper == Paper.objects.get()


def test_the_same_paper_given_twice_is_there_once(client, una):
    for _time in range(2):
        assert Page(give(client, una)).says("We have your paper.")
    assert Paper.objects.count() == PaperFile.objects.count() == 1


def test_two_people_who_give_the_same_have_each_their_own(client, item, facilitator, una):
    bev = ask(item, facilitator, "Bev", "bev@p.example")
    for asked in (una, bev):
        give(client, asked, link="https://wendle.example/buses", minutes_to_read="5")
    client.post(at(una, "asked-take-back-given"))
    assert PaperRequest.objects.get(pk=bev.pk).paper == Paper.objects.get()


def test_what_others_read_stays_as_it_is(client, una, facilitator):
    give(client, una)
    paper = Paper.objects.get()
    actions.show_paper(paper, by=facilitator, sha256=paper.digest)
    before = worlds.rows()
    page = Page(give(client, una, leaky.pdf(words="Other words.")))
    assert page.says("People can read it now.") and not page.says("Take it back")
    assert Page(client.post(at(una, "asked-take-back-given"), follow=True)).says("That is too late now.")
    assert worlds.changed(before) == []


WRONG = [
    ({"file": None}, "Choose a file, or type the address of a page"),
    ({"content": b"MZ no paper"}, "not a file we can take"),
    ({"content": b"<html>", "name": "x.pdf"}, "not a file we can take"),
    ({"content": leaky.word_tracked}, "Accept all changes"),
    ({"content": leaky.word_comment}, "Delete all comments"),
    ({"content": leaky.word_macros}, "It has macros"),
    ({"content": leaky.png_with_texts}, "Say how many minutes it takes to read"),
    ({"link": "https://wendle.example/a"}, "Say how many minutes it takes to read"),
    ({"link": "http://wendle.example/a"}, "begins with https://"),
    ({"summary": ""}, "Say in two or three sentences"),
]


@pytest.mark.parametrize(("more", "words"), WRONG)
def test_what_cannot_be_taken_is_told_beside_its_question_and_nothing_typed_is_lost(client, una, more, words):
    sent = {name: value() if callable(value) else value for name, value in more.items() if name != "file"}
    if "file" in more:
        page = Page(client.post(at(una, "asked-give"), SAID))
    else:
        page = Page(give(client, una, **sent))
    assert page.says(words) and page.summary and page.unlinked() == []
    assert lost({**SAID, **{n: v for n, v in sent.items() if n in ("summary", "link")}}, page) == {}
    assert not Paper.objects.exists() and PaperRequest.objects.get().state == "asked"


@pytest.mark.security
def test_a_large_file_and_a_bomb_are_refused(client, una, settings):
    assert Page(give(client, una, leaky.packed({f"{n}.xml": "0" * 9_000_000 for n in range(40)}))).summary
    settings.PAPER_MAX_BYTES = 200_000
    assert Page(give(client, una, b"%PDF-" + b"x" * 3_000_000)).says("larger than")
    assert not Paper.objects.exists()


@pytest.mark.privacy
def test_nothing_planted_comes_through_this_door(client, una, facilitator):
    planted = [make() for make, _told in leaky.CLEANED.values()]
    for content in planted[:: len(planted) // 8]:
        assert hidden_in(content)
        give(client, una, content, name=f"{WORD}.pdf", minutes_to_read="1")
        assert hidden_in(client.get(at(una, "asked-paper")).content) == []
    assert WORD not in str(Paper.objects.values_list()) and Paper.objects.count() == 1


# --- links that open nothing ---------------------------------------------------------------------------------------------
@pytest.mark.security
def test_a_link_that_was_tampered_with_or_is_of_something_else_opens_nothing(
    client, meeting, item, una, facilitator, other_group
):
    give(client, una)
    token = links.token(ASKED, una)
    guest = Guest.objects.create(item=item, attendance=una.attendance, does="talk")
    elsewhere = factories.meeting(other_group, facilitator_of(other_group))
    foreign = ask(factories.topic(elsewhere), facilitator_of(other_group), "Bev", "bev@p.example")
    nonce, mac = token.split(".")
    other_nonce, other_mac = links.token(ASKED, foreign).split(".")
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        f"{nonce}.{other_mac}",
        f"{other_nonce}.{mac}",
        links.token(GUEST, guest),
        links.token(BOOKING, una.attendance),
        nonce,
        "x" * 3000,
    ]
    before = worlds.rows()
    for one in wrong:
        for name in ("asked", "asked-give", "asked-paper"):
            assert client.get(reverse(f"meetings:{name}", args=[one])).status_code == 404
        for name in ("asked-give", "asked-take-back-given"):
            assert client.post(reverse(f"meetings:{name}", args=[one]), SAID).status_code == 404
    assert client.get(reverse("meetings:guest", args=[token])).status_code == 404
    assert worlds.changed(before) == []
    assert Page(client.get(at(foreign, "asked-paper"))).status == 404  # the paper is not theirs
    PaperRequest.objects.filter(pk=una.pk).update(link_version=2)
    assert client.get(reverse("meetings:asked", args=[token])).status_code == 404


def facilitator_of(group):
    row = group.memberships.filter(role="facilitator").first()
    return row.person if row else factories.membership(group, factories.person("Ines"), "facilitator").person


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("taken back", "We do not need this paper any more"),
        ("cancelled", "The hall is flooded."),
        ("begun", "The meeting has begun"),
        ("private", "We take no paper here now."),
    ],
)
def test_a_link_that_takes_nothing_any_more_says_why(client, meeting, una, facilitator, how, words):
    if how == "taken back":
        actions.take_back_asked(una, by=facilitator)
    if how == "cancelled":
        actions.cancel(meeting, by=facilitator, reason="The hall is flooded.")
    if how == "begun":
        Meeting.objects.filter(pk=meeting.pk).update(starts=factories.moment(-1), ends=factories.moment(1))
    if how == "private":
        factories.under("confidential", una.item)
    assert Page(client.get(at(una))).says(words)
    assert Page(give(client, una)).says(words) and not Paper.objects.exists()
    with pytest.raises(actions.NotOpen):
        actions.give_asked(una, **SAID, link="https://wendle.example/", minutes_to_read=1)


def test_what_was_given_cannot_be_taken_back_by_who_asked(client, meeting, una, facilitator, member):
    with pytest.raises(PermissionDenied):
        actions.take_back_asked(una, by=member)
    give(client, una)
    client.force_login(facilitator)
    for row in (una.pk, "", "x", 10**30):
        assert client.post(of("asked-take-back", meeting), {"row": row}).status_code == 302
    assert PaperRequest.objects.get().state == "given"
    elsewhere = factories.meeting(meeting.group, facilitator, days=30)
    other = ask(factories.topic(elsewhere), facilitator, "Bev", "bev@p.example")
    client.post(of("asked-take-back", meeting), {"row": other.pk})  # of another meeting
    assert PaperRequest.objects.get(pk=other.pk).state == "asked"
    PaperRequest.objects.filter(pk=other.pk).delete()
    actions.remove_paper(Paper.objects.get(), by=facilitator)
    assert Page(client.get(at(una))).says("took your paper off the meeting")


def test_a_guest_whose_invitation_is_taken_back_is_still_asked_for_a_paper(meeting, item, una, facilitator):
    guest = actions.invite_guest(
        item, by=facilitator, request_key=uuid.uuid4(), called="Una Trent", email="una@p.example", does="talk"
    )
    assert guest.attendance == una.attendance
    actions.take_back_guest(guest, by=facilitator)
    assert PaperRequest.objects.get() == una


# --- late ---------------------------------------------------------------------------------------------------------------
def test_what_is_given_late_needs_a_reason_which_readers_see(client, meeting, una, facilitator):
    over(una)
    assert Page(client.get(at(una, "asked-give"))).says("You can still give it to us.")
    page = Page(give(client, una))
    assert page.says("Say in a few words why it comes late") and page.summary and not Paper.objects.exists()
    give(client, una, late_reason=REASON)
    paper = Paper.objects.get()
    assert paper.late and not paper.shown
    client.force_login(facilitator)
    page = Page(client.get(of("paper-look", meeting, paper.number)))
    assert page.fields["late_reason"] == REASON and page.says("Hold it for the next meeting")
    client.post(of("show-paper", meeting, paper.number), {"file": paper.digest, "late_reason": f"{REASON}."})
    for path in (meeting.get_absolute_url(), of("paper", meeting, paper.number)):
        assert Page(client.get(path)).says(f"Came late: {REASON}.")


def test_a_reason_sent_with_a_paper_in_time_is_not_kept(client, una):
    give(client, una, late_reason=REASON)
    assert (Paper.objects.get().late, Paper.objects.get().late_reason) == (False, "")


@pytest.mark.parametrize("link", ["", "https://wendle.example/plan"])
def test_a_late_paper_of_those_who_run_it_waits_for_a_reason_too(client, late, facilitator, link):
    client.force_login(facilitator)
    path = of("add-paper", late, factories.topic(late).pk)
    sent = {**SAID, "public": "no", "step": 4, "link": link, "minutes_to_read": "3"}
    answer = client.post(path, sent if link else {**sent, "file": SimpleUploadedFile("x.pdf", leaky.pdf())})
    paper = Paper.objects.get()
    assert answer.url == of("paper-look", late, paper.number) and paper.late and not paper.shown
    assert Page(client.get(of("plan", late))).says("it came late: let people read it, or hold it")
    page = Page(client.post(of("show-paper", late, paper.number), {"file": paper.digest, "late_reason": " "}))
    assert page.says("Say in a few words why it comes late") and page.unlinked() == []
    with pytest.raises(ValidationError):
        actions.show_paper(paper, by=facilitator, sha256=paper.digest)
    assert not Paper.objects.get().shown
    actions.show_paper(paper, by=facilitator, sha256=paper.digest, late_reason=REASON)
    assert Paper.objects.get().late_words == f"Came late: {REASON}."


def test_another_address_than_the_one_that_was_looked_at_is_not_shown(late, facilitator):
    paper = factories.paper(late, facilitator, link="https://wendle.example/a", shown=False)
    seen = paper.digest
    actions.change_paper(paper, by=facilitator, **SAID, public=False, link="https://wendle.example/b")
    with pytest.raises(StaleState):
        actions.show_paper(paper, by=facilitator, sha256=seen, late_reason=REASON)


def test_a_new_file_after_the_last_day_is_late_and_other_words_are_not(meeting, facilitator):
    paper = factories.paper(meeting, facilitator, link="https://wendle.example/a")
    group_actions.set_papers_days(meeting.group, by=facilitator, days=20)
    paper = Paper.objects.select_related("item__meeting__group").get()
    actions.change_paper(paper, by=facilitator, title="Other", summary="Other.", public=False)
    assert not Paper.objects.get().late and Paper.objects.get().shown
    actions.change_paper(paper, by=facilitator, **SAID, public=False, link="https://wendle.example/b")
    assert Paper.objects.get().late and not Paper.objects.get().shown


def test_after_the_start_a_paper_says_so_and_needs_no_reason(meeting, facilitator, client):
    Meeting.objects.filter(pk=meeting.pk).update(starts=factories.moment(-1), ends=factories.moment(1))
    meeting.refresh_from_db()
    factories.paper(meeting, facilitator, public=True)
    assert Page(client.get(meeting.get_absolute_url())).says("Came after the meeting began.")


def test_nothing_is_late_for_a_meeting_that_was_entered_afterwards(group, facilitator):
    held = factories.meeting(group, facilitator, days=-5, state="held")
    Meeting.objects.filter(pk=held.pk).update(entered_afterwards=True)
    held.refresh_from_db()
    assert not factories.paper(held, facilitator).late


# --- held ---------------------------------------------------------------------------------------------------------------
def test_a_late_paper_is_held_and_put_on_the_next_agenda_with_one_press(client, item, una, late, facilitator):
    give(client, over(una), late_reason=REASON)
    paper = Paper.objects.get()
    client.force_login(facilitator)
    assert Page(client.post(of("hold-paper", late, paper.number), follow=True)).says("(held for the next meeting)")
    assert Page(client.get(at(una))).says("held for the next meeting")
    following = factories.meeting(late.group, facilitator, days=60)
    assert not Page(client.get(of("plan", late))).says("Papers that waited for this meeting")
    page = Page(client.get(of("plan", following)))
    assert page.says("Papers that waited for this meeting") and page.says(SAID["title"])
    there = factories.topic(following)
    for wrong in ({}, {"item": item.pk}, {"item": "x"}, {"item": following.items.get(kind="open_space").pk + 999}):
        client.post(of("put-held-paper", following, paper.pk), wrong)
    assert Paper.objects.get().held
    path = of("put-held-paper", following, paper.pk)
    answer = client.post(path, {"item": there.pk})
    paper.refresh_from_db()
    assert answer.url == of("paper-look", following, paper.number)
    assert (paper.item, paper.held, paper.shown, paper.late) == (there, False, False, False)
    client.post(path, {"item": there.pk})  # once more changes nothing
    actions.show_paper(paper, by=facilitator, sha256=paper.digest)
    assert Page(client.get(following.get_absolute_url())).says(SAID["title"])
    assert not Page(client.get(late.get_absolute_url())).says(SAID["title"])


def test_the_item_it_was_for_is_picked_where_it_stands_again(client, late, facilitator):
    paper = factories.paper(late, facilitator, shown=False)
    actions.hold_paper(paper, by=facilitator)
    following = factories.meeting(late.group, facilitator, days=60)
    client.force_login(facilitator)
    first = factories.topic(following)
    assert f'<option value="{first.pk}" selected' in client.get(of("plan", following)).content.decode()
    again = actions.add_item(following, by=facilitator, title="The first day home (2)", minutes=10)
    CarriedItem.objects.create(
        key=f"item:{paper.item_id}", why="not_reached", come_from=late, meeting=following, item=again
    )
    assert f'<option value="{again.pk}" selected' in client.get(of("plan", following)).content.decode()


def test_only_a_late_paper_of_the_same_group_is_held_and_put(meeting, late, facilitator, member, other_group):
    paper = factories.paper(late, facilitator, shown=False)
    with pytest.raises(PermissionDenied):
        actions.hold_paper(paper, by=member)
    Paper.objects.update(late=False)
    with pytest.raises(StaleState):
        actions.hold_paper(paper, by=facilitator)
    Paper.objects.update(late=True)
    actions.hold_paper(paper, by=facilitator)
    factories.membership(other_group, facilitator, "facilitator")
    elsewhere = factories.meeting(other_group, facilitator, days=60)
    with pytest.raises(PermissionDenied):
        actions.put_held_paper(paper, factories.topic(elsewhere), by=facilitator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(shown=True)


# --- guests ---------------------------------------------------------------------------------------------------------------
def test_a_guest_gives_a_link_and_somebody_looks_at_it_first(client, late, item, facilitator):
    row = factories.attendance(late, "Una Trent", email="una@p.example")
    guest = Guest.objects.create(item=item, attendance=row, does="present")
    path = reverse("meetings:guest-add-paper", args=[links.token(GUEST, guest)])
    assert Page(client.get(path)).says("You can still give it to us.")
    sent = {**SAID, "link": "https://wendle.example/buses", "minutes_to_read": "5"}
    assert Page(client.post(path, sent)).says("Say in a few words why it comes late")
    client.post(path, {**sent, "late_reason": REASON})
    paper = Paper.objects.get()
    assert (paper.kind, paper.shown, paper.late_reason) == ("link", False, REASON)
    client.force_login(facilitator)
    assert Page(client.get(of("paper-look", late, paper.number))).says("https://wendle.example/buses")


# --- chasing ----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(group, facilitator):
    """Somebody asked on 1 August for a paper until Wednesday 3 September, for a meeting on the 10th."""
    with time_machine.travel(london("2031-08-01 12:00"), tick=False):
        meeting = factories.meeting(group, facilitator, starts=london("2031-09-10 18:00"))
        asked = ask(factories.topic(meeting), facilitator)
        outbox.send_due()
    mail.outbox.clear()
    return asked


def sweep_at(text):
    with time_machine.travel(london(text), tick=False):
        periodic.plan_papers_due()
        outbox.send_due()
        periodic.plan_papers_due()
        outbox.send_due()
    said = [message.body.splitlines()[0] for message in mail.outbox]
    mail.outbox.clear()
    return said


BEFORE, AFTER = ["Your paper is nearly due, Una Trent"], ["We still wait for your paper, Una Trent"]


def test_two_days_before_and_the_day_after_one_message_each(waiting):
    assert waiting.due == dt.date(2031, 9, 3)
    assert sweep_at("2031-09-01 09:59") == []
    assert sweep_at("2031-09-01 10:00") == BEFORE
    assert sweep_at("2031-09-01 10:01") == sweep_at("2031-09-03 23:00") == sweep_at("2031-09-04 09:59") == []
    assert sweep_at("2031-09-04 10:00") == AFTER
    assert sweep_at("2031-09-09 12:00") == sweep_at("2031-09-10 19:00") == []


def test_after_a_long_sleep_only_what_is_of_use_is_sent_and_nobody_is_woken(waiting):
    assert sweep_at("2031-09-04 02:00") == []  # too late for the first, too early for the second
    assert sweep_at("2031-09-06 23:30") == []
    assert sweep_at("2031-09-07 07:59") == [] and sweep_at("2031-09-07 08:00") == AFTER


def test_a_message_that_comes_too_late_to_be_of_use_is_not_sent(waiting):
    with time_machine.travel(london("2031-09-03 21:00"), tick=False):
        periodic.plan_papers_due()
    assert Notice.objects.filter(kind="paper_due", state="planned").count() == 1
    assert sweep_at("2031-09-04 08:00") == []


def test_who_is_asked_shortly_before_is_not_reminded_at_once(group, facilitator):
    with time_machine.travel(london("2031-09-02 12:00"), tick=False):
        meeting = factories.meeting(group, facilitator, starts=london("2031-09-10 18:00"))
        ask(factories.topic(meeting), facilitator, due=dt.date(2031, 9, 3))
        outbox.send_due()
    mail.outbox.clear()
    assert sweep_at("2031-09-02 12:01") == [] and sweep_at("2031-09-04 10:00") == AFTER


@pytest.mark.parametrize("how", ["given", "taken back", "cancelled", "begun", "private", "nothing"])
def test_nothing_is_sent_once_nothing_is_waited_for(waiting, facilitator, how):
    with time_machine.travel(london("2031-09-03 22:00"), tick=False):
        periodic.plan_papers_due()  # what is planned already leaves no more either
        if how == "given":
            actions.give_asked(waiting, **SAID, link="https://wendle.example/", minutes_to_read=1)
        if how == "taken back":
            actions.take_back_asked(waiting, by=facilitator)
        if how == "cancelled":
            actions.cancel(waiting.item.meeting, by=facilitator, reason="The hall is flooded.")
        if how == "begun":
            Meeting.objects.update(state="under_way")
        if how == "private":
            factories.under("confidential", waiting.item)
    sent = sweep_at("2031-09-04 10:00")
    assert sent == {"nothing": AFTER, "cancelled": ["We are sorry, Una Trent"]}.get(how, [])


def test_a_discreet_subject_tells_nothing(waiting, settings):
    Attendance.objects.update(discreet=True)
    with time_machine.travel(london("2031-09-01 10:00"), tick=False):
        periodic.plan_papers_due()
        outbox.send_due()
    assert mail.outbox[0].subject == f"A message from {settings.SITE_NAME}"


def test_the_plan_says_what_is_asked_for_and_overdue_without_a_name(client, meeting, una, facilitator):
    client.force_login(facilitator)
    page = Page(client.get(of("plan", meeting)))
    assert page.says("A paper is asked for, by") and "Una" not in page.html
    over(una)
    assert Page(client.get(of("plan", meeting))).says("A paper we asked for is overdue since")
    assert Page(client.get(of("asked-for", meeting))).says("overdue")


# --- at once ------------------------------------------------------------------------------------------------------------
def test_sweeps_and_givers_at_once_leave_one_message_and_one_paper(committed, settings):  # noqa: F811
    group = factories.group()
    facilitator = facilitator_of(group)
    meeting = factories.meeting(group, facilitator)
    asked = ask(factories.topic(meeting), facilitator)
    long_ago = timezone.now() - dt.timedelta(days=30)
    PaperRequest.objects.update(due=timezone.localdate() - dt.timedelta(days=2), asked_at=long_ago)
    assert at_once(*[periodic.plan_papers_due] * 4) == [None] * 4
    assert Notice.objects.filter(kind="paper_due").count() == 1

    def gives(title):
        return lambda: actions.give_asked(
            asked, title=title, summary="A.", link="https://wendle.example/", minutes_to_read=1, late_reason=REASON
        )

    told = at_once(gives("A"), gives("B"), gives("C"), gives("C"))
    assert not [one for one in told if isinstance(one, Exception)]
    assert PaperRequest.objects.get().paper == Paper.objects.get()
    Paper.objects.update(shown=False)
    show = Paper.objects.get()
    told = at_once(
        lambda: actions.show_paper(show, by=facilitator, sha256=show.digest, late_reason=REASON),
        lambda: actions.take_back_given(asked),
    )
    assert sum(isinstance(one, Exception) for one in told) == 1
    assert [paper.shown for paper in Paper.objects.all()] in ([], [True])
