"""What a file can use, which part of it uses it, and whether this version runs it: one table.

A capability that is not run must stand under ``needs`` of every file that uses it, so that nothing is
parsed and then silently left undone. When a later version runs one, only its line here changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dure.engine.problems import msg
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.programme.reading.tree import Path

Use = Callable[[Programme], Path | None]


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing a programme can ask for; ``use`` returns the first place that uses it, None if none does."""

    id: str
    title: str
    runs: bool
    section: str
    use: Use


def _written(section: str) -> Use:
    """Return the use of a section as soon as something stands in it."""

    def use(programme: Programme) -> Path | None:
        return (section,) if getattr(programme, section) else None

    return use


def _stage(uses: Callable[[Stage], bool], *key: str) -> Use:
    def use(programme: Programme) -> Path | None:
        for s, stage in enumerate(programme.stages):
            if uses(stage):
                return ("stages", s, *key)
        return None

    return use


def _chosen_by(*ways: str) -> Use:
    return _stage(lambda stage: stage.chosen_by in ways, "chosen_by")


def _benefit(kind: str) -> Use:
    def use(programme: Programme) -> Path | None:
        found = (b for b, benefit in enumerate(programme.benefits) if benefit.kind == kind)
        return next((("benefits", b, "kind") for b in found), None)

    return use


def _benefit_key(*keys: str) -> Use:
    """Return the use of keys that only some kinds of benefit have."""

    def use(programme: Programme) -> Path | None:
        for b, benefit in enumerate(programme.benefits):
            for key in keys:
                if getattr(benefit, key, None):
                    return ("benefits", b, key)
        return None

    return use


def _items_key(section: str, key: str) -> Use:
    """Return the use of a key in the items of a section."""

    def use(programme: Programme) -> Path | None:
        found = (i for i, item in enumerate(getattr(programme, section)) if getattr(item, key))
        return next(((section, i, key) for i in found), None)

    return use


def _nomination(programme: Programme) -> Path | None:
    return ("entry",) if "nomination" in programme.entry else None


def _groups(programme: Programme) -> Path | None:
    return ("applicants",) if programme.applicants != "merchant" else None


def _add_ons(programme: Programme) -> Path | None:
    found = (e for e, executor in enumerate(programme.executors) if executor.add_ons)
    return next((("executors", e, "add_ons") for e in found), None)


def _objections(programme: Programme) -> Path | None:
    return ("rights", "objection") if programme.rights.objection is not None else None


def _supplements(programme: Programme) -> Path | None:
    return ("rights", "supplement_days") if programme.rights.supplement_days is not None else None


def _matching(programme: Programme) -> Path | None:
    found = (f for f, fund in enumerate(programme.funds) if fund.matching is not None)
    return next((("funds", f, "matching") for f in found), None)


def _points_handed_in(programme: Programme) -> Path | None:
    """Return the first source of a mix that is data of no field: its points are handed in."""
    for s, stage in enumerate(programme.stages):
        for c, score in enumerate(stage.scores):
            if score.source == "data" and score.field is None:
                return ("stages", s, "scores", c)
    return None


def _accept(stage: Stage) -> bool:
    return stage.dates.accept_within_days is not None


