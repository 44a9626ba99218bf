"""A notes page without a browser: it says to the site what the script says."""

import json
import uuid

from django.test import Client
from django.urls import reverse

from tests import factories


class NotesPage:
    """The page of somebody who writes the notes of a meeting; `saves` are sent in the shape the script gives them."""

    def __init__(self, minutes, person):
        self.minutes, self.page, self.seen, self.lock = minutes, str(uuid.uuid4()), 0, None
        self.item = factories.topic(minutes.meeting).pk
        self.client = Client()
        self.client.force_login(person)

    def ask(self, name, body, **options):
        here = [self.minutes.meeting.group.slug, self.minutes.meeting.slug]
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(reverse(f"minutes:{name}", args=here), raw, "application/json", **options)

    def send(self, *saves, **more):
        """Send saves; return what the site answers. The page has then seen what it was told."""
        body = {
            "v": 1,
            "page": self.page,
            "lock": self.lock,
            "seen": self.seen,
            "item": self.item,
            "saves": list(saves),
        }
        response = self.ask("sync", body | more)
        assert response.status_code == 200, response.content
        found = response.json()
        self.seen = found["revision"]
        return found

    def put(self, text, *, base=0, line=None, kind="discussed", item=None, **more):
        """Return a save that puts words; more: fields beside the text, and note, after, key."""
        beside = {name: more.pop(name) for name in ("note", "after", "key") if name in more}
        save = {"key": str(uuid.uuid4()), "do": "put", "line": line or str(uuid.uuid4()), "base": base, "kind": kind}
        return save | {"item": item or self.item, "fields": {"text": text, **more}} | beside

    def save(self, **save):
        return {"key": str(uuid.uuid4()), **save}
