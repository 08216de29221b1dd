"""Which format a file has: told by its ending."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from dure.engine.problems import msg, refuse

Format: TypeAlias = Literal["csv", "xlsx", "parquet"]
_FORMATS: dict[str, Format] = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}


def format_of(path: Path) -> Format:
    """Return the format of a file; raises Refused for an ending that is not read or written."""
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        raise refuse(
            "file.format",
            msg("{file}: the ending {ending} is not known; use .csv, .xlsx or .parquet"),
            file=path.name,
            ending=path.suffix or "—",
        )
    return found


def must_exist(path: Path) -> None:
    """Raise Refused where there is no such file."""
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError:  # a name that no file can have
        is_folder = is_file = False
    if is_folder:
        raise refuse("file.is_folder", msg("{file}: this is a folder, not a file"), file=str(path))
    if not is_file:
        raise refuse("file.missing", msg("{file}: there is no such file"), file=str(path))
