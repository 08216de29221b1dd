"""The ledger sealed, added anew and watched: what was changed past its triggers does not stay unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.domains.people import NOW, person
from tests.jobs.running import run_task

from dure.domains.accounts.actors import SYSTEM
from dure.domains.events import sealing
from dure.domains.events.act import act
from dure.domains.events.models import Event
from dure.domains.ledger.ledger_report import LedgerVerified
from dure.domains.ledger.models import Account, LedgerCheck, LedgerSeal, OpenHold, Transfer
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import Leg, Posted, hold, move, post, take
from dure.domains.ledger.proving import verify_ledger
from dure.domains.ledger.services.check_ledger import check_ledger
from dure.domains.ledger.services.expire_holds import EXPIRED, expire_holds
from dure.domains.ledger.services.seal_ledger import seal_ledger
from dure.domains.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def opened() -> tuple[int, int, int]:
    with act("test.open", actor=SYSTEM, now=NOW) as this:
        some = [NewAccount("source", "s", guard="none"), NewAccount("budget", "b"), NewAccount("paid", "p")]
        found = open_accounts(this, some)
    return found["source"], found["budget"], found["paid"]


def posted(key: str, *legs: Leg) -> Posted:
    with act("test.post", actor=SYSTEM, now=NOW, reason="why") as this:
        return post(this, key=key, what="test", legs=legs)


def spent() -> tuple[int, int, int]:
    """Return three accounts between which a budget was given, half spoken for and a part spent."""
    source, budget, paid = opened()
    posted("fund", move(source, budget, 1_000))
    held = posted("hold", hold(budget, paid, 500)).hold()
    posted("spend", move(budget, paid, 200), take(held, budget, paid, 300))
    return source, budget, paid


def seal() -> int:
    return seal_ledger(actor=SYSTEM, now=NOW)


def verified(*published: str) -> LedgerVerified:
    with transaction.atomic():
        return verify_ledger(published=published)


def codes(found: LedgerVerified) -> list[tuple[str, str]]:
    return [(f.code, f.where) for f in found.proof.faults] + [(f.code, "seal") for f in found.seals.faults]


def past_the_triggers(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        for switch in ("DISABLE", "ENABLE"):
            for table in ("ledger_transfer", "ledger_account", "ledger_ledgerseal", "ledger_openhold"):
                cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")
            if switch == "DISABLE":
                cursor.execute(statement, values)


def test_what_was_posted_the_time_before_is_sealed_in_one_chain_and_told_as_an_event():
    spent()
    assert (seal(), seal(), seal()) == (0, 1, 0)
    source, budget, _paid = opened()
    posted("more", move(source, budget, 7))
    assert (seal(), seal()) == (0, 1)
    first, second = LedgerSeal.objects.order_by("pk")
    assert (first.count, second.count, first.previous, second.previous) == (4, 1, "0" * 64, first.hash)
    told = Event.objects.filter(act="ledger.seal").order_by("id")
    assert [one.details["hash"] for one in told] == [first.hash, second.hash]
    found = verified(first.hash)
    assert (found.sound, found.proof.transfers, found.proof.journals, found.proof.open_holds) == (
        True,
        5,
        4,
        0,
    )
    assert (found.seals.events, found.seals.unsealed, found.seals.last_hash) == (5, 0, second.hash)


def test_many_transfers_are_sealed_in_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 3)
    source, budget, _paid = opened()
    for n in range(4):
        posted(f"n{n}", move(source, budget, 1), move(source, budget, 2))
    seal()
    assert seal() >= 3
    assert sum(LedgerSeal.objects.values_list("count", flat=True)) == 8
    assert verified().sound


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE ledger_transfer SET amount = 201 WHERE amount = 200",
            [("total", "budget"), ("total", "paid"), ("changed", "seal")],
        ),
        ("UPDATE ledger_transfer SET reason = 'other' WHERE amount = 200", [("changed", "seal")]),
        ("UPDATE ledger_transfer SET happened_at = happened_at - interval '1 day' WHERE amount = 200",
         [("changed", "seal")]),
        ("UPDATE ledger_account SET code = 'mine' WHERE code = 'paid'", [("changed", "seal")]),
        (
            "UPDATE ledger_account SET credits = credits + 1 WHERE code = 'paid'",
            [("total", "paid"), ("unit", "KRW")],
        ),
        ("DELETE FROM ledger_ledgerseal", []),
    ],
)  # fmt: skip
def test_a_change_past_the_triggers_is_found_and_placed(statement, expected):
    spent()
    seal()
    seal()
    assert codes(verified()) == []
    past_the_triggers(statement)
    assert codes(verified()) == expected


def test_a_seal_that_is_gone_is_missed_by_whoever_kept_its_hash():
    spent()
    seal()
    seal()
    kept = LedgerSeal.objects.get().hash
    past_the_triggers("DELETE FROM ledger_ledgerseal")
    assert [(f.code, f.hash) for f in verified(kept).seals.faults] == [("lost", kept)]


def test_strangers_orphans_and_crossed_units_are_found():
    spent()
    past_the_triggers("UPDATE ledger_transfer SET act_id = NULL WHERE amount = 1000")
    past_the_triggers("UPDATE ledger_account SET unit = 'AD_POINT' WHERE code = 'source'")
    found = {code for code, _where in codes(verified())}
    assert found == {"orphan", "crossed", "unit"}
    past_the_triggers("DELETE FROM ledger_account WHERE code = 'source'")
    assert "stranger" in {code for code, _where in codes(verified())}


def test_a_check_that_finds_a_fault_is_an_alarm(client):
    person("officer")
    spent()
    assert client.get("/healthz").json()["ledger"] == "unchecked"
    run_task("ledger.check")
    kept = LedgerCheck.objects.get()
    assert (kept.transfers, kept.journals, kept.open_holds, kept.faults) == (4, 3, 0, [])
    assert client.get("/healthz").json()["ledger"] == "ok"
    assert Notice.objects.count() == 0
    past_the_triggers("UPDATE ledger_account SET credits = credits + 1 WHERE code = 'paid'")
    assert check_ledger(actor=SYSTEM, now=NOW) == 2
    assert LedgerCheck.objects.latest("pk").faults == [["total", "paid"], ["unit", "KRW"]]
    assert client.get("/healthz").json()["ledger"] == "faulty"
    told = Notice.objects.get(template="ledger_fault")
    assert told.parameters == {"count": 2, "fault": "total", "where": "paid"}
    assert Event.objects.filter(act="ledger.check").latest("id").details["faults"] == 2


def test_a_hold_that_nobody_took_in_time_is_released_once():
    source, budget, paid = opened()
    posted("fund", move(source, budget, 1_000))
    early = posted("early", hold(budget, paid, 100, NOW + timedelta(days=1)))
    posted("late", hold(budget, paid, 200, NOW + timedelta(days=3)))
    posted("ever", hold(budget, paid, 300))
    assert expire_holds(actor=SYSTEM, now=NOW) == 0
    assert expire_holds(actor=SYSTEM, now=NOW + timedelta(days=1)) == 1
    assert expire_holds(actor=SYSTEM, now=NOW + timedelta(days=1)) == 0
    now = Account.objects.get(pk=budget)
    assert (now.debits, now.held_debits) == (0, 500)
    released = Transfer.objects.get(kind=3)
    assert (released.hold_journal, released.amount, released.what) == (early.id, 100, "hold_expired")
    assert Event.objects.filter(act="ledger.expire_hold").count() == 1
    assert verified().proof.open_holds == 2


def test_what_has_expired_is_read_from_its_marks_and_not_from_all_holds():
    source, budget, paid = opened()
    posted("fund", move(source, budget, 1_000))
    for n in range(20):
        held = posted(f"h{n}", hold(budget, paid, 10, NOW + timedelta(days=n))).hold()
        if n % 2:
            posted(f"t{n}", take(held, budget, paid, 10))
    assert OpenHold.objects.count() == 10
    with transaction.atomic(), connection.cursor() as cursor:
        # As on tables that are too large to be read from end to end.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        cursor.execute(
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + EXPIRED, [NOW + timedelta(days=4), 10_000]
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "open_hold_by_expiry on ledger_openhold (actual rows=3 loops=1)" in plan
    assert "ledger_transfer_pkey on ledger_transfer h (actual rows=1 loops=3)" in plan


def test_a_mark_that_does_not_fit_its_hold_is_found():
    _source, budget, paid = spent()
    posted("late", hold(budget, paid, 100, NOW + timedelta(days=3)))
    past_the_triggers("DELETE FROM ledger_openhold")
    assert [code for code, _where in codes(verified())] == ["mark"]


def test_marks_are_written_by_posting_alone():
    _source, budget, paid = spent()
    posted("late", hold(budget, paid, 100, NOW + timedelta(days=3)))
    with pytest.raises(ProgrammingError, match="ledger_post alone"):
        OpenHold.objects.all().delete()
    assert OpenHold.objects.count() == 1


def test_no_foreign_key_looks_at_each_posting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid IN ('ledger_account'::regclass, 'ledger_transfer'::regclass)"
        )
        assert cursor.fetchall() == []
