"""Nothing typed is lost: to no signal, a dead server, a dead battery, a full disk, a second writer, or a new version.

After each fault every line that was typed is there exactly once, in the order in which it was typed.
"""

import re
import subprocess
import time

import pytest
from playwright.sync_api import expect

from .evening import Evening, prepare

pytestmark = [pytest.mark.browser, pytest.mark.faults]

WRITER, OTHER = "Tomasz Lis", "Dilys Harte"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def evening(tmp_path, prepared, assets):
    evening = Evening(tmp_path / "site", prepared)
    evening.start()
    try:
        yield evening
    finally:
        evening.kill()


@pytest.fixture
def sit_down(browser, evening):
    """A function that gives somebody a computer with the notes open: sit_down(WRITER). clock: its time can be moved."""
    contexts = []

    def sit(name=WRITER, script=None, clock=False):
        context = browser.new_context(base_url=evening.url, locale="en-GB", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        if clock:
            context.clock.install()
        context.add_cookies([{"name": "session", "value": evening.people[name], "url": evening.url}])
        return open_notes(context.new_page(), evening)

    yield sit
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # an answer still under way would fail the test that comes next
        context.close()


def open_notes(page, evening):
    page.goto(evening.address)
    return ready(page)


def ready(page):
    expect(page.locator("#board[data-ready]")).to_be_visible()
    return page


def write(page, *texts):
    for text in texts:
        page.locator("#said").fill(text)
        page.locator("#said").press("Enter")
        expect(page.locator("#said")).to_have_value("")


def shell_is_kept(page):
    """Wait until the service worker has what it needs to open the page without signal."""
    kept = """async () => {
        await navigator.serviceWorker.ready
        const [name] = await caches.keys()
        return name ? (await (await caches.open(name)).keys()).length : 0
    }"""
    for _try in range(100):
        if page.evaluate(kept) > 10:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The service worker does not keep the page.")


def is_sent(page, text):
    """Wait until the page knows that the site has a line."""
    line = page.locator("#board .co-line").filter(has_text=text)
    expect(line).to_contain_text(re.compile(r"Sent \d"), timeout=30_000)


def says(page, words):
    expect(page.locator("#saved")).to_contain_text(words, timeout=30_000)


def on_device(page):
    """How many saves wait on the device."""
    return page.evaluate("""() => new Promise((done) => {
        const asked = indexedDB.open('notes', 1)
        asked.onsuccess = () => {
            const count = asked.result.transaction('waiting').objectStore('waiting').count()
            count.onsuccess = () => { asked.result.close(); done(count.result) }
        }
    })""")


def test_the_network_goes_while_typing_and_comes_back(evening, sit_down):
    page = sit_down()
    write(page, "Before.")
    is_sent(page, "Before.")
    page.context.set_offline(True)
    write(page, "In the dark, one.", "In the dark, two.")
    says(page, "Saved here, not sent yet.")
    says(page, "2 things are safe on this computer")
    assert evening.lines() == ["Before."] and on_device(page) == 2
    time.sleep(5)
    page.locator("#said").type("Still dark.")
    page.context.set_offline(False)
    page.locator("#said").press("Enter")
    wanted = ["Before.", "In the dark, one.", "In the dark, two.", "Still dark."]
    assert evening.wait_for(wanted) == wanted
    says(page, "All saved and sent")
    assert on_device(page) == 0, "what is sent is gone from the device"


def test_a_full_day_without_signal_loses_nothing(evening, sit_down):
    page = sit_down(clock=True)
    write(page, "Before.")
    is_sent(page, "Before.")
    page.context.set_offline(True)
    write(page, "In the morning.")
    for _hour in range(24):
        page.clock.fast_forward("01:00:00")
    write(page, "The next morning.")
    says(page, "2 things are safe on this computer")
    page.context.set_offline(False)
    page.clock.fast_forward("00:10")
    wanted = ["Before.", "In the morning.", "The next morning."]
    assert evening.wait_for(wanted) == wanted
    says(page, "All saved and sent")


def test_the_server_is_killed_between_two_saves_and_started_again(evening, sit_down):
    page = sit_down()
    write(page, "Before.")
    is_sent(page, "Before.")
    evening.kill()
    write(page, "While it was dead.", "And this.")
    says(page, "Saved here, not sent yet.")
    evening.start()
    write(page, "After.")
    wanted = ["Before.", "While it was dead.", "And this.", "After."]
    assert evening.wait_for(wanted) == wanted


def test_an_answer_that_got_lost_does_not_make_a_line_twice(evening, sit_down):
    """The site took the line, and the page never heard: it sends again, and the site knows it already."""
    page = sit_down()
    lost = []

    def lose(route):
        route.fetch()  # the site gets it and answers
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/notes/sync/", lose, times=3)
    rest = lambda: page.wait_for_timeout(100)  # noqa: E731 (this thread answers for the lost connection)
    write(page, "Only once.")
    assert evening.wait_for(["Only once."], rest=rest) == ["Only once."]
    says(page, "All saved and sent")
    write(page, "The next.")
    assert evening.wait_for(["Only once.", "The next."], rest=rest) == ["Only once.", "The next."]
    assert sum("Only once." in sent for sent in lost) >= 1


def test_the_database_is_locked_for_ten_seconds(evening, sit_down):
    page = sit_down()
    write(page, "Before.")
    is_sent(page, "Before.")
    held = evening.lock(10)
    write(page, "While it was locked.", "And this.")
    expect(page.locator(".co-line").filter(has_text="And this.")).to_contain_text("Saved here, not sent yet")
    held.join()
    wanted = ["Before.", "While it was locked.", "And this."]
    assert evening.wait_for(wanted) == wanted


def test_a_clock_that_is_wrong_by_a_day_changes_nothing(evening, sit_down):
    page = sit_down(script="const real = Date.now; Date.now = () => real() - 86400000;")
    write(page, "One.", "Two.")
    assert evening.wait_for(["One.", "Two."]) == ["One.", "Two."]
    hour = time.strftime("%I").lstrip("0")
    expect(page.locator(".co-line").first).to_contain_text(f"Sent {hour}")


def test_a_session_that_ran_out_loses_nothing(evening, sit_down):
    page = sit_down()
    write(page, "Before.")
    is_sent(page, "Before.")
    sign_in = evening.sign_everybody_out()
    write(page, "After it ran out.")
    says(page, "Please sign in again.")
    says(page, "1 thing is safe on this computer")
    assert page.get_by_role("link", name="Sign in, in a new window").get_attribute("target") == "_blank"
    assert evening.lines() == ["Before."]
    sign_in()  # in the other window
    page.context.add_cookies([{"name": "session", "value": evening.people[WRITER], "url": evening.url}])
    assert evening.wait_for(["Before.", "After it ran out."]) == ["Before.", "After it ran out."]
    says(page, "All saved and sent")


@pytest.mark.parametrize(
    "refusal",
    [
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "delete globalThis.indexedDB; Object.defineProperty(globalThis, 'indexedDB', {value: undefined})",
    ],
)
def test_a_device_that_is_full_or_refuses_says_so_and_sends_all_the_same(evening, sit_down, refusal):
    page = sit_down(script=refusal)
    page.context.set_offline(True)
    write(page, "Not on the device.")
    says(page, "This computer does not save it.")
    says(page, "Keep this page open")
    page.context.set_offline(False)
    assert evening.wait_for(["Not on the device."]) == ["Not on the device."]
    says(page, "All saved and sent")


def test_a_refresh_without_signal_shows_what_waits(evening, sit_down):
    page = sit_down()
    write(page, "Sent.")
    is_sent(page, "Sent.")
    shell_is_kept(page)
    page.context.set_offline(True)
    write(page, "Waits.")
    page.locator("#said").fill("Half a sen")
    page.wait_for_timeout(1_000)
    page.reload()
    ready(page)
    expect(page.locator("#board .co-points .co-line")).to_contain_text("Waits.")
    expect(page.locator("#said")).to_have_value("Half a sen")
    page.locator("#said").press("End")
    page.keyboard.type("tence.")
    page.keyboard.press("Enter")
    write(page, "Typed in the shell.")
    page.context.set_offline(False)
    wanted = ["Sent.", "Waits.", "Half a sentence.", "Typed in the shell."]
    assert evening.wait_for(wanted) == wanted
    page.get_by_role("link", name="Show all the notes").click()
    ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The first day home")
    expect(page.locator("#board .co-points .co-line")).to_have_count(4)


def test_a_closed_tab_without_signal_takes_new_lines_and_keeps_the_earlier_ones_locked(evening, sit_down):
    page = sit_down()
    write(page, "Sent.")
    is_sent(page, "Sent.")
    shell_is_kept(page)
    page.context.set_offline(True)
    write(page, "Waits, locked.")
    says(page, "1 thing is safe")
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(evening.address)
    ready(again)
    expect(again.get_by_text("Lines from before are locked on this computer.")).to_be_visible()
    expect(again.get_by_text("Waits, locked.")).to_have_count(0)
    write(again, "New in the dark.")
    context.set_offline(False)
    wanted = ["Sent.", "Waits, locked.", "New in the dark."]
    assert evening.wait_for(wanted) == wanted
    says(again, "All saved and sent")
    assert on_device(again) == 0


def test_a_page_that_was_never_opened_here_says_so_without_signal(evening, sit_down):
    page = sit_down()
    shell_is_kept(page)
    page.context.set_offline(True)
    page.goto("/meetings/home-from-hospital/2020-01-01/notes/5/")
    expect(page.get_by_text("These notes were not opened on this computer before")).to_be_visible()


def test_four_hundred_lines_stay_quick_and_whole(evening, sit_down):
    page = sit_down()
    page.evaluate(
        """(texts) => {
        const data = new DataTransfer()
        data.setData('text/plain', texts.join('\\n'))
        document.querySelector('#said').dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
    }""",
        [f"Line {n} of a long evening." for n in range(400)],
    )
    wanted = [f"Line {n} of a long evening." for n in range(400)]
    assert evening.wait_for(wanted, seconds=90) == wanted
    write(page, "One more.")
    assert evening.wait_for([*wanted, "One more."])[-1] == "One more."
    page.reload()
    ready(page)
    expect(page.locator("#board .co-points .co-line")).to_have_count(401)


def test_a_tab_open_since_yesterday_goes_on_while_a_new_version_is_served(evening, sit_down):
    page = sit_down()
    write(page, "Yesterday.")
    is_sent(page, "Yesterday.")
    shell_is_kept(page)
    page.context.set_offline(True)
    write(page, "In the night.")
    evening.kill()
    evening.start(SITE_NAME="Another name in every page")
    page.context.set_offline(False)
    write(page, "Today.")
    wanted = ["Yesterday.", "In the night.", "Today."]
    assert evening.wait_for(wanted) == wanted
    page.reload()
    ready(page)
    expect(page.locator("#board .co-points .co-line")).to_have_count(3)


def test_a_page_that_the_site_does_not_understand_any_more_keeps_the_words(evening, sit_down):
    """A much newer version: the page is asked to open the notes again, and what was typed is in them then."""
    page = sit_down()
    page.route("**/notes/sync/", lambda route: route.fulfill(status=426, json={"why": "Please open the notes again."}))
    write(page, "For the next version.")
    says(page, "Please open the notes again.")
    page.unroute("**/notes/sync/")
    page.get_by_role("link", name="Open the notes again").click()
    ready(page)
    assert evening.wait_for(["For the next version."]) == ["For the next version."]


def test_two_people_on_neighbouring_lines_see_each_others_words(evening, sit_down):
    page, other = sit_down(), sit_down(OTHER)
    write(page, "Mine.")
    evening.wait_for(["Mine."])
    write(other, "Theirs.")
    expect(page.locator("#board .co-points")).to_contain_text("Theirs.", timeout=30_000)
    expect(other.locator("#board .co-points")).to_contain_text("Mine.", timeout=30_000)
    assert evening.lines() == ["Mine.", "Theirs."]
    expect(page.get_by_text("A coordinator writes in this item too.")).to_be_visible()
    expect(other.get_by_text("Someone else writes in this item too.")).to_be_visible()
    assert "Dilys" not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("choice", "left"),
    [("Keep mine", ["Mine, later."]), ("Keep theirs", ["Theirs."]), ("Keep both", ["Theirs.", "Mine, later."])],
)
def test_two_people_on_one_line_see_both_texts_and_choose(evening, sit_down, choice, left):
    page, other = sit_down(), sit_down(OTHER)
    write(page, "The bus.")
    expect(other.locator("#board .co-points")).to_contain_text("The bus.", timeout=30_000)
    page.context.set_offline(True)
    change(page, "Mine, later.")
    change(other, "Theirs.")
    assert evening.wait_for(["Theirs."]) == ["Theirs."]
    page.context.set_offline(False)
    both = page.get_by_role("group", name="Someone else changed this too. We kept both.")
    expect(both).to_contain_text("Theirs.", timeout=30_000)
    expect(both).to_contain_text("Mine, later.")
    says(page, "Someone else changed this too.")
    expect(page.locator("#told")).to_have_text("Someone else changed this too. We kept both. ")
    both.get_by_role("button", name=choice).click()
    assert page.evaluate("document.activeElement.dataset.do") == "edit", "the focus stays at the line"
    assert evening.wait_for(left) == left
    says(page, "All saved and sent")


