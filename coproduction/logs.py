"""What the log may hold: the address of a page, never the secret part of a private link (CH8)."""

import logging
import re

PLACES = ["booking", "guest", "asked", "suggestion", "look", "following", "minutes/group", "messages/stop", "r"]
"""What stands before the secret part of an address. A test walks every address that has one."""
SECRET = re.compile("|".join(rf"(?<=/{place}/)[^/\s]+" for place in PLACES))


class WithoutLinks(logging.Filter):
    """Takes the secret part out of every private address before a line is written."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub("…", record.getMessage()), ()
        return True
