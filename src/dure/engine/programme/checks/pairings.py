"""Pairings: criteria that say what they compare, readable rules, ways that are there, who runs them."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.checks.forms import readable
from dure.engine.programme.fields import fields_of
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.provider_fields import PROVIDER_FIELDS
from dure.engine.programme.reading.tree import Path


def criteria_say_what(programme: Programme) -> Iterator[Finding]:
    """Find criteria that compare nothing and ask no rule, or both; and rules that cannot be read."""
    for p, pairing in enumerate(programme.pairings):
        for c, one in enumerate(pairing.criteria):
            path: Path = ("pairings", p, "criteria", c)
            rules = [(name, text) for name, text in (("merchant", one.merchant), ("provider", one.provider))
                     if text is not None]  # fmt: skip
            if bool(one.compares) == bool(rules):
                yield error(
                    "programme.criterion",
                    msg("a criterion either compares both sides in something, or asks rules of them"),
                    (*path, "id"),
                )
            for name, text in rules:
                fields = fields_of(programme) if name == "merchant" else PROVIDER_FIELDS
                yield from readable(text, fields, (*path, name))


def ways_are_there(programme: Programme) -> Iterator[Finding]:
    """Find pairings that wait for a way of a diagnosis which no form has."""
    known = [f"{form.id}.{way.id}" for form in programme.diagnosis for way in form.ways]
    for p, pairing in enumerate(programme.pairings):
        if pairing.way is None or pairing.way in known:
            continue
        meant = nearest_name(pairing.way, known)
        if meant is not None:
            message = msg("no diagnosis form has the way “{name}”: did you mean “{meant}”?")
            yield error("programme.way", message, ("pairings", p, "way"), name=pairing.way, meant=meant)
        else:
            message = msg("no diagnosis form has the way “{name}”")
            yield error("programme.way", message, ("pairings", p, "way"), name=pairing.way)


def executors_have_merchants(programme: Programme) -> Iterator[Finding]:
    """Find pairings that executors are to run though nobody is placed with an executor."""
    for p, pairing in enumerate(programme.pairings):
        if pairing.run_by != "executor":
            continue
        stage = programme.stage(pairing.stage) if pairing.stage is not None else None
        if pairing.stage is None or (stage is not None and not stage.is_by_executor):
            yield error(
                "programme.run_by",
                msg(
                    "executors pair those who hold a place with them: name a stage that is over each executor"
                ),
                ("pairings", p, "run_by"),
            )