def test_a_view_of_what_somebody_took_out_meanwhile_comes_back_into_the_box(evening, sit_down):
    page, other = sit_down(), sit_down(OTHER)
    page.keyboard.press("Alt+2")
    write(page, "By train.")
    agreed = other.locator(".co-agreed").filter(has_text="By train.")
    expect(agreed).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    page.keyboard.press("Alt+7")
    write(page, "I would rather walk.")
    agreed.get_by_role("button", name="Change").click()
    agreed.get_by_role("button", name="Take it out").click()
    is_out = "SELECT count(*) FROM minutes_consensusnote"
    with evening.database() as database:
        evening.wait_until(lambda: database.execute(is_out).fetchone() == (0,))
    page.context.set_offline(False)
    page.get_by_role("link", name="See what to do").click(timeout=30_000)
    expect(page.locator("#said")).to_have_value("I would rather walk.")
    page.locator("#said").press("Enter")
    assert evening.wait_for(["I would rather walk."]) == ["I would rather walk."]
    says(page, "All saved and sent")


def change(page, text):
    page.get_by_role("button", name="Change").first.click()
    page.locator(".co-edit textarea").fill(text)
    page.get_by_role("button", name="Done").click()


def test_half_a_sentence_is_sent_when_the_typing_stops(evening, sit_down):
    """Somebody who closes the lid without Enter has not lost the last sentence; somebody who goes on has one line."""
    page = sit_down()
    page.locator("#said").type("We will ask")
    assert evening.wait_for(["We will ask"]) == ["We will ask"]
    expect(page.locator("#board .co-points .co-line")).to_have_count(0)
    page.keyboard.type(" the ward.")
    page.keyboard.press("Enter")
    assert evening.wait_for(["We will ask the ward."]) == ["We will ask the ward."]
    expect(page.locator("#board .co-points .co-line")).to_have_count(1)


