"""A refusal at the document check, in words: why, until when to object, and what was objected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from dure.domains.applications.queries_own import Application
from dure.domains.programmes.queries import loaded
from dure.domains.selection.queries_own import Objection
from dure.domains.selection.queries_own_refusal import OwnRefusal, own_refusal
from dure.engine.programme.models.programme import Programme
from dure.web.actors import actor, asked_at
from dure.web.selection_words import OBJECTION_KINDS, OBJECTION_STATES, clock
from dure.web.words import page_language


def refusal_shown(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return what pages say of an application's refusal; None where there was none to speak of."""
    own = own_refusal(actor(request), asked_at(request), application)
    if not own.stands and not own.objections:
        return None
    return shown(request, application, own)


def shown(request: HttpRequest, application: Application, own: OwnRefusal) -> dict[str, Any]:
    """Return a refusal in words, with what can be done about it now."""
    programme = loaded(application.version).programme
    right = programme.rights.objection
    return {
        "own": own,
        "told_at": application.checked_at if own.stands else None,
        "reasons": reasons(programme, application.refusal_rules, application.refusal_reason),
        "until": own.until,
        "clock": clock(own.until, asked_at(request)) if own.until else "",
        "answered_by": right.answered_by.to(page_language()) if right and right.answered_by else "",
        "objections": objections_list(own.objections),
    }


def objections_list(found: Iterable[Objection]) -> list[dict[str, Any]]:
    """Return objections as the lists of a page read them."""
    return [
        {
            "id": one.pk,
            "filed_at": one.filed_at,
            "state": str(OBJECTION_STATES[one.state]),
            "kind": OBJECTION_KINDS[one.state],
        }
        for one in found
    ]


def reasons(programme: Programme, rules: list[str], words: str) -> list[str]:
    """Return why an application was refused, as its notice told it: rules not met, and words."""
    language = page_language()
    told = [rule.reason.to(language) for rule in programme.eligibility if rule.id in rules]
    return [*told, words] if words else told
