"""The programme files that ship with Dure, one YAML file a programme, and their JSON Schema."""

from __future__ import annotations

from importlib.resources import files

_ENDING = ".yaml"


def library_ids() -> tuple[str, ...]:
    """Return the ids of all shipped programmes, sorted."""
    names = (entry.name for entry in files(__name__).iterdir() if entry.is_file())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def library_bytes(programme_id: str) -> bytes:
    """Return a shipped file byte for byte; raises FileNotFoundError for an id that is not shipped."""
    if programme_id not in library_ids():
        raise FileNotFoundError(programme_id)
    return (files(__name__) / f"{programme_id}{_ENDING}").read_bytes()
