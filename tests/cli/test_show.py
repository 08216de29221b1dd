"""``dure show``: the normalised file as JSON, or a page to read."""

from __future__ import annotations

import json

import pytest

from dure.cli.main import main
from dure.engine.programme import load
from dure.library import library_bytes


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


def test_the_json_has_what_the_contract_names(capsys):
    assert main(["show", "tops-2025", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["id"] == "tops-2025"
    assert shown["hash"] == load(library_bytes("tops-2025")).hash
    assert shown["system"] == 1
    assert shown["reference_day"] == "2025-03-18"
    assert len(shown["executors"]) == 10
    assert shown["executors"][0]["capacity"] == {"consult": 300, "promote": 30}
    assert shown["stages"][2]["quota"] == {"total": 30, "per_executor": None}
    assert shown["stages"][0]["set_asides"][0]["share_bp"] == 4000
    assert shown["stages"][0]["caps"] == []
    assert shown["eligibility"][1]["rule"] == "NOT closed()"
    assert shown["funds"][0]["total_won"] == 15_000_000_000
    assert "agreements" in shown["needs"]


def test_the_page_is_for_reading(capsys):
    assert main(["show", "tops-2025"]) == 0
    page = capsys.readouterr().out
    for part in (
        "TOPS 2025, growing online-brand small merchants",
        "consult   3,000  executor, at each executor  reserve list 60",
        "small_merchant: small_merchant()",
        "outside_capital  40%",
        "promotion (subsidy): Promotion costs, up to 9,000,000,000 won",
        "resources: Resources of TOPS 2025, 15,000,000,000 won",
        "stages.champion.chosen_by: Who chooses the third stage is not told.",
        "add_ons: executors' own additions",
    ):
        assert part in page


def test_a_file_with_errors_is_not_shown(tmp_path, capsys):
    path = tmp_path / "bad.yaml"
    path.write_text("id: x\n", encoding="utf-8")
    assert main(["show", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{path}:1:1: “title” is missing here" in err


def test_an_entry_is_shown_too(capsys):
    assert main(["show", "policy-evidence-2024"]) == 0
    page = capsys.readouterr().out
    for part in (
        "Policy evidence 2024: platforms, sales and closure",
        "Businesses with an online channel: has(channels) AND NOT closed()",
        "Sales of shops of 101 regulars-project markets: +3.09 %",
        "claim_check: check of a published figure",
    ):
        assert part in page
    assert main(["show", "trade-area-data-2023", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["kind"], shown["disclosure"]["least_businesses"]) == ("data", 5)
    assert main(["show", "retail-council-2022"]) == 0
    assert "Sales channels: Listing, exhibitions, promotion" in capsys.readouterr().out


def test_settlement_pledges_and_doubtful_figures_are_shown(capsys):
    assert main(["show", "fast-settlement-2025"]) == 0
    page = capsys.readouterr().out
    for part in (
        "fulfilment_fast: Fulfilment, fast: what is new, 90% dispatch+1, 10% held back",
        "extended (announced): The platform that pays early: Fast settlement is extended",
    ):
        assert part in page
    assert main(["show", "ad-points-2023"]) == 0
    page = capsys.readouterr().out
    assert (
        "growth (share_bp): Sales growth as reported, ×3.3 on average, reported 33,000 (Growth rate" in page
    )
