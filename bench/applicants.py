"""An invented list of applicants as agencies send them: Korean headers, good rows and, where asked, bad ones.

Deterministic: the same arguments give the same bytes (csv). Nobody in it exists; numbers hold by their check
digit, addresses end in ``example.kr``.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from dure.engine.profile.business_number import check_digit

HEADERS = (
    *(
        "사업자등록번호",
        "상호",
        "사업자구분",
        "업종코드",
        "지역코드",
        "개업일",
        "폐업일",
        "사업자상태",
        "상시근로자수",
    ),
    *("평균매출액", "온라인매출비중", "통신판매업신고번호", "대표자출생연도", "여성대표", "세금체납"),
    *("참여제한종료일", "개인신용평점", "신용평가사", "판매채널", "시장코드", "지정현황"),
    *("접수번호", "희망수행기관", "대표자명", "전화번호", "이메일"),
)
FIRST = (
    "두레",
    "다람",
    "들꽃",
    "동백",
    "한결",
    "하늘",
    "햇살",
    "가람",
    "나루",
    "누리",
    "마루",
    "모아",
    "바다",
    "봄날",
    "산들",
)
SECOND = (
    "상회",
    "공방",
    "식품",
    "농원",
    "푸드",
    "패션",
    "도예",
    "제과",
    "커피",
    "반찬",
    "비누",
    "양말",
    "가방",
    "꽃집",
)
INDUSTRIES = (
    "47912",
    "10711",
    "14111",
    "56191",
    "32029",
    "20423",
    "46319",
    "62010",
    "96992",
    "85501",
    "49301",
)
REGIONS = (
    *("1111010100", "2611010100", "2711010100", "2811010100", "2911010100", "3011010100", "3111010100"),
    *("3611010100", "4111110100", "4311110100", "4413110100", "4611010100", "4711110100", "4812110100"),
    *("5011010100", "5111010100", "5211110100"),
)
EXECUTORS = (
    *(
        "acorn",
        "otter",
        "pinecone",
        "firefly",
        "snail",
        "dandelion",
        "crane",
        "sparrow",
        "mackerel",
        "walnut",
    ),
)


def number(n: int) -> str:
    """Return an invented business number."""
    first = f"{100_000_000 + n * 89 % 899_999_999}"
    return first + str(check_digit(first))


def rows(count: int, *, bad: int = 0, seed: int = 1) -> Iterator[list[str]]:
    """Yield rows under :data:`HEADERS`; every ``bad``-th is wrong in one of seven ways (0: none)."""
    chance = random.Random(seed)
    for n in range(1, count + 1):
        row = _good(n, chance)
        if bad and n % bad == 0:
            _spoil(row, n // bad, n)
        yield row


def _good(n: int, chance: random.Random) -> list[str]:
    known = chance.random
    choices = chance.sample(EXECUTORS, 1 + n % 3)
    return [
        number(n),
        f"{FIRST[n * 7 % len(FIRST)]}{SECOND[n * 3 % len(SECOND)]} {n}",
        "법인" if n % 6 == 0 else "개인",
        INDUSTRIES[n * 5 % len(INDUSTRIES)],
        REGIONS[n * 11 % len(REGIONS)],
        f"{2000 + n % 24}-{1 + n % 12:02d}-{1 + n % 28:02d}",
        "",
        "계속" if known() < 0.9 else "",
        f"{n % 60 / 10:.1f}" if known() < 0.95 else "",
        f"{(n * 7919 % 900 + 10) * 1_000_000:,}" if known() < 0.95 else "",
        f"{n % 100}%" if known() < 0.8 else "",
        f"2021-서울중구-{n:05d}" if known() < 0.7 else "",
        str(1950 + n % 55),
        "예" if n % 2 else "아니오",
        ("예" if n % 40 == 0 else "아니오") if known() < 0.95 else "",
        "2025-12-31" if n % 200 == 0 else "",
        str(500 + n % 450) if known() < 0.5 else "",
        "NICE" if n % 3 else "KCB",
        f"smartstore:{n};openmarket" if n % 3 == 0 else "",
        f"M{n % 1500:04d}" if n % 9 == 0 else "",
        "hundred_year_store" if n % 400 == 0 else "",
        f"A-{n:06d}" if n % 2 else "",
        ";".join(choices),
        f"{'김이박최정'[n % 5]}가상{'가나다라'[n % 4]}",
        f"010-{n // 10_000 % 10_000:04d}-{n % 10_000:04d}",
        f"merchant{n}@example.kr",
    ]


def _spoil(row: list[str], turn: int, n: int) -> None:
    at = {header: place for place, header in enumerate(HEADERS)}
    match turn % 7:
        case 0:
            row[at["사업자등록번호"]] = "1234567890"
        case 1:
            row[at["상시근로자수"]] = "다섯 명"
        case 2:
            row[at["지역코드"]] = "강원"
        case 3:
            row[at["희망수행기관"]] = "없는기관"
        case 4:
            row[at["이메일"]] = "메일 없음"
        case 5:
            row[at["개업일"]] = "2021-13-45"
        case 6:
            row[at["사업자등록번호"]] = number(n - 1)


def write_csv(path: Path, count: int, *, bad: int = 0, encoding: str = "utf-8-sig") -> None:
    """Write a list as csv."""
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(HEADERS)
        writer.writerows(rows(count, bad=bad))


def write_xlsx(path: Path, count: int, *, bad: int = 0) -> None:
    """Write a list as a workbook, every cell as text."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet()
    for place, row in enumerate((HEADERS, *rows(count, bad=bad))):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    workbook.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    write = write_xlsx if target.suffix == ".xlsx" else write_csv
    write(target, int(sys.argv[2]), bad=int(sys.argv[3]) if len(sys.argv) > 3 else 0)
