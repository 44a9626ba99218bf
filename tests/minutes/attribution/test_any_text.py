"""Whatever the text: places are right, nothing raises, and the answer comes in time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.attribution import ATTRIBUTION, KINDS, Roster, check, occurrences

ROSTER = Roster.parse(
    "Priya Sharma-Jones; treasurer; Northside Trust (NT)\nWill Ward\nSeán Ó Briain\nMay Child; GP\nЮлия Коваль\nQ X\n;;\n王伟"
)
PIECES = st.sampled_from(
    ["Priya", "priya's", "Will", "Ward", " said ", " will ", "QX", ":", "-", "–", " ", "\n", "\n\n", "\r\n", "“", "”", "'",
     "(", ")", ". ", "I", "she", "two carers", "The trust", "the chair", "\u200b", "\u202e", "\u0301", "ß", "ﬁ", "İ", "Коваль",
     "王伟", "😀", "943 476 5919", "a@b.example", "9-year-old", "her son", "A. ", "1. ", "*", "#", "\x00", "\ud800", "½"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map(" ".join)
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["on_record", "names_listed", "chatham_house", "confidential"]), st.booleans())
def test_places_are_right_for_any_text(text, previous, record_rule, sensitive):
    findings = check(text, ROSTER, record_rule=record_rule, previous=previous, sensitive=sensitive)
    ends = {}
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        assert finding.passage[0] <= finding.start and finding.end <= finding.passage[1] <= len(text)
        assert finding.kind in KINDS and finding.level in ("block", "hint") and finding.why
        assert finding.start >= ends.get(finding.kind, 0)
        ends[finding.kind] = finding.end
    assert [f.start for f in findings] == sorted(f.start for f in findings)
    for found in occurrences(text, ROSTER):
        assert text[found.start : found.end] == found.token


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_suggestion_is_never_found_fault_with(text):
    for finding in check(text, ROSTER):
        if finding.suggestion:
            assert [f for f in check(finding.suggestion, ROSTER) if f.kind in ATTRIBUTION] == []


@pytest.mark.parametrize(
    "text",
    ["Priya said no. " * 10_000, "Priya " * 20_000, "“" * 100_000, "." * 100_000, "- " * 50_000, "\u200b" * 100_000,
     "\u202ePriya\u200d " * 10_000, "a" * 500_000, "a.b@" * 30_000, "0" * 100_000, "I " * 50_000, "a'" * 50_000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_hostile_text_is_answered_in_time(text):
    started = time.process_time()
    check(text, ROSTER)
    occurrences(text, ROSTER)
    assert time.process_time() - started < 5


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(["Priya said no.", "She left.", "QX's report\n", "Priya\n", "a carer said no. "])),
                max_size=40).map("".join))  # fmt: skip
def test_what_is_remembered_changes_nothing(text):
    text = text * 3
    remembering = check(text, ROSTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("minutes.attribution.checking.REMEMBERED", 0)
        patch.setattr("minutes.attribution.sentences.REMEMBERED", 0)
        assert check(text, ROSTER) == remembering
