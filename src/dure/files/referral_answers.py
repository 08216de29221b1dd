"""Spreadsheets in which a body answers referrals: Korean headers, cells to values, faults by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dure.engine.problems import Problem, Refused, msg, refuse
from dure.files.score_sheets import Column, sheet_texts

MOST_ROWS = 2_000
MOST_WON = 10**13
COLUMNS = (
    Column("reference", "연계번호", ("reference", "연계 번호", "관리번호")),
    Column("answer", "결과", ("answer", "처리결과", "회신", "상태")),
    Column("on", "처리일", ("day", "date", "결과일", "회신일")),
    Column("won", "금액", ("amount", "승인금액", "실행금액", "보험료")),
    Column("starts_on", "시작일", ("from", "개시일", "보장 시작일")),
    Column("last_on", "종료일", ("last day", "만기일", "보장 종료일")),
    Column("contract_no", "계약번호", ("contract", "증권번호", "보증서번호", "대출번호")),
    Column("reason", "사유", ("reason", "거절사유", "비고")),
)
NEEDED = ("reference", "answer", "on")
ANSWERS = {
    "receive": ("접수", "received"),
    "approve": ("승인", "가입 승인", "granted", "approved"),
    "refuse": ("거절", "불승인", "refused"),
    "take_up": ("실행", "가입", "보증서 발급", "taken up", "insured"),
    "lapse": ("미실행", "실효", "lapsed"),
    "end": ("종료", "만기", "해지", "ended"),
}
_DAY = re.compile(r"(\d{4})[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})\.?(?:[ T]00:00(?::00)?)?")
_REFERENCE = re.compile(r"R(\d{8,18})")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it is meant; ``referral`` is the number in its reference, ``move`` a code."""

    row: int
    referral: int
    move: str
    on: date
    won: int | None
    starts_on: date | None
    last_on: date | None
    contract_no: str
    reason: str


def read_referral_answers(content: bytes, name: str) -> list[AnswerRow]:
    """Return the answers of a file; raises Refused with every fault, by row and column."""
    texts = sheet_texts(content, name)
    if len(texts) > MOST_ROWS + 1:
        raise refuse("referrals.rows", msg("{file}: more than {most} rows"), file=name, most=f"{MOST_ROWS:,}")
    if not texts or not any(texts[0][1]):
        raise refuse("file.no_header", msg("{file}: the first row must hold the column names"), file=name)
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for column in COLUMNS:
        found = [place for place, text in enumerate(texts[0][1]) if text and column.is_called(text)]
        if len(found) == 1:
            places[column.name] = found[0]
        elif found or column.name in NEEDED:
            problems.append(
                Problem(
                    "referrals.column",
                    msg("{file}: the column {column} has to stand there once"),
                    {"file": name, "column": column.title},
                )
            )
    if problems:
        raise Refused(problems)
    rows: list[AnswerRow] = []
    for number, cells in texts[1:]:
        told = {c: cells[at].strip() if at < len(cells) else "" for c, at in places.items()}
        if any(told.values()):
            row, wrong = _row(number, told)
            problems += wrong
            rows += [row] if row is not None else []
    seen: set[int] = set()
    for row in rows:
        if row.referral in seen:
            problems.append(_fault(row.row, "reference", msg("row {row}, {column}: it stands there twice")))
        seen.add(row.referral)
    if not rows and not problems:
        raise refuse("referrals.no_rows", msg("{file}: there is no row below the column names"), file=name)
    if problems:
        raise Refused(problems)
    return rows


def _fault(row: int, column: str, message: str) -> Problem:
    title = next(one.title for one in COLUMNS if one.name == column)
    return Problem("referrals.cell", message, {"row": row, "column": title})


def _row(number: int, told: Mapping[str, str]) -> tuple[AnswerRow | None, list[Problem]]:
    faults = []
    reference = _REFERENCE.fullmatch(told["reference"].replace(" ", "").upper())
    if reference is None:
        faults.append(_fault(number, "reference", msg("row {row}, {column}: no such reference")))
    wanted = _plain(told["answer"])
    move = next((code for code, names in ANSWERS.items() if wanted in {_plain(n) for n in names}), None)
    if move is None:
        faults.append(
            _fault(number, "answer", msg("row {row}, {column}: write 접수, 승인, 거절, 실행, 미실행 or 종료"))
        )
    days: dict[str, date | None] = {}
    for column in ("on", "starts_on", "last_on"):
        text = told.get(column, "")
        days[column] = _day(text)
        if days[column] is None and (text or column == "on"):
            faults.append(_fault(number, column, msg("row {row}, {column}: no day: write it as 2025-05-12")))
    won, text = None, told.get("won", "").replace(",", "").removesuffix("원").strip()
    if text:
        won = int(text) if re.fullmatch(r"\d{1,14}", text) and int(text) <= MOST_WON else None
        if won is None:
            faults.append(_fault(number, "won", msg("row {row}, {column}: no amount: write whole won")))
    on = days["on"]
    if faults or reference is None or move is None or on is None:
        return None, faults
    return (
        AnswerRow(
            number, int(reference[1]), move, on, won, days["starts_on"], days["last_on"],
            told.get("contract_no", "")[:60], told.get("reason", "")[:2000],
        ),
        [],
    )  # fmt: skip


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
