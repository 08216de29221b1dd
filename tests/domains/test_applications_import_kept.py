"""The rows that a check kept: what an import makes of them, when it reads the list itself, when they go."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.domains.builders import application, business_number, merchant, published
from tests.domains.lists import checked, row, sheet
from tests.domains.people import NOW, person

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.importing import read_sheet
from dure.domains.applications.importing_kept import restore_rows, rows_to_keep
from dure.domains.applications.importing_rows import INCOMING, copy_rows, incoming_columns
from dure.domains.applications.models import Application, ImportRun
from dure.domains.applications.services import import_applicants as service
from dure.domains.applications.services.import_applicants_confirm import import_applicants_confirm
from dure.domains.applications.services.import_applicants_drop import import_applicants_drop
from dure.domains.merchants.models import Merchant
from dure.domains.privacy.encryption import decrypt
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.uploads.models import StoredFile
from dure.domains.uploads.store import read_file
from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.files.session import open_session
from dure.library import library_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db) -> SignedActor:
    published()
    return person("officer")


def run_import(officer: SignedActor, run: ImportRun) -> ImportRun:
    import_applicants_confirm(actor=officer, now=NOW, run_id=run.pk, without_bad=True)
    assert officer.user_id is not None
    service.import_applicants(now=NOW, run_id=run.pk, user_id=officer.user_id)
    return ImportRun.objects.get(pk=run.pk)


def made() -> list[tuple[object, ...]]:
    """What an import made: merchants and applications, without what differs by key or by the hour."""
    return [
        *Merchant.objects.order_by("business_no").values_list(
            "business_no", "name", "search", "ksic", "ksic_revision", "channels", "employees", "origins"
        ),
        *Application.objects.order_by("application_no").values_list(
            "application_no", "choices", "answers", "facts", "search", "merchant__business_no"
        ),
    ]


LIST = [row(n) for n in (1, 2, 3)]


def test_an_import_does_not_read_the_list_again_and_comes_to_the_same(officer, monkeypatch):
    run = checked(officer, sheet(*LIST))
    assert run.good_rows is not None
    monkeypatch.setattr(service, "_read", lambda *_: pytest.fail("the list was read again"))
    assert run_import(officer, run).counts["made"] == 3
    by_rows = [merchant.email for merchant in Merchant.objects.order_by("business_no")]
    assert by_rows == ["owner1@example.kr", "owner2@example.kr", "owner3@example.kr"]
    assert len(made()) == 6


def test_rows_are_restored_as_they_were_copied(officer, tmp_path):
    odd = {
        "전화번호": "",
        "희망수행기관": "",
        "업종코드": "",
        "상호": 'a\tb\\"{c}\n,',
        "통신판매업신고번호": "없음",
    }
    rows = [row(1, 접수번호="A-1"), row(2) | odd, row(3, 참여제한종료일="2030-01-01")]
    path = tmp_path / "list.csv"
    path.write_bytes(sheet(*rows))
    with open_session([path]) as session:
        read = read_sheet(session, path, load(library_bytes("tops-2025")).programme, lambda *_: None, NOW)
    assert len(read.applicants) == 3
    with transaction.atomic(), connection.cursor() as cursor:

        def table() -> list[tuple[object, ...]]:
            cursor.execute(f"SELECT * FROM {INCOMING} ORDER BY business_no")
            contacts = [f.name for f in cursor.description].index("owner_name")
            return [
                tuple(decrypt(v) if contacts <= n < contacts + 3 else v for n, v in enumerate(found))
                for found in cursor.fetchall()
            ]

        copy_rows(read.applicants, lambda *_: None, NOW.date())
        copied = table()
        restore_rows(rows_to_keep(read.applicants, 1, NOW.date()).partition(b"\n")[2])
        assert table() == copied
        assert (len(copied), {len(found) for found in copied}) == (3, {len(incoming_columns())})


@pytest.mark.parametrize("why", ["none kept", "another key", "another version"])
def test_where_the_rows_are_not_for_what_counts_now_the_list_is_read(officer, settings, monkeypatch, why):
    run = checked(officer, sheet(*LIST))
    match why:
        case "none kept":
            ImportRun.objects.filter(pk=run.pk).update(good_rows=None)
        case "another key":
            settings.DURE_DATA_KEYS = ["another-key-of-the-service-0000000000", *settings.DURE_DATA_KEYS]
        case _:
            monkeypatch.setattr("dure.domains.applications.importing_kept.FORMAT", 2)
    read: list[int] = []
    real = service._read
    monkeypatch.setattr(service, "_read", lambda *told: read.append(1) or real(*told))
    assert run_import(officer, run).counts["made"] == 3
    assert (read, len(made())) == ([1], 6)


def test_the_rows_hold_no_contact_that_can_be_read_and_go_with_the_import(officer):
    run = checked(officer, sheet(*LIST))
    assert run.good_rows is not None
    kept = read_file(run.good_rows)
    assert business_number(1).encode() in kept
    assert b"owner1@example.kr" not in kept
    run_import(officer, run)
    assert StoredFile.objects.get(pk=run.good_rows.pk).state == "destroyed"
    assert StoredFile.objects.get(pk=run.file_id).state == "clean"


def test_the_rows_go_with_a_list_that_is_dropped(officer):
    run = checked(officer, sheet(*LIST))
    import_applicants_drop(actor=officer, now=NOW, run_id=run.pk)
    assert run.good_rows is not None
    assert StoredFile.objects.get(pk=run.good_rows.pk).state == "destroyed"


def test_a_list_of_which_nothing_is_good_keeps_no_rows(officer):
    run = checked(officer, sheet(row(1, 사업자등록번호="1")))
    assert (run.state, run.good_rows) == ("faulty", None)


def test_a_receipt_number_that_was_given_meanwhile_stops_the_import_and_nothing_is_made(officer):
    run = checked(officer, sheet(row(1, 접수번호="TOPS-2025-000042"), row(2)))
    assert run.good == 2
    application(merchant(9), ProgrammeVersion.objects.get(), n=42)
    before = made()
    with pytest.raises(Refused) as refused:
        run_import(officer, run)
    assert (refused.value.problems[0].code, dict(refused.value.problems[0].params)) == (
        "import.changed",
        {"before": 2, "after": 1},
    )
    assert made() == before
    again = ImportRun.objects.get(pk=run.pk)
    assert (again.state, again.good_rows.state if again.good_rows else "") == ("checked", "clean")
