"""What experts were to diagnose goes from them where the service finds a conflict of interest (제척)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.applications.staff_conflicts import StaffConflict
from dure.domains.diagnosis.drafts import drop_drafts
from dure.domains.diagnosis.models import EXPERT, DiagnosisSheet
from dure.domains.diagnosis.outside import reviewing_against
from dure.domains.events.act import act
from dure.domains.merchants.near import near_pairs


def drop_conflicts(*, actor: SignedActor, now: datetime) -> int:
    """Drop the drafts of experts who stand in conflict with the merchant, and return how many those were.

    Whoever acts or acted for it or for another of its owner, or conflicts with it as staff or as a reviewer:
    the draft was shut to them from that moment on. As where they declare it themselves, officers are told,
    who give it to another. What was handed in before stays. Raises NotAllowed to people.
    """
    allow_service_alone(actor)
    drafts = DiagnosisSheet.objects.filter(filled_by=EXPERT, state="draft", expert__isnull=False)
    rows = list(
        drafts.order_by("pk").values_list(
            "programme", "expert_id", "application_id", "application__merchant_id"
        )
    )
    judged = {(expert, case) for _, expert, case, _ in rows}
    near = near_pairs([(expert, merchant) for _, expert, _, merchant in rows])
    told = StaffConflict.objects.filter(
        user_id__in={expert for expert, _ in judged}, application_id__in={case for _, case in judged}
    )
    against = reviewing_against(judged) | set(told.values_list("user_id", "application_id"))
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for programme, expert, case, merchant in rows:
        if (expert, merchant) in near or (expert, case) in against:
            found[programme, expert].add(case)
    return sum(_drop(actor, now, *whose, cases) for whose, cases in sorted(found.items()))


def _drop(actor: SignedActor, now: datetime, programme: str, expert: int, cases: set[int]) -> int:
    with act("diagnosis.drop_conflicts", actor=actor, now=now) as this:
        return drop_drafts(this, programme, expert, cases)
