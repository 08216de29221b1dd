"""Whom acts of recoveries tell: everybody who acts for the party, or the officers of the programme."""

from __future__ import annotations

from collections.abc import Mapping

from dure.domains.agreements.telling import both, shortened, tell, texts
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient
from dure.domains.notices.staff import officers
from dure.domains.payments.telling import people_of
from dure.domains.programmes.queries import loaded, published_version
from dure.domains.recoveries.models import RecoveryCase


def tell_party(
    this: Act, case: RecoveryCase, what: str, *, key: str, more: Mapping[str, object] | None = None
) -> None:
    """Tell everybody who acts for the party; ``what`` is a message id."""
    told = people_of(this, [case.payee]).get(case.payee_id, [])
    _tell(this, case, told, what, f"/my-recoveries/{case.pk}/", key, more)


def tell_officers(this: Act, case: RecoveryCase, what: str, *, key: str) -> None:
    """Tell the officers of the programme but whoever acts."""
    told = officers(case.programme, this.now, besides=this.actor.user_id)
    _tell(this, case, told, what, f"/officer/recovery/{case.pk}/", key, None)


def said(words: str) -> dict[str, object]:
    """Return a reason as notices take it."""
    return shortened(words)


def _tell(
    this: Act,
    case: RecoveryCase,
    told: list[Recipient],
    what: str,
    link: str,
    key: str,
    more: Mapping[str, object] | None,
) -> None:
    version = published_version(case.programme)
    assert version is not None, "something was paid under a published programme"
    parameters = {
        "programme": texts(loaded(version).programme.title), "case": str(case.number), "what": both(what),
        **(more or {}),
    }  # fmt: skip
    tell(this, told, "recovery_news", parameters, link, f"recoveries/{case.pk}/{key}")
