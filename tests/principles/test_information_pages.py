import datetime as dt
import re

import pytest
from django.urls import reverse

from groups.models import JargonWord
from minutes import document

PAGES = ["information", "accessibility", "contact", "words", "rules"]
NEVER = ["user", "users", "portal", "stakeholder", "stakeholders", "recipient", "recipients", "submit", "simply"]
READ_OUT = (
    "We use the Chatham House Rule for this part. You can share what was said. Please do not say who said it, who was "
    "here, or which organisation they are from. If someone is at risk of serious harm we may have to tell someone. We "
    "will say so first if we can."
)
ON_THE_NOTES = (
    "These notes say what was discussed, agreed and asked. The group meets under the Chatham House Rule, so they do not "
    "say who was there or who said what. You may share them. If you think someone could be recognised, tell us and we "
    "will look at it straight away:"
)


def main_of(response):
    """The words of a page's main part, without markup."""
    html = response.content.decode()
    html = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def show(client, db):
    return lambda name: client.get(reverse(name))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_open_to_everybody_and_has_one_heading(show, name):
    response = show(name)

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_says_nothing_we_never_say(show, name):
    words = re.findall(r"[a-z]+", main_of(show(name)).lower())

    assert [word for word in NEVER if word in words] == []


@pytest.mark.parametrize("name", PAGES)
def test_page_speaks_in_short_sentences(show, name):
    html = show(name).content.decode()
    for paragraph in re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", html, re.DOTALL):
        text = " ".join(re.sub(r"<[^>]+>", " ", paragraph).split())
        if "Regulations 2018" in text:  # the law's own name
            continue
        for sentence in re.split(r"[.?!:]\s+", text):
            assert len(sentence.split()) <= 28, sentence


def test_contact_gives_phone_hours_and_mail(show, settings):
    settings.HELP_PHONE, settings.HELP_HOURS = "01632 960 999", "Sundays at noon"
    settings.HELP_EMAIL = "door@wendle.example"

    text = main_of(show("contact"))

    assert [words for words in ("01632 960 999", "Sundays at noon", "door@wendle.example") if words not in text] == []


def test_contact_gives_the_postal_address_only_when_there_is_one(show, settings):
    settings.HELP_POST = ""
    assert "Post" not in main_of(show("contact"))

    settings.HELP_POST = "1 Mill Lane, Wendleby"

    assert "Post 1 Mill Lane, Wendleby" in main_of(show("contact"))


def test_accessibility_statement_names_the_standard_the_law_and_who_enforces_it(show):
    text = main_of(show("accessibility"))

    for words in (
        "partially compliant",
        "version 2.2, level AA",
        "Equality and Human Rights Commission (EHRC)",
        "Accessibility Regulations 2018",
        "Equality Advisory and Support Service",
    ):
        assert words in text


def test_accessibility_statement_gives_the_day_somebody_last_went_through_it(show, settings):
    settings.ACCESSIBILITY_CHECKED = None
    assert "last went through it" not in main_of(show("accessibility"))

    settings.ACCESSIBILITY_CHECKED = dt.date(2027, 3, 4)

    assert "We last went through it on Thursday 4\u00a0March 2027.".replace("\u00a0", " ") in main_of(
        show("accessibility")
    )


def test_rules_page_gives_the_standard_words_unchanged(show):
    text = main_of(show("rules"))

    assert READ_OUT in text
    assert ON_THE_NOTES in text
    assert "This item was on the record." in text


def test_rules_page_says_what_the_notes_say():
    assert document.statement("chatham_house", document.PUBLIC, "01632 960 200") == f"{ON_THE_NOTES} 01632 960 200."


def test_words_page_groups_words_and_lets_the_host_say_it_better(show, bench_club):
    JargonWord.objects.create(group=None, word="co-production", meaning="Doing it together, says Wendle.")
    JargonWord.objects.create(group=None, word="zebra crossing", meaning="Stripes on a road.")
    JargonWord.objects.create(group=bench_club, word="Slat", meaning="A long thin piece of wood.")

    response = show("words")

    of_site = dict(response.context["of_site"])
    assert of_site["co-production"] == "Doing it together, says Wendle."
    assert "Co-production" not in of_site
    assert list(of_site)[-1] == "zebra crossing"
    assert response.context["of_groups"] == [(bench_club, [("Slat", "A long thin piece of wood.")])]
    assert "Words of The Bench Club" in main_of(response)


@pytest.mark.parametrize("how_many", [1, 3])
def test_words_page_takes_one_query_however_many_words(show, bench_club, django_assert_num_queries, how_many):
    for number in range(how_many):
        JargonWord.objects.create(group=bench_club, word=f"Word {number}", meaning="It means something.")

    with django_assert_num_queries(1):
        response = show("words")

    assert len(response.context["of_groups"][0][1]) == how_many
