"""What became of the money of a programme (집행): flows between accounts folded to one row a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class End:
    """One end of a flow: the part that an account plays, its budget line, whose it is, of which year."""

    part: str
    line: str = ""
    executor: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved from one kind of account to another of a source: in the month, and up to its end, in won."""

    fund: str
    source: str
    start: End
    end: End
    month: int
    whole: int


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A source's share of a budget line, at the agency (no executor) or at an executor."""

    fund: str
    year: int
    source: str
    line: str
    executor: str = ""


@dataclass(slots=True)
class Executed:
    """What happened to the money at one place, in won."""

    budget: int = 0
    """Came onto the line, reallocations with it; nothing at an executor."""
    handed: int = 0
    """Handed to executors in advance; at an executor: what it received."""
    granted: int = 0
    """Set aside for merchants who were granted it."""
    spent: int = 0
    """Spent: out of advances, paid after, or paid of what merchants were granted."""
    spent_in_month: int = 0
    returned: int = 0
    """Given back by executors when their account was settled."""
    interest: int = 0
    asked_back: int = 0
    """Spent, and asked back since: until it comes it is spent, and what came is spent no more."""
    of_advance: int = 0
    """The part of what was spent that came out of the advance."""

    @property
    def left(self) -> int:
        """What is neither spent nor given back: of the line, or of what an executor was handed."""
        return self.budget - self.spent - self.returned if self.budget else self.rest

    @property
    def rest(self) -> int:
        """What an executor still has of what it was handed."""
        return self.handed - self.of_advance - self.returned

    def add(self, other: Executed) -> None:
        """Add what happened elsewhere."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def executed(flows: Iterable[Flow]) -> dict[Where, Executed]:
    """Return what happened at each place, in order of fund, year, source, line and executor.

    Everything that executors did with money of a line counts at the line of the agency too (executor empty),
    so that rows of the agency add up to the fund, and rows of executors to what executors did.
    """
    found: dict[Where, Executed] = {}

    def agency(flow: Flow, end: End) -> Executed:
        return found.setdefault(Where(flow.fund, end.year, flow.source, end.line), Executed())

    def both(flow: Flow, end: End) -> list[Executed]:
        if not end.executor:
            return [agency(flow, end)]
        own = Where(flow.fund, end.year, flow.source, end.line, end.executor)
        return [agency(flow, end), found.setdefault(own, Executed())]

    for flow in flows:
        start, end, won = flow.start, flow.end, flow.whole
        match (start.part, end.part):
            case ("source", "line"):
                agency(flow, end).budget += won
            case ("line", "source"):
                agency(flow, start).budget -= won
            case ("line", "line"):
                agency(flow, start).budget -= won
                agency(flow, end).budget += won
            case ("line", "pool"):
                for one in both(flow, end):
                    one.handed += won
            case ("line", "entitlement"):
                agency(flow, start).granted += won
            case ("entitlement", "line"):
                agency(flow, end).granted -= won
            case ("spent", "recovery_due"):
                for one in both(flow, start):
                    one.asked_back += won
            case ("recovery_due", "spent"):
                for one in both(flow, start):
                    one.asked_back -= won
            case ("recovery_due", "line"):
                for one in both(flow, start):
                    one.asked_back -= won
                    one.spent -= won
                    one.spent_in_month -= flow.month
            case ("recovery_due", _):
                # Written off: it is asked for no more, and stays spent.
                for one in both(flow, start):
                    one.asked_back -= won
            case (_, "spent"):
                for one in both(flow, end):
                    one.spent += won
                    one.spent_in_month += flow.month
                    one.of_advance += won if start.part == "pool" else 0
            case ("spent", "line" | "pool" | "source" | "entitlement"):
                for one in both(flow, start):
                    one.spent -= won
                    one.spent_in_month -= flow.month
            case ("pool", "returned"):
                for one in both(flow, start):
                    one.returned += won
            case ("accrued", "returned"):
                for one in both(flow, end):
                    one.interest += won
            case _:
                # Promises, what came from outside, what goes on to banks: not a step on this way.
                continue
    return dict(sorted(found.items()))
