"""What a draft is worth: its text, its sentence, what is wrong with it, and whom each rule lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.applications.queries import applicants_of
from dure.domains.merchants.population import has_population
from dure.domains.programmes.counting import SYNTHETIC, Population, count_rules
from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.problems import Problem, Refused
from dure.engine.programme.fields import fields_of
from dure.engine.rules import RuleError, parse_rule
from dure.engine.rules.binding import Occasion
from dure.engine.rules.form import FormRefused, write_form
from dure.engine.rules.form.parts import Path
from dure.engine.screening.counting import Counting, RuleCount
from dure.web.officer.problems import sentence_of
from dure.web.officer.rule_builder.drafts import Draft
from dure.web.officer.rule_builder.words import sentence_of_rule
from dure.web.templatetags.amounts import count
from dure.web.words import page_language

_UNFINISHED = frozenset(
    ("rule.form_what", "rule.form_operator", "rule.form_value", "rule.form_empty", "rule.empty")
)
NEW = "*"
"""Stands for the id of a rule that has none yet; no id has such a sign."""


@dataclass(frozen=True, slots=True)
class Read:
    """A draft read: the rule's text where there is one, or what is wrong, by part and as lines."""

    text: str = ""
    sentence: str = ""
    by_part: Mapping[Path, list[str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    unfinished: frozenset[Path] = frozenset()
    """Parts that are not filled in yet, which is no fault before somebody says that it is done."""

    def wrong_only(self) -> Mapping[Path, list[str]]:
        """Return what is wrong by part, without what is only not there yet."""
        return {path: told for path, told in self.by_part.items() if path not in self.unfinished}


def read(draft: Draft, version: ProgrammeVersion) -> Read:
    """Read a draft, by whichever of form and text counts."""
    programme = loaded(version).programme
    fields = fields_of(programme)
    try:
        text = draft.text if draft.mode == "text" else write_form(draft.form, fields)
        rule = parse_rule(text, fields=fields)
    except FormRefused as refused:
        by_part: dict[Path, list[str]] = {}
        for fault in refused.faults:
            by_part.setdefault(fault.path, []).append(sentence_of(fault.problem))
        return Read(
            by_part=by_part,
            problems=tuple(_in_part(f.path, f.problem) for f in refused.faults),
            unfinished=frozenset(f.path for f in refused.faults if f.problem.code in _UNFINISHED),
        )
    except RuleError as error:
        return Read(draft.text, problems=tuple(placed_in_text(draft.text, p) for p in error.problems))
    occasion = Occasion(programme.reference_day, programme.opens_on)
    return Read(text, sentence_of_rule(rule, occasion, programme))


def _in_part(path: Path, problem: Problem) -> str:
    text = sentence_of(problem)
    if not path:
        return text
    number = ".".join(str(step + 1) for step in path)
    return _("Line %(number)s: %(text)s") % {"number": number, "text": text}


def placed_in_text(text: str, problem: Problem) -> str:
    """Return a problem of a rule's text with its line and column."""
    offset = problem.params.get("offset", 0)
    before = text[: offset if isinstance(offset, int) else 0].split("\n")
    place = {"line": len(before), "column": len(before[-1]) + 1, "text": sentence_of(problem)}
    return _("line %(line)s, column %(column)s: %(text)s") % place


def rules_with(version: ProgrammeVersion, rule_id: str | None, text: str) -> list[tuple[str, str]]:
    """Return a version's rules with one of them as it is under work; None adds it at the end."""
    rules = [(rule.id, rule.rule) for rule in loaded(version).programme.eligibility]
    if rule_id is None:
        return [*rules, (NEW, text)] if text else rules
    return [(id_, text if id_ == rule_id and text else rule) for id_, rule in rules]


def counted(
    actor: SignedActor, version: ProgrammeVersion, rules: list[tuple[str, str]], population: Population
) -> Counting | str:
    """Count a population by rules; where the law lacks a figure for the day, what is to be said."""
    try:
        return count_rules(actor, version, rules, population, applicants_of(actor))
    except Refused as refused:
        return " ".join(sentence_of(problem) for problem in refused.problems)


def effect_rows(
    version: ProgrammeVersion, found: Counting, rule_id: str | None, *, complete: bool
) -> list[dict[str, Any]]:
    """Return what each rule lets through, as rows of a table; the one under work is marked."""
    reasons = {r.id: r.reason.to(page_language()) for r in loaded(version).programme.eligibility}
    mine = NEW if rule_id is None else rule_id
    return [
        {
            "id": _("New rule") if one.id == NEW else one.id,
            "reason": reasons.get(one.id, ""),
            "mine": one.id == mine,
            "as_before": one.id == mine and not complete,
            "effect": one,
        }
        for one in found.rules
    ]


def mine_of(found: Counting, rule_id: str | None) -> RuleCount | None:
    """Return the effect of the rule under work."""
    return next((one for one in found.rules if one.id == (rule_id or NEW)), None)


def populations(actor: SignedActor, chosen: str) -> list[dict[str, Any]]:
    """Return the populations that can be counted: invented ones, and those that the actor may see."""
    listed = [
        (name, _("%(count)s synthetic merchants") % {"count": count(size)})
        for name, size in SYNTHETIC.items()
    ]
    if has_population(actor, applicants_of(actor)):
        listed.append(("service", _("The merchants of this service")))
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in listed]
