"""Words for what pages of proposals and agreements show: states, fields, reasons, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.domains.agreements.queries import Agreement
from dure.engine.executors.terms import Change
from dure.engine.programme.models.programme import Programme
from dure.web.reviewer.forms import RELATIONS
from dure.web.templatetags.amounts import count, money, seats
from dure.web.templatetags.days import day_text
from dure.web.words import page_language

PROPOSAL = {
    "draft": (lazy("Draft"), "gray"),
    "submitted": (lazy("Under check"), "information"),
    "supplementing": (lazy("Supplement asked"), "warning"),
    "checked": (lazy("Being scored"), "information"),
    "scored": (lazy("Being chosen"), "information"),
    "chosen": (lazy("Chosen"), "success"),
    "not_chosen": (lazy("Not chosen as an executor"), "gray"),
    "agreed": (lazy("Agreement in force"), "success"),
    "refused": (lazy("Refused at the check"), "danger"),
    "withdrawn": (lazy("Withdrawn"), "gray"),
}
CONFLICTS = {
    **RELATIONS,
    "found": lazy("Found by the service: works or worked for the firm, or acts for it"),
    "set_aside": lazy("Set aside at the firm's request"),
}
AGREEMENT = {
    "proposed": (lazy("Waits for the executor's signature"), "warning"),
    "signed": (lazy("Waits for the agency's signature"), "warning"),
    "in_force": (lazy("In force"), "success"),
    "declined": (lazy("Declined by the executor"), "gray"),
    "taken_back": (lazy("Taken back"), "gray"),
    "left": (lazy("Executor has left"), "gray"),
}
AMENDMENT = {
    "proposed": (lazy("Waits for approval"), "warning"),
    "agreed": (lazy("Approved, waits for the other executor"), "information"),
    "in_force": (lazy("Approved"), "success"),
    "refused": (lazy("Refused by the other side"), "danger"),
    "taken_back": (lazy("Taken back"), "gray"),
}
MIDTERM = {
    "told": (lazy("Waits for an answer"), "warning"),
    "answered": (lazy("Answered by the executor"), "information"),
    "closed": (lazy("Check closed"), "gray"),
    "set_aside": (lazy("Set aside after an objection"), "gray"),
}
GRADES = {"good": lazy("In good order"), "fair": lazy("Measures needed"), "poor": lazy("Poor")}
OUTCOMES = {
    "chosen": (lazy("Chosen"), "success"),
    "no_room": (lazy("Not chosen: no place left"), "gray"),
    "below_least": (lazy("Not chosen: below the least points"), "gray"),
    "not_scored": (lazy("Marks are missing"), "warning"),
}
TIE_BREAKS = {
    "criterion": lazy("same total: the criterion of greater weight decides"),
    "lot": lazy("same in every criterion: the hash of the file decides"),
}
AGAINST = {
    "refusal": lazy("Refused at the check of the proposal"),
    "not_chosen": lazy("Not chosen as an executor"),
    "amendment": lazy("Amendment refused"),
    "midterm": lazy("Mid-term check"),
    "ended": lazy("Agreement ended by the agency"),
}
OBJECTION_EFFECTS = {
    "reopened": lazy("The proposal is checked again"),
    "chosen": lazy("The firm is chosen beside those who are"),
    "anew": lazy("The amendment waits for another answer"),
    "set_aside": lazy("The mid-term check is set aside"),
    "noted": lazy("It changes nothing that was decided"),
}
SCORED_BY = {"accountant": lazy("Settlement accountants"), "panel": lazy("Panel")}
FIELDS = {
    "firm": lazy("Name of the firm"),
    "business_no": lazy("Business number"),
    "contact": lazy("Whom to ask"),
    "places": lazy("Places it takes"),
    "cash_won": lazy("Cash promised"),
    "in_kind": lazy("Promised in kind"),
    "gives": lazy("What the firm does for merchants"),
}
SIDES = {"officer": lazy("Agency"), "executor": lazy("Executor")}
PARTS = {
    "places": lazy("Places it takes"),
    "budget": lazy("Budget"),
    "cash": lazy("Cash promised"),
    "in_kind": lazy("Promised in kind"),
    "milestone": lazy("Milestone"),
    "starts_on": lazy("Beginning"),
    "ends_on": lazy("End"),
}


def badge(words: Mapping[str, tuple[Any, str]], state: str) -> dict[str, str]:
    """Return a state as a badge: its word and its kind."""
    word, kind = words.get(state, (state, "gray"))
    return {"word": str(word), "kind": kind}


def executor_name(one: Agreement) -> str:
    """Return what the executor of an agreement is called in the language of the page."""
    return one.organisation.name_en if page_language() == "en" else one.organisation.name_ko


def stage_title(programme: Programme, stage: str) -> str:
    """Return what a stage is called, or its id where the file has it no more."""
    found = programme.stage(stage)
    return stage if found is None else found.title.to(page_language())


def places_text(programme: Programme, places: Mapping[str, int]) -> str:
    """Return places by stage as one line."""
    return ", ".join(f"{stage_title(programme, stage)} {seats(n)}" for stage, n in places.items() if n) or "0"


def change_rows(programme: Programme, changes: tuple[Change, ...]) -> list[dict[str, str]]:
    """Return what a new version says otherwise, in words: what, before, after."""
    return [
        {
            "what": _what(programme, one),
            "before": _value(one, one.before),
            "after": _value(one, one.after),
        }
        for one in changes
    ]


def _what(programme: Programme, change: Change) -> str:
    part = str(PARTS[change.part])
    if change.part == "places":
        return f"{part}: {stage_title(programme, change.which)}"
    return f"{part}: {change.which}" if change.which else part


def _value(change: Change, value: int | str | None) -> str:
    if value is None:
        return _("none")
    if change.part == "places":
        return count(value)
    if isinstance(value, int):
        return money(value)
    return day_text(date.fromisoformat(value))
