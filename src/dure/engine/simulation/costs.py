"""What a programme would cost by stage and fund, as far as its file tells.

Every figure is a ceiling: it is what is spent if everybody who is eligible applies, every place that can be
filled is filled, and everybody gets the most the file allows. How many apply is not known, and nothing is
guessed. The low figure counts those who are eligible, the high one also those of whom it is not known yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dure.engine.programme.models.benefits import Benefit
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.stages import Stage
from dure.engine.screening.trial import Counts

Note: TypeAlias = Literal["exact", "ceiling", "total", "no_amount"]
"""Each gets the amount; each gets at most the amount; the sum for all is told; the file tells no amount."""
Standing: TypeAlias = Literal["within", "may_exceed", "exceeds", "not_told", "incomplete"]


@dataclass(frozen=True, slots=True)
class BenefitCost:
    """One benefit at one stage: for how many, and the most that it costs; None where no amount is told."""

    id: str
    fund: str | None
    note: Note
    for_some: bool
    """Only some of the selected get it, by a rule of its own that is not counted here."""
    each_won: int | None
    low: int
    high: int
    low_won: int | None
    high_won: int | None


@dataclass(frozen=True, slots=True)
class StageCost:
    """One stage: its places, how many of them can be filled, and its benefits."""

    id: str
    places: int
    open_ended: bool
    """Everybody who is eligible is given it: the places are what is planned for, and no limit."""
    low: int
    high: int
    benefits: tuple[BenefitCost, ...]

    @property
    def low_won(self) -> int:
        return sum(benefit.low_won or 0 for benefit in self.benefits)

    @property
    def high_won(self) -> int:
        return sum(benefit.high_won or 0 for benefit in self.benefits)


@dataclass(frozen=True, slots=True)
class FundCost:
    """One fund: what it has, and what the benefits that it pays cost at most."""

    id: str
    total_won: int | None
    low_won: int
    high_won: int
    without_amount: int
    """Benefits that it pays and whose amount the file does not tell."""
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Given:
    """What the stages so far gave of one benefit: to how many, and for how much."""

    low: int = 0
    high: int = 0
    low_won: int = 0
    high_won: int = 0


def stage_costs(programme: Programme, whole: Counts) -> tuple[tuple[StageCost, ...], tuple[FundCost, ...]]:
    """Return the costs by stage, each stage filled from the one before, and by fund.

    ``whole`` counts the population that is asked about: of a part of the country the costs are of that part.
    """
    low, high = whole.eligible, whole.eligible + whole.unknown
    given: dict[str, _Given] = {}
    stages = []
    for stage in programme.stages:
        open_ended = stage.chosen_by == "entitlement"
        if not open_ended:
            low, high = min(low, stage.quota.total), min(high, stage.quota.total)
        stages.append(StageCost(stage.id, stage.quota.total, open_ended, low, high, ()))
    counted = tuple(
        StageCost(
            one.id,
            one.places,
            one.open_ended,
            one.low,
            one.high,
            tuple(_cost(benefit, one.low, one.high, given) for benefit in _granted(programme, stage)),
        )
        for one, stage in zip(stages, programme.stages, strict=True)
    )
    return counted, tuple(_fund(fund.id, fund.total_won, counted) for fund in programme.funds)


def _granted(programme: Programme, stage: Stage) -> list[Benefit]:
    return [benefit for benefit in programme.benefits if benefit.id in stage.benefits]


def _cost(benefit: Benefit, low: int, high: int, given: dict[str, _Given]) -> BenefitCost:
    """Return the cost of a benefit at a stage; what earlier stages gave of a limited one is gone.

    The low and the high course are two courses: each takes from its own remainder of places and of won.
    """
    before = given.get(benefit.id, _Given())
    if benefit.recipients is not None:
        low = min(low, max(0, benefit.recipients - before.low))
        high = min(high, max(0, benefit.recipients - before.high))
    each, total = benefit.most_each_won, benefit.total_won
    note: Note = "no_amount" if each is None else "exact" if benefit.amount_won is not None else "ceiling"
    low_won, high_won = (None, None) if each is None else (low * each, high * each)
    if total is not None:
        # The sum for all is shared by the stages; without an amount for each it is all that is told, and the
        # first stage that has recipients may spend it whole.
        low_left, high_left = total - before.low_won, total - before.high_won
        if each is None:
            low_won, high_won, note = low_left if low else 0, high_left if high else 0, "total"
        else:
            low_won, high_won = min(low * each, low_left), min(high * each, high_left)
    given[benefit.id] = _Given(
        before.low + low,
        before.high + high,
        before.low_won + (low_won or 0),
        before.high_won + (high_won or 0),
    )
    return BenefitCost(
        benefit.id, benefit.fund, note, benefit.only_for is not None, each, low, high, low_won, high_won
    )


def _fund(fund: str, total: int | None, stages: tuple[StageCost, ...]) -> FundCost:
    paid = [benefit for stage in stages for benefit in stage.benefits if benefit.fund == fund]
    low = sum(benefit.low_won or 0 for benefit in paid)
    high = sum(benefit.high_won or 0 for benefit in paid)
    without = sum(1 for benefit in paid if benefit.note == "no_amount")
    return FundCost(fund, total, low, high, without, _standing(total, low, high, without))


def _standing(total: int | None, low: int, high: int, without: int) -> Standing:
    if total is None:
        return "not_told"
    if low > total:
        return "exceeds"
    if high > total:
        return "may_exceed"
    return "incomplete" if without else "within"
