"""The worked example of docs/algorithms/verification.md, every cell of it derived by hand.

Two executors of four seats. Set-aside seats of the stage: female floor(8 × 12.5 %) = 1, the remainders of
the two executors are equal, so the first in the file gets it; outside_capital floor(8 × 25 %) = 2, one
each. So naru has 1 + 1, dasom 0 + 1. Of the open seats at most half may go to retail.

**naru**, those who like it at least as well as their result, best first:

    A01 95 retail · A02 90 retail · A03 88 outside, female · A04 85 female · A06 78 retail ·
    A10 75 · A08 70 outside · A12 65 · A11 60 female · A13 50

First walk: A03 sits down, A04 too (A03 moves to the outside seat), then both seats are taken: A08 and A11
stay out. Two seats are left open, one of them for retail. Second walk: A01 takes one, A02 is passed over
(cap), A06 too, A10 takes the last one; A08, A12, A11, A13 come too late. Cutoff of open seats: 75.
A03 could sit on the female seat, which comes first in the file, but then A04 could not sit: outside.

**dasom**: A02 90 retail · A05 80 outside · A07 78 · A06 78 retail · A08 70 outside · A11 60 female · A13 50
(A07 before A06 by the draw: SHA-256 of "2025\\nA07" begins with 1e, of "2025\\nA06" with bf.)

First walk: A05 has the outside seat, A08 stays out. Three open seats, floor(1.5) = 1 for retail. Second
walk: A02, A07, then A06 is passed over, A08 takes the last one; A11 and A13 come too late. Cutoff: 70.

A09 has no score. Selected nowhere: A06, A12, A11, A13. Reserve lists of two: naru A06, A12; dasom A06, A11.
A06 stands on both: dasom is its better choice.
"""

from __future__ import annotations

from typing import Any

SEED = "2025"

STAGE: dict[str, Any] = {
    "id": "consult",
    "executors": [{"id": "naru", "capacity": 4}, {"id": "dasom", "capacity": 4}],
    "pooled": False,
    "quota": 8,
    "choices_limit": 10,
    "reserve_length": 2,
    "set_asides": [{"id": "female", "share_bp": 1250}, {"id": "outside_capital", "share_bp": 2500}],
    "caps": [{"id": "retail", "share_bp": 5000}],
}

APPLICATIONS_TABLE = """
application_no | choices    | score  | trait.female | trait.outside_capital | trait.retail
A01            | naru;dasom | 95     | false        | false                 | true
A02            | naru;dasom | 90     | false        | false                 | true
A03            | naru       | 88     | true         | true                  | false
A04            | naru;dasom | 85     | true         | false                 |
A05            | dasom;naru | 80     | false        | true                  | false
A06            | dasom;naru | 78     | false        |                       | true
A07            | dasom;naru | 78.000 | false        | false                 | false
A08            | naru;dasom | 70     | false        | true                  | false
A09            | dasom      |        | true         | true                  | false
A10            | naru;dasom | 75     | false        | false                 | false
A11            | dasom;naru | 60     | true         | false                 | false
A12            | naru       | 65     | false        | false                 | false
A13            | dasom;naru | 50.0   | false        | false                 | false
"""

BELOW_11 = "below_cutoff:dasom=60.000<70.000 and below_cutoff:naru=60.000<75.000"
BELOW_13 = "below_cutoff:dasom=50.000<70.000 and below_cutoff:naru=50.000<75.000"
DECISIONS_TABLE = f"""
application_no | decision | executor | rank | score | seat            | cutoff | reserve_rank | reason
A01            | selected | naru     | 1    | 95    | open            | 75     |              | open
A02            | selected | dasom    | 2    | 90    | open            | 70     |              | open
A03            | selected | naru     | 3    | 88    | outside_capital | 88     |   | set_aside:outside_capital
A04            | selected | naru     | 4    | 85    | female          | 85     |   | set_aside:female
A05            | selected | dasom    | 4    | 80    | outside_capital | 80     |   | set_aside:outside_capital
A06            | reserve  | dasom    | 6    | 78    |                 | 70     | 1 | cap:retail and cap:retail
A07            | selected | dasom    | 5    | 78    | open            | 70     |              | open
A08            | selected | dasom    | 8    | 70    | open            | 70     |              | open
A09            | not_selected | dasom |     |       |                 | 70     |              | no_score
A10            | selected | naru     | 8    | 75    | open            | 75     |              | open
A11            | reserve  | dasom    | 9    | 60    |                 | 70     | 2 | {BELOW_11}
A12            | reserve  | naru     | 10   | 65    |      | 75     | 2 | below_cutoff:naru=65.000<75.000
A13            | not_selected | dasom | 10  | 50    |                 | 70     |   | {BELOW_13}
"""


def rows_of(table: str) -> list[dict[str, str]]:
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def applications() -> list[dict[str, str]]:
    return rows_of(APPLICATIONS_TABLE)


def decisions() -> list[dict[str, str]]:
    rows = rows_of(DECISIONS_TABLE)
    for row in rows:
        row["reason"] = row["reason"].replace(" and ", "|")
        for column in ("score", "cutoff"):
            row[column] = f"{row[column]}.000" if row[column] else ""
    return rows
