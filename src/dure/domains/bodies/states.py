"""The states of a merchant's membership in an association, of a recommendation, and of a visit."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

AFFILIATION_STATES = StateTable(
    "affiliation",
    first=("open",),
    transitions=(
        Transition("agree", ("open",), "agreed", ("merchant",)),
        Transition("decline", ("open",), "declined", ("merchant",)),
        Transition("take_back", ("open",), "taken_back", ("association_staff",)),
        Transition("end", ("agreed",), "ended", ("merchant", "association_staff")),
    ),
)

RECOMMENDATION_STATES = StateTable(
    "recommendation",
    first=("open",),
    transitions=(Transition("take_back", ("open",), "taken_back", ("association_staff",)),),
)

VISIT_STATES = StateTable(
    "visit",
    first=("planned",),
    transitions=(
        Transition("report", ("planned",), "done", ("centre_staff",)),
        Transition("cancel", ("planned",), "cancelled", ("centre_staff",)),
    ),
)
