"""Which port to listen on."""

from __future__ import annotations

import socket

from dure.engine.problems import msg, refuse

FIRST = 8000
_TRIED = 50


def free_port(asked: int | None, host: str = "127.0.0.1") -> int:
    """Return the port asked for (Refused where it is taken), or the first free one from 8000."""
    for port in [asked] if asked else range(FIRST, FIRST + _TRIED):
        if _is_free(host, port):
            return port
    raise refuse("serve.port", msg("port {port} is taken: choose another with --port"), port=asked or FIRST)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
