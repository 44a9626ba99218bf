"""Atom feeds: what is new, for whoever reads in a program of their own. They hold what everybody can read, no names."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from .mail import absolute, one_line

KIND = Atom1Feed.content_type
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that is new: its words, its page, since when it is there and when it last changed."""

    title: str
    words: str
    path: str
    since: dt.datetime
    changed: dt.datetime


class _Feed(Atom1Feed):
    def latest_post_date(self):
        """Not now, as Django has it for a feed with nothing in it: the same feed is the same bytes."""
        return super().latest_post_date() if self.items else NEVER


def atom(title, entries, *, path, page):
    """Return the feed at `path` of a site's `page`, as text. The same entries give the same text."""
    feed = _Feed(
        title=one_line(title),
        link=absolute(page),
        description=None,
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        feed_url=absolute(path),
        feed_guid=absolute(path),
    )
    for entry in entries:
        feed.add_item(
            title=one_line(entry.title),
            link=absolute(entry.path),
            description=one_line(entry.words),
            unique_id=absolute(entry.path),
            pubdate=entry.since,
            updateddate=entry.changed,
        )
    return feed.writeString("utf-8")
