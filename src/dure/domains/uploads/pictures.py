"""A picture for the public: its size, and its bytes without what a camera or a program wrote beside it.

Place and time of taking, names of devices and people, previews and whatever follows the end of the picture
are left out; of the camera's notes only the way up is kept. The picture itself is not encoded anew.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from dure.domains.uploads.purposes import JPG, PNG

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)
_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_APPS_KEPT = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
"""Without these the colours would be others."""
_EXIF, _EXIF_HEAD = 0xE1, b"Exif\x00\x00"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the part that tells the size; the three left out are tables."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""
_WAY_UP = 0x0112
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes to be kept, and how many points wide and high they are."""

    content: bytes
    width: int
    height: int


def bare_picture(content: bytes, kind: str) -> Picture:
    """Return a JPG or PNG without what was written beside it; raises ValueError where it is broken."""
    try:
        if kind == JPG:
            return _bare_jpg(content)
        if kind == PNG:
            return _bare_png(content)
    except (struct.error, IndexError) as error:
        raise ValueError("cut off") from error
    raise ValueError(f"no picture: {kind}")


def _bare_png(content: bytes) -> Picture:
    parts, width, height, at = [_PNG_HEAD], 0, 0, len(_PNG_HEAD)
    while True:
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        (told,) = struct.unpack(">I", content[end - 4 : end])
        if zlib.crc32(content[at + 4 : end - 4]) != told:
            raise ValueError("a chunk is damaged")
        if name == b"IHDR":
            width, height = struct.unpack(">II", content[at + 8 : at + 16])
        if name in _PNG_KEPT:
            parts.append(content[at:end])
        at = end
        if name == b"IEND":
            return _whole(b"".join(parts), width, height)


def _bare_jpg(content: bytes) -> Picture:
    parts, width, height, way_up = [], 0, 0, 1
    for marker, part in _segments(content):
        body = part[4:]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
        if marker == _EXIF and body.startswith(_EXIF_HEAD):
            way_up = _way_up(body[len(_EXIF_HEAD) :])
        told = _APPS_KEPT.get(marker)
        if (marker not in _APPS and marker != _COMMENT) or (told and body.startswith(told)):
            parts.append(part)
    if way_up != 1:
        parts.insert(1, _only_way_up(way_up))
    return _whole(b"".join(parts), width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each part of a JPG, the coded points with the head of their scan."""
    at = 0
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        marker = content[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker in (_SOI, _EOI) or marker in _ALONE:
            end = at + 2
        else:
            (length,) = struct.unpack(">H", content[at + 2 : at + 4])
            end = at + 2 + length
            if length < 2 or end > len(content):
                raise ValueError("a part is cut off")
        if marker == _SOS:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        if marker == _EOI:
            return
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the coded points end: at a marker that is no restart and no stuffed byte."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0 and following != 0xFF and following not in _ALONE:
            return at
        at += 1 if following == 0xFF else 2


def _way_up(tiff: bytes) -> int:
    """Return how a camera was held, 1 to 8; 1, upright, where it does not tell."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (start,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
    for n in range(count):
        entry = tiff[start + 2 + 12 * n : start + 14 + 12 * n]
        tag, kind, _number, value = struct.unpack(f"{order}HHIH", entry[:10])
        if (tag, kind) == (_WAY_UP, _SHORT):
            return value if 1 <= value <= 8 else 1
    return 1


def _only_way_up(value: int) -> bytes:
    """Return camera's notes that say nothing but how it was held."""
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, _WAY_UP, _SHORT, 1, value, 0, 0)
    body = _EXIF_HEAD + tiff
    return struct.pack(">BBH", 0xFF, _EXIF, len(body) + 2) + body


def _whole(content: bytes, width: int, height: int) -> Picture:
    if not width or not height:
        raise ValueError("a picture without a size")
    return Picture(content, width, height)
