"""Who runs a programme, for whom, and where to ask."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dure.engine.programme.models.part import Part
from dure.engine.programme.models.values import Id, Line, Text, Won

BenefitKind = Literal[
    "subsidy",
    "voucher_credit",
    "service",
    "course",
    "booking",
    "placement",
    "finance",
    "equipment",
    "designation",
    "fee_relief",
    "data_service",
]

Target = Literal["small_merchants", "small_and_medium_businesses", "makers", "one_person_merchants"]
"""소상공인, 중소상공인, 소공인, 1인 소상공인."""

Places = Annotated[int, Field(ge=0, le=10**8)]

Applicant = Literal["merchant", "market", "executor", "provider"]
"""Who applies: one merchant, a market or street as a group, a firm as executor, a creator or tutor."""

Entry = Literal["application", "nomination"]
"""How people come in: they apply, or an executor's merchandiser names them."""


class AddOn(Part):
    """What an executor adds of its own to a stage, beside the programme's benefits."""

    id: Id
    title: Text
    kind: BenefitKind
    stage: Id | None = None
    """The stage whose selected get it; null: everybody the executor takes."""
    valued_won: Won | None = None
    """What it is worth for each merchant, as the executor values it."""


class Executor(Part):
    """A platform company or public body that carries the programme out (수행기관)."""

    id: Id
    name: Text
    summary: Text | None = None
    capacity: dict[str, Places] = Field(default_factory=dict)
    """Places by stage id; a stage that is not named has the stage's quota.per_executor."""
    add_ons: tuple[AddOn, ...] = ()


class Contact(Part):
    """Where to ask."""

    name: Text | None = None
    phone: Line | None = None
    email: Line | None = None
    url: Line | None = None
