"""RC12, first half: words taken over from what somebody sent in. All people and views are invented."""

import time

import pytest

from minutes.attribution import Roster, check

EMPTY = Roster()
VIEWS = (
    "The lift at the back of the library has been out of order since the floods, and nobody answers the bell.",
    "It’s the same café every time: no ramp.",
)


def runs(text, views=VIEWS, **options):
    """What of a text is found to be copied."""
    return [f.text for f in check(text, EMPTY, views=views, **options) if f.rule == "RC12" and f.level == "block"]


def test_eight_words_in_a_row_block():
    (finding,) = check("A view: the lift at the back of the library has been broken.", EMPTY, views=VIEWS)
    assert (finding.kind, finding.level, finding.rule) == ("quote", "block", "RC12")
    assert finding.text == "the lift at the back of the library has been" and finding.suggestion == ""


def test_seven_words_pass():
    assert runs("The lift at the back of the house.") == []
    assert runs("Nobody answers the bell.") == []


def test_capitals_accents_marks_and_line_ends_make_no_difference():
    assert runs("LIFT, at the back - of the\nlibrary (has been) OUT!") == [
        "LIFT, at the back - of the\nlibrary (has been) OUT"
    ]
    assert runs("its the same cafe every time no ramp") == ["its the same cafe every time no ramp"]


def test_a_long_run_is_one_finding_and_two_runs_are_two():
    assert runs(VIEWS[0]) == [VIEWS[0].rstrip(".")]
    two = f"{VIEWS[0]} Tea was at four and there was cake. {VIEWS[1]}"
    assert len(runs(two)) == 2


def test_without_views_nothing_is_copied():
    assert runs(VIEWS[0], views=()) == [] and runs(VIEWS[0], views=("Too short.",)) == []


def test_a_quotation_that_was_copied_is_a_block_and_not_a_hint():
    text = "One man said “the lift at the back of the library has been out of order”."
    found = [f.level for f in check(text, EMPTY, views=VIEWS) if f.kind == "quote"]
    assert found == ["block"]


@pytest.mark.parametrize("record_rule", ["on_record", "names_listed", "chatham_house", "confidential"])
def test_what_was_copied_blocks_under_every_rule(record_rule):
    assert runs(VIEWS[0], record_rule=record_rule)


def test_many_views_and_many_points_stay_fast():
    views = tuple(" ".join(f"word{n}x{m}" for m in range(300)) for n in range(50))
    points = [f"The group talked about word{n} and the buses that are late on most days." for n in range(400)]
    started = time.process_time()
    for point in points:
        check(point, EMPTY, views=views)
    assert time.process_time() - started < 3


def test_hostile_views_are_read_in_time():
    started = time.process_time()
    check("a b " * 50_000, EMPTY, views=("a b " * 100_000,))
    assert time.process_time() - started < 5
