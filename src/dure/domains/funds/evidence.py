"""Evidence speaks once: the same file, invoice or card slip cannot be handed in for two things anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dure.domains.events.act import Act, acting
from dure.domains.events.alone import alone_each
from dure.domains.funds.models import Delivery, UsedEvidence
from dure.domains.funds.models_spending import ALIVE
from dure.engine.problems import msg, refuse


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """By what a piece of evidence is told apart: the hash of a file, or an approval number."""

    kind: str
    """file, invoice or card."""
    value: str


def number_of(text: str) -> str:
    """Return an approval number as it is compared: without spaces and hyphens."""
    return "".join(text.split()).replace("-", "").upper()


def hold_evidence(keys: Iterable[Key]) -> None:
    """Hold pieces of evidence by name until the transaction ends, so that two at once cannot both pass."""
    alone_each([("evidence", key.kind, key.value) for key in sorted(set(keys))])


def used_for(keys: Collection[Key]) -> dict[Key, str]:
    """Return what each of some pieces of evidence speaks for already, as ``delivery/3``."""
    files = [key.value for key in keys if key.kind == "file"]
    found = {
        Key("file", digest): f"delivery/{pk}"
        for digest, pk in Delivery.objects.filter(evidence_hash__in=files, state__in=ALIVE).values_list(
            "evidence_hash", "pk"
        )
    }
    rows = UsedEvidence.objects.filter(
        released_at__isnull=True, value__in=[key.value for key in keys]
    ).values_list("kind", "value", "cause")
    used = {Key(kind, value): cause for kind, value, cause in rows}
    return {key: cause for key, cause in {**found, **used}.items() if key in keys}


def refuse_used(digest: str) -> None:
    """Raise Refused where a file, by its hash, speaks for something already; the caller holds it by name."""
    if used_for([Key("file", digest)]):
        raise refuse("funds.evidence_used", msg("this very file was handed in as evidence already"))


def use_evidence(this: Act, programme: str, used: Sequence[tuple[Key, str]]) -> None:
    """Note what pieces of evidence speak for from now on; the caller holds them, and none is in use."""
    assert acting() is this, "evidence is used in an act"
    UsedEvidence.objects.bulk_create(
        UsedEvidence(kind=key.kind, value=key.value, programme=programme, cause=cause, used_at=this.now)
        for key, cause in used
    )


def release_evidence(this: Act, causes: Collection[str]) -> None:
    """Let pieces of evidence be used anew, for what they spoke for has ended."""
    assert acting() is this, "evidence is released in an act"
    UsedEvidence.objects.filter(cause__in=causes, released_at__isnull=True).update(released_at=this.now)
