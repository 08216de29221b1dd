"""Words for memberships, recommendations and visits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dure.domains.bodies.queries import organisations_called
from dure.web.people.words import organisation_name

AFFILIATION = {
    "open": (_("waiting for an answer"), "information"),
    "agreed": (_("member who agreed"), "success"),
    "declined": (_("declined by the business"), "danger"),
    "taken_back": (_("request taken back"), "gray"),
    "ended": (_("membership ended"), "gray"),
}
RECOMMENDATION = {
    "open": (_("recommended"), "success"),
    "taken_back": (_("recommendation taken back"), "gray"),
}
VISIT = {
    "planned": (_("planned"), "information"),
    "done": (_("visited"), "success"),
    "cancelled": (_("called off"), "gray"),
}


def badge(words: dict[str, tuple[Any, str]], state: str) -> dict[str, str]:
    """Return a state as a badge: its word and its kind."""
    word, kind = words.get(state, (state, "gray"))
    return {"word": str(word), "kind": kind}


def names_of(codes: set[str]) -> dict[str, str]:
    """Return what organisations are called, by their codes; one query."""
    return {code: organisation_name(one) for code, one in organisations_called(codes).items()}
