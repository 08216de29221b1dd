"""Whom acts on benefits tell: everybody who acts for the merchants, found in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dure.domains.applications.telling import both, recipients
from dure.domains.benefits.file import BenefitCase, case_in
from dure.domains.benefits.models import Grant
from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify


def last_day(ends_on: date | None) -> str:
    """Return the last day of a period as notices take it; empty for none."""
    return "" if ends_on is None else (ends_on - timedelta(days=1)).isoformat()


def tell_granted(this: Act, case: BenefitCase, grants: Sequence[Grant]) -> None:
    """Tell merchants what they were granted, how much and until when."""
    notify(this, _told(case, grants), template="benefit_granted", key=f"run/{grants[0].run_id}")


def tell_expiring(this: Act, grants: Sequence[Grant]) -> None:
    """Tell merchants that what is left is soon good no more."""
    for case, some in _by_file(grants):
        notify(
            this,
            [replace(one, occasion=f"{one.link}/{one.parameters['until']}") for one in _told(case, some)],
            template="benefit_expiring",
            key="benefits",
        )


def tell_expired(this: Act, grants: Sequence[Grant]) -> None:
    """Tell merchants that the time of a benefit is over."""
    for case, some in _by_file(grants):
        told = [replace(one, occasion=one.link) for one in _told(case, some)]
        notify(this, told, template="benefit_expired", key="benefits")


def tell_cancelled(this: Act, grants: Sequence[Grant], reason: dict[str, str]) -> None:
    """Tell merchants that a benefit was cancelled, and why."""
    for case, some in _by_file(grants):
        told = [
            replace(one, occasion=one.link, parameters={**one.parameters, "reason": reason})
            for one in _told(case, some)
        ]
        notify(this, told, template="benefit_cancelled", key="benefits")


def _by_file(grants: Sequence[Grant]) -> list[tuple[BenefitCase, list[Grant]]]:
    found: dict[tuple[int, str], list[Grant]] = {}
    for one in grants:
        found.setdefault((one.version_id, one.benefit), []).append(one)
    return [(case_in(some[0].version, some[0].benefit), some) for some in found.values()]


def _told(case: BenefitCase, grants: Sequence[Grant]) -> list[Recipient]:
    by_application = {one.application_id: one for one in grants}
    title = both(case.benefit.title)

    def parameters(application_id: int) -> dict[str, Any]:
        one = by_application[application_id]
        return {
            "benefit": title,
            "won": f"{one.won:,}" if one.won else "",
            "units": one.units,
            "until": last_day(one.ends_on),
        }

    told = recipients(list(by_application), case.programme.title, parameters)
    # Each reads it on the page of the grant; the application's number is in its own page's address.
    return [
        replace(one, link=f"/my/benefits/{by_application[int(one.link.split('/')[3])].pk}/") for one in told
    ]
