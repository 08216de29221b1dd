"""Files of referrals over the network: sent once, tried again, answers noted once; off by default."""

from __future__ import annotations

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.financing import LATER, agreed, financed, handed, state, teller
from tests.domains.granting import TODAY, officer, owner
from tests.domains.people import person

from dure.adapters.finance_body import Unreachable
from dure.adapters.finance_body.stub import KEY, StubServer, running_stub
from dure.domains.accounts.actors import SYSTEM
from dure.domains.accounts.refusals import NotAllowed
from dure.domains.referrals.exchange import key_of
from dure.domains.referrals.models import Handover, Referral, Sending
from dure.domains.referrals.services.carry_handover import carry_handover
from dure.domains.referrals.services.fetch_answers import fetch_answers
from dure.domains.referrals.services.send_handover import send_handover
from dure.engine.problems import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def stub(settings):
    with running_stub() as (server, url):
        settings.DURE_FINANCE_URL, settings.DURE_FINANCE_KEY = url, KEY
        yield server


def made() -> tuple[int, int]:
    """Hand one merchant over for a loan; return the file and the referral."""
    financed(1, "loan")
    pk = agreed(1, "loan", 10_000_000)
    return handed("loan").handover_id, pk


def asked(file: int) -> int:
    return send_handover(actor=officer(), now=LATER, handover_id=file)


def carried(sending: int) -> bool:
    return carry_handover(actor=SYSTEM, now=LATER, sending_id=sending)


def answer(server: StubServer, pk: int, *moves: str, **more: object) -> None:
    """Let the body answer, one move after the other."""
    reference = Referral.objects.get(pk=pk).reference
    key = key_of(Handover.objects.get())
    had = server.answers.setdefault(key, [])
    for move in moves:
        had.append(
            {"no": len(had) + 1, "reference": reference, "move": move, "on": TODAY.isoformat(), **more}
        )


def test_without_an_exchange_nothing_is_sent():
    file, _pk = made()
    with pytest.raises(Refused) as refused:
        asked(file)
    assert codes(refused) == ["finance.none"]
    assert Sending.objects.count() == 0


def test_a_file_is_taken_once_with_what_was_agreed_to(stub):
    file, pk = made()
    sending = asked(file)
    assert asked(file) == sending
    assert carried(sending)
    assert carried(sending)
    assert stub.handed == 1
    (parcel,) = stub.parcels.values()
    (row,) = parcel["rows"]
    assert (row["reference"], row["kind"]) == (Referral.objects.get(pk=pk).reference, "new")
    assert row["told"]["신청금액"] == "10000000"
    assert parcel["sha256"] == Handover.objects.get().content_hash


def test_two_workers_refer_nobody_twice(stub):
    file, _pk = made()
    sending = asked(file)
    twice_at_once(lambda: carried(sending))
    assert stub.handed == 1
    assert Sending.objects.get().state == "taken"


def test_a_body_that_is_away_is_tried_again_and_one_that_refuses_waits_for_an_officer(stub, settings):
    file, _pk = made()
    sending = asked(file)
    stub.fails = 1
    with pytest.raises(Unreachable):
        carried(sending)
    row = Sending.objects.get()
    assert (row.state, row.tries, row.fault) == ("waiting", 1, "503")
    settings.DURE_FINANCE_KEY = "another"
    assert not carried(sending)
    row.refresh_from_db()
    assert (row.state, row.tries, row.fault) == ("refused", 2, "SIGNATURE")
    settings.DURE_FINANCE_KEY = KEY
    asked(file)
    assert carried(sending)


def test_answers_are_noted_once_in_their_order(stub):
    file, pk = made()
    carried(asked(file))
    answer(stub, pk, "receive")
    answer(stub, pk, "approve", won=8_000_000)
    assert fetch_answers(actor=teller(), now=LATER, handover_id=file) == 2
    assert fetch_answers(actor=teller(), now=LATER, handover_id=file) == 0
    one = Referral.objects.get(pk=pk)
    assert (one.state, one.decided_won) == ("approved", 8_000_000)


def test_two_who_fetch_at_once_note_each_answer_once(stub):
    file, pk = made()
    carried(asked(file))
    answer(stub, pk, "receive")
    who = teller()
    found = twice_at_once(lambda: fetch_answers(actor=who, now=LATER, handover_id=file))
    assert state(pk) == "received"
    assert Sending.objects.get().answers_read == 1
    assert found is not None


def test_one_wrong_answer_and_none_is_noted(stub):
    file, pk = made()
    carried(asked(file))
    answer(stub, pk, "receive")
    answer(stub, pk, "approve", won=99_000_000)
    with pytest.raises(Refused) as refused:
        fetch_answers(actor=teller(), now=LATER, handover_id=file)
    assert codes(refused) == ["referrals.above_asked"]
    assert [problem.line for problem in refused.value.problems] == [2]
    assert state(pk) == "sent"
    assert Sending.objects.get().answers_read == 0


def test_a_file_that_is_not_there_has_no_answers(stub):
    file, _pk = made()
    with pytest.raises(Refused) as refused:
        fetch_answers(actor=teller(), now=LATER, handover_id=file)
    assert codes(refused) == ["finance.not_there"]


def test_only_officers_send_and_fetch_and_only_the_service_carries(stub):
    file, _pk = made()
    for who in (owner(1), person("accountant", email="acc-x@test.example")):
        with pytest.raises(NotAllowed):
            send_handover(actor=who, now=LATER, handover_id=file)
    sending = asked(file)
    with pytest.raises(NotAllowed):
        carry_handover(actor=officer(), now=LATER, sending_id=sending)
