"""Invented merchants with planted duplicates: who stands there twice is known, for precision and recall.

Of the rows 7 % are planted: 60 % of them the same business entered again, 40 % another business of the same
owner. They are written as people write them: a wrong key in the name, (주), branch, telephone and address in
other forms, cells left out. Values that unrelated rows share by right are there too: namesakes of one year,
shops of one name, buildings of many shops, telephone numbers of bookkeepers' offices.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import duckdb

from population import check_digit_sql

PLANTED = 0.07
_SURNAMES = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심"
_GIVEN = "서지민하윤도예준현우은주연수영진성경미정동태희선혜재승상철호숙순옥자기원석인규용훈아나린솔빛찬"
_SHOP = (
    "가나다라마바사아자차하고노도로모보소오조초호구누두루무부수우주추후기니디리미비시이지치히별달솔숲들꽃봄빛"
)
_TRADES = (
    "상회",
    "분식",
    "카페",
    "공방",
    "식당",
    "떡집",
    "꽃집",
    "서점",
    "세탁소",
    "미용실",
    "철물점",
    "정육점",
    "베이커리",
    "문구",
    "수선",
    "화원",
    "반찬",
    "국수",
    "족발",
    "치킨",
    "안경",
    "약초",
    "도예",
    "목공",
    "디저트",
    "농산",
    "수산",
    "푸드",
)
_DISTRICTS = (
    "서울특별시 마포구",
    "서울특별시 중구",
    "부산광역시 수영구",
    "대구광역시 북구",
    "인천광역시 남동구",
    "광주광역시 서구",
    "대전광역시 유성구",
    "울산광역시 남구",
    "경기도 수원시 팔달구",
    "경기도 고양시 덕양구",
    "강원특별자치도 춘천시",
    "충청북도 청주시 흥덕구",
    "충청남도 천안시 서북구",
    "전북특별자치도 전주시 완산구",
    "전라남도 여수시",
    "경상북도 포항시 남구",
    "경상남도 창원시 성산구",
    "제주특별자치도 제주시",
)
_REGIONS = (
    "11440",
    "11140",
    "26500",
    "27230",
    "28200",
    "29140",
    "30200",
    "31140",
    "41115",
    "41281",
    "51110",
    "43113",
    "44133",
    "52111",
    "46130",
    "47111",
    "48123",
    "50110",
)
_SHORT = (
    ("서울특별시", "서울"),
    ("광역시", ""),
    ("특별자치도", "도"),
    ("경기도", "경기"),
    ("충청북도", "충북"),
    ("충청남도", "충남"),
    ("전라남도", "전남"),
    ("경상북도", "경북"),
    ("경상남도", "경남"),
)
_COLUMNS = (
    "business_no",
    "name",
    "owner_name",
    "owner_birth_year",
    "phone",
    "email",
    "address",
    "region",
    "opened_on",
)
_FIRST, _LAST = 0xAC00, 0xD7A3


def write_twins(path: Path, truth: Path, count: int, seed: int = 1) -> None:
    """Write ``count`` merchants as parquet, and the true pairs (rows from 1) as csv."""
    planted = int(count * PLANTED)
    with duckdb.connect() as connection:
        run = connection.execute
        run("SET enable_progress_bar = false").fetchall()
        run(f"CREATE TABLE base AS {_base(count - planted, seed)}").fetchall()
        chosen = run(
            f"SELECT row, {', '.join(_COLUMNS)} FROM base ORDER BY hash(row, {seed}, 99) LIMIT {planted}"
        ).fetchall()
        dice = random.Random(seed)
        again = truth.with_suffix(".rows.csv")
        with truth.open("w", newline="") as pairs, again.open("w", newline="", encoding="utf-8") as rows:
            true, added = csv.writer(pairs), csv.writer(rows)
            for place, (row, *cells) in enumerate(chosen, count - planted + 1):
                one = dict(zip(_COLUMNS, cells, strict=True))
                is_again = dice.random() < 0.6
                twin = _again(one, dice) if is_again else _other_shop(one, dice)
                twin["business_no"] = twin["business_no"] or f"#{place}"
                added.writerow([place, *(twin[column] for column in _COLUMNS)])
                true.writerow([row, place, "same_business" if is_again else "same_owner"])
        types = dict.fromkeys(("row", *_COLUMNS), "VARCHAR")
        fresh = check_digit_sql("lpad(CAST(800000000 + CAST(row AS BIGINT) AS VARCHAR), 9, '0')")
        run(
            f"COPY (SELECT {', '.join(_COLUMNS)} FROM (SELECT CAST(row AS BIGINT) AS row,"
            f" {', '.join(_COLUMNS)}"
            f" FROM base UNION ALL SELECT CAST(row AS BIGINT), CASE WHEN business_no LIKE '#%' THEN {fresh}"
            f" ELSE business_no END, {', '.join(_COLUMNS[1:])} FROM read_csv('{again}', header = false,"
            f" columns = {types}, nullstr = '')) ORDER BY row) TO '{path}' (FORMAT parquet)"
        ).fetchall()


def _base(count: int, seed: int) -> str:
    """Return the SQL of rows that are nobody's duplicates."""

    def dice(sides: int, salt: int) -> str:
        return f"CAST(hash(i, {seed}, {salt}) % {sides} AS BIGINT)"

    def pick(values: str | tuple[str, ...], salt: int, skew: bool = False) -> str:
        listed = ", ".join(f"'{value}'" for value in values)
        place = dice(len(values), salt)
        return f"([{listed}])[1 + {f'least({place}, {dice(len(values), salt + 50)})' if skew else place}]"

    def sometimes(value: str, known: float, salt: int) -> str:
        return f"CASE WHEN hash(i, {seed}, {salt}) % 1000 < {int(known * 1000)} THEN {value} END"

    owner = f"{pick(_SURNAMES, 1, True)} || {pick(_GIVEN, 2)} || {pick(_GIVEN, 3)}"
    name = f"{pick(_SHOP, 4)} || {pick(_SHOP, 5)} || {pick(_SHOP, 6)} || {pick(_TRADES, 7, True)}"
    digits = f"lpad(CAST((i * 8191 + {seed}) % 100000000 AS VARCHAR), 8, '0')"
    own_phone = f"'010-' || left({digits}, 4) || '-' || right({digits}, 4)"
    office = f"'02-000-' || lpad(CAST({dice(400, 8)} AS VARCHAR), 4, '0')"
    phone = f"CASE WHEN {dice(100, 9)} < 2 THEN {office} ELSE {own_phone} END"
    place = dice(len(_DISTRICTS), 10)
    road = f"{pick(_SHOP, 11)} || {pick(_SHOP, 12)} || '로'"
    floor = f"CASE WHEN {dice(3, 13)} = 0 THEN ', ' || (1 + {dice(9, 14)}) || '층' ELSE '' END"
    # One row in twenty stands in one of the large buildings, the others along the roads.
    number = f"CASE WHEN {dice(20, 15)} = 0 THEN 1 + {dice(3, 16)} ELSE 4 + {dice(600, 17)} END"
    columns = {
        "row": "i + 1",
        "business_no": check_digit_sql("lpad(CAST(100000000 + i * 89 % 700000000 AS VARCHAR), 9, '0')"),
        "name": name,
        "owner_name": sometimes(owner, 0.98, 20),
        "owner_birth_year": sometimes(f"1945 + {dice(60, 21)}", 0.92, 22),
        "phone": sometimes(phone, 0.9, 23),
        "email": sometimes("'m' || i || '@shop.example'", 0.5, 24),
        "address": sometimes(
            f"([{', '.join(repr(d) for d in _DISTRICTS)}])[1 + {place}] || ' ' || {road}"
            f" || ' ' || {number} || {floor}",
            0.93,
            25,
        ),
        "region": sometimes(f"([{', '.join(repr(r) for r in _REGIONS)}])[1 + {place}]", 0.97, 26),
        "opened_on": sometimes(
            f"CAST(DATE '1985-01-01' + CAST({dice(14600, 27)} AS INTEGER) AS VARCHAR)", 0.97, 28
        ),
    }
    items = ", ".join(f"CAST({sql} AS VARCHAR) AS {column}" for column, sql in columns.items())
    return f"SELECT {items} FROM (SELECT range AS i FROM range({count}))"


