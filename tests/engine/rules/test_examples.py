"""The twenty rules that officers begin with mean what is said of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dure.engine.profile.fields import PROFILE_FIELDS
from dure.engine.rules.binding import Occasion
from dure.engine.rules.examples import DAY, EXAMPLES, RuleExample
from dure.engine.screening import open_rulebook
from dure.engine.screening.one import MerchantScreener

ROOT = Path(__file__).parents[3]


def test_there_are_twenty_each_its_own_with_a_whole_sentence_in_both_languages() -> None:
    assert len({one.rule for one in EXAMPLES}) == len({one.ko for one in EXAMPLES}) == len(EXAMPLES) == 20
    for one in EXAMPLES:
        assert re.search(r"[가-힣]다(\(.*\))?\.$", one.ko), one.ko
        assert one.en.endswith(".")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
@pytest.mark.parametrize("answer", [True, False, None])
def test_each_has_a_merchant_who_passes_one_who_fails_and_one_not_known(
    example: RuleExample, answer: bool | None
) -> None:
    row = {True: example.true, False: example.false, None: example.unknown}[answer]
    book = open_rulebook([("rule", example.rule)], Occasion(DAY, DAY))
    full = dict.fromkeys(
        [*PROFILE_FIELDS, *(field.companion for field in PROFILE_FIELDS.values() if field.none_able)]
    )
    companions = {f"has.{name}": True for name in row if f"has.{name}" in full}
    (said,) = MerchantScreener(book).screen({**full, **companions, **row}).answers
    assert said.answer is answer
    assert bool(said.missing) is (answer is None)


def test_the_page_has_every_example_with_its_meaning() -> None:
    page = (ROOT / "docs/writing-rules.md").read_text(encoding="utf-8")
    for one in EXAMPLES:
        assert f"| `{one.rule}` | {one.ko} |" in page