def test_a_dead_battery_loses_nothing_and_the_disk_tells_nothing(
    evening, playwright, tmp_path, browser_type_launch_args
):
    """The browser is killed while it waits to send. Nobody reads its profile; its person does, after signing in."""
    profile = tmp_path / "profile"
    options = {"executable_path": browser_type_launch_args["executable_path"], "args": browser_type_launch_args["args"]}
    context = playwright.chromium.launch_persistent_context(profile, base_url=evening.url, **options)
    cookie = {"name": "session", "value": evening.people[WRITER], "url": evening.url, "expires": time.time() + 90_000}
    context.add_cookies([cookie])
    page = open_notes(context.new_page(), evening)
    write(page, "Sent.")
    is_sent(page, "Sent.")
    evening.kill()
    secret = "Zanzibar, where the tablets waited."
    write(page, secret)
    page.locator("#said").type("Half a sentence from Timbuktu")
    says(page, "safe on this computer")
    time.sleep(1.5)
    subprocess.run(["pkill", "-KILL", "-f", f"user-data-dir={profile}"], check=True)
    time.sleep(0.5)
    hits = [
        path
        for path in profile.rglob("*")
        if path.is_file()
        for word in (b"Zanzibar", b"Timbuktu")
        if holds(path, word)
    ]
    assert hits == [], "what waits is locked on the disk"
    for lock in profile.glob("Singleton*"):
        lock.unlink()
    evening.start()
    again = playwright.chromium.launch_persistent_context(profile, base_url=evening.url, **options)
    again.add_cookies([cookie | {"value": evening.people[OTHER]}])
    page = open_notes(again.new_page(), evening)
    expect(page.locator("#board .co-points .co-line")).to_have_count(1)
    assert "Zanzibar" not in page.content() and page.locator("#said").input_value() == "", "another person sees nothing"
    again.add_cookies([cookie])
    open_notes(page, evening)
    if page.locator("#said").input_value():
        page.locator("#said").press("Enter")
    wanted = ["Sent.", secret, "Half a sentence from Timbuktu"]
    assert evening.wait_for(wanted) == wanted
    again.close()


