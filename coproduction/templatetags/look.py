"""The parts pages are made of. Everything here formats what it is given; nothing asks the database.

A part is a file in templates/components/ that says its arguments at the top. Most are included with explicit
arguments and `only`; the ones a sentence needs in passing are tags:

    {% icon "door" %}                     a line drawing beside words, hidden from screen readers; names in ICONS
    {% mark %}                            the open door of the word-mark
    {% when meeting.starts meeting.ends %}  the date as <time>, then the hours; bold=True, year=True
    {% phone number %}                    a link that dials; {{ text|phones }} links every number in a sentence
    {% openness_badge group %}            Open to everyone, Ask first, Members only; {% rule_badge value %} likewise
    {% trail steps short=True label=… %}  how far something has got; `steps(labels, now=2)` in Python makes the steps
    {% field form.email heading=True %}   one question; {{ form|crispy }} asks them all
    {% error_summary form %}              every problem, linked to its question; base.html writes it for `form`
    {% strip items starts ends %}         an evening to scale
    {{ words|ending }}, {{ words|sentence }}  the end of a sentence that has begun; a whole one

Included with `only`, so give {% csrf_token %}'s value along as csrf_token=csrf_token where a part has a button:

    actions        lines                      what happens now, and how far it has got
    agreed         agreement, level           what was agreed, with all the views
    answer         meeting, label, small      the next meeting, the one plum block of a page
    back           url, text                  one step back
    badge_openness group                      badge_rule  rule
    breadcrumbs    crumbs                     (words, url) from the home page down
    document       document, level            notes, whole
    facts          meeting                    For, On, At, Costs
    finding        finding, number, …         one finding of the check
    messages       messages                   what was just done
    notice         meeting, room, level       a meeting in a list
    now            now, next, you, steps      where something stands
    post           url, text, of, …           a button that does one thing
    programme      items, starts, ends        what will happen
    saved          state, at, waiting, url    is it saved?
    scope          lines                      what we can and cannot decide
    strip, trail, error_summary, field        written by their tags
"""

import re
from functools import lru_cache

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field, as_crispy_form
from django import template
from django.templatetags.static import do_static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from coproduction import context as site_context
from coproduction.controls import Control, problems_of

from .when import clock, day, day_year, iso, length, moment, phone_link, span

register = template.Library()
register.tag("static", do_static)
register.filter("crispy", as_crispy_form)
register.filter("as_crispy_field", as_crispy_field)

