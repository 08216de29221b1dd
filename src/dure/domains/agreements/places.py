"""Whether the published file has the places that agreements in force give: a selection counts on it."""

from __future__ import annotations

from dataclasses import dataclass

from dure.domains.agreements.calls import stages_of
from dure.domains.agreements.models_agreement import Agreement
from dure.domains.agreements.versions import terms_by_executor
from dure.engine.problems import Problem, msg
from dure.engine.programme.models.programme import Programme


@dataclass(frozen=True, slots=True)
class Difference:
    """Places of an executor at a stage: in the file, and as agreed (None: it is not there)."""

    executor: str
    stage: str
    in_file: int | None
    agreed: int | None


def differences(programme: Programme) -> list[Difference]:
    """Return where the file and the agreements in force differ; nothing where none ever was."""
    agreed = terms_by_executor(programme.id)
    if (
        not agreed
        and not Agreement.objects.filter(programme=programme.id, in_force_at__isnull=False).exists()
    ):
        return []
    found = []
    for stage in stages_of(programme):
        # Of one that left the published file tells places still, until a version follows.
        left = {e.id: e.capacity.get(stage.id, 0) for e in programme.executors if e.left_on is not None}
        in_file = programme.capacities(stage) | left
        for executor in dict.fromkeys((*in_file, *agreed)):
            told = agreed[executor].places_at(stage.id) if executor in agreed else None
            if (in_file.get(executor) or 0) != (told or 0):
                found.append(Difference(executor, stage.id, in_file.get(executor), told))
    return found


def places_problems(programme: Programme, stage: str) -> list[Problem]:
    """Return what is wrong where the file gives other places at a stage than the agreements in force do.

    What is chosen by must be the published file, so that everybody can repeat it; what was agreed must be
    in that file.
    """
    by_executor = any(one.id == stage for one in stages_of(programme))
    if by_executor and not programme.executors:
        return [Problem("selection.no_executors", msg("the file has no executors yet"))]
    if not any(one.stage == stage for one in differences(programme)):
        return []
    return [
        Problem(
            "selection.places_agreed",
            msg("the file's places differ from the agreements in force: publish a version made from them"),
        )
    ]
