"""Who may, with notes and minutes."""

from groups.rules import belongs, may_coordinate, may_facilitate
from meetings.membership import is_member

from .models import Action


def may_write(person, minutes):
    """May write the notes: facilitators and coordinators of the group."""
    return may_facilitate(person, minutes.meeting.group)


def may_check(person, minutes):
    """May read the check and settle findings."""
    return may_facilitate(person, minutes.meeting.group)


def may_sign_off(person, minutes):
    """May sign: a coordinator who took no notes at this meeting, or any where one person does both."""
    group = minutes.meeting.group
    if not may_coordinate(person, group):
        return False
    return group.one_person_checks or not minutes.note_takers.filter(pk=person.pk).exists()


def may_issue(person, minutes):
    """May circulate, settle what people ask for, and publish."""
    return may_coordinate(person, minutes.meeting.group)


def may_record_yes(person, minutes):
    """May write down that somebody said yes to being named: coordinators."""
    return may_coordinate(person, minutes.meeting.group)


def may_take_back(person, consent):
    """May take a yes to being named back: whose it is, and whoever runs the group, when they are asked to."""
    own = consent.attendance.person_id is not None and consent.attendance.person_id == person.pk
    return own or may_write(person, consent.minutes)


def may_progress(person, action):
    """May say how far something to do has got: who leads it, and those who run the group."""
    leads = action.lead is not None and action.lead.person_id is not None and action.lead.person_id == person.pk
    return leads or may_write(person, action.minutes)


def helps(person, action):
    """Is among those who chip in with something to do."""
    return person.is_authenticated and action.helpers.filter(person=person).exists()


def may_chip_in(person, action):
    """May offer to help: who was there and does not lead it, once the notes are signed; not in a private item."""
    return person.is_authenticated and Action.objects.to_chip_in(person).filter(pk=action.pk).exists()


def may_follow_action(person, action):
    """May read how something to do went on and who chips in: who leads it, who chips in and those who run the group."""
    return may_progress(person, action) or helps(person, action)


def may_read_group_copy(person, minutes):
    """May read the copy for the group: its members, by a role or by coming to its meetings."""
    return belongs(person, minutes.meeting.group) or is_member(person, minutes.meeting.group)


def may_open_copy_by_link(follower, minutes):
    """May read the copy for the group by a link of their own: who follows the group, unless it is for members only."""
    group = minutes.meeting.group
    return follower.confirmed_at is not None and follower.group_id == group.pk and group.sends_copy_to_followers
