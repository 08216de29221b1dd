"""The normalised programme: every default filled in, every key present, as ``dure show --json`` prints it."""

from __future__ import annotations

from typing import Any

from dure.engine.programme.loading import LoadedProgramme

FIRST = ("id", "hash", "title", "system", "year")


def normalised(loaded: LoadedProgramme) -> dict[str, Any]:
    """Return a programme as plain JSON with its hash and what this version does not run of it.

    Keys are those of the file; days and instants are text as the file writes them; codes and texts are
    as written, never translated. An executor's ``capacity`` is told for every stage that it chooses at.
    """
    values = {"hash": loaded.hash, **loaded.programme.model_dump(mode="json")}
    ordered = {key: values[key] for key in FIRST} | values
    return {**ordered, "unmet_needs": list(loaded.unmet_needs)}
