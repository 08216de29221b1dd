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

VARIANTS: dict[str, tuple[str, ...]] = {
    "business_no": (),
    "name": ("사업장명", "업소명", "기업명", "회사명", "점포명", "가게명"),
    "legal_form": ("개인법인구분", "개인법인여부", "사업자형태", "기업형태", "개인·법인"),
    "ksic": ("ksic코드", "한국표준산업분류코드", "업종분류코드", "세세분류코드"),
    "ksic_revision": ("ksic차수", "한국표준산업분류차수"),
    "region": ("시군구코드", "시·군·구코드", "소재지코드", "소재지법정동코드", "사업장법정동코드"),
    "opened_on": ("개업년월일", "개업날짜", "창업일", "창업일자", "사업개시일", "영업개시일"),
    "closed_on": ("폐업연월일", "폐업년월일", "폐업날짜"),
    "business_status": ("사업상태", "휴폐업구분", "납세자상태"),
    "employees": ("상시종업원수", "상시근로자인원", "직원수", "근로자수", "고용인원", "상시고용인원"),
    "annual_sales": ("매출액", "매출", "연간매출", "연평균매출액", "연평균매출", "평균매출", "3년평균매출액"),
    "online_sales_share": ("온라인비중", "온라인판매비율", "온라인매출액비중"),
    "mail_order_no": ("통신판매업번호", "통신판매번호", "통신판매신고증번호"),
    "owner_birth_year": ("대표출생연도", "출생연도", "출생년도", "출생년", "생년"),
    "owner_female": ("여성대표자", "여성대표자여부", "대표자여성여부"),
    "tax_arrears": ("세금체납여부", "국세·지방세체납여부", "국세지방세체납여부", "국세및지방세체납"),
    "sanctioned_until": ("참여제한만료일", "참여제한기한", "제재기간종료일"),
    "credit_score": ("신용점수", "개인신용점수", "신용평가점수"),
    "credit_bureau": ("신용조회사", "신용정보회사"),
    "channels": ("입점플랫폼", "판매플랫폼", "온라인채널", "온라인판매채널"),
    "market_id": ("상권코드", "시장상점가코드", "시장·상점가코드"),
    "designations": ("지정사항",),
}
"""Looser names of profile columns: they count where no other column of the file has one of SYNONYMS."""

SEX = ("대표자성별", "대표성별", "성별", "대표자의성별", "owner_sex", "owner_gender", "sex", "gender")
"""Headers under which ``owner_female`` is told in words: 여, 남."""

RECEIVED = ("received_at", "접수일시", "접수시각", "접수일시분초")
"""How the column is called that tells when an application was received, in a list of applicants."""

CONTACTS: dict[str, tuple[str, ...]] = {
    "owner_name": ("대표자명", "대표자", "대표자성명", "성명"),
    "phone": ("전화번호", "연락처", "휴대전화", "휴대전화번호", "휴대폰번호"),
    "email": ("이메일", "이메일주소", "전자우편", "전자우편주소"),
    "address": ("주소", "사업장주소", "사업장소재지", "소재지", "도로명주소"),
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


def bare(header: str) -> str:
    """Return a header as it is compared for likeness: its brackets count, signs between words do not."""
    text = unicodedata.normalize("NFKC", header).strip().lower()
    return re.sub(r"[\W_]+", "", text)


_DOTTED = ("score", "reviews", "part", "trait", "has", *OWNERS)
_NAMES = {written_as(word): name for name, words in SYNONYMS.items() for word in (name, *words)}
_LOOSE = {written_as(word): name for name, words in VARIANTS.items() for word in words}
_LOOSE |= {written_as(name.replace("_", " ")): name for name in VARIANTS if "_" in name}
_LOOSE |= {written_as(word): "owner_female" for word in SEX}
_SEX = frozenset(map(written_as, SEX))


def is_loose(header: str) -> bool:
    """Say whether a header is understood by a looser name, which gives way to a better one."""
    return written_as(header) in _LOOSE


def of_sex(header: str) -> bool:
    """Say whether cells under a header tell the owner's sex in words."""
    return written_as(header) in _SEX


def column_named(header: str) -> str:
    """Return the name of the column that a header means, or the header itself.

    >>> column_named("사업자 등록번호"), column_named("평균매출액(원)"), column_named("점수.naru")
    ('business_no', 'annual_sales', 'score.naru')
    >>> column_named("매출액(백만원)"), column_named("Annual sales"), column_named("비고")
    ('annual_sales', 'annual_sales', '비고')
    >>> column_named("지원금액.36 (원)"), column_named("답변.shops")
    ('total_support_won.36', 'answer.shops')
    """
    header = header.strip()
    known = _NAMES.get(written_as(header)) or _LOOSE.get(written_as(header))
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
