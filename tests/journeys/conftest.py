"""People with a browser before them."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import expect

from coproduction import outbox

from .inspection import WIDE, listen

expect.set_options(timeout=15_000)  # a busy machine is no fault of the page


@pytest.fixture
def open_page(browser, live_server, request):
    """A function that gives somebody a fresh browser window: open_page(person) when they are signed in already.

    Other words are options of the window: java_script_enabled, color_scheme, forced_colors, viewport.
    """
    contexts = []

    def open_it(person=None, **options):
        options.setdefault("viewport", {"width": WIDE, "height": 800})
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        if person:
            client = Client()
            client.force_login(person)
            context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
        page = listen(context.new_page())
        page.scripts = options.get("java_script_enabled", True)
        page.journey = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")) + f"-{len(contexts)}"
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def newest_mail(mailoutbox):
    """A function that sends what is due and returns the newest message to somebody."""

    def look(address):
        outbox.send_due()
        return [message for message in mail.outbox if message.to == [address]][-1]

    return look


def link_in(message, start):
    """Return the path of the link in a message that begins like `start`."""
    return urlsplit(re.search(rf"http://localhost:8000{start}\S+", message.body)[0]).path
