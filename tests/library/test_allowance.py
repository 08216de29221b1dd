"""What the shipped file tells of the allowance is what the law tables calculate with."""

from __future__ import annotations

from dure.engine.law.unemployment import BENEFIT_DAYS, REPLACEMENT_BP
from dure.engine.programme import load
from dure.engine.programme.models.benefits import Finance
from dure.library import library_bytes


def test_the_file_and_the_law_say_the_same_of_each_period():
    (benefit,) = load(library_bytes("unemployment-benefit-2019")).programme.benefits
    assert isinstance(benefit, Finance)
    told = [(one.replaces_bp, {row.from_years: row.days for row in one.days}) for one in benefit.allowance]
    law = [
        (share.value, dict(days.value))
        for share, days in zip(REPLACEMENT_BP.periods, BENEFIT_DAYS.periods, strict=True)
    ]
    assert told == law
    assert [one.starts_on for one in benefit.allowance[1:]] == [
        one.start for one in REPLACEMENT_BP.periods[1:]
    ]
