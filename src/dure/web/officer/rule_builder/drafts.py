"""What stands on the builder's page: a form or a text, the reason, the population; as sent, and as changed.

Nothing of it is kept between two requests: every page carries all of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from django.http import QueryDict

from dure.domains.programmes.counting import Population
from dure.engine.profile.fields import Field
from dure.engine.rules.form import Group, Line, OwnText, Part
from dure.engine.rules.form.parts import Path
from dure.engine.rules.form.reading import MOST_LEVELS
from dure.engine.rules.form.subjects import VALUES, operators_of, shape_of

Fields: TypeAlias = "Mapping[str, Field]"
MOST_PARTS = 60
ROOT = "f"
POPULATIONS: tuple[Population, ...] = ("synthetic", "many", "service")

BLANK = Group("and", (Line(),))


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule under work: ``mode`` says whether the form or the text is what counts."""

    mode: Literal["form", "text"] = "form"
    form: Group = BLANK
    text: str = ""
    id: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    """What is told to whoever fails it, or the title or note of its part, by language."""
    basis: Mapping[str, str] = field(default_factory=dict)
    share: str = ""
    """Per cent, as typed."""
    leads: str = ""
    """What a way leads to, its key and id with a colon between."""
    population: Population = "synthetic"
    find: str = ""
    removed: str = ""
    """What was removed last, and where it stood, so that it can be put back."""


def name_of(path: Path) -> str:
    """Return the name that a part's controls begin with.

    >>> name_of(()), name_of((1, 0))
    ('f', 'f.1.0')
    """
    return ".".join([ROOT, *map(str, path)])


def path_of(name: str) -> Path | None:
    """Return the path of a part's name; None for what is none."""
    found = re.fullmatch(rf"{ROOT}((?:\.\d{{1,2}}){{0,8}})", name)
    return None if found is None else tuple(int(step) for step in found[1].split(".")[1:])


def read_draft(post: QueryDict, fields: Fields) -> Draft:
    """Return what was sent; what is not there is empty, and more than a page shows is left out."""
    population = post.get("population", "")
    return Draft(
        mode="text" if post.get("mode") == "text" else "form",
        form=_Sent(post, fields).group(ROOT),
        text=post.get("text", "")[:8000],
        id=post.get("id", "").strip()[:80],
        told=_in_languages(post, "told"),
        basis=_in_languages(post, "basis"),
        share=post.get("share", "").strip()[:20],
        leads=post.get("leads", "")[:60],
        population=population if population in POPULATIONS else "synthetic",
        find=post.get("find", "")[:80],
        removed=post.get("removed", "")[:20_000],
    )


def _in_languages(post: QueryDict, name: str) -> dict[str, str]:
    return {language: post.get(f"{name}_{language}", "")[:4000] for language in ("ko", "en")}


def sent_again(draft: Draft) -> list[tuple[str, str]]:
    """Return what stands beside a rule as it was sent, to be carried by the next page."""
    texts = [(f"told_{name}", text) for name, text in draft.told.items()]
    texts += [(f"basis_{name}", text) for name, text in draft.basis.items()]
    rest = (
        ("id", draft.id),
        ("share", draft.share),
        ("leads", draft.leads),
        ("population", draft.population),
    )
    return [*texts, *rest]


# --- parts, as sent -------------------------------------------------------------------------------


class _Sent:
    """The parts of a form as they were sent, at most so many."""

    def __init__(self, post: QueryDict, fields: Fields) -> None:
        self.post = post
        self.fields = fields
        self.left = MOST_PARTS

    def group(self, name: str) -> Group:
        join = self.post.get(f"{name}.join", "and")
        parts: list[Part] = []
        while self.left > 0 and f"{name}.{len(parts)}.kind" in self.post:
            self.left -= 1
            parts.append(self._part(f"{name}.{len(parts)}"))
        return Group("or" if join.endswith("or") else "and", tuple(parts), negated=join.startswith("not "))

    def _part(self, name: str) -> Part:
        match self.post[f"{name}.kind"]:
            case "group" if name.count(".") < MOST_LEVELS + 2:
                return self.group(name)
            case "own":
                negated = self.post.get(f"{name}.not") == "not"
                return OwnText(self.post.get(f"{name}.text", ""), negated=negated)
            case _:
                return self._line(name)

    def _line(self, name: str) -> Line:
        """Return a line as it fits what it asks about: another kind of question begins with no values."""
        what = self.post.get(f"{name}.what", "")
        operator = self.post.get(f"{name}.op", "")
        negated = operator.startswith("not ")
        operator = operator.removeprefix("not ")
        shape, _, as_many = self.post.get(f"{name}.shape", "").partition("/")
        values: tuple[str, ...] = ()
        assumed = ""
        if shape == (shape_of(what, self.fields) or ""):
            values = self._values(name, as_many)
            assumed = self.post.get(f"{name}.assume", "")
        return fitted(Line(what, operator, values, negated, assumed), self.fields)

    def _values(self, name: str, as_many: str) -> tuple[str, ...]:
        sent = self.post.getlist(f"{name}.v")
        match as_many:
            case "codes":
                listed = re.split(r"[,\s]+", " ".join([*sent, self.post.get(f"{name}.add", "")]))
                return tuple(dict.fromkeys(code for code in listed if code))
            case "lines":
                return tuple(line.strip() for text in sent for line in text.splitlines() if line.strip())
            case _:
                source = self.post.getlist(f"{name}.from")
                return tuple(
                    source[place] if place < len(source) and source[place] else value
                    for place, value in enumerate(sent)
                )


