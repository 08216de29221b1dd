"""The tax service as this subject asks it: where it is, and never inside a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from dure.adapters.business_status import BusinessStatusClient, Faulty, Unreachable
from dure.domains.events.act import acting
from dure.engine.problems import Refused, msg, refuse


def is_stub() -> bool:
    """Say whether a stub answers in the tax service's place: in development and the demo."""
    return not settings.DURE_NTS_URL


@contextmanager
def tax_service() -> Iterator[BusinessStatusClient]:
    """Open the tax service for a block; raises Refused where it cannot be asked, RuntimeError in an act."""
    if acting() is not None:
        raise RuntimeError("the tax service is asked before an act, never within one")
    # Durable: no transaction waits for somebody else's network.
    with transaction.atomic(durable=True):
        pass
    url, key = _where()
    with BusinessStatusClient(url, key) as client:
        try:
            yield client
        except Unreachable:
            raise unavailable() from None
        except Faulty as fault:
            raise refuse(
                "tax_service.faulty",
                msg("the tax service did not take our question ({fault}): please tell the help desk"),
                fault=fault.code,
            ) from None


def unavailable() -> Refused:
    """Return the refusal for a tax service that does not answer."""
    return refuse(
        "tax_service.unreachable",
        msg("the tax service does not answer at the moment: please try again in a few minutes"),
    )


def _where() -> tuple[str, str]:
    return _stub() if is_stub() else (settings.DURE_NTS_URL, settings.DURE_NTS_KEY)


@lru_cache(maxsize=1)
def _stub() -> tuple[str, str]:
    from dure.adapters.business_status.stub import KEY, start_stub

    return start_stub()[1], KEY
