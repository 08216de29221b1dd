"""Small files of each kind, made here: good ones, and such as should not be taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import xlsxwriter


def pdf(extra: bytes = b"", objects: bytes = b"") -> bytes:
    """Return a PDF of one empty page; ``objects`` stand in a packed object stream."""
    packed = b""
    if objects:
        stream = zlib.compress(objects)
        packed = (
            b"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
            % len(stream)
            + stream
            + b"\nendstream\nendobj\n"
        )
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n"
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>\nendobj\n"
        + packed
        + extra
        + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def jpg() -> bytes:
    """Return the least that counts as a JPEG."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(64) + b"\xff\xd9"


def png() -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
        + chunk(b"IEND", b"")
    )


def xlsx(rows: list[list[object]] | None = None) -> bytes:
    """Return a workbook."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows or [["사업자등록번호"], ["1234567890"]]):
        sheet.write_row(at, 0, row)
    book.close()
    return held.getvalue()


def archive(**members: bytes) -> bytes:
    """Return a ZIP; ``__`` in a name stands for a dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "."), content)
    return held.getvalue()


def added(book: bytes, name: str, content: bytes) -> bytes:
    """Return an archive with a member more."""
    held = io.BytesIO(book)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return held.getvalue()
