"""The client of clamd: one connection a scan, the command zINSTREAM, chunks with their length before them."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from contextlib import closing

from dure.adapters.virus_scan.types import Scan, ScannerDown, TooLarge, Verdict

SECONDS = 60
CHUNK = 64 * 1024
_MOST_ANSWER = 4096


def scan(where: str, content: bytes) -> Scan:
    """Return what the scanner at ``where`` (HOST:PORT or a socket's path) says of some bytes.

    Raises ScannerDown where it gives no verdict, TooLarge where it takes no more bytes.
    """
    try:
        with closing(_connected(where)) as connection:
            try:
                connection.sendall(b"zINSTREAM\0")
                for chunk in _chunks(content):
                    connection.sendall(struct.pack("!I", len(chunk)) + chunk)
                connection.sendall(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                # It stopped listening, and may have said why: "size limit exceeded" comes before the end.
                pass
            return _verdict(_answer(connection))
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error


def ping(where: str) -> bool:
    """Say whether the scanner answers."""
    try:
        with closing(_connected(where)) as connection:
            connection.sendall(b"zPING\0")
            return _answer(connection) == "PONG"
    except (OSError, ScannerDown):
        return False


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(where)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _chunks(content: bytes) -> Iterable[bytes]:
    return (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _MOST_ANSWER:
        part = connection.recv(1024)
        if not part:
            break
        said += part
    if not said.endswith(b"\0"):
        raise ScannerDown("hung up in the middle of its answer")
    return said[:-1].decode("utf-8", "replace")


def _verdict(answer: str) -> Scan:
    if answer == "stream: OK":
        return Scan(Verdict.CLEAN)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Scan(Verdict.INFECTED, answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer.startswith("INSTREAM size limit exceeded"):
        raise TooLarge
    raise ScannerDown("an answer that is no verdict")
