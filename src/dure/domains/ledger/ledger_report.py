"""What adding the ledger anew found."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.events.seal_report import SealReport


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """What does not hold, and where: an account's code, or a journal's id and line.

    ``total``: the transfers of an account add up to something else. ``limit``: an account is past its limit.
    ``unit``: debits and credits of a unit are not equal. ``crossed``: a transfer between two units. ``hold``:
    what took or released a hold does not fit it. ``orphan``: a transfer whose journal says nothing.
    ``stranger``: a transfer of an account that is not there. ``mark``: a hold that is open and not marked so,
    or the other way round.
    """

    code: str
    where: str
    stands: int = 0
    proved: int = 0


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What was added up, and every fault."""

    accounts: int
    journals: int
    transfers: int
    open_holds: int
    faults: tuple[LedgerFault, ...]


@dataclass(frozen=True, slots=True)
class LedgerVerified:
    """What the ledger adds up to, and whether it is what was sealed."""

    proof: LedgerReport
    seals: SealReport

    @property
    def sound(self) -> bool:
        return not self.proof.faults and not self.seals.faults
