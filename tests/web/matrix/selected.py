"""A published selection of the application that the matrix is about: decision, place, objection, files."""

from __future__ import annotations

from typing import Any

from tests.domains.people import NOW

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events.act import act
from dure.domains.selection.models import Decision, Objection, Place, SeedCommitment, Selection
from dure.domains.uploads.services.keep import keep_file

INPUTS = (
    b"application_no,choices,score,trait.outside_capital,trait.female,trait.youth\n"
    b"TOPS-2025-000001,acorn,90.000,false,false,false\n"
)


def selected(made: dict[str, Any]) -> None:
    """Add what pages of selections, decisions and objections need, made without the services."""
    with act("test.files", actor=SYSTEM, now=NOW) as this:
        inputs, bundle = (
            keep_file(this, purpose=purpose, name=name, content=content, made_by_us=True)
            for purpose, name, content in (
                ("inputs", "a.csv", INPUTS),
                ("bundle", "b.zip", b"PK\x03\x04"),
            )
        )
    SeedCommitment.objects.create(
        programme="tops-2025", stage="consult", commitment="a" * 64, seed="seed", committed_at=NOW
    )
    selection = Selection.objects.create(
        programme="tops-2025",
        version_id=made["version"],
        stage="consult",
        state="published",
        seed="seed",
        inputs=inputs,
        bundle=bundle,
        decisions_sha256="b" * 64,
        counts={"selected": 1},
        funnel={"region": {"51": [1, 1, 1]}},
        proposed_at=NOW,
        proposed_reason="why",
        published_at=NOW,
        public_from=NOW,
    )
    decision = Decision.objects.create(
        selection=selection, application_id=made["application"], application_no="TOPS-2025-000001",
        decision="selected", executor="acorn", rank=1, score=90_000, seat="open", cutoff=90_000,
        reason="open",
    )  # fmt: skip
    place = Place.objects.create(
        selection=selection, programme="tops-2025", stage="consult", application_id=made["application"],
        executor="acorn", seat="open", state="accepted", offered_at=NOW,
    )  # fmt: skip
    officer = made["actors"]["officer"]
    objection = Objection.objects.create(
        application_id=made["application"], decision=decision, state="assigned", grounds="why",
        filed_by_id=1, filed_at=NOW, due_on=NOW.date(), assigned_to_id=officer.user_id,
    )  # fmt: skip
    made |= {"decision": decision.pk, "place": place.pk, "objection": objection.pk}
