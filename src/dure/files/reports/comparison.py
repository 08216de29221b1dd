"""The tables of two versions side by side: how verdicts move, and by which rules and facts."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.problems import msg
from dure.files.reports.table import Plain, ReportTable, Words
from dure.files.reports.words import VERDICTS, field_word

_BY_RULE = (
    (
        "lost_by",
        msg("Which rules leave out those who were eligible"),
        msg("Who fails several rules is counted at each."),
    ),
    (
        "lost_unknown",
        msg("Which rules cannot be judged of those who were eligible"),
        msg("They fail no rule. Who has several open rules is counted at each."),
    ),
    (
        "gained_by",
        msg("Which rules of the other version left out those who are eligible now"),
        msg("Who failed several rules is counted at each."),
    ),
)


def comparison_tables(t: Words, comparison: Plain) -> Iterator[ReportTable]:
    """Yield how verdicts move between two versions, and by which rules and facts."""
    moves = [
        (t(VERDICTS[move["was"]]), t(VERDICTS[move["now"]]), move["merchants"])
        for move in comparison["moves"]
    ]
    yield ReportTable(
        "moves",
        t(msg("How verdicts move")),
        t(
            msg("{gained} merchants become eligible, and {lost} no longer are."),
            gained=f"{comparison['gained']:,}",
            lost=f"{comparison['lost']:,}",
        ),
        (t(msg("In the other version")), t(msg("In this version")), t(msg("Merchants"))),
        tuple(moves),
        frozenset({0, 1}),
    )
    for name, title, note in _BY_RULE:
        # A result that was kept by an earlier version of Dure does not tell everything.
        if told := comparison.get(name):
            rows = tuple((t.called("rule", one["rule"]), one["merchants"]) for one in told)
            yield ReportTable(name, t(title), t(note), (t(msg("Rule")), t(msg("Merchants"))), rows)
    if told := comparison.get("lost_missing"):
        yield ReportTable(
            "lost_missing",
            t(msg("Which facts are missing of those who were eligible and are not known now")),
            t(msg("Who lacks several facts is counted at each.")),
            (t(msg("Fact")), t(msg("Merchants"))),
            tuple((field_word(one["field"], t.language), one["merchants"]) for one in told),
        )
