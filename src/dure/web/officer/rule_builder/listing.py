"""The rules of a version beside those of eligibility, and where one can be added, for the version's page."""

from __future__ import annotations

from typing import Any

from dure.domains.programmes.queries import ProgrammeVersion, loaded
from dure.engine.programme.rule_places import RulePlace, fields_at, open_places, rules_in
from dure.engine.rules import RuleError, parse_rule
from dure.engine.rules.binding import Occasion
from dure.web.officer.rule_builder.spots import ADDED, KINDS, where
from dure.web.officer.rule_builder.subjects import Facts
from dure.web.officer.rule_builder.words import sentence_of_rule


def other_rules(version: ProgrammeVersion) -> list[dict[str, Any]]:
    """Return the rules of stages, benefits, indicators and forms, each with its place and its sentence."""
    document = loaded(version).document
    return [
        {
            "key": place.key,
            "kind": KINDS[place.kind],
            "where": where(document, place),
            "rule": text,
            "sentence": _sentence(version, place, text),
        }
        for place, text in rules_in(document)
        if place.kind != "eligibility"
    ]


def places_to_add(version: ProgrammeVersion) -> list[dict[str, str]]:
    """Return where a rule can be added beside those of eligibility."""
    document = loaded(version).document
    found = []
    for place in open_places(document):
        if place.kind != "eligibility":
            kind = ADDED[place.kind] if place.form.own else KINDS[place.kind]
            found.append({"key": place.key, "label": f"{kind}: {where(document, place)}"})
    return found


def _sentence(version: ProgrammeVersion, place: RulePlace, text: str) -> str:
    programme = loaded(version).programme
    try:
        rule = parse_rule(text, fields=fields_at(programme, place))
    except RuleError:
        return ""
    occasion = Occasion(programme.reference_day, programme.opens_on)
    return sentence_of_rule(rule, occasion, Facts(programme, place))
