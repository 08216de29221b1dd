"""Whom an act on proposals and agreements tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from dure.domains.agreements.calls import CallCase
from dure.domains.agreements.models import Proposal
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.notices.staff import executor_staff, of_users, officers
from dure.domains.programmes.queries import loaded, published_version
from dure.engine.programme.models.values import Text
from dure.language import translate

MOST_LETTERS = 300


def both(message: str, **values: object) -> dict[str, str]:
    """Return a sentence in both languages, as notices take it."""
    return {
        "ko": translate(message, "ko").format(**values),
        "en": translate(message, "en").format(**values),
    }


def texts(value: Text) -> dict[str, str]:
    """Return a text of a programme file in both languages, as notices take it."""
    return {"ko": value.to("ko"), "en": value.to("en")}


def tell_firm(
    this: Act,
    case: CallCase,
    proposal: Proposal,
    what: str,
    *,
    key: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell everybody who acts for the firm of a proposal what happened; ``what`` is a message id."""
    if proposal.organisation is None:
        told = of_users([proposal.made_by_id])
    else:
        told = executor_staff(proposal.programme, proposal.organisation.code, this.now)
    parameters = {"programme": texts(case.programme.title), "what": both(what), **(more or {})}
    tell(this, told, "proposal_news", parameters, f"/proposals/{proposal.pk}/", key)


def tell_side(
    this: Act,
    agreement: Agreement,
    what: str,
    *,
    to: str,
    key: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell one side of an agreement, officer or executor, what the other did."""
    version = published_version(agreement.programme)
    assert version is not None, "an agreement is made under a published programme"
    if to == "executor":
        told = executor_staff(agreement.programme, agreement.executor, this.now)
    else:
        told = officers(agreement.programme, this.now, besides=this.actor.user_id)
    names = {"ko": agreement.organisation.name_ko, "en": agreement.organisation.name_en}
    parameters = {
        "programme": texts(loaded(version).programme.title),
        "executor": names,
        "what": both(what),
        **(more or {}),
    }
    tell(this, told, "agreement_news", parameters, f"/agreements/{agreement.pk}/", key)


def shortened(words: str) -> dict[str, object]:
    """Return a reason as notices take it; nothing where there is none."""
    return {"reason": words.strip()[:MOST_LETTERS]} if words.strip() else {}


def tell(
    this: Act,
    told: Collection[Recipient],
    template: str,
    parameters: Mapping[str, object],
    link: str,
    key: str,
) -> None:
    once = {one.user_id: replace(one, parameters=parameters, link=link) for one in told}
    notify(this, list(once.values()), template=template, key=key)
