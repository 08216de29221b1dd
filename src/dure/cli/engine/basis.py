"""What a verdict was given by: the file, the law tables and the day, so that it can be repeated."""

from __future__ import annotations

from datetime import date

from dure.cli.console import Console
from dure.engine.law.published import law_version
from dure.engine.problems import msg
from dure.engine.programme import LoadedProgramme

_SHOWN = 12
"""So many signs of a hash tell it from every other that a person has before them."""


def judged_by(loaded: LoadedProgramme, as_of: date) -> dict[str, str]:
    """Return the hash of the programme file, the version of the law tables, and the day."""
    return {"programme_hash": loaded.hash, "law_version": law_version(), "as_of": as_of.isoformat()}


def basis_noted(console: Console, basis: dict[str, str]) -> None:
    """Write on standard error what verdicts were given by; JSON has the hashes in full."""
    console.note(
        msg("judged as of {day} by the file {hash} and the law tables {law}"),
        day=basis["as_of"],
        hash=basis["programme_hash"][:_SHOWN],
        law=basis["law_version"][:_SHOWN],
    )
