"""How one payment is drawn from the sources of a fund (재원별 분담): ratio, ceiling, order, running dry.

Pure: what is left in each source is handed in. Worked example: ``docs/algorithms/splitting-payments.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dure.engine.money.apportioning import apportion
from dure.engine.problems import msg, refuse
from dure.engine.programme.models.funds import Fund, Source

NOT_DRAWN = ("executor_in_kind", "own_share")
"""What is given in kind, and what merchants pay themselves, lies in no account that could be drawn from."""
WHOLE_BP = 10_000
MOST = 2**62


@dataclass(frozen=True, slots=True)
class Side:
    """Sources that bear their part together: (id, weight) each, in the order of the file."""

    sources: tuple[tuple[str, int], ...]
    weight: int = 1
    ceiling_won: int | None = None
    """The most that the side bears of one payment; what is above falls to the others."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a fund pays: its sides, whether by their weights or one after the other, and what dryness does."""

    sides: tuple[Side, ...]
    """One or two; only the first has a ceiling."""
    by: Literal["ratio", "order"] = "ratio"
    when_dry: Literal["stop", "next_source"] = "stop"


def drawing_of(fund: Fund) -> Drawing:
    """Return how a fund pays.

    Only a fund that splits each payment has two sides, public first. Where executors promise their part, or
    a second package answers the first, payments are drawn from the public sources; where nothing is matched,
    from all: a fund whose sources are all private pays privately. Sources of a side share by their totals,
    equally where one is not told. Raises Refused for a fund from which no money can be drawn.
    """
    drawn = [source for source in fund.sources if source.kind not in NOT_DRAWN]
    matching = fund.matching
    if matching is None:
        sides = [_side(drawn)]
    else:
        public = _side(
            (source for source in drawn if source.id in matching.public),
            WHOLE_BP,
            matching.public_ceiling_won,
        )
        sides = [public]
        if matching.kind == "split_payment":
            sides.append(_side((one for one in drawn if one.id in matching.private), matching.ratio_bp))
    kept = tuple(side for side in sides if side.sources)
    if not kept:
        raise refuse("funds.no_money", msg("fund {fund} has no source of money"), fund=fund.id)
    in_order = matching is not None and matching.draws == "public_first"
    return Drawing(kept, "order" if in_order else "ratio", fund.when_dry)


def drawing_of_source(fund: Fund, source: str) -> Drawing:
    """Return how a benefit is paid that names one source of a fund: by that one alone.

    A ceiling of the public part holds for it where it is public. Raises Refused for a source that the fund
    has not, or that is no money.
    """
    found = next((one for one in fund.sources if one.id == source and one.kind not in NOT_DRAWN), None)
    if found is None:
        raise refuse("funds.no_money", msg("fund {fund} has no source of money"), fund=fund.id)
    matching = fund.matching
    public = matching is not None and source in matching.public
    ceiling = matching.public_ceiling_won if matching is not None and public else None
    return Drawing((Side(((source, 1),), ceiling_won=ceiling),), "ratio", fund.when_dry)


def drawing_of_public(fund: Fund, but: str | None = None) -> Drawing | None:
    """Return how the public part of a cost is drawn: from public sources but one; None without any.

    Public are the sources that the fund's matching names so, or, where nothing is matched, those of
    government and local government.
    """
    matching = fund.matching
    public = (
        {one.id for one in fund.sources if one.kind in ("government", "local_government")}
        if matching is None
        else set(matching.public)
    )
    some = [one for one in fund.sources if one.id in public and one.id != but and one.kind not in NOT_DRAWN]
    return Drawing((_side(some),), "ratio", fund.when_dry) if some else None


def _side(sources: Iterable[Source], weight: int = 1, ceiling_won: int | None = None) -> Side:
    some = list(sources)
    told = [source.total_won for source in some]
    weights = [won or 0 for won in told] if None not in told else [1] * len(some)
    return Side(tuple((one.id, w) for one, w in zip(some, weights, strict=True)), weight, ceiling_won)


def split_payment(amount_won: int, drawing: Drawing, left_won: Mapping[str, int]) -> dict[str, int]:
    """Return what each source bears of a payment, in the order of the file; the parts make the payment.

    Raises Refused, ``funds.dry`` where a source has not as much and the file says to stop, or where all
    together have not, and ``funds.ceiling`` where the ceilings of all sides leave a part that nobody bears.
    """
    if amount_won < 1:
        raise refuse("funds.amount", msg("an amount is a whole number of won above zero"))
    parts: dict[str, int] = {}
    for side, won in zip(drawing.sides, _by_side(amount_won, drawing, left_won), strict=True):
        shares = apportion(won, [weight for _, weight in side.sources])
        parts |= {name: share for (name, _), share in zip(side.sources, shares, strict=True)}
    return _from_others(parts, drawing, left_won)


def _by_side(amount_won: int, drawing: Drawing, left_won: Mapping[str, int]) -> list[int]:
    """Return what each side bears while no source is dry: ceilings are kept, what is above goes on."""
    sides = drawing.sides
    if drawing.by == "ratio":
        wanted = list(apportion(amount_won, [side.weight for side in sides]))
    else:
        wanted = [amount_won, *([0] * (len(sides) - 1))]
    first = sides[0]
    most = wanted[0] if first.ceiling_won is None else min(wanted[0], first.ceiling_won)
    if most < wanted[0] and len(sides) == 1:
        raise refuse(
            "funds.ceiling",
            msg("{won} won are above what the sources may bear of one payment"),
            won=f"{wanted[0] - most:,}",
        )
    if drawing.by == "order" and drawing.when_dry == "next_source" and len(sides) == 2:
        # The second side begins where the first has nothing left.
        most = min(most, sum(left_won.get(name, 0) for name, _ in first.sources))
    return [most, wanted[1] + wanted[0] - most] if len(sides) == 2 else [most]


def _from_others(parts: dict[str, int], drawing: Drawing, left_won: Mapping[str, int]) -> dict[str, int]:
    """Return parts that every source has: what one lacks stops the payment, or falls to those that follow."""
    side_of = {name: side for side in drawing.sides for name, _ in side.sources}
    names = list(parts)
    for n, name in enumerate(names):
        short = parts[name] - left_won.get(name, 0)
        if short <= 0:
            continue
        if drawing.when_dry == "stop":
            raise _dry(name, short)
        parts[name] -= short
        # Those that follow it in the file, then those before it.
        for other in (*names[n + 1 :], *names[:n]):
            room = min(left_won.get(other, 0) - parts[other], _room(side_of[other], parts))
            taken = max(0, min(short, room))
            parts[other] += taken
            short -= taken
        if short:
            raise _dry(name, short)
    return parts


def _room(side: Side, parts: Mapping[str, int]) -> int:
    """Return how much more a side may bear of this payment."""
    borne = sum(parts[name] for name, _ in side.sources)
    return MOST if side.ceiling_won is None else side.ceiling_won - borne


def _dry(source: str, short: int) -> Exception:
    return refuse("funds.dry", msg("source {source} lacks {short} won"), source=source, short=f"{short:,}")
