"""``dure invite-officer``: a letter, or the address on the terminal; refused where there is an officer."""

from __future__ import annotations

import re

import pytest

from dure.cli.main import main
from dure.service import officers

WORDS = [
    "invite-officer",
    "new@agency.example",
    "--organisation",
    "agency",
    "--name",
    "전담기관",
    "--lang",
    "en",
]


@pytest.fixture
def on_the_tests_database(db, monkeypatch):
    # The database is there and migrated: neither is asked for again.
    from contextlib import nullcontext

    monkeypatch.setattr(officers, "running_database", lambda *_: nullcontext())
    monkeypatch.setattr("django.core.management.call_command", lambda *_a, **_k: None)


def test_a_letter_waits_for_the_worker_and_its_secret_is_not_shown(on_the_tests_database, capsys):
    from dure.domains.notices.models import Notice

    assert main(WORDS) == 0
    said = capsys.readouterr()
    assert said.out == "the letter goes out with the next run of the worker; it can be opened for 7 days\n"
    assert Notice.objects.get().secret.split("/")[2] not in said.out + said.err


def test_the_address_is_shown_where_it_is_asked_for_and_no_letter_is_written(on_the_tests_database, capsys):
    from dure.domains.accounts.invitations import open_invitation
    from dure.domains.notices.models import Notice
    from dure.settings.clock import now

    assert main([*WORDS, "--show-address"]) == 0
    shown = re.search(r"/invitations/([^/]+)/$", capsys.readouterr().out.strip())
    assert shown is not None
    assert open_invitation(shown[1], now()) is not None
    assert not Notice.objects.exists()


def test_with_an_officer_there_it_is_exit_2_and_nothing_is_written(on_the_tests_database, capsys):
    from tests.domains.people import person

    from dure.domains.accounts.models import Invitation

    person("officer")
    assert main(WORDS) == 2
    assert "there is an officer already" in capsys.readouterr().err
    assert not Invitation.objects.exists()
    assert main([*WORDS, "--another"]) == 0
    assert Invitation.objects.count() == 1
