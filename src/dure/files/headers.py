"""Headers as people write them: Korean and English names of the columns that Dure knows.

A header that is not known is kept as it is: its column comes along unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dure.engine.problems import Problem, msg
from dure.engine.profile.columns import OWNERS

SYNONYMS: dict[str, tuple[str, ...]] = {
    # merchants
    "business_no": ("사업자등록번호", "사업자번호"),
    "name": ("상호", "상호명", "업체명"),
    "legal_form": ("법인형태", "사업자구분", "사업자유형", "개인/법인"),
    "ksic": ("업종코드", "산업분류코드", "표준산업분류", "표준산업분류코드", "주업종코드"),
    "ksic_revision": ("산업분류차수", "표준산업분류차수", "업종코드차수"),
    "region": ("지역코드", "법정동코드", "행정구역코드"),
    "opened_on": ("개업일", "개업일자", "개업연월일"),
    "closed_on": ("폐업일", "폐업일자"),
    "business_status": ("사업자상태", "영업상태", "휴폐업상태", "휴·폐업상태"),
    "employees": ("상시근로자수", "상시근로자", "종업원수"),
    "annual_sales": ("평균매출액", "연매출액", "연매출", "연간매출액"),
    "online_sales_share": ("온라인매출비중", "온라인매출비율", "온라인판매비중"),
    "mail_order_no": ("통신판매업신고번호", "통신판매신고번호"),
    "owner_birth_year": ("대표자출생연도", "대표자출생년도", "대표자생년", "대표자출생년"),
    "owner_female": ("여성대표", "여성대표여부"),
    "tax_arrears": ("세금체납", "체납여부", "국세·지방세체납", "국세지방세체납"),
    "sanctioned_until": ("참여제한종료일", "참여제한기간종료일", "제재종료일"),
    "credit_score": ("개인신용평점", "신용평점"),
    "credit_bureau": ("신용평가사", "신용평가기관"),
    "channels": ("판매채널", "입점채널"),
    "market_id": ("시장코드", "전통시장코드", "상점가코드"),
    "designations": ("지정", "지정현황", "지정내역"),
    # applications and decisions
    "application_no": ("접수번호", "신청번호"),
    "reviews": ("위원별점수", "평가위원별점수"),
    "choices": ("희망수행기관", "지망", "선택수행기관", "희망기관"),
    "score": ("점수", "평가점수"),
    "received_at": ("접수일시", "접수시각", "접수시간"),
    "nominations": ("추천순서", "추천순위"),
    "part": ("점수출처", "세부점수"),
    "executor": ("수행기관",),
    "decision": ("결정", "선정결과"),
    "rank": ("순위",),
    "seat": ("자리", "배정구분"),
    "cutoff": ("선정하한점수", "커트라인"),
    "reserve_rank": ("예비순위",),
    "reason": ("사유",),
    # beside the profile: followed by a point and the question, the form, the programme, the months
    "answer": ("답변",),
    "level": ("진단수준",),
    "supported_in": ("지원여부", "선정여부"),
    "total_support_won": ("지원금액", "지원총액"),
}

CONTACTS: dict[str, tuple[str, ...]] = {
    "owner_name": ("대표자명", "대표자", "대표자성명", "성명"),
    "phone": ("전화번호", "연락처", "휴대전화", "휴대전화번호", "휴대폰번호"),
    "email": ("이메일", "이메일주소", "전자우편", "전자우편주소"),
}
"""Contact columns with the Korean headers that are understood where contacts are asked for."""


def _without_unit(text: str) -> str:
    return re.sub(r"[(\[（].*?[)\]）]$", "", text)


@lru_cache(maxsize=4096)
def written_as(header: str) -> str:
    """Return a header without case, spaces and units in brackets: how two spellings are compared."""
    text = unicodedata.normalize("NFC", header).strip().lower()
    text = _without_unit(text)
    return re.sub(r"\s+", "", text)


_DOTTED = ("score", "part", "trait", "has", *OWNERS)
_NAMES = {written_as(word): name for name, words in SYNONYMS.items() for word in (name, *words)}


def column_named(header: str) -> str:
    """Return the name of the column that a header means, or the header itself.

    >>> column_named("사업자 등록번호"), column_named("평균매출액(원)"), column_named("점수.naru")
    ('business_no', 'annual_sales', 'score.naru')
    >>> column_named("지원금액.36 (원)"), column_named("답변.shops")
    ('total_support_won.36', 'answer.shops')
    """
    header = header.strip()
    known = _NAMES.get(written_as(header))
    if known is not None:
        return known
    head, dot, rest = header.partition(".")
    prefix = _NAMES.get(written_as(head), written_as(head))
    return f"{prefix}.{_without_unit(rest.strip()).strip()}" if dot and prefix in _DOTTED else header


def missing_column(file: str, name: str) -> Problem:
    """Return the problem of a column that a file must have, with the Korean header that would do."""
    params = {"file": file, "column": name, "korean": SYNONYMS.get(name, ("",))[0]}
    if not params["korean"]:
        return Problem("file.missing_column", msg("{file}: the column {column} is missing"), params)
    return Problem("file.missing_column", msg("{file}: the column {column} ({korean}) is missing"), params)


def beside_ours(ours: Iterable[str], headers: Sequence[str]) -> list[str]:
    """Return the headers under which columns that come along stand beside ours.

    One that bears a name of ours, in whatever case, gets ``in.`` before it, again until it is nobody else's.

    >>> beside_ours(["verdict"], ["memo", "Verdict", "in.verdict"])
    ['memo', 'in.in.Verdict', 'in.verdict']
    """
    names = {name.lower() for name in ours}
    taken = names | {header.lower() for header in headers}
    kept = []
    for header in headers:
        if header.lower() in names:
            while header.lower() in taken:
                header = f"in.{header}"
            taken.add(header.lower())
        kept.append(header)
    return kept


def columns_named(headers: Iterable[str]) -> dict[str, str]:
    """Return, by header, the column that it means."""
    return {header: column_named(header) for header in headers}
