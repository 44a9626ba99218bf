"""Headers, sign-in, forged forms and forged addresses: what has to hold on every page."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from coproduction.models import Person
from meetings import actions
from tests import factories, worlds
from tests.test_access import lines, look

pytestmark = [pytest.mark.django_db, pytest.mark.security]

POLICY = {
    "default-src": "'self'", "img-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
    "frame-ancestors": "'none'", "object-src": "'none'",
}  # fmt: skip
PAPER_POLICY = "default-src 'none'; sandbox"
"""Of files that came from outside: whatever they are, no browser runs them."""


@pytest.fixture
def world(db):
    return worlds.build()


def signed_in(person, **options):
    browser = Client(**options)
    browser.force_login(person)
    return browser


# --- headers ----------------------------------------------------------------------------------------------------------
def unsafe(response, *, signed_in):
    """Return what is wrong with the headers of an answer, in words; empty when nothing is."""
    headers, wrong = response.headers, []
    said = headers.get("Content-Security-Policy", "x y")
    policy = dict(part.strip().split(" ", 1) for part in said.split(";") if part.strip() != "sandbox")
    is_paper = headers.get("Content-Disposition", "").startswith("attachment") and said == PAPER_POLICY
    if policy != POLICY and not is_paper:
        wrong.append(f"policy {policy}")
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Opener-Policy", "same-origin")):
        if headers.get(name) != value:
            wrong.append(f"{name}: {headers.get(name)}")
    if headers.get("Referrer-Policy") not in ("same-origin", "strict-origin", "no-referrer"):
        wrong.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    cache = headers.get("Cache-Control", "")
    if (signed_in or response.cookies) and cache != "private, no-store" and "no-store" not in cache:
        wrong.append(f"Cache-Control: {cache}")
    if "html" in headers.get("Content-Type", "") and "charset=utf-8" not in headers["Content-Type"]:
        wrong.append(headers["Content-Type"])
    return wrong


INLINE = [
    r"<style\b", r"\sstyle\s*=", r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", r"<[^>]*\son[a-z]+\s*=", r"javascript:",
    r"""<(?:script|link|img|form|iframe|object|source)\b[^>]*=\s*["']?(?:https?:)?//""",
]  # fmt: skip


def inline(html):
    """Return what a page holds that the policy would stop, or that would be fetched from elsewhere."""
    return [pattern for pattern in INLINE if re.search(pattern, html, re.I)]


def test_every_page_is_safe_for_everybody(world):
    wrong, pages = [], 0
    browsers = {"anonymous": Client(), **{n: signed_in(world.people[n]) for n in ("outsider", "coordinator")}}
    for route, where, *_answers in lines():
        path = reverse(route, kwargs=world.at[where] if where else {})
        for name, browser in browsers.items():
            response = look(browser, "get", path)
            pages += 1
            for_one = name != "anonymous" and not route.startswith("minutes:public-")  # files, the same for everybody
            wrong += [(name, path, words) for words in unsafe(response, signed_in=for_one)]
            if response["Content-Type"].startswith("text/html"):
                wrong += [(name, path, found) for found in inline(response.content.decode())]
    assert pages > 200
    assert wrong == []


@pytest.mark.parametrize(
    "planted",
    [
        "<style>p { color: red }</style>", '<p style="color: red">', "<script>go()</script>",
        '<script type="module">go()</script>', '<a href="/" onclick="go()">', '<a href="javascript:go()">',
        '<img src="https://elsewhere.example/x.png">', "<img src=//elsewhere.example/x.png>",
    ],
)  # fmt: skip
def test_something_inline_or_from_elsewhere_is_noticed(planted):
    assert inline('<p class="style">online = yes</p><script type="module" src="/static/js/start.js"></script>') == []
    assert inline(f"<p>Hello</p>{planted}") != []


