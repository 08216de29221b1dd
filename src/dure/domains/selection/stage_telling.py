"""Who is told to hand in documents of a stage: on taking the place before it, and when reminded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dure.domains.events.act import Act
from dure.domains.notices.services.notify import Recipient, notify
from dure.domains.selection.stage_documents import documents_of, due_at
from dure.domains.selection.stages import StageCase, texts
from dure.domains.selection.telling import applicants, both, last_day_before
from dure.engine.problems import msg
from dure.engine.programme.models.documents import Document

_OPTIONAL = msg("if there is one")


def told_to_hand_in(case: StageCase, wanted: Mapping[int, Sequence[Document]]) -> list[Recipient]:
    """Return who is told of which documents, each with its last day."""
    stage = texts(case.stage.title)

    def parameters(pk: int) -> dict[str, Any]:
        due = min((due_at(one) for one in wanted[pk]), default=None)
        items = [_line(one) for one in wanted[pk]]
        return {"stage": stage, "items": items, "due": last_day_before(due)}

    told = applicants(case, list(wanted), parameters)
    return [replace(one, link=f"{one.link}stage/{case.stage.id}/") for one in told]


def ask_entrants(this: Act, case: StageCase, application_ids: Collection[int]) -> None:
    """Tell whoever has taken a place which documents the stage asks for; each is told once."""
    documents = documents_of(case)
    if not documents or not application_ids:
        return
    people = told_to_hand_in(case, dict.fromkeys(application_ids, documents))
    # Told once, however often the place is given up and given back.
    notify(this, people, template="stage_documents_asked", key=f"{case.programme.id}/{case.stage.id}")


def _line(document: Document) -> dict[str, str]:
    assert document.due_on is not None, "a document of a later stage has a last day"
    day = document.due_on.isoformat()
    optional = both(_OPTIONAL)
    return {
        language: f"{title} (~ {day}{'' if document.required else ', ' + optional[language]})"
        for language, title in texts(document.title).items()
    }
