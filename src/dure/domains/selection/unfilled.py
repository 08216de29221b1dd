"""Places that are free and that nobody of the reserve list can be given, with why: told to the officers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from dure.domains.events.act import Act
from dure.domains.notices.services.notify import notify
from dure.domains.selection.models import Selection
from dure.domains.selection.stages import StageCase, texts
from dure.domains.selection.telling import both, officers
from dure.engine.problems import msg

_SENTENCES = {
    "nobody": msg("nobody is left on the reserve list"),
    "capped": msg("who waits on the reserve list is of groups whose caps are reached"),
    "unseats": msg("the caps work against each other: filling it would take somebody's seat"),
}
_ITEM = msg("{place}: {free}, {why}")


@dataclass(frozen=True, slots=True)
class Unfilled:
    """How many seats are free at a place of the plan ("" for a pool), and why nobody has them."""

    place: str
    free: int
    why: Literal["nobody", "capped", "unseats"]

    @property
    def sentence(self) -> str:
        """The reason as a message."""
        return _SENTENCES[self.why]


def tell_unfilled(this: Act, selection: Selection, case: StageCase, found: Collection[Unfilled]) -> None:
    """Note in the event log which places stay free, and tell the officers of the programme in one notice."""
    if not found:
        return
    for one in found:
        this.record("selection", selection.pk, place=one.place, not_filled=one.why, free=one.free)
    told = {
        "programme": texts(case.programme.title),
        "stage": texts(case.stage.title),
        "items": [_item(case, one) for one in found],
    }
    link = f"/officer/selection/{selection.programme}/{selection.stage}/places/"
    asked = [replace(one, parameters=told, link=link) for one in officers(selection.programme, this.now)]
    notify(this, asked, template="place_not_filled", key=f"selection/{selection.pk}/{this.id}")


def _item(case: StageCase, one: Unfilled) -> dict[str, str]:
    names = texts(case.executor_name(one.place) if one.place else case.stage.title, one.place)
    whys, items = both(one.sentence), both(_ITEM)
    return {
        language: items[language].format(place=names[language], free=one.free, why=whys[language])
        for language in names
    }
