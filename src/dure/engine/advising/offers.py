"""An offer: what of a programme matters to a merchant who asks what can be got, compiled once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dure.engine.profile.columns import support_field, supported_in
from dure.engine.profile.fields import Field
from dure.engine.programme.books import eligibility_book
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.values import Text
from dure.engine.screening import MerchantScreener


@dataclass(frozen=True, slots=True)
class Offer:
    """One programme: its names and days, whom it excludes, and the screener of its rules."""

    programme: str
    title: Text
    summary: Text | None
    opens_at: datetime
    closes_at: datetime
    opens_on: date
    closes_on: date
    """The last day on which one can apply."""
    excludes: tuple[str, ...]
    reasons: Mapping[str, Text]
    """What is told to whoever fails a rule, by the rule's id."""
    columns: tuple[Field, ...]
    """What its rules read: facts in PROFILE order, answers, levels and earlier support after them."""
    screener: MerchantScreener
    file: Programme

    def is_open_on(self, day: date) -> bool:
        """Say whether one can apply on a day."""
        return self.opens_on <= day <= self.closes_on


def support_asked(offers: Collection[Offer]) -> tuple[Field, ...]:
    """Return the columns of earlier support that offers read: of their rules, and of whom they exclude."""
    read = {field.name: field for offer in offers for field in offer.columns}
    for name in (name for offer in offers for name in offer.excludes):
        if column := supported_in(name):
            read[column.name] = column
    return tuple(read[name] for name in sorted(read) if support_field(name) is not None)


def open_offer(programme: Programme) -> Offer | None:
    """Return the offer of a programme, None where it is not merchants who apply one by one.

    It is judged by its own reference day. Raises as :func:`open_rulebook` does.
    """
    if programme.applicants != "merchant":
        return None
    book = eligibility_book(programme)
    return Offer(
        programme=programme.id,
        title=programme.title,
        summary=programme.summary,
        opens_at=programme.window.opens_at,
        closes_at=programme.window.closes_at,
        opens_on=programme.window.opens_on,
        closes_on=programme.window.closes_on,
        excludes=programme.excludes,
        reasons={rule.id: rule.reason for rule in programme.eligibility},
        columns=book.columns(),
        screener=MerchantScreener(book),
        file=programme,
    )
