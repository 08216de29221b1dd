"""Finance bodies over the network: taken once, signed both ways, answers in order, faults told apart."""

from __future__ import annotations

from datetime import date

import pytest

from dure.adapters.finance_body import Answered, Faulty, FinanceBodyClient, Parcel, ReferralRow, Unreachable
from dure.adapters.finance_body.stub import KEY, running_stub

PARCEL = Parcel(
    "magpie/loan/1", "magpie", "loan", "body", "0" * 64,
    (
        ReferralRow("R00000001", "new", {"상호": "가상상회", "신청금액": "1000000"}),
        ReferralRow("R00000002", "withdrawn"),
    ),
)  # fmt: skip
TAKEN = {
    "no": 1, "reference": "R00000001", "move": "take_up", "on": "2025-03-28", "won": 900_000,
    "starts_on": "2025-03-28", "ends_on": "2026-03-28", "contract_no": "L-1", "reason": "",
}  # fmt: skip


@pytest.fixture
def stub():
    with running_stub() as (server, url), FinanceBodyClient(url, KEY) as client:
        yield server, url, client


def test_a_parcel_is_taken_once_however_often_it_is_handed_over(stub):
    server, _url, client = stub
    client.hand_over(PARCEL)
    client.hand_over(PARCEL)
    assert server.handed == 1
    assert server.parcels[PARCEL.key]["rows"] == [
        {"reference": "R00000001", "kind": "new", "told": {"상호": "가상상회", "신청금액": "1000000"}},
        {"reference": "R00000002", "kind": "withdrawn", "told": {}},
    ]
    other = Parcel(PARCEL.key, "magpie", "loan", "body", "1" * 64, PARCEL.rows)
    with pytest.raises(Faulty) as fault:
        client.hand_over(other)
    assert fault.value.code == "KEY_USED"


def test_answers_after_a_number_are_read_with_their_days(stub):
    server, _url, client = stub
    client.hand_over(PARCEL)
    server.answers[PARCEL.key] = [TAKEN, TAKEN | {"no": 2, "move": "end", "won": None, "contract_no": None}]
    first, second = client.answers(PARCEL.key, 0)
    assert first == Answered(
        1, "R00000001", "take_up", date(2025, 3, 28), 900_000, date(2025, 3, 28), date(2026, 3, 28), "L-1"
    )
    assert (second.move, second.won, second.contract_no) == ("end", None, "")
    assert client.answers(PARCEL.key, 1) == [second]
    assert client.answers(PARCEL.key, 2) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"move": "decide"}, {"on": "28.03.2025"}, {"won": "many"}, {"won": True}, {"starts_on": "soon"},
    ],
)  # fmt: skip
def test_what_is_not_of_the_contract_is_no_answer(stub, wrong):
    server, _url, client = stub
    client.hand_over(PARCEL)
    server.answers[PARCEL.key] = [TAKEN | wrong]
    with pytest.raises(Unreachable):
        client.answers(PARCEL.key, 0)


def test_answers_out_of_order_are_none(stub):
    server, _url, client = stub
    client.hand_over(PARCEL)
    server.answers[PARCEL.key] = [TAKEN | {"no": 3}, TAKEN | {"no": 2}]
    with pytest.raises(Unreachable):
        client.answers(PARCEL.key, 0)


def test_another_key_is_refused_by_the_body(stub):
    _server, url, _client = stub
    with FinanceBodyClient(url, "another") as stranger, pytest.raises(Faulty) as fault:
        stranger.hand_over(PARCEL)
    assert fault.value.code == "SIGNATURE"


def test_an_answer_that_is_not_signed_with_our_key_is_none(stub):
    server, _url, client = stub
    server.answer_key = "another"
    with pytest.raises(Unreachable):
        client.hand_over(PARCEL)


def test_a_body_that_is_away_can_be_asked_again(stub):
    server, _url, client = stub
    server.fails = 1
    with pytest.raises(Unreachable):
        client.hand_over(PARCEL)
    client.hand_over(PARCEL)
    assert server.handed == 1


def test_nobody_there_is_unreachable():
    with FinanceBodyClient("http://127.0.0.1:9/v1", KEY) as client, pytest.raises(Unreachable):
        client.answers("x", 0)
