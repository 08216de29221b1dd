"""A claim read for an act: locked by name and by row, with its lines, evidence and what binds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from dure.domains.accounts.models import Organisation
from dure.domains.claims.drafting import Draft, same_name
from dure.domains.claims.models import Claim, ClaimLine, Evidence, PriceItem
from dure.domains.claims.terms import Binding, binding_of
from dure.domains.events.alone import alone
from dure.engine.law.deadlines import day_of
from dure.engine.problems import msg, refuse


def hold_draft(claim_id: int) -> Claim:
    """Return a claim that is still a draft, held until the act ends; raises Refused where it is none."""
    alone("claim", claim_id)
    claim: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    if claim.state != "draft":
        raise refuse("claims.not_draft", msg("this claim was handed in or taken back already"))
    return claim


def draft_of(claim: Claim, now: datetime, binding: Binding | None = None) -> Draft:
    """Return a claim with everything by which its lines are judged, in as many queries however many lines."""
    lines = list(ClaimLine.objects.filter(claim=claim).order_by("position"))
    return Draft(
        claim=claim,
        lines=lines,
        evidence=evidence_of(lines),
        binding=binding or binding_of(claim),
        items=_items(claim, lines),
        today=day_of(now),
        own_names=_own_names(claim),
    )


def evidence_of(lines: Sequence[ClaimLine]) -> dict[int, list[Evidence]]:
    """Return the evidence of lines, by line."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(line__in=lines).order_by("pk"):
        found[one.line_id].append(one)
    return found


def _items(claim: Claim, lines: Sequence[ClaimLine]) -> dict[int, PriceItem]:
    ids = {line.item_id for line in lines if line.item_id is not None}
    if not ids:
        return {}
    found = PriceItem.objects.filter(
        pk__in=ids, list__programme=claim.programme, list__executor=claim.executor
    )
    return {item.pk: item for item in found}


def organisation_names(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return what organisations are called in Korean and English, by code."""
    found = Organisation.objects.filter(code__in=codes).order_by("code")
    return {code: (ko, en) for code, ko, en in found.values_list("code", "name_ko", "name_en")}


def _own_names(claim: Claim) -> frozenset[str]:
    if not claim.executor:
        return frozenset()
    names = Organisation.objects.filter(code=claim.executor).values_list("name_ko", "name_en")
    return frozenset(same_name(name) for pair in names for name in pair if name.strip())
