"""Messages on the wire: what a real mail server of our own is given."""

import email
import email.policy
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from icalendar import Calendar

from coproduction import outbox
from coproduction.models import Notice
from meetings import actions
from tests import factories
from tests.services import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
EVIL = "What helps?\r\nBcc: all@people.example\r\n\r\nBody\u2028X: y\x85ATTENDEE:mailto:a@b.example"


class Postbox:
    """Keeps what it is sent as (sender, recipients, bytes). refusing: {address: answer}."""

    def __init__(self, refusing=None):
        self.envelopes, self.refusing = [], refusing or {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 OK"


@contextmanager
def mail_server(settings, postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "coproduction.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.fixture
def fifteen(group, facilitator):
    """Fifteen people with a place at a meeting whose words try to break out of every line they stand in."""
    meeting = factories.meeting(group, facilitator, theme=EVIL[:150], venue=EVIL, town=EVIL[:80])
    for number in range(15):
        name = f'Bev "{number}" <x@y.example>, z@people.example\r\nCc: q@people.example'
        row = factories.attendance(meeting, name, booking="coming", email=f"person{number}@people.example")
        outbox.put("booked", recipient=row, subject=meeting)
    return meeting


def test_fifteen_people_get_fifteen_messages_each_to_one_address(fifteen, settings):
    postbox = Postbox()
    with mail_server(settings, postbox):
        assert outbox.send_due()["sent"] == 15
    everybody = sorted(f"person{number}@people.example" for number in range(15))
    assert sorted(to for _sender, (to,), _content in postbox.envelopes) == everybody
    ids = set()
    for _sender, recipients, content in postbox.envelopes:
        message = read(content)
        assert message.get_all("To") == recipients
        assert message["Cc"] is message["Bcc"] is message["Resent-To"] is message["X"] is None
        others = set(everybody) - set(recipients)
        assert not any(other.encode() in content for other in others)
        ids.add(message["Message-ID"])
    assert len(ids) == 15
    assert ids == {f"<{nonce}@localhost>" for nonce in Notice.objects.values_list("nonce", flat=True)}


def test_a_message_is_plain_text_html_and_a_calendar_file_with_a_neutral_subject(fifteen, settings):
    postbox = Postbox()
    with mail_server(settings, postbox):
        outbox.send_due(limit=1)
    message = read(postbox.envelopes[0][2])
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"].startswith("Your place on ") and fifteen.group.name not in message["Subject"]
    assert "What helps" not in message["Subject"] and "\n" not in message["Subject"]
    calendar = Calendar.from_ical(list(message.walk())[-1].get_content())
    assert calendar["METHOD"] == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    assert "ATTENDEE" not in event


def test_a_server_that_refuses_one_person_delays_nobody_else(fifteen, settings):
    refusing = {"person3@people.example": "450 later", "person4@people.example": "550 no such person"}
    postbox = Postbox(refusing)
    with mail_server(settings, postbox):
        assert outbox.send_due() == {"sent": 13, "cancelled": 0, "retry": 1, "failed": 1, "left": 0}
    assert len(postbox.envelopes) == 13
    assert Notice.objects.get(state="failed").reason == "SMTPRecipientsRefused 550"


def test_a_server_that_is_not_there_loses_nothing(fifteen, settings):
    settings.EMAIL_BACKEND = "coproduction.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert outbox.send_due() == {"sent": 0, "cancelled": 0, "retry": 0, "failed": 0, "left": 15}
    assert set(Notice.objects.values_list("state", "attempts")) == {("planned", 0)}  # no try is used up
    postbox = Postbox()
    with mail_server(settings, postbox):
        assert outbox.send_due()["sent"] == 15


def test_a_change_and_a_calling_off_go_to_one_address_each(fifteen, facilitator, settings):
    Notice.objects.all().delete()
    actions.cancel(fifteen, by=facilitator, reason=EVIL)
    postbox = Postbox()
    with mail_server(settings, postbox):
        assert outbox.send_due()["sent"] == 15
    for _sender, recipients, content in postbox.envelopes:
        message = read(content)
        assert message.get_all("To") == recipients and len(recipients) == 1
        assert message["Bcc"] is None and fifteen.group.name not in message["Subject"]
