"""The two sides of a pairing as values: merchants who seek, providers who offer, and what binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from dure.engine.programme.models.pairings import Criterion

Pair: TypeAlias = tuple[str, str]
"""A seeker and a provider, by their ids."""

Reach: TypeAlias = Literal["district", "province", "adjacent", "nation"]
"""How far somebody goes: within the own city or district, the province, to provinces beside it, anywhere."""

SKILLS = (
    "live_commerce", "video", "photography", "detail_page", "design", "branding", "advertising",
    "social_media", "channel_messages", "store_opening", "sell_for_merchant", "overseas_sale", "packaging",
    "stock_and_delivery", "customer_care", "data_analysis", "point_of_sale", "smart_device", "bookkeeping",
    "labour_and_tax", "product_development", "hygiene", "customer_loyalty", "funding",
)  # fmt: skip
"""What can be sought and offered: one list for all programmes, so that profiles outlive them."""

LANGUAGES = ("ko", "en", "zh", "ja", "vi", "th", "id", "es", "fr", "ar", "ru")
"""In which languages providers work."""

Answers: TypeAlias = Mapping[str, bool | None]
"""What a rule of a criterion says of somebody, by the criterion's id: true, false, not known."""
_NOTHING: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seeker:
    """A merchant that seeks somebody."""

    id: str
    region: str | None = None
    industry: str | None = None
    """The division: two digits, the same in both revisions."""
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    text: str = ""
    budget_won: int | None = None
    answers: Answers = field(default_factory=lambda: _NOTHING)
    ranked: tuple[str, ...] = ()
    """Providers in the merchant's own order, best first; whoever is not named comes after, by points."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who helps merchants, at most ``capacity`` of them at a time."""

    id: str
    capacity: int
    region: str | None = None
    reach: Reach = "nation"
    regions: tuple[str, ...] = ()
    """Places beside the own ones that are served too, as beginnings of codes."""
    industries: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    text: str = ""
    price_won: int | None = None
    answers: Answers = field(default_factory=lambda: _NOTHING)
    ranked: tuple[str, ...] = ()
    """Seekers in the provider's own order."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts and what binds, as the programme file says."""

    criteria: tuple[Criterion, ...]
    each: int = 1
    """At most so many providers a merchant."""
    lowest_points: int = 0
    travel: Reach = "nation"
    """Nobody goes farther than this, whatever the own profile says."""
    adjacent: Mapping[str, tuple[str, ...]] | None = None
    """Provinces beside each other; None: as the map has them (``places.py``)."""
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is to be paired. ``fixed`` pairs stand and take up room; ``barred`` ones are never made."""

    terms: Terms
    seekers: tuple[Seeker, ...]
    providers: tuple[Provider, ...]
    fixed: frozenset[Pair] = frozenset()
    barred: frozenset[Pair] = frozenset()


WhyNot: TypeAlias = Literal["nobody", "region", "needs", "barred", "points", "full"]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A merchant that got nobody: the reason, and how many providers were left after each bound.

    ``nobody``: no provider has room at all; ``region``: none comes there; ``needs``: none meets what the
    file makes necessary; ``barred``: all who could are barred; ``points``: none reaches the lowest points;
    ``full``: all who could have no room left.
    """

    seeker: str
    reason: WhyNot
    offered: int
    reached: int
    meeting: int
    allowed: int
    good: int


@dataclass(frozen=True, slots=True)
class Made:
    """One pair of a result, with its points."""

    seeker: str
    provider: str
    points: int
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """Pairs in order of seeker and provider, fixed ones among them, and who got nobody."""

    pairs: tuple[Made, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def points(self) -> int:
        """Return the points of all pairs."""
        return sum(pair.points for pair in self.pairs)
