"""Screening of one merchant, with an explanation of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dure.engine.rules.evaluate import Judge, Row, compile_test
from dure.engine.rules.missing import MissingFields
from dure.engine.rules.tree import Scalar
from dure.engine.rules.walk import assumptions
from dure.engine.screening.rulebook import Rulebook

Assumptions: TypeAlias = tuple[tuple[str, Scalar], ...]
Verdict: TypeAlias = Literal["eligible", "ineligible", "unknown"]


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule's answer, the values it looked at and, where the answer is not known, what is missing."""

    id: str
    answer: bool | None
    values: tuple[tuple[str, Any], ...]
    missing: tuple[str, ...]
    assumed: tuple[tuple[str, Any], ...] = ()
    """What stood in for facts that are not known (``assume(f, v)``), in written order."""

    @property
    def other_revision(self) -> str | None:
        """The revision of an industry code that is told in full and says too little for it, else None.

        It is of another revision than the codes of the rule, so that only its division counts.
        """
        values = dict(self.values)
        code, revision = values.get("ksic"), values.get("ksic_revision")
        return revision if "ksic" in self.missing and revision and code and len(code) > 2 else None


@dataclass(frozen=True, slots=True)
class Screening:
    """The verdict on one merchant and how it came about; ``missing`` only where it is unknown."""

    verdict: Verdict
    answers: tuple[RuleAnswer, ...]
    missing: tuple[str, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(a.id for a in self.answers if a.answer is False)

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(a.id for a in self.answers if a.answer is None)


class MerchantScreener:
    """Screens single merchants by one rulebook; compile once, ask often."""

    def __init__(self, book: Rulebook) -> None:
        self._rules: list[tuple[str, Judge, MissingFields, tuple[str, ...], Assumptions]] = [
            (
                bound.id,
                compile_test(bound.test),
                MissingFields(bound.test),
                tuple(f.name for f in bound.rule.named if not f.is_derived),
                tuple(dict.fromkeys(assumptions(bound.test))),
            )
            for bound in book.rules
        ]
        columns = book.columns()
        self._order = tuple(f.name for f in columns)
        self._unknown = dict.fromkeys((*self._order, *(f.companion for f in columns if f.none_able)))

    def screen(self, row: Row) -> Screening:
        """Return the explained verdict on a row of columns and companions; what is not in it is not known."""
        row = self._unknown | dict(row)
        answers = []
        missing: set[str] = set()
        for id_, judge, missing_fields, names, assumed in self._rules:
            answer = judge(row)
            lacking = missing_fields.of(row) if answer is None else set()
            missing |= lacking
            answers.append(
                RuleAnswer(
                    id_,
                    answer,
                    tuple((n, row[n]) for n in names),
                    self._in_order(lacking),
                    tuple(pair for pair in assumed if row[pair[0]] is None) if assumed else (),
                )
            )
        found = {a.answer for a in answers}
        verdict: Verdict = "ineligible" if False in found else "unknown" if None in found else "eligible"
        return Screening(verdict, tuple(answers), self._in_order(missing) if verdict == "unknown" else ())

    def _in_order(self, names: set[str]) -> tuple[str, ...]:
        return tuple(n for n in self._order if n in names) if names else ()
