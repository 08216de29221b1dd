"""What a till of a shop asks, in JSON (docs/api/till.yaml): the balance of a voucher, a spend, giving back.

A key in the header says which shop it is. There is no session and no cookie: no page can make a browser ask.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.vouchers.services.give_back import give_back
from dure.domains.vouchers.services.look_at_wallet import look_at_wallet
from dure.domains.vouchers.services.spend import Taken, spend
from dure.domains.vouchers.tills import Till, spend_with, till_of
from dure.engine.problems import Problem, Refused
from dure.language import Language, translate
from dure.web.actors import asked_at

MOST_BYTES = 4_096
STATUS = {
    "till.key": 401,
    "till.not_allowed": 403,
    "till.no_such_spend": 404,
    "vouchers.key": 409,
    "till.large": 413,
    "vouchers.tries": 429,
}
"""Of faults that are not 422."""
FIELDS: dict[str, dict[str, type]] = {
    "till_balance": {"code": str},
    "till_spend": {"code": str, "won": int, "key": str},
    "till_give_back": {"won": int, "key": str, "reason": str},
}
"""What each question has to tell, by the name of its address."""
OPTIONAL: dict[str, dict[str, type]] = {"till_spend": {"happened_at": str}}

Answer = Callable[[HttpRequest, Till, Mapping[str, Any], datetime], dict[str, Any]]


class _Fault(Exception):
    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(code)


def _question(name: str, answer: Answer) -> Any:
    @csrf_exempt
    @require_POST
    def view(request: HttpRequest, **path: Any) -> JsonResponse:
        now = asked_at(request)
        try:
            till = _till(request, now)
            told = _told(request, name)
            return _json(200, answer(request, till, {**told, **path}, now))
        except _Fault as fault:
            return _faults(STATUS.get(fault.code, 422), [(fault.code, fault.message)])
        except NotAllowed:
            return _faults(
                403, [("till.not_allowed", "whoever made this key does not act for the shop any more")]
            )
        except Refused as refused:
            return _refused(request, refused.problems)

    return view


def _till(request: HttpRequest, now: datetime) -> Till:
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    found = till_of(text.strip(), now) if kind.lower() == "bearer" else None
    if found is None:
        raise _Fault("till.key", "send a key in force: Authorization: Bearer KEY")
    return found


def _told(request: HttpRequest, name: str) -> dict[str, Any]:
    """Return what was sent, of the right kinds; raises _Fault with the field that is not."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise _Fault("till.large", "the question is too large")
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise _Fault("till.json", "the question is not JSON") from None
    if not isinstance(sent, dict):
        raise _Fault("till.json", "the question is not an object")
    wanted, more = FIELDS[name], OPTIONAL.get(name, {})
    for field, kind in (wanted | more).items():
        value = sent.get(field)
        if (value is None and field in wanted) or (
            value is not None and (not isinstance(value, kind) or isinstance(value, bool))
        ):
            raise _Fault("till.field", f"{field}: {'a whole number' if kind is int else 'a text'} is needed")
    if unknown := set(sent) - set(wanted) - set(more):
        raise _Fault("till.field", f"{min(unknown)}: not known here")
    return sent


def _balance(_request: HttpRequest, till: Till, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    found = look_at_wallet(actor=till.actor, now=now, shop_id=till.shop_id, code=told["code"])
    return {
        "left_won": found.left_won,
        "ends_on": None if found.ends_on is None else found.ends_on.isoformat(),
        "unit_won": found.unit_won,
    }


def _spend(_request: HttpRequest, till: Till, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    happened = told.get("happened_at")
    moment = None if happened is None else _moment(happened)
    done = spend(
        actor=till.actor, now=now, shop_id=till.shop_id, code=told["code"], won=told["won"], key=told["key"],
        happened_at=moment,
    )  # fmt: skip
    return _taken(done)


def _give_back(_request: HttpRequest, till: Till, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    of = spend_with(till.shop_id, told["spend"])
    if of is None:
        raise _Fault("till.no_such_spend", "this shop took nothing under this key")
    done = give_back(
        actor=till.actor, now=now, spend_id=of, won=told["won"], key=told["key"], reason=told["reason"]
    )
    return _taken(done)


def _taken(done: Taken) -> dict[str, Any]:
    return {"spend_id": done.spend_id, "won": done.won, "left_won": done.left_won}


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _Fault("till.field", "happened_at: an instant with its offset is needed")
    return found


def _refused(request: HttpRequest, problems: tuple[Problem, ...]) -> JsonResponse:
    wanted = request.headers.get("Accept-Language", "ko")
    language: Language = "en" if wanted.startswith("en") else "ko"
    status = max((STATUS.get(one.code, 422) for one in problems), default=422)
    return _faults(
        status, [(one.code, translate(one.message, language, dict(one.params))) for one in problems]
    )


def _faults(status: int, faults: list[tuple[str, str]]) -> JsonResponse:
    return _json(status, {"errors": [{"code": code, "message": message} for code, message in faults]})


def _json(status: int, told: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer


balance = _question("till_balance", _balance)
take = _question("till_spend", _spend)
back = _question("till_give_back", _give_back)