def _again(one: dict[str, str | None], dice: random.Random) -> dict[str, str | None]:
    """Return the same business as somebody else would enter it; no number: it got a new one."""
    twin = dict(one)
    if dice.random() < 0.7:
        twin["business_no"] = None
    name = one["name"] or ""
    if dice.random() < 0.35:
        name = _slip(name, dice)
    if dice.random() < 0.25:
        name = dice.choice(("(주){}", "주식회사 {}", "{} 본점", "{} 1호점", "㈜{}")).format(name)
    if dice.random() < 0.2:
        name = name[:2] + " " + name[2:]
    twin["name"] = name
    if dice.random() < 0.05 and one["owner_name"]:
        twin["owner_name"] = _slip(one["owner_name"], dice)
    if dice.random() < 0.05 and one["owner_birth_year"]:
        twin["owner_birth_year"] = str(int(one["owner_birth_year"]) + dice.choice((-1, 1)))
    twin["phone"] = _phone(one["phone"], dice, changed=0.06)
    twin["address"] = _address(one["address"], dice)
    if dice.random() < 0.2:
        twin["opened_on"] = None
    if dice.random() < 0.3:
        twin["email"] = None
    return twin


def _other_shop(one: dict[str, str | None], dice: random.Random) -> dict[str, str | None]:
    """Return another business of the same owner: a name, place and day of its own."""
    twin = dict(one)
    twin["business_no"] = None
    twin["name"] = "".join(dice.choices(_SHOP, k=3)) + dice.choice(_TRADES)
    twin["phone"] = _phone(one["phone"], dice, changed=0.02)
    place = dice.randrange(len(_DISTRICTS))
    road = "".join(dice.choices(_SHOP, k=2))
    twin["address"] = f"{_DISTRICTS[place]} {road}로 {dice.randint(4, 603)}"
    twin["region"] = _REGIONS[place]
    twin["opened_on"] = f"{dice.randint(1990, 2024)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    return twin


