"""Every row of the list of systems ships as a file: with the figures told, and all others marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.library.told import TOLD

from dure.cli.engine.library import shipped
from dure.engine.entries import load_entry
from dure.engine.programme import load
from dure.engine.programme.reading.tree import Plain
from dure.library import entry_ids, library_bytes, library_ids

ROWS = range(1, 42)

# What the list of systems calls a row, where it gives a Korean name.
KOREAN = {
    1: ("탑스", "온라인 브랜드 소상공인 육성"),
    2: ("1인 소상공인 미디어 플랫폼",),
    3: ("스마트상점",),
    4: ("온라인 시장 진출",),
    6: ("소공인 성장촉진자금",),
    7: ("소공인특화센터",),
    8: ("명문소공인",),
    9: ("백년가게",),
    10: ("수·발주 시스템",),
    11: ("성공 노하우 전수",),
    12: ("골목상권 전용 상품권",),
    13: ("상권르네상스", "상생협력상가"),
    14: ("특례보증",),
    15: ("상환기간 연장·상환유예",),
    16: ("자영업자 실업급여",),
    17: ("재기지원센터",),
    20: ("소상공인 풍수해보험",),
    21: ("e-마케팅페어",),
    22: ("착한상점",),
    23: ("한국우편사업진흥원",),
    24: ("상생협의체", "우수사례"),
    25: ("소진공",),
    26: ("단골 프로젝트",),
    27: ("지식배움터",),
    28: ("상권 빅데이터",),
    34: ("성과공유회", "감사패"),
    35: ("분수펀드",),
    37: ("빠른 정산",),
    38: ("로켓그로스",),
    41: ("동행축제", "동행세일"),
}
ENTRIES = {24: "council", 28: "data", 40: "evidence"}


def test_every_row_of_the_list_of_systems_ships_once():
    assert Counter(row.system for row in shipped()) == Counter(ROWS)


def test_what_is_no_programme_is_an_entry_of_its_kind():
    assert {row.system: row.kind for row in shipped() if row.kind != "programme"} == ENTRIES


def test_rows_bear_their_korean_names():
    titles = {row.system: row.title["ko"] for row in shipped()}
    assert [(n, part) for n, parts in KOREAN.items() for part in parts if part not in titles[n]] == []


def test_an_id_ends_in_the_year():
    assert [row.id for row in shipped() if not row.id.endswith(f"-{row.year}")] == []


@pytest.mark.parametrize("entry_id", entry_ids())
def test_an_entry_has_its_own_name_no_surprises_and_names_exactly_what_is_not_run(entry_id):
    loaded = load_entry(library_bytes(entry_id))
    assert loaded.entry.id == entry_id
    assert loaded.problems == ()
    assert loaded.entry.needs == loaded.unmet_needs
    assert set(loaded.entry.works_with) <= set(library_ids())


def _documents() -> dict[str, dict[str, Plain]]:
    return {name: load(library_bytes(name)).document for name in library_ids()}


DOCUMENTS = _documents()

# Not figures of a programme: weights and questions of forms, statutory clocks, how long records are kept.
FORMS = ("assumed", "sources", "retention", "consents", "rights", "diagnosis", "rubrics", "questions")
NO_FIGURES = ("format", "system", "months")


def _figures(value: Plain, path: tuple[str, ...] = ()) -> Iterator[tuple[str, int | str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _figures(below, (*path, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            name = item.get("id") if isinstance(item, dict) else None
            yield from _figures(item, (*path, name if isinstance(name, str) else str(n)))
    elif path[0] not in FORMS and path[-1] not in NO_FIGURES and _is_figure(path[-1], value):
        assert isinstance(value, int | str)
        yield ".".join(path), value


def _is_figure(key: str, value: Plain) -> bool:
    if isinstance(value, str):
        return key.endswith(("_on", "_at", "_day"))
    return isinstance(value, int) and not isinstance(value, bool)


@pytest.mark.parametrize("programme_id", library_ids())
def test_a_figure_is_told_by_the_sources_or_marked_as_assumed(programme_id):
    document = DOCUMENTS[programme_id]
    listed = document.get("assumed", [])
    assert isinstance(listed, list)
    assumed = tuple(f"{item['path']}." for item in listed if isinstance(item, dict))
    open_figures = {p: v for p, v in _figures(document) if not f"{p}.".startswith(assumed)}
    assert open_figures == TOLD.get(programme_id, {})


def test_a_file_says_where_it_comes_from():
    assert [name for name, document in DOCUMENTS.items() if not document.get("sources")] == []


def test_names_are_invented_or_roles_unless_they_are_of_public_bodies():
    public = {"한국우편사업진흥원"}
    named = [
        (name, executor["name"]["ko"])
        for name, document in DOCUMENTS.items()
        for executor in document.get("executors", [])
    ]
    assert len(named) > 80
    assert [one for one in named if not re.search(r"\((가상|역할)", one[1]) and one[1] not in public] == []
    for name, document in DOCUMENTS.items():
        assert document["contact"]["email"].endswith("@example.kr"), name
        assert "가상" in document["contact"]["name"]["ko"], name


def _part(programme_id: str, section: str, name: str) -> dict[str, Plain]:
    return next(part for part in DOCUMENTS[programme_id][section] if part["id"] == name)


def test_the_unemployment_benefit_is_that_of_the_law_before_and_since_october_2019():
    before, since = _part("unemployment-benefit-2019", "benefits", "allowance")["allowance"]
    assert (before["ends_on"], before["replaces_bp"]) == ("2019-09-30", 5000)
    assert (since["starts_on"], since["replaces_bp"]) == ("2019-10-01", 6000)
    assert [(d["from_years"], d["days"]) for d in before["days"]] == [(1, 90), (3, 120), (5, 150), (10, 180)]
    assert [(d["from_years"], d["days"]) for d in since["days"]] == [(1, 120), (3, 150), (5, 180), (10, 210)]


def test_figures_that_are_assumed_in_their_split_add_up_to_what_was_told():
    platforms = DOCUMENTS["platform-sales-2023"]["executors"]
    assert len(platforms) == 6
    assert sum(p["capacity"]["supported"] for p in platforms) == 16_867
    packages = [b for b in DOCUMENTS["matched-package-2023"]["benefits"] if "recipients" in b]
    assert sorted({b["recipients"] for b in packages}) == [1_500, 2_200]
    fund = _part("fountain-fund-2025", "funds", "ai_education")
    assert sum(year["total_won"] for year in fund["years"]) == fund["total_won"] == 60_000_000_000
    device = _part("platform-smart-store-2023", "benefits", "device")
    assert device["ceiling_won"] * 200 == 1_500_000_000
    assert len(DOCUMENTS["comeback-centre-2019"]["executors"]) == 30
    assert _part("e-marketing-fair-2022", "stages", "awarded")["quota"] == {"total": 12}
    assert _part("post-agency-2022", "benefits", "special_deal")["slots"] == 300


def test_the_public_figure_of_the_regulars_project_is_the_same_wherever_it_stands():
    evidence = {f.id: f.value for f in load_entry(library_bytes("policy-evidence-2024")).entry.figures}
    assert evidence == {"market_shops": 309, "other_shops": 35, "net": 274}
    assert evidence["market_shops"] - evidence["other_shops"] == evidence["net"]
    assert _part("regulars-project-2023", "indicators", "sales_growth")["reported"] == 309
    assert _part("regulars-project-2023", "indicators", "net_growth")["reported"] == 274


def test_an_outcome_never_stands_without_its_comparison():
    alone = [
        f"{name}: {indicator['id']}"
        for name, document in DOCUMENTS.items()
        for indicator in document.get("indicators", [])
        if indicator["kind"] == "outcome" and "compared_with" not in indicator
    ]
    assert alone == []


def test_pledges_are_announced_until_somebody_shows_more():
    pledges = [p for document in DOCUMENTS.values() for p in document.get("pledges", [])]
    assert [(p["made_in"], p["state"]) for p in pledges] == [("2024-11", "announced")] * 7
