"""Sending one message to one recipient. Nothing here takes a list, Cc or Bcc."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Message:
    """A message ready to be written: the address, a neutral subject, a template name and its context."""

    to: str
    subject: str
    template: str
    context: dict = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    stop_url: str = ""
    """Where whoever gets it can stop getting such messages, for the button of mail programs (RFC 8058)."""


def absolute(path):
    """Return the whole address of a path; every link in a message comes from SITE_URL, never from a request."""
    return settings.SITE_URL + path


def one_line(text):
    """Return `text` fit for a header: control characters and line breaks become single spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def send(message, *, message_id, connection=None):
    """Send `message` as text and HTML of emails/<template>.{txt,html}. Raises what the mail connection raises.

    message_id: the part before the @, stable over retries so that a repeat can be told from a second message.
    """
    context = {
        "site_name": settings.SITE_NAME,
        "host_name": settings.HOST_NAME,
        "help_phone": settings.HELP_PHONE,
        **message.context,
    }
    stop = {}
    if message.stop_url:
        stop = {"List-Unsubscribe": f"<{message.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    email = EmailMultiAlternatives(
        subject=one_line(message.subject),
        body=render_to_string(f"emails/{message.template}.txt", context),
        to=[message.to],
        headers={
            "Message-ID": f"<{message_id}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            **stop,
        },
        connection=connection,
    )
    email.attach_alternative(render_to_string(f"emails/{message.template}.html", context), "text/html")
    for attachment in message.attachments:
        email.attach(attachment.name, attachment.content, attachment.mimetype)
    email.send()
