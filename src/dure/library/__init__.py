"""What ships with Dure: programme files, entries that are no programme, and their JSON Schemas."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

_ENDING = ".yaml"
_ENTRIES = "entries"


def library_ids() -> tuple[str, ...]:
    """Return the ids of all shipped programmes, sorted."""
    return _ids(files(__name__))


def entry_ids() -> tuple[str, ...]:
    """Return the ids of all shipped entries that are no programme, sorted."""
    return _ids(files(__name__) / _ENTRIES)


def library_bytes(shipped_id: str) -> bytes:
    """Return a shipped file byte for byte; raises FileNotFoundError for an id that is not shipped."""
    folder = files(__name__)
    if shipped_id in entry_ids():
        folder = folder / _ENTRIES
    elif shipped_id not in library_ids():
        raise FileNotFoundError(shipped_id)
    return (folder / f"{shipped_id}{_ENDING}").read_bytes()


def index_bytes() -> bytes:
    """Return the list of all that ships, as JSON: reading the files themselves takes seconds.

    ``tools/library_index.py`` writes it, and a test compares it with the files.
    """
    return (files(__name__) / "index.json").read_bytes()


def _ids(folder: Traversable) -> tuple[str, ...]:
    names = (entry.name for entry in folder.iterdir() if entry.is_file())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))
