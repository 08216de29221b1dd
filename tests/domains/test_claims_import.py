"""Lines of a claim by spreadsheet: tried first, faults by cell, the whole file or nothing, once."""

from __future__ import annotations

import pytest
from tests.domains.agreeing import firm
from tests.domains.claiming import NOW, begun, claim_of, funded
from tests.domains.funding import stands

from dure.domains.claims.models import ClaimImport, ClaimLine, Evidence
from dure.domains.claims.services.check_import import check_import
from dure.domains.claims.services.submit_claim import submit_claim
from dure.domains.claims.services.take_import import take_import
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db
HEAD = "비목,적요,거래처,거래일자,공급가액,세액,증빙 종류,승인번호\n"


def sheet(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode("utf-8-sig")


def many() -> bytes:
    start = "상담 운영비,상담 {0}회차,가상상담소 {0},2025.5.{1},"
    rest = '"10,000",1000,세금계산서,20250512-{0:08d}'
    return sheet(*((start + rest).format(n, 1 + n % 20) for n in range(1, 301)))


def test_many_rows_are_lines_once_and_are_held_together():
    funded()
    claim = begun()
    pk = check_import(actor=firm(1), now=NOW, claim_id=claim, name="lines.csv", content=many())
    assert check_import(actor=firm(1), now=NOW, claim_id=claim, name="x.csv", content=many()) == pk
    tried = ClaimImport.objects.get()
    assert (tried.rows, tried.won, tried.faults, ClaimLine.objects.count()) == (300, 3_300_000, [], 0)
    assert take_import(actor=firm(1), now=NOW, import_id=pk) == 300
    assert take_import(actor=firm(1), now=NOW, import_id=pk) == 0
    assert (ClaimLine.objects.count(), Evidence.objects.count()) == (300, 300)
    first = ClaimLine.objects.get(position=1)
    assert (first.line, first.what, first.payee, str(first.spent_on), first.cost_won, first.row) == (
        "consulting", "상담 1회차", "가상상담소 1", "2025-05-02", 11_000, 2,
    )  # fmt: skip
    submit_claim(actor=firm(1), now=NOW, claim_id=claim)
    assert stands("pool", line="consulting")["pool/government/consulting/maple"] == 56_700_000
    assert claim_of(first.pk).lines_count == 300


def test_faults_name_row_column_and_what_to_write_and_nothing_is_taken_over():
    funded()
    claim = begun()
    content = sheet(
        "상담 운영비,상담,가상상담소,2025-05-12,10000,1000,카드,1234",
        "없는 비목,,가상상담소,어제,0,-5,영수증,",
    )
    pk = check_import(actor=firm(1), now=NOW, claim_id=claim, name="lines.csv", content=content)
    assert [(one["row"], one["column"], one["code"]) for one in ClaimImport.objects.get().faults] == [
        (3, "비목", "claims.cell_line"), (3, "적요", "claims.cell_empty"), (3, "지출일", "claims.cell_day"),
        (3, "공급가액", "claims.cell_won"), (3, "부가세", "claims.cell_won_or_none"),
        (3, "증빙 종류", "claims.cell_kind"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        take_import(actor=firm(1), now=NOW, import_id=pk)
    assert [problem.code for problem in refused.value.problems] == ["claims.faulty_import"]
    assert ClaimLine.objects.count() == 0


def test_a_file_without_its_columns_is_not_kept():
    funded()
    with pytest.raises(Refused) as refused:
        check_import(
            actor=firm(1), now=NOW, claim_id=begun(), name="a.csv", content="적요,금액\n상담,1\n".encode()
        )
    assert [(p.code, p.params["column"]) for p in refused.value.problems] == [
        ("claims.missing_column", "비목"), ("claims.missing_column", "지급처"),
        ("claims.missing_column", "지출일"),
    ]  # fmt: skip
    assert ClaimImport.objects.count() == 0
