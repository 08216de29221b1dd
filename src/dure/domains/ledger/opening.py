"""Opening accounts: each stands once under its code, whoever asks for it and however often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dure.domains.events.act import Act, acting
from dure.domains.ledger.models import GUARDS, Account
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it is to stand; ``guard`` is a key of ``GUARDS``."""

    code: str
    kind: str
    programme: str = ""
    unit: str = "KRW"
    guard: str = "credit"
    ceiling: int | None = None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """Return the least and the most that may stand on it."""
        floor, ceiling = GUARDS[self.guard]
        assert ceiling is None or self.ceiling is None, "what guards debits is a ceiling"
        return floor, self.ceiling if ceiling is None else ceiling


def open_accounts(this: Act, some: Sequence[NewAccount]) -> dict[str, int]:
    """Open accounts that do not stand yet; return the ids of all by code.

    Raises Refused where one stands already as something else: an account is never changed.
    """
    assert acting() is this, "accounts are opened in an act"
    wanted = {one.code: one for one in some}
    Account.objects.bulk_create(
        (
            Account(
                code=one.code,
                kind=one.kind,
                unit=one.unit,
                programme=one.programme,
                floor=one.bounds[0],
                ceiling=one.bounds[1],
                opened_at=this.now,
            )
            for one in sorted(wanted.values(), key=lambda one: one.code)
        ),
        ignore_conflicts=True,
    )
    found = {account.code: account for account in Account.objects.filter(code__in=wanted)}
    for code, one in wanted.items():
        stands = found[code]
        same = (stands.kind, stands.unit, stands.programme, stands.floor, stands.ceiling)
        if same != (one.kind, one.unit, one.programme, *one.bounds):
            raise refuse("ledger.stands", msg("the account {account} stands as another kind"), account=code)
    return {code: account.pk for code, account in found.items()}
