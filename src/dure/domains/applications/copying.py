"""An application that was handed in as a draft again, typed as it stands; and what a draft differs by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dure.domains.applications.answers import typed_answer
from dure.domains.applications.drafting import Reading, asked_days, documents
from dure.domains.applications.models import Application, ApplicationDocument
from dure.domains.privacy.encryption import encrypt
from dure.domains.privacy.queries import consents_of
from dure.engine.profile.fields import PROFILE_COLUMNS
from dure.engine.programme.models.programme import Programme
from dure.engine.programme.registers import register_of

Difference = dict[str, list[Any]]


def copied(application: Application, programme: Programme, purpose: str) -> dict[str, Any]:
    """Return a draft that says what an application says."""
    rows = standing_documents(application.pk)
    typed: dict[str, dict[str, list[str]]] = {
        "executors": {f"rank.{e}": [str(rank)] for rank, e in enumerate(application.choices, 1)},
        "questions": {name: typed_answer(value) for name, value in application.answers.items()},
        "documents": {},
        "consents": {
            f"consent.{name}": ["yes" if found.given else "no"]
            for name, found in consents_of(application.merchant_id, application.programme).items()
        },
    }
    files = {}
    for document in documents(programme):
        row = rows.get(document.id)
        if row is None:
            continue
        days = {name: _text(getattr(row, name)) for name in asked_days(document)}
        typed["documents"] |= {f"{name}.{document.id}": [day] for name, day in days.items()}
        if register_of(document):
            typed["documents"][f"from.{document.id}"] = ["file" if row.file_id else "register"]
        files[document.id] = {
            "id": str(row.file_id) if row.file_id else None,
            "name": encrypt(row.file.name) if row.file else "",
            "size": row.file.size if row.file else None,
            "row": row.pk,
            "days": days,
        }
    return {"purpose": purpose, "counter": 0, "typed": typed, "files": files}


def working_draft(application: Application, programme: Programme) -> dict[str, Any] | None:
    """Return the draft that is under way, or None: of an application, of a change, of a supplement's answer.

    A supplement's begins as the application stands. What was begun for something else counts no more.
    """
    draft: dict[str, Any] = application.draft
    purpose = {"draft": "apply", "submitted": "change", "supplementing": "supplement"}.get(application.state)
    if purpose is not None and draft.get("purpose") == purpose:
        return draft
    return copied(application, programme, "supplement") if purpose == "supplement" else None


def standing_documents(application_id: int) -> dict[str, ApplicationDocument]:
    """Return the documents of an application that were not replaced, by their ids in the programme file."""
    found = ApplicationDocument.objects.filter(application_id=application_id).exclude(state="replaced")
    return {row.document: row for row in found.select_related("file").order_by("pk")}


def difference(application: Application, reading: Reading, facts: Mapping[str, Any]) -> Difference:
    """Return what a draft would change, as ``{kind.name: [before, after]}``; documents by row or file."""
    found: Difference = {}
    before = application.facts or {}
    for field in PROFILE_COLUMNS:
        told = _fact(before, field.name, field.companion), _fact(facts, field.name, field.companion)
        if told[0] != told[1]:
            found[f"fact.{field.name}"] = list(told)
    if application.choices != reading.choices:
        found["choices."] = [list(application.choices), list(reading.choices)]
    for name in dict.fromkeys((*application.answers, *reading.answers)):
        one, two = application.answers.get(name), reading.answers.get(name)
        if one != two:
            found[f"answer.{name}"] = [one, two]
    for name, row in standing_documents(application.pk).items():
        new = reading.documents.get(name)
        if new is not None and new.row is None:
            found[f"document.{name}"] = [row.pk, new.file_id or "register"]
    rows = {key.split(".", 1)[1] for key in found if key.startswith("document.")}
    kept = {d.document for d in reading.documents.values() if d.row is not None}
    for name, new in reading.documents.items():
        if name not in rows and name not in kept:
            found[f"document.{name}"] = [None, new.file_id or "register"]
    given = {n: c.given for n, c in consents_of(application.merchant_id, application.programme).items()}
    for name, answer in reading.consents.items():
        if given.get(name) != answer:
            found[f"consent.{name}"] = [given.get(name), answer]
    return found


def _fact(facts: Mapping[str, Any], name: str, companion: str) -> Any:
    """Return a fact as compared: ``False`` of a companion is a value of its own, none."""
    value = facts.get(name)
    return {"none": True} if value is None and facts.get(companion) is False else value


def _text(day: Any) -> str:
    return day.isoformat() if day else ""
