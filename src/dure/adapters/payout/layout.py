"""The transfer file: records of 120 bytes in CP949, in the style of firm banking (펌뱅킹 대량이체).

Header, a data record for each transfer, trailer with counts and sums; the bank hands the same file back with
its code and day in each data record. ``README.md`` has the table of fields.
"""

from __future__ import annotations

from datetime import date, datetime

from dure.adapters.payout.codes import PAID
from dure.adapters.payout.types import Answer, Transfer, Transfers
from dure.engine.problems import Problem, Refused, msg

ENCODING = "cp949"
WIDTH = 120
END = b"\r\n"
HEADER = (("type", 1), ("key", 30), ("pay_on", 8), ("count", 7), ("won", 15), ("sender", 20))
DATA = (
    ("type", 1), ("no", 7), ("bank", 3), ("account_no", 16), ("holder", 20), ("won", 13), ("text", 14),
    ("code", 4), ("done_on", 8),
)  # fmt: skip
TRAILER = (("type", 1), ("count", 7), ("won", 15), ("paid", 7), ("paid_won", 15), ("failed", 7))
LONGEST_ACCOUNT = 16
LONGEST_HOLDER = 20
"""Bytes; a Korean letter takes two."""


def fits(text: str) -> bool:
    """Say whether a text can be written in the file's letters."""
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def draw(batch: Transfers, answers: dict[int, Answer] | None = None) -> bytes:
    """Return the file of a batch, the same bytes for the same batch; with answers as it comes back."""
    told = answers or {}
    paid = [row for row in batch.rows if row.no in told and told[row.no].code == PAID]
    failed = len([row for row in batch.rows if row.no in told]) - len(paid)
    rows = [
        _record(
            HEADER,
            ["H", batch.key, f"{batch.pay_on:%Y%m%d}", len(batch.rows), batch.won, batch.sender],
        ),
        *(_data(row, told.get(row.no)) for row in batch.rows),
        _record(
            TRAILER,
            ["T", len(batch.rows), batch.won, len(paid), sum(row.won for row in paid), failed],
        ),
    ]
    return b"".join(row + END for row in rows)


def _data(row: Transfer, answer: Answer | None) -> bytes:
    code, on = ("", "") if answer is None else (answer.code, f"{answer.on:%Y%m%d}")
    told = [
        "D", row.no, row.bank, row.account_no, row.holder, row.won, row.text, code, on,
    ]  # fmt: skip
    return _record(DATA, told)


def _record(fields: tuple[tuple[str, int], ...], values: list[object]) -> bytes:
    parts = []
    for (name, width), value in zip(fields, values, strict=True):
        if isinstance(value, int):
            part = f"{value:0{width}d}".encode()
            assert len(part) == width, f"{name} has {width} digits at most"
        else:
            part = cut(str(value), width).ljust(width)
        parts.append(part)
    return b"".join(parts).ljust(WIDTH)


def cut(text: str, width: int) -> bytes:
    """Return as much of a text as fits into so many bytes, without half a letter."""
    found = b""
    for letter in text:
        more = letter.encode(ENCODING)
        if len(found) + len(more) > width:
            break
        found += more
    return found


def read_answers(content: bytes, sent: bytes) -> list[Answer]:
    """Return what a file that the bank hands back says of each transfer that it answers.

    ``sent`` is the file as it was drawn: all but the answers has to be the same. Raises Refused with every
    line that is not so, and nothing is read.
    """
    lines, were = _lines(content), _lines(sent)
    if not lines or lines[0].rstrip() != were[0].rstrip():
        raise Refused([Problem("payments.file", msg("this is not the file of this batch"), line=1)])
    if len(lines) != len(were):
        counts = {"lines": len(lines), "sent": len(were)}
        raise Refused([Problem("payments.file", msg("the file has {lines} lines, {sent} were sent"), counts)])
    problems: list[Problem] = []
    found: list[tuple[Answer, int]] = []
    for n, (line, was) in enumerate(zip(lines[1:-1], were[1:-1], strict=True), start=2):
        answer = _answer(line, was, n, problems)
        if answer is not None:
            found.append((answer, int(_part(DATA, was, "won"))))
    if problems:
        raise Refused(problems)
    paid = [won for answer, won in found if answer.code == PAID]
    end, sums = lines[-1], [f"{len(paid):07d}", f"{sum(paid):015d}", f"{len(found) - len(paid):07d}"]
    asked = sum(width for _, width in TRAILER[:3])
    told = [_part(TRAILER, end, name) for name in ("paid", "paid_won", "failed")]
    if end[:asked] != were[-1][:asked] or told != sums:
        wrong = msg("the counts and sums at the end are not those of the lines")
        raise Refused([Problem("payments.file", wrong, line=len(lines))])
    return [answer for answer, _ in found]


def _lines(content: bytes) -> list[bytes]:
    lines = content.split(END)
    return lines[:-1] if lines[-1:] == [b""] else lines


def _answer(line: bytes, was: bytes, n: int, problems: list[Problem]) -> Answer | None:
    """Return what a line answers, None where nothing yet; a line that cannot be is one problem more."""
    asked = sum(width for _, width in DATA[:-2])
    code, on = _part(DATA, line, "code"), _part(DATA, line, "done_on")
    day = _day(on)
    if line[:asked] != was[:asked]:
        problems.append(Problem("payments.file", msg("this line is not the one that was sent"), line=n))
    elif not code and not on:
        return None
    elif not (len(code) == 4 and code.isascii() and code.isdigit()) or day is None:
        problems.append(Problem("payments.file", msg("code or day of the answer cannot be read"), line=n))
    else:
        return Answer(int(_part(DATA, was, "no")), code, day)
    return None


def _part(fields: tuple[tuple[str, int], ...], line: bytes, name: str) -> str:
    start = 0
    for field, width in fields:
        if field == name:
            return line[start : start + width].decode(ENCODING, errors="replace").strip()
        start += width
    raise LookupError(name)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None
