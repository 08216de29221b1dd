"""The points of one pair, criterion by criterion, with what each came from: this is what is explained.

``blocks.py`` comes to the same points for many pairs at once; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dure.engine.pairing.likeness import dice, grams
from dure.engine.pairing.places import SHARE_OF, comes, nearness, serves
from dure.engine.pairing.sides import Provider, Seeker, Terms
from dure.engine.programme.models.pairings import Criterion

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives a pair: ``points`` of ``most``, and why (skills shared, nearness, likeness).

    ``met``: whether it holds at all, so far as is known. What is not known bars nobody and earns nothing.
    """

    criterion: str
    points: int
    most: int
    met: bool
    told: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suitability:
    """What speaks for one pair."""

    parts: tuple[Part, ...]
    comes: bool
    """Whether the provider comes to the merchant's place."""
    meets: bool
    """Whether everything that the file makes necessary is met."""

    @property
    def points(self) -> int:
        """Return the sum of the parts."""
        return sum(part.points for part in self.parts)


def suitability(terms: Terms, seeker: Seeker, provider: Provider) -> Suitability:
    """Return the points of a pair in parts, and whether it can be made at all."""
    near = nearness(seeker.region, provider.region, provider.regions, terms.adjacent)
    parts = tuple(_part(one, seeker, provider, near) for one in terms.criteria)
    there = comes(near, provider.reach, terms.travel, served=serves(seeker.region, provider.regions))
    needed = {one.id for one in terms.criteria if one.needed}
    return Suitability(parts, there, all(part.met for part in parts if part.criterion in needed))


def _part(criterion: Criterion, seeker: Seeker, provider: Provider, near: int) -> Part:
    share, met, told = _SHARES[criterion.compares or "rules"](criterion, seeker, provider, near)
    return Part(criterion.id, criterion.points * share // WHOLE, criterion.points, met, told)


_Share = tuple[int, bool, dict[str, object]]


def _skills(_one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    return _shared(seeker.skills, provider.skills)


def _languages(_one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    return _shared(seeker.languages, provider.languages)


def _shared(sought: frozenset[str], offered: frozenset[str]) -> _Share:
    both = sorted(sought & offered)
    told: dict[str, object] = {"shared": both, "sought": len(sought)}
    return (WHOLE * len(both) // len(sought) if sought else 0), bool(both) or not sought, told


def _industry(_one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    known = seeker.industry is not None and bool(provider.industries)
    same = known and seeker.industry in provider.industries
    return (WHOLE if same else 0), same or not known, {"same": same}


def _region(_one: Criterion, _seeker: Seeker, _provider: Provider, near: int) -> _Share:
    return SHARE_OF[near], near > 0, {"near": near}


def _price(_one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    price, budget = provider.price_won, seeker.budget_won
    told: dict[str, object] = {"price_won": price}
    if price is None or (budget is None and price > 0):
        return 0, True, told
    if price == 0 or (budget is not None and budget >= price):
        return WHOLE, True, told
    return WHOLE * (budget or 0) // price, False, told


def _text(_one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    alike = dice(grams(seeker.text), grams(provider.text))
    return alike, alike > 0 or not seeker.text, {"alike": alike}


def _rules(one: Criterion, seeker: Seeker, provider: Provider, _near: int) -> _Share:
    asked = [seeker.answers.get(one.id)] if one.merchant else []
    asked += [provider.answers.get(one.id)] if one.provider else []
    return (WHOLE if all(asked) else 0), False not in asked, {"holds": all(asked)}


_SHARES = {
    "skills": _skills, "languages": _languages, "industry": _industry, "region": _region, "price": _price,
    "text": _text, "rules": _rules,
}  # fmt: skip
