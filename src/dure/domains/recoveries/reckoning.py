"""What a case comes to on a day: what is left, what of it is late, which interest, by the law's figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dure.domains.payments.debts import DebtState, Entry, entries_of, states_of
from dure.domains.recoveries.models import InstalmentPlan, RecoveryCase
from dure.engine.money.recovering import Due, Received, late_interest

NO_DEBT = DebtState(0, 0, 0, None, (), ())


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Where a case stands on a day, in won."""

    owed_won: int
    """What was decided: money and surcharge."""
    received_won: int
    set_off_won: int
    reserved_won: int
    lost_won: int
    """Written off, or undone."""
    left_won: int
    """Neither settled nor about to be."""
    interest_won: int
    """What is still owed as interest."""
    interest_received_won: int
    late_won: int
    """What of it should be here by now."""

    @property
    def asked_won(self) -> int:
        return self.left_won + self.interest_won


def reckon(case: RecoveryCase, on: date) -> Reckoning:
    """Return where one case stands."""
    return reckon_all([case], on)[case.pk]


def reckon_all(cases: Sequence[RecoveryCase], on: date) -> dict[int, Reckoning]:
    """Return where some cases stand, in three queries."""
    causes = [case.cause for case in cases]
    debts, entries, plans = states_of(causes), entries_of(causes), plans_of([case.pk for case in cases])
    return {
        case.pk: _of(
            case, debts.get(case.cause, NO_DEBT), entries.get(case.cause, []), plans.get(case.pk), on
        )
        for case in cases
    }


def plans_of(cases: Collection[int]) -> dict[int, InstalmentPlan]:
    """Return the plan by which each of some cases is, or was, paid."""
    found = InstalmentPlan.objects.filter(case_id__in=list(cases), state__in=("approved", "revoked"))
    return {one.case_id: one for one in found.order_by("pk")}


def _of(
    case: RecoveryCase, debt: DebtState, entries: Sequence[Entry], plan: InstalmentPlan | None, on: date
) -> Reckoning:
    sums = {kind: sum(one.won for one in entries if one.kind == kind) for kind in ("received", "set_off")}
    lost = sum(one.won for one in entries if one.kind in ("written_off", "undone"))
    interest_received = sum(one.interest_won for one in entries)
    left = debt.won - debt.settled_won - debt.reserved_won
    if debt.won == 0 or case.state not in ("decided", "settled"):
        return Reckoning(
            debt.won,
            sums["received"],
            sums["set_off"],
            debt.reserved_won,
            lost,
            left,
            0,
            interest_received,
            0,
        )
    dues = dues_of(case, debt.won, plan)
    came = [Received(one.on, one.won) for one in entries]
    interest = late_interest(dues, came, on) + _of_plan(plan, on) - interest_received
    late = max(0, sum(due.won for due in dues if due.on < on) - debt.settled_won - debt.reserved_won)
    return Reckoning(
        debt.won, sums["received"], sums["set_off"], debt.reserved_won, lost, left, max(0, interest),
        interest_received, late,
    )  # fmt: skip


def dues_of(case: RecoveryCase, won: int, plan: InstalmentPlan | None) -> list[Due]:
    """Return until when what is to be paid: all on one day, or as the plan has it as long as it was kept."""
    assert case.due_on is not None, "what is owed is due"
    if plan is None:
        return [Due(case.due_on, won)]
    rows = [Due(date.fromisoformat(due), part) for _no, due, part, _interest in plan.rows]
    if plan.revoked_on is None:
        return rows
    kept = [due for due in rows if due.on < plan.revoked_on]
    rest = won - sum(due.won for due in kept)
    return [*kept, *([Due(plan.revoked_on, rest)] if rest else [])]


def _of_plan(plan: InstalmentPlan | None, on: date) -> int:
    """Return the interest of the instalments that are due by a day."""
    if plan is None:
        return 0
    until = on if plan.revoked_on is None else min(on, plan.revoked_on)
    return sum(interest for _no, due, _part, interest in plan.rows if date.fromisoformat(due) <= until)
