"""By night: what has no more time goes, and what is under older keys is written anew."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.domains.builders import application, merchant, published
from tests.domains.people import NOW, person
from tests.jobs.running import run_task

from dure.domains.accounts.models import Invitation, Organisation, User
from dure.domains.applications.models import Application
from dure.domains.privacy.models import AccessRecord, Destruction
from dure.domains.privacy.services.rewrap import waiting

OVER = "2030-10-17T03:15:00+09:00"


@pytest.fixture
def records(db) -> Application:
    made = application(merchant(1), published(), n=1)
    AccessRecord.objects.create(at=NOW, kind="view", subject="merchant", subject_id="1", what="page")
    Invitation.objects.create(
        organisation=Organisation.objects.get(), role="officer", email="x@test.example", email_blind="x",
        token_hash="x", invited_at=NOW, expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    return made


def test_before_the_day_nothing_goes(records, monkeypatch):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    run_task("privacy.destroy_due")
    assert Destruction.objects.count() == 0
    assert Application.objects.get().name != ""
    assert Invitation.objects.get().state == "open"


def test_from_the_day_on_it_goes_once(records, monkeypatch):
    monkeypatch.setenv("DURE_NOW", OVER)
    for _ in range(2):
        run_task("privacy.destroy_due")
    assert Application.objects.get().name == ""
    assert {d.what for d in Destruction.objects.all()} == {"applications", "revisions", "accesses"}
    assert {d.by_id for d in Destruction.objects.all()} == {None}
    assert Destruction.objects.filter(what="applications").get().at == datetime.fromisoformat(OVER)
    assert Destruction.objects.count() == 3
    assert AccessRecord.objects.count() == 0
    assert (Invitation.objects.get().state, Invitation.objects.get().email) == ("lapsed", "")


def test_what_is_under_an_older_key_is_written_anew(db, settings):
    settings.DURE_DATA_KEYS = ["old"]
    who = person()
    User.objects.filter(pk=who.user_id).update(name="김하나")
    settings.DURE_DATA_KEYS = ["new", "old"]
    assert waiting() == 1
    run_task("privacy.rewrap")
    assert waiting() == 0
    settings.DURE_DATA_KEYS = ["new"]
    assert User.objects.get(pk=who.user_id).name == "김하나"