def fitted(line: Line, fields: Fields) -> Line:
    """Return a line whose operator fits what it asks about, with as many values as the operator takes."""
    operators = operators_of(line.what, fields)
    if not operators:
        return Line(line.what)
    if line.operator not in operators:
        line = replace(line, operator=operators[0], negated=False)
    least, most = VALUES.get(line.operator, (1, 1))
    return replace(line, values=(*line.values, *[""] * least)[: max(least, min(most, len(line.values)))])


# --- parts, changed -------------------------------------------------------------------------------


_NEW: Mapping[str, Part] = {"line": Line(), "own": OwnText(), "group": Group("or", (Line(), Line()))}


def changed(draft: Draft, act: str, fields: Fields) -> Draft:
    """Return the draft after one act on its parts: ``line``, ``group``, ``own``, ``remove`` or ``field``."""
    kind, _, told = act.partition(":")
    match kind:
        case "line" | "group" | "own":
            path = path_of(told)
            return draft if path is None else _added(draft, path, _NEW[kind])
        case "field":
            return replace(_added(draft, (), fitted(Line(told), fields)), find="")
        case "remove":
            path = path_of(told)
            return draft if not path else _removed(draft, path)
        case "undo":
            return _put_back(draft, fields)
        case _:
            return draft


def _added(draft: Draft, path: Path, part: Part) -> Draft:
    group = _at(draft.form, path)
    if not isinstance(group, Group) or _count(draft.form) >= MOST_PARTS or len(path) >= MOST_LEVELS:
        return draft
    parts = group.parts
    # A first line that nobody filled in is what is asked for, not one more.
    if parts and parts[-1] == Line() and isinstance(part, Line) and part.what:
        parts = parts[:-1]
    return replace(draft, form=_with(draft.form, path, replace(group, parts=(*parts, part))))


def _removed(draft: Draft, path: Path) -> Draft:
    *above, place = path
    group = _at(draft.form, tuple(above))
    if not isinstance(group, Group) or place >= len(group.parts):
        return draft
    kept = {"path": list(path), "part": _data(group.parts[place])}
    rest = replace(group, parts=group.parts[:place] + group.parts[place + 1 :])
    return replace(
        draft, form=_with(draft.form, tuple(above), rest), removed=json.dumps(kept, ensure_ascii=False)
    )


def _put_back(draft: Draft, fields: Fields) -> Draft:
    try:
        kept = json.loads(draft.removed)
        *above, place = (int(step) for step in kept["path"])
        part = _part_of(kept["part"], 0, fields)
    except (ValueError, KeyError, TypeError, RecursionError):
        return replace(draft, removed="")
    group = _at(draft.form, tuple(above))
    if not isinstance(group, Group) or _count(draft.form) >= MOST_PARTS:
        return replace(draft, removed="")
    parts = (*group.parts[:place], part, *group.parts[place:])
    return replace(draft, form=_with(draft.form, tuple(above), replace(group, parts=parts)), removed="")


def _data(part: Part) -> dict[str, Any]:
    match part:
        case Group(join, parts, negated):
            return {"join": join, "parts": [_data(p) for p in parts], "negated": negated}
        case Line(what, operator, values, negated, assumed):
            return {"what": what, "op": operator, "v": list(values), "negated": negated, "assume": assumed}
        case OwnText(text, negated):
            return {"text": text, "negated": negated}


def _part_of(data: Any, level: int, fields: Fields) -> Part:
    negated = bool(data["negated"])
    if "parts" in data and level < MOST_LEVELS:
        inner = tuple(_part_of(one, level + 1, fields) for one in data["parts"][:MOST_PARTS])
        return Group("or" if data["join"] == "or" else "and", inner, negated)
    if "what" in data:
        values = tuple(str(value) for value in data["v"][:200])
        line = Line(str(data["what"]), str(data["op"]), values, negated, str(data["assume"]))
        return fitted(line, fields)
    return OwnText(str(data["text"]), negated)


def _at(part: Part, path: Path) -> Part | None:
    for step in path:
        if not isinstance(part, Group) or step >= len(part.parts):
            return None
        part = part.parts[step]
    return part


def _with(group: Group, path: Path, part: Group) -> Group:
    if not path:
        return part
    first, rest = path[0], path[1:]
    inner = group.parts[first]
    assert isinstance(inner, Group)  # _at walked this way before
    return replace(group, parts=(*group.parts[:first], _with(inner, rest, part), *group.parts[first + 1 :]))


def _count(part: Part) -> int:
    return 1 + sum(map(_count, part.parts)) if isinstance(part, Group) else 1
