"""``needs``: what is used and not run must stand there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.capabilities import CAPABILITIES
from dure.engine.programme.findings import Finding, error, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.repair import Broken


def needs_are_told(programme: Programme, broken: Broken) -> Iterator[Finding]:
    """Find what is used and this version does not run, unless it stands under ``needs``.

    What is left of a section of which something was left out is looked at too: it uses what it uses.
    """
    if broken.spoils(["needs"]):
        return
    for capability in CAPABILITIES.values():
        if capability.runs or capability.id in programme.needs:
            continue
        path = None if (capability.section,) in broken.parts else capability.use(programme)
        if path is not None:
            yield Finding(
                "programme.not_run",
                msg("“{capability}” is not run by this version: list it under needs"),
                path,
                {"capability": capability.id},
                at_key=True,
            )


def needs_are_known(programme: Programme) -> Iterator[Finding]:
    """Find needs that no version knows."""
    for n, need in enumerate(programme.needs):
        if need not in CAPABILITIES:
            meant = nearest_name(need, CAPABILITIES)
            if meant is None:
                yield error(
                    "programme.unknown_need",
                    msg("there is no need “{need}”: possible are {names}"),
                    ("needs", n),
                    need=need,
                    names=", ".join(c.id for c in CAPABILITIES.values() if not c.runs),
                )
            else:
                yield error(
                    "programme.unknown_need",
                    msg("there is no need “{need}”: did you mean “{meant}”?"),
                    ("needs", n),
                    need=need,
                    meant=meant,
                )


def needs_are_used(programme: Programme, broken: Broken) -> Iterator[Finding]:
    """Find needs that nothing in the file uses."""
    for n, need in enumerate(programme.needs):
        capability = CAPABILITIES.get(need)
        if capability is None or broken.spoils([capability.section]):
            continue
        if capability.use(programme) is None:
            yield warning(
                "programme.unused_need",
                msg("nothing in this file needs “{need}”"),
                ("needs", n),
                need=need,
            )
