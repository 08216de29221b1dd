"""Every rule of a file by its place: of which kind it is, what stands beside it, what it may name.

A place is spelt by ids, so that it stays the same whatever is moved: ``in_business`` is an eligibility rule,
``set_aside.consult.youth`` the set-aside ``youth`` of the stage ``consult``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dure.engine.profile.fields import Field
from dure.engine.programme.fields import fields_of
from dure.engine.programme.form_fields import fields_before, fields_of_ways, items_of
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.reading.tree import Path, Plain

RuleKind: TypeAlias = Literal["eligibility", "set_aside", "cap", "only_for", "indicator", "asked_if", "way"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of rule looks like in a file: the lists on the way to its part, and the part's keys.

    ``own``: the part is there for its rule, and is added and deleted with it; else the rule is one key of it.
    """

    lists: tuple[str, ...]
    rule: str = "rule"
    own: bool = True
    told: str = ""
    """The key of the text that goes with it, in each language."""
    told_needed: bool = True
    has_share: bool = False
    has_basis: bool = False
    leads: bool = False
    """Whether it leads to a benefit or a stage."""


FORMS: Mapping[RuleKind, Form] = {
    "eligibility": Form(("eligibility",), told="reason", has_basis=True),
    "set_aside": Form(("stages", "set_asides"), told="title", has_share=True, has_basis=True),
    "cap": Form(("stages", "caps"), told="title", has_share=True),
    "only_for": Form(("benefits",), "only_for", own=False),
    "indicator": Form(("indicators",), own=False),
    "asked_if": Form(("diagnosis", "sections", "items"), "asked_if", own=False),
    "way": Form(("diagnosis", "ways"), told="note", told_needed=False, leads=True),
}


@dataclass(frozen=True, slots=True)
class RulePlace:
    """One rule's place: ``ids`` name the parts on the way, the last one the part that has the rule."""

    kind: RuleKind
    ids: tuple[str, ...]

    @property
    def key(self) -> str:
        """How it is spelt in addresses and records.

        >>> RulePlace("eligibility", ("small",)).key, RulePlace("cap", ("consult", "food")).key
        ('small', 'cap.consult.food')
        """
        return ".".join(self.ids if self.kind == "eligibility" and self.ids else (self.kind, *self.ids))

    @property
    def id(self) -> str:
        """The id of the part that has the rule."""
        return self.ids[-1]

    @property
    def form(self) -> Form:
        """What its kind looks like."""
        return FORMS[self.kind]

    def with_id(self, id_: str) -> RulePlace:
        """Return the place of a part in the list that this place is about."""
        return RulePlace(self.kind, (*self.ids[: len(self.form.lists) - 1], id_))


def place_of(key: str) -> RulePlace | None:
    """Return the place that a key spells, None for what is none.

    >>> place_of("small").kind, place_of("way.online.low").ids, place_of("way.online"), place_of("x.y")
    ('eligibility', ('online', 'low'), None, None)
    """
    return _spelt(key, 0)


def holder_of(key: str) -> RulePlace | None:
    """Return the list that a key spells, one id short of a place: where a part of its own can be added.

    >>> holder_of("cap.consult").ids, holder_of("eligibility").ids, holder_of("cap"), holder_of("only_for")
    (('consult',), (), None, None)
    """
    if key == "eligibility":
        return RulePlace("eligibility", ())
    found = _spelt(key, 1)
    return found if found is not None and found.form.own else None


def _spelt(key: str, less: int) -> RulePlace | None:
    first, *ids = key.split(".")
    if not ids and not less:
        return RulePlace("eligibility", (first,))
    for kind, form in FORMS.items():
        if kind == first and kind != "eligibility" and len(ids) == len(form.lists) - less:
            return RulePlace(kind, tuple(ids))
    return None


# --- in a document --------------------------------------------------------------------------------


def path_of(document: Plain, place: RulePlace) -> Path | None:
    """Return where the part of a place stands in a document; of a list, where what holds it stands."""
    path: Path = ()
    found = document
    for name, id_ in zip(place.form.lists, place.ids, strict=False):
        listed = found.get(name) if isinstance(found, dict) else None
        items = listed if isinstance(listed, list) else []
        number = next(
            (n for n, one in enumerate(items) if isinstance(one, dict) and one.get("id") == id_), None
        )
        if number is None:
            return None
        path, found = (*path, name, number), items[number]
    return path


def rules_in(document: Plain) -> Iterator[tuple[RulePlace, str]]:
    """Yield the rules of a document, in the order of the kinds and then of the file."""
    for place, part in _parts(document):
        text = part.get(place.form.rule)
        if isinstance(text, str) and text:
            yield place, text


def open_places(document: Plain) -> Iterator[RulePlace]:
    """Yield where a rule can be added: lists of parts of their own, and parts that have no rule yet."""
    for kind, form in FORMS.items():
        if form.own:
            for ids, _part in _walk(document, form.lists[:-1]):
                yield RulePlace(kind, ids)
    for place, part in _parts(document):
        if not place.form.own and not part.get(place.form.rule):
            yield place


def _parts(document: Plain) -> Iterator[tuple[RulePlace, dict[str, Plain]]]:
    for kind, form in FORMS.items():
        for ids, part in _walk(document, form.lists):
            yield RulePlace(kind, ids), part


def _walk(document: Plain, lists: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Plain]]]:
    if not isinstance(document, dict):
        return
    if not lists:
        yield (), document
        return
    listed = document.get(lists[0])
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict):
            for ids, part in _walk(one, lists[1:]):
                yield (str(one.get("id", "")), *ids), part


# --- in a programme -------------------------------------------------------------------------------


def fields_at(programme: Programme, place: RulePlace) -> Mapping[str, Field]:
    """Return what the rule at a place may name."""
    if place.kind in ("asked_if", "way"):
        form = next((one for one in programme.diagnosis if place.ids and one.id == place.ids[0]), None)
        if form is not None and place.kind == "way":
            return fields_of_ways(programme, form)
        item = next((one for one in items_of(form) if one.id == place.id), None) if form else None
        if form is not None and item is not None:
            return fields_before(programme, form, item)
    return fields_of(programme)
