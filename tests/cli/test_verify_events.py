"""``dure verify-events``: exit 0 where every sealed event is as it was sealed, 1 where it is not."""

from __future__ import annotations

from dure.cli.main import main
from dure.domains.events.seal_report import SealFault, SealReport
from dure.service import verifying


def test_intact_is_exit_0(monkeypatch, capsys):
    report = SealReport(seals=2, events=5, unsealed=1, last_hash="ab", faults=())
    monkeypatch.setattr(verifying, "verify_events", lambda published: report)
    assert main(["verify-events", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 seals over 5 events; 1 events not sealed yet; last hash ab",
        "every sealed event is as it was sealed",
    ]


def test_a_fault_is_exit_1_and_told(monkeypatch, capsys):
    asked: list[object] = []
    faults = (SealFault("changed", 1, 3, 2, 3), SealFault("lost", hash="cd"))
    report = SealReport(seals=1, events=2, unsealed=0, last_hash="ab", faults=faults)
    monkeypatch.setattr(verifying, "verify_events", lambda published: asked.append(published) or report)
    assert main(["verify-events", "--lang", "en", "--published", "cd"]) == 1
    assert asked == [["cd"]]
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "events 1 to 3: changed, added or gone (2 there, 3 sealed)",
        "no seal has the hash cd",
    ]
    assert said[-1] == "the event log is not what was sealed"
