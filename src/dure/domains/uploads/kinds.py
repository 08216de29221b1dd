"""What a file is, by its bytes; and whether it holds what no handed-in file should hold."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from dure.domains.uploads.purposes import CSV, JPG, PDF, PNG, TEXT, UNKNOWN, XLSX, YAML, ZIP

MOST_UNPACKED = 300 * 1024 * 1024
"""Of a workbook or an archive, counted while unpacking: what its directory says is not believed."""
MOST_MEMBERS = 2000
_TEXT_ENDINGS = {".csv": CSV, ".yaml": YAML, ".yml": YAML, ".txt": TEXT}
_END_OF_ZIP = b"PK\x05\x06"


def content_type(content: bytes, name: str) -> str:
    """Return what the bytes are; only text, which has no signature, is told apart by the name's ending."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return _archive_kind(content)
    ending = PurePath(name).suffix.lower()
    return _TEXT_ENDINGS[ending] if ending in _TEXT_ENDINGS and _is_text(content) else UNKNOWN


def _archive_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return UNKNOWN
    return XLSX if {"[Content_Types].xml", "xl/workbook.xml"} <= names else ZIP


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "cp949"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def danger_in(content: bytes, kind: str) -> str:
    """Return the code of what makes a file one that is not taken, or nothing.

    ``script``: it does something when it is opened. ``locked``: it is encrypted, nobody could look into it.
    ``packed``: it unpacks to more than is reasonable. ``broken``: it cannot be read. ``two_in_one``: it is
    another kind of file besides.
    """
    if kind == PDF:
        return _danger_in_pdf(content)
    if kind in (XLSX, ZIP):
        return _danger_in_archive(content, kind)
    if kind in (JPG, PNG):
        return _danger_in_picture(content)
    return ""


# --- PDF ------------------------------------------------------------------------------------------


def _name(text: str) -> bytes:
    """Return a pattern for a name of PDF, each of whose letters may be written as ``#`` and its code."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in text)
    return b"/" + "".join(letters).encode() + rb"(?![A-Za-z0-9])"


_ACTIVE = re.compile(
    b"|".join(_name(n) for n in ("JavaScript", "Launch", "RichMedia", "EmbeddedFile", "XFA"))
)
_ENCRYPTED = re.compile(_name("Encrypt"))
_OBJECTS = re.compile(_name("ObjStm"))
_STREAM = re.compile(rb">>\s*stream\r?\n")
_FILTER = re.compile(_name("Filter") + rb"\s*(\[[^\]]*\]|/[A-Za-z0-9#]+)")
_PREDICTOR = re.compile(_name("Predictor") + rb"\s*([2-9]|1\d)")


def _danger_in_pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:]:
        return "broken"
    if _ends_as_archive(content):
        return "two_in_one"
    if _ACTIVE.search(content):
        return "script"
    left = MOST_UNPACKED // 4
    locked = _ENCRYPTED.search(content) is not None
    for count, start in enumerate(_object_streams(content)):
        if locked:
            return "locked"
        if start is None:
            return "broken"
        if count > MOST_MEMBERS:
            return "packed"
        try:
            objects = _unpacked(content, start, left)
        except zlib.error:
            return "broken"
        left -= len(objects)
        if left <= 0:
            return "packed"
        if _ACTIVE.search(objects):
            return "script"
    return ""


def _object_streams(content: bytes) -> Iterator[int | None]:
    """Yield where each stream begins that holds packed objects; None where they are packed in a rare way."""
    for found in _OBJECTS.finditer(content):
        begin = max(content.rfind(b" obj", 0, found.start()), 0)
        start = _STREAM.search(content, found.start(), found.start() + 4096)
        if start is None:
            continue
        header = content[begin : start.start() + 2]
        filters = _FILTER.search(header)
        if filters is None:
            continue  # not packed: its objects were looked at with the rest
        plain = filters[1].strip(b"[] \r\n\t")
        yield start.end() if plain in (b"/FlateDecode", b"/Fl") and not _PREDICTOR.search(header) else None


def _unpacked(content: bytes, start: int, most: int) -> bytes:
    """Return what a stream unpacks to, up to ``most`` bytes; fed in parts, for what follows it is long."""
    unpacker = zlib.decompressobj()
    view = memoryview(content)
    objects = bytearray()
    while not unpacker.eof and start < len(content) and len(objects) < most:
        objects += unpacker.decompress(view[start : start + 65536], most - len(objects))
        start += 65536
    return bytes(objects)


# --- workbooks and archives -----------------------------------------------------------------------

_MACROS = re.compile(
    r"(^|/)vbaProject[^/]*\.bin$|^xl/macrosheets/|^xl/activeX/|^xl/embeddings/|\.(exe|dll|js|vbs|bat|cmd|scr|jar|lnk|html?)$",
    re.IGNORECASE,
)


def _danger_in_archive(content: bytes, kind: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                return "packed"
            if any(member.flag_bits & 1 for member in members):
                return "locked"
            if any(_MACROS.search(member.filename) for member in members):
                return "script"
            if kind == XLSX and b"macroEnabled" in _beginning(archive, "[Content_Types].xml"):
                return "script"
            return _unpacked_danger(archive, members)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError):
        return "broken"


def _unpacked_danger(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    left = MOST_UNPACKED
    for member in members:
        with archive.open(member) as packed:
            while part := packed.read(1024 * 1024):
                left -= len(part)
                if left < 0:
                    return "packed"
    return ""


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(1024 * 1024)


# --- pictures -------------------------------------------------------------------------------------


def _danger_in_picture(content: bytes) -> str:
    if b"%PDF-" in content[:1024] or _ends_as_archive(content):
        return "two_in_one"
    return ""


def _ends_as_archive(content: bytes) -> bool:
    """Say whether an archive's directory ends the file: it opens as an archive whatever it begins with."""
    at = content.rfind(_END_OF_ZIP, max(0, len(content) - 65_557))
    return at >= 0 and at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)