def _phone(phone: str | None, dice: random.Random, changed: float) -> str | None:
    if phone is None or dice.random() < changed:
        return None
    forms = (
        phone,
        phone.replace("-", ""),
        phone.replace("-", " "),
        "+82 " + phone[1:],
        phone.replace("-", "."),
    )
    return dice.choice(forms)


def _address(address: str | None, dice: random.Random) -> str | None:
    if address is None or dice.random() < 0.05:
        return None
    if dice.random() < 0.6:
        for long, short in _SHORT:
            address = address.replace(long, short)
    if dice.random() < 0.3:
        address = address.partition(",")[0] + dice.choice(
            ("", ", 2층", " 3층 301호", " 지하1층", " (가상동)")
        )
    return address


def _slip(text: str, dice: random.Random) -> str:
    """Return a text with one wrong vowel or final consonant."""
    places = [place for place, letter in enumerate(text) if _FIRST <= ord(letter) <= _LAST]
    place = dice.choice(places)
    code = ord(text[place]) - _FIRST
    first, medial, final = code // 588, code % 588 // 28, code % 28
    if dice.random() < 0.7:
        medial = (medial + dice.choice((1, 2, 4, 20))) % 21
    else:
        final = 0 if final else dice.choice((1, 4, 8, 16, 21))
    return text[:place] + chr(_FIRST + first * 588 + medial * 28 + final) + text[place + 1 :]
