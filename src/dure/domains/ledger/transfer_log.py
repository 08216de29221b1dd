"""The ledger as a log that is sealed: what each transfer says, with the names of its accounts."""

from __future__ import annotations

from dure.domains.events.sealing import Log, instant
from dure.domains.ledger.models import LedgerSeal, LedgerSealMark

TRANSFERS = Log(
    name="ledger",
    table="ledger_transfer",
    column="seq",
    # Accounts by code and unit: who gives an account another name changes what was sealed.
    rows="ledger_transfer t JOIN ledger_account d ON d.id = t.debit_id"
    " JOIN ledger_account c ON c.id = t.credit_id",
    number="t.seq",
    says=f"""jsonb_build_array(t.seq, t.journal_id, t.line, d.code, d.unit, c.code, c.unit, t.amount, t.kind,
        t.hold_journal, t.hold_line, {instant("t.expires_at")}, t.request, t.what, t.reason, t.actor_id,
        t.role, t.act_id, {instant("t.happened_at")}, {instant("t.recorded_at")})::text""",
    seals=LedgerSeal,
    marks=LedgerSealMark,
)  # fmt: skip
