"""The page of states tells what the tables of moves say."""

from pathlib import Path

from coproduction.management.commands.states import page


def test_the_page_of_states_is_as_the_models_have_it():
    assert (Path(__file__).parent.parent / "docs" / "states.md").read_text() == page()
