"""What can be done to meetings and bookings. Each checks who may, moves the state, writes history, tells people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction import audit
from coproduction.access import StaleState
from groups.models import Group, RecordRule
from groups.rules import may_facilitate

from .. import bringing, changes
from ..models import SERIES_FACTS, AgendaItem, Meeting, Proposal, SeriesDay
from .about import forget_needs as forget_needs
from .about import remember_needs as remember_needs
from .about import say_perspectives as say_perspectives
from .about import see_to_needs as see_to_needs
from .agenda import add_item as add_item
from .agenda import change_item as change_item
from .agenda import move_item as move_item
from .agenda import remove_item as remove_item
from .agenda import set_item_rule as set_item_rule
from .asking import ask_for_paper as ask_for_paper
from .asking import give_asked as give_asked
from .asking import may_give as may_give
from .asking import take_back_asked as take_back_asked
from .asking import take_back_given as take_back_given
from .coming import Full as Full
from .coming import book as book
from .coming import book_for as book_for
from .coming import bring_along as bring_along
from .coming import cancel_booking as cancel_booking
from .coming import claim_bookings as claim_bookings
from .coming import give_kept_place as give_kept_place
from .coming import have_rung as have_rung
from .coming import is_full as is_full
from .coming import pass_on_view as pass_on_view
from .coming import promote, tell_of_change, tell_of_end
from .coming import rebook as rebook
from .coming import release_places as release_places
from .coming import send_apologies as send_apologies
from .guests import answer_guest as answer_guest
from .guests import guest_may_add_paper as guest_may_add_paper
from .guests import invite_guest as invite_guest
from .guests import take_back_guest as take_back_guest
from .making import free_address, make
from .papers import add_paper as add_paper
from .papers import change_paper as change_paper
from .papers import guest_adds_paper as guest_adds_paper
from .papers import hold_paper as hold_paper
from .papers import put_held_paper as put_held_paper
from .papers import remove_paper as remove_paper
from .papers import show_paper as show_paper
from .proposals import MEETINGS_WITH_ROOM as MEETINGS_WITH_ROOM
from .proposals import TooManyProposals as TooManyProposals
from .proposals import accept_proposal as accept_proposal
from .proposals import answer_proposal as answer_proposal
from .proposals import park_proposal as park_proposal
from .proposals import suggest as suggest
from .register import add_to_register as add_to_register
from .register import everybody_came as everybody_came
from .register import mark_came as mark_came
from .register import say_was_there as say_was_there
from .register import type_up as type_up
from .reminding import choose_reminders as choose_reminders
from .reminding import stop_reminders as stop_reminders
from .risk import write_down_told as write_down_told
from .room import TooMany as TooMany
from .room import ask_for_pause as ask_for_pause
from .room import ask_for_word as ask_for_word
from .room import done as done
from .room import explain as explain
from .room import give_code as give_code
from .room import open_room as open_room
from .room import pass_on_from_the_room as pass_on_from_the_room
from .room import shut_room as shut_room
from .series import Touched as Touched
from .series import change_series as change_series
from .series import end_series as end_series
from .series import leave_out as leave_out
from .series import plan_series as plan_series
from .series import put_back as put_back
from .steps import NotOpen as NotOpen
from .steps import check as _check
from .steps import locked as _locked
from .templates import keep_template as keep_template
from .templates import remove_template as remove_template

IN_CALENDARS = ["theme", "starts", "ends", "venue", "town", "mode"]
"""What the calendars that people put a meeting into show of it."""


def _move(meeting, state, **fields):
    """Compare-and-set the state; StaleState when somebody else was quicker or the move is not a legal one."""
    allowed_from = [old for old, new in Meeting.MOVES.items() if state in new]
    changed = Meeting.objects.filter(pk=meeting.pk, state__in=allowed_from).update(state=state, **fields)
    if not changed:
        raise StaleState
    meeting.refresh_from_db()


@transaction.atomic
def plan(group, *, by, theme, who_for, starts, ends, record_rule, entered_afterwards=False, items=None, **details):
    """Plan a meeting as a draft with a standard agenda that ends with open space. Returns the meeting.

    items: the agenda of a template, to begin with instead (see making). A draft may do without a theme.
    What comes onto the group's next agenda by rule is put there (see bringing).
    The same form posted twice plans once: what is the same in everything is the same meeting.
    entered_afterwards: it was held before the site knew of it; it becomes `held` at once and nothing is ever sent.
    Raises PermissionDenied unless `by` runs the group; ValidationError when the times or the rule cannot be.
    """
    _check(may_facilitate(by, group))
    if record_rule not in dict(group.rules_on_offer):
        raise ValidationError({"record_rule": _("This group meets in public, so its meetings are on the record.")})
    if ends <= starts:
        raise ValidationError({"ends": _("The end comes before the start. Please look at both times.")})
    if entered_afterwards and not theme:
        raise ValidationError({"theme": _("Say what the meeting was about.")})
    group = Group.objects.select_for_update().get(pk=group.pk)  # so that two at once see each other
    state = Meeting.State.HELD if entered_afterwards else Meeting.State.DRAFT
    facts = {"theme": theme, "who_for": who_for, "starts": starts, "ends": ends, "record_rule": record_rule, **details}
    before = Meeting.objects.filter(group=group, state=state, entered_afterwards=entered_afterwards, **facts).first()
    if before:
        return before
    meeting = make(
        group,
        items=items,
        entered_afterwards=entered_afterwards,
        state=state,
        closed_at=timezone.now() if entered_afterwards else None,
        **facts,
    )
    audit.record("meeting.planned", meeting, by=by, afterwards=entered_afterwards)
    bringing.bring(group, by=by)
    return meeting


@transaction.atomic
def change(meeting, *, by, **details):
    """Change what stands on the meeting's page. People who booked are told, and what changed, where it matters to them:
    day, time, place, what is there, language, what may be shared, and how to join once they know that.

    Places that come free by it go to those who wait.

    Raises PermissionDenied, StaleState once the meeting began, ValidationError when the times cannot be.
    """
    _check(may_facilitate(by, meeting.group))
    old = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if old.has_begun or old.state not in (Meeting.State.DRAFT, Meeting.State.ANNOUNCED):
        raise StaleState
    if details["ends"] <= details["starts"]:
        raise ValidationError({"ends": _("The end comes before the start. Please look at both times.")})
    if old.state != Meeting.State.DRAFT and not details.get("theme", old.theme):
        raise ValidationError({"theme": _("Say what the meeting is about. Everybody can see it already.")})
    before = changes.facts(old)
    rule = details.pop("record_rule", old.record_rule)
    for name, value in details.items():
        setattr(meeting, name, value)
    moved_day = timezone.localdate(old.starts) != timezone.localdate(meeting.starts)
    if moved_day and old.state == Meeting.State.DRAFT:
        meeting.slug = free_address(meeting.group, meeting.starts, but=meeting.pk)
    if any(getattr(old, name) != getattr(meeting, name) for name in IN_CALENDARS):
        meeting.sequence, meeting.changed_at = old.sequence + 1, timezone.now()
    meeting.save(update_fields=[*details, "slug", "sequence", "changed_at"])
    # People who were told how to join from home are told of another way; to the others the old one says nothing.
    if changes.matters(before, changes.facts(meeting), knew_links=old.shows_links):
        tell_of_change(meeting, before)
    if rule != old.record_rule:
        set_rule(meeting, rule, by=by)
    if any(getattr(old, name) != getattr(meeting, name) for name in ["starts", "ends", *SERIES_FACTS]):
        _by_hand(meeting)
    promote(meeting)
    audit.record("meeting.changed", meeting, by=by, fields=sorted(details))
    return meeting


def _by_hand(meeting):
    """Let changes to the series of this meeting, if it is of one, pass it by from now on. A theme alone does not."""
    SeriesDay.objects.filter(meeting=meeting).update(by_hand=True)


@transaction.atomic
def say_theme(meeting, *, by, theme):
    """Say what a draft is about. Raises PermissionDenied, and StaleState for a meeting that is no draft any more."""
    _check(may_facilitate(by, meeting.group))
    if not Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.DRAFT).update(theme=theme):
        raise StaleState
    audit.record("meeting.changed", meeting, by=by, fields=["theme"])
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def set_rule(meeting, rule, *, by):
    """Set the record rule of a meeting; items that followed it go along, and people who booked are told.

    Until the meeting starts it may go either way. From then on only closer (RM3), for everybody: ValidationError.
    """
    _check(may_facilitate(by, meeting.group))
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state == Meeting.State.CANCELLED:
        raise ValidationError(_("This meeting will not happen, so what may be shared stays as it was."))
    if rule not in dict(meeting.group.rules_on_offer):
        raise ValidationError(_("This group meets in public, so its meetings are on the record."))
    if meeting.has_begun and RecordRule(rule).closeness < RecordRule(meeting.record_rule).closeness:
        raise ValidationError(_("The meeting has started. From then on what may be shared can only become closer."))
    before = changes.facts(meeting)
    for item in meeting.items.all():
        follows = item.record_rule == meeting.record_rule
        looser = RecordRule(item.record_rule).closeness < RecordRule(rule).closeness
        if follows or (meeting.has_begun and looser):
            AgendaItem.objects.filter(pk=item.pk).update(record_rule=rule)
    if rule != meeting.record_rule:
        Meeting.objects.filter(pk=meeting.pk).update(record_rule=rule)
        audit.record("meeting.rule", meeting, by=by, old=meeting.record_rule, new=rule)
        _by_hand(meeting)
        tell_of_change(meeting, before)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def announce(meeting, *, by):
    """Show a draft to everybody. Raises ValidationError when it lies in the past, or does not say what it is about."""
    _check(may_facilitate(by, meeting.group))
    if not _locked(meeting).theme:
        raise ValidationError({"theme": _("Say first what the meeting is about. Then everybody can see it.")})
    if meeting.starts <= timezone.now():
        raise ValidationError(
            _("The start is in the past. Change the date first, or enter it as a meeting already held.")
        )
    _move(meeting, Meeting.State.ANNOUNCED, announced_at=timezone.now())
    audit.record("meeting.announced", meeting, by=by)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, reason):
    """Call an announced meeting off, with a reason everybody sees. Who booked or waits is told; reminders stop."""
    _check(may_facilitate(by, meeting.group))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why in one sentence. People will see it on the page.")})
    later = {"sequence": F("sequence") + 1, "changed_at": timezone.now()}
    _move(meeting, Meeting.State.CANCELLED, cancel_reason=reason.strip(), **later)
    tell_of_end(meeting)
    Proposal.objects.filter(item__meeting=meeting).wait_again()
    audit.record("meeting.cancelled", meeting, by=by)
    bringing.bring(meeting.group, by=by)
    return meeting


@transaction.atomic
def start(meeting, *, by):
    """Start the meeting: from now on its rule can only become closer, and phones in the room can send something."""
    _check(may_facilitate(by, meeting.group))
    _move(meeting, Meeting.State.UNDER_WAY, started_at=timezone.now())
    give_code(meeting)
    audit.record("meeting.started", meeting, by=by, rule=meeting.record_rule)
    return meeting


@transaction.atomic
def close(meeting, *, by):
    """End the meeting. What was written stays open until it is checked, and what comes again goes on the next agenda.

    One that began by the clock alone is started first, so that it can be closed.
    """
    _check(may_facilitate(by, meeting.group))
    if meeting.state == Meeting.State.ANNOUNCED and meeting.has_begun:
        start(meeting, by=by)
    _move(meeting, Meeting.State.HELD, closed_at=timezone.now())
    audit.record("meeting.closed", meeting, by=by)
    bringing.bring(meeting.group, by=by)
    return meeting
