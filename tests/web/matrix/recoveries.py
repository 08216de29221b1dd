"""Recoveries: staff see a programme's, the party what it was told; bans are never public."""

from __future__ import annotations

from typing import Any

from tests.web.matrix.rows import SIGNED_IN, only

READERS = only("officer", "ministry", "accountant")
STAFF = only("officer", "ministry")
OWN = only("executor_staff", others=404)
_RUN = "/officer/recoveries/partners-2025"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "officer_recoveries": (f"{_RUN}/", READERS),
    "officer_recoveries_file": (f"{_RUN}/file/", READERS),
    "officer_recovery_open": ("/officer/payees/{payee}/recovery/", only("officer")),
    "officer_recovery": ("/officer/recovery/{recovery}/", READERS),
    # Its file is gone (409): who may see it is told so.
    "officer_recovery_file": (
        "/officer/recovery-files/{recovery_file}/",
        only("officer", "ministry", "accountant", code=409),
    ),
    "officer_sanctions": ("/officer/sanctions/", STAFF),
    "officer_sanctions_file": ("/officer/sanctions/file/", STAFF),
    "officer_sanction": ("/officer/sanctions/{sanction}/", STAFF),
    "my_recoveries": ("/my-recoveries/", SIGNED_IN),
    "my_recovery": ("/my-recoveries/{recovery}/", OWN),
    "my_recovery_file": (
        "/my-recovery-files/{recovery_file}/",
        only("executor_staff", code=409, others=404),
    ),
    "officer_tax_handover": ("/officer/payments/partners-2025/withheld/2025/3/", only("officer")),
    "officer_tax_handed": ("/officer/tax-handovers/{tax_handover}/", STAFF),
}


def world(made: dict[str, Any]) -> None:
    """Add a case on something that acorn was paid, told and with a file, a ban, and tax handed over."""
    from datetime import date

    from tests.domains.agreeing import LATER, PARTNERS
    from tests.domains.funding import officer
    from tests.domains.owing_back import paid
    from tests.domains.recovering import DUE, noticed, pdf

    from dure.domains.payments.models import TaxHandover
    from dure.domains.recoveries.models import CaseFile
    from dure.domains.recoveries.services.put_case_file import put_case_file
    from dure.domains.sanctions.models import Sanction
    from dure.domains.uploads.models import StoredFile

    paid(1_000_000, "matrix/2", made["payee"])
    pk = noticed(causes=("matrix/2",), key="matrix", to=made["payee"])
    made["recovery"] = pk
    made["recovery_file"] = put_case_file(
        actor=officer(4), now=LATER, case_id=pk, kind="evidence", name="list.pdf", content=pdf(77)
    )
    kept = CaseFile.objects.get(pk=made["recovery_file"])
    StoredFile.objects.filter(pk=kept.file_id).update(state="destroyed")
    made["sanction"] = Sanction.objects.create(
        programme=PARTNERS, scope="programme", cause="matrix/ban", business_no="0000000017", name="가상상점",
        ground="misuse", basis="제31조의2", from_on=date(2025, 3, 1), until_on=DUE,
        imposed_by_id=officer(4).user_id, imposed_at=LATER,
    ).pk  # fmt: skip
    made["tax_handover"] = TaxHandover.objects.create(
        programme=PARTNERS, month=date(2025, 2, 1), income_tax_won=1, local_tax_won=0, reference="1",
        handed_on=date(2025, 3, 1), handed_by_id=officer(4).user_id, handed_at=LATER,
    ).pk  # fmt: skip
