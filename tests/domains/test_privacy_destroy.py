"""Destruction: once the time is over, what tells of persons goes, and what decided stays."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SYSTEM, SignedActor
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.agreements.models import Proposal, ProposalDocument
from dure.domains.applications.models import (
    Application,
    ApplicationDocument,
    ImportRun,
    Nomination,
    Revision,
    Supplement,
)
from dure.domains.applications.services.destroy import destroy_records, would_go
from dure.domains.benefits.elsewhere import ELSEWHERE
from dure.domains.diagnosis.models import DiagnosisEvidence, DiagnosisSheet
from dure.domains.events.models import Event
from dure.domains.merchants.models import Merchant
from dure.domains.notices.models import Notice
from dure.domains.privacy.models import AccessRecord, Destruction
from dure.domains.privacy.services.forget_accesses import forget_accesses
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import RecusalRequest, ScoreSheet, ScoreUpload
from dure.domains.selection.models import Decision, Objection, Selection
from dure.domains.uploads import store
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused
from dure.library import library_bytes

OVER = datetime.fromisoformat("2030-10-17T00:00:00+09:00")
"""TOPS 2025 ends with its last announcement on 17 October 2025, and its records are kept for 60 months."""


def destroy(who: SignedActor = SYSTEM, now: datetime = OVER, **more: Any) -> dict[str, int]:
    given: dict[str, Any] = {
        "programme": "tops-2025",
        "reason": "보유기간 만료",
        "elsewhere": ELSEWHERE,
    } | more
    return destroy_records(actor=who, now=now, **given)


def stored(purpose: str) -> StoredFile:
    file_id = uuid.uuid4()
    store.write(file_id, b"bytes")
    return StoredFile.objects.create(
        id=file_id, purpose=purpose, name="홍길동.pdf", size=5, sha256="0" * 64,
        content_type="application/pdf", state="clean", uploaded_at=NOW,
    )  # fmt: skip


@pytest.fixture
def version(db) -> ProgrammeVersion:
    return published()


@pytest.fixture
def records(version) -> Application:
    """Return an application with everything that tells of a person."""
    owner = signed_up("owner@test.example")
    shop = merchant(1, owner=owner)
    Merchant.objects.filter(pk=shop.pk).update(
        owner_name="홍길동", phone="01012345678", email="h@test.example", address="춘천시 가상로 1"
    )
    made = application(shop, version, n=1, state="refused", made_by_id=owner.user_id)
    Application.objects.filter(pk=made.pk).update(
        answers={"plan": "제 이름은 홍길동"}, refusal_reason="홍길동 님께",
        draft={"files": {"licence": {"id": str(stored("document").pk)}}},
    )  # fmt: skip
    ApplicationDocument.objects.create(
        application=made, document="tax", file=stored("document"), note="홍길동 님의 서류", handed_in_at=NOW
    )
    Supplement.objects.create(
        application=made, items=[{"kind": "fact", "name": "phone", "note": "홍길동 님"}], state="answered",
        asked_at=NOW, due_at=NOW, difference={"fact.phone": ["1", "2"]},
    )  # fmt: skip
    Nomination.objects.create(
        programme="tops-2025", executor="acorn", merchant=shop, reason="홍길동 추천", nominated_at=NOW,
        token_hash="x",
    )  # fmt: skip
    ImportRun.objects.create(
        programme="tops-2025", file=stored("import"), error_sheet=stored("error_sheet"), made_at=NOW,
        good_rows=stored("import_rows"), problems=[{"code": "cell", "written": "홍길동"}],
    )  # fmt: skip
    Notice.objects.create(
        merchant_id=shop.pk, email="h@test.example", template="decision", key="k", state="none", made_at=NOW
    )
    selection = Selection.objects.create(
        programme="tops-2025", version=version, stage="consult", state="proposed", seed="s",
        inputs=stored("inputs"), decisions_sha256="0" * 64, proposed_at=NOW, proposed_reason="r",
    )  # fmt: skip
    decision = Decision.objects.create(
        selection=selection, application=made, application_no="TOPS-2025-000001", decision="refused",
        reason="below",
    )  # fmt: skip
    proposal = Proposal.objects.create(
        programme="tops-2025", firm="가상기업", contact_name="홍길동", contact_phone="010-1234-5678",
        made_by_id=owner.user_id, made_at=NOW, changed_at=NOW,
    )  # fmt: skip
    ProposalDocument.objects.create(
        proposal=proposal, document="plan", file=stored("document"), handed_in_at=NOW
    )
    Objection.objects.create(
        application=made, decision=decision, grounds="홍길동이 말하기를", file=stored("objection"),
        filed_by_id=1, filed_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    Objection.objects.create(
        application=made, refused_at=NOW, refused_reason="홍길동의 확인서", grounds="홍길동이 또 말하기를",
        file=stored("objection"), filed_by_id=1, filed_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    sheet = ScoreSheet.objects.create(
        programme="tops-2025", stage="consult", application=made, executor="acorn", changed_at=NOW,
        items={"product": 80_000}, total=80_000, comment="홍길동 대표의 말투가 좋지 않음",
    )  # fmt: skip
    ScoreSheet.objects.filter(pk=sheet.pk).update(comment="홍길동 대표는 성실함", state="submitted")
    ScoreUpload.objects.create(
        programme="tops-2025", stage="consult", executor="acorn", file=stored("scores"), made_at=NOW,
        problems=[{"code": "scores.mark", "params": {"written": "홍길동"}}],
    )  # fmt: skip
    RecusalRequest.objects.create(
        programme="tops-2025", application=made, about="홍길동", grounds="홍길동의 경쟁자", state="refused",
        answer="홍길동과 무관함", asked_by_id=1, asked_at=NOW,
    )  # fmt: skip
    diagnosis = DiagnosisSheet.objects.create(
        programme="tops-2025", version_id=made.version_id, form="online", form_hash="0" * 64,
        application=made, filled_by="expert", expert_id=person().user_id, note="홍길동 대표는 성실함",
        typed={"items": {"a": ["홍길동"]}}, begun_at=NOW, changed_at=NOW,
    )  # fmt: skip
    DiagnosisSheet.objects.filter(pk=diagnosis.pk).update(note="홍길동 대표는 사진을 바꿀 것")
    DiagnosisEvidence.objects.create(sheet=diagnosis, item="a", file=stored("diagnosis"), added_at=NOW)
    return made


def everything() -> str:
    """Return what the tables of the subjects hold, and their history, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name LIKE 'applications_%' OR table_name LIKE 'merchants_%'"
            " OR table_name LIKE 'diagnosis_%' OR table_name LIKE 'selection_%' OR table_name LIKE 'review_%'"
            " OR table_name LIKE 'events_event')"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in sorted(tables):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_what_tells_of_persons_goes_and_what_decided_stays(records, django_capture_on_commit_callbacks):
    files = {f.purpose: f.pk for f in StoredFile.objects.all()}
    assert "홍길동" in everything()
    preview = would_go("tops-2025", ELSEWHERE)
    with django_capture_on_commit_callbacks(execute=True):
        counts = destroy()
    assert counts == {
        "files": 10, "letters": 1, "merchants": 1, "applications": 1, "revisions": 1, "notes": 1,
        "supplements": 1, "nominations": 1, "imports": 1, "diagnoses": 1, "objections": 2,
        "remarks": 1, "score_uploads": 1, "recusals": 1, "proposals": 1,
    }  # fmt: skip
    # What there is nothing of stands in the preview alone.
    assert {name: number for name, number in preview.items() if number} == counts
    assert "홍길동" not in everything()
    row = Application.objects.get()
    assert (row.name, row.search, row.answers, row.draft, row.made_by_id) == ("", "", {}, {}, None)
    assert (row.application_no, row.state, row.choices) == ("TOPS-2025-000001", "refused", ["acorn"])
    assert row.facts is not None
    assert (row.facts["region"], row.region) == ("5111000000", "5111000000")
    assert (row.facts["ksic"], row.facts["annual_sales"]) == ("47912", 240_000_000)
    assert (row.facts["opened_on"], row.facts["owner_birth_year"], row.facts["mail_order_no"]) == (
        "2019-01-01",
        None,
        None,
    )
    assert row.facts["has.mail_order_no"] is True
    assert Revision.objects.get().facts == row.facts
    assert Supplement.objects.get().items == [{"kind": "fact", "name": "phone"}]
    assert Decision.objects.get().reason == "below"
    shop = Merchant.objects.get()
    assert (shop.owner_name, shop.phone, shop.email, shop.address) == ("", "", "", "")
    gone = {f.purpose for f in StoredFile.objects.filter(state="destroyed")}
    assert gone == {"document", "import", "import_rows", "error_sheet", "diagnosis", "objection", "scores"}
    sheet = ScoreSheet.objects.get()
    assert (sheet.comment, sheet.total, sheet.items) == ("", 80_000, {"product": 80_000})
    assert {purpose for purpose, pk in files.items() if store.path_of(pk).exists()} == {"inputs"}
    assert {f.name for f in StoredFile.objects.filter(state="destroyed")} == {""}


