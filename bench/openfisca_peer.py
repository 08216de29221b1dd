"""The forty rules as users of OpenFisca write them: variables with formulas over arrays; missing is zero.

``python bench/openfisca_peer.py MERCHANTS.parquet DECISIONS.parquet``; loading and writing are part of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import polars
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from dure.engine.law.small_merchant import LARGE_LIMIT_SECTIONS, SALES_CEILING
from dure.engine.profile.industry import SECTION_OF_DIVISION
from forty import AS_OF

MERCHANT = build_entity(key="merchant", plural="merchants", label="A merchant", is_person=True)
PERIOD = f"{AS_OF:%Y-%m}"
DAY = np.datetime64(AS_OF)
LIMIT = np.full(100, 5)
CEILING = np.zeros(100)
for division, ceiling in SALES_CEILING.on(AS_OF).items():
    CEILING[int(division)] = ceiling
for division, section in SECTION_OF_DIVISION.items():
    LIMIT[int(division)] = 10 if section in LARGE_LIMIT_SECTIONS else 5

FACTS: dict[str, type] = {
    **dict.fromkeys(("ksic", "province", "owner_birth_year", "credit_score", "status", "opened_on"), int),
    **dict.fromkeys(("closed_on", "sanctioned_until"), int),
    **dict.fromkeys(("employees", "annual_sales", "online_sales_share"), float),
    **dict.fromkeys(("owner_female", "tax_arrears", "is_sole", "is_corporation", "is_nice"), bool),
    **dict.fromkeys(("has_mail_order_no", "has_channels", "has_market", "on_open_market", "is_old"), bool),
}
"""What the rules read; days are numbers of days since 1970, statuses 1 active, 2 suspended, 3 closed."""

Get = Callable[[str], Any]
DAYS = int((DAY - np.datetime64("1970-01-01")).astype(int))


def _years(get: Get) -> Any:
    opened = np.datetime64("1970-01-01") + get("opened_on").astype("timedelta64[D]")
    months = opened.astype("datetime64[M]")
    day_of_month = (opened - months).astype(int) + 1
    whole = (DAY.astype("datetime64[M]") - months).astype(int) - (day_of_month > AS_OF.day)
    return whole // 12


def _divisions(get: Get, *codes: int) -> Any:
    return np.isin(get("ksic") // 1000, codes)


FORMULAS: dict[str, Callable[[Get], Any]] = {
    "small_merchant": lambda get: (
        (get("employees") < LIMIT[get("ksic") // 1000])
        & (get("annual_sales") <= CEILING[get("ksic") // 1000])
    ),
    "closed": lambda get: np.where(
        get("status") > 0, get("status") == 3, (get("closed_on") > 0) & (get("closed_on") <= DAYS)
    ),
    "in_business": lambda get: ~get("closed"),
    "not_sanctioned": lambda get: get("sanctioned_until") < DAYS,
    "no_arrears": lambda get: ~get("tax_arrears"),
    "industry_allowed": lambda get: (
        ~(_divisions(get, 68) | (get("ksic") // 10 == 9124) | (get("ksic") == 56211))
    ),
    "in_four_provinces": lambda get: np.isin(get("province"), (26, 51, 52, 47)),
    "outside_capital": lambda get: ~np.isin(get("province"), (11, 28, 41)),
    "youth": lambda get: get("owner_birth_year") >= AS_OF.year - 39,
    "female": lambda get: get("owner_female"),
    "years": _years,
    "one_year": lambda get: get("years") >= 1,
    "fifteen_years": lambda get: get("years") >= 15,
    "young_business": lambda get: get("years") < 7,
    "few_employees": lambda get: get("employees") < 5,
    "some_employees": lambda get: (get("employees") >= 1) & (get("employees") <= 9.9),
    "sales_to_a_billion": lambda get: get("annual_sales") <= 1_000_000_000,
    "sales_a_head": lambda get: get("annual_sales") >= 30_000_000 * get("employees"),
    "share_online": lambda get: get("online_sales_share") >= 0.3,
    "sells_online": lambda get: get("has_mail_order_no") | get("has_channels"),
    "open_market": lambda get: get("on_open_market"),
    "credit_low": lambda get: get("credit_score") <= 744,
    "credit_of_bureau": lambda get: get("is_nice") & (get("credit_score") >= 700),
    "sole": lambda get: get("is_sole"),
    "in_market": lambda get: get("has_market"),
    "old_store": lambda get: get("is_old") | (get("years") >= 30),
    "employees_by_industry": lambda get: get("employees") < np.where(_divisions(get, 10, 14), 10, 5),
    "opened_before_2024": lambda get: get("opened_on") < 19723,
    "opened_between": lambda get: (get("opened_on") >= 17532) & (get("opened_on") <= DAYS),
    "not_closed": lambda get: (get("status") == 1) | (get("status") == 2),
    "not_suspended": lambda get: get("status") != 2,
    "sold_online": lambda get: get("annual_sales") * get("online_sales_share") >= 50_000_000,
    "either_way": lambda get: (
        (get("few_employees") & get("owner_female"))
        | ((get("annual_sales") > 10_000_000) & ~get("tax_arrears"))
    ),
    "assumed_few": lambda get: np.where(get("employees") == 0, 3, get("employees")) < 5,
    "born_before": lambda get: get("owner_birth_year") <= 1965,
    "employees_by_owner": lambda get: get("employees") < np.where(get("owner_female"), 10, 5),
    "shops_and_food": lambda get: _divisions(get, 47, 56),
    "makers": lambda get: _divisions(get, 10, 14) | (get("ksic") // 10 == 9699),
    "seoul": lambda get: get("province") == 11,
    "credit_between": lambda get: (get("credit_score") >= 300) & (get("credit_score") <= 839),
    "small_and_young": lambda get: get("small_merchant") & get("youth"),
    "no_large_company": lambda get: ~(get("is_corporation") & (get("annual_sales") > 2_000_000_000)),
}
RULES = [name for name in FORMULAS if name not in ("closed", "years")]


def _variable(name: str, type_: type, formula: Callable[[Get], Any] | None = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": type_, "entity": MERCHANT, "definition_period": MONTH}
    if formula is not None:
        body["formula"] = lambda merchant, period: formula(lambda fact: merchant(fact, period))
    return type(name, (Variable,), {**body, "label": name})


def _facts(path: str) -> polars.DataFrame:
    c = polars.col
    statuses = {"active": 1, "suspended": 2, "closed": 3}
    bare = polars.read_parquet(path)
    return bare.select(
        ksic=c("ksic").str.pad_end(5, "0").cast(polars.Int32).fill_null(0),
        province=c("region").str.head(2).replace({"42": "51", "45": "52"}).cast(polars.Int32).fill_null(0),
        owner_birth_year=c("owner_birth_year").cast(polars.Int32).fill_null(0),
        credit_score=c("credit_score").cast(polars.Int32).fill_null(0),
        status=c("business_status").replace_strict(statuses, default=0, return_dtype=polars.Int32),
        opened_on=c("opened_on").to_physical().fill_null(0),
        closed_on=c("closed_on").to_physical().fill_null(0),
        sanctioned_until=c("sanctioned_until").to_physical().fill_null(0),
        employees=c("employees").cast(polars.Float32).fill_null(0),
        annual_sales=c("annual_sales").cast(polars.Float32).fill_null(0),
        online_sales_share=c("online_sales_share").cast(polars.Float32).fill_null(0),
        owner_female=c("owner_female").fill_null(value=False),
        tax_arrears=c("tax_arrears").fill_null(value=False),
        is_sole=(c("legal_form") == "sole").fill_null(value=False),
        is_corporation=(c("legal_form") == "corporation").fill_null(value=False),
        is_nice=(c("credit_bureau") == "NICE").fill_null(value=False),
        has_mail_order_no=c("mail_order_no").is_not_null(),
        has_channels=c("channels").is_not_null(),
        has_market=c("market_id").is_not_null(),
        on_open_market=c("channels").list.contains("openmarket").fill_null(value=False),
        is_old=c("designations").list.contains("hundred_year_store").fill_null(value=False),
    )


def main(source: str, target: str) -> int:
    facts = _facts(source)
    system = TaxBenefitSystem([MERCHANT])
    for name, type_ in FACTS.items():
        system.add_variable(_variable(name, type_))
    for name, formula in FORMULAS.items():
        system.add_variable(_variable(name, int if name == "years" else bool, formula))
    simulation = SimulationBuilder().build_default_simulation(system, len(facts))
    for name in FACTS:
        simulation.set_input(name, PERIOD, facts[name].to_numpy())
    decisions = {name: simulation.calculate(name, PERIOD) for name in RULES}
    polars.DataFrame(decisions).write_parquet(target)
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:  # `make bench` runs every file here: this one is started by screen_forty.py
        sys.exit(main(*sys.argv[1:]))
