"""What the notes page asks for by itself: send and catch up, the keys of a device, and the page that opens offline.

Every answer to such a question is JSON with a sentence in it when something cannot be done; the page
throws nothing away before it was told that it was kept.
"""

import json

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from coproduction.access import StaleState
from coproduction.templatetags.when import clock

from .. import actions, checking, forms, lines
from ..models import words_digest
from .board import VERSION, address_of_parts, as_keys, asked_by_the_room, parts
from .steps import minutes_of

MOST_AT_ONCE = 100
"""Saves in one send."""
LONGEST = 600_000
"""Bytes in one send."""
HINTED = 5
"""Lines of one send that are looked at for names at once; more come from a paste, and the check reads them later."""
SHELL = [
    "js/start.js",
    "govuk/govuk-frontend.min.js",
    "js/notes/main.js",
    "js/notes/board.js",
    "js/notes/drawing.js",
    "js/notes/pasting.js",
    "js/notes/sending.js",
    "js/notes/vault.js",
    "css/look.css",
    "govuk/govuk-frontend.min.css",
    "fonts/fonts.css",
    "fonts/AtkinsonHyperlegible-Regular.woff2",
    "fonts/AtkinsonHyperlegible-Bold.woff2",
    "img/door.svg",
]
"""What the notes page is made of, without a word of any notes."""


class Unreadable(Exception):
    """What was sent is not what such a page sends. status: of the answer; the sentence is for the person."""

    def __init__(self, why, status):
        self.why, self.status = why, status


def _refuse_constants(name):
    raise ValueError(name)


def _mapping(request):
    """Return the JSON object in the body. Raises Unreadable."""
    too_long = _("This is too much to send at once. It is kept on your device.")
    try:
        body = request.body
    except RequestDataTooBig:
        raise Unreadable(too_long, 413) from None
    if len(body) > LONGEST:
        raise Unreadable(too_long, 413)
    if request.content_type != "application/json":
        raise Unreadable(_("This page is out of step. Please open the notes again. Your words are kept."), 415)
    try:
        found = json.loads(body, parse_constant=_refuse_constants)
    except (ValueError, RecursionError):  # bad letters and bad JSON are both a ValueError
        found = None
    if not isinstance(found, dict) or found.get("v") != VERSION:
        raise Unreadable(_("This page is out of step. Please open the notes again. Your words are kept."), 426)
    return found


def _plain(found):
    """Return the simple values of a JSON object as form data; forms would take a list for the words it looks like."""
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str | int) or value is None}


def _json(view):
    """Answer in JSON, also when what was sent cannot be read or may not be done."""

    def answer(request, *args, **kwargs):
        try:
            found, status = view(request, *args, **kwargs), 200
        except Unreadable as error:
            found, status = {"why": str(error.why)}, error.status
        except PermissionDenied:
            found, status = {"why": _("You do not run this group any more. Your words are kept on this device.")}, 403
        return JsonResponse(found, status=status, headers={"Cache-Control": "private, no-store"})

    return require_POST(answer)


@_json
def sync(request, group, slug):
    """Take the saves of a page in their order, and tell it what is new and who writes where."""
    minutes = minutes_of(request, group, slug)
    sent = _mapping(request)
    form = forms.SyncForm(_plain(sent))
    saves = sent.get("saves", [])
    if not form.is_valid() or not isinstance(saves, list) or len(saves) > MOST_AT_ONCE:
        raise Unreadable(_("This page is out of step. Please open the notes again. Your words are kept."), 400)
    page = form.cleaned_data
    if page["lock"] and not minutes.locks.filter(pk=page["lock"], person=request.user).exists():
        raise Unreadable(_("Somebody else is signed in on this computer now. Your words are kept for you."), 409)
    items = {item.pk: item for item in minutes.meeting.items.all()} if saves else {}
    answers = [_save(request, minutes, items, one) for one in saves]
    others = actions.writes_here(
        minutes, by=request.user, page=page["page"], item=page["item"], line=page["line"] or ""
    )
    minutes = type(minutes).objects.select_related("meeting__group").get(pk=minutes.pk)
    since = lines.since(minutes, page["seen"]) if page["seen"] != minutes.revision else lines.Since(False, [], [])
    kept = [answer["line"] for answer in answers if answer["outcome"] == "kept"]
    return {
        "answers": answers,
        "revision": minutes.revision,
        "whole": since.whole,
        "lines": since.lines,
        "gone": since.gone,
        "hints": _hints(minutes, kept if len(kept) <= HINTED else [], page["typing"], page["item"]),
        "others": [{"coordinator": runs, "item": item, "line": line} for runs, item, line in others],
        "room": asked_by_the_room(minutes),
        "closed": not minutes.can_be_changed,
        "at": clock(timezone.now()),
        "now": timezone.now().isoformat(),
    }


