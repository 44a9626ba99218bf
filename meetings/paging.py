"""Where a list of meetings goes on: written into an address, so that it holds although the meeting moves or goes."""

import datetime as dt
import re

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def place_of(meeting):
    """Return where a meeting stands in a list that is ordered by start, for an address."""
    return f"{(meeting.starts - EPOCH) // dt.timedelta(microseconds=1)}-{meeting.pk}"


def place_in(text):
    """Return (starts, pk) of what `place_of` wrote, or None for anything else."""
    found = re.fullmatch("(-?[0-9]{1,16})-([0-9]{1,18})", text)
    return (EPOCH + dt.timedelta(microseconds=int(found[1])), int(found[2])) if found else None
