"""Whom acts on claims tell: the claimant's side, or the officers of the programme."""

from __future__ import annotations

from collections.abc import Mapping

from dure.domains.agreements.telling import both, tell, texts
from dure.domains.applications import telling as applications
from dure.domains.claims.models import Claim
from dure.domains.events.act import Act
from dure.domains.matching.telling import providers
from dure.domains.notices.services.notify import Recipient
from dure.domains.notices.staff import executor_staff, officers
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.programme.models.values import Text

MOST_LETTERS = 300


def tell_claimant(
    this: Act, claim: Claim, what: str, *, key: str, more: Mapping[str, object] | None = None
) -> None:
    """Tell everybody who acts for the claimant; ``what`` is a message id."""
    if claim.side == "executor":
        told = executor_staff(claim.programme, claim.executor, this.now)
    elif claim.side == "provider" and claim.provider is not None:
        told = providers(this, [claim.provider], lambda _one: {})
    else:
        assert claim.application_id is not None, "a merchant claims"
        told = applications.recipients([claim.application_id], _title(claim), lambda _pk: {})
    _tell(this, claim, told, what, f"/claims/{claim.pk}/", key, more)


def tell_officers(
    this: Act, claim: Claim, what: str, *, key: str, more: Mapping[str, object] | None = None
) -> None:
    """Tell the officers of the programme but whoever acts."""
    told = officers(claim.programme, this.now, besides=this.actor.user_id)
    _tell(this, claim, told, what, f"/officer/claim/{claim.pk}/", key, more)


def reason(words: str) -> dict[str, object]:
    """Return a reason as notices take it; nothing where there is none."""
    return {"reason": words.strip()[:MOST_LETTERS]} if words.strip() else {}


def _tell(
    this: Act,
    claim: Claim,
    told: list[Recipient],
    what: str,
    link: str,
    key: str,
    more: Mapping[str, object] | None,
) -> None:
    parameters = {
        "programme": texts(_title(claim)), "claim": str(claim.pk), "what": both(what), **(more or {})
    }  # fmt: skip
    tell(this, told, "claim_news", parameters, link, key)


def _title(claim: Claim) -> Text:
    version = published_version(claim.programme)
    assert version is not None, "a claim is made under a published programme"
    return loaded(version).programme.title
