"""What happened to an application, in words: who in which role, what, why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.queries import people
from dure.domains.applications.queries_officer_application import application_documents, history
from dure.domains.applications.screening import published
from dure.web.officer.words import ACTS, DOCUMENT_STATES, VERDICTS, told
from dure.web.people.act_words import ACTS as EVERY_ACT
from dure.web.people.words import role, staff_member
from dure.web.words import page_language

ALL_ACTS = {**EVERY_ACT, **ACTS}
_WITH_AN_OBJECTION = {"reopen": "application.reopen", "accept": "application.accept"}
"""What a granted objection did to the application in the same act."""
_STAFF = ("officer", "ministry", "executor_staff", "reviewer")


def history_items(who: SignedActor, application: Any, now: datetime) -> list[dict[str, Any]]:
    """Return the events, the newest first, as the history component takes them.

    Staff are named with their role; applicants by their role alone.
    """
    events = history(application.pk)
    staff = people(who, {e["actor_id"] for e in events if e["actor_id"] and e["role"] in _STAFF})
    programme = published(application.programme, now).loaded.programme
    titles = {d.id: d.title.to(page_language()) for d in programme.documents}
    named = application_documents(application.pk)
    return [
        {
            "at": event["at"],
            "title": _title(event, titles, named),
            "text": " · ".join(part for part in (_who(event, staff), _more(event), event["reason"]) if part),
        }
        for event in events
    ]


def _title(event: dict[str, Any], titles: dict[str, str], named: dict[str, str]) -> str:
    if event["subject"] == "application_document":
        document = named.get(event["subject_id"], "")
        state = told(DOCUMENT_STATES, str(event["details"].get("to", "")))
        return _("%(document)s: %(state)s") % {"document": titles.get(document, document), "state": state}
    if event["act"] == "document.check":
        return _("Judged again after a document was checked")
    moved = (
        _WITH_AN_OBJECTION.get(event["details"].get("move", ""))
        if event["act"] == "objection.answer"
        else None
    )
    return told(ALL_ACTS, moved or event["act"])


def _who(event: dict[str, Any], staff: dict[int, Any]) -> str:
    if event["actor_id"] in staff:
        return f"{role(event['role'])} {staff_member(staff[event['actor_id']])}"
    if event["actor_id"] is None:
        return str(role(""))
    return _("Applicant") if event["role"] in ("", "person") else role(event["role"])


def _more(event: dict[str, Any]) -> str:
    verdict = event["details"].get("verdict")
    return told(VERDICTS, verdict) if isinstance(verdict, str) else ""
