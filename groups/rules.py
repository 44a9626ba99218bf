"""Who may, in a group. Each function answers yes or no for a person, never whether it can be done now."""

from .models import Membership


def _has_role(person, group, roles):
    if not person.is_authenticated or not person.is_active:
        return False
    return Membership.objects.current().filter(person=person, group=group, role__in=roles).exists()


def may_facilitate(person, group):
    """May plan and run meetings and write notes: facilitators and coordinators of the group."""
    return _has_role(person, group, Membership.RUNNING)


def may_coordinate(person, group):
    """May sign off, circulate and publish minutes and look after the group: its coordinators."""
    return _has_role(person, group, [Membership.Role.COORDINATOR])


def role_of(person, group):
    """Return the role in which somebody acts who runs the group: as coordinator where they are one; "" without any."""
    if may_coordinate(person, group):
        return Membership.Role.COORDINATOR.value
    return Membership.Role.FACILITATOR.value if may_facilitate(person, group) else ""


def belongs(person, group):
    """Has any role in the group today, by a membership somebody wrote down."""
    return _has_role(person, group, Membership.Role.values)
