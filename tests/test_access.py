"""Who gets what answer on every page of the site, and that looking changes nothing.

The table below is the whole of it. A route that is not in it fails the tests, and so does one with another answer.
"""

import copy
import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import groups.rules
import meetings.actions
import minutes.rules
from coproduction import links
from meetings.emails import BOOKING
from meetings.models import Attendance, MeetingQuerySet
from minutes.emails import LOOK
from minutes.models import Minutes
from tests import factories, worlds
from tests.worlds import PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.security]

# Columns: anonymous, member, former member | facilitator, coordinator, former coordinator | outsider, coordinator of
# another group, superuser. "ok" is 200, "in" sends to the sign-in page, "go" sends on to another page of ours.
TABLE = """
home                                   = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
my-page                                = in  ok  ok  | ok  ok  ok  | ok  ok  ok = in  405 405 | 405 405 405 | 405 405 405
about-me                               = in  ok  ok  | ok  ok  ok  | ok  ok  ok = in  ok  ok  | ok  ok  ok  | ok  ok  ok
my-messages                            = in  ok  ok  | ok  ok  ok  | ok  ok  ok = in  go  go  | go  go  go  | go  go  go
stop-messages weekly link              = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
information                            = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
accessibility                          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
contact                                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
words                                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
rules                                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
account_login                          = ok  go  go  | go  go  go  | go  go  go = ok  go  go  | go  go  go  | go  go  go
account_request_login_code             = ok  go  go  | go  go  go  | go  go  go = ok  go  go  | go  go  go  | go  go  go
account_confirm_login_code             = go  go  go  | go  go  go  | go  go  go = go  go  go  | go  go  go  | go  go  go
account_logout                         = go  ok  ok  | ok  ok  ok  | ok  ok  ok = go  go  go  | go  go  go  | go  go  go
account_signup                         = ok  go  go  | go  go  go  | go  go  go = ok  go  go  | go  go  go  | go  go  go
account_email_verification_sent        = go  go  go  | go  go  go  | go  go  go = go  go  go  | go  go  go  | go  go  go
account_inactive                       = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
account_email                          = in  go  go  | go  go  go  | go  go  go = in  go  go  | go  go  go  | go  go  go
principles:frameworks                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
principles:framework framework         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
groups:groups                          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
groups:group group                     = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
groups:agreement group                 = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
groups:reminders group                 = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
groups:people group                    = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
groups:give-role group                 = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 ok  403 | 403 403 403
groups:one-checks group                = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
groups:two-check group                 = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
groups:end-role role                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
following:ask group                    = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
following:page follow link             = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
following:page followed link           = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
following:yes follow link              = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
following:stop stop link               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:meetings                      = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:all-calendar                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:all-new                       = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:group-calendar group          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:group-new group               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:meeting coming                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:meeting draft                 = 404 404 404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:calendar coming               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:calendar draft                = 404 404 404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:tell coming                   = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:tell draft                    = 404 404 404 | go  go  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:poster coming                 = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:poster draft                  = 404 404 404 | go  go  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:book coming                   = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:book draft                    = 404 404 404 | ok  ok  404 | 404 404 404 = 404 404 404 | 409 409 404 | 404 404 404
meetings:sorry coming                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:sorry draft                   = 404 404 404 | ok  ok  404 | 404 404 404 = 404 404 404 | 409 409 404 | 404 404 404
meetings:booking booking link          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:booking-cancel booking link   = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-again given-back link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-cancel-me booking link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-cancel-other booking link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-about booking link    = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-bring booking link    = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:reminders booking link        = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = go  go  go  | go  go  go  | go  go  go
meetings:stop-reminders no reminders   = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:new group                     = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:new-held group                = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:templates group               = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:remove-template template      = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:plan-series group             = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:series series                 = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:series-change series          = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:series-end series             = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:leave-out series day          = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | go  go  403 | 403 403 403
meetings:put-back left-out day         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:theme draft                   = in  404 404 | ok  ok  404 | 404 404 404 = in  404 404 | ok  ok  404 | 404 404 404
meetings:keep-template coming          = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:who-is-coming coming          = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:book-for coming               = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:release-places coming         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:give-place coming             = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:rung coming                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:seen-to coming                = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:what-people-bring coming      = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:forget-needs                  = in  405 405 | 405 405 405 | 405 405 405 = in  go  go  | go  go  go  | go  go  go
meetings:cannot-come coming            = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:plan coming                   = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:plan draft                    = in  404 404 | ok  ok  404 | 404 404 404 = in  405 405 | 405 405 405 | 405 405 405
meetings:change coming                 = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:announce draft                = in  405 405 | 405 405 405 | 405 405 405 = in  404 404 | go  go  404 | 404 404 404
meetings:start coming                  = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:close coming                  = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:cancel coming                 = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:rule coming                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:add-item coming               = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:add-break coming              = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:item coming item              = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:item-up coming item           = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:item-down coming item         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:item-remove coming item       = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:add-paper coming item         = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:paper public paper            = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:paper members paper           = in  ok  404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:paper waiting paper           = in  404 404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:paper-file public paper       = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:paper-file members paper      = in  ok  404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:paper-file waiting paper      = in  404 404 | ok  ok  404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
meetings:change-paper members paper    = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:paper-look members paper      = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:show-paper waiting paper      = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:remove-paper members paper    = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:booking-paper paper by link   = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:hold-paper late paper          = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:put-held-paper held paper      = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:asked-for coming               = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:asked-take-back coming         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:ask-for-paper coming item      = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:pack coming                    = go  go  go  | go  go  go  | go  go  go = 405 405 405 | 405 405 405 | 405 405 405
meetings:booking-pack booking link      = go  go  go  | go  go  go  | go  go  go = 405 405 405 | 405 405 405 | 405 405 405
meetings:asked asked link               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:asked-give asked link          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:asked-paper given link         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:asked-take-back-given given link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:guests coming                 = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:guest-invite coming item      = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:guest-take-back coming        = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:guest guest link              = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:guest-yes guest link          = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:guest-no guest link           = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:guest-add-paper guest link    = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:guest-paper paper of guest link = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:suggest group                 = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:suggested group               = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:settle-proposal suggested     = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:proposal suggestion link      = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:register coming               = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:register-add coming           = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:register-everybody on         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:register-names coming         = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:register-sheet coming         = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:call-list coming              = in  403 403 | 403 ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:booking-was-there booking link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:booking-was-not-there booking link = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:someone-at-risk coming        = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:screen on                     = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:screen-code on                = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:from-the-room on              = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
meetings:room-open on                  = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:room-shut on                  = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:wish-done wish                = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
meetings:wish-explain wish             = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
meetings:room phone link               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
meetings:room-word phone link          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
meetings:room-pause phone link         = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
meetings:room-view phone link          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
minutes:past                           = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:search                         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:all-new                        = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:group-new group                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:notes written                  = in  403 403 | go  go  403 | 403 403 403 = in  403 403 | go  go  403 | 403 403 403
minutes:sync written                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 415 415 403 | 403 403 403
minutes:lock written                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 415 415 403 | 403 403 403
minutes:shell                          = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:parts version                  = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:worker                         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:item written item              = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:no-other-views written item    = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:take-passed-on passed on       = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:point point                    = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:point-remove point             = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:point-up point                 = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:point-down point               = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:point-agreed point             = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:consensus note                 = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:consensus-remove note          = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:consensus-alone note           = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:view-add note                  = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:view-place view                = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:view-remove view               = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:view-leave-out view            = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 ok  403 | 403 403 403
minutes:view-put-back left out         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
minutes:action action                  = in  403 403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:action-remove action           = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:agreed-at-meeting checked      = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:close written                  = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:close-and-send written         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:leave-item left item           = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:talked-about written item      = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:done written                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:progress action                = in  ok  403 | ok  ok  403 | 403 403 403 = in  ok  403 | ok  ok  403 | 403 403 403
minutes:chip-in to chip in             = in  405 405 | 405 405 405 | 405 405 405 = in  go  403 | 403 403 403 | 403 403 403
minutes:chip-out to chip in            = in  405 405 | 405 405 405 | 405 405 405 = in  go  403 | 403 403 403 | 403 403 403
minutes:progress to chip in            = in  ok  403 | ok  ok  403 | 403 403 403 = in  403 403 | ok  ok  403 | 403 403 403
minutes:check checked                  = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:check circulated               = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:check out                      = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:reword checked                 = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:change-words checked           = in  403 403 | go  go  403 | 403 403 403 = in  403 403 | go  go  403 | 403 403 403
minutes:settle checked                 = in  403 403 | go  go  403 | 403 403 403 = in  403 403 | go  go  403 | 403 403 403
minutes:quote checked                  = in  403 403 | go  go  403 | 403 403 403 = in  403 403 | go  go  403 | 403 403 403
minutes:unsettle settled               = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:back checked                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:sign checked                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 422 403 | 403 403 403
minutes:window circulated              = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 ok  403 | 403 403 403
minutes:agree circulated               = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
minutes:publish agreed                 = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
minutes:correct out                    = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 ok  403 | 403 403 403
minutes:withdraw out                   = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 go  403 | 403 403 403
minutes:answer asked                   = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | 403 go  403 | 403 403 403
minutes:making made                    = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:make-draft group draft         = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:draft group draft              = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:names written                  = in  403 403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:name-lead action               = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 ok  403 | 403 403 403
minutes:name-presenter written item    = in  403 403 | 403 ok  403 | 403 403 403 = in  403 403 | 403 ok  403 | 403 403 403
minutes:name-back yes                  = in  405 405 | 405 405 405 | 405 405 405 = in  403 403 | go  go  403 | 403 403 403
minutes:own-names own link             = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:own-lead own lead link         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
minutes:own-presenter own item link    = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
minutes:own-back own yes link          = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
minutes:look look link                 = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = ok  ok  ok  | ok  ok  ok  | ok  ok  ok
minutes:group-copy circulated          = in  404 404 | 404 404 404 | 404 404 404 = in  405 405 | 405 405 405 | 405 405 405
minutes:group-copy agreed              = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:copy-by-link copy link         = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:group-pdf agreed               = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:group-large agreed             = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:group-docx agreed              = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:group-txt agreed               = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:group-json agreed              = in  ok  403 | ok  ok  403 | 403 403 403 = in  405 405 | 405 405 405 | 405 405 405
minutes:public agreed                  = 404 404 404 | 404 404 404 | 404 404 404 = 405 405 405 | 405 405 405 | 405 405 405
minutes:public out                     = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:public-pdf out                 = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:public-large out               = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:public-docx out                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:public-txt out                 = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
minutes:public-json out                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok = 405 405 405 | 405 405 405 | 405 405 405
"""