# --- drawings ---------------------------------------------------------------------------------------------------------
_TICKED = '<circle cx="12" cy="12" r="9.5" fill="currentColor" stroke="none"/>'
ICONS = {
    # who may come
    "door": '<path d="M10 3h9v18h-7"/><path d="M4 4.5 12 3v19.5L4 20z" fill="currentColor" stroke-width="1.5"/>'
    '<path d="M9.3 12.5h.01" stroke="var(--co-on-icon)" stroke-width="2.4"/>',
    "door-ajar": '<path d="M5 21V3h14v18M2.5 21h19"/><path d="M9 3.2 15 5v16"/>'
    '<path d="M12.4 12.5h.01" stroke-width="2.6"/>',
    "door-shut": '<path d="M5 21V3h14v18M2.5 21h19"/><path d="M15.3 12h.01" stroke-width="2.8"/>',
    # what may be shared
    "on-record": '<path d="M3 3h18v14h-9.5L7 21v-4H3z"/><circle cx="12" cy="7.6" r="2"/>'
    '<path d="M8 13.8a4 4 0 0 1 8 0"/>',
    "names-listed": '<path d="M4 6h.01M4 12h.01M4 18h.01" stroke-width="3"/><path d="M9 6h11M9 12h11M9 18h11"/>',
    "chatham-house": '<path d="M3.5 4h17v12.5H11L6.5 20.5v-4h-3z"/><path d="M8 8.5h8M8 12.2h5"/>',
    "private": '<path d="M5 11h14v10H5z"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    # how far it has got
    "done": _TICKED + '<path d="m7.6 12.4 3 3 5.8-6.4" stroke="var(--co-on-mark)" stroke-width="2.4"/>',
    "now": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4.4" fill="currentColor" stroke="none"/>',
    "todo": '<circle cx="12" cy="12" r="9"/>',
    "ended": _TICKED + '<path d="M7.5 12h9" stroke="var(--co-on-mark)" stroke-width="2.6"/>',
    # saved, and the check
    "tick": '<path d="m4.5 12.8 5 5L19.5 6.5" stroke-width="2.8"/>',
    "saved-here": '<path d="M5 4.5h14v10.5H5z"/><path d="M2 19.5h20"/><path d="m9.2 9.6 2 2 3.8-4.1"/>',
    "again": '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4"/><path d="M19.8 2.8v4.6h-4.6"/>',
    "stop": '<path d="M8.3 2.5h7.4l5.3 5.3v8.4l-5.3 5.3H8.3L3 16.2V7.8z" fill="currentColor" stroke="none"/>'
    '<path d="M12 7v6" stroke="var(--co-on-mark)" stroke-width="2.6"/>'
    '<path d="M12 17h.01" stroke="var(--co-on-mark)" stroke-width="3"/>',
    "look": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5" stroke-width="2.6"/>',
    # directions, and where a view went
    "up": '<path d="M12 20V5m-6 6 6-6 6 6"/>',
    "down": '<path d="M12 4v15m-6-6 6 6 6-6"/>',
    "level": '<path d="M4 12h15m-5-5 5 5-5 5"/>',
    "built-in": '<path d="M12 3v10m-4-4 4 4 4-4"/><path d="M4 14.5V20h16v-5.5"/>',
    "kept": '<path d="M6 3h8.5L18.5 7v14H6z"/><path d="M9.5 11h5.5M9.5 15h5.5"/>',
}
_SVG = (
    '<svg class="co-icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="24" height="24" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">%s</svg>'
)


@register.simple_tag
@lru_cache
def icon(name):
    return mark_safe(_SVG % ICONS[name])


@register.simple_tag
def mark():
    return mark_safe(
        '<svg class="co-mark" aria-hidden="true" focusable="false" viewBox="0 0 32 36" width="32" height="36">'
        '<path class="co-mark__light" d="M8 3h18v30H8z"/><path class="co-mark__door" d="M4 6.2 15 2v33L4 30.5z"/>'
        '<circle class="co-mark__knob" cx="11.8" cy="19" r="1.5"/></svg>'
    )


# --- words ------------------------------------------------------------------------------------------------------------
_EVERYDAY = set(
    "a all an any anybody anyone both carers children each every everybody everyone families friends if it just "
    "local members neighbours nothing one our parents patients people residents some somebody someone staff the "
    "these they this those volunteers we whoever you young your".split()
)


def _stop(words):
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


@register.filter
def ending(words):
    """Return `words` as the end of a sentence already begun: an everyday first word small, a full stop at the end."""
    words = str(words or "").strip()
    if not words:
        return ""
    first = re.match(r"\w*", words).group()
    return _stop(words[0].lower() + words[1:] if first.lower() in _EVERYDAY else words)


@register.filter
def sentence(words):
    """Return `words` as a whole sentence: a capital at the start, a full stop at the end."""
    words = str(words or "").strip()
    return _stop(words[0].upper() + words[1:]) if words else ""


@register.simple_tag
def when(starts, ends=None, bold=False, year=False):
    words = day_year(starts) if year else day(starts)
    if not words:
        return ""
    rest = moment(starts, ends).partition(", ")[2] if ends else clock(starts)
    shown = format_html('<time datetime="{}">{}</time>', iso(starts), words)
    return format_html("{}, {}", format_html("<strong>{}</strong>", shown) if bold else shown, rest)


@register.simple_tag
def phone(number):
    if not number:
        return ""
    return format_html('<a class="govuk-link co-nowrap" href="{}">{}</a>', phone_link(number), number)


