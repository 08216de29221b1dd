"""What became of a stage's executors since it was chosen: who left, and who took their seats over."""

from __future__ import annotations

from dure.domains.events.act import Act
from dure.domains.programmes.queries import ProgrammeVersion, left_in, loaded_from
from dure.domains.selection.models import Selection
from dure.engine.selection.moving import Afterwards

DECIDED = ("confirmed", "published")
"""States of a selection from which on its log runs."""


def after_of(selection: Selection) -> Afterwards:
    """Return what became of the executors of a selection, as it was last taken over."""
    told = selection.afterwards
    return Afterwards(tuple(told.get("closed", ())), tuple(told.get("back", ())), told.get("added", {}))


def follow_executors(this: Act, selection: Selection) -> Afterwards:
    """Take over which executors of a stage left, or are back, and return what became of them.

    Each change is an event, for the public log. Whoever calls holds the stage. A stage over all executors has
    seats of no executor, and nothing follows.
    """
    selection.refresh_from_db(fields=["afterwards", "state"])
    after = after_of(selection)
    programme = loaded_from(bytes(selection.version.raw)).programme
    stage = programme.stage(selection.stage)
    if stage is None or not stage.is_by_executor or selection.state not in DECIDED:
        return after
    told = ProgrammeVersion.objects.values_list("executors_left", flat=True).get(pk=selection.version_id)
    gone = [one for one in programme.capacities(stage) if one in left_in(told)]
    left = [one for one in gone if one not in after.gone]
    back = [one for one in after.gone if one not in gone]
    if not left and not back:
        return after
    for what, some in (("close", left), ("back", back)):
        for executor in some:
            this.record("selection", selection.pk, executors=what, executor=executor)
    closed = tuple(dict.fromkeys((*after.closed, *left)))
    was_back = tuple(one for one in (*after.back, *back) if one not in left)
    return keep(this, selection, Afterwards(closed, was_back, after.added))


def keep(_this: Act, selection: Selection, after: Afterwards) -> Afterwards:
    """Keep within an act what became of the executors of a selection, and return it."""
    selection.afterwards = {
        "closed": list(after.closed),
        "back": list(after.back),
        "added": dict(after.added),
    }
    Selection.objects.filter(pk=selection.pk).update(afterwards=selection.afterwards)
    return after
