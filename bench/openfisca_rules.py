"""The forty rules as a country package of OpenFisca: typed variables with formulas, dated parameters.

Written as OpenFisca's documentation shows: categories are enumerations, codes texts, days dates; what the law
sets by industry stands in the parameters and is found by "fancy indexing". What is not known is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DAY
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from dure.engine.law.small_merchant import LARGE_LIMIT_SECTIONS, SALES_CEILING
from dure.engine.profile.industry import SECTION_OF_DIVISION
from forty import AS_OF

MERCHANT = build_entity(key="merchant", plural="merchants", label="A merchant", is_person=True)
SINCE = "2025-01-01"
NEVER = date(1970, 1, 1)
LegalForm = Enum("LegalForm", {"none": "?", "sole": "Sole", "corporation": "Corporation"})
Status = Enum("Status", {"none": "?", "active": "Active", "suspended": "Suspended", "closed": "Closed"})
Bureau = Enum("Bureau", {"none": "?", "NICE": "NICE", "KCB": "KCB"})
Division = Enum("Division", {f"d{number:02d}": f"Division {number:02d}" for number in range(100)})

_ENUMS = {
    "division": Division,
    "legal_form": LegalForm,
    "business_status": Status,
    "credit_bureau": Bureau,
}
_TYPES: dict[type, tuple[str, ...]] = {
    int: ("owner_birth_year", "credit_score"),
    float: ("employees", "annual_sales", "online_sales_share"),
    bool: (
        *("owner_female", "tax_arrears", "has_mail_order_no", "has_channels", "has_market"),
        *("sells_on_open_market", "is_hundred_years_old"),
    ),
}
FACTS: dict[str, dict[str, Any]] = {
    "ksic": {"value_type": str, "max_length": 5},
    "region": {"value_type": str, "max_length": 10},
    **{
        name: {"value_type": Enum, "possible_values": values, "default_value": next(iter(values))}
        for name, values in _ENUMS.items()
    },
    **{
        name: {"value_type": date, "default_value": NEVER}
        for name in ("opened_on", "closed_on", "sanctioned_until")
    },
    **{name: {"value_type": type_} for type_, names in _TYPES.items() for name in names},
}
"""What the rules read: how each variable is declared."""

Formula = Callable[[Any, Any, Any], Any]


def begins(codes: Any, *prefixes: str) -> Any:
    """Return where a code begins with one of the prefixes."""
    found = np.char.startswith(codes, prefixes[0].encode())
    for prefix in prefixes[1:]:
        found = found | np.char.startswith(codes, prefix.encode())
    return found


def _ceiling(merchant: Any, period: Any, parameters: Any) -> Any:
    return parameters(period).sales_ceiling[merchant("division", period)]


def _limit(merchant: Any, period: Any, parameters: Any) -> Any:
    limits = parameters(period).employees
    large = [d for d, section in SECTION_OF_DIVISION.items() if section in LARGE_LIMIT_SECTIONS]
    return np.where(begins(merchant("ksic", period), *large), limits.large, limits.other)


def _years(merchant: Any, period: Any, _: Any) -> Any:
    opened = merchant("opened_on", period)
    year = opened.astype("datetime64[Y]").astype(int) + 1970
    month = opened.astype("datetime64[M]").astype(int) % 12 + 1
    day = (opened - opened.astype("datetime64[M]") + 1).astype(int)
    day_came = (month < period.start.month) | ((month == period.start.month) & (day <= period.start.day))
    return period.start.year - year - np.where(day_came, 0, 1)


def _closed(merchant: Any, period: Any, _: Any) -> Any:
    status, closed_on = merchant("business_status", period), merchant("closed_on", period)
    gone = (closed_on > np.datetime64(NEVER)) & (closed_on <= np.datetime64(period.start))
    return np.where(status == Status.none, gone, status == Status.closed)


FORMULAS: dict[str, Formula] = {
    "small_merchant": lambda m, p, law: (
        (m("employees", p) < m("employee_limit", p)) & (m("annual_sales", p) <= m("sales_ceiling", p))
    ),
    "in_business": lambda m, p, law: ~m("closed", p),
    "not_sanctioned": lambda m, p, law: m("sanctioned_until", p) < np.datetime64(p.start),
    "no_arrears": lambda m, p, law: ~m("tax_arrears", p),
    "industry_allowed": lambda m, p, law: ~begins(m("ksic", p), "68", "9124", "56211"),
    "in_four_provinces": lambda m, p, law: begins(m("region", p), "26", "42", "51", "45", "52", "47"),
    "outside_capital": lambda m, p, law: ~begins(m("region", p), "11", "28", "41"),
    "youth": lambda m, p, law: p.start.year - m("owner_birth_year", p) <= law(p).youth_age,
    "female": lambda m, p, law: m("owner_female", p),
    "one_year": lambda m, p, law: m("years", p) >= 1,
    "fifteen_years": lambda m, p, law: m("years", p) >= 15,
    "young_business": lambda m, p, law: m("years", p) < 7,
    "few_employees": lambda m, p, law: m("employees", p) < 5,
    "some_employees": lambda m, p, law: (m("employees", p) >= 1) & (m("employees", p) <= 9.9),
    "sales_to_a_billion": lambda m, p, law: m("annual_sales", p) <= 1_000_000_000,
    "sales_a_head": lambda m, p, law: m("annual_sales", p) >= 30_000_000 * m("employees", p),
    "share_online": lambda m, p, law: m("online_sales_share", p) >= 0.3,
    "sells_online": lambda m, p, law: m("has_mail_order_no", p) | m("has_channels", p),
    "on_open_market": lambda m, p, law: m("sells_on_open_market", p),
    "credit_low": lambda m, p, law: m("credit_score", p) <= 744,
    "credit_of_bureau": lambda m, p, law: (
        (m("credit_bureau", p) == Bureau.NICE) & (m("credit_score", p) >= 700)
    ),
    "sole": lambda m, p, law: m("legal_form", p) == LegalForm.sole,
    "in_market": lambda m, p, law: m("has_market", p),
    "old_store": lambda m, p, law: m("is_hundred_years_old", p) | (m("years", p) >= 30),
    "employees_by_industry": lambda m, p, law: (
        m("employees", p) < np.where(begins(m("ksic", p), "10", "14"), 10, 5)
    ),
    "opened_before_2024": lambda m, p, law: m("opened_on", p) < np.datetime64("2024-01-01"),
    "opened_between": lambda m, p, law: (
        (m("opened_on", p) >= np.datetime64("2018-01-01")) & (m("opened_on", p) <= np.datetime64(p.start))
    ),
    "not_closed": lambda m, p, law: (
        (m("business_status", p) == Status.active) | (m("business_status", p) == Status.suspended)
    ),
    "not_suspended": lambda m, p, law: m("business_status", p) != Status.suspended,
    "sold_online": lambda m, p, law: m("annual_sales", p) * m("online_sales_share", p) >= 50_000_000,
    "either_way": lambda m, p, law: (
        (m("few_employees", p) & m("owner_female", p))
        | ((m("annual_sales", p) > 10_000_000) & ~m("tax_arrears", p))
    ),
    "assumed_few": lambda m, p, law: np.where(m("employees", p) == 0, 3, m("employees", p)) < 5,
    "born_before": lambda m, p, law: m("owner_birth_year", p) <= 1965,
    "employees_by_owner": lambda m, p, law: m("employees", p) < np.where(m("owner_female", p), 10, 5),
    "shops_and_food": lambda m, p, law: begins(m("ksic", p), "47", "56"),
    "makers": lambda m, p, law: begins(m("ksic", p), "10", "14", "9699"),
    "seoul": lambda m, p, law: begins(m("region", p), "11"),
    "credit_between": lambda m, p, law: (m("credit_score", p) >= 300) & (m("credit_score", p) <= 839),
    "small_and_young": lambda m, p, law: m("small_merchant", p) & m("youth", p),
    "no_large_company": lambda m, p, law: (
        ~((m("legal_form", p) == LegalForm.corporation) & (m("annual_sales", p) > 2_000_000_000))
    ),
}
BETWEEN: dict[str, tuple[type, Formula]] = {
    "sales_ceiling": (float, _ceiling),
    "employee_limit": (int, _limit),
    "years": (int, _years),
    "closed": (bool, _closed),
}
"""What rules share: type and formula."""


def system() -> TaxBenefitSystem:
    """Return the tax-benefit system: parameters, what is told, what rules share, the rules."""
    found = TaxBenefitSystem([MERCHANT])
    found.parameters = ParameterNode("", data=_parameters())
    for name, declared in FACTS.items():
        found.add_variable(_variable(name, declared))
    for name, (type_, formula) in BETWEEN.items():
        found.add_variable(_variable(name, {"value_type": type_}, formula))
    for name, formula in FORMULAS.items():
        found.add_variable(_variable(name, {"value_type": bool}, formula))
    return found


def _variable(name: str, declared: dict[str, Any], formula: Formula | None = None) -> type[Variable]:
    body = {"entity": MERCHANT, "definition_period": DAY, "label": name, **declared}
    if formula is not None:
        body["formula"] = lambda merchant, period, parameters: formula(merchant, period, parameters)
    return type(name, (Variable,), body)


def _parameters() -> dict[str, Any]:
    """Return the parameters as they would be read from YAML."""
    ceilings = SALES_CEILING.on(AS_OF)
    return {
        "youth_age": _dated(39),
        "employees": {"large": _dated(10), "other": _dated(5)},
        "sales_ceiling": {d.name: _dated(ceilings.get(d.name[1:], 0)) for d in Division},
    }


def _dated(value: int) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}
