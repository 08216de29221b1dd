"""Drawing merchants: arrays of codes and numbers, one entry a row; -1, NaN or 0 where a cell is empty.

Joint structure, all of it assumed: region and industry are independent; the sex of the owner depends on
the industry, the years in business on sex and age, employees and sales on each other and on the
industry's limits, the legal form on sales, and whether one sells online on the industry: docs/population.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dure.engine.law.small_merchant import LARGE_LIMIT_SECTIONS, SALES_CEILING
from dure.engine.population import assumed, published
from dure.engine.population.draws import Bools, Draws, Floats, Ints, pick, within
from dure.engine.population.numbers import business_numbers

Arrays: TypeAlias = dict[str, npt.NDArray[Any]]

SECTIONS = tuple(published.SECTIONS.weights)
INDUSTRIES = tuple((section, code) for section in SECTIONS for code, _ in assumed.INDUSTRIES[section])
PROVINCES = tuple(published.PROVINCES.weights)
_LIMITED_ON = date(2021, 12, 31)
"""The day whose limits on sales the population keeps to: that of the figures it stands for."""
_SPARED = 0.97
"""Ceilings on sales are kept to with something to spare."""

ARRAYS = (
    "number",
    "industry",
    "province",
    "district",
    "age",
    "female",
    "days",
    "closed_days",
    "status",
    "corporation",
    "tenths",
    "sales",
    "online",
    "share",
    "registered",
    "channels",
    "arrears",
    "banned_days",
    "credit",
    "nice",
    "market",
    "designation",
    "known",
)
"""Names of the arrays that :func:`draw_merchants` returns."""


def draw_merchants(*, seed: int, first: int, count: int) -> Arrays:
    """Return the merchants of rows ``first`` to ``first + count - 1`` as arrays by name.

    Days count back from the day that the population stands on; ``known`` has a bit for each field of
    ``assumed.NOT_KNOWN_BP`` in order. A row's merchant depends on the seed and its place only.
    """
    draws = Draws(seed, first, count)
    industry = pick(draws.uniform("industry"), _industry_weights())
    section = _SECTION_OF_INDUSTRY[industry]
    female = draws.uniform("female") * 10_000 < _WOMEN_BP[section]
    ages, age = _ages(draws)
    days = _days_in_business(draws, female, ages, age)
    employees, tenths, outgrown = _employees(draws, section)
    sales = _sales(draws, industry, employees, outgrown)
    status = pick(
        draws.uniform("status"),
        [10_000 - assumed.SUSPENDED_BP - assumed.CLOSED_BP, assumed.SUSPENDED_BP, assumed.CLOSED_BP],
    )
    closed = np.where(status == 2, (draws.uniform("closed") * np.minimum(days, 700)).astype(np.int32), -1)
    province = pick(draws.uniform("province"), list(published.PROVINCES.weights.values()))
    return {
        "number": business_numbers(first, count),
        "industry": industry,
        "province": province,
        "district": (draws.uniform("district") * 1_000_000).astype(np.int32),
        "age": age,
        "female": female,
        "days": days,
        "closed_days": closed,
        "status": status,
        "corporation": _corporations(draws, sales),
        "tenths": tenths,
        "sales": sales,
        **_online(draws, section),
        "arrears": draws.happens("arrears", assumed.TAX_ARREARS_BP),
        "banned_days": np.where(
            draws.happens("banned", assumed.SANCTIONED_BP),
            (draws.uniform("ban") * 1460).astype(np.int32) - 730,
            -10_000,
        ),
        "credit": 999 - (draws.uniform("credit") ** 2.2 * 650).astype(np.int32),
        "nice": draws.happens("nice", assumed.NICE_BP),
        "market": np.where(
            draws.uniform("in_market") * 10_000 < _IN_MARKET_BP[section],
            (draws.uniform("market") * assumed.MARKETS).astype(np.int32),
            -1,
        ),
        "designation": _designations(draws, section, days),
        "known": _known(draws),
    }


def _industry_weights() -> list[int]:
    """Return weights of INDUSTRIES: each section's share spread over its codes, on one whole scale."""
    weights = []
    for section in SECTIONS:
        codes = assumed.INDUSTRIES[section]
        whole = sum(weight for _, weight in codes)
        weights += [published.SECTIONS.weights[section] * 10_000 * weight // whole for _, weight in codes]
    return weights


def _women_by_section() -> npt.NDArray[np.float64]:
    """Return the share of women by section: as told, and one rest for all others that makes the whole."""
    weights = published.SECTIONS.weights
    told = published.WOMEN_BY_SECTION_BP
    whole = sum(weights.values())
    taken = sum(weights[section] * share for section, share in told.items())
    rest = (published.WOMEN_BP * whole - taken) / (whole - sum(weights[section] for section in told))
    return np.array([told.get(section, rest) for section in SECTIONS], dtype=np.float64)


def _by_section(values: Mapping[str, int], otherwise: int) -> Ints:
    return np.array([values.get(section, otherwise) for section in SECTIONS], dtype=np.int32)


_SECTION_OF_INDUSTRY: Ints = np.array([SECTIONS.index(section) for section, _ in INDUSTRIES], dtype=np.int32)
_WOMEN_BP = _women_by_section()
_IN_MARKET_BP = _by_section(assumed.IN_MARKET_BP, 0)
_ONLINE_BP = _by_section(assumed.SELLS_ONLINE_BY_SECTION_BP, assumed.SELLS_ONLINE_ELSEWHERE_BP)
_IS_LARGE: Bools = np.array([section in LARGE_LIMIT_SECTIONS for section in SECTIONS])
_CEILINGS: npt.NDArray[np.float64] = np.array(
    [SALES_CEILING.on(_LIMITED_ON)[code[:2]] for _, code in INDUSTRIES], dtype=np.float64
)


def _ages(draws: Draws) -> tuple[Floats, Ints]:
    """Return the rank of the owner's age, and the age in years."""
    rank = draws.uniform("age")
    group, far = within(rank, list(published.OWNER_AGES.weights.values()))
    low = np.array([low for low, _ in published.OWNER_AGE_BOUNDS])[group]
    high = np.array([high for _, high in published.OWNER_AGE_BOUNDS])[group]
    return rank, (low + far * (high - low + 1)).astype(np.int32)


def _days_in_business(draws: Draws, female: Bools, rank: Floats, age: Ints) -> Ints:
    """Return for how many days the business exists: nobody began before being eighteen."""
    drawn = draws.with_leader("years", rank, assumed.YEARS_FOLLOW_AGE_BP)
    years = np.zeros(len(age))
    for who, marginal in ((female, published.YEARS_OF_WOMEN), (~female, published.YEARS_OF_MEN)):
        group, far = within(drawn, list(marginal.weights.values()))
        low = np.array([low for low, _ in published.YEARS_BOUNDS])[group]
        high = np.array([high for _, high in published.YEARS_BOUNDS])[group]
        # Of those that are older, most are not much older: the last group thins out.
        far = np.where(group == len(published.YEARS_BOUNDS) - 1, far**1.8, far)
        years = np.where(who, low + far * (high - low), years)
    return (np.minimum(years, age - 18) * 365.25).astype(np.int32)


def _employees(draws: Draws, section: Ints) -> tuple[Floats, Ints, Bools]:
    """Return the rank, the mean of employees in tenths, and who has outgrown the limit."""
    rank = draws.uniform("employees")
    alone = published.ALONE_BP / 10_000
    among = np.clip((rank - alone) / (1 - alone), 0, 1 - 1e-9)
    large = _IS_LARGE[section]
    heads = np.where(
        large, pick(among, assumed.EMPLOYEES_LARGE) + 1, pick(among, assumed.EMPLOYEES_OTHER) + 1
    )
    outgrown = rank > 1 - assumed.OUTGROWN_BP / 10_000
    beyond = np.where(large, 10, 5) + (draws.uniform("beyond") * 8).astype(np.int32)
    heads = np.where(outgrown, beyond, np.where(rank < alone, 0, heads))
    part = (draws.uniform("part") * 9).astype(np.int32) + 1
    parted = draws.happens("parted", assumed.PART_YEARS_BP) & (heads > 0) & ~outgrown
    return rank, (heads * 10 - np.where(parted, part, 0)).astype(np.int32), outgrown


def _sales(draws: Draws, industry: Ints, employees: Floats, outgrown: Bools) -> npt.NDArray[np.int64]:
    """Return mean sales in won: even in their logarithm within a band, within the ceiling unless outgrown."""
    rank = draws.with_leader("sales", employees, assumed.SALES_FOLLOW_EMPLOYEES_BP)
    bands = [published.SALES_UP_TO_50_MILLION_BP, *assumed.SALES_ABOVE_50_MILLION]
    group, far = within(rank, bands)
    bounds = np.log(np.array(assumed.SALES_BOUNDS_WON, dtype=np.float64))
    won = np.exp(bounds[group] + far * (bounds[group + 1] - bounds[group]))
    ceiling = _CEILINGS[industry] * _SPARED
    under = ceiling * (0.3 + 0.7 * draws.uniform("under"))
    won = np.where((won > ceiling) & ~outgrown, under, won)
    return (won / 10_000).astype(np.int64) * 10_000


def _corporations(draws: Draws, sales: npt.NDArray[np.int64]) -> Bools:
    low = assumed.CORPORATIONS_BELOW_50_MILLION_BP
    below = published.SALES_UP_TO_50_MILLION_BP
    high = (published.CORPORATIONS_BP * 10_000 - low * below) // (10_000 - below)
    return draws.uniform("corporation") * 10_000 < np.where(sales <= 50_000_000, low, high)


def _online(draws: Draws, section: Ints) -> Arrays:
    """Return who sells online, the share in thousandths, who is registered, and the channels as bits."""
    online = draws.uniform("online") * 10_000 < _ONLINE_BP[section]
    channels = np.zeros(len(section), dtype=np.int32)
    for bit, share in enumerate(assumed.CHANNEL_SHARES_BP):
        channels |= draws.happens(f"channel/{bit}", share).astype(np.int32) << bit
    channels = np.where(channels == 0, 1, channels)
    registered_bp = np.where(
        online, assumed.REGISTERED_FOR_MAIL_ORDER_BP, assumed.REGISTERED_WITHOUT_SELLING_BP
    )
    return {
        "online": online,
        "share": np.where(online, (draws.uniform("share") ** 1.6 * 990).astype(np.int32) + 10, 0),
        "registered": draws.uniform("registered") * 10_000 < registered_bp,
        "channels": np.where(online, channels, 0),
    }


def _designations(draws: Draws, section: Ints, days: Ints) -> Ints:
    """Return 1 for hundred-year stores, 2 for master makers, 0 for all others."""
    years = days / 365.25
    makers = (section == SECTIONS.index("C")) & (years >= 15)
    master = makers & draws.happens("master", assumed.MASTER_MAKER_BP)
    store = (years >= 30) & ~makers & draws.happens("store", assumed.HUNDRED_YEAR_STORE_BP)
    return np.where(master, 2, np.where(store, 1, 0)).astype(np.int32)


def _known(draws: Draws) -> Ints:
    bits: Ints = np.zeros(len(draws.uniform("known")), dtype=np.int32)
    for bit, (name, share) in enumerate(assumed.NOT_KNOWN_BP.items()):
        bits |= (~draws.happens(f"known/{name}", share)).astype(np.int32) << bit
    return bits
