"""Shapes of sentences that tell who it was, and their harmless twins. All people and bodies are invented."""

import pytest

from minutes.attribution import Roster

from .test_rules import accused

ROSTER = Roster.parse(
    """Robin Stead; treasurer; Elmside Community Trust
    Dale Mercer; facilities manager; Hartwell Buses
    Joy Penrose; resident;
    Page Okoro; resident;
    Felicity Banks; chair;
    Rev Canon Hugh Lamb; vicar; St Wilfrid's Church
    Mark Stone; heating engineer; Westdown Council
    Summer Tan; community nurse; Bramwell Hospice
    Sgt Olwen Price; sergeant; Meadshire Police
    Hazel Wood; secretary;
    Colin Day; trustee;
    Sonny Field; tenant;
    Ruby Frost; carer;
    Ruby Marsh; carer;
    Derwent Okafor; clerk; Tillbrook Parish Council
    Anneke Visser; researcher; Lowmoor University
    Kit Bell; parent;
    Autumn Keys; student;
    Amit Nath; parent;
    Basil Pond; driver;"""
)


def told(text, previous=""):
    """Whether the check says that somebody is told."""
    return bool(accused(text, ROSTER, previous=previous))


# --- a word that only says which --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Kit bags were left on the bus.",
        "Old Pond café is open again.",
        "Sunny Dale nursery has spaces.",
        "AN visits are free.",
        "RS meetings start at two.",
        "Head teacher posts are empty.",
        "Clerk hours are cut.",
        "The clerk post is vacant.",
        "The Lamb's gate is stuck.",
        "The Field's drains are blocked.",
    ],
)
def test_a_name_that_says_which_thing_passes(text):
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Amit visits schools on Fridays.",
        "AN visits schools on Fridays.",
        "Kit present was new to all.",
        "Dale's gate is stuck.",
        "The draft by AN was passed round.",
        "Comments sent in by AN were read.",
        "Buses, the clerk conceded, had been late.",
    ],
)
def test_a_name_before_its_verb_is_somebody(text):
    assert told(text)


# --- a noun would have its article ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Page went through the figures line by line.",
        "Bell ran the group through the rota.",
        "Field took the chair for item three.",
        "Robin does the urn.",
        "Robin keeps the key to the shed.",
        "Joy made a plea for the lunch club.",
        "Summer put the case for a second nurse.",
        "Summer, who drives the minibus, parks behind the hall.",
        "Frost, whose mother lives on the estate, has a spare key.",
        "Page took some persuading.",
        "Day saw no harm in it.",
        "Page came round to it in the end.",
        "Hazel lent the projector.",
    ],
)
def test_a_word_without_its_article_is_a_name_where_others_have_theirs(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Page came out blurred in the copy.",
        "Field flooded after the storm.",
        "Bell rang at four and the children came out.",
        "Pond cleaned by the scouts.",
        "Stone came from the old quarry.",
        "Frost made the path slippery.",
        "Frost got into the pipes.",
        "Summer made it worse for the allotments.",
        "Joy came from small things.",
        "Day centres gave the carers a rest.",
        "Autumn saw fewer buses.",
        "The families who came were glad.",
    ],
)
def test_nouns_that_stand_without_an_article_pass(text):
    assert not told(text)


# --- posts: where they stand in the sentence --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "The Canon opened with a prayer.",
        "The Sergeant answered every question.",
        "The only tenant in the room lives above the shop.",
        "The youngest among us goes by bike.",
        "The researcher in the corner typed it all up.",
        "From the engineer's side nothing more is needed.",
        "From the treasurer's point of view the fund is low.",
        "Least keen was the treasurer.",
        "Most worried of all was the secretary.",
        "Last to speak was the clerk.",
        "Also present was our vicar.",
        "Against: the treasurer.",
        "In favour, the chair and the clerk.",
        "Laughter when the treasurer dropped the tin.",
        "Silence while the secretary looked for the letter.",
        "The group sided with the treasurer.",
        "Nobody envied the clerk.",
        "Credit to the caretaker for the warm room.",
        "It was news to the vicar.",
        "Treasurer glum.",
        "Frost gave up her seat on the panel.",
    ],
)
def test_a_post_is_somebody_wherever_it_stands(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The only plug in the room is behind the piano.",
        "The youngest children go free.",
        "From the patient's side the wait is long.",
        "From a nurse's point of view any ward is busy.",
        "Least popular was the early slot.",
        "Most wanted was a bench.",
        "Last on the list was the gate.",
        "Against: nobody.",
        "Laughter is good medicine.",
        "When a treasurer leaves, the bank needs a form.",
        "The role of clerk will change in May.",
        "Nominations for the post of treasurer close on Friday.",
        "The office of secretary is vacant.",
        "Major works begin in June.",
        "It was good news to families.",
    ],
)
def test_what_is_only_like_it_passes(text):
    assert not told(text)