def test_it_leaves_a_record_of_what_and_how_much_and_never_of_whom(records):
    officer = person("officer", email="publisher@test.example")
    counts = destroy(officer)
    kept = {d.what: d.count for d in Destruction.objects.all()}
    assert kept == counts
    one = Destruction.objects.filter(what="applications").get()
    assert (one.programme, one.reason, one.at, one.by_id) == (
        "tops-2025", "보유기간 만료", OVER, officer.user_id,
    )  # fmt: skip
    assert one.basis == "retention: 60 months from programme_end, over on 2030-10-17"
    assert (
        Event.objects.get(act="programme.destroy_records", subject="programme").details["destroyed"] == counts
    )
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Destruction.objects.update(count=0)


def test_again_there_is_nothing_left(records):
    destroy()
    before = Destruction.objects.count(), Event.objects.count()
    assert destroy() == {}
    assert (Destruction.objects.count(), Event.objects.count()) == before
    assert set(would_go("tops-2025", ELSEWHERE).values()) == {0}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_destroy_once():
    version = published()
    shop = merchant(1)
    Merchant.objects.filter(pk=shop.pk).update(phone="01012345678")
    application(shop, version, n=1)

    def once(_n: int) -> dict[str, int]:
        try:
            return destroy()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        found = list(two.map(once, (1, 2)))
    assert sorted(map(len, found)) == [0, 3]
    assert Destruction.objects.filter(what="applications").count() == 1


