"""Who buys vouchers: a person whom the identity agency verified, known again by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings

from dure.adapters.identity import NotVerified
from dure.adapters.identity.client import read_answer
from dure.domains.privacy.encryption import key_of
from dure.engine.problems import msg, refuse


def buyer_of(programme: str, ci: str) -> str:
    """Return by what a person is known in one programme: it says nothing anywhere else.

    Made from the oldest of the service's keys: changing keys must not let somebody buy more than others.
    """
    key = key_of(settings.DURE_DATA_KEYS[-1], f"dure.voucher/{programme}/buyer")
    return hmac.new(key, ci.encode(), hashlib.sha256).hexdigest()


def buyer_verified(programme: str, query: Mapping[str, str], *, key: str, request_no: str) -> str:
    """Return the mark of the person whom the agency verified; raises Refused where nobody was."""
    try:
        person = read_answer(query, key=key, request_no=request_no)
    except NotVerified as error:
        raise refuse(
            "vouchers.not_verified",
            msg("your identity was not verified ({why}): nothing was kept; you can try again"),
            why=error.code,
        ) from None
    return buyer_of(programme, person.ci)
