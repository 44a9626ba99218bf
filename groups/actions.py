"""What can be done to a group."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit, outbox
from coproduction.access import StaleState
from coproduction.models import Person

from . import rules
from .models import Follower, Group, JargonWord, Membership

ASK_AGAIN_AFTER = dt.timedelta(hours=1)
"""However often somebody types an address, it gets no more than one message in this time."""


def _check(allowed):
    if not allowed:
        raise PermissionDenied


@transaction.atomic
def start_group(*, by, coordinator, **fields):
    """Start a group with its first coordinator. by: a Person, or None for whoever runs the site. Returns the group."""
    group = Group.objects.create(**fields)
    audit.record("group.started", group, by=by)
    give_role(group, coordinator, Membership.Role.COORDINATOR, by=None)
    return group


@transaction.atomic
def set_who_checks(group, *, by, one_person):
    """Say whether one coordinator may take the notes and sign them too. For the whole group, never for one file.

    Copies then do not say that two people checked them. Raises PermissionDenied unless `by` is a coordinator.
    """
    _check(rules.may_coordinate(by, group))
    if Group.objects.filter(pk=group.pk, one_person_checks=not one_person).update(one_person_checks=one_person):
        audit.record("group.who_checks", group, by=by, one_person=one_person)


@transaction.atomic
def agree_how_to_work(group, *, by, words, before):
    """Write down how the group agreed to work together. before: what the page showed.

    Raises PermissionDenied unless `by` runs the group; StaleState when somebody else changed it meanwhile.
    """
    _check(rules.may_facilitate(by, group))
    if words == before:
        return
    if not Group.objects.filter(pk=group.pk, working_agreement=before).update(working_agreement=words):
        raise StaleState
    audit.record("group.working_agreement", group, by=by)


@transaction.atomic
def set_reminders(group, *, by, reminders):
    """Set when people who book are reminded, unless they choose otherwise. reminders: values of Reminder.

    Raises PermissionDenied unless `by` runs the group.
    """
    _check(rules.may_facilitate(by, group))
    Group.objects.filter(pk=group.pk).update(reminders=reminders)
    audit.record("group.reminders", group, by=by, reminders=reminders)


@transaction.atomic
def set_papers_days(group, *, by, days):
    """Set how many days before a meeting its papers are due. Raises PermissionDenied unless `by` runs the group."""
    _check(rules.may_facilitate(by, group))
    if Group.objects.filter(pk=group.pk).exclude(papers_days=days).update(papers_days=days):
        audit.record("group.papers_days", group, by=by, days=days)


@transaction.atomic
def give_role(group, person, role, *, by):
    """Give `person` a role in the group from today. A second call changes nothing. Returns the membership.

    Raises PermissionDenied unless `by` is a coordinator of the group (or None, for whoever runs the site).
    """
    _check(by is None or rules.may_coordinate(by, group))
    membership, created = Membership.objects.get_or_create(
        group=group, person=person, role=role, end=None, defaults={"start": timezone.localdate()}
    )
    if created:
        audit.record("membership.started", membership, by=by, role=role)
    return membership


@transaction.atomic
def add_person(group, *, by, called, email, role):
    """Give a role to whoever has this address; somebody new gets an account of their own. Returns the membership."""
    _check(rules.may_coordinate(by, group))
    address = email.strip().lower()
    return give_role(group, _person_with(address, called), role, by=by)


def _person_with(address, called):
    person = Person.objects.filter(email=address).first()
    if person is None:
        try:
            with transaction.atomic():
                person = Person.objects.create_user(address, called=called)
        except IntegrityError:  # somebody else was quicker by a moment
            person = Person.objects.get(email=address)
    return person


@transaction.atomic
def end_role(membership, *, by):
    """End a role today. Raises ValidationError for the last coordinator: a group is never left without one."""
    group = Group.objects.select_for_update().get(pk=membership.group_id)
    _check(rules.may_coordinate(by, group))
    if membership.role == Membership.Role.COORDINATOR:
        others = Membership.objects.current().filter(group=group, role=membership.role).exclude(pk=membership.pk)
        if not others.exists():
            raise ValidationError(_("This is the only coordinator. Add another one first."))
    today = timezone.localdate()
    # The last day of a role is the day before, so that it ends at once; one given today never was.
    if membership.start == today:
        ended = Membership.objects.filter(pk=membership.pk, end=None).delete()[0]
    else:
        yesterday = today - dt.timedelta(days=1)
        ended = Membership.objects.filter(pk=membership.pk, end=None).update(end=yesterday)
    if not ended:
        raise StaleState
    audit.record("membership.ended", membership, by=by, role=membership.role, person=membership.person_id)


@transaction.atomic
def explain_word(group, *, by, word, meaning):
    """Put a word among the hard words of a group, or say anew what it means. Returns the JargonWord.

    The same word in other letters is the same word. Raises PermissionDenied unless `by` runs the group.
    """
    _check(rules.may_facilitate(by, group))
    group = Group.objects.select_for_update().get(pk=group.pk)  # so that two at once see each other
    known = next((row for row in group.words.all() if row.word.casefold() == word.casefold()), None)
    row, _is_new = JargonWord.objects.update_or_create(
        pk=known.pk if known else None, defaults={"group": group, "word": word, "meaning": meaning}
    )
    audit.record("word.explained", row, by=by)
    return row


# --- following --------------------------------------------------------------------------------------------------------
# No audit: the row itself says when the address said yes, and rows of the trail would tell how many follow.


@transaction.atomic
def ask_to_follow(group, *, email):
    """Send one message that asks whether this address wants the notes; one that follows already is told so.

    Returns nothing, and does the same in both cases: whoever typed the address may not be who reads it.
    """
    now = timezone.now()
    follower, is_new = Follower.objects.get_or_create(
        group=group,
        email=email.lower(),  # as addresses of people are kept; casefold() would make another domain of "straße"
        defaults={"asked_at": now},
    )
    long_ago = Follower.objects.filter(pk=follower.pk, asked_at__lte=now - ASK_AGAIN_AFTER)
    if is_new or long_ago.update(asked_at=now):
        outbox.put("follow", recipient=follower, subject=group, slot=f"{now:%Y%m%dT%H%M%S}")


@transaction.atomic
def follow(follower):
    """Note that the address said yes. A second time changes nothing. Raises StaleState when the row is gone."""
    rows = Follower.objects.filter(pk=follower.pk)
    rows.filter(confirmed_at=None).update(confirmed_at=timezone.now())
    if (row := rows.first()) is None:
        raise StaleState
    return row


def stop_following(follower):
    """Forget the address at once. What waits to be sent to it is cancelled when its turn comes."""
    Follower.objects.filter(pk=follower.pk).delete()
