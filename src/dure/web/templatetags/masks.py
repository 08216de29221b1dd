"""Personal data as lists show it: enough to recognise one's own, not enough to learn another's.

Whole values are shown only on a logged action (``docs/operations``); these filters are for everything else. A
value whose form is not known is masked wholly, never shown.
"""

from __future__ import annotations

import re

from django import template

register = template.Library()

STAR = "*"
_AREA = re.compile(r"^(02|050\d|0\d{2})(\d{3,4})(\d{4})$")
_REPRESENTATIVE = re.compile(r"^(1\d{3})(\d{4})$")


@register.filter
def masked_phone(number: str | None) -> str:
    """Hide the middle group of a telephone number.

    >>> masked_phone("01012345678"), masked_phone("+82 10-1234-5678"), masked_phone("02-123-4567")
    ('010-****-5678', '010-****-5678', '02-***-4567')
    >>> masked_phone("1588-1234"), masked_phone("12")
    ('1588-****', '****')
    """
    if not number:
        return ""
    digits = (
        re.sub(r"^\+?82\s*0?", "0", number.strip()) if number.strip().startswith(("+82", "82")) else number
    )
    digits = re.sub(r"\D", "", digits)
    if found := _AREA.match(digits):
        area, middle, last = found.groups()
        return f"{area}-{STAR * len(middle)}-{last}"
    if found := _REPRESENTATIVE.match(digits):
        return f"{found.group(1)}-{STAR * 4}"
    return STAR * 4


@register.filter
def masked_address(address: str | None) -> str:
    """Hide an address but its province and district: the first two words (one of a short one).

    >>> [masked_address(one) for one in ("서울특별시 마포구 가상로 12, 3층", "세종시 가상로 1", "가상로")]
    ['서울특별시 마포구 ****', '세종시 ****', '****']
    """
    words = (address or "").split()
    if not words:
        return ""
    shown = 2 if len(words) > 3 else 1 if len(words) > 1 else 0
    return " ".join([*words[:shown], STAR * 4])


@register.filter
def masked_email(address: str | None) -> str:
    """Hide the name of a mail address but its first two letters (one of a short name).

    >>> masked_email("hongkildong@example.kr"), masked_email("hk@example.kr"), masked_email("no address")
    ('ho***@example.kr', 'h***@example.kr', '***')
    """
    if not address:
        return ""
    name, at, host = address.strip().rpartition("@")
    if not (name and at and host):
        return STAR * 3
    return f"{name[: 2 if len(name) > 2 else 1]}{STAR * 3}@{host}"


@register.filter
def masked_name(name: str | None) -> str:
    """Hide the middle of a Korean name (the second of two syllables), all but the initials of a Latin one.

    >>> masked_name("홍길동"), masked_name("허균"), masked_name("남궁길동"), masked_name("김")
    ('홍*동', '허*', '남**동', '*')
    >>> masked_name("Jane Doe")
    'J*** D**'
    """
    if not name or not name.strip():
        return ""
    name = name.strip()
    if " " in name or name.isascii():
        return " ".join(word[0] + STAR * (len(word) - 1) if len(word) > 1 else STAR for word in name.split())
    if len(name) < 3:
        return name[0] + STAR if len(name) == 2 else STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


@register.filter
def masked_business_number(number: str | None) -> str:
    """Hide the serial number and the check digit of a business number.

    >>> masked_business_number("1248100998"), masked_business_number("124-81-00998")
    ('124-81-*****', '124-81-*****')
    >>> masked_business_number("1")
    '***-**-*****'
    """
    if not number:
        return ""
    digits = re.sub(r"\D", "", number)
    if len(digits) != 10:
        return "***-**-*****"
    return f"{digits[:3]}-{digits[3:5]}-{STAR * 5}"


@register.filter
def masked_account(number: str | None) -> str:
    """Hide an account number but its last four digits.

    >>> masked_account("110-123-456789"), masked_account("123")
    ('********6789', '****')
    """
    if not number:
        return ""
    digits = re.sub(r"\D", "", number)
    return STAR * (len(digits) - 4) + digits[-4:] if len(digits) >= 8 else STAR * 4


@register.filter
def business_number(number: str | None) -> str:
    """Show a whole business number in its three groups, to those who may see it.

    >>> business_number("1248100998")
    '124-81-00998'
    """
    digits = re.sub(r"\D", "", number or "")
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else number or ""
