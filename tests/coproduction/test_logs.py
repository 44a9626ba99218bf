"""What stands in the log."""

import io
import logging
import re
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.urls import get_resolver

from coproduction import links, outbox
from coproduction.logs import SECRET
from coproduction.models import Notice
from groups.emails import FOLLOW, STOP
from meetings.emails import BOOKING
from minutes.emails import LOOK
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.privacy]


@pytest.fixture
def log():
    """What the console would show, as the settings have it."""
    (console,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


def test_the_log_holds_no_secret_of_a_private_link(client, group, facilitator, log):
    meeting = factories.meeting(group, facilitator, state="held")
    gone = factories.attendance(meeting, "Ada", booking="cancelled")
    token = links.token(BOOKING, gone)
    assert client.post(f"/booking/{token}/coming/").status_code == 409
    assert client.get(f"/booking/{token}/coming/").status_code == 405
    assert client.get(f"/booking/{token[:-1]}/").status_code == 404
    assert client.get(f"/look/{links.token(LOOK, gone)}/").status_code == 404
    follower = factories.follower(group)
    for kind in (STOP, FOLLOW):
        assert client.get(f"/following/{links.token(kind, follower)}/no/").status_code == 404
    copy = f"{meeting.get_absolute_url()}minutes/group/{links.token('group-copy:1:1', follower)}/"
    assert client.get(copy).status_code == 404
    assert client.get("/nowhere/").status_code == 404
    said = log.getvalue()
    assert said.count("/booking/…/") == 3 and said.count("/look/…/") == 1 and "/nowhere/" in said
    assert said.count("/following/…/") == 2 and said.count("/minutes/group/…/") == 1
    assert gone.nonce not in said and follower.nonce not in said


def addresses(patterns, before="/"):
    """Yield every address of the site as it is written down, like /booking/<str:token>/."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here


def test_no_address_with_a_secret_part_is_written_as_it_is():
    secret = [
        re.sub("<[^>]*>", "x", here.replace("<str:token>", "SeCrEt.tOkEn"))
        for here in addresses(get_resolver().url_patterns)
    ]
    secret = [here for here in secret if "SeCrEt" in here]
    assert len(secret) > 30
    assert [here for here in secret if "SeCrEt" in SECRET.sub("…", f"GET {here} HTTP/1.1")] == []
    assert "SeCrEt" in SECRET.sub("…", "GET /another/SeCrEt.tOkEn/ HTTP/1.1")


def test_a_message_that_is_refused_leaves_no_address_in_the_log(meeting, log, monkeypatch):
    row = factories.attendance(meeting, "Wilf Amos", booking="coming", email="wilf@people.example")
    outbox.put("booked", recipient=row, subject=meeting)

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"wilf@people.example": (550, b"No wilf@people.example here")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert outbox.send_due()["failed"] == 1
    assert "was not sent" in log.getvalue()
    for said in (log.getvalue(), Notice.objects.get().reason):
        assert "wilf" not in said.casefold() and "amos" not in said.casefold()
