"""A mail server that refuses, hangs, drops what it was told or says one letter at a time, and what becomes of a message."""

import datetime as dt
import re
import smtplib
import socket
import threading
import time
from contextlib import suppress
from itertools import takewhile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from coproduction import outbox
from coproduction.models import Notice
from tests import factories
from tests.services import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.once]
LIMIT = 0.6
"""Seconds one answer may take in these tests; in service it is EMAIL_TIMEOUT."""
HANGS, DROPS, SLOWLY = "hangs", "drops", "slowly"
WILLING = {
    "": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 so",
    "RCPT": "250 so",
    "DATA": "354 go on",
    ".": "250 taken",
}
WILLING |= {"RSET": "250 so", "QUIT": "221 bye", "AUTH": "235 so", "STARTTLS": "220 go on"}


class Server:
    """Speaks SMTP as it is told: `says` holds the answer to each verb, "" for the first word, "." for the whole message.

    An answer may be HANGS, DROPS or SLOWLY, or belong to one address: {"RCPT p1@people.example": "550 nobody"}.
    """

    def __init__(self, says):
        self.says, self.taken, self.connections = {**WILLING, **says}, [], 0
        self.door, self.ended = socket.create_server(("127.0.0.1", 0)), threading.Event()
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.welcome, daemon=True).start()

    def welcome(self):
        while True:
            try:
                line, _address = self.door.accept()
            except OSError:
                return  # the test is over
            self.connections += 1
            threading.Thread(target=self.listen, args=[line], daemon=True).start()

    def listen(self, line):
        address = ""
        try:
            with line, line.makefile("rb") as heard:
                self.answer(line, "", address)
                for said in heard:
                    verb = said[:8].split(b" ")[0].strip().decode(errors="replace").upper()
                    if verb == "RCPT":
                        address = re.search(rb"<(.*)>", said).group(1).decode()
                    self.answer(line, verb, address)
                    if verb == "DATA" and self.says["DATA"].startswith("354"):
                        words = b"".join(takewhile(lambda line: line != b".\r\n", heard))
                        if b"Message-ID" not in words:
                            return  # the sender gave up
                        self.taken.append((address, re.search(rb"Message-ID: (\S+)", words).group(1).decode()))
                        self.answer(line, ".", address)
        except OSError:
            pass  # whoever spoke with us went away

    def answer(self, line, verb, address):
        says = self.says.get(f"{verb} {address}", self.says.get(verb, "500 what?"))
        if says == DROPS:
            line.shutdown(socket.SHUT_RDWR)
        elif says == HANGS:
            self.ended.wait(30)
        elif says == SLOWLY:
            while not self.ended.wait(LIMIT / 4):
                line.sendall(b"2")
            line.shutdown(socket.SHUT_RDWR)
        else:
            line.sendall(says.encode() + b"\r\n")


@pytest.fixture
def server(settings):
    """Start a server that says what it is told."""
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "coproduction.smtp.EmailBackend", LIMIT
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    servers = []

    def start(says):
        servers.append(Server(says))
        settings.EMAIL_PORT = servers[-1].port
        return servers[-1]

    yield start
    for server in servers:
        server.ended.set()
        server.door.close()


@pytest.fixture
def six(meeting):
    """Six messages that wait."""
    for number in range(6):
        row = factories.attendance(meeting, f"Bev {number}", booking="coming", email=f"p{number}@people.example")
        outbox.put("booked", recipient=row, subject=meeting)


def states():
    return sorted(Notice.objects.values_list("state", flat=True))


