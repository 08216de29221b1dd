"""A stand-in for clamd on the loopback, for tests and trials: EICAR, and nothing else, is infected.

with Stub() as stub:
    scan(stub.where, content)
"""

from __future__ import annotations

import socket
import struct
import threading
from types import TracebackType
from typing import Self

# In two parts, so that no scanner takes this file for the test virus that it describes.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Stub:
    """A scanner that obeys the protocol, or breaks it as told.

    ``broken``: ``hangs_up`` after the command, ``mid_answer`` in the middle of an answer, ``nonsense`` for
    an answer that is no verdict, ``error`` for clamd's own.
    """

    def __init__(self, *, most_bytes: int = 25 * 1024 * 1024, broken: str = "") -> None:
        self.most_bytes = most_bytes
        self.broken = broken
        self.scans = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def where(self) -> str:
        """Where it listens, as DURE_CLAMD says it."""
        host, port = self._listener.getsockname()
        return f"{host}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing alone would leave accept() waiting for ever.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(10)
                try:
                    connection.sendall(self._answer(connection))
                except (OSError, EOFError):
                    continue

    def _answer(self, connection: socket.socket) -> bytes:
        command = b""
        while not command.endswith(b"\0"):
            command += _exactly(connection, 1)
        if command == b"zPING\0":
            return b"PONG\0"
        if command != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        self.scans += 1
        if self.broken == "hangs_up":
            raise EOFError
        content = b""
        while size := int(struct.unpack("!I", _exactly(connection, 4))[0]):
            if len(content) + size > self.most_bytes:
                return b"INSTREAM size limit exceeded. ERROR\0"
            content += _exactly(connection, size)
        answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"
        return {
            "mid_answer": answer[:5],
            "nonsense": b"HTTP/1.1 400 Bad Request\0",
            "error": b"stream: lstat() failed. ERROR\0",
        }.get(self.broken, answer)


def _exactly(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = connection.recv(size - len(got))
        if not part:
            raise EOFError
        got += part
    return got
