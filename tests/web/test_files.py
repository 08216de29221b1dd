"""Handing out files: saved and not shown, under their own name, only when clean and whole."""

from __future__ import annotations

import uuid

import pytest
from django.test import RequestFactory
from tests.domains.files import pdf
from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.uploads import store
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.services.keep import keep_file
from dure.web.people.files import file_response

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DURE_PRIVATE_FILES = tmp_path


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/")
    request.actor, request.now = SYSTEM, NOW
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    return request


def keep() -> StoredFile:
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        return keep_file(this, purpose="document", name="사업자 등록증.pdf", content=pdf())


def test_a_file_is_saved_under_its_name_and_nothing_in_it_runs(request_):
    response = file_response(request_, keep())
    assert b"".join(response.streaming_content) == pdf()  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%EC%82%AC%EC%97%85%EC%9E%90%20%EB%93%B1%EB%A1%9D%EC%A6%9D.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == len(pdf())
    response.close()


@pytest.mark.parametrize(
    ("state", "said"), [("waiting", "바이러스 검사"), ("infected", "바이러스가 발견"), ("destroyed", "파기")]
)
def test_what_is_not_clean_is_not_handed_out_and_why_is_told(request_, state, said):
    kept = StoredFile(id=uuid.uuid4(), state=state)
    response = file_response(request_, kept)
    assert response.status_code == 409
    assert said in response.content.decode()  # type: ignore[attr-defined]


def test_a_damaged_file_is_not_handed_out(request_):
    kept = keep()
    store.path_of(kept.pk).write_bytes(b"other")
    assert file_response(request_, kept).status_code == 500
