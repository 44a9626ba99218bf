"""What can be done to a group."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coproduction import audit

from . import rules
from .models import Membership


@transaction.atomic
def give_role(group, person, role, *, by):
    """Give `person` a role in the group from today. A second call changes nothing. Returns the membership.

    Raises PermissionDenied unless `by` is a coordinator of the group (or None, for the site's own set-up).
    """
    if by is not None and not rules.may_coordinate(by, group):
        raise PermissionDenied
    membership, created = Membership.objects.get_or_create(
        group=group, person=person, role=role, end=None, defaults={"start": timezone.localdate()}
    )
    if created:
        audit.record("membership.started", membership, by=by, role=role)
    return membership
