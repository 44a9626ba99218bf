"""The days of meetings that come again, by the clock on the wall: 6pm stays 6pm when the clocks change."""

import datetime as dt
from itertools import islice

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.fields import moment_of
from coproduction.templatetags.when import clock, day, span, weekday

from .models import Series

MOST = 60
"""How many meetings one series may have."""
LONGEST_WEEKS = 12
"""How many weeks may lie between two meetings."""
AHEAD = dt.timedelta(days=731)
"""How far from today a series may go: two years."""
Repeat = Series.Repeat


def nth(date):
    """Return which of its weekday a day is in its month: 1 for the first Thursday."""
    return (date.day - 1) // 7 + 1


def is_last(date):
    """Is it the last of its weekday in its month?"""
    return (date + dt.timedelta(days=7)).month != date.month


def rule_of(repeat, weeks, first_day, *, until=None, count=None):
    """Return the days as a dateutil rule, which works them out one after the other."""
    begins = dt.datetime.combine(first_day, dt.time())
    ends = {"until": dt.datetime.combine(until, dt.time())} if until else {"count": count}
    if repeat == Repeat.WEEKS:
        return rrule.rrule(rrule.WEEKLY, dtstart=begins, interval=weeks, **ends)
    which = -1 if repeat == Repeat.LAST else nth(first_day)
    on = rrule.weekday(first_day.weekday(), which)
    return rrule.rrule(rrule.MONTHLY, dtstart=begins, byweekday=on, **ends)


def days_of(repeat, weeks, first_day, *, start, end, until=None, count=None):
    """Return the days of a series, earliest first. Raises ValidationError, by question, where they cannot be.

    They are at most MOST and none is further off than AHEAD. An hour that the clocks leave out is refused.
    """
    if (until is None) == (count is None):
        raise ValidationError({"ending": _("Say when it comes to an end. You can plan more meetings later")})
    if repeat == Repeat.WEEKS and not 1 <= weeks <= LONGEST_WEEKS:
        words = _("Type a number of weeks from 1 to %(most)s") % {"most": LONGEST_WEEKS}
        raise ValidationError({"weeks": words})
    _check_first(repeat, first_day)
    furthest = timezone.localdate() + AHEAD
    too_far = _("That goes on past %(day)s. Plan two years at most; more can be planned later") % {"day": day(furthest)}
    if first_day > furthest:
        raise ValidationError({"day": too_far})
    if until is not None and until > furthest:
        raise ValidationError({"until": too_far})
    if until is not None and until < first_day:
        raise ValidationError({"until": _("This is before the first day. Look at both days")})
    if count is not None and not 1 <= count <= MOST:
        raise ValidationError({"count": _("Type a number from 1 to %(most)s") % {"most": MOST}})
    found = [moment.date() for moment in islice(rule_of(repeat, weeks, first_day, until=until, count=count), MOST + 1)]
    if len(found) > MOST:
        words = _("These would be more than %(most)s meetings. Pick an earlier day; more can be planned later")
        raise ValidationError({"until": words % {"most": MOST}})
    if found[-1] > furthest:
        raise ValidationError({"count": too_far})
    for date in found:
        _check_clock(date, "start", start)
        _check_clock(date, "end", end)
    return found


def _check_first(repeat, first_day):
    if repeat == Repeat.LAST and not is_last(first_day):
        words = _("%(day)s is not the last %(weekday)s of its month. Pick the last one as the first day")
        raise ValidationError({"day": words % {"day": day(first_day), "weekday": weekday(first_day)}})
    if repeat == Repeat.MONTH and nth(first_day) == 5:
        words = _("%(day)s is a fifth %(weekday)s, and few months have five. Pick “on the last such weekday” instead")
        raise ValidationError({"repeat": words % {"day": day(first_day), "weekday": weekday(first_day)}})


def _check_clock(date, name, time):
    try:
        moment_of(date, time)
    except ValidationError:
        words = _("On %(day)s the clocks go forward, and there is no %(time)s. Choose another time")
        raise ValidationError({name: words % {"day": day(date), "time": clock(time)}}) from None


def days_of_series(series, **changed):
    """Return the days of a series as it stands, or with other values for some of its fields."""
    names = ("repeat", "weeks", "first_day", "start", "end", "until", "count")
    return days_of(**{**{name: getattr(series, name) for name in names}, **changed})


def in_words(repeat, weeks, first_day):
    """Return how a series repeats: "Every second Thursday", "Each month on the last Monday"."""
    facts = {"weekday": weekday(first_day), "weeks": weeks}
    if repeat == Repeat.WEEKS:
        ways = {1: _("Every %(weekday)s"), 2: _("Every second %(weekday)s")}
        return ways.get(weeks, _("Every %(weeks)s weeks on %(weekday)s")) % facts
    if repeat == Repeat.LAST:
        return _("Each month on the last %(weekday)s") % facts
    ways = {
        1: _("Each month on the first %(weekday)s"),
        2: _("Each month on the second %(weekday)s"),
        3: _("Each month on the third %(weekday)s"),
        4: _("Each month on the fourth %(weekday)s"),
    }
    return ways[nth(first_day)] % facts


def with_times(plan, first_day):
    """Return a series in one line: "Every second Tuesday, 8pm to 9pm". plan: its repeat, weeks, start and end."""
    repeat = in_words(plan["repeat"], plan["weeks"], first_day)
    return f"{repeat}, {span(plan['start'], plan['end'])}"


def in_short(series):
    """Return a series in one line."""
    return with_times(vars(series), series.first_day)
