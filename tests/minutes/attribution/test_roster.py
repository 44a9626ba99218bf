"""Rosters, tokens and the plain search that re-reads a finished file (F14)."""

from minutes.attribution import Person, Roster, Token, occurrences, tokens

ROSTER = Roster(
    people=(
        Person("Zoë O'Hanlon-Baker", called="Zo", role="chair", organisation="Wendle Trust", short_names=("WT",),
               email="zoe.ohanlon@wendle.example", phone="01632 960 115"),
        Person("Will Ward", present=False),
    ),
    organisations=(("Mind", "Wendle Mind"),),
)  # fmt: skip


def test_a_roster_is_read_a_line_a_person():
    roster = Roster.parse("\ufeffAnwen Pugh; chair; Wendle Trust (WT, the Trust)\n\n# left out\nHassan\n")
    assert roster.people == (
        Person("Anwen Pugh", role="chair", organisation="Wendle Trust", short_names=("WT", "the Trust")),
        Person("Hassan"),
    )


def test_tokens_are_every_spelling_and_say_which_are_words():
    found = {(token.text, token.kind): token.is_word for token in tokens(ROSTER)}
    for text in ("Zoë O'Hanlon-Baker", "Zoë", "O'Hanlon", "Zo", "Will Ward"):
        assert found[(text, "name")] is False
    assert found[("Will", "name")] and found[("Ward", "name")] and found[("Baker", "name")]
    assert ("ZOB", "initials") in found and ("WW", "initials") in found
    assert ("Wendle Trust", "affiliation") in found and ("WT", "affiliation") in found
    assert found[("Mind", "affiliation")] is True
    assert {("zoe.ohanlon@wendle.example", "contact"), ("zoe.ohanlon", "contact"), ("01632 960 115", "contact")} <= set(
        found
    )
    assert all(isinstance(token, Token) for token in tokens(ROSTER))


def seen(text):
    return [(o.token, o.kind, o.as_name) for o in occurrences(text, ROSTER)]


def test_every_occurrence_is_given_with_its_place():
    text = "ZOE o\u2019hanlon’s bag. zoë!"
    found = occurrences(text, ROSTER)
    assert [text[o.start : o.end] for o in found] == [o.token for o in found] == ["ZOE", "o’hanlon’s", "zoë"]


def test_invisible_characters_and_accents_do_not_hide_a_name():
    assert seen("Z\u200bo\u0308e") == [("Z\u200bo\u0308e", "name", True)]


def test_words_in_lower_case_are_given_as_words():
    assert seen("The ward will be quiet.") == [("ward", "name", False), ("will", "name", False)]
    assert ("Ward", "name", True) in seen("Ward was worried.")


def test_parts_of_words_are_not_names():
    assert seen("Wards, goodwill, zone, Zoella") == []


def test_contacts_are_found_however_they_are_spaced():
    assert seen("Ring 01632960115 or +44 1632 960115.") == [
        ("01632960115", "contact", True),
        ("+44 1632 960115", "contact", True),
    ]
    assert seen("mailto:Zoe.OHanlon@wendle.example?subject=x")[0][1] in ("contact", "name")
    assert any(kind == "contact" for _, kind, _ in seen("mailto:Zoe.OHanlon@wendle.example?subject=x"))


def test_bodies_are_found():
    assert seen("Wendle Trust and WT and mind the step") == [
        ("Wendle Trust", "affiliation", True),
        ("WT", "affiliation", True),
        ("mind", "affiliation", False),
    ]


def test_equal_rosters_are_equal_and_hash_alike():
    one, other = Roster.parse("Anwen Pugh"), Roster.parse("Anwen Pugh")
    assert one == other and hash(one) == hash(other)
