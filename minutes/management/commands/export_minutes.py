"""manage.py export_minutes: an issued copy of a meeting's minutes as a file."""

import sys
from pathlib import Path

from django.core.management import BaseCommand

from minutes import actions, document, files
from minutes.models import IssuedCopy, IssuedFile, Minutes


class Command(BaseCommand):
    help = "Write an issued copy of the minutes to a file. MEETING is group/date, as in the meeting's address."

    def add_arguments(self, parser):
        parser.add_argument("meeting", metavar="MEETING", help="like home-from-hospital/2026-09-17")
        parser.add_argument("--copy", required=True, choices=[document.GROUP, document.PUBLIC])
        parser.add_argument("--format", required=True, choices=[*IssuedFile.Format.values, "html"])
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument(
            "--draft", action="store_true", help="DRAFT on every page; every check is passed all the same"
        )

    def refuse(self, *reasons):
        for reason in reasons:
            self.stderr.write(str(reason))
        sys.exit(1)

    def handle(self, *args, meeting, copy, format, output, draft, **options):
        group, _slash, slug = meeting.partition("/")
        minutes = Minutes.objects.filter(meeting__group__slug=group, meeting__slug=slug).first()
        if minutes is None:
            self.refuse(f"There are no notes of a meeting {meeting}. Write it as group/date.")
        if draft:
            content = self._draft(minutes, copy, format)
        else:
            content = self._issued(minutes, copy, format)
        try:
            output.write_bytes(content)
        except OSError as error:
            self.refuse(f"{output} cannot be written: {error.strerror}.")
        self.stdout.write(f"{output}: {len(content)} bytes")

    def _draft(self, minutes, copy, format):
        if reasons := actions.missing(minutes):
            self.refuse(*reasons)
        try:
            built, made = actions.make_files(minutes, copy, formats=["pdf" if format == "html" else format], draft=True)
        except actions.NotReady as error:
            self.refuse(*error.reasons)
        return files.html(built).encode() if format == "html" else made[format]

    def _issued(self, minutes, copy, format):
        row = minutes.copies.in_reach().filter(audience=copy).order_by("-version").first()
        if row is None:
            label = IssuedCopy.Audience(copy).label
            reasons = actions.missing(minutes)
            if minutes.state == Minutes.State.CIRCULATED:
                reasons += actions.waiting(minutes)
            self.refuse(
                f"The {str(label).lower()} has not been issued: the notes are {minutes.get_state_display()}.", *reasons
            )
        if format == "html":
            return files.html(document.from_json(row.document)).encode()
        return bytes(row.files.get(format=format).content)
