"""What the people who close months are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dure.domains.events.act import Act
from dure.domains.ledger.models_closing import Closing
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.programmes.queries import published_version

MOST = 300
"""A notice tells so much of a reason; the page has all of it."""


def tell(
    this: Act, closing: Closing, template: str, whom: Sequence[Recipient], reason: str, word: str = ""
) -> None:
    """Tell people what waits for them, or what became of what they asked for."""
    told: dict[str, object] = {
        "programme": _title(closing.programme),
        "month": f"{closing.month:%Y-%m}",
        **({"reason": reason.strip()[:MOST]} if reason.strip() else {}),
        **({"closing": word} if word else {}),
    }
    link = f"/ledger/closings/{closing.pk}/"
    some = [replace(one, parameters=told, link=link) for one in whom]
    notify(this, some, template=template, key=f"{template}/{closing.pk}/{this.id}")


def _title(programme: str) -> dict[str, str]:
    version = published_version(programme)
    if version is None:
        return {"ko": programme, "en": programme}
    return {"ko": version.title_ko, "en": version.title_en or version.title_ko}
