"""Words for codes: provinces, industry sections, profile fields, capabilities."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dure.engine.profile.region import code_on
from dure.engine.programme.capabilities import CAPABILITIES
from dure.language import Language, translate
from dure.web.districts import district
from dure.web.industries import division
from dure.web.places import PROVINCES, SECTIONS
from dure.web.public.profile_words import LABELS

NOT_KNOWN = _("Not known")


def province(code: str) -> str:
    """Return the name of a province by the first two digits of a region code."""
    return str(PROVINCES.get(code, NOT_KNOWN if code == "?" else code))


def place(code: str | None) -> str:
    """Return the name of a region: its province, and its district where the table has it."""
    if not code:
        return str(NOT_KNOWN)
    today = code_on(code, date.max)  # codes that were replaced are told by the names of today
    return f"{province(today[:2])} {district(today)}".strip()


def industry(code: str | None) -> str:
    """Return the name of an industry by its division, with the code where it says more."""
    if not code:
        return str(NOT_KNOWN)
    return f"{division(code)} ({code})" if len(code) > 2 else division(code)


def section(letter: str) -> str:
    """Return the name of a KSIC section."""
    return f"{letter} {SECTIONS[letter]}" if letter in SECTIONS else str(NOT_KNOWN)


def field_label(name: str) -> str:
    """Return what a profile field is called."""
    return str(LABELS.get(name, name))


def page_language() -> Language:
    """Return the language of the page as the engine's catalogue names it."""
    return "en" if get_language() == "en" else "ko"


def with_unit(number: str, unit: str) -> str:
    """Return a number with its unit as the page's language writes it: ``413건``, ``413 parcels``."""
    return f"{number}{unit}" if page_language() == "ko" else f"{number} {unit}".strip()


def number_text(name: str, number: str) -> str:
    """Return a number of the profile with its unit; a year needs none beside what it is called."""
    return gettext("%(number)s employees") % {"number": number} if name == "employees" else number


def capability(need: str) -> str:
    """Return what a capability of programme files is called."""
    return translate(CAPABILITIES[need].title, page_language())
