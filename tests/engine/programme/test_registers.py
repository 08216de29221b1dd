"""Registers that documents are taken from: known are those that an adapter asks; others are named."""

from __future__ import annotations

from dure.engine.programme import load
from dure.engine.programme.registers import register_of
from dure.library import library_bytes

TOPS = library_bytes("tops-2025").decode()
TAX = "    taken_from: {ko: 국세청 사업자등록 상태조회, en: Business status service of the tax service}\n"


def test_the_register_that_is_asked_is_known():
    loaded = load(TOPS.encode())
    known = {document.id: register_of(document) for document in loaded.programme.documents}
    assert {name: found.id for name, found in known.items() if found} == {
        "business_registration": "business_status"
    }
    assert not [p for p in loaded.problems if p.code == "programme.register_unknown"]


def test_a_register_that_nobody_can_ask_is_named():
    assert TAX in TOPS
    loaded = load(TOPS.replace(TAX, "    taken_from: {ko: 아무개 대장, en: Some register}\n", 1).encode())
    found = [p for p in loaded.problems if p.code == "programme.register_unknown"]
    assert [(p.params["register"], p.params["known"]) for p in found] == [
        ("아무개 대장", "“국세청 사업자등록 상태조회”, “공정거래위원회 통신판매사업자 조회”")
    ]
    assert [register_of(document) for document in loaded.programme.documents].count(None) == len(
        loaded.programme.documents
    )
