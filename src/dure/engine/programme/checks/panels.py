"""Panels of reviewers that nobody could assign."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, error
from dure.engine.programme.models.programme import Programme


def loads_can_be_held(programme: Programme) -> Iterator[Finding]:
    """Find rounds in which a reviewer must have more cases than one may have."""
    for r, held in enumerate(programme.reviews):
        load = held.panel.load
        if load.most is not None and load.most < load.least:
            yield error(
                "programme.panel_load",
                msg("a reviewer cannot have at least {least} and at most {most} cases"),
                ("reviews", r, "panel", "load", "least"),
                least=load.least,
                most=load.most,
            )
