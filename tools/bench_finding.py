"""What many meetings cost: the public list, a meeting's page, booking, and the other ways to find one.

On PostgreSQL, each page with a thousand meetings to come and with a hundred times as many (or as many as are named,
like 1000000): queries, which must be equal, and processor time, the site's and the database's, which must stay within
LIMIT on the pages that everybody opens. Times are taken beside those of a page that reads no meeting, so that a busy
machine does not look like a slow site. Exits 1 when they do not.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.bench_notes import load, site  # noqa: E402

FEW, MANY = 1_000, 100_000
LIMIT = 1.3
TIMES, FEWEST, SECONDS = 60, 5, 4
"""Openings of each page at each size: so many, or fewer when they take long."""
GROUPS = 200
OURS = "2031-01-01-99"
"""The address of the meeting that is there at every size."""

WRITTEN = [
    """INSERT INTO meetings_agendaitem (meeting_id, position, kind, title, blurb, minutes, record_rule, can_decide,
            cannot_decide, who_decides, decide_by, recurring)
        SELECT id, 1, 'topic', 'The first day home', '', 30, 'chatham_house', '', '', '', '', false
        FROM meetings_meeting m WHERE NOT EXISTS (SELECT 1 FROM meetings_agendaitem WHERE meeting_id = m.id)""",
    """INSERT INTO minutes_minutes (meeting_id, state, revision, version, band, correction, circulated_at, window_ends,
            agreed_at, published_at)
        SELECT id, 'published', 9, 1, '', '', starts, starts, starts, starts FROM meetings_meeting m
        WHERE state = 'held' AND NOT EXISTS (SELECT 1 FROM minutes_minutes WHERE meeting_id = m.id)""",
    """INSERT INTO minutes_action (id, minutes_id, item_id, position, text, shown_as, report_to_parent, state,
            state_reason, version)
        SELECT gen_random_uuid(), n.id, i.id, 1, 'Write a first try of the card.', 'group', false,
            CASE WHEN n.id <= 400 THEN 'open' ELSE 'done' END, '', 1
        FROM minutes_minutes n JOIN meetings_agendaitem i ON i.meeting_id = n.meeting_id
        WHERE NOT EXISTS (SELECT 1 FROM minutes_action WHERE minutes_id = n.id)""",
    """INSERT INTO minutes_issuedcopy (minutes_id, audience, version, issued_on, document, words, agreed)
        SELECT n.id, 'public', 1, m.starts, '{"title": "Notes", "theme": "Help", "in_short": []}',
            m.theme || ' We talked of buses and letters. People come home to an empty fridge, said ' || n.id, 1
        FROM minutes_minutes n JOIN meetings_meeting m ON m.id = n.meeting_id
        WHERE NOT EXISTS (SELECT 1 FROM minutes_issuedcopy WHERE minutes_id = n.id)""",
]
"""Of every meeting an item; of every one that is over public notes with something to do."""


def fill(size):
    """Make the site have `size` meetings to come and as many that are over, spread over its groups, by bulk SQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM meetings_meeting WHERE state = 'held'")
        have = cursor.fetchone()[0]
        columns = (
            "group_id, slug, theme, who_for, starts, ends, mode, venue, town, getting_there, access, online_link,"
            " dial_in, costs, expect, record_rule, capacity, state, entered_afterwards, cancel_reason, announced_at,"
            " papers_so_far, step_free, hearing_loop, bsl, language, kind"
        )
        row = """
            SELECT (SELECT array_agg(id ORDER BY id) FROM groups_group)[1 + n % {groups}], to_char({at}, 'YYYY-MM-DD'),
                'What would help number ' || n, 'anyone who looks after someone.', {at}, {at} + interval '2 hours',
                (ARRAY['room', 'hybrid', 'online'])[1 + n % 3], 'Hall ' || n % 997, 'Town ' || n % 499, '', '', '',
                '', 'nothing.', '', 'chatham_house', NULL, '{state}', false, '', now() - n * interval '1 minute', 0,
                n % 2 = 0, n % 10 = 0, n % 1000 = 0, CASE WHEN n % 50 = 0 THEN 'cy' ELSE 'en' END, 'meeting'
            FROM generate_series({start}, {size}) AS n"""
        for state, away in (
            ("announced", "interval '1 day' + n / 20 * interval '1 day'"),
            ("held", "interval '-1 day' - n / 20 * interval '1 day'"),
        ):
            at = f"date_trunc('day', now()) + {away} + (10 + n % 11) * interval '1 hour'"
            words = row.format(groups=GROUPS, at=at, state=state, start=have + 1, size=size)
            cursor.execute(f"INSERT INTO meetings_meeting ({columns}) {words}")
        for statement in WRITTEN:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")


