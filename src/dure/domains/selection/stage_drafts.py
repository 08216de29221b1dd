"""What an applicant has put together of the documents of a stage, and not handed in yet.

It is kept in ``Application.draft``, as the drafts of applications are, with the purpose ``stage`` and the
stage's id; an accepted application has no other draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dure.domains.applications.drafting import Handed, StepProblem, first, read_these
from dure.domains.applications.models import Application
from dure.domains.selection.stage_documents import Held
from dure.engine.law.deadlines import day_of
from dure.engine.programme.registers import register_of

STAGE = "stage"


def draft_of(application: Application, stage: str) -> dict[str, Any]:
    """Return the draft of a stage's documents, or an empty one."""
    draft: dict[str, Any] = application.draft
    if draft.get("purpose") == STAGE and draft.get("stage") == stage:
        return draft
    return {"purpose": STAGE, "stage": stage, "counter": 0, "typed": {"documents": {}}, "files": {}}


def drafted(draft: Mapping[str, Any], held: Sequence[Held]) -> list[Held]:
    """Return what a draft has something of: a file, or that it is to be taken from the register."""
    typed = draft.get("typed", {}).get("documents", {})
    files = draft.get("files", {})
    return [
        one
        for one in held
        if one.document.id in files
        or (register_of(one.document) and first(typed, f"from.{one.document.id}") == "register")
    ]


def read_draft(draft: Mapping[str, Any], held: Sequence[Held]) -> tuple[dict[str, Handed], list[StepProblem]]:
    """Return the documents that a draft would hand in, and what is wrong with their days."""
    there = drafted(draft, held)
    if not there:
        return {}, []
    typed = draft.get("typed", {}).get("documents", {})
    asked = [one.document for one in there]
    return read_these(asked, typed, draft.get("files", {}), day_of(there[0].now))
