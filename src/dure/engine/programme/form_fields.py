"""What the rules of diagnosis forms may name: items by their ids, levels, ranks and scores of forms.

A condition of an item (``asked_if``) names items that stand before it in its form, the profile and answers
to questions. A rule of a way names the levels of all forms (by the form's id, or ``level.ID``), their rank
from 1 up (``rank.ID``), their scores (``score.ID``), the items of its own form, the profile and answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dure.engine.profile.columns import level_field
from dure.engine.profile.fields import Field, Kind
from dure.engine.programme.fields import named_fields
from dure.engine.programme.models.diagnosis import DiagnosisForm, Item
from dure.engine.programme.models.programme import Programme

RANK, SCORE = "rank", "score"
_KINDS = {
    "scale": Kind.NUMBER,
    "number": Kind.NUMBER,
    "choice": Kind.TEXT,
    "yes_no": Kind.BOOLEAN,
    "evidence": Kind.BOOLEAN,
}


def items_of(form: DiagnosisForm) -> Iterator[Item]:
    """Yield the items of a form in its order."""
    for section in form.sections:
        yield from section.items


def item_field(item: Item) -> Field:
    """Return the column of the answer to an item, called by its id."""
    scale = item.kind == "scale"
    return Field(
        item.id,
        _KINDS[item.kind],
        whole=scale,
        choices=tuple(choice.id for choice in item.choices) if item.kind == "choice" else (),
        low=1 if scale else None,
        high=item.highest if scale else None,
    )


def fields_before(programme: Programme, form: DiagnosisForm, item: Item) -> Mapping[str, Field]:
    """Return what the condition of an item may name."""
    found = dict(named_fields(programme.questions, ()))
    for one in items_of(form):
        if one.id == item.id:
            break
        found[one.id] = item_field(one)
    return MappingProxyType(found)


def fields_of_ways(programme: Programme, form: DiagnosisForm) -> Mapping[str, Field]:
    """Return what the rules of a form's ways may name."""
    found = dict(named_fields(programme.questions, programme.diagnosis))
    for one in programme.diagnosis:
        level = level_field(one.id, (each.id for each in one.levels))
        found[one.id] = Field(one.id, level.kind, choices=level.choices)
        rank = Field(f"{RANK}.{one.id}", Kind.NUMBER, whole=True, low=1, high=max(1, len(one.levels)))
        score = Field(f"{SCORE}.{one.id}", Kind.NUMBER, low=0, high=100)
        found |= {rank.name: rank, score.name: score}
    found |= {item.id: item_field(item) for item in items_of(form)}
    return MappingProxyType(found)
