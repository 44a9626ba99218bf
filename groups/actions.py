"""What can be done to a group."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from coproduction.models import Person

from . import rules
from .models import Group, Membership


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
