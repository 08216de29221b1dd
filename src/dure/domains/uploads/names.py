"""Names of files as they are kept: what could deceive or break a terminal, a path or a header is gone."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from dure.domains.uploads.purposes import ENDINGS

LONGEST = 150


def clean_name(name: str, kind: str) -> str:
    """Return the name without folders and signs that are not shown, with an ending that fits its kind.

    >>> clean_name("C:\\\\temp\\\\사업자 등록증.PDF", "application/pdf")
    '사업자 등록증.PDF'
    >>> clean_name("../../etc/명세서\\u202efdp.exe", "application/pdf")
    '명세서fdp.exe.pdf'
    """
    text = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    # Controls, and signs of format such as the right-to-left override, which shows exe.pdf for fdp.exe.
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C" and sign not in '"<>|:*?')
    text = " ".join(text.split()).lstrip(".")
    endings = ENDINGS.get(kind, ())
    stem, dot, ending = text.rpartition(".")
    if endings and f".{ending.lower()}" not in endings:
        stem, dot, ending = text, ".", endings[0][1:]
    if not dot:
        return (ending or "file")[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1] or 'file'}.{ending}"
