"""Every dated parameter by name: what rules may read with ``param('name')``, and what documents list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dure.engine.law.dated import Parameter, by_name
from dure.engine.law.small_merchant import EMPLOYEE_LIMIT_LARGE, EMPLOYEE_LIMIT_OTHER, SALES_CEILING
from dure.engine.law.unemployment import INSURED_EMPLOYEES, INSURED_YEARS
from dure.engine.law.youth import YOUTH_AGE

NUMBERS: Mapping[str, Parameter[int]] = MappingProxyType(
    dict(by_name(EMPLOYEE_LIMIT_LARGE, EMPLOYEE_LIMIT_OTHER, YOUTH_AGE, INSURED_YEARS, INSURED_EMPLOYEES))
)
"""Parameters that are one number: ``param('name')`` reads them."""

ALL: Mapping[str, Parameter[Any]] = MappingProxyType({**NUMBERS, SALES_CEILING.name: SALES_CEILING})
"""All parameters, tables too."""
