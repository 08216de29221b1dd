"""Bytes to text: UTF-8, of bounded size, without characters that cannot be seen."""

from __future__ import annotations

import re
from itertools import islice

from dure.engine.problems import Problem, Refused, msg

MAX_BYTES = 1_000_000
MOST_UNSEEN = 20
"""So many are told: a file that is not text would have a problem at every character."""
_BOM = b"\xef\xbb\xbf"
# Control characters other than tab and line ends, and the separators that only some readers take for line
# ends: with them the lines we count would not be the lines an editor shows.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def text_of(raw: bytes) -> str:
    """Return the text of a file.

    Raises Refused where it is too long, not UTF-8, or holds characters that cannot be seen.
    """
    if len(raw) > MAX_BYTES:
        raise Refused(
            [
                Problem(
                    "file.too_long",
                    msg("the file has {size} bytes: more than the {limit} a programme may have"),
                    {"size": f"{len(raw):,}", "limit": f"{MAX_BYTES:,}"},
                    line=1,
                    column=1,
                )
            ]
        )
    body = raw.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place_in(body[: error.start].decode("utf-8"))
        raise Refused(
            [
                Problem(
                    "file.not_utf8",
                    msg("the file is not UTF-8 from here on: save it as UTF-8"),
                    line=line,
                    column=column,
                )
            ]
        ) from None
    unseen = [
        Problem("file.unseen", UNSEEN_MESSAGE, {"code": f"U+{ord(found[0]):04X}"}, line=line, column=column)
        for found in islice(UNSEEN.finditer(text), MOST_UNSEEN)
        for line, column in [place_in(text[: found.start()])]
    ]
    if unseen:
        raise Refused(unseen)
    return text


UNSEEN_MESSAGE = msg("a character that cannot be seen ({code}) stands here: delete it")


def place_in(before: str) -> tuple[int, int]:
    """Return line and column, counted from 1, of what follows a text.

    >>> place_in("a: 1\\nb: ")
    (2, 4)
    """
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
