"""The servers and programs the tests lean on do what they should, and judge what is wrong as wrong."""

import socket

import psycopg
import pytest
import redis
import weasyprint

from conftest import LeavingThisMachine
from tests.services import verapdf
from tools import machine

PAGE = '<html lang="en-GB"><head><title>Notes</title></head><body><h1>Notes</h1><p>We met.</p></body></html>'


def test_verapdf_tells_a_compliant_file_from_others(tmp_path):
    good, plain, broken = (tmp_path / name for name in ("good.pdf", "plain.pdf", "broken.pdf"))
    weasyprint.HTML(string=PAGE).write_pdf(good, pdf_variant="pdf/ua-1")
    weasyprint.HTML(string=PAGE).write_pdf(plain)
    broken.write_bytes(b"no PDF")

    of_good, of_plain, of_broken = verapdf([good, plain, broken])

    assert of_good == (True, [])
    assert not of_plain.compliant
    assert [failure.split()[0] for failure in of_plain.failures] == ["6.2-1", "7.1-10", "7.1-11", "7.1-3", "7.1-8"]
    assert not of_broken.compliant
    assert len(of_broken.failures) == 1


def test_verapdf_of_nothing_is_nothing():
    assert verapdf([]) == []


def test_redis_is_real_and_empty_for_each_test(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")
        assert client.get("left") == b"behind"
        assert client.info("server")["redis_version"] >= "6.2"


test_redis_is_empty_again = test_redis_is_real_and_empty_for_each_test


def test_postgres_is_real_and_speaks_utf8(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT 'Łucja ' || current_setting('server_encoding')").fetchone() == ("Łucja UTF8",)
        assert connection.info.server_version >= 140000


def test_missing_things_are_named_with_the_command_that_brings_them(monkeypatch):
    monkeypatch.setattr(machine, "chromium", lambda: None)
    with pytest.raises(machine.Missing, match="Chromium.*apt-get install chromium"):
        machine.need("chromium")


@pytest.mark.security
def test_no_connection_leaves_this_machine():
    with pytest.raises(LeavingThisMachine), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(LeavingThisMachine):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.browser
def test_the_browser_is_there_and_cannot_leave_this_machine(page):
    page.set_content("<h1>Here</h1>")
    assert page.get_by_role("heading").inner_text() == "Here"
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
