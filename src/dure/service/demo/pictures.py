"""Invented pictures of shop fronts, drawn from a number: an awning, a window, a door."""

from __future__ import annotations

import struct
import zlib

from dure.service.demo.invented import draw

WIDTH, HEIGHT = 480, 320
_AWNINGS = ((196, 66, 52), (38, 104, 166), (44, 124, 84), (150, 84, 150), (206, 128, 30), (72, 84, 112))
_WALLS = ((246, 236, 218), (232, 238, 242), (240, 232, 240), (236, 242, 228))
WORDS = ("붉은", "푸른", "초록", "보랏빛", "주황", "남회색")
"""What the colours of the awnings are called, in the same order."""
_WHITE, _GLASS, _DOOR, _GROUND = (255, 255, 255), (176, 208, 224), (112, 78, 52), (164, 160, 154)

Colour = tuple[int, int, int]


def shop_front(n: int) -> bytes:
    """Return the picture of the n-th shop as PNG."""
    awning, wall = _AWNINGS[awning_of(n)], _WALLS[draw(n, "wall", len(_WALLS))]
    stripe = 24 + 8 * draw(n, "stripe", 3)
    left = 60 + 20 * draw(n, "door", 3)
    rows = []
    for y in range(HEIGHT):
        if y < 40:
            row = _run(_WHITE, WIDTH)
        elif y < 110:
            row = _stripes(awning, stripe)
        elif y >= 290:
            row = _run(_GROUND, WIDTH)
        elif y < 140:
            row = _run(wall, WIDTH)
        else:
            glass = _GLASS if y < 240 else wall
            row = _run(wall, left) + _run(_DOOR, 90) + _run(wall, 50) + _run(glass, 190)
            row += _run(wall, WIDTH - left - 330)
        rows.append(b"\0" + row)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def awning_of(n: int) -> int:
    """Return which colour the awning of the n-th shop has."""
    return draw(n, "awning", len(_AWNINGS))


def _stripes(colour: Colour, stripe: int) -> bytes:
    pair = _run(colour, stripe) + _run(_WHITE, stripe)
    return (pair * (WIDTH // (2 * stripe) + 1))[: WIDTH * 3]


def _run(colour: Colour, points: int) -> bytes:
    return bytes(colour) * points


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
