"""The states of a case in which money is taken back, of what is asked about it, and of an objection."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

PARTY = ("executor_staff", "provider", "merchant")

CASE_STATES = StateTable(
    "recovery_case",
    first=("opened",),
    transitions=(
        Transition("notify", ("opened",), "noticed", ("officer",)),
        Transition("answer", ("noticed",), "answered", PARTY),
        Transition("drop", ("opened", "noticed", "answered"), "dropped", ("officer",)),
        Transition("decide", ("noticed", "answered"), "decided", ("officer",)),
        Transition("settle", ("decided",), "settled", ("officer",)),
        Transition("write_off", ("decided",), "written_off", ("officer",)),
        Transition("reverse", ("decided", "settled"), "reversed", ("officer",)),
    ),
)

PLAN_STATES = StateTable(
    "instalment_plan",
    first=("asked",),
    transitions=(
        Transition("approve", ("asked",), "approved", ("officer",)),
        Transition("refuse", ("asked",), "refused", ("officer",)),
        Transition("take_back", ("asked",), "taken_back", PARTY),
        Transition("revoke", ("approved",), "revoked", ("officer",)),
    ),
)

OBJECTION_STATES = StateTable(
    "recovery_objection",
    first=("filed",),
    transitions=(
        Transition("grant", ("filed",), "granted", ("officer",)),
        Transition("dismiss", ("filed",), "dismissed", ("officer",)),
        Transition("withdraw", ("filed",), "withdrawn", PARTY),
    ),
)

SHOWN_TO_PARTY = ("noticed", "answered", "decided", "settled", "written_off", "reversed")