def pages():
    """Return {what a page is: its path} for the pages of a meeting that is there at every size."""
    from meetings.models import Meeting

    meeting = Meeting.objects.get(slug=OURS)
    return {
        "public list": "/meetings/",
        "public list, a later page": None,
        "meeting page": meeting.get_absolute_url(),
        "booking": f"{meeting.get_absolute_url()}book/",
        "list: evenings, no steps, from home": "/meetings/?when=evening&has=step_free&how=home",
        "list: near a place": "/meetings/?near=Town+17",
        "list: near a place nobody knows": "/meetings/?near=Nowhere",
        "list: a rare need": "/meetings/?has=bsl&has=hearing_loop",
        "list: one group": "/meetings/?group=Group+7",
        "past meetings": "/meetings/past/",
        "calendar of all": "/meetings/calendar.ics",
        "feed of new meetings": "/meetings/new.atom",
        "search, a rare word": "/search/?q=777",
        "search, a word of every meeting": "/search/?q=help",
    }


HELD_TO_IT = ["public list", "public list, a later page", "meeting page", "booking"]


NOTHING = "/contact/"
"""A page that reads no meeting, opened in turn with each page: what it costs more is the machine, not the meetings."""


def measure(client, path):
    """Return (queries, milliseconds of processor, of which a page that reads no meeting takes) of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(path).status_code == client.get(NOTHING).status_code == 200, path
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
        asked = len(seen)  # the next answer forgets them
    took, tries, began = {path: 0, NOTHING: 0}, 0, time.monotonic()
    while tries < TIMES and (tries < FEWEST or time.monotonic() - began < SECONDS):
        for one in took:
            spent = processor()
            client.get(one)
            took[one] += processor() - spent
        tries += 1
    return asked, took[path] / tries * 1000, took[NOTHING] / tries * 1000


def processor():
    """Return the seconds of processor that this process and its process of PostgreSQL have taken."""
    from django.db import connection

    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def later_page(client):
    said = client.get("/meetings/").content.decode()
    for _page in range(3):
        query = said.split("after=")[1].split('"')[0]
        said = client.get(f"/meetings/?after={query}").content.decode()
    return f"/meetings/?after={query}"


def main():
    """Prints queries and times at both sizes, and returns 1 when a page everybody opens grows with the meetings."""
    many = int(sys.argv[1]) if sys.argv[1:] else MANY
    with site():
        import datetime as dt

        from django.test import Client
        from django.utils import timezone

        from meetings.models import Meeting
        from tests import factories

        for number in range(GROUPS):
            factories.group(f"group-{number}", name=f"Group {number}")
        person = factories.person("Tomasz")
        starts = dt.datetime(2031, 1, 1, 18, tzinfo=timezone.get_default_timezone())
        own = factories.group("our-group")  # a group has as many meetings behind it however large the site is
        factories.membership(own, person, "facilitator")
        for days in (7, 37, 67):
            factories.meeting(own, person, days=-days, state="held")
        ours = factories.meeting(own, person, starts=starts)
        Meeting.objects.filter(pk=ours.pk).update(slug=OURS)
        client, found = Client(SERVER_NAME="localhost"), {}
        for size in (FEW, many):
            fill(size)
            for what, path in pages().items():
                found.setdefault(what, []).append(measure(client, path or later_page(client)))
        assert Meeting.objects.count() > 2 * many - 4
    return report(found, many)


def report(found, many):
    print(f"  {FEW} and {many} meetings to come, and as many that are over ({load()}):")
    fine = True
    for what, ((few_asked, few_took, few_nothing), (asked, took, nothing)) in found.items():
        ratio = (took / nothing) / (few_took / few_nothing)
        aim = f" (aim {LIMIT})" if what in HELD_TO_IT else ""
        good = few_asked == asked and (not aim or ratio <= LIMIT)
        fine &= good
        print(
            f"    {what}: queries {few_asked} and {asked}; {few_took:.1f} and {took:.1f} ms, {ratio:.2f} times{aim}"
            f"{'' if good else ': TOO MUCH'}"
        )
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
