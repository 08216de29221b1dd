"""``dure unemployment-benefit``: figures of both periods, reasons, and what is refused."""

from __future__ import annotations

import json

import pytest

from dure.cli.main import main

INSURED = ["unemployment-benefit", "--insured-since", "2014-03-03", "--grade", "1"]


def test_the_estimate_in_both_languages_says_who_decides(capsys):
    assert main([*INSURED, "--closed-on", "2019-10-01", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "35,901 won a day for 180 days",
        "6,462,180 won if all days are drawn",
        "60 % of a base pay of 1,820,000 won a month; 66 months insured, 36 counted",
        "to be drawn until 2020-10-01",
        "This is an estimate. The employment-insurance office (job centre) decides.",
    ]
    assert main([*INSURED, "--closed-on", "2019-10-01", "--lang", "ko"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "하루 35,901원, 180일"
    assert "고용센터" in lines[-1]


@pytest.mark.parametrize(
    ("closed_on", "daily", "days"), [("2019-09-30", 29917, 150), ("2019-10-01", 35901, 180)]
)
def test_both_periods_as_json(capsys, closed_on, daily, days):
    assert main([*INSURED, "--closed-on", closed_on, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["daily_won"], found["days"]) == (daily, days)


def test_why_there_would_be_none(capsys):
    assert main([*INSURED, "--closed-on", "2019-10-01", "--own-will", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("none: the business was closed by the owner's own will")


@pytest.mark.parametrize(
    ("closed_on", "grade", "told"),
    [("2018-12-31", "1", "self_employed_base_pay"), ("2025-03-18", "8", "1 to 7")],
)
def test_what_the_tables_lack_is_refused(capsys, closed_on, grade, told):
    words = ["unemployment-benefit", "--insured-since", "2014-03-03", "--grade", grade]
    assert main([*words, "--closed-on", closed_on, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert (out, told in err) == ("", True)