def holds(path, word):
    data = path.read_bytes()
    return word in data or word.decode().encode("utf-16-le") in data


def test_signing_out_says_what_is_not_sent(evening, sit_down):
    page = sit_down()
    page.route("**/notes/sync/", lambda route: route.abort())
    write(page, "Not sent.")
    says(page, "1 thing is safe on this computer")
    page.goto("/accounts/sign-out/")
    expect(page.get_by_text("1 thing you wrote in notes is not sent yet.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('notes:'))") == []


def test_without_what_the_device_keeps_a_line_would_be_lost(evening, sit_down):
    """The control: the same evening with an empty device ends without the line, and the test sees that."""
    page = sit_down()
    write(page, "Sent.")
    is_sent(page, "Sent.")
    shell_is_kept(page)
    evening.kill()
    write(page, "Waits.")
    says(page, "1 thing is safe")
    while not on_device(page):
        page.wait_for_timeout(50)
    page.evaluate("""() => new Promise((done) => {
        const asked = indexedDB.open('notes', 1)
        asked.onsuccess = () => {
            const change = asked.result.transaction('waiting', 'readwrite')
            change.objectStore('waiting').clear()
            change.oncomplete = () => { asked.result.close(); done() }
        }
    })""")
    page.reload()
    ready(page)
    evening.start()
    says(page, "All saved and sent")
    assert evening.lines() == ["Sent."]
