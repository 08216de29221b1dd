"""Industry codes of rules: a code of a division that there is not names nobody.

Only the divisions (the first two digits) are known here, in both revisions; no list of classes is at hand, so
that a code such as 4799 is not looked at behind its division.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dure.engine.problems import msg
from dure.engine.profile.industry import SECTION_OF_DIVISION
from dure.engine.programme.findings import Finding
from dure.engine.programme.reading.tree import Path
from dure.engine.rules import Rule, tree
from dure.engine.rules.walk import walk


def unknown_industries(rules: Mapping[Path, Rule]) -> Iterator[Finding]:
    """Find codes in ``ksic_in(…)`` that no industry begins with, each at its place."""
    for path, rule in rules.items():
        for code in _codes(rule.test):
            division = code.rpartition(":")[2][:2]
            if division not in SECTION_OF_DIVISION:
                yield Finding(
                    "programme.no_industry",
                    msg("no industry begins with “{code}”: the classification has no division {division}"),
                    path,
                    {"code": code, "division": division},
                    offset=max(0, rule.text.find(f"'{code}'")),
                )


def _codes(test: tree.Test) -> Iterator[str]:
    for one in walk(test):
        match one:
            case tree.KsicIn(_, _, codes):
                yield from codes
            case _:
                pass
