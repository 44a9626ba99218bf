"""Ways of working a page: with a pointer, or with nothing but the keys."""

VISIBLE = """(element) => {
    const looks = () => [element, ...(element.labels || [])].flatMap(e => ["", "::before"].map(part => {
        const style = getComputedStyle(e, part || null);
        const outline = style.outlineStyle !== "none" && !/, 0\\)$|transparent/.test(style.outlineColor);
        return [e.offsetWidth, style.boxShadow, outline ? style.outlineWidth + style.outlineColor : ""].join();
    })).join(";");
    const focused = looks();
    element.blur();
    const plain = looks();
    element.focus({preventScroll: true});
    return focused !== plain;
}"""


class Pointer:
    """Clicks, and types into what it clicked. What is pressed leads to another page."""

    def press(self, thing):
        with thing.page.expect_navigation():
            thing.click()

    def choose(self, thing):
        thing.check()

    def type(self, thing, text):
        thing.fill(text)


class Keys:
    """Tab, Space, Enter and letters only. Wherever the focus goes, it can be seen."""

    FAR = 90

    def _go_to(self, thing, name=""):
        page = thing.page
        for _tab in range(self.FAR):
            page.keyboard.press("Tab")
            focused = page.evaluate_handle("document.activeElement").as_element()
            if focused.evaluate("e => e === document.body"):
                continue
            assert focused.evaluate(VISIBLE), f"the focus cannot be seen on {focused.evaluate('e => e.outerHTML')}"
            if thing.evaluate(
                "(e, [focused, name]) => e === focused || (name && focused.name === name)", [focused, name]
            ):
                return
        raise AssertionError(f"Tab never comes to {thing}")

    def press(self, thing):
        self._go_to(thing)
        with thing.page.expect_navigation():
            thing.page.keyboard.press("Enter" if thing.evaluate("e => e.tagName") == "A" else "Space")

    def choose(self, thing):
        self._go_to(thing, thing.get_attribute("name"))
        keyboard = thing.page.keyboard
        if not thing.is_checked():
            keyboard.press("Space")
        for _arrow in range(10):
            if thing.is_checked():
                return
            keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never come to {thing}")

    def type(self, thing, text):
        self._go_to(thing)
        thing.page.keyboard.press("Control+A")
        thing.page.keyboard.insert_text(text)
