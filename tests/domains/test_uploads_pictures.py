"""Pictures for the public: what a camera wrote beside one is gone, the picture itself is as it was."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.domains.uploads.pictures import bare_picture
from dure.domains.uploads.purposes import JPG, PDF, PNG
from dure.service.demo.pictures import shop_front

SCAN = b"\x12\x34\xff\x00\x56\xff\xd0\x78"
"""Coded points with a stuffed byte and a restart: neither ends the scan."""


def part(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(way_up: int, order: str = ">") -> bytes:
    """Return a camera's notes: how it was held, and where the picture was taken."""
    mark = b"MM" if order == ">" else b"II"
    tiff = mark + struct.pack(f"{order}HIH", 42, 8, 2)
    tiff += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, way_up, 0)
    tiff += struct.pack(f"{order}HHI", 0x8825, 4, 1) + b"N37E"
    return part(0xE1, b"Exif\x00\x00" + tiff + b"37.5665,126.9780")


JFIF = part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
FRAME = part(0xC2, struct.pack(">BHHB", 8, 480, 640, 1) + b"\x01\x11\x00")
TABLE = part(0xC4, b"\x00" + b"\xff\xd9" * 8)
"""A table that holds what would end a picture elsewhere."""
HEAD = part(0xDA, b"\x01\x01\x00\x00\x3f\x00")


def photo(*notes: bytes, tail: bytes = b"") -> bytes:
    """Return a progressive JPG of two scans with notes after its head."""
    scans = TABLE + HEAD + SCAN + TABLE + HEAD + SCAN
    return b"\xff\xd8" + JFIF + b"".join(notes) + FRAME + scans + b"\xff\xd9" + tail


def test_place_comment_and_what_follows_the_end_are_gone_and_the_picture_is_as_it_was():
    notes = (exif(1), part(0xED, b"Photoshop 3.0\x00someone"), part(0xFE, b"taken by someone"))
    found = bare_picture(photo(*notes, tail=photo(exif(1))), JPG)
    assert found.content == photo()
    assert (found.width, found.height) == (640, 480)


@pytest.mark.parametrize("order", [">", "<"])
def test_of_a_cameras_notes_only_the_way_up_is_kept(order):
    found = bare_picture(photo(exif(6, order)), JPG)
    assert b"126.9780" not in found.content
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in found.content
    assert bare_picture(found.content, JPG) == found


def test_colours_stay_what_they_were():
    profile, adobe = (
        part(0xE2, b"ICC_PROFILE\x00\x01\x01colours"),
        part(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00"),
    )
    assert bare_picture(photo(profile, adobe), JPG).content == photo(profile, adobe)
    previews = part(0xE2, b"MPF\x00preview")
    assert bare_picture(photo(previews), JPG).content == photo()


def test_a_png_loses_its_texts_and_what_follows_its_end():
    plain = shop_front(1)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    at = 8 + 25  # behind the head
    told = (
        plain[:at]
        + chunk(b"tEXt", b"Author\x00someone")
        + chunk(b"eXIf", b"MM\x00\x2a")
        + plain[at:]
        + b"more"
    )
    assert bare_picture(told, PNG).content == plain


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", PNG),
        (shop_front(1)[:-5], PNG),
        (shop_front(1).replace(b"IDAT", b"IDAX", 1), PNG),
        (photo()[:-2], JPG),
        (photo()[:30], JPG),
        (b"\xff\xd8\xff\xd9", JPG),
        (b"%PDF-1.7", PDF),
    ],
)
def test_what_is_cut_off_damaged_or_no_picture_is_refused(content, kind):
    with pytest.raises(ValueError):  # noqa: PT011  said by the caller in its own words
        bare_picture(content, kind)


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=200))
def test_whatever_bytes_come_they_are_a_picture_or_refused(noise, at):
    for good, kind in ((photo(exif(3)), JPG), (shop_front(2), PNG)):
        content = good[:at] + noise + good[at:]
        try:
            found = bare_picture(content, kind)
        except ValueError:
            continue
        assert found.width > 0
        assert found.height > 0
        assert bare_picture(found.content, kind).content == found.content