def test_an_answer_without_a_safety_header_is_noticed(client):
    response = client.get("/")
    assert unsafe(response, signed_in=False) == []
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
        kept = response.headers[name]
        del response.headers[name]
        assert unsafe(response, signed_in=False) != []
        response.headers[name] = kept
    assert unsafe(response, signed_in=True) == ["Cache-Control: no-cache"]


def test_pages_that_refuse_are_safe_too(client, meeting, member):
    refused = {
        404: client.get("/nowhere/"),
        403: signed_in(member).get(reverse("meetings:register", args=[meeting.group.slug, meeting.slug])),
        400: client.get("/", headers={"host": "elsewhere.example"}),
        405: client.post("/meetings/"),
    }
    forged = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"email": "a@people.example"})
    too_many = client.post(reverse("account_login"), {f"field-{n}": "x" for n in range(5000)})
    for status, response in [*refused.items(), (403, forged), (400, too_many)]:
        assert response.status_code == status
        assert unsafe(response, signed_in=status == 403 and response is not forged) == []
        assert inline(response.content.decode()) == []


def test_an_error_of_ours_is_safe_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("coproduction.views.Group.objects", None)
    response = client.get("/groups/")
    assert response.status_code == 500
    assert unsafe(response, signed_in=False) == []
    assert inline(response.content.decode()) == [] and "<h1" in response.content.decode()


def test_style_sheets_and_scripts_are_safe_too(client):
    response = client.get("/static/css/look.css")
    assert response.status_code == 200 and b"".join(response.streaming_content)
    response.close()
    assert unsafe(response, signed_in=False) == []


def test_files_are_safe_too(world):
    browser = signed_in(world.people["coordinator"])
    for route, where, kind in (
        ("meetings:calendar", "coming", "text/calendar"),
        ("minutes:public-pdf", "out", "application/pdf"),
        ("minutes:public-docx", "out", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("minutes:public-txt", "out", "text/plain; charset=utf-8"),
        ("minutes:public-json", "out", "application/json"),
        ("minutes:group-pdf", "agreed", "application/pdf"),
        ("minutes:group-large", "agreed", "application/pdf"),
        ("minutes:group-docx", "agreed", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ):
        response = browser.get(reverse(route, kwargs=world.at[where]))
        assert response["Content-Type"].startswith(kind)
        assert unsafe(response, signed_in=not route.startswith("minutes:public-")) == []
        assert response["X-Content-Type-Options"] == "nosniff"
        assert re.fullmatch(r'(inline|attachment); filename="[a-z0-9.-]+"', response["Content-Disposition"])


@pytest.mark.parametrize("where", ["booking link", "look link"])
def test_a_private_page_is_kept_by_nobody_and_its_address_goes_nowhere(world, client, where):
    route = "meetings:booking" if where == "booking link" else "minutes:look"
    response = client.get(reverse(route, kwargs=world.at[where]))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] in ("no-referrer", "strict-origin")


def test_a_page_with_a_form_is_kept_by_nobody(client, meeting):
    for path in (reverse("account_login"), reverse("meetings:book", args=[meeting.group.slug, meeting.slug])):
        for _first_then_with_the_cookie in range(2):
            assert {"private", "no-store"} <= set(client.get(path)["Cache-Control"].split(", "))
    assert client.get("/")["Cache-Control"] == "no-cache"


def test_cookies_cannot_be_read_by_scripts_or_sent_by_other_sites(client):
    Person.objects.create_user("bev@people.example", called="Bev")
    page = ask_for_code(client, "bev@people.example").url
    client.get(page)
    client.post(page, {"code": newest_code()})
    assert set(client.cookies) == {"session", "csrf"}
    session = client.cookies["session"]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert client.cookies["csrf"]["samesite"] == "Lax"


# --- forged forms -----------------------------------------------------------------------------------------------------
STOPPED_BY_PROGRAMS = ["following:stop", "meetings:stop-reminders", "stop-messages"]
"""Mail programs have no token. What they stop with has tests of its own: test_followers.py, test_reminders.py,
test_weekly.py."""


def test_every_form_without_its_token_is_refused_and_changes_nothing(world):
    browser = signed_in(world.people["coordinator"], enforce_csrf_checks=True)
    before, tried = worlds.rows(), 0
    for route, where, _get, post in lines():
        if post["coordinator"] != "405" and route not in STOPPED_BY_PROGRAMS:
            response = look(browser, "post", reverse(route, kwargs=world.at[where] if where else {}))
            tried += 1
            assert response.status_code == 403, route
            assert "Please send that again" in response.content.decode(), route
    assert tried > 50
    assert worlds.changed(before) == []


def test_an_old_token_gets_a_plain_page_and_changes_nothing(meeting):
    browser = Client(enforce_csrf_checks=True)
    path = reverse("meetings:sorry", args=[meeting.group.slug, meeting.slug])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(path).content.decode())[1]
    before = worlds.rows()
    key = "0b6c4d7e-2f5c-4c8e-9a35-3c2f9a6f7c11"
    form = {"what": "view", "text": "Think of pets.", "request_key": key, "csrfmiddlewaretoken": token}
    browser.cookies["csrf"] = "x" * 32  # another day, another cookie
    response = browser.post(path, form)
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode() and worlds.changed(before) == []


