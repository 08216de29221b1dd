"""Benefits: who runs, supervises and checks a programme, both sides of a grant, titles for everybody."""

from __future__ import annotations

import uuid
from typing import Any

from tests.domains.agreeing import PDF
from tests.web.matrix.rows import EVERYBODY, SIGNED_IN, only

READERS = only("officer", "ministry", "accountant")
SIDES = only("merchant", "executor_staff", "officer", "ministry", "accountant", others=404)
GONE = only("merchant", "executor_staff", "officer", "ministry", "accountant", code=409, others=404)
"""Its file is gone (409): who may see it is told so, to others there is none."""
_RUN = "/officer/benefits/grants-2025"
ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "officer_benefits": ("/officer/benefits/", READERS),
    "officer_programme_benefits": (f"{_RUN}/", READERS),
    "officer_benefit": (f"{_RUN}/consulting/", READERS),
    "officer_benefit_grant": (f"{_RUN}/consulting/grant/", only("officer")),
    "officer_benefit_file": (f"{_RUN}/consulting/file/", READERS),
    "my_grants": ("/my/benefits/", SIGNED_IN),
    "grant": ("/my/benefits/{grant}/", SIDES),
    "given_grants": ("/grants/", only("executor_staff", "other_executor", "provider")),
    "grant_plan": ("/grants/{grant}/plan/", only("executor_staff", "officer", others=404)),
    "grant_report": ("/grants/{grant}/report/", only("executor_staff", "officer", others=404)),
    "grant_install": (
        "/grants/{equipment}/install/",
        only("merchant", "executor_staff", "officer", others=404),
    ),
    "grant_use": ("/grants/uses/{grant_use}/", SIDES),
    "grant_use_file": ("/grants/uses/{grant_use}/file/", GONE),
    "grant_device": ("/grants/devices/{device}/", SIDES),
    "device_proof": ("/grants/proofs/{proof}/", GONE),
    "certificate": ("/grants/certificates/{certificate}/", SIDES),
    "titles": ("/titles/", EVERYBODY),
    "verify_title": ("/titles/verify/", EVERYBODY),
}


def world(made: dict[str, Any]) -> None:
    """Grant the merchant a session, a device and a title of a programme of its own, with what each needs."""
    from tests.domains.builders import application, published
    from tests.domains.granting import FILE, GRANTS, THEN, TODAY, with_needs

    from dure.domains.benefits.models import Certificate, Device, DeviceProof, Grant, GrantRun, GrantUse
    from dure.domains.merchants.models import Merchant
    from dure.domains.uploads.models import StoredFile

    version = published(with_needs(FILE).encode())
    of = application(
        Merchant.objects.get(pk=made["merchant"]), version, n=901, state="accepted", choices=("acorn",)
    )
    grants = {}
    for benefit, kind in (("consulting", "service"), ("device", "equipment"), ("title", "designation")):
        run = GrantRun.objects.create(
            programme=GRANTS, benefit=benefit, stage="first", each_won=0, granted=1, won=0, by_source={},
            left_out=[], fingerprint="", reason="why", made_by_id=1, made_at=THEN,
        )  # fmt: skip
        grants[benefit] = Grant.objects.create(
            programme=GRANTS, benefit=benefit, kind=kind, application=of, version=version, run=run,
            stage="first", executor="acorn", units=2, starts_on=TODAY, granted_by_id=1, granted_at=THEN,
        )  # fmt: skip
    files = [
        StoredFile.objects.create(
            id=uuid.uuid4(), purpose="evidence", name="a.pdf", size=len(PDF), sha256="0" * 64,
            content_type="application/pdf", state="destroyed", uploaded_at=THEN,
        )
        for _n in range(2)
    ]  # fmt: skip
    use = GrantUse.objects.create(
        grant=grants["consulting"], number=1, used_on=TODAY, what="x", evidence=files[0], state="reported",
        reported_by_id=1, reported_at=THEN, made_at=THEN,
    )  # fmt: skip
    device = Device.objects.create(
        grant=grants["device"], programme=GRANTS, number=1, name="K1", serial="SN1", installed_on=TODAY,
        told_by_id=1, told_at=THEN,
    )  # fmt: skip
    proof = DeviceProof.objects.create(
        device=device, proof="after", file=files[1], sha256="1" * 64, put_by_id=1, put_at=THEN
    )
    title = Certificate.objects.create(
        grant=grants["title"], programme=GRANTS, benefit="title", sequence=1, number="title-1", code="CODE",
        name=of.name, region="51110", starts_on=TODAY, public=True, issued_by_id=1, issued_at=THEN,
    )  # fmt: skip
    made |= {
        "grant": grants["consulting"].pk, "equipment": grants["device"].pk, "grant_use": use.pk,
        "device": device.pk, "proof": proof.pk, "certificate": title.pk,
    }  # fmt: skip
