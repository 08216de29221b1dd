"""What of a merchant's profile an application asks for, and what is still missing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from dure.domains.accounts.actors import SYSTEM
from dure.domains.applications.drafting import StepProblem
from dure.domains.applications.models import Application
from dure.domains.merchants.facts import FROM_TAX_SERVICE
from dure.domains.merchants.queries import Merchant
from dure.domains.programmes.queries import ProgrammeVersion, call, rulebook
from dure.engine.problems import Problem, msg
from dure.engine.profile.fields import PROFILE_COLUMNS, Field
from dure.engine.programme import load
from dure.engine.programme.fields import fields_of
from dure.engine.rules import parse_rule

BASIC = ("name", "region", "ksic")
"""Facts without which an application could not be listed."""


def fields_read(version: ProgrammeVersion) -> tuple[Field, ...]:
    """Return the facts that the programme reads: its rules, its set-asides and caps, and the basic ones."""
    names = _names_read(bytes(version.raw)) | {f.name for f in rulebook(version).columns()} | {*BASIC}
    # The revision of the industry code comes with the code: nobody is asked for it by itself.
    left_out = (*FROM_TAX_SERVICE, "ksic_revision")
    return tuple(f for f in PROFILE_COLUMNS if f.name in names and f.name not in left_out)


@lru_cache(maxsize=64)
def _names_read(raw: bytes) -> frozenset[str]:
    names: set[str] = set()
    programme = load(raw).programme
    fields = fields_of(programme)
    for stage in programme.stages:
        for rule in [part.rule for part in stage.set_asides] + [part.rule for part in stage.caps]:
            names |= {f.name for f in parse_rule(rule, fields=fields).named if not f.is_derived}
    return frozenset(names)


def unknown_fields(version: ProgrammeVersion, row: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the facts that the programme reads and nobody knows; what is *none* is known."""
    return tuple(
        f
        for f in fields_read(version)
        if row.get(f.name) is None and not (f.none_able and row.get(f.companion) is False)
    )


def profile_problems(merchant: Merchant) -> list[StepProblem]:
    """Return what of the profile keeps an application from being handed in."""
    found = [
        StepProblem("eligibility", name, Problem(f"fact.{name}", msg("this is needed to apply")))
        for name in BASIC
        if not getattr(merchant, name)
    ]
    if not merchant.owner_name:
        wrong = Problem("contact.owner_name", msg("this is needed to apply"))
        found.append(StepProblem("eligibility", "owner_name", wrong))
    if not (merchant.phone or merchant.email):
        wrong = Problem(
            "contact.phone", msg("a telephone number or an e-mail address of the business is needed")
        )
        found.append(StepProblem("eligibility", "phone", wrong))
    return found


def working_version(application: Application, now: datetime) -> ProgrammeVersion:
    """Return the version that a draft is read under: that in force; for a supplement its own."""
    if application.state in ("draft", "submitted"):
        newest = call(SYSTEM, now, application.programme)
        if newest is not None:
            return newest.version
    return application.version
