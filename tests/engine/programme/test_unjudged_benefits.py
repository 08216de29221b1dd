"""A file is not published while the law tables lack what the rule of a benefit asks."""

from __future__ import annotations

import pytest
from tests.engine.programme.example import SMALL

from dure.engine.problems import Refused
from dure.engine.programme import load
from dure.engine.programme.books import refuse_unjudged

BENEFIT = """\
benefits:
  - id: credit
    kind: designation
    title: {ko: 지정, en: Title}
    only_for: annual_sales < param('message_credit_won')
"""


def test_the_rule_of_a_benefit_is_judged_too():
    refuse_unjudged(load((SMALL + BENEFIT).encode()).programme)
    earlier = (SMALL + BENEFIT).replace("reference_day: 2025-03-18", "reference_day: 2024-12-31")
    file = load(earlier.encode()).programme
    with pytest.raises(Refused) as refused:
        refuse_unjudged(file)
    assert [problem.code for problem in refused.value.problems] == ["law.missing"]
    refuse_unjudged(
        load(earlier.replace("    only_for:", "    summary: {ko: x, en: x} #").encode()).programme
    )
