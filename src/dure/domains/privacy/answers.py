"""Answers to consents, kept within acts: each beside the words that it answers, and only where it is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dure.domains.events.act import Act
from dure.domains.events.alone import alone_each
from dure.domains.events.statements import add, new, rows
from dure.domains.privacy.models import Consent

_NEWEST = """
    SELECT DISTINCT ON (merchant_id, programme, consent) merchant_id, programme, consent, given, version_hash
    FROM privacy_consent
    JOIN unnest(%s::bigint[], %s::text[]) AS asked (merchant, of) ON merchant_id = merchant AND programme = of
    ORDER BY merchant_id, programme, consent, id DESC
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered for a merchant to the consents of a programme, in an act."""

    act: Act
    merchant_id: int
    programme: str
    version_hash: str
    given: Mapping[str, bool]


def hold_answers(pairs: Iterable[tuple[int, str]]) -> None:
    """Hold what merchants answered to programmes: nothing stands there to lock before the first answer."""
    alone_each(("consent", merchant_id, programme) for merchant_id, programme in sorted(set(pairs)))


def keep_answers_of(some: Sequence[Answers]) -> int:
    """Keep the answers of several acts that are done at once and held; returns how many are new."""
    pairs = sorted({(one.merchant_id, one.programme) for one in some})
    columns = [[merchant for merchant, _ in pairs], [programme for _, programme in pairs]]
    before = {(m, p, name): (given, of) for m, p, name, given, of in rows(_NEWEST, columns)}
    fresh = [
        (
            one.act,
            new(
                Consent,
                user_id=one.act.actor.user_id,
                merchant_id=one.merchant_id,
                programme=one.programme,
                consent=name,
                version_hash=one.version_hash,
                given=given,
                at=one.act.now,
            ),
        )
        for one in some
        for name, given in sorted(one.given.items())
        if before.get((one.merchant_id, one.programme, name)) != (given, one.version_hash)
    ]
    add([consent for _, consent in fresh])
    for told, kept in fresh:
        subject = f"{kept.columns['merchant_id']}/{kept.columns['programme']}/{kept.columns['consent']}"
        told.record("consent", subject, given=kept.columns["given"])
    return len(fresh)