GO, IN = "go", "in"


def lines(table=TABLE):
    """Yield (route, word for the address, {person: answer to GET}, {person: answer to POST})."""
    for line in filter(None, table.splitlines()):
        place, get, post = (part.split() for part in line.replace("|", " ").split("=", 2))
        yield place[0], " ".join(place[1:]), dict(zip(PEOPLE, get, strict=True)), dict(zip(PEOPLE, post, strict=True))


def answer(response):
    """Return the word of the table for an answer."""
    if response.status_code != 302:
        return {200: "ok"}.get(response.status_code, str(response.status_code))
    return IN if response.url.startswith(reverse("account_login") + "?next=") else GO


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def browsers(world):
    """A browser for everybody, signed in already."""
    found = {}
    for name, person in world.people.items():
        found[name] = Client()
        if person:
            found[name].force_login(person)
    return found


def ask(browser, method, path):
    """Return the answer; whatever it changed is taken back, in the database and in the browser."""
    kept = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        try:
            return getattr(browser, method)(path)
        finally:
            transaction.set_rollback(True)
            browser.cookies = kept


def look(browser, method, path):
    """Return the answer to somebody who only looks; what it changes in the database stays."""
    kept = copy.deepcopy(browser.cookies)
    try:
        return getattr(browser, method)(path)
    finally:
        browser.cookies = kept


