"""Spreadsheets of the lines of a claim: Korean headers, cells to values, faults by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.files.score_sheets import Column, sheet_texts

MOST_ROWS = 2_000
MOST_WON = 10**13
COLUMNS = (
    Column("line", "비목", ("budget line", "세목", "예산 비목", "비목(세목)", "예산과목")),
    Column("cost_type", "비용 구분", ("cost type", "비용구분", "지원 비목", "비용 종류")),
    Column("what", "적요", ("what", "내용", "지출 내용", "사용 내역", "품목", "내역", "description")),
    Column("payee", "지급처", ("payee", "거래처", "공급자", "상호", "업체명", "지급 대상", "가맹점명")),
    Column("spent_on", "지출일", ("day", "date", "지급일", "거래일", "거래일자", "작성일자", "결제일")),
    Column("supply_won", "공급가액", ("supply", "supply value", "공급가", "공급가액(원)", "금액")),
    Column("vat_won", "부가세", ("vat", "부가가치세", "세액", "부가세(원)", "세액(원)")),
    Column("kind", "증빙 종류", ("evidence", "evidence kind", "증빙", "증빙종류", "증빙구분")),
    Column("number", "승인번호", ("approval number", "전자세금계산서 승인번호", "승인 번호")),
)
NEEDED = ("what", "payee", "spent_on", "supply_won")
KINDS = {
    "tax_invoice": ("세금계산서", "전자세금계산서", "e-taxinvoice", "taxinvoice"),
    "card_slip": ("카드", "카드전표", "카드매출전표", "신용카드", "법인카드", "cardslip", "card"),
    "transfer": ("이체", "계좌이체", "이체확인증", "송금", "transfer"),
    "contract": ("계약서", "contract"),
    "delivery_photo": ("납품사진", "사진", "photo"),
    "other": ("기타", "other"),
}
_DAY = re.compile(r"(\d{4})[-./년\s]*(\d{1,2})[-./월\s]*(\d{1,2})일?(?:[ T]00:00(?::00)?)?\.?")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row as it is meant; ``line`` and ``kind`` as codes."""

    row: int
    line: str
    cost_type: str
    what: str
    payee: str
    spent_on: date
    supply_won: int
    vat_won: int
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its row and column, and what is wrong with it."""

    row: int
    column: str
    problem: Problem


def read_claim_lines(
    content: bytes, name: str, *, lines: Mapping[str, Sequence[str]], cost_types: Sequence[str]
) -> tuple[list[ClaimRow], list[Fault]]:
    """Return the rows of a spreadsheet and the faults of its cells; with a fault nothing is to be saved.

    ``lines`` are the budget lines by id with what people call them; empty where the line is fixed. Raises
    Refused where the file cannot be read, lacks a column, or has too many rows.
    """
    texts = sheet_texts(content, name)
    if len(texts) > MOST_ROWS + 1:
        raise refuse("claims.rows", msg("{file}: more than {most} rows"), file=name, most=f"{MOST_ROWS:,}")
    if not texts or not any(texts[0][1]):
        raise refuse("file.no_header", msg("{file}: the first row must hold the column names"), file=name)
    places = _places(texts[0][1], name, needed=(*NEEDED, *(["line"] if len(lines) > 1 else [])))
    rows, faults = [], []
    for number, cells in texts[1:]:
        told = {c: cells[place].strip() if place < len(cells) else "" for c, place in places.items()}
        if not any(told.values()):
            continue
        row, wrong = _row(number, told, lines, cost_types)
        faults += wrong
        if row is not None:
            rows.append(row)
    if not rows and not faults:
        raise refuse("claims.no_rows", msg("{file}: there is no row below the column names"), file=name)
    return rows, faults


def _places(header: Sequence[str], name: str, needed: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    problems = []
    for column in COLUMNS:
        found = [place for place, text in enumerate(header) if text and column.is_called(text)]
        if len(found) > 1:
            problems.append(
                Problem(
                    "claims.doubled_column",
                    msg("{file}: the column {column} stands there more than once"),
                    {"file": name, "column": column.title},
                )
            )
        elif found:
            places[column.name] = found[0]
        elif column.name in needed:
            problems.append(
                Problem(
                    "claims.missing_column",
                    msg("{file}: the column {column} is missing: write it in the first row"),
                    {"file": name, "column": column.title},
                )
            )
    if problems:
        raise Refused(problems)
    return places


def _row(
    number: int, told: Mapping[str, str], lines: Mapping[str, Sequence[str]], cost_types: Sequence[str]
) -> tuple[ClaimRow | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, code: str, message: str, **params: object) -> None:
        title = next(one.title for one in COLUMNS if one.name == column)
        faults.append(Fault(number, title, Problem(code, message, params)))

    line = _code_of(told.get("line", ""), lines)
    if line is None:
        fault("line", "claims.cell_line", msg("no such budget line: write one of {lines}"),
              lines=", ".join(names[0] for names in lines.values() if names))  # fmt: skip
    cost_type = told.get("cost_type", "")
    if cost_types and cost_type not in cost_types:
        fault("cost_type", "claims.cell_cost_type", msg("write one of {types}"), types=", ".join(cost_types))
    for column in ("what", "payee"):
        if not told.get(column):
            fault(column, "claims.cell_empty", msg("the cell is empty: fill it in"))
        elif len(told[column]) > 200:
            fault(column, "claims.cell_long", msg("write 200 characters at most"))
    day = _day(told.get("spent_on", ""))
    if day is None:
        fault("spent_on", "claims.cell_day", msg("no day: write it as 2025-05-12"))
    supply = _won(told.get("supply_won", ""))
    if not supply:
        fault("supply_won", "claims.cell_won", msg("no amount: write whole won above zero"))
    vat = _won(told.get("vat_won") or "0")
    if vat is None:
        fault("vat_won", "claims.cell_won_or_none", msg("no amount: write whole won, or leave it empty"))
    kind = _kind(told.get("kind", ""), told.get("number", ""))
    if kind is None:
        fault(
            "kind",
            "claims.cell_kind",
            msg("no such kind of evidence: write 세금계산서, 카드 or 이체"),
        )
    if len(told.get("number", "")) > 40:
        fault("number", "claims.cell_long", msg("write 200 characters at most"))
    if faults or line is None or day is None or supply is None or vat is None or kind is None:
        return None, faults
    return (
        ClaimRow(
            number, line, cost_type, told["what"], told["payee"], day, supply, vat, kind,
            told.get("number", ""),
        ),
        [],
    )  # fmt: skip


def _code_of(text: str, lines: Mapping[str, Sequence[str]]) -> str | None:
    """Return the id of a budget line by its id or what it is called; of a single one also for nothing."""
    if not lines:
        return ""
    if not text and len(lines) == 1:
        return next(iter(lines))
    wanted = _plain(text)
    return next(
        (code for code, names in lines.items() if wanted in {_plain(n) for n in (code, *names)}), None
    )


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _won(text: str) -> int | None:
    """Return a whole number of won from 0: with or without commas, the sign or the word of the currency."""
    plain = text.strip().replace(",", "").removeprefix("₩").removesuffix("원").strip()
    if not re.fullmatch(r"\d{1,14}", plain):
        return None
    won = int(plain)
    return won if won <= MOST_WON else None


def _kind(text: str, number: str) -> str | None:
    if not text:
        return "tax_invoice" if number else ""
    wanted = _plain(text)
    found = (code for code, names in KINDS.items() if wanted in {_plain(n) for n in (code, *names)})
    return next(found, None)
