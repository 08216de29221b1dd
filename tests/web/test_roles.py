"""Who may open what: every address of the service by every role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import person
from tests.web.matrix import executor, officer, people, public, reviewer
from tests.web.matrix import merchant as merchant_rows
from tests.web.matrix.rows import ROLES

from dure.domains.accounts.models import User

AUDIENCES: tuple[ModuleType, ...] = (public, merchant_rows, executor, reviewer, officer, people)
MATRIX = {name: row for audience in AUDIENCES for name, row in audience.ROWS.items()}
OTHERS = ("account_", "mfa_", "set_language")
"""Addresses of the sign-in library and of Django: their own tests hold them."""


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
    }


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """Return what addresses are filled in with: made once for all of them, gone afterwards."""
    with django_db_blocker.unblock(), _taken_back():
        yield _world()
    connection.close()


@pytest.fixture
def world(built) -> Iterator[dict[str, Any]]:
    """Return the world as it was built: what a page changes is taken back after each test."""
    with _taken_back():
        yield built


@contextmanager
def _taken_back() -> Iterator[None]:
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own tests do: an act is not inside of anything else
    with block:
        yield
        transaction.set_rollback(True)


def _world() -> dict[str, Any]:
    who = actors()
    version = published()
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
    found = Client()
    if role != "nobody":
        found.force_login(User.objects.get(pk=world["actors"][role].user_id))
    return found


@pytest.mark.parametrize("name", MATRIX)
def test_every_address_by_every_role(world, name):
    address, expected = MATRIX[name]
    found = {role: client(role, world).get(address.format(**world)).status_code for role in ROLES}
    assert found == expected


def test_every_address_stands_in_the_matrix():
    names = {pattern.name for pattern in _patterns(get_resolver())}
    assert {name for name in names if name and not name.startswith(OTHERS)} == set(MATRIX)


@pytest.mark.parametrize("act", ["trial", "publish", "upload"])
def test_what_changes_something_is_refused_to_all_but_officers(world, act):
    address = {
        "trial": "/officer/programmes/{version}/trial/",
        "publish": "/officer/programmes/{version}/publish/",
        "upload": "/officer/programmes/upload/",
    }[act].format(**world)
    found = {role: client(role, world).post(address).status_code for role in ROLES}
    assert found == {**dict.fromkeys(ROLES, 403), "nobody": 302, "officer": 422}


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in resolver.url_patterns:
        found += _patterns(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found
