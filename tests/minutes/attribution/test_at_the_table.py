"""Who was at the table, told without a verb of speaking: moods, sighs, bodies with a plural verb. All people are invented."""

import pytest

from minutes.attribution import Roster

from .test_rules import accused

ROSTER = Roster.parse(
    """Priya Sharma-Jones
    Bartholomew Oyelaran (Barto)
    Will Frost
    Ivy Cutler
    Ivy Tonks
    Grace Pell
    May Winters
    Autumn Fields
    Dale Wells
    Chester Bright
    Jasmine Hurst
    Kelechi Umeh
    Patience Truth
    Sunniva Dahl"""
)


@pytest.mark.parametrize(
    "text",
    [
        # names that are words or towns, told by what stands beside them
        "May's misgivings were written down.",
        "May W to bring the urn.",
        "ivy c to measure the gate",
        "Frost, W.: no answer from the bank yet.",
        "Fields (treas.) read out the balance.",
        "Grace the secretary posts the cards.",
        "One Ivy in favour, one not.",
        "Frost none too pleased with the rent.",
        "Bright unconvinced.",
        "At that Grace would not budge.",
        "Autumn can't make Thursdays.",
        "Wells is on holiday.",
        "Wells got up, shook himself and went out.",
        "Grace could not see the point.",
        "Dale was slow to answer.",
        "Grace and two others stayed to wash up.",
        "ditto Ivy",
        # short forms, shortened verbs, slips of the pen
        "Priya'd rather wait.",
        "Barto'll fetch the urn.",
        "barto reckons it leaks",
        "A long sigh from Barto.",
        "When? noon Who? Priya What? the urn",
        "Kelechy thought it a waste.",
        "Suniva asked why.",
        "KELECHI TO CHASE THE LANDLORD",
        # posts
        "Apologies from the treasurer for the late papers.",
        "A groan from the bursar at the word rota.",
        "A promise came from the site manager that the ramp stays.",
        "Some patient steering from our host and the item was closed.",
        "At the clerk's insistence hands were counted again.",
        "The choice was left with the bursar.",
        "The matter now rests with the chair.",
        "It fell to the drainage engineer to name a date.",
        "In answer to the school nurse nobody could name a form.",
        "Prompted by the social worker, people spoke of rent.",
        "Through the chair, somebody asked who pays.",
        "On the surveyor's advice the order was put off.",
        "The vicar's eyebrows rose.",
        "Chair's ruling: no dogs.",
        "The sonographer winced.",
        "The sales manager pushed back.",
        "The welfare officer took questions.",
        "The night warden looked doubtful.",
        "The one surveyor present took the point.",
        "The bursar had to explain twice.",
        "The consultant left us in no doubt.",
        "Bursar uneasy about the deposit.",
        "Chair and bursar at odds over the date.",
        "Night shelter manager none too cheerful about the roof.",
        "Bursar wants receipts.",
        "Clerk sought three prices.",
        # bodies
        "The college nodded.",
        "The practice looked uncomfortable at the totals.",
        "The water company was at pains to say sorry.",
        "The bus company was there to listen.",
        "The housing association held its hands up.",
        "Surgery: glad to lend the room.",
        "From the college: two more places.",
        "Redlark were keen to begin.",
        "Swiftway have agreed to wait at the gate.",
        "Those from Redlark thought it would work.",
        "Two from the council sat at the back.",
        "A pledge of six beds came via Redlark.",
        "Penhale Advice Centre, present for one item, had no view.",
        "The trust less sure.",
    ],
)
def test_somebody_at_the_table_is_told(text):
    assert accused(text, ROSTER)


@pytest.mark.parametrize(
    "text",
    [
        "Claims close in May.",
        "Three Mays in a row were wet.",
        "Wells are dry all over the county.",
        "The Chester to York train is late most days.",
        "Devon and Dorset have a card for it.",
        "Jasmine and sage would grow by the wall.",
        "Frost, ice and snow closed the path.",
        "Autumn isn't when people move.",
        "Grace Pell Court has no lift.",
        "OK to park by the gate",
        "Leaflet: paid OK",
        "Noon or dawn is at six.",
        "A plea for blankets, not toys.",
        "A reminder from the dentist comes by text.",
        "A good bursar keeps receipts.",
        "The clerk's salary is set by the scale.",
        "Secretary needed.",
        "Any surveyor must sign such a form.",
        "The choice was left as it was.",
        "The nurse smiled at him and drew the blind.",
        "Nurse appointments are rare.",
        "The Home Secretary has announced a review.",
        "A surveyor's bill comes to £400.",
        "The college wants a new bursar to begin in May.",
        "Age UK wondered in its yearly report who pays.",
        "Hospice: few know what it means.",
        "From the college it is a short walk to the shop.",
        "Support from Age UK is free.",
        "People have agreed to wait.",
        "Most were keen to begin.",
        "Carers were happy with the hall.",
        "Redlark is a charity with a shop.",
        "Swiftway buses have been late.",
        "Some nodded, some did not.",
        "Everybody laughed.",
        "A sign in the hall reads 'I brake for my ducks'.",
        "The council has been asked to reply.",
        "The water company apologised in a letter to every home.",
    ],
)
def test_nobody_at_the_table_is_told(text):
    assert not accused(text, ROSTER)


@pytest.mark.parametrize("text", ["Would ring the bank.", "Might try once more.", "Wondered why nobody was told."])
def test_a_verb_without_its_person_continues_the_line_before(text):
    assert "pronoun" in accused(text, ROSTER, previous="Priya found the form too long.")
    assert not accused(text, ROSTER, previous="The form was found too long.")
    assert not accused(text, ROSTER, previous="Priya found the form too long.\n\n")
