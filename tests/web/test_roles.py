"""Who may open what: every address of the service by every role."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.matrix.rows import ROLES
from tests.web.matrix.world import MATRIX, client

OTHERS = ("account_", "mfa_", "set_language")
"""Addresses of the sign-in library and of Django: their own tests hold them."""


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
