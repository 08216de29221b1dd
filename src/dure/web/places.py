"""Names of provinces and of sections of industry, by their codes."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.provinces import PROVINCES as NAMES
from dure.engine.profile.provinces import RENAMED
from dure.language import translate


def _word(message: str) -> str:
    return translate(message, "en" if get_language() == "en" else "ko")


_word_of = lazy(_word, str)

PROVINCES = {code: _word_of(name) for code, name in NAMES.items() if code not in RENAMED}
"""What can be picked: the provinces of today, and the two that are parts of one since 2026-07."""
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
