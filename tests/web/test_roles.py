"""Who may open what: every address of the service by every role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.domains.people import NOW, person

from dure.domains.accounts.models import User
from dure.domains.programmes.services.publish import publish_programme
from dure.domains.programmes.services.upload import upload_programme
from dure.library import library_bytes

ROLES = ("nobody", "merchant", "officer", "ministry", "executor_staff", "reviewer")
EVERYBODY = dict.fromkeys(ROLES, 200)
# Who has not signed in is asked to; who may not is refused.
OFFICERS = {**dict.fromkeys(ROLES, 403), "nobody": 302, "officer": 200}
READERS = {**OFFICERS, "ministry": 200}
NO_GET = {**OFFICERS, "officer": 405}

MATRIX: dict[str, tuple[str, dict[str, int]]] = {
    "home": ("/", EVERYBODY),
    "healthz": ("/healthz", EVERYBODY),
    "calls": ("/calls/", EVERYBODY),
    "call": ("/calls/tops-2025/", EVERYBODY),
    "eligibility": ("/calls/tops-2025/eligibility/", EVERYBODY),
    "officer_programmes": ("/officer/programmes/", READERS),
    "officer_upload": ("/officer/programmes/upload/", OFFICERS),
    "officer_version": ("/officer/programmes/{version}/", READERS),
    "officer_trial": ("/officer/programmes/{version}/trial/", NO_GET),
    "officer_publish": ("/officer/programmes/{version}/publish/", NO_GET),
    "session_extend": ("/session/extend/", dict.fromkeys(ROLES, 405)),
    "styleguide": ("/styleguide/", EVERYBODY),
}
OTHERS = ("account_", "mfa_", "set_language")
"""Addresses of the sign-in library and of Django: their own tests hold them."""


def client(role: str) -> Client:
    found = Client()
    if role == "merchant":
        found.force_login(User.objects.create_user("merchant@test.example", "secret-secret"))
    elif role != "nobody":
        found.force_login(User.objects.get(pk=person(role).user_id))
    return found


@pytest.fixture
def version(db) -> int:
    officer = person("officer", email="first@test.example")
    version = upload_programme(actor=officer, now=NOW, raw=library_bytes("tops-2025")).version_id
    publish_programme(actor=officer, now=NOW, version_id=version, reason="why")
    return version


@pytest.mark.parametrize("name", MATRIX)
def test_every_address_by_every_role(version, name):
    address, expected = MATRIX[name]
    found = {role: client(role).get(address.format(version=version)).status_code for role in ROLES}
    assert found == expected


def test_every_address_stands_in_the_matrix():
    names = {pattern.name for pattern in _patterns(get_resolver())}
    assert {name for name in names if name and not name.startswith(OTHERS)} == set(MATRIX)


@pytest.mark.parametrize("act", ["trial", "publish", "upload"])
def test_what_changes_something_is_refused_to_all_but_officers(version, act):
    address = {
        "trial": f"/officer/programmes/{version}/trial/",
        "publish": f"/officer/programmes/{version}/publish/",
        "upload": "/officer/programmes/upload/",
    }[act]
    found = {role: client(role).post(address).status_code for role in ROLES}
    assert found == {**dict.fromkeys(ROLES, 403), "nobody": 302, "officer": 422}


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in resolver.url_patterns:
        found += _patterns(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found