def differences(world, browsers, rows):
    """Return how the site differs from the table, in words, and whether looking at it changed anything."""
    found = []
    for route, where, get, post in rows:
        path = reverse(route, kwargs=world.at[where] if where else {})
        before = worlds.rows()
        for person, browser in browsers.items():
            found += _wrong("get", route, where, person, answer(look(browser, "get", path)), get[person])
        for person in ("anonymous", "coordinator"):
            if browser := browsers.get(person):
                found += _wrong("head", route, where, person, answer(look(browser, "head", path)), get[person])
        found += [f"looking at {route} {where} changed {table}" for table in worlds.changed(before)]
        for person, browser in browsers.items():
            found += _wrong("post", route, where, person, answer(ask(browser, "post", path)), post[person])
    return found


def _wrong(method, route, where, person, seen, expected):
    return [] if seen == expected else [f"{method} {route} {where} as {person}: {seen}, not {expected}"]


PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_everybody_as_the_table_says_and_looking_changes_nothing(world, browsers, part):
    assert differences(world, browsers, list(lines())[part::PARTS]) == []


def test_every_route_is_in_the_table():
    assert sorted({route for route, *_rest in lines()}) == worlds.routes()


def test_a_route_that_is_not_in_the_table_is_noticed(settings):
    settings.ROOT_URLCONF = "tests.look.urls"
    assert {route for route, *_rest in lines()} != set(worlds.routes())


