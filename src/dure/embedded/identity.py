"""As whom the server runs: PostgreSQL refuses to run as root, so root hands it another identity."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dure.engine.problems import msg, refuse

_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True, slots=True)
class Identity:
    """Words before a command that make it run as somebody else; ``owner`` must own what it writes."""

    prefix: tuple[str, ...] = ()
    owner: str | None = None

    def own(self, folder: Path) -> None:
        """Hand a folder to the identity, where it is another user."""
        if self.owner is not None:
            shutil.chown(folder, self.owner)


def server_identity(folder: Path) -> Identity:
    """Return as whom to run the server whose data is in ``folder``.

    An ordinary user runs it as itself. Root uses a user namespace in which it is somebody else; that works
    is tried, not assumed (containers often forbid it). Else it runs as ``postgres`` or ``nobody``, who must
    be able to reach the folder. Raises Refused where none of this works.
    """
    if os.geteuid() != 0:
        return Identity()
    if shutil.which("unshare") and _works([*_NAMESPACE, "true"]):
        return Identity(prefix=_NAMESPACE)
    for user in ("postgres", "nobody"):
        prefix = ("runuser", "-u", user, "--")
        if _exists(user) and shutil.which("runuser") and _works([*prefix, "test", "-x", str(folder.parent)]):
            return Identity(prefix=prefix, owner=user)
    raise refuse(
        "embedded.root",
        msg(
            "PostgreSQL does not run as root, and no other user may enter {folder}: run Dure as an ordinary"
            " user, or set DURE_DATA_DIR to a folder that other users may enter"
        ),
        folder=str(folder.parent),
    )


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