_TABLE = (
    # What this version runs.
    Capability(
        "screening", msg("screening by eligibility rules"), True, "eligibility", _written("eligibility")
    ),
    Capability(
        "executor_choice",
        msg("choice by executors among those who listed them"),
        True,
        "stages",
        _chosen_by("executor"),
    ),
    Capability("score_choice", msg("choice by a given score"), True, "stages", _chosen_by("score", "panel")),
    Capability(
        "set_asides",
        msg("seats set aside"),
        True,
        "stages",
        _stage(lambda s: bool(s.set_asides), "set_asides"),
    ),
    Capability("caps", msg("caps on groups"), True, "stages", _stage(lambda s: bool(s.caps), "caps")),
    Capability(
        "reserves",
        msg("reserve lists"),
        True,
        "stages",
        _stage(lambda s: s.reserve_length > 0, "reserve_length"),
    ),
    Capability("verification", msg("independent check of decisions"), True, "stages", _written("stages")),
    Capability("replay", msg("replay of published bundles"), True, "stages", _written("stages")),
    Capability("nomination", msg("nomination by merchandisers"), True, "entry", _nomination),
    Capability("questions", msg("questions of the call"), True, "questions", _written("questions")),
    Capability("documents", msg("document check"), True, "documents", _written("documents")),
    Capability("reviews", msg("review by panels with rubrics"), True, "reviews", _written("reviews")),
    Capability("rubrics", msg("score sheets"), True, "rubrics", _written("rubrics")),
    Capability(
        "score_combination",
        msg("combination of several reviewers' scores"),
        True,
        "stages",
        _stage(lambda s: s.combine in ("mean", "trimmed_mean"), "combine"),
    ),
    Capability(
        "seed_commitment",
        msg("publication of the seed's hash before the draw"),
        True,
        "stages",
        _stage(lambda s: s.tie_break.commitment is not None, "tie_break", "commitment"),
    ),
    Capability(
        "acceptance",
        msg("acceptance of places with a deadline"),
        True,
        "stages",
        _stage(_accept, "dates", "accept_within_days"),
    ),
    Capability(
        "second_officer",
        msg("confirmation by a second officer"),
        True,
        "stages",
        _stage(lambda s: s.second_officer, "second_officer"),
    ),
    Capability("objections", msg("objections"), True, "rights", _objections),
    Capability("supplements", msg("supplements within a deadline"), True, "rights", _supplements),
    Capability("consents", msg("consents"), True, "consents", _written("consents")),
    Capability("retention", msg("retention of records"), True, "retention", _written("retention")),
    Capability(
        "score_adjustment",
        msg("scores adjusted for severe and mild reviewers"),
        True,
        "stages",
        _stage(lambda s: s.combine == "adjusted", "combine"),
    ),
    Capability(
        "pairings", msg("pairing of merchants with people and firms"), True, "pairings", _written("pairings")
    ),
    Capability("mixed_score", msg("scores mixed by weights"), True, "stages", _chosen_by("mix")),
    Capability("lot", msg("choice by lot"), True, "stages", _chosen_by("lot")),
    Capability("first_come", msg("first come, first served"), True, "stages", _chosen_by("first_come")),
    Capability("nominated_choice", msg("choice by nomination"), True, "stages", _chosen_by("nomination")),
    Capability(
        "open_entitlement",
        msg("places for everybody who is eligible"),
        True,
        "stages",
        _chosen_by("entitlement"),
    ),
    Capability(
        "executor_call",
        msg("call for executors, with agreements"),
        True,
        "executor_call",
        _written("executor_call"),
    ),
    # What later versions run.
    Capability("group_applicants", msg("applicants other than one merchant"), False, "applicants", _groups),
    Capability(
        "earlier_support", msg("exclusion by earlier support"), True, "excludes", _written("excludes")
    ),
    Capability("diagnosis", msg("diagnosis"), True, "diagnosis", _written("diagnosis")),
    Capability(
        "vote", msg("choice by public vote"), True, "stages", _stage(lambda s: s.has_vote, "chosen_by")
    ),
    Capability(
        "measured_points",
        msg("points of data that officers hand in"),
        True,
        "stages",
        _points_handed_in,
    ),
    Capability("subsidy", msg("subsidies"), True, "benefits", _benefit("subsidy")),
    Capability("voucher_credit", msg("vouchers and credit"), True, "benefits", _benefit("voucher_credit")),
    Capability("service", msg("services in sessions"), True, "benefits", _benefit("service")),
    Capability("course", msg("courses"), True, "benefits", _benefit("course")),
    Capability("booking", msg("bookings"), True, "benefits", _benefit("booking")),
    Capability("placement", msg("placements"), True, "benefits", _benefit("placement")),
    Capability("finance", msg("finance by other bodies"), True, "benefits", _benefit("finance")),
    Capability("equipment", msg("equipment"), True, "benefits", _benefit("equipment")),
    Capability("designation", msg("designations"), True, "benefits", _benefit("designation")),
    Capability("fee_relief", msg("fee relief"), True, "benefits", _benefit("fee_relief")),
    Capability("data_service", msg("data services"), True, "benefits", _benefit("data_service")),
    Capability(
        "benefit_rules",
        msg("benefits for some of the selected only"),
        True,
        "benefits",
        _benefit_key("only_for"),
    ),
    Capability(
        "granted_by_applying",
        msg("benefits that whoever applies is granted"),
        True,
        "benefits",
        _benefit_key("open"),
    ),
    Capability(
        "voucher_sale",
        msg("vouchers sold at a discount and redeemed by shops"),
        True,
        "benefits",
        _benefit_key("sold_at_discount_bp", "discount_borne", "purchase_ceiling_won", "redemption"),
    ),
    Capability(
        "metered_credit",
        msg("credit that is spent unit by unit"),
        True,
        "benefits",
        _benefit_key("metered_in", "unit_won"),
    ),
    Capability(
        "slot_allocation",
        msg("allocation of places that are fewer than those who want them"),
        True,
        "benefits",
        _benefit_key("allocated_by"),
    ),
    Capability("nearby", msg("what is shown to people nearby"), False, "benefits", _benefit_key("near")),
    Capability(
        "fulfilment", msg("storage and delivery of goods"), False, "benefits", _benefit_key("fulfilment")
    ),
    Capability(
        "loan_change",
        msg("schedules of loans extended or deferred"),
        True,
        "benefits",
        _benefit_key("loan_change"),
    ),
    Capability(
        "allowance",
        msg("allowances calculated by the law of the day"),
        True,
        "benefits",
        _benefit_key("allowance"),
    ),
    Capability(
        "equipment_evidence",
        msg("proof of installation"),
        True,
        "benefits",
        _benefit_key("evidence", "installed_within_days", "used_for_months"),
    ),
    Capability("add_ons", msg("executors' own additions"), False, "executors", _add_ons),
    Capability(
        "served_regions",
        msg("executors that serve some regions only"),
        False,
        "executors",
        _items_key("executors", "regions"),
    ),
    Capability(
        "referrals", msg("referrals between bodies and programmes"), False, "referrals", _written("referrals")
    ),
    Capability(
        "settlement_terms", msg("settlement of sales proceeds"), False, "settlement", _written("settlement")
    ),
    Capability(
        "order_exchange",
        msg("exchange of orders among makers"),
        False,
        "order_exchange",
        _written("order_exchange"),
    ),
    Capability(
        "rent_terms", msg("promises about rent"), False, "agreements", _items_key("agreements", "rent")
    ),
    Capability("funds", msg("funds"), True, "funds", _written("funds")),
    Capability("matching", msg("matching of public and private resources"), True, "funds", _matching),
    Capability("agreements", msg("agreements"), False, "agreements", _written("agreements")),
    Capability("activities", msg("events"), False, "activities", _written("activities")),
    Capability("indicators", msg("indicators"), False, "indicators", _written("indicators")),
    Capability(
        "counted_once",
        msg("sums over executors without double count"),
        False,
        "indicators",
        _items_key("indicators", "once_per"),
    ),
    Capability(
        "executor_evaluation",
        msg("evaluation and ranking of executors"),
        False,
        "executor_evaluation",
        _written("executor_evaluation"),
    ),
    Capability("pledges", msg("tracking of public pledges"), False, "pledges", _written("pledges")),
)

CAPABILITIES: Mapping[str, Capability] = MappingProxyType({c.id: c for c in _TABLE})


def used_capabilities(programme: Programme) -> tuple[Capability, ...]:
    """Return what a programme uses, in the table's order."""
    return tuple(c for c in _TABLE if c.use(programme) is not None)


def unmet_needs(programme: Programme) -> tuple[str, ...]:
    """Return the ids of what a programme uses and this version does not run, in the table's order."""
    return tuple(c.id for c in used_capabilities(programme) if not c.runs)
