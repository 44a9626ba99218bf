"""What the log may hold: the address of a page, never the secret part of a private link (CH8)."""

import logging
import re

SECRET = re.compile(
    "|".join(
        rf"(?<=/{place}/)[^/\s]+" for place in ("booking", "guest", "asked", "look", "following", "minutes/group", "r")
    )
)


class WithoutLinks(logging.Filter):
    """Takes the secret part out of every private address before a line is written."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub("…", record.getMessage()), ()
        return True
