"""Papers in the notes: named in the copies for those who may read them, and checked with everything else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Group
from meetings import actions as meeting_actions
from minutes import actions, checking, document, files
from minutes.models import Minutes
from tests import factories

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]


@pytest.fixture
def papers(minutes, facilitator):
    """A paper for everybody, one for members, and one that nobody has looked at."""
    meeting = minutes.meeting
    made = [
        factories.paper(meeting, facilitator, title="How people get home", public=True, text="The bus is late."),
        factories.paper(meeting, facilitator, title="The whole survey", content=b"%PDF-1.7 Two"),
        factories.paper(meeting, facilitator, title="Not looked at", content=b"%PDF-1.7 Three", shown=False),
    ]
    minutes.refresh_from_db()
    return made


def said(minutes, audience, format):
    return files.make(document.build(minutes, audience), format)


def texts_of(minutes, audience):
    built = document.build(minutes, audience)
    return files.text(built)


def test_copies_name_the_papers_their_readers_may_read(minutes, papers):
    group, public = texts_of(minutes, document.GROUP), texts_of(minutes, document.PUBLIC)
    assert "“How people get home”: http://localhost:8000" in public and "The whole survey" not in public
    assert "“How people get home”" in group and "“The whole survey”" in group
    assert "Not looked at" not in group + public


def test_the_address_in_a_copy_is_the_page_of_the_paper(client, minutes, papers, settings):
    line = next(item for item in document.build(minutes, document.PUBLIC).items if item.papers).papers[0]
    assert line.address == f"{settings.SITE_URL}{reverse('meetings:paper', args=[*here(minutes), 1])}"
    assert client.get(line.address.removeprefix(settings.SITE_URL)).status_code == 200


def here(minutes):
    return [minutes.meeting.group.slug, minutes.meeting.slug]


@pytest.mark.parametrize("audience", [document.GROUP, document.PUBLIC])
def test_every_file_names_the_papers_and_passes_the_last_look(minutes, papers, audience):
    built, made = actions.make_files(minutes, audience)
    assert set(made) == set(files.ENDINGS)
    assert document.from_json(document.to_json(built)) == built
    for content in (files.html(built).encode(), made["txt"], made["json"]):
        assert b"How people get home" in content and b"papers/1/" in content


def test_where_the_topic_is_rare_the_public_copy_does_not_give_the_day_away(minutes, papers):
    Group.objects.filter(pk=minutes.meeting.group_id).update(sensitive=True)
    minutes = Minutes.objects.get(pk=minutes.pk)
    assert minutes.meeting.slug not in texts_of(minutes, document.PUBLIC)
    assert "“How people get home”: ask us for it." in texts_of(minutes, document.PUBLIC)
    assert minutes.meeting.slug in texts_of(minutes, document.GROUP)


def test_the_organisation_stands_in_copies_only_of_an_item_on_the_record(group, facilitator):
    for rule, names in (("chatham_house", False), ("on_record", True)):
        meeting = factories.meeting(group, facilitator, days=-9, state="held", rule=rule)
        factories.came(meeting)
        factories.paper(meeting, facilitator, public=True, author_body="Wendle Hospital Trust")
        notes = factories.clean_notes(meeting, facilitator)
        for audience in (document.GROUP, document.PUBLIC):
            assert ("Wendle Hospital Trust" in texts_of(notes, audience)) == names


def test_a_private_item_names_no_paper(minutes, papers, facilitator):
    meeting_actions.set_item_rule(papers[0].item, "confidential", by=facilitator)
    for audience in (document.GROUP, document.PUBLIC):
        assert "How people get home" not in texts_of(Minutes.objects.get(pk=minutes.pk), audience)


# --- the check ---------------------------------------------------------------------------------------------------------
def stops(minutes):
    return {(m.place.key.split(":", 2)[2].partition(":")[0], m.finding.rule) for m in checking.find(minutes) if m.stops}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": "What Priya thinks"}, "title"),
        ({"summary": "Priya wrote it."}, "summary"),
        ({"link": "https://wendle.example/priya-nand/"}, "link"),
        ({"text": "A story\nby Priya Nand.", "public": True}, "inside"),
        ({"text": "Ring 07700 900123.", "public": True}, "inside"),
    ],
)
def test_a_name_in_what_is_said_of_a_paper_or_in_it_stops_the_notes(minutes, facilitator, fields, where):
    assert stops(minutes) == set()
    factories.paper(minutes.meeting, facilitator, **fields)
    assert {place for place, _rule in stops(minutes)} == {where}
    assert any("must change" in reason for reason in actions.missing(minutes))


def test_words_inside_a_paper_for_members_and_what_a_report_says_of_itself_stop_nothing(minutes, facilitator):
    factories.paper(minutes.meeting, facilitator, text="By Priya Nand.")
    text = "Two staff agreed. One carer said that the trust felt tired. I was there in May."
    factories.paper(minutes.meeting, facilitator, content=b"%PDF-1.7 2", text=text, public=True)
    assert stops(minutes) == set()


def test_a_finding_inside_a_paper_is_settled_and_open_again_in_another_file(minutes, facilitator, coordinator):
    from meetings.cleaning import Cleaned

    paper = factories.paper(minutes.meeting, facilitator, text="By Priya.", public=True)
    Minutes.objects.filter(pk=minutes.pk).update(state="checking")
    minutes.refresh_from_db()
    found = next(m for m in checking.find(minutes) if m.stops)
    actions.settle(minutes, found.key, by=facilitator, reason="other_person")
    assert stops(minutes) == set()
    other = Cleaned(b"%PDF-1.7 Another", "pdf", "By Priya again.", ())
    words = {"title": paper.title, "summary": paper.summary, "public": True}
    paper = meeting_actions.change_paper(paper, by=facilitator, cleaned=other, **words)
    meeting_actions.show_paper(paper, by=facilitator, sha256=paper.file.sha256)
    assert stops(minutes) == {("inside", "RC1")}


def test_what_stands_beside_the_copies_allows_no_word_in_them(minutes, facilitator):
    """A token that was settled inside a paper may not stand once more in the notes for that."""
    known = checking.roster(minutes.meeting)
    before = checking.ledger(minutes, known)
    factories.paper(minutes.meeting, facilitator, summary="The ward.", text="colin " * 3, public=True)
    assert checking.ledger(minutes, known) == before


def test_the_words_inside_cannot_be_changed_here(client, minutes, facilitator):
    factories.paper(minutes.meeting, facilitator, text="By Priya.", public=True)
    Minutes.objects.filter(pk=minutes.pk).update(state="checking")
    client.force_login(facilitator)
    page = client.get(reverse("minutes:check", args=here(minutes))).content.decode()
    assert "Inside the paper" in page and "It stands elsewhere" in page
    key = next(m.place.key for m in checking.find(minutes) if m.stops)
    assert checking.row_of(minutes, key) == (None, "")


def test_the_title_can_be_mended_while_the_notes_are_checked(minutes, facilitator):
    paper = factories.paper(minutes.meeting, facilitator, title="What Priya thinks")
    Minutes.objects.filter(pk=minutes.pk).update(state="checking")
    minutes.refresh_from_db()
    place = next(p for p in checking.places(minutes) if p.key == f"paper:{paper.pk}:title")
    actions.change_words(minutes, place.key, digest=place.digest, text="What people think", by=facilitator)
    paper.refresh_from_db()
    assert paper.title == "What people think" and stops(minutes) == set()


def test_a_long_paper_is_looked_at_in_passages(minutes, facilitator):
    lines = "".join(f"The bus of {number} was late.\n" for number in range(2000))
    paper = factories.paper(minutes.meeting, facilitator, text=lines + "Priya Nand", public=True)
    places = [p for p in checking.places(minutes) if p.key.startswith(f"paper:{paper.pk}:inside")]
    assert "".join(p.text for p in places) == lines + "Priya Nand" and max(len(p.text) for p in places) < 2000
    assert stops(minutes) == {("inside", "RC1")}


def test_papers_are_part_of_what_is_signed(minutes, facilitator, papers, coordinator):
    before = actions.digest_of(minutes)
    meeting_actions.remove_paper(papers[1], by=facilitator)
    assert actions.digest_of(Minutes.objects.get(pk=minutes.pk)) != before


def test_notes_with_papers_go_the_whole_way(minutes, papers, facilitator, coordinator, client, settings):
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    Minutes.objects.filter(pk=minutes.pk).update(window_ends=timezone.now())
    minutes.refresh_from_db()
    actions.agree(minutes, by=coordinator)
    actions.publish(minutes, by=coordinator)
    page = client.get(reverse("minutes:public", args=here(minutes))).content.decode()
    assert f'href="{settings.SITE_URL}{reverse("meetings:paper", args=[*here(minutes), 1])}"' in page
    assert "The whole survey" not in page
