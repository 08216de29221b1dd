"""Names of provinces and of sections of industry, by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.provinces import PROVINCES as NAMES
from dure.engine.profile.provinces import RENAMED
from dure.engine.profile.region import province_exists, renamed_on
from dure.language import translate


def _word(message: str) -> str:
    return translate(message, "en" if get_language() == "en" else "ko")


_word_of = lazy(_word, str)

PROVINCES = {code: _word_of(name) for code, name in NAMES.items() if code not in RENAMED}
"""Names by the numbers of today, and those of the two that are parts of one since 2026-07."""


def province_word(code: str) -> Any:
    """Return the name of a province of any day; its number where it has none."""
    return _word_of(NAMES[code]) if code in NAMES else code


def provinces_of(day: date, also: Iterable[str] = ()) -> dict[str, Any]:
    """Return what can be picked on a day: each place once, by the number that it has then.

    ``also`` are numbers that were picked before: they stay, under the number of the day.
    """
    codes = [code for code in NAMES if province_exists(code, day)]
    codes += [code for code in map(partial(renamed_on, day=day), also) if code not in codes]
    return {code: province_word(code) for code in codes}


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
