from django.template import engines

FRAME = {"site_name": "Salt & Sea", "host_name": "A charity", "help_phone": "01632 960 114"}


def drawn(base, name):
    source = (
        '{% extends "'
        + base
        + '" %}{% block content %}Hello {{ name }}.{% endblock %}{% block why %}You booked.{% endblock %}'
    )
    return engines["django"].from_string(source).render({"name": name, **FRAME})


def test_the_plain_part_is_not_html():
    text = drawn("emails/base.txt", "O’Shea <b> & co")
    assert text.startswith("Hello O’Shea <b> & co.\n\n--\nYou booked.\nIt went to you alone.\n")
    assert "Salt & Sea is run by A charity." in text and "ring 01632 960 114" in text


def test_the_html_part_is_escaped_and_fetches_nothing():
    html = drawn("emails/base.html", "<script>")
    assert "Hello &lt;script&gt;." in html and "Salt &amp; Sea" in html
    assert "<img" not in html and "http" not in html and "<link" not in html and "<script" not in html
    assert html.lstrip().startswith("<!DOCTYPE html>")


def test_the_button_escapes_what_it_is_given():
    piece = engines["django"].from_string('{% include "emails/_button.html" with url=u text=t only %}')
    assert "<b>" not in piece.render({"u": '"><b>', "t": "<b>"})
