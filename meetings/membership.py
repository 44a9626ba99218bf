"""Membership that is earned by coming: worked out from the register, never stored, never shown to others."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.models import Person
from groups.models import Group, Membership
from groups.rules import belongs

from .models import Attendance


def meetings_attended(person, group):
    """How many of the group's meetings the person came to, in the room, by video or by phone."""
    return Attendance.objects.came().filter(person=person, meeting__group=group).count()


def by_coming(group):
    """Return the people who are members by coming alone, by name; for those who run the group (CH6)."""
    if group.joining != Group.Joining.ATTENDING:
        return Person.objects.none()
    came = Count("attendance", filter=Q(attendance__meeting__group=group, attendance__came=True))
    written_down = Membership.objects.current().filter(group=group).values("person")
    people = Person.objects.annotate(times=came).filter(times__gt=group.joining_more_than)
    return people.exclude(pk__in=written_down).order_by("called", "pk")


def is_member(person, group):
    """Is `person` a member by the group's own rule? Private: for the person and those who run the group.

    By attending: more meetings than `group.joining_more_than`. A membership somebody wrote down always counts.
    """
    if not person.is_authenticated:
        return False
    if belongs(person, group):
        return True
    if group.joining != Group.Joining.ATTENDING:
        return False
    return meetings_attended(person, group) > group.joining_more_than


def why(person, group):
    """Return (is a member, the reason in one sentence for the person themselves)."""
    return _reason(group, belongs=belongs(person, group), count=meetings_attended(person, group))


def standings(person):
    """Return [(group, is a member, the reason)] for every group whose meetings the person came to, by name."""
    came = Count(
        "meetings__attendances", filter=Q(meetings__attendances__in=Attendance.objects.came().filter(person=person))
    )
    written_down = set(Membership.objects.current().filter(person=person).values_list("group", flat=True))
    groups = Group.objects.annotate(times=came).filter(times__gt=0)
    return [(group, *_reason(group, belongs=group.pk in written_down, count=group.times)) for group in groups]


def _reason(group, *, belongs, count):
    if belongs:
        return True, _("You are a member: somebody who runs the group wrote it down.")
    if group.joining == Group.Joining.INVITED:
        return False, _("People join this group by invitation. Ring us if you would like to.")
    if group.joining == Group.Joining.ON_JOINING:
        return False, _("You can become a member by telling us. Ring us, and we will write it down.")
    missing = group.joining_more_than + 1 - count
    if missing <= 0:
        return True, _("You are a member: you have been to more than %(number)s of our meetings.") % {
            "number": group.joining_more_than
        }
    return False, ngettext(
        "You are welcome at every meeting. Come to %(number)s more meeting, and you are a member.",
        "You are welcome at every meeting. Come to %(number)s more meetings, and you are a member.",
        missing,
    ) % {"number": missing}
