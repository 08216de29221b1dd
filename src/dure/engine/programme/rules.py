"""The rules of a file: where they stand, read and tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from dure.engine.problems import Refused, msg
from dure.engine.profile.columns import ANSWER, LEVEL, SUPPORT_WON, own_name, owner_of
from dure.engine.profile.fields import Field
from dure.engine.programme.findings import Finding, warning
from dure.engine.programme.reading.tree import ListNode, Node, Path, ScalarNode, child
from dure.engine.programme.repair import Broken
from dure.engine.rules import Rule, RuleError, parse_rule
from dure.engine.rules.survey import survey_rule

RULE_PATHS: tuple[tuple[str, ...], ...] = (
    ("eligibility", "*", "rule"),
    ("stages", "*", "set_asides", "*", "rule"),
    ("stages", "*", "caps", "*", "rule"),
    ("benefits", "*", "only_for"),
    ("indicators", "*", "rule"),
)
"""Where rules over the merchant's profile stand; a star is every item of a list.

Rules of diagnosis forms name items and levels of forms too: they are read where forms are checked
(:mod:`dure.engine.programme.checks.forms`).
"""

TRIED = ("eligibility", "stages", "benefits")
"""Rules of these sections are tried on the reference day; an indicator's rule is for a later day."""


def read_rules(
    root: Node, fields: Mapping[str, Field], broken: Broken
) -> tuple[dict[Path, Rule], list[Finding]]:
    """Return the rules of a file by path, and the faults of those that cannot be read.

    ``fields`` are what they may name. Where a question or a diagnosis form had to be left out, nothing is
    said of names that may have been its own.
    """
    rules: dict[Path, Rule] = {}
    faults: list[Finding] = []
    for pattern in RULE_PATHS:
        for path, text in _texts(root, pattern, ()):
            try:
                rules[path] = parse_rule(text, fields=fields)
            except RuleError as error:
                faults.extend(f for f in _faults(error, path) if not _may_be_left_out(f, broken))
    return rules, faults


def _may_be_left_out(finding: Finding, broken: Broken) -> bool:
    if finding.code != "rule.unknown_field":
        return False
    section = {ANSWER: "questions", LEVEL: "diagnosis"}.get(owner_of(str(finding.params.get("name", ""))))
    return section is not None and broken.spoils([section])


def _texts(node: Node | None, pattern: tuple[str, ...], path: Path) -> Iterator[tuple[Path, str]]:
    if not pattern:
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.value:
            yield path, node.value
    elif pattern[0] == "*":
        if isinstance(node, ListNode):
            for index, item in enumerate(node.items):
                yield from _texts(item, pattern[1:], (*path, index))
    elif node is not None:
        yield from _texts(child(node, pattern[0]), pattern[1:], (*path, pattern[0]))


def _faults(error: RuleError, path: Path) -> Iterator[Finding]:
    for problem in error.problems:
        params = dict(problem.params)
        offset = params.pop("offset", 0)
        yield Finding(
            problem.code, problem.message, path, params, offset=offset if isinstance(offset, int) else 0
        )


def tried_rules(rules: Mapping[Path, Rule], *, as_of: date, opens_on: date) -> Iterator[Finding]:
    """Find rules that can never hold or always hold, and those the law has no value for on the day."""
    for path, rule in rules.items():
        if path[0] not in TRIED:
            continue
        try:
            survey = survey_rule(rule, as_of=as_of, opens_on=opens_on)
        except Refused as refused:
            for problem in refused.problems:
                yield warning(problem.code, problem.message, path, **problem.params)
            continue
        if not survey.can_hold:
            yield warning("programme.rule_never", msg("this rule can never hold: nobody would pass it"), path)
        elif not survey.can_fail:
            yield warning("programme.rule_always", msg("this rule always holds: it leaves nobody out"), path)


def sums_of_here(rules: Mapping[Path, Rule]) -> Iterator[Finding]:
    """Find rules over the won of earlier support: the service knows of what was granted in it alone."""
    for path, rule in rules.items():
        for name in rule.fields:
            if owner_of(name) == SUPPORT_WON:
                yield warning(
                    "programme.support_won_here",
                    msg(
                        "total_support_won({months}) counts in the service what was granted there, and"
                        " nothing that others gave"
                    ),
                    path,
                    months=own_name(name),
                )
