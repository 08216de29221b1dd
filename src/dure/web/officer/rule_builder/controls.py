"""A form as the page shows it: groups in groups, and for each line its controls with what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dure.engine.law.parameters import NUMBERS
from dure.engine.profile.fields import Field
from dure.engine.rules.form import Group, Line, OwnText, Part
from dure.engine.rules.form.parts import Path
from dure.engine.rules.form.reading import MOST_LEVELS
from dure.engine.rules.form.subjects import (
    ORDER,
    Shape,
    can_assume,
    field_of,
    operators_of,
    shape_of,
)
from dure.web.industries import DIVISIONS
from dure.web.officer.rule_builder.drafts import name_of
from dure.web.officer.rule_builder.subjects import FIGURES, PARAMETERS, Facts
from dure.web.officer.rule_builder.words import operator_word, prefix_word
from dure.web.places import PROVINCES
from dure.web.public.profile_words import CODES, DESIGNATIONS

JOINS = {
    "and": lazy("All of these must hold"),
    "or": lazy("At least one of these must hold"),
    "not and": lazy("Not all of these may hold"),
    "not or": lazy("None of these may hold"),
}
_BETWEEN = {"and": lazy("and"), "or": lazy("or"), "not and": lazy("and"), "not or": lazy("or")}
Option = dict[str, Any]


def group_control(
    group: Group, facts: Facts, faults: Mapping[Path, Sequence[str]], path: Path = ()
) -> dict[str, Any]:
    """Return a group with everything in it; ``faults`` are sentences by the part that they are about."""
    name = name_of(path)
    join = f"{'not ' if group.negated else ''}{group.join}"
    return {
        "kind": "group",
        "name": name,
        "id": _id(path),
        "number": _number(path),
        "join": _options(JOINS.items(), join),
        "word": str(_BETWEEN[join]),
        "parts": [_part(part, facts, faults, (*path, place)) for place, part in enumerate(group.parts)],
        "can_nest": len(path) < MOST_LEVELS - 1,
        "inner": bool(path),
        "faults": faults.get(path, ()) if path or not group.parts else (),
    }


def _part(part: Part, facts: Facts, faults: Mapping[Path, Sequence[str]], path: Path) -> dict[str, Any]:
    if isinstance(part, Group):
        return group_control(part, facts, faults, path)
    shown: dict[str, Any] = {
        "name": name_of(path),
        "id": _id(path),
        "number": _number(path),
        "faults": faults.get(path, ()),
    }
    if isinstance(part, OwnText):
        chosen = "not" if part.negated else ""
        words = (("", _("is so")), ("not", _("is not so")))
        return shown | {"kind": "own", "text": part.text, "not": _options(words, chosen)}
    return shown | _line(part, facts, shown["name"], shown["id"])


def _line(line: Line, facts: Facts, name: str, id_: str) -> dict[str, Any]:
    shape = shape_of(line.what, facts.fields)
    told = facts.subject(line.what) if shape else None
    chosen = f"{'not ' if line.negated else ''}{line.operator}"
    as_many = _as_many(shape, line.operator)
    return {
        "kind": "line",
        "subjects": [
            (group, _options(((s.what, s.label) for s in listed), line.what))
            for group, listed in facts.grouped()
        ],
        "operators": [] if shape is None else _operators(line, facts, shape, chosen),
        "shape": f"{shape or ''}/{as_many}",
        "unit": told.unit if told else "",
        "meaning": told.meaning if told else "",
        "values": [] if shape is None else _values(line, facts, shape, as_many, name, id_),
        "many": as_many,
        "assume": _assume(line, facts, shape, name, id_),
    }


def _operators(line: Line, facts: Facts, shape: Shape, chosen: str) -> list[Option]:
    """Return the operators of a line; a denied order is offered where there can be none, and is then more."""
    field = field_of(line.what, facts.fields)
    can_be_none = field is not None and field.none_able
    found: list[str] = []
    for operator in operators_of(line.what, facts.fields):
        denied = f"not {operator}"
        found.append(operator)
        if operator not in ORDER or can_be_none or denied == chosen:
            found.append(denied)
    return _options(((operator, operator_word(shape, operator)) for operator in found), chosen)


def _as_many(shape: Shape | None, operator: str) -> str:
    """Return how values are typed: one in each control, codes in one line, or one a line."""
    if operator not in ("in", "begins") or shape == "code":
        return ""
    return "codes" if shape == "digits" else "lines"


def _values(
    line: Line, facts: Facts, shape: Shape, as_many: str, name: str, id_: str
) -> list[dict[str, Any]]:
    field = field_of(line.what, facts.fields)
    control: dict[str, Any] = {"name": f"{name}.v", "label": _("Value")}
    if as_many == "codes":
        table: Mapping[str, Any] = PROVINCES if line.what == "region" else DIVISIONS
        names = [prefix_word(line.what, code) for code in line.values if code.isdigit()]
        return [
            control
            | {
                "id": f"{id_}-v",
                "type": "codes",
                "value": ", ".join(line.values),
                "names": ", ".join(names),
                "add_name": f"{name}.add",
                # Another control after each code, so that a browser does not keep what was added.
                "add_id": f"{id_}-add-{len(names)}",
                "options": [
                    {"value": code, "label": f"{code} {word}"} for code, word in table.items()
                ],
            }
        ]  # fmt: skip
    if as_many == "lines":
        return [control | {"id": f"{id_}-v", "type": "lines", "value": "\n".join(line.values)}]
    if shape in ("code", "list") and field is not None and field.choices:
        words = [(code, _code_word(facts, field, code)) for code in field.choices]
        if line.operator == "in":
            checks = [{"value": c, "label": w, "chosen": c in line.values} for c, w in words]
            return [control | {"id": f"{id_}-v", "type": "checks", "options": checks}]
        value = line.values[0] if line.values else ""
        return [control | {"id": f"{id_}-v", "type": "select", "options": _options(words, value)}]
    labels = (_("From"), _("To")) if line.operator == "between" else (_("Value"),)
    return [
        control
        | {"id": f"{id_}-v{place}", "label": labels[place]}
        | _typed(value, line.what, shape, f"{name}.from", f"{id_}-from{place}")
        for place, value in enumerate(line.values)
    ]


def _typed(value: str, what: str, shape: Shape, name: str, id_: str) -> dict[str, Any]:
    """Return a control to type one value in, beside it the values that the law or the call gives."""
    sources: list[tuple[str, str]] = []
    if shape == "day":
        sources = [("as_of()", _("The reference day")), ("opens_on()", _("The opening day of the call"))]
    elif shape == "number":
        here = value.removeprefix("param:") if value.startswith("param:") else ""
        fitting = FIGURES.get(what, ())
        names = (*fitting, here) if here in NUMBERS and here not in fitting else fitting
        sources = [(f"param:{n}", str(PARAMETERS.get(n, n))) for n in names]
    chosen = value if value in dict(sources) else ""
    shown: dict[str, Any] = {
        "type": "date" if shape == "day" else "text",
        "value": "" if chosen else value,
        "numeric": shape == "number",
        "sourced": bool(chosen),
    }
    if sources:
        typed = _("Typed here")
        shown["source"] = {"name": name, "id": id_, "options": _options([("", typed), *sources], chosen)}
    if what == "designations":
        shown["hint"] = ", ".join(f"{code} {word}" for code, word in DESIGNATIONS.items())
    return shown


def _assume(line: Line, facts: Facts, shape: Shape | None, name: str, id_: str) -> dict[str, Any] | None:
    """Return the control for what stands in where the fact is not known; None where nothing can."""
    if shape is None or not can_assume(line.what, line.operator, facts.fields):
        return None
    control = {"name": f"{name}.assume", "id": f"{id_}-assume", "value": line.assumed, "type": "text"}
    field = field_of(line.what, facts.fields)
    options: Iterable[tuple[str, Any]] = ()
    if shape == "flag":
        options = (("true", _("Yes")), ("false", _("No")))
    elif field is not None and field.choices:
        options = [(code, _code_word(facts, field, code)) for code in field.choices]
    if options:
        nothing = [("", _("Nothing: it stays not known"))]
        return control | {"type": "select", "options": _options([*nothing, *options], line.assumed)}
    return control | {"type": "date"} if shape == "day" or "years_since:" in line.what else control


def _code_word(facts: Facts, field: Field, code: str) -> str:
    """Return a code that can be chosen in words: of a question or a level, its title in the file."""
    return facts.code_word(field.name, code) or str(CODES.get(code, code))


def _options(words: Iterable[tuple[str, Any]], chosen: str) -> list[Option]:
    return [{"value": value, "label": str(word), "chosen": value == chosen} for value, word in words]


def _id(path: Path) -> str:
    return "-".join(["part", *map(str, path)])


def _number(path: Path) -> str:
    """Return how a part is counted on the page.

    >>> _number((1, 0))
    '2.1'
    """
    return ".".join(str(step + 1) for step in path)
