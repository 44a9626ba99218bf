"""What a page holds, as somebody who fills in its forms would find it."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """One answer, read. fields: {name: value} of everything that would be sent; of several forms, the last one wins."""

    def __init__(self, response):
        super().__init__()
        self.status, self.html = response.status_code, response.content.decode()
        self.fields, self.ids, self.summary, self.links, self.text = {}, [], [], [], ""
        self._area = self._select = None
        self._in_summary = 0
        self.feed(re.sub(r"<template.*?</template>", "", self.html, flags=re.DOTALL))  # what only script shows

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(facts["id"])
        if tag == "div" and (self._in_summary or "govuk-error-summary" in (facts.get("class") or "").split()):
            self._in_summary += 1
        if tag == "a":
            self.links.append(facts.get("href", ""))
            if self._in_summary:
                self.summary.append(facts.get("href", ""))
        if tag == "input" and facts.get("name"):
            self._input(facts)
        if tag == "textarea":
            self._area = facts["name"]
            self.fields[self._area] = ""
        if tag == "select":
            self._select = facts["name"]
        if tag == "option" and "selected" in facts:
            self.fields[self._select] = facts.get("value", "")

    def _input(self, facts):
        name, value = facts["name"], facts.get("value", "")
        if facts.get("type") in ("checkbox", "radio"):
            if "checked" in facts:
                self.fields[name] = facts.get("value", "on")
        else:
            self.fields[name] = value

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        if tag == "div" and self._in_summary:
            self._in_summary -= 1

    def handle_data(self, data):
        self.text += data
        if self._area:
            # The parser of a browser drops the one line break after <textarea>, which Django writes.
            given = self.fields[self._area] + data
            self.fields[self._area] = given.removeprefix("\n") if not self.fields[self._area] else given

    def says(self, words):
        return words in " ".join(self.text.split())

    def unlinked(self):
        """Return the links of the error summary that lead to no field of the page."""
        return [href for href in self.summary if not href.startswith("#") or href[1:] not in self.ids]


def lost(posted, page):
    """Return what was typed and does not stand in the form any more, as {name: value}."""
    kept = {name: str(value).replace("\r\n", "\n") for name, value in page.fields.items()}
    return {n: v for n, v in posted.items() if str(v).replace("\r\n", "\n").replace("\r", "\n") != kept.get(n, "")}
