"""manage.py states: the legal moves of everything that has a state, as a page for docs/states.md."""

from django.core.management import BaseCommand

from meetings.models import Meeting
from minutes.models import Minutes

INTRO = "# States\n\nMade by `manage.py states > docs/states.md` from the tables of legal moves beside the models.\n"


def page():
    """Return the page as Markdown: a diagram for each model with a table of moves."""
    parts = [INTRO]
    for model in (Meeting, Minutes):
        moves = [f"    {old.value} --> {new.value}" for old, news in model.MOVES.items() for new in news]
        parts.append("\n".join([f"## {model.__name__}", "", "```mermaid", "stateDiagram-v2", *moves, "```", ""]))
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Print the legal moves of meetings and minutes, for docs/states.md."

    def handle(self, *args, **options):
        self.stdout.write(page(), ending="")