# --- bodies -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Hartwell Buses had a question about stops.",
        "Bramwell had nothing to add.",
        "Hartwell are to look at the timetable again.",
        "Hartwell would think about a later bus.",
        "Hartwell could not say when.",
        "Bramwell's response: more beds are coming.",
        "The hospice's answer: not before June.",
        "Westdown Council, through its engineer, declined to comment.",
        "Meadshire Police came in person to say sorry.",
        "Nursing colleagues promised a leaflet.",
        "Parks colleagues were not keen.",
        "The council's heating lead thought it would cost less.",
        "The trust's man nodded.",
    ],
)
def test_a_body_that_is_there_through_somebody_is_told(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hartwell buses are green.",
        "Hartwell Buses had no drivers in the snow.",
        "The council is to close the pool.",
        "The council could lose the building.",
        "The hospice would close without the grant.",
        "Bramwell came top of the table.",
        "The council's response was late.",
        "The council's lead on housing has changed.",
        "Some colleagues at work were not kind.",
        "Former colleagues were told by letter.",
        "Nursing colleges are full.",
    ],
)
def test_a_body_that_is_only_spoken_of_passes(text):
    assert not told(text)


# --- who "they", "both" and "I" are -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("previous", "text"),
    [
        ("Anneke had asked for a desk.", "They were told to wait."),
        ("Amit asked twice for a ramp.", "They have been waiting since June."),
        ("Kit had baked for the stall.", "They were thanked by all."),
        ("Ruby F spoke first, then Ruby M.", "Both were against."),
        ("Amit and Kit swapped turns.", "Neither wanted the late slot."),
        ("Amit and Kit offered lifts.", "The two of them will share the driving."),
        ("Kit liked the plan and said so.", "Seconded it at once."),
        ("Anneke Visser was unsure who pays.", "Would ask at work and come back."),
        ("Kit:", "I think the path should be wider."),
    ],
)
def test_words_that_point_back_are_told(previous, text):
    assert "pronoun" in accused(text, ROSTER, previous=previous)


@pytest.mark.parametrize(
    ("previous", "text"),
    [
        ("Many families asked for a ramp.", "They were told to wait."),
        ("Amit asked about the buses.", "They were late again."),
        ("Amit asked about the lifts.", "They are too slow."),
        ("Amit asked about the lifts.", "Both were slow."),
        ("Amit and Kit named two shops.", "Neither is open on Sunday."),
        ("Amit and Kit named two shops.", "Both routes end there."),
        ("The lifts were seen.", "Both were against the rules."),
    ],
)
def test_words_that_point_at_things_pass(previous, text):
    assert not told(text, previous)


@pytest.mark.parametrize(
    "text",
    [
        "Lamp fixed. hw",
        "Write to the bus firm. Action AN",
        "ANa asked for a copy.",
        "AnV: the desks are late",
    ],
)
def test_initials_of_another_spelling_are_found(text):
    assert "initials" in accused(text, ROSTER) or "action_owner" in accused(text, ROSTER)


def test_the_name_of_an_account_is_a_name():
    roster = Roster.parse("Petra (pdraws)\nSol (online)")
    assert accused("pdraws: book the hall", roster)
    assert not accused("online: book the hall", roster)


