"""`manage.py check_text`: the attribution check on any text, without a database."""

import gc
import json
import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from minutes.attribution import Roster, check


def decoded(raw: bytes) -> str:
    """Text from bytes of unknown origin: a mark at the start decides, else UTF-8, else what old programs wrote."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def lines_of(text: str) -> list[str]:
    """The lines of a text as people count them; a line end at the very end begins no new line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


class Command(BaseCommand):
    """Prints what in a text may tell who said something, did something or was there."""

    help = (
        "Checks a text for anything that tells who said or did something at a meeting, or who was there. "
        "Neighbouring lines give each other context; a blank line ends the passage. "
        "Ends with 0 when it ran, with findings or without, and with 2 when it was called wrongly."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        """Declares the file, the roster and the format."""
        parser.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="a text file; - or nothing: standard input"
        )
        parser.add_argument("--roster", metavar="FILE", help="the participants, one a line: name; role; organisation")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object for each line")

    def handle(self, *args, **options):
        """Reads, checks and prints."""
        gc.disable()  # all that is made here is kept; looking for garbage among it would only cost time
        try:
            printed = self._printed(options)
        finally:
            gc.enable()
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")  # a screen that knows no curly quotation marks
        try:
            if printed:
                self.stdout.write("\n".join(printed))
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever read us has seen enough. Python would complain once more when it closes the pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _printed(self, options) -> list[str]:
        """What will be shown, by lines."""
        roster = Roster.parse(self._read(options["roster"], "roster")) if options["roster"] else Roster()
        lines = lines_of(self._read(options["file"], "text"))
        by_line = self._checked(lines, roster)
        return as_json(by_line) if options["format"] == "json" else as_text(by_line)

    @staticmethod
    def _checked(lines: list[str], roster: Roster) -> list[list[dict]]:
        """The findings of each line, with places counted from the start of the line."""
        by_line: list[list[dict]] = [[] for _ in lines]
        number, start, after = -1, 0, 0  # the line a finding stands in, where it begins, where the next begins
        for finding in check("\n".join(lines), roster):
            while finding.start >= after:
                number += 1
                start, after = after, after + len(lines[number]) + 1
            by_line[number].append(
                {
                    "start": finding.start - start,
                    "end": finding.end - start,
                    "kind": finding.kind,
                    "level": finding.level,
                    "text": finding.text,
                    "why": finding.why,
                    "suggestion": finding.suggestion,
                }
            )
        return by_line

    @staticmethod
    def _read(name: str, what: str) -> str:
        """The text of a file, or of standard input for a dash."""
        try:
            if name == "-":
                return decoded(sys.stdin.buffer.read())
            return decoded(Path(name).read_bytes())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(f"The {what} {name} cannot be read: {reason}.", returncode=2) from error


def as_json(by_line: list[list[dict]]) -> list[str]:
    """One object for each line."""
    return [json.dumps({"line": number, "findings": findings}) for number, findings in enumerate(by_line, 1)]


def as_text(by_line: list[list[dict]]) -> list[str]:
    """For each finding where it is, why it matters, and how else to say it."""
    printed = []
    for number, findings in enumerate(by_line, 1):
        for finding in findings:
            place = f"{number}:{finding['start'] + 1}"
            printed.append(f"{place} {finding['level']} {finding['kind']}: {printable(finding['text'])}")
            printed.append(f"    {finding['why']}")
            if finding["suggestion"]:
                printed.append(f"    Instead: {printable(finding['suggestion'])}")
    return printed or ["Nothing found. A machine cannot see everything: ask a second person to read it."]


def printable(text: str) -> str:
    """Text for a screen: characters that steer a terminal or turn the direction of writing are left out."""
    return text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())
