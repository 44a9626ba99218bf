"""Working days: Monday to Friday without the bank holidays of the part of the United Kingdom the host is in."""

import datetime as dt
from functools import cache

from django.conf import settings
from django.utils import timezone


@cache
def _bank_holidays(part):
    from holidays import country_holidays  # a tenth of a second to load, for windows alone

    return country_holidays("GB", subdiv=part)


def is_bank_holiday(day):
    """True for a date that is a bank holiday where the host is."""
    return day in _bank_holidays(settings.BANK_HOLIDAYS)


def is_working_day(day):
    """True for a date on which an office is open."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def working_days_after(moment, days):
    """Return the last minute, local time, of the `days`-th working day after the day of `moment`."""
    day = timezone.localdate(moment)
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day)
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=timezone.get_default_timezone())
