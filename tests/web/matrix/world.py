"""The world of the role matrix: everybody who may ask, and something at every address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.db import transaction
from django.test import Client
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.diagnosing import with_forms
from tests.domains.matching import PAIRINGS
from tests.domains.people import person
from tests.web.matrix import (
    agreements,
    benefits,
    bodies,
    claims,
    diagnosis,
    executor,
    funds,
    matching,
    measured,
    officer,
    payments,
    people,
    public,
    recoveries,
    referrals,
    reviewer,
    voting,
    vouchers,
)
from tests.web.matrix import merchant as merchant_rows

from dure.domains.accounts.models import User

AUDIENCES: tuple[ModuleType, ...] = (
    public,
    merchant_rows,
    diagnosis,
    matching,
    agreements,
    bodies,
    funds,
    claims,
    payments,
    recoveries,
    benefits,
    vouchers,
    referrals,
    executor,
    reviewer,
    officer,
    people,
    voting,
    measured,
)
MATRIX = {name: row for audience in AUDIENCES for name, row in audience.ROWS.items()}


def actors() -> dict[str, Any]:
    """Return the actor of each role but nobody."""
    return {
        "newcomer": signed_up("newcomer@test.example"),
        "merchant": signed_up("merchant@test.example"),
        "other_merchant": signed_up("other@test.example"),
        "officer": person("officer"),
        "ministry": person("ministry", kind="ministry", code="ministry"),
        "executor_staff": person("executor_staff", kind="executor", code="acorn"),
        "other_executor": person("executor_staff", email="otter@test.example", kind="executor", code="otter"),
        "reviewer": person("reviewer"),
        "provider": person("seller", email="haesol@test.example", kind="provider", code="haesol"),
        "accountant": person("accountant", kind="accountant", code="ledger-house"),
        "association": person("association_staff", kind="association", code="shop-guild"),
        "centre": person("centre_staff", kind="centre", code="gangwon-centre"),
    }


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what is written within."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own tests do: an act is not inside of anything else
    with block:
        yield
        transaction.set_rollback(True)


def whole_world() -> dict[str, Any]:
    """Return what addresses are filled in with: made once for all of them."""
    who = actors()
    version = published(with_forms() + PAIRINGS.encode() + matching.RUN_BY_EXECUTORS.encode())
    mine = merchant(1, owner=who["merchant"])
    made = {
        "actors": who,
        "version_row": version,
        "version": version.pk,
        "merchant": mine.pk,
        "application": application(mine, version, choices=("acorn",), n=1).pk,
        "other": merchant(2, owner=who["other_merchant"]).pk,
    }
    for audience in AUDIENCES:
        if hasattr(audience, "world"):
            audience.world(made)
    return made


def client(role: str, world: dict[str, Any]) -> Client:
    """Return a browser in which somebody of a role is signed in."""
    found = Client()
    if role != "nobody":
        found.force_login(User.objects.get(pk=world["actors"][role].user_id))
    return found