# --- forged addresses -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "localhost@elsewhere.example", "localhost:80@x.example",
     "localhost#.example", "127.0.0.1.elsewhere.example", "[::1]", "localhost:port", "local host", ".localhost", ""],
)  # fmt: skip
def test_an_unknown_host_is_refused(client, host):
    response = client.get("/", headers={"host": host}) if host else client.get("/", SERVER_NAME="elsewhere.example")
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()


FORGED = [
    {"X-Forwarded-Host": "elsewhere.example"}, {"X-Forwarded-Server": "elsewhere.example"},
    {"X-Host": "elsewhere.example"}, {"Forwarded": "host=elsewhere.example"}, {"X-Original-URL": "//elsewhere.example/"},
    {"X-Rewrite-URL": "//elsewhere.example/"}, {"Host": "127.0.0.1:9999"}, {"Host": "localhost:1"},
    {"Referer": "https://elsewhere.example/"}, {"Origin": "https://elsewhere.example"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FORGED, ids=[next(iter(forged)) for forged in FORGED])
def test_links_in_pages_and_messages_never_follow_the_request(client, headers, meeting, settings):
    page = client.get(meeting.get_absolute_url(), headers=headers).content.decode()
    assert "elsewhere.example" not in page and "9999" not in page and "localhost:1/" not in page
    client.post(reverse("account_login"), {"email": "a@people.example"}, headers=headers)
    ics = client.get(meeting.get_absolute_url() + "calendar.ics", headers=headers).content.decode()
    assert settings.SITE_URL + meeting.get_absolute_url() in ics.replace("\r\n ", "")
    body = mail.outbox[0].body
    links = re.findall(r"https?://[^/\s]+", body + ics)
    assert links and set(links) == {settings.SITE_URL}


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example",
                                   "javascript:go()", "https:elsewhere.example", "\x00//elsewhere.example"])  # fmt: skip
def test_signing_in_never_leads_to_another_site(client, there):
    Person.objects.create_user("bev@people.example", called="Bev")
    page = client.post(reverse("account_login"), {"email": "bev@people.example", "next": there}).url
    code = re.search(r"\d{4} \d{4}", mail.outbox[0].body)[0]
    answer = client.post(page, {"code": code, "next": there})
    assert answer.status_code == 302 and answer.url == reverse("my-page")


# --- signing in -------------------------------------------------------------------------------------------------------
def ask_for_code(client, address):
    return client.post(reverse("account_login"), {"email": address})


def newest_code():
    return re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]


def test_the_session_is_another_one_after_signing_in(client):
    Person.objects.create_user("bev@people.example", called="Bev")
    page = ask_for_code(client, "bev@people.example").url
    before = client.session.session_key
    client.post(page, {"code": newest_code()})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert "_auth_user_id" in client.session


