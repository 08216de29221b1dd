"""Diagnoses of the small programme: one business's own, and some by two experts after their visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries_own import my_applications
from dure.domains.diagnosis.queries import OWN_DAY, OWN_NOTE, expert_sheets
from dure.domains.diagnosis.queries_officer import Wanted, diagnosed, without_expert
from dure.domains.diagnosis.services.assign_experts import assign_experts
from dure.domains.diagnosis.services.begin_sheet import begin_sheet
from dure.domains.diagnosis.services.hand_in_sheet import hand_in_sheet
from dure.domains.diagnosis.services.save_sheet import save_sheet
from dure.service.demo.invented import draw
from dure.service.demo.scene import at

PROGRAMME = "seedling-2025"
SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "online": {
        "selling": ("has_page", "photos", "orders"),
        "running": ("delivery", "reviews"),
        "publicity": ("messages", "posts"),
    },
    "product": {"goods": ("difference", "price", "supply", "safety")},
}
OWN = {
    "has_page": "yes", "photos": "4", "orders": "90", "delivery": "daily", "reviews": "4", "messages": "no",
    "posts": "6",
}  # fmt: skip
"""What the business that one can sign in for says of itself."""
FOUND = OWN | {"photos": "2", "orders": "60", "reviews": "2"}
"""What the expert found there."""
VISITS = 8
"""So many businesses each expert has visited for each form; the others are still to be."""


def load_diagnoses(merchant: SignedActor, officer: SignedActor, experts: Sequence[SignedActor]) -> None:
    """Let one business diagnose itself, and two experts visit it and some others."""
    (mine,) = [one for one in my_applications(merchant) if one.programme == PROGRAMME]
    sheet = begin_sheet(actor=merchant, now=at("2025-03-10T20:00:00"), application_id=mine.pk, form="online")
    _fill(merchant, at("2025-03-10T20:15:00"), sheet, "online", OWN)
    hand_in_sheet(actor=merchant, now=at("2025-03-10T20:20:00"), sheet_id=sheet)
    for form in SECTIONS:
        found = diagnosed(officer, PROGRAMME, form, Wanted())
        assign_experts(
            actor=officer, now=at("2025-03-11T09:00:00"), programme=PROGRAMME, form=form, wanted=Wanted(),
            experts=[one.user_id for one in experts if one.user_id],
            expected=without_expert(found, PROGRAMME, form).count(), key=f"demo/{form}",
        )  # fmt: skip
    for one in experts:
        waiting = sorted(expert_sheets(one), key=lambda s: (s.application_id != mine.pk, s.application_id))
        for form in SECTIONS:
            for made in [sheet for sheet in waiting if sheet.form == form][:VISITS]:
                told = FOUND if made.application_id == mine.pk else _drawn(made.application_id)
                _visit(one, at("2025-03-18T15:00:00"), made.pk, form, told)


def _visit(expert: SignedActor, now: datetime, sheet: int, form: str, told: dict[str, str]) -> None:
    _fill(expert, now, sheet, form, _product(sheet) if form == "product" else told)
    own = {OWN_DAY: ["2025-03-17"], OWN_NOTE: ["상품은 좋습니다. 사진을 먼저 바꾸시기를 권합니다."]}
    save_sheet(actor=expert, now=now, sheet_id=sheet, part="own", typed=own, counter=99)
    hand_in_sheet(actor=expert, now=now, sheet_id=sheet)


def _fill(who: SignedActor, now: datetime, sheet: int, form: str, told: dict[str, str]) -> None:
    for section, items in SECTIONS[form].items():
        typed = {item: [told[item]] for item in items if item in told}
        save_sheet(actor=who, now=now, sheet_id=sheet, part=section, typed=typed, counter=99)


def _drawn(n: int) -> dict[str, str]:
    """Return invented answers of one business, the same every time."""
    return {
        "has_page": "yes" if draw(n, "has_page", 10) < 7 else "no",
        "photos": str(1 + draw(n, "photos", 5)),
        "orders": str(draw(n, "orders", 200)),
        "delivery": ("cannot", "sometimes", "daily", "daily")[draw(n, "delivery", 4)],
        "reviews": str(1 + draw(n, "reviews", 5)),
        "messages": "yes" if draw(n, "messages", 2) else "no",
        "posts": str(draw(n, "posts", 15)),
    }


def _product(n: int) -> dict[str, str]:
    told = {item: str(2 + draw(n, item, 4)) for item in ("difference", "price", "supply")}
    return told | {"safety": "seen" if draw(n, "safety", 4) else "none"}
