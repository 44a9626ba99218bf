"""What a page that saves by itself sends counts once, overwrites nobody, and is answered in words."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import RecordRule
from minutes import actions, periodic
from minutes.models import Action, Change, ConsensusNote, DeviceLock, Minutes, Point, Revision, Save, View, Writing
from tests import factories
from tests.minutes.pages import NotesPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_notes(held, facilitator):
    """Notes with nothing in them."""
    return actions.open_notes(held, by=facilitator)


@pytest.fixture
def page(open_notes, facilitator):
    return NotesPage(open_notes, facilitator)


@pytest.fixture
def other(open_notes, coordinator):
    return NotesPage(open_notes, coordinator)


def texts():
    return list(Point.objects.values_list("text", flat=True))


def only(found):
    [answer] = found["answers"]
    return answer


# --- once, and in order ---------------------------------------------------------------------------------------------
def test_lines_stand_in_the_order_they_were_sent(page):
    found = page.send(*(page.put(f"Line {n}.") for n in range(5)))
    assert [answer["outcome"] for answer in found["answers"]] == ["kept"] * 5
    assert texts() == [f"Line {n}." for n in range(5)]


def test_a_save_that_is_sent_again_counts_once_and_is_answered_the_same(page):
    save = page.put("The last bus goes at eight.")
    first, again = only(page.send(save)), only(page.send(save))
    assert first == again and texts() == ["The last bus goes at eight."]
    assert Minutes.objects.get().revision == 2 and Save.objects.count() == 1


def test_the_first_answer_is_given_again_also_when_the_line_was_changed_since(page):
    line = str(uuid.uuid4())
    first = page.put("The last bus.", line=line)
    page.send(first)
    page.send(page.put("The last bus goes at eight.", line=line, base=1))
    assert only(page.send(first)) | {"key": ""} == {"key": "", "line": line, "outcome": "kept", "version": 1}
    assert texts() == ["The last bus goes at eight."]


def test_a_used_key_with_other_words_is_refused_and_changes_nothing(page):
    save = page.put("The last bus.")
    page.send(save)
    told = only(page.send(save | {"fields": {"text": "Something else."}}))
    assert told["outcome"] == "refused" and "Your words are kept" in told["why"]
    assert texts() == ["The last bus."]


# --- two people -----------------------------------------------------------------------------------------------------
def test_two_people_on_different_lines_get_each_others_words(page, other):
    page.send(page.put("Mine."))
    told = other.send(other.put("Theirs."))
    assert sorted(line["text"] for line in told["lines"]) == ["Mine.", "Theirs."]
    [news] = page.send()["lines"]
    assert news["text"] == "Theirs."
    assert page.send()["lines"] == []


def test_lines_of_every_kind_and_what_is_gone_get_to_the_other_page_together(page, other):
    point, note, view, to_do = (str(uuid.uuid4()) for _n in range(4))
    whole = f"item:{page.item}"
    other.send()
    page.send(page.put("A bus.", line=point), page.put("A card.", line=note, kind="consensus", **AGREED))
    page.send(page.put("Ask first.", line=view, kind="view", note=note, **RAISED))
    page.send(page.put("Write it.", line=to_do, kind="to_do", **DONE))
    page.send(page.save(do="put", line=whole, kind="item", item=page.item, base=0, fields={"no_other_views": True}))
    page.send(page.save(do="remove", line=point, base=1))
    told = other.send()
    assert (told["whole"], told["gone"]) == (False, [point])
    assert sorted(line["id"] for line in told["lines"]) == sorted([note, view, to_do, whole])


def test_two_people_on_one_line_overwrite_nothing_and_both_texts_are_kept(page, other):
    line = str(uuid.uuid4())
    page.send(page.put("The bus.", line=line))
    other.send(other.put("The last bus.", line=line, base=1))
    told = only(page.send(page.put("The bus at eight.", line=line, base=1)))
    assert told["outcome"] == "conflict" and told["theirs"]["text"] == "The last bus."
    assert texts() == ["The last bus."]
    assert Revision.objects.filter(text="The bus at eight.").exists()
    assert only(page.send(page.put("The bus at eight.", line=line, base=told["version"])))["outcome"] == "kept"
    assert texts() == ["The bus at eight."] and Revision.objects.filter(text="The last bus.").exists()


def test_a_version_from_nowhere_changes_nothing(page):
    line = str(uuid.uuid4())
    page.send(page.put("The bus.", line=line))
    for base in (0, 2, 77, 2**31 - 1):
        assert only(page.send(page.put("Other words.", line=line, base=base)))["outcome"] == "conflict"
    for base in (-1, 2**31, 10**20, "one", None, 1.5, [1], {"a": 1}, True):
        assert only(page.send(page.put("Other words.", line=line, base=base)))["outcome"] in (
            "refused",
            "conflict",
            "kept",
        )
    assert Point.objects.count() == 1


def test_the_same_words_from_two_people_are_no_conflict(page, other):
    line = str(uuid.uuid4())
    page.send(page.put("The bus.", line=line))
    other.send(other.put("The last bus.", line=line, base=1))
    assert only(page.send(page.put("The last bus.", line=line, base=1))) | {"key": ""} == {
        "key": "",
        "line": line,
        "outcome": "kept",
        "version": 2,
    }


def test_words_for_a_line_that_somebody_took_out_are_kept_and_can_come_back(page, other):
    line = str(uuid.uuid4())
    page.send(page.put("The bus.", line=line))
    other.send(other.save(do="remove", line=line, base=1))
    assert page.send()["gone"] == [line]
    told = only(page.send(page.put("The last bus.", line=line, base=1)))
    assert told["outcome"] == "gone" and Revision.objects.filter(text="The last bus.").exists()
    assert only(page.send(page.put("The last bus.", line=line)))["outcome"] == "kept"
    assert texts() == ["The last bus."]


def test_a_line_that_was_changed_meanwhile_is_not_taken_out(page, other):
    line = str(uuid.uuid4())
    page.send(page.put("The bus.", line=line))
    other.send(other.put("The last bus.", line=line, base=1))
    told = only(page.send(page.save(do="remove", line=line, base=1)))
    assert (told["outcome"], told["theirs"]["text"]) == ("conflict", "The last bus.")
    assert texts() == ["The last bus."]


# --- every kind of line ---------------------------------------------------------------------------------------------
AGREED = {"question": "", "outcome": "agreed", "care": "", "no_other_views": False}
RAISED = {"place": "raised", "how": ""}
DONE = {"due": "2026-12-24", "shown_as": "group", "report_to_parent": False}


def test_agreements_views_and_things_to_do_are_lines_too(page):
    note, view = str(uuid.uuid4()), str(uuid.uuid4())
    found = page.send(
        page.put("We will try a card.", line=note, kind="consensus", **AGREED),
        page.put("Ask first.", line=view, kind="view", note=note, **RAISED),
        page.put("Write the card.", kind="to_do", **DONE),
        page.save(
            do="put", line=f"item:{page.item}", kind="item", item=page.item, base=0, fields={"no_other_views": True}
        ),
    )
    assert [answer["outcome"] for answer in found["answers"]] == ["kept"] * 4, found
    assert ConsensusNote.objects.get().views.get().text == "Ask first."
    assert Action.objects.get().due.isoformat() == "2026-12-24"
    page.send(
        page.put("Ask people first.", line=view, kind="view", base=1, note=note, place="built_in", how="It asks.")
    )
    assert (View.objects.get().place, View.objects.get().version) == ("built_in", 2)


def test_a_point_can_become_an_agreement_and_a_thing_to_do(page):
    line = str(uuid.uuid4())
    page.send(page.put("We will try a card.", line=line))
    assert (
        only(page.send(page.put("We will try a card.", line=line, base=1, kind="consensus", **AGREED)))["version"] == 2
    )
    assert (Point.objects.count(), ConsensusNote.objects.get().version) == (0, 2)
    page.send(page.put("Try a card.", line=line, base=2, kind="to_do", **DONE))
    assert (ConsensusNote.objects.count(), str(Action.objects.get().pk)) == (0, line)


def test_an_agreement_with_views_does_not_become_something_else(page):
    note = str(uuid.uuid4())
    page.send(page.put("A card.", line=note, kind="consensus", **AGREED))
    page.send(page.put("Ask first.", kind="view", note=note, **RAISED))
    told = only(page.send(page.put("A card.", line=note, base=1, kind="to_do", **DONE)))
    assert told["outcome"] == "refused" and "There are views beside it" in told["why"]
    assert ConsensusNote.objects.get().views.count() == 1


def test_changing_the_words_of_what_is_to_be_done_leaves_who_leads_and_helps(page, held):
    line = str(uuid.uuid4())
    page.send(page.put("Write a card.", line=line, kind="to_do", **DONE))
    row = Action.objects.get()
    first, second = held.attendances.all()[:2]
    Action.objects.update(lead=first)
    row.helpers.set([second])
    page.send(page.put("Write the card.", line=line, base=1, kind="to_do", **DONE))
    row.refresh_from_db()
    assert (row.text, row.lead, list(row.helpers.all())) == ("Write the card.", first, [second])


def test_a_line_moves_up_down_and_to_another_item(page, held):
    keys = [str(uuid.uuid4()) for _n in range(3)]
    page.send(*(page.put(name, line=key) for name, key in zip("abc", keys, strict=True)))
    page.send(page.save(do="move", line=keys[2], item=page.item, after=keys[0]))
    assert texts() == ["a", "c", "b"]
    page.send(page.save(do="move", line=keys[1], item=page.item, after=None))
    assert texts() == ["b", "a", "c"]
    space = held.items.get(kind="open_space")
    page.send(page.save(do="move", line=keys[0], item=space.pk, after=None))
    assert Point.objects.get(text="a").item == space
    page.send(page.put("between", after=keys[1]))
    assert list(Point.objects.filter(item=page.item).values_list("text", flat=True)) == ["b", "between", "c"]


def test_in_a_private_item_there_is_one_sentence_and_nothing_else(page, held):
    item = held.items.get(pk=page.item)
    factories.under(RecordRule.CONFIDENTIAL, item)
    assert only(page.send(page.put("Words.")))["outcome"] == "refused"
    sentence = {"do": "put", "line": f"item:{item.pk}", "kind": "item", "item": item.pk}
    said = page.save(**sentence, base=0, fields={"private_sentence": "We looked at a complaint."})
    assert only(page.send(said))["outcome"] == "kept"
    assert only(page.send(page.save(**sentence, base=1, fields={"no_other_views": True})))["outcome"] == "refused"
    assert texts() == [] and page.minutes.outcomes.get().private_sentence == "We looked at a complaint."


# --- what cannot be kept ---------------------------------------------------------------------------------------------
def test_what_is_wrong_with_a_line_is_said_and_the_others_are_kept(page):
    found = page.send(
        page.put(" "),
        page.put("x" * 5001),
        page.put("Kept."),
        page.put("No such item.", item=99_999),
        page.put("No such kind.", kind="speaker"),
        page.put("\ud800"),
        page.put("\u200b"),
        page.put({"no": "text"}),
        page.put("Not a view of anything.", kind="view", note=str(uuid.uuid4()), **RAISED),
        {"key": "x"},
        7,
    )
    assert [answer["outcome"] for answer in found["answers"]] == ["refused"] * 2 + ["kept"] + ["refused"] * 8
    assert all(answer["why"] for answer in found["answers"] if answer["outcome"] == "refused")
    assert texts() == ["Kept."]


HOSTILE = [
    (b"", 415),
    (b"{", 426),
    (b"[]", 426),
    (b'{"v": 2}', 426),
    (b'{"v": 1, "page": NaN}', 426),
    (b"\xff\xfe", 426),
    (b"[" * 200_000, 426),
    (b'{"v": 1, "page": "' + b"x" * 700_000 + b'"}', 413),
    (b'{"v": 1, "page": "' + b"x" * 3_000_000 + b'"}', 413),
    (b'{"v": 1}', 400),
    (b'{"v": 1, "page": "%s", "seen": 99999999999999999999}' % str(uuid.uuid4()).encode(), 400),
    (b'{"v": 1, "page": "%s", "seen": 0, "saves": {}}' % str(uuid.uuid4()).encode(), 400),
    (b'{"v": 1, "page": "%s", "seen": 0, "saves": [%s1]}' % (str(uuid.uuid4()).encode(), b"1," * 100), 400),
    (b'{"v": 1, "page": "\\ud800", "seen": 0}', 400),
    (b'{"v": 1, "page": "\\u0000", "seen": 0}', 400),
]


@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_no_page_of_ours_sends_is_answered_in_words(page, body, status):
    response = page.ask("sync", body)
    assert (response.status_code, bool(response.json()["why"])) == (status, True)
    assert response["Cache-Control"] == "private, no-store"


def test_another_kind_of_content_is_refused(page):
    here = page.minutes.meeting
    response = page.client.post(f"/meetings/{here.group.slug}/{here.slug}/notes/sync/", {"v": 1})
    assert response.status_code == 415


def test_notes_that_are_full_say_so_and_keep_what_there_is(page):
    for _number in range(40):
        page.send(page.put("ü" * 2500))
    told = only(page.send(page.put("One more.")))
    assert told["outcome"] == "refused" and "200,000" in told["why"]
    assert Point.objects.count() == 40


def test_public_notes_take_nothing_and_say_so(page):
    Minutes.objects.update(
        state="published",
        agreed_at="2026-01-01T12:00Z",
        circulated_at="2026-01-01T12:00Z",
        window_ends="2026-01-01T12:00Z",
    )
    found = page.send(page.put("Late."))
    assert only(found)["outcome"] == "refused" and found["closed"] and texts() == []


# --- who may, and what nobody learns ---------------------------------------------------------------------------------
KEYS = {
    "public": {"kty": "EC", "crv": "P-256", "x": "x" * 43, "y": "y" * 43},
    "private": {"kty": "EC", "crv": "P-256", "x": "x" * 43, "y": "y" * 43, "d": "d" * 43},
}


@pytest.mark.privacy
def test_a_device_gets_its_own_keys_and_nobody_elses(page, other):
    mine = page.ask("lock", {"v": 1, **KEYS}).json()
    again = page.ask("lock", {"v": 1, **KEYS, "private": KEYS["private"] | {"d": "e" * 43}}).json()
    assert mine == again and mine["private"]["d"] == "d" * 43
    theirs = other.ask("lock", {"v": 1, **KEYS, "private": KEYS["private"] | {"d": "f" * 43}}).json()
    assert theirs["id"] != mine["id"] and theirs["private"]["d"] == "f" * 43
    assert page.ask("lock", {"v": 1, "public": {}, "private": {"d": [1]}}).status_code == 400


@pytest.mark.privacy
def test_what_one_person_typed_is_not_sent_in_the_name_of_another(page, other):
    page.lock = page.ask("lock", {"v": 1, **KEYS}).json()["id"]
    page.send(page.put("Mine."))
    other.lock = page.lock  # somebody else signed in on this computer
    body = {"v": 1, "page": page.page, "lock": page.lock, "seen": 0, "saves": [page.put("Not mine.")]}
    response = other.ask("sync", body)
    assert response.status_code == 409 and "Somebody else is signed in" in response.json()["why"]
    assert texts() == ["Mine."]


@pytest.mark.privacy
def test_nothing_that_is_stored_of_a_save_tells_who_typed_it(page, facilitator):
    page.send(page.put("The last bus."))
    for model in (Point, Revision, Save, page.minutes.changes.model):
        assert facilitator._meta.model not in [field.related_model for field in model._meta.get_fields()], model


def test_others_see_where_somebody_writes_without_a_name(page, other, facilitator):
    line = str(uuid.uuid4())
    page.send(page.put("The last bus.", line=line), line=line)
    [told] = other.send()["others"]
    assert told == {"coordinator": False, "item": page.item, "line": line}
    assert page.send()["others"] == [{"coordinator": True, "item": other.item, "line": ""}]
    assert facilitator.called not in json.dumps(other.send())
    page.page = str(uuid.uuid4())  # opened again a moment later: the page of before is nobody else
    assert page.send()["others"] == [{"coordinator": True, "item": other.item, "line": ""}]
    Writing.objects.update(seen="2026-01-01T12:00Z")
    assert other.send()["others"] == []


@pytest.mark.privacy
def test_a_hint_comes_with_the_answer_and_while_typing_and_names_nobody(page, held):
    name = held.attendances.first().called
    save = page.put(f"{name.split()[0]} waited six hours.")
    found = page.send(save, typing=f"{name.split()[0]} said that the bus is late.")
    assert found["hints"][save["line"]] and found["hints"]["typing"]
    assert all(name not in hint["why"] for hints in found["hints"].values() for hint in hints)
    assert page.send(typing="The bus is late.")["hints"] == {"typing": []}
    assert texts() == [f"{name.split()[0]} waited six hours."]  # what is being typed is looked at and not kept


def test_a_save_asks_the_database_as_much_with_four_hundred_lines_as_with_ten(page):
    counts = []
    for size in (10, 400):
        there = {"minutes": page.minutes, "item_id": page.item}
        new = range(size - Point.objects.count())
        Point.objects.bulk_create(Point(**there, position=n, text=f"Line {n}.") for n in new)
        page.send()
        with CaptureQueriesContext(connection) as asked:
            page.send(page.put("One more."))
        counts.append(len(asked))
    assert counts == [50, 50]


# --- what is left behind --------------------------------------------------------------------------------------------
@pytest.mark.privacy
@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_what_saving_leaves_behind_goes_with_the_earlier_wordings(page, held, days, left):
    """DC3: saves, which line changed when, and the keys of devices; without the keys no device can show old words."""
    page.ask("lock", {"v": 1, **KEYS})
    page.send(page.put("The last bus."))
    ends = timezone.now() - dt.timedelta(days=days)
    type(held).objects.filter(pk=held.pk).update(starts=ends - dt.timedelta(hours=2), ends=ends)
    periodic.forget_drafts()
    assert [table.objects.count() for table in (Save, Change, DeviceLock)] == [left] * 3
    assert texts() == ["The last bus."] and page.send()["revision"] == 2


@pytest.mark.privacy
def test_who_writes_where_is_forgotten_after_an_hour(page):
    """DC2."""
    page.send()
    periodic.forget_who_wrote()
    assert Writing.objects.count() == 1
    Writing.objects.update(seen=timezone.now() - dt.timedelta(minutes=61))
    periodic.forget_who_wrote()
    assert Writing.objects.count() == 0
