"""Programme files: by their id in the library, else by path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.engine.programme import LoadedProgramme, load
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.reading.text import MAX_BYTES
from dure.library import entry_ids, library_bytes, library_ids


class ProgrammeRefused(Refused):
    """A programme file with errors; ``file`` is its name as given."""

    def __init__(self, problems: Iterable[Problem], file: str) -> None:
        super().__init__(problems)
        self.file = file


def open_programme(name: str) -> LoadedProgramme:
    """Return the programme of a library id or a path.

    An id of the library wins over a file of that name in the working folder, so that a command means the
    same everywhere; ``./tops-2025`` is the file. Raises Refused where nothing can be read, and
    ProgrammeRefused with every problem of a file that is no programme.
    """
    if name in entry_ids():
        raise refuse(
            "programme.entry",
            msg("“{name}” is an entry of the library, not a programme: `dure show {name}` shows it"),
            name=name,
        )
    raw = programme_bytes(name)
    try:
        return load(raw)
    except Refused as refused:
        raise ProgrammeRefused(refused.problems, name) from refused


def programme_bytes(name: str) -> bytes:
    """Return the bytes of a library id or a path; raises Refused where there is nothing to read."""
    if name in (*library_ids(), *entry_ids()):
        return library_bytes(name)
    path = Path(name)
    try:
        with path.open("rb") as file:
            # One byte more than allowed is enough to say that a file is too long.
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise _not_found(name) from None
    except OSError as error:
        raise refuse(
            "programme.unreadable",
            msg("{file} cannot be read: {reason}"),
            file=name,
            reason=error.strerror or type(error).__name__,
        ) from error


def _not_found(name: str) -> Refused:
    meant = nearest_name(name, (*library_ids(), *entry_ids()))
    if meant is not None:
        return refuse(
            "programme.not_found",
            msg("there is no file and no library programme “{name}”: did you mean “{meant}”?"),
            name=name,
            meant=meant,
        )
    return refuse(
        "programme.not_found",
        msg("there is no file and no library programme “{name}”; `dure library` lists what ships"),
        name=name,
    )