def test_the_code_is_in_no_address_and_on_no_page(client):
    Person.objects.create_user("bev@people.example", called="Bev")
    answer = ask_for_code(client, "bev@people.example")
    code = newest_code()
    page = client.get(answer.url).content.decode()
    for form in (code, code.replace(" ", ""), code.replace(" ", "-")):
        assert form not in answer.url and form not in page and form not in mail.outbox[0].subject
    assert client.get(answer.url, {"code": code}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_works_once_and_only_where_it_was_asked_for(client):
    Person.objects.create_user("bev@people.example", called="Bev")
    page = ask_for_code(client, "bev@people.example").url
    code = newest_code()
    elsewhere = Client()
    ask_for_code(elsewhere, "other@people.example")
    elsewhere.post(page, {"code": code})
    assert "_auth_user_id" not in elsewhere.session
    client.post(page, {"code": code})
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    client.post(page, {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("known", [True, False])
def test_messages_to_one_address_stop_after_a_few_whoever_asks(known):
    if known:
        Person.objects.create_user("bev@people.example", called="Bev")
    answers = [ask_for_code(Client(REMOTE_ADDR=f"192.0.2.{n}"), f"{'BEV' if n % 2 else 'bev'}@people.example")
               for n in range(8)]  # fmt: skip
    assert len(mail.outbox) == 3
    assert [answer.status_code for answer in answers[:3]] == [302] * 3
    assert {answer.status_code for answer in answers[3:]} == {200}
    assert b"That was a lot of tries" in answers[-1].content
    ask_for_code(Client(), "somebody.else@people.example")
    assert len(mail.outbox) == 4


def test_a_closed_account_gets_no_code_that_works(client):
    person = Person.objects.create_user("bev@people.example", called="Bev", is_active=False)
    answer = ask_for_code(client, "bev@people.example")
    for message in mail.outbox:
        if found := re.search(r"\d{4} \d{4}", message.body):
            client.post(answer.url, {"code": found[0]})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.filter(user=person, verified=True).exists()


# --- what people type ---------------------------------------------------------------------------------------------
SCRIPT = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"""


def test_what_people_type_is_never_markup(group, facilitator, coordinator):
    group.name = f"Group {SCRIPT}"[:120]
    group.purpose = group.who_for = group.when_we_meet = group.contact_role = SCRIPT[:80]
    group.save()
    meeting = factories.meeting(group, facilitator, theme=SCRIPT, venue=SCRIPT, town=SCRIPT[:80], items=[SCRIPT],
                                expect=SCRIPT, access=SCRIPT, getting_there=SCRIPT, dial_in=SCRIPT, costs=SCRIPT, offered=SCRIPT, meets_you=SCRIPT)  # fmt: skip
    row = actions.book(
        meeting, request_key="0b6c4d7e-2f5c-4c8e-9a35-3c2f9a6f7c11", called=SCRIPT, reach="none", needs=SCRIPT
    )
    facilitator.called = SCRIPT
    facilitator.save()
    browser = signed_in(facilitator)
    address = [group.slug, meeting.slug]
    from meetings.emails import booking_path

    paths = ["/", "/meetings/", "/groups/", "/my-page/", group.get_absolute_url(), meeting.get_absolute_url()]
    paths += [reverse(f"meetings:{name}", args=address) for name in ("book", "sorry", "plan", "change", "register")]
    paths += [booking_path(row), reverse("meetings:item", args=[*address, factories.topic(meeting).pk])]
    seen = 0
    for path in paths:
        html = browser.get(path).content.decode()
        assert (
            "<script>alert" not in html and "<img src=x" not in html and "{{ 7" not in html.replace("{{ 7|add:7", "")
        ), path
        assert inline(html.replace("&lt;", "").replace("onerror=alert(2)&gt;", "")) == [], path
        seen += "&lt;script&gt;alert(1)" in html
    assert seen >= 10
