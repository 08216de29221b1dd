"""``dure ledger verify``: exit 0 where the ledger holds, 1 where it does not, naming each place."""

from __future__ import annotations

import pytest

from dure.cli.main import main
from dure.domains.events.seal_report import SealFault, SealReport
from dure.domains.ledger.ledger_report import LedgerFault, LedgerReport, LedgerVerified
from dure.service import verifying


def test_a_ledger_that_holds_is_exit_0(monkeypatch, capsys):
    found = LedgerVerified(LedgerReport(3, 4, 5, 1, ()), SealReport(2, 4, 1, "ab", ()))
    monkeypatch.setattr(verifying, "verify_ledger", lambda published: found)
    assert main(["ledger", "verify", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 accounts, 4 journals, 5 transfers, 1 open holds",
        "2 seals over 4 transfers; 1 not sealed yet; last hash ab",
        "the ledger holds: every total is what its transfers add up to",
    ]


def test_every_fault_is_exit_1_and_placed(monkeypatch, capsys):
    asked: list[object] = []
    faults = tuple(
        LedgerFault(code, "x", 1, 2)
        for code in ("total", "limit", "unit", "crossed", "hold", "orphan", "stranger")
    )
    broken = (SealFault("changed", 1, 3, 2, 3), SealFault("chain", 4, 6), SealFault("gap", 7, 8))
    found = LedgerVerified(
        LedgerReport(3, 4, 5, 1, faults), SealReport(2, 4, 1, "ab", (*broken, SealFault("lost", hash="cd")))
    )
    monkeypatch.setattr(verifying, "verify_ledger", lambda published: asked.append(published) or found)
    assert main(["ledger", "verify", "--lang", "en", "--published", "cd"]) == 1
    assert asked == [["cd"]]
    said = capsys.readouterr().out.splitlines()
    assert said[:11] == [
        "account x: 1 stands on it, its transfers add up to 2",
        "account x: 1 stands on it, past its bound 2",
        "unit x: debits 1 and credits 2 differ, or what is held does",
        "transfer x: its two accounts have different units",
        "transfer x: 1 does not fit the hold of 2 that it ends",
        "transfer x: nothing says why, by whom and when",
        "transfer x: one of its accounts is not there",
        "transfers 1 to 3: changed, added or gone (2 there, 3 sealed)",
        "transfers 4 to 6: their seal does not follow the one before",
        "transfers 7 to 8: no seal, though later ones have one",
        "no seal has the hash cd",
    ]
    assert said[-1] == "the ledger does not hold"


def test_nothing_else_can_be_asked_of_it(capsys):
    with pytest.raises(SystemExit) as left:
        main(["ledger", "mend", "--lang", "en"])
    assert left.value.code == 2