TAKEN_AWAY = [
    (groups.rules, "_has_role", "meetings:plan"),
    (groups.rules, "_has_role", "minutes:check"),
    (minutes.rules, "may_progress", "minutes:progress"),
    (minutes.rules, "may_chip_in", "minutes:chip-in"),
    (minutes.rules, "may_issue", "minutes:sign"),
    (minutes.rules, "may_record_yes", "minutes:name-lead"),
    (minutes.rules, "is_member", "minutes:group-pdf"),
    (MeetingQuerySet, "visible_to", "meetings:meeting"),
]


def test_one_check_taken_away_is_noticed(world, browsers, monkeypatch):
    two = {name: browsers[name] for name in ("facilitator", "outsider")}
    for home, name, route in TAKEN_AWAY:
        rows = [line for line in lines() if line[0] == route]
        assert differences(world, two, rows) == []
        with monkeypatch.context() as patch:
            patch.setattr(home, name, (lambda self, person: self) if home is MeetingQuerySet else lambda *facts: True)
            assert differences(world, two, rows) != [], (name, route)


def test_a_page_that_writes_while_somebody_looks_is_noticed(world, browsers, monkeypatch):
    def writes(meeting, **places):
        Attendance.objects.create(meeting=meeting, called="Looked")
        return False

    monkeypatch.setattr(meetings.actions, "is_full", writes)
    found = differences(world, browsers, [line for line in lines() if line[:2] == ("meetings:book", "coming")])
    assert found == ["looking at meetings:book coming changed meetings_attendance"]


def test_other_ways_of_asking_change_nothing(world, browsers):
    before, wrong = worlds.rows(), []
    for route, where in {route: where for route, where, *_answers in lines()}.items():
        path = reverse(route, kwargs=world.at[where] if where else {})
        for method in ("put", "delete", "options"):
            seen = answer(look(browsers["coordinator"], method, path))
            if seen not in ("ok", "go", "404", "405", "422"):
                wrong.append((method, route, seen))
    assert wrong == []
    assert worlds.changed(before) == []


def test_the_notes_page_of_a_meeting_without_notes_changes_nothing_when_looked_at(world, browsers):
    meeting = factories.meeting(world.group, world.people["facilitator"], days=-20, state="held")
    before = worlds.rows()
    browsers["facilitator"].get(reverse("minutes:notes", args=[world.group.slug, meeting.slug]))
    assert worlds.changed(before) == []


# --- what is not there and what is not to be seen -------------------------------------------------------------------
def of_meetings(world):
    """Every route under the address of a meeting, with the other things its address is made of."""
    seen = set()
    for route, where, *_answers in lines():
        has_meeting = where not in ("", "group") and "link" not in where and "slug" in world.at[where]
        if route.startswith(("meetings:", "minutes:")) and has_meeting:
            if route not in seen:
                yield route, where
            seen.add(route)


def told(response):
    """Return everything an answer says, but for what differs from answer to answer."""
    body = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", response.content)
    headers = {name: value for name, value in response.headers.items() if name not in ("Location", "Set-Cookie")}
    return response.status_code, headers, body


def unlike(world, browsers, people):
    """Return where a draft is answered in another way than a meeting that does not exist."""
    draft, found = world.meetings["draft"], []
    for route, where in of_meetings(world):
        of_draft = {**world.at[where], "slug": draft.slug}
        nowhere = {**of_draft, "slug": "2031-01-01"}
        for person in people:
            for method in ("get", "post"):
                seen, missing = (
                    told(ask(browsers[person], method, reverse(route, kwargs=kwargs))) for kwargs in (of_draft, nowhere)
                )
                if seen != missing:
                    found.append((method, route, person))
    return found


def test_a_draft_is_answered_like_a_meeting_that_does_not_exist(world, browsers):
    assert unlike(world, browsers, ["anonymous", "superuser"]) == []
    assert unlike(world, browsers, ["facilitator"]) != []  # those who run the group see that it is there


