"""Reminders while things break: PostgreSQL, Redis, worker processes and a mail server of our own, counted by the message.

Each test stands beside one that does the same with a sender that is careless, and must find what is lost or doubled.
`make test` does a tenth; the figures of the issue are under `long`.
"""

import datetime as dt
import os
import signal
from contextlib import ExitStack

import psycopg
import pytest
import redis

from tests.mailing import TABLES, Site, look, open_hand, open_post, open_workers, wait_until
from tests.services import free_port, running_redis

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("worker")]

WORLD = """
import datetime as dt
from django.utils import timezone
from coproduction import outbox
from coproduction.models import Notice
from meetings import actions
from meetings.models import Attendance, Meeting
from tests import factories
outbox.look_now = lambda: None

def meeting(name="home-from-hospital", people=0, minutes=50):
    "A meeting that begins so soon, and people who have booked and are reminded an hour before."
    group, person = factories.group(name, reminders=["hour-before"]), factories.person("Tomasz")
    factories.membership(group, person, "facilitator")
    starts = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(minutes=minutes)
    made = factories.meeting(group, person, starts=starts)
    Attendance.objects.bulk_create(
        Attendance(meeting=made, called=f"Bev {number}", booking="coming", email=f"p{number}@{name}.example",
            created=timezone.now() - dt.timedelta(days=30))
        for number in range(people)
    )
    return made

def booked(made):
    outbox.put_each("booked", recipients=outbox.keys(made.attendances.all()), subject=made)
"""


