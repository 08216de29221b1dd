"""What an entry cannot have, and what would surprise."""

from __future__ import annotations

from collections.abc import Iterator

from dure.engine.entries.abilities import ABILITIES, unmet_needs
from dure.engine.entries.models import Council, Data, Evidence
from dure.engine.problems import msg
from dure.engine.profile import PROFILE_FIELDS
from dure.engine.programme.checks.terms import unshown_pledges
from dure.engine.programme.findings import Finding, error, warning
from dure.engine.programme.nearest import nearest_name
from dure.engine.programme.reading.tree import Path
from dure.engine.programme.seats import WHOLE_BP
from dure.engine.rules import RuleError, parse_rule


def findings_in_entry(entry: Council | Data | Evidence) -> Iterator[Finding]:
    """Yield what is wrong or surprising in an entry."""
    yield from _needs(entry)
    yield from unshown_pledges(entry.pledges)
    if isinstance(entry, Council) and entry.rubric is not None:
        total = sum(item.weight_bp for item in entry.rubric.items)
        if total != WHOLE_BP:
            yield Finding(
                "programme.weights",
                msg("the weights here make {sum}, not 10000 (basis points)"),
                ("rubric", "items"),
                {"sum": total},
                at_key=True,
            )
    if isinstance(entry, Evidence):
        for side in ("group", "compared_with"):
            yield from _rule(getattr(entry.comparison, side).rule, ("comparison", side, "rule"))


def _needs(entry: Council | Data | Evidence) -> Iterator[Finding]:
    unmet = unmet_needs(entry)
    for need in unmet:
        if need not in entry.needs:
            yield Finding(
                "programme.not_run",
                msg("“{capability}” is not run by this version: list it under needs"),
                ("kind",),
                {"capability": need},
            )
    for n, need in enumerate(entry.needs):
        if need not in ABILITIES:
            yield error(
                "programme.unknown_need",
                msg("there is no need “{need}”: did you mean “{meant}”?"),
                ("needs", n),
                need=need,
                meant=nearest_name(need, ABILITIES) or next(iter(unmet), next(iter(ABILITIES))),
            )
        elif ABILITIES[need].kind != entry.kind:
            yield warning(
                "programme.unused_need", msg("nothing in this file needs “{need}”"), ("needs", n), need=need
            )


def _rule(text: str, path: Path) -> Iterator[Finding]:
    try:
        parse_rule(text, fields=PROFILE_FIELDS)
    except RuleError as refused:
        for problem in refused.problems:
            params = dict(problem.params)
            offset = params.pop("offset", 0)
            at = offset if isinstance(offset, int) else 0
            yield Finding(problem.code, problem.message, path, params, offset=at)