def test_no_list_tells_of_a_draft(world, browsers):
    pages = ["/", "/meetings/", "/meetings/?show=evening", f"/groups/{world.group.slug}/", "/my-page/"]
    pages += ["/search/?q=seen", "/meetings/past/", "/meetings/calendar.ics", "/meetings/new.atom"]
    pages += [f"/groups/{world.group.slug}/calendar.ics", f"/groups/{world.group.slug}/meetings.atom"]
    for person, browser in browsers.items():
        if person not in ("facilitator", "coordinator"):
            for page in pages:
                assert b"Not to be seen yet" not in browser.get(page).content, (person, page)
    assert b"Not to be seen yet" in browsers["facilitator"].get("/my-page/").content


def test_a_list_that_goes_on_after_a_draft_tells_nothing_of_it(world, browsers):
    draft = world.meetings["draft"]
    factories.meeting(world.group, world.people["facilitator"], days=40, theme="Much later")
    seen = told(browsers["anonymous"].get("/meetings/", {"after": draft.pk}))
    assert seen == told(browsers["anonymous"].get("/meetings/", {"after": 10**9}))


# --- while somebody is signed in ------------------------------------------------------------------------------------
def test_a_role_that_ends_is_gone_on_the_very_next_page(world, browsers):
    path = reverse("meetings:register", kwargs=world.at["coming"])
    assert answer(browsers["facilitator"].get(path)) == "ok"
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    world.people["facilitator"].memberships.update(start=yesterday, end=yesterday)
    assert answer(browsers["facilitator"].get(path)) == "403"


def test_an_account_that_is_closed_is_signed_out_on_the_very_next_page(world, browsers):
    facilitator = world.people["facilitator"]
    facilitator.is_active = False
    facilitator.save(update_fields=["is_active"])
    assert answer(browsers["facilitator"].get(reverse("meetings:register", kwargs=world.at["coming"]))) == IN


# --- private links --------------------------------------------------------------------------------------------------
@pytest.fixture
def booked(meeting):
    return factories.attendance(meeting, "Wilf Amos", booking="coming", email="wilf@people.example")


@pytest.fixture
def was_there(minutes):
    """Somebody who was at a meeting whose notes go round."""
    over = {"circulated_at": timezone.now(), "window_ends": timezone.now() + timezone.timedelta(days=7)}
    Minutes.objects.filter(pk=minutes.pk).update(state=Minutes.State.CIRCULATED, **over)
    return minutes.meeting.attendances.first()


OF_BOOKING = 9
"""How many of the paths, the first ones, are of a booking."""


def paths(token):
    """Return every (method, path) that a private link may be tried on."""
    return [
        ("get", reverse("meetings:booking", args=[token])),
        ("post", reverse("meetings:booking-cancel", args=[token])),
        ("post", reverse("meetings:booking-again", args=[token])),
        ("post", reverse("meetings:booking-cancel-me", args=[token])),
        ("post", reverse("meetings:booking-cancel-other", args=[token])),
        ("post", reverse("meetings:booking-bring", args=[token])),
        ("post", reverse("meetings:booking-about", args=[token])),
        ("post", reverse("meetings:booking-was-there", args=[token])),
        ("post", reverse("meetings:booking-was-not-there", args=[token])),
        ("get", reverse("minutes:look", args=[token])),
        ("post", reverse("minutes:look", args=[token])),
        ("get", reverse("minutes:own-names", args=[token])),
        ("get", reverse("minutes:own-lead", args=[token, uuid.UUID(int=1)])),
        ("post", reverse("minutes:own-presenter", args=[token, 1])),
        ("post", reverse("minutes:own-back", args=[token, 1])),
    ]


def check_refused(client, token, tried):
    """Check that a link is answered by the page for links that open nothing, and that nothing has changed."""
    before = worlds.rows()
    for method, path in tried:
        response = getattr(client, method)(path)
        assert response.status_code == 404, path
        assert "This link does not work any more" in response.content.decode(), path
    assert worlds.changed(before) == []


