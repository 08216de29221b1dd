"""What tests of executors that leave need: two agreements in the published file, and who chose them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.domains.agreeing import LATER, PARTNERS, both_signed
from tests.domains.builders import application, merchant, signed_up
from tests.domains.people import person

from dure.domains.accounts.actors import SignedActor
from dure.domains.agreements.services.draft_from_agreements import draft_from_agreements
from dure.domains.agreements.services.leave_agreement import leave_agreement
from dure.domains.applications.models import Application
from dure.domains.programmes.queries import published_version
from dure.domains.programmes.services.publish import publish_programme

APPLYING = datetime(2025, 5, 12, 1, 0, tzinfo=UTC)
"""While applications to the programme are taken."""


def running() -> tuple[int, int]:
    """Return the agreements of maple and birch, both in force and in the file, whose call was published."""
    pks = both_signed()
    republished("협약을 반영합니다.")
    return pks


def republished(reason: str, now: datetime = LATER) -> None:
    """Publish a version made from the agreements in force."""
    made = draft_from_agreements(actor=person(), now=now, programme=PARTNERS)
    publish_programme(actor=person(), now=now, version_id=made.version_id, reason=reason)


def applied(n: int, *choices: str, state: str = "submitted") -> tuple[SignedActor, Application]:
    """Return the owner and the application of merchant ``n``, which chose these executors."""
    version = published_version(PARTNERS)
    assert version is not None
    owner = signed_up(f"owner{n}@shop.example")
    return owner, application(merchant(n, owner=owner), version, n=n, state=state, choices=choices)


def left(agreement_id: int, now: datetime = APPLYING) -> None:
    """End an agreement at once."""
    leave_agreement(
        actor=person(),
        now=now,
        agreement_id=agreement_id,
        reason="사업 철수",
        handover="다른 기관으로 옮깁니다.",
    )
