"""Shipped files whose rows speak of levels, of help before, of no double support: who gets what."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dure.engine.advising import History, advise, open_offer
from dure.engine.programme import load
from dure.engine.programme.fields import fields_of
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, open_rulebook
from dure.library import library_bytes

FOLDER = Path(__file__).parent


def _benefits(programme_id: str) -> dict[str, list[str]]:
    """Return by benefit that is for some only the names of those of whom its rule holds."""
    programme = load(library_bytes(programme_id)).programme
    fields = fields_of(programme)
    rules = [(one.id, one.only_for) for one in programme.benefits if one.only_for is not None]
    book = open_rulebook(rules, Occasion(programme.reference_day, programme.opens_on), fields)
    screener = MerchantScreener(book)
    found: dict[str, list[str]] = {name: [] for name, _ in rules}
    with (FOLDER / f"{programme_id}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row.get("name") or row["상호"]
            told = {
                column: _value(cell) for column, cell in row.items() if column.startswith(COLUMNS) and cell
            }
            for answer in screener.screen(told).answers:
                if answer.answer is True:
                    found[answer.id].append(name.removesuffix("(가상)"))
    return found


COLUMNS = ("level.", "answer.", "supported_in.")


def _value(cell: str) -> bool | str:
    return {"true": True, "false": False}.get(cell, cell)


@pytest.mark.parametrize(
    ("programme_id", "expected"),
    [
        (
            "online-ladder-2020",
            {
                "dedicated_seller": ["남도장류"],
                "online_course": ["매출 상한인 김 가공"],
                "channel_listing": ["남도장류", "갯마을 어촌계 상회"],
                "product_help": ["매출 상한인 김 가공"],
            },
        ),
        (
            "regulars-project-2023",
            {
                "tutor_visits": ["시장반찬", "매출 상한인 시장 정육점"],
                "first_steps": ["시장반찬"],
                "growth_class": ["즉석 떡집"],
            },
        ),
        ("location-promotion-2023", {"comeback_package": ["다시 시작한 분식집", "온라인도 하는 꽃집"]}),
    ],
)
def test_help_goes_by_level_and_by_help_before(programme_id, expected):
    """Both ways of the ladder may hold: who is a beginner with a good product gets a seller and is listed."""
    assert _benefits(programme_id) == expected


@pytest.mark.parametrize("programme_id", ["online-ladder-2020", "regulars-project-2023"])
def test_levels_and_ways_of_the_diagnosis_lead_to_the_same_benefits(programme_id):
    programme = load(library_bytes(programme_id)).programme
    by_way = {way.benefit: way.rule for form in programme.diagnosis for way in form.ways}
    by_level = {one.id: one.only_for for one in programme.benefits if one.only_for is not None}
    assert {name: rule.removeprefix("level.") for name, rule in by_level.items()} == by_way


DINER = {
    "business_no": "0000000015", "ksic": "56111", "employees": 2, "annual_sales": 90_000_000,
    "online_sales_share": 0.1, "business_status": "active", "has.sanctioned_until": False,
}  # fmt: skip


def test_who_got_equipment_from_the_government_gets_no_second_one_from_the_platform():
    offer = open_offer(load(library_bytes("platform-smart-store-2023")).programme)
    assert offer is not None
    assert offer.excludes == ("smart-store-2020",)
    (free,) = advise([offer], DINER).advices
    (twice,) = advise([offer], DINER, History(received=frozenset({"smart-store-2020"}))).advices
    assert free.standing == "eligible"
    assert (twice.standing, twice.excluded_by) == ("excluded", ("smart-store-2020",))
