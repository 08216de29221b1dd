"""The states of a stage's scoring, assignments, score sheets, uploads of scores and recusal requests."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

ASSIGNMENT_STATES = StateTable(
    "assignment",
    first=("assigned",),
    transitions=(
        Transition("declare_conflict", ("assigned", "scored"), "conflict", ("reviewer",)),
        Transition("score", ("assigned",), "scored", ("reviewer",)),
        Transition("reopen", ("scored",), "assigned", ("officer",)),
        Transition("take_away", ("assigned",), "taken_away", ("officer",)),
        Transition("give_back", ("taken_away",), "assigned", ("officer",)),
        Transition("set_aside", ("assigned", "scored", "taken_away"), "conflict", ("officer",)),
    ),
)

SHEET_STATES = StateTable(
    "score_sheet",
    first=("draft", "submitted"),
    transitions=(
        Transition("submit", ("draft",), "submitted", ("executor_staff", "reviewer")),
        Transition("reopen", ("submitted",), "draft", ("executor_staff", "officer")),
    ),
)

SCORING_STATES = StateTable(
    "scoring_window",
    first=("open",),
    transitions=(
        Transition("close", ("open",), "closed", ("officer",)),
        Transition("reopen", ("closed",), "open", ("officer",)),
    ),
)

RECUSAL_STATES = StateTable(
    "recusal_request",
    first=("asked",),
    transitions=(
        Transition("grant", ("asked",), "granted", ("officer",)),
        Transition("refuse", ("asked",), "refused", ("officer",)),
        Transition("withdraw", ("asked",), "withdrawn", ("merchant",)),
    ),
)

UPLOAD_STATES = StateTable(
    "score_upload",
    first=("checked", "faulty"),
    transitions=(
        Transition("apply", ("checked",), "applied", ("executor_staff",)),
        Transition("drop", ("checked", "faulty"), "dropped", ("executor_staff",)),
    ),
)
