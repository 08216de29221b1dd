"""Who applies: a simulation counts merchants, and not every programme is applied to by single ones."""

from __future__ import annotations

from dure.engine.problems import Problem, msg
from dure.engine.programme.models.programme import Programme


def groups_apply(programme: Programme) -> list[Problem]:
    """Warn of a programme to which markets, associations or others apply in the place of merchants."""
    if programme.applicants == "merchant":
        return []
    return [
        Problem(
            "simulation.groups",
            msg(
                "it is not single merchants who apply to {programme} (applicants: {applicants}): counted are"
                " merchants that meet the rules, not applications; places and costs are not those of groups"
            ),
            {"programme": programme.id, "applicants": programme.applicants},
            severity="warning",
        )
    ]