def _save(request, minutes, items, one):
    """Do one save and return what became of it: kept, conflict, gone, or refused with the reason."""
    form = forms.SaveForm(_plain(one))
    if not form.is_valid():
        key = one.get("key") if isinstance(one, dict) and isinstance(one.get("key"), str) else ""
        return {"key": key, "outcome": "refused", "line": "", "why": _first(form)}
    data = form.cleaned_data
    answer = {"key": str(data["key"]), "line": data["line"], "outcome": "refused"}
    item = items.get(data["item"])
    if item is None and data["do"] != "remove":
        return answer | {"why": _("This is not on the agenda any more. Please put it somewhere else.")}
    try:
        saved = _do(request, minutes, item, data, one)
    except ValidationError as error:
        return answer | {"why": " ".join(error.messages)}
    except StaleState:
        return answer | {"why": _("These notes are public, so they cannot be changed here.")}
    answer |= {"outcome": saved.outcome, "version": saved.version}
    if saved.outcome == "conflict":
        row = lines.find(minutes, data["line"], likely=lines.model_of(data["kind"]))
        answer["theirs"] = lines.as_line(row) if row else None
    return answer


def _do(request, minutes, item, data, one):
    who = {"by": request.user, "key": data["key"], "line": data["line"]}
    if data["do"] == "remove":
        return actions.remove(minutes, **who, base=data["base"])
    if data["do"] == "move":
        return actions.move_line(minutes, **who, item=item, after=data["after"])
    said = forms.LINE_FORMS.get(data["kind"], forms.PointLine)(_plain(one.get("fields")))
    if not said.is_valid():
        raise ValidationError(_first(said))
    beside = {"note": data["note"], "after": data["after"], "base": data["base"]}
    return actions.put(minutes, **who, kind=data["kind"], item=item, fields=said.cleaned_data, **beside)


def _first(form):
    return next(iter(form.errors.values()))[0]


def _hints(minutes, keys, typing, item):
    """Return what the check finds in these lines, and in what is being typed, which nobody keeps.

    {line or "typing": [{why, suggestion}]}. It never says whom a name matched.
    """
    among = {key: checking.places_of(row) for key in keys if (row := lines.find(minutes, key))}
    if typing and (here := minutes.meeting.items.filter(pk=item).first()):
        among["typing"] = [checking.Place("typing::text", "", typing, here.record_rule, here.pk, here.title)]
    if not among:
        return {}
    known = checking.roster(minutes.meeting)
    found = {}
    for key, places in among.items():
        findings = [one.finding for one in checking.find(minutes, among=places, known=known) if one.is_open]
        found[key] = [{"why": finding.why, "suggestion": finding.suggestion} for finding in findings]
    return found


@_json
def lock(request, group, slug):
    """Keep the keys of this person's devices for these notes, or hand out those kept before."""
    minutes = minutes_of(request, group, slug)
    form = forms.KeysForm(_mapping(request))
    if not form.is_valid():
        raise Unreadable(_("This page is out of step. Please open the notes again. Your words are kept."), 400)
    if form.cleaned_data:
        return as_keys(actions.lock_of(minutes, by=request.user, **form.cleaned_data))
    known = minutes.locks.filter(person=request.user).first()
    if known is None:
        raise Unreadable(_("Nothing waits for you on this computer."), 404)
    return as_keys(known)


@login_not_required
@require_safe
def shell(request):
    """The notes page without any notes: what a device keeps for an evening without signal. The same for everybody."""
    return render(request, "minutes/notes_shell.html", {"section": "my-page", "parts": address_of_parts()})


@login_not_required
@require_safe
def board_parts(request, version):
    """The parts and words of the notes page as a script: kept for a year under the address that stands for them."""
    script = render_to_string("minutes/parts.js", {"parts": json.dumps(parts())})
    kept = request.path == address_of_parts()  # while a newer version starts, a page may ask for older parts
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if kept else "no-store"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def worker(request):
    """The service worker: it keeps the page's shell on the device, and never an answer of the site."""
    files = json.dumps([*(static(name) for name in SHELL), address_of_parts(), reverse("minutes:shell")])
    name = f"notes-{words_digest(files)[:12]}"
    script = render_to_string("minutes/worker.js", {"files": files, "name": name})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
