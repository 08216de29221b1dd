"""What the library ships, programmes and entries alike: by id, else by path."""

from __future__ import annotations

from dure.engine.entries import LoadedEntry, is_entry, load_entry
from dure.engine.problems import Refused
from dure.engine.programme import LoadedProgramme, load
from dure.files.programmes import ProgrammeRefused, programme_bytes


def open_shipped(name: str) -> LoadedProgramme | LoadedEntry:
    """Return the programme or the entry of a library id or a path; raises as ``open_programme`` does."""
    raw = programme_bytes(name)
    try:
        return load_entry(raw) if is_entry(raw) else load(raw)
    except Refused as refused:
        raise ProgrammeRefused(refused.problems, name) from refused
