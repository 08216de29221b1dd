"""Forty rules of the kinds that programmes have: what the benches of screening judge by."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

AS_OF = date(2025, 3, 18)

RULES = {
    "small_merchant": "small_merchant()",
    "in_business": "NOT closed()",
    "not_sanctioned": "NOT sanctioned_until >= as_of()",
    "no_arrears": "NOT tax_arrears",
    "industry_allowed": "NOT ksic_in('68', '9124', '56211')",
    "in_four_provinces": "region_in('26', '42', '45', '47')",
    "outside_capital": "NOT in_capital_area()",
    "youth": "youth_led",
    "female": "owner_female",
    "one_year": "years_since(opened_on) >= 1",
    "fifteen_years": "years_since(opened_on) >= 15",
    "young_business": "years_since(opened_on) < 7",
    "few_employees": "employees < 5",
    "some_employees": "employees BETWEEN 1 AND 9.9",
    "sales_to_a_billion": "annual_sales <= 1000000000",
    "sales_a_head": "annual_sales / employees >= 30000000",
    "share_online": "online_sales_share >= 0.3",
    "sells_online": "has(mail_order_no) OR has(channels)",
    "on_open_market": "contains(channels, 'openmarket')",
    "credit_low": "credit_score <= 744",
    "credit_of_bureau": "credit_bureau = 'NICE' AND credit_score >= 700",
    "sole": "legal_form = 'sole'",
    "in_market": "has(market_id)",
    "old_store": "contains(designations, 'hundred_year_store') OR years_since(opened_on) >= 30",
    "employees_by_industry": "employees < CASE WHEN ksic_in('10', '14') THEN 10 ELSE 5 END",
    "opened_before_2024": "opened_on < DATE '2024-01-01'",
    "opened_between": "opened_on BETWEEN DATE '2018-01-01' AND as_of()",
    "not_closed": "business_status IN ('active', 'suspended')",
    "not_suspended": "NOT business_status = 'suspended'",
    "sold_online": "annual_sales * online_sales_share >= 50000000",
    "either_way": "(employees < 5 AND owner_female) OR (annual_sales > 10000000 AND NOT tax_arrears)",
    "assumed_few": "assume(employees, 3) < 5",
    "born_before": "owner_birth_year <= 1965",
    "employees_by_owner": "CASE WHEN owner_female THEN employees < 10 ELSE employees < 5 END",
    "shops_and_food": "ksic_in('47', '56')",
    "makers": "ksic_in('10', '14', '9699')",
    "seoul": "region_in('11')",
    "credit_between": "credit_score BETWEEN 300 AND 839",
    "small_and_young": "small_merchant() AND youth_led",
    "no_large_company": "NOT (legal_form = 'corporation' AND annual_sales > 2000000000)",
}


def write_programme(path: Path) -> None:
    """Write a programme file with these rules, for the command line: the small example with them put in."""
    example = Path(__file__).parent.parent / "examples" / "small-programme.yaml"
    text = example.read_text(encoding="utf-8").replace("2025-04-01", AS_OF.isoformat())
    before, _, rest = text.partition("\neligibility:\n")
    _, stages, after = rest.partition("\nstages:\n")
    rules = "".join(
        f"  - {{id: {id_}, rule: {json.dumps(rule)}, reason: {{ko: {id_}, en: {id_}}}}}\n"
        for id_, rule in RULES.items()
    )
    path.write_text(f"{before}\neligibility:\n{rules}{stages}{after}", encoding="utf-8")