# --- verbs the check did not know as such -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Frost was the one who found the keys.",
        "Frost closed by thanking the cooks.",
        "Frost won't be drawn on dates.",
        "Field had a word with the lads outside.",
        "Joy, 84, walks there every day.",
        "Page and Robin were asked.",
        "nb Robin has the key",
        "Clerk to unblock the sink.",
        "Treasurer to bank the float.",
        "The group was not with the treasurer on this.",
        "The community nurse is stepping down.",
        "Hartwell Buses have promised a later bus.",
        "Bramwell sent apologies and a paper.",
        "Lowmoor has agreed to a trial.",
        "Lowmoor will send a researcher.",
        "The council rep had to leave early.",
        "Two people from Quillwork stayed to help.",
    ],
)
def test_what_only_people_do_is_told(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Buses have improved.",
        "Lowmoor has a new bridge.",
        "Lowmoor will get a later bus.",
        "Frost and ice closed the path.",
        "Summer and autumn were dry.",
        "Stone, 40 tonnes of it, was used for the wall.",
        "The way to the hall is steep.",
        "Thanks to the rain the stall was quiet.",
    ],
)
def test_what_is_done_elsewhere_passes(text):
    assert not told(text)


@pytest.mark.parametrize("text", ["Not happy.", "Has done this before."])
def test_a_mood_below_a_name_is_that_persons(text):
    assert "pronoun" in accused(text, ROSTER, previous="Amit heard the fare.")
    assert not told(text, "The fare was read out.")


# --- the same, told shorter, later or by somebody else ----------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Frost wrapped up with a vote of thanks.",
        "Frost ruled the motion out of order.",
        "Robin it was who found the ball.",
        "Cakes -> Joy.",
        "Cakes (Hazel to bake)",
        "Cakes – Hazel has some",
        "Two dates were put forward by the secretary.",
        "The idea was the secretary's.",
        "The heating engineer could spare an hour.",
        "The heating engineer swore by lagging.",
        "As head of the kitchen I would wait.",
        "The hospice was pressed on beds and promised a list.",
        "Bramwell, by contrast, was all for it.",
        "Hartwell were thanked for the lift.",
        "Hartwell could spare a minibus.",
        "Lowmoor's offer of a room was welcomed.",
    ],
)
def test_the_same_told_in_passing_is_found(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain halted play at nine.",
        "Bell ringing starts at six.",
        "The infirmary has a chaplain.",
        "As agreed we would wait.",
        "Lowmoor's streets are wide.",
        "Hartwell were late on both days and lost riders.",
    ],
)
def test_the_same_said_of_things_passes(text):
    assert not told(text)


@pytest.mark.parametrize("text", ["Will ask.", "Can do Tuesdays.", "Would bring a flask."])
def test_an_offer_below_a_name_is_that_persons(text):
    assert "pronoun" in accused(text, ROSTER, previous="Amit did not know the price.")
    assert not told(text, "The price was not known.")


@pytest.mark.parametrize("text", ["Can be booked online.", "Will it rain?", "Would like to see more buses."])
def test_what_is_no_offer_passes(text):
    assert not told(text, "The price was not known.")


# --- small signs ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Frost was welcomed.",
        "Frost gave figures for the clinic.",
        "Robin on hand with tea.",
        "The community nurse is fed up with waiting.",
        "We on the ward see it daily.",
        "For Meadshire Police, money is the problem.",
        "Meadshire Police were asked about speeding and said it is a priority.",
        "Hartwell Buses want to join in.",
        "The lady from Quillwork laughed.",
        "Keys was cross.",
    ],
)
def test_small_signs_of_somebody_are_found(text):
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Banks need time.",
        "A sergeant sees people on Mondays.",
        "For most people, money is the problem.",
        "Some want to join in.",
    ],
)
def test_what_is_true_of_any_passes(text):
    assert not told(text)


@pytest.mark.parametrize(
    "text", ["They're worried about the cost.", "Was asked to come back.", "Also wants a light.", "It was her turn."]
)
def test_small_words_go_on_from_the_name_before(text):
    assert "pronoun" in accused(text, ROSTER, previous="Frost was welcomed.")
    assert not told(text, "The fare was read out.")