def test_a_spoiled_link_says_so_and_changes_nothing(client, booked, was_there):
    other = factories.attendance(booked.meeting, "Somebody else", booking="coming")
    for purpose, row in ((BOOKING, booked), (LOOK, was_there)):
        token = links.token(purpose, row)
        nonce, mac = token.split(".")
        theirs = links.token(purpose, other).split(".")[1]
        for spoiled in (
            token[:-1], token[1:], token + "A", nonce, f".{mac}", f"{nonce}.", ".", f"{other.nonce}.{mac}",
            f"{nonce}.{theirs}", token.swapcase(), f"{nonce}.{mac}.{mac}", "\x00", f"{nonce}.\x00", f"\x00{token}",
            "é.é", "\u202e.x", "x" * 3000,
        ):  # fmt: skip
            check_refused(client, spoiled, paths(spoiled))


def test_a_link_of_one_purpose_opens_nothing_else(client, was_there):
    Attendance.objects.filter(pk=was_there.pk).update(booking="coming")
    to_book, to_look = links.token(BOOKING, was_there), links.token(LOOK, was_there)
    check_refused(client, to_book, paths(to_book)[OF_BOOKING:])
    check_refused(client, to_look, paths(to_look)[:OF_BOOKING])
    assert client.get(paths(to_look)[OF_BOOKING][1]).status_code == client.get(paths(to_book)[0][1]).status_code == 200


def test_a_link_that_was_taken_back_opens_nothing(client, booked):
    old = links.token(BOOKING, booked)
    assert client.get(paths(old)[0][1]).status_code == 200
    booked.link_version += 1
    booked.save(update_fields=["link_version"])
    check_refused(client, old, paths(old))
    assert client.get(paths(links.token(BOOKING, booked))[0][1]).status_code == 200


def test_a_link_to_the_notes_opens_nothing_for_somebody_who_was_not_there(client, was_there):
    token = links.token(LOOK, was_there)
    Attendance.objects.filter(pk=was_there.pk).update(came=False, booking="apologies")
    check_refused(client, token, paths(token))


def test_a_link_holds_nothing_of_the_person_or_the_meeting(booked):
    token = links.token(BOOKING, booked)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}", token)
    assert token != links.token(LOOK, booked)


def test_a_robot_that_opens_every_link_of_a_message_changes_nothing_and_the_person_then_succeeds(
    client, booked, was_there
):
    for path in (paths(links.token(BOOKING, booked))[0][1], paths(links.token(LOOK, was_there))[OF_BOOKING][1]):
        before = worlds.rows()
        for method in ("head", "get", "get", "get"):
            assert getattr(client, method)(path).status_code == 200
        assert worlds.changed(before) == []
    client.post(paths(links.token(BOOKING, booked))[1][1])
    booked.refresh_from_db()
    assert booked.booking == "cancelled"


# --- the doors of the sample --------------------------------------------------------------------------------------
SAMPLE = """
sample:door                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok  = 405 405 405 | 405 405 405 | 405 405 405
sample:come-in somebody    = 405 405 405 | 405 405 405 | 405 405 405 = 404 404 404 | 404 404 404 | 404 404 404
sample:come-in invented    = 405 405 405 | 405 405 405 | 405 405 405 = go  go  go  | go  go  go  | go  go  go
sample:post                = ok  ok  ok  | ok  ok  ok  | ok  ok  ok  = 405 405 405 | 405 405 405 | 405 405 405
sample:days-pass minutes   = in  405 405 | 405 405 405 | 405 405 405 = in  404 404 | 403 go  404 | 404 404 404
"""


def test_the_doors_of_the_sample_let_in_invented_people_only(world, browsers, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.sample_urls"
    settings.EMAIL_FILE_PATH = tmp_path
    invented = factories.person("Maya", "maya@wendle.example")
    world.at["somebody"] = {"number": world.people["coordinator"].pk}
    world.at["invented"] = {"number": invented.pk}
    world.at["minutes"] = {"number": Minutes.objects.get(meeting=world.meetings["circulated"]).pk}
    assert differences(world, browsers, list(lines(SAMPLE))) == []
    assert sorted({route for route, *_rest in lines(TABLE + SAMPLE)}) == worlds.routes()


def test_the_doors_of_the_sample_are_not_there_on_a_real_site(world, client, settings):
    settings.ROOT_URLCONF = "tests.sample_urls"
    there = [reverse(route, kwargs={"number": 1} if "-" in route else {}) for route in
             ("sample:door", "sample:post", "sample:come-in", "sample:days-pass")]  # fmt: skip
    settings.ROOT_URLCONF = "coproduction.urls"
    for path in there:
        assert client.get(path).status_code == client.post(path).status_code == 404
