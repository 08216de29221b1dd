"""Budget lines (비목·세목): what the file has for each, what orders moved, what came in."""

from __future__ import annotations

from django.db.models import Sum

from dure.domains.funds.models import Allotment, FundOrder
from dure.domains.funds.published import FundCase


def moved_between_lines(programme: str, fund: str) -> dict[str, int]:
    """Return by how much approved reallocations made each line larger or smaller."""
    found: dict[str, int] = {}
    approved = FundOrder.objects.filter(
        programme=programme, fund=fund, kind="reallocation", state="approved"
    ).order_by()
    for line, to_line, won in approved.values_list("line", "to_line").annotate(won=Sum("won")):
        found[line] = found.get(line, 0) - won
        found[to_line] = found.get(to_line, 0) + won
    return found


def line_limits(case: FundCase) -> dict[str, tuple[int | None, int]]:
    """Return for each line the most that may come in as new money (None: no bound), and what came.

    It is the file's total: a reallocation moves money that came in already and makes no room for more; what
    went back to its source does. What was carried over came in the year before.
    """
    rows = Allotment.objects.filter(programme=case.programme.id, fund=case.fund.id, carried=False).order_by()
    came = dict(rows.values_list("line").annotate(won=Sum("won")))
    back = FundOrder.objects.filter(
        programme=case.programme.id, fund=case.fund.id, kind="withdrawal", state="approved"
    ).order_by()
    for line, won in back.values_list("line").annotate(won=Sum("won")):
        came[line] = came.get(line, 0) - won
    return {
        line: (None if (told := case.line(line)) is None else told.total_won, came.get(line, 0))
        for line in case.lines
    }


def had_by_line(programme: str, fund: str, line: str, year: int) -> int:
    """Return what a line of a year has for itself, in won: what came, what other lines gave and took."""
    where = {"programme": programme, "fund": fund, "year": year}
    came = Allotment.objects.filter(line=line, **where).aggregate(won=Sum("won", default=0))["won"]
    moved = FundOrder.objects.filter(state="approved", **where).order_by()
    gained = moved.filter(kind="reallocation", to_line=line).aggregate(won=Sum("won", default=0))["won"]
    lost = moved.filter(kind__in=("reallocation", "withdrawal"), line=line)
    return int(came) + int(gained) - int(lost.aggregate(won=Sum("won", default=0))["won"])
