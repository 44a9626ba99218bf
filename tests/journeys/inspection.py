"""Looking a page over as its readers meet it: rules of accessibility, errors, links, width and weight.

`inspect(page)` is called on every page a journey passes. JOURNEY_SHOTS=folder keeps a picture of each, narrow and wide.
"""

import gzip
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

from tools.machine import ROOT

NARROW, WIDE = 320, 1280
HTML_LIMIT, LOAD_LIMIT = 40_000, 200_000
"""Bytes: of a page's HTML, unpacked, and of all that a first visit loads, style sheets and scripts as the site packs them."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """([tags, rules]) => axe.run(document, {
    runOnly: rules ? {type: "rule", values: rules} : {type: "tag", values: tags}, resultTypes: ["violations"],
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.help}): ${node.html.slice(0, 200)} ${node.any.concat(node.all).map(c => c.message).join(" ")}`)))"""
FACTS = """() => {
    const seen = new Set();
    const all = [...document.querySelectorAll("[id]")].map(e => e.id);
    return {
        headings: document.querySelectorAll("h1").length,
        title: document.title,
        twice: all.filter(id => seen.size === seen.add(id).size),
        links: [...document.querySelectorAll("a[href]")].map(a => [a.getAttribute("aria-label") || a.textContent, a.href]),
        buttons: [...document.querySelectorAll("form button")].map(b => [b.textContent, b.form.action + " " +
            [...b.form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])")].map(i => i.value)]),
        broken: [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute("href").slice(1))
            .filter(id => !document.getElementById(id)),
        html: performance.getEntriesByType("navigation")[0].decodedBodySize,
        loaded: performance.getEntriesByType("resource").map(r => [r.name, r.decodedBodySize]),
    };
}"""
WIDTH = """() => [document.documentElement.scrollWidth, [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120))]"""


def listen(page):
    """Note everything that goes wrong in `page` from now on, as sentences in `page.troubles`."""
    page.troubles = []

    def on_console(message):
        # What a page itself answers (a refused form is 422) is the journey's to judge.
        of_the_page = message.text.startswith("Failed to load resource") and message.location.get("url") == page.url
        if message.type in ("error", "warning") and not of_the_page:
            page.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request(request):
        address = urlsplit(request.url)
        if address.hostname not in ("localhost", "127.0.0.1") and address.scheme not in ("data", "blob"):
            page.troubles.append(f"asked another origin: {request.url}")

    def on_response(response):
        if response.status >= 400 and not response.request.is_navigation_request():
            page.troubles.append(f"{response.status}: {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: page.troubles.append(f"script: {error}"))
    page.on("request", on_request)

    def on_failure(request):
        # A page that goes while it asks what is new gets no answer; what was typed is on the device.
        if not (request.url.endswith("/notes/sync/") and request.failure == "net::ERR_ABORTED"):
            page.troubles.append(f"failed: {request.url} {request.failure}")

    page.on("requestfailed", on_failure)
    page.on("response", on_response)
    return page


def inspect(page):
    """Assert that a page is one we would show to anybody."""
    width = page.viewport_size["width"]
    facts = page.evaluate(FACTS)
    where = f"{page.title()} {urlsplit(page.url).path}"
    assert facts["headings"] == 1, f"{facts['headings']} main headings on {where}"
    assert facts["title"].endswith("– Together in Wendle") and len(facts["title"]) > 25, where
    none_of(facts["twice"], "ids used twice", where)
    none_of(facts["broken"], "links within the page that lead nowhere", where)
    none_of(alike(facts["links"]), "links that read alike and lead apart", where)
    none_of(alike(facts["buttons"]), "buttons that read alike and do different things", where)
    weigh(facts, where)
    fits(page, where)
    page.set_viewport_size({"width": width, "height": 800})
    if page.scripts:  # axe waits for timers, which stand still where scripts are off
        none_of(axe(page), "broken rules of accessibility", where)
    none_of(page.troubles, "troubles", where)


def fits(page, where):
    """Assert that nothing of a page sticks out sideways, on a narrow phone and on a wide screen."""
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        across, sticking_out = page.evaluate(WIDTH)
        assert across <= width, f"{across} px across {width} on {where}: {sticking_out}"
        keep_picture(page, width)


def none_of(found, what, where):
    assert not found, f"{what} on {where}:\n" + "\n".join(map(str, found))


def axe(page, rules=None):
    """Return what axe finds against the rules of WCAG 2.2 A and AA and best practice, or only against `rules`."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe_source())
    return page.evaluate(AXE, [TAGS, rules])


@cache
def axe_source():
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text() + "; undefined"


def alike(pairs):
    """Return (words, targets) of what reads the same and leads to different places, and of what has no words."""
    targets = defaultdict(set)
    for words, target in pairs:
        targets[re.sub(r"\s+", " ", words).strip()].add(target)
    return [(words, sorted(found)) for words, found in targets.items() if len(found) > 1 or not words]


def weigh(facts, where):
    """Print what a page weighs, and refuse what would be slow on a poor line."""
    loaded = {urlsplit(name).path: size for name, size in facts["loaded"]}
    packed = facts["html"] + sum(packed_size(path) or size for path, size in loaded.items())
    plain = facts["html"] + sum(loaded.values())
    print(
        f"{facts['html'] / 1000:.1f} kB of HTML, {packed / 1000:.0f} kB in all ({plain / 1000:.0f} unpacked): {where}"
    )
    assert facts["html"] <= HTML_LIMIT, f"{facts['html']} bytes of HTML: {where}"
    assert packed <= LOAD_LIMIT, f"{packed} bytes on a first visit: {where}"


@cache
def packed_size(path):
    """Return the bytes of a published file as it travels, or None for what is no such file."""
    file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if not file:
        return None
    content = Path(file).read_bytes()
    return len(content) if path.endswith(".woff2") else len(gzip.compress(content))


def keep_picture(page, width):
    folder = os.environ.get("JOURNEY_SHOTS")
    if folder:
        page.pictures = getattr(page, "pictures", 0) + 1
        name = re.sub(r"\W+", "-", urlsplit(page.url).path).strip("-")[:60] or "home"
        number = f"{page.pictures // 2 + page.pictures % 2:02}"
        page.screenshot(path=Path(folder) / f"{page.journey}-{number}-{name}-{width}.png", full_page=True)
