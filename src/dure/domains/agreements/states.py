"""The states of a proposal to carry out a programme, of the choice among them, and of agreements."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition
from dure.domains.programmes.objecting import objection_states

PROPOSAL_STATES = StateTable(
    "proposal",
    first=("draft",),
    transitions=(
        Transition("submit", ("draft",), "submitted", ("firm",)),
        Transition("discard", ("draft",), "discarded", ("firm",)),
        Transition("ask_supplement", ("submitted",), "supplementing", ("officer",)),
        Transition("supplement", ("supplementing",), "submitted", ("firm",)),
        Transition("close_supplement", ("supplementing",), "submitted", ("officer",)),
        Transition("pass", ("submitted",), "checked", ("officer",)),
        Transition("refuse", ("submitted",), "refused", ("officer",)),
        Transition("reopen", ("checked", "refused"), "submitted", ("officer",)),
        Transition("score", ("checked",), "scored", ("officer",)),
        Transition("score_again", ("scored",), "checked", ("officer",)),
        Transition("choose", ("scored",), "chosen", ("officer",)),
        Transition("not_choose", ("scored",), "not_chosen", ("officer",)),
        Transition("redress", ("not_chosen",), "chosen", ("officer",)),
        Transition("agree", ("chosen",), "agreed", ("officer",)),
        Transition(
            "withdraw",
            ("submitted", "supplementing", "checked", "chosen"),
            "withdrawn",
            ("firm",),
        ),
    ),
)

PROPOSAL_DOCUMENT_STATES = StateTable(
    "proposal_document",
    first=("handed_in",),
    transitions=(
        Transition("accept", ("handed_in", "refused"), "accepted", ("officer",)),
        Transition("refuse", ("handed_in", "accepted"), "refused", ("officer",)),
        Transition("replace", ("handed_in", "accepted", "refused"), "replaced", ("firm",)),
    ),
)

SCORER_RECUSAL_STATES = StateTable(
    "scorer_recusal",
    first=("asked",),
    transitions=(
        Transition("grant", ("asked",), "granted", ("officer",)),
        Transition("refuse", ("asked",), "refused", ("officer",)),
        Transition("withdraw", ("asked",), "withdrawn", ("firm",)),
    ),
)

CHOICE_STATES = StateTable(
    "executor_choice",
    first=("proposed",),
    transitions=(
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("send_back", ("proposed",), "sent_back", ("officer",)),
    ),
)

AGREEMENT_STATES = StateTable(
    "agreement",
    first=("proposed",),
    transitions=(
        Transition("sign", ("proposed",), "signed", ("executor_staff",)),
        Transition("decline", ("proposed",), "declined", ("executor_staff",)),
        Transition("take_back", ("proposed", "signed"), "taken_back", ("officer",)),
        Transition("put_in_force", ("signed",), "in_force", ("officer",)),
        Transition("leave", ("in_force",), "left", ("officer",)),
    ),
)

AMENDMENT_STATES = StateTable(
    "amendment",
    first=("proposed", "agreed"),
    transitions=(
        Transition("agree", ("proposed",), "agreed", ("officer", "executor_staff")),
        Transition("apply", ("agreed",), "in_force", ("officer", "executor_staff")),
        Transition("refuse", ("proposed",), "refused", ("officer", "executor_staff")),
        Transition("take_back", ("proposed", "agreed"), "taken_back", ("officer", "executor_staff")),
        Transition("reopen", ("refused",), "proposed", ("officer",)),
    ),
)

FIRM_OBJECTION_STATES = objection_states("firm_objection", by="firm")

MIDTERM_STATES = StateTable(
    "midterm_check",
    first=("told",),
    transitions=(
        Transition("answer", ("told",), "answered", ("executor_staff",)),
        Transition("close", ("told", "answered"), "closed", ("officer",)),
        Transition("set_aside", ("told", "answered", "closed"), "set_aside", ("officer",)),
    ),
)
