"""Whether and where files are scanned for viruses."""

from __future__ import annotations

from collections.abc import Mapping

from dure.engine.problems import msg, refuse


def clamd(environ: Mapping[str, str]) -> str:
    """Return where clamd listens: HOST:PORT or the path of its socket; empty where it is not told."""
    told = environ.get("DURE_CLAMD", "")
    if told and not told.startswith("/"):
        host, _, port = told.rpartition(":")
        if not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise refuse(
                "settings.clamd",
                msg("DURE_CLAMD is “{written}”: write HOST:PORT or the path of a socket"),
                written=told,
            )
    return told


def virus_scan(environ: Mapping[str, str], *, off_by_default: bool = False) -> bool:
    """Return whether files are scanned; raises Refused for anything but on and off."""
    told = environ.get("DURE_VIRUS_SCAN", "") or ("off" if off_by_default and not clamd(environ) else "on")
    if told not in ("on", "off"):
        raise refuse(
            "settings.virus_scan", msg("DURE_VIRUS_SCAN is “{written}”: write on or off"), written=told
        )
    return told == "on"
