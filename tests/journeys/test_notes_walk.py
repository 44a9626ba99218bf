"""A long evening of two people and everything that goes wrong, drawn by lot: in the end every line is there once, in order.

A seed gives the same evening again. `NOTES_WALK=seed:steps` walks another one.
"""

import os
import random
from collections import Counter

import pytest
from playwright.sync_api import expect

from .evening import Evening, prepare
from .test_notes_survive import OTHER, WRITER, open_notes, ready, shell_is_kept, write

pytestmark = [pytest.mark.browser, pytest.mark.faults]

SEED, STEPS = map(int, os.environ.get("NOTES_WALK", "2026:220").split(":"))


class Desk:
    """Somebody with a browser. `typed`: what they wrote and did not change since, in order."""

    def __init__(self, browser, evening, name, letter):
        self.evening, self.letter, self.typed, self.count = evening, letter, [], 0
        self.context = browser.new_context(base_url=evening.url, viewport={"width": 1000, "height": 800})
        self.context.set_default_timeout(30_000)
        self.cookie = {"name": "session", "value": evening.people[name], "url": evening.url}
        self.sign_in()
        self.page = open_notes(self.context.new_page(), evening)
        shell_is_kept(self.page)
        self.dark = False

    def sign_in(self):
        self.context.add_cookies([self.cookie])

    def write(self):
        self.count += 1
        text = f"{self.letter} {self.count}."
        write(self.page, text)
        self.typed.append(text)

    def change(self, lot):
        """Change one of the last lines, if it stands on the page."""
        old = lot.choice(self.typed[-6:])
        line = self.page.locator("#board .co-points > .co-line").filter(has=self.page.get_by_text(old, exact=True))
        if line.count() != 1:
            return
        line.get_by_role("button", name="Change").click()
        new = f"{old[:-1]} again."
        self.page.locator(".co-edit textarea").fill(new)
        self.page.locator(".co-edit textarea").press("Enter")
        self.typed[self.typed.index(old)] = new

    def cut(self):
        self.context.set_offline(True)
        self.dark = True

    def mend(self):
        self.context.set_offline(False)
        self.dark = False

    def reload(self):
        self.page.reload()
        ready(self.page)

    def reopen(self):
        self.close()
        self.page = open_notes(self.context.new_page(), self.evening)

    def close(self):
        self.page.unroute_all(behavior="ignoreErrors")  # an answer still under way would fail what comes next
        self.page.close()

    def lose_answers(self, times):
        """The site takes what is sent, and its answer goes under way."""

        def lose(route):
            try:
                route.fetch()
            except Exception:  # nobody there to take it
                pass
            route.abort()

        self.page.route("**/notes/sync/", lose, times=times)


class Walk:
    """Draws what happens next."""

    def __init__(self, evening, desks, lot):
        self.evening, self.desks, self.lot, self.done = evening, desks, lot, Counter()
        self.sign_in = None

    def may(self, step):
        """The few things that make no sense now: nobody opens a page that only says to sign in."""
        return not (step in ("reload", "reopen") and self.sign_in and self.evening.server)

    def step(self):
        chances = {"write": 62, "change": 10, "cut": 4, "mend": 5, "reload": 3, "reopen": 2, "lose": 3}
        chances |= {"kill": 2, "start": 4, "lock": 2, "sign out": 1, "sign in": 3}
        name = self.lot.choices(list(chances), chances.values())[0]
        if not self.may(name):
            name = "write"
        self.done[name] += 1
        desk = self.lot.choice(self.desks)
        match name:
            case "write":
                desk.write()
            case "change":
                desk.typed and desk.change(self.lot)
            case "cut":
                desk.cut()
            case "mend":
                desk.mend()
            case "reload":
                desk.reload()
            case "reopen":
                desk.reopen()
            case "lose":
                desk.lose_answers(2)
            case "kill":
                self.evening.kill()
            case "start" if not self.evening.server:
                self.evening.start()
            case "lock":
                self.evening.lock(1.5)
            case "sign out" if not self.sign_in:
                self.sign_in = self.evening.sign_everybody_out()
            case "sign in":
                self.sign_everybody_in()

    def sign_everybody_in(self):
        if self.sign_in:
            self.sign_in()
            self.sign_in = None
            for desk in self.desks:
                desk.sign_in()

    def come_home(self):
        """The evening is over: signal, server and session are there again."""
        for desk in self.desks:
            desk.mend()
        if not self.evening.server:
            self.evening.start()
        self.sign_everybody_in()


@pytest.fixture
def evening(tmp_path, tmp_path_factory, assets):
    evening = Evening(tmp_path / "site", prepare(tmp_path_factory.mktemp("walk")))
    evening.start()
    try:
        yield evening
    finally:
        evening.kill()


def test_a_long_evening_of_faults_loses_nothing_and_doubles_nothing(evening, browser):
    desks = [Desk(browser, evening, WRITER, "A"), Desk(browser, evening, OTHER, "B")]
    walk = Walk(evening, desks, random.Random(SEED))
    for number in range(STEPS):
        try:
            walk.step()
            desks[0].page.wait_for_timeout(walk.lot.choice([0, 30, 200]))
        except Exception as error:
            raise AssertionError(f"seed {SEED}, step {number} of {dict(walk.done)}") from error
    walk.come_home()
    wanted = Counter(text for desk in desks for text in desk.typed)
    rest = lambda: desks[0].page.wait_for_timeout(100)  # noqa: E731
    evening.wait_until(lambda: Counter(evening.lines()) == wanted, 90, rest)
    found = evening.lines()
    stands = [desk.page.locator("#saved").inner_text() for desk in desks]
    assert Counter(found) == wanted, f"seed {SEED}, {dict(walk.done)}, {stands}"
    for desk in desks:
        assert [text for text in found if text.startswith(desk.letter)] == desk.typed, f"seed {SEED}, in order"
        expect(desk.page.locator("#saved")).to_contain_text("All saved and sent", timeout=60_000)
    print(f"seed {SEED}, {STEPS} steps: {dict(walk.done)}, {len(found)} lines")
    for desk in desks:
        desk.close()
        desk.context.close()
