"""Merchants as officers and the ministry read them, by name, number, region and industry.

``applicants`` are ids that a role for some programmes lets see, as ``visible_to`` takes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.merchants.models import Merchant, MerchantMember
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.profile.region import of_another_time, replacements
from dure.language.hangul import SHORT, search_words

MOST_COUNTED = 10_000
"""Up to so many rows a list is counted exactly: to count a million for each look would be slow."""


@dataclass(frozen=True, slots=True)
class WantedMerchants:
    """What the list of merchants is filtered by; an empty text: everything."""

    words: str = ""
    province: str = ""
    section: str = ""


def merchants(
    actor: SignedActor, wanted: WantedMerchants, on: date, applicants: QuerySet[Any] | None = None
) -> QuerySet[Merchant]:
    """Return the merchants that a filter leaves; region codes are those of the day ``on``."""
    found = Merchant.objects.visible_to(actor, applicants)
    if wanted.words.strip():
        number = business_number_in(wanted.words)
        found = found.filter(business_no=number) if number else found.filter(named(wanted.words))
    if wanted.province:
        found = found.filter(in_province(wanted.province, on))
    if wanted.section:
        found = found.filter(in_section(wanted.section))
    return found.only("pk", "business_no", "name", "region", "ksic", "business_status", "legal_form")


def merchant(
    actor: SignedActor, merchant_id: int, applicants: QuerySet[Any] | None = None
) -> Merchant | None:
    """Return one merchant that an actor may see, or None."""
    return Merchant.objects.visible_to(actor, applicants).filter(pk=merchant_id).first()


def members_of(merchant: Merchant) -> list[dict[str, Any]]:
    """Return who acts, or acted, for a merchant: address, how it was shown, since and until when."""
    of = MerchantMember.objects.filter(merchant=merchant).order_by("-since", "-pk")
    return [dict(row) for row in of.values("user__email", "proved_by", "since", "until")]


def business_number_in(words: str) -> str:
    """Return the business number that somebody searches for, or nothing.

    >>> business_number_in("124-81-00998"), business_number_in("12481")
    ('1248100998', '')
    """
    digits = re.sub(r"[-\s]", "", words)
    return digits if re.fullmatch(r"[0-9]{10}", digits) else ""


def named(words: str) -> Q:
    """Return the condition that every word stands in a row's ``search``.

    A word of three letters or more may stand anywhere; a shorter one, which no index of trigrams could find
    there, begins the name, its first consonants or the number.
    """
    condition = Q()
    for word in search_words(words):
        if len(word) >= SHORT:
            condition &= Q(search__contains=word)
        else:
            condition &= Q(search__startswith=word) | Q(search__contains=f" {word}")
    return condition


def in_province(code: str, on: date) -> Q:
    """Return the condition that a region lies in a province of a day, whatever code it was written with."""
    if code == "?":
        return Q(region__isnull=True)
    condition = _begins(code)
    for old, new in replacements(on):
        if new.startswith(code):
            condition |= _begins(old)
        elif old.startswith(code):
            condition &= ~_begins(old)
    for other in of_another_time([code]).sure:
        condition |= _begins(other)
    return condition


def _begins(code: str) -> Q:
    return _within("region", code, code)


def _within(column: str, first: str, last: str) -> Q:
    """Return the condition that digits begin with ``first`` to ``last``: a range, which any index finds.

    Its end is the next digits and no sign: where signs sort among digits differs from language to language.
    """
    after = str(int(last) + 1)
    within = Q(**{f"{column}__gte": first})
    return within & Q(**{f"{column}__lt": after.zfill(len(last))}) if len(after) <= len(last) else within


def in_section(letter: str) -> Q:
    """Return the condition that an industry code lies in a section; its divisions are a range."""
    if letter == "?":
        return Q(ksic__isnull=True)
    divisions = sorted(d for d, section in SECTION_OF_DIVISION.items() if section == letter)
    if not divisions:
        return Q(pk__in=[])
    return _within("ksic", divisions[0], divisions[-1])


def count_up_to(found: QuerySet[Any], by: str, most: int = MOST_COUNTED) -> int:
    """Return how many rows a list has, ``most + 1`` where there are more.

    Counted in the order of ``by``, so that an index is walked and not the table.
    """
    return found.order_by(by).values("pk")[: most + 1].count()
