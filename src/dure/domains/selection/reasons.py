"""Reason codes of decisions in words: what the contract writes, as sentences of both languages."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.selection.stages import StageCase, texts
from dure.engine.problems import Problem, msg
from dure.language import Language, translate


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a reason code: ``open``, ``set_aside``, ``below_cutoff``, ``cap`` or ``no_score``."""

    kind: str
    of: str = ""
    """The set-aside, the cap, or the executor."""
    score: str = ""
    cutoff: str = ""


def read_reasons(code: str) -> tuple[Reason, ...]:
    """Return the parts of a reason code, in the order of the choices.

    >>> [r.kind for r in read_reasons("below_cutoff:a=70.000<80.000|cap:retail")]
    ['below_cutoff', 'cap']
    >>> read_reasons("set_aside:female")
    (Reason(kind='set_aside', of='female', score='', cutoff=''),)
    """
    return tuple(_read(part) for part in code.split("|"))


def _read(part: str) -> Reason:
    kind, _, rest = part.partition(":")
    if kind != "below_cutoff":
        return Reason(kind, rest)
    executor, _, marks = rest.partition("=")
    score, _, cutoff = marks.partition("<")
    return Reason(kind, executor, score, cutoff)


def reason_lines(code: str, case: StageCase, language: Language) -> list[str]:
    """Return what a reason code says, a sentence for each choice, in a language."""
    return [
        translate(problem.message, language, {name: _said(v, language) for name, v in problem.params.items()})
        for problem in (_problem(reason, case) for reason in read_reasons(code))
    ]


def reason_texts(code: str, case: StageCase) -> list[dict[str, str]]:
    """Return what a reason code says in both languages, as notices take it."""
    korean, english = (reason_lines(code, case, language) for language in ("ko", "en"))
    return [{"ko": k, "en": e} for k, e in zip(korean, english, strict=True)]


def _said(value: object, language: Language) -> object:
    return value[language] if isinstance(value, dict) else value


def _problem(reason: Reason, case: StageCase) -> Problem:
    """Return the sentence of a reason, its names in both languages."""
    match reason.kind:
        case "open":
            return Problem("reason.open", msg("Selected in the order of scores."))
        case "set_aside":
            group = next((s.title for s in case.stage.set_asides if s.id == reason.of), None)
            return Problem(
                "reason.set_aside",
                msg("Selected in a seat set aside: {group}."),
                {"group": texts(group, reason.of)},
            )
        case "cap":
            group = next((c.title for c in case.stage.caps if c.id == reason.of), None)
            return Problem(
                "reason.cap",
                msg("The most that may be selected of a group was reached: {group}."),
                {"group": texts(group, reason.of)},
            )
        case "below_cutoff":
            told = {
                "executor": texts(case.executor_name(reason.of), reason.of),
                "score": reason.score,
                "cutoff": reason.cutoff,
            }
            if reason.score == reason.cutoff:
                return Problem(
                    "reason.tie",
                    msg(
                        "{executor}: your score {score} is the lowest score selected there; among equal"
                        " scores the order drawn with the published seed decided."
                    ),
                    told,
                )
            return Problem(
                "reason.below_cutoff",
                msg("{executor}: your score {score} is below the lowest score selected there, {cutoff}."),
                told,
            )
        case _:
            return Problem("reason.no_score", msg("No executor that you chose has given a score."))
