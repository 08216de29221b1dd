"""What tests of selection need: TOPS 2025 in small (24 → 12 → 6 → 3), scored applicants, two officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.domains.builders import application, merchant, published, signed_up
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.models import Application
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.models import Entrant, ScoreSheet, ScoringWindow
from dure.domains.selection.models import Decision, Place, Selection
from dure.domains.selection.services.commit_seed import commit_seed
from dure.domains.selection.services.confirm_selection import confirm_selection
from dure.domains.selection.services.propose_selection import propose_selection
from dure.domains.selection.services.publish_selection import publish_selection

SMALL, CONSULT, PROMOTE, CHAMPION = "small-2025", "consult", "promote", "champion"
EXECUTORS = ("acorn", "otter", "pinecone")
THEN = datetime.fromisoformat("2025-04-21T10:00:00+09:00")
"""A Monday after the window has closed: stage 1 is selected."""
TOLD = datetime.fromisoformat("2025-05-16T10:00:00+09:00")
"""The Friday on which the results of stage 1 are published."""

_STAGE = """
  - id: {id}
    title: {{ko: {ko}, en: {en}}}
    quota: {quota}
    over: {over}
    chosen_by: executor
    tie_break: {{by: seed, commitment: sha256}}
    set_asides:
      - id: outside_capital
        title: {{ko: 비수도권, en: Outside the capital area}}
        share_bp: 2500
        rule: NOT in_capital_area()
      - id: female
        title: {{ko: 여성 대표, en: Led by a woman}}
        share_bp: 1000
        rule: owner_female
    caps: []
    reserve_length: {reserve}
    second_officer: true
    dates: {{announced_on: {announced}, accept_within_days: 7}}
"""
_STAGES = "".join(
    _STAGE.format(**stage)
    for stage in (
        {"id": CONSULT, "ko": "1단계 상담", "en": "Stage 1", "quota": "{total: 12, per_executor: 4}",
             "over": "each_executor", "reserve": 4, "announced": "2025-05-16"},
        {"id": PROMOTE, "ko": "2단계 판촉", "en": "Stage 2", "quota": "{total: 6, per_executor: 2}",
             "over": "each_executor", "reserve": 2, "announced": "2025-07-18"},
        {"id": CHAMPION, "ko": "3단계 올해의 대표", "en": "Stage 3", "quota": "{total: 3}",
             "over": "all", "reserve": 2, "announced": "2025-10-17"},
    )
)  # fmt: skip
PROGRAMME = f"""\
format: 1
id: {SMALL}
title: {{ko: 작은 탑스 2025, en: Small TOPS 2025}}
year: 2025
window:
  opens_at: "2025-03-18T09:00:00+09:00"
  closes_at: "2025-04-18T18:00:00+09:00"
reference_day: 2025-03-18
executors:
  - {{id: acorn, name: {{ko: 도토리마켓, en: Acorn Market}}}}
  - {{id: otter, name: {{ko: 수달라이브, en: Otter Live}}}}
  - {{id: pinecone, name: {{ko: 솔방울쇼핑, en: Pinecone Shopping}}}}
eligibility:
  - id: small_merchant
    rule: small_merchant()
    reason: {{ko: 소상공인이어야 합니다., en: A small merchant.}}
    basis: 소상공인기본법 제2조
stages:{_STAGES}
rights:
  objection:
    statutory: true
    file_within: {{days: 30, basis: 행정기본법 제36조제1항}}
    answer_within: {{days: 14, basis: 행정기본법 제36조제2항}}
    extend_once_by: {{days: 10, basis: 행정기본법 제36조제2항}}
