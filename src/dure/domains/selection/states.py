"""The states of a selection, of a place given by it, of an objection, and of files of measured points."""

from __future__ import annotations

from dure.domains.events.transitions import StateTable, Transition
from dure.domains.programmes.objecting import objection_states

SELECTION_STATES = StateTable(
    "selection",
    first=("proposed",),
    transitions=(
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("send_back", ("proposed", "confirmed"), "sent_back", ("officer",)),
        Transition("publish", ("confirmed",), "published", ("officer",)),
    ),
)

PLACE_STATES = StateTable(
    "place",
    first=("offered", "accepted"),
    transitions=(
        Transition("accept", ("offered",), "accepted", ("merchant", "officer")),
        Transition("decline", ("offered",), "given_up", ("merchant", "officer")),
        Transition("lapse", ("offered",), "lapsed", ("system",)),
        Transition("give_up", ("accepted",), "given_up", ("merchant", "officer")),
        Transition("leave", ("offered", "accepted"), "given_up", ("merchant", "system")),
        Transition("disqualify", ("offered", "accepted"), "disqualified", ("officer",)),
        Transition("reinstate", ("given_up", "lapsed", "disqualified"), "offered", ("officer",)),
        Transition("restore", ("disqualified",), "accepted", ("officer",)),
        Transition("move_over", ("offered", "accepted"), "offered", ("officer",)),
        Transition("move_over_at_once", ("accepted",), "accepted", ("officer",)),
    ),
)

DISQUALIFICATION_STATES = StateTable(
    "disqualification",
    first=("noticed", "proposed"),
    transitions=(
        Transition("answer", ("noticed", "answered"), "answered", ("merchant",)),
        Transition("propose", ("noticed", "answered"), "proposed", ("officer",)),
        Transition("confirm", ("proposed",), "confirmed", ("officer",)),
        Transition("drop", ("noticed", "answered", "proposed"), "dropped", ("officer",)),
    ),
)

ALIVE = ("noticed", "answered", "proposed")
"""States of a disqualification that is not decided yet."""

OBJECTION_STATES = objection_states("objection", by="merchant")

REQUEST_STATES = StateTable(
    "document_request",
    first=("open",),
    transitions=(
        Transition("answer", ("open",), "answered", ("merchant",)),
        Transition("take_back", ("open",), "taken_back", ("officer",)),
    ),
)

POINTS_STATES = StateTable(
    "points_upload",
    first=("checked", "faulty"),
    transitions=(
        Transition("apply", ("checked",), "applied", ("officer",)),
        Transition("drop", ("checked", "faulty"), "dropped", ("officer",)),
    ),
)
