"""Registers that a file would take documents from, and that nobody can ask."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.registers import REGISTERS, register_of


def registers_can_be_asked(programme: Programme) -> Iterator[Finding]:
    """Find documents that are taken from a register for which there is no adapter."""
    for d, document in enumerate(programme.documents):
        if document.taken_from is not None and register_of(document) is None:
            yield warning(
                "programme.register_unknown",
                msg(
                    "nothing can be looked up in the register “{register}” yet: the document is asked for;"
                    " known is {known}"
                ),
                ("documents", d, "taken_from"),
                register=document.taken_from.to("ko"),
                known=", ".join(f"“{one.ko}”" for one in REGISTERS),
            )