_NUMBER = re.compile(r"(?<![\w/+])(?:\+44\s?(?:\(0\))?\s?|0)\d(?:[\s-]?\d){8,9}(?!\w)")


@register.filter
def phones(text):
    """Return the text with every UK phone number in it as a link that dials."""
    return mark_safe(_NUMBER.sub(lambda found: phone(found.group()), str(conditional_escape(text or ""))))


@register.simple_tag
def site_facts():
    """What every page knows, for the few pages that are drawn without a request."""
    return site_context.site(None)


# --- badges, trails, where a view went --------------------------------------------------------------------------------
RULE_WORDS = {
    "on_record": ("on-record", gettext_lazy("On the record")),
    "names_listed": ("names-listed", gettext_lazy("Names listed")),
    "chatham_house": ("chatham-house", gettext_lazy("Chatham House Rule")),
    "confidential": ("private", gettext_lazy("Private item")),
}
OPENNESS_WORDS = {
    "open": ("door", gettext_lazy("Open to everyone")),
    "ask": ("door-ajar", gettext_lazy("Ask first")),
    "members": ("door-shut", gettext_lazy("Members only")),
}
STEP_WORDS = {
    "done": gettext_lazy("done"),
    "now": gettext_lazy("now"),
    "todo": gettext_lazy("to come"),
    "ended": gettext_lazy("it ended here"),
}


@lru_cache
def _badge(css, drawing, words, language):
    """Return a badge; there are seven in each language, and a list shows two on every line."""
    return format_html('<span class="{}">{}<span>{}</span></span>', css, icon(drawing), words)


@register.simple_tag
def rule_badge(rule):
    return _badge("co-badge co-badge--rule", *RULE_WORDS[rule], get_language())


@register.simple_tag
def openness_badge(group):
    return _badge("co-badge", *OPENNESS_WORDS[group.openness], get_language())


def steps(labels, *, now, ended=False):
    """Return the steps of a trail, (label, state) each: all before number `now` (from 0) are done, the rest to come.

    Past the last label everything is done. `ended` stops the trail at `now`, and what would have followed is left out.
    """
    if ended:
        return [(label, "done") for label in labels[:now]] + [(labels[now], "ended")]
    return [(label, "done" if n < now else "now" if n == now else "todo") for n, label in enumerate(labels)]


@register.inclusion_tag("components/trail.html")
def trail(steps, short=False, long=False, label=""):
    return {"steps": steps, "short": short, "long": long, "label": label}


@register.filter
def step_words(state):
    return STEP_WORDS[state]


@register.filter
def step_icon(state):
    return icon(state)


@register.filter
def action_steps(state):
    """Return the steps of an action from how far it has got, in the words of the notes or as it is stored."""
    words = [_("Agreed"), _("Started"), _("Done")]
    stored = {"open": words[0], "started": words[1], "done": words[2], "dropped": _("Dropped")}
    state = stored.get(state, state)
    if state == stored["dropped"]:
        return steps([words[0], state], now=1, ended=True)
    at = words.index(state)
    return steps(words, now=3 if at == 2 else at)


@register.simple_tag
def how_far_words(how_far):
    """Say how far things to do have got, from (done, all): "2 of 5 things to do are done." """
    done, every = how_far
    if done == every:
        return ngettext("The one thing to do is done.", "All things to do are done.", every)
    if not done:
        return ngettext("One thing is to be done.", "%(every)s things are to be done.", every) % {"every": every}
    words = ngettext(
        "%(done)s of %(every)s things to do is done.", "%(done)s of %(every)s things to do are done.", done
    )
    return words % {"done": done, "every": every}


@register.filter
def place_icon(words):
    """Return the drawing for where a view went, from the words the notes say it in."""
    return icon(
        {_("Built in"): "built-in", _("Kept as it is"): "kept", _("Needs more work"): "again"}.get(str(words), "todo")
    )


@register.filter
def brief_icon(words):
    """Return the drawing beside a line of "In short", from its first words."""
    return icon("again" if words == _("We go on talking:") else "done")


