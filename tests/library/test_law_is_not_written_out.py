"""Figures of the law stand in its dated tables: no shipped file writes one into a rule or a benefit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from dure.engine.law.parameters import ALL, NUMBERS
from dure.engine.programme import load
from dure.engine.programme.reading.tree import Plain
from dure.library import library_bytes, library_ids

DOCUMENTS = {name: load(library_bytes(name)).document for name in library_ids()}


def _of(*names: str) -> frozenset[int]:
    """Return every value that parameters have, or had."""
    found: set[int] = set()
    for name in names:
        for period in ALL[name].periods:
            found |= {period.value} if isinstance(period.value, int) else set(period.value.values())
    return frozenset(found)


BY_SUBJECT = {
    "employees": _of(
        "small_merchant_employees_large", "small_merchant_employees_other", "self_employed_insured_employees"
    ),
    "annual_sales": _of("small_enterprise_sales_ceiling", "sme_sales_ceiling_lowest"),
    "years_since(opened_on)": _of("hundred_year_store_years", "master_maker_years"),
    "years_since(closed_on)": _of("self_employed_benefit_draw_months"),
    "owner_birth_year": frozenset(range(1900, 2100)),
    "credit_score": frozenset(range(1001)),
    "answer.insured_years": _of("self_employed_insured_years"),
}
"""What a rule may not compare with by a written number."""

OWN = {
    ("ad-points-2023", "legal_form = 'sole' OR annual_sales <= 1000000000"): "the platform's own line",
}


def _rules(value: Plain) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key in ("rule", "only_for", "asked_if", "merchant", "provider") and isinstance(below, str):
                yield below
            else:
                yield from _rules(below)
    elif isinstance(value, list):
        for item in value:
            yield from _rules(item)


def _written_out(rule: str) -> list[tuple[str, int]]:
    """Return (subject, number) for each number of the law that a rule compares its subject with."""
    bare = re.sub(r"'[^']*'", "''", rule)
    return [
        (subject, int(number))
        for subject, figures in BY_SUBJECT.items()
        for number in re.findall(
            rf"(?<![\w.]){re.escape(subject)}(?:\s*[*/+-]\s*\d+)?\s*(?:<=|>=|<>|<|>|=|BETWEEN)\s*(\d+)(?![\d.])",
            bare,
        )
        if int(number) in figures
    ]


@pytest.mark.parametrize("programme_id", library_ids())
def test_no_rule_writes_a_figure_of_the_law(programme_id):
    rules = [rule for rule in _rules(DOCUMENTS[programme_id]) if (programme_id, rule) not in OWN]
    assert [(rule, found) for rule in rules if (found := _written_out(rule))] == []


def test_the_lines_that_are_a_programmes_own_are_still_there():
    assert [key for key in OWN if key[1] not in _rules(DOCUMENTS[key[0]])] == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("years_since(opened_on) >= 30", [("years_since(opened_on)", 30)]),
        ("NOT credit_score <= 744 OR employees < 4", [("credit_score", 744)]),
        (
            "annual_sales <= 40000000000 AND employees < 5",
            [("employees", 5), ("annual_sales", 40_000_000_000)],
        ),
        ("years_since(closed_on) * 12 >= 12", [("years_since(closed_on)", 12)]),
        ("years_since(opened_on) >= param('hundred_year_store_years')", []),
        ("answer.employees < 5", []),
    ],
)
def test_what_is_looked_for_is_found(rule, found):
    assert _written_out(rule) == found


def _statutory_days(document: dict[str, Plain]) -> list[str]:
    objection = document.get("rights", {}).get("objection", {})
    clocks = {k: v for k, v in objection.items() if isinstance(v, dict)}
    return [name for name, clock in clocks.items() if objection["statutory"] and "days" in clock]


def test_statutory_clocks_are_those_of_the_law():
    assert {name: found for name, doc in DOCUMENTS.items() if (found := _statutory_days(doc))} == {}


def test_a_tax_clearance_is_good_for_as_long_as_the_law_says():
    clearances = [
        document
        for name in library_ids()
        for document in load(library_bytes(name)).programme.documents
        if document.id in ("national_tax_certificate", "local_tax_certificate")
    ]
    assert len(clearances) == 30
    assert {(one.validity_parameter, one.validity_days) for one in clearances} == {("tax_clearance_days", 30)}


def _benefit(programme_id: str, benefit_id: str):
    programme = load(library_bytes(programme_id)).programme
    return next(benefit for benefit in programme.benefits if benefit.id == benefit_id)


def test_the_insurance_ceiling_and_the_message_credit_are_those_of_the_tables():
    cover, credit = (
        _benefit("storm-insurance-2023", "storm_cover"),
        _benefit("city-regulars-2025", "message_credit"),
    )
    assert (cover.cover_parameter, cover.cover_won) == ("storm_insurance_cover_won", 90_000_000)
    assert (credit.ceiling_parameter, credit.ceiling_won) == ("message_credit_won", 300_000)
    assert NUMBERS["storm_insurance_cover_won"].on(
        load(library_bytes("storm-insurance-2023")).programme.reference_day
    )


def test_the_allowance_that_a_file_tells_by_periods_is_that_of_the_tables():
    told = _benefit("unemployment-benefit-2019", "allowance").allowance
    shares, days = ALL["self_employed_benefit_replacement_bp"], ALL["self_employed_benefit_days"]
    for period, share, of_years in zip(told, shares.periods, days.periods, strict=True):
        assert period.replaces_bp == share.value
        assert {step.from_years: step.days for step in period.days} == dict(of_years.value)
    assert [period.starts_on for period in told[1:]] == [period.start for period in shares.periods[1:]]
    assert all(one.ends_on < other.starts_on for one, other in pairwise(told))