needs: [seed_commitment, acceptance, second_officer, objections]
"""
REGIONS = ("1111010100", "5111010100", "2611010100", "4111010100")


def small_programme(text: str = PROGRAMME) -> ProgrammeVersion:
    """Return the small programme as published; ``needs`` are left out where this version runs them."""
    from dure.engine.programme.capabilities import CAPABILITIES

    needs = [n for n in ("seed_commitment", "acceptance", "second_officer", "objections")
             if not CAPABILITIES[n].runs]  # fmt: skip
    line = "needs: [seed_commitment, acceptance, second_officer, objections]\n"
    return published(text.replace(line, f"needs: [{', '.join(needs)}]\n").encode())


def officer(name: str = "officer") -> SignedActor:
    return person("officer", email=f"{name}@test.example")


def applicant(n: int) -> SignedActor:
    return signed_up(f"applicant{n}@test.example")


def accepted(
    version: ProgrammeVersion,
    count: int = 24,
    choices: Sequence[str] = EXECUTORS,
    facts: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[Application]:
    """Return accepted applications, each of a merchant with an owner of its own."""
    return [
        application(
            merchant(
                n,
                owner=applicant(n),
                **{"region": REGIONS[n % 4], "owner_female": n % 5 == 0} | dict((facts or {}).get(n, {})),
            ),
            version,
            n=n,
            state="accepted",
            choices=tuple(choices),
            verdict="eligible",
        )
        for n in range(1, count + 1)
    ]


def scored(stage: str, marks: Mapping[tuple[Application, str], int | None]) -> None:
    """Open a stage for scoring with these entrants and hand in their scores, made without the services."""
    ScoringWindow.objects.get_or_create(
        programme=SMALL, stage=stage, defaults={"opened_at": THEN - timedelta(days=1)}
    )
    Entrant.objects.bulk_create(
        Entrant(programme=SMALL, stage=stage, application=of, executor=executor, entered_at=THEN)
        for of, executor in marks
    )
    ScoreSheet.objects.bulk_create(
        ScoreSheet(
            programme=SMALL, stage=stage, application=of, executor=executor, total=mark, state="submitted",
            changed_at=THEN,
        )
        for (of, executor), mark in marks.items()
        if mark is not None
    )  # fmt: skip


def first_stage(count: int = 24) -> list[Application]:
    """Return applicants scored at stage 1: the lower the number, the better, everywhere the same.

    Everybody lists all three executors, in an order that turns with the number.
    """
    version = small_programme()
    made = accepted(version, count)
    for n, one in enumerate(made):
        turned = EXECUTORS[n % 3 :] + EXECUTORS[: n % 3]
        Application.objects.filter(pk=one.pk).update(choices=list(turned))
        one.choices = list(turned)
    scored(CONSULT, {(one, e): 90_000 - 1000 * n for n, one in enumerate(made) for e in EXECUTORS})
    commit_seed(actor=officer(), now=THEN, programme=SMALL, stage=CONSULT)
    return made


def proposed(stage: str = CONSULT, now: datetime = THEN) -> Selection:
    pk = propose_selection(
        actor=officer(), now=now, programme=SMALL, stage=stage, reason="모든 점수가 들어왔습니다"
    )
    return Selection.objects.get(pk=pk)


def confirmed(stage: str = CONSULT, now: datetime = THEN) -> Selection:
    selection = proposed(stage, now)
    confirm_selection(actor=officer("second"), now=now, selection_id=selection.pk, reason="확인했습니다")
    return Selection.objects.get(pk=selection.pk)


def told(stage: str = CONSULT, now: datetime = TOLD) -> Selection:
    """Return the selection of a stage, proposed, confirmed and published."""
    selection = confirmed(stage, now)
    publish_selection(actor=officer(), now=now, selection_id=selection.pk)
    return Selection.objects.get(pk=selection.pk)


def decisions(selection: Selection) -> dict[int, Decision]:
    """Return decisions by the number of the applicant (1, 2, …)."""
    return {int(d.application_no[-6:]): d for d in Decision.objects.filter(selection=selection)}


def place_of(n: int, stage: str = CONSULT) -> Place:
    return Place.objects.get(stage=stage, application__application_no__endswith=f"{n:06d}")


def holders(stage: str = CONSULT) -> dict[str, list[int]]:
    """Return by executor the numbers of those who hold a place."""
    found: dict[str, list[int]] = {e: [] for e in EXECUTORS}
    held = Place.objects.filter(stage=stage, state__in=("offered", "accepted")).select_related("application")
    for place in held:
        found[place.executor].append(int((place.application.application_no or "")[-6:]))
    return {executor: sorted(numbers) for executor, numbers in found.items()}
