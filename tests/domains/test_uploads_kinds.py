"""What a file is, by its bytes; and what is not taken whatever it is called."""

from __future__ import annotations

import struct

import pytest
from tests.domains.files import added, archive, jpg, pdf, png, xlsx

from dure.domains.uploads import kinds
from dure.domains.uploads.kinds import content_type, danger_in
from dure.domains.uploads.names import clean_name
from dure.domains.uploads.purposes import (
    CSV,
    ENDINGS,
    JPG,
    PDF,
    PNG,
    PURPOSES,
    SHORT,
    TEXT,
    UNKNOWN,
    XLSX,
    YAML,
    ZIP,
)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (pdf(), "a.txt", PDF),
        (b"\n" + pdf(), "a.pdf", UNKNOWN),
        (jpg(), "a.png", JPG),
        (png(), "a.jpg", PNG),
        (xlsx(), "a.csv", XLSX),
        (archive(a__txt=b"x"), "a.xlsx", ZIP),
        (b"PK\x03\x04 cut off", "a.zip", UNKNOWN),
        ("번호\n1\n".encode(), "a.csv", CSV),
        ("\ufeff번호\n1\n".encode(), "A.CSV", CSV),
        ("번호\n1\n".encode("cp949"), "a.csv", CSV),
        (b"a,b\x00c", "a.csv", UNKNOWN),
        (b"\xff\xfe\xfd", "a.csv", UNKNOWN),
        (b"a: 1", "a.yaml", YAML),
        (b"a", "a.txt", TEXT),
        (b"<html>", "a.html", UNKNOWN),
        (b"<svg onload=alert(1)>", "a.svg", UNKNOWN),
        (b"MZ\x90\x00", "a.exe", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", UNKNOWN),
    ],
)
def test_the_bytes_say_what_a_file_is(content, name, kind):
    assert content_type(content, name) == kind


@pytest.mark.parametrize(
    "content", [pdf(), jpg(), png(), xlsx(), archive(a__txt=b"x"), pdf(objects=b"1 0 << /Type /Page >>")]
)
def test_plain_files_hold_no_danger(content):
    assert danger_in(content, content_type(content, "")) == ""


@pytest.mark.parametrize(
    "active",
    [
        b"5 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj",
        b"5 0 obj << /S /Java#53cript /JS (x) >> endobj",
        b"5 0 obj << /S /#4aavaScript >> endobj",
        b"5 0 obj << /S /Launch /F (cmd.exe) >> endobj",
        b"5 0 obj << /Type /EmbeddedFile >> endobj",
        b"5 0 obj << /Subtype /RichMedia >> endobj",
        b"5 0 obj << /XFA [ ] >> endobj",
    ],
)
def test_a_pdf_that_does_something_is_not_taken_also_where_it_hides_it(active):
    assert danger_in(pdf(extra=active), PDF) == "script"
    assert danger_in(pdf(objects=active), PDF) == "script"


def test_names_that_only_begin_alike_are_no_danger():
    assert danger_in(pdf(extra=b"5 0 obj << /LaunchPad 1 /XFAB 2 /JavaScripts 3 >> endobj"), PDF) == ""


def test_a_pdf_that_cannot_be_looked_into_is_not_taken(monkeypatch):
    assert danger_in(pdf()[:-30], PDF) == "broken"
    locked = pdf(extra=b"trailer << /Encrypt 9 0 R >>", objects=b"1 0 <<>>")
    assert danger_in(locked, PDF) == "locked"
    # Locked against printing alone, with all names in the open: as registers issue them.
    assert danger_in(pdf(extra=b"trailer << /Encrypt 9 0 R >>"), PDF) == ""
    odd = pdf(objects=b"1 0 <<>>").replace(b"/FlateDecode", b"/LZWDecode  ")
    assert danger_in(odd, PDF) == "broken"
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 4 * 1000)
    assert danger_in(pdf(objects=b"a" * 1000), PDF) == "packed"


def test_macros_and_programs_in_workbooks_and_archives_are_not_taken():
    for name in (
        "xl/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
    ):
        assert danger_in(added(xlsx(), name, b"x"), XLSX) == "script"
    assert danger_in(archive(evidence__exe=b"x"), ZIP) == "script"


def test_a_workbook_that_says_it_has_macros_is_not_taken():
    book = archive(**{
        "[Content_Types]__xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "xl/workbook__xml": b"<x/>",
    })  # fmt: skip
    assert content_type(book, "a.xlsx") == XLSX
    assert danger_in(book, XLSX) == "script"


def test_bombs_are_found_by_unpacking_not_by_what_the_directory_says(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 1_000_000)
    bomb = added(xlsx(), "xl/big.xml", bytes(2_000_000))
    assert len(bomb) < 20_000
    assert danger_in(bomb, XLSX) == "packed"
    # The directory lies: it names a small size for the same bytes.
    lying = bomb.replace(struct.pack("<I", 2_000_000), struct.pack("<I", 2_000))
    assert danger_in(lying, XLSX) in ("packed", "broken")
    many = archive(**{f"m{n}": b"" for n in range(kinds.MOST_MEMBERS + 1)})
    assert danger_in(many, ZIP) == "packed"


def test_a_locked_archive_is_not_taken():
    book = bytearray(xlsx())
    at = book.find(b"PK\x01\x02")
    book[at + 8] |= 1
    assert danger_in(bytes(book), XLSX) == "locked"


@pytest.mark.parametrize("make", [jpg, png, pdf])
def test_two_kinds_of_file_in_one_are_not_taken(make):
    both = make() + archive(a__txt=b"x")
    kind = content_type(both, "")
    assert danger_in(both, kind) == "two_in_one"


def test_a_picture_that_is_a_pdf_too_is_not_taken():
    both = jpg()[:20] + pdf() + jpg()[20:]
    assert danger_in(both, JPG) == "two_in_one"


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("사업자 등록증.pdf", PDF, "사업자 등록증.pdf"),
        ("../../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\hong\\a.PDF", PDF, "a.PDF"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "aSet-Cookie x.pdf"),
        ("invoice\u202efdp.exe", PDF, "invoicefdp.exe.pdf"),
        ('a".pdf', PDF, "a.pdf"),
        (".htaccess", CSV, "htaccess.csv"),
        ("", JPG, "file.jpg"),
        ("x" * 500 + ".png", PNG, "x" * 146 + ".png"),
        ("사업자.pdf", PDF, "사업자.pdf"),
        ("a.jpeg", JPG, "a.jpeg"),
    ],
)
def test_names_are_cleaned_and_end_as_the_bytes_say(name, kind, kept):
    assert clean_name(name, kind) == kept


def test_every_kind_that_a_purpose_takes_has_a_short_name_and_an_ending():
    taken = {kind for purpose in PURPOSES.values() for kind in purpose.allowed}
    assert taken <= set(SHORT)
    assert taken <= set(ENDINGS)
