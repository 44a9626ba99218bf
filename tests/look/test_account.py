import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from coproduction.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def ask(client, email, **more):
    return client.post(reverse("account_login"), {"email": email, **more})


def code_in(message):
    return re.search(r"^ {4}([0-9]{4} [0-9]{4})$", message.body, re.M).group(1)


def test_somebody_signs_in_with_a_code(client):
    person = Person.objects.create_user("bev@mill.example", called="Bev")
    answer = ask(client, "Bev@mill.example", next="/groups/")
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_confirm_login_code"))
    message = mail.outbox[0]
    assert message.to == ["bev@mill.example"] and message.subject == "Your code to sign in"
    answer = client.post(answer.url, {"code": code_in(message).replace(" ", ""), "next": "/groups/"})
    assert answer.url == "/groups/"
    assert int(client.session["_auth_user_id"]) == person.pk
    assert EmailAddress.objects.get(user=person).verified


def test_a_wrong_code_is_answered_kindly_and_three_end_it(client):
    Person.objects.create_user("bev@mill.example")
    page = ask(client, "bev@mill.example").url
    html = client.post(page, {"code": "1"}).content.decode()
    assert "That is not the code." in html and "Please look at this again" in html
    client.post(page, {"code": "2"})
    assert client.post(page, {"code": "3"}).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_the_answer_does_not_tell_whether_an_address_is_known(client):
    Person.objects.create_user("known@mill.example")

    def seen(email):
        client.cookies.clear()
        answer = ask(client, email)
        page = client.get(answer.url).content.decode().replace(email, "ADDRESS")
        return answer.status_code, answer.url, re.sub(r'value="[A-Za-z0-9]{64}"', "", page)

    assert seen("known@mill.example") == seen("never@mill.example")
    assert [m.to for m in mail.outbox] == [["known@mill.example"], ["never@mill.example"]]
    assert "there is no code" in mail.outbox[1].body


def test_joining_asks_for_a_name_and_a_proof_of_the_address(client):
    answer = client.post(reverse("account_signup"), {"called": "Dilys", "email": "Dilys@mill.example"})
    assert answer.url == reverse("account_email_verification_sent")
    person = Person.objects.get(email="dilys@mill.example")
    assert person.called == "Dilys" and not person.has_usable_password()
    assert "_auth_user_id" not in client.session
    assert "dilys@mill.example" in client.get(answer.url).content.decode()
    client.post(answer.url, {"code": code_in(mail.outbox[0])})
    assert int(client.session["_auth_user_id"]) == person.pk


def test_joining_twice_looks_the_same_and_makes_nobody(client):
    Person.objects.create_user("dilys@mill.example", called="Dilys")
    answer = client.post(reverse("account_signup"), {"called": "Nobody", "email": "dilys@mill.example"})
    assert answer.url == reverse("account_email_verification_sent")
    assert client.get(answer.url).status_code == 200
    assert Person.objects.count() == 1 and Person.objects.get().called == "Dilys"
    assert "You have one with us already" in mail.outbox[0].body


def test_links_in_messages_do_not_follow_the_request(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(reverse("account_login"), {"email": "a@mill.example"}, headers={"host": "elsewhere.example"})
    assert "elsewhere" not in mail.outbox[0].body
    assert settings.SITE_URL + reverse("account_signup") in mail.outbox[0].body


def test_every_message_is_plain_neutral_and_to_one_address(client, settings):
    settings.SITE_NAME = "Salt & Sea’s “Together”"
    Person.objects.create_user("one@mill.example")
    ask(client, "one@mill.example")
    ask(client, "two@mill.example")
    client.post(reverse("account_signup"), {"called": "X", "email": "one@mill.example"})
    client.cookies.clear()
    client.post(reverse("account_signup"), {"called": "X", "email": "three@mill.example"})
    assert len(mail.outbox) >= 3
    for message in mail.outbox:
        assert len(message.to) == 1 and not message.cc and not message.bcc
        assert "Salt & Sea’s “Together”" in message.body and "&amp;" not in message.body
        assert "Salt" not in message.subject and "\n" not in message.subject
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_many_codes_in_a_short_time_are_not_sent(client):
    Person.objects.create_user("bev@mill.example")
    for _time in range(5):
        client.cookies.clear()
        ask(client, "bev@mill.example")
    assert len(mail.outbox) == 3


def test_signing_out_is_asked_once_and_said(client):
    client.force_login(Person.objects.create_user("bev@mill.example"))
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session
    answer = client.post(reverse("account_logout"), follow=True)
    assert "You have signed out." in answer.content.decode()


def test_there_is_no_way_to_a_password():
    for name in ("change_password", "set_password", "reset_password", "reauthenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(f"account_{name}")


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_inactive"])
def test_pages_have_one_heading_and_no_placeholder(client, name):
    html = client.get(reverse(name)).content.decode()
    assert html.count("<h1") == 1 and "placeholder" not in html and " required" not in html
