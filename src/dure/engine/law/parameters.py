"""Every dated parameter by name: what rules may read with ``param('name')``, and what documents list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dure.engine.law import local_vouchers, objections, recovering, unemployment, withholding
from dure.engine.law.certificates import TAX_CLEARANCE_DAYS
from dure.engine.law.credit import LOW_CREDIT_KCB, LOW_CREDIT_NICE
from dure.engine.law.dated import Parameter, by_name
from dure.engine.law.insurance import STORM_COVER_WON
from dure.engine.law.medium_enterprise import LOWEST_CEILING
from dure.engine.law.message_credit import MESSAGE_CREDIT_WON
from dure.engine.law.sanctions import SUBSIDY_SURCHARGE_BP
from dure.engine.law.small_merchant import EMPLOYEE_LIMIT_LARGE, EMPLOYEE_LIMIT_OTHER, SALES_CEILING
from dure.engine.law.titles import HUNDRED_YEAR_STORE_YEARS, MASTER_MAKER_YEARS
from dure.engine.law.vat import VAT_RATE_BP
from dure.engine.law.youth import YOUTH_AGE

NUMBERS: Mapping[str, Parameter[int]] = MappingProxyType(
    dict(
        by_name(
            EMPLOYEE_LIMIT_LARGE,
            EMPLOYEE_LIMIT_OTHER,
            LOWEST_CEILING,
            YOUTH_AGE,
            HUNDRED_YEAR_STORE_YEARS,
            MASTER_MAKER_YEARS,
            LOW_CREDIT_NICE,
            LOW_CREDIT_KCB,
            unemployment.INSURED_YEARS,
            unemployment.INSURED_EMPLOYEES,
            unemployment.DRAW_MONTHS,
            STORM_COVER_WON,
            MESSAGE_CREDIT_WON,
            TAX_CLEARANCE_DAYS,
            objections.OBJECTION_FILE_DAYS,
            objections.OBJECTION_ANSWER_DAYS,
            objections.OBJECTION_EXTENSION_DAYS,
        )
    )
)
"""Parameters that are one number: ``param('name')`` reads them, and files name them in place of a figure."""

_TABLES: tuple[Parameter[Any], ...] = (
    SALES_CEILING,
    unemployment.BASE_PAY,
    unemployment.REPLACEMENT_BP,
    unemployment.BENEFIT_DAYS,
    SUBSIDY_SURCHARGE_BP,
    *recovering.ALL,
    *withholding.ALL,
    VAT_RATE_BP,
    local_vouchers.REFUND_FROM_LEAST_BP,
    local_vouchers.REFUND_FROM_MOST_BP,
    local_vouchers.GOOD_DAYS,
)
TABLES: Mapping[str, Parameter[Any]] = MappingProxyType({one.name: one for one in _TABLES})
"""What no rule reads: tables, and figures that only a calculation uses."""

ALL: Mapping[str, Parameter[Any]] = MappingProxyType({**NUMBERS, **TABLES})
"""All parameters that decide about merchants; holidays and the law of personal data do not."""
