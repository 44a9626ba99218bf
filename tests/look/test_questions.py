import datetime as dt
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines

from coproduction.controls import problems_of
from coproduction.fields import Checkboxes, DayField, PhoneField, Radios, TimeField, moment_of


class Booking(forms.Form):
    called = forms.CharField(
        label="What are you called?",
        help_text="A first name is enough.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "class": "govuk-input--width-20"}),
        error_messages={"required": "Tell us what to call you."},
    )
    reach = forms.ChoiceField(
        label="How can we reach you?",
        help_text="Pick one.",
        choices=[("email", "E-mail"), ("none", "Please don’t")],
        widget=Radios(reveals={"email": "email"}, divider="none", hints={"none": "We cannot tell you of changes."}),
    )
    email = forms.EmailField(label="Your e-mail address", required=False)
    needs = forms.MultipleChoiceField(
        label="What would help?", required=False, choices=[("a", "Large print"), ("b", "A lift")], widget=Checkboxes
    )
    day = DayField(label="When?")
    at = TimeField(label="What time?", required=False)
    people = forms.IntegerField(label="How many?", required=False)
    paper = forms.FileField(label="A paper", required=False)
    more = forms.CharField(label="Anything else?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    listed = forms.BooleanField(label="You may list my name", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(source, **context):
    return " ".join(engines["django"].from_string(source).render(context).split())


def attributes(html, id):
    return re.search(rf'<(?:input|textarea|select)[^>]*id="{id}"[^>]*>', html).group()


def test_crispy_draws_every_question_once_in_order_without_help_of_the_browser():
    html = drawn("{{ form|crispy }}", form=Booking())
    for name in ("called", "email", "at", "people", "paper", "more", "listed", "key"):
        assert html.count(f'name="{name}"') == 1
    assert " required" not in html and "maxlength" not in html
    assert html.index('name="called"') < html.index('name="reach"') < html.index('name="email"') < html.index("needs")
    assert 'autocomplete="given-name"' in attributes(html, "id_called")
    assert "govuk-input govuk-input--width-20" in attributes(html, "id_called")
    assert 'type="text"' in attributes(html, "id_people") and 'inputmode="numeric"' in attributes(html, "id_people")


def test_a_choice_brings_its_own_question_inside():
    html = drawn("{{ form|crispy }}", form=Booking())
    first, second = html.index('value="email"'), html.index('value="none"')
    assert first < html.index('name="email"') < second
    assert '<div class="govuk-radios__divider">or</div>' in html
    assert 'aria-describedby="id_reach_1-hint"' in html


def test_hint_and_problem_are_tied_to_the_control():
    form = Booking({"called": ""})
    html = drawn("{{ form.called|as_crispy_field }}", form=form)
    control = attributes(html, "id_called")
    assert 'aria-describedby="id_called-hint id_called-error"' in control and 'aria-invalid="true"' in control
    assert 'id="id_called-hint"' in html and 'id="id_called-error"' in html
    assert "Tell us what to call you." in html


def test_groups_of_choices_are_described_by_their_fieldset():
    html = drawn("{{ form.reach|as_crispy_field }}", form=Booking({}))
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_reach-hint id_reach-error">' in html
    assert "<legend" in html


def test_optional_is_said_behind_the_label_but_not_of_a_box_to_tick():
    html = drawn("{{ form|crispy }}", form=Booking())
    assert 'Anything else? <span class="co-optional">(optional)</span>' in html
    assert re.search(r"You may list my name\s*</label>", html)
    assert re.search(r"What are you called\?\s*</label>", html)


def test_a_question_can_be_the_heading_of_its_page():
    plain, group = Booking()["called"], Booking()["reach"]
    assert re.search(r"<h1[^>]*><label[^>]*for=.id_called", drawn("{% field f heading=True %}", f=plain))
    assert re.search(r"<legend[^>]*><h1[^>]*>How can we", drawn("{% field f heading=True %}", f=group))
    assert "<h1" not in drawn("{% field f %}", f=plain)


def test_everything_typed_comes_back_nonsense_too():
    typed = {
        "called": "Bev <b>",
        "day_0": "thirty",
        "day_1": "Sept",
        "day_2": "26",
        "at": "half six",
        "people": "lots",
        "needs": ["b"],
        "more": "x" * 9000,
        "listed": "on",
    }
    form = Booking(typed)
    assert not form.is_valid()
    html = drawn("{{ form|crispy }}", form=form)
    for words in ("Bev &lt;b&gt;", "thirty", "Sept", "half six", "lots", "x" * 9000):
        assert words in html
    assert 'value="b" checked' in html and re.search('name="listed" type="checkbox" checked', html)


def test_the_summary_links_each_problem_to_its_question_in_the_order_of_the_page():
    form = Booking({"called": "", "day_0": "1", "day_1": "", "day_2": "2026", "at": "elevenish"})
    html = drawn("{% error_summary form %}", form=form)
    assert re.findall('<a href="#([^"]+)"', html) == ["id_called", "id_reach_0", "id_day_1", "id_at"]
    assert "Please look at this again" in html and "We kept what you typed." in html
    page = drawn("{{ form|crispy }}", form=form)
    for problem in problems_of(form):
        assert f'id="{problem.target}"' in page


def test_a_question_without_words_of_its_own_names_itself():
    assert "Please answer this: How can we reach you?" in drawn("{% error_summary form %}", form=Booking({}))


def test_a_problem_of_the_whole_form_leads_to_its_first_question():
    form = Booking({"called": "Bev"})
    form.add_error(None, "Somebody else changed this.")
    assert '<a href="#id_called">Somebody else changed this.</a>' in drawn("{% error_summary form %}", form=form)


def test_no_summary_without_problems():
    assert drawn("{% error_summary form none %}", form=Booking(), none=None) == ""


def test_a_prefix_reaches_the_names_and_the_ids():
    html = drawn("{{ form|crispy }}{% error_summary form %}", form=Booking({}, prefix="one"))
    assert 'name="one-called"' in html and 'id="id_one-called"' in html and 'name="one-day_0"' in html
    assert 'href="#id_one-called"' in html


def read(field, value):
    try:
        return field.clean(value)
    except ValidationError as error:
        return error.code


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (["17", "9", "2026"], dt.date(2026, 9, 17)),
        ([" 17 ", "09", "2026"], dt.date(2026, 9, 17)),
        (["17", "September", "2026"], dt.date(2026, 9, 17)),
        (["17", "sept", "2026"], dt.date(2026, 9, 17)),
        (["29", "2", "2028"], dt.date(2028, 2, 29)),
        (["1", "1", "2000"], dt.date(2000, 1, 1)),
        (["31", "12", "2100"], dt.date(2100, 12, 31)),
        (["29", "2", "2026"], "invalid"),
        (["31", "6", "2026"], "invalid"),
        (["0", "6", "2026"], "day"),
        (["32", "6", "2026"], "day"),
        (["-1", "6", "2026"], "day"),
        (["١٧", "6", "2026"], "day"),
        (["²", "6", "2026"], "day"),
        (["1", "13", "2026"], "month"),
        (["1", "Smarch", "2026"], "month"),
        (["1", "se\x00p", "2026"], "month"),
        (["1", "1", "26"], "year"),
        (["1", "1", "1999"], "year"),
        (["1", "1", "2101"], "year"),
        (["1", "1", "9" * 5000], "year"),
        (["1", "1", "0000"], "year"),
        (["1", "", "2026"], "incomplete"),
        (["", "", ""], "required"),
        ([None, None, None], "required"),
    ],
)
def test_a_day_is_read_or_kindly_refused(typed, read_as):
    assert read(DayField(), typed) == read_as