@pytest.fixture(scope="module")
def database(postgres_url):
    """The address of a database with our tables that keeps its word when it is killed."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS mailing")
        connection.execute("CREATE DATABASE mailing")
        connection.execute("ALTER DATABASE mailing SET synchronous_commit = on")
    return postgres_url.removesuffix("portal") + "mailing"


@pytest.fixture(scope="module")
def hand(database, tmp_path_factory):
    environment = {"DATABASE_URL": database, "REDIS_URL": "", "DATA_DIR": str(tmp_path_factory.mktemp("hand"))}
    with open_hand(environment) as hand:
        hand.does("call_command('migrate', verbosity=0); call_command('createcachetable', verbosity=0)")
        hand.does(WORLD)
        yield hand


@pytest.fixture
def post():
    with open_post() as post:
        yield post


@pytest.fixture
def site(hand, database, redis_url, post, tmp_path):
    """An empty site with its own queue and mail server."""
    environment = {"DATABASE_URL": database, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path)}
    site = Site({**environment, "EMAIL_URL": f"smtp://127.0.0.1:{post.port}"})
    site.ask(f"TRUNCATE {TABLES} CASCADE")
    return site


@pytest.fixture
def workers(site, tmp_path):
    """Start workers of the site; they end with the test."""
    with ExitStack() as running:
        yield lambda **more: running.enter_context(open_workers(site.environment, tmp_path, **more))


def longest(people):
    """Return how many seconds so many messages may take on a machine that does much else; all is well long before."""
    return 300 if people <= 1000 else 1800


def all_sent(site, number):
    return lambda: site.states() == {"sent": number}


# --- a worker is killed -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("people", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_workers_killed_before_during_and_after_sending_lose_nothing_and_repeat_what_was_just_taken(
    site, post, hand, workers, people
):
    hand.does(f"booked(meeting(people={people}, minutes=5000))")
    three = workers(processes=3)
    for point in ("before", "during", "after") * (1 if people == 60 else 20):
        post.hold(point)
        look(site.environment["REDIS_URL"], times=3)
        wait_until(lambda: post.held == 3, three.log)
        three.kill_senders(post)
    killed_after = 3 * (1 if people == 60 else 20)
    post.hold("")
    site.give_up_leases()
    look(site.environment["REDIS_URL"], times=3)
    if people > 60:
        workers(processes=2, scheduler=True)  # a sweep ends after a minute: somebody has to begin the next
    wait_until(all_sent(site, people), three.log, seconds=longest(people))
    assert post.reached() == len(post.times()) == people  # nothing is lost, and a repeat has the same Message-ID
    assert post.repeats() == killed_after and max(post.times().values()) == 2


def test_workers_that_mark_first_would_lose_what_they_were_sending(site, post, hand, workers):
    hand.does("booked(meeting(people=20, minutes=5000))")
    three = workers(processes=3, careless="marks_first")
    post.hold("during")
    look(site.environment["REDIS_URL"], times=3)
    wait_until(lambda: post.held == 3, three.log)
    three.kill_senders(post)
    post.hold("")
    look(site.environment["REDIS_URL"])
    wait_until(lambda: all_sent(site, 20)() and post.reached() == 17, three.log)


# --- several at once --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("people", [100, pytest.param(3000, marks=pytest.mark.long)])
def test_two_workers_and_two_schedulers_at_once_plan_and_send_everything_once(site, post, hand, workers, people):
    hand.does(f"meeting(people={people})")
    first = workers(processes=2, scheduler=True)
    workers(processes=2, scheduler=True, TZ="America/New_York")
    wait_until(all_sent(site, people), first.log, seconds=longest(people))
    hand.does("row = Attendance.objects.first(); outbox.put('booked', recipient=row, subject=row.meeting)")
    wait_until(all_sent(site, people + 1), first.log)  # by a later sweep, which found nothing else to do
    assert post.reached() == people and post.repeats() == 0 and len(post.taken) == people + 1


def test_workers_that_look_first_would_plan_and_send_twice(site, post, hand, workers):
    hand.does("booked(meeting(people=10))")
    post.pause = 0.05
    four = workers(processes=4, careless="looks_first")
    look(site.environment["REDIS_URL"], times=4)
    wait_until(lambda: post.repeats() and sum(site.states().values()) > 20, four.log)


@pytest.mark.parametrize("people", [1000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_thousand_reminders_due_in_one_minute_all_leave_once(site, post, hand, workers, people):
    hand.does(f"meeting(people={people})")
    two = workers(processes=2, scheduler=people > 1000)
    look(site.environment["REDIS_URL"], times=2)
    wait_until(all_sent(site, people), two.log, seconds=longest(people))
    assert post.reached() == len(post.taken) == people


# --- the queue and the database go away -------------------------------------------------------------------------------
def test_a_queue_that_is_emptied_then_gone_then_back_loses_no_message(site, post, hand, workers, tmp_path):
    port = free_port()
    site.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    with running_redis(port) as url:
        hand.does("first = meeting(people=20); booked(first)")
        look(url, times=25)
        with redis.Redis.from_url(url) as client:
            assert client.llen("celery") == 25  # had these carried a message each,
            client.flushall()
            assert client.llen("celery") == 0  # all would be lost
        post.hold("during")
        one = workers(scheduler=True)
        wait_until(lambda: post.held == 1, one.log)
        with redis.Redis.from_url(url) as client:
            client.flushall()  # and once more under the hands of the worker
    post.hold("")
    hand.does("booked(meeting('streets-for-everyone', people=20, minutes=5000))")
    wait_until(lambda: "Connection to broker lost" in one.log.read_text(), one.log)
    with running_redis(port):
        one.kill()  # a worker of Celery may end by itself when its queue goes away: whoever watches over it starts it anew
        site.give_up_leases()
        another = workers(scheduler=True)
        wait_until(all_sent(site, 60), another.log)
    assert len(post.times()) == 60 and post.reached() == 40 and post.repeats() <= 1


HELD = "SELECT 1 FROM coproduction_notice WHERE state = 'claimed' AND lease_until - interval '5 minutes' > %s"


def kill_the_database(site):
    """Let PostgreSQL lose all its processes at once, as with `-m immediate`; it starts anew by itself. Returns when."""
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    wait_until(lambda: answers(site))
    return dt.datetime.now(dt.UTC)


def answers(site):
    try:
        return site.ask("SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("people", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_a_database_that_dies_while_messages_leave_loses_none_and_repeats_what_was_under_way(
    site, post, hand, workers, people
):
    hand.does(f"booked(meeting(people={people}, minutes=5000))")
    post.pause = 0.02
    two = workers(processes=2, scheduler=True)
    deaths = 2 if people == 60 else 4
    for number in range(deaths):
        wait_until(lambda: len(post.taken) > people * (number + 1) / (deaths + 2), two.log, longest(people))  # noqa: B023
        last = kill_the_database(site)
    wait_until(lambda: set(site.states()) <= {"sent", "claimed"}, two.log, seconds=longest(people))
    wait_until(lambda: not site.ask(HELD, last), two.log)  # what is claimed now was held when the database died
    site.give_up_leases()
    wait_until(all_sent(site, people), two.log, seconds=longest(people))
    assert post.reached() == len(post.times()) == people
    assert post.repeats() <= 2 * deaths and max(post.times().values()) <= 1 + deaths


# --- the plan changes while reminders leave ---------------------------------------------------------------------------
CHANGES = {
    "moved": "later = one.starts + dt.timedelta(days=7); facts = {name: getattr(one, name) for name in ('theme', 'who_for',"
    " 'mode', 'venue', 'town')}; actions.change(one, by=who, starts=later, ends=later + dt.timedelta(hours=2), **facts)",
    "called off": "actions.cancel(one, by=who, reason='The hall is flooded.')",
    "dropped": "[actions.cancel_booking(row) for row in one.attendances.all()]",
}
TOLD = {"moved": "has changed", "called off": "Not on", "dropped": "nothing"}


@pytest.mark.parametrize("careless", ["", "writes_early"])
def test_a_plan_that_changes_while_its_reminders_leave_is_not_told_as_it_was(site, post, hand, workers, careless):
    one = workers(careless=careless)
    false = 0
    for change, what in CHANGES.items():
        post.taken.clear()
        hand.does(f"one = meeting({change[:3]!r}, people=6); who = one.group.memberships.get().person")
        post.hold("after")
        look(site.environment["REDIS_URL"])
        wait_until(lambda: post.held == 1, one.log)
        hand.does(what)
        post.hold("")
        look(site.environment["REDIS_URL"])
        wait_until(lambda: set(site.states()) <= {"sent", "cancelled"}, one.log)
        told = [letter for letter in post.taken if TOLD[change] in letter.subject]
        assert len(told) == len({letter.to for letter in told}) == (0 if change == "dropped" else 6)
        false += len(post.taken) - len(told) - 1  # the one that had left was true
    assert (false > 0) == bool(careless), post.taken
