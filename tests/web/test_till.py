"""What tills ask: by a key of their shop alone, each once, and as docs/api/till.yaml says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve, reverse
from ruamel.yaml import YAML
from tests.domains.granting import THEN
from tests.domains.vouching import LATER, LOCAL, bought, left_won, on_sale, shop, shopkeeper_of

from dure.domains.accounts.models import User
from dure.domains.merchants.models import MerchantMember
from dure.domains.vouchers.models import Shop, Spend, TillKey, Wallet
from dure.domains.vouchers.services.end_till_key import end_till_key
from dure.domains.vouchers.services.make_till_key import make_till_key
from dure.engine.problems import Refused
from dure.web.vouchers import till

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = Path(__file__).resolve().parents[2] / "docs" / "api" / "till.yaml"


@pytest.fixture
def sold(monkeypatch) -> tuple[Wallet, Shop, str]:
    """Return a voucher, a shop that takes it, and a key of the shop's till."""
    monkeypatch.setenv("DURE_NOW", LATER.isoformat())
    one = bought(on_sale())
    at = shop(programme=LOCAL, benefit="local", issuer="bomnae", region="51110")
    made = make_till_key(actor=shopkeeper_of(at), now=THEN, shop_id=at.pk, name="계산대 1")
    return one, at, made.text


def ask(client: Any, path: str, key: str, told: object) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        f"/api/v1/till/{path}", json.dumps(told), content_type="application/json",
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )  # fmt: skip
    return answer.status_code, answer.json()


def codes(told: dict[str, Any]) -> list[str]:
    return [one["code"] for one in told["errors"]]


def test_a_till_looks_takes_and_gives_back_each_once(client, sold):
    one, _at, key = sold
    assert ask(client, "balance", key, {"code": one.code}) == (
        200, {"left_won": 100_000, "ends_on": "2030-06-01", "unit_won": None},
    )  # fmt: skip
    told = {"code": one.code, "won": 30_000, "key": "sale-1"}
    first = ask(client, "spends", key, told)
    assert (first[0], first[1]["won"], first[1]["left_won"]) == (200, 30_000, 70_000)
    assert ask(client, "spends", key, told) == first
    back = {"won": 10_000, "key": "back-1", "reason": "반품"}
    gave = ask(client, "spends/sale-1/back", key, back)
    assert (gave[0], gave[1]["left_won"]) == (200, 80_000)
    assert ask(client, "spends/sale-1/back", key, back) == gave
    assert left_won(one) == 80_000
    assert Spend.objects.count() == 1


def test_another_amount_under_the_same_key_is_a_conflict(client, sold):
    one, _at, key = sold
    ask(client, "spends", key, {"code": one.code, "won": 30_000, "key": "s"})
    status, told = ask(client, "spends", key, {"code": one.code, "won": 31_000, "key": "s"})
    assert (status, codes(told)) == (409, ["vouchers.key"])


@pytest.mark.parametrize("key", ["", "dure_till_wrong", "wrong"])
def test_without_a_key_in_force_nothing_is_told(client, sold, key):
    one, _at, _key = sold
    status, told = ask(client, "balance", key, {"code": one.code})
    assert (status, codes(told)) == (401, ["till.key"])


def test_a_key_opens_nothing_once_it_ended_or_its_maker_left(client, sold):
    one, at, key = sold
    MerchantMember.objects.filter(merchant=at.merchant).update(until=THEN)
    status, told = ask(client, "balance", key, {"code": one.code})
    assert (status, codes(told)) == (403, ["till.not_allowed"])
    MerchantMember.objects.filter(merchant=at.merchant).update(until=None)
    assert ask(client, "balance", key, {"code": one.code})[0] == 200
    User.objects.filter(pk=shopkeeper_of(at).user_id).update(is_active=False)
    assert ask(client, "balance", key, {"code": one.code})[0] == 401
    User.objects.filter(pk=shopkeeper_of(at).user_id).update(is_active=True)
    end_till_key(actor=shopkeeper_of(at), now=LATER, till_key_id=TillKey.objects.get().pk)
    assert ask(client, "balance", key, {"code": one.code})[0] == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": 1}, {"won": "30000"}, {"won": True}, {"key": None}, {"more": 1}, {"happened_at": "noon"},
        {"happened_at": "2025-06-02T10:00:00"}, {"won": 0}, {"won": 100_001}, {"code": "0000000000000000"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_taken(client, sold, wrong):
    one, _at, key = sold
    told = {"code": one.code, "won": 30_000, "key": "s"} | wrong
    status, answer = ask(client, "spends", key, told)
    assert status == 422
    assert answer["errors"][0]["message"]
    assert Spend.objects.count() == 0


def test_guessing_codes_ends_with_too_many_tries(client, sold):
    from dure.domains.vouchers.opening import new_code
    from dure.domains.vouchers.tried import TRIES

    one, _at, key = sold
    for _n in range(TRIES):
        assert ask(client, "balance", key, {"code": new_code()})[0] == 422
    assert ask(client, "balance", key, {"code": one.code})[0] == 429


def test_a_spend_of_nobody_is_not_found(client, sold):
    _one, _at, key = sold
    status, told = ask(client, "spends/none/back", key, {"won": 1, "key": "b", "reason": "x"})
    assert (status, codes(told)) == (404, ["till.no_such_spend"])


def test_two_keys_of_one_name_and_a_nameless_one_are_refused(sold):
    _one, at, _key = sold
    for name in ("계산대 1", " "):
        with pytest.raises(Refused) as refused:
            make_till_key(actor=shopkeeper_of(at), now=LATER, shop_id=at.pk, name=name)
        assert [one.code for one in refused.value.problems] == ["vouchers.till_name"]
    assert TillKey.objects.count() == 1
    assert "dure_till_" not in str(TillKey.objects.values())


def test_the_page_shows_a_key_once_and_ends_it(client, sold):
    _one, at, _key = sold
    client.force_login(User.objects.get(pk=shopkeeper_of(at).user_id))
    url = reverse("voucher_till_keys", args=[at.pk])
    made = client.post(url, {"name": "계산대 2"})
    assert "dure_till_" in made.content.decode()
    assert "dure_till_" not in client.get(url).content.decode()
    second = TillKey.objects.get(name="계산대 2")
    client.post(url, {"end": str(second.pk)})
    second.refresh_from_db()
    assert second.ended_at is not None


def test_the_paper_and_the_addresses_tell_the_same():
    paper = YAML(typ="safe").load(PAPER.read_text(encoding="utf-8"))
    (base,) = (one["url"] for one in paper["servers"])
    named = {}
    for path, methods in paper["paths"].items():
        ((method, told),) = methods.items()
        assert method == "post"
        named[told["operationId"]] = path
        assert resolve(base + path.replace("{spend}", "x")).url_name == told["operationId"]
    assert set(named) == set(till.FIELDS)
    kinds = {"string": str, "integer": int}
    for name, fields in till.FIELDS.items():
        schema = paper["components"]["schemas"][name]
        assert set(schema["required"]) == set(fields)
        known = fields | till.OPTIONAL.get(name, {})
        assert {field: kinds[one["type"]] for field, one in schema["properties"].items()} == known
    words = paper["components"]["responses"]["Faults"]["description"]
    assert all(str(status) in words for status in till.STATUS.values())