def test_only_the_wrong_box_of_a_day_is_marked():
    html = drawn("{{ form.day|as_crispy_field }}", form=Booking({"day_0": "1", "day_1": "13", "day_2": "2026"}))
    assert "aria-invalid" not in attributes(html, "id_day_0")
    assert 'aria-invalid="true"' in attributes(html, "id_day_1")


def test_a_day_knows_whether_it_changed():
    field = DayField()
    assert not field.has_changed(dt.date(2026, 9, 7), ["7", "9", "2026"])
    assert field.has_changed(dt.date(2026, 9, 7), ["8", "9", "2026"])


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("6pm", dt.time(18)),
        ("6 PM", dt.time(18)),
        ("6:30pm", dt.time(18, 30)),
        ("6.30 p.m.", dt.time(18, 30)),
        ("630pm", dt.time(18, 30)),
        ("10:30am", dt.time(10, 30)),
        ("18:00", dt.time(18)),
        ("06:30", dt.time(6, 30)),
        ("0:15", dt.time(0, 15)),
        ("10:30", dt.time(10, 30)),
        ("18:30pm", dt.time(18, 30)),
        ("12 noon", dt.time(12)),
        ("noon", dt.time(12)),
        ("12 midnight", dt.time(0)),
        ("12pm", dt.time(12)),
        ("12:15am", dt.time(0, 15)),
        ("12:00", dt.time(12)),
        ("12", "twelve"),
        ("6", "half"),
        ("6:30", "half"),
        ("09", "half"),
        ("25:00", "invalid"),
        ("6:75pm", "invalid"),
        ("13am", "invalid"),
        ("six", "invalid"),
        ("9" * 5000, "invalid"),
        ("6\x00pm", "invalid"),
        ("٦pm", "invalid"),
        ("", "required"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, read_as):
    assert read(TimeField(), typed) == read_as


def test_a_stored_time_is_shown_as_people_write_it():
    form = Booking(initial={"at": dt.time(18, 30), "day": dt.date(2026, 9, 17)})
    html = drawn("{{ form|crispy }}", form=form)
    assert 'value="6:30pm"' in attributes(html, "id_at")
    assert 'value="17"' in attributes(html, "id_day_0") and 'value="2026"' in attributes(html, "id_day_2")


def test_an_hour_that_the_clocks_leave_out_is_refused():
    with pytest.raises(ValidationError):
        moment_of(dt.date(2026, 3, 29), dt.time(1, 30))
    assert moment_of(dt.date(2026, 3, 29), dt.time(18)).isoformat() == "2026-03-29T18:00:00+01:00"
    assert moment_of(dt.date(2026, 10, 25), dt.time(1, 30)).isoformat() == "2026-10-25T01:30:00+01:00"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("07700 900 123", "07700 900 123"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("07700 9", "invalid"),
        ("call me", "invalid"),
        ("", "required"),
    ],
)
def test_a_phone_number_is_kept_as_it_was_written(typed, read_as):
    assert read(PhoneField(), typed) == read_as
