"""Transfers in bulk: the file to the byte, answers read whole or not at all, the service asked twice."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
import urllib3

from dure.adapters.payout import Answer, Faulty, PayoutClient, Transfer, Transfers, Unreachable
from dure.adapters.payout.layout import WIDTH, draw, read_answers
from dure.adapters.payout.stub import KEY, running_stub
from dure.engine.problems import Refused

ON = date(2025, 3, 28)
ROWS = (
    Transfer(1, "004", "12345678901234", "가상 협동조합", 1_934_000, "TOPS"),
    Transfer(2, "090", "3333019101", "이가나", 96_700, "TOPS"),
    Transfer(3, "011", "3510000000", "가나다라마바사아자차카", 5, "TOPS"),
)
BATCH = Transfers("B7", ON, "partners-2025", ROWS)


def test_the_file_to_the_byte():
    lines = draw(BATCH).split(b"\r\n")
    assert [len(line) for line in lines] == [WIDTH] * 5 + [0]
    assert [line.rstrip().decode("cp949") for line in lines[:5]] == [
        "HB7                            202503280000003000000002030705partners-2025",
        "D000000100412345678901234  가상 협동조합       0000001934000TOPS",
        "D00000020903333019101      이가나              0000000096700TOPS",
        "D00000030113510000000      가나다라마바사아자차0000000000005TOPS",
        "T00000030000000020307050000000" + "0" * 15 + "0000000",
    ]
    assert draw(BATCH) == draw(BATCH)


def test_what_comes_back_is_read_with_its_answers():
    answers = {1: Answer(1, "0000", ON), 2: Answer(2, "0101", ON)}
    assert read_answers(draw(BATCH, answers), draw(BATCH)) == [answers[1], answers[2]]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda file: file.replace(b"HB7", b"HB8"), 1),
        (lambda file: file.replace(b"0000001934000", b"0000001934001"), 2),
        (lambda file: file.replace(b"000020250328", b"00A020250328", 1), 2),
        (lambda file: file.replace(b"000020250328", b"000020251328", 1), 2),
        (lambda file: file.replace(b"0307050000001", b"0307050000002"), 5),
        (lambda file: file.replace(b"\nT0000003", b"\nT0000002"), 5),
        (lambda file: file.split(b"\r\n")[0] + b"\r\n", None),
    ],
)  # fmt: skip
def test_another_file_is_refused_whole_with_its_line(change, line):
    with pytest.raises(Refused) as refused:
        read_answers(change(draw(BATCH, {1: Answer(1, "0000", ON)})), draw(BATCH))
    assert [problem.line for problem in refused.value.problems] == [line]


def test_a_batch_is_taken_once_for_its_key():
    with running_stub() as (server, url), PayoutClient(url, KEY) as client:
        client.hand_over(BATCH)
        client.hand_over(BATCH)
        assert server.moved == {("B7", 1): 1, ("B7", 2): 1, ("B7", 3): 1}
        assert client.answers("B7") == [
            Answer(1, "0000", ON), Answer(2, "0101", ON), Answer(3, "0000", ON),
        ]  # fmt: skip
        with pytest.raises(Faulty, match="KEY_USED"):
            client.hand_over(dataclasses.replace(BATCH, rows=ROWS[:2]))
        with pytest.raises(Faulty, match="NO_SUCH_BATCH"):
            client.answers("B8")
        holders = [client.holder("004", number, "가") for number in ("11119103", "11119102", "11111111")]
        assert holders == ["differs", "unknown", "matched"]
    with running_stub() as (_, url), PayoutClient(url, "other") as client, pytest.raises(Faulty):
        client.answers("B7")
    timeout = urllib3.Timeout(connect=0.2, read=0.2)
    with PayoutClient("http://127.0.0.1:9/v1", KEY, timeout=timeout) as client, pytest.raises(Unreachable):
        client.answers("B7")