GONE = ["planned"] * 6
"""The server could not be spoken with: nothing was tried, all of it waits for the next sweep."""
LATER, FAILED = ["retry"] * 6, ["failed"] * 6
PERHAPS = ["planned"] * 3 + ["retry"] * 3
"""Three messages that may have arrived; then the sweep leaves the others to the next."""
ANSWERS = {
    "refuses with 421": ({"": "421 busy"}, GONE),
    "refuses with 554": ({"": "554 not you"}, GONE),
    "never says a word": ({"": HANGS}, GONE),
    "says one letter at a time": ({"": SLOWLY}, GONE),
    "hangs up": ({"": DROPS}, GONE),
    "busy 421": ({"MAIL": "421 busy"}, LATER),
    "busy 432": ({"MAIL": "432 later"}, LATER),
    "busy 451": ({"MAIL": "451 later"}, LATER),
    "sender 553": ({"MAIL": "553 not you"}, FAILED),
    "address 450": ({"RCPT": "450 later"}, LATER),
    "address 452": ({"RCPT": "452 full"}, LATER),
    "address 550": ({"RCPT": "550 nobody"}, FAILED),
    "message 451": ({"DATA": "451 later"}, LATER),
    "message 554": ({"DATA": "554 no"}, FAILED),
    "words 452": ({".": "452 full"}, LATER),
    "words 554": ({".": "554 no"}, FAILED),
    "takes it and hangs up": ({".": DROPS}, PERHAPS),
    "takes it and never says yes": ({".": HANGS}, PERHAPS),
    "takes it and answers one letter at a time": ({".": SLOWLY}, PERHAPS),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_what_a_server_says_decides_what_becomes_of_a_message(server, six, case):
    says, becomes = ANSWERS[case]
    server(says)
    began = time.monotonic()
    outbox.send_due()
    assert states() == becomes
    assert time.monotonic() - began < LIMIT * 3 + 4  # no call takes longer than its limit


def test_a_server_that_is_not_there_or_wants_another_password_uses_up_no_tries(server, six, settings, caplog):
    settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = free_port(), "notes", "wrong"
    outbox.send_due()
    server({"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 not you"})
    outbox.send_due()
    settings.EMAIL_USE_TLS = True
    server({"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "220 go on\r\nno TLS at all"})
    outbox.send_due()
    assert set(Notice.objects.values_list("state", "attempts")) == {("planned", 0)}
    errors = re.findall(r"cannot be reached \((\w+)\)", caplog.text)
    assert errors[:2] == ["ConnectionRefusedError", "SMTPAuthenticationError"] and len(errors) == 3
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    taken = server({}).taken
    outbox.send_due()
    assert states() == ["sent"] * 6 and len(taken) == 6


def test_smtplib_alone_would_wait_for_a_server_that_says_one_letter_at_a_time(server):
    slow = server({"": SLOWLY})

    def connect():
        with suppress(smtplib.SMTPException):
            smtplib.SMTP("127.0.0.1", slow.port, timeout=LIMIT)

    waiting = threading.Thread(target=connect, daemon=True)
    waiting.start()
    waiting.join(LIMIT * 4)
    assert waiting.is_alive()
    slow.ended.set()
    waiting.join(10)


@pytest.mark.parametrize("again", [DROPS, "250 taken"])
def test_what_may_have_arrived_is_sent_once_more_with_the_same_id_and_then_shown(server, six, again):
    Notice.objects.exclude(recipient=Notice.objects.first().recipient).delete()
    first = server({".": DROPS}).taken
    outbox.send_due()
    outbox.send_due()
    assert len(first) == 1 and states() == ["retry"]
    later = server({".": again}).taken
    for minutes in (6, 60, 600, 6000):
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=True):
            outbox.send_due()
    assert first == later  # the same address, the same Message-ID, once more and never again
    assert states() == ["sent" if again == "250 taken" else "uncertain"]


@pytest.mark.parametrize("trouble", [{"RCPT": "550 nobody"}, {".": HANGS}, {".": DROPS}, {"RCPT": "450 later"}])
def test_one_bad_address_delays_nobody_else(server, six, trouble):
    ((verb, says),) = trouble.items()
    taken = server({f"{verb} p2@people.example": says}).taken
    outbox.send_due()
    assert {address for address, _id in taken} >= {f"p{number}@people.example" for number in (0, 1, 3, 4, 5)}
    assert states() in (["failed"] + ["sent"] * 5, ["retry"] + ["sent"] * 5)


def test_a_server_that_hangs_up_between_two_messages_loses_none_of_them(server, six):
    """Many take some messages over one connection and then end it."""
    one = server({})
    listen = one.answer

    def after_two(line, verb, address):
        listen(line, verb, address)
        if verb == "." and len(one.taken) % 2 == 0:
            line.shutdown(socket.SHUT_RDWR)

    one.answer = after_two
    assert outbox.send_due()["sent"] == 6
    assert len(one.taken) == 6 and one.connections in (3, 4)


def test_all_messages_of_a_sweep_share_one_connection(server, six):
    one = server({})
    outbox.send_due()
    assert (one.connections, len(one.taken)) == (1, 6)


def test_later_is_tried_again_and_then_arrives_once(server, six):
    server({"MAIL": "421 busy"})
    outbox.send_due()
    taken = server({}).taken
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=True):
        outbox.send_due()
    assert states() == ["sent"] * 6 and len(taken) == len(set(taken)) == 6


def test_those_who_run_the_meeting_see_whom_no_message_reached(server, six, meeting, facilitator, client):
    client.force_login(facilitator)
    page = reverse("meetings:who-is-coming", args=[meeting.group.slug, meeting.slug])
    words = "A message may not have reached them"
    server({"RCPT p2@people.example": "550 nobody", "RCPT p3@people.example": "450 later"})
    assert words not in client.get(page).content.decode()
    outbox.send_due()
    for days, bad in ((0, ["Bev 2"]), (2, ["Bev 2", "Bev 3"])):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=True):
            client.force_login(facilitator)
            shown = client.get(page).content.decode().partition(words)[2].partition("They are coming")[0]
        assert [f"Bev {number}" for number in range(6) if f"Bev {number}" in shown] == bad
