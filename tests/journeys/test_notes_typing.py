"""Quick and sure hands on the notes page: what is pasted arrives clean and whole, every key does what the page says.

What the words promise is looked up in the database, not on the page.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from .evening import Evening, prepare
from .hands import VISIBLE
from .inspection import axe, listen
from .test_notes_survive import OTHER, on_device, ready, says, sit_down, write  # noqa: F401

pytestmark = pytest.mark.browser

PASTE = """([plain, html, where]) => {
    const data = new DataTransfer()
    if (plain) data.setData('text/plain', plain)
    if (html) data.setData('text/html', html)
    document.querySelector(where).dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""
BULLET = "<span style='mso-list:Ignore;font:7.0pt Symbol'>\u00b7<span>&nbsp;&nbsp;&nbsp; </span></span>"
WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {{margin: 0}}</style>
<!--[if gte mso 9]><xml><o:Author>Nobody at all</o:Author></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h2>After the \u201cfirst day\u201d</h2>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>{BULLET}<![endif]>
The ward\u2019s list is\u00a0long<o:p></o:p></p>
<p class=MsoListParagraph><span style='font-family:Wingdings'>\uf0a7</span> Tab\u00adlets come
late</p>
<p class=MsoListParagraph>\u00a7&nbsp;&nbsp;A card helps</p>
<p class=MsoNormal>\u00a7 12 of the Act; caf\u00e9 \U0001f469\u200d\u2695\ufe0f</p>
<table><tr><td>Monday</td><td><table><tr><td>Bus</td><td>Taxi</td></tr></table></td></tr>
<tr><td><p>Tuesday</p></td><td><ul><li>Lift</li><li>Walk</li></ul></td></tr></table>
<p class=MsoNormal>&nbsp;</p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Ask the boss</p></div></div>
<!--EndFragment--></body></html>"""
FROM_WORD = [
    "After the \u201cfirst day\u201d",
    "The ward\u2019s list is long",
    "Tablets come late",
    "A card helps",
    "\u00a7 12 of the Act; caf\u00e9 \U0001f469\u200d\u2695\ufe0f",
    "Monday; Bus; Taxi",
    "Tuesday; Lift Walk",
]
PLAIN = [
    ("\u2022 Round", "Round"),
    ("-  Dash", "Dash"),
    ("o\tCircle", "o; Circle"),
    ("* Star", "Star"),
    ("\u0095 Old bullet", "Old bullet"),
    ("\u00e2\u20ac\u00a2 Spoilt bullet", "Spoilt bullet"),
    ("It\u0092s \u0093quoted\u0094 \u0080\u2026", "It\u2019s \u201cquoted\u201d \u20ac\u2026"),
    ("The wardâ€™s Â£5", "The ward\u2019s \u00a35"),
    ("one\ttwo\t\tthree", "one; two; three"),
    ("a\u00a0 \u2003b\u0007\u200b\u202e\u2066c\u007f", "a bc"),
    ("\u200d", ""),
    ("   \u00ad ", ""),
    ("\u2013 5 degrees", "5 degrees"),
    ("\u20135 degrees", "\u20135 degrees"),
    ("o'clock", "o'clock"),
    (
        "\u0635\u0628\u0627\u062d \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0635\u0628\u0627\u062d \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return prepare(tmp_path_factory.mktemp("typing"))


@pytest.fixture(scope="module")
def evening(tmp_path_factory, prepared, assets):
    """One site for all of this; each test begins without points."""
    evening = Evening(tmp_path_factory.mktemp("site"), prepared)
    evening.start()
    try:
        yield evening
    finally:
        evening.kill()


@pytest.fixture
def page(evening, sit_down):  # noqa: F811
    with evening.database() as database:
        for table in ("view", "consensusnote", "action_helpers", "action", "point", "change", "writing"):
            database.execute(f"DELETE FROM minutes_{table}")
    page = listen(sit_down())
    page.reload()
    ready(page)
    yield page
    page.wait_for_timeout(100)
    # What came later would stand in the notes of the next test; the words alone stay as they are while it sends.
    expect(page.locator("#saved")).to_have_attribute("data-key", re.compile(r'^\["sent"'), timeout=30_000)
    assert page.troubles == []


def paste(page, plain="", html="", where="#said"):
    page.locator(where).focus()
    page.evaluate(PASTE, [plain, html, where])


def focused(page):
    """What has the focus, once it is clear that it can be seen."""
    element = page.evaluate_handle("document.activeElement").as_element()
    assert element.evaluate("e => e !== document.body"), "the focus is nowhere"
    assert element.evaluate(VISIBLE), f"the focus cannot be seen on {element.evaluate('e => e.outerHTML')}"
    return element.evaluate("e => e.dataset.field || e.id || e.dataset.part || e.dataset.do || e.tagName")


# --- what is pasted ------------------------------------------------------------------------------------------------


def test_a_paste_from_a_document_becomes_plain_lines_and_is_undone_by_a_press(evening, page):
    paste(page, "not this", WORD)
    assert evening.wait_for(FROM_WORD) == FROM_WORD
    expect(page.locator("#said-aloud")).to_contain_text("What you pasted became 7 lines.")
    page.locator("#said-aloud").get_by_role("button", name="Undo").click()
    assert evening.wait_for([]) == []
    assert focused(page) == "said"


def test_a_plain_paste_loses_its_marks_and_no_word(evening, page):
    given, wanted = [line for line, _clean in PLAIN], [clean for _line, clean in PLAIN if clean]
    paste(page, "\r\n".join(given))
    assert evening.wait_for(wanted) == wanted
    assert "\u0092" not in "".join(evening.lines())


def test_one_line_goes_into_the_box_at_the_cursor_and_out_again(evening, page):
    said = page.locator("#said")
    said.fill("We askedward.")
    page.evaluate("document.querySelector('#said').setSelectionRange(8, 8)")
    paste(page, " \u2022 the\u00a0")
    expect(said).to_have_value("We asked the ward.")
    page.keyboard.type("old ")
    expect(said).to_have_value("We asked the old ward.")
    said.fill("We ask.")
    page.evaluate("document.querySelector('#said').setSelectionRange(0, 2)")
    paste(page, "They")
    expect(said).to_have_value("They ask.")
    page.keyboard.press("Alt+z")
    expect(said).to_have_value("We ask.")
    said.press("Enter")
    assert evening.wait_for(["We ask."]) == ["We ask."]


def test_a_paste_into_a_line_that_is_being_changed_is_as_clean_and_stays_in_that_line(evening, page):
    editor = page.locator(".co-edit textarea")
    write(page, "We askedward.")
    page.get_by_role("button", name="Change").click()
    editor.evaluate("e => e.setSelectionRange(8, 8)")
    paste(page, " \u2022 the\u00a0", where=".co-edit textarea")
    assert evening.wait_for(["We asked the ward."]) == ["We asked the ward."]
    editor.press("End")
    editor.press("Shift+Enter")
    paste(page, "not this", WORD, where=".co-edit textarea")
    wanted = ["We asked the ward.\n" + "\n".join(FROM_WORD)]
    assert evening.wait_for(wanted) == wanted
    editor.press("Alt+z")
    assert focused(page) == "text"
    expect(editor).to_have_value("We asked the ward.\n")
    paste(page, "\n".join(f"Line {n} of a long list." for n in range(300)), where=".co-edit textarea")
    expect(page.locator("#said-aloud")).to_contain_text("It is 2 lines now.")
    editor.press("Escape")
    wanted = "We asked the ward.\n" + "\n".join(f"Line {n} of a long list." for n in range(300))
    evening.wait_until(lambda: " ".join(evening.lines()).split() == wanted.split())
    assert " ".join(evening.lines()).split() == wanted.split() and len(evening.lines()) == 2


def test_what_is_too_long_for_one_line_is_kept_while_it_stands_in_the_box(evening, page):
    """What stood in the box of a page that is gone stands in the next one, and becomes lines once."""
    text = "A long tale of the ward. " * 300
    begun, more = text[:2_500], text[2_500:].rstrip()
    page.locator("#kind-consensus").check(force=True)
    page.locator("#said").fill(begun)
    page.wait_for_timeout(600)
    page.locator("#said").fill(begun + more)
    page.locator("#said").press("Enter")
    expect(page.locator("#said-problem")).to_contain_text("This is too long for one thing.")
    page.wait_for_timeout(600)
    page.reload()
    ready(page)
    expect(page.locator("#said")).to_have_value(begun + more)
    assert page.locator("#kind-consensus").is_checked()
    page.locator("#kind-noted").check(force=True)
    page.locator("#said").press("Enter")
    expect(page.locator("#said-aloud")).to_contain_text("What you pasted became 2 lines.")
    evening.wait_until(lambda: " ".join(evening.lines()).split() == text.split())
    assert " ".join(evening.lines()).split() == text.split()
    assert not any("A long tale" in note for note in kept(evening, "minutes_consensusnote"))
    page.reload()
    ready(page)
    expect(page.locator("#said")).to_have_value("")
    says(page, "All saved and sent")
    assert on_device(page) == 0


@pytest.mark.parametrize("sign", [pytest.param("word%d ", marks=pytest.mark.long), "\U0001f469x%d"])
def test_a_hundred_thousand_letters_in_one_line_are_cut_and_all_there(evening, page, sign):
    text = "".join(sign % n for n in range(20_000))
    text = text.encode("utf-16-le")[:199_990].decode("utf-16-le", "ignore")
    paste(page, text)
    wanted = re.sub(r"\s", "", text)
    evening.wait_until(lambda: re.sub(r"\s", "", "".join(evening.lines())) == wanted, 40)
    found = evening.lines()
    assert re.sub(r"\s", "", "".join(found)) == wanted and len(found) >= 20
    assert max(map(len, found)) <= 5_000
    says(page, "All saved and sent")


@pytest.mark.long
def test_two_thousand_lines_all_arrive_in_their_order(evening, page):
    wanted = [f"Line {n} of many." for n in range(2_000)]
    paste(page, "\n".join(wanted))
    assert evening.wait_for(wanted, seconds=120) == wanted


def test_far_too_much_gets_a_plain_no_and_can_be_kept_as_a_file(evening, page):
    text = "Too much for one evening.\n" * 200_000
    paste(page, text)
    problem = page.locator("#said-problem")
    expect(problem).to_contain_text(
        "This is too long: 5,200,000 letters. You can paste 100,000 at once. Nothing was added. It is kept on this computer"
    )
    assert focused(page) == "said"
    page.wait_for_timeout(2_000)
    page.reload()
    ready(page)
    expect(problem).to_contain_text("5,200,000 letters")  # it is there still
    with page.expect_download() as download:
        problem.get_by_role("button", name="Save it as a file on this computer").click()
    assert download.value.suggested_filename == "notes.txt"
    assert download.value.path().read_text() == text
    problem.get_by_role("button", name="Throw it away").click()
    expect(problem).to_be_hidden()
    write(page, "Afterwards.")
    assert evening.wait_for(["Afterwards."]) == ["Afterwards."]
    page.reload()
    ready(page)
    expect(problem).to_be_hidden()


def test_a_short_text_in_a_heavy_document_is_taken(evening, page):
    paste(page, "One.\nTwo.", f"<style>{'p {margin: 0} ' * 160_000}</style><p>One.</p><p>Two.</p>")
    assert evening.wait_for(["One.", "Two."]) == ["One.", "Two."]


# --- nothing but the keys ------------------------------------------------------------------------------------------


def kept(evening, table):
    with evening.database() as database:
        return [text for (text,) in database.execute(f"SELECT text FROM {table} ORDER BY position, id")]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(60)


def test_every_key_of_the_list_does_what_it_says(evening, page):
    page.locator("#said").focus()
    for number, text in enumerate(["A talk.", "Agreed so.", "An ask.", "A worry.", "A note.", "To do so."], 1):
        press(page, f"Alt+{number}")
        assert focused(page) == "said"
        page.keyboard.type(text)
        press(page, "Enter")
        assert focused(page) == "said"
    press(page, "Alt+7")
    expect(page.locator("#said-beside")).to_contain_text("Agreed so.")
    page.keyboard.type("I saw it another way.")
    press(page, "Enter", "Alt+1")
    page.keyboard.type("Two")
    press(page, "Shift+Enter")
    page.keyboard.type("lines.")
    press(page, "Enter")
    wanted = ["A talk.", "An ask.", "A worry.", "A note.", "Two\nlines."]
    assert evening.wait_for(wanted) == wanted
    with evening.database() as database:
        kinds = [kind for (kind,) in database.execute("SELECT kind FROM minutes_point ORDER BY position")]
    assert kinds == ["discussed", "asked", "concern", "noted", "discussed"]
    assert kept(evening, "minutes_consensusnote") == ["Agreed so."]
    assert kept(evening, "minutes_view") == ["I saw it another way."]
    assert kept(evening, "minutes_action") == ["To do so."]

    press(page, "ArrowUp")
    assert focused(page) == "text"
    page.keyboard.type(" More.")
    press(page, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowUp")  # the newest stands first
    assert focused(page) == "text"
    press(page, "Escape")
    assert focused(page) == "said"
    wanted = ["A talk.", "An ask.", "A worry.", "Two\nlines. More.", "A note."]
    assert evening.wait_for(wanted) == wanted
    press(page, "Alt+z")
    assert focused(page) == "said"
    expect(page.locator("#said-aloud")).to_have_text("It is where it was.")
    wanted = ["A talk.", "An ask.", "Two\nlines. More.", "A worry.", "A note."]
    assert evening.wait_for(wanted) == wanted


def test_the_keys_go_from_item_to_item_and_take_half_a_sentence_along_to_nowhere(evening, page):
    page.locator("#said").focus()
    page.keyboard.type("Half a sen")
    press(page, "Alt+PageDown")
    assert focused(page) == "title"
    expect(page.get_by_role("heading", level=1)).to_have_text("Tablets")
    press(page, "Alt+1")
    page.keyboard.type("Of tablets.")
    press(page, "Enter", "Alt+PageUp")
    expect(page.get_by_role("heading", level=1)).to_have_text("The first day home")
    assert focused(page) == "title"
    assert evening.wait_for(["Half a sen"]) == ["Half a sen"]
    assert evening.wait_for(["Of tablets."], item=1) == ["Of tablets."]
    assert axe(page) == []


def test_a_line_taken_out_by_the_keys_leaves_the_focus_in_the_box_and_comes_back_where_it_stood(evening, page):
    write(page, "One.", "Two.", "Three.")
    assert evening.wait_for(["One.", "Two.", "Three."]) == ["One.", "Two.", "Three."]
    line = page.locator("#board .co-points > .co-line").filter(has_text="One.")
    line.get_by_role("button", name="Change").focus()
    press(page, "Enter")
    assert focused(page) == "text"
    line.get_by_role("button", name="Take it out").focus()
    press(page, "Enter")
    assert evening.wait_for(["Two.", "Three."]) == ["Two.", "Three."]
    assert focused(page) == "said"
    press(page, "Alt+z")
    assert evening.wait_for(["One.", "Two.", "Three."]) == ["One.", "Two.", "Three."]
    expect(page.locator("#board .co-points > .co-line").last).to_contain_text("One.")
    press(page, "Alt+z")
    expect(page.locator("#said-aloud")).to_have_text("There is nothing to undo.")


# --- what the page says by itself ----------------------------------------------------------------------------------


def test_it_reads_out_what_was_done_and_is_silent_while_all_is_well(evening, page):
    page.evaluate("new MutationObserver(() => (told.dataset.often = 'yes')).observe(told, {childList: true})")
    write(page, "All of us.")
    assert evening.wait_for(["All of us."]) == ["All of us."]
    says(page, "All saved and sent")
    assert page.locator("#told").get_attribute("data-often") is None
    page.wait_for_timeout(1_000)
    press(page, "Enter")  # into the empty box, and not by pressing twice
    assert page.get_by_role("alert").inner_text() == "Type what was said"
    assert page.locator("#said").get_attribute("aria-invalid") == "true"

    page.get_by_role("button", name="All agreed").focus()
    press(page, "Enter")
    assert focused(page) == "edit"
    expect(page.locator("#said-aloud")).to_contain_text("Now it says that all agreed: “All of us.”")
    asked = "SELECT no_other_views FROM minutes_itemoutcome"
    page.get_by_role("button", name="We asked: there were no other views").focus()
    press(page, "Enter")
    assert focused(page) == "not-asked"
    expect(page.locator("#said-aloud")).to_contain_text("You asked if anybody saw it another way.")
    with evening.database() as database:
        evening.wait_until(lambda: database.execute(asked).fetchall() == [(1,)])
        press(page, "Enter")
        assert focused(page) == "no-other-views"
        evening.wait_until(lambda: database.execute(asked).fetchall() == [(0,)])
        assert database.execute(asked).fetchall() == [(0,)]
    press(page, "Alt+z", "Alt+z", "Alt+z")
    expect(page.get_by_role("button", name="All agreed")).to_be_visible()


@pytest.mark.parametrize(
    ("ended", "told"), [(12, "18 minutes left."), (29, "1 minute left."), (40, "Its time is over.")]
)
def test_the_time_left_is_told_by_the_clock_of_the_site(evening, page, sit_down, ended, told):  # noqa: F811
    """ended: minutes since the item began. The laptop is a day behind."""
    begins_at(evening, ended)
    wrong = sit_down(script="const real = Date.now; Date.now = () => real() - 86400000;")
    expect(wrong.locator('[data-part="left"]')).to_have_text(told)
    expect(wrong.locator(".co-rail [aria-current] [data-left]")).to_have_text(told)
    expect(wrong.locator("#meeting-left")).to_have_text(re.compile(r"^1 hour( \d+ minutes?)? left of the meeting\.$"))


def begins_at(evening, minutes_ago):
    """Let the first of our items have begun so long ago."""
    with evening.database() as database:
        meeting, order = database.execute(
            "SELECT meeting_id, position FROM meetings_agendaitem WHERE id = ?", [evening.items[0]]
        ).fetchone()
        (before,) = database.execute(
            "SELECT coalesce(sum(minutes), 0) FROM meetings_agendaitem WHERE meeting_id = ? AND position < ?",
            [meeting, order],
        ).fetchone()
        starts = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago + before)
        ends = starts + dt.timedelta(hours=2)
        shape = "%Y-%m-%d %H:%M:%S"
        database.execute(
            "UPDATE meetings_meeting SET starts = ?, ends = ? WHERE id = ?",
            [starts.strftime(shape), ends.strftime(shape), meeting],
        )


NAMES = """(names) => {
    const seen = document.body.innerText + document.querySelector('#notes-state').textContent + document.title
    return names.filter((name) => seen.includes(name))
}"""


def test_no_name_of_the_register_stands_on_the_page_or_in_what_it_knows(evening, page):
    with evening.database() as database:
        called = [name for (name,) in database.execute("SELECT called FROM meetings_attendance")]
    names = sorted({part for name in called for part in name.split()})
    assert {"Priya", "Nand"} <= set(names)
    write(page, "Somebody was there.")
    says(page, "All saved and sent")
    assert page.evaluate(NAMES, names) == []
    write(page, "Priya was there.")  # the control: a name that stands there is seen
    assert page.evaluate(NAMES, names) == ["Priya"]


def test_a_line_says_that_somebody_writes_in_it_and_not_who(evening, page, sit_down):  # noqa: F811
    write(page, "The bus.", "The lift.")
    assert evening.wait_for(["The bus.", "The lift."]) == ["The bus.", "The lift."]
    other = sit_down(OTHER)
    line = other.locator("#board .co-points > .co-line").filter(has_text="The bus.")
    line.get_by_role("button", name="Change").click()
    other.locator(".co-edit textarea").type(" Late.")
    mine = page.locator("#board .co-points > .co-line")
    says_so = "Someone else writes in this line just now."
    expect(mine.filter(has_text="The bus.")).to_contain_text(says_so, timeout=30_000)
    expect(mine.filter(has_text="The lift.")).not_to_contain_text(says_so)
    seen = page.locator("main").inner_text()
    assert not any(part in seen for part in OTHER.split())
    other.locator(".co-edit textarea").press("Escape")
    expect(mine.filter(has_text="The bus.")).not_to_contain_text(says_so, timeout=30_000)
    says(other, "All saved and sent")
