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
from dure.domains.programmes.queries import loaded
from dure.engine.problems import Problem, Refused
from dure.engine.programme.rule_places import RulePlace, rules_in
from dure.engine.rules import RuleError, parse_rule
from dure.engine.rules.binding import Occasion
from dure.engine.rules.form import FormRefused, write_form
from dure.engine.rules.form.parts import Path
from dure.engine.screening.counting import Counting, RuleCount
from dure.web.officer.problems import sentence_of
from dure.web.officer.rule_builder.drafts import Draft
from dure.web.officer.rule_builder.spots import Spot, where
from dure.web.officer.rule_builder.subjects import Facts
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


def read(draft: Draft, spot: Spot) -> Read:
    """Read a draft, by whichever of form and text counts."""
    programme, fields = spot.programme, spot.fields
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
    return Read(text, sentence_of_rule(rule, occasion, Facts(programme, spot.place)))


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


# --- counted --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """What the rule under work does: beside the others of its list, and with all eligibility rules."""

    counts: Counting
    mine: RuleCount | None
    within: int
    """How many pass all eligibility rules and the one under work."""


def effect_of(actor: SignedActor, spot: Spot, text: str, population: Population) -> Effect | str | None:
    """Count a population by a rule under work; None where there is none, a sentence where it cannot be.

    An empty text leaves the rule as the file has it.
    """
    if spot.place.kind in ("asked_if", "way"):
        return _("Whether it holds is known only where the form is filled in: no population can be counted.")
    listed = _listed(spot, text)
    if not listed:
        return None
    name = _name(spot)
    try:
        counts = count_rules(actor, spot.version, listed, population, applicants_of(actor))
        mine = next((one for one in counts.rules if one.id == name), None)
        if spot.place.kind == "eligibility" or mine is None:
            return Effect(counts, mine, counts.eligible)
        rules = [(rule.id, rule.rule) for rule in spot.programme.eligibility]
        whole = [*rules, (NEW, dict(listed)[name])]
        within = count_rules(actor, spot.version, whole, population, applicants_of(actor))
        return Effect(counts, mine, within.eligible)
    except Refused as refused:
        return " ".join(sentence_of(problem) for problem in refused.problems)


def _listed(spot: Spot, text: str) -> list[tuple[str, str]]:
    """Return the rules of the list that a rule stands in, with the one under work as it is to be."""
    document, place, name = loaded(spot.version).document, spot.place, _name(spot)
    same = [
        (one.id, rule)
        for one, rule in rules_in(document)
        if one.kind == place.kind and (one == place or (place.form.own and one.ids[:-1] == _holder(spot)))
    ]
    listed = [(id_, text if id_ == name and text else rule) for id_, rule in same]
    return [*listed, (name, text)] if text and name not in dict(listed) else listed


def _holder(spot: Spot) -> tuple[str, ...]:
    return spot.place.ids if spot.adds_part else spot.place.ids[:-1]


def _name(spot: Spot) -> str:
    return NEW if spot.adds_part else spot.place.id


def effect_rows(spot: Spot, found: Counting, *, complete: bool) -> list[dict[str, Any]]:
    """Return what each rule of the list lets through, as rows of a table; the one under work is marked."""
    document = loaded(spot.version).document
    reasons = {r.id: r.reason.to(page_language()) for r in spot.programme.eligibility}
    if spot.place.kind != "eligibility":
        holder = _holder(spot)
        reasons = {
            one.id: where(document, RulePlace(spot.place.kind, (*holder, one.id))) for one in found.rules
        }
    return [
        {
            "id": _("New rule") if one.id == NEW else one.id,
            "reason": reasons.get(one.id, ""),
            "mine": one.id == _name(spot),
            "as_before": one.id == _name(spot) and not complete,
            "effect": one,
        }
        for one in found.rules
    ]


def populations(actor: SignedActor, chosen: str) -> list[dict[str, Any]]:
    """Return the populations that can be counted: invented ones, and those that the actor may see."""
    listed = [
        (name, _("%(count)s synthetic merchants") % {"count": count(size)})
        for name, size in SYNTHETIC.items()
    ]
    if has_population(actor, applicants_of(actor)):
        listed.append(("service", _("The merchants of this service")))
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in listed]
