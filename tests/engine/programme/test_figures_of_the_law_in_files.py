"""Figures that a file leaves to the law: filled in by the reference day, refused where there are none."""

from __future__ import annotations

from tests.engine.programme.example import refused, spoiled

from dure.engine.programme import load

TEXT = "title: {ko: 가, en: T}"
GRANTED = ("over: all", "over: all\n    benefits: [b]")


def _file(ceiling: str, *changes: tuple[str, str], more: str = "") -> str:
    benefit = f"benefits:\n  - {{id: b, kind: voucher_credit, {TEXT},\n     {ceiling}}}\n"
    return spoiled(GRANTED, *changes, add=benefit + more)


NEEDS = "needs: [voucher_credit]\n"


def test_the_value_of_the_reference_day_stands_for_it():
    found = load(_file("ceiling_parameter: message_credit_won", more=NEEDS).encode())
    (benefit,) = found.programme.benefits
    assert (benefit.ceiling_won, benefit.most_each_won) == (300_000, 300_000)
    assert "ceiling_won" not in found.document["benefits"][0], "the hash is of what is written"


def test_a_name_that_the_tables_do_not_have_is_an_error_at_its_place():
    (line,) = refused(_file("ceiling_parameter: message_credit", more=NEEDS))
    assert (
        line
        == "34:25: the law tables have no parameter “message_credit”; the nearest is “message_credit_won”"
    )


def test_a_figure_and_its_name_do_not_stand_together():
    (line,) = refused(_file("ceiling_parameter: message_credit_won, ceiling_won: 1", more=NEEDS))
    assert line.endswith("the figure stands here twice: write it, or name the parameter of the law")


def test_a_day_that_the_tables_lack_is_an_error_that_names_it():
    days = (
        ("reference_day: 2025-03-18", "reference_day: 2024-12-31"),
        ("opens_at: 2025-03-18", "opens_at: 2024-12-18"),
    )
    told = refused(_file("ceiling_parameter: message_credit_won", *days, more=NEEDS))
    assert [line for line in told if "law tables" in line] == [
        "34:25: the law tables have no value of “message_credit_won” for 2024-12-31: no verdict can be"
        " given for that day"
    ]


def test_a_ceiling_left_to_the_law_counts_in_what_a_fund_must_pay():
    """Five recipients of up to 300,000 won are 1,500,000 won."""
    fund = f"id: f, {TEXT}, total_won: 1499999, sources: [{{id: g, kind: government, {TEXT}}}]"
    more = f"funds:\n  - {{{fund}}}\nneeds: [voucher_credit, funds]\n"
    found = load(_file("ceiling_parameter: message_credit_won, fund: f", more=more).encode())
    short = [problem for problem in found.problems if "fund" in problem.code]
    assert len(short) == 1, [problem.code for problem in found.problems]
    enough = more.replace("1499999", "1500000")
    assert load(_file("ceiling_parameter: message_credit_won, fund: f", more=enough).encode()).problems == ()


def test_the_validity_of_a_document_may_be_left_to_the_law():
    document = f"documents:\n  - {{id: d, {TEXT}, validity_parameter: tax_clearance_days}}\n"
    (found,) = load(spoiled(add=document).encode()).programme.documents
    assert found.validity_days == 30