@pytest.mark.parametrize(
    ("now", "reason", "code"),
    [
        (OVER - timedelta(microseconds=1), "why", "destroy.early"),
        (OVER, " ", "destroy.reason"),
    ],
)
def test_before_its_time_or_without_a_reason_nothing_goes(records, now, reason, code):
    with pytest.raises(Refused) as refused:
        destroy(now=now, reason=reason)
    assert refused.value.problems[0].code == code
    assert Application.objects.get().answers != {}
    assert Destruction.objects.count() == 0


@pytest.mark.parametrize("role", ["ministry", "executor_staff", "reviewer"])
def test_only_officers_destroy(records, role):
    with pytest.raises(NotAllowed):
        destroy(person(role))
    assert Application.objects.get().answers != {}


def test_a_programme_that_tells_no_period_keeps_its_records(db):
    raw = library_bytes("tops-2025").replace(b"counted_from: programme_end", b"counted_from: settlement")
    published(raw)
    with pytest.raises(Refused) as refused:
        destroy()
    assert refused.value.problems[0].code == "destroy.no_period"


def test_contacts_stay_while_another_programme_knows_the_merchant(version):
    other = published(library_bytes("tops-2025").replace(b"id: tops-2025", b"id: later-2025", 1))
    assert other.programme == "later-2025"
    kept, gone, discarded = merchant(1), merchant(2), merchant(3)
    Merchant.objects.update(phone="01012345678")
    for n, shop in enumerate((kept, gone, discarded), 1):
        application(shop, version, n=n)
    application(kept, other, n=10, state="withdrawn")
    application(discarded, other, n=11, state="discarded")
    assert destroy()["merchants"] == 2
    assert [shop.phone for shop in Merchant.objects.order_by("pk")] == ["01012345678", "", ""]
    assert Application.objects.get(merchant=kept, programme="tops-2025").name == ""
    destroy(programme="later-2025")
    assert Merchant.objects.get(pk=kept.pk).phone == ""


def test_the_access_log_is_kept_for_two_years_and_no_longer(db):
    for at in ("2023-03-23T23:59:59.999999+09:00", "2023-03-24T00:00:00+09:00", "2025-03-24T10:00:00+09:00"):
        AccessRecord.objects.create(
            at=datetime.fromisoformat(at), kind="view", subject="merchant", subject_id="1", what="page"
        )
    assert forget_accesses(actor=SYSTEM, now=NOW) == 1
    assert forget_accesses(actor=SYSTEM, now=NOW) == 0
    assert AccessRecord.objects.count() == 2
    told = Destruction.objects.get()
    assert (told.what, told.count, told.programme) == ("accesses", 1, "")
    assert "제8조" in told.basis
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        AccessRecord.objects.all().delete()
