"""One PostgreSQL cluster in a data folder: made once, started when needed, safe against crashes and races.

The server listens on a socket only, in a short folder that no other user may enter, and asks for a random
password kept beside the data. Whether it runs is told by its working directory: a process id alone may
belong to somebody else by now.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import stat
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dure.embedded.binaries import Binaries, find_binaries
from dure.embedded.identity import Identity, server_identity
from dure.engine.problems import msg, refuse

SUPERUSER = "postgres"
ORPHAN_SECONDS = 30
START_SECONDS = 600  # crash recovery after a bulk run takes its time
_MAY_WE_ENCRYPT = struct.pack("!ii", 8, 80877103)
"""PostgreSQL's SSLRequest: the one message that any server answers at once, with a single letter."""
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    # One for each thread of each web process, the worker's, and commands beside them.
    "max_connections": "400",
    # Many short queries at once: neither compiled nor spread over helpers, which cost more than they save.
    # The data lies in memory, or on a disk that seeks quickly.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in ``folder``: its data, log, lock and password; its socket in ``socket_folder``."""

    folder: Path
    socket_folder: Path
    binaries: Binaries
    identity: Identity

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text().strip()

    def url(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Return the connection string of the superuser, or of a role with the same password."""
        return f"host={self.socket_folder} user={user} password={self.password} dbname={database}"

    def is_running(self) -> bool:
        """Say whether this cluster's own server is alive."""
        pid = self._server_pid()
        return pid is not None and _works_in(pid, self.data)

    def start(self) -> None:
        """Make the cluster where there is none yet, and start its server unless it runs already.

        Safe when several processes ask at once. Raises Refused where the server does not come up.
        """
        with self._lock():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if self._answers_or_dies():
                return
            self._forget_dead_server()
            options = {**_SETTINGS, "unix_socket_directories": f"'{self.socket_folder}'"}
            words = " ".join(f"-c {name}={value}" for name, value in options.items())
            self._control(
                "start", "-w", "-t", str(START_SECONDS), "-l", str(self.folder / "log"), "-o", words
            )

    def stop(self) -> None:
        """Stop the server where it runs, after its transactions have been rolled back."""
        with self._lock():
            if self.is_running():
                self._control("stop", "-w", "-t", "120", "-m", "fast")

    def _answers_or_dies(self) -> bool:
        """Say whether the server is alive for good: it answers.

        One that was killed this instant is seen until the system has taken it apart, and whoever believed in
        it would go on without a database.
        """
        deadline = time.monotonic() + ORPHAN_SECONDS
        while self.is_running():
            # One that is too busy to answer in all that time is still a server.
            if self._answers() or time.monotonic() > deadline:
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        """Say whether somebody at the socket speaks PostgreSQL's protocol, without signing in."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(1.0)
            try:
                asking.connect(str(self.socket_folder / ".s.PGSQL.5432"))
                asking.sendall(_MAY_WE_ENCRYPT)
                return asking.recv(1) in (b"S", b"N")
            except OSError:
                return False

    def _create(self) -> None:
        """Make the cluster aside and move it into place: there is never half a cluster."""
        for left in self.folder.glob("new-*"):
            shutil.rmtree(left, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self.folder))
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(32) + "\n")
        self.identity.own(new)
        self.identity.own(password_file)
        self._run(
            "initdb",
            *("-D", str(new), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
        )
        new.rename(self.data)

    def _forget_dead_server(self) -> None:
        """Take away what a killed server left; who else has its process id now is left in peace."""
        self._wait_for_orphans()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.socket_folder.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def _wait_for_orphans(self) -> None:
        """Wait for the children of a killed server: they end by themselves, holding its memory until then."""
        deadline = time.monotonic() + ORPHAN_SECONDS
        while time.monotonic() < deadline and any(
            _works_in(int(entry.name), self.data) for entry in Path("/proc").glob("[0-9]*")
        ):
            time.sleep(0.05)

    def _server_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", *words, "-D", str(self.data))

    def _run(self, program: str, *words: str) -> None:
        # To a file, never a pipe: the server inherits what its starter writes to, and a reader would wait.
        log = self.folder / "commands.log"
        with log.open("ab") as said:
            done = subprocess.run(  # noqa: S603  PostgreSQL's own programs
                [*self.identity.prefix, self.binaries.path(program), *words],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=_environment(),
                cwd=self.folder,
                check=False,
            )
        if done.returncode:
            raise refuse(
                "embedded.failed",
                msg("the embedded PostgreSQL: {program} failed; {log} says why"),
                program=program,
                log=str(log),
            )

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def cluster_in(folder: Path, environ: Mapping[str, str]) -> Cluster:
    """Return the cluster of a folder, which is made where it is missing; nothing is started yet."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    identity = server_identity(folder)
    identity.own(folder)
    version = folder / "data" / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    return Cluster(folder, _socket_folder(folder, identity), find_binaries(environ, major), identity)


def _socket_folder(folder: Path, identity: Identity) -> Path:
    """Return a folder for the socket: its path must be short, and nobody else may have made it."""
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"dure-{os.geteuid()}-{key}"
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    identity.own(path)
    found = path.lstat()
    owned = identity.owner is not None or found.st_uid == os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or not owned or stat.S_IMODE(found.st_mode) & 0o077:
        raise refuse("embedded.socket", msg("{folder} is not ours alone: take it away"), folder=str(path))
    return path


def _works_in(pid: int, data: Path) -> bool:
    """Say whether a process is alive and works in the data folder, as only the server itself does."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data
    except OSError:
        return False


def _environment() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs: nothing of a user's own PG settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}
