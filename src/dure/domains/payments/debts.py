"""What payees owe back: later subjects tell it here; it is settled by money that comes or by set-off.

Every amount is posted as it is noted, within the caller's act, and rows are held by ascending id before any
account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from dure.domains.events.act import Act, acting
from dure.domains.funds.orders import Legs
from dure.domains.ledger.posting import Leg, move, post
from dure.domains.payments.models_debt import Debt, DebtEntry, SetOff
from dure.engine.money.apportioning import apportion
from dure.engine.money.recovering import set_off as parts_set_off
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class NewDebt:
    """A debt as another subject tells it; see ``models_debt.Debt``."""

    programme: str
    payee_id: int
    cause: str
    legs: Legs
    first: int
    from_on: date | None


@dataclass(frozen=True, slots=True)
class DebtState:
    """Where a debt stands, in won."""

    won: int
    settled_won: int
    reserved_won: int
    from_on: date | None
    left: tuple[int, ...]
    legs: tuple[tuple[int, int, int], ...]

    @property
    def left_won(self) -> int:
        return self.won - self.settled_won - self.reserved_won


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount by which a debt became less."""

    kind: str
    key: str
    won: int
    interest_won: int
    on: date


def register_debt(this: Act, new: NewDebt) -> int:
    """Note a debt that is posted already, once for its cause."""
    assert acting() is this, "a debt is told in an act"
    amounts = [leg[2] for leg in new.legs]
    found, made = Debt.objects.get_or_create(
        cause=new.cause,
        defaults={
            "programme": new.programme, "payee_id": new.payee_id, "won": sum(amounts), "legs": new.legs,
            "first": new.first, "left": amounts, "from_on": new.from_on, "owed_at": this.now,
        },
    )  # fmt: skip
    if made:
        this.record("debt", found.pk, cause=new.cause, won=found.won)
    return int(found.pk)


def set_off_from(this: Act, cause: str, from_on: date | None) -> None:
    """Say from which day a debt is set off, or that it is not."""
    debt = held(cause)
    if debt.from_on != from_on:
        Debt.objects.filter(pk=debt.pk).update(from_on=from_on)
        this.record("debt", debt.pk, from_on=from_on.isoformat() if from_on else "")


def held(cause: str) -> Debt:
    """Hold a debt until the act ends, and return it."""
    found: Debt = Debt.objects.select_for_update().get(cause=cause)
    return found


def settle(
    this: Act,
    debt: Debt,
    won: int,
    *,
    kind: str,
    key: str,
    on: date,
    interest: Leg | None = None,
    also: Iterable[Leg] = (),
    to: Sequence[Sequence[int]] | None = None,
) -> None:
    """Post an amount of a debt that is held, source by source, and note it under a key.

    ``to`` are other legs than its own, in the same order (written off, undone); ``also`` is posted with it.
    Raises Refused for more than is left.
    """
    assert acting() is this, "settled in an act"
    if won > debt.left_won:
        raise refuse("debts.more", msg("only {left} won are left of this"), left=f"{debt.left_won:,}")
    parts = _parts(debt, won)
    legs = [move(leg[0], leg[1], part) for leg, part in zip(to or debt.legs, parts, strict=True) if part]
    if interest is not None:
        legs.append(interest)
    legs += also
    debt.left = [left - part for left, part in zip(debt.left, parts, strict=True)]
    debt.settled_won += won
    DebtEntry.objects.create(
        debt=debt, kind=kind, key=key, won=won, interest_won=0 if interest is None else interest.amount,
        on=on, at=this.now, by_id=this.actor.user_id or 0,
    )  # fmt: skip
    Debt.objects.filter(pk=debt.pk).update(left=debt.left, settled_won=debt.settled_won)
    post(this, key=f"debts/{key}", what=f"debts.{kind}", legs=legs)


def _parts(debt: Debt, won: int) -> list[int]:
    """Return what of an amount goes to each leg: first ones first, in proportion to what is left of each."""
    first, others = debt.left[: debt.first], debt.left[debt.first :]
    of_first = min(won, sum(first))
    found: list[int] = []
    for part, left in ((of_first, first), (won - of_first, others)):
        found += apportion(part, left) if left and part else [0] * len(left)
    return found


def states_of(causes: Collection[str]) -> dict[str, DebtState]:
    """Return where the debts of some causes stand."""
    return {
        one.cause: DebtState(
            one.won, one.settled_won, one.reserved_won, one.from_on, tuple(one.left),
            tuple((a, b, c) for a, b, c in one.legs),
        )
        for one in Debt.objects.filter(cause__in=list(causes))
    }  # fmt: skip


def entries_of(causes: Collection[str]) -> dict[str, list[Entry]]:
    """Return by what the debts of some causes became less, in order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    rows = DebtEntry.objects.filter(debt__cause__in=list(causes)).order_by("pk")
    for cause, *told in rows.values_list("debt__cause", "kind", "key", "won", "interest_won", "on"):
        found[cause].append(Entry(*told))
    return found


def due_of(payees: Collection[int], on: date) -> dict[int, list[Debt]]:
    """Hold what some payees owe that is to be set off on a day; by payee, the oldest first."""
    found: dict[int, list[Debt]] = defaultdict(list)
    debts = Debt.objects.filter(payee_id__in=list(payees), from_on__lte=on)
    for one in debts.filter(won__gt=F("settled_won") + F("reserved_won")).order_by("pk").select_for_update():
        found[one.payee_id].append(one)
    return found


def reserve(this: Act, debts: Sequence[Debt], payable_won: int) -> list[tuple[Debt, int]]:
    """Keep back what can be set off of an amount against debts that are held; return of which how much."""
    assert acting() is this, "kept back in an act"
    parts = parts_set_off(payable_won, [debt.left_won for debt in debts])
    taken = [(debt, part) for debt, part in zip(debts, parts, strict=True) if part]
    for debt, part in taken:
        debt.reserved_won += part
        Debt.objects.filter(pk=debt.pk).update(reserved_won=debt.reserved_won)
    return taken


def free_set_offs(this: Act, rows: Collection[int]) -> None:
    """Let go of what transfers that failed or were dropped kept back."""
    assert acting() is this, "let go in an act"
    for one in hold_set_offs(rows):
        Debt.objects.filter(pk=one.debt_id).update(reserved_won=F("reserved_won") - one.won)


def take_set_offs(this: Act, rows: Mapping[int, date]) -> None:
    """Settle debts by what transfers kept back that were paid, each on the day on which it was.

    Interest runs until that day, however late the bank's answer is read.
    """
    for one in hold_set_offs(rows):
        Debt.objects.filter(pk=one.debt_id).update(reserved_won=F("reserved_won") - one.won)
        debt = Debt.objects.get(pk=one.debt_id)
        settle(this, debt, one.won, kind="set_off", key=f"set-off/{one.pk}", on=rows[one.row_id])


def hold_set_offs(rows: Collection[int]) -> list[SetOff]:
    """Hold the debts for which transfers kept something back; return what each kept."""
    if not rows:
        return []
    found = list(SetOff.objects.filter(row_id__in=list(rows)).order_by("debt_id", "pk"))
    debts = Debt.objects.filter(pk__in={one.debt_id for one in found}).order_by("pk")
    list(debts.select_for_update().values_list("pk", flat=True))
    return found
