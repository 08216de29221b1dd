"""Words for codes: provinces, industry sections, profile fields, capabilities."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.engine.programme.capabilities import CAPABILITIES
from dure.language import Language, translate
from dure.web.public.profile_form import LABELS

PROVINCES = {
    "11": _("Seoul"),
    "26": _("Busan"),
    "27": _("Daegu"),
    "28": _("Incheon"),
    "29": _("Gwangju"),
    "30": _("Daejeon"),
    "31": _("Ulsan"),
    "36": _("Sejong"),
    "41": _("Gyeonggi"),
    "43": _("Chungbuk"),
    "44": _("Chungnam"),
    "46": _("Jeonnam"),
    "47": _("Gyeongbuk"),
    "48": _("Gyeongnam"),
    "50": _("Jeju"),
    "51": _("Gangwon"),
    "52": _("Jeonbuk"),
}
SECTIONS = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining"),
    "C": _("Manufacturing"),
    "D": _("Electricity and gas"),
    "E": _("Water and waste"),
    "F": _("Construction"),
    "G": _("Wholesale and retail"),
    "H": _("Transport and storage"),
    "I": _("Accommodation and food"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Professional and scientific services"),
    "N": _("Business support services"),
    "O": _("Public administration"),
    "P": _("Education"),
    "Q": _("Health and social work"),
    "R": _("Arts and sports"),
    "S": _("Repair and personal services"),
    "T": _("Households"),
    "U": _("International bodies"),
}
NOT_KNOWN = _("Not known")


def province(code: str) -> str:
    """Return the name of a province by the first two digits of a region code."""
    return str(PROVINCES.get(code, NOT_KNOWN if code == "?" else code))


def section(letter: str) -> str:
    """Return the name of a KSIC section."""
    return f"{letter} {SECTIONS[letter]}" if letter in SECTIONS else str(NOT_KNOWN)


def field_label(name: str) -> str:
    """Return what a profile field is called."""
    return str(LABELS.get(name, name))


def page_language() -> Language:
    """Return the language of the page as the engine's catalogue names it."""
    return "en" if get_language() == "en" else "ko"


def capability(need: str) -> str:
    """Return what a capability of programme files is called."""
    return translate(CAPABILITIES[need].title, page_language())
