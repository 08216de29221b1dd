from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.merchant import own
from tests.web.matrix.rows import EVERYBODY, ROLES, SIGNED_IN, only

_OFFICER = "/officer/matching/tops-2025/seller/"


RUN_BY_EXECUTORS = """\
  - id: mentor
    title: {ko: 멘토 매칭, en: Pairing with mentors}
    paired_with: mentor
    run_by: executor
    stage: consult
"""
_DESK = "/executor/tops-2025/matching/"


def provider_only(code: int = 200) -> dict[str, int]:
    """Return the row of a page that is there for the provider alone."""
    return {role: code if role == "provider" else 302 if role == "nobody" else 404 for role in ROLES}


def acorns() -> dict[str, int]:
    """Return the row of a round of acorn's: at another executor's desk there is none."""
    return {**only("executor_staff"), "other_executor": 404}


def _sides() -> dict[str, int]:
    """Return the row of a match: both sides, officers, the ministry, and the executor that gave the place."""
    seen = ("merchant", "provider", "officer", "ministry", "executor_staff")
    return {role: 200 if role in seen else 302 if role == "nobody" else 404 for role in ROLES}


ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "providers": ("/providers/", EVERYBODY),
    "provider_home": ("/provider/", SIGNED_IN),
    "provider_register": ("/provider/register/", SIGNED_IN),
    "provider_profile": ("/provider/{provider}/", provider_only()),
    "provider_suggestions": ("/provider/{provider}/merchants/tops-2025/seller/", provider_only()),
    "my_matching": ("/my/applications/{application}/matching/seller/", own()),
    "match": ("/matches/{match}/", _sides()),
    "officer_providers": ("/officer/providers/", only("officer", "ministry")),
    "officer_provider": ("/officer/providers/{provider}/", only("officer", "ministry")),
    "officer_matchings": ("/officer/matching/tops-2025/", only("officer", "ministry")),
    "officer_matching": (_OFFICER, only("officer", "ministry")),
    "officer_matching_plan": (_OFFICER + "plan/", only("officer", code=405)),
    "officer_matching_rule": (_OFFICER + "rules/", only("officer", code=405)),
    "officer_matching_lift": (_OFFICER + "rules/1/lift/", only("officer", code=405)),
    "officer_match_round": (_OFFICER + "rounds/1/", only("officer", "ministry")),
    "officer_match_unmatched": (_OFFICER + "rounds/1/unmatched/", only("officer", "ministry")),
    "officer_match_rounds": (_OFFICER + "rounds/", only("officer", "ministry")),
    "executor_matchings": (_DESK, only("executor_staff", "other_executor")),
    "executor_matching": (_DESK + "mentor/", only("executor_staff", "other_executor")),
    "executor_matching_plan": (
        _DESK + "mentor/plan/",
        only("executor_staff", "other_executor", code=405),
    ),
    "executor_match_rounds": (_DESK + "mentor/rounds/", only("executor_staff", "other_executor")),
    "executor_match_round": (_DESK + "mentor/rounds/1/", acorns()),
    "executor_match_unmatched": (_DESK + "mentor/rounds/1/unmatched/", acorns()),
    "officer_match_by_hand": (_OFFICER + "rounds/1/by-hand/{application}/", only("officer", code=404)),
    "executor_match_by_hand": (
        _DESK + "mentor/rounds/1/by-hand/{application}/",
        only("executor_staff", "other_executor", code=404),
    ),
    "officer_match_unmatched_export": (
        _OFFICER + "rounds/1/unmatched/export/",
        only("officer", "ministry"),
    ),
    "executor_match_unmatched_export": (_DESK + "mentor/rounds/1/unmatched/export/", acorns()),
    "executor_matching_export": (_DESK + "mentor/export/", only("executor_staff", "other_executor")),
    "executor_matching_rule": (
        _DESK + "mentor/rules/",
        only("executor_staff", "other_executor", code=405),
    ),
    "executor_matching_lift": (
        _DESK + "mentor/rules/1/lift/",
        only("executor_staff", "other_executor", code=405),
    ),
    "officer_matching_export": (_OFFICER + "export/", only("officer", "ministry")),
}


def world(made: dict[str, Any]) -> None:
    """Add an approved provider, a round that was proposed and a match that waits for answers."""
    from dure.domains.accounts.models import Organisation
    from dure.domains.matching.models import Match, MatchRound, PairRule, Provider, Wish

    provider = Provider.objects.create(
        organisation=Organisation.objects.get(code="haesol"), kind="seller", state="approved",
        skills=["video"], applied_at=NOW, changed_at=NOW,
    )  # fmt: skip
    place = {"programme": "tops-2025", "pairing": "seller"}
    round_ = MatchRound.objects.create(
        **place, version=made["version_row"], number=1, state="proposed", planned_at=NOW, proposed_at=NOW,
        due_at=NOW,
    )  # fmt: skip
    MatchRound.objects.create(
        programme="tops-2025", pairing="mentor", executor="acorn", version=made["version_row"], number=1,
        planned_at=NOW,
    )  # fmt: skip
    made["provider"] = provider.pk
    both = {"application_id": made["application"], "pairing": "seller"}
    Wish.objects.create(**both, changed_at=NOW)
    PairRule.objects.create(
        **both, programme="tops-2025", provider=provider, kind="barred", reason="왜", made_at=NOW,
        lifted_at=NOW,
    )  # fmt: skip
    made["match"] = Match.objects.create(
        **place, round=round_, application_id=made["application"], provider=provider, state="proposed",
        points=100, due_at=NOW, proposed_at=NOW,
    ).pk  # fmt: skip
