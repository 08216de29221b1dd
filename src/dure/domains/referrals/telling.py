"""Whom referrals tell: everybody who acts for the merchants who are referred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dure.domains.applications.telling import both, recipients
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.referrals.file import FinanceCase
from dure.domains.referrals.models import Referral


def tell_sent(this: Act, finance: FinanceCase, body: str, some: Sequence[Referral]) -> None:
    """Tell merchants that the body has their data and decides from here on."""
    _tell(this, finance, some, "referral_sent", {"body": both(finance.bodies[body])})


def tell_answered(this: Act, finance: FinanceCase, one: Referral) -> None:
    """Tell a merchant that the body answered; what it said stands on the page."""
    _tell(this, finance, [one], "referral_answered", {"body": both(finance.bodies[one.body])})


def _tell(
    this: Act, finance: FinanceCase, some: Sequence[Referral], template: str, more: dict[str, Any]
) -> None:
    by_application = {one.application_id: one for one in some}
    if not by_application:
        return
    told = {"benefit": both(finance.finance.title), **more}
    found = recipients(list(by_application), finance.case.programme.title, lambda _pk: told)
    notify(
        this,
        [
            replace(
                one,
                link=f"/my/benefits/{by_application[int(one.link.split('/')[3])].grant_id}/referral/",
                occasion=f"{this.id}/{one.link}",
            )
            for one in found
        ],
        template=template,
        key="referrals",
    )
