"""The payout service as this subject asks it: where it is, and never inside a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from dure.adapters.payout import Faulty, PayoutClient, Unreachable
from dure.domains.events.act import acting
from dure.engine.problems import msg, refuse


def is_there() -> bool:
    """Say whether there is a payout service, or a stub in its place."""
    return bool(settings.DURE_PAYOUT_URL or settings.DURE_PAYOUT_STUB)


def is_stub() -> bool:
    """Say whether a stub answers in its place: no money moves then."""
    return not settings.DURE_PAYOUT_URL


@contextmanager
def payout_service() -> Iterator[PayoutClient]:
    """Open the payout service for a block; raises Refused where it cannot be asked, RuntimeError in an act.

    An answer that does not come says nothing of whether money moved: who hands a batch over does so again,
    under its key, until it is answered.
    """
    if acting() is not None:
        raise RuntimeError("the payout service is asked before an act, never within one")
    # Durable: no transaction waits for somebody else's network.
    with transaction.atomic(durable=True):
        pass
    if not is_there():
        raise refuse("payout.none", msg("no payout service is set up here: take the file to the bank"))
    url, key = _stub() if is_stub() else (settings.DURE_PAYOUT_URL, settings.DURE_PAYOUT_KEY)
    with PayoutClient(url, key) as client:
        try:
            yield client
        except Faulty as fault:
            raise refuse(
                "payout.faulty",
                msg("the payout service did not take our question ({fault}): please tell the help desk"),
                fault=fault.code,
            ) from None


def unavailable() -> Exception:
    """Return the refusal for a payout service that does not answer."""
    return refuse(
        "payout.unreachable",
        msg("the payout service does not answer at the moment: please try again in a few minutes"),
    )


@lru_cache(maxsize=1)
def _stub() -> tuple[str, str]:
    from dure.adapters.payout.stub import KEY, start_stub

    return start_stub()[1], KEY


__all__ = ["Unreachable", "is_stub", "is_there", "payout_service", "unavailable"]
