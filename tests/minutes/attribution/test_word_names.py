"""Names that are also words: found where somebody stands, passed where the word is meant. All people are invented."""

import pytest

from minutes.attribution import Roster

from .test_rules import accused

ROSTER = Roster.parse(
    """Priya Sharma-Jones; treasurer; Wendle Carers Forum
    Tadeusz Zieliński; ; Northside Trust (NT)
    Will Ward
    Grace Field
    Faith Coker
    Ivy Good
    June Winters
    Dilys Short
    Siân Prosser; chair
    Oluwaseun Adeyemi
    Małgorzata Wójcik; GP; Millbrook Practice
    Seán Ó Briain
    May Child
    Amir Hussain; interpreter
    Quentin Xavier
    Bronwen Moyle
    Bronwen Ekwe
    Zoltan Mireles
    Raven
    Olwen Rees; occupational therapist
    PC Lowri Dean
    Cllr Ernest Hill"""
)


@pytest.mark.parametrize(
    "text",
    [
        "Will gave an update on the bus.",
        "Ivy brought the cakes.",
        "Grace arranged the hall.",
        "May sent the papers round.",
        "Will on the phone asked for the papers.",
        "Ivy from Millbrook asked for tea.",
        "Field drafted the letter.",
        "Ward volunteered.",
        "Ivy has the keys.",
        "Grace is away until Monday.",
        "Will was late.",
        "Good has offered to drive.",
        "Short was unhappy with the reply.",
        "Both Bronwens wanted tea.",
        "The two Bronwens were late.",
        "B.M. has a spare urn.",
        "Faith, for one, was not convinced.",
        "Hill could not promise anything.",
        "Dean thanked everybody.",
        "Will, as ever, brought cake.",
        "It was left with Grace.",
        "We heard from Ivy how the ward lost her glasses.",
        "For Will this was new.",
        "Unlike Grace, the group liked the idea.",
        "Only Ivy voted against.",
        "Not everybody agreed (Will, for instance).",
        "Bring your own cup, said Ivy.",
        '"Never again", laughed Grace.',
        "Hall to be booked, Will.",
        "Hall booking -> Will",
        "Hall booking | Grace | May",
        "[Grace] book the hall",
        "@Will book the hall",
        "Grace/Will book hall",
        "Will & Grace to book the hall",
        "Over to Will for the numbers.",
        "With thanks to Ivy and June.",
        "Ivy would rather meet online.",
        "June doubts it.",
        "Winters thinks the fee is high.",
        "Grace too wants evening meetings.",
        "Will wasn't sure.",
        "Will's worry is the cost.",
        "Will's been to see it.",
        "Grace hadn't heard.",
        "Will didn't agree.",
        "Grace doesn't want this.",
        "Ivy nodded.",
        "Ivy laughed.",
        "Grace left at four.",
        "Will chaired.",
        "Will to chair next time.",
        "Next chair: Will",
        "Minutes by Grace",
        "Minutes: Grace",
        "Following Grace's email the group met.",
        "Grace, Will and Ivy stayed behind to clear up.",
        "Ivy's van will be used.",
        "Could Will ring them?",
        "Can Grace look into this?",
        "Will Grace look into this?",
        "Ask Grace about keys.",
        "Check with Will.",
        "Speak to Ivy about the rota.",
        "cc Grace",
        "see Will for keys",
        "Item from Ivy",
        "Dean asked whether it was open.",
    ],
)
def test_names_are_found(text):
    assert accused(text, ROSTER)


@pytest.mark.parametrize(
    "text",
    [
        "Good to know before winter.",
        "Short of money again.",
        "Winters are too long in the huts.",
        "June can be wet.",
        "Grace period ends in June.",
        "Will there be tea?",
        "May is a busy month.",
        "Hill walks are on Sundays.",
        "Field work starts in May.",
        "Ward rounds are at nine.",
        "Short by little it got better.",
        "Short is known about it.",
        "Good of all was the tea.",
        "Good wishes go to the ward.",
        "Ivy bushes need pruning.",
        "Faith groups were asked to help.",
        "Faith is a comfort to many.",
        "Faith leaders met last week.",
        "Child care is dear.",
        "Child benefit was raised.",
        "Marsh land floods.",
        "Dean of the college, the office is empty.",
        "Frank talk is needed.",
        "To be frank, no.",
        "Ivy on the wall again.",
        "Hill Street is closed.",
        "Field trips cost too much.",
        "Ward staff were kind.",
        "Will power is needed.",
        "Will the ward move?",
        "Mark the date.",
        "Hill top farm is open.",
        "Bell rings at nine.",
        "Grace before meals is said.",
        "The ivy hedge needs weeding.",
        "Good practice was shared.",
        "The best idea was liked.",
        "Winters used to be wetter.",
        "Summer will be busy.",
        "Ravens nest on the tower.",
        "Children were bored.",
    ],
)
def test_what_only_looks_like_names_passes(text):
    assert accused(text, ROSTER) == set()
