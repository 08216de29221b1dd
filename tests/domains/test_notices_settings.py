"""What is told from outside about mail and the virus scan; what cannot be read is refused."""

from __future__ import annotations

import pytest

from dure.engine.problems import Refused
from dure.settings.mail import FOLDER, SMTP, Mail, mail_of
from dure.settings.scanning import clamd, virus_scan


def test_without_a_server_letters_go_to_a_folder():
    assert mail_of({}) == mail_of({"DURE_MAIL_URL": "folder:"}) == Mail(FOLDER, "no-reply@localhost")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://u:p@mail.example", 587, True, False),
        ("smtps://u:p@mail.example", 465, False, True),
        ("smtp+plain://u:p@mail.example", 25, False, False),
        ("smtp://u:p@mail.example:2525", 2525, True, False),
    ],
)
def test_the_address_says_how_letters_are_carried(url, port, starttls, tls):
    found = mail_of({"DURE_MAIL_URL": url, "DURE_MAIL_FROM": "a@b.example"})
    assert found == Mail(SMTP, "a@b.example", "mail.example", port, "u", "p", starttls, tls)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://u:secret@mail.example", "smtp://u:secret@:25", "smtp://h:x"]
)
def test_an_address_that_is_none_is_refused_without_repeating_its_password(url):
    with pytest.raises(Refused) as refused:
        mail_of({"DURE_MAIL_URL": url})
    assert "secret" not in str(refused.value)


def test_the_scanner_is_a_host_with_a_port_or_a_path():
    assert [clamd({"DURE_CLAMD": told}) for told in ("", "h:3310", "/run/c.sock")] == [
        "",
        "h:3310",
        "/run/c.sock",
    ]
    for wrong in ("host", "host:", ":3310", "host:x", "host:70000"):
        with pytest.raises(Refused):
            clamd({"DURE_CLAMD": wrong})


def test_files_are_scanned_unless_it_is_told_off_or_development_has_no_scanner():
    assert virus_scan({}) is True
    assert virus_scan({"DURE_VIRUS_SCAN": "off"}) is False
    assert virus_scan({}, off_by_default=True) is False
    assert virus_scan({"DURE_CLAMD": "h:1"}, off_by_default=True) is True
    with pytest.raises(Refused):
        virus_scan({"DURE_VIRUS_SCAN": "maybe"})
