"""What differs between two versions of a programme, as somebody who drafts an application must know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dure.engine.programme.models.programme import Programme
from dure.engine.programme.models.values import Text

Kind = Literal["added", "removed", "changed"]
Part = Literal["window", "eligibility", "executors", "questions", "documents", "consents"]


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that changed: where, how, and what it is called."""

    part: Part
    kind: Kind
    title: Text | None = None


def what_changed(old: Programme, new: Programme) -> list[Moved]:
    """Return what changed from one version to another, part by part in the order of the application."""
    found: list[Moved] = []
    if old.window != new.window:
        found.append(Moved("window", "changed"))
    titled: tuple[tuple[Part, Any, Any, str], ...] = (
        ("eligibility", old.eligibility, new.eligibility, "reason"),
        ("executors", old.executors, new.executors, "name"),
        ("questions", old.questions, new.questions, "title"),
        ("documents", old.documents, new.documents, "title"),
        ("consents", old.consents, new.consents, "title"),
    )
    for part, before, after, name in titled:
        found += _compared(part, before, after, name)
    return found


def _compared(part: Part, before: Iterable[Any], after: Iterable[Any], name: str) -> list[Moved]:
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    found = [Moved(part, "added", getattr(new[id_], name)) for id_ in new if id_ not in old]
    found += [Moved(part, "removed", getattr(old[id_], name)) for id_ in old if id_ not in new]
    both = (id_ for id_ in new if id_ in old and old[id_] != new[id_])
    return found + [Moved(part, "changed", getattr(new[id_], name)) for id_ in both]
