"""The agency's codes, and what they are to us, in one table."""

from __future__ import annotations

GATEWAY_OK = "1200"
"""``GW_RSLT_CD`` of the data header: the gateway took the request."""
GATEWAY_TEMPORARY = frozenset({"1500", "1502", "1503"})
"""Of the gateway itself: asking again may help. Every other one is a fault of ours. Unverified: a setting."""

METHOD = "get"
"""``methodtype``: how the window sends the browser back, ``get`` or ``post``. That ``get`` brings the answer
in the query is unverified: a setting."""

ANSWER_OK = "P000"
"""``rsp_cd``: the request was answered; codes with EAPI are faults."""
ISSUED = "0000"
"""``result_cd`` of the token: 0001 a field is missing, 0003 no customer of this service, 0099 other."""

VERIFIED = "0000"
"""``resultcode`` of the answer that the browser brings; all others: the person was not verified."""

FORGED, OTHER_REQUEST, BROKEN, NO_PERSON = "forged", "other_request", "broken", "no_person"
"""Ours: the seal does not hold, the answer is to another request, it cannot be read, it names nobody."""