# --- planning ---------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/strip.html")
def strip(items, starts, ends):
    """Draw the evening to scale. `items` have `minutes` and `is_break`; too long a plan is drawn past the end."""
    whole = (ends - starts).total_seconds() / 60
    planned = sum(item.minutes for item in items)
    scale = 100 / max(whole, planned, 1)
    bars, said, at, number = [], [], 0, 0
    for item in items:
        minutes = length(item.minutes)
        if item.is_break:
            said.append(_("Break: %(minutes)s.") % {"minutes": minutes})
        else:
            number += 1
            said.append(_("Item %(number)d: %(minutes)s.") % {"number": number, "minutes": minutes})
        bars.append(_bar(at, item.minutes, scale, "rest" if item.is_break else "", "" if item.is_break else number))
        at += item.minutes
    free = whole - planned
    if free > 0:
        bars.append(_bar(at, free, scale, "free"))
        said.append(_("Then %(minutes)s free.") % {"minutes": length(free)})
    hours = [(f"{whole * part * scale:.2f}%", starts + (ends - starts) * part) for part in (0, 0.5, 1)]
    return {
        "bars": bars,
        "hours": zip(hours, ("start", "middle", "end" if free >= 0 else "middle"), strict=True),
        "said": " ".join([_("A strip of the meeting, %(span)s.") % {"span": span(starts, ends)}, *said]),
    }


def _bar(at, minutes, scale, kind, number=""):
    x, width = at * scale, minutes * scale
    return {
        "x": f"{x:.2f}%",
        "width": f"{width:.2f}%",
        "middle": f"{x + width / 2:.2f}%",
        "kind": kind,
        "number": number if width >= 4 else "",
    }


@register.filter
def free_words(items, minutes_long):
    """Say what is planned of `minutes_long`: "You have planned 1 hour 55 minutes. 5 minutes are free." """
    planned = sum(item.minutes for item in items)
    free = int(minutes_long) - planned
    if free < 0:
        return _("You have planned %(minutes)s too much.") % {"minutes": length(-free)}
    whole = _("You have planned %(minutes)s.") % {"minutes": length(planned)}
    if not free:
        return whole + " " + _("That fills the time.")
    left = ngettext("%(minutes)s is free.", "%(minutes)s are free.", free) % {"minutes": length(free)}
    return f"{whole} {left}"


# --- questions --------------------------------------------------------------------------------------------------------
@register.filter
def control(bound):
    """Return what the template of one question needs to know about a bound field."""
    return Control(bound)


@register.inclusion_tag("govuk/field.html")
def field(bound, heading=False, hint="", hidden_label=False):
    """Draw one question. heading: its label is the h1 of the page. hidden_label: where its words stand near anyway."""
    return {"field": bound, "control": Control(bound, heading=heading, hint=hint, hidden_label=hidden_label)}


@register.filter
def control_of(form, name):
    """Return the control of another question of the same form, which shows inside a choice."""
    return Control(form[name])


@register.filter
def asked(form):
    """Return the controls of a form in order, without those that stand inside a choice of another question."""
    controls = [Control(bound) for bound in form.visible_fields()]
    inside = {name for c in controls for name in c.reveals.values()}
    return [c for c in controls if c.name not in inside]


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    return {"problems": [problem for form in forms if form for problem in problems_of(form)]}


@register.filter
def has_problems(form):
    return bool(form) and bool(problems_of(form))


# --- the page around --------------------------------------------------------------------------------------------------
SECTIONS = {"home": "meetings", "meetings": "meetings", "groups": "groups", "minutes": "groups", "principles": "groups"}


@register.simple_tag(takes_context=True)
def current_section(context):
    """Return which of the four words in the menu is the current one: `section` of the page, or where its address is."""
    if "section" in context:
        return context["section"]
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    if match.view_name == "my-page" or match.view_name.startswith("account_"):
        return "my-page"
    return SECTIONS.get(match.namespaces[0] if match.namespaces else match.view_name, "")
