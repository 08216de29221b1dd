"""Where an application stands for what whoever applies is granted, as its own pages show it."""

from __future__ import annotations

from django.http import HttpRequest

from dure.domains.applications.queries_own import Application
from dure.domains.benefits.queries_open import OwnTurn, own_turn
from dure.engine.law.deadlines import day_of
from dure.engine.programme.models.programme import Programme
from dure.web.actors import asked_at


def turn_of(request: HttpRequest, application: Application, programme: Programme) -> OwnTurn | None:
    """Return what ``merchant/parts/open_turn.html`` reads; None for calls without an open entitlement."""
    if programme.open_benefit is None:
        return None
    return own_turn(programme.id, application, day_of(asked_at(request)))
