"""Suggestions keep what was said and name nobody; where no honest wording is known there is none."""

import pytest

from minutes.attribution import Roster, check

ROSTER = Roster.parse("Priya Sharma; treasurer\nQuentin Xavier\nWill Ward\nAmir Hussain; ; Wendle Hospice")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Priya said that the lift is too small.", "It was said that the lift is too small."),
        ("Priya said the lift is too small.", "It was said that the lift is too small."),
        ("Priya also felt that the lift is small.", "It was also felt that the lift is small."),
        ("QX asked whether it is open.", "It was asked whether it is open."),
        ("QX asked for bigger print.", "There was a request for bigger print."),
        ("QX raised concerns about parking.", "Concerns were raised about parking."),
        ("Priya gave an update on the raffle.", "An update was given on the raffle."),
        ("Amir offered to bring a map.", "Someone offered to bring a map."),
        ("Amir said he would bring a map.", "Someone offered to bring a map."),
        ("Will agreed to wait.", "It was agreed to wait."),
        ("QX: more chairs are needed.", "More chairs are needed."),
        ("QX will write to the bus company.", "A volunteer from the group will write to the bus company."),
        ("Book the hall – Priya", "Book the hall – a volunteer from the group"),
        ("Priya's idea of a map was liked.", "An idea of a map was liked."),
        ("It was suggested by Amir that we wait.", "It was suggested that we wait."),
        (
            "Everybody agreed that Amir should lead it.",
            "Everybody agreed that a volunteer from the group should lead it.",
        ),
        ("The treasurer reported that we have enough.", "It was reported that we have enough."),
        ("The hospice will ring people back.", "We will ask the hospice to ring people back."),
        ("Wendle Hospice will not move.", "We will ask Wendle Hospice not to move."),
        ("The hospice felt that this was slow.", "It was felt that this was slow."),
        ("Two members disagreed.", "Members disagreed."),
        ("Several of the mums were late.", "Mums were late."),
        ("Priya didn't agree.", "Someone didn't agree."),
        ("The treasurer could not find one.", "Someone could not find one."),
        ("From the treasurer: the grant is spent by March.", "The grant is spent by March."),
        ("The treasurer explained how it works.", "It was explained how it works."),
        ("I think the forms are too long.", "It was thought that the forms are too long."),
    ],
)
def test_wording_that_names_nobody(text, instead):
    assert {finding.suggestion for finding in check(text, ROSTER)} == {instead}


@pytest.mark.parametrize(
    "text",
    [
        "Priya's brother waited six hours.",
        "Priya said that her mother was turned away.",
        "Priya, Will",
        "All but Priya agreed.",
        "What Priya said was noted.",
        "The only man in the room disagreed.",
        "The map, drawn by Priya, was liked.",
        "In Priya's experience it takes a year.",
        "Comment (treasurer): the grant is spent.",
        "“My son works nights at the bakery in Wendle,” said one man.",
    ],
)
def test_no_wording_is_better_than_nonsense(text):
    findings = check(text, ROSTER)
    assert findings and {finding.suggestion for finding in findings} == {""}


def test_a_pronoun_is_reworded_too():
    findings = check("Priya said no to that.\nShe added that the form is long.", ROSTER)
    assert findings[-1].suggestion == "It was added that the form is long."


def test_a_suggestion_replaces_its_whole_passage():
    text = "Tea was at four.  Siobhán’s bus was late. Priya said that the lift is too small. All agreed."
    finding = next(f for f in check(text, ROSTER) if f.suggestion)
    start, end = finding.passage
    assert text[start:end] == "Priya said that the lift is too small."
    assert check(text[:start] + finding.suggestion + text[end:], ROSTER) == ()


def test_accents_in_the_rest_of_a_sentence_stay():
    finding = check("Priya said that the café in Łódź Street is “shut” – since May.", ROSTER)[0]
    assert finding.suggestion == "It was said that the café in Łódź Street is “shut” – since May."


def test_no_suggestion_is_itself_found_fault_with():
    lines = ["Priya said that Will is late.", "QX asked Amir to write.", "Priya and Amir felt that it is late.",
             "Will thanked Amir and read the rules.", "The treasurer will ask the hospice to ring."]  # fmt: skip
    for line in lines:
        for finding in check(line, ROSTER):
            if finding.suggestion:
                assert [f for f in check(finding.suggestion, ROSTER) if f.kind != "residual"] == []
