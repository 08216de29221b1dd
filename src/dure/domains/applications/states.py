"""The states of an application, of a document in it, of a supplement, a nomination and an import."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition

APPLICATION_STATES = StateTable(
    "application",
    first=("draft", "submitted"),
    transitions=(
        Transition("submit", ("draft",), "submitted", ("merchant",)),
        Transition("discard", ("draft",), "discarded", ("merchant", "system")),
        Transition("ask_supplement", ("submitted",), "supplementing", ("officer",)),
        Transition("supplement", ("supplementing",), "submitted", ("merchant",)),
        Transition("close_supplement", ("supplementing",), "submitted", ("officer", "system")),
        Transition("accept", ("submitted",), "accepted", ("officer",)),
        Transition("refuse", ("submitted",), "refused", ("officer",)),
        Transition("reopen", ("accepted", "refused"), "submitted", ("officer",)),
        Transition("withdraw", ("submitted", "supplementing", "accepted"), "withdrawn", ("merchant",)),
    ),
)

DOCUMENT_STATES = StateTable(
    "application_document",
    first=("handed_in",),
    transitions=(
        Transition("accept", ("handed_in", "refused"), "accepted", ("officer",)),
        Transition("refuse", ("handed_in", "accepted"), "refused", ("officer",)),
        Transition("replace", ("handed_in", "accepted", "refused"), "replaced", ("merchant",)),
    ),
)

SUPPLEMENT_STATES = StateTable(
    "supplement",
    first=("open",),
    transitions=(
        Transition("answer", ("open",), "answered", ("merchant",)),
        Transition("cancel", ("open",), "cancelled", ("officer",)),
        Transition("lapse", ("open",), "lapsed", ("system",)),
    ),
)

NOMINATION_STATES = StateTable(
    "nomination",
    first=("open",),
    transitions=(
        Transition("confirm", ("open",), "confirmed", ("merchant",)),
        Transition("decline", ("open",), "declined", ("merchant",)),
        Transition("take_back", ("open",), "taken_back", ("executor_staff",)),
        Transition("lapse", ("open",), "lapsed", ("system",)),
    ),
)

IMPORT_STATES = StateTable(
    "import",
    first=("checking",),
    transitions=(
        Transition("check", ("checking",), "checked", ("system",)),
        Transition("fail_check", ("checking",), "faulty", ("system",)),
        Transition("begin", ("checked",), "importing", ("officer",)),
        Transition("finish", ("importing",), "done", ("system",)),
        Transition("stop", ("importing",), "checked", ("system",)),
        Transition("drop", ("checked", "faulty"), "dropped", ("officer",)),
    ),
)
