"""Documents looked at in the browser: by whom they may be seen, noted, and nothing in them runs."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.files import pdf, png
from tests.domains.people import NOW, person
from tests.domains.reviews import CHAMPION, ROUND, TOPS, opened, staff

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.models import User
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.events.act import act
from dure.domains.privacy.models import AccessRecord
from dure.domains.review.models import Assignment
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.services.keep import keep_file

NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors "


@pytest.fixture(autouse=True)
def _inside_the_window(db, monkeypatch, settings, tmp_path):
    monkeypatch.setenv("DURE_NOW", NOW.isoformat())
    settings.DURE_PRIVATE_FILES = tmp_path


def client(who: SignedActor) -> Client:
    found = Client(headers={"accept-language": "ko"})
    found.force_login(User.objects.get(pk=who.user_id))
    return found


def handed_in(name: str = "등록증.pdf", content: bytes = b"", state: str = "accepted") -> ApplicationDocument:
    """Return a document of an application of owner@test.example that acorn was chosen for."""
    made = Application.objects.first() or application(
        merchant(1, owner=signed_up("owner@test.example")), published(), n=1, state="submitted",
        choices=("acorn",),
    )  # fmt: skip
    with act("test.keep", actor=SYSTEM, now=NOW) as this:
        file = keep_file(this, purpose="document", name=name, content=content or pdf())
    return ApplicationDocument.objects.create(
        application=made, document="business_registration", file=file, handed_in_at=NOW, state=state
    )


def looked(browser: Client, address: str) -> HttpResponse:
    """Return the answer to a look, read to its end: so the file is closed."""
    answer = browser.get(address)
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer  # type: ignore[return-value]


def looks() -> list[tuple[str, str, str]]:
    return list(AccessRecord.objects.order_by("pk").values_list("kind", "subject", "what"))


def test_an_officer_looks_at_a_pdf_in_a_frame_of_the_check_and_it_is_noted():
    held = handed_in()
    browser = client(person("officer"))
    page = browser.get(f"/officer/applications/{held.application_id}/").content.decode()
    assert f'href="/officer/documents/{held.pk}/view/" target="document-view"' in page
    assert '<iframe name="document-view"' in page
    before = len(looks())
    shown = browser.get(f"/officer/documents/{held.pk}/view/")
    assert b"".join(shown.streaming_content) == pdf()  # type: ignore[attr-defined]
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert shown["Content-Security-Policy"] == NOTHING + "'self'"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert shown["Cache-Control"] == "private, no-store"
    assert looks()[before:] == [("view", "application", "document business_registration")]
    # The page itself still lets nobody frame it, and loads frames of its own kind only.
    policy = browser.get(f"/officer/applications/{held.application_id}/")
    assert policy["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy["Content-Security-Policy"]
    assert "default-src 'self'" in policy["Content-Security-Policy"]


def test_a_picture_is_sandboxed_and_its_owner_frames_it_nowhere():
    held = handed_in("사진.png", png())
    owner = client(signed_up("owner@test.example"))
    shown = looked(owner, f"/my/applications/{held.application_id}/documents/{held.pk}/view/")
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Security-Policy"] == NOTHING + "'none'; sandbox"
    assert shown["X-Frame-Options"] == "DENY"
    assert looks() == [("view", "application", "document business_registration")]


@pytest.mark.parametrize(
    ("state", "said"), [("waiting", "바이러스 검사"), ("infected", "바이러스가 발견"), ("destroyed", "파기")]
)
def test_what_is_not_clean_is_neither_offered_nor_shown(state, said):
    held = handed_in()
    kept = StoredFile.objects.create(
        purpose="document", name="x.pdf", size=1, sha256="0" * 64, content_type="application/pdf",
        state="waiting", uploaded_at=NOW,
    )  # fmt: skip
    if state != "waiting":
        StoredFile.objects.filter(pk=kept.pk).update(state=state)
    ApplicationDocument.objects.filter(pk=held.pk).update(file=kept)
    browser = client(person("officer"))
    page = browser.get(f"/officer/applications/{held.application_id}/").content.decode()
    assert "/view/" not in page
    assert "<iframe" not in page
    answer = browser.get(f"/officer/documents/{held.pk}/view/")
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_kinds_that_a_browser_might_run_are_never_shown():
    held = handed_in()
    kept = StoredFile.objects.create(
        purpose="document", name="x.html", size=1, sha256="0" * 64, content_type="text/html", state="clean",
        uploaded_at=NOW,
    )  # fmt: skip
    ApplicationDocument.objects.filter(pk=held.pk).update(file=kept)
    browser = client(person("officer"))
    assert browser.get(f"/officer/documents/{held.pk}/view/").status_code == 404
    assert "/view/" not in browser.get(f"/officer/applications/{held.application_id}/").content.decode()


def test_executors_staff_look_at_documents_of_their_applicants_only():
    held = handed_in()
    address = f"/executor/{TOPS}/applicants/{held.application_id}/"
    acorn, otter = client(staff("acorn")), client(staff("otter"))
    assert f"{address}documents/{held.pk}/view/" in acorn.get(address).content.decode()
    before = len(looks())
    assert looked(acorn, f"{address}documents/{held.pk}/view/").status_code == 200
    assert looks()[before:] == [("view", "application", "document business_registration")]
    assert otter.get(f"{address}documents/{held.pk}/view/").status_code == 404
    stranger = client(signed_up("stranger@test.example"))
    assert stranger.get(f"{address}documents/{held.pk}/view/").status_code == 403
    assert len(looks()) == before + 1


def test_reviewers_look_at_documents_of_cases_that_they_declared_only():
    held = handed_in()
    Application.objects.update(state="accepted")
    opened(CHAMPION, [(held.application_id, "acorn")])
    who = person("reviewer", email="reviewer@test.example", kind="centre", code="university")
    case = Assignment.objects.create(
        programme=TOPS, round=ROUND, application_id=held.application_id, reviewer_id=who.user_id,
        assigned_at=NOW,
    )  # fmt: skip
    address = f"/reviewer/{TOPS}/{ROUND}/{held.application_id}/documents/{held.pk}/view/"
    assert client(who).get(address).status_code == 404
    assert looks() == []
    Assignment.objects.filter(pk=case.pk).update(declared_at=NOW)
    assert looked(client(who), address).status_code == 200
    assert looks() == [("view", "application", "document business_registration")]


def test_nobody_looks_at_a_document_of_another_business():
    held = handed_in()
    address = f"/my/applications/{held.application_id}/documents/{held.pk}/view/"
    assert client(signed_up("stranger@test.example")).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert looks() == []
