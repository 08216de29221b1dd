"""A pairing of a programme file made ready: its terms, and the rules of its criteria read and bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dure.engine.pairing.places import counted
from dure.engine.pairing.sides import Terms
from dure.engine.profile.fields import Field
from dure.engine.programme.fields import fields_of
from dure.engine.programme.models.pairings import Pairing
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.provider_fields import PROVIDER_FIELDS
from dure.engine.rules.binding import Occasion
from dure.engine.screening import MerchantScreener, open_rulebook


@dataclass(frozen=True, slots=True)
class OpenPairing:
    """A pairing with its terms and what asks its rules."""

    pairing: Pairing
    terms: Terms
    of_merchants: MerchantScreener
    of_providers: MerchantScreener

    def merchant_answers(self, row: Mapping[str, Any]) -> dict[str, bool | None]:
        """Return what the rules about merchants say of a row of profile, answers and levels."""
        return {one.id: one.answer for one in self.of_merchants.screen(row).answers}

    def provider_answers(self, row: Mapping[str, Any]) -> dict[str, bool | None]:
        """Return what the rules about providers say of a row of ``PROVIDER_FIELDS``."""
        return {one.id: one.answer for one in self.of_providers.screen(row).answers}


def open_pairings(programme: Programme) -> dict[str, OpenPairing]:
    """Return the pairings of a programme by id, in the order of the file.

    Raises RuleError where a rule is not in the language (a file that was loaded has none).
    """
    return {one.id: _open(programme, one) for one in programme.pairings}


def _open(programme: Programme, pairing: Pairing) -> OpenPairing:
    terms = Terms(
        criteria=pairing.criteria,
        each=pairing.providers_each,
        lowest_points=pairing.lowest_points,
        travel=pairing.travel,
        adjacent=counted(pairing.adjacent) or None,
        seed=f"{programme.id}/{pairing.id}",
    )
    merchants = [(one.id, one.merchant) for one in pairing.criteria if one.merchant is not None]
    providers = [(one.id, one.provider) for one in pairing.criteria if one.provider is not None]
    occasion = Occasion(programme.reference_day, programme.opens_on)

    def screener(rules: list[tuple[str, str]], fields: Mapping[str, Field]) -> MerchantScreener:
        return MerchantScreener(open_rulebook(rules, occasion, fields))

    return OpenPairing(
        pairing, terms, screener(merchants, fields_of(programme)), screener(providers, PROVIDER_FIELDS)
    )
