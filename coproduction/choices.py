"""Which messages a person has chosen to get, and the link in such a message that stops them with one press.

The link is made for the row of the message that holds it, and can do nothing but stop messages of its kind.
"""

from django.db import transaction
from django.urls import reverse

from . import links, mail, outbox
from .models import Notice, Person

STOPS = {"weekly": "weekly", "minutes_overdue": "chased", "action_due": "chased"}
"""The kinds of messages a person can stop, and the field of Person that says whether they want them."""
STOP = "stop-messages"
"""The purpose of that link."""


def stop_url(notice):
    """Return the address that stops messages like this one: a page for people, one POST for mail programs."""
    return mail.absolute(reverse("stop-messages", args=[links.token(STOP, notice)]))


def stopped_by(token):
    """Return the message whose link this is, or None."""
    return links.open_link(STOP, token, Notice.objects.filter(kind__in=STOPS))


def reader(notice, *, wants):
    """Return the person a message goes to, if they can be written to and want it (`wants`: a field), or None."""
    people = Person.objects.filter(pk=outbox.pk_of(notice.recipient), is_active=True, **{wants: True})
    return people.exclude(email=None).first()


@transaction.atomic
def stop(notice):
    """Send whoever got this message none of its kind any more. A second time changes nothing."""
    Person.objects.filter(pk=outbox.pk_of(notice.recipient)).update(**{STOPS[notice.kind]: False})


@transaction.atomic
def choose(person, *, reminders, weekly, chased, discreet):
    """Set which messages a person gets. reminders: values of Reminder, or None for as the group does."""
    Person.objects.filter(pk=person.pk).update(reminders=reminders, weekly=weekly, chased=chased, discreet=discreet)
    person.refresh_from_db()
