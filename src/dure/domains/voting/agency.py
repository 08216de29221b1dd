"""The identity agency as this subject asks it: where it is, and never inside a transaction."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from dure.adapters.identity import Asked, Faulty, IdentityClient, Unreachable
from dure.domains.events.act import acting
from dure.engine.problems import msg, refuse


def is_stub() -> bool:
    """Say whether a stub answers in the agency's place: in development and the demo, never in production."""
    return not settings.DURE_IDENTITY_URL and settings.DURE_IDENTITY_STUB


def begin_verification(*, request_no: str, return_url: str, now: datetime) -> Asked:
    """Begin a verification; raises Refused where the agency cannot be asked, RuntimeError in an act."""
    if acting() is not None:
        raise RuntimeError("the identity agency is asked outside of acts, never within one")
    # Durable: no transaction waits for somebody else's network.
    with transaction.atomic(durable=True):
        pass
    try:
        return _client().begin(request_no=request_no, return_url=return_url, now=now)
    except Unreachable:
        raise refuse(
            "vote.agency_unreachable",
            msg("the identity agency does not answer at the moment: please try again in a few minutes"),
        ) from None
    except Faulty as fault:
        raise refuse(
            "vote.agency_faulty",
            msg("the identity agency did not take our request ({fault}): please tell the help desk"),
            fault=fault.code,
        ) from None


def window_origin(asked: Asked) -> str:
    """Return where the browser is sent, as a policy of pages names it: scheme and host."""
    return "/".join(asked.action.split("/", 3)[:3])


def _client() -> IdentityClient:
    if is_stub():
        return _stub()
    if not settings.DURE_IDENTITY_URL:
        raise refuse(
            "vote.no_agency",
            msg("no identity agency is set up here, so nobody can vote: please tell the help desk"),
        )
    return _real(
        settings.DURE_IDENTITY_URL,
        settings.DURE_IDENTITY_WINDOW,
        settings.DURE_IDENTITY_ID,
        settings.DURE_IDENTITY_SECRET,
        settings.DURE_IDENTITY_PRODUCT,
        settings.DURE_IDENTITY_RETURN,
        settings.DURE_IDENTITY_RETRY,
    )


@lru_cache(maxsize=1)
def _real(
    url: str,
    window: str,
    client_id: str,
    secret: str,
    product: str,
    method: str,
    temporary: frozenset[str],
) -> IdentityClient:
    return IdentityClient(
        url=url,
        window=window,
        client_id=client_id,
        secret=secret,
        product=product,
        method=method,
        temporary=temporary,
    )


@lru_cache(maxsize=1)
def _stub() -> IdentityClient:
    from dure.adapters.identity.stub import ID, PRODUCT, SECRET, WINDOW, start_stub

    url = start_stub()[1]
    return IdentityClient(url=url, window=url + WINDOW, client_id=ID, secret=SECRET, product=PRODUCT)
