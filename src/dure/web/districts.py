"""Districts (시·군·구) by the first five digits of the legal-district code (법정동코드).

Source: Ministry of the Interior and Safety, table of legal-district codes of 2026-03-01, with what changed on
2026-07-01 (:mod:`dure.engine.profile.region_changes`). A city that is divided into districts (자치구가 아닌
구) stands here by them. Names are Korean in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from dure.engine.profile.region import renamed_on, split_on

_NAMES = {
    "11": (
        "110 종로구|140 중구|170 용산구|200 성동구|215 광진구|230 동대문구|260 중랑구|290 성북구"
        "|305 강북구|320 도봉구|350 노원구|380 은평구|410 서대문구|440 마포구|470 양천구|500 강서구"
        "|530 구로구|545 금천구|560 영등포구|590 동작구|620 관악구|650 서초구|680 강남구|710 송파구"
        "|740 강동구"
    ),
    "12": (
        "110 목포시|130 여수시|150 순천시|170 나주시|190 광양시|210 동구|240 서구|270 남구"
        "|300 북구|330 광산구|710 담양군|720 곡성군|730 구례군|740 고흥군|750 보성군"
        "|760 화순군|770 장흥군|780 강진군|790 해남군|800 영암군|810 무안군|820 함평군"
        "|830 영광군|840 장성군|850 완도군|860 진도군|870 신안군"
    ),
    "26": (
        "110 중구|140 서구|170 동구|200 영도구|230 부산진구|260 동래구|290 남구|320 북구|350 해운대구"
        "|380 사하구|410 금정구|440 강서구|470 연제구|500 수영구|530 사상구|710 기장군"
    ),
    "27": ("110 중구|140 동구|170 서구|200 남구|230 북구|260 수성구|290 달서구|710 달성군|720 군위군"),
    "28": (
        "125 제물포구|155 영종구|177 미추홀구|185 연수구|200 남동구|237 부평구|245 계양구|275 서해구"
        "|290 검단구|710 강화군|720 옹진군"
    ),
    "30": ("110 동구|140 중구|170 서구|200 유성구|230 대덕구"),
    "31": ("110 중구|140 남구|170 동구|200 북구|710 울주군"),
    "36": ("110 세종특별자치시"),
    "41": (
        "111 수원시 장안구|113 수원시 권선구|115 수원시 팔달구|117 수원시 영통구|131 성남시 수정구"
        "|133 성남시 중원구|135 성남시 분당구|150 의정부시|171 안양시 만안구|173 안양시 동안구"
        "|192 부천시 원미구|194 부천시 소사구|196 부천시 오정구|210 광명시|220 평택시|250 동두천시"
        "|271 안산시 상록구|273 안산시 단원구|281 고양시 덕양구|285 고양시 일산동구"
        "|287 고양시 일산서구|290 과천시|310 구리시|360 남양주시|370 오산시|390 시흥시|410 군포시"
        "|430 의왕시|450 하남시|461 용인시 처인구|463 용인시 기흥구|465 용인시 수지구|480 파주시"
        "|500 이천시|550 안성시|570 김포시|591 화성시 만세구|593 화성시 효행구|595 화성시 병점구"
        "|597 화성시 동탄구|610 광주시|630 양주시|650 포천시|670 여주시|800 연천군|820 가평군"
        "|830 양평군"
    ),
    "43": (
        "111 청주시 상당구|112 청주시 서원구|113 청주시 흥덕구|114 청주시 청원구|130 충주시"
        "|150 제천시|720 보은군|730 옥천군|740 영동군|745 증평군|750 진천군|760 괴산군|770 음성군"
        "|800 단양군"
    ),
    "44": (
        "131 천안시 동남구|133 천안시 서북구|150 공주시|180 보령시|200 아산시|210 서산시|230 논산시"
        "|250 계룡시|270 당진시|710 금산군|760 부여군|770 서천군|790 청양군|800 홍성군|810 예산군"
        "|825 태안군"
    ),
    "47": (
        "111 포항시 남구|113 포항시 북구|130 경주시|150 김천시|170 안동시|190 구미시|210 영주시"
        "|230 영천시|250 상주시|280 문경시|290 경산시|730 의성군|750 청송군|760 영양군|770 영덕군"
        "|820 청도군|830 고령군|840 성주군|850 칠곡군|900 예천군|920 봉화군|930 울진군|940 울릉군"
    ),
    "48": (
        "121 창원시 의창구|123 창원시 성산구|125 창원시 마산합포구|127 창원시 마산회원구"
        "|129 창원시 진해구|170 진주시|220 통영시|240 사천시|250 김해시|270 밀양시|310 거제시"
        "|330 양산시|720 의령군|730 함안군|740 창녕군|820 고성군|840 남해군|850 하동군|860 산청군"
        "|870 함양군|880 거창군|890 합천군"
    ),
    "50": ("110 제주시|130 서귀포시"),
    "51": (
        "110 춘천시|130 원주시|150 강릉시|170 동해시|190 태백시|210 속초시|230 삼척시|720 홍천군"
        "|730 횡성군|750 영월군|760 평창군|770 정선군|780 철원군|790 화천군|800 양구군|810 인제군"
        "|820 고성군|830 양양군"
    ),
    "52": (
        "111 전주시 완산구|113 전주시 덕진구|130 군산시|140 익산시|180 정읍시|190 남원시|210 김제시"
        "|710 완주군|720 진안군|730 무주군|740 장수군|750 임실군|770 순창군|790 고창군|800 부안군"
    ),
}

DISTRICTS: dict[str, dict[str, str]] = {
    province: {province + part[:3]: part[4:] for part in names.split("|")}
    for province, names in _NAMES.items()
}
"""Names by code, within each province in the order of codes, as of 2026-07-01."""

_SPLIT = {"28110": "중구", "28140": "동구", "28260": "서구", "41190": "부천시", "41590": "화성시"}
"""Districts that are no more and whose codes do not tell which new one a place is in."""


@cache
def districts_of(day: date) -> Mapping[str, Mapping[str, str]]:
    """Return what can be picked on a day: names by the codes of that day, within each province of it.

    >>> day = date(2023, 6, 10)
    >>> districts_of(day)["42"]["42110"], "51" in districts_of(day), districts_of(day)["46"]["46110"]
    ('춘천시', False, '목포시')
    """
    found: dict[str, dict[str, str]] = {}
    for districts in DISTRICTS.values():
        for code, name in districts.items():
            before = split_on(code, day)
            # Where the old district went over into this one alone, it bore this one's name.
            for was in before or (renamed_on(code, day),):
                found.setdefault(was[:2], {})[was] = _SPLIT.get(was, name)
    return {province: dict(sorted(found[province].items())) for province in sorted(found)}


def district(code: str) -> str:
    """Return the name of the district of a region code; empty where the table has none.

    >>> district("5111010100"), district("99999")
    ('춘천시', '')
    """
    return DISTRICTS.get(code[:2], {}).get(code[:5]) or _SPLIT.get(code[:5], "")
