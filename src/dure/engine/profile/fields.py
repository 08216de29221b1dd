"""The columns of a merchant's profile: their names, types and order, as PROFILE of the field has them.

The order is the order in which missing fields are reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from dure.engine.profile.industry import REVISIONS


class Kind(Enum):
    """What a field's value is; the rule language types its expressions by it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: ``none_able`` fields read an empty cell as *none*, all others as *not known*.

    ``whole`` numbers are integers; ``choices`` are the codes that a coded text may hold;
    ``low`` and ``high`` bound a number (inclusive); ``needs`` names the columns that a derived
    field is calculated from (an empty tuple: the field is told). ``decimals`` limits the digits behind
    the point; an empty cell of a ``required`` field is bad.
    """

    name: str
    kind: Kind
    none_able: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    needs: tuple[str, ...] = ()
    decimals: int | None = None
    required: bool = False
    shortest: int = 1

    @property
    def companion(self) -> str:
        """Name of the boolean column that says whether a none-able field has a value."""
        return f"has.{self.name}"

    @property
    def is_derived(self) -> bool:
        return bool(self.needs)


_TOLD = (
    Field("business_no", Kind.TEXT, required=True),
    Field("name", Kind.TEXT),
    Field("legal_form", Kind.TEXT, choices=("sole", "corporation")),
    Field("ksic", Kind.TEXT, shortest=2),
    # 산업분류 차수: the revision that the code is written in; not known: that of whoever reads the code.
    Field("ksic_revision", Kind.TEXT, choices=REVISIONS),
    Field("region", Kind.TEXT, shortest=5),
    Field("opened_on", Kind.DATE),
    Field("closed_on", Kind.DATE, none_able=True),
    Field("business_status", Kind.TEXT, choices=("active", "suspended", "closed")),
    Field("employees", Kind.NUMBER, low=0, high=1e7),
    Field("annual_sales", Kind.NUMBER, whole=True, low=0, high=1e15),
    Field("online_sales_share", Kind.NUMBER, low=0, high=1),
    Field("mail_order_no", Kind.TEXT, none_able=True),
    Field("owner_birth_year", Kind.NUMBER, whole=True, low=1900, high=2100),
    Field("owner_female", Kind.BOOLEAN),
    Field("tax_arrears", Kind.BOOLEAN),
    Field("sanctioned_until", Kind.DATE, none_able=True),
    Field("credit_score", Kind.NUMBER, whole=True, low=0, high=1000),
    Field("credit_bureau", Kind.TEXT, choices=("NICE", "KCB")),
    Field("channels", Kind.LIST, none_able=True),
    Field("market_id", Kind.TEXT, none_able=True),
    Field("designations", Kind.LIST, none_able=True),
)

_DERIVED = (
    # 청년 대표: 39 or younger on the call's opening day; the age limit is a dated parameter of the law.
    Field("youth_led", Kind.BOOLEAN, needs=("owner_birth_year",)),
)

PROFILE_COLUMNS: tuple[Field, ...] = _TOLD
"""The columns that a file of merchants may bring, in PROFILE order."""

PROFILE_FIELDS: Mapping[str, Field] = MappingProxyType({f.name: f for f in (*_TOLD, *_DERIVED)})
"""Every field that a rule may name: the told columns and the derived ones."""
