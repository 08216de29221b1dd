"""Payments in the demo: paid, failed and waiting, and a batch that a second officer has to approve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dure.adapters.payout import Answer
from dure.adapters.payout.codes import PAID
from dure.adapters.payout.layout import draw
from dure.domains.accounts.actors import SignedActor
from dure.domains.claims.services.check_line import check_line
from dure.domains.payments.batches import transfers_of
from dure.domains.payments.queries import batch as batch_by
from dure.domains.payments.queries import own_list
from dure.domains.payments.services.approve_batch import approve_batch
from dure.domains.payments.services.decide_account import decide_account
from dure.domains.payments.services.draft_batch import draft_batch
from dure.domains.payments.services.read_results import read_results
from dure.domains.payments.services.send_batch import send_batch
from dure.domains.payments.services.tell_account import Told, tell_account
from dure.service.demo.claims import SHOOT, Line, claimed
from dure.service.demo.partners import PROGRAMME
from dure.service.demo.scene import at

_DAY = date(2025, 3, 21)
_NO_SUCH_ACCOUNT = "0101"
_BANNERS = (Line("기획전 배너 제작", "가상디자인", 2_400_000, 240_000, date(2025, 3, 19)),)
_LEAFLETS = (Line("기획전 안내문", "가상인쇄", 800_000, 80_000, date(2025, 3, 20)),)


def load_payments(
    officer: SignedActor, second: SignedActor, third: SignedActor, firms: Mapping[str, SignedActor]
) -> None:
    """Approve what executors spent themselves, pay one, let the bank refuse another, leave one in a batch."""
    for executor, title, lines in (("maple", "홍보 사진", SHOOT), ("birch", "기획전 배너", _BANNERS)):
        _approved(officer, firms[executor], executor, title, lines)
        _account(second, firms[executor], executor)
    first = draft_batch(
        actor=second,
        now=at("2025-03-21T13:00:00"),
        programme=PROGRAMME,
        way="file",
        pay_on=_DAY,
        key="demo-1",
    )
    approve_batch(actor=third, now=at("2025-03-21T13:30:00"), batch_id=first)
    send_batch(actor=third, now=at("2025-03-21T14:00:00"), batch_id=first)
    sent = batch_by(third, first)
    assert sent is not None, "sent above"
    answers = {1: Answer(1, PAID, _DAY), 2: Answer(2, _NO_SUCH_ACCOUNT, _DAY)}
    read_results(
        actor=second, now=at("2025-03-21T17:30:00"), batch_id=first,
        content=draw(transfers_of(sent), answers),
    )  # fmt: skip
    _approved(officer, firms["maple"], "maple", "기획전 안내문", _LEAFLETS)
    draft_batch(
        actor=second, now=at("2025-03-21T17:40:00"), programme=PROGRAMME, way="file",
        pay_on=date(2025, 3, 25), key="demo-2",
    )  # fmt: skip


def _approved(
    officer: SignedActor, who: SignedActor, executor: str, title: str, lines: tuple[Line, ...]
) -> None:
    for line, one in zip(claimed(who, executor, title, lines, "after"), lines, strict=True):
        check_line(
            actor=officer, now=at("2025-03-21T12:00:00"), line_id=line, approved_won=one.supply + one.vat
        )


def _account(officer: SignedActor, who: SignedActor, executor: str) -> None:
    """Tell the account of an executor, invented, and have it confirmed."""
    (payee,) = [one for one in own_list(who) if (one.programme, one.code) == (PROGRAMME, executor)]
    told = Told("004", {"maple": "0001234567890", "birch": "0009876543210"}[executor], "가상예금주")
    pk = tell_account(actor=who, now=at("2025-03-21T12:10:00"), payee_id=payee.pk, told=told)
    decide_account(
        actor=officer,
        now=at("2025-03-21T12:30:00"),
        account_id=pk,
        confirmed=True,
        answer="통장 사본을 확인했습니다.",
    )
