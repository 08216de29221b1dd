"""Settings about who is let in: read from outside, refused where they cannot be, strict in production."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from dure.engine.problems import Refused
from dure.settings.environment import proxies, staff_mfa


def test_the_second_factor_is_required_unless_told_otherwise():
    assert [staff_mfa(e) for e in ({}, {"DURE_STAFF_MFA": ""}, {"DURE_STAFF_MFA": "optional"})] == [
        "required",
        "required",
        "optional",
    ]
    with pytest.raises(Refused):
        staff_mfa({"DURE_STAFF_MFA": "no"})


def test_proxies_are_counted():
    assert [proxies(e) for e in ({}, {"DURE_PROXIES": "2"})] == [0, 2]
    for written in ("-1", "one", "1.5", "²"):
        with pytest.raises(Refused):
            proxies({"DURE_PROXIES": written})


@pytest.mark.parametrize(("told", "refused"), [("optional", True), ("required", False)])
def test_production_refuses_roles_without_a_second_factor(told, refused, tmp_path):
    everything = {
        "DURE_DATA_DIR": str(tmp_path), "DURE_DATABASE_URL": "postgresql:///none", "DURE_SECRET_KEY": "x",
        "DURE_DATA_KEYS": "x", "DURE_HOSTS": "example.kr", "DURE_NTS_URL": "https://example.kr/v1",
        "DURE_NTS_KEY": "x", "DURE_ADDRESS": "https://example.kr", "DURE_MAIL_URL": "smtps://a:b@example.kr",
        "DURE_MAIL_FROM": "a@example.kr", "DURE_CLAMD": "127.0.0.1:3310", "DURE_STAFF_MFA": told,
    }  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DURE_")}
    done = subprocess.run(
        [sys.executable, "-c", "import dure.settings.production"],
        env=kept | everything,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("settings.mfa_required" in done.stderr) is refused, done.stderr
    assert (done.returncode != 0) is refused, done.stderr
