"""What a file must be to be kept: its kind by its bytes, its size, nothing in it that does something."""

from __future__ import annotations

from collections.abc import Collection

from dure.domains.uploads.kinds import content_type, danger_in
from dure.domains.uploads.purposes import PURPOSES, SHORT
from dure.engine.problems import msg, refuse

_DANGERS: dict[str, str] = {
    "script": msg(
        "{file}: the file holds macros, scripts or other files; save it without them and try again"
    ),
    "locked": msg("{file}: the file is locked with a password; take the password off and try again"),
    "packed": msg("{file}: the file unpacks to far more than it should; it is not taken"),
    "broken": msg("{file}: the file is damaged or cut off; try the original again"),
    "two_in_one": msg("{file}: the file is two kinds of file in one; save it anew and try again"),
}


def check_file(*, purpose: str, name: str, content: bytes) -> None:
    """Raise Refused where a file of a purpose would not be kept; for who changes it before it is."""
    rule = PURPOSES[purpose]
    look_at(name, content, content_type(content, name), rule.allowed, rule.most_bytes)


def look_at(name: str, content: bytes, kind: str, allowed: Collection[str], most_bytes: int) -> None:
    """Raise Refused where a file is empty, too large, of another kind, or holds what does something."""
    if not content:
        raise refuse("file.empty", msg("{file}: the file is empty"), file=name)
    if len(content) > most_bytes:
        raise refuse(
            "file.large", msg("{file}: the file is larger than {limit} MB"), file=name, limit=most_bytes >> 20
        )
    if kind not in allowed:
        raise refuse(
            "file.type",
            msg("{file}: this kind of file is not taken; choose one of {kinds}"),
            file=name,
            kinds=", ".join(sorted(SHORT.get(k, k) for k in allowed)),
        )
    danger = danger_in(content, kind)
    if danger:
        raise refuse(f"file.{danger}", _DANGERS[danger], file=name)
