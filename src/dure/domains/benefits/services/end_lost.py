"""Whoever lost the place that a grant rests on loses what is not used of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from dure.domains.accounts.actors import SignedActor
from dure.domains.accounts.policies import allow_service_alone
from dure.domains.applications.arrivals import STANDING
from dure.domains.benefits.ending import (
    end,
    hold_benefits,
    return_rests,
    with_rest,
    without_open_uses,
)
from dure.domains.benefits.file import BY_WAY, OPEN
from dure.domains.benefits.following import LOST, NOT_STANDING, settle_open
from dure.domains.benefits.models import Grant
from dure.domains.benefits.states import ENDED
from dure.domains.benefits.telling import tell_cancelled
from dure.domains.events.act import act
from dure.domains.selection.models import HELD, Place
from dure.language import translate


def end_lost(*, actor: SignedActor, now: datetime) -> int:
    """End grants whose place is gone and give back their rest, programme by programme; return how many.

    What was held for a claim when a grant ended, and is free since, goes back too. Raises NotAllowed to
    people.
    """
    allow_service_alone(actor)
    programmes = set(_lost().values_list("programme", flat=True))
    programmes |= set(
        Grant.objects.filter(state__in=ENDED).exclude(fund="").values_list("programme", flat=True).distinct()
    )
    return sum(_end(actor, now, programme) for programme in sorted(programmes))


def _lost() -> QuerySet[Grant]:
    held = Place.objects.filter(
        stage=OuterRef("stage"), application_id=OuterRef("application_id"), state__in=HELD
    )
    gone = (
        Q(application__state="withdrawn")
        | Q(stage=OPEN) & ~Q(application__state__in=STANDING)
        | ~Q(stage__in=(BY_WAY, OPEN)) & ~Q(Exists(held))
    )
    # What was done before the place was lost is decided first, and paid.
    return without_open_uses(Grant.objects.filter(gone, state__in=("granted", "in_use")))


def _end(actor: SignedActor, now: datetime, programme: str) -> int:
    with act("benefits.lose", actor=actor, now=now) as this:
        lost = list(_lost().filter(programme=programme).order_by("pk"))
        rests = with_rest(programme)
        hold_benefits(programme, [*lost, *rests])
        # Looked at again now that nobody grants or ends beside us.
        ids = list(
            _lost().filter(pk__in=[one.pk for one in lost]).order_by("pk").values_list("pk", flat=True)
        )
        key = f"lost/{this.id}"
        ended = end(this, programme, ids, "lose", why="place_lost", note="", key=key)
        for why, some in (
            (NOT_STANDING, [one for one in ended if one.stage == OPEN]),
            (LOST, [one for one in ended if one.stage != OPEN]),
        ):
            if some:
                tell_cancelled(this, some, {"ko": translate(why, "ko"), "en": why})
        return_rests(
            this, programme, [one for one in with_rest(programme) if one in rests], key=f"{key}/rest"
        )
        settle_open(this, programme)
    return len(ended)
