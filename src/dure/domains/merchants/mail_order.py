"""The register of mail-order businesses as this subject asks it, and never inside a transaction."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import transaction

from dure.adapters.mail_order import Faulty, MailOrderClient, Registration, Unreachable
from dure.domains.events.act import acting
from dure.engine.problems import msg, refuse


def is_there() -> bool:
    """Say whether the register can be asked: it is set up, or a stub stands in for it."""
    return bool(settings.DURE_FTC_URL or settings.DURE_FTC_STUB)


def registrations(business_no: str) -> tuple[Registration, ...]:
    """Return the reports of a business number; raises Refused where the register cannot be asked."""
    if acting() is not None:
        raise RuntimeError("the register is asked before an act, never within one")
    # Durable: no transaction waits for somebody else's network.
    with transaction.atomic(durable=True):
        pass
    if not is_there():
        raise refuse(
            "mail_order.none", msg("the register of mail-order businesses is not set up here: hand in a file")
        )
    url, key = (settings.DURE_FTC_URL, settings.DURE_FTC_KEY) if settings.DURE_FTC_URL else _stub()
    try:
        with MailOrderClient(url, key, in_operation=settings.DURE_FTC_ACTIVE) as client:
            return client.registrations(business_no)
    except Unreachable:
        raise refuse(
            "mail_order.unreachable",
            msg(
                "the register of mail-order businesses does not answer at the moment: please try again in a"
                " few minutes, or hand in a file"
            ),
        ) from None
    except Faulty as fault:
        raise refuse(
            "mail_order.faulty",
            msg(
                "the register of mail-order businesses did not take our question ({fault}): please tell the"
                " help desk"
            ),
            fault=fault.code,
        ) from None


@lru_cache(maxsize=1)
def _stub() -> tuple[str, str]:
    from dure.adapters.mail_order.stub import KEY, start_stub

    return start_stub()[1], KEY
